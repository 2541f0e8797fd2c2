"""What does not fit in the travel of a delegation, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Somebody
from hospitium.core import wording
from hospitium.delegations.clashes import Bed, Clash, Code, Engagement, Stay, Trip, clashes_of
from hospitium.delegations.models import Delegation, Journey, Member, Room, Side
from hospitium.delegations.queries.names import by_name
from hospitium.delegations.queries.travel import journeys_of, rooms_of
from hospitium.programme.models import State
from hospitium.visits.models import Item

# %(journey)s, %(room)s, %(item)s and %(groups)s name the records, %(night)s and %(last_night)s are days.
SENTENCES: Mapping[Code, str | Promise] = {
    Code.ITEM_BEFORE_ARRIVAL: gettext_lazy("“%(item)s” begins before they can be there: %(journey)s."),
    Code.ITEM_AFTER_DEPARTURE: gettext_lazy("“%(item)s” ends too late for the departure: %(journey)s."),
    Code.LEAVES_BEFORE_ARRIVAL: gettext_lazy("The departure lies before the arrival."),
    Code.PICKUP_TOO_EARLY: gettext_lazy("The pick-up is before the arrival: %(journey)s."),
    Code.PICKUP_TOO_LATE: gettext_lazy("The pick-up is not before the departure: %(journey)s."),
    Code.NO_BED: gettext_lazy("No bed in the night of %(night)s."),
    Code.NO_HOTEL: gettext_lazy("There are nights, but no room and no hotel yet."),
    Code.TWO_BEDS: gettext_lazy("Two beds in the night of %(night)s."),
    Code.TOO_MANY_IN_ROOM: gettext_lazy("More guests than beds: %(room)s."),
    Code.NO_ARRIVAL: gettext_lazy("The arrival is not known yet."),
    Code.NO_DEPARTURE: gettext_lazy("The departure is not known yet."),
    Code.NO_TIME: gettext_lazy("The time is not known yet: %(journey)s."),
    Code.NO_PICKUP: gettext_lazy("Nobody picks up or brings: %(journey)s."),
    Code.GROUP_BEFORE_ARRIVAL: gettext_lazy(
        "“%(item)s” (only %(groups)s) begins before they can be there: %(journey)s."
    ),
    Code.GROUP_AFTER_DEPARTURE: gettext_lazy(
        "“%(item)s” (only %(groups)s) ends too late for the departure: %(journey)s."
    ),
    Code.ALONE_IN_DOUBLE: gettext_lazy("One guest in a room for two: %(room)s."),
    Code.EMPTY_ROOM: gettext_lazy("Nobody sleeps here: %(room)s."),
    Code.ARRIVES_EARLY: gettext_lazy("Arrives before the visit begins: %(journey)s."),
    Code.LEAVES_LATE: gettext_lazy("Leaves after the visit has ended: %(journey)s."),
}
# The same over several nights.
NIGHTS: Mapping[Code, str | Promise] = {
    Code.NO_BED: gettext_lazy("No bed in the nights from %(night)s to %(last_night)s."),
    Code.TWO_BEDS: gettext_lazy("Two beds in the nights from %(night)s to %(last_night)s."),
}
OF_ROOMS = frozenset({Code.TOO_MANY_IN_ROOM, Code.ALONE_IN_DOUBLE, Code.EMPTY_ROOM})
OF_JOURNEYS: Mapping[Code, str] = {Code.NO_ARRIVAL: "arrival", Code.NO_DEPARTURE: "departure"}
# So many are named one by one; more are counted where they are all, or all of one journey.
NAMED = 2


@dataclass(frozen=True)
class Worded:
    """A finding as it is shown: the sentence, whom it concerns, how serious it is.

    `direction` is that of the journey which is missing.
    """

    code: Code
    sentence: str
    who: str
    is_hint: bool
    journey: int | None
    room: int | None
    direction: str = ""


def findings_of(delegation: Delegation) -> list[Worded]:
    """What does not fit in this delegation's travel, the most important first; seven queries."""
    members = by_name(Member.objects.filter(delegation=delegation).printable())
    items = list(placed_items().filter(visit=delegation.visit_id))
    return worded(delegation, members, journeys_of(delegation), list(rooms_of(delegation)), items)


def placed_items() -> QuerySet[Item]:
    """What is compared with journeys: all that is placed but transfers, which go with them."""
    return Item.objects.filter(day__isnull=False).exclude(kind=Item.Kind.TRANSFER).prefetch_related("groups")


def worded(
    delegation: Delegation,
    members: Sequence[Member],
    journeys: Sequence[Journey],
    rooms: Sequence[Room],
    items: Sequence[Item],
) -> list[Worded]:
    stay = stay_of(delegation, members, journeys, rooms, items)
    words = Words(
        stay,
        {one.pk: str(one) for one in members},
        {one.pk: journey_words(one) for one in journeys},
        {one.pk: room_words(one) for one in rooms},
        {one.pk: str(one) for one in items},
        {one.pk: ", ".join(str(group) for group in one.groups.all()) for one in items},
    )
    return [words.of(clash) for clash in clashes_of(stay)]


@dataclass(frozen=True)
class Words:
    """How the records of a stay are called in sentences, by their keys."""

    stay: Stay
    names: Mapping[int, str]
    journeys: Mapping[int, str]
    rooms: Mapping[int, str]
    items: Mapping[int, str]
    groups: Mapping[int, str]

    def of(self, clash: Clash) -> Worded:
        subject = clash.subject or 0
        sentence = str((NIGHTS if clash.last_night else SENTENCES)[clash.code]) % {
            "item": self.items.get(subject, ""),
            "groups": self.groups.get(subject, ""),
            "room": self.rooms.get(subject, ""),
            "journey": self.journeys.get(clash.trip or 0, ""),
            "night": day_words(clash.night) if clash.night else "",
            "last_night": day_words(clash.last_night) if clash.last_night else "",
        }
        room = clash.subject if clash.code in OF_ROOMS else None
        direction = OF_JOURNEYS.get(clash.code, "")
        return Worded(clash.code, sentence, self.who(clash), clash.is_hint, clash.trip, room, direction)

    def who(self, clash: Clash) -> str:
        """Names; a number where it is everybody, or everybody of the journey that the sentence names."""
        count = len(clash.members)
        if count > NAMED and set(clash.members) == set(self.stay.members):
            return ngettext("%(count)d member", "all %(count)d members", count) % {"count": count}
        trips = [trip.members for trip in self.stay.trips if trip.key == clash.trip]
        if count > NAMED and any(set(clash.members) == members & set(self.stay.members) for members in trips):
            words = ngettext("%(count)d of this journey", "all %(count)d of this journey", count)
            return words % {"count": count}
        return ", ".join(self.names[key] for key in clash.members)


def day_words(day: date) -> str:
    return wording.day(day, language=get_language() or "en", style="desk", this_year=day.year)


def journey_words(one: Journey) -> str:
    """ "LH 123, Tue 9 March, 14:05"."""
    clock = f"{one.time.hour}:{one.time.minute:02}" if one.time else _("time unknown")
    return ", ".join((str(one), day_words(one.day), clock))


def room_words(one: Room) -> str:
    return ", ".join(part for part in (str(one.hotel), str(one.get_kind_display()), one.number) if part)


def stay_of(
    delegation: Delegation,
    members: Sequence[Member],
    journeys: Sequence[Journey],
    rooms: Sequence[Room],
    items: Sequence[Item],
) -> Stay:
    visit = delegation.visit
    return Stay(
        first_day=visit.starts_on,
        last_day=visit.ends_on,
        members=[one.pk for one in members],
        trips=[trip_of(one) for one in journeys],
        beds=[bed_of(one) for one in rooms],
        items=[engagement_of(one) for one in items if one.begins_at],
        is_met=delegation.side == Side.INCOMING,
    )


def trip_of(one: Journey) -> Trip:
    pickup = getattr(one, "pickup", None)
    return Trip(
        key=one.pk,
        is_arrival=one.direction == Journey.Direction.ARRIVAL,
        mode=one.mode,
        day=one.day,
        at=one.time,
        members=frozenset(member.pk for member in one.members.all()),
        has_pickup=pickup is not None,
        pickup_at=pickup.time if pickup else None,
    )


def bed_of(one: Room) -> Bed:
    guests = frozenset(guest.member_id for guest in one.guests.all())
    return Bed(one.pk, one.kind, one.first_night, one.last_night, guests)


def engagement_of(one: Item) -> Engagement:
    begins = one.begins_at or datetime.min
    return Engagement(one.pk, begins, begins + timedelta(minutes=one.minutes), bool(one.groups.all()))


# ---- start page ---------------------------------------------------------------------
@dataclass(frozen=True)
class Unfit:
    """A delegation whose travel does not fit together yet, with the number of findings that are no hints."""

    delegation: Delegation
    count: int


def unfit_travel(user: Somebody, *, today: date, until: date) -> list[Unfit]:
    """The delegations that come or go until that day and whose travel has findings; a fixed number of queries."""
    members = Member.objects.printable()
    delegations = (
        Delegation.objects.visible_to(user, "delegation.update")
        .filter(
            Q(visit__activity__state=State.PLANNED),
            visit__starts_on__lte=until,
            visit__ends_on__gte=today,
        )
        .exclude(state=Delegation.State.CLOSED)
        .select_related("visit__activity", "partnership__partner", "partnership__home_district")
        .prefetch_related(
            Prefetch("members", members, to_attr="named_members"),
            Prefetch("journeys", Journey.objects.select_related("pickup").prefetch_related("members")),
            Prefetch("rooms", Room.objects.select_related("hotel").prefetch_related("guests")),
            Prefetch("visit__items", placed_items(), to_attr="placed_items"),
        )
        .order_by("visit__starts_on", "id")
    )
    found = [Unfit(one, count_of(one)) for one in delegations]
    return [one for one in found if one.count]


def count_of(delegation: Delegation) -> int:
    members: list[Member] = getattr(delegation, "named_members", [])
    items: list[Item] = getattr(delegation.visit, "placed_items", [])
    stay = stay_of(delegation, members, list(delegation.journeys.all()), list(delegation.rooms.all()), items)
    # Nobody is named yet: then nothing is missing yet, either.
    return sum(not clash.is_hint for clash in clashes_of(stay)) if members else 0


__all__ = ["Unfit", "Worded", "findings_of", "unfit_travel"]
