"""Addresses of pages of other apps; "" where this installation has no such page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def link(view: str, *arguments: object, **query: object) -> str:
    """The address of a page, with the query that it should open with."""
    try:
        path = reverse(view, args=arguments)
    except NoReverseMatch:
        return ""
    return f"{path}?{urlencode(query)}" if query else path
