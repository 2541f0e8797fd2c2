"""What does not fit together in the travel of a delegation: journeys, pick-ups, beds, items. Plain data, no database.

Times are wall times of the host city. Who belongs to which group is known nowhere: an item of one group is only a hint
for everybody whose journey does not fit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

# Minutes between landing and the first item, and between the last item and the departure.
AFTER_ARRIVAL = {"plane": 90, "train": 30, "bus": 30, "car": 30, "other": 30}
BEFORE_DEPARTURE = {"plane": 150, "train": 45, "bus": 30, "car": 0, "other": 30}
PLACES = {"single": 1, "double": 2, "twin": 2, "suite": 2}
DAY = timedelta(days=1)


class Code(StrEnum):
    """What is found. The order is the order of importance."""

    ITEM_BEFORE_ARRIVAL = "item_before_arrival"
    ITEM_AFTER_DEPARTURE = "item_after_departure"
    LEAVES_BEFORE_ARRIVAL = "leaves_before_arrival"
    PICKUP_TOO_EARLY = "pickup_too_early"
    PICKUP_TOO_LATE = "pickup_too_late"
    NO_BED = "no_bed"
    NO_HOTEL = "no_hotel"
    TWO_BEDS = "two_beds"
    TOO_MANY_IN_ROOM = "too_many_in_room"
    NO_ARRIVAL = "no_arrival"
    NO_DEPARTURE = "no_departure"
    NO_TIME = "no_time"
    NO_PICKUP = "no_pickup"
    GROUP_BEFORE_ARRIVAL = "group_before_arrival"
    GROUP_AFTER_DEPARTURE = "group_after_departure"
    ALONE_IN_DOUBLE = "alone_in_double"
    EMPTY_ROOM = "empty_room"
    ARRIVES_EARLY = "arrives_early"
    LEAVES_LATE = "leaves_late"


HINTS = frozenset(
    {
        Code.GROUP_BEFORE_ARRIVAL,
        Code.GROUP_AFTER_DEPARTURE,
        Code.ALONE_IN_DOUBLE,
        Code.EMPTY_ROOM,
        Code.ARRIVES_EARLY,
        Code.LEAVES_LATE,
    }
)


@dataclass(frozen=True)
class Trip:
    """An arrival or a departure. `pickup_at` is None when nobody picks up, or when the time is open."""

    key: int
    is_arrival: bool
    mode: str
    day: date
    at: time | None
    members: frozenset[int]
    has_pickup: bool = False
    pickup_at: time | None = None

    @property
    def moment(self) -> datetime | None:
        return datetime.combine(self.day, self.at) if self.at else None

    @property
    def order(self) -> tuple[date, time]:
        """A journey without a time counts as late on its day when it arrives, as early when it leaves."""
        return self.day, self.at or (time.max if self.is_arrival else time.min)


@dataclass(frozen=True)
class Bed:
    """A room with those who sleep in it, from the first to the last night."""

    key: int
    kind: str
    first_night: date
    last_night: date
    members: frozenset[int]


@dataclass(frozen=True)
class Engagement:
    """An item of the programme that is placed, for all or only for one or some groups."""

    key: int
    begins: datetime
    ends: datetime
    is_of_groups: bool = False


@dataclass(frozen=True)
class Stay:
    """Everything that is compared. `is_met` says that we pick up and bring; on our own journeys the partner does."""

    first_day: date
    last_day: date
    members: Sequence[int]
    trips: Sequence[Trip] = ()
    beds: Sequence[Bed] = ()
    items: Sequence[Engagement] = ()
    is_met: bool = True
    after_arrival: Mapping[str, int] = field(default_factory=lambda: AFTER_ARRIVAL)
    before_departure: Mapping[str, int] = field(default_factory=lambda: BEFORE_DEPARTURE)


@dataclass(frozen=True)
class Clash:
    """One finding: what, with which journey, room or item (by key), in which nights, and whom it concerns.

    `last_night` is only given where it is more than one night.
    """

    code: Code
    members: tuple[int, ...] = ()
    subject: int | None = None
    trip: int | None = None
    night: date | None = None
    last_night: date | None = None

    @property
    def is_hint(self) -> bool:
        """Only to be looked at: it may be meant so."""
        return self.code in HINTS


def clashes_of(stay: Stay) -> list[Clash]:
    """What does not fit, the most important first; the same stay always gives the same list."""
    found = [
        *without_journey(stay),
        *out_of_order(stay),
        *items_missed(stay),
        *journeys_open(stay),
        *nights(stay),
        *rooms_wrong(stay),
        *outside(stay),
    ]
    rank = {code: number for number, code in enumerate(Code)}
    return sorted(found, key=lambda one: (rank[one.code], one.night or date.min, one.subject or 0, one.trip or 0))


def arrival_of(stay: Stay, member: int) -> Trip | None:
    """The first arrival: whoever leaves in between comes back by a second one."""
    return min((one for one in stay.trips if one.is_arrival and member in one.members), key=order, default=None)


def departure_of(stay: Stay, member: int) -> Trip | None:
    return max((one for one in stay.trips if not one.is_arrival and member in one.members), key=order, default=None)


def order(trip: Trip) -> tuple[date, time]:
    return trip.order


def without_journey(stay: Stay) -> Iterator[Clash]:
    for code, find in ((Code.NO_ARRIVAL, arrival_of), (Code.NO_DEPARTURE, departure_of)):
        if missing := tuple(one for one in stay.members if find(stay, one) is None):
            yield Clash(code, missing)


def out_of_order(stay: Stay) -> Iterator[Clash]:
    for one in stay.members:
        arrival, departure = arrival_of(stay, one), departure_of(stay, one)
        if arrival and departure and (departure.day, departure.at or time.max) < (arrival.day, arrival.at or time.min):
            yield Clash(Code.LEAVES_BEFORE_ARRIVAL, (one,), subject=arrival.key, trip=departure.key)


def items_missed(stay: Stay) -> Iterator[Clash]:
    """Each item once for each journey, with all who are in it."""
    for item in stay.items:
        for trip in stay.trips:
            concerned = tuple(one for one in stay.members if one in trip.members and is_the_one(stay, trip, one))
            if not concerned:
                continue
            if trip.is_arrival and item.begins < earliest_after(stay, trip):
                code = Code.GROUP_BEFORE_ARRIVAL if item.is_of_groups else Code.ITEM_BEFORE_ARRIVAL
                yield Clash(code, concerned, subject=item.key, trip=trip.key)
            if not trip.is_arrival and item.ends > latest_before(stay, trip):
                code = Code.GROUP_AFTER_DEPARTURE if item.is_of_groups else Code.ITEM_AFTER_DEPARTURE
                yield Clash(code, concerned, subject=item.key, trip=trip.key)


def is_the_one(stay: Stay, trip: Trip, member: int) -> bool:
    return trip is (arrival_of(stay, member) if trip.is_arrival else departure_of(stay, member))


def earliest_after(stay: Stay, trip: Trip) -> datetime:
    """From when on somebody who comes with this journey can be somewhere; without a time: from the day on."""
    if trip.moment is None:
        return datetime.combine(trip.day, time.min)
    return trip.moment + timedelta(minutes=stay.after_arrival.get(trip.mode, 30))


def latest_before(stay: Stay, trip: Trip) -> datetime:
    if trip.moment is None:
        return datetime.combine(trip.day + DAY, time.min)
    return trip.moment - timedelta(minutes=stay.before_departure.get(trip.mode, 30))


def journeys_open(stay: Stay) -> Iterator[Clash]:
    for trip in stay.trips:
        who = tuple(one for one in stay.members if one in trip.members)
        if not who:
            continue
        if trip.at is None:
            yield Clash(Code.NO_TIME, who, trip=trip.key)
        # Who comes by car needs nobody at the station.
        if stay.is_met and not trip.has_pickup and trip.mode != "car":
            yield Clash(Code.NO_PICKUP, who, trip=trip.key)
        if trip.pickup_at is not None and trip.at is not None:
            if trip.is_arrival and trip.pickup_at < trip.at:
                yield Clash(Code.PICKUP_TOO_EARLY, who, trip=trip.key)
            if not trip.is_arrival and trip.pickup_at >= trip.at:
                yield Clash(Code.PICKUP_TOO_LATE, who, trip=trip.key)


def nights(stay: Stay) -> Iterator[Clash]:
    """Each night between arrival and departure has one bed; who has no such days sleeps during the visit."""
    needed: dict[date, list[int]] = {}
    for one in stay.members:
        for night in nights_of(stay, one):
            needed.setdefault(night, []).append(one)
    if needed and not stay.beds:
        yield Clash(Code.NO_HOTEL, tuple(one for one in stay.members if any(one in who for who in needed.values())))
        return
    without = {night: tuple(one for one in people if not beds_in(stay, one, night)) for night, people in needed.items()}
    yield from runs_of(Code.NO_BED, without)
    taken = {night for bed in stay.beds for night in days(bed.first_night, bed.last_night)}
    twice = {night: tuple(one for one in stay.members if beds_in(stay, one, night) > 1) for night in taken}
    yield from runs_of(Code.TWO_BEDS, twice)


def runs_of(code: Code, nights: Mapping[date, tuple[int, ...]]) -> Iterator[Clash]:
    """One finding for nights one after the other that concern the same people."""
    run: list[date] = []
    for night in sorted(nights):
        if run and (night != run[-1] + DAY or nights[night] != nights[run[0]]):
            yield one_run(code, run, nights[run[0]])
            run = []
        if nights[night]:
            run.append(night)
    if run:
        yield one_run(code, run, nights[run[0]])


def one_run(code: Code, run: Sequence[date], members: tuple[int, ...]) -> Clash:
    return Clash(code, members, night=run[0], last_night=run[-1] if len(run) > 1 else None)


def nights_of(stay: Stay, member: int) -> list[date]:
    arrival, departure = arrival_of(stay, member), departure_of(stay, member)
    first = arrival.day if arrival else stay.first_day
    last = departure.day if departure else stay.last_day
    return days(first, last - DAY)


def days(first: date, last: date) -> list[date]:
    # A typing error in a year must not make a list of hundreds of thousands of nights.
    return [first + timedelta(days=step) for step in range(min((last - first).days + 1, 400))]


def beds_in(stay: Stay, member: int, night: date) -> int:
    return sum(member in bed.members and bed.first_night <= night <= bed.last_night for bed in stay.beds)


def rooms_wrong(stay: Stay) -> Iterator[Clash]:
    for bed in stay.beds:
        who = tuple(one for one in stay.members if one in bed.members)
        if not who:
            yield Clash(Code.EMPTY_ROOM, subject=bed.key)
        elif len(who) > PLACES.get(bed.kind, 2):
            yield Clash(Code.TOO_MANY_IN_ROOM, who, subject=bed.key)
        elif len(who) == 1 and bed.kind in {"double", "twin"}:
            yield Clash(Code.ALONE_IN_DOUBLE, who, subject=bed.key)


def outside(stay: Stay) -> Iterator[Clash]:
    for trip in stay.trips:
        who = tuple(one for one in stay.members if one in trip.members)
        if who and trip.is_arrival and trip.day < stay.first_day:
            yield Clash(Code.ARRIVES_EARLY, who, trip=trip.key)
        if who and not trip.is_arrival and trip.day > stay.last_day:
            yield Clash(Code.LEAVES_LATE, who, trip=trip.key)


__all__ = ["Bed", "Clash", "Code", "Engagement", "Stay", "Trip", "clashes_of"]
