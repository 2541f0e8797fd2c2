"""The wording of editorial pages as it is shown: the same function makes the page and its preview."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from hospitium.core.markup import rendered
from hospitium.core.multilingual import CURRENT, MACHINE, MISSING, OUTDATED, Multilingual
from hospitium.portal import queries, words
from hospitium.portal.models import EditorialPage

PLACEHOLDER = re.compile(r"\{([a-z_]{1,40})\}")
# What the installing city enters in its settings; see docs/manual/operator.md.
ENTERED = ("contact", "data_protection_officer", "supervisory_authority", "enforcement_body", "log_days")
Facts = Mapping[str, str]


@dataclass(frozen=True)
class Wording:
    """A text as it stands on the page: in which language, and what the reader should know about it."""

    text: str
    language: str
    is_foreign: bool
    html: SafeString

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class ShownPage:
    """An editorial page in one language, with a sentence about its translation where one is due."""

    title: Wording
    lead: Wording
    body: Wording
    note: str
    state: str


def facts() -> Facts:
    """The words that stand for the placeholders, in the language of the page."""
    home = queries.home()
    missing = _("[to be entered by the installing city]")
    day = queries.as_of()
    known = {
        "city": str(home.name) if home else missing,
        "office": str(home.office) if home else missing,
        "partner_count": str(sum(queries.is_standing(one) for one in queries.cities().cities)),
        "as_of": words.when_words(day),
    }
    entered = {name: str(settings.INSTALLATION.get(name) or missing) for name in ENTERED}
    return {**known, **entered}


def shown(page: EditorialPage, *, language: str, facts: Facts) -> ShownPage:
    """The page for readers of one language (ISO 639)."""
    state = worst_state((page.title, page.lead, page.body), language)
    source = page.body.source or page.title.source
    return ShownPage(
        title=wording(page.title, language, facts),
        lead=wording(page.lead, language, facts),
        body=wording(page.body, language, facts),
        note=note_on(state, source),
        state=state,
    )


def wording(text: Multilingual, language: str, facts: Facts) -> Wording:
    phrase = text.in_language(language)
    filled = PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), phrase.text)
    return Wording(filled, phrase.language, phrase.language != language, rendered(filled))


def worst_state(texts: tuple[Multilingual, ...], language: str) -> str:
    """Missing before machine-made before outdated: what the reader must know first."""
    states = {text.state(language) for text in texts if text}
    return next((state for state in (MISSING, MACHINE, OUTDATED) if state in states), CURRENT)


def note_on(state: str, source: str) -> str:
    """The sentence for readers of a page that is not simply up to date in their language."""
    name = str(dict(settings.LANGUAGES).get(source, source))
    if state == MISSING:
        return _("There is no translation into this language yet. The text is shown in: %(language)s.") % {
            "language": name
        }
    if state == MACHINE:
        return _("This text was translated by a machine. Original language: %(language)s.") % {"language": name}
    if state == OUTDATED:
        return _("The original has changed since this translation was made. Original language: %(language)s.") % {
            "language": name
        }
    return ""


def preview(page: EditorialPage, *, language: str) -> ShownPage:
    """The page as readers of another language will see it, with everything around the text in that language."""
    with override(language):
        return shown(page, language=language, facts=facts())
