"""A speaker is asked by mail and answers on a phone, in Hungarian, without an account."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy

import html5lib
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener, Site
from tests.e2e.test_accessibility import SIDEWAYS, bring_axe, findings

PERSON = "klara.beispiel@example.org"


def links_mailed(site: Site, *, to: str = PERSON) -> list[str]:
    """The addresses of guest links in the mails to this person, as soon as there is one."""
    for _turn in range(150):
        found: list[str] = []
        for file in sorted((site.log.parent / "mail").glob("*")):
            for mail in file.read_bytes().split(b"-" * 79):
                message = message_from_bytes(mail.lstrip(), policy=policy.default)
                body = message.get_body() if to in str(message["To"]) else None
                found += re.findall(r"/guest/[\w-]{20,}/", body.get_content() if body else "")
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("no mail with a link")


def flaws(page: Page) -> list[object]:
    """What axe, the width of a phone and the parser have against the page."""
    bring_axe(page)
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.context.request.get(page.url).text())
    return [*findings(page), *([page.evaluate(SIDEWAYS)] if page.evaluate(SIDEWAYS) else []), *parser.errors]


def test_a_speaker_is_asked_and_answers_on_a_phone(open_as: Opener, site: Site) -> None:
    officer = open_as("officer", language="en")
    officer.goto("/desk/visits/1/people/")
    officer.get_by_role("button", name="Ask 1 open").click()
    expect(officer.locator("main")).to_contain_text("asked on")
    link = links_mailed(site)[-1]

    guest = open_as(language="de", width=360)
    guest.goto(link)
    expect(guest.locator("html")).to_have_attribute("lang", "hu")
    assert (flaws(guest), "Beispiel" in guest.inner_text("main")) == ([], False)
    guest.fill("[name=guest_email]", "somebody.else@example.org")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("alert")).to_be_visible()
    guest.fill("[name=guest_email]", PERSON)
    guest.keyboard.press("Enter")
    guest.wait_for_url("**/confirmation/")
    expect(guest.locator("h1")).to_contain_text("Gátak és adatok")
    guest.locator("details").nth(0).locator("summary").click()
    guest.locator("details").nth(1).locator("summary").click()
    assert flaws(guest) == []
    guest.locator("form:has([value=confirmed]) textarea").fill("Örömmel!")
    guest.locator("form:has([value=confirmed]) button").click()
    expect(guest.get_by_role("status")).to_be_visible()
    assert flaws(guest) == []

    officer.reload()
    expect(officer.locator("main")).to_contain_text("Örömmel!")
    officer.goto("/office/guest-links/")
    expect(officer.locator("main")).to_contain_text("Klara Beispiel")
    mine = officer.get_by_role("button", name="Revoke : Klara Beispiel")
    mine.click()
    expect(mine).to_have_count(0)
    guest.reload()
    expect(guest.locator("h1")).not_to_contain_text("Gátak")
