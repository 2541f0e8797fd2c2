"""Every bad file of the corpora to every page that takes a file: no fault of the server, and nothing half taken over.

What each file is answered with on the page for which it was made, the tests of that page say.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django import forms
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hospitium.exchange.models import Application
from tests.corpus.letters.make import FILES as LETTERS
from tests.corpus.members.make import FILES as LISTS
from tests.corpus.tables.make import FILES as TABLES
from tests.matrix.guest_links import open_doors
from tests.matrix.test_foreign_choices import ROUTES, pages, shown_forms
from tests.matrix.test_matrix import fingerprint
from tests.matrix.test_odd_input import form_of
from tests.matrix.world import World
from tests.vault.confirmed import confirm

pytestmark = pytest.mark.django_db
# The pages on which something is uploaded. A file is looked at before somebody confirms, read at once, or only kept.
ASKS_FIRST, READS, KEEPS = "asks first", "reads", "keeps"
UPLOADS = {
    "agreements:document": KEEPS,
    "delegations:delegation_list": ASKS_FIRST,
    "documents:letterhead_new": READS,
    "documents:letterhead_replace": READS,
    "exchange:round_import": ASKS_FIRST,
    "interchange:import_record": ASKS_FIRST,
    "interchange:import_table": ASKS_FIRST,
    "visits:cost_edit": KEEPS,
    "visits:cost_new": KEEPS,
}
# What a file that waits for an answer is kept in.
WAITING = {
    "accounts_guestuse", "core_cache", "core_event", "core_formkey", "core_mention", "delegations_memberlist",
    "django_session", "documents_storedfile", "exchange_applicationlist", "interchange_upload",
}  # fmt: skip
NAMES = ("../../etc/passwd.csv", "a\r\nBcc: x.csv", "\u202exslx.csv", "x" * 300 + ".csv", ".csv", "aux.csv", "ä̈́.csv")


def corpus() -> Mapping[str, tuple[str, bytes]]:
    """Where a file comes from and how it is called → the name it is sent under, and its bytes."""
    found = {f"tables {name}": (name, build_one()) for name, build_one in TABLES.items()}
    found |= {f"lists {name}": (name, build_one()) for name, build_one in LISTS.items()}
    found |= {f"letters {name}": (f"{name}.docx", content) for name, (content, _reason) in LETTERS.items()}
    found |= {f"name {name!r}": (name, b"Nachname;Vorname\nx;y\n") for name in NAMES}
    return found


@pytest.fixture(scope="module")
def files() -> Mapping[str, tuple[str, bytes]]:
    return corpus()


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    made = {}
    for key in ("officer_a", "head_a", "department_1", "employee", "administrator"):
        client = Client(raise_request_exception=False)
        client.cookies["language"] = "en"
        client.force_login(world.users[key])
        confirm(client, world.users[key], seconds_ago=-86_400)
        made[key] = client
    return made


@pytest.fixture(autouse=True)
def _no_limits(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def file_field(response: HttpResponse) -> str:
    names = [
        name for form in shown_forms(response) for name, one in form.fields.items() if isinstance(one, forms.FileField)
    ]
    return names[0] if names else ""


def faults(client: Client, url: str, files: Mapping[str, tuple[str, bytes]], *, changes: bool) -> list[str]:
    """The files that break the page, or the page after it; or that change a record before anybody has confirmed."""
    name, fields, found = file_field(client.get(url)), form_of(client, url), []
    before = {} if changes else records()
    for label, (given, content) in files.items():
        cache.clear()
        with transaction.atomic():
            sent = client.post(
                url, {**fields, "format": "docx", "target": "contacts", name: SimpleUploadedFile(given, content)}
            )
            then = client.get(sent.headers["Location"]).status_code if sent.status_code == 302 else 200
            if sent.status_code not in {200, 302, 400, 409, 422} or then not in {200, 302}:
                found.append(f"{label}: {sent.status_code}, then {then}")
            if not changes and records() != before:
                found.append(f"{label}: changes records")
            transaction.set_rollback(True)
    return found


def records() -> dict[str, str]:
    return {table: kept for table, kept in fingerprint().items() if table not in WAITING}


def test_the_pages_that_take_files_are_all_known(world: World, clients: dict[str, Client]):
    found = set()
    for route in ROUTES:
        for actor, _thing, url in list(pages(world, clients, route))[:1]:
            if file_field(clients[actor.key].get(url)):
                found.add(route.name)

    assert found == set(UPLOADS)


@pytest.mark.parametrize("name", UPLOADS)
def test_no_file_breaks_a_page(name: str, files, world: World, clients: dict[str, Client]):
    route, kind = next(one for one in ROUTES if one.name == name), UPLOADS[name]
    asked = ((clients[actor.key], url) for actor, _thing, url in pages(world, clients, route))
    client, url = next((client, url) for client, url in asked if file_field(client.get(url)))
    # Where nothing is read out of it, the name is what can be odd.
    chosen = files if kind != KEEPS else {label: one for label, one in files.items() if label.startswith("name ")}

    assert faults(client, url, chosen, changes=kind != ASKS_FIRST) == []


def test_no_annex_breaks_an_application(files, world: World, clients: dict[str, Client]):
    with transaction.atomic():
        draft = Application.objects.filter(applicant__user=world.users["employee"]).earliest("pk")
        Application.objects.filter(pk=draft.pk).update(state=Application.State.DRAFT)
        url = reverse("exchange:application_annexes", args=[draft.pk])
        chosen = {label: one for label, one in files.items() if label.startswith(("name ", "letters "))}
        is_asked = file_field(clients["employee"].get(url))
        found = faults(clients["employee"], url, chosen, changes=True)
        transaction.set_rollback(True)

    assert (bool(is_asked), found) == (True, [])


def test_no_file_breaks_the_list_of_a_guest(files, world: World):
    door = open_doors(world, "a")["delegation"]

    with transaction.atomic():
        client = door.browser()
        url = reverse("delegations:guest_delegation_list", args=[door.link.pk])
        found = faults(client, url, files, changes=False)
        transaction.set_rollback(True)

    assert found == []


def test_the_corpora_are_there(files):
    assert len(files) > 110
