"""A delegation at the officer's desk: ordered, seated, labelled, invited; and a letter at the border, until revoked."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE, Opener, Site
from tests.e2e.test_guests import flaws
from tests.e2e.test_journeys import picture
from tests.e2e.test_seminar import download, words_of

HEAD = "Szentgyörgyi-Székelyhidy"
GUEST = "Drzewny"


def test_members_are_ordered_seated_and_get_badges(open_as: Opener, site: Site, tmp_path: Path) -> None:
    page = open_as("officer", language="en")
    page.goto(site.path("/desk/delegations/{hosted}/"))
    picture(page, "delegation")
    rows = page.locator("tr[id^=member-]")
    expect(rows.nth(0)).to_contain_text(HEAD)
    third = str(rows.nth(2).get_attribute("id"))
    page.locator(f"#{third} button[value=up]").click()
    expect(rows.nth(1)).to_have_attribute("id", third)
    assert flaws(page) == []

    page.goto(site.path("/desk/seating/{seating_empty}/"))
    assert flaws(page) == []
    page.get_by_role("button", name="Propose seats").click()
    seats = page.locator("section:has(#plan) tbody tr", has=page.locator("form"))
    expect(seats).not_to_have_count(0)
    expect(page.locator("section:has(#plan) tbody")).to_contain_text(HEAD)
    assert flaws(page) == []
    picture(page, "seating", site.path("/desk/seating/{seating}/"))

    page.goto(site.path("/desk/delegations/{hosted}/papers/badges/"))
    page.locator("main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(r"/desk/(documents/\d+|delegations/\d+/papers)/$"), timeout=PATIENCE)
    assert flaws(page) == []
    pdf = download(page, str(page.locator("main a[href*='/desk/files/']").first.get_attribute("href")))
    text = words_of(pdf, tmp_path)
    assert (pdf[:5], not text or "Mária" in text) == (b"%PDF-", True)


def asked(police: Page, code: str) -> str:
    """The tone of what the public page says about a code that is typed as it stands on paper."""
    police.goto("/check/")
    police.fill("[name=code]", code)
    police.keyboard.press("Enter")
    said = police.get_by_role("status")
    expect(said).to_be_visible()
    assert flaws(police) == []
    return str(said.get_attribute("data-tone"))


def test_a_letter_is_valid_at_the_border_until_it_is_revoked(open_as: Opener, site: Site) -> None:
    page = open_as("officer", language="en")
    page.goto(site.path("/desk/delegations/{naming}/letters/visa_invitation/"))
    assert flaws(page) == []
    page.select_option("[name=rule]", index=1)
    page.check("[name=with_gaps]")
    page.locator("main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(r"/letters/$"), timeout=PATIENCE)
    page.locator(f"section:has(#members) tr:has-text('{GUEST}') a").first.click()
    expect(page).to_have_url(re.compile(r"/desk/letters/\d+/$"))
    assert flaws(page) == []
    code = re.search(r"[0-9A-Z]{4}(?:[ -][0-9A-Z]{4}){3}", page.inner_text("main"))
    assert code is not None

    police = open_as(language="pl", width=360)
    assert asked(police, code.group().lower()) == "success"
    assert GUEST not in police.content()

    page.locator("main a[href$='/revoke/']").click()
    page.fill("[name=reason]", "The journey was cancelled")
    assert flaws(page) == []
    page.locator("main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(r"/desk/letters/\d+/$"))
    expect(page.locator("main")).to_contain_text("revoked")
    assert (asked(police, code.group()), "cancelled" in police.content()) == ("danger", False)
    assert asked(police, "0000-0000-0000-0000") not in {"success", "danger"}
