"""Whose turn it is: visits, persons, nights and cost in both directions, without moralising."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.algorithms.reciprocity import Balance, Direction, Exchange, Side, TurnCode, balance
from hospitium.core import wording
from hospitium.core.charts import Amount, BalanceRow, balance_bars
from hospitium.core.templatetags.wording import tally_text
from hospitium.desk.queries.record import Rows
from hospitium.desk.queries.words import language, span
from hospitium.programme.models import Activity, Format

OUR_CURRENCY = "EUR"


def exchanges_of(activities: list[Activity]) -> list[Exchange]:
    """What took place and has at least a year, as the balance wants it."""
    return [
        Exchange(
            id=str(one.pk),
            direction=Direction(one.direction),
            year=one.begins.year,
            month=one.begins.month,
            visits=one.count,
            persons=one.heads,
            nights=one.nights,
            # Amounts of different currencies are not added up.
            cost=one.cost if one.currency == OUR_CURRENCY else None,
        )
        for one in activities
        if one.begins
    ]


def balance_of(rows: Rows) -> Balance:
    return balance(exchanges=everything(rows))


def everything(rows: Rows) -> list[Exchange]:
    """What took place with this partner: activities, and stays of staff exchange."""
    return [*exchanges_of(rows.done), *rows.stays]


def turn_of(rows: Rows) -> dict[str, Any]:
    """The sentence, the bars with their table, and the facts under them."""
    found = balance_of(rows)
    if not everything(rows):
        return {"is_empty": True}
    sentence = _("The partnership is suspended.") if rows.partnership.is_suspended else sentences(rows)[found.turn.code]
    bars, table = bars_of(rows, found)
    return {
        "sentence": sentence,
        "answer": answer(rows, found),
        "svg": balance_bars(
            rows=bars,
            guests_title=_("Guests in %(city)s") % {"city": rows.here},
            ours_title=_("%(city)s as guest") % {"city": rows.here},
            finding=sentence,
        ),
        "columns": [
            {"label": _("Measure")},
            {"label": _("Guests in %(city)s") % {"city": rows.here}, "numeric": True},
            {"label": _("%(city)s as guest") % {"city": rows.here}, "numeric": True},
            {"label": _("Direction unknown"), "numeric": True},
        ],
        "rows": table,
        "facts": facts(rows, found),
    }


def sentences(rows: Rows) -> dict[TurnCode, str]:
    city = {"partner": rows.there, "city": rows.here}
    return {
        TurnCode.PARTNER_OWES: _("%(partner)s is next to pay a visit.") % city,
        TurnCode.WE_OWE: _("%(city)s is next to pay a visit.") % city,
        TurnCode.EVEN: _("The visits are even."),
        TurnCode.OPEN: _("It cannot be said who is next: the direction of some visits is unknown."),
    }


def answer(rows: Rows, found: Balance) -> str:
    """When each side was last there; empty for a side of which no visit is recorded."""
    last = {way: next((one for one in rows.done if one.begins and one.direction == way), None) for way in ("in", "out")}
    words = {
        "partner": rows.there,
        "city": rows.here,
        "theirs": span(last["in"]) if last["in"] else "",
        "ours": span(last["out"]) if last["out"] else "",
    }
    if last["in"] and last["out"]:
        return _("Last recorded: guests from %(partner)s %(theirs)s, %(city)s as guest %(ours)s.") % words
    if last["in"]:
        return _("Last recorded: guests from %(partner)s %(theirs)s; no visit of ours is recorded.") % words
    if last["out"]:
        return _("Last recorded: %(city)s as guest %(ours)s; no guests are recorded.") % words
    return ""


def bars_of(rows: Rows, found: Balance) -> tuple[list[BalanceRow], list[dict[str, Any]]]:
    bars = [
        BalanceRow(
            _("Visits"),
            Amount(found.guests.visits, number(found.guests.visits)),
            Amount(found.ours.visits, number(found.ours.visits)),
        ),
        BalanceRow(_("Persons"), amount(found.guests), amount(found.ours)),
    ]
    table: list[dict[str, Any]] = [
        {"cells": [_("Visits"), *(number(side.visits) for side in (found.guests, found.ours, found.open))]}
    ]
    for label, name in ((_("Persons"), "persons"), (_("Nights"), "nights"), (_("Cost in euros"), "cost")):
        tallies = [getattr(side, name) for side in (found.guests, found.ours, found.open)]
        table.append({"cells": [label, *(None if one.is_unknown else tally_text(one) for one in tallies)]})
    return bars, table


def amount(side: Side) -> Amount:
    persons = side.persons
    if persons.is_unknown:
        return Amount(None, _("unknown"))
    known = number(persons.known)
    if persons.is_complete:
        return Amount(persons.known, known)
    return Amount(persons.known, _("at least %(known)s") % {"known": known}, has_unknown=True)


def number(value: int) -> str:
    return wording.number(value, language=language())


def facts(rows: Rows, found: Balance) -> list[dict[str, Any]]:
    sides = (
        (_("Guests in %(city)s") % {"city": rows.here}, found.guests, "in"),
        (_("%(city)s as guest") % {"city": rows.here}, found.ours, "out"),
        (_("Direction unknown"), found.open, "unknown"),
    )
    lines: list[dict[str, Any]] = [
        {"label": label, "value": visits_in_words(rows, side, way)} for label, side, way in sides if side.visits
    ]
    if rows.stays:
        lines.append({"label": _("Of these, stays of staff exchange"), "value": number(len(rows.stays))})
    for label, name in ((_("Nights"), "nights"), (_("Cost in euros"), "cost")):
        both = [getattr(found.guests, name), getattr(found.ours, name)]
        is_unknown = all(one.is_unknown or (one.is_complete and not one.known) for one in both)
        value = (
            None
            if is_unknown
            else _("guests %(guests)s, ours %(ours)s")
            % {
                "guests": tally_text(both[0]),
                "ours": tally_text(both[1]),
            }
        )
        lines.append({"label": label, "value": value})
    invited = [one for one in rows.planned if one.format == Format.RETURN_VISIT]
    if invited:
        days = ", ".join(span(one) or _("the days are open") for one in invited)
        lines.append({"label": _("Return visit planned"), "value": days})
    return lines


def visits_in_words(rows: Rows, side: Side, way: str) -> str:
    years = sorted({one.year for one in everything(rows) if one.direction == way})
    words = {"count": side.visits, "first": years[0], "last": years[-1], "years": ", ".join(map(str, years))}
    if len(years) <= 4:
        return ngettext("%(count)d recorded (%(years)s)", "%(count)d recorded (%(years)s)", side.visits) % words
    return (
        ngettext("%(count)d recorded (%(first)d–%(last)d)", "%(count)d recorded (%(first)d–%(last)d)", side.visits)
        % words
    )
