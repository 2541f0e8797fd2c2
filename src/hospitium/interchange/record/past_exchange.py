"""The section on staff exchange given back: what was kept of it, and the rounds before this installation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hospitium.core.claims import claims_of, in_use_first, typed
from hospitium.exchange.models import HistoricPlacement, HistoricRound
from hospitium.interchange.record.phrases import Phrases

Row = dict[str, Any]


def default_programme(content: Mapping[str, Any]) -> str:
    """The programme to which rounds belong that name none: the last one listed."""
    listed = content.get("programmes")
    keys = [one.get("id") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return str(keys[-1]) if keys and keys[-1] else "exchange"


def exchange_section(kept: Any, phrases: Phrases) -> Any:
    """Programmes as they came, then rounds and placements as they are now; empty where there is nothing."""
    if kept is not None and not isinstance(kept, dict):
        return kept
    section: Row = dict(kept or {})
    usual = default_programme(section)
    rounds = [round_row(one, usual) for one in HistoricRound.objects.order_by("pk")]
    places = HistoricPlacement.objects.select_related("round").order_by("pk")
    rows = [place_row(one, usual, phrases) for one in places]
    return {**section, **({"rounds": rounds} if rounds else {}), **({"placements": rows} if rows else {})}


def round_row(record: HistoricRound, usual: str) -> Row:
    row: Row = {} if record.programme == usual else {"programme": record.programme}
    row["year"] = record.year
    claims = claims_rows(record)
    if claims:
        row["claims"] = claims
    told = {name for claim in claims for name in claim}
    if "persons" not in told:
        row["persons"] = persons_in_words(record)
    if "places" not in told and record.places is not None:
        row["places"] = record.places
    more: Row = {
        "europass": record.europasses,
        "units": int(record.units_note) if record.units_note.isdecimal() else record.units_note,
        "hosts": record.host_names,
        "lessons": record.lessons,
        "note": record.note,
        "source": record.source,
    }
    return {**row, **{name: value for name, value in more.items() if value not in (None, "", [])}}


def persons_in_words(record: HistoricRound) -> int | str:
    if record.persons is None:
        return "unknown"
    return f"about {record.persons}" if record.is_about else record.persons


def claims_rows(record: HistoricRound) -> list[Row]:
    """What each source says, both facts of one source together, that in use first."""
    found: dict[str, Row] = {}
    for fact in ("persons", "places"):
        for claim in in_use_first(claims_of(record, fact)):
            value = typed(claim)
            found.setdefault(claim.source, {})[fact] = "unknown" if value is None else value
    return [{**facts, "source": source} for source, facts in found.items()]


def place_row(place: HistoricPlacement, usual: str, phrases: Phrases) -> Row:
    row: Row = {} if place.round.programme == usual else {"programme": place.round.programme}
    row |= {"year": place.round.year, "city": place.city or str(place.partner)}
    topic = phrases.of(place.about)
    return {**row, **({"topic": topic} if topic else {}), **({"source": place.source} if place.source else {})}
