"""Every page of every guest link × the state of the link × method: the right answer, nobody else's data, no change.

The pages are read from the resolver: a new one is covered as soon as PURPOSE_OF in guest_links.py knows its link.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestLink
from hospitium.accounts.routes import routes
from hospitium.partners.models import Partnership, PlanningException
from tests.matrix.addresses import Route
from tests.matrix.guest_links import Door, guest_routes, numbers_of, open_doors, purpose_of, run_out, words_of
from tests.matrix.test_foreign_choices import choices_of, not_offered, refusal
from tests.matrix.test_matrix import WRITES, body
from tests.matrix.test_odd_input import form_of
from tests.matrix.world import TOKEN, World

pytestmark = pytest.mark.django_db
ROUTES = guest_routes()
WITH_NUMBERS = [route for route in ROUTES if numbers_of(route)]
ASKED_ALONE = "guest_email"


@pytest.fixture(scope="module")
def doors(world: World) -> dict[str, dict[str, Door]]:
    return {holder: open_doors(world, holder) for holder in ("a", "b")}


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@contextmanager
def taken_back() -> Iterator[list[str]]:
    """Whatever happens is taken back; the tables into which something was written, the log among them."""
    written: list[str] = []

    def watch(execute, sql, parameters, many, context):
        if match := WRITES.match(sql):
            written.append(match.group(2))
        return execute(sql, parameters, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            yield written
        transaction.set_rollback(True)


def at(route: Route, door: Door, **other: int) -> str:
    numbers = {name: door.numbers[name] for name in numbers_of(route)}
    return reverse(route.name, kwargs={"link": door.link.pk, **words_of(route), **numbers, **other})


def canaries(world: World, response: HttpResponse) -> list[str]:
    return sorted({world.secrets[int(number)].name for number in TOKEN.findall(body(response))})


def of_others(world: World, door: Door, response: HttpResponse) -> list[str]:
    """What a page shows of another office's records that are not out for everybody."""
    shown = [world.secrets[int(number)] for number in TOKEN.findall(body(response))]
    return sorted(
        {one.name for one in shown if one.marks.units and door.holder not in one.marks.units and not one.is_public}
    )


def asked(client: Client, route: Route, url: str) -> list[HttpResponse]:
    """The answers to reading and to sending, where the page takes anything."""
    takes = "POST" in routes()[route.name]
    return [client.get(url), client.head(url), *([client.post(url, {"x": "typed"})] if takes else [])]


# ---- open ----------------------------------------------------------------------------
@pytest.mark.parametrize("holder", ["a", "b"])
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_an_open_link_shows_its_own_and_reading_changes_nothing(route: Route, holder: str, world: World, doors):
    door = doors[holder][purpose_of(route)]
    with taken_back():
        client = door.browser()
        with taken_back() as written:
            shown = client.get(at(route, door))
            answers = [client.head(at(route, door)), client.get(at(route, door), headers={"purpose": "prefetch"})]

    assert shown.status_code in {200, 302}
    assert [one.status_code for one in answers] == [shown.status_code] * 2
    assert of_others(world, door, shown) == []
    assert written == []


# Of which record which texts stand behind a link. What is longer here than before is to be looked at by a person.
PERSON = "academic_title email family_name function given_name organisation own_family_name own_given_name"
TOPIC = "benefit earlier function organisation question title"
# What somebody has to know of the place that they may take.
PLACE = "accommodation clearance mentor_name task title"
SHOWN = {
    "confirmation": {
        "item": "content room title", "part": "level", "partner": "name", "speaker": "name",
        "venue": "address entrance name",
    },
    "consent": {
        "applicant": "name", "application": "benefit question title", "consent": "remark", "round": "name",
        "user": "email",
    },
    "delegation": {"member": PERSON},
    "evaluation": {"question": "text"},
    "host_feedback": {"applicant": "name", "feedback": "text"},
    "host_offer": {
        "applicant": "name", "application": TOPIC, "offer": PLACE, "partner": "name", "round": "name", "user": "email",
    },
    "member": {"member": f"{PERSON} arrival_note emergency_contact phone pronunciation", "wish": "other"},
    "own_application": {
        "applicant": "email name phone", "application": TOPIC, "consent": "email name remark", "offer": PLACE,
        "partner": "name", "round": "name", "user": "email",
    },
    "placement": {
        "applicant": "name", "application": "title", "user": "email",
        "placement": "accommodation cost_rule goals insurance preparation",
    },
    "substitute": {"applicant": "name", "round": "name", "user": "email"},
    "year_programme": {"partner": "name"},
}  # fmt: skip


@pytest.mark.parametrize("purpose", SHOWN)
def test_pages_of_a_link_show_these_texts_and_no_others(purpose: str, world: World, doors):
    """No note, no mark, no cost and no remark of the office; and what is shown is really found."""
    door, shown = doors["a"][purpose], set()
    with taken_back():
        client = door.browser()
        for route in ROUTES:
            if purpose_of(route) == purpose:
                shown |= {tuple(name.split()[::2]) for name in canaries(world, client.get(at(route, door)))}

    assert shown == {(kind, column) for kind, columns in SHOWN[purpose].items() for column in columns.split()}


def test_wishes_are_shown_to_their_owner_in_the_answer_about_all_data_alone(world: World, doors):
    door = doors["a"]["member"]
    with taken_back():
        client = door.browser()
        pages = {
            route.name
            for route in ROUTES
            if purpose_of(route) == "member"
            and any(name.startswith("wish ") for name in canaries(world, client.get(at(route, door))))
        }

    assert pages == {"delegations:guest_member_data"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_other_methods_do_nothing(route: Route, doors):
    door = doors["a"][purpose_of(route)]
    with taken_back():
        client = door.browser()
        with taken_back() as written:
            statuses = {
                method: client.generic(method, at(route, door)).status_code
                for method in ("PUT", "PATCH", "DELETE", "TRACE")
            }

    assert set(statuses.values()) <= {403, 405}
    assert written == []


# ---- shut ----------------------------------------------------------------------------
def expire(door: Door) -> None:
    GuestLink.objects.filter(pk=door.link.pk).update(ends_on=timezone.localdate() - timedelta(days=1))


def revoke(door: Door) -> None:
    GuestLink.objects.filter(pk=door.link.pk).update(revoked_at=timezone.now())


def change_purpose(door: Door) -> None:
    other = "confirmation" if door.link.purpose != "confirmation" else "member"
    GuestLink.objects.filter(pk=door.link.pk).update(purpose=other)


def lose_the_record(door: Door) -> None:
    GuestLink.objects.filter(pk=door.link.pk).update(key="999999999")


def wait_too_long(door: Door) -> None:
    run_out(door, hours=25)


ENDS = [expire, revoke, change_purpose, lose_the_record, wait_too_long]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_link_that_ended_is_shut_where_it_is_open(route: Route, end, world: World, doors):
    door = doors["a"][purpose_of(route)]
    with taken_back():
        client = door.browser()
        end(door)
        with taken_back() as written:
            answers = asked(client, route, at(route, door))

    assert {one.status_code for one in answers} == {404}
    assert [name for one in answers for name in canaries(world, one)] == []
    assert "answer the message; you will get a new link" in answers[0].content.decode()
    assert written == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_the_number_of_a_link_alone_opens_nothing(route: Route, world: World, doors):
    """Neither without a cookie, nor with that of another link under this one's name, nor with one nobody gave out."""
    door, other = doors["a"][purpose_of(route)], doors["b"][purpose_of(route)]
    with taken_back():
        without, exchanged, invented = Client(), Client(), Client()
        exchanged.cookies[cookie_name(door.link.pk)] = other.browser().cookies[cookie_name(other.link.pk)].value
        invented.cookies[cookie_name(door.link.pk)] = "x" * 43
        with taken_back() as written:
            answers = [said for one in (without, exchanged, invented) for said in asked(one, route, at(route, door))]

    assert {one.status_code for one in answers} == {404}
    assert [name for one in answers for name in canaries(world, one)] == []
    assert written == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_session_that_is_over_asks_for_the_address_and_shows_nothing(route: Route, world: World, doors):
    door = doors["a"][purpose_of(route)]
    with taken_back():
        client = door.browser()
        run_out(door, hours=1)
        with taken_back() as written:
            shown, _head, *sent = asked(client, route, at(route, door))

    answers = [shown, *sent]
    assert {one.status_code for one in answers} == {403}
    assert [name for one in answers for name in canaries(world, one)] == []
    assert {f'name="{ASKED_ALONE}"' in one.content.decode() for one in answers} == {True}
    assert written == []


# ---- what is not the guest's ----------------------------------------------------------
@pytest.mark.parametrize("route", WITH_NUMBERS, ids=lambda route: route.name)
def test_the_number_of_anothers_record_is_not_there(route: Route, world: World, doors):
    door, other = doors["a"][purpose_of(route)], doors["b"][purpose_of(route)]
    with taken_back():
        client = door.browser()
        with taken_back() as written:
            urls = [at(route, door, **{name: other.numbers[name]}) for name in numbers_of(route)]
            answers = [one for url in urls for one in asked(client, route, url)]

    # Whoever confirms an import a second time is told that it was done, whatever number the list had.
    told = {302} if route.name == "delegations:guest_delegation_list_preview" else set()
    assert {one.status_code for one in answers} <= {404, *told}
    assert [name for one in answers for name in canaries(world, one)] == []
    assert written == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_forms_of_guests_take_no_record_that_they_did_not_offer(route: Route, doors):
    door, wrong = doors["a"][purpose_of(route)], []
    with taken_back():
        client = door.browser()
        url = at(route, door)
        fields = form_of(client, url)
        for choice in choices_of(client.get(url)).values():
            for value in not_offered(choice):
                with taken_back() as written:
                    response = client.post(url, {**fields, choice.name: value})
                why = refusal(response, choice.name) or ("is refused, and writes" if written else "")
                wrong += [f"{choice.name}={value} {why} {written}"] if why else []

    assert wrong == []


# ---- what is over ---------------------------------------------------------------------
# An evaluation asks about a visit that is over, and names nobody.
NAMING = [one for one in ROUTES if one.app == "delegations" and purpose_of(one) != "evaluation"]


@pytest.mark.parametrize("route", NAMING, ids=lambda route: route.name)
def test_a_suspended_partnership_names_nobody(route: Route, world: World, doors):
    door = doors["a"][purpose_of(route)]
    with taken_back():
        client = door.browser()
        Partnership.objects.update(status="suspended")
        PlanningException.objects.all().delete()
        with taken_back() as written:
            answers = asked(client, route, at(route, door))

    assert [one.status_code for one in answers] == [200, 200, 409][: len(answers)]
    assert [name for one in answers for name in canaries(world, one)] == []
    assert "Please write to the office" in answers[0].content.decode()
    assert written == []
