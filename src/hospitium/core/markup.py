"""Editorial text: a small Markdown, cleaned; no images, links only to our own pages, to https and to mail."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "blockquote", "br", "hr"}
SIZE = 60_000
# One slash: two of them, or one that leans back, lead to another host.
OWN_PAGE = re.compile(r"/(?![/\\]|%5c)", re.IGNORECASE)


@lru_cache(maxsize=256)
def rendered(text: str) -> SafeString:
    """HTML for Markdown text; what is not in TAGS becomes plain text or vanishes."""
    html = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).render(text[:SIZE])
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"https", "mailto"},
        url_relative=own_page,
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned in the line above


def own_page(url: str) -> str | None:
    """An address without a host, if it leads to a page of ours."""
    return url if OWN_PAGE.match(url) else None
