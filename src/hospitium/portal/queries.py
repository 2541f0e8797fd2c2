"""What the public site shows: released records only, and nothing of them that is for the office alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from hospitium.agreements.models import Instrument
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import Disputable
from hospitium.core.models import Claim, Event
from hospitium.partners.models import Home, Partnership, StatusChange
from hospitium.partners.models.places import Level
from hospitium.partners.models.relations import Status
from hospitium.portal.models import EditorialPage
from hospitium.programme.models import Activity, State

# Whose changes move the day of the page ("As of").
SHOWN_KINDS = (
    "partners.home",
    "partners.partner",
    "partners.partnership",
    "agreements.instrument",
    "programme.activity",
    "portal.editorialpage",
)


def home() -> Home | None:
    """The installing city; None before it has been entered."""
    return Home.objects.first()


def as_of() -> date | None:
    """The day of the last change to anything that the public site can show."""
    latest = Event.objects.filter(kind__in=SHOWN_KINDS).order_by("-id").values_list("at", flat=True).first()
    return timezone.localdate(latest) if latest else None


def partnerships() -> QuerySet[Partnership]:
    return (
        Partnership.objects.published()
        .select_related("partner", "partner__part_of", "home_district", "unit")
        .prefetch_related("status_changes")
    )


def is_of_whole_cities(partnership: Partnership) -> bool:
    partner = partnership.partner
    return partnership.home_district_id is None and partner.part_of_id is None and partner.level != Level.DISTRICT


@dataclass(frozen=True)
class Cities:
    """Partnerships of whole cities, of districts by the partner city that they belong to, and of other districts."""

    cities: tuple[Partnership, ...]
    districts: dict[int, tuple[Partnership, ...]]
    others: tuple[Partnership, ...]


def cities() -> Cities:
    """All released partnerships in order."""
    found = list(partnerships())
    of_cities = tuple(one for one in found if is_of_whole_cities(one))
    known = {one.partner_id for one in of_cities}
    below: dict[int, list[Partnership]] = defaultdict(list)
    others: list[Partnership] = []
    for one in found:
        if is_of_whole_cities(one):
            continue
        city = one.partner.part_of_id or one.partner_id
        (below[city] if city in known else others).append(one)
    return Cities(of_cities, {city: tuple(rows) for city, rows in below.items()}, tuple(others))


def districts_of(partnership: Partnership) -> list[Partnership]:
    """The released partnerships of districts below one of whole cities."""
    if not is_of_whole_cities(partnership):
        return []
    city = partnership.partner_id
    found = partnerships().filter(Q(partner__part_of=city) | Q(partner=city)).exclude(pk=partnership.pk)
    return [one for one in found if not is_of_whole_cities(one)]


def status_since(partnership: Partnership) -> StatusChange | None:
    """Since when the partnership has the status that it has, as far as that is known."""
    changes = [change for change in partnership.status_changes.all() if change.status == partnership.status]
    return changes[-1] if changes else None


def is_quiet(partnership: Partnership) -> bool:
    """Nothing of what is to come is announced for it."""
    return partnership.status in {Status.SUSPENDED, Status.ENDED}


def is_standing(partnership: Partnership) -> bool:
    """It has begun and has not ended; a suspended one is still a partnership."""
    return partnership.status not in {Status.PLANNED, Status.ENDED}


def instruments_of(partnership: Partnership) -> list[Instrument]:
    """The released instruments, the oldest first, those of unknown date last."""
    return list(
        Instrument.objects.published()
        .filter(partnership=partnership)
        .prefetch_related("clauses__topics")
        .order_by(F("signed").asc(nulls_last=True), "id")
    )


def activities() -> QuerySet[Activity]:
    return Activity.objects.published().prefetch_related("partnerships__partner", "partnerships__home_district")


def coming(day: date) -> QuerySet[Activity]:
    """Planned activities that are not over, the next first; without a date last."""
    today = day.isoformat()
    # Dates are text as precise as they are known: "2026-11" is not over before the month is.
    is_not_over = Q(last__gte=today) | Q(last__in=[today[:7], today[:4]]) | Q(last=None)
    return (
        activities()
        .filter(state=State.PLANNED)
        .annotate(last=Coalesce("ends", "begins"))
        .filter(is_not_over)
        .order_by(F("begins").asc(nulls_last=True), "id")
    )


def past() -> QuerySet[Activity]:
    """What took place, the latest first; without a date last."""
    return activities().filter(state=State.DONE).order_by(F("begins").desc(nulls_last=True), "-id")


def only(found: QuerySet[Activity], *, city: str = "", format: str = "") -> QuerySet[Activity]:
    """The activities with one partner city and of one format; an empty word means all."""
    if city:
        found = found.filter(pk__in=Activity.objects.filter(partnerships__key=city).values("pk"))
    return found.filter(format=format) if format else found


def formats() -> set[str]:
    """The formats that occur among released activities."""
    return set(Activity.objects.published().order_by().values_list("format", flat=True).distinct())


def for_calendar(found: QuerySet[Activity]) -> Iterator[Activity]:
    """The same activities in portions, with nothing but what a calendar shows."""
    shown = "format title direction state begins ends days count number heads places source".split()
    return found.prefetch_related(None).only(*shown).iterator(chunk_size=500)


def cities_of_activities() -> dict[int, list[Partnership]]:
    """Activity id → its released partnerships in order; each partnership is one object, however often it stands."""
    known = {one.pk: one for one in Partnership.objects.published().select_related("partner")}
    place = {pk: number for number, pk in enumerate(known)}
    found: dict[int, list[int]] = defaultdict(list)
    pairs = Activity.partnerships.through.objects.order_by()
    for activity, partnership in pairs.values_list("activity_id", "partnership_id"):
        if partnership in known:
            found[activity].append(partnership)
    return {activity: [known[pk] for pk in sorted(pks, key=place.__getitem__)] for activity, pks in found.items()}


def changed_at(pks: Collection[int] = ()) -> dict[int, datetime]:
    """Activity id → when it was last changed, as far as the event log knows: for these, or for all."""
    events = Event.objects.filter(kind="programme.activity").order_by()
    if pks:
        events = events.filter(key__in=[str(pk) for pk in pks])
    latest = events.values_list("key").annotate(latest=Max("at"))
    return {int(key): at for key, at in latest}


@dataclass(frozen=True)
class Contradiction:
    """A fact on which sources differ: what it is about, and each claim."""

    subject: Partnership | Instrument | Activity
    fact: Disputable
    claims: tuple[Claim, ...]


def contradictions(subjects: Sequence[Partnership | Instrument | Activity]) -> list[Contradiction]:
    """The disputable facts of these records for which at least two claims stand, in the order of the records."""
    keys: dict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        keys[subject._meta.label_lower].append(str(subject.pk))
    wanted = Q(pk__in=[])
    for kind, pks in keys.items():
        wanted |= Q(kind=kind, key__in=pks)
    stated: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in Claim.objects.filter(wanted):
        stated[claim.kind, claim.key, claim.fact].append(claim)
    found = []
    for subject in subjects:
        for fact in subject.disputable:
            claims = stated.get((subject._meta.label_lower, str(subject.pk), fact.fact), [])
            if len(claims) > 1:
                found.append(Contradiction(subject, fact, tuple(claims)))
    return found


def pages(keys: Collection[str] = ()) -> dict[str, EditorialPage]:
    """Released editorial pages by key: the named ones, or all."""
    found = EditorialPage.objects.published()
    return {page.key: page for page in (found.filter(key__in=keys) if keys else found)}


def sources_of(*groups: Iterable[Partnership | Instrument | Activity | StatusChange]) -> list[str]:
    """Each source once, in the order in which the records name them."""
    named = (record.source.strip() for group in groups for record in group)
    return list(dict.fromkeys(source for source in named if source))


def by_year(found: Iterable[Activity]) -> list[tuple[int | None, list[Activity]]]:
    """The activities under their years, in the order in which they come; None for an unknown date."""
    years: dict[int | None, list[Activity]] = {}
    for activity in found:
        begins: PartialDate | None = activity.begins
        years.setdefault(begins.year if begins else None, []).append(activity)
    return list(years.items())
