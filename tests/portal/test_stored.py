"""Stored pages: as fast as bytes, never older than the last change, never anybody's own."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from hospitium.core.events import record as record_event
from hospitium.core.multilingual import written_in
from hospitium.portal.stored import Key, Stamp, Store, Stored, StoredPages, accepts_gzip, canonical, is_known
from tests import factories

PAGE = "/de/cities/warsaw/"


def store_of(client: Client) -> Store:
    """The store in the first middleware of the client's own handler."""
    chain = client.handler._middleware_chain
    while not isinstance(chain, StoredPages):
        chain = next(cell.cell_contents for cell in chain.__closure__ if callable(cell.cell_contents))
        chain = getattr(chain, "__wrapped__", chain)
    return chain.store


def rename(record, title: str) -> None:
    with transaction.atomic():
        record.seminar.title = written_in("de", title)
        record.seminar.save()
        record_event("activity.changed", record.seminar, by=None)


def test_second_reader_costs_one_question(client, record):
    first = client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        second = client.get(PAGE)

    assert [query["sql"] for query in captured] == ["SELECT hash FROM core_event ORDER BY id DESC LIMIT 1"]
    assert (second.content, dict(second.headers)) == (first.content, dict(first.headers))


def test_answer_carries_all_headers_and_no_cookie(client, record):
    for _time in range(2):
        headers = dict(client.get(PAGE).headers)
        assert headers.pop("ETag").startswith('"')
        assert headers.pop("Content-Length").isdecimal()
        assert {*headers.pop("Vary").split(", ")} == {"Cookie", "Accept-Encoding"}
        assert headers.pop("Content-Security-Policy").startswith("default-src 'self'")
        assert headers.pop("Permissions-Policy")
        assert headers == {
            "Cache-Control": "public, max-age=0, must-revalidate",
            "Content-Language": "de",
            "Content-Type": "text/html; charset=utf-8",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }


def test_a_change_shows_at_the_next_request(client, record):
    before = client.get(PAGE)
    rename(record, "Ganz anders")
    after = client.get(PAGE)

    assert ("Ganz anders" in before.content.decode(), "Ganz anders" in after.content.decode()) == (False, True)
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_change_while_a_page_is_made_makes_it_too_old_at_once(record):
    times = []

    def slow(request):
        times.append(len(times))
        if len(times) == 1:
            rename(record, "Ganz anders")
        request.resolver_match = SimpleNamespace(func=SimpleNamespace(is_storable=True))
        return HttpResponse(f"made {len(times)}")

    middleware = StoredPages(slow)
    answers = [middleware(RequestFactory().get("/de/")).content for _time in range(3)]

    assert answers == [b"made 1", b"made 2", b"made 2"]


@pytest.mark.django_db(transaction=True)
def test_readers_at_the_same_moment_wait_for_one_making(record):
    made = []

    def slow(request):
        made.append(threading.current_thread().name)
        time.sleep(0.2)
        request.resolver_match = SimpleNamespace(func=SimpleNamespace(is_storable=True))
        return HttpResponse("made")

    middleware = StoredPages(slow)

    def read():
        try:
            middleware(RequestFactory().get("/de/"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=read) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_by_another_thread_shows_at_the_next_request(client, record):
    assert "Ganz anders" not in client.get(PAGE).content.decode()

    def write():
        try:
            rename(record, "Ganz anders")
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()

    assert "Ganz anders" in client.get(PAGE).content.decode()


SERVER = """
import sys, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from hospitium.portal import actions
actions.load_editorial()
client = Client(headers={"host": "127.0.0.1"})
print(client.get("/de/pages/imprint/").status_code, flush=True)
for line in sys.stdin:
    page = client.get("/de/pages/imprint/")
    print(page.status_code, "Anders" in page.content.decode(), flush=True)
"""
WRITER = """
import django
django.setup()
from django.db import transaction
from hospitium.core.events import record
from hospitium.core.multilingual import written_in
from hospitium.portal.models import EditorialPage
with transaction.atomic():
    page = EditorialPage.objects.get(key="imprint")
    page.title = written_in("de", "Anders")
    page.save()
    record("page.changed", page, by=None)
"""


def test_a_change_by_another_process_shows_at_the_next_request(tmp_path):
    source = Path(__file__).parents[2] / "src"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "hospitium.config.settings",
        "HOSPITIUM_DATA": str(tmp_path),
        "PYTHONPATH": str(source),
    }
    (tmp_path / "static").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:

        def ask() -> str:
            print("again", file=server.stdin, flush=True)
            return server.stdout.readline().strip()

        answers = [server.stdout.readline().strip()]
        if answers == ["200"]:
            answers.append(ask())
            subprocess.run([sys.executable, "-c", WRITER], env=environment, check=True)
            answers.append(ask())

    assert answers == ["200", "200 False", "200 True"]


def test_the_next_day_makes_the_page_anew(client, record):
    with time_machine.travel("2026-06-08 21:59:00+00:00", tick=False):
        first = client.get("/de/activities/")
        with CaptureQueriesContext(connection) as same_day:
            client.get("/de/activities/")
    with (
        time_machine.travel("2026-06-08 22:01:00+00:00", tick=False),
        CaptureQueriesContext(connection) as next_day,
    ):
        client.get("/de/activities/")

    assert first.status_code == 200
    assert len(same_day) == 1 < len(next_day)


def test_known_answer_is_304_with_the_headers_that_belong_to_it(client, record):
    etag = client.get(PAGE).headers["ETag"]

    for known in (etag, f'"other", W/{etag}', "*"):
        response = client.get(PAGE, headers={"if-none-match": known})
        assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)
        assert "Content-Type" not in response.headers
        assert "Content-Length" not in response.headers
    assert client.get(PAGE, headers={"if-none-match": '"other"'}).status_code == 200


def test_head_has_the_headers_of_get_and_no_body(client, record):
    for _time in range(2):
        head = client.head(PAGE)
        assert head.content == b""
    got = client.get(PAGE)

    assert dict(head.headers) == dict(got.headers)
    assert int(head.headers["Content-Length"]) == len(got.content)


def test_packed_and_plain_are_two_answers_of_one_page(client, record):
    plain = client.get(PAGE)
    packed = client.get(PAGE, headers={"accept-encoding": "br, gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("", False), ("gzip", True), ("br;q=1, GZIP;q=0.5", True), ("gzip;q=0", False), ("*", True), ("gzipped", False)],
)
def test_accepts_gzip(accepted, expected):
    assert accepts_gzip(accepted) == expected


def test_a_wrong_host_is_refused_before_anything_stored_goes_out(client, record):
    assert client.get(PAGE).status_code == 200
    response = client.get(PAGE, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_who_is_signed_in_gets_nothing_stored_and_stores_nothing(client, record):
    user = factories.make_user(role="employee")
    client.get(PAGE)
    before = len(store_of(client).entries)
    client.force_login(user)
    response = client.get("/de/cities/moscow/")
    stored = client.get(PAGE)

    assert "no-store" in response.headers["Cache-Control"]
    assert "no-store" in stored.headers["Cache-Control"]
    assert "ETag" not in stored.headers
    assert len(store_of(client).entries) == before == 1


def test_junk_queries_are_answered_from_the_store_and_never_stored(client, record):
    client.get("/de/activities/")
    for number in range(20):
        response = client.get(f"/de/activities/?utm_source={number}&fbclid=x")
        assert response.status_code == 200
        assert "utm_source" not in response.content.decode()
    for junk in ("?page=1&page=1", "?page=2&junk=1", "?page=%00", "?city=warsaw&city=x", "?format=&x", "?page=1e9"):
        client.get(f"/de/activities/{junk}")
    client.get("/de/nothing/")
    client.get("/desk/")
    client.get("/")

    assert [(key.path, key.query) for key in store_of(client).entries] == [("/de/activities/", "")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("page=2", "page=2"),
        ("page=2&city=warsaw", "city=warsaw&page=2"),
        ("a=1&format=seminar", "format=seminar"),
        ("page=1&page=2", None),
        ("city=", None),
        ("city=a%00", None),
        ("x=" + "y" * 3000, None),
    ],
)
def test_canonical_query(query, expected):
    assert canonical(query) == expected


def test_addresses_that_an_attacker_can_vary_are_bounded(client, record):
    store = store_of(client) if client.get(PAGE) else None
    store.most_bytes = 100_000
    for language in ("de", "en", "pl", "cs", "hu", "ru"):
        for path in ("", "cities/", "cities/warsaw/", "activities/", "pages/imprint/"):
            client.get(f"/{language}/{path}")

    assert 0 < store.bytes <= 100_000
    assert store.bytes == sum(entry.size for entry in store.entries.values())


def test_store_throws_away_what_was_not_used_for_longest():
    store = Store(most_bytes=7_000)
    stamp = Stamp("a", None)
    keys = [Key(f"/{number}", "", is_secure=False, is_packed=False) for number in range(4)]
    for key in keys[:3]:
        store.put(key, Stored(stamp, b"x" * 300, '"e"', {}))
    store.get(keys[0])
    store.put(keys[3], Stored(stamp, b"x" * 300, '"e"', {}))
    store.put(Key("/large", "", is_secure=False, is_packed=False), Stored(stamp, b"x" * 7_000, '"e"', {}))

    assert list(store.entries) == [keys[2], keys[0], keys[3]]
    assert store.bytes == 3 * 2_300


def test_answers_over_https_and_http_are_kept_apart(client, record, settings):
    settings.SECURE_HSTS_SECONDS = 60
    secure = client.get(PAGE, secure=True)
    insecure = client.get(PAGE)

    assert "Strict-Transport-Security" in secure.headers
    assert "Strict-Transport-Security" not in insecure.headers


def test_what_sets_a_cookie_is_never_stored(db):
    def sets_cookie(request):
        response = HttpResponse("hello")
        response.set_cookie("a", "b")
        return response

    middleware = StoredPages(sets_cookie)
    request = RequestFactory().get("/de/")
    request.resolver_match = None

    assert middleware(request).cookies
    assert not middleware.store.entries


def test_is_known():
    assert [is_known(given, '"a"') for given in ("", '"a"', 'W/"a"', '"b", "a"', "*", '"b"')] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
