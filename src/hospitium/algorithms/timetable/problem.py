"""The programme of a visit as plain data: items with wall times of the host city, venues, people, ways, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

EVERYBODY = "all"


class TimetableError(Exception):
    """A programme that contradicts itself; `code` and `facts` are for the app to translate."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class Kind(StrEnum):
    LECTURE = "lecture"
    STATION = "station"
    DISCUSSION = "discussion"
    RECEPTION = "reception"
    MEAL = "meal"
    TRANSFER = "transfer"
    SIGHTSEEING = "sightseeing"
    FREE = "free"
    PRESS = "press"
    COMMEMORATION = "commemoration"


class Mode(StrEnum):
    """How an item is interpreted. Consecutive doubles the time of speech; simultaneous tires after 40 minutes."""

    NONE = "none"
    CONSECUTIVE = "consecutive"
    SIMULTANEOUS = "simultaneous"
    WHISPERED = "whispered"


class Answer(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a venue is open or a person is there: one stretch of one weekday (Monday is 0), wall time of the place."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """`hours` empty: nothing known, so nothing is refused. `names_due`: days before, that the name list must be there.

    `position` is (latitude, longitude) in degrees. `is_office`: a public office, which is empty on Friday afternoons.
    """

    key: str
    capacity: int | None = None
    hours: tuple[Hours, ...] = ()
    closed: frozenset[date] = frozenset()
    position: tuple[float, float] | None = None
    names_due: int | None = None
    is_office: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A speaker or host. `busy` are stretches elsewhere, of other visits too: (from, until, key of what it is)."""

    key: str
    languages: frozenset[str] = frozenset()
    hours: tuple[Hours, ...] = ()
    away: frozenset[date] = frozenset()
    busy: tuple[tuple[datetime, datetime, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """`pairs` are directions (from, into), ISO 639-1. `minutes_a_day`: what was agreed, else the office's limit."""

    key: str
    pairs: frozenset[tuple[str, str]] = frozenset()
    modes: frozenset[Mode] = frozenset()
    minutes_a_day: int | None = None
    busy: tuple[tuple[datetime, datetime, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the programme.

    `starts` is None as long as it is not placed. `groups` names who takes part: {EVERYBODY} or keys of the visit's
    groups ("heads", "a", "b"); groups of `Programme.disjoint` may be at two places at once. `speech` is the time that
    the speakers were given, in minutes, before interpreting is counted. `persons` is how many take part, else the head
    count of the groups. A transfer goes from the venue before it to the venue after it; its `venue` stays None.
    """

    key: str
    kind: Kind
    minutes: int
    starts: datetime | None = None
    venue: str | None = None
    groups: frozenset[str] = frozenset({EVERYBODY})
    people: frozenset[str] = frozenset()
    interpreters: frozenset[str] = frozenset()
    language: str | None = None
    mode: Mode = Mode.NONE
    speech: int | None = None
    persons: int | None = None
    answer: Answer = Answer.CONFIRMED
    is_obligatory: bool = True
    is_fixed: bool = False

    @property
    def ends(self) -> datetime | None:
        return None if self.starts is None else self.starts + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the office allows; minutes unless said otherwise. Rules that are switched off stand in `off`, by code."""

    buffer: int = 10
    walk_speed: float = 4.5  # km an hour
    ride_speed: float = 22.0  # km an hour through a city, door to door
    ride_wait: int = 8
    walk_until: float = 1.0  # km as the crow flies; longer ways are ridden
    detour: float = 1.3  # ways are longer than the crow flies
    longest_without_break: int = 180
    break_length: int = 15
    lunch_from: time = time(11, 30)
    lunch_until: time = time(14, 30)
    lunch_length: int = 30
    longest_day: int = 600
    friday_ends: time = time(14, 0)
    interpreter_day: int = 360
    alone_at_simultaneous: int = 40
    whispered_to: int = 3  # persons
    unconfirmed_days: int = 14  # before the item
    diets_days: int = 7  # before the meal
    off: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A visit's programme on a given day (`today`), which is part of the input: nothing here asks a clock.

    `ways` is the office's matrix in minutes, (from, to); a way missing there counts in the other direction, else
    it is reckoned from the positions. `holidays` are (day, whose): "host" or "guest". `guest_languages`: what every
    guest understands. `names_known` and `diets_known` tell whether the lists of guests are complete.
    `arrival` and `departure`: before and after them nobody can take part.
    """

    items: tuple[Item, ...]
    venues: Mapping[str, Venue] = field(default_factory=lambda: MappingProxyType({}))
    people: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))
    interpreters: Mapping[str, Interpreter] = field(default_factory=lambda: MappingProxyType({}))
    ways: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    groups: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))  # heads in each group
    disjoint: frozenset[frozenset[str]] = frozenset()
    heads: int | None = None
    host_language: str = "de"
    guest_languages: frozenset[str] = frozenset()
    holidays: frozenset[tuple[date, str]] = frozenset()
    arrival: datetime | None = None
    departure: datetime | None = None
    names_known: bool = False
    diets_known: bool = False
    today: date
    limits: Limits = field(default_factory=Limits)
    names_expected: date | None = None  # the day for which the guests promised their list of names


class Severity(StrEnum):
    """error: it cannot take place like this. warning: it will go wrong. hint: look at it."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the check found. `facts` are numbers, dates, times and keys for the sentence that the app writes.

    `about` tells findings on the same items apart: keys of a person or an interpreter, and of what is elsewhere.
    `key` is the same for the same finding in the next check, whatever the order of the items: accepting holds by it.
    """

    code: str
    severity: Severity
    items: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    about: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return ":".join([self.code, *sorted(self.items), *self.about])
