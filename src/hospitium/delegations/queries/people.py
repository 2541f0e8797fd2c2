"""The members that lists and prints of protocol and travel name."""

from __future__ import annotations

from django.db.models import QuerySet

from hospitium.delegations.models import Member


def named(members: QuerySet[Member]) -> QuerySet[Member]:
    """Those who come and may be named: nobody who withdrew, is restricted (Art. 18 GDPR) or was erased."""
    return members.filter(withdrawn_on=None, is_restricted=False, erased_on=None)


def shorter(family: str, given: str) -> str:
    """A name for a narrow place: "A. Example"."""
    initials = " ".join(f"{part[0]}." for part in given.split()[:2] if part)
    return f"{initials} {family}".strip()


def short_name(member: Member) -> str:
    """The initials of the given names and the family name, in Latin letters."""
    return shorter(member.family_name, member.given_name)


__all__ = ["named", "short_name", "shorter"]
