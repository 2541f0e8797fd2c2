"""Who can be invited, who was, what came back, and who would be told of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from hospitium.calendars import itip
from hospitium.calendars.models import Invitation, Mailbox
from hospitium.core.models import Mail
from hospitium.core.references import reference
from hospitium.programme.models import State
from hospitium.visits.models import Interpreter, Item, Part, Speaker, Visit
from hospitium.visits.queries.parts import language_of
from hospitium.visits.queries.timetable import GONE

ITEM = Item._meta.label_lower
KIND = Invitation._meta.label_lower


@dataclass(frozen=True)
class Person:
    """Somebody who can be invited to an item. `key` names the person in a form."""

    key: str
    role: Invitation.Role
    name: str
    email: str
    language: str


def items_of(visit: Visit) -> list[Item]:
    """The items that have a day and a time, with their people."""
    parts = Part.objects.exclude(state__in=GONE).select_related("speaker")
    items = visit.items.exclude(day=None).select_related("venue")
    return list(items.prefetch_related("interpreters", Prefetch("parts", parts, to_attr="staying")))


def people_of(item: Item) -> list[Person]:
    """Speakers, hosts and interpreters of an item who have a mail address, each address once."""
    staying: Iterable[Part] = getattr(item, "staying", None) or item.parts.exclude(state__in=GONE).select_related(
        "speaker"
    )
    found = [person(Invitation.Role.SPEAKER, part.speaker) for part in staying]
    found += [person(Invitation.Role.INTERPRETER, one) for one in item.interpreters.all()]
    return list({one.email: one for one in reversed(found) if one.email}.values())[::-1]


def person(role: Invitation.Role, who: Speaker | Interpreter) -> Person:
    known = dict(settings.LANGUAGES)
    language = language_of(who) if isinstance(who, Speaker) else who.language if who.language in known else "en"
    return Person(f"{role}-{who.pk}", role, who.name, folded(who.email), language)


def folded(email: str) -> str:
    """An address as it is stored and compared."""
    return email.strip().lower()


# ---- changes ---------------------------------------------------------------------
@dataclass(frozen=True)
class Change:
    """What one person would be sent: an update with the new content, or a cancellation (content None)."""

    invitation: Invitation
    content: Mapping[str, Any] | None

    @property
    def is_cancellation(self) -> bool:
        return self.content is None

    @property
    def begins(self) -> datetime | None:
        return datetime.fromisoformat(self.content["begins"]) if self.content else None


def waiting_changes(visit: Visit) -> list[Change]:
    """Whom the programme, as it stands now, tells something else than the calendar entry sent last."""
    items = {str(item.pk): item for item in items_of(visit)}
    sent = visit.invitations.filter(status=Invitation.Status.SENT)
    changes = [change_of(one, items.get(one.key), visit) for one in sent if not is_over(one)]
    return [change for change in changes if change]


def is_over(invitation: Invitation) -> bool:
    return str(invitation.content.get("begins", ""))[:10] < timezone.localdate().isoformat()


def change_of(invitation: Invitation, item: Item | None, visit: Visit) -> Change | None:
    if item is None or visit.activity.state == State.CANCELLED or not is_needed(invitation, item):
        return Change(invitation, None)
    content = itip.content_of(item, visit, invitation.language)
    return None if itip.digest_of(content) == invitation.content_hash else Change(invitation, content)


def is_needed(invitation: Invitation, item: Item) -> bool:
    """Whoever was invited as a speaker or interpreter of the item still is one."""
    if invitation.role == Invitation.Role.OTHER:
        return True
    return any(one.email == invitation.email for one in people_of(item))


def digest_of_changes(changes: Sequence[Change]) -> str:
    """A short word for what was shown before it is sent."""
    shown = [(one.invitation.pk, one.invitation.sequence, itip.digest_of(one.content or {})) for one in changes]
    return sha256(repr(shown).encode()).hexdigest()


# ---- the tab ---------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One invitation as the page shows it: where its last mail is, and what came back."""

    invitation: Invitation
    mail: Mail | None
    zone: str = "UTC"

    @property
    def proposed(self) -> datetime | None:
        """The other time that the person proposes, as wall time of the host city."""
        at = self.invitation.proposed_at
        return at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) if at else None

    @property
    def has_failed(self) -> bool:
        return self.mail is not None and self.mail.status == Mail.Status.FAILED

    @property
    def is_waiting(self) -> bool:
        return self.mail is not None and self.mail.status == Mail.Status.WAITING


@dataclass(frozen=True)
class Row:
    """An item with its invitations; without an item: those of items that are gone."""

    item: Item | None
    lines: list[Line] = field(default_factory=list)
    may_invite: bool = False


def rows_of(visit: Visit) -> list[Row]:
    """The items of a visit in their order, each with who was invited to it."""
    invitations = list(visit.invitations.all())
    mails = latest_mails(invitations)
    today = timezone.localdate()
    is_cancelled = visit.activity.state == State.CANCELLED
    by_item: dict[str, list[Line]] = {}
    for one in invitations:
        by_item.setdefault(one.key, []).append(Line(one, mails.get(str(one.pk)), visit.zone))
    rows = [
        Row(item, by_item.pop(str(item.pk), []), bool(item.day and item.day >= today and not is_cancelled))
        for item in items_of(visit)
    ]
    gone = [line for lines in by_item.values() for line in lines]
    return [*rows, Row(None, gone)] if gone else rows


def latest_mails(invitations: Iterable[Invitation]) -> dict[str, Mail]:
    """Key of the invitation → the mail that was written for it last."""
    keys = [str(one.pk) for one in invitations]
    mails = Mail.objects.filter(kind=KIND, key__in=keys).defer("subject", "body", "calendar").order_by("pk")
    return {mail.key: mail for mail in mails}


def mailbox() -> Mailbox | None:
    """How far answers were read; None where no mailbox is set up."""
    return Mailbox.objects.order_by("-read_at").first() if settings.IMAP_URL else None


def invitation_for(item: Item, email: str) -> Invitation | None:
    kind, key = reference(item)
    return Invitation.objects.filter(kind=kind, key=key, email=folded(email)).first()
