"""Persons, weeks and reports by year, unit, city and topic; what nobody knows is counted as unknown, never as 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hospitium.algorithms.search import fold
from hospitium.core import wording
from hospitium.core.claims import in_use_first
from hospitium.core.models import Claim
from hospitium.core.multilingual import Multilingual, here
from hospitium.exchange.models import HistoricRound, Placement
from hospitium.exchange.queries.stays import days_of, weeks_of
from hospitium.partners.models import Partner

P = Placement.State
# A stay that was broken off may have ended before it began; it is not counted, and its costs stand in the placement.
COUNTED = (P.UNDER_WAY, P.FINISHED)


@dataclass
class Line:
    """One year, unit, city or topic."""

    name: str
    sent: int = 0
    received: int = 0
    days: int = 0
    days_unknown: int = 0
    over: int = 0
    reports: int = 0

    @property
    def persons(self) -> int:
        return self.sent + self.received

    @property
    def weeks(self) -> float | None:
        """Weeks of those stays of which the days are known; None where that is none."""
        return weeks_of(self.days) if self.persons > self.days_unknown else None

    @property
    def report_rate(self) -> int | None:
        """Sent reports in percent of stays that are over; None while none is."""
        return round(100 * self.reports / self.over) if self.over else None


@dataclass(frozen=True)
class Counted:
    """A placement with what the statistics count it by."""

    placement: Placement
    is_reported: bool


def counted(placements: QuerySet[Placement]) -> list[Counted]:
    """Stays that are finished or under way."""
    found = placements.filter(state__in=COUNTED).select_related(
        "round", "application__unit", "application__partner", "application__topic", "offer__unit", "offer__partner",
        "report",
    ).defer("round__call")  # fmt: skip
    return [Counted(one, bool(getattr(one, "report", None) and one.report.submitted_at)) for one in found]


def lines(stays: Iterable[Counted], name: Callable[[Placement], str]) -> list[Line]:
    found: dict[str, Line] = {}
    for one in stays:
        key = name(one.placement)
        add(found.setdefault(key, Line(key)), one)
    # What is not known stands last.
    return sorted(found.values(), key=lambda line: (line.name == "", fold(line.name)))


def add(line: Line, one: Counted) -> None:
    if one.placement.application.is_incoming:
        line.received += 1
    else:
        line.sent += 1
    days = days_of(one.placement)
    line.days += days or 0
    line.days_unknown += days is None
    if one.placement.state != P.UNDER_WAY:
        line.over += 1
        line.reports += one.is_reported


def year_of(placement: Placement) -> str:
    return str(placement.starts_on.year if placement.starts_on else placement.round.year)


def unit_of(placement: Placement) -> str:
    return str(placement.application.unit or placement.offer.unit or "")


def city_of(placement: Placement) -> str:
    return str(placement.offer.partner or placement.application.partner or "")


def topic_of(placement: Placement) -> str:
    return str(placement.application.topic or "")


def tables_of(placements: QuerySet[Placement]) -> list[dict[str, Any]]:
    stays = counted(placements)
    return [
        {"key": key, "title": title, "lines": lines(stays, name)}
        for key, title, name in (
            ("year", _("By year"), year_of),
            ("unit", _("By unit"), unit_of),
            ("city", _("By city"), city_of),
            ("topic", _("By topic"), topic_of),
        )
    ]


# ---- rounds before this installation -----------------------------------------------
@dataclass(frozen=True)
class Past:
    """A past round with what sources say about it where they differ."""

    record: HistoricRound
    claims: list[Claim]
    names: Mapping[str, str]

    @property
    def hosts(self) -> str:
        """In the language of the page: partners and large cities; others as the source names them."""
        language = here()
        return ", ".join(
            self.names.get(name) or wording.city_name(name, language=language) for name in self.record.host_names
        )

    def others(self, fact: str) -> list[str]:
        """The values that other sources give for a figure."""
        return [claim.value or str(_("unknown")) for claim in self.claims if claim.fact == fact and not claim.in_use]

    @property
    def other_persons(self) -> list[str]:
        return self.others("persons")

    @property
    def other_places(self) -> list[str]:
        return self.others("places")

    @property
    def other_europasses(self) -> list[str]:
        return self.others("europasses")


def names_here() -> dict[str, str]:
    """Every name of a city that is known here → its name in the language of the page."""
    found: dict[str, str] = {}
    for partner in Partner.objects.order_by("pk"):
        for name in (partner.own_name, *partner.name.texts.values()):
            found.setdefault(name, str(partner))
    return found


@dataclass(frozen=True)
class KnownStay:
    """A stay of a past round: where and what about, nobody by name."""

    city: str
    about: Multilingual
    source: str


def known_stays(past: HistoricRound) -> list[KnownStay]:
    names = names_here()
    places = past.placements.select_related("partner").order_by("pk")
    return [KnownStay(str(one.partner or names.get(one.city, one.city)), one.about, one.source) for one in places]


def past_rounds(found: QuerySet[HistoricRound]) -> list[Past]:
    rounds = list(found)
    names = names_here() if rounds else {}
    kind = HistoricRound._meta.label_lower
    claims: dict[str, list[Claim]] = {}
    for claim in Claim.objects.filter(kind=kind, key__in=[str(one.pk) for one in rounds]).order_by("position", "pk"):
        claims.setdefault(claim.key, []).append(claim)
    return [Past(one, in_use_first(claims.get(str(one.pk), [])), names) for one in rounds]
