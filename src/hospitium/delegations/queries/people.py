"""Names for narrow places."""

from __future__ import annotations

from hospitium.delegations.models import Member


def shorter(family: str, given: str) -> str:
    """A name for a narrow place: "A. Example"."""
    initials = " ".join(f"{part[0]}." for part in given.split()[:2] if part)
    return f"{initials} {family}".strip()


def short_name(member: Member) -> str:
    """The initials of the given names and the family name, in Latin letters."""
    return shorter(member.family_name, member.given_name)


__all__ = ["short_name", "shorter"]
