"""What the events of all apps say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@cache
def sentences() -> Mapping[str, Any]:
    """Event code → sentence, of every app that has a history."""
    told: dict[str, Any] = {}
    for app in apps.get_app_configs():
        module = f"{app.name}.history"
        if app.name.startswith("hospitium.") and find_spec(module):
            told.update(import_module(module).SENTENCES)
    return told
