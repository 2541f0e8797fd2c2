"""What every page of one record shows: its facts, its buttons with the reason why not, its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import get_language

from hospitium.algorithms.dates import PartialDate
from hospitium.core import wording
from hospitium.core.events import Line, lines, timeline
from hospitium.core.histories import sentences as told_by_all
from hospitium.core.multilingual import Multilingual
from hospitium.core.verdicts import ALLOWED, Verdict

Text = str | Promise


@dataclass(frozen=True)
class Button:
    """Something a person can do here, or the reason why not."""

    label: Text
    url: str
    icon: str
    verdict: Verdict = ALLOWED
    main: bool = False


def fact(label: Text, value: Any, **more: Any) -> dict[str, Any]:
    """One line of a list of facts; None is shown as unknown, a text in another language carries its language."""
    if isinstance(value, PartialDate | date):
        value = wording.day(value, language=get_language() or settings.LANGUAGE_CODE, style="long")
    if isinstance(value, Multilingual):
        phrase = value.here
        more.setdefault("lang", phrase.language if phrase.is_foreign else "")
        value = phrase.text
    return {"label": label, "value": value if isinstance(value, str) or value is None else str(value), **more}


def known(facts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The facts without those that were left empty."""
    return [entry for entry in facts if entry["value"] != "" or entry.get("chip")]


def history(subject: Model, sentences: Mapping[str, Any], *, limit: int = 12) -> list[Line]:
    """The latest lines of a record's history; what other apps did with it is told in their words."""
    return list(lines(timeline(subject)[:limit], {**told_by_all(), **sentences}))


def reasons(buttons: Iterable[Button]) -> list[str]:
    """Why buttons are shut, each reason once."""
    return list(dict.fromkeys(str(button.verdict.reason) for button in buttons if not button.verdict))
