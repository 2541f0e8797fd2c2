"""Writing, releasing and withdrawing the editorial pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from hospitium.core import editing
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.multilingual import MACHINE, Multilingual
from hospitium.core.verdicts import require
from hospitium.portal import rules
from hospitium.portal.models import EditorialPage

Texts = Mapping[str, str]
DEMONSTRATION = Path(__file__).with_name("editorial") / "demonstration.yaml"
WORDINGS = ("title", "lead", "body")


@transaction.atomic
def create_page(*, key: str, title: Texts, by: User) -> EditorialPage:
    """A new page, not released. Raises Refused when `by` may not write pages."""
    require(rules.may_write(by))
    page = EditorialPage(key=key)
    editing.write(page, {"key": key, "title": title})
    record("page.created", page, by=by)
    return page


@transaction.atomic
def change_page(
    *,
    page_id: int,
    texts: Mapping[str, Texts],
    machine: Collection[str] = (),
    confirmed: Collection[str] = (),
    version: int | None = None,
    by: User,
) -> EditorialPage:
    """Write title, lead and text, each as language → wording.

    `machine` names the languages whose wording a machine made, `confirmed` those that somebody has compared with the
    source and found up to date. Raises Refused when `by` may not write pages, Conflict when somebody else saved first.
    """
    require(rules.may_write(by))
    page = locked(EditorialPage, page_id, version=version)
    written = {
        name: restated(getattr(page, name).rewritten(wordings), machine=machine, confirmed=confirmed)
        for name, wordings in texts.items()
    }
    changed = editing.write(page, written)
    if changed:
        record("page.changed", page, by=by, fields=changed)
    return page


def restated(text: Multilingual, *, machine: Collection[str], confirmed: Collection[str]) -> Multilingual:
    """The text with the states that a person has declared; the source itself has none."""
    states = {language: state for language, state in text.states.items() if language not in confirmed}
    states |= {language: MACHINE for language in machine if text.texts.get(language) and language != text.source}
    return Multilingual(text.texts, text.source, states)


@transaction.atomic
def publish_page(*, page_id: int, by: User) -> EditorialPage:
    """Show the page to everybody. Raises Refused when it has no text or `by` may not."""
    page = locked(EditorialPage, page_id)
    require(rules.may_publish(by, page))
    page.is_published = True
    page.save(update_fields=["is_published"])
    record("page.published", page, by=by)
    return page


@transaction.atomic
def withdraw_page(*, page_id: int, by: User) -> EditorialPage:
    """Take the page off the public site; its text stays. Raises Refused when it is not there or `by` may not."""
    page = locked(EditorialPage, page_id)
    require(rules.may_withdraw(by, page))
    page.is_published = False
    page.save(update_fields=["is_published"])
    record("page.withdrawn", page, by=by)
    return page


@transaction.atomic
def load_editorial(*, by: User | None = None) -> list[EditorialPage]:
    """Create and release the pages of the demonstration that are not there yet; what is there stays as it is."""
    given = yaml.safe_load(DEMONSTRATION.read_text(encoding="utf-8"))
    there = set(EditorialPage.objects.values_list("key", flat=True))
    source = given.get("source_language", settings.LANGUAGE_CODE)
    return [make_page(entry, source=source, by=by) for entry in given["pages"] if entry["key"] not in there]


def make_page(entry: Mapping[str, Any], *, source: str, by: User | None) -> EditorialPage:
    texts = {name: in_languages(entry.get(name) or {}, source) for name in WORDINGS}
    page = EditorialPage.objects.create(key=entry["key"], is_published=True, **texts)
    record("page.created", page, by=by)
    record("page.published", page, by=by)
    return page


def in_languages(wordings: Texts, source: str) -> Multilingual:
    known = {code: str(wordings[code]).strip() for code, _name in settings.LANGUAGES if wordings.get(code)}
    return Multilingual(known, source if source in known else next(iter(known), ""))
