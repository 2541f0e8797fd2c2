"""The policy table in words: for the page "Roles and rights" and for the manual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from hospitium.accounts.policy import table
from hospitium.accounts.roles import VISITOR, Role


@dataclass(frozen=True)
class Word:
    """A relation of the table as it is shown: sign, short word and explanation."""

    icon: str
    tone: str
    short: Promise
    meaning: Promise


RELATIONS: Mapping[str, Word] = {
    "any": Word("circle-check", "success", pgettext_lazy("right", "all"), _("every record")),
    "own": Word(
        "key-round",
        "own",
        pgettext_lazy("right", "own unit"),
        _("records that a unit of one's own role looks after, with the units below it"),
    ),
    "department": Word(
        "building-2",
        "info",
        pgettext_lazy("right", "own department"),
        _("records in which one's own department takes part"),
    ),
    "partner": Word(
        "handshake", "partner", pgettext_lazy("right", "own partner"), _("records of the partner whose officer one is")
    ),
    "published": Word("globe", "", pgettext_lazy("right", "published"), _("what is released for publication")),
    "self": Word("user-round", "", pgettext_lazy("right", "oneself"), _("what belongs to one's own account")),
}

RESOURCES: Mapping[str, Promise] = {
    "public": _("Public site"),
    "account": _("Own account"),
    "workspace": _("Workspace"),
    "partner": _("Partners"),
    "partnership": _("Partnerships"),
    "contact": _("Contacts"),
    "instrument": _("Instruments"),
    "interest": _("Needs and offers"),
    "topic": _("Topics"),
    "activity": _("Activities"),
    "promise": _("Promises"),
    "claim": _("Claims"),
    "record": _("The record as a whole"),
    "table": _("Tables"),
    "editorial": _("Editorial pages"),
    "user": _("Accounts"),
    "grant": _("Roles of accounts"),
    "unit": _("Units"),
    "log": _("Log"),
    "outbox": _("Outbox"),
    "policy": _("Roles and rights"),
    "file": _("Files"),
    "filter": _("Saved filters"),
    "year_programme": _("Year programmes"),
    "visit": _("Visits"),
    "venue": _("Venues"),
    "speaker": _("Speakers and hosts"),
    "interpreter": _("Interpreters"),
    "template": _("Templates of visits"),
    "check_limits": _("Rules of the check"),
    "guest_link": _("Guest links"),
    "document": _("Documents"),
    "letterhead": _("Letterheads"),
    "calendar": _("Calendars"),
    "delegation": _("Delegations"),
    "vault": _("Vault"),
    "protocol": _("Ranks and rules of protocol"),
    "gift": _("Gifts"),
    "learning_point": _("Learning points"),
    "retention": _("Data and retention"),
    "round": _("Rounds of staff exchange"),
    "call": _("Calls of staff exchange"),
    "application": _("Applications"),
    "assessment": _("Assessments"),
    "host_offer": _("Offers of hosts"),
    "run": _("Runs of the matching"),
    "placement": _("Placements"),
    "exchange_statistics": _("Statistics of staff exchange"),
}

ACTIONS: Mapping[str, Promise] = {
    "read": pgettext_lazy("action", "read"),
    "use": pgettext_lazy("action", "use"),
    "open": pgettext_lazy("action", "open"),
    "create": pgettext_lazy("action", "enter"),
    "update": pgettext_lazy("action", "change"),
    "export": pgettext_lazy("action", "export"),
    "import": pgettext_lazy("action", "import"),
    "preview": pgettext_lazy("action", "preview"),
    "publish": pgettext_lazy("action", "release for publication"),
    "sign": pgettext_lazy("action", "sign"),
    "state": pgettext_lazy("action", "state and choose"),
    "change_status": pgettext_lazy("action", "change the status"),
    "grant_exception": pgettext_lazy("action", "allow an exception from a suspension"),
    "read_notes": pgettext_lazy("action", "read the sensitivities"),
    "hand_over": pgettext_lazy("action", "make the handover note"),
    "give": pgettext_lazy("action", "give"),
    "withdraw": pgettext_lazy("action", "withdraw"),
    "retry": pgettext_lazy("action", "try again"),
    "agree": pgettext_lazy("action", "agree"),
    "read_internal": pgettext_lazy("action", "read what never leaves the house"),
    "revoke": pgettext_lazy("action", "revoke"),
    "invite": pgettext_lazy("action", "invite"),
    "read_wishes": pgettext_lazy("action", "read wishes for meals and access"),
    "issue_letter": pgettext_lazy("action", "issue letters with a check code"),
    "revoke_letter": pgettext_lazy("action", "revoke letters with a check code"),
    "approve_travel": pgettext_lazy("action", "approve journeys"),
    "log": pgettext_lazy("action", "read who has read what"),
    "prove": pgettext_lazy("action", "read the proofs of erasing"),
    "write": pgettext_lazy("action", "write"),
    "enter": pgettext_lazy("action", "enter for somebody else"),
    "settle": pgettext_lazy("action", "settle"),
    "recommend": pgettext_lazy("action", "recommend"),
    "confirm": pgettext_lazy("action", "confirm"),
    "adopt": pgettext_lazy("action", "adopt"),
    "answer": pgettext_lazy("action", "answer"),
    "place": pgettext_lazy("action", "place by hand"),
    "approve": pgettext_lazy("action", "approve"),
}


@dataclass(frozen=True)
class Line:
    """One action on one resource: the cells stand in the order of the roles."""

    action: object
    cells: list[list[Word]]


@dataclass(frozen=True)
class Section:
    """Everything that can be done with one resource."""

    key: str
    name: object
    lines: list[Line]


def roles() -> list[object]:
    return [pgettext_lazy("role", "Visitor"), *(role.label for role in Role)]


def sections() -> list[Section]:
    """The table in the order of policy.toml."""
    made: dict[str, Section] = {}
    for row, cells in table().items():
        resource, action = row.split(".")
        section = made.setdefault(resource, Section(resource, RESOURCES.get(resource, resource), []))
        order = [cells.get(role, frozenset()) for role in (VISITOR, *Role.values)]
        words = [[RELATIONS[word] for word in RELATIONS if word in cell] for cell in order]
        section.lines.append(Line(ACTIONS.get(action, action), words))
    return list(made.values())


def as_markdown() -> str:
    """The page of the manual, in English."""
    with override("en"):
        parts = ["# Roles and rights", INTRODUCTION, "| word | meaning |", "|---|---|"]
        parts += [f"| {word.short} | {word.meaning} |" for word in RELATIONS.values()]
        for section in sections():
            parts += [
                "",
                f"## {section.name}",
                "",
                "| role | " + " | ".join(str(x.action) for x in section.lines) + " |",
            ]
            parts.append("|---" * (len(section.lines) + 1) + "|")
            for index, role in enumerate(roles()):
                cells = [", ".join(str(word.short) for word in line.cells[index]) or "–" for line in section.lines]
                parts.append(f"| {role} | " + " | ".join(cells) + " |")
    return "\n".join(parts) + "\n"


INTRODUCTION = """
This page is made from the table that decides (`accounts/policy.toml`); it cannot differ from what the system does.
A role has a scope (a unit with the units below it, or a partner) and an end date, two years ahead at most. Nobody can
give or withdraw their own roles. Administrators see no content. What somebody may not see does not exist for them:
such a page answers “not found”. A withdrawn role and a closed account end at the very next request.
"""
