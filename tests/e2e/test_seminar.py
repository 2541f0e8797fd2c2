"""The seminar Budapest no. 8: planned and copied, checked and mended, printed, and the year agreed with the partner."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE, ROOT, Opener, Site
from tests.e2e.test_guests import flaws, links_mailed
from tests.e2e.test_journeys import picture

ITEMS = 17
# Code → what the page says of it, as the check of tests/e2e/budapest.py must find it.
MISTAKES = {
    "before_arrival": "It begins at",
    "after_departure": "It ends at",
    "way_too_short": "15 min from “Wasserschutzpolizei” to “Agenda 21”; 35 min are needed.",
    "group_overlap": "The same guests are expected in both for 60 min.",
    "venue_hours": "“Verkehrsmanagementzentrale” is not open from 16:00 to 17:30.",
    "declined": "Declined: Referatsleitung Verkehr (Beispiel).",
    "no_common_language": "It is held in: German. The guests understand: Hungarian. Nobody interprets.",
    "no_break": "3:15 hours without a break; the limit is 3:00.",
    "no_lunch": "Nothing to eat around noon on",
    "consecutive_not_counted": "45 min of speech need 90 min when interpreted consecutively; the item has 60.",
    "whispered_too_many": "Whispering for 13; it reaches 3.",
    "second_interpreter_missing": "One person for 90 min of simultaneous interpreting; the limit is 40.",
    "mode_missing": "Interpreting: consecutive. Nobody is booked.",
    "unplaced": "It lasts 90 min and has no day and no time yet.",
}
# What another time mends; the rest is for people.
MENDED = ("before_arrival", "after_departure", "way_too_short", "group_overlap", "venue_hours", "unplaced")
PARTNER = "partner.budapest@example.org"


def written(site: Site, word: str) -> str:
    """What tests/e2e/budapest.py writes for the word; its number."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HOSPITIUM_", "DJANGO_"))}
    environment |= {
        "HOSPITIUM_DATA": str(site.log.parent),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.e2e.budapest", word],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.strip()


@pytest.fixture(scope="module")
def seminar(site: Site) -> str:
    """The address of the seminar as it is well planned."""
    return f"/desk/visits/{written(site, 'seminar')}/"


# ---- plan ------------------------------------------------------------------------
def test_number_eight_is_planned_and_number_nine_made_from_it(open_as: Opener, seminar: str) -> None:
    page = open_as("officer", language="en")
    page.goto(seminar)

    expect(page.locator("h1")).to_contain_text("Environment, energy and transport on the way to EU norms")
    expect(page.locator("[data-hospitium-grid-summary]")).to_have_text("Nothing found.")
    expect(page.locator(".hsp-item")).to_have_count(ITEMS)
    assert flaws(page) == []
    picture(page, "visit")

    page.goto("/desk/new/visit/?partnership=budapest&format=seminar")
    expect(page.locator("input[name=number]")).to_have_value("9")
    assert flaws(page) == []
    page.fill("input[name=title-en]", "Environment, energy and transport, two years later")
    page.select_option("select[name=source]", f"visit-{seminar.split('/')[-2]}")
    page.fill("input[name=starts_on]", f"{timezone.localdate().year + 2}-08-07")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/desk/visits/\d+/$"), timeout=PATIENCE)

    expect(page.locator(".hsp-item")).to_have_count(ITEMS)
    assert flaws(page) == []
    page.goto(f"{page.url}people/")
    expect(page.get_by_role("button", name="Ask all 8 open")).to_be_visible()
    assert flaws(page) == []


# ---- check and proposal ------------------------------------------------------------
def found(page: Page, address: str) -> list[str]:
    """The codes of what the check finds, as its page lists them."""
    page.goto(f"{address}check/")
    return [str(one.get_attribute("data-finding")).partition(":")[0] for one in page.locator("[data-finding]").all()]


def test_mistakes_are_found_and_the_proposal_mends_what_time_can_mend(open_as: Opener, site: Site) -> None:
    address = f"/desk/visits/{written(site, 'spoiled')}/"
    page = open_as("officer", language="en")
    before = found(page, address)
    assert sorted(MISTAKES.keys() - set(before)) == []
    for code, sentence in MISTAKES.items():
        said = page.locator(f"[data-finding^='{code}:'] [data-finding-sentence]").filter(has_text=sentence)
        expect(said).not_to_have_count(0)
    assert flaws(page) == []
    picture(page, "check")

    page.goto(address)
    page.locator(".hsp-item", has_text="Welcome").locator("> a").focus()
    for _quarter_of_an_hour in range(4):
        page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-finding^=before_arrival]")).to_have_count(0)
    assert "before_arrival" not in found(page, address)

    page.goto(f"{address}proposals/")
    assert flaws(page) == []
    page.get_by_role("button", name="Propose a plan").click()
    adopt = page.get_by_role("button", name="Take over all")
    expect(adopt).to_be_visible(timeout=PATIENCE * 3)
    assert flaws(page) == []
    picture(page, "proposal")
    adopt.click()
    expect(page.get_by_role("status").first).to_be_visible()

    after = found(page, address)
    assert len(after) < len(before)
    assert [code for code in MENDED if code in after] == []


# ---- prints ------------------------------------------------------------------------
def download(page: Page, link: str) -> bytes:
    answer = page.context.request.get(link)
    assert answer.ok
    return answer.body()


def words_of(pdf: bytes, folder: Path) -> str:
    """The text of a PDF, by Debian's poppler-utils."""
    command = shutil.which("pdftotext")
    assert command, "install poppler-utils"
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    return subprocess.run([command, str(file), "-"], check=True, capture_output=True, text=True).stdout


def make(page: Page, address: str, template: str, paper: str = "") -> None:
    """Ask for a document with what the form suggests."""
    page.goto(f"{address}documents/new/{template}/")
    assert flaws(page) == []
    if paper:
        page.select_option("select[name=paper]", paper)
    # A letter with gaps goes out only when somebody says so.
    for box in page.locator("input[name=with_gaps]").all():
        box.check()
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/documents/(\d+/)?$"), timeout=PATIENCE)


def latest(page: Page, address: str) -> bytes:
    page.goto(f"{address}documents/")
    return download(page, str(page.locator("main a[href*='/desk/files/']").first.get_attribute("href")))


def test_booklet_run_sheet_and_invitation_are_printed(open_as: Opener, seminar: str, tmp_path: Path) -> None:
    page = open_as("officer", language="en")

    for template, expected in (("booklet", ("ő", "Budapest", "8")), ("run_sheet", ("Wasserschutzpolizei",))):
        make(page, seminar, template)
        assert flaws(page) == []
        pdf = latest(page, seminar)
        text = words_of(pdf, tmp_path)
        pages = max([int(count) for count in re.findall(rb"/Count (\d+)", pdf)] or [len(text.split("\f")) - 1])
        assert (pdf[:5], pages >= 1) == (b"%PDF-", True)
        assert [word for word in expected if text and word not in text] == []

    for paper, part in (("docx", "word/document.xml"), ("odt", "content.xml")):
        make(page, seminar, "invitation", paper)
        with zipfile.ZipFile(io.BytesIO(latest(page, seminar))) as letter:
            assert (letter.testzip(), len(letter.read(part)) > 1000) == (None, True)
    make(page, seminar, "invitation", "pdf")
    assert latest(page, seminar)[:5] == b"%PDF-"
    page.goto(f"{seminar}documents/")
    assert flaws(page) == []
    picture(page, "documents")


# ---- the partner ---------------------------------------------------------------------
def test_the_partner_answers_the_year_on_a_phone_in_hungarian(open_as: Opener, site: Site) -> None:
    programme = f"/desk/year-programmes/{written(site, 'year')}/"
    officer = open_as("officer", language="en")
    officer.goto(f"{programme}send/")
    assert flaws(officer) == []
    officer.fill("[name=name]", "Partner Budapest (Beispiel)")
    officer.fill("[name=email]", PARTNER)
    officer.select_option("select[name=language]", "hu")
    officer.fill("[name=ends_on]", str(timezone.localdate() + timedelta(days=30)))
    officer.locator("main form button[type=submit]").click()
    officer.wait_for_url(f"**{programme}")

    guest = open_as(language="de", width=360)
    guest.goto(links_mailed(site, to=PARTNER)[-1])
    expect(guest.locator("html")).to_have_attribute("lang", "hu")
    assert flaws(guest) == []
    guest.fill("[name=guest_email]", PARTNER)
    guest.keyboard.press("Enter")
    guest.wait_for_url("**/year/")
    expect(guest.locator("h1")).to_contain_text("Budapest")
    assert flaws(guest) == []
    phone(guest, "guest")

    seminar, youth = (guest.locator("main section", has_text=words) for words in ("uniós normák", "szabadideje"))
    seminar.locator("button[type=submit]").click()
    expect(seminar.locator("button[type=submit]")).to_have_count(0)
    youth.locator("a.hsp-btn").click()
    assert flaws(guest) == []
    guest.select_option("select[name=month]", "10")
    guest.fill("[name=remark]", "Májusban választás lesz.")
    guest.locator("section:has(#counter) button[type=submit]").click()
    guest.wait_for_url("**/year/**")
    guest.locator("#finished form button[type=submit]").click()
    guest.wait_for_load_state()
    assert flaws(guest) == []

    officer.goto(programme)
    lines = officer.locator("section:has(#lines)")
    expect(lines).to_contain_text("agreed")
    expect(lines).to_contain_text("counter-proposed")
    expect(lines).to_contain_text("October")
    assert flaws(officer) == []
    picture(officer, "year")
    lines.get_by_role("link", name="Youth leisure").click()
    expect(officer.locator("main")).to_contain_text("Májusban választás lesz.")
    assert flaws(officer) == []


def phone(page: Page, name: str) -> None:
    """The page as it is on the phone; only when pictures of the manual are asked for."""
    folder = os.environ.get("HOSPITIUM_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), scale="css")
