"""Rounds of staff exchange before this installation: their figures with sources, and where somebody was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of
from hospitium.core.models import User
from hospitium.core.multilingual import written_in
from hospitium.exchange.models import HistoricPlacement, HistoricRound
from hospitium.interchange.actions.record.changes import CHANGED, Report, put
from hospitium.interchange.actions.record.claims import Stated, put_claims
from hospitium.interchange.record import Problem, Row, Source
from hospitium.interchange.record.past_exchange import FACTS, default_programme
from hospitium.interchange.record.vocabulary import Wordings
from hospitium.partners.models import Partner

# These lists of the section are held by the models of exchange; the rest of it is kept.
TAKEN_OVER = frozenset({"rounds", "placements"})
ROUND_KEYS = (
    "programme", "year", "persons", "places", "europass", "units", "hosts", "lessons", "note", "source", "claims",
)  # fmt: skip
ABOUT = re.compile(r"about (\d{1,6})")
FIRST_YEAR, LAST_YEAR = 1945, 2100
LONGEST = 120


def put_exchange(report: Report, source: Source, wordings: Wordings, by: User | None) -> None:
    """The rounds, then who was where; a round that names no programme belongs to the last one named above."""
    content = source.content.get("exchange")
    if not isinstance(content, dict):
        return
    for name in sorted(TAKEN_OVER & set(content)):
        if not isinstance(content[name], list):
            source.problems.append(Problem(source.lines["exchange"], f"exchange.{name}", "wrong_type", name))
    names = programme_names(content)
    partners = partners_by_name()
    rounds: dict[tuple[str, int], HistoricRound] = {}
    for row in source.rows("exchange.rounds"):
        source.only(row, *ROUND_KEYS)
        year = year_of(source, row)
        key = programme_of(source, row, content)
        if not (year and key):
            continue
        if (key, year) in rounds:
            source.wrong(row, "year", "duplicate")
            continue
        rounds[key, year] = put_round(report, source, wordings, row, (key, year, names.get(key, key)), partners, by)
    put_places(report, source, wordings, content, rounds, partners)


def year_of(source: Source, row: Row) -> int | None:
    year = source.number(row, "year")
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        source.wrong(row, "year", "bad_number")
        return None
    return year


def programme_of(source: Source, row: Row, content: Mapping[str, Any]) -> str:
    key = source.text(row, "programme") or default_programme(content)
    if not re.fullmatch(r"[a-z0-9_-]{1,40}", key):
        source.wrong(row, "programme", "wrong_type", key)
        return ""
    return key


def programme_names(content: Mapping[str, Any]) -> dict[str, str]:
    listed = content.get("programmes")
    rows = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {str(one["id"]): str(one.get("name") or one["id"])[:200] for one in rows if one.get("id")}


def partners_by_name() -> dict[str, Partner]:
    """Every partner by its own name and by its name in each language."""
    found: dict[str, Partner] = {}
    for partner in Partner.objects.order_by("pk"):
        for name in (partner.own_name, *partner.name.texts.values()):
            if name:
                found.setdefault(name, partner)
    return found


def put_round(
    report: Report,
    source: Source,
    wordings: Wordings,
    row: Row,
    which: tuple[str, int, str],
    partners: Mapping[str, Partner],
    by: User | None,
) -> HistoricRound:
    programme, year, name = which
    hosts = source.texts(row, "hosts")
    units = source.text(row, "units")
    counted = re.search(r"\d{1,4}", units)
    values: dict[str, Any] = {
        "units_note": wordings.of(units),
        "units_count": int(counted.group()) if counted else None,
        "host_names": hosts,
        "lessons": wordings.of_lines(source.texts(row, "lessons")),
        "note": wordings.of(source.text(row, "note")),
        "source": source.text(row, "source"),
    }
    stated = {fact: claims_about(source, row, fact) for fact in FACTS}
    values |= figures_of(source, row, stated, which)
    record = put(
        report,
        row,
        HistoricRound,
        where={"programme": programme, "year": year},
        values=values,
        start={"name": written_in("en", name)},
    )
    for which_fact, fact in enumerate(FACTS):
        put_claims(report, row, record, which_fact, stated[fact], by)
        follow_claims(record, fact, stated[fact])
    put_hosts(report, row, record, [partners[host] for host in hosts if host in partners])
    return record


def figures_of(
    source: Source, row: Row, stated: dict[str, list[Stated]], which: tuple[str, int, str]
) -> dict[str, Any]:
    """The figures on which the row names no claims.

    Where sources differ here, what the row says is one more statement: what is in use stays as it was chosen.
    """
    past = HistoricRound.objects.filter(programme=which[0], year=which[1]).first()
    disputed = {claim.fact for claim in claims_of(past)} if past else set()
    values: dict[str, Any] = {}
    for fact, name in FACTS.items():
        if stated[fact]:
            continue
        number, is_about = number_of(source, row, name)
        if fact in disputed:
            stated[fact] = [] if name not in row else [said(number, is_about, source.text(row, "source")[:300])]
            continue
        values[fact] = number
        if fact == "persons":
            values["is_about"] = is_about
    return values


def follow_claims(record: HistoricRound, fact: str, stated: list[Stated]) -> None:
    """A number that is a round one in the source in use is one here, too."""
    if fact != "persons" or not stated:
        return
    in_use = next((one for one in claims_of(record, fact) if one.in_use), None)
    is_about = in_use is not None and in_use.note == HistoricRound.ABOUT
    if record.is_about != is_about:
        record.is_about = is_about
        record.save(update_fields=["is_about"])


def number_of(source: Source, row: Row, name: str) -> tuple[int | None, bool]:
    """A number, of persons also "about 40", or "unknown"."""
    written = row.get(name)
    about = ABOUT.fullmatch(written) if name == "persons" and isinstance(written, str) else None
    return (int(about.group(1)), True) if about else (source.number(row, name), False)


def said(number: int | None, is_about: bool, source: str, as_of: PartialDate | None = None) -> Stated:
    note = HistoricRound.ABOUT if is_about else ""
    return Stated("" if number is None else str(number), source, as_of, note)


def claims_about(source: Source, row: Row, fact: str) -> list[Stated]:
    name = FACTS[fact]
    return [
        said(*number_of(source, one, name), source.text(one, "source")[:300], source.date(one, "as_of"))
        for one in source.claims(row, *FACTS.values())
        if name in one
    ]


def put_hosts(report: Report, row: Row, record: HistoricRound, hosts: list[Partner]) -> None:
    """Those of the host cities that are our partners."""
    if {one.pk for one in record.hosts.all()} == {one.pk for one in hosts}:
        return
    record.hosts.set(hosts)
    report.note(row, record, CHANGED, ["hosts"])


def put_places(
    report: Report,
    source: Source,
    wordings: Wordings,
    content: Mapping[str, Any],
    rounds: Mapping[tuple[str, int], HistoricRound],
    partners: Mapping[str, Partner],
) -> None:
    """Year, city and topic, without persons; the same city twice in a year is two places."""
    seen: Counter[tuple[int, str]] = Counter()
    for row in source.rows("exchange.placements"):
        source.only(row, "programme", "year", "city", "topic", "source")
        year, key = year_of(source, row), programme_of(source, row, content)
        city = source.text(row, "city", is_required=True)
        held = rounds.get((key, year)) if year else None
        if held is None or not city:
            if held is None and year:
                source.wrong(row, "year", "round_unknown")
            continue
        position = seen[held.pk, city]
        seen[held.pk, city] += 1
        put(
            report,
            row,
            HistoricPlacement,
            where={"round": held, "city": city, "position": position},
            values={
                "about": wordings.of(source.text(row, "topic")),
                "source": source.text(row, "source"),
                "partner": partners.get(city),
            },
        )
