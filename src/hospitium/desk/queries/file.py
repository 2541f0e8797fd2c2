"""The file of one partnership: the head of the page, and everything below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hospitium.accounts.policy import Scope, access_of, judge, may
from hospitium.agreements import rules as agreement_rules
from hospitium.algorithms import graphs
from hospitium.core.models import User
from hospitium.core.records import Button
from hospitium.core.verdicts import Verdict
from hospitium.core.wording import language_name
from hospitium.desk.links import link
from hospitium.desk.queries import clauses, figures, line, lists, network, turn
from hospitium.desk.queries.record import Rows
from hospitium.desk.queries.words import Chip, language, long_day
from hospitium.partners import rules as partner_rules
from hospitium.partners.models import Partnership
from hospitium.partners.states import LIFECYCLE
from hospitium.programme import rules as programme_rules
from hospitium.programme.models import State

LISTS = {
    "activities": "activity.read",
    "instruments": "instrument.read",
    "contacts": "contact.read",
    "year_programmes": "year_programme.read",
    "learning_points": "learning_point.read",
}
SCOPED = ("partnership.read", "instrument.read", "activity.read", "contact.read", "promise.read", "learning_point.read")


@dataclass(frozen=True)
class Sight:
    """What one person may see of a partnership; two people with the same sight see the same file."""

    scopes: tuple[Scope, ...]
    reads_notes: bool
    closes_promises: bool
    # Names of the links that lead somewhere for this person.
    opens: frozenset[str]


def sight_of(user: User, partnership: Partnership) -> Sight:
    access = access_of(user)
    return Sight(
        tuple(access.scope(row) for row in SCOPED),
        bool(partner_rules.may_read_notes(user, partnership)),
        bool(programme_rules.may_update_promises(user, partnership)),
        opens_of(user, partnership),
    )


def lists_of(user: User) -> frozenset[str]:
    return frozenset(name for name, row in LISTS.items() if may(user, row))


def opens_of(user: User, partnership: Partnership) -> frozenset[str]:
    # The unit of this partnership decides nearly always; the others of the same partner cost a query.
    contact = judge(user, "contact.create", unit=partnership.unit)
    verdicts = {
        "contact_new": contact or partner_rules.may_create_contact(user, partnership.partner),
        "instrument_new": agreement_rules.may_create_instrument(user, partnership, partnership.since),
        "activity_new": programme_rules.may_create_activity(user, [partnership], State.DONE),
        "promise_new": programme_rules.may_update_promises(user, partnership),
        "learning_point_new": programme_rules.may_add_learning_point(
            user, partnership=partnership, activity=None, unit=None
        ),
        "partner": may(user, "partner.read"),
    }
    return lists_of(user) | {name for name, verdict in verdicts.items() if verdict}


def warnings_of(rows: Rows, net: graphs.Network) -> list[Chip]:
    """What an officer must see before anything else."""
    found: list[Chip] = []
    since = rows.resting_since
    if rows.partnership.is_suspended:
        text = _("no planning since %(day)s") % {"day": long_day(since)} if since else _("no planning")
        found.append({"text": text, "tone": "paused", "icon": "circle-pause"})
    if rows.sees_contacts and rows.contacts and not any(not one.has_left for one in net.contacts):
        found.append({"text": _("the last counterpart has left"), "tone": "warning", "icon": "user-round-x"})
    if net.months is not None and net.months >= network.QUIET_AFTER:
        found.append(
            {
                "text": ngettext("%(count)d month without contact", "%(count)d months without contact", net.months)
                % {"count": net.months},
                "tone": "warning",
                "icon": "moon-star",
            }
        )
    if {one.code for one in net.findings} & {graphs.FindingCode.SINGLE_POINT}:
        found.append({"text": _("one thread only"), "tone": "warning", "icon": "user-round"})
    return found


def buttons_of(user: User, partnership: Partnership) -> list[Button]:
    """The acts of the page; one that is shut says why."""
    key = partnership.key
    activity = programme_rules.may_create_activity(user, [partnership], State.DONE)
    found = [
        Button(
            _("Handover note"), link("desk:handover", key), "file-text", partner_rules.may_hand_over(user, partnership)
        ),
        Button(
            _("Edit"),
            link("partners:partnership_edit", key),
            "pencil",
            partner_rules.may_edit_partnership(user, partnership),
        ),
        Button(_("Activity"), link("programme:activity_new", partnership=key), "plus", activity, main=True),
    ]
    if partnership.unit_id is None:
        verdict = partner_rules.may_assign_partnership(user, partnership)
        found.insert(0, Button(_("Assign"), link("partners:partnership_assign", key), "users", verdict))
    return [button for button in found if button.url]


def steps_of(user: User, partnership: Partnership) -> list[Button]:
    """Where the status can lead from here, and the exception from a rest."""
    labels = {
        "begin": _("Begin"),
        "fall_asleep": _("Mark as dormant"),
        "wake": _("Mark as active again"),
        "suspend": _("Suspend"),
        "resume": _("Resume"),
        "end": _("End the partnership"),
    }
    icons = {"suspend": "circle-pause", "end": "circle-x", "fall_asleep": "moon-star"}
    found = [
        Button(
            labels[step],
            link("partners:partnership_status", partnership.key, step),
            icons.get(step, "circle-check"),
            partner_rules.may_change_status(user, partnership, step),
        )
        for step in LIFECYCLE.open_steps(partnership.status)
    ]
    if partnership.is_suspended:
        verdict: Verdict = partner_rules.may_grant_exception(user, partnership)
        address = link("partners:exception_new", partnership.key)
        found.append(Button(_("Grant an exception"), address, "key-round", verdict))
    return [button for button in found if button.url]


def tabs_of(user: User, partnership: Partnership, here: str) -> list[dict[str, Any]]:
    """Links to the parts of the file, each with an address of its own."""
    key, links = partnership.key, links_of(partnership, lists_of(user))
    tabs = (
        ("file", pgettext("of a partnership", "File"), link("desk:partnership", key)),
        ("instruments", _("Instruments"), links["instruments"]),
        ("activities", _("Activities"), links["activities"]),
        ("year_programmes", _("Year programmes"), links["year_programmes"]),
        ("contacts", _("Contacts"), links["contacts"]),
        ("history", _("History"), link("desk:partnership_history", key)),
    )
    return [{"label": label, "url": url, "current": name == here} for name, label, url in tabs if url]


def facts_of(partnership: Partnership) -> list[dict[str, Any]]:
    """The line under the name: level, kind, who looks after it, who bears which cost."""
    rule = partnership.cost_rule.here
    return [
        {"label": _("Level"), "value": level(partnership)},
        {"label": _("Kind"), "value": partnership.get_kind_display()},
        {"label": _("Looked after by"), "value": str(partnership.unit) if partnership.unit else None},
        {"label": _("Cost rule"), "value": rule.text or None, "lang": rule.language if rule.is_foreign else ""},
    ]


def level(partnership: Partnership) -> str:
    if partnership.home_district:
        return str(partnership.home_district)
    return str(partnership.partner.get_level_display())


def body_of(rows: Rows, sight: Sight) -> dict[str, Any]:
    """Everything below the head, ready for the template."""
    lives = clauses.lives_of(rows)
    net = network.network_of(contacts=rows.contacts, today=rows.today)
    promised = lists.promise_lines(rows.open_promises, rows)
    return {
        "rows": rows,
        "partnership": rows.partnership,
        "own_language": language_name(rows.partnership.partner.own_language, language=language()),
        "warnings": warnings_of(rows, net),
        "figures": figures.figures_of(rows, lives),
        "line": line.line_of(rows),
        "coverage": clauses.coverage_of(rows, lives, clauses.districts_of(rows)),
        "network": network.panel_of(rows, net),
        "turn": turn.turn_of(rows),
        "promises": promised if sight.closes_promises else [{**one, "act_url": ""} for one in promised],
        "learning_points": lists.learning_lines(rows.learning_points, rows),
        "conflicts": lists.conflicts(rows),
        "instruments": lists.instruments(rows),
        "contacts": lists.contacts(rows),
        "activities": lists.activities(rows),
        "statuses": lists.statuses(rows),
        "exceptions": [one for one in rows.exceptions if one.is_valid_on(rows.today)],
        "districts": lists.districts(rows),
        "sources": lists.sources(rows),
        "links": links_of(rows.partnership, sight.opens),
        "year": rows.today.year,
    }


def links_of(partnership: Partnership, opens: frozenset[str]) -> dict[str, str]:
    """The addresses that lead on from the file; "" for those that are shut to this person."""
    key = partnership.key
    links = {
        "activities": link("programme:activities", partner=key),
        "instruments": link("agreements:instruments", partner=key),
        "contacts": link("partners:contacts", partner=partnership.partner.key),
        "year_programmes": link("programme:year_programmes", partner=key),
        "contact_new": link("partners:contact_new", partner=partnership.partner.pk),
        "instrument_new": link("agreements:instrument_new", partnership=key),
        "activity_new": link("programme:activity_new", partnership=key),
        "promise_new": link("programme:promise_new", partnership=key),
        "learning_points": link("programme:learning_points", partner=key),
        "learning_point_new": link("programme:learning_point_new", partnership=key),
        "partner": link("partners:partner", partnership.partner.key),
    }
    return {name: address if name in opens else "" for name, address in links.items()}
