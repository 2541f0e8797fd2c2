"""The run sheet on the phone: kept when asked for, shown without a connection, gone after signing out."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Opener

SHEET = "/desk/visits/1/run-sheet/"


def test_the_run_sheet_opens_without_a_connection_until_somebody_signs_out(
    open_as: Opener, signed_in: dict[str, dict]
) -> None:
    page = open_as("officer", language="en")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(SHEET)
    expect(page.locator("[data-state]")).to_have_text("It is not kept on this device.")

    page.get_by_role("button", name="Keep on this device").click()
    expect(page.locator("[data-state]")).to_contain_text("opens without a connection")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()

    expect(page.locator("h1")).to_contain_text("Run sheet")
    expect(page.locator("main")).to_contain_text("10:00–11:30")
    assert page.evaluate("getComputedStyle(document.querySelector('.hsp-panel')).borderTopStyle") == "solid"

    page.context.set_offline(False)
    page.goto("/account/logout/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    del signed_in["officer"]
    assert page.evaluate("caches.keys()") == []
    page.goto(SHEET)
    expect(page.locator("[data-hospitium-run-sheet]")).to_have_count(0)
