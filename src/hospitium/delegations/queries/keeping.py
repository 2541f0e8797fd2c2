"""Whose data are still held, and since when their time runs: what the register of retention asks this app."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.core.references import reference
from hospitium.core.retention import Due
from hospitium.delegations.models import (
    CateringWish,
    Delegation,
    DelegationVersion,
    Draft,
    Evaluation,
    EvaluationTicket,
    Gift,
    IssuedLetter,
    Journey,
    Member,
    SeatingPlan,
    TravelRequest,
)
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.documents.models import Document
from hospitium.vault.models import Sealed

MEMBER, DELEGATION = Member._meta.label_lower, Delegation._meta.label_lower
PLAN = SeatingPlan._meta.label_lower
WISHES_AT_LATEST, JOURNEYS_AT_LATEST = timedelta(days=14), timedelta(days=90)

# Which papers go when; whatever is made about a delegation or its members and stands in neither stays for the file.
SEALED_PAPERS = frozenset({"visa_invitation", "cost_commitment"})
PHONE_PAPERS = frozenset({"emergency_sheet", "participants_internal"})
SETTLED_PAPERS = frozenset({"rooming_list", "wishes"})
NAME_PAPERS = frozenset(
    {"badges", "place_cards", "seating_plan", "venue_names", "interpreter_terms", "personal_invitation"}
)
# What the visit alone needed; the archive gets the others.
PASSING_PAPERS = SEALED_PAPERS | PHONE_PAPERS | SETTLED_PAPERS | NAME_PAPERS

# What makes it possible to reach a member, and what else only the visit needed.
REACHING = ("email", "pronunciation")
ASKED = Q(email="") & Q(pronunciation="") & Q(languages=[])

Anchored = Callable[[Member], date]


# ---- when the time begins ----------------------------------------------------------
def departure(member: Member) -> date:
    """The day of the last journey home, else the last day of the visit; of whoever does not come, that day."""
    last: date = getattr(member, "last_journey", None) or member.delegation.visit.ends_on
    return min(last, member.withdrawn_on) if member.withdrawn_on else last


def end_of_visit(member: Member) -> date:
    return member.delegation.visit.ends_on


def settlement(delegation: Delegation, at_latest: timedelta) -> date:
    """The settlement of the costs, not before the visit is over, or the last day on which it can be waited for."""
    ends_on = delegation.visit.ends_on
    latest = ends_on + at_latest
    return min(max(delegation.settled_on, ends_on), latest) if delegation.settled_on else latest


def wishes_settled(member: Member) -> date:
    settled = settlement(member.delegation, WISHES_AT_LATEST)
    return min(settled, member.withdrawn_on) if member.withdrawn_on else settled


def filed(delegation: Delegation) -> date:
    """The closing of the delegation, or the end of a visit whose delegation nobody closed."""
    return delegation.closed_on or delegation.visit.ends_on


# ---- members -----------------------------------------------------------------------
def members() -> QuerySet[Member]:
    home = Q(journeys__direction=Journey.Direction.DEPARTURE)
    return Member.objects.select_related("delegation__visit").annotate(last_journey=Max("journeys__day", filter=home))


def due_members(found: Iterable[Member], anchor: Anchored, day: date) -> list[Due]:
    """Those whose clock began on or before the day, the oldest first."""
    dated = sorted((anchor(member), member.pk) for member in found)
    return [Due(MEMBER, str(pk), on) for on, pk in dated if on <= day]


def with_passport(day: date) -> Iterable[Due]:
    keys = Sealed.objects.filter(kind=MEMBER, field__in=list(PASSPORT_FIELDS)).order_by().values_list("key", flat=True)
    return due_members(members().filter(pk__in={int(key) for key in keys}), departure, day)


def with_wishes(day: date) -> Iterable[Due]:
    return due_members(
        members().filter(Exists(CateringWish.objects.filter(member=OuterRef("pk")))), wishes_settled, day
    )


def with_phone(day: date) -> Iterable[Due]:
    return due_members(members().exclude(phone="", emergency_contact=""), departure, day)


def with_address(day: date) -> Iterable[Due]:
    return due_members(members().exclude(ASKED), end_of_visit, day)


def with_photo_consent(day: date) -> Iterable[Due]:
    return due_members(members().exclude(may_be_photographed=None), end_of_visit, day)


def with_travel_request(day: date) -> Iterable[Due]:
    texts = TravelRequest.objects.filter(member=OuterRef("pk")).exclude(purpose="", why_in_person="", reason="")
    return due_members(members().filter(Exists(texts)), end_of_visit, day)


def on_request(day: date) -> Iterable[Due]:
    """Nothing is due by itself: the office erases when a person asks for it."""
    return []


# ---- delegations -------------------------------------------------------------------
def delegations() -> QuerySet[Delegation]:
    return Delegation.objects.select_related("visit")


def due_delegations(found: Iterable[Delegation], anchor: Callable[[Delegation], date], day: date) -> list[Due]:
    dated = sorted((anchor(delegation), delegation.pk) for delegation in found)
    return [Due(DELEGATION, str(pk), on) for on, pk in dated if on <= day]


def with_journeys(day: date) -> Iterable[Due]:
    """Delegations of which it is known who sleeps where and who travels how."""
    found = delegations().filter(
        Q(rooms__guests__isnull=False)
        | Q(journeys__members__isnull=False)
        | Q(journeys__pickup__isnull=False)
        | Q(members__arrival_note__gt="")
    )
    return due_delegations(found.distinct(), lambda one: settlement(one, JOURNEYS_AT_LATEST), day)


def with_letter_links(day: date) -> Iterable[Due]:
    found = delegations().filter(Exists(IssuedLetter.objects.filter(delegation=OuterRef("pk"), member__isnull=False)))
    return due_delegations(found, lambda one: one.visit.ends_on, day)


def with_names(day: date) -> Iterable[Due]:
    """Delegations with a member whose name stands here, or with versions or papers that name them."""
    named = Member.objects.filter(delegation=OuterRef("pk"), erased_on=None)
    versions = DelegationVersion.objects.filter(delegation=OuterRef("pk"))
    return due_delegations(delegations().filter(Exists(named) | Exists(versions)), filed, day)


# ---- papers ------------------------------------------------------------------------
def papers_of(delegation: Delegation, templates: Collection[str]) -> QuerySet[Document]:
    """The documents of these kinds about a delegation, its members, or the seating plans of its visit."""
    people = [str(pk) for pk in delegation.members.order_by().values_list("pk", flat=True)]
    plans = SeatingPlan.objects.filter(visit=delegation.visit_id).order_by().values_list("pk", flat=True)
    wanted = Q(kind=DELEGATION, key=str(delegation.pk)) | Q(kind=MEMBER, key__in=people)
    wanted |= Q(kind=PLAN, key__in=[str(pk) for pk in plans])
    found = Document.objects.filter(wanted, erased_on=None)
    return found.filter(template__in=templates) if templates else found


def with_papers(templates: Collection[str], anchor: Callable[[Delegation], date]) -> Callable[[date], Iterable[Due]]:
    def find(day: date) -> Iterable[Due]:
        return due_delegations(holding(templates), anchor, day)

    return find


def holding(templates: Collection[str]) -> QuerySet[Delegation]:
    """The delegations with a document of these kinds that still says something; see papers_of."""
    keys: dict[str, set[int]] = {MEMBER: set(), DELEGATION: set(), PLAN: set()}
    found = Document.objects.filter(template__in=templates, kind__in=list(keys), erased_on=None)
    for kind, key in found.order_by().values_list("kind", "key"):
        keys[kind].add(int(key))
    of_plans = SeatingPlan.objects.filter(pk__in=keys[PLAN]).order_by().values("visit")
    wanted = Q(pk__in=keys[DELEGATION]) | Q(visit__in=of_plans)
    return delegations().filter(
        wanted | Q(pk__in=Member.objects.filter(pk__in=keys[MEMBER]).order_by().values("delegation"))
    )


# ---- evaluations, drafts -----------------------------------------------------------
def with_tickets(day: date) -> Iterable[Due]:
    """Evaluations of which it is still known who was asked; the clock begins with their last day."""
    found = Evaluation.objects.filter(tickets__isnull=False, closes_on__lte=day).distinct().order_by("closes_on", "pk")
    for pk, on in found.values_list("pk", "closes_on"):
        yield Due(Evaluation._meta.label_lower, str(pk), on or day)


def old_drafts(day: date) -> Iterator[Due]:
    """What guests typed and never sent, from the end of their link on."""
    found = []
    for pk, ends_on, revoked_at in Draft.objects.values_list("pk", "link__ends_on", "link__revoked_at"):
        ended = min(ends_on, timezone.localdate(revoked_at)) if revoked_at else ends_on
        if ended <= day:
            found.append((ended, pk))
    for on, pk in sorted(found):
        yield Due(Draft._meta.label_lower, str(pk), on)


def gifts_of_persons(day: date) -> Iterator[Due]:
    """Gifts that name somebody, from the end of their calendar year on, for which the limits are counted."""
    found = Gift.objects.exclude(giver="", receiver="", reason="").filter(on__year__lte=day.year)
    for pk, on in found.order_by("on", "pk").values_list("pk", "on").iterator(2000):
        if (anchor := date(on.year, 12, 31)) <= day:
            yield Due(Gift._meta.label_lower, str(pk), anchor)


def links_of(member: Member) -> QuerySet[GuestLink]:
    """Every guest link of the person: to the own data, and to the sheet of an evaluation."""
    kind, key = reference(member)
    tickets = [str(pk) for pk in member.tickets.values_list("pk", flat=True)]
    theirs = Q(kind=kind, key=key) | Q(kind=EvaluationTicket._meta.label_lower, key__in=tickets)
    return GuestLink.objects.filter(theirs)
