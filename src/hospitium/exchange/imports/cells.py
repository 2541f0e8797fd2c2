"""From a cell of a table of applications to its value, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hospitium.algorithms.search import fold
from hospitium.core.imports.cells import Lexicon
from hospitium.core.tables import TableError
from hospitium.exchange.imports.words import Words
from hospitium.exchange.models import Applicant, Application, Consent, Level, Window, Wish

PART = re.compile(r"[;\n]+")
RANKED = re.compile(r"\s*(\d{1,2})\s*[.:)]?\s+(.*)", re.DOTALL)
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
ANY_HOST = frozenset({"*", "thema", "topic", "temat", "tema", "téma"})
YES = frozenset("ja yes tak ano igen да x 1 true".split())
LONGEST_STORY, LONGEST_KEY, MOST_YEARS = 6_000, 120, 60
# Line breaks have a meaning in these kinds of cells.
LINED = frozenset({"story", "languages", "wishes", "windows"})


class Reader(Protocol):
    """Reads a kind of cell that only a round of exchange knows."""

    def __call__(self, text: str, words: Words) -> Any: ...


def lexicon_of(words: Words) -> Lexicon:
    readers: Mapping[str, Reader] = {
        "number": read_number,
        "story": read_story,
        "years": read_years,
        "unit": read_unit,
        "city": read_city,
        "topic": read_topic,
        "languages": read_languages,
        "weeks": read_weeks,
        "windows": read_windows,
        "wishes": read_wishes,
        "yes": read_yes,
    }
    columns = {name: Applicant._meta.get_field(name) for name in ("name", "email")}
    columns |= {name: Application._meta.get_field(name) for name in ("organisation", "function", "title")}
    for name in ("supervisor", "substitute"):
        columns |= {name: Consent._meta.get_field("name"), f"{name}_email": Consent._meta.get_field("email")}
    return Lexicon(
        columns=columns,
        readers={kind: partial(reader, words=words) for kind, reader in readers.items()},
        lined=LINED,
    )


def read_number(text: str, words: Words) -> str:
    return text[:LONGEST_KEY]


def read_story(text: str, words: Words) -> str:
    if len(text) > LONGEST_STORY:
        raise TableError("too_long", limit=LONGEST_STORY)
    return text


def read_years(text: str, words: Words) -> int:
    years = whole(text)
    if years > MOST_YEARS:
        raise ValidationError(_("Nobody has served so many years. Write at most %(most)d.") % {"most": MOST_YEARS})
    return years


def whole(text: str) -> int:
    digits = text.removesuffix(".0")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 4:
        raise TableError("count_shape")
    return int(digits)


def read_weeks(text: str, words: Words) -> int:
    """A length that the round allows."""
    weeks, least, most = whole(text), words.round.weeks_min, words.round.weeks_max
    if not least <= weeks <= most:
        raise ValidationError(
            _(
                "A stay of this round takes %(least)d to %(most)d weeks. Write such a number, or change the lengths "
                "of the round."
            )
            % {"least": least, "most": most}
        )
    return weeks


def read_windows(text: str, words: Words) -> list[Window]:
    """Times of the round, as our pages write them, or each with its first and last day."""
    if not words.days:
        raise ValidationError(
            _("This round has no times to choose among. Leave the cell empty, or enter some under “Rules and people”.")
        )
    found = [window_of(part.strip(), words) for part in PART.split(text) if part.strip()]
    return list({one.pk: one for one in found}.values())


def window_of(text: str, words: Words) -> Window:
    days = [day for match in DAY.finditer(text) if (day := day_of(match))]
    found = words.windows.get(fold(text)) or (words.days.get((days[0], days[1])) if len(days) == 2 else None)
    if found is None:
        raise ValidationError(
            _("“%(text)s” is no time of this round. Write one of these: %(times)s.")
            % {"text": text[:60], "times": "; ".join(str(one) for one in words.days.values())}
        )
    return found


def day_of(match: re.Match[str]) -> date | None:
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def found_in(names: Mapping[str, Any], text: str, sentence: Callable[[], str]) -> Any:
    found = names.get(fold(text))
    if found is None:
        raise ValidationError(sentence())
    return found


def read_unit(text: str, words: Words) -> Any:
    return found_in(
        words.units, text, lambda: _("There is no such unit here. Write its name as it stands under “Units”.")
    )


def read_city(text: str, words: Words) -> Any:
    return found_in(
        words.partners,
        text,
        lambda: _("There is no such city here. Enter it first, or write its name as it stands here."),
    )


def read_topic(text: str, words: Words) -> Any:
    found = words.topics.get(fold(text))
    if found is None:
        raise TableError("topic_unknown")
    return found


def read_languages(text: str, words: Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]+", text):
        said = part.split()
        if not said:
            continue
        code, level = words.languages.get(fold(" ".join(said[:-1]))), said[-1].upper()
        if code is None or level not in Level.values:
            raise ValidationError(_("Write languages with levels, such as: Polish B2, English C1."))
        found[code] = level
    return found


def read_wishes(text: str, words: Words) -> list[Wish]:
    """“1 Vienna; 2 Graz; 2 Linz; 3 *”: equal numbers are ties, * is whoever fits the topic; else in order."""
    found: dict[tuple[str, int | None, int | None], Wish] = {}
    for position, part in enumerate((one for one in PART.split(text) if one.strip()), start=1):
        match = RANKED.fullmatch(part)
        rank, name = (int(match[1]), match[2].strip()) if match else (position, part.strip())
        wish = wish_of(name, max(rank, 1), words)
        found.setdefault((wish.kind, wish.offer_id, wish.partner_id), wish)
    return list(found.values())


def wish_of(name: str, rank: int, words: Words) -> Wish:
    folded = fold(name)
    if folded in ANY_HOST:
        return Wish(kind=Wish.Kind.TOPIC, rank=rank)
    if folded in words.partners:
        return Wish(kind=Wish.Kind.CITY, partner=words.partners[folded], rank=rank)
    if folded in words.offers:
        return Wish(kind=Wish.Kind.OFFER, offer=words.offers[folded], rank=rank)
    raise ValidationError(_("“%(name)s” is neither a city nor an offer of this round.") % {"name": name[:60]})


def read_yes(text: str, words: Words) -> bool:
    return fold(text) in YES
