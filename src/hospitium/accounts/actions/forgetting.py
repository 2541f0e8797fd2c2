"""Guest links and their sessions are removed when their time is over."""

from __future__ import annotations

from django.db import transaction

from hospitium.accounts.models import GuestLink, GuestSession


@transaction.atomic
def forget_link(*, link_id: str) -> dict[str, int]:
    """Remove a guest link with name, mail address, sessions and uses; returns how many of each kind there were."""
    _count, each = GuestLink.objects.filter(pk=link_id).delete()
    return {label.rpartition(".")[2].lower(): count for label, count in each.items()}


@transaction.atomic
def forget_guest_session(*, session_id: str) -> int:
    """Remove a session of a guest; returns how many there were."""
    count, _each = GuestSession.objects.filter(pk=session_id).delete()
    return count
