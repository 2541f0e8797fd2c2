"""No page has a finding of axe, in light and dark, wide and narrow; none scrolls sideways; the markup is valid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import html5lib
import pytest
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from hospitium.accounts.routes import routes
from tests.e2e.conftest import MAILBOXES, ROOT, Opener, Site, opener
from tests.e2e.places import ALL, ANSWERS, NO_PAGES
from tests.matrix.addresses import patterns

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()
# Each share of the pages is looked at in a process of its own.
SHARES = 2
# So many looks, and the browser begins a page anew: with hundreds of them in its memory it needs three times as long.
RENEWED = 15
MODES = [(1440, "light"), (1440, "dark"), (390, "dark"), (390, "light")]
WIDTHS = [360, 390, 768, 1100, 1440, 1920]
SIDEWAYS = "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
# What was right stays in the browser: the list of it is longer than the page.
RUN = """([tags, rules]) => axe.run(document, {...(rules || {runOnly: tags}), resultTypes: ["violations"]})
    .then(found => found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 140)}`))"""
# In the dark nothing but colours changes.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


class Anything(dict[str, str]):
    """Some number for each record that a place names."""

    def __missing__(self, _name: str) -> str:
        return "1"


@dataclass
class Visit:
    """What was noticed on one page."""

    status: int
    axe: list[str] = field(default_factory=list)
    sideways: dict[int, int] = field(default_factory=dict)
    markup: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def findings(page: Page, *, rules: object = None) -> list[str]:
    """What axe finds on a page that it has been brought to, each with the first element that it names."""
    found: list[str] = page.evaluate(RUN, [RULES, rules])
    return found


def bring_axe(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))


def come_to(page: Page, path: str, password: str) -> Response:
    """Open a page; where the person has to show first that it is they, with the password."""
    response = page.goto(path)
    if "/account/reauthenticate/" in page.url and not path.startswith("/account/"):
        page.fill("input[name=password]", password)
        with page.expect_navigation() as navigation:
            page.keyboard.press("Enter")
        response = navigation.value
    assert response is not None
    return response


def visit(page: Page, path: str, password: str = "") -> Visit:
    """Open a page once and look at it in every mode and width."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # The page itself is written down when its answer is an error; that is what ANSWERS is for.
        if message.type in {"error", "warning"} and path not in ANSWERS:
            said.append(message.text[:200])

    page.on("console", listen)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    response = come_to(page, path, password)
    seen = Visit(response.status, said=said)
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(response.text())
    seen.markup = [f"{position} {code}" for position, code, _more in parser.errors[:3]]
    bring_axe(page)
    for width, scheme in MODES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = findings(page, rules=COLOURS if scheme == "dark" else None)
        seen.axe += [f"{width} {scheme} {one}" for one in found]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if pixels := page.evaluate(SIDEWAYS):
            seen.sideways[width] = pixels
    page.remove_listener("console", listen)
    return seen


@pytest.fixture(
    scope="module",
    params=[pytest.param(share, marks=pytest.mark.xdist_group(f"crawl {share}")) for share in range(SHARES)],
)
def visits(
    request: pytest.FixtureRequest, site: Site, chromium: Browser, signed_in: dict[str, dict]
) -> Iterator[dict[str, Visit]]:
    """A share of the pages of tests/e2e/places.py, each looked at once; "who path" → what was noticed."""
    with opener(site, chromium, signed_in) as open_as:
        pages: dict[str, Page] = {}
        turns: Counter[str] = Counter()

        def page_of(who: str) -> Page:
            """The page of somebody, a fresh one from time to time: each look leaves something in its memory."""
            if who not in pages:
                pages[who] = open_as(who)
            elif turns[who] % RENEWED == 0:
                old = pages[who]
                pages[who] = old.context.new_page()
                old.close()
            turns[who] += 1
            return pages[who]

        def password_of(who: str) -> str:
            return site.passwords[MAILBOXES[who]] if who in MAILBOXES else ""

        yield {
            f"{who or 'visitor'} {path}": visit(page_of(who), site.path(path), password_of(who))
            for who, path in ALL[request.param :: SHARES]
        }


def noticed(visits: dict[str, Visit], what: Callable[[Visit], object]) -> dict[str, object]:
    return {place: what(seen) for place, seen in visits.items() if what(seen)}


def test_every_page_is_there(visits: dict[str, Visit]) -> None:
    unexpected = {
        place: seen.status for place, seen in visits.items() if seen.status != ANSWERS.get(place.partition(" ")[2], 200)
    }

    assert unexpected == {}


def test_axe_finds_nothing_on_any_page(visits: dict[str, Visit]) -> None:
    assert noticed(visits, lambda seen: seen.axe) == {}


def test_no_page_scrolls_sideways(visits: dict[str, Visit]) -> None:
    assert noticed(visits, lambda seen: seen.sideways) == {}


def test_the_markup_of_every_page_is_valid(visits: dict[str, Visit]) -> None:
    assert noticed(visits, lambda seen: seen.markup) == {}


def test_no_page_complains_in_the_console(visits: dict[str, Visit]) -> None:
    assert noticed(visits, lambda seen: seen.said) == {}


def test_every_address_that_answers_with_a_page_is_visited() -> None:
    known = Anything({"day": "2026-01-01"})
    visited = {resolve(path.partition("?")[0].format_map(known)).view_name for _who, path in ALL}
    pages = {
        route.name
        for _pattern, route in patterns()
        if route.name and "GET" in routes().get(route.name, {"GET": "sign-in"})
    }

    assert sorted(pages - visited - NO_PAGES) == []
    assert sorted(NO_PAGES - pages) == []
    assert sorted(NO_PAGES & visited) == []


def test_axe_notices_a_picture_without_words(open_as: Opener) -> None:
    page = open_as()
    page.goto("/de/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\">')")
    bring_axe(page)

    assert [finding.partition(":")[0] for finding in findings(page)] == ["image-alt"]


def test_a_script_that_is_not_ours_does_not_run(open_as: Opener) -> None:
    """The policy of the page is what the console check leans on: it must complain."""
    page = open_as()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/de/")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.stranger = 1';"
        " document.body.append(s); }"
    )

    assert page.evaluate("window.stranger === undefined")
    assert any("Content Security Policy" in text for text in said)


@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
def test_the_longest_pages_fit_in_every_language(open_as: Opener, language: str) -> None:
    page = open_as("officer", language=language)

    wide = {}
    for path in ("/desk/", "/desk/partnerships/warsaw/", "/desk/activities/", "/desk/new/activity/", f"/{language}/"):
        page.goto(path)
        assert page.get_attribute("html", "lang") == language
        for width in (360, 1100):
            page.set_viewport_size({"width": width, "height": 900})
            if pixels := page.evaluate(SIDEWAYS):
                wide[path, width] = pixels

    assert wide == {}
