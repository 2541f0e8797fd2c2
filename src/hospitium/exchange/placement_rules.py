"""Who may ask for a run, adopt it, place by hand, announce, accept and decline, and why not."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Somebody, access_of, judge, refusal
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.exchange.models import Application, HostOffer, Lock, Phase, Placement, Round, Run, WaitingEntry
from hospitium.exchange.rules import OWN, STEP_REFUSED, is_applicant
from hospitium.exchange.states import PLACEMENT

# Whoever was told no may still be placed by hand, with a reason: the office decides.
PLACEABLE = frozenset(
    {
        Application.State.CONSENTED,
        Application.State.ASSESSED,
        Application.State.YES,
        Application.State.DEFERRED,
    }
)
STANDING = frozenset({HostOffer.State.OFFERED, HostOffer.State.CONFIRMED})
# Runs of one round that wait or are under way at the same time.
MOST_OPEN = 6
EARLY = frozenset({Phase.PREPARED, Phase.OPEN})


# ---- runs ------------------------------------------------------------------------
def may_ask_run(user: Somebody, record: Round) -> Verdict:
    verdict = judge(user, "run.create", unit=record.unit)
    if verdict and record.phase in EARLY:
        return Verdict(_("Applications are still coming in. Places are matched after the last day for applications."))
    if verdict and record.runs.filter(state__in=[Run.State.WAITING, Run.State.RUNNING]).count() >= MOST_OPEN:
        return Verdict(_("Several runs are under way already. Wait until they have ended, or stop one."))
    return verdict


def may_stop_run(user: Somebody, run: Run) -> Verdict:
    verdict = judge(user, "run.create", unit=run.round.unit)
    if verdict and not run.is_open:
        return Verdict(_("This run has ended."))
    return verdict


def may_discard_run(user: Somebody, run: Run) -> Verdict:
    verdict = judge(user, "run.create", unit=run.round.unit)
    if verdict and run.is_open:
        return Verdict(_("This run has not ended. Stop it first."))
    if verdict and run.state == Run.State.ADOPTED:
        return Verdict(_("This run was adopted; it stays, so that its results can be explained."))
    return verdict


def may_adopt_run(user: Somebody, run: Run) -> Verdict:
    """The head decides, on a run that has a placement without faults, before anybody was told."""
    verdict = judge(user, "run.adopt", unit=run.round.unit)
    if not verdict:
        return verdict
    if run.state not in (Run.State.DONE, Run.State.STOPPED) or not run.outcome.get("placement"):
        return Verdict(_("Only a run that has placed somebody can be adopted."))
    if run.base_id:
        return Verdict(_("This is a what-if. Change the round itself, then ask for a run and adopt that one."))
    if has_faults(run):
        return Verdict(_("The check found faults in this result; it cannot be adopted."))
    if Placement.objects.filter(round=run.round).exclude(state=Placement.State.PROPOSED).standing().exists():
        return Verdict(_("Results are out. From now on the waiting list moves up, or you place by hand."))
    return ALLOWED


def has_faults(run: Run) -> bool:
    """Did the judge find more than what the mechanism says that it does not look at? The page shows both."""
    left_aside = set(run.outcome.get("not_considered", ()))
    return any(code not in left_aside for code, *_rest in run.proof.get("findings", ()))


def may_lock(user: Somebody, application: Application) -> Verdict:
    verdict = judge(user, "run.create", unit=application.round.unit)
    if verdict and is_applicant(user, application):
        return Verdict(OWN)
    return verdict


def can_be_paired(application: Application, offer: HostOffer) -> Verdict:
    """What no decision can change: the same round, the other side, an offer that stands."""
    if offer.round_id != application.round_id or offer.state not in STANDING:
        return Verdict(_("This offer does not stand any more."))
    if offer.is_here != application.is_incoming:
        return Verdict(_("Our colleagues go to partners, and those of partners come to us."))
    return ALLOWED


def may_unlock(user: Somebody, lock: Lock) -> Verdict:
    return may_lock(user, lock.application)


# ---- places ----------------------------------------------------------------------
def may_place(user: Somebody, application: Application) -> Verdict:
    """The office places by hand, whether there was a run or not."""
    verdict = judge(user, "placement.place", unit=application.round.unit)
    if verdict and is_applicant(user, application):
        return Verdict(OWN)
    if verdict and application.state not in PLACEABLE:
        return Verdict(
            _("Nobody can be placed whose application is in the state “%(state)s”.")
            % {"state": application.get_state_display()}
        )
    standing = application.placements.standing().first() if verdict else None
    if standing is not None and standing.state != Placement.State.PROPOSED:
        return Verdict(_("This person was told of a place already. They have to decline first."))
    return verdict


def can_be_placed(application: Application, offer: HostOffer) -> Verdict:
    """What no hand can change: a pair that can be, and a place left."""
    verdict = can_be_paired(application, offer)
    if not verdict:
        return verdict
    taken = offer.placements.standing().exclude(application=application).count()
    if taken >= offer.capacity:
        return Verdict(_("All places of this offer are taken. Make a place free first, or raise the number of places."))
    return ALLOWED


def is_time_to_move_up(record: Round, to_answer: timedelta) -> bool:
    """Whoever moves up has time to answer before the last day of the stays."""
    return record.stays_until is None or timezone.localdate() + to_answer <= record.stays_until


def waited_for(record: Round) -> QuerySet[HostOffer]:
    """Offers that have a free place and somebody who waits for it."""
    standing = Placement.objects.standing().filter(offer=OuterRef("pk")).order_by().values("offer")
    taken = Coalesce(Subquery(standing.annotate(count=Count("pk")).values("count")), 0)
    waiting = WaitingEntry.objects.filter(offer=OuterRef("pk"), state=WaitingEntry.State.WAITING)
    return record.offers.standing().annotate(taken=taken).filter(Exists(waiting), taken__lt=F("capacity"))


def may_call_up(user: Somebody, record: Round, to_answer: timedelta) -> Verdict:
    """Free places go to whoever waits for them once the results are out; before that a run places everybody anew."""
    verdict = judge(user, "placement.place", unit=record.unit)
    if verdict and not record.placements.exclude(announced_at=None).exists():
        return Verdict(_("The results are not out. Until then a new run or your own hand gives the places."))
    if verdict and not is_time_to_move_up(record, to_answer):
        return Verdict(_("It is too late: whoever moved up could not answer before the last day of the stays."))
    if verdict and not waited_for(record).exists():
        return Verdict(_("There is no free place for which somebody waits."))
    return verdict


def may_drop(user: Somebody, placement: Placement) -> Verdict:
    verdict = judge(user, "placement.place", unit=placement.round.unit)
    if verdict and not PLACEMENT.allows("drop", placement.state):
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    return verdict


def may_announce(user: Somebody, record: Round, day: date | None = None) -> Verdict:
    """Results are told once there are any, and not before the applications are closed."""
    verdict = judge(user, "placement.place", unit=record.unit)
    if verdict and record.phase_on(day or timezone.localdate()) in EARLY:
        return Verdict(_("Applications are still coming in. Results are told after the last day for applications."))
    if verdict and not record.placements.filter(state=Placement.State.PROPOSED).exists():
        return Verdict(_("There is no proposed place that nobody was told of."))
    return verdict


def may_answer(user: Somebody, placement: Placement) -> Verdict:
    """The person answers; the office notes what somebody without a sign-in has told it."""
    if is_applicant(user, placement.application):
        verdict = ALLOWED if access_of(user).scope("placement.answer").is_self else refusal("placement.answer")
    else:
        verdict = judge(user, "placement.update", unit=placement.round.unit)
    return can_be_answered(placement) if verdict else verdict


def can_be_answered(placement: Placement) -> Verdict:
    """A place that somebody was told of can be declined until the stay is agreed."""
    if not PLACEMENT.allows("decline", placement.state):
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    return ALLOWED


def may_accept(user: Somebody, placement: Placement) -> Verdict:
    """What somebody says late, the office may still note."""
    verdict = may_answer(user, placement)
    if not verdict:
        return verdict
    if is_applicant(user, placement.application):
        return can_be_accepted(placement)
    return can_still_be_accepted(placement)


def can_be_accepted(placement: Placement) -> Verdict:
    """A place is taken until the last day for an answer."""
    verdict, last = can_still_be_accepted(placement), placement.answer_until
    if verdict and last and timezone.localdate() > last:
        return Verdict(_("The last day for an answer has passed. Please write to the office."))
    return verdict


def can_still_be_accepted(placement: Placement) -> Verdict:
    if not PLACEMENT.allows("accept", placement.state):
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    return ALLOWED
