"""Every address × method × role × relation: does the answer follow the policy table, and does no record leak?

New addresses are covered as soon as they stand in the resolver; nothing has to be entered here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from hospitium.accounts import policy
from hospitium.accounts.routes import routes
from hospitium.partners.models import Partnership
from tests.matrix.addresses import Route, address, fillings, own_routes
from tests.matrix.world import ACTORS, ANONYMOUS, ROWS, TOKEN, WORD, Actor, Thing, World, may_read, reaches
from tests.vault.confirmed import confirm

pytestmark = pytest.mark.django_db
ROUTES = own_routes()
# Sessions, form keys and counts are no records; the log may note that something was taken out of the house.
NO_RECORDS = {"django_session", "core_cache", "core_event", "core_mention", "core_formkey"}
WRITES = re.compile(r'^\s*(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.IGNORECASE)
VARIANTS = ("?export=csv", "?export=xlsx", f"?q={WORD}", f"?text={WORD}")


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    """A browser for each actor; they signed in before their role ended or their account was closed."""
    made = {}
    for actor in ACTORS:
        client = Client(raise_request_exception=False)
        client.cookies["language"] = "de"
        if actor != ANONYMOUS:
            user = world.users[actor.key]
            user.is_active = True
            client.force_login(user)
            # Dated ahead, because the matrix takes longer than a confirmation counts.
            confirm(client, user, seconds_ago=-86_400)
        made[actor.key] = client
    return made


def is_listed(route: Route, method: str) -> bool:
    return method in routes().get(route.name, {})


def row_of(route: Route, method: str) -> str:
    return routes()[route.name][method]


@contextmanager
def watched() -> Iterator[list[str]]:
    """The tables into which something was written."""
    written: list[str] = []

    def watch(execute, sql, parameters, many, context):
        match = WRITES.match(sql)
        if match and match.group(2) not in NO_RECORDS:
            written.append(match.group(2))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield written


def fingerprint() -> dict[str, str]:
    """A checksum of each table that holds records."""
    sums = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in NO_RECORDS or not model._meta.managed:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608
            sums[table] = sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return sums


@pytest.fixture(scope="module")
def records(world: World, clients: dict[str, Client]) -> dict[str, str]:
    """The records as they are before anybody asks; no test may change one, so each compares with these."""
    return fingerprint()


def body(response) -> str:
    """All that the answer says: head, text, and the parts of a packed table."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    said = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return said + content.decode("utf-8", "replace")


def leaks(world: World, actor: Actor, response) -> list[str]:
    """The names of the fields whose canaries the answer shows and the actor may not read."""
    shown = {int(number) for number in TOKEN.findall(body(response))}
    return [world.secrets[number].name for number in sorted(shown) if not may_read(actor, world.secrets[number])]


def is_at_the_login(response) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/account/login/")


def wrong_status(actor: Actor, row: str, thing: Thing | None, response) -> str:
    """What is wrong with the status of an answer, if anything."""
    status = response.status_code
    if status >= 500:
        return "breaks"
    if not actor.is_signed_in and row != "public.read":
        return "" if is_at_the_login(response) else "should be led to the login"
    if actor.holds not in ROWS[row]:
        return "" if status == 403 else "should be 403"
    if is_within(actor, row, thing):
        return "" if status not in {403, 404} and not is_at_the_login(response) else "should be open"
    readable = row != "public.read" and reaches(actor, thing.row, thing.marks)
    expected = {403, 404, 409} if readable else {404}
    return "" if status in expected else f"should be one of {sorted(expected)}"


def is_within(actor: Actor, row: str, thing: Thing | None) -> bool:
    """May the actor do this to the record, which means to see it, too?"""
    if thing is None or not reaches(actor, row, thing.marks):
        return thing is None
    return row == "public.read" or reaches(actor, thing.row, thing.marks)


def questions(world: World, clients: dict[str, Client], route: Route, row: str) -> Iterator[tuple[str, Thing | None]]:
    """The addresses to try with their records; a list also as a file and as a search, where it has these."""
    for arguments, thing in fillings(route, world):
        url = address(route, arguments)
        yield url, thing
        if thing is None:
            able = next(actor for actor in ACTORS if actor.is_signed_in and actor.holds in ROWS[row])
            plain = body(clients[able.key].get(url))
            for variant in VARIANTS:
                if has_another_answer(plain, body(clients[able.key].get(url + variant))):
                    yield url + variant, thing


def has_another_answer(plain: str, other: str) -> bool:
    """Does the parameter matter? Keys of forms and the address itself are different in every answer."""
    return "attachment" not in plain[:600] and ("attachment" in other[:600] or abs(len(plain) - len(other)) > 200)


def askers(row: str, position: int) -> list[Actor]:
    """Who asks: everybody for the first record; whom the door treats alike need not ask for the others."""
    if position == 0:
        return ACTORS
    if row == "public.read":
        return [actor for actor in ACTORS if actor.key in {"anonymous", "employee", "guest_1", "officer_b"}]
    return [actor for actor in ACTORS if actor.holds in ROWS[row]]


def described(method: str, actor: Actor, url: str, response, what: str) -> str:
    return f"{method} {url} as {actor.key}: {response.status_code}, {what}"


def answering(method: str) -> list[Route]:
    """The addresses that the tables give this method; the others are the inventory's business."""
    return [route for route in ROUTES if is_listed(route, method)]


@pytest.mark.parametrize("route", answering("GET"), ids=lambda route: route.name)
def test_reading_follows_the_table(world: World, clients: dict[str, Client], records: dict[str, str], route: Route):
    row, wrong, shut = row_of(route, "GET"), [], []
    for position, (url, thing) in enumerate(questions(world, clients, route, row)):
        for actor in askers(row, position):
            with watched() as written:
                response = clients[actor.key].get(url)
            problem = wrong_status(actor, row, thing, response)
            if "export=" in url and response.status_code in {403, 409}:
                problem = ""  # who may see a list may not always take it out
            if problem == "should be open" and thing is None and response.status_code == 404:
                shut.append(described("GET", actor, url, response, problem))
                problem = ""
            elif is_within(actor, row, thing) and thing is None and response.status_code < 400:
                wrong += shut
            found = [problem] if problem else []
            found += [f"shows {name}" for name in leaks(world, actor, response)]
            found += [f"writes {table}" for table in written]
            wrong += [described("GET", actor, url, response, what) for what in found]

    assert "\n".join(wrong) == ""
    assert fingerprint() == records


@pytest.mark.any_database
@pytest.mark.parametrize("route", answering("POST"), ids=lambda route: route.name)
def test_writing_without_the_right_changes_nothing(
    world: World, clients: dict[str, Client], records: dict[str, str], route: Route
):
    row, wrong = row_of(route, "POST"), []
    for position, (arguments, thing) in enumerate(fillings(route, world)):
        url = address(route, arguments)
        for actor in askers(row, position):
            if actor.is_signed_in and actor.holds in ROWS[row] and is_within(actor, row, thing):
                continue
            with watched() as written:
                response = clients[actor.key].post(url, typed(world))
            problem = wrong_status(actor, row, thing, response)
            found = [problem] if problem else []
            found += [f"shows {name}" for name in leaks(world, actor, response)]
            found += [f"writes {table}" for table in written]
            wrong += [described("POST", actor, url, response, what) for what in found]

    assert "\n".join(wrong) == ""
    assert fingerprint() == records


@pytest.mark.parametrize("route", answering("POST"), ids=lambda route: route.name)
def test_writing_with_the_right_is_answered(world: World, clients: dict[str, Client], route: Route):
    row = row_of(route, "POST")
    able = [
        (actor, address(route, arguments))
        for arguments, thing in fillings(route, world)
        for actor in ACTORS
        if actor.is_signed_in and actor.holds in ROWS[row] and is_within(actor, row, thing)
    ]
    actor, url = able[0]

    with transaction.atomic():
        response = clients[actor.key].post(url, {"form_key": ""})
        found = leaks(world, actor, response)
        transaction.set_rollback(True)

    assert response.status_code in {200, 204, 302, 303, 400, 409, 422}
    assert found == []


@pytest.mark.any_database
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_other_methods_are_shut(world: World, clients: dict[str, Client], route: Route):
    arguments, _thing = fillings(route, world)[0]
    url = address(route, arguments)
    shut = [method for method in ("GET", "POST", "PUT", "DELETE") if not is_listed(route, method)]

    with watched() as written:
        answers = {method: clients["head_a"].generic(method, url).status_code for method in shut}

    assert answers == dict.fromkeys(shut, 403)
    assert written == []
    if is_listed(route, "GET"):
        for key in ("anonymous", "officer_b"):
            read, asked = clients[key].get(url), clients[key].head(url)
            assert (asked.status_code, bool(body(read))) == (read.status_code, True)
            body(asked)


def typed(world: World) -> dict[str, object]:
    """A form that changes whatever it can: each name that a field may have, with a value that is well formed."""
    return {
        "name": "Changed",
        "name-de": "Geändert",
        "title-de": "Geändert",
        "text-de": "Geändert",
        "what": "Changed",
        "note": "Changed",
        "reason": "Changed",
        "reason-de": "Geändert",
        "purpose": "Changed",
        "family_name": "Changed",
        "function": "Changed",
        "email": "changed@example.org",
        "language": "de",
        "role": "administrator",
        "unit": world.units["a"].pk,
        "ends_on": "2027-01-01",
        "valid_until": "2027-01-01",
        "since": "2026",
        "on": "2026-01-01",
        "key": "changed",
        "kind": "need",
        "state": "kept",
        "status": "ended",
        "value": "1990",
        "source": "Changed",
        "is_published": "on",
        "next": "/",
    }


def test_the_world_can_leak(world: World, clients: dict[str, Client]):
    """The search for canaries finds something: each kind of record is shown to somebody who may see it."""
    seen: set[str] = set()
    for route in ROUTES:
        if is_listed(route, "GET"):
            arguments, _thing = fillings(route, world)[0]
            for key in ("administrator", "officer_a") if route.app == "accounts" else ("officer_a",):
                response = clients[key].get(address(route, arguments))
                seen |= {world.secrets[int(number)].name.split()[0] for number in TOKEN.findall(body(response))}

    assert seen >= {
        "partner", "partnership", "contact", "function", "instrument", "clause", "activity", "promise", "interest",
        "claim", "page", "user", "filter", "mail",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "role", "words", "actor", "what"),
    [
        ("contact.read", "interpreter", "any", "interpreter", "should be 403"),
        ("contact.read", "international_officer", "", "officer_a", "should be open"),
        ("contact.read", "international_officer", "any", "officer_a", "should be one of [404]"),
        ("contact.read", "department_contact", "own department", "department_2", "should be one of [404]"),
        ("contact.read", "administrator", "any", "administrator", "should be 403"),
    ],
)
def test_a_changed_cell_is_noticed(
    world: World, clients: dict[str, Client], monkeypatch, row: str, role: str, words: str, actor: str, what: str
):
    changed = {name: dict(cells) for name, cells in policy.table().items()}
    changed[row][role] = frozenset(words.split())
    monkeypatch.setattr(policy, "table", lambda: changed)
    # The grants of department 2 are for a unit that looks after nothing; here it looks after everything.
    if actor == "department_2":
        Partnership.objects.update(unit=world.units["d2"])
    asker = next(one for one in ACTORS if one.key == actor)
    route = next(one for one in ROUTES if one.name == "partners:contact")

    noticed = set()
    for arguments, thing in fillings(route, world):
        response = clients[actor].get(address(route, arguments))
        noticed |= {wrong_status(asker, row, thing, response), bool(leaks(world, asker, response))}

    assert what in noticed
    assert (True in noticed) == (what != "should be open")
