"""The event log: audit, timeline, outbox and the clock of the cache in one append-only, hash-chained table."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from hospitium.core import search
from hospitium.core.models import Event, Mention, User
from hospitium.core.references import reference

CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,64}")
GENESIS = "0" * 64
LOCK = 20260509


def record(code: str, subject: Model, *, by: User | None, about: Iterable[Model] = (), **facts: Any) -> Event:
    """Write down what happened to `subject`; its search words follow.

    `about` names further records whose history shows the event. `facts` may hold numbers, dates, codes and lists
    of these; free text raises TypeError, because nobody can erase it from a chained log.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event belongs into the transaction of its change.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Ids must follow the order of commits, because readers pull by id.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    kind, key = reference(subject)
    event = Event(
        at=timezone.now(),
        code=code,
        actor=by if by and by.pk else None,
        kind=kind,
        key=key,
        facts={name: plain(value) for name, value in facts.items()},
        previous_hash=Event.objects.order_by("-id").values_list("hash", flat=True).first() or GENESIS,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    places = {reference(subject), *(reference(other) for other in about)}
    Mention.objects.bulk_create(Mention(event=event, kind=kind, key=key) for kind, key in sorted(places))
    search.update(subject)
    return event


def plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    text = str(value)
    if not CODE.fullmatch(text):
        raise TypeError(f"Facts of an event are ids, codes, numbers and dates; this is text: {text[:20]!r}")
    return text


def digest(event: Event) -> str:
    """SHA-256 over the previous hash and every column, in a canonical JSON form."""
    written = [
        event.previous_hash,
        event.at.isoformat(),
        event.code,
        event.actor_id,
        event.kind,
        event.key,
        event.facts,
    ]
    return hashlib.sha256(json.dumps(written, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken(events: Iterable[Event] | None = None) -> int | None:
    """The id of the first event whose hash does not fit; None when the chain holds."""
    previous = GENESIS
    for event in events if events is not None else Event.objects.order_by("id").iterator(2000):
        if event.previous_hash != previous or digest(event) != event.hash:
            return event.pk
        previous = event.hash
    return None


def timeline(subject: Model) -> QuerySet[Event]:
    """What happened to this record, the latest first."""
    kind, key = reference(subject)
    return Event.objects.filter(mentions__kind=kind, mentions__key=key).select_related("actor").order_by("-id")


def clock() -> int:
    """Moves on with every recorded change; whatever was computed at the same reading is still true."""
    return Event.objects.aggregate(latest=Max("id"))["latest"] or 0


@dataclass(frozen=True)
class Line:
    """One line of a history as it is shown."""

    at: datetime
    who: str
    sentence: str
    code: str


def lines(events: Iterable[Event], sentences: Mapping[str, Any]) -> Iterator[Line]:
    """The events in words; `sentences` maps each event code to its sentence."""
    for event in events:
        sentence = sentences.get(event.code, event.code)
        yield Line(event.at, event.actor.name if event.actor else "", str(sentence), event.code)
