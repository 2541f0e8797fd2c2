"""Who speaks and hosts: how sure an item is, what a person is asked for, and who could stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Prefetch, Q

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import Somebody
from hospitium.accounts.queries import guest_links_of
from hospitium.algorithms.timetable import Answer
from hospitium.visits.models import Item, Mode, Part, Speaker, Visit
from hospitium.visits.queries import timetable

# Where people are usually asked; a transfer or a free evening needs nobody.
ASKED_FOR = frozenset(
    {
        Item.Kind.LECTURE,
        Item.Kind.STATION,
        Item.Kind.DISCUSSION,
        Item.Kind.RECEPTION,
        Item.Kind.PRESS,
        Item.Kind.COMMEMORATION,
    }
)


def answer_of(item: Item) -> Answer:
    """How sure an item is: the worst answer of its people, who should be fetched before."""
    return timetable.answer_of(list(item.parts.all()))


@dataclass(frozen=True)
class Row:
    """One line of the page: an item and one of its people, or nobody. The first line of an item says so."""

    item: Item
    part: Part | None
    link: GuestLink | None
    stand_ins: Sequence[StandIn]
    is_first: bool


@dataclass(frozen=True)
class StandIn:
    """Somebody who knows the visit's topics: in how many earlier visits, and when last."""

    speaker: Speaker
    times: int
    last_on: date | None


@dataclass(frozen=True)
class People:
    """Who speaks and hosts in a visit, line by line, and all links that they were given."""

    rows: list[Row]
    links: list[GuestLink]


def people_of(visit: Visit, *, user: Somebody) -> People:
    """All people of a visit by item, in as many queries for one as for forty."""
    items = list(visit.items.prefetch_related(Prefetch("parts", Part.objects.select_related("speaker"))))
    parts = [part for item in items for part in item.parts.all()]
    links = guest_links_of(parts, user=user)
    latest = {link.key: link for link in reversed(links)}
    pool = stand_ins(visit) if any(part.state == Part.State.DECLINED for part in parts) else []
    rows: list[Row] = []
    for item in items:
        own = list(item.parts.all())
        if not own and item.kind in ASKED_FOR:
            rows.append(Row(item, None, None, (), is_first=True))
        for number, part in enumerate(own):
            able = others(pool, own) if part.state == Part.State.DECLINED else ()
            rows.append(Row(item, part, latest.get(str(part.pk)), able, is_first=number == 0))
    return People(rows, links)


def stand_ins(visit: Visit) -> list[StandIn]:
    """Speakers who are known for the visit's topics or spoke in earlier visits on them, the most experienced first."""
    topics = visit.activity.topics.order_by().values("pk")
    spoke = (
        Part.objects.filter(item__visit__activity__topics__in=topics)
        .exclude(item__visit=visit)
        .exclude(state__in=timetable.GONE)
        .order_by()
        .values("speaker")
        .annotate(times=Count("item__visit", distinct=True), last_on=Max("item__day"))
    )
    earlier = {row["speaker"]: (row["times"], row["last_on"]) for row in spoke}
    speakers = Speaker.objects.filter(Q(topics__in=topics) | Q(pk__in=list(earlier))).distinct()
    found = [StandIn(one, *earlier.get(one.pk, (0, None))) for one in speakers]
    return sorted(found, key=lambda one: (-one.times, one.speaker.name_key, one.speaker.pk))


def others(pool: Iterable[StandIn], parts: Iterable[Part]) -> list[StandIn]:
    """The first five of the pool who have no part in the item."""
    taken = {part.speaker_id for part in parts}
    return [one for one in pool if one.speaker.pk not in taken][:5]


@dataclass(frozen=True)
class Invitation:
    """What somebody is asked for, as the mail and the page of the link tell it; words in the language of the page."""

    part: Part
    begins: datetime
    ends: datetime
    guests: str
    heads: int | None

    @property
    def item(self) -> Item:
        return self.part.item

    @property
    def speech(self) -> int | None:
        """Minutes to speak where they are fewer than the item has: interpreted consecutively, it takes twice."""
        if self.item.speech:
            return self.item.speech
        return self.item.minutes // 2 if self.item.mode == Mode.CONSECUTIVE else None

    @property
    def is_doubled(self) -> bool:
        return self.item.mode == Mode.CONSECUTIVE

    @property
    def is_interpreted(self) -> bool:
        return self.item.mode != Mode.NONE

    @property
    def seen(self) -> str:
        """What an answer is an answer to; when it changes, the question has to be read again."""
        return f"{self.begins:%Y-%m-%dT%H:%M}/{self.item.minutes}"


def invitation_of(part: Part) -> Invitation | None:
    """What the person is asked for; None as long as the item has no place in the programme."""
    begins = part.item.begins_at
    if begins is None:
        return None
    activity = part.item.visit.activity
    return Invitation(
        part=part,
        begins=begins,
        ends=begins + timedelta(minutes=part.item.minutes),
        guests=", ".join(str(partnership.partner) for partnership in activity.partnerships.all()),
        heads=activity.heads if activity.heads is not None else activity.heads_planned,
    )


def language_of(speaker: Speaker) -> str:
    """The language of the mails to a person, as far as there are mails in it; else English."""
    return speaker.language if speaker.language in dict(settings.LANGUAGES) else "en"
