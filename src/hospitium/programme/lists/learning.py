"""The list of learning points."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hospitium.algorithms.dates import PartialDate
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    chip,
    choice,
    days,
    link,
    nothing,
    plain,
    text_filter,
    unknown,
)
from hospitium.core.models import User
from hospitium.programme.lists.activities import partnership_choices
from hospitium.programme.models import LearningPoint

State = LearningPoint.State
LEARNING_CHIPS = {
    State.OPEN: ("open", "circle-dashed"),
    State.ADOPTED: ("success", "circle-check"),
    State.ADAPTED: ("success", "repeat"),
    State.REJECTED: ("", "circle-x"),
}
DUE = "due"


def learning_points(user: User, row: str) -> Any:
    return LearningPoint.objects.visible_to(user, row).select_related(
        "partnership__partner", "partnership__home_district", "activity", "unit", "owner"
    )


def state_cell(record: LearningPoint) -> SafeString:
    return chip(choice(State, record.state), *LEARNING_CHIPS[State(record.state)])


def due_cell(record: LearningPoint) -> SafeString:
    if record.state != State.OPEN:
        return nothing()
    return days(PartialDate.of(record.due_on)) if record.due_on else unknown()


def in_charge(record: LearningPoint) -> str:
    return ", ".join(str(one) for one in (record.unit, record.owner) if one)


def by_state(records: Any, value: str) -> Any:
    if value == DUE:
        return records.filter(state=State.OPEN, due_on__lte=timezone.localdate())
    return records.filter(state=value)


LEARNING_POINTS = ListSpec(
    name="learning_points",
    title=_("Learning points"),
    records=learning_points,
    order="due_on",
    read_row="learning_point.read",
    export_row="learning_point.export",
    counted=lambda count: ngettext("%(count)s learning point", "%(count)s learning points", count) % {"count": count},
    empty_title=_("Here will stand what was learnt"),
    empty_text=_(
        "Note after each visit what somebody of ours takes up; after six months the system asks what came of it."
    ),
    columns=(
        Column(
            "what",
            _("What was learnt"),
            lambda record: link(
                plain(record.what), address("programme:learning_point", record.pk), str(record.activity or "")
            ),
            lambda record: record.what,
            ("what",),
        ),
        Column(
            "partnership",
            _("Partnership"),
            lambda record: plain(record.partnership) if record.partnership else nothing(),
            lambda record: str(record.partnership or ""),
        ),
        Column("activity", _("Activity"), None, lambda record: str(record.activity or "")),
        Column(
            "in_charge",
            _("In charge"),
            lambda record: plain(in_charge(record)) if in_charge(record) else unknown(),
            lambda record: in_charge(record) or None,
        ),
        Column("due_on", _("Asked again on"), due_cell, lambda record: record.due_on, ("due_on",)),
        Column("state", _("State"), state_cell, lambda record: choice(State, record.state), ("state",)),
        Column(
            "reason",
            _("Result, or why not"),
            lambda record: plain(record.reason) if record.reason else nothing(),
            lambda record: record.reason,
        ),
        Column("closed_on", _("Closed on"), None, lambda record: record.closed_on),
    ),
    filters=(
        text_filter(folded=[], plain=["what", "reason"]),
        Filter(
            "state",
            _("State"),
            by_state,
            lambda user: [(DUE, _("open and due")), *State.choices],
        ),
        Filter(
            "partner",
            _("Partnership"),
            lambda records, value: records.filter(partnership__key=value),
            partnership_choices,
        ),
    ),
)
