"""Members in the order of precedence, as pages show them; who may be the same person; how letters to them begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.conf import settings

from hospitium.algorithms.collation import Key
from hospitium.algorithms.resemblance import Name, name_keys
from hospitium.core import wording
from hospitium.core.multilingual import here
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.names import Salutation, salutation_in
from hospitium.delegations.queries.missing import Known, known_of
from hospitium.delegations.queries.names import name_place

LAST = 1_000_000


@dataclass(frozen=True)
class Row:
    """One member as the list shows it: the place in the order, the name in the reader's language, what is missing."""

    number: int
    known: Known
    name: str
    is_first: bool
    is_last: bool

    @property
    def member(self) -> Member:
        return self.known.member


@dataclass(frozen=True)
class Greeting:
    """How a letter begins in one language: its code and name, the words, and whether they name nobody."""

    code: str
    language: str
    salutation: Salutation

    @property
    def is_neutral(self) -> bool:
        return self.salutation.made_from == "neutral"


def in_precedence(members: Iterable[Member], language: str) -> list[Member]:
    """By the place given by hand, else the head first, then by rank, then by name as `language` sorts."""
    return sorted(members, key=lambda member: precedence_of(member, language))


def precedence_of(member: Member, language: str) -> tuple[int, bool, int, Key, Key, int]:
    place = member.place if member.place is not None else LAST
    rank = member.rank.position if member.rank else LAST
    return place, member.role != Member.Role.HEAD, rank, *name_place(member, language)


def members_of(delegation: Delegation) -> list[Member]:
    """Everybody who was named, with the rank; the delegation itself is not read again."""
    members = list(delegation.members.select_related("rank").order_by("pk"))
    for member in members:
        member.delegation = delegation
    return members


def rows_of(delegation: Delegation) -> tuple[list[Row], list[Member]]:
    """Who comes, in order, with what is missing; and who was withdrawn."""
    members, language = members_of(delegation), here()
    coming = in_precedence((one for one in members if one.withdrawn_on is None), language)
    rows = [
        Row(number, known, known.member.name_in(language), number == 1, number == len(coming))
        for number, known in enumerate(known_of(delegation, coming), start=1)
    ]
    return rows, in_precedence((one for one in members if one.withdrawn_on is not None), language)


def greetings_of(member: Member) -> list[Greeting]:
    """How a letter to this person begins in each language of the house."""
    person = member.person
    return [
        Greeting(
            code,
            wording.language_name(code, language=here()),
            salutation_in(
                person,
                code,
                own=member.salutation.texts.get(code, ""),
                function=member.function.texts.get(code, ""),
            ),
        )
        for code, _label in settings.LANGUAGES
    ]


# ---- who may be the same person ------------------------------------------------------
def alike_in(delegation: Delegation) -> list[tuple[Member, Member]]:
    """Pairs of members of the visit who may be one person, at least one of them of this delegation. It only asks."""
    members = list(
        Member.objects.coming()
        .filter(delegation__visit=delegation.visit_id, erased_on=None)
        .select_related("delegation__partnership__partner", "delegation__partnership__home_district")
        .order_by("pk")
    )
    keys = {member.pk: keys_of(member) for member in members}
    return [
        (one, other)
        for one, other in combinations(members, 2)
        if delegation.pk in {one.delegation_id, other.delegation_id} and not keys[one.pk].isdisjoint(keys[other.pk])
    ]


def keys_of(member: Member) -> frozenset[str]:
    """Under both spellings; whoever has one name only is like too many others to be pointed out."""
    names = [Name(member.family_name, member.given_name)]
    if member.own_family_name:
        names.append(Name(member.own_family_name, member.own_given_name))
    mail = {f"@{member.email.casefold()}"} if member.email else set()
    return frozenset().union(*(name_keys(name) for name in names if name.given), mail)


def alike_to(member: Member) -> Sequence[Member]:
    """Who of the visit may be the same person as this member."""
    pairs = alike_in(member.delegation)
    return [other if one.pk == member.pk else one for one, other in pairs if member.pk in {one.pk, other.pk}]


__all__ = ["Greeting", "Row", "alike_in", "alike_to", "greetings_of", "in_precedence", "members_of", "rows_of"]
