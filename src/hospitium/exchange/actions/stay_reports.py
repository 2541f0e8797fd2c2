"""Weekly notes, the report with its suggestions, the host's feedback, and the day on which the person reports back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.actions import note_use
from hospitium.accounts.models import GuestLink, Unit
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import stay_rules as rules
from hospitium.exchange.actions.stays import around, send_link, tell_officer
from hospitium.exchange.models import HostFeedback, Placement, StayReport, Suggestion, WeeklyNote
from hospitium.programme.actions import add_learning_point
from hospitium.programme.models import LearningPoint


# ---- weekly notes ----------------------------------------------------------------
@transaction.atomic
def write_note(*, placement_id: int, values: Mapping[str, Any], by: User) -> WeeklyNote:
    """What somebody writes about one week. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_write_note(by, placement))
    if placement.notes.filter(week=values["week"]).exists():
        raise Refused(_("There is a note on this week already. Change that one."))
    note = WeeklyNote(placement=placement)
    write(note, values)
    record("weekly_note.written", note, by=by, about=[placement])
    return note


@transaction.atomic
def edit_note(*, note_id: int, version: int | None, values: Mapping[str, Any], by: User) -> WeeklyNote:
    """Change a note that is not public. Raises Refused, or Conflict."""
    note = locked(WeeklyNote, note_id, version=version)
    require(rules.may_write_note(by, note.placement, note))
    if note.placement.notes.filter(week=values["week"]).exclude(pk=note.pk).exists():
        raise Refused(_("There is a note on this week already. Change that one."))
    changed = write(note, values)
    if changed:
        record("weekly_note.changed", note, by=by, about=[note.placement], fields=changed)
    return note


@transaction.atomic
def release_note(*, note_id: int, by: User) -> WeeklyNote:
    """Make a note public that the person means to be public. Raises Refused."""
    note = locked(WeeklyNote, note_id)
    require(rules.may_release_note(by, note))
    if note.released_on is None:
        release(note, timezone.localdate())
        record("weekly_note.released", note, by=by, about=[note.placement])
    return note


@transaction.atomic
def take_note_back(*, note_id: int, by: User) -> WeeklyNote:
    """A public note is no longer public. Raises Refused."""
    note = locked(WeeklyNote, note_id)
    require(rules.may_manage(by, note.placement))
    if note.released_on is not None:
        release(note, None)
        record("weekly_note.taken_back", note, by=by, about=[note.placement])
    return note


def release(note: WeeklyNote, day: date | None) -> None:
    note.released_on = day
    note.version += 1
    note.save(update_fields=["released_on", "version"])


# ---- report ----------------------------------------------------------------------
@transaction.atomic
def save_report(
    *, placement_id: int, version: int | None, values: Mapping[str, Any], suggestions: Sequence[str], by: User
) -> StayReport:
    """Keep the report as far as it is written. Raises Refused, or Conflict."""
    placement = locked(Placement, placement_id)
    require(rules.may_report(by, placement))
    found = StayReport.objects.filter(placement=placement).first()
    report = locked(StayReport, found.pk, version=version) if found else StayReport(placement=placement)
    changed = write(report, values)
    if [one.what for one in report.suggestions.all()] != list(suggestions):
        report.suggestions.all().delete()
        Suggestion.objects.bulk_create(Suggestion(report=report, what=one) for one in suggestions)
        changed.append("suggestions")
    if changed:
        record("stay_report.saved", report, by=by, about=[placement], fields=changed)
    return report


@transaction.atomic
def submit_report(
    *, placement_id: int, version: int | None, values: Mapping[str, Any], suggestions: Sequence[str], by: User
) -> StayReport:
    """Send the report to the office. Raises Refused, or Conflict."""
    report = save_report(placement_id=placement_id, version=version, values=values, suggestions=suggestions, by=by)
    if not report.answer:
        raise Refused(_("Please write what became of your question."))
    report.submitted_at = timezone.now()
    report.save(update_fields=["submitted_at"])
    record("stay_report.submitted", report, by=by, about=around(report.placement))
    return report


@transaction.atomic
def take_up_suggestion(
    *, suggestion_id: int, what: str, unit: Unit | None, owner: User | None, due_on: date | None, by: User
) -> LearningPoint:
    """A suggestion becomes a learning point with somebody in charge. Raises Refused."""
    chosen = Suggestion.objects.select_for_update(of=("self",)).select_related("report__placement__round__unit")
    suggestion = chosen.get(pk=suggestion_id)
    require(rules.may_take_up(by, suggestion))
    placement = suggestion.report.placement
    unit = unit or placement.application.unit or placement.round.unit
    point = add_learning_point(what=what, unit=unit, owner=owner, due_on=due_on, by=by)
    suggestion.learning_point = point
    suggestion.save(update_fields=["learning_point"])
    record("placement.suggestion_taken_up", placement, by=by, about=[point], suggestion=suggestion.pk)
    return point


@transaction.atomic
def set_talk_back(*, placement_id: int, day: date | None, by: User) -> Placement:
    """The day on which the person reports to the own department. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_set_talk_back(by, placement))
    if placement.talk_back_on != day:
        placement.talk_back_on = day
        placement.version += 1
        placement.save(update_fields=["talk_back_on", "version"])
        record("placement.talk_back_set", placement, by=by, about=around(placement), day=day)
    return placement


# ---- the host's feedback -----------------------------------------------------------
@transaction.atomic
def ask_for_feedback(
    *, placement_id: int, name: str, email: str, language: str, ends_on: date, message: str, by: User
) -> Placement:
    """Mail the host the link to its feedback; earlier links end. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_ask_feedback(by, placement))
    placement.feedback_asked_at = timezone.now()
    placement.version += 1
    placement.save(update_fields=["feedback_asked_at", "version"])
    send_link(placement, "host_feedback", name, email, language, ends_on, message, by)
    record("placement.feedback_asked", placement, by=by, about=around(placement))
    return placement


@transaction.atomic
def give_feedback(*, placement_id: int, values: Mapping[str, Any], by: GuestLink) -> HostFeedback:
    """What the host says; a second time takes the place of the first. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_give_feedback(by, placement))
    kept = {**values, "name": by.name, "language": by.language, "at": timezone.now()}
    feedback, is_new = HostFeedback.objects.update_or_create(placement=placement, defaults=kept)
    note_use(link_id=by.pk, what="answered")
    record("placement.feedback_given", placement, by=None, about=[*around(placement), by])
    if is_new:
        tell_officer(placement, by, "exchange/mail/feedback_given")
    return feedback
