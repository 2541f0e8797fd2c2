"""Every address of the installation, read from the resolver, and the records with which it can be filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from hospitium.accounts.routes import SELF_GUARDED, routes
from hospitium.core.references import reference
from tests.matrix.world import Marks, Thing, World


@dataclass(frozen=True)
class Route:
    """A named address and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]

    @property
    def app(self) -> str:
        return self.name.partition(":")[0]

    @property
    def view(self) -> str:
        return self.name.partition(":")[2]


def patterns(resolver: Any = None, space: str = "", arguments: tuple[str, ...] = ()) -> Iterator[tuple[Any, Route]]:
    """All patterns below a resolver with the route that each makes; the name is empty where it has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        inner = arguments + tuple(pattern.pattern.converters or pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern, deeper, inner)
        elif isinstance(pattern, URLPattern):
            yield pattern, Route(f"{space}{pattern.name}" if pattern.name else "", inner)


# Opened by a link and its cookie, whoever asks; tests/accounts/test_guests.py and the tests of each page ask them.
BY_LINK = (
    "calendars:feed",
    "accounts:guest_door",
    "programme:guest_year",
    "visits:guest_confirmation",
    "delegations:guest_",
    "exchange:guest_",
)


def own_routes() -> list[Route]:
    """The named addresses that stand behind a row of the policy."""
    others = (*SELF_GUARDED, *BY_LINK)
    found = {route for _pattern, route in patterns() if route.name and not route.name.startswith(others)}
    return sorted(found, key=lambda route: (route.name, route.arguments))


# The first word of a view's name says of what kind its record is; these are named otherwise.
KINDS = {
    "exception": "exception",
    "function": "function",
    "city": "partnership",
    "handover": "partnership",
    "file": "file",
    "mail": "mail",
    "users": "user",
    "acquaintance": "contact",
    "note": "partnership",
    "assign": "partnership",
    "status": "partnership",
    "country": "country_rule",
    "table": "upload",
    "learning": "learning_point",
    "evaluation": "evaluated",
    **dict.fromkeys(("after", "settle", "unsettle", "enter", "propose", "thanks", "report"), "delegation"),
}
# Something new is entered below a record of another kind; and two kinds share a word.
PARENTS = {
    "clause_new": "instrument",
    "line_new": "year_programme",
    "function_new": "contact",
    "acquaintance_new": "contact",
    "exception_new": "partnership",
    "grant_new": "user",
    "guest_link_revoke": "guest_link",
    "guest_link_renew": "guest_link",
    "part_new": "item",
    "invitation_new": "item",
    "item_new": "visit",
    "booking_new": "visit",
    "task_new": "visit",
    "cost_new": "visit",
    "release_new": "visit",
    "group_new": "visit",
    "acceptance_withdraw": "acceptance",
    "seating_new": "delegation",
    "journey_new": "delegation",
    "room_new": "delegation",
    "mandate_new": "delegation",
    "mandate_report": "delegation",
    "request_new": "member",
    "gift_limits": "gift_limits",
    "of_visit": "visit",
    "delegation_new": "visit",
    "member_new": "delegation",
    "member_ours": "delegation",
    "order_reset": "delegation",
    "versions": "delegation",
    "wishes_clear": "member",
    "delegations:papers": "delegation",
    "delegations:attendance": "delegation",
    "delegation_list_columns": "member_list",
    "delegation_list_preview": "member_list",
    "question_new": "evaluated",
    "application_new": "call",
    "application_enter": "round",
    "application_assess": "assessable",
    "application_conflict": "assessable",
    "retention:offer": "archive_offer",
    "retention:offer_answer": "archive_offer",
    "retention:offer_package": "archive_offer",
    "offer_new": "round",
    **{f"{kind}_new": "round" for kind in ("eligibility", "criterion", "panel", "window", "quota", "balance", "rate")},
    "portal:call": "public_call",
    "board": "round",
    **dict.fromkeys(("exchange:past_round", "exchange:past_round_edit"), "past_round"),
    "exchange:past_figure": "past_claim",
    "exchange:past_figure_choose": "past_claim",
    "runs": "round",
    "agreements:document": "instrument",
    **dict.fromkeys(("exchange:cost_line_new", "exchange:stay_task_new"), "placement"),
    **dict.fromkeys(("exchange:cost_line_edit", "exchange:cost_line_remove"), "cost_line"),
    **dict.fromkeys(("exchange:stay_task_edit", "exchange:stay_task_remove"), "stay_task"),
    **dict.fromkeys(("exchange:stay_task_done", "exchange:stay_task_reopen"), "stay_task_read"),
    **dict.fromkeys(
        (
            "exchange:stay",
            "exchange:stay_report",
            "exchange:weekly_note_new",
            "exchange:placement_accept",
            "exchange:placement_decline",
        ),
        "own_stay",
    ),
    "exchange:weekly_note": "own_note",
    **dict.fromkeys(("exchange:weekly_note_release", "exchange:weekly_note_back"), "weekly_note"),
    "exchange:suggestion_take_up": "suggestion",
    "documents:document_sealed": "sealed_document",
    "visits:documents": "visit",
    "visits:document_new": "visit",
    "visits:documents_zip": "visit",
    "visits:run_sheet": "visit",
    "visits:run_sheet_worker": "visit",
    "partners:unit_new": "partner",
    "partners:unit_edit": "partner_unit",
}
FIXED = {"language": "de", "year": 2026, "step": "submit", "format": "csv", "list_name": "contacts"}
WORDS = {
    "interchange:table_template": {"target": "activities", "kind": "xlsx"},
    "documents:letterhead_usual": {"format": "docx"},
    "retention:rule": {"name": "mail"},
    "retention:rule_edit": {"name": "mail"},
    "visits:document_new": {"template": "booklet"},
    "exchange:stay_paper": {"kind": "agreement"},
    "delegations:check_code": {"code": "0000-0000-0000-0000"},
    "delegations:delegation_letter_new": {"template": "visa_invitation"},
    "delegations:delegation_letter_sealed": {"template": "visa_invitation"},
    "delegations:delegation_paper_new": {"paper": "participants"},
    "delegations:delegation_paper_sealed": {"paper": "venue_names"},
    "delegations:delegation_attendance_day": {"day": (timezone.localdate() + timedelta(days=30)).isoformat()},
    "delegations:nothing_to_note": {"what": "promises"},
    "delegations:delegation_list_template": {"kind": "xlsx"},
}
STEPS = {"booking": "cancel", "delegation": "name", "partnership": "suspend", "instrument": "return"}


def kind_of(route: Route, world: World) -> str:
    """The kind of record that the argument of a route names."""
    first = route.view.partition("_")[0]
    if route.view in PARENTS or route.name in PARENTS:
        return PARENTS.get(route.name) or PARENTS[route.view]
    if first in world.things or first in KINDS:
        return KINDS.get(first, first)
    rows = routes().get(route.name, {"GET": first})
    return next(iter(rows.values())).partition(".")[0]


def fillings(route: Route, world: World) -> list[tuple[dict[str, Any], Thing | None]]:
    """The arguments for each record that the route can name, with the record; one pair without, if it names none."""
    words = {**FIXED, **WORDS.get(route.name, {})}
    names = [name for name in route.arguments if name not in words]
    fixed = {name: words[name] for name in route.arguments if name in words}
    if not names:
        return [(fixed, None)]
    kind = kind_of(route, world)
    if "step" in fixed:
        fixed["step"] = STEPS.get(kind, fixed["step"])
    if kind not in world.things:
        raise LookupError(f"{route.name}: no record in the world for {names}; tell tests/matrix/addresses.py.")
    return [({**fixed, **arguments_of(names, kind, thing)}, thing) for thing in different(world.things[kind])]


def different(things: list[Thing]) -> list[Thing]:
    """One record for each combination of marks, because that is what the table decides by."""
    found: dict[Any, Thing] = {}
    for thing in things:
        marks = thing.marks
        found.setdefault((thing.row, marks.units, bool(marks.departments), marks.published), thing)
    return list(found.values())


def arguments_of(names: list[str], kind: str, thing: Thing) -> dict[str, Any]:
    record = thing.record
    if kind == "past_claim" and "fact" in names:
        return {"pk": int(record.key), "fact": record.fact}
    if kind == "claim" and "fact" in names:
        return {"kind": record.kind, "key": int(record.key), "fact": record.fact}
    if "grant" in names:
        return {"pk": record.user_id, "grant": record.pk}
    known = {"pk": record.pk, "key": getattr(record, "key", None), "slug": getattr(record, "key", None)}
    known |= {"other": record.pk, "code": getattr(record, "code", None)}
    known["kind"], known["partnership"] = reference(record).kind, known["key"]
    try:
        return {name: known[name] for name in names}
    except KeyError as unknown:
        raise LookupError(f"no value for the argument {unknown} of {kind}; tell tests/matrix/addresses.py.") from None


def address(route: Route, arguments: dict[str, Any]) -> str:
    return reverse(route.name, kwargs=arguments)


__all__ = ["Marks", "Route", "address", "fillings", "own_routes", "patterns"]
