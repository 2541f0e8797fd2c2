"""The programme booklet of a visit: what guests get in their hands, in one language or in two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hospitium.core import wording
from hospitium.visits.documents import words
from hospitium.visits.documents.programme import days_of, items_of
from hospitium.visits.documents.words import Phrase, Sender, pair, phrase, plain, said, word, written
from hospitium.visits.models import Item, Speaker, Venue, Visit

TONES = {"lecture": "own", "station": "partner", "discussion": "own", "transfer": "line", "free": "line"}
WORDS = {
    "greeting": _("Greeting"),
    "programme": _("Programme"),
    "time": _("Time"),
    "venues": _("Places"),
    "people": _("Speakers and hosts"),
    "hints": _("Good to know"),
    "contacts": _("Your contact"),
    "no_items": _("Nothing is planned for this day."),
}
A_DAY = 24 * 60
MOST_LANES = 2


def booklet_data(visit: Visit, *, languages: Sequence[str], paper: str = "a5") -> dict[str, Any]:
    """The booklet in these languages (one or two, the first one left); `paper` is "a5" or "a4".

    Remarks, phones of the house and plan B are not in it.
    """
    sender, items = Sender(visit), [item for item in items_of(visit) if item.day]
    today = timezone.localdate()
    return {
        "paper": paper,
        "languages": list(languages),
        "title": [words.title_of(visit, language) for language in languages],
        "series": once([plain(words.name_of(visit, language), language) for language in languages]),
        "office": once([plain(sender.office(language) or sender.unit(language), language) for language in languages]),
        "when": [plain(when_and_where(visit, sender, language), language) for language in languages],
        "edition": [word(_("As of %(day)s"), one, day=words.long_day(today, one)) for one in languages],
        "imprint": [imprint(sender, language) for language in languages],
        "words": {name: pair(text, languages) for name, text in WORDS.items()}
        | {"columns": [plain(language_title(language), language) for language in languages]},
        "greeting": texts(visit.greeting, languages),
        "days": [day_of(day, found, languages) for day, found in days_of(visit, items) if day],
        "venues": [venue_of(venue, languages) for venue in venues_of(visit, items)],
        "people": [person_of(speaker, languages) for speaker in speakers_of(items)],
        "hints": texts(visit.hints, languages),
        "contacts": contacts_of(visit, sender, languages),
    }


def texts(text: Any, languages: Sequence[str]) -> list[Phrase]:
    return written(text, languages) if text else []


def when_and_where(visit: Visit, sender: Sender, language: str) -> str:
    where = sender.city(language) if visit.activity.direction == "in" else ""
    return ", ".join(part for part in (where, words.when(visit, language)) if part)


def language_title(language: str) -> str:
    """The name of a language in itself, as the head of its column."""
    name = wording.language_name(language, language=language)
    return name[:1].upper() + name[1:]


def imprint(sender: Sender, language: str) -> Phrase:
    issued = said(_("Published by %(office)s."), language, office=sender.office(language) or sender.unit(language))
    return plain(f"{issued} {said(_('Changes are possible.'), language)}", language)


# ---- days ----------------------------------------------------------------------
def day_of(day: date, items: Sequence[Item], languages: Sequence[str]) -> dict[str, Any]:
    placed = [item for item in items if item.starts]
    return {
        "title": [plain(words.day_title(day, language), language) for language in languages],
        "items": [item_of(item, languages) for item in placed],
        "strip": strip_of(day, placed, languages[0]) if placed else {},
    }


def item_of(item: Item, languages: Sequence[str]) -> dict[str, Any]:
    return {
        "time": words.hours(item),
        "title": [title_of(item, language) for language in languages],
        "lines": [list(lines_of(item, language)) for language in languages],
    }


def title_of(item: Item, language: str) -> Phrase:
    found = phrase(item.title, language)
    return found if found["text"] else words.kind_of(item, language)


def lines_of(item: Item, language: str) -> Iterable[dict[str, Any]]:
    """What stands below the title of an item: its place, who speaks, what it is about, for whom."""
    content, dress = phrase(item.content, language), phrase(item.dress_code, language)
    found: list[tuple[str, str, bool]] = [(words.place(item, language), language, False)]
    found += [(words.who(part, language), language, False) for part in words.people(item)]
    found += [(content["text"], content["language"], True), (words.interpreting(item, language), language, True)]
    groups = words.groups(item, language)
    if groups:
        found.append((said(_("For: %(groups)s"), language, groups=groups), language, True))
    if dress["text"]:
        found.append((said(_("Dress code: %(dress)s"), language, dress=dress["text"]), language, True))
    for text, spoken, quiet in found:
        if text:
            yield {"text": text, "language": spoken, "quiet": quiet}


def strip_of(day: date, items: Sequence[Item], language: str) -> dict[str, Any]:
    """The picture of a day: its hours, and each item as a block in the lowest lane that is free."""
    spans = [(minute_of(item), item) for item in items]
    first = min(begins for begins, _item in spans) // 60
    last = -(-max(begins + item.minutes for begins, item in spans) // 60)
    lanes = [0] * MOST_LANES
    blocks = []
    for begins, item in spans:
        lane = next((number for number, until in enumerate(lanes) if until <= begins), MOST_LANES - 1)
        lanes[lane] = max(lanes[lane], begins + item.minutes)
        tone = TONES.get(item.kind, "quiet")
        blocks.append({"first": begins, "minutes": item.minutes, "lane": lane, "tone": tone})
    alt = ngettext_lazy(
        "%(day)s: %(count)s item from %(first)s to %(last)s o'clock.",
        "%(day)s: %(count)s items from %(first)s to %(last)s o'clock.",
        "count",
    )
    facts = {"day": words.day_title(day, language), "count": len(items), "first": first, "last": last % 24 or 24}
    step = 1 if last - first <= 14 else 2
    return {
        "first": first * 60,
        "last": last * 60,
        "hours": list(range(first, last, step)),
        "blocks": blocks,
        "alt": said(alt, language, **facts),
    }


def minute_of(item: Item) -> int:
    return item.starts.hour * 60 + item.starts.minute if item.starts else 0


# ---- places and people ---------------------------------------------------------
def venues_of(visit: Visit, items: Iterable[Item]) -> list[Venue]:
    """The hotel, then every venue in the order in which the guests come there."""
    found = [visit.lodging] if visit.lodging else []
    found += [item.venue for item in items if item.venue]
    return list(dict.fromkeys(found))


def venue_of(venue: Venue, languages: Sequence[str]) -> dict[str, Any]:
    facts = [
        lines(phrase(venue.entrance, language), phrase(venue.way_there, language), language) for language in languages
    ]
    return {"name": once(written(venue.name, languages)), "line": venue.address, "texts": facts}


def lines(first: Phrase, second: Phrase, language: str) -> Phrase:
    spoken = first["language"] if first["text"] else second["language"]
    return plain(words.lines_of((first["text"], second["text"])), spoken or language)


def once(pair_of_words: list[Phrase]) -> list[Phrase]:
    """A name that is the same in both languages stands once."""
    return pair_of_words if pair_of_words[0]["text"] != pair_of_words[-1]["text"] else pair_of_words[:1]


def speakers_of(items: Iterable[Item]) -> list[Speaker]:
    return list(dict.fromkeys(part.speaker for item in items for part in words.people(item)))


def person_of(speaker: Speaker, languages: Sequence[str]) -> dict[str, Any]:
    return {
        "name": [plain(speaker.name, speaker.language)],
        "line": speaker.organisation,
        "texts": written(speaker.function, languages),
    }


def contacts_of(visit: Visit, sender: Sender, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Whom a guest calls: the officer in charge."""
    if visit.officer is None:
        return []
    return [
        {
            "name": visit.officer.name,
            "function": [plain(sender.unit(language), language) for language in languages],
            "reach": visit.officer.email,
        }
    ]
