"""Released records as the public site words them: a city in a list, an activity, an instrument, a contradiction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.agreements.models import Instrument
from hospitium.algorithms.dates import PartialDate, next_anniversary
from hospitium.core.claims import typed
from hospitium.core.models import Claim
from hospitium.core.multilingual import Phrase
from hospitium.partners.models import Home, Partnership
from hospitium.partners.models.relations import Status
from hospitium.portal import frame, maps, queries, words
from hospitium.programme.models import Activity, Direction, Format, State

Chip = dict[str, str]
STATUS_TONES = {
    Status.PLANNED: "open",
    Status.ACTIVE: "success",
    Status.DORMANT: "warning",
    Status.SUSPENDED: "paused",
    Status.ENDED: "",
}
DORMANT_ICON, ENDED_ICON = "moon-star", "history"
DIRECTION_CHIPS = {
    Direction.IN: ("partner", "plane-landing"),
    Direction.OUT: ("own", "plane-takeoff"),
    Direction.ONLINE: ("", "monitor"),
    Direction.THIRD: ("", "map-pin"),
    Direction.UNKNOWN: ("open", "circle-help"),
}
JUBILEE_EVERY = 5
# Where readers look for the number of persons, and its absence is worth a word.
COUNTED = frozenset({Format.SEMINAR, Format.DELEGATION, Format.PARLIAMENTARY, Format.WORKING_VISIT})


@dataclass(frozen=True)
class CityLine:
    """A partnership in the list and in the table."""

    name: str
    url: str
    own_name: str
    own_language: str
    since: str
    since_at: str
    distance: str | None
    chip: Chip | None
    districts: tuple[CityLine, ...] = ()


@dataclass(frozen=True)
class ActivityLine:
    """An activity in a list."""

    at: str
    at_text: str
    title: Phrase
    format: str
    cities: tuple[tuple[str, str], ...]
    details: tuple[str, ...]
    places: Phrase
    outcome: Phrase
    chip: Chip
    source: str


@dataclass(frozen=True)
class InstrumentLine:
    """An instrument on the time line, with what is known of its day."""

    at: str
    at_text: str
    missing: str
    kind: str
    title: Phrase
    state: str
    themes: tuple[Phrase, ...]
    source: str
    is_disputed: bool


@dataclass(frozen=True)
class ContradictionLine:
    """The claims on one fact side by side."""

    title: str
    claims: tuple[dict[str, Any], ...]


def names(partnership: Partnership, home: Home | None) -> tuple[str, str]:
    """Our side and theirs."""
    if partnership.home_district:
        return str(partnership.home_district), str(partnership.partner)
    return (str(home.name) if home else ""), str(partnership.partner)


def status_chip(partnership: Partnership) -> Chip:
    """The status as a word; since when, without a comment."""
    change = queries.status_since(partnership) if partnership.status != Status.ACTIVE else None
    label = str(Status(partnership.status).label)
    text = (
        _("%(status)s since: %(date)s") % {"status": label, "date": words.when_words(change.since)}
        if change and change.since
        else label
    )
    icons = {Status.DORMANT: DORMANT_ICON, Status.ENDED: ENDED_ICON}
    return {
        "text": text,
        "tone": STATUS_TONES[Status(partnership.status)],
        "icon": icons.get(Status(partnership.status), ""),
    }


def city_line(
    partnership: Partnership, home: Home | None, districts: Sequence[Partnership] = (), *, title: str = ""
) -> CityLine:
    partner = partnership.partner
    distance = maps.kilometres(home, partnership)
    return CityLine(
        name=title or str(partner),
        url=frame.here("city", partnership.key),
        own_name=partner.own_name if partner.own_name != str(partner) else "",
        own_language=partner.own_language,
        since=words.when_words(partnership.since),
        since_at=str(partnership.since or ""),
        distance=None if distance is None else words.kilometres(distance),
        chip=None if partnership.status == Status.ACTIVE else status_chip(partnership),
        districts=tuple(city_line(one, home, title=" – ".join(names(one, home))) for one in districts),
    )


def jubilee(partnership: Partnership, today: date) -> Chip | None:
    """The next round year of a partnership that is neither suspended nor ended."""
    if partnership.since is None or queries.is_quiet(partnership):
        return None
    coming = next_anniversary(since=partnership.since, not_before=today, every=JUBILEE_EVERY)
    if coming is None:
        return None
    text = ngettext("%(years)s year: %(date)s", "%(years)s years: %(date)s", coming.years)
    return {
        "text": text % {"years": coming.years, "date": words.when_words(coming.on)},
        "tone": "own",
        "icon": "award",
        "at": str(coming.on),
    }


def activity_line(activity: Activity, *, without: int | None = None) -> ActivityLine:
    """An activity in words; `without` leaves out the partnership on whose page it stands."""
    tone, icon = DIRECTION_CHIPS[Direction(activity.direction)]
    cities = [one for one in activity.partnerships.all() if one.pk != without]
    title = activity.title.here.as_title
    return ActivityLine(
        at=str(activity.begins or ""),
        at_text=words.span_words(activity.begins, activity.ends),
        title=title if title else Phrase(format_words(activity), "", "current"),
        format=format_words(activity) if title else "",
        cities=tuple((str(one.partner), frame.here("city", one.key)) for one in cities),
        details=tuple(details(activity)),
        places=activity.places.here,
        outcome=activity.outcome.here,
        chip={"text": direction_words(activity), "tone": tone, "icon": icon},
        source=activity.source,
    )


def format_words(activity: Activity) -> str:
    # Not get_format_display: it makes the table of all choices anew for each record.
    return str(Format(activity.format).label)


def direction_words(activity: Activity) -> str:
    return str(Direction(activity.direction).label)


def details(activity: Activity) -> Iterable[str]:
    if activity.number:
        yield _("No. %(number)s") % {"number": activity.number}
    if activity.count > 1:
        yield ngettext("%(count)s visit", "%(count)s visits", activity.count) % {"count": activity.count}
    if activity.days and activity.ends is None:
        yield ngettext("%(count)s day", "%(count)s days", activity.days) % {"count": activity.days}
    if activity.heads is not None:
        yield ngettext("%(count)s person", "%(count)s persons", activity.heads) % {"count": activity.heads}
    elif activity.state == State.DONE and activity.format in COUNTED:
        yield _("number of persons unknown")


def instrument_line(instrument: Instrument, contradictions: Sequence[queries.Contradiction]) -> InstrumentLine:
    title = instrument.title.here.as_title
    kind = str(instrument.get_kind_display())
    return InstrumentLine(
        at=str(instrument.signed or ""),
        at_text=words.when_words(instrument.signed),
        missing=missing_part(instrument.signed),
        kind=kind if title and title.text != kind else "",
        title=title if title else Phrase(kind, "", "current"),
        state="" if instrument.status == "signed" else str(instrument.get_status_display()),
        themes=tuple(clause.text.here for clause in instrument.clauses.all() if clause.text),
        source=instrument.source,
        is_disputed=any(found.subject == instrument for found in contradictions),
    )


def missing_part(when: PartialDate | None) -> str:
    """What of a date is not known, in words."""
    if when is None or when.precision == "day":
        return ""
    return _("Day: unknown") if when.precision == "month" else _("Day and month: unknown")


def contradiction_line(found: queries.Contradiction) -> ContradictionLine:
    title = _("%(record)s: %(fact)s") % {"fact": found.fact.label, "record": title_of(found.subject)}
    return ContradictionLine(title, tuple(claim_line(claim) for claim in found.claims))


def title_of(subject: Partnership | Instrument | Activity) -> str:
    if isinstance(subject, Partnership):
        return str(subject.partner)
    return str(subject)


def claim_line(claim: Claim) -> dict[str, Any]:
    source = claim.source
    if claim.as_of:
        source = _("%(source)s, as of %(date)s") % {"source": source, "date": words.when_words(claim.as_of)}
    return {"value": claim_words(claim), "source": source, "chosen": claim.in_use}


def claim_words(claim: Claim) -> str | None:
    value = typed(claim)
    if isinstance(value, PartialDate):
        return words.when_words(value)
    if value is None:
        return None
    return str(dict(Direction.choices).get(str(value), value))
