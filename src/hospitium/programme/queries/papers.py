"""The year programme as a paper in two languages side by side, ready for PDF, DOCX and ODT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.partners.models import Home
from hospitium.programme.models import Line, YearProgramme
from hospitium.programme.queries.contents import Cities, cities_of, facts_of, phrase, words

IN_PAPER = ("format", "topic", "direction", "place", "days", "unit", "our_lead", "their_lead", "persons", "cost_share")


@dataclass(frozen=True)
class Entry:
    """One line in one language. `language` is that of the title; facts are label and text."""

    month: str
    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    state: str


@dataclass(frozen=True)
class Sheet:
    """The whole paper in one language."""

    language: str
    language_name: str
    title: str
    office: str
    lead: str
    stand: str
    reference: str
    preamble: str
    preamble_language: str
    month: str
    entries: tuple[Entry, ...]
    postponed_title: str
    postponed: tuple[Entry, ...]
    signatures: tuple[str, ...]
    page: str


@dataclass(frozen=True)
class Paper:
    """The same sheet in two languages; entries stand at the same place in both."""

    first: Sheet
    second: Sheet

    @property
    def sheets(self) -> tuple[Sheet, Sheet]:
        return self.first, self.second

    def as_data(self) -> dict[str, Any]:
        """As the template of the PDF wants it."""
        return {
            "language": self.first.language,
            "title": self.first.title,
            "office": self.first.office,
            "reference": self.first.reference,
            "foot": f"{self.first.title} · {self.first.stand}",
            "page_word": self.first.page,
            "sheets": [asdict(sheet) for sheet in self.sheets],
        }


def second_language(programme: YearProgramme) -> str:
    """The partner's language if we write it, else English."""
    own = programme.partnership.partner.own_language
    return own if own in dict(settings.LANGUAGES) and own != settings.LANGUAGE_CODE else "en"


def paper_of(
    programme: YearProgramme, content: Mapping[str, Any], *, number: int, as_of: date, languages: tuple[str, str]
) -> Paper:
    """`content` as both sides read it; `number` is the version, 0 before the first one was sent."""
    home = Home.objects.first()
    sheets = []
    for language in languages:
        with translation.override(language):
            sheets.append(sheet_of(programme, content, home, number, as_of, language))
    return Paper(*sheets)


def sheet_of(
    programme: YearProgramme,
    content: Mapping[str, Any],
    home: Home | None,
    number: int,
    as_of: date,
    language: str,
) -> Sheet:
    cities = cities_of(programme)
    lines = [line for line in content["lines"] if line["state"] not in {Line.State.DROPPED, Line.State.POSTPONED}]
    later = [line for line in content["lines"] if line["state"] == Line.State.POSTPONED]
    preamble = phrase("preamble", content["preamble"])
    reference = content["file_reference"]
    return Sheet(
        language=language,
        language_name=wording.language_name(language, language=language),
        title=_("Year programme %(year)s: %(home)s and %(partner)s")
        % {"year": content["year"], "home": cities.home, "partner": cities.partner},
        office=str(home.office) if home else "",
        lead=lead_of(content, cities),
        stand=stand_of(number, as_of, language),
        reference=_("File reference: %(reference)s") % {"reference": reference} if reference else "",
        preamble=preamble.text,
        preamble_language=preamble.language or language,
        month=_("Month"),
        entries=entries_of(lines, cities, language),
        postponed_title=_("Postponed"),
        postponed=entries_of(later, cities, language),
        signatures=tuple(
            _("For %(city)s: place, date, signature") % {"city": city} for city in (cities.home, cities.partner)
        ),
        page=_("Page"),
    )


def lead_of(content: Mapping[str, Any], cities: Cities) -> str:
    """Agreed when and by what, or that it is not agreed yet."""
    if not content["agreed_on"]:
        return _("Draft, not agreed yet")
    return _("Agreed on %(day)s: %(basis)s") % {
        "day": words("agreed_on", content["agreed_on"], cities),
        "basis": content["basis"],
    }


def stand_of(number: int, as_of: date, language: str) -> str:
    day = wording.day(as_of, language=language, style="long")
    if not number:
        return _("As of %(day)s") % {"day": day}
    return _("Version %(number)d, as of %(day)s") % {"number": number, "day": day}


def entries_of(lines: Sequence[Mapping[str, Any]], cities: Cities, language: str) -> tuple[Entry, ...]:
    ordered = sorted(lines, key=lambda line: line["month"] or 13)
    return tuple(entry_of(line, cities, language) for line in ordered)


def entry_of(line: Mapping[str, Any], cities: Cities, language: str) -> Entry:
    title = phrase("title", line["title"])
    facts = [(fact.label, fact.text) for fact in facts_of(line, cities, IN_PAPER)]
    if line["reason"]:
        facts.append((_("Reason"), line["reason"]))
    if line["postponed_to"]:
        facts.append((_("Postponed to"), str(line["postponed_to"])))
    return Entry(
        month=words("month", line["month"], cities) or _("open"),
        title=title.text or words("format", line["format"], cities),
        language=title.language if title.text else language,
        facts=tuple(facts),
        state=words("state", line["state"], cities),
    )
