"""The programme of a visit as the check and the proposal read it: plain data, with what is known of everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from itertools import combinations
from types import MappingProxyType
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import get_language

from hospitium.algorithms import timetable
from hospitium.algorithms.timetable import EVERYBODY, Answer, Hours, Kind, Limits, Mode
from hospitium.partners.models import Home
from hospitium.partners.queries.calendar import public_holidays
from hospitium.programme.models import Direction, State
from hospitium.visits.models import CheckLimits, Group, Interpreter, Item, Part, Speaker, Venue, Visit, Way

# Whoever said no, or was replaced, is not waited for and not taken twice.
GONE = (Part.State.DECLINED, Part.State.REPLACED)
# The worse answer first: one speaker who has not answered leaves the whole item open.
WORST_FIRST = (Answer.DECLINED, Answer.OPEN, Answer.ASKED, Answer.CONFIRMED)
# Zones differ by up to 26 hours, and an item may last a day.
NEAR = timedelta(days=3)
Busy = dict[str, list[tuple[datetime, datetime, str]]]


@dataclass(frozen=True)
class Holiday:
    """A public holiday of the host or of the guests, with its name in the language of the page."""

    on: date
    whose: str
    name: str
    language: str
    country: str


@dataclass(frozen=True)
class Material:
    """The programme with the rows that it was made of, by the keys that it uses."""

    visit: Visit
    programme: timetable.Programme
    items: Mapping[str, Item]
    venues: Mapping[str, Venue] = field(default_factory=dict)
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    interpreters: Mapping[str, Interpreter] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    holidays: Sequence[Holiday] = ()


def programme_of(visit: Visit, *, today: date) -> timetable.Programme:
    """What `check` and the proposal take. Keys: item and venue by number, "s" and "i" before those of people."""
    return material_of(visit, today=today).programme


def material_of(visit: Visit, *, today: date) -> Material:
    """The programme and its rows, in as many queries for one item as for forty."""
    items = list(
        visit.items.select_related("venue").prefetch_related(
            "groups",
            Prefetch("interpreters", Interpreter.objects.prefetch_related("pairs")),
            Prefetch("parts", Part.objects.select_related("speaker")),
        )
    )
    groups = {group.key: group for group in visit.groups.all()}
    venues = {str(item.venue_id): item.venue for item in items if item.venue}
    speakers = {f"s{part.speaker_id}": part.speaker for item in items for part in item.parts.all()}
    interpreters = {f"i{one.pk}": one for item in items for one in item.interpreters.all()}
    busy = busy_elsewhere(visit, speakers, interpreters)
    holidays = holidays_of(visit, get_language() or "en")
    heads = visit.activity.heads if visit.activity.heads is not None else visit.activity.heads_planned
    programme = timetable.Programme(
        items=tuple(item_of(item) for item in items),
        venues={key: venue_of(venue) for key, venue in venues.items()},
        people={key: person_of(one, busy) for key, one in speakers.items()},
        interpreters={key: interpreter_of(one, busy) for key, one in interpreters.items()},
        ways=ways_between(venues.values()),
        groups={key: group.heads for key, group in groups.items() if group.heads is not None},
        disjoint=disjoint_groups(groups.values()),
        heads=heads,
        host_language=visit.host_language,
        guest_languages=frozenset({visit.guest_language, *visit.understood} - {""}),
        holidays=frozenset((one.on, one.whose) for one in holidays),
        arrival=datetime.combine(visit.starts_on, visit.arrival) if visit.arrival else None,
        departure=datetime.combine(visit.ends_on, visit.departure) if visit.departure else None,
        names_known=visit.names_known,
        diets_known=visit.diets_known,
        today=today,
        limits=limits_of(CheckLimits.objects.filter(unit=visit.unit_id).first()),
    )
    rows = {str(item.pk): item for item in items}
    return Material(visit, programme, rows, venues, speakers, interpreters, groups, holidays)


# ---- one row, one value ---------------------------------------------------------
def item_of(item: Item) -> timetable.Item:
    parts = list(item.parts.all())
    return timetable.Item(
        key=str(item.pk),
        kind=Kind(item.kind),
        minutes=item.minutes,
        starts=item.begins_at,
        venue=str(item.venue_id) if item.venue_id and item.kind != Item.Kind.TRANSFER else None,
        groups=frozenset(group.key for group in item.groups.all()) or frozenset({EVERYBODY}),
        people=frozenset(f"s{part.speaker_id}" for part in parts if part.state not in GONE),
        interpreters=frozenset(f"i{one.pk}" for one in item.interpreters.all()),
        language=item.language or None,
        mode=Mode(item.mode),
        speech=item.speech,
        answer=answer_of(parts),
        is_obligatory=item.is_obligatory,
        is_fixed=item.is_fixed,
    )


def answer_of(parts: Sequence[Part]) -> Answer:
    """How sure an item is: its worst answer; where nobody has to be asked it is sure."""
    answers = {Answer(part.state) for part in parts} - {Answer.REPLACED}
    if parts and not answers:
        return Answer.OPEN
    return next((answer for answer in WORST_FIRST if answer in answers), Answer.CONFIRMED)


def venue_of(venue: Venue) -> timetable.Venue:
    return timetable.Venue(
        key=str(venue.pk),
        capacity=venue.capacity,
        hours=hours_of(venue.hours),
        position=None if venue.latitude is None or venue.longitude is None else (venue.latitude, venue.longitude),
        names_due=venue.names_due,
        is_office=venue.is_office,
    )


def person_of(speaker: Speaker, busy: Busy) -> timetable.Person:
    key = f"s{speaker.pk}"
    return timetable.Person(
        key=key,
        languages=frozenset(speaker.languages),
        hours=hours_of(speaker.hours),
        busy=tuple(sorted(busy.get(key, ()))),
    )


def interpreter_of(one: Interpreter, busy: Busy) -> timetable.Interpreter:
    key = f"i{one.pk}"
    return timetable.Interpreter(
        key=key,
        pairs=frozenset((pair.origin, pair.target) for pair in one.pairs.all()),
        modes=frozenset(mode for mode in Mode if mode.value in one.modes),
        minutes_a_day=one.minutes_a_day,
        busy=tuple(sorted(busy.get(key, ()))),
    )


def hours_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Hours, ...]:
    """Stretches as the column holds them: weekday from 0, opens and closes as HH:MM."""
    return tuple(
        Hours(
            weekday=int(one["weekday"]),
            opens=time.fromisoformat(str(one["opens"])),
            closes=closing_time(str(one["closes"])),
        )
        for one in stored
    )


def closing_time(text: str) -> time:
    """What closes with the day closes at 0:00, as the check reads it."""
    return time(0, 0) if text >= "23:59" else time.fromisoformat(text)


def limits_of(stored: CheckLimits | None) -> Limits:
    """The limits of one office; what it did not change is as usual."""
    if stored is None:
        return Limits()
    usual = {one.name: getattr(Limits(), one.name) for one in fields(Limits) if one.name != "off"}
    changed: dict[str, Any] = {
        name: time.fromisoformat(value) if isinstance(usual[name], time) else type(usual[name])(value)
        for name, value in stored.limits.items()
        if name in usual
    }
    return Limits(**changed, off=frozenset(stored.off))


def disjoint_groups(groups: Iterable[Group]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in combinations([one.key for one in groups if one.is_apart], 2))


def ways_between(venues: Iterable[Venue]) -> Mapping[tuple[str, str], int]:
    """The ways that the office has measured between these venues."""
    keys = [venue.pk for venue in venues]
    rows = Way.objects.filter(origin__in=keys, target__in=keys).values_list("origin_id", "target_id", "minutes")
    return MappingProxyType({(str(origin), str(target)): minutes for origin, target, minutes in rows})


# ---- what is elsewhere ------------------------------------------------------------
def busy_elsewhere(visit: Visit, speakers: Mapping[str, Speaker], interpreters: Mapping[str, Interpreter]) -> Busy:
    """When the people of this visit are needed in another one, in wall time of this one."""
    found: Busy = {}
    others = (
        Item.objects.filter(day__gte=visit.starts_on - NEAR, day__lte=visit.ends_on + NEAR)
        .exclude(Q(visit=visit) | Q(visit__activity__state=State.CANCELLED))
        .order_by()
    )
    taken = Part.objects.exclude(state__in=GONE).filter(speaker__in=[one.pk for one in speakers.values()])
    for part in taken.filter(item__in=others).select_related("item__visit"):
        note(found, f"s{part.speaker_id}", part.item, visit)
    links = Item.interpreters.through.objects.filter(interpreter__in=[one.pk for one in interpreters.values()])
    for link in links.filter(item__in=others).select_related("item__visit"):
        note(found, f"i{link.interpreter_id}", link.item, visit)
    return found


def note(found: Busy, key: str, item: Item, visit: Visit) -> None:
    stretch = here(item, visit)
    if stretch is not None:
        found.setdefault(key, []).append((*stretch, str(item.pk)))


def here(item: Item, visit: Visit) -> tuple[datetime, datetime] | None:
    """When an item of another visit begins and ends by the clocks of this one."""
    if item.begins_at is None:
        return None
    begins = item.begins_at
    if item.visit.zone != visit.zone:
        begins = begins.replace(tzinfo=item.visit.timezone).astimezone(visit.timezone).replace(tzinfo=None)
    return begins, begins + timedelta(minutes=item.minutes)


def holidays_of(visit: Visit, language: str) -> list[Holiday]:
    """The public holidays of host and guests on the days of the visit, each once for each side."""
    home = Home.objects.first()
    ours = [(home.country, home.subdivision)] if home else []
    theirs = [(one.partner.country, one.partner.subdivision) for one in visit.activity.partnerships.all()]
    sides = {"host": ours, "guest": theirs}
    if visit.activity.direction == Direction.OUT:
        sides = {"host": theirs, "guest": ours}
    found: dict[tuple[date, str], Holiday] = {}
    for whose, places in sides.items():
        for country, subdivision in dict.fromkeys(places):
            for year in range(visit.starts_on.year, visit.ends_on.year + 1):
                for one in public_holidays(country, subdivision, year, language):
                    if visit.starts_on <= one.on <= visit.ends_on:
                        found.setdefault((one.on, whose), Holiday(one.on, whose, one.name, one.language, country))
    return sorted(found.values(), key=lambda one: (one.on, one.whose != "host"))
