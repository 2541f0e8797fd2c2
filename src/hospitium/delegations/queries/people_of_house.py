"""Colleagues who can travel with a delegation, and what of them is known already."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hospitium.accounts.models import Grant
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.delegations.models import Delegation, Member


def travellers(delegation: Delegation) -> QuerySet[User]:
    """Everybody of ours with an account who does not stand in the list yet; the officers of partners are guests."""
    named = Member.objects.filter(delegation=delegation).exclude(email="").values("email")
    guests = Grant.objects.filter(role=Role.GUEST).values("user")
    return User.objects.filter(is_active=True).exclude(email__in=named).exclude(pk__in=guests).order_by("name")


def values_of(user: User) -> dict[str, Any]:
    """The last word of the name is taken for the family name; a title in front stays a title."""
    words = user.name.split()
    titles = [word for word in words[:-1] if word.rstrip(".").casefold() in {"dr", "prof"}]
    given = [word for word in words[:-1] if word not in titles]
    return {
        "family_name": words[-1] if words else user.email,
        "given_name": " ".join(given),
        "academic_title": " ".join(titles),
        "email": user.email,
        "languages": [user.language],
    }
