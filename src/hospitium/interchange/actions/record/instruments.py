"""The instruments of a record, their themes as clauses, and what sources say about their dates."""

from __future__ import annotations

from typing import Any

from hospitium.agreements.models import Clause, Instrument, Status
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of, state_claims
from hospitium.core.models import User
from hospitium.interchange.actions.record.changes import CHANGED, Report, put, put_many
from hospitium.interchange.record import Row, Source
from hospitium.interchange.record.reading import claim_rows
from hospitium.interchange.record.vocabulary import Wordings, instrument_kind
from hospitium.partners.models import Partnership
from hospitium.topics.models import Topic

KEYS = (
    "partner", "kind", "date", "precision", "place", "parties", "note", "source", "claims", "themes", "themes_source",
    "reference", "valid_until",
)  # fmt: skip


def put_instruments(
    report: Report,
    source: Source,
    partnerships: dict[str, Partnership],
    topics: dict[str, Topic],
    wordings: Wordings,
    by: User | None,
) -> None:
    seen: set[str] = set()
    for row in source.rows("instruments"):
        source.only(row, *KEYS)
        partnership = partnerships.get(str(row.get("partner")))
        phrase = source.text(row, "kind", is_required=True)
        if partnership is None:
            source.wrong(row, "partner", "unknown_partner")
            continue
        stated = stated_dates(source, row)
        record_key = unused(f"{partnership.key}/{phrase}/{stated[0][0] if stated else ''}", seen)
        kind, title = instrument_kind(phrase)
        instrument = put(
            report,
            row,
            Instrument,
            where={"record_key": record_key},
            values={
                "partnership": partnership,
                "kind": str(kind),
                "title": wordings.of(title),
                "status": Status.SIGNED,
                "signed_at": source.text(row, "place"),
                "signatories": source.texts(row, "parties"),
                "file_reference": source.text(row, "reference"),
                "note": wordings.of(source.text(row, "note")),
                "source": source.text(row, "source"),
                "is_published": True,
            },
        )
        put_claims(report, row, instrument, 0, stated, by)
        put_clauses(report, source, row, instrument, topics, wordings)


def unused(key: str, seen: set[str]) -> str:
    """The key, with a number behind it when an earlier row has it already."""
    candidate, turn = key[:190], 2
    while candidate in seen:
        candidate, turn = f"{key[:185]}#{turn}", turn + 1
    seen.add(candidate)
    return candidate


def stated_dates(source: Source, row: Row) -> list[tuple[str, str]]:
    """What the sources say about the date: pairs of date and source, the one in use first."""
    claims = claim_rows(row)
    stated = []
    for one in claims or [row]:
        known = source.date(one, "date")
        check_precision(source, row, known)
        if known or claims:
            stated.append((str(known or ""), source.text(one, "source")))
    return stated


def check_precision(source: Source, row: Row, known: PartialDate | None) -> None:
    if known and "precision" in row and row.get("precision") != known.precision:
        source.wrong(row, "precision", "bad_precision")


def put_claims(
    report: Report, row: Row, record: Any, which: int, stated: list[tuple[str, str]], by: User | None
) -> None:
    """Enter what the sources say about one disputable fact, unless it was entered before."""
    disputable = type(record).disputable[which]
    known = [(claim.value, claim.source) for claim in claims_of(record, disputable.fact)]
    new = [claim for claim in stated if claim not in known]
    if not new:
        return
    state_claims(record, disputable, new, by=by, in_use=-1 if known else 0)
    record.save(update_fields=[disputable.fact])
    if known:
        report.note(row, record, CHANGED, [disputable.fact])


def put_clauses(
    report: Report, source: Source, row: Row, instrument: Instrument, topics: dict[str, Topic], wordings: Wordings
) -> None:
    classification = source.content.get("classification") or {}
    for position, theme in enumerate(source.texts(row, "themes")):
        clause = put(
            report,
            row,
            Clause,
            where={"instrument": instrument, "position": position},
            values={"text": wordings.of(theme), "source": source.text(row, "themes_source")},
        )
        keys = classification.get(theme) or []
        put_many(report, row, clause, "topics", [topics[key] for key in keys if key in topics])
