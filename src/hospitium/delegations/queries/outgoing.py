"""Our own journeys: requests and their claims, the meals that were provided, the questions and the report."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Somebody
from hospitium.core import wording
from hospitium.delegations.models import Delegation, Journey, MandateQuestion, Member, TravelRequest
from hospitium.delegations.queries.names import ordered_by_name
from hospitium.programme.models import State
from hospitium.visits.dates import days_between
from hospitium.visits.models import Item

# Law: § 3 (1) BRKG – whoever does not claim within six months after the end of the journey gets nothing.
MONTHS_TO_CLAIM = 6
REMINDED_BEFORE = (56, 14, 3)


def claim_day(ended_on: date) -> date:
    """The last day for a claim; where the month is too short, its last day (§ 188 (3) BGB)."""
    months = ended_on.month - 1 + MONTHS_TO_CLAIM
    year, month = ended_on.year + months // 12, months % 12 + 1
    return date(year, month, min(ended_on.day, monthrange(year, month)[1]))


def end_of_journey(request: TravelRequest) -> date:
    """The day of the last departure of this person, else the last day of the visit; not before it."""
    departures = Journey.objects.filter(members=request.member_id, direction=Journey.Direction.DEPARTURE)
    latest = departures.order_by("-day").values_list("day", flat=True).first()
    return max(latest or date.min, request.member.delegation.visit.ends_on)


# ---- requests ---------------------------------------------------------------------
@dataclass(frozen=True)
class Traveller:
    """One person who travels, with the request where there is one, and how long there is to claim."""

    member: Member
    request: TravelRequest | None
    days_left: int | None

    @property
    def is_claim_open(self) -> bool:
        return self.days_left is not None


def travellers_of(delegation: Delegation, *, today: date) -> list[Traveller]:
    members = ordered_by_name(Member.objects.filter(delegation=delegation).printable())
    requests = {
        one.member_id: one
        for one in TravelRequest.objects.filter(member__delegation=delegation).select_related("decided_by", "member")
    }
    return [Traveller(one, requests.get(one.pk), days_left(requests.get(one.pk), today)) for one in members]


def days_left(request: TravelRequest | None, today: date) -> int | None:
    if request is None or request.claim_due_on is None or request.claimed_on is not None:
        return None
    return (request.claim_due_on - today).days


def open_claims(*, until: date) -> QuerySet[TravelRequest]:
    """Approved journeys that are over and not claimed, due until a day; whose data are erased is left out."""
    return (
        TravelRequest.objects.filter(
            state=TravelRequest.State.APPROVED, claimed_on=None, claim_due_on__lte=until, member__erased_on=None
        )
        .select_related(
            "asked_by",
            "member__delegation__visit__unit",
            "member__delegation__visit__officer",
            "member__delegation__visit__activity",
        )
        .order_by("claim_due_on", "id")
    )


def claims_not_begun(*, today: date) -> QuerySet[TravelRequest]:
    """Approved journeys whose visit is over and whose clock does not run yet."""
    return (
        TravelRequest.objects.filter(
            state=TravelRequest.State.APPROVED, claim_due_on=None, member__delegation__visit__ends_on__lt=today
        )
        .exclude(member__delegation__visit__activity__state=State.CANCELLED)
        .select_related("member__delegation__visit")
        .order_by("id")
    )


def claims_due(user: Somebody, *, until: date) -> QuerySet[TravelRequest]:
    """The claims that this person's units have to keep in mind."""
    return open_claims(until=until).filter(pk__in=TravelRequest.objects.visible_to(user).values("pk"))


def requests_waiting(user: Somebody) -> QuerySet[TravelRequest]:
    """Requests that this person may decide on, the next journey first."""
    return (
        TravelRequest.objects.visible_to(user, "delegation.approve_travel")
        .filter(state=TravelRequest.State.ASKED)
        .exclude(asked_by=user.pk)
        .exclude(member__email__iexact=getattr(user, "email", "") or "-")
        .select_related("member__delegation__visit__activity")
        .order_by(F("member__delegation__visit__starts_on").asc(), "id")
    )


def requests_refused(user: Somebody, *, today: date) -> QuerySet[TravelRequest]:
    """What was refused and can still be written anew before the journey; only whoever asked is reminded of it."""
    return (
        TravelRequest.objects.visible_to(user)
        .filter(
            state=TravelRequest.State.REFUSED,
            asked_by=user.pk,
            member__in=Member.objects.coming().filter(erased_on=None),
            member__delegation__visit__starts_on__gt=today,
        )
        .exclude(member__delegation__visit__activity__state=State.CANCELLED)
        .select_related("member__delegation__visit__activity")
        .order_by(F("member__delegation__visit__starts_on").asc(), "id")
    )


# ---- meals ------------------------------------------------------------------------
MEALS = ("breakfast", "lunch", "dinner")
LUNCH_FROM, DINNER_FROM = time(10, 30), time(16, 0)


@dataclass(frozen=True)
class MealDay:
    """One day of one person: for each of MEALS True, False, or None when only a group had it."""

    day: date
    meals: Mapping[str, bool | None]


@dataclass(frozen=True)
class Meals:
    """The meals that the host provided to one person, by day."""

    member: Member
    days: Sequence[MealDay]

    def count(self, meal: str) -> tuple[int, int]:
        """How many were provided, and of how many nobody knows."""
        found = [one.meals[meal] for one in self.days]
        return found.count(True), found.count(None)

    @property
    def totals(self) -> list[str]:
        """In the order of MEALS: "3", or "at least 2, 1 unknown"."""
        return [total_words(*self.count(meal)) for meal in MEALS]


def total_words(known: int, unknown: int) -> str:
    if not unknown:
        return str(known)
    return ngettext("at least %(known)s, %(count)d unknown", "at least %(known)s, %(count)d unknown", unknown) % {
        "known": known,
        "count": unknown,
    }


def kind_of_meal(starts: time) -> str:
    if starts < LUNCH_FROM:
        return "breakfast"
    return "lunch" if starts < DINNER_FROM else "dinner"


def meals_of(delegation: Delegation) -> list[Meals]:
    """Who was given breakfast, lunch and dinner on which day, from the items of kind meal; five queries.

    An item of a group counts as unknown: in which group somebody went stands nowhere. What lies before the arrival
    or after the departure of a person was not had.
    """
    visit = delegation.visit
    items = list(visit.items.filter(kind=Item.Kind.MEAL, day__isnull=False).prefetch_related("groups"))
    members = ordered_by_name(Member.objects.filter(delegation=delegation).printable()).prefetch_related("journeys")
    days = days_between(visit.starts_on, visit.ends_on)
    return [Meals(one, [meal_day(one, day, items) for day in days]) for one in members]


def meal_day(member: Member, day: date, items: Sequence[Item]) -> MealDay:
    begins, ends = there_from_to(member)
    had: dict[str, bool | None] = dict.fromkeys(MEALS, False)
    for item in items:
        moment = item.begins_at
        if item.day != day or moment is None or item.starts is None or not begins <= moment <= ends:
            continue
        kind = kind_of_meal(item.starts)
        if not item.groups.all():
            had[kind] = True
        elif not had[kind]:
            had[kind] = None
    return MealDay(day, had)


def there_from_to(member: Member) -> tuple[datetime, datetime]:
    """From the first arrival to the last departure; without them, always."""
    arrivals = [one for one in member.journeys.all() if one.direction == Journey.Direction.ARRIVAL]
    departures = [one for one in member.journeys.all() if one.direction == Journey.Direction.DEPARTURE]
    begins = min((datetime.combine(one.day, one.time or time.min) for one in arrivals), default=datetime.min)
    ends = max((datetime.combine(one.day, one.time or time.max) for one in departures), default=datetime.max)
    return begins, ends


# ---- questions and report -----------------------------------------------------------
def questions_of(delegation: Delegation) -> list[MandateQuestion]:
    return list(delegation.questions.select_related("member").order_by("id"))


def missing_in_report(delegation: Delegation, questions: Sequence[MandateQuestion]) -> list[str]:
    """What the report still wants, in sentences: its texts in both languages, answers, the mandate."""
    here = get_language() or "en"
    visit = delegation.visit
    found = []
    if not delegation.mandate:
        found.append(_("Purpose and mandate of the journey are not written down."))
    for code in dict.fromkeys((visit.host_language, visit.guest_language)):
        if not delegation.report_text.texts.get(code):
            language = wording.language_name(code, language=here)
            found.append(_("The report has no text in this language: %(language)s.") % {"language": language})
    if open_ones := sum(not one.answer for one in questions):
        found.append(
            ngettext("%(count)d question has no answer.", "%(count)d questions have no answer.", open_ones)
            % {"count": open_ones}
        )
    return found


AHEAD = timedelta(days=REMINDED_BEFORE[0])

__all__ = [
    "AHEAD",
    "MEALS",
    "Meals",
    "Traveller",
    "claim_day",
    "claims_due",
    "claims_not_begun",
    "end_of_journey",
    "meals_of",
    "missing_in_report",
    "open_claims",
    "questions_of",
    "requests_refused",
    "requests_waiting",
    "travellers_of",
]
