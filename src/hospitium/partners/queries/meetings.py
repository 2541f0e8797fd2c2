"""Where needs and offers meet."""

from __future__ import annotations

from dataclasses import dataclass

from hospitium.partners.models import Interest
from hospitium.partners.models.interests import InterestQuerySet
from hospitium.topics.models import Topic


@dataclass(frozen=True)
class Meeting:
    """A topic on which a need of one side meets an offer of the other."""

    topic: Topic
    needs: tuple[Interest, ...]
    offers: tuple[Interest, ...]

    @property
    def meets(self) -> bool:
        """Does a need of one side stand against an offer of the other side?"""
        return any(
            (need.partner_id is None) != (offer.partner_id is None) for need in self.needs for offer in self.offers
        )


def meetings(interests: InterestQuerySet) -> list[Meeting]:
    """The topics with needs or offers, those that meet first."""
    grouped: dict[Topic, dict[str, list[Interest]]] = {}
    for interest in interests.select_related("topic", "partner", "unit"):
        grouped.setdefault(interest.topic, {"need": [], "offer": []})[interest.kind].append(interest)
    found = [Meeting(topic, tuple(kinds["need"]), tuple(kinds["offer"])) for topic, kinds in grouped.items()]
    return sorted(found, key=lambda meeting: (not meeting.meets, meeting.topic.position, meeting.topic.pk))
