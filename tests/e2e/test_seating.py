"""People are dragged from seat to seat in the picture of a plan, onto it and off it; each step can be undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener, Site
from tests.e2e.test_guests import flaws


@pytest.fixture
def plan(open_as: Opener, site: Site) -> Page:
    """A car with four seats that were proposed, and somebody who has none."""
    page = open_as("officer", language="en")
    page.goto(site.path("/desk/delegations/{hosted}/seating/new/"))
    page.fill("[name=name]", "Car (example)")
    page.select_option("[name=shape]", "car")
    page.fill("[name=size]", "4")
    page.locator("main form button[type=submit]").last.click()
    page.get_by_role("button", name="Propose seats").click()
    expect(seat(page, 4)).to_have_attribute("data-name", re.compile(".+"))
    return page


def seat(page: Page, number: int) -> Locator:
    return page.locator(f'.hsp-chart__wide [data-seat="{number}"]')


def say(page: Page) -> Locator:
    return page.locator("[data-hospitium-seating-say]")


def drag(page: Page, source: Locator, target: Locator) -> None:
    source.scroll_into_view_if_needed()
    start, end = source.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 20, start["y"] + 30, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 20, steps=5)
    page.mouse.up()


def who(page: Page) -> list[str | None]:
    """The names by seat, as the page has them after it was loaded again."""
    page.reload()
    return [seat(page, number).get_attribute("data-name") for number in range(1, 5)]


def by_hand(page: Page) -> int:
    return page.get_by_text("by hand", exact=True).count()


def test_two_change_places_by_dragging_and_it_is_undone(plan: Page) -> None:
    before = who(plan)

    drag(plan, seat(plan, 1), seat(plan, 3))
    expect(say(plan)).to_contain_text(f"{before[0]}: seat 3. {before[2]}: seat 1.")
    assert who(plan) == [before[2], before[1], before[0], before[3]]
    settled = by_hand(plan)
    drag(plan, seat(plan, 2), seat(plan, 4))
    say(plan).get_by_role("button", name="Undo").click()
    expect(say(plan)).to_contain_text("Undone.")

    assert who(plan) == [before[2], before[1], before[0], before[3]]
    assert by_hand(plan) == settled
    assert flaws(plan) == []


def test_somebody_is_dragged_off_the_plan_and_another_onto_it(plan: Page) -> None:
    before = who(plan)
    nobody_yet = plan.locator("[data-hospitium-seating-out]")
    waiting = nobody_yet.locator("[data-person]").first
    name = str(waiting.get_attribute("data-name"))

    drag(plan, waiting, seat(plan, 2))
    expect(say(plan)).to_contain_text("Seat 2 is not free")
    drag(plan, seat(plan, 2), nobody_yet)
    expect(say(plan)).to_contain_text(f"{before[1]} has no seat any more.")
    drag(plan, nobody_yet.locator(f'[data-name="{name}"]'), seat(plan, 2))
    expect(say(plan)).to_contain_text(f"{name}: seat 2.")

    assert who(plan) == [before[0], name, *before[2:]]


def test_who_drags_what_somebody_changed_is_told(plan: Page, open_as: Opener) -> None:
    other = open_as("officer", language="en")
    other.goto(plan.url)
    drag(other, seat(other, 1), seat(other, 2))
    expect(say(other).get_by_role("button")).to_be_visible()
    now = who(other)

    drag(plan, seat(plan, 1), seat(plan, 3))

    expect(say(plan)).to_contain_text("Somebody changed the seats in the meantime.")
    assert who(plan) == now
    plan.keyboard.press("Escape")
    assert plan.locator(".hsp-dragged").count() == 0
