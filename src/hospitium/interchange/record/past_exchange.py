"""The section on staff exchange given back: what was kept of it, and the rounds before this installation."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from hospitium.core.claims import claims_of, in_use_first
from hospitium.core.models import Claim
from hospitium.exchange.models import HistoricPlacement, HistoricRound
from hospitium.interchange.record.phrases import Phrases, dated

Row = dict[str, Any]
# Column → how the record names it: the figures on which sources may differ.
FACTS = {"persons": "persons", "places": "places", "europasses": "europass"}


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
    rounds = [round_row(one, usual, phrases) for one in HistoricRound.objects.order_by("pk")]
    places = HistoricPlacement.objects.select_related("round").order_by("pk")
    rows = [place_row(one, usual, phrases) for one in places]
    return {**section, **({"rounds": rounds} if rounds else {}), **({"placements": rows} if rows else {})}


def round_row(record: HistoricRound, usual: str, phrases: Phrases) -> Row:
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
    if "europass" not in told and record.europasses is not None:
        row["europass"] = record.europasses
    more: Row = {
        "units": int(units) if (units := phrases.of(record.units_note)).isdecimal() else units,
        "hosts": record.host_names,
        "lessons": phrases.of_lines(record.lessons),
        "note": phrases.of(record.note),
        "source": record.source,
    }
    return {**row, **{name: value for name, value in more.items() if value not in (None, "", [])}}


def persons_in_words(record: HistoricRound) -> int | str:
    if record.persons is None:
        return "unknown"
    return f"about {record.persons}" if record.is_about else record.persons


def claims_rows(record: HistoricRound) -> list[Row]:
    """What each source says, of each figure that in use first; facts of one source stand together where that allows."""
    rows: list[Row] = []
    told = [in_use_first(claims_of(record, fact)) for fact in FACTS]
    for tier in zip_longest(*told):
        found: dict[tuple[str, Any], Row] = {}
        for name, claim in zip(FACTS.values(), tier, strict=True):
            if claim is not None:
                found.setdefault((claim.source, claim.as_of), {})[name] = number_of(claim)
        rows += [
            {**facts, "source": source, **({"as_of": dated(as_of)} if as_of else {})}
            for (source, as_of), facts in found.items()
        ]
    return rows


def number_of(claim: Claim) -> int | str:
    if not claim.value:
        return "unknown"
    return f"about {claim.value}" if claim.note == HistoricRound.ABOUT else int(claim.value)


def place_row(place: HistoricPlacement, usual: str, phrases: Phrases) -> Row:
    row: Row = {} if place.round.programme == usual else {"programme": place.round.programme}
    row |= {"year": place.round.year, "city": place.city or str(place.partner)}
    topic = phrases.of(place.about)
    return {**row, **({"topic": topic} if topic else {}), **({"source": place.source} if place.source else {})}
