"""Versions of the list of members: made when it is handed in and with each later change; late ones are told at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from hospitium.agreements.actions import people_of
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.delegations.models import Delegation, DelegationVersion
from hospitium.delegations.queries.version_words import sentences_of
from hospitium.delegations.queries.versions import (
    changes_over,
    content_of,
    differences,
    hidden_members,
    latest_version,
    shown_changes,
)

# What one person changes within ten minutes is one version, and one mail.
PATIENCE = timedelta(minutes=10)


def keep_version(delegation: Delegation, *, link_id: int | None, by: User | None) -> DelegationVersion | None:
    """Keep the list as it stands, when it was handed in before and differs from the last version; else None."""
    # Locked, because two people may change two members at the same moment, and each version has its number.
    delegation = locked(Delegation, delegation.pk)
    latest = latest_version(delegation)
    if latest is None or delegation.state == Delegation.State.ANNOUNCED:
        return None
    return make_version(delegation, link_id=link_id, by=by)


def make_version(delegation: Delegation, *, link_id: int | None, by: User | None) -> DelegationVersion | None:
    """The next version, or the last one taken further by the same person; None when nothing is different."""
    content, latest, now = content_of(delegation), latest_version(delegation), timezone.now()
    if latest and not differences(latest.content, content):
        return None
    if latest and goes_on(latest, now, link_id, by):
        before = delegation.versions.filter(number=latest.number - 1).first()
        latest.content, latest.changes = content, differences(before.content if before else [], content)
        latest.save(update_fields=["content", "changes"])
        return latest
    made = DelegationVersion.objects.create(
        delegation=delegation,
        number=latest.number + 1 if latest else 1,
        content=content,
        changes=differences(latest.content, content) if latest else [],
        made_at=now,
        made_by=by,
        made_with_id=link_id,
        is_late=is_late(delegation),
    )
    record(
        "delegation.version_made", delegation, by=by, number=made.number, changes=len(made.changes), late=made.is_late
    )
    return made


def goes_on(latest: DelegationVersion, now: datetime, link_id: int | None, by: User | None) -> bool:
    is_same = (latest.made_by_id, latest.made_with_id) == (by.pk if by else None, link_id)
    return is_same and latest.number > 1 and latest.told_at is None and latest.made_at + PATIENCE > now


def is_late(delegation: Delegation) -> bool:
    """Is what changes now after the day until which changes were asked for?"""
    return delegation.changes_due_on is not None and timezone.localdate() > delegation.changes_due_on


# ---- telling the officer -----------------------------------------------------------
def post_late_changes(*, now: datetime) -> int:
    """Mail what changed after the deadline: one mail for each delegation, ten minutes after the first change.

    Returns how many mails went into the outbox.
    """
    waiting = DelegationVersion.objects.filter(is_late=True, told_at=None, made_at__lte=now - PATIENCE)
    delegations = sorted(set(waiting.order_by().values_list("delegation_id", flat=True)))
    return sum(post_changes_of(delegation, now) for delegation in delegations)


@transaction.atomic
def post_changes_of(delegation_id: int, now: datetime) -> int:
    """One delegation, one transaction: what waits is read again inside, so that nobody is told twice."""
    delegation = locked(Delegation, delegation_id)
    versions = list(delegation.versions.select_for_update().filter(is_late=True, told_at=None).order_by("number"))
    sent = post(delegation, versions) if versions else 0
    DelegationVersion.objects.filter(pk__in=[version.pk for version in versions]).update(told_at=now)
    return sent


def post(delegation: Delegation, versions: Sequence[DelegationVersion]) -> int:
    """Nobody is told of what he did himself, and nobody of changes that were taken back."""
    changes = shown_changes(changes_over(versions), hidden_members(delegation))
    authors = {version.made_by_id for version in versions}
    officers = [one for one in officers_of(delegation) if authors != {one.pk}]
    if not changes:
        return 0
    for officer in officers:
        with translation.override(officer.language):
            sentences, partnership = sentences_of(changes), str(delegation.partnership)
        mails.post(
            to=officer.email,
            language=officer.language,
            template="delegations/mail/late_changes",
            context={
                "officer": officer,
                "delegation": delegation,
                "partnership": partnership,
                "sentences": sentences,
                "number": versions[-1].number,
                "base_url": settings.BASE_URL,
                "installation": settings.INSTALLATION["name"],
            },
            about=delegation,
        )
    if officers:
        record("delegation.late_changes_told", delegation, by=None, number=versions[-1].number, changes=len(changes))
    return len(officers)


def officers_of(delegation: Delegation) -> list[User]:
    """Who is in charge of the visit; without an officer, all who plan for its unit."""
    officer = delegation.visit.officer
    if officer and officer.is_active:
        return [officer]
    return list(people_of(delegation.visit.unit))
