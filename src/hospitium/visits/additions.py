"""What apps above this one add to a visit: people who are told of a changed programme, sections of the briefing folder.

An app that lies above has a module `of_visits` with three functions: `concerned(visit, changes)` gives whom the changes
of the programme concern; `guests(visit, language=…, by=…)` and `earlier(visit, by=…)` give sections of the briefing
folder, in the language that is active: who comes, and what was between the partners before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


@cache
def additions() -> tuple[ModuleType, ...]:
    """The module `of_visits` of each app that has one."""
    return tuple(found())


def found() -> Iterator[ModuleType]:
    for app in apps.get_app_configs():
        name = f"{app.name}.of_visits"
        if app.name.startswith("hospitium.") and find_spec(name) is not None:
            yield import_module(name)
