"""The components that pages use most, as template tags; the rest are plain includes of `components/*.html`."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

TONE_ICONS = {
    "": "pencil",
    "success": "circle-check",
    "info": "clock",
    "warning": "triangle-alert",
    "danger": "octagon-alert",
    "open": "circle-dashed",
    "paused": "circle-pause",
    "own": "plane-takeoff",
    "partner": "plane-landing",
}
# Every key is there, because a template that looks for a missing one costs more than all the others together.
EMPTY_CELL = {
    "value": "",
    "lang": "",
    "url": "",
    "chip": None,
    "sub": "",
    "example": False,
    "unknown": False,
    "empty": False,
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One glyph of the sprite: decoration, unless `label` says what it means."""
    return _icon(str(name), str(label))


# Kept, because a page shows forty of them.
@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    return render_to_string("components/icon.html", {"name": name, "label": label})


@register.simple_tag
def chip(text: str, tone: str = "", icon: str = "") -> SafeString:
    """The state of a thing as icon and word. The tones are the keys of `TONE_ICONS`."""
    return chip_of(str(text), str(tone or ""), str(icon or ""))


@lru_cache(maxsize=500)
def chip_of(text: str, tone: str, icon: str) -> SafeString:
    chosen = icon or TONE_ICONS.get(tone, TONE_ICONS[""])
    return render_to_string("components/chip.html", {"text": text, "tone": tone, "icon": chosen})


@register.simple_block_tag
def panel(content: SafeString, title: str, **options: Any) -> SafeString:
    """A ruled section around a block. The options, with `id` for the heading, are those of `components/panel.html`."""
    return render_to_string("components/panel.html", {"title": title, "content": content, **options})


@register.inclusion_tag("components/table.html")
def table(columns: Sequence[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], **options: Any) -> dict[str, Any]:
    """A table of `columns` (label, numeric, sort) and `rows` (cells, tone); a cell is a value, None or a mapping."""
    filled = [
        {
            "tone": "",
            **row,
            "cells": [_cell(column, value) for column, value in zip(columns, row["cells"], strict=True)],
        }
        for row in rows
    ]
    return {"columns": columns, "rows": filled, **options}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """The pages of a list, keeping the rest of the address; nothing where there is only one."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers), "query": query.urlencode()}


def _cell(column: Mapping[str, Any], value: Any) -> dict[str, Any]:
    given = value if isinstance(value, Mapping) else {"value": value, "unknown": value is None}
    return {"label": column["label"], "numeric": column.get("numeric", False), **EMPTY_CELL, **given}
