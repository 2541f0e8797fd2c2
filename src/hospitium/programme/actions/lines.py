"""What the office does with the lines of a year programme: write, answer, plan, note as done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates import PartialDate
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.core.verdicts import Refused, require
from hospitium.partners.models import Interest
from hospitium.programme import rules
from hospitium.programme.actions.activities import create_activity
from hospitium.programme.models import Activity, Counter, Line, Side, State, YearProgramme
from hospitium.programme.queries.contents import FIELDS, differences, value_of
from hospitium.programme.states import LINE

STEP_EVENTS = {
    "agree": "year_line.agreed",
    "counter": "year_line.countered",
    "done": "year_line.done",
    "postpone": "year_line.postponed",
    "drop": "year_line.dropped",
    "take_up": "year_line.taken_up",
}
NOTHING_SAID = _("Change something, or say in the remark what you propose instead.")


@transaction.atomic
def create_line(*, programme_id: int, values: Mapping[str, Any], by: User) -> Line:
    """Propose a line of ours. Raises Refused unless the programme is a draft and the partnership does not rest."""
    programme = locked(YearProgramme, programme_id)
    require(rules.may_edit_year_programme(by, programme))
    line = put_on_table(programme, Side.OURS, values)
    answered(line, Side.OURS, {}, "", by=by, guest_name="")
    record("year_line.created", line, by=by, about=[programme, programme.partnership])
    return line


def put_on_table(programme: YearProgramme, side: str, values: Mapping[str, Any]) -> Line:
    """A new line at the end, proposed by one side."""
    last = programme.lines.aggregate(last=Max("position"))["last"] or 0
    line = Line(programme=programme, proposed_by=side, position=last + 1)
    write(line, values)
    return line


@transaction.atomic
def take_pair(*, programme_id: int, need_id: int, offer_id: int, by: User) -> Line:
    """Make a line from a need of one side and an offer of the other. Raises Refused when the two do not meet."""
    programme = YearProgramme.objects.get(pk=programme_id)
    ours = Interest.objects.visible_to(by).filter(partner__in=[programme.partnership.partner_id])
    free = Interest.objects.visible_to(by).filter(partner=None)
    found = {one.pk: one for one in (ours | free).filter(pk__in=[need_id, offer_id]).select_related("topic", "unit")}
    need, offer = found.get(need_id), found.get(offer_id)
    if need is None or offer is None or not meet(need, offer):
        raise Refused(_("This need and this offer do not meet any more. Reload the page."))
    own = need if need.partner_id is None else offer
    return create_line(
        programme_id=programme_id,
        values={
            "title": dict(need.topic.name.texts),
            "topic": need.topic,
            "unit": own.unit,
            "need": need,
            "offer": offer,
        },
        by=by,
    )


def meet(need: Interest, offer: Interest) -> bool:
    """A need of one side and an offer of the other, on one topic."""
    return (
        (need.kind, offer.kind) == (Interest.Kind.NEED, Interest.Kind.OFFER)
        and need.topic_id == offer.topic_id
        and (need.partner_id is None) != (offer.partner_id is None)
    )


@transaction.atomic
def edit_line(*, line_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Line:
    """Write a line anew that nobody has answered. Raises Refused, or Conflict when somebody saved in between."""
    line = locked(Line, line_id, version=version)
    require(rules.may_edit_line(by, line))
    changed = write(line, values)
    if changed:
        record("year_line.changed", line, by=by, about=[line.programme, line.programme.partnership], fields=changed)
    return line


@transaction.atomic
def counter_line(*, line_id: int, version: int | None, values: Mapping[str, Any], remark: str, by: User) -> Line:
    """Put something else on the table for a line. Raises Refused when nothing is different, or Conflict."""
    line = locked(Line, line_id, version=version)
    require(rules.may_step_line(by, line, "counter"))
    counter(line, Side.OURS, values, remark, by=by, guest_name="")
    noted(line, "counter", by)
    return line


def counter(line: Line, side: str, values: Mapping[str, Any], remark: str, *, by: User | None, guest_name: str) -> None:
    """Write the new values and keep what they were."""
    before = {name: value_of(line, name) for name in FIELDS}
    line.state = LINE.after("counter")
    write(line, values)
    changes = differences(before, {name: value_of(line, name) for name in FIELDS}, [*values])
    if not changes and not remark:
        raise Refused(NOTHING_SAID)
    answered(line, side, changes, remark, by=by, guest_name=guest_name)


@transaction.atomic
def agree_line(*, line_id: int, remark: str, by: User) -> Line:
    """Say yes to what the partner proposed, or note that the partner said yes to ours outside this system.

    Then `remark` must say how. Raises Refused.
    """
    line = locked(Line, line_id)
    require(rules.may_step_line(by, line, "agree"))
    side = Side.THEIRS if rules.offered_by(line) == Side.OURS else Side.OURS
    if side == Side.THEIRS and not remark:
        raise Refused(_("This is our own proposal. Say in the remark how the partner agreed."))
    line.state = LINE.after("agree")
    line.save(update_fields=["state", "version"])
    answered(line, side, {}, remark, by=by, guest_name="")
    noted(line, "agree", by)
    return line


@transaction.atomic
def postpone_line(*, line_id: int, reason: str, postponed_to: int | None, by: User) -> Line:
    """Take a line off the table for now, with the reason and the year if it is known. Raises Refused."""
    return put_away(line_id, "postpone", {"reason": reason, "postponed_to": postponed_to}, by)


@transaction.atomic
def drop_line(*, line_id: int, reason: str, by: User) -> Line:
    """Take a line off the table for good, with the reason. Raises Refused."""
    return put_away(line_id, "drop", {"reason": reason}, by)


def put_away(line_id: int, step: str, values: Mapping[str, Any], by: User) -> Line:
    line = locked(Line, line_id)
    require(rules.may_step_line(by, line, step))
    line.state = LINE.after(step)
    write(line, values)
    answered(line, Side.OURS, {}, values["reason"], by=by, guest_name="")
    noted(line, step, by)
    return line


@transaction.atomic
def take_up_line(*, line_id: int, by: User) -> Line:
    """Put a line that was postponed or dropped back on the table, as our proposal. Raises Refused."""
    line = locked(Line, line_id)
    require(rules.may_step_line(by, line, "take_up"))
    line.state = LINE.after("take_up")
    write(line, {"reason": "", "postponed_to": None})
    answered(line, Side.OURS, {}, "", by=by, guest_name="")
    noted(line, "take_up", by)
    return line


@transaction.atomic
def finish_line(*, line_id: int, by: User) -> Line:
    """Note that an agreed line was done. Raises Refused."""
    line = locked(Line, line_id)
    require(rules.may_step_line(by, line, "done"))
    line.state = LINE.after("done")
    line.save(update_fields=["state"])
    noted(line, "done", by)
    return line


@transaction.atomic
def plan_line(*, line_id: int, by: User) -> Activity:
    """Enter the planned activity of an agreed line. Raises Refused when it is there, or the partnership rests."""
    line = locked(Line, line_id)
    require(rules.may_plan_line(by, line))
    activity = create_activity(values=activity_values(line), by=by)
    line.activity = activity
    line.save(update_fields=["activity"])
    record("year_line.planned", line, by=by, about=[line.programme, line.programme.partnership], activity=activity.pk)
    return activity


def activity_values(line: Line) -> dict[str, Any]:
    """What is agreed, as the columns of an activity; the rest is still open."""
    programme = line.programme
    return {
        "format": line.format,
        "state": State.PLANNED,
        "title": line.title if line.title else Multilingual(),
        "partnerships": [programme.partnership],
        "unit": programme.partnership.unit,
        "departments": [line.unit] if line.unit else [],
        "direction": line.direction,
        "begins": PartialDate(programme.year, line.month) if line.month else PartialDate(programme.year),
        "days": line.days,
        "heads_planned": line.persons,
        "places": written_in(settings.LANGUAGE_CODE, line.place) if line.place else Multilingual(),
        "topics": [line.topic] if line.topic else [],
    }


def answered(
    line: Line, side: str, changes: Mapping[str, Any], remark: str, *, by: User | None, guest_name: str
) -> None:
    """One more turn in the negotiation of a line."""
    Counter.objects.create(
        line=line,
        side=side,
        answer=line.state,
        changes=dict(changes),
        remark=remark,
        by=by,
        guest_name=guest_name,
        at=timezone.now(),
    )


def noted(line: Line, step: str, by: User) -> None:
    record(STEP_EVENTS[step], line, by=by, about=[line.programme, line.programme.partnership])
