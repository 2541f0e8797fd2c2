"""The instruments of a record, their themes as clauses, and what sources say about their dates."""

from __future__ import annotations

from typing import Any

from hospitium.agreements.models import Clause, Instrument, InstrumentKind, Status
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of, in_use_first
from hospitium.core.models import User
from hospitium.interchange.actions.record.changes import Report, put, put_many
from hospitium.interchange.actions.record.claims import Stated, put_claims, stated_about
from hospitium.interchange.record import Row, Source
from hospitium.interchange.record.vocabulary import (
    Wordings,
    instrument_kind,
    instrument_phrase,
    named_kind,
    phrase_of,
)
from hospitium.partners.models import Partnership
from hospitium.topics.models import Topic

KEYS = (
    "partner", "kind", "date", "precision", "place", "parties", "note", "source", "claims", "themes", "themes_source",
    "reference", "title", "status", "valid_from", "valid_until", "tacit_renewal_months", "notice_months", "published",
)  # fmt: skip


def put_instruments(
    report: Report,
    source: Source,
    partnerships: dict[str, Partnership],
    topics: dict[str, Topic],
    wordings: Wordings,
    by: User | None,
) -> None:
    known = known_instruments()
    seen: set[str] = set()
    for row in source.rows("instruments"):
        source.only(row, *KEYS)
        partnership = partnerships.get(str(row.get("partner")))
        phrase = source.text(row, "kind", is_required=True)
        if partnership is None:
            source.wrong(row, "partner", "unknown_partner")
            continue
        stated = stated_dates(source, row)
        kind, title = kind_and_title(source, row, phrase)
        record_key = unused(key_of(partnership.key, title or phrase, stated[0].value if stated else ""), seen)
        instrument = put(
            report,
            row,
            Instrument,
            where=where_of(known, record_key),
            values={
                "partnership": partnership,
                "kind": kind,
                "title": wordings.of(title),
                **columns_of(source, row, wordings),
                **validity(source, row),
            },
        )
        put_claims(report, row, instrument, 0, stated, by)
        put_clauses(report, source, row, instrument, topics, wordings)


def columns_of(source: Source, row: Row, wordings: Wordings) -> dict[str, Any]:
    """What a row says beyond partner, kind, title, date and validity."""
    return {
        "status": source.text(row, "status") or Status.SIGNED,
        "signed_at": source.text(row, "place"),
        "signatories": source.texts(row, "parties"),
        "file_reference": source.text(row, "reference"),
        "note": wordings.of(source.text(row, "note")),
        "source": source.text(row, "source"),
        "is_published": source.flag(row, "published", default=True),
    }


def kind_and_title(source: Source, row: Row, phrase: str) -> tuple[str, str]:
    """Kind and title; a phrase carries both where no title stands beside it."""
    if "title" not in row:
        kind, title = instrument_kind(phrase)
        return str(kind), title
    if not named_kind(phrase):
        source.wrong(row, "kind", "bad_kind")
    return named_kind(phrase) or InstrumentKind.OTHER, source.text(row, "title")


def validity(source: Source, row: Row) -> dict[str, Any]:
    """From when until when it is valid, and how it goes on."""
    valid_from, valid_until = source.day(row, "valid_from"), source.day(row, "valid_until")
    if valid_from and valid_until and valid_until < valid_from:
        source.wrong(row, "valid_until", "ends_before", f"{valid_from} – {valid_until}")
        valid_until = None
    months = source.number(row, "tacit_renewal_months")
    return {
        "valid_from": valid_from,
        "valid_until": valid_until,
        "is_tacitly_renewed": months is not None,
        "renewal_months": months,
        "notice_months": source.number(row, "notice_months"),
    }


def known_instruments() -> dict[str, int]:
    """What is here already, by the key that it would have in a record written now."""
    seen: set[str] = set()
    known = {}
    for one in Instrument.objects.select_related("partnership").order_by("pk"):
        stated = in_use_first(claims_of(one, "signed"))
        date = stated[0].value if stated else str(one.signed or "")
        title = phrase_of(one.title) or instrument_phrase(one.kind, "")
        known[unused(key_of(one.partnership.key, title, date), seen)] = one.pk
    return known


def key_of(partnership: str, title: str, date: str) -> str:
    return f"{partnership}/{title}/{date}"


def where_of(known: dict[str, int], key: str) -> dict[str, Any]:
    """How to find the row of the database for a row of the record: as it reads now, else as it was taken over."""
    pk = known.pop(key, None)
    return {"record_key": key} if pk is None else {"id": pk}


def unused(key: str, seen: set[str]) -> str:
    """The key, with a number behind it when an earlier row has it already."""
    candidate, turn = key[:190], 2
    while candidate in seen:
        candidate, turn = f"{key[:185]}#{turn}", turn + 1
    seen.add(candidate)
    return candidate


def stated_dates(source: Source, row: Row) -> list[Stated]:
    """What the sources say about the date, the one in use first."""
    stated = stated_about(source, row, "date", source.date)
    if not stated and (known := source.date(row, "date")):
        stated = [Stated(str(known), source.text(row, "source")[:300])]
    if stated and stated[0].value:
        check_precision(source, row, PartialDate.parse(stated[0].value))
    return stated


def check_precision(source: Source, row: Row, known: PartialDate | None) -> None:
    if known and "precision" in row and row.get("precision") != known.precision:
        source.wrong(row, "precision", "bad_precision")


def put_clauses(
    report: Report, source: Source, row: Row, instrument: Instrument, topics: dict[str, Topic], wordings: Wordings
) -> None:
    classification = source.mapping("classification")
    for position, theme in enumerate(source.texts(row, "themes")):
        clause = put(
            report,
            row,
            Clause,
            where={"instrument": instrument, "position": position},
            values={"text": wordings.of(theme), "source": source.text(row, "themes_source")},
        )
        keys = source.codes("classification", classification.get(theme))
        put_many(report, row, clause, "topics", [topics[key] for key in keys if key in topics])
