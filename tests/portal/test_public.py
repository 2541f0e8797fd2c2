"""The public pages in all languages: released data only, valid HTML, the right language on everything."""

from __future__ import annotations

import json
import re

import html5lib
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hospitium.algorithms.dates import PartialDate
from hospitium.core.multilingual import written_in
from hospitium.portal.models import EditorialPage
from tests import factories
from tests.portal.conftest import CANARY

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PATHS = [
    "", "cities/", "cities/warsaw/", "cities/moscow/", "cities/treptow-mokotow/", "activities/",
    "activities/?city=warsaw", "activities/?format=seminar", "pages/cooperation/", "pages/imprint/",
]  # fmt: skip
FILES = ["activities.atom", "activities.ics", "cities/warsaw.ics"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_is_valid_html_in_its_language(client, record, language):
    for path in PATHS:
        response = client.get(f"/{language}/{path}")
        page = response.content.decode()

        assert (path, response.status_code) == (path, 200)
        assert re.search(r"<html[^>]*>", page)[0].startswith(f'<html lang="{language}"')
        assert response.headers["Content-Language"] == language
        html5lib.HTMLParser(strict=True).parse(page)
        assert page.count("<h1") == 1
        assert 'style="' not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_names_its_other_languages_by_the_address_of_the_installation(client, record, language):
    for path in PATHS:
        page = client.get(f"/{language}/{path}", headers={"host": "127.0.0.1"}).content.decode()

        found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page)
        expected = [(code, f"{settings.BASE_URL}/{code}/{path}") for code in LANGUAGES]
        assert found == [*expected, ("x-default", f"{settings.BASE_URL}/de/{path}")]
        assert f'<link rel="canonical" href="{settings.BASE_URL}/{language}/{path}">' in page


def test_no_page_needs_another_host_or_sets_a_cookie(client, record):
    for path in [*PATHS, *FILES]:
        response = client.get(f"/de/{path}")

        hosts = set(re.findall(r'(?:src|href)="(https?://[^/"]+)', response.content.decode()))
        assert hosts <= {settings.BASE_URL}
        assert not response.cookies


def test_nothing_unreleased_appears_anywhere(client, canaries):
    hidden = ["cities/canary-city/", "cities/canary-city.ics", "pages/canary/", "activities/?city=canary-city"]
    for language in LANGUAGES:
        for path in [*PATHS, *FILES]:
            page = client.get(f"/{language}/{path}").content.decode()
            assert (path, CANARY in page) == (path, False)
        for path in hidden:
            assert client.get(f"/{language}/{path}").status_code == 404
    assert "canary" not in client.get("/sitemap.xml").content.decode()


def test_canaries_would_be_seen_once_released(client, canaries):
    EditorialPage.objects.filter(key="canary").update(is_published=True)
    canaries.warsaw.instruments.filter(is_published=False).update(is_published=True)

    assert CANARY in client.get("/de/pages/canary/").content.decode()
    assert CANARY in client.get("/de/cities/warsaw/").content.decode()


def test_suspended_partnership_is_stated_without_its_reason_and_its_archive_stays(client, record):
    page = client.get("/de/cities/moscow/").content.decode()

    assert "Februar 2022" in page
    assert "Grund" not in page
    assert "Treffen 2014" in page
    assert 'data-state="future"' not in page


def test_dates_are_as_precise_as_they_are_known(client, record):
    page = client.get("/de/cities/warsaw/").content.decode()

    assert '<time datetime="1994-02">Februar 1994</time>' in page
    assert '<time datetime="1991-08-12">12. August 1991</time>' in page
    assert page.index("Amtliche Liste") < page.index("Zeitung")
    assert page.count("data-chosen") == 1


def test_foreign_names_carry_their_language(client, record):
    page = client.get("/de/cities/").content.decode()
    polish = client.get("/pl/cities/warsaw/").content.decode()

    assert '<span lang="pl">Warszawa</span>' in page
    assert "<h1>Wzorowo – Warszawa</h1>" in polish
    assert 'lang="de">Nach dem Fall der Mauer begonnen.' in polish


def test_linked_data_is_json_whatever_the_titles_hold(client, record):
    record.planned.title = written_in("de", "</script><script>alert(1)</script> & <!--")
    record.planned.save()

    page = client.get("/de/cities/warsaw/").content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    data = json.loads(blocks[0])

    assert len(blocks) == 1
    assert [thing["@type"] for thing in data["@graph"]] == ["City", "Event"]
    assert data["@graph"][1]["name"] == "</script><script>alert(1)</script> & <!--"
    assert "<script>alert" not in page


def test_editorial_page_says_when_it_is_in_another_language_or_machine_made(client, record):
    EditorialPage.objects.create(
        key="plain",
        title=written_in("de", "Titel", en="Title"),
        body=written_in("de", "Der *Text*.", cs="Text."),
        is_published=True,
    )
    machine = EditorialPage.objects.get(key="plain")
    machine.body = machine.body.__class__(machine.body.texts, "de", {"cs": "machine"})
    machine.title = written_in("de", "Titel", cs="Titul")
    machine.save()

    german, polish, czech = (client.get(f"/{code}/pages/plain/").content.decode() for code in ("de", "pl", "cs"))

    assert "<p>Der <em>Text</em>.</p>" in german
    assert "hsp-note" not in german
    assert '<div class="hsp-prose hsp-text" lang="de">' in polish
    assert "hsp-note" in polish
    assert "hsp-note" in czech
    assert '<h1 lang="de">Titel</h1>' in polish


def test_placeholders_are_filled_and_what_is_missing_is_named(client, record):
    page = client.get("/de/").content.decode()
    privacy = client.get("/de/pages/privacy/").content.decode()

    assert "Musterstadt ist mit 2 Städten" in page
    assert not re.search(r"\{[a-z_]+\}", page + privacy)


def test_ended_partnership_is_listed_and_neither_counted_nor_drawn(client, record):
    factories.make_partnership(
        partner=factories.make_partner(key="old", name=written_in("de", "Altstadt")), status="ended", is_published=True
    )

    start, cities = client.get("/de/").content.decode(), client.get("/de/cities/").content.decode()

    assert "Musterstadt ist mit 2 Städten" in start
    assert 'href="/de/cities/old/"' in cities
    assert "Altstadt</text>" not in start + cities
    assert "Warschau</text>" in start


def test_root_leads_to_the_language_of_the_cookie_else_of_the_browser(client):
    by_browser = client.get("/", headers={"accept-language": "cs,en;q=0.5"})
    client.cookies["language"] = "hu"
    by_cookie = client.get("/", headers={"accept-language": "cs"})

    assert (by_browser.status_code, by_browser.headers["Location"]) == (302, "/cs/")
    assert by_cookie.headers["Location"] == "/hu/"
    assert {"Accept-Language", "Cookie"} <= set(by_browser.headers["Vary"].split(", "))


def test_unknown_addresses_are_404_in_the_language(client, record):
    for path in ("nothing/", "cities/nowhere/", "activities/?page=2", "activities/?page=0", "activities/?city=x"):
        response = client.get(f"/pl/{path}")
        assert (path, response.status_code, response.headers["Content-Language"]) == (path, 404, "pl")


def test_only_reading_is_possible(client, record):
    assert [client.post(f"/de/{path}").status_code for path in ("", "cities/", "activities.ics")] == [403, 403, 403]


def test_empty_installation_has_pages_too(client, db):
    for path in ["", "cities/", "activities/", "activities.atom", "activities.ics"]:
        response = client.get(f"/de/{path}")
        assert (path, response.status_code) == (path, 200)


def test_activities_come_in_pages_and_keep_the_filter(client, record):
    for number in range(60):
        factories.make_activity(
            partnerships=[record.warsaw], begins=PartialDate(2000, 1, 1 + number % 28), ends=None, is_published=True
        )

    first = client.get("/de/activities/?city=warsaw").content.decode()
    second = client.get("/de/activities/?city=warsaw&page=2").content.decode()

    assert "?city=warsaw&amp;page=2" in first
    assert first.count("<time") == 1 + 50
    assert second.count("<time") == 62 - 50


@pytest.mark.parametrize("path", ["", "cities/", "cities/warsaw/", "activities/", "activities.atom", "activities.ics"])
def test_number_of_queries_does_not_grow_with_the_rows(client, record, path):
    def queries_of_page():
        client.handler._middleware_chain = None  # forgets what is stored
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/de/{path}").status_code == 200
        assert len(captured) > 2
        return len(captured)

    factories.make_activity(partnerships=[record.warsaw], is_published=True)
    queries_of_page()  # the frame keeps the home city in memory
    before = queries_of_page()
    for _number in range(3):
        another = factories.make_partnership(is_published=True)
        factories.make_instrument(partnership=record.warsaw, is_published=True)
        factories.make_activity(partnerships=[record.warsaw, another], is_published=True)

    assert queries_of_page() == before
