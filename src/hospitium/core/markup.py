"""Editorial text: a small Markdown, cleaned; images only of our own, links only to https and mail."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "blockquote", "br", "hr"}
SIZE = 60_000


@lru_cache(maxsize=256)
def rendered(text: str) -> SafeString:
    """HTML for Markdown text; what is not in TAGS becomes plain text or vanishes."""
    html = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).render(text[:SIZE])
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned in the line above
