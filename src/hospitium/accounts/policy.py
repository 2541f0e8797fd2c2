"""The policy table as data, and the scope that a person has in a row of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import EVERYBODY, SENSITIVE, VISITOR, Role
from hospitium.core.models import User
from hospitium.core.verdicts import ALLOWED, Verdict

RELATIONS = frozenset({"any", "own", "department", "partner", "published", "self"})
Somebody = User | AnonymousUser


@cache
def table() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """ "resource.action" → role → relations, as policy.toml says. Raises ValueError on a word it does not know."""
    rows = tomllib.loads(Path(__file__).with_name("policy.toml").read_text(encoding="utf-8"))["rows"]
    read: dict[str, Mapping[str, frozenset[str]]] = {}
    for resource, actions in rows.items():
        for action, cells in actions.items():
            read[f"{resource}.{action}"] = {role: frozenset(words.split()) for role, words in cells.items()}
    for row, cells in read.items():
        for role, relations in cells.items():
            if role not in EVERYBODY or not relations <= RELATIONS:
                raise ValueError(f"policy.toml: {row} {role}: {sorted(relations)}")
    return read


@dataclass(frozen=True)
class Scope:
    """The records to which somebody may do something: all of them, or by unit, partner or publication."""

    anything: bool = False
    units: frozenset[int] = frozenset()
    department_units: frozenset[int] = frozenset()
    partners: frozenset[str] = frozenset()
    published: bool = False
    is_self: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.anything or self.units or self.department_units or self.partners or self.published or self.is_self
        )

    def covers(
        self,
        *,
        unit: int | None = None,
        departments: Iterable[int] = (),
        partners: Iterable[str] = (),
        published: bool = False,
    ) -> bool:
        """Does a record with these marks lie within the scope?"""
        return bool(
            self.anything
            or (unit is not None and unit in self.units)
            or self.department_units.intersection(departments)
            or self.partners.intersection(partners)
            or (self.published and published)
        )


@dataclass(frozen=True)
class Access:
    """The valid grants of one person: role → units (with the units below them) and partners."""

    roles: frozenset[str] = frozenset({VISITOR})
    units: Mapping[str, frozenset[int]] = field(default_factory=dict)
    partners: frozenset[str] = frozenset()

    def scope(self, row: str) -> Scope:
        """What these grants together allow in one row of the table. Raises KeyError for a row that is not there."""
        cells = table()[row]
        relations = {role: cells[role] for role in self.roles if role in cells}
        words = frozenset().union(*relations.values()) if relations else frozenset()
        return Scope(
            anything="any" in words,
            units=self._units(relations, "own"),
            department_units=self._units(relations, "department"),
            partners=self.partners if "partner" in words else frozenset(),
            published="published" in words,
            is_self="self" in words,
        )

    def _units(self, relations: Mapping[str, frozenset[str]], word: str) -> frozenset[int]:
        return frozenset().union(
            *(self.units.get(role, frozenset()) for role, words in relations.items() if word in words)
        )


def access_of(user: Somebody) -> Access:
    """What the person's grants say today; read once for each request (see accounts/middleware.py)."""
    known: Access | None = getattr(user, "known_access", None)
    if known is None:
        known = read_access(user)
        user.known_access = known  # type: ignore[union-attr]
    return known


def read_access(user: Somebody) -> Access:
    if not isinstance(user, User) or not user.is_active:
        return Access()
    grants = list(Grant.objects.filter(user=user).valid_on(timezone.localdate()))
    units: dict[str, frozenset[int]] = {}
    if any(grant.unit_id for grant in grants):
        children: dict[int | None, list[int]] = {}
        for pk, parent in Unit.objects.order_by().values_list("pk", "parent_id"):
            children.setdefault(parent, []).append(pk)
        for grant in grants:
            if grant.unit_id:
                units[grant.role] = units.get(grant.role, frozenset()) | below(grant.unit_id, children)
    return Access(
        roles=frozenset(grant.role for grant in grants) or frozenset({VISITOR}),
        units=units,
        partners=frozenset(grant.partner_key for grant in grants if grant.partner_key),
    )


def below(unit: int, children: Mapping[int | None, list[int]]) -> frozenset[int]:
    """The unit and every unit under it."""
    found, waiting = {unit}, [unit]
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)


def may(user: Somebody, row: str) -> Verdict:
    """Is there any record to which this person may do this?"""
    return ALLOWED if access_of(user).scope(row) else refusal(row)


def holders(row: str, *, besides: int | None = None) -> QuerySet[User]:
    """The people whose role opens this row today, by name; and one more, who was chosen before."""
    grants = Grant.objects.filter(role__in=table()[row]).valid_on(timezone.localdate())
    able = Q(is_active=True, pk__in=grants.order_by().values("user"))
    return User.objects.filter(able | Q(pk=besides)).order_by("name", "id")


def refusal(row: str) -> Verdict:
    """The no of the table, with the roles that could."""
    able = [str(Role(role).label) for role in Role.values if role in table()[row]]
    return Verdict(
        _("Your role does not allow this. It is open to: %(roles)s.") % {"roles": ", ".join(able)}
        if able
        else _("Nobody may do this.")
    )


def needs_second_factor(user: User) -> bool:
    return bool(settings.REQUIRE_SECOND_FACTOR and access_of(user).roles & SENSITIVE)


def judge(user: Somebody, row: str, *, unit: Unit | None, departments: Iterable[int] = ()) -> Verdict:
    """May this person do this to a record that `unit` looks after? The no names who looks after it."""
    scope = access_of(user).scope(row)
    if not scope:
        return refusal(row)
    if scope.covers(unit=unit.pk if unit else None, departments=departments):
        return ALLOWED
    if unit is None:
        return Verdict(_("Nobody looks after this record yet. A head of office can assign it to a unit."))
    return Verdict(_("This record is looked after by: %(unit)s.") % {"unit": unit})
