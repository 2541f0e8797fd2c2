"""Every form of the workspace is sent with what no form expects: none answers with a fault of the server."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client

from hospitium.accounts.routes import routes
from tests.matrix.addresses import Route, address, fillings, own_routes
from tests.matrix.world import World
from tests.vault.confirmed import confirm

pytestmark = pytest.mark.django_db
APPS = {"delegations", "exchange", "vault", "retention", "documents"}
ROUTES = [one for one in own_routes() if one.app in APPS and "POST" in routes().get(one.name, {})]
ODD = ["9" * 40, "9999-12-31", "a\x00b", "\u202e\u2066שלום\r\nBcc: x@example.org"]
# What views that only take a POST ask for.
BARE = "number origin target state step version name text day person code value order answer note reason".split()
KEPT = {"form_key", "csrfmiddlewaretoken"}


class Fields(HTMLParser):
    """The forms of a page: where each goes, and its fields with the values that stand in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, str]]] = []
        self._form: dict[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._form = {}
            self.forms.append((given.get("method", "get").lower(), given.get("action", ""), self._form))
        elif self._form is None:
            return
        elif tag == "input" and given.get("name"):
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                self._form.setdefault(given["name"], given.get("value", "on"))
            else:
                self._form[given["name"]] = given.get("value", "")
        elif tag == "textarea" and given.get("name"):
            self._form[given["name"]] = ""
        elif tag == "select" and given.get("name"):
            self._select = given["name"]
            self._form[self._select] = ""
        elif (
            tag == "option"
            and self._select
            and given.get("value")
            and (not self._form[self._select] or "selected" in given)
        ):
            self._form[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


@pytest.fixture(scope="module")
def clients(world: World) -> list[Client]:
    made = []
    for key in ("head_a", "officer_a"):
        client = Client(raise_request_exception=False)
        client.cookies["language"] = "en"
        client.force_login(world.users[key])
        confirm(client, world.users[key], seconds_ago=-86_400)
        made.append(client)
    return made


def form_of(client: Client, path: str) -> dict[str, str]:
    """What the page asks for; for a view that has no page the usual names."""
    answer = client.get(path)
    if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
        return dict.fromkeys(BARE, "1")
    parser = Fields()
    parser.feed(answer.content.decode())
    fitting = [fields for method, action, fields in parser.forms if method == "post" and action in {"", ".", path}]
    return fitting[-1] if fitting else dict.fromkeys(BARE, "1")


def sent(fields: dict[str, str]) -> Iterator[dict[str, object]]:
    names = [name for name in fields if name not in KEPT]
    for odd in ODD:
        yield dict.fromkeys(names, odd)
    yield {name: [ODD[0], ODD[-1]] for name in names}


def outcome(client: Client, path: str, body: dict[str, object]) -> int:
    with transaction.atomic():
        answer = client.post(path, body)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_no_form_breaks_on_odd_input(route: Route, world: World, clients: list[Client]) -> None:
    faults = []
    for filling, _thing in fillings(route, world)[:1]:
        path = address(route, filling)
        for client in clients:
            if outcome(client, path, {}) in {403, 404}:
                continue
            for body in sent(form_of(client, path)):
                status = outcome(client, path, body)
                if status >= 500:
                    faults.append((path, {name: str(value)[:40] for name, value in body.items()}))
            break

    assert faults == []
