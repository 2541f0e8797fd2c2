"""What people do with instruments and clauses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import Role
from hospitium.agreements import rules
from hospitium.agreements.models import Clause, Instrument, Status
from hospitium.agreements.queries import deadlines
from hospitium.agreements.states import LIFECYCLE
from hospitium.algorithms.dates import PartialDate
from hospitium.core import mails
from hospitium.core.claims import state_claims
from hospitium.core.editing import write
from hospitium.core.events import record, timeline
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.documents.actions import remove_file, store_file

# Days before a deadline on which its keepers are told.
REMINDED_BEFORE = (30, 90, 180)

# Step → what the log calls it.
STEP_EVENTS = {
    "submit": "instrument.submitted",
    "return": "instrument.returned",
    "sign": "instrument.signed",
    "expire": "instrument.expired",
    "supersede": "instrument.superseded",
    "terminate": "instrument.terminated",
}


@transaction.atomic
def create_instrument(*, values: Mapping[str, Any], by: User) -> Instrument:
    """Enter an instrument: a draft, or one that was signed already when its date is given.

    Raises Refused when `by` may not.
    """
    partnership, signed = values["partnership"], values.get("signed")
    require(rules.may_create_instrument(by, partnership, signed))
    instrument = Instrument(partnership=partnership, status=Status.SIGNED if signed else Status.DRAFT)
    require(rules.may_follow(instrument, values.get("predecessor")))
    write(instrument, values)
    if instrument.signed:
        state_claims(instrument, Instrument.disputable[0], [(str(instrument.signed), instrument.source)], by=by)
    record("instrument.created", instrument, by=by, about=[instrument.partnership], status=instrument.status)
    return instrument


@transaction.atomic
def edit_instrument(*, instrument_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Instrument:
    """Change an instrument's data. Raises Refused, or Conflict when somebody saved in between."""
    instrument = locked(Instrument, instrument_id, version=version)
    require(rules.may_edit_instrument(by, instrument))
    require(rules.may_follow(instrument, values.get("predecessor")))
    changed = write(instrument, values)
    if changed:
        record("instrument.changed", instrument, by=by, about=[instrument.partnership], fields=changed)
    return instrument


@transaction.atomic
def take_step(*, instrument_id: int, step: str, on: PartialDate | None = None, by: User) -> Instrument:
    """Take one step in the life of an instrument; signing takes the day with it.

    Raises Refused when `by` may not, or not any more.
    """
    instrument = locked(Instrument, instrument_id)
    require(rules.may_step(by, instrument, step))
    instrument.status = LIFECYCLE.after(step)
    if step == "sign":
        day = on or PartialDate.of(timezone.localdate())
        source = instrument.file_reference or instrument.source
        state_claims(instrument, Instrument.disputable[0], [(str(day), source)], by=by)
    instrument.save()
    record(STEP_EVENTS[step], instrument, by=by, about=[instrument.partnership], status=instrument.status)
    return instrument


@transaction.atomic
def attach_document(*, instrument_id: int, upload: UploadedFile[bytes], by: User) -> Instrument:
    """Keep the scanned file of an instrument; an earlier one is deleted.

    Raises Refused when `by` may not, or when the file is empty or too large.
    """
    instrument = locked(Instrument, instrument_id)
    require(rules.may_edit_instrument(by, instrument))
    earlier = instrument.document
    instrument.document = store_file(upload=upload, by=by)
    instrument.save(update_fields=["document"])
    record(
        "instrument.document_attached",
        instrument,
        by=by,
        about=[instrument.partnership],
        document=instrument.document.pk,
    )
    if earlier is not None:
        remove_file(stored=earlier, by=by)
    return instrument


@transaction.atomic
def create_clause(*, instrument_id: int, values: Mapping[str, Any], by: User) -> Clause:
    """Add what an instrument says on one theme."""
    instrument = locked(Instrument, instrument_id)
    require(rules.may_edit_instrument(by, instrument))
    clause = Clause(instrument=instrument, position=instrument.clauses.count())
    write(clause, values)
    record("clause.created", instrument, by=by, about=[instrument.partnership], clause=clause.pk)
    return clause


@transaction.atomic
def edit_clause(*, clause_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Clause:
    """Change a clause. Raises Refused, or Conflict when somebody saved in between."""
    clause = locked(Clause, clause_id, version=version)
    require(rules.may_edit_instrument(by, clause.instrument))
    changed = write(clause, values)
    if changed:
        record(
            "clause.changed",
            clause.instrument,
            by=by,
            about=[clause.instrument.partnership],
            clause=clause.pk,
            fields=changed,
        )
    return clause


@transaction.atomic
def remind_of_deadlines(*, today: date) -> int:
    """Tell who looks after an instrument that notice, renewal or its end is near; once for each of 180, 90 and 30 days.

    Returns how many mails went into the outbox.
    """
    signed = (
        Instrument.objects.filter(status=Status.SIGNED).exclude(valid_until=None).select_related("partnership__unit")
    )
    sent = 0
    for deadline in deadlines(signed, today=today, within_days=max(REMINDED_BEFORE)):
        step = min(days for days in REMINDED_BEFORE if (deadline.day - today).days <= days)
        instrument = deadline.instrument
        keepers = people_of(instrument.partnership.unit)
        known = timeline(instrument).filter(code="instrument.reminded")
        # Where nobody is told, nothing is noted, so that whoever comes later is told.
        if not keepers or any(event.facts == {"day": deadline.day.isoformat(), "days": step} for event in known):
            continue
        record("instrument.reminded", instrument, by=None, about=[instrument.partnership], day=deadline.day, days=step)
        for officer in keepers:
            mails.post(
                to=officer.email,
                language=officer.language,
                template="agreements/mail/deadline",
                context={"instrument": instrument, "deadline": deadline, "base_url": settings.BASE_URL},
                about=instrument,
            )
            sent += 1
    return sent


def people_of(unit: Unit | None) -> list[User]:
    """Who works on the files that a unit looks after: its officers and its head."""
    if unit is None:
        return []
    grants = Grant.objects.valid_on(timezone.localdate()).filter(unit=unit, role__in=[Role.OFFICER, Role.HEAD])
    return list(User.objects.filter(is_active=True, grants__in=grants).distinct().order_by("pk"))
