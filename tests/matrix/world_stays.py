"""A placement with all that hangs on it for each application of the world; called by world_exchange.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from hospitium.documents.models import Document, StoredFile
from hospitium.exchange.models import (
    Application,
    CostLine,
    HostFeedback,
    Placement,
    Round,
    StayReport,
    StayTask,
    Suggestion,
    WeeklyNote,
)
from tests.exchange import factories


def paper_about(record: Round) -> Document:
    """An agreement whose file is there."""
    now, name = timezone.now(), f"matrix-agreement-{Document.objects.count()}"
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"%PDF-")
    file = StoredFile.objects.create(
        name="x.pdf", media_type="application/pdf", size=5, sha256="0" * 64, stored_as=name, uploaded_at=now
    )
    return Document.objects.create(
        year=1999,
        number=Document.objects.count() + 1,
        template="stay_agreement",
        format="pdf",
        language="de",
        as_of=now.date(),
        kind="exchange.round",
        key=str(record.pk),
        unit=record.unit,
        file=file,
        made_by=record.officer,
        made_at=now,
    )


def build_stay(world: Any, application: Application, marks: Any, marks_of: Any, thing_of: Any) -> None:
    """A finished stay with a partner: its own department, the person and the office see it, each their part."""
    record = application.round
    office, own = marks_of(units=marks.units), marks_of(owner=marks.owner)
    placement = Placement.objects.create(
        round=record,
        application=application,
        offer=factories.make_offer(round=record),
        state=Placement.State.FINISHED,
        reason="x",
        placed_at=timezone.now(),
        agreement=paper_about(record),
    )
    world.add("placement", placement, row="placement.read", marks=marks)
    world.things.setdefault("own_stay", []).append(thing_of(placement, "placement.answer", own))
    task = StayTask.objects.create(placement=placement, what="x")
    world.add("stay_task", task, row="placement.read", marks=marks)
    world.things.setdefault("stay_task_read", []).append(thing_of(task, "placement.read", marks))
    world.things["stay_task"][-1] = thing_of(task, "placement.update", office)
    world.add("cost_line", CostLine.objects.create(placement=placement, what="x"), row="placement.update", marks=office)
    note = WeeklyNote.objects.create(placement=placement, week=1)
    world.add("weekly_note", note, row="placement.read", marks=marks_of(units=marks.units, owner=marks.owner))
    world.things["weekly_note"][-1] = thing_of(note, "placement.update", office)
    world.things.setdefault("own_note", []).append(thing_of(note, "placement.answer", own))
    report = StayReport.objects.create(placement=placement, submitted_at=timezone.now())
    both = marks_of(units=marks.units, owner=marks.owner)
    world.add("stay_report", report, row="placement.read", marks=both)
    world.add("suggestion", Suggestion.objects.create(report=report), row="placement.read", marks=both)
    world.things["suggestion"][-1] = thing_of(world.things["suggestion"][-1].record, "placement.update", office)
    feedback = HostFeedback.objects.create(placement=placement, at=timezone.now())
    world.add("feedback", feedback, row="placement.update", marks=office)
