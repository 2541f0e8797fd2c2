"""Editorial text in Markdown, and what it must not become (corpus B-21)."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.core.markup import TAGS, rendered


def test_what_an_editor_writes():
    assert rendered(
        "## Partner\n\nA *visit* to **Łódź**, see [the page](https://example.org/a?b=1&c=2).\n\n- one\n- two\n\n> said"
    ) == (
        "<h2>Partner</h2>\n"
        '<p>A <em>visit</em> to <strong>Łódź</strong>, see <a href="https://example.org/a?b=1&amp;c=2" '
        'rel="noopener noreferrer">the page</a>.</p>\n'
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        "<blockquote>\n<p>said</p>\n</blockquote>\n"
    )


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![pixel](https://evil.example/p.gif)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//evil.example/)",
    "[x](/\\evil.example/)",
    "[x](http://evil.example/)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
    "<style>body{display:none}</style>",
    '<form action="https://evil.example"><input name=password></form>',
    '<p style="position:fixed;inset:0">x</p>',
    '<a href="https://ok.example" onclick="alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '[x](https://ok.example "title onmouseover=alert(1)")',
    '[x](https://ok.example"onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "# [x](javascript:alert(1))\n\n<h1>x</h1>",
    "`<b>code</b>`",
    "```html\n<script>alert(1)</script>\n```",
]


class Elements(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def harmless(html: str) -> bool:
    for tag, attributes in Elements(html).found:
        allowed = {"href", "rel"} if tag == "a" else set()
        if tag not in TAGS or not set(attributes) <= allowed:
            return False
        if "href" in attributes and not re.match(r"https://|mailto:|/(?![/\\])", attributes["href"] or ""):
            return False
    return True


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_becomes_markup(text):
    assert harmless(rendered(text))


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        '<p onclick="x">',
        '<a href="javascript:x">',
        '<a href="//evil.example">',
        "<img>",
        '<a href="/\\\\x">',
    ],
)
def test_the_judge_of_these_tests_sees_what_is_hostile(html):
    assert not harmless(html)


@given(st.text(alphabet="<>&\"'`*_[]()!#:/\\ \n\taAbjsx;=-", max_size=80))
def test_no_text_becomes_hostile_markup(text):
    assert harmless(rendered(text))


@pytest.mark.parametrize(
    "text",
    ["> " * 20_000 + "x", "- " * 30_000, "[" * 60_000, "*" * 60_000, "a" * 1_000_000, "(" * 30_000 + ")" * 30_000,
     "`" * 30_000 + "x", "![" * 20_000, "&" * 60_000, "\n".join("  " * depth + "- x" for depth in range(300))],
)  # fmt: skip
def test_a_hostile_length_costs_no_more_than_a_long_text(text):
    rendered.cache_clear()
    begun = time.process_time()

    html = rendered(text)

    assert harmless(html)
    # No timing: what grows with the square of the length would take minutes here.
    assert time.process_time() - begun < 60
