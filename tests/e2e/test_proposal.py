"""A plan is asked for, the page follows the search by itself, and an item of the plan is taken over."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Opener

VISIT = "/desk/visits/1/"


def test_a_plan_is_searched_for_by_the_worker_and_taken_over(open_as: Opener) -> None:
    page = open_as("officer", language="en")
    page.goto(f"{VISIT}proposals/")
    runs = page.locator("[aria-labelledby=runs] li")
    before = runs.count()

    page.get_by_label("At most").select_option("10")
    page.get_by_role("button", name="Propose a plan").click()
    expect(page.locator("progress")).to_be_visible()
    expect(page.locator("[data-hospitium-progress]")).to_have_count(0, timeout=60_000)

    expect(runs).to_have_count(before + 1)
    expect(page.locator("main")).to_contain_text("Findings of the check now")
    box = page.locator("#adopt-chosen input[type=checkbox]").first
    left = page.locator("#adopt-chosen tbody tr").count()
    box.check()
    page.get_by_role("button", name="Take over the ticked ones").click()
    expect(page.locator("body")).to_contain_text("1 item stands where the plan has it.")
    expect(page.locator("#adopt-chosen tbody tr")).to_have_count(left - 1)


def test_without_the_script_the_page_is_loaded_again(open_as: Opener) -> None:
    page = open_as("officer", language="en")
    page.route("**/proposal*.js", lambda route: route.abort())
    page.goto(f"{VISIT}proposals/")
    page.get_by_role("button", name="Propose a plan").click()
    # A click does not wait for the page it leads to: without this the loop below could end on the old one.
    expect(page.locator("progress")).to_be_visible()
    for _turn in range(60):
        if not page.locator("progress").count():
            break
        page.get_by_role("link", name="Load the page again").click()
        page.wait_for_timeout(500)

    expect(page.locator("main")).to_contain_text("Searched for")
