"""Records that a form offers, and those that somebody writes into it who looks at no form.

The addresses are the business of test_matrix.py; here it is what stands in the body. No form offers a record that the
person may not read, or one of another visit, delegation or round; and none takes one that it has not offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client

from hospitium.accounts.routes import routes
from tests.matrix.addresses import Route, address, fillings, own_routes
from tests.matrix.test_matrix import fingerprint, is_within, watched
from tests.matrix.test_odd_input import form_of
from tests.matrix.world import ACTORS, ROWS, Actor, Thing, World, reaches
from tests.vault.confirmed import confirm

pytestmark = pytest.mark.django_db
ROUTES = [one for one in own_routes() if "POST" in routes().get(one.name, {})]
WHO = [one for one in ACTORS if one.key in {"officer_a", "head_a", "department_1", "employee", "administrator"}]
# Choosing one of these would tie the record to something of somebody else.
PARENTS = ("visit", "delegation", "round")
# Numbers of records that stand in the names of fields.
NAMED = {"offer": "exchange.hostoffer", "mark": "exchange.criterion", "rank": "exchange.application"}
NAME = re.compile(r"^(offer|mark|rank)_(\d+)$")
# Fields of plain choices whose values are records.
PLAIN = {("PlaceByHand", "offer"): "exchange.hostoffer", ("LockPair", "place"): "exchange.hostoffer"}
PLAIN |= {(form, "paper"): "documents.letterhead" for form in ("Letters", "IssueLetters")}
PLAIN |= {("IssueLetters", "recipients"): "delegations.member"}
# Units and colleagues are named to everybody in the house, whoever may look into their records.
NAMED_IN_THE_HOUSE = {"accounts.unit", "core.user"}
# A host ranks people by their codes alone, and does not read their applications.
BY_CODE = {"exchange:offer_ranking"}


@dataclass(frozen=True)
class Choice:
    """A field of a form that was shown: the records it offers, by the value that is sent for each."""

    name: str
    model: type[models.Model]
    offered: frozenset[int]
    value: str = "pk"


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    made = {}
    for actor in WHO:
        client = Client(raise_request_exception=False)
        client.cookies["language"] = "en"
        client.force_login(world.users[actor.key])
        confirm(client, world.users[actor.key], seconds_ago=-86_400)
        made[actor.key] = client
    return made


@pytest.fixture(scope="module")
def known(world: World) -> dict[tuple[str, int], list[Thing]]:
    """Every record of the world by model and number, with the marks that decide who reads it."""
    found: dict[tuple[str, int], list[Thing]] = {}
    for things in world.things.values():
        for thing in things:
            found.setdefault((thing.record._meta.label_lower, thing.record.pk), []).append(thing)
    return found


def shown_forms(response: HttpResponse) -> Iterator[forms.BaseForm]:
    for context in getattr(response, "context", None) or ():
        for layer in context.dicts if hasattr(context, "dicts") else [context]:
            yield from (value for value in layer.values() if isinstance(value, forms.BaseForm))


def choices_of(response: HttpResponse) -> dict[str, Choice]:
    """The fields of the forms on a page in which a record is chosen."""
    found: dict[str, Choice] = {}
    for form in shown_forms(response):
        for name, field in form.fields.items():
            model = PLAIN.get((type(form).__name__, name))
            if isinstance(field, forms.ModelChoiceField):
                rows = field.queryset
                found[name] = Choice(name, rows.model, frozenset(rows.values_list("pk", flat=True)),
                                     getattr(field, "to_field_name", None) or "pk")  # fmt: skip
            elif model:
                numbers = {int(key) for key, _label in field.choices if str(key).isdecimal()}
                found[name] = Choice(name, apps.get_model(model), frozenset(numbers))
            elif (match := NAME.match(name)) and isinstance(field, forms.IntegerField | forms.ChoiceField):
                kind = apps.get_model(NAMED[match.group(1)])
                found[name] = Choice(name, kind, frozenset({int(match.group(2))}))
    return found


def parents_of(record: models.Model) -> dict[str, int]:
    """The visit, the delegation and the round to which a record belongs, as far as its columns say."""
    found: dict[str, int] = {}
    for name in PARENTS:
        if record._meta.model_name == name:
            found[name] = record.pk
        elif isinstance(pk := getattr(record, f"{name}_id", None), int):
            found[name] = pk
    if "delegation" in found and "visit" not in found:
        delegation = apps.get_model("delegations.delegation").objects.get(pk=found["delegation"])
        found["visit"] = delegation.visit_id
    return found


def is_foreign(record: models.Model, thing: Thing | None) -> bool:
    """Does the record belong to another visit, delegation or round than the one of the address?"""
    here = parents_of(thing.record) if thing else {}
    there = {name: getattr(record, f"{name}_id", None) for name in PARENTS}
    return any(there[name] is not None and name in here and here[name] != there[name] for name in PARENTS)


def wrongly_offered(actor: Actor, route: Route, thing: Thing | None, choice: Choice, known: Any) -> list[str]:
    label, wrong = choice.model._meta.label_lower, []
    for record in choice.model._default_manager.filter(pk__in=choice.offered):
        marked = known.get((label, record.pk), [])
        unreadable = marked and not any(reaches(actor, one.row, one.marks) for one in marked)
        if unreadable and label not in NAMED_IN_THE_HOUSE and route.name not in BY_CODE:
            wrong.append(f"{choice.name} offers {record.pk}, which {actor.key} may not read")
        if is_foreign(record, thing):
            wrong.append(f"{choice.name} offers {record.pk} of another {parents_of(record)}")
    return wrong


def not_offered(choice: Choice) -> list[str]:
    """Values of records that the form has not offered; the first and the last, which are of different offices."""
    others = choice.model._default_manager.exclude(pk__in=choice.offered).order_by("pk")
    values = [str(getattr(one, choice.value)) for one in others]
    return list(dict.fromkeys([*values[:1], *values[-1:]]))


def refusal(response: HttpResponse, name: str) -> str:
    """Why an answer is no refusal of this field; "" when it is one."""
    if response.status_code in {400, 403, 404, 409}:
        return ""
    if response.status_code != 422:
        return f"is answered with {response.status_code}"
    found = [form for form in shown_forms(response) if name in form.errors]
    return "" if found else "is refused for another reason"


def pages(world: World, clients: dict[str, Client], route: Route) -> Iterator[tuple[Actor, Thing | None, str]]:
    row = routes()[route.name]["POST"]
    for arguments, thing in fillings(route, world):
        able = [one for one in WHO if one.holds in ROWS[row] and is_within(one, row, thing)]
        # What an officer is offered, the head of the same office is, too.
        for actor in [one for one in able if one.key != "head_a" or len(able) == 1]:
            yield actor, thing, address(route, arguments)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_forms_offer_what_is_ones_own_and_take_nothing_else(
    route: Route, world: World, clients: dict[str, Client], known: Any
):
    wrong = []
    for actor, thing, url in pages(world, clients, route):
        page = clients[actor.key].get(url)
        fields = form_of(clients[actor.key], url)
        for choice in choices_of(page).values():
            wrong += [f"{url} {what}" for what in wrongly_offered(actor, route, thing, choice, known)]
            if NAME.match(choice.name):
                continue
            for value in not_offered(choice):
                with transaction.atomic(), watched() as written:
                    response = clients[actor.key].post(url, {**fields, choice.name: value})
                    transaction.set_rollback(True)
                why = refusal(response, choice.name) or ("is refused, and writes" if written else "")
                wrong += [f"{url} as {actor.key}: {choice.name}={value} {why} {written}"] if why else []

    assert "\n".join(wrong) == ""


FOUND = {
    "calendars:subscription_new": set(),
    "delegations:delegation_letter_new": {"recipients", "rule", "paper"},
    "delegations:gift_edit": {"partner", "visit", "unit"},
    "delegations:journey_new": {"members"},
    "delegations:mandate_edit": {"member"},
    "delegations:member_edit": {"rank"},
    "delegations:room_new": {"hotel", "guests"},
    "delegations:seating_edit": {"item"},
    "exchange:application_place": {"offer"},
    "exchange:offer_order": {"application"},
    "exchange:round_edit": {"unit", "officer"},
    "exchange:stay_task_new": {"owner"},
    "programme:line_edit": {"unit", "topic"},
    "visits:cost_new": {"item"},
    "visits:item_edit": {"venue", "groups", "interpreters"},
}


@pytest.mark.parametrize("name", FOUND)
def test_the_search_finds_fields(name: str, world: World, clients: dict[str, Client]):
    """What is looked at above is there: on these pages these fields are found."""
    route = next(one for one in ROUTES if one.name == name)
    actor, _thing, url = next(pages(world, clients, route))

    assert set(choices_of(clients[actor.key].get(url))) >= FOUND[name]


# ---- what is sent without a form of ours ---------------------------------------------
def foreign(world: World, kind: str) -> Any:
    """A record of the other office."""
    return next(one.record for one in world.things[kind] if one.marks.units == {"b"})


def someone_elses_filter(world: World) -> Any:
    return next(one.record for one in world.things["filter"] if one.marks.owner == "officer_b")


BARE = {
    "delegations:seating_take": lambda world: {"number": "2", "person": f"member-{foreign(world, 'member').pk}"},
    "delegations:delegation_attendance_day": lambda world: {
        "member": str(foreign(world, "member").pk), "state": "present",
    },
    "programme:year_programme_take": lambda world: {
        "need": str(world.things["interest"][1].record.pk), "offer": str(world.things["interest"][-1].record.pk),
    },
    "visits:proposal_adopt": lambda world: {"items": f"{foreign(world, 'item').pk}:1"},
    "visits:interpreting": lambda world: {
        f"item-{foreign(world, 'item').pk}": str(foreign(world, "booking").interpreter_id),
        f"seen-{foreign(world, 'item').pk}": "",
    },
    "partners:contacts": lambda world: {"forget": str(someone_elses_filter(world).pk)},
}  # fmt: skip


@pytest.mark.parametrize("name", BARE)
def test_numbers_of_others_in_a_body_change_nothing(name: str, world: World, clients: dict[str, Client]):
    found = [one for one in ROUTES if one.name == name]
    assert found, f"{name} takes no POST"
    for actor, _thing, url in pages(world, clients, found[0]):
        if actor.key != "officer_a":
            continue
        before = fingerprint()
        with transaction.atomic():
            response = clients[actor.key].post(url, BARE[name](world))
            after = fingerprint()
            transaction.set_rollback(True)

        assert (response.status_code < 500, after == before) == (True, True), url
