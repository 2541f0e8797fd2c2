"""What the proposal is asked: the items of a visit, its days with the office's hours, wishes, what was announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from hospitium.algorithms.timetable import Cutoffs, Day, Demand, Kind, Wish
from hospitium.algorithms.timetable import Item as Station
from hospitium.algorithms.timetable import Part as PartOfDay
from hospitium.algorithms.timetable.transfers import is_settled
from hospitium.visits.dates import days_between
from hospitium.visits.models import Item, Visit
from hospitium.visits.queries.timetable import Material, material_of

OPENS, CLOSES, LATEST = time(8, 30), time(18, 30), time(22, 0)
BREAKFAST, LUNCH, DINNER = (time(7, 0), time(10, 0)), (time(11, 30), time(14, 30)), (time(17, 30), time(22, 0))
EVENINGS = frozenset({Kind.RECEPTION})
WEIGHT = 1
Hours = tuple[time, time]


def demand_of(visit: Visit, *, seconds: int, seed: int, today: date) -> Demand:
    """Fit the items of the visit into its days, as far as possible as they were announced."""
    material = material_of(visit, today=today)
    days = days_between(visit.starts_on, visit.ends_on)
    movable = [one for one in material.programme.items if one.kind is not Kind.TRANSFER and not is_settled(one)]
    announced = announced_of(visit, material)
    wishes = {one.key: wish_of(material.items[one.key]) for one in movable if material.items[one.key].wish}
    return Demand(
        programme=material.programme,
        days=tuple(Day(date=day, opens=BREAKFAST[0], closes=LATEST) for day in days),
        windows={
            one.key: tuple(
                (datetime.combine(day, opens), datetime.combine(day, closes))
                for day in days
                for opens, closes in hours_of(one, wishes.get(one.key), announced.get(one.key))
            )
            for one in movable
        },
        wishes=MappingProxyType(wishes),
        announced={one.key: announced[one.key] for one in movable if one.key in announced},
        seed=seed,
        cutoffs=Cutoffs(seconds=float(seconds)),
    )


def wish_of(item: Item) -> Wish:
    return Wish(part=PartOfDay(item.wish), weight=WEIGHT)


def announced_of(visit: Visit, material: Material) -> dict[str, datetime]:
    """What the guests were told last; what they were not told counts as it stands now."""
    now = {one.key: one.starts for one in material.programme.items if one.starts}
    release = visit.releases.first()
    if release is None:
        return now
    return now | {
        str(entry["key"]): datetime.fromisoformat(f"{entry['day']}T{entry['starts']}")
        for entry in release.content.get("items", ())
        if str(entry["key"]) in material.items and entry["day"] and entry["starts"]
    }


def hours_of(item: Station, wish: Wish | None, announced: datetime | None) -> tuple[Hours, ...]:
    """The hours of a day in which an item may lie: the office's, longer in the evening for what belongs there."""
    planned = item.starts or announced
    if item.kind is Kind.MEAL:
        return meals(planned, wish)
    is_late = planned is not None and at_end(planned, item.minutes) > CLOSES
    is_wished = wish is not None and wish.part is PartOfDay.EVENING
    closes = LATEST if item.kind in EVENINGS or is_late or is_wished else CLOSES
    return ((OPENS, closes),)


def at_end(starts: datetime, minutes: int) -> time:
    """The time of day; what goes on over midnight ends with the day."""
    end = starts.hour * 60 + starts.minute + minutes
    return time(23, 59) if end >= 24 * 60 else time(*divmod(end, 60))


def meals(planned: datetime | None, wish: Wish | None) -> tuple[Hours, ...]:
    """A breakfast stays one, a lunch, too; where nobody has said which it is, both noon and evening are possible."""
    if planned is not None:
        return (BREAKFAST,) if planned.time() < BREAKFAST[1] else (LUNCH,) if planned.hour < 16 else (DINNER,)
    wished: Mapping[PartOfDay, tuple[Hours, ...]] = {
        PartOfDay.MORNING: (BREAKFAST,),
        PartOfDay.AFTERNOON: (LUNCH,),
        PartOfDay.EVENING: (DINNER,),
    }
    return wished[wish.part] if wish is not None and wish.part else (LUNCH, DINNER)
