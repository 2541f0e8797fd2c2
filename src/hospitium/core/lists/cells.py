"""The inside of a cell as markup. Made here and not by templates: a page has eight hundred of them."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hospitium.algorithms.dates import PartialDate
from hospitium.core import wording
from hospitium.core.multilingual import Multilingual
from hospitium.core.templatetags.hospitium import TONE_ICONS

KEPT = 8192


def plain(text: object) -> SafeString:
    return escape(text)


def unbroken(text: object) -> SafeString:
    """A number of the register or the like, which reads as one word whatever signs it holds."""
    return mark_safe(f'<span class="hsp-nowrap">{escape(text)}</span>')  # noqa: S308 - escaped here


def words(text: Multilingual, otherwise: object = "") -> SafeString:
    """A text in the language of the page; in another one it says so."""
    language = get_language() or settings.LANGUAGE_CODE
    phrase = text.in_language(language)
    if not phrase.text:
        return escape(otherwise)
    if phrase.language != language:
        return mark_safe(f'<span lang="{escape(phrase.language)}">{escape(phrase.text)}</span>')  # noqa: S308
    return escape(phrase.text)


def link(inside: SafeString, url: str, sub: SafeString | str = "") -> SafeString:
    """A link, with a second line in small letters."""
    below = f'<span class="hsp-table__sub">{conditional_escape(sub)}</span>' if sub else ""
    return mark_safe(f'<a href="{escape(url)}">{conditional_escape(inside)}</a>{below}')  # noqa: S308


def facts(first: SafeString, sub: SafeString | str) -> SafeString:
    """A value with a second line in small letters."""
    if not sub:
        return first
    below = f'<span class="hsp-table__sub">{conditional_escape(sub)}</span>'
    return mark_safe(f"{conditional_escape(first)}{below}")  # noqa: S308


def choice(choices: type[TextChoices], value: str) -> SafeString:
    """The word for a value of a choice, in the language of the page."""
    return _choice(choices, value, get_language() or "")


@lru_cache(maxsize=1024)
def _choice(choices: type[TextChoices], value: str, _language: str) -> SafeString:
    return escape(choices(value).label)


def chip(text: object, tone: str, icon: str = "") -> SafeString:
    return _chip(str(text), tone, icon)


@lru_cache(maxsize=256)
def _chip(text: str, tone: str, icon: str) -> SafeString:
    return render_to_string("components/chip.html", {"text": text, "tone": tone, "icon": icon or TONE_ICONS[tone]})


def unknown() -> SafeString:
    """Nobody knows it; never 0 and never a dash."""
    return _component("components/unknown.html", get_language() or "")


def nothing() -> SafeString:
    """A dash: the question does not apply."""
    return _component("components/nothing.html", get_language() or "")


@lru_cache(maxsize=32)
def _component(template: str, _language: str) -> SafeString:
    return render_to_string(template)


@lru_cache(maxsize=KEPT)
def address(view: str, key: object) -> str:
    """Where a record's own page is; kept, because a page of a list asks a hundred times."""
    return reverse(view, args=[key])


def number(value: int | None) -> SafeString:
    return unknown() if value is None else escape(value)


def days(begins: PartialDate | None, ends: PartialDate | None = None) -> SafeString:
    """A date or a period as tables write it; unknown when nothing is known."""
    if begins is None and ends is None:
        return unknown()
    return _days(begins, ends, get_language() or "en")


@lru_cache(maxsize=KEPT)
def _days(begins: PartialDate | None, ends: PartialDate | None, language: str) -> SafeString:
    if begins is not None and ends is not None and begins != ends:
        return escape(wording.period(begins, ends, language=language, style="table"))
    known = begins if begins is not None else ends
    return escape(wording.day(known, language=language)) if known is not None else SafeString("")
