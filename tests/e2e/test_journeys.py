"""What each person comes for, from the first page to the result; the pictures of the manual are taken on the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener, Site, sign_in

PICTURES = os.environ.get("HOSPITIUM_PICTURES", "")


def picture(page: Page, name: str, path: str = "") -> None:
    """The page, or another one of the same person, in German for the manual; only when pictures are asked for."""
    if not PICTURES:
        return
    scheme, _empty, host, *_rest = page.url.split("/")
    language = page.get_attribute("html", "lang") or ""
    other = page.context.new_page()
    other.set_viewport_size({"width": 1440, "height": 1000})
    for spoken, address in (("de", path or page.url), (language, "")):
        page.context.add_cookies([{"name": "language", "value": spoken, "url": f"{scheme}//{host}"}])
        if address:
            other.goto(address)
            other.screenshot(path=str(Path(PICTURES) / f"{name}.png"), scale="css")
    other.close()


def test_a_visitor_from_warsaw_reads_the_page_in_polish(open_as: Opener) -> None:
    page = open_as(language="pl")

    page.goto("/")
    page.wait_for_url("**/pl/")
    picture(page, "public", "/de/")
    page.locator("main a:visible", has_text="Warszawa").first.click()

    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.locator("h1")).to_contain_text("Warszawa")
    expect(page.locator("main")).to_contain_text("12 sierpnia 1991")
    assert page.context.cookies() == [cookie for cookie in page.context.cookies() if cookie["name"] == "language"]


def test_the_officer_sees_who_owes_prague_a_visit(open_as: Opener) -> None:
    page = open_as("officer", language="en")

    page.goto("/desk/")
    picture(page, "today")
    page.fill("input[type=search]", "praha")
    page.keyboard.press("Enter")
    page.locator("main a:visible", has_text="Prague").first.click()
    page.wait_for_url("**/desk/partnerships/prague/")

    turn = page.locator("section", has=page.locator("h2", has_text="Whose turn it is"))
    expect(turn).to_contain_text("Berlin is next to pay a visit.")
    expect(turn).to_contain_text("Direction unknown2 recorded (2015)")
    picture(page, "partnership", "/desk/partnerships/budapest/")


def test_the_officer_notes_a_conflicting_date_and_chooses(open_as: Opener) -> None:
    page = open_as("officer", language="en")
    page.goto("/desk/claims/partners.partnership/6/since/")
    page.fill("input[name=value]", "1992")
    page.fill("input[name=source]", "a second publication")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".hsp-conflict li")).to_have_count(2)
    page.goto("/desk/claims/agreements.instrument/14/signed/")
    expect(page.locator(".hsp-conflict li")).to_have_count(2)
    page.locator(".hsp-conflict a", has_text="Use this statement").click()
    page.locator("main form button[type=submit]").click()

    expect(page.locator(".hsp-conflict li[data-chosen]")).to_contain_text("10 Jul 1995")
    page.goto("/desk/instruments/14/")
    expect(page.locator("section", has=page.locator("#history"))).to_contain_text("taken into use")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two right rows and three wrong ones."""
    file = tmp_path / "activities.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    rows = [
        ("Partner", "Format", "Title", "From", "Until", "Persons"),
        ("Prague", "Seminar", "Crisis management in the capital", "2019-09-22", "2019-09-24", 12),
        ("Prague", "Working visit", "Trams", "2018-05", "", ""),
        ("Nowhere", "Seminar", "No such partner", "2019-01-01", "", ""),
        ("Prague", "Seminar", "No such day", "2019-02-31", "", ""),
        ("Prague", "Seminar", "No number", "2019-03-01", "", "many"),
    ]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file


def test_the_officer_imports_a_list_with_three_wrong_rows(open_as: Opener, table: Path) -> None:
    page = open_as("officer", language="en")

    for turn in ("first", "second"):
        page.goto("/desk/tables/")
        page.set_input_files("input[type=file]", str(table))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/columns/")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/preview/")
        expect(page.locator("#problems ~ * tbody tr, section:has(#problems) tbody tr")).to_have_count(3)
        if turn == "first":
            picture(page, "import")
            page.locator("button[name=rows]").click()
            page.wait_for_url("**/result/")

    expect(page.locator("main")).to_contain_text("There is nothing to take over")
    page.goto("/desk/activities/?text=Trams")
    expect(page.locator("main table")).to_contain_text("Trams")


def test_the_head_grants_moscow_an_exception_and_the_auditor_sees_who(open_as: Opener) -> None:
    officer = open_as("officer", language="en")
    plan_with_moscow(officer)
    expect(officer.locator("main")).to_contain_text("suspended")

    head = open_as("head", language="en")
    head.goto("/desk/partnerships/moscow/exception/")
    head.fill("input[name=purpose]", "Archive of the seminars")
    head.fill("textarea[name=reason]", "Both archives agreed on it.")
    head.fill("input[name=valid_until]", "2099-12-31")
    head.locator("main form button[type=submit]").click()
    head.wait_for_url("**/desk/partnerships/moscow/")
    plan_with_moscow(officer)
    officer.wait_for_url("**/desk/activities/*/")

    auditor = open_as("auditor", language="en")
    auditor.goto("/office/log/")
    row = auditor.locator("main tr", has_text="granted an exception").first
    expect(row).to_contain_text("Leitung Internationales")
    expect(auditor.locator("main")).not_to_contain_text("Archive of the seminars")
    public = open_as(language="en")
    public.goto("/en/cities/moscow/")
    expect(public.locator("main")).not_to_contain_text("Reading room")


def plan_with_moscow(page: Page) -> None:
    page.goto("/desk/new/activity/?partnership=moscow")
    page.select_option("select[name=format]", "working_visit")
    page.fill("input[name=title-en]", "Reading room")
    page.fill("input[name=begins]", "2027")
    page.locator("main form button[type=submit]").click()


def test_two_officers_at_one_record_lose_nothing(open_as: Opener) -> None:
    first, second = open_as("officer", language="en"), open_as("head", language="en")
    for page in (first, second):
        page.goto("/desk/partnerships/budapest/edit/")

    first.fill("input[name=source]", "what the first one typed")
    first.locator("main form button[type=submit]").click()
    first.wait_for_url("**/desk/partnerships/budapest/")
    second.fill("input[name=source]", "what the second one typed")
    second.locator("main form button[type=submit]").click()

    expect(second.locator("main")).to_contain_text("what the first one typed")
    expect(second.locator("input[name=source]")).to_have_value("what the second one typed")
    second.locator("main form button[type=submit]").click()
    second.wait_for_url("**/desk/partnerships/budapest/")


def test_the_handover_note_is_a_pdf(open_as: Opener) -> None:
    page = open_as("officer", language="de")
    page.goto("/desk/partnerships/warsaw/handover/")

    with page.expect_download() as coming:
        page.locator("form[action$='handover.pdf'] button").click()

    assert Path(coming.value.path()).read_bytes()[:5] == b"%PDF-"


def test_each_role_comes_in_and_finds_its_page(site: Site, open_as: Opener) -> None:
    for who in ("employee", "department", "interpreter", "guest", "administrator"):
        page = open_as(language="en")
        sign_in(page, site, who)
        expect(page.locator("h1")).to_be_visible()
        page.goto("/desk/contacts/")
        assert page.locator("text=Data of the partner").count() == 0


def test_nothing_went_wrong_on_the_way(site: Site) -> None:
    assert "Internal Server Error" not in site.log.read_text(encoding="utf-8")
