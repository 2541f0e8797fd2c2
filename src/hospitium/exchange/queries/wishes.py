"""Which offers the wishes of applications reach, and at which rank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hospitium.exchange.models import Application, HostOffer, Round, Wish
from hospitium.topics.models import Topic

# Application id → offer id → the best rank at which a wish reaches the offer.
Reached = Mapping[int, Mapping[int, int]]
JUDGED = (
    Application.State.CONSENTED,
    Application.State.ASSESSED,
    Application.State.YES,
    Application.State.DEFERRED,
)


@dataclass(frozen=True)
class Ways:
    """The offers of a round as wishes name them."""

    here: frozenset[int]
    by_partner: Mapping[int, list[int]]
    by_topic: Mapping[int, list[int]]

    def reached(self, kind: str, offer: int | None, partner: int | None, topic: int | None) -> Iterable[int]:
        """The offers that one wish names."""
        if kind == Wish.Kind.OFFER:
            return [offer] if offer is not None else []
        if kind == Wish.Kind.CITY:
            return self.by_partner.get(partner or 0, [])
        return self.by_topic.get(topic or 0, [])


def ways_of(record: Round) -> Ways:
    """The standing offers of a round. A field reaches its parts, and a part the field to which it belongs."""
    offers = list(record.offers.standing().prefetch_related("topics"))
    families = defaultdict(set)
    for pk, parent in Topic.objects.order_by().values_list("pk", "parent_id"):
        families[pk].add(pk)
        if parent:
            families[pk].add(parent)
            families[parent].add(pk)
    by_partner: dict[int, list[int]] = defaultdict(list)
    by_topic: dict[int, list[int]] = defaultdict(list)
    for offer in offers:
        if offer.partner_id:
            by_partner[offer.partner_id].append(offer.pk)
        for pk in {relative for topic in offer.topics.all() for relative in families[topic.pk]}:
            by_topic[pk].append(offer.pk)
    return Ways(frozenset(offer.pk for offer in offers if offer.is_here), by_partner, by_topic)


def reached(record: Round, *, states: Iterable[str] = JUDGED) -> Reached:
    """For each application in these states the offers of the other side that it reaches, with the best rank."""
    ways = ways_of(record)
    standing = {pk for offers in ways.by_partner.values() for pk in offers} | ways.here
    found: dict[int, dict[int, int]] = {}
    rows = (
        Wish.objects.filter(application__round=record, application__state__in=list(states))
        .order_by("application", "rank")
        .values_list("application", "application__partner", "application__topic", "kind", "offer", "partner", "rank")
    )
    for application, sender, topic, kind, offer, partner, rank in rows.iterator(chunk_size=5000):
        mine = found.setdefault(application, {})
        for pk in ways.reached(kind, offer, partner, topic):
            if pk in standing and (pk in ways.here) == (sender is not None):
                mine.setdefault(pk, rank)
    return found


def candidates_of(offer: HostOffer) -> list[Application]:
    """The applications that reach an offer and are still to be placed, by their codes."""
    pks = [application for application, offers in reached(offer.round).items() if offer.pk in offers]
    found: list[Application] = []
    for start in range(0, len(pks), 500):
        chunk = Application.objects.filter(pk__in=pks[start : start + 500])
        found += chunk.select_related("topic", "applicant", "unit", "partner").prefetch_related("windows")
    return sorted(found, key=lambda application: application.code)
