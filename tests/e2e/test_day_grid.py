"""Items of the day grid are moved by keyboard, by mouse and by form; the check follows."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Opener, Site


@pytest.fixture
def week(site: Site) -> str:
    """The address of a visit of its own for each test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HOSPITIUM_", "DJANGO_"))}
    environment |= {
        "HOSPITIUM_DATA": str(site.log.parent),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.e2e.week"], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return f"/desk/visits/{made.stdout.strip()}/"


def item(page: Page, title: str):
    return page.locator(".hsp-item", has_text=title)


def middle(page: Page, title: str) -> dict[str, float]:
    """Where an item is on the screen, once it is in the middle of it."""
    item(page, title).evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = item(page, title).bounding_box()
    assert box
    return dict(box)


def say(page: Page):
    return page.locator("[data-hospitium-grid-say]")


def stored(page: Page, title: str) -> tuple[str, str, str]:
    """Day, begin and minutes as the page has them after it was loaded again."""
    page.reload()
    form = item(page, title).locator("form")
    return tuple(form.locator(f"input[name={name}]").input_value() for name in ("day", "starts", "minutes"))


def test_an_item_is_moved_and_lengthened_by_keyboard_and_the_check_follows(open_as: Opener, week: str) -> None:
    page = open_as("officer", language="en")
    page.goto(week)
    link = item(page, "Watering").locator("> a")

    link.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(say(page)).to_contain_text("Way too short")
    expect(say(page)).to_contain_text("10:30 to 11:30")
    expect(link).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(say(page)).to_contain_text("Wed")
    expect(say(page).get_by_role("button")).to_be_visible()

    assert stored(page, "Watering") == ("2027-03-17", "10:30", "75")
    expect(page.locator("[data-finding^=way_too_short]")).to_have_count(0)


def test_a_move_is_undone(open_as: Opener, week: str) -> None:
    page = open_as("officer", language="en")
    page.goto(week)

    item(page, "Watering").locator("> a").focus()
    page.keyboard.press("Alt+ArrowLeft")
    say(page).get_by_role("button").click()
    expect(say(page)).to_contain_text("Undone")

    assert stored(page, "Watering") == ("2027-03-16", "11:00", "60")


def test_an_item_is_dragged_to_another_day_and_stretched(open_as: Opener, week: str) -> None:
    page = open_as("officer", language="en")
    page.goto(week)
    box = middle(page, "Watering")
    thursday = page.locator('.hsp-day[data-day="2027-03-18"]').bounding_box()
    assert thursday

    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(thursday["x"] + 40, box["y"] + 60, steps=5)
    page.mouse.move(thursday["x"] + 40, box["y"] + 20 + box["height"], steps=5)
    page.mouse.up()
    expect(say(page)).to_contain_text("12:00 to 13:00")
    box = middle(page, "Watering")
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] * 1.5, steps=5)
    page.mouse.up()
    expect(say(page)).to_contain_text("12:00 to 13:30")

    assert page.url.endswith(week)
    assert stored(page, "Watering") == ("2027-03-18", "12:00", "90")


def test_who_moves_what_somebody_changed_is_told(open_as: Opener, week: str) -> None:
    page, other = open_as("officer", language="en"), open_as("officer", language="en")
    page.goto(week)
    other.goto(week)
    other_item = item(other, "Watering")
    other_item.locator("> a").focus()
    other.keyboard.press("Alt+ArrowDown")
    expect(say(other).get_by_role("button")).to_be_visible()

    item(page, "Watering").locator("> a").focus()
    page.keyboard.press("Alt+ArrowUp")

    expect(say(page)).to_contain_text("Somebody changed this item")
    assert stored(page, "Watering") == ("2027-03-16", "11:15", "60")


def test_the_small_form_moves_an_item_on_a_phone(open_as: Opener, week: str) -> None:
    page = open_as("officer", language="en", width=390)
    page.goto(week)
    watering = item(page, "Watering")

    watering.locator("summary").click()
    watering.locator("input[name=starts]").fill("14:00")
    watering.locator("button").click()

    page.wait_for_url("**/desk/visits/**")
    assert stored(page, "Watering") == ("2027-03-16", "14:00", "60")
