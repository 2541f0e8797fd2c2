"""Names for narrow places."""

from __future__ import annotations

from hospitium.delegations.models import Member


def shorter(family: str, given: str) -> str:
    """A name for a narrow place: "A. Example"."""
    initial = f"{given.strip()[0]}. " if given.strip() else ""
    return f"{initial}{family}"


def short_name(member: Member) -> str:
    """The initial of the given name and the family name, in Latin letters."""
    return shorter(member.family_name, member.given_name)


__all__ = ["short_name", "shorter"]
