"""The rows of one partnership's file, read with a fixed number of queries whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from hospitium.accounts.models import Grant
from hospitium.accounts.policy import may
from hospitium.agreements.models import IN_FORCE_ONCE, Clause, Instrument
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms.dates import PartialDate
from hospitium.algorithms.reciprocity import Exchange
from hospitium.core.models import Claim, User
from hospitium.exchange.queries.balance import stays_with
from hospitium.partners import rules
from hospitium.partners.models import Acquaintance, Contact, Home, Partnership, PlanningException, StatusChange
from hospitium.partners.models.contacts import ContactQuerySet
from hospitium.partners.models.relations import Status
from hospitium.programme.models import Activity, LearningPoint, Promise, State


@dataclass(frozen=True)
class Rows:
    """All that this person may see of one partnership. Activities are the latest first, undated ones last."""

    partnership: Partnership
    home: Home | None
    today: date
    districts: Sequence[Partnership]
    changes: Sequence[StatusChange]
    exceptions: Sequence[PlanningException]
    instruments: Sequence[Instrument]
    clauses: Sequence[Clause]
    activities: Sequence[Activity]
    district_activities: Sequence[Activity]
    contacts: Sequence[Contact]
    promises: Sequence[Promise]
    learning_points: Sequence[LearningPoint]
    claims: Sequence[Claim]
    # Stays of staff exchange as the balance counts them.
    stays: Sequence[Exchange] = ()
    # Of each activity the ids of its topics and clauses; nobody asks these for their names.
    topics_of: Mapping[int, frozenset[str]] = field(default_factory=dict)
    clauses_of: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unit_names: dict[int, str] = field(default_factory=dict)
    sees_contacts: bool = False
    sees_promises: bool = False
    sees_learning: bool = False
    sees_notes: bool = False

    @property
    def here(self) -> str:
        """Our city in the language of the page."""
        return str(self.home.name) if self.home else ""

    @property
    def there(self) -> str:
        """The partner in the language of the page."""
        return str(self.partnership.partner)

    @property
    def done(self) -> list[Activity]:
        return [one for one in self.activities if one.state == State.DONE]

    @property
    def planned(self) -> list[Activity]:
        return [one for one in self.activities if one.state == State.PLANNED]

    @property
    def in_force(self) -> list[Instrument]:
        return [one for one in self.instruments if one.status == InstrumentStatus.SIGNED]

    @property
    def signed(self) -> list[Instrument]:
        """What was signed at any time and has a date."""
        return [one for one in self.instruments if one.status in IN_FORCE_ONCE and one.signed]

    @property
    def open_promises(self) -> list[Promise]:
        return [one for one in self.promises if one.state == Promise.State.OPEN]

    @property
    def open_learning_points(self) -> list[LearningPoint]:
        return [one for one in self.learning_points if one.state == LearningPoint.State.OPEN]

    @property
    def resting_since(self) -> PartialDate | None:
        """Since when the partnership is suspended; None when it is not."""
        if not self.partnership.is_suspended:
            return None
        days = [one.since for one in self.changes if one.status == Status.SUSPENDED and one.since]
        return max(days, default=None)

    @property
    def last_visit(self) -> Activity | None:
        """The latest dated activity that took place."""
        return next((one for one in self.done if one.begins), None)


def rows_of(*, partnership: Partnership, home: Home | None, today: date, by: User) -> Rows:
    """Read the file of a partnership that the person may see."""
    districts = district_partnerships(partnership, by)
    own, of_districts = activities_of(partnership, districts, by)
    instruments = list(Instrument.objects.visible_to(by).filter(partnership=partnership).order_by("signed", "id"))
    contacts = contacts_of(partnership, by)
    ids = [one.pk for one in (*own, *of_districts)]
    return Rows(
        partnership=partnership,
        home=home,
        today=today,
        districts=districts,
        changes=list(partnership.status_changes.order_by("since", "id")),
        exceptions=list(partnership.exceptions.filter(withdrawn_at=None).select_related("granted_by")),
        instruments=instruments,
        clauses=list(
            Clause.objects.filter(instrument__in=[one.pk for one in instruments])
            .prefetch_related("topics")
            .order_by("instrument__signed", "instrument_id", "position", "id")
        ),
        activities=own,
        district_activities=of_districts,
        contacts=contacts,
        promises=list(
            Promise.objects.visible_to(by).filter(partnership=partnership).select_related("activity", "unit", "owner")
        ),
        learning_points=learning_points_of(partnership, by),
        claims=claims_about(partnership, instruments, own),
        # Those of our districts with this partner are counted with the city's partnership, once.
        stays=() if partnership.home_district_id else stays_with(partnership.partner, today=today),
        topics_of=linked(Activity.topics.through.objects.values_list("activity_id", "topic_id"), ids),
        clauses_of=linked(Activity.clauses.through.objects.values_list("activity_id", "clause_id"), ids),
        unit_names=unit_names(contacts),
        sees_contacts=bool(may(by, "contact.read")),
        sees_promises=bool(may(by, "promise.read")),
        sees_learning=bool(may(by, "learning_point.read")),
        sees_notes=bool(rules.may_read_notes(by, partnership)),
    )


def learning_points_of(partnership: Partnership, by: User) -> list[LearningPoint]:
    found = LearningPoint.objects.visible_to(by).filter(partnership=partnership)
    return list(found.select_related("activity", "unit", "owner"))


def district_partnerships(partnership: Partnership, by: User) -> list[Partnership]:
    """The partnerships of our districts with this partner or a part of it, and of us with its parts."""
    if partnership.home_district_id:
        return []
    wanted = Q(partner=partnership.partner_id) | Q(partner__part_of=partnership.partner_id)
    return list(
        Partnership.objects.visible_to(by)
        .filter(wanted)
        .exclude(pk=partnership.pk)
        .select_related("partner", "home_district")
        .order_by("since", "id")
    )


def activities_of(
    partnership: Partnership, districts: Sequence[Partnership], by: User
) -> tuple[list[Activity], list[Activity]]:
    """The activities of the partnership, and those of the district layer alone."""
    ids = [partnership.pk, *(one.pk for one in districts)]
    links = Activity.partnerships.through.objects.filter(partnership_id__in=ids)
    of_us = set(links.filter(partnership_id=partnership.pk).values_list("activity_id", flat=True))
    found = (
        Activity.objects.visible_to(by)
        .filter(pk__in=links.values("activity_id"))
        .defer("remark", "stations", "reception", "places", "title_key")
        .order_by("-begins", "-id")
    )
    own: list[Activity] = []
    others: list[Activity] = []
    for one in found:
        (own if one.pk in of_us else others).append(one)
    # PostgreSQL puts what has no date first, SQLite last.
    own.sort(key=lambda one: one.begins is None)
    return own, others


def linked(pairs: QuerySet[Any, tuple[int, int]], activities: Sequence[int]) -> dict[int, frozenset[str]]:
    """Activity id → the ids that it is linked with."""
    found: dict[int, set[str]] = {}
    for activity, other in pairs.filter(activity__in=activities).order_by():
        found.setdefault(activity, set()).add(str(other))
    return {activity: frozenset(others) for activity, others in found.items()}


def contacts_of(partnership: Partnership, by: User) -> list[Contact]:
    """The contacts at the partner, with their functions and who of us knows them."""
    return contacts_with_functions(Contact.objects.visible_to(by).filter(partner=partnership.partner_id))


def contacts_with_functions(contacts: ContactQuerySet) -> list[Contact]:
    """These contacts, with their functions and who of us knows them."""
    return list(
        contacts.prefetch_related(
            "functions__unit",
            Prefetch("acquaintances", queryset=Acquaintance.objects.select_related("user").order_by("id")),
        )
    )


def claims_about(
    partnership: Partnership, instruments: Sequence[Instrument], activities: Sequence[Activity]
) -> list[Claim]:
    """What sources say about the facts of the partnership, its instruments and its activities."""
    wanted = (
        Q(kind="partners.partnership", key=str(partnership.pk))
        | Q(kind="agreements.instrument", key__in=[str(one.pk) for one in instruments])
        | Q(kind="programme.activity", key__in=[str(one.pk) for one in activities])
    )
    return list(Claim.objects.filter(wanted).order_by("kind", "key", "fact", "position", "id"))


def unit_names(contacts: Sequence[Contact]) -> dict[int, str]:
    """The unit of each colleague who knows one of the contacts, by the colleague's id."""
    colleagues = {known.user_id for one in contacts for known in one.acquaintances.all()}
    grants = Grant.objects.filter(user__in=colleagues, unit__isnull=False, withdrawn_at=None).select_related("unit")
    return {grant.user_id: str(grant.unit) for grant in grants.order_by("-ends_on", "-id")}
