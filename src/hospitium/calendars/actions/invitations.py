"""Invitations: sent, updated, cancelled. Every one is a mail in the outbox that somebody has seen and sent off."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.calendars import entries, itip, rules
from hospitium.calendars.models import Invitation
from hospitium.calendars.queries.invitations import (
    Person,
    digest_of_changes,
    folded,
    invitation_for,
    waiting_changes,
)
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused, require
from hospitium.visits.models import Item, Visit

EVENTS = {"sent": "invitation.sent", "changed": "invitation.changed", "cancelled": "invitation.cancelled"}
TEMPLATES = {
    "sent": "calendars/mail/sent",
    "changed": "calendars/mail/changed",
    "cancelled": "calendars/mail/cancelled",
}


@transaction.atomic
def invite(*, item_id: int, people: Sequence[Person], by: User) -> list[Invitation]:
    """Send an item to calendars. Who has it already and to whom nothing is new is left out; returns who was written to.

    Raises Refused, or ValidationError when an address is not one mailbox.
    """
    item = locked(Item, item_id)
    require(rules.may_invite(by, item))
    return [sent for one in people if (sent := invite_one(item, one, by))]


def invite_one(item: Item, person: Person, by: User) -> Invitation | None:
    email = folded(person.email)
    validate_email(email)
    invitation = invitation_for(item, email)
    is_new = invitation is None
    if invitation is None:
        kind, key = reference(item)
        uid = f"{secrets.token_hex(16)}@{entries.host()}"
        invitation = Invitation(visit=item.visit, uid=uid, kind=kind, key=key, email=email)
    content = itip.content_of(item, item.visit, person.language)
    is_known = not is_new and invitation.status == Invitation.Status.SENT
    if is_known and invitation.content_hash == itip.digest_of(content):
        return None
    invitation.role, invitation.name, invitation.language = person.role, person.name, person.language
    invitation.content, invitation.content_hash = content, itip.digest_of(content)
    invitation.status = Invitation.Status.SENT
    if not is_new:
        invitation.sequence += 1
    ask_anew(invitation)
    send(invitation, "changed" if is_known else "sent", by)
    return invitation


def ask_anew(invitation: Invitation) -> None:
    """An answer belongs to the version that it was given for."""
    invitation.reply, invitation.reply_text = Invitation.Reply.NONE, ""
    invitation.proposed_at = invitation.replied_at = None


@transaction.atomic
def send_changes(*, visit_id: int, seen: str, by: User) -> tuple[int, int]:
    """Send updates and cancellations for all that has changed; returns how many of each.

    `seen` is the digest of what was shown before. Raises Refused when that is not what would be sent now.
    """
    visit = locked(Visit, visit_id)
    require(rules.may_invite_for(by, visit))
    changes = waiting_changes(visit)
    if not changes:
        raise Refused(_("All calendars are as the programme is."))
    if seen != digest_of_changes(changes):
        raise Refused(_("The programme was changed in the meantime. Look at the list again, then send."))
    for change in changes:
        invitation = change.invitation
        if change.content is None:
            cancel(invitation, by)
            continue
        invitation.content, invitation.content_hash = dict(change.content), itip.digest_of(change.content)
        invitation.sequence += 1
        ask_anew(invitation)
        send(invitation, "changed", by)
    cancelled = sum(change.is_cancellation for change in changes)
    return len(changes) - cancelled, cancelled


@transaction.atomic
def cancel_invitation(*, invitation_id: int, by: User) -> Invitation:
    """Take an entry out of somebody's calendar again. Raises Refused."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    require(rules.may_cancel(by, invitation))
    cancel(invitation, by)
    return invitation


def cancel(invitation: Invitation, by: User) -> None:
    invitation.status = Invitation.Status.CANCELLED
    invitation.sequence += 1
    send(invitation, "cancelled", by)


def send(invitation: Invitation, step: str, by: User) -> None:
    now = timezone.now()
    invitation.sent_at = now
    invitation.save()
    visit = invitation.visit
    record(EVENTS[step], invitation, by=by, about=[visit], item=invitation.key, sequence=invitation.sequence)
    method = itip.CANCEL if step == "cancelled" else itip.REQUEST
    mails.post(
        to=invitation.email,
        language=invitation.language,
        template=TEMPLATES[step],
        context={
            "invitation": invitation,
            "entry": itip.entry_of(invitation),
            "officer": by,
            "installation": settings.INSTALLATION["name"],
        },
        about=invitation,
        calendar=itip.message(invitation, method=method, stamp=now),
        method=method,
    )


@transaction.atomic
def forget_invitation(*, invitation_id: str) -> int:
    """Remove an invitation whose time is over, with the answer; returns how many there were."""
    count, _each = Invitation.objects.filter(pk=invitation_id).delete()
    return count
