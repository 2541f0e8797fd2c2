"""No page has a finding of axe, in light and dark, wide and narrow; none scrolls sideways; the markup is valid."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import ROOT, Opener
from tests.e2e.places import ALL

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()
MODES = [(1440, False), (1440, True), (390, False), (390, True)]


def findings(page: Page) -> list[str]:
    """What axe finds on a page, each with the first element that it names."""
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:140]}" for one in result["violations"]]


@pytest.mark.parametrize(("width", "dark"), MODES)
def test_axe_finds_nothing_on_any_page(open_as: Opener, width: int, dark: bool) -> None:
    found: dict[str, list[str]] = {}
    pages: dict[str, Page] = {}

    for who, path in ALL:
        page = pages.get(who) or pages.setdefault(who, open_as(who, width=width, dark=dark))
        response = page.goto(path)
        assert response is not None
        assert response.status < 500, f"{who} {path} answered {response.status}"
        problems = findings(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            problems.append(f"scrolls sideways by {wide} px")
        if problems:
            found[f"{who or 'visitor'} {path}"] = problems

    assert found == {}


def test_axe_notices_a_picture_without_words(open_as: Opener) -> None:
    page = open_as()
    page.goto("/de/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\">')")

    assert [finding.partition(":")[0] for finding in findings(page)] == ["image-alt"]


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_no_page_scrolls_sideways(open_as: Opener, width: int) -> None:
    wide: dict[str, int] = {}
    pages: dict[str, Page] = {}

    for who, path in ALL:
        page = pages.get(who) or pages.setdefault(who, open_as(who, width=width))
        page.goto(path)
        pixels = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if pixels > 0:
            wide[f"{who} {path}"] = pixels

    assert wide == {}


def test_the_markup_of_every_page_is_valid(open_as: Opener) -> None:
    broken: dict[str, str] = {}
    pages: dict[str, Page] = {}

    for who, path in ALL:
        page = pages.get(who) or pages.setdefault(who, open_as(who))
        response = page.request.get(path)
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(response.text())
        if parser.errors:
            position, code, _more = parser.errors[0]
            broken[f"{who} {path}"] = f"{position} {code}"

    assert broken == {}


def test_every_page_says_its_language(open_as: Opener) -> None:
    for language in ("de", "en", "pl", "cs", "hu", "ru"):
        page = open_as("officer", language=language)
        page.goto("/desk/")
        assert page.get_attribute("html", "lang") == language
        page.goto(f"/{language}/")
        assert page.get_attribute("html", "lang") == language
