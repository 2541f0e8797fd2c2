"""Who interprets what in a visit, how long that is in a day, what is missing, and what interpreters prepare with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.accounts.policy import Somebody
from hospitium.algorithms.timetable.rules.interpreting import WITHOUT, working_minutes
from hospitium.core.multilingual import Multilingual
from hospitium.visits.models import Booking, Interpreter, Item, Mode, Part, Visit
from hospitium.visits.queries.costs import Sum, sums_of_amounts
from hospitium.visits.queries.findings import Worded, worded
from hospitium.visits.queries.timetable import GONE, Material, material_of
from hospitium.visits.states import BOOKING, OVER

CODES = frozenset(
    {
        "no_common_language",
        "mode_missing",
        "pair_missing",
        "consecutive_not_counted",
        "second_interpreter_missing",
        "whispered_too_many",
        "interpreter_twice",
        "interpreter_overload",
    }
)
STEPS: Mapping[str, str | Promise] = {
    "hold": pgettext_lazy("booking of an interpreter", "On hold"),
    "book": pgettext_lazy("booking of an interpreter", "Book"),
    "decline": pgettext_lazy("booking of an interpreter", "Declined"),
    "cancel": pgettext_lazy("booking of an interpreter", "Cancel the booking"),
    "ask": pgettext_lazy("booking of an interpreter", "Ask anew"),
}


@dataclass(frozen=True)
class Cell:
    """One interpreter in one item: is this person in it, for how many minutes of the day, and could be?"""

    interpreter: Interpreter
    is_in: bool
    is_booked: bool
    minutes: int


@dataclass(frozen=True)
class Row:
    """One item with its cells, and what the check finds about its interpreting."""

    item: Item
    ends: datetime | None
    minutes: int
    cells: Sequence[Cell]
    gaps: Sequence[Worded]

    @property
    def seen(self) -> str:
        """Who was in it when the page was made."""
        return ",".join(str(cell.interpreter.pk) for cell in self.cells if cell.is_in)


@dataclass(frozen=True)
class Load:
    """What one interpreter works on one day, and how much was agreed."""

    interpreter: Interpreter
    minutes: int
    limit: int

    @property
    def is_over(self) -> bool:
        return self.minutes > self.limit


@dataclass(frozen=True)
class Day:
    """The items of one day that need an interpreter or have one; without a day: those that are not placed yet."""

    on: date | None
    rows: Sequence[Row]
    loads: Sequence[Load]


@dataclass(frozen=True)
class Asked:
    """A booking with the steps that lead on from it."""

    booking: Booking
    items: int
    steps: Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Interpreting:
    """What the page of a visit's interpreting shows."""

    bookings: Sequence[Asked]
    people: Sequence[Interpreter]
    days: Sequence[Day]
    cost: Sequence[Sum]

    @property
    def gaps(self) -> int:
        return sum(bool(row.gaps) for day in self.days for row in day.rows)


def interpreting_of(visit: Visit, *, by: Somebody, today: date | None = None) -> Interpreting:
    """In as many queries for one item as for forty."""
    material = material_of(visit, today=today or timezone.localdate())
    bookings = list(visit.bookings.select_related("interpreter").prefetch_related("interpreter__pairs"))
    live = {one.interpreter_id: one for one in bookings if one.state not in OVER}
    people = {one.pk: one for one in material.interpreters.values()}
    people |= {key: one.interpreter for key, one in live.items()}
    columns = sorted(people.values(), key=lambda one: (one.name_key, one.pk))
    gaps = gaps_of(material, by)
    rows = [row_of(item, material, columns, live, gaps) for item in material.items.values() if concerns(item, gaps)]
    days = [day_of(on, rows, columns, material) for on in dict.fromkeys(row.item.day for row in rows)]
    counts = {
        one.pk: sum(cell.is_in for row in rows for cell in row.cells if cell.interpreter == one) for one in columns
    }
    return Interpreting(
        bookings=[asked(one, counts) for one in bookings],
        people=columns,
        days=days,
        cost=sums_of_amounts((one.currency, one.cost) for one in bookings if one.state not in OVER),
    )


def asked(booking: Booking, counts: Mapping[int, int]) -> Asked:
    steps = [(step, STEPS[step]) for step in BOOKING.open_steps(booking.state)]
    return Asked(booking, counts.get(booking.interpreter_id, 0), steps)


def gaps_of(material: Material, by: Somebody) -> Mapping[int, Sequence[Worded]]:
    """Item → what is open about its interpreting."""
    found = worded(material, by=by).by_item
    kept = {key: [one for one in lines if one.code in CODES] for key, lines in found.items()}
    return {key: lines for key, lines in kept.items() if lines}


def concerns(item: Item, gaps: Mapping[int, Sequence[Worded]]) -> bool:
    """Is there, or should there be, interpreting in it?"""
    is_planned = item.mode != Mode.NONE and item.kind not in WITHOUT
    return is_planned or bool(item.interpreters.all()) or item.pk in gaps


def row_of(
    item: Item,
    material: Material,
    columns: Sequence[Interpreter],
    live: Mapping[int, Booking],
    gaps: Mapping[int, Sequence[Worded]],
) -> Row:
    minutes = minutes_of(item, material)
    inside = {one.pk for one in item.interpreters.all()}
    cells = [Cell(one, one.pk in inside, is_booked(live.get(one.pk), item.day), minutes) for one in columns]
    ends = item.begins_at + timedelta(minutes=item.minutes) if item.begins_at else None
    return Row(item, ends, minutes, cells, gaps.get(item.pk, ()))


def minutes_of(item: Item, material: Material) -> int:
    """What an item counts in an interpreter's day; consecutive speech counts twice."""
    return next(working_minutes(one) for one in material.programme.items if one.key == str(item.pk))


def is_booked(booking: Booking | None, day: date | None) -> bool:
    return booking is not None and (day is None or booking.first_day <= day <= booking.last_day)


def day_of(on: date | None, rows: Iterable[Row], columns: Sequence[Interpreter], material: Material) -> Day:
    inside = [row for row in rows if row.item.day == on]
    usual = material.programme.limits.interpreter_day
    loads = [
        Load(
            one,
            sum(cell.minutes for row in inside for cell in row.cells if cell.is_in and cell.interpreter == one),
            usual if one.minutes_a_day is None else one.minutes_a_day,
        )
        for one in columns
    ]
    return Day(on, inside, loads)


# ---- terms and names -------------------------------------------------------------
@dataclass(frozen=True)
class Term:
    """One line of the sheet: the same in both languages of the visit; "" where nobody has written it yet."""

    sort: str | Promise
    ours: str
    theirs: str
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """What an interpreter prepares with; nothing internal stands in it."""

    visit: Visit
    items: Sequence[Item]
    terms: Sequence[Term]

    @property
    def languages(self) -> tuple[str, str]:
        return self.visit.host_language, self.visit.guest_language


def sheet_of(visit: Visit, *, interpreter: Interpreter | None = None) -> Sheet:
    """Topics, titles of the items, venues, names and functions; `items` are those of one interpreter, or all."""
    items = list(visit.items.select_related("venue").prefetch_related("interpreters", "parts__speaker"))
    languages = visit.host_language, visit.guest_language
    topics = list(visit.activity.topics.select_related("parent"))
    named = {topic.pk: topic.name for topic in topics} | {
        one.parent.pk: one.parent.name for one in topics if one.parent
    }
    terms = [
        *(term(_("topic"), name, languages) for name in named.values()),
        *(term(_("item"), item.title, languages) for item in items if item.title),
        *(
            term(_("venue"), name, languages)
            for name in {item.venue_id: item.venue.name for item in items if item.venue}.values()
        ),
        *names_of(items, languages),
        *names_of_guests(visit, languages),
    ]
    own = [item for item in items if interpreter is None or interpreter in item.interpreters.all()]
    return Sheet(visit, [item for item in own if item.day], list(dict.fromkeys(terms)))


def term(sort: str | Promise, text: Multilingual, languages: tuple[str, str]) -> Term:
    ours, theirs = (text.texts.get(language, "") for language in languages)
    other = "" if ours or theirs else text.here.text
    return Term(sort, ours, theirs, other)


def names_of(items: Iterable[Item], languages: tuple[str, str]) -> list[Term]:
    """Everybody who speaks or hosts, with the function in both languages behind the name."""
    parts: list[Part] = [part for item in items for part in item.parts.all() if part.state not in GONE]
    found = {}
    for part in parts:
        speaker = part.speaker
        function = term("", speaker.function, languages)
        ours, theirs = (", ".join(filter(None, (speaker.name, text))) for text in (function.ours, function.theirs))
        note = ", ".join(filter(None, (function.note, speaker.organisation)))
        found[speaker.pk] = Term(_("name"), ours, theirs, note)
    return list(found.values())


def names_of_guests(visit: Visit, languages: tuple[str, str]) -> list[Term]:
    """Who comes, as the delegations name them: in Latin letters, in the own script, and how it is pronounced."""
    members = [
        member
        for delegation in visit.delegations.order_by("pk")
        for member in delegation.members.printable().in_order().select_related("delegation")
    ]
    found = []
    for member in members:
        function = term("", member.function, languages)
        names = (member.name_in(language) for language in languages)
        ours, theirs = (
            ", ".join(filter(None, pair)) for pair in zip(names, (function.ours, function.theirs), strict=True)
        )
        own = member.own_name if member.own_name not in {str(member), ""} else ""
        found.append(
            Term(_("guest"), ours, theirs, ", ".join(filter(None, (own, member.pronunciation, function.note))))
        )
    return found


def letter_language(language: str) -> str:
    """The language of the mails to somebody, as far as there are mails in it; else English."""
    return language if language in dict(settings.LANGUAGES) else "en"


# ---- one interpreter ---------------------------------------------------------------
SHOWN = 50


def bookings_of(interpreter: Interpreter, user: Somebody) -> list[Booking]:
    """The bookings of a person in the visits that the reader may see, the latest first."""
    found = Booking.objects.visible_to(user).filter(interpreter=interpreter)
    return list(found.select_related("visit__activity").order_by("-first_day", "-id")[:SHOWN])
