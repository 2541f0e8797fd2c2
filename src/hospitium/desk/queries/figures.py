"""The key figures of a partnership: at most five, each with its source, unknown shown as unknown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.algorithms.coverage import ClauseLife, LifeCode
from hospitium.algorithms.dates import PartialDate, months_range, next_anniversary
from hospitium.core import wording
from hospitium.desk.queries.record import Rows
from hospitium.desk.queries.turn import balance_of
from hospitium.desk.queries.words import language, long_day, short_day
from hospitium.programme.models import Activity

Figure = dict[str, Any]
# A celebration counts as planned when something is in the calendar of that year, or this close to the day.
AROUND_THE_JUBILEE = timedelta(days=90)


def figures_of(rows: Rows, lives: tuple[ClauseLife, ...]) -> list[Figure]:
    found = [jubilee(rows), last_visit(rows), themes(rows, lives), promises(rows), persons(rows)]
    return [figure for figure in found if figure]


def jubilee(rows: Rows) -> Figure | None:
    since = rows.partnership.since
    if since is None:
        return {"value": None, "label": _("since when the partnership exists"), "source": rows.partnership.source}
    coming = next_anniversary(since=since, not_before=rows.today)
    if coming is None or rows.partnership.status == "ended":
        return None
    source = _("Beginning on %(day)s") % {"day": short_day(since)}
    is_planned = any(
        one.begins
        and (one.begins.year == coming.on.year or abs(one.begins.first - coming.on.first) <= AROUND_THE_JUBILEE)
        for one in rows.planned
    )
    words = {"count": coming.years, "day": long_day(coming.on)}
    if is_planned or rows.partnership.is_suspended:
        label = (
            ngettext(
                "to the jubilee of %(count)d year, %(day)s", "to the jubilee of %(count)d years, %(day)s", coming.years
            )
            % words
        )
    else:
        label = (
            ngettext(
                "to the jubilee of %(count)d year, %(day)s. Nothing is planned yet.",
                "to the jubilee of %(count)d years, %(day)s. Nothing is planned yet.",
                coming.years,
            )
            % words
        )
    if coming.on.precision != "day":
        return {"value": str(coming.on.year), "unit": "", "label": label, "source": source}
    days = (coming.on.first - rows.today).days
    unit = ngettext("day", "days", days)
    return {"value": wording.number(days, language=language()), "unit": unit, "label": label, "source": source}


def last_visit(rows: Rows) -> Figure:
    last = rows.last_visit
    if last is None or last.begins is None:
        return {"value": None, "label": _("when the last visit was"), "source": _("no activity is recorded")}
    least, most = months_range(earlier=last.ends or last.begins, later=PartialDate.of(rows.today))
    months = max(0, least)
    value = str(months) if least == most else wording.DASH.join((str(months), str(max(0, most))))
    return {
        "value": value,
        "unit": ngettext("month", "months", max(0, most)),
        "label": _("since the last recorded activity: %(title)s") % {"title": str(last)},
        "url": last.get_absolute_url(),
        "source": last.source or short_day(last.begins),
    }


def themes(rows: Rows, lives: tuple[ClauseLife, ...]) -> Figure | None:
    if not lives:
        return None
    alive = sum(1 for one in lives if one.code == LifeCode.LIVED)
    return {
        "value": str(alive),
        "unit": _("of %(count)d") % {"count": len(lives)},
        "label": _("themes of the instruments with a recorded activity in the last three years"),
        "source": _("Comparison of clauses, as of %(day)s") % {"day": short_day(rows.today)},
    }


def promises(rows: Rows) -> Figure | None:
    if not rows.sees_promises:
        return None
    open_ones = rows.open_promises
    late = sum(1 for one in open_ones if one.due_on and one.due_on < rows.today)
    label = ngettext("promise open", "promises open", len(open_ones))
    if late:
        label = ngettext(
            "promises open, %(count)d of them overdue", "promises open, %(count)d of them overdue", late
        ) % {"count": late}
    return {"value": str(len(open_ones)), "label": label, "source": _("Notes on results")}


def persons(rows: Rows) -> Figure | None:
    dated = [one for one in rows.done if one.begins]
    if not dated:
        return None
    balance = balance_of(rows)
    sides = (balance.guests, balance.ours, balance.open, balance.aside)
    known = sum(side.persons.known for side in sides)
    missing = sum(side.persons.unknown for side in sides)
    first = min(one.begins.year for one in dated if one.begins)
    label = _("persons took part since %(year)d") % {"year": first}
    return {
        "value": None if known == 0 and missing else wording.number(known, language=language()),
        "unit": _("at least") if missing and known else "",
        "label": label,
        "source": missing_words(missing, dated) if missing else sources(dated),
    }


def missing_words(missing: int, dated: list[Activity]) -> str:
    return ngettext(
        "for %(count)d of %(all)d visits no number is recorded",
        "for %(count)d of %(all)d visits no number is recorded",
        missing,
    ) % {"count": missing, "all": sum(one.count for one in dated)}


def sources(dated: list[Activity]) -> str:
    named = list(dict.fromkeys(one.source for one in dated if one.source))
    return "; ".join(named[:2])
