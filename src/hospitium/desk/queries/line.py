"""The partnership at a glance: jubilees, instruments, districts and visits on one axis, with its table."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hospitium.agreements.models import Instrument, InstrumentKind
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms.dates import PartialDate, anniversaries, next_anniversary
from hospitium.core.charts import Bar, Jubilee, Line, LineWords, Mark, Visit
from hospitium.core.charts.line import Who, span_of
from hospitium.desk import pictures
from hospitium.desk.queries.record import Rows
from hospitium.desk.queries.words import short_day, span
from hospitium.partners.models import Partnership
from hospitium.partners.models.relations import Status
from hospitium.programme.models import Activity, Direction

WHO: dict[str, Who] = {Direction.IN: "guests", Direction.OUT: "ours", Direction.UNKNOWN: "unknown"}
# More visits than this are counted by year in the table.
EACH_IN_THE_TABLE = 40


def line_of(rows: Rows) -> dict[str, Any]:
    """The picture with its legend and table; {"is_empty": True} while there is nothing to draw."""
    visits = [one for one in rows.done if one.begins and one.direction in WHO]
    if not (rows.signed or visits or rows.partnership.since):
        return {"is_empty": True}
    scene = Line(
        words=words(rows, len(visits)),
        today=rows.today,
        since=rows.partnership.since,
        jubilees=jubilees(rows),
        instruments=tuple(instrument_bar(one, rows) for one in rows.signed),
        districts=tuple(district_bar(one) for one in rows.districts if one.since),
        visits=tuple(
            Visit(one.begins, WHO[one.direction], f"{one}, {span(one)}", one.count) for one in visits if one.begins
        ),
    )
    first, last = span_of(scene)
    return {
        "svg": pictures.line(scene),
        "years": f"{first}–{last}",
        "legend": legend(rows),
        "columns": [{"label": _("Date")}, {"label": _("What")}, {"label": _("Source")}],
        "rows": table(rows, visits),
    }


def words(rows: Rows, visits: int) -> LineWords:
    return LineWords(
        finding=_("%(partner)s: %(instruments)d instruments and %(visits)d visits on one axis of time")
        % {"partner": rows.partnership, "instruments": len(rows.signed), "visits": visits},
        jubilees=_("Jubilees"),
        districts=_("District level"),
        guests=_("Guests from %(partner)s") % {"partner": rows.there},
        visits=_("Visits"),
        ours=_("%(city)s as guest") % {"city": rows.here},
        today=_("today"),
    )


def jubilees(rows: Rows) -> tuple[Jubilee, ...]:
    since = rows.partnership.since
    if since is None or rows.partnership.status == Status.ENDED:
        return ()
    coming = next_anniversary(since=since, not_before=rows.today)
    until = coming.on.last if coming else rows.today
    found = anniversaries(since=since, not_before=since.first, not_after=until)
    return tuple(Jubilee(one.years, one.on, is_next=one == coming) for one in found)


def instrument_bar(instrument: Instrument, rows: Rows) -> Bar:
    assert instrument.signed is not None
    end = end_of(instrument, rows.partnership.since)
    return Bar(
        label=str(InstrumentKind(instrument.kind).label),
        start=instrument.signed,
        start_label=date_label(instrument.signed),
        end=end,
        end_label=short_day(end) if end and end != instrument.signed else "",
        resting_since=None if end else rows.resting_since,
    )


def end_of(instrument: Instrument, since: PartialDate | None) -> PartialDate | None:
    """When an instrument ended: an earlier partnership with the present one, anything else by its status."""
    assert instrument.signed is not None
    if instrument.kind == InstrumentKind.EARLIER and since and since > instrument.signed:
        return since
    if instrument.status not in {InstrumentStatus.EXPIRED, InstrumentStatus.TERMINATED, InstrumentStatus.SUPERSEDED}:
        return None
    return PartialDate.of(instrument.valid_until) if instrument.valid_until else instrument.signed


def district_bar(partnership: Partnership) -> Bar:
    assert partnership.since is not None
    renewed = partnership.renewed
    marks = (Mark(renewed, _("renewed %(day)s") % {"day": short_day(renewed)}),) if renewed else ()
    return Bar(str(partnership), partnership.since, short_day(partnership.since), marks=marks)


def date_label(when: PartialDate) -> str:
    if when.precision == "month":
        return _("%(month)s, day unknown") % {"month": short_day(when)}
    return short_day(when)


def legend(rows: Rows) -> list[dict[str, str]]:
    found = [
        {"mark": "own", "label": _("day in evidence")},
        {"mark": "hollow", "label": _("day unknown")},
        {"mark": "partner", "label": _("Guests from %(partner)s") % {"partner": rows.there}},
        {"mark": "open", "label": _("direction or day unknown")},
    ]
    if rows.resting_since:
        found.append({"mark": "rest", "label": _("suspended")})
    return found


def table(rows: Rows, visits: list[Activity]) -> list[dict[str, Any]]:
    """Everything that is drawn, the oldest first; many visits are counted by year."""
    lines: list[tuple[date, list[Any]]] = []
    if since := rows.partnership.since:
        source = rows.partnership.source
        lines.append(entry(since, date_label(since), _("Beginning of the partnership"), source))
    for instrument in rows.signed:
        if instrument.signed:
            lines.append(entry(instrument.signed, date_label(instrument.signed), str(instrument), instrument.source))
    for one in rows.districts:
        if one.since:
            lines.append(entry(one.since, short_day(one.since), str(one), one.source))
    lines += by_year(visits, rows.here) if len(visits) > EACH_IN_THE_TABLE else each(visits, rows.here)
    return [{"cells": cells} for _day, cells in sorted(lines, key=lambda line: line[0])]


def entry(on: PartialDate, day: str, what: str, source: str) -> tuple[date, list[Any]]:
    return on.first, [day, what, source or None]


def each(visits: list[Activity], here: str) -> list[tuple[date, list[Any]]]:
    return [
        entry(one.begins, span(one) or "", f"{directions(here)[one.direction]}: {one}", one.source)
        for one in visits
        if one.begins
    ]


def by_year(visits: list[Activity], here: str) -> list[tuple[date, list[Any]]]:
    counts: Counter[tuple[int, str]] = Counter()
    sources: dict[tuple[int, str], dict[str, None]] = {}
    for one in visits:
        if one.begins:
            spot = (one.begins.year, one.direction)
            counts[spot] += one.count
            sources.setdefault(spot, {})[one.source] = None
    return [
        entry(
            PartialDate(year),
            str(year),
            _("%(who)s: %(count)d visits") % {"who": directions(here)[way], "count": count},
            "; ".join(list(sources[year, way])[:2]),
        )
        for (year, way), count in counts.items()
    ]


def directions(here: str) -> dict[str, str]:
    return {
        Direction.IN: _("Guests in %(city)s") % {"city": here},
        Direction.OUT: _("%(city)s as guest") % {"city": here},
        Direction.UNKNOWN: _("direction unknown"),
    }
