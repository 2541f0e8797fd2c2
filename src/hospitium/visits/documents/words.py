"""Words, dates and names of a visit in a given language, and what every document needs of the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.multilingual import Multilingual
from hospitium.partners.models import Home
from hospitium.visits.models import Item, Mode, Part, Visit

Text = str | Promise
Phrase = dict[str, str]
GONE = frozenset({Part.State.DECLINED, Part.State.REPLACED})


def phrase(text: Multilingual, language: str) -> Phrase:
    """A wording with the language that it is really in."""
    found = text.in_language(language).as_title
    return {"text": found.text, "language": found.language}


def word(text: Text, language: str, /, **values: object) -> Phrase:
    """A sentence of ours in a language, with its values put in."""
    return {"text": said(text, language, **values), "language": language}


def said(text: Text, language: str, /, **values: object) -> str:
    with translation.override(language):
        return str(text % values if values else text)


def plain(text: str, language: str) -> Phrase:
    """A name or an address, which is the same in every language."""
    return {"text": text, "language": language}


def pair(text: Text, languages: Sequence[str], /, **values: object) -> list[Phrase]:
    return [word(text, language, **values) for language in languages]


def written(text: Multilingual, languages: Sequence[str]) -> list[Phrase]:
    return [phrase(text, language) for language in languages]


def day_title(day: date, language: str) -> str:
    """ "Montag, 8. März 2027"."""
    weekday, when = wording.weekday(day, language=language), wording.day(day, language=language, style="long")
    title = f"{when}, {weekday}" if language == "hu" else f"{weekday}, {when}"
    return title[:1].upper() + title[1:]


def clock(value: time) -> str:
    return f"{value.hour}:{value.minute:02}"


def hours(item: Item) -> str:
    """ "9:00–10:30"; "" while the item has no time."""
    begins = item.begins_at
    if begins is None:
        return ""
    return f"{clock(begins.time())}–{clock((begins + timedelta(minutes=item.minutes)).time())}"


def place(item: Item, language: str) -> str:
    """Venue and room, without what is not known."""
    venue = phrase(item.venue.name, language)["text"] if item.venue else ""
    return ", ".join(part for part in (venue, item.room) if part)


def people(item: Item) -> list[Part]:
    """Who speaks or hosts; whoever declined or was replaced does not stand on paper."""
    return [part for part in item.parts.all() if part.state not in GONE]


def who(part: Part, language: str) -> str:
    """Name, function, house."""
    speaker = part.speaker
    function = phrase(speaker.function, language)["text"]
    return ", ".join(part for part in (speaker.name, function, speaker.organisation) if part)


def interpreting(item: Item, language: str) -> str:
    """How it is interpreted; "" when it is not."""
    if item.mode == Mode.NONE:
        return ""
    mode = said(Mode(item.mode).label, language)
    if not item.language:
        return mode
    spoken = wording.language_name(item.language, language=language)
    return said(_("%(mode)s, held in: %(language)s"), language, mode=mode, language=spoken)


def kind_of(item: Item, language: str) -> Phrase:
    return word(Item.Kind(item.kind).label, language)


def groups(item: Item, language: str) -> str:
    return ", ".join(phrase(group.name, language)["text"] or group.key for group in item.groups.all())


def name_of(visit: Visit, language: str) -> str:
    """The series with its number, or the kind of visit."""
    number = visit.activity.number
    with translation.override(language):
        series = visit.series or str(visit.activity.get_format_display())
    return said(_("%(series)s no. %(number)s"), language, series=series, number=number) if number else series


def title_of(visit: Visit, language: str) -> Phrase:
    found = phrase(visit.activity.title, language)
    return found if found["text"] else plain(name_of(visit, language), language)


def when(visit: Visit, language: str) -> str:
    return wording.period(visit.starts_on, visit.ends_on, language=language)


def long_day(day: date, language: str) -> str:
    return wording.day(day, language=language, style="long")


def lines_of(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


@dataclass(frozen=True)
class Sender:
    """The office in whose name a document goes out."""

    visit: Visit

    @cached_property
    def home(self) -> Home | None:
        return Home.objects.first()

    def office(self, language: str) -> str:
        return phrase(self.home.office, language)["text"] if self.home else ""

    def city(self, language: str) -> str:
        return phrase(self.home.name, language)["text"] if self.home else ""

    def unit(self, language: str) -> str:
        return phrase(self.visit.unit.name, language)["text"]

    def reach(self) -> dict[str, Any]:
        officer = self.visit.officer
        return {"officer": officer.name if officer else "", "email": officer.email if officer else "", "phone": ""}
