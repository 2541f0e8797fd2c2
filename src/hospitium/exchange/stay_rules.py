"""Who may do what with a stay, from the agreement of three to the certificate, and why not."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import Somebody, access_of, judge, refusal
from hospitium.core.references import reference
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.exchange.models import KNOWN_TO_HOST, CostLine, Placement, StayTask, Suggestion, WeeklyNote
from hospitium.exchange.rules import NO_LINK, STEP_REFUSED, is_applicant, written
from hospitium.exchange.states import PLACEMENT
from hospitium.exchange.usual_tasks import BUDGET

P = Placement.State
NEGOTIATED = frozenset({P.ANNOUNCED, P.ACCEPTED})
AGREED_ONCE = frozenset({P.AGREED, P.UNDER_WAY, P.FINISHED})
TRAVELLED = frozenset({P.UNDER_WAY, P.FINISHED, P.BROKEN_OFF})
# A Europass Mobility can be applied for from ten weeks before the stay (europass-info.de).
EUROPASS_AHEAD = timedelta(weeks=10)


def may_manage(user: Somebody, placement: Placement) -> Verdict:
    """The office of the round; nobody is their own office."""
    verdict = judge(user, "placement.update", unit=placement.round.unit)
    if verdict and is_applicant(user, placement.application):
        return Verdict(_("Nobody decides on a stay of their own."))
    return verdict


def may_take_part(user: Somebody, placement: Placement) -> Verdict:
    """The person whose stay it is."""
    if not is_applicant(user, placement.application):
        return Verdict(_("Only the person whose stay it is can do this."))
    return ALLOWED if access_of(user).scope("placement.answer").is_self else refusal("placement.answer")


# ---- the agreement ---------------------------------------------------------------
def may_edit_agreement(user: Somebody, placement: Placement) -> Verdict:
    """It is written until it is signed by all three and agreed."""
    verdict = may_manage(user, placement)
    if verdict and placement.state not in NEGOTIATED:
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    return verdict


def may_make_agreement(user: Somebody, placement: Placement) -> Verdict:
    """The paper is made once it says what was agreed."""
    verdict = may_manage(user, placement)
    if verdict and placement.state not in NEGOTIATED | AGREED_ONCE:
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    lacks = missing_content(placement) if verdict else []
    return Verdict(str(lacks[0])) if lacks else verdict


def may_sign(user: Somebody, placement: Placement) -> Verdict:
    verdict = may_manage(user, placement)
    if verdict and placement.state != P.ACCEPTED:
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    if verdict and placement.agreement_id is None:
        return Verdict(_("Make the agreement first; it is the paper that is signed."))
    return verdict


def may_ask_host(user: Somebody, placement: Placement) -> Verdict:
    """The host gets a link as soon as the person was told; it learns the name once the person has accepted."""
    verdict = may_manage(user, placement)
    if verdict and placement.state not in NEGOTIATED:
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    return verdict


NO_TASKS = gettext_lazy("The tasks are missing.")
NO_MENTOR = gettext_lazy("The mentor is missing.")


def content_of(placement: Placement) -> tuple[tuple[object, Promise], ...]:
    """What an agreement has to say, with the sentence for where it does not."""
    return (
        (placement.goals, gettext_lazy("The learning goals are missing.")),
        (placement.tasks_there, NO_TASKS),
        (placement.mentor_name, NO_MENTOR),
        (placement.starts_on and placement.ends_on, gettext_lazy("The first and the last day are missing.")),
        (placement.language, gettext_lazy("The working language is missing.")),
    )


def missing_content(placement: Placement) -> list[str | Promise]:
    """What the agreement does not say yet."""
    return [text for found, text in content_of(placement) if not found]


def missing_from_office(placement: Placement) -> list[str | Promise]:
    """What the agreement does not say yet and the host cannot add."""
    return [text for found, text in content_of(placement) if not found and text not in (NO_TASKS, NO_MENTOR)]


def missing_for_agreement(placement: Placement) -> list[str | Promise]:
    """What is missing before the stay is agreed, in the order in which it is usually done."""
    signed: tuple[tuple[object, Promise], ...] = (
        (placement.host_accepted_at, gettext_lazy("The host has not agreed yet.")),
        (placement.agreement_id, gettext_lazy("The written agreement has not been made yet.")),
        (placement.person_signed_on, gettext_lazy("The signature of the person is missing.")),
        (placement.sender_signed_on, gettext_lazy("The signature of the sender is missing.")),
        (placement.host_signed_on, gettext_lazy("The signature of the host is missing.")),
    )
    return [*missing_content(placement), *(text for found, text in signed if not found)]


# ---- steps -----------------------------------------------------------------------
def may_step(user: Somebody, placement: Placement, step: str, day: date | None = None) -> Verdict:
    """agree, begin, finish or break_off; the reason is the first thing that is missing."""
    verdict = may_manage(user, placement)
    if not verdict:
        return verdict
    if not PLACEMENT.allows(step, placement.state):
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    lacks = missing_for_step(placement, step, day or timezone.localdate())
    return Verdict(str(lacks[0])) if lacks else ALLOWED


def missing_for_step(placement: Placement, step: str, day: date) -> list[str | Promise]:
    """Everything that stands against the step."""
    if step == "agree":
        return missing_for_agreement(placement)
    if step == "begin":
        return [*too_early(placement, day), *open_approvals(placement)]
    if step == "finish" and placement.ends_on and placement.ends_on > day:
        return [
            _("The stay lasts until %(day)s. Break it off if it ends earlier.") % {"day": written(placement.ends_on)}
        ]
    return []


def too_early(placement: Placement, day: date) -> list[str | Promise]:
    if placement.starts_on and placement.starts_on > day:
        return [_("The stay begins on %(day)s.") % {"day": written(placement.starts_on)}]
    return []


def open_approvals(placement: Placement) -> list[str | Promise]:
    found = placement.tasks.filter(kind=StayTask.Kind.APPROVAL, done_on=None)
    return [_("An approval is missing: %(what)s") % {"what": one.label} for one in found]


# ---- tasks -----------------------------------------------------------------------
def may_finish_task(user: Somebody, task: StayTask) -> Verdict:
    """The office ticks off, or whoever is in charge; the person what they do themselves, and never an approval."""
    placement = task.placement
    if is_applicant(user, placement.application):
        if task.kind == StayTask.Kind.APPROVAL:
            return Verdict(_("Nobody approves a stay of their own."))
        return may_take_part(user, placement)
    if task.code == BUDGET:
        verdict = judge(user, "placement.approve", unit=placement.round.unit)
        return verdict or Verdict(_("The head of the office releases the money."))
    return may_manage(user, placement)


def may_edit_tasks(user: Somebody, placement: Placement) -> Verdict:
    return may_manage(user, placement)


# ---- the host --------------------------------------------------------------------
def is_for(link: GuestLink, placement: Placement, purpose: str) -> bool:
    kind, key = reference(placement)
    return link.is_open and (link.purpose, link.kind, link.key) == (purpose, kind, key)


def may_write_as_host(link: GuestLink, placement: Placement) -> Verdict:
    """The host names mentor and task while the agreement is being written."""
    if not is_for(link, placement, "placement"):
        return Verdict(str(NO_LINK))
    if placement.state not in NEGOTIATED:
        return Verdict(_("The agreement is settled and stays as it is. Please write to the office."))
    return ALLOWED


def may_accept_as_host(link: GuestLink, placement: Placement) -> Verdict:
    """The host agrees once the person has taken the place and the agreement says what it is about."""
    verdict = may_write_as_host(link, placement)
    if verdict and placement.state not in KNOWN_TO_HOST:
        return Verdict(_("The person has not accepted the place yet. You will be told as soon as they have."))
    lacks = missing_content(placement) if verdict else []
    return Verdict(str(lacks[0])) if lacks else verdict


def may_ask_feedback(user: Somebody, placement: Placement) -> Verdict:
    verdict = may_manage(user, placement)
    if verdict and placement.state not in TRAVELLED:
        return Verdict(_("The host is asked once the stay is under way."))
    return verdict


def may_give_feedback(link: GuestLink, placement: Placement) -> Verdict:
    if not is_for(link, placement, "host_feedback"):
        return Verdict(str(NO_LINK))
    if placement.state not in TRAVELLED:
        return Verdict(_("The stay has not begun yet."))
    return ALLOWED


# ---- notes and report ------------------------------------------------------------
def may_write_note(user: Somebody, placement: Placement, note: WeeklyNote | None = None) -> Verdict:
    verdict = may_take_part(user, placement)
    if verdict and placement.state not in TRAVELLED:
        return Verdict(_("Notes are written once the stay is under way."))
    if verdict and note is not None and note.released_on:
        return Verdict(_("This note is public. Ask the office to take it back first."))
    return verdict


def may_release_note(user: Somebody, note: WeeklyNote) -> Verdict:
    """Both have to want it: the person, and the office."""
    verdict = may_manage(user, note.placement)
    if verdict and not note.is_meant_public:
        return Verdict(_("The person does not want this note to be public."))
    return verdict


def may_report(user: Somebody, placement: Placement) -> Verdict:
    """A report can be changed until it is sent; the suggestions in it lead on then."""
    verdict = may_take_part(user, placement)
    if verdict and placement.state not in TRAVELLED:
        return Verdict(_("The report is written once the stay is under way."))
    report = getattr(placement, "report", None) if verdict else None
    if report is not None and report.submitted_at:
        return Verdict(_("The report was sent. Ask the office if something has to be changed."))
    return verdict


def may_take_up(user: Somebody, suggestion: Suggestion) -> Verdict:
    verdict = may_manage(user, suggestion.report.placement)
    if verdict and suggestion.report.submitted_at is None:
        return Verdict(_("The report has not been sent yet."))
    if verdict and suggestion.learning_point_id:
        return Verdict(_("This suggestion is a learning point already."))
    return verdict


def may_set_talk_back(user: Somebody, placement: Placement) -> Verdict:
    verdict = may_manage(user, placement)
    if verdict and placement.state not in AGREED_ONCE | {P.BROKEN_OFF}:
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    return verdict


# ---- Europass Mobility and certificate ---------------------------------------------
def has_written_agreement(placement: Placement) -> bool:
    signed = (placement.person_signed_on, placement.sender_signed_on, placement.host_signed_on)
    return placement.agreement_id is not None and all(signed)


def can_be_certified(placement: Placement) -> Verdict:
    """What a Europass Mobility asks for: a mentor with the host, and a written agreement that all three signed."""
    if not placement.mentor_name:
        return Verdict(_("There is no mentor; without one there is no Europass Mobility and no certificate."))
    if not has_written_agreement(placement):
        return Verdict(
            _(
                "There is no written agreement with three signatures; "
                "without it there is no Europass Mobility and no certificate."
            )
        )
    return ALLOWED


def may_note_europass(user: Somebody, placement: Placement, day: date | None = None) -> Verdict:
    verdict = may_manage(user, placement)
    if verdict and placement.state not in AGREED_ONCE:
        return Verdict(STEP_REFUSED % {"state": placement.get_state_display()})
    if verdict:
        verdict = can_be_certified(placement)
    begins = placement.starts_on
    if verdict and begins and begins - EUROPASS_AHEAD > (day or timezone.localdate()):
        return Verdict(_("A Europass Mobility can be applied for from ten weeks before the stay."))
    return verdict


def may_certify(user: Somebody, placement: Placement) -> Verdict:
    verdict = may_manage(user, placement)
    if verdict and placement.state != P.FINISHED:
        return Verdict(_("A certificate is made once the stay is finished."))
    return can_be_certified(placement) if verdict else verdict


# ---- costs -----------------------------------------------------------------------
def may_edit_costs(user: Somebody, placement: Placement) -> Verdict:
    return may_manage(user, placement)


def may_plan_costs(user: Somebody, placement: Placement) -> Verdict:
    """Lines from the rates of the round, once it is known how long the stay is; what is there is not doubled."""
    verdict = may_edit_costs(user, placement)
    if verdict and not (placement.starts_on and placement.ends_on):
        return Verdict(_("The first and the last day are missing."))
    if verdict and not placement.round.rates.exists():
        return Verdict(_("The round has no rates. Enter them under “Rules and people”."))
    if verdict and placement.costs.filter(rate__isnull=False).exists():
        return Verdict(_("Costs by rate are planned already. Remove them first to plan anew."))
    return verdict


def may_edit_cost(user: Somebody, line: CostLine) -> Verdict:
    return may_edit_costs(user, line.placement)
