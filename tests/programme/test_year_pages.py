"""The pages of year programmes and of their lines, the lists and the papers."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document
from lxml import etree

from hospitium.core.models import Event
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.partners.models import Partnership
from hospitium.programme import actions
from hospitium.programme.models import Activity, Line, YearProgramme
from hospitium.programme.papers import docx_of, odt_of
from hospitium.programme.queries.contents import content_of
from hospitium.programme.queries.months import months_of
from hospitium.programme.queries.papers import paper_of
from hospitium.programme.queries.years import lines_of
from tests import factories
from tests.factories_visits import make_line, make_year_programme
from tests.programme.years import Table, date, suspend

CANARY = "<b>canary</b>"


class World(Table):
    """The table with a line in every state."""

    def __init__(self) -> None:
        super().__init__()
        self.proposed = self.line(month=3, our_lead=CANARY)
        self.agreed = self.line(month=5, state="agreed")
        self.away = self.line(state="dropped", reason=CANARY)
        self.need, self.offer = self.need_and_offer()
        self.other = factories.make_partnership(unit=self.unit)
        self.settled = make_year_programme(partnership=self.other, state="agreed")
        self.sent = make_year_programme(partnership=self.other, state="sent", year=2026)
        self.decided = make_year_programme(partnership=self.other, year=2025)
        make_line(programme=self.decided, state="agreed")


@pytest.fixture
def world(db) -> World:
    return World()


LINE = {"title-de": "Besuch", "format": "seminar", "month": "4", "direction": "in"}
SOON = str(timezone.localdate() + timedelta(days=20))
SENT = {"name": "Guest", "email": "guest@example.org", "language": "hu", "ends_on": SOON}
PAGES = {
    "year_programme_new": (None, {"partnership": "other", "year": "2030", "lines": "copied"}, {"year": "1"}),
    "year_programme_edit": ("programme", {"preamble-de": "Neu"}, None),
    "year_programme_send": ("programme", SENT, {"email": "nobody"}),
    "year_programme_agree": ("decided", {"agreed_on": "2026-11-20", "basis": "Brief"}, {"basis": ""}),
    "year_programme_take_back": ("sent", {}, None),
    "year_programme_close": ("settled", {}, None),
    "year_programme_reopen": ("settled", {}, None),
    "line_new": ("programme", LINE, {"month": "13"}),
    "line_edit": ("proposed", LINE, {"title-de": ""}),
    "line_counter": ("proposed", {**LINE, "remark": "Später"}, {"persons": "-3"}),
    "line_agree": ("proposed", {"remark": "am Telefon"}, {"remark": ""}),
    "line_postpone": ("agreed", {"reason": "Wahl", "postponed_to": "2028"}, {"reason": ""}),
    "line_drop": ("agreed", {"reason": "Wahl"}, {"reason": ""}),
    "line_take_up": ("away", {}, None),
    "line_done": ("agreed", {}, None),
    "line_plan": ("agreed", {}, None),
}


def page_of(world: World, name: str) -> tuple[str, dict[str, object]]:
    subject, typed, _wrong = PAGES[name]
    arguments = [getattr(world, subject).pk] if subject else []
    filled = {key: world.other.pk if value == "other" else value for key, value in typed.items()}
    return reverse(f"programme:{name}", args=arguments), filled


def rows() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (YearProgramme, Line, Activity)]


@pytest.mark.parametrize("name", PAGES)
def test_a_form_is_shown_sent_and_leads_on(world, sign_in, name):
    browser = sign_in(world.head)
    address, typed = page_of(world, name)
    before = rows()

    shown = browser.get(address)
    answer = browser.post(address, {**typed, "form_key": shown.context["form_key"], "version": 1})

    assert (shown.status_code, answer.status_code) == (200, 302)
    assert CANARY not in shown.content.decode()
    assert rows() != before
    assert browser.get(answer.url).status_code == 200


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][2]])
def test_what_was_typed_wrong_is_kept_and_nothing_is_saved(world, sign_in, name):
    address, typed = page_of(world, name)
    before = rows()

    answer = sign_in(world.head).post(address, {**typed, **PAGES[name][2], "version": 1})

    assert (answer.status_code, rows() == before, bool(answer.context["form"].errors)) == (422, True, True)


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][0]])
def test_another_office_may_not(world, sign_in, name):
    address, typed = page_of(world, name)
    browser = sign_in(world.stranger)

    assert (browser.get(address).status_code, browser.post(address, typed).status_code) == (404, 404)


def test_the_page_shows_both_sides_the_calendar_and_the_quarry(world, sign_in):
    factories.make_activity(partnerships=[world.partnership], begins="2027-06-09", ends="2027-06-10", state="planned")
    browser = sign_in(world.head)
    html = browser.get(world.programme.get_absolute_url()).content.decode()

    assert CANARY not in html
    for text in ("Radwege planen", "Kerékpárutak", "Besuch", "German Unity Day"):
        assert text in html, text
    assert html.count("<ins>") == 0


def test_a_line_waits_for_the_partner_once_it_was_sent(world, sign_in):
    browser, waits = sign_in(world.head), []
    for state in ("draft", "sent"):
        YearProgramme.objects.filter(pk=world.programme.pk).update(state=state)
        waits.append("waits for Partnerstadt" in browser.get(world.programme.get_absolute_url()).content.decode())

    assert waits == [False, True]


def test_one_click_makes_a_line_of_a_need_and_an_offer(world, sign_in):
    world.programme.lines.all().delete()
    address = reverse("programme:year_programme_take", args=[world.programme.pk])
    browser = sign_in(world.head)
    shown = browser.get(world.programme.get_absolute_url()).content.decode()

    answer = browser.post(address, {"need": world.need.pk, "offer": world.offer.pk})
    again = browser.post(address, {"need": "x", "offer": world.offer.pk})

    line = world.programme.lines.get()
    assert (address in shown, answer.status_code, again.status_code) == (True, 302, 409)
    assert (line.need, line.offer, line.topic) == (world.need, world.offer, world.topic)


def test_the_form_is_filled_from_what_stands_beside_it(world, sign_in):
    address = reverse("programme:line_new", args=[world.programme.pk])

    form = sign_in(world.head).get(f"{address}?need={world.need.pk}&offer={world.offer.pk}").context["form"]

    assert (form.initial["topic"], form.initial["unit"], form.initial["need"], form.initial["offer"]) == (
        world.topic.pk, world.need.unit_id, world.need.pk, world.offer.pk,
    )  # fmt: skip


def test_a_suspended_partnership_is_said_and_shut(world, sign_in):
    suspend(world)

    html = sign_in(world.head).get(world.programme.get_absolute_url()).content.decode()

    assert "the partnership is suspended" in html
    assert f'href="{reverse("programme:line_new", args=[world.programme.pk])}"' not in html


def test_the_link_and_its_uses_stand_on_the_page(world, sign_in):
    world.send()

    html = sign_in(world.head).get(world.programme.get_absolute_url()).content.decode()

    assert ("guest@example.org" in html, "Version 1" in html) == (True, True)


@pytest.mark.parametrize("view", ["year_programmes", "lines"])
def test_lists_with_filters_and_export(world, sign_in, view):
    browser = sign_in(world.head)
    address = reverse(f"programme:{view}")
    found = browser.get(address, {"partner": world.partnership.key, "year": "2027"})
    none = browser.get(address, {"text": "zzzz"})
    files = [browser.get(address, {"export": kind}) for kind in ("xlsx", "ods", "csv")]

    assert (found.status_code, "Partnerstadt" in found.content.decode()) == (200, True)
    assert "Nothing fits these filters" in none.content.decode()
    assert [file.status_code for file in files] == [200, 200, 200]
    assert Event.objects.filter(code="list.exported").count() == 3


@pytest.mark.parametrize("view", ["year_programmes", "lines", "year_programme", "line"])
def test_as_many_queries_with_three_rows_as_with_one(db, sign_in, view):
    table = Table()
    browser = sign_in(table.head)
    first = table.line(proposed_by="theirs", unit=factories.make_unit())
    table.need_and_offer()
    subject = {"year_programme": [table.programme.pk], "line": [first.pk]}.get(view, [])
    actions.agree_line(line_id=first.pk, remark="x", by=table.head)
    counts = []
    for _turn in range(2):
        browser.get(reverse("programme:activities"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(f"programme:{view}", args=subject))
        counts.append(len(queries))
        for _more in range(2):
            line = table.line(unit=factories.make_unit(), topic=factories.make_topic(), month=7)
            actions.counter_line(line_id=line.pk, version=None, values={"month": 8}, remark="x", by=table.head)
            make_line(programme=make_year_programme(partnership=factories.make_partnership(unit=table.unit)))
            table.need_and_offer()

    assert counts[0] == counts[1]


# ---- calendar ------------------------------------------------------------------
def test_the_joint_calendar_has_holidays_of_both_cities_and_jubilees(world):
    jubilee = Partnership.objects.get(pk=world.partnership.pk)
    jubilee.since = "1992-05-09"
    jubilee.save()
    world.programme.refresh_from_db()
    with translation.override("en"):
        months = months_of(world.programme, lines_of(world.programme), by=world.head)

    by_name = {month.name: month for month in months}
    may = [(day.kind, day.where) for day in by_name["May"].days]
    assert [month.name for month in months][:2] == ["January", "February"]
    assert by_name["May"].lines == [world.agreed]
    assert {("public", "Musterstadt"), ("public", "Partnerstadt"), ("jubilee", "Partnerstadt")} <= set(may)
    assert "school" in {day.kind for month in months for day in month.days}


# ---- papers --------------------------------------------------------------------
def paper(world: World):
    world.proposed.title = written_in("de", "Radwege <&>", hu="Kerékpár")
    world.proposed.save()
    postponed = world.line(state="postponed", reason="Wahl", postponed_to=2028)
    return paper_of(
        world.programme,
        content_of(world.programme),
        number=3,
        as_of=date(2026, 11, 23),
        languages=("de", "hu"),
    ), postponed


def test_the_paper_says_the_same_in_two_languages(world):
    made, _postponed = paper(world)

    assert [entry.title for entry in made.first.entries] == ["Radwege <&>", "Seminar"]
    assert [entry.title for entry in made.second.entries] == ["Kerékpár", "Szeminárium"]
    assert [entry.month for entry in made.second.entries] == ["március", "május"]
    assert [entry.title for entry in made.first.postponed] == ["Seminar"]
    assert (made.first.language_name, made.second.language_name) == ("Deutsch", "magyar")


def test_docx_and_odt_hold_every_line(world):
    made, _postponed = paper(world)

    document = Document(io.BytesIO(docx_of(made)))
    with zipfile.ZipFile(io.BytesIO(odt_of(made))) as archive:
        names, first = archive.namelist(), archive.infolist()[0]
        text = "".join(etree.fromstring(archive.read("content.xml")).itertext())
        for part in ("styles.xml", "meta.xml", "META-INF/manifest.xml"):
            etree.fromstring(archive.read(part))

    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for words in ("Radwege <&>", "Kerékpár", "Szeminárium", "2028"):
        assert (words in cells, words in text) == (True, True)
    assert (names[0], first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert len(document.tables) == 2


@pytest.mark.parametrize(
    ("asked", "start", "ending"),
    [("pdf", b"%PDF-", "pdf"), ("docx", b"PK", "docx"), ("odt", b"PK", "odt"), ("x", b"%PDF-", "pdf")],
)
def test_the_paper_is_taken_as_a_file(world, sign_in, asked, start, ending):
    address = reverse("programme:year_programme_paper", args=[world.programme.pk])

    answer = sign_in(world.head).get(address, {"format": asked, "second": "hu"})

    assert (answer.status_code, answer.content.startswith(start)) == (200, True)
    assert re.search(rf'-2027-\d{{4}}-\d\d-\d\d\.{ending}"$', answer.headers["Content-Disposition"])
    assert Event.objects.get(code="list.exported").facts["format"] == ending


def test_what_was_agreed_is_printed_as_it_was_agreed(world, sign_in):
    Line.objects.filter(pk=world.proposed.pk).update(state="agreed")
    actions.agree_year_programme(
        programme_id=world.programme.pk, values={"agreed_on": date(2026, 11, 20), "basis": "Protokoll"}, by=world.head
    )
    actions.drop_line(line_id=world.agreed.pk, reason="x", by=world.head)
    address = reverse("programme:year_programme_paper", args=[world.programme.pk])

    answer = sign_in(world.head).get(address, {"format": "odt"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read("content.xml").decode()
    assert (text.count(">Seminar<"), "Protokoll" in text) == (2, True)
    with pytest.raises(Refused):
        actions.agree_line(line_id=world.agreed.pk, remark="x", by=world.head)
