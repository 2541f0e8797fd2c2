"""What people do with the matching: ask for a run, ask differently, stop, lock pairs, adopt, discard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium import __version__
from hospitium.algorithms.matching import MatchingError, Mechanism
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions.lost_places import found_again
from hospitium.exchange.matching import Terms, kept_problem, problem_of, read_outcome, read_problem, with_change
from hospitium.exchange.models import Application, HostOffer, Lock, Placement, Round, Run, WaitingEntry
from hospitium.exchange.queries.run_words import refusal_of


@transaction.atomic
def ask_runs(*, round_id: int, mechanisms: Sequence[str], terms: Terms, by: User) -> list[Run]:
    """Have the round matched by the worker, once by each mechanism, all on the same problem. Raises Refused."""
    held = locked(Round, round_id)
    require(rules.may_ask_run(by, held))
    if not mechanisms:
        raise Refused(_("Choose at least one mechanism."))
    try:
        problem = problem_of(held, terms)
    except MatchingError as error:
        raise Refused(refusal_of(error.code, error.facts)) from error
    kept = kept_problem(problem)
    return [asked(held, name, kept, terms, by) for name in mechanisms]


@transaction.atomic
def ask_differently(*, run_id: int, changes: Sequence[Mapping[str, Any]], mechanism: str, by: User) -> Run:
    """A what-if beside a run: the same problem with something asked differently. Raises Refused."""
    base = Run.objects.select_for_update().select_related("round").get(pk=run_id)
    require(rules.may_ask_run(by, base.round))
    if not changes and mechanism == base.mechanism:
        raise Refused(_("Say what is to be different: a number, a pair, or the mechanism."))
    problem = read_problem(base.problem)
    try:
        for change in changes:
            problem = with_change(problem, change)
    except MatchingError as error:
        raise Refused(refusal_of(error.code, error.facts)) from error
    terms = Terms(seed=base.seed, seconds=base.seconds)
    return asked(base.round, mechanism, kept_problem(problem), terms, by, base=base, changes=[*changes])


def asked(
    held: Round,
    mechanism: str,
    problem: Any,
    terms: Terms,
    by: User,
    *,
    base: Run | None = None,
    changes: Sequence[Mapping[str, Any]] = (),
) -> Run:
    number = held.runs.aggregate(last=Max("number"))["last"] or 0
    run = Run.objects.create(
        round=held,
        number=number + 1,
        mechanism=Mechanism(mechanism).value,
        problem=problem,
        seed=terms.seed,
        seconds=terms.seconds,
        code_version=__version__,
        base=base,
        changes=[dict(one) for one in changes],
        asked_at=timezone.now(),
        asked_by=by,
    )
    record("run.asked", run, by=by, about=[held], mechanism=run.mechanism, seconds=run.seconds)
    return run


@transaction.atomic
def stop_run(*, run_id: int, by: User) -> Run:
    """End a run; what it has is kept. Raises Refused."""
    run = held_run(run_id)
    require(rules.may_stop_run(by, run))
    run.is_stop_wanted = True
    if run.state == Run.State.WAITING:
        run.state, run.ended_at, run.message = Run.State.STOPPED, timezone.now(), "stopped"
    run.save(update_fields=["is_stop_wanted", "state", "ended_at", "message"])
    record("run.stopped", run, by=by, about=[run.round])
    return run


@transaction.atomic
def discard_run(*, run_id: int, by: User) -> Run:
    """Put a result aside; it stays in the list of runs. Raises Refused."""
    run = held_run(run_id)
    require(rules.may_discard_run(by, run))
    run.state = Run.State.DISCARDED
    run.save(update_fields=["state"])
    record("run.discarded", run, by=by, about=[run.round])
    return run


@transaction.atomic
def adopt_run(*, run_id: int, by: User) -> list[Placement]:
    """Propose the places that a run found, and keep who waits for which offer.

    What an earlier run had proposed is taken back; what a person placed by hand stays, the run had to keep to it.
    Raises Refused, also when an application or an offer was withdrawn since.
    """
    run = held_run(run_id)
    require(rules.may_adopt_run(by, run))
    outcome = read_outcome(run.outcome)
    assert outcome is not None  # the rule has asked
    people = {one.code: one for one in run.round.applications.select_related("round")}
    offers = {str(one.pk): one for one in run.round.offers.standing().select_for_update(of=("self",))}
    gone = [who for who, where in outcome.placement.items() if not fits(people.get(who), offers.get(where))]
    if gone:
        raise Refused(
            _("Since this run, something was withdrawn or decided anew (%(codes)s). Ask for a new run.")
            % {"codes": ", ".join(sorted(gone)[:10])}
        )
    for old in run.round.placements.filter(state=Placement.State.PROPOSED, origin=Placement.Origin.RUN):
        take_back(old, by)
    standing = set(run.round.placements.standing().values_list("application__code", flat=True))
    wanted = {who: where for who, where in sorted(outcome.placement.items()) if who not in standing}
    require_places(wanted, offers)
    made = [proposed(run, people[who], offers[where], by) for who, where in wanted.items()]
    keep_waiting(run, outcome.waiting, people, offers)
    run.state, run.adopted_at, run.adopted_by = Run.State.ADOPTED, timezone.now(), by
    run.save(update_fields=["state", "adopted_at", "adopted_by"])
    record("run.adopted", run, by=by, about=[run.round], placements=len(made))
    return made


def require_places(wanted: Mapping[str, str], offers: Mapping[str, HostOffer]) -> None:
    """Raises Refused when somebody was placed by hand since, or places were withdrawn, so that one is lacking."""
    for where, count in Counter(wanted.values()).items():
        offer = offers[where]
        if offer.placements.standing().count() + count > offer.capacity:
            raise Refused(
                _("Since this run, places of “%(offer)s” were taken or withdrawn. Ask for a new run.")
                % {"offer": offer}
            )


def fits(application: Application | None, offer: HostOffer | None) -> bool:
    return application is not None and offer is not None and application.state in rules.PLACEABLE


def take_back(placement: Placement, by: User | None) -> None:
    placement.state = Placement.State.DROPPED
    placement.save(update_fields=["state"])
    record("placement.dropped", placement, by=by, about=[placement.round, placement.application])


def proposed(run: Run, application: Application, offer: HostOffer, by: User) -> Placement:
    placement = Placement.objects.create(
        round=run.round,
        application=application,
        offer=offer,
        origin=Placement.Origin.RUN,
        run=run,
        placed_by=by,
        placed_at=timezone.now(),
        mentor_name=offer.mentor_name,
        mentor_function=offer.mentor_function,
        mentor_email=offer.mentor_email,
        accommodation=offer.accommodation,
    )
    found_again(application, by)
    record("placement.proposed", placement, by=by, about=[run.round, application], run=run.pk)
    return placement


def keep_waiting(
    run: Run,
    waiting: Mapping[str, Sequence[str]],
    people: Mapping[str, Application],
    offers: Mapping[str, HostOffer],
) -> None:
    """The waiting lists of this run take the place of those before."""
    WaitingEntry.objects.filter(offer__round=run.round).delete()
    WaitingEntry.objects.bulk_create(
        WaitingEntry(offer=offers[where], application=people[who], run=run, position=position)
        for where, codes in sorted(waiting.items())
        for position, who in enumerate(codes, start=1)
        if where in offers and who in people
    )


# ---- pairs that must be, or must not be -------------------------------------------
@transaction.atomic
def lock_pair(*, application_id: int, offer_id: int, kind: str, reason: str, by: User) -> Lock:
    """From now on every run makes this pair, or does not make it. Raises Refused."""
    application = Application.objects.select_related("round__unit", "applicant").get(pk=application_id)
    offer = HostOffer.objects.get(pk=offer_id)
    require(rules.may_lock(by, application))
    require(rules.can_be_paired(application, offer))
    if not reason.strip():
        raise Refused(_("Give a reason: whoever asks later has a right to it."))
    lock, is_new = Lock.objects.update_or_create(
        application=application,
        offer=offer,
        defaults={"round": application.round, "kind": kind, "reason": reason, "by": by, "at": timezone.now()},
    )
    record("lock.set", lock, by=by, about=[application.round, application], what=kind, is_new=is_new)
    return lock


@transaction.atomic
def unlock_pair(*, lock_id: int, by: User) -> None:
    """The pair is free again. Raises Refused."""
    lock = (
        Lock.objects.select_for_update()
        .select_related("application__applicant", "application__round__unit")
        .get(pk=lock_id)
    )
    require(rules.may_unlock(by, lock))
    record("lock.removed", lock, by=by, about=[lock.round, lock.application])
    lock.delete()


def held_run(run_id: int) -> Run:
    return Run.objects.select_for_update(of=("self",)).select_related("round__unit").get(pk=run_id)
