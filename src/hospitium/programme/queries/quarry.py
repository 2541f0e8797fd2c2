"""Needs and offers of both sides: what a year programme is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hospitium.core.models import User
from hospitium.partners.models import Interest
from hospitium.partners.queries import Meeting, meetings
from hospitium.programme.models import Line, YearProgramme


@dataclass(frozen=True)
class Wants:
    """What both sides want on the topic of a line."""

    ours: tuple[Interest, ...] = ()
    theirs: tuple[Interest, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A need of one side and an offer of the other that no line of the programme has taken up yet."""

    need: Interest
    offer: Interest


@dataclass(frozen=True)
class Quarry:
    """The topics on which the two sides need or offer something, those that meet first."""

    meetings: Sequence[Meeting]
    taken: frozenset[int]

    def pairs(self, meeting: Meeting) -> list[Pair]:
        """The pairs of a topic; none when a line is about it already."""
        if meeting.topic.pk in self.taken:
            return []
        return [
            Pair(need, offer)
            for need in meeting.needs
            for offer in meeting.offers
            if (need.partner_id is None) != (offer.partner_id is None)
        ]

    @property
    def rows(self) -> list[tuple[Meeting, list[Pair]]]:
        return [(meeting, self.pairs(meeting)) for meeting in self.meetings]


def quarry_of(programme: YearProgramme, lines: Iterable[Line], *, today: date, by: User) -> Quarry:
    """What is on offer today, as far as the person may see it; topics on which only we say something come last."""
    partner = programme.partnership.partner_id
    interests = (
        Interest.objects.visible_to(by)
        .filter(Q(partner=partner) | Q(partner=None), Q(valid_until=None) | Q(valid_until__gte=today))
        .order_by("topic__position", "kind", "id")
    )
    found = sorted(meetings(interests), key=lambda meeting: (not meeting.meets, not has_partner(meeting)))
    taken = frozenset(line.topic_id for line in lines if line.topic_id)
    return Quarry([meeting for meeting in found if has_partner(meeting)], taken)


def has_partner(meeting: Meeting) -> bool:
    """Does the partner say anything on this topic?"""
    return any(one.partner_id for one in (*meeting.needs, *meeting.offers))


def wants_of(lines: Iterable[Line], quarry: Quarry) -> Mapping[int, Wants]:
    """Line → what both sides want on its topic."""
    by_topic = {meeting.topic.pk: (*meeting.needs, *meeting.offers) for meeting in quarry.meetings}
    found = {}
    for line in lines:
        said = by_topic.get(line.topic_id or 0, ())
        found[line.pk] = Wants(
            tuple(one for one in said if one.partner_id is None), tuple(one for one in said if one.partner_id)
        )
    return found
