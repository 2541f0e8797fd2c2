"""Everything works without a mouse."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Opener, Site, sign_in


def test_the_first_tab_stop_leads_to_the_content(open_as: Opener) -> None:
    page = open_as("officer")
    page.goto("/desk/partnerships/warsaw/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_a_slash_goes_to_the_search_and_finds_warsaw(open_as: Opener) -> None:
    page = open_as("officer")
    page.goto("/desk/")

    page.keyboard.press("/")
    page.keyboard.type("warschau")
    page.keyboard.press("Enter")

    page.wait_for_url("**/desk/find/?q=warschau")
    expect(page.locator("main a", has_text="Warschau").first).to_be_visible()


def test_the_menu_of_the_phone_opens_and_closes_by_keyboard(open_as: Opener) -> None:
    page = open_as("officer", width=390)
    page.goto("/desk/")
    menu = page.locator("header button[popovertarget=nav]")

    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#nav")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#nav")).to_be_hidden()


def test_signing_in_and_out_needs_no_mouse(site: Site, open_as: Opener) -> None:
    page = open_as()

    sign_in(page, site, "employee")

    expect(page.locator("h1")).to_be_visible()


def test_every_focus_is_seen(open_as: Opener) -> None:
    page = open_as("officer")
    page.goto("/desk/partnerships/warsaw/")

    unseen = []
    for _turn in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.outerHTML.slice(0, 80), s.outlineStyle, s.outlineWidth]; })()"
        )
        if outline[1] == "none" or outline[2] == "0px":
            unseen.append(outline[0])

    assert unseen == []
