"""Which of the measured pages are there: a page that is still being built is named, not measured."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse


def known(wanted: Iterable[tuple[str, Sequence[Any]]]) -> str:
    """View name → path, as JSON."""
    found = {}
    for view, arguments in wanted:
        try:
            found[view] = reverse(view, args=arguments)
        except NoReverseMatch:
            continue
    return json.dumps(found)
