"""A round of staff exchange from the closed applications to a place that somebody accepts."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener, Site
from tests.e2e.test_guests import flaws
from tests.e2e.test_journeys import picture

SECONDS = 50


def wait_for_results(page: Page, count: int) -> None:
    """Reload until the worker has answered all of them."""
    for _turn in range(SECONDS):
        if page.locator("section:has(#runs) [data-tone=success]").count() == count:
            return
        time.sleep(1)
        page.reload()
    raise AssertionError(page.inner_text("main"))


def test_three_mechanisms_are_compared_and_one_result_is_told(open_as: Opener, site: Site) -> None:
    officer = open_as("officer", language="en")
    runs = site.path("/desk/rounds/{through}/runs/")
    officer.goto(runs)
    for mechanism in ("stable", "balanced", "optimal"):
        officer.check(f"[name=mechanisms][value={mechanism}]")
    officer.select_option("[name=seconds]", "10")
    assert flaws(officer) == []
    officer.locator("section:has(#ask) button[type=submit]").click()
    officer.wait_for_load_state()
    wait_for_results(officer, 3)
    side_by_side = officer.locator("section:has(#beside) tbody")
    for mechanism in ("stable", "balanced", "optimal"):
        expect(side_by_side).to_contain_text(mechanism, ignore_case=True)
    assert flaws(officer) == []

    # Why somebody has no place.
    officer.locator("section:has(#runs) a", has_text=re.compile("stable", re.I)).click()
    officer.wait_for_url(re.compile(r"/desk/runs/\d+/$"))
    run = officer.url
    assert flaws(officer) == []
    picture(officer, "run")
    officer.locator("section:has(#without) a").first.click()
    officer.wait_for_url("**/people/**")
    expect(officer.locator("main")).to_contain_text("place")
    assert flaws(officer) == []

    # Adopting is for the head alone, telling for the office.
    officer.goto(run)
    expect(officer.locator("main a[href$='/adopt/']")).to_have_count(0)
    head = open_as("head", language="en")
    head.goto(run)
    head.locator("main a[href$='/adopt/']").click()
    assert flaws(head) == []
    head.locator("main form button[type=submit]").last.click()
    head.wait_for_load_state()
    officer.goto(site.path("/desk/rounds/{through}/board/"))
    assert flaws(officer) == []
    own = site.path("/desk/applications/{through_own}/result/")
    employee = open_as("employee", language="en", width=390)
    employee.goto(own)
    expect(employee.locator("main")).to_contain_text("There is no result yet")
    officer.goto(site.path("/desk/rounds/{through}/announce/"))
    officer.fill("[name=answer_until]", str(timezone.localdate() + timedelta(days=10)))
    assert flaws(officer) == []
    officer.locator("main form button[type=submit]").last.click()
    officer.wait_for_load_state()

    employee.reload()
    expect(employee.locator("main")).to_contain_text("You have a place")
    assert flaws(employee) == []
    employee.get_by_role("button", name="Accept the place").click()
    employee.wait_for_load_state()
    employee.goto(own)
    expect(employee.get_by_role("button", name="Accept the place")).to_have_count(0)
    assert flaws(employee) == []
    officer.goto(site.path("/desk/rounds/{through}/board/"))
    expect(officer.locator("main")).to_contain_text("accepted")
