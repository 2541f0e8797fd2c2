"""The usual list of a stay: what has to be done by whom, and how many days before or after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BUDGET, REPORT = "budget", "report"
# What the office has to do for somebody whose host took the place back.
REPLACE = "replace"
APPROVAL, PREPARATION, AFTER = "approval", "preparation", "after"


@dataclass(frozen=True)
class Usual:
    """A line of the list; `days` count from the first day of the stay, for what comes after from the last."""

    code: str
    kind: str
    label: Promise
    days: int

    def due_on(self, starts_on: date | None, ends_on: date | None) -> date | None:
        start = ends_on if self.kind == AFTER else starts_on
        return start + timedelta(days=self.days) if start else None


OURS = (
    Usual("supervisor", APPROVAL, _("Supervisor releases the person for these days"), -56),
    Usual("human_resources", APPROVAL, _("Human resources office agrees"), -49),
    Usual(BUDGET, APPROVAL, _("Money is released"), -49),
    Usual("travel_request", APPROVAL, _("Travel request is approved"), -42),
    Usual("substitute", PREPARATION, _("Hand over to the substitute"), -7),
    Usual("language", PREPARATION, _("Prepare in language and culture"), -28),
    Usual("journey", PREPARATION, _("Book journey and accommodation"), -42),
    Usual("a1", PREPARATION, _("Apply for the A1 certificate"), -28),
    Usual("insurance", PREPARATION, _("Check health, liability and accident insurance"), -21),
    Usual("first_call", PREPARATION, _("Talk with the mentor by phone or video"), -14),
    Usual(REPORT, AFTER, _("Write the report"), 28),
    Usual("talk_back", AFTER, _("Tell the own department what was learnt"), 42),
    # The travel costs law excludes claims after six months; half of that leaves time to ask.
    Usual("claim", AFTER, _("Claim travel costs"), 90),
)
GUESTS = (
    Usual("department", APPROVAL, _("Department that hosts agrees to the days"), -56),
    Usual("desk", PREPARATION, _("Place to work, access and account are ready"), -14),
    Usual("confidentiality", PREPARATION, _("Guest signs the note on confidentiality"), -7),
    Usual("accommodation", PREPARATION, _("Help with accommodation"), -42),
    Usual("first_call", PREPARATION, _("Mentor talks with the guest by phone or video"), -14),
    Usual("welcome", PREPARATION, _("Welcome and first day are planned"), -7),
    Usual("feedback", AFTER, _("Talk with the department about how it went"), 14),
)
LABELS = {one.code: one.label for one in (*GUESTS, *OURS)} | {
    "first_call": _("Talk with the mentor by phone or video"),
    REPLACE: _("The host withdrew the place: find another one, or tell the person that there is none"),
}


def usual_list(*, incoming: object) -> tuple[Usual, ...]:
    return GUESTS if incoming else OURS
