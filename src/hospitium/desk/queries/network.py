"""Who knows whom: the contacts as offices, how long they have been quiet, and where all hangs by one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.algorithms import graphs
from hospitium.algorithms.dates import PartialDate
from hospitium.core.charts import EgoNode, EgoRing
from hospitium.desk import pictures
from hospitium.desk.links import link
from hospitium.desk.queries.record import Rows
from hospitium.partners.models import Contact, ContactFunction

QUIET_AFTER = 12
RINGS = (3, 12, 24)
MOST_NODES = 7
NO_OFFICE = "?"


def network_of(*, contacts: Sequence[Contact], today: date) -> graphs.Network:
    """The state of the contacts on the day. Only colleagues who can still sign in count as being in the house."""
    people = [graphs.Contact(str(one.pk), tuple(function(row) for row in one.functions.all())) for one in contacts]
    known = [
        graphs.Acquaintance(str(row.user_id), str(one.pk), last_day(row.last_contact or one.last_contact, today))
        for one in contacts
        for row in one.acquaintances.all()
    ]
    colleagues = {
        str(row.user_id) for one in contacts for row in one.acquaintances.all() if row.user and row.user.is_active
    }
    net = graphs.network(
        contacts=people, acquaintances=known, colleagues=colleagues, today=today, quiet_after=QUIET_AFTER
    )
    return without_succeeded(net, {str(one.pk) for one in contacts if one.successor_id})


def without_succeeded(net: graphs.Network, succeeded: set[str]) -> graphs.Network:
    """No successor is missed where somebody wrote one down, whichever post that person holds."""
    missing = graphs.FindingCode.LEFT_WITHOUT_SUCCESSOR
    findings = tuple(one for one in net.findings if one.code != missing or one.contact not in succeeded)
    return replace(net, findings=findings)


def function(row: ContactFunction) -> graphs.Function:
    return graphs.Function(
        office_of(row),
        row.function,
        row.begins.first if row.begins else None,
        row.ends.last if row.ends else None,
    )


def office_of(row: ContactFunction) -> str:
    if row.unit_id and row.unit:
        return str(row.unit)
    return row.organisation or row.function or NO_OFFICE


def last_day(when: PartialDate | None, today: date) -> date | None:
    return min(when.last, today) if when else None


def panel_of(rows: Rows, net: graphs.Network) -> dict[str, Any]:
    """The picture, its table and at most three warnings, the most pressing first."""
    if not rows.contacts:
        return {"is_empty": True}
    nodes = [*own_nodes(rows), *partner_nodes(net)]
    return {
        "svg": pictures.ego(_("Desk"), tuple(nodes), tuple(ring(months) for months in RINGS), finding(rows, net)),
        "columns": [{"label": _("Office")}, {"label": _("Side")}, {"label": _("Last contact")}],
        "rows": [
            {
                "cells": [
                    node.label,
                    rows.here if node.side == "own" else rows.there,
                    months_ago(node.months) if node.months is not None else None,
                ]
            }
            for node in all_nodes(rows, net)
        ],
        "warnings": warnings(rows, net),
    }


def ring(months: int) -> EgoRing:
    label = ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return EgoRing(months, label, is_limit=months == QUIET_AFTER)


def finding(rows: Rows, net: graphs.Network) -> str:
    near = sum(1 for one in net.contacts if one.months is not None and one.months <= RINGS[0])
    return ngettext(
        "%(near)d of %(count)d contact in %(partner)s was met within three months.",
        "%(near)d of %(count)d contacts in %(partner)s were met within three months.",
        len(net.contacts),
    ) % {"near": near, "count": len(net.contacts), "partner": rows.there}


def all_nodes(rows: Rows, net: graphs.Network) -> list[EgoNode]:
    return [*units(rows), *(office_node(one) for one in net.offices)]


def own_nodes(rows: Rows) -> list[EgoNode]:
    return sorted(units(rows), key=lambda node: (node.months is None, node.months or 0, node.label))[:MOST_NODES]


def units(rows: Rows) -> list[EgoNode]:
    """Our units, by the latest contact of anybody in them."""
    last: dict[str, int | None] = {}
    for one in rows.contacts:
        for row in one.acquaintances.all():
            if row.user_id not in rows.unit_names:
                continue
            unit = rows.unit_names[row.user_id]
            months = months_since(row.last_contact or one.last_contact, rows.today)
            before = last.get(unit)
            last[unit] = months if before is None else before if months is None else min(before, months)
    return [EgoNode(unit, months_ago(months), months, "own") for unit, months in last.items()]


def partner_nodes(net: graphs.Network) -> list[EgoNode]:
    """The offices that matter for a look: those where the counterpart has left first, then the nearest."""
    nodes = [office_node(one) for one in net.offices if one.id != NO_OFFICE]
    nodes.sort(key=lambda node: (not node.has_left, node.months is None, node.months or 0, node.label))
    gone = [node for node in nodes if node.has_left][:2]
    return [*gone, *[node for node in nodes if not node.has_left]][:MOST_NODES]


def office_node(office: graphs.OfficeState) -> EgoNode:
    has_left = not office.contacts
    note = _("the counterpart has left") if has_left else months_ago(office.months)
    return EgoNode(office.id, note, office.months, "partner", has_left=has_left)


def months_since(when: PartialDate | None, today: date) -> int | None:
    last = last_day(when, today)
    if last is None:
        return None
    return (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)


def months_ago(months: int | None) -> str:
    if months is None:
        return _("last contact unknown")
    if months == 0:
        return _("this month")
    return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}


def warnings(rows: Rows, net: graphs.Network) -> list[dict[str, str]]:
    """One sentence for each kind of finding, most pressing first; names only while there are few."""
    groups: dict[graphs.FindingCode, list[graphs.Finding]] = {}
    for one in net.findings:
        groups.setdefault(one.code, []).append(one)
    names = {str(one.pk): str(one) for one in rows.contacts}
    people = {str(row.user_id): row.user.name for one in rows.contacts for row in one.acquaintances.all() if row.user}
    found = []
    for code, group in groups.items():
        told = group if len(group) == 1 else []
        text = in_one(told[0], names, people) if told else in_many(code, len(group))
        url = link("partners:contact", told[0].contact) if told and told[0].contact else ""
        found.append({"text": text, "tone": "warning", "icon": icons(code), "url": url})
    return found[:3]


def icons(code: graphs.FindingCode) -> str:
    quiet = {graphs.FindingCode.QUIET, graphs.FindingCode.LAST_CONTACT_UNKNOWN}
    return "moon-star" if code in quiet else "user-round-x"


def in_one(one: graphs.Finding, names: dict[str, str], people: dict[str, str]) -> str:
    words = {
        "contact": names.get(one.contact or "", ""),
        "office": one.office or "",
        "colleague": people.get(one.colleague or "", ""),
        "count": one.months or 0,
    }
    sentences = {
        graphs.FindingCode.LEFT_WITHOUT_SUCCESSOR: _("%(contact)s has left; no successor is known."),
        graphs.FindingCode.OFFICE_LOST: _("%(office)s: the last counterpart has left."),
        graphs.FindingCode.NOBODY_KNOWS: _("%(contact)s: nobody here knows this contact any more."),
        graphs.FindingCode.SINGLE_POINT: _("%(office)s: only %(colleague)s knows anybody there."),
        graphs.FindingCode.QUIET: ngettext(
            "%(contact)s: no contact for %(count)d month.",
            "%(contact)s: no contact for %(count)d months.",
            one.months or 0,
        ),
        graphs.FindingCode.LAST_CONTACT_UNKNOWN: _("%(contact)s: when the last contact was is not noted."),
    }
    return sentences[one.code] % words


def in_many(code: graphs.FindingCode, count: int) -> str:
    sentences = {
        graphs.FindingCode.LEFT_WITHOUT_SUCCESSOR: ngettext(
            "%(count)d contact has left without a successor.",
            "%(count)d contacts have left without a successor.",
            count,
        ),
        graphs.FindingCode.OFFICE_LOST: ngettext(
            "In %(count)d office the last counterpart has left.",
            "In %(count)d offices the last counterpart has left.",
            count,
        ),
        graphs.FindingCode.NOBODY_KNOWS: ngettext(
            "%(count)d contact is known to nobody here any more.",
            "%(count)d contacts are known to nobody here any more.",
            count,
        ),
        graphs.FindingCode.SINGLE_POINT: ngettext(
            "In %(count)d office all hangs on one colleague.", "In %(count)d offices all hangs on one colleague.", count
        ),
        graphs.FindingCode.QUIET: ngettext(
            "No contact with %(count)d person for a year or longer.",
            "No contact with %(count)d persons for a year or longer.",
            count,
        ),
        graphs.FindingCode.LAST_CONTACT_UNKNOWN: ngettext(
            "For %(count)d contact the last meeting is not noted.",
            "For %(count)d contacts the last meeting is not noted.",
            count,
        ),
    }
    return sentences[code] % {"count": count}
