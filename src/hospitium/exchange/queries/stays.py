"""A placement in words: where somebody goes, where the stay stands, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from hospitium.accounts.policy import access_of
from hospitium.core import wording
from hospitium.core.events import timeline
from hospitium.core.models import User
from hospitium.core.verdicts import Verdict
from hospitium.exchange.models import GONE, KNOWN_TO_HOST, Application, Placement, StayTask, WeeklyNote
from hospitium.exchange.states import PLACEMENT
from hospitium.exchange.stay_rules import may_finish_task, missing_for_step
from hospitium.exchange.usual_tasks import APPROVAL, PREPARATION, REPLACE

P = Placement.State
WEEK = 7
TONES: dict[str, tuple[str, str]] = {
    P.PROPOSED: ("", "pencil"),
    P.ANNOUNCED: ("info", "send"),
    P.ACCEPTED: ("info", "check"),
    P.DECLINED: ("paused", "circle-pause"),
    P.AGREED: ("success", "file-text"),
    P.UNDER_WAY: ("success", "plane-takeoff"),
    P.FINISHED: ("success", "circle-check"),
    P.BROKEN_OFF: ("warning", "circle-pause"),
    P.DROPPED: ("paused", "circle-pause"),
    P.WITHDRAWN: ("warning", "circle-pause"),
}
# What leads on, from each state.
NEXT: dict[str, tuple[str, Promise]] = {
    P.ACCEPTED: ("agree", pgettext_lazy("stay", "Agree")),
    P.AGREED: ("begin", gettext_lazy("Begin the stay")),
    P.UNDER_WAY: ("finish", gettext_lazy("Finish the stay")),
}


def with_all(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """With everything that a line or a page of a placement names."""
    return placements.select_related(
        "round__unit", "round__officer", "application__applicant", "application__unit", "application__partner",
        "offer__unit", "offer__partner", "agreement__file", "certificate__file",
    ).defer("round__call")  # fmt: skip


def chip_of(placement: Placement) -> dict[str, str]:
    tone, icon = TONES[placement.state]
    return {"text": str(placement.get_state_display()), "tone": tone, "icon": icon}


def where_to(placement: Placement) -> str:
    """City or unit that hosts, with its department."""
    offer = placement.offer
    return ", ".join(part for part in (str(offer.unit or offer.partner), offer.organisation) if part)


def where_from(placement: Placement) -> str:
    return str(placement.application.unit or placement.application.partner)


def period_of(placement: Placement) -> str:
    """The days of the stay; "" while they are not known."""
    if not (placement.starts_on and placement.ends_on):
        return ""
    return wording.period(placement.starts_on, placement.ends_on, language=get_language() or "en", style="table")


def days_of(placement: Placement) -> int | None:
    if not (placement.starts_on and placement.ends_on):
        return None
    return (placement.ends_on - placement.starts_on).days + 1


def weeks_of(days: int) -> float:
    """The one rule for weeks, on papers, pages and in figures: days by seven, to one decimal."""
    return round(days / WEEK, 1)


def changed_since_accepted(placement: Placement) -> bool:
    """The host had agreed to another text, so it has to be asked again."""
    if placement.host_accepted_at is not None:
        return False
    return timeline(placement).filter(code="placement.host_accepted").exists()


def length_in_words(days: int) -> str:
    """The days with both ends, and what that is in weeks."""
    counted = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    weeks = weeks_of(days)
    shown = localize(int(weeks) if weeks.is_integer() else weeks)
    return _("%(days)s (in weeks: %(weeks)s)") % {"days": counted, "weeks": shown}


def language_in_words(placement: Placement) -> str:
    """The working language by its name, in the language of the page; "" while none is agreed."""
    here = (get_language() or "en").split("-")[0]
    return wording.language_name(placement.language, language=here) if placement.language else ""


def hours_in_words(placement: Placement) -> str:
    """Hours a week without idle zeros; "" while they are not agreed."""
    return localize(placement.hours.normalize()) if placement.hours is not None else ""


def name_for_host(placement: Placement) -> str:
    """The name once the person has accepted; before that the code alone."""
    if placement.state in KNOWN_TO_HOST:
        return placement.application.applicant.name
    return _("Applicant %(code)s") % {"code": placement.application.code}


@dataclass(frozen=True)
class Next:
    """The step that leads on, and everything that stands against it."""

    step: str
    label: str
    missing: list[str]


def next_step(placement: Placement, day: date | None = None) -> Next | None:
    """None where nothing leads on: not accepted yet, or over."""
    if placement.state not in NEXT:
        return None
    step, label = NEXT[placement.state]
    missing = missing_for_step(placement, step, day or timezone.localdate())
    return Next(step, str(label), [str(one) for one in missing])


# What became of a place that was given back, by the code in `marks`.
FREED: dict[str, Promise] = {
    "place_moved_up": gettext_lazy("Somebody moved up from the waiting list."),
    "place_nobody": gettext_lazy("Nobody waits for it. You can give it by hand."),
    "place_rules": gettext_lazy("Nobody who waits for it can have it; the waiting list says why."),
    "place_late": gettext_lazy("It is too late for the waiting list: the stays of this round end too soon."),
    "place_begun": gettext_lazy("The stay had begun; the place is not given again."),
}


def freed_in_words(placement: Placement) -> str:
    return next((str(FREED[mark]) for mark in reversed(placement.marks) if mark in FREED), "")


def can_be_broken_off(placement: Placement) -> bool:
    return PLACEMENT.allows("break_off", placement.state)


# ---- how it went on for the person -------------------------------------------------
def own_stays(user: User) -> dict[int, Placement]:
    """The accepted places of this person, by the key of their application."""
    found = Placement.objects.filter(application__applicant__user=user, state__in=KNOWN_TO_HOST)
    return {one.application_id: one for one in found.order_by("pk")}


def told_to(user: User) -> set[int]:
    """The keys of this person's applications whose round has told its results."""
    told = Placement.objects.filter(round=OuterRef("round")).exclude(announced_at=None)
    own = Application.objects.filter(Exists(told), applicant__user=user)
    return set(own.exclude(state__in=["draft", "withdrawn"]).values_list("pk", flat=True))


def to_be_answered(user: User) -> list[Placement]:
    """Places that were announced to this person and wait for the answer."""
    found = Placement.objects.filter(application__applicant__user=user, state=P.ANNOUNCED)
    return list(with_all(found).order_by("answer_until", "pk"))


# ---- tasks on the start page -------------------------------------------------------
@dataclass(frozen=True)
class TaskLine:
    """A task of a stay, whether this person may tick it off, and whether its day is over."""

    task: StayTask
    verdict: Verdict
    is_late: bool


def tasks_of(user: User, placement: Placement) -> list[TaskLine]:
    today = timezone.localdate()
    return [
        TaskLine(one, may_finish_task(user, one), is_late(one, placement, today))
        for one in placement.tasks.select_related("owner", "done_by")
    ]


def is_late(task: StayTask, placement: Placement, today: date) -> bool:
    """What had to be done before a stay is not late any more once the stay is over."""
    is_moot = placement.state == P.FINISHED and task.kind in (APPROVAL, PREPARATION)
    return task.done_on is None and task.due_on is not None and task.due_on < today and not is_moot


def stay_tasks_due(user: User, *, until: date) -> list[StayTask]:
    """Open tasks of stays that this person's office runs, or of the own stay; approvals are the office's.

    What had to be done before a stay is nobody's task any more once the stay is over.
    """
    managed = Placement.objects.filter(round__unit__in=access_of(user).scope("placement.update").units)
    found = StayTask.objects.filter(Q(code=REPLACE) | ~Q(placement__state__in=GONE), done_on=None, due_on__lte=until)
    found = found.exclude(Q(kind__in=(APPROVAL, PREPARATION)) & Q(placement__state=P.FINISHED) & ~Q(code=REPLACE))
    of_office = found.filter(placement__in=managed).exclude(placement__application__applicant__user=user)
    own = found.filter(placement__application__applicant__user=user)
    own = own.exclude(Q(kind=StayTask.Kind.APPROVAL) | Q(code=REPLACE))
    return list((of_office | own).select_related("placement__application__applicant", "owner").order_by("due_on", "pk"))


# ---- what is public ----------------------------------------------------------------
def public_notes() -> QuerySet[WeeklyNote]:
    """Weekly notes that the person and the office released, the latest first; no name goes with them."""
    found = WeeklyNote.objects.filter(is_meant_public=True, released_on__isnull=False)
    return found.select_related("placement__offer__partner", "placement__offer__unit", "placement__round").order_by(
        "-released_on", "-pk"
    )
