"""Members in the order of their names, as a reader of the page looks for them; also for forms and prefetches."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Value, When

from hospitium.algorithms.collation import Key, sorting_key
from hospitium.core.multilingual import here
from hospitium.delegations.models import Member
from hospitium.delegations.names import PersonName, sorting_name_in


def name_place(member: Member, language: str) -> tuple[Key, Key, int]:
    """By family name, then by given name, in the spelling and by the alphabet of `language`."""
    spelt = PersonName(member.family_name, member.given_name, member.own_family_name, member.own_given_name)
    family, given = sorting_name_in(spelt, language)
    return sorting_key(family, language), sorting_key(given, language), member.pk


def by_name(members: Iterable[Member]) -> list[Member]:
    language = here()
    return sorted(members, key=lambda member: name_place(member, language))


def ordered_by_name(members: QuerySet[Member]) -> QuerySet[Member]:
    """The same as something that a form or a prefetch can take; for the members of one visit, not for all there are."""
    places = [When(pk=one.pk, then=Value(place)) for place, one in enumerate(by_name(members))]
    if not places:
        return members.order_by("pk")
    return members.order_by(Case(*places, default=Value(len(places)), output_field=IntegerField()), "pk")
