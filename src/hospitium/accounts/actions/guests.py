"""Guest links: given out, revoked, renewed, opened, used."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts import rules
from hospitium.accounts.models import GuestLink, GuestSession, GuestUse
from hospitium.accounts.purposes import PURPOSES
from hospitium.accounts.queries import digest_of
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.references import model_of, reference
from hospitium.core.verdicts import Refused, require

SESSION = timedelta(hours=2)
# How long after its end a session can be taken up again with the mail address, so that nothing typed is lost.
GRACE = timedelta(hours=24)
LONGEST, RENEWED_FOR = timedelta(days=400), timedelta(days=30)


@transaction.atomic
def open_link(
    *, purpose: str, subject: Model, name: str, email: str, language: str, ends_on: date, by: User
) -> tuple[GuestLink, str]:
    """Make a link with which one person can do one thing with one record, without an account.

    Returns the link and its address, which is kept nowhere: show or mail it now. Raises Refused when `by` may not
    give one out or the end is past or too far off, ValidationError when `email` is not one mailbox.
    """
    unit = PURPOSES[purpose].unit_of(subject)
    require(rules.may_give_link(by, unit, ends_on=ends_on, latest=timezone.localdate() + LONGEST))
    validate_email(email.strip())
    kind, key = reference(subject)
    token, link = with_token(
        GuestLink(
            purpose=purpose,
            kind=kind,
            key=key,
            name=name,
            email=email.strip(),
            language=language,
            ends_on=ends_on,
            created_by=by,
            unit=unit,
        )
    )
    record("guest_link.given", link, by=by, about=[subject], purpose=purpose, ends_on=ends_on)
    return link, address_of(token)


@transaction.atomic
def pass_on(
    *, link_id: int, purpose: str, subject: Model, name: str, email: str, language: str
) -> tuple[GuestLink, str]:
    """A link that a guest hands on to somebody else, for a record below the guest's own.

    It ends with the guest's link and hangs on the same officer; whether the record is one of theirs, the caller has
    asked. Raises Refused when the guest's link has ended, ValidationError when `email` is not one mailbox.
    """
    source = GuestLink.objects.select_for_update().get(pk=link_id)
    if not source.is_open:
        raise Refused(_("This link is no longer valid."))
    validate_email(email.strip())
    kind, key = reference(subject)
    link = twin(source, ends_on=source.ends_on)
    link.purpose, link.kind, link.key = purpose, kind, key
    link.name, link.email, link.language = name, email.strip(), language
    token, link = with_token(link)
    write_use(source, "passed_on")
    record("guest_link.given", link, by=None, about=[subject, source], purpose=purpose, ends_on=link.ends_on)
    return link, address_of(token)


@transaction.atomic
def repeat_link(*, link_id: int) -> tuple[GuestLink, str]:
    """One more link like this one, for the mails of the night. The earlier mail keeps working until the same day."""
    old = GuestLink.objects.select_for_update().get(pk=link_id)
    if not old.is_open:
        raise Refused(_("This link is no longer valid."))
    token, link = with_token(twin(old, ends_on=old.ends_on))
    record("guest_link.given", link, by=None, purpose=link.purpose, ends_on=link.ends_on)
    return link, address_of(token)


@transaction.atomic
def renew_link(*, link_id: int, by: User) -> GuestLink:
    """Mail the person a new link; the old one is dead at once, also in a browser where it is open.

    Raises Refused when `by` may not, or when the record of the link is gone.
    """
    old = GuestLink.objects.select_for_update().get(pk=link_id)
    today = timezone.localdate()
    ends_on = max(old.ends_on, today + RENEWED_FOR)
    require(rules.may_give_link(by, old.unit, ends_on=ends_on, latest=today + LONGEST))
    model = model_of(old.kind)
    if model is None or not model._default_manager.filter(pk=old.key).exists():
        raise Refused(_("What this link was for is no longer there."))
    if old.revoked_at is None:
        old.revoked_at = timezone.now()
        old.save(update_fields=["revoked_at"])
    token, link = with_token(twin(old, ends_on=ends_on))
    record("guest_link.renewed", link, by=by, about=[old], purpose=link.purpose, ends_on=ends_on)
    mails.post(
        to=link.email,
        language=link.language,
        template="accounts/mail/guest_link",
        context={
            "link": link,
            "words": PURPOSES[link.purpose].on_the_door,
            "address": address_of(token),
            "officer": by,
            "installation": settings.INSTALLATION["name"],
        },
        about=link,
    )
    return link


@transaction.atomic
def revoke_link(*, link_id: int, by: User) -> GuestLink:
    """End a link at once. Raises Refused when `by` may not, or when it was revoked before."""
    link = GuestLink.objects.select_for_update().get(pk=link_id)
    require(rules.may_revoke_link(by, link))
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    record("guest_link.revoked", link, by=by, purpose=link.purpose)
    return link


@transaction.atomic
def revoke_links_of(*, subject: Model, by: User | None) -> int:
    """End all links to a record whose matter is settled; returns how many were open."""
    kind, key = reference(subject)
    links = GuestLink.objects.select_for_update().filter(kind=kind, key=key).open_on(timezone.localdate())
    count = 0
    for link in links:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record("guest_link.revoked", link, by=by, purpose=link.purpose)
        count += 1
    return count


@transaction.atomic
def open_session(*, link_id: int) -> str:
    """Let the browser in whose reader knew the mail address, for two hours. Returns the key of its cookie.

    Raises Refused when the link has ended in the meantime.
    """
    link = GuestLink.objects.select_for_update().get(pk=link_id)
    if not link.is_open:
        raise Refused(_("This link is no longer valid."))
    key = secrets.token_urlsafe(32)
    GuestSession.objects.create(link=link, key_hash=digest_of(key), ends_at=timezone.now() + SESSION)
    write_use(link, "opened")
    return key


@transaction.atomic
def note_use(*, link_id: int, what: str) -> None:
    """Write down what was done with a link, for the officer; `what` is a code, see queries.USES for its words."""
    write_use(GuestLink.objects.get(pk=link_id), what)


def write_use(link: GuestLink, what: str) -> None:
    GuestUse.objects.create(link=link, at=timezone.now(), what=what)
    record("guest_link.used", link, by=None, what=what)


def forget_guest_sessions() -> int:
    """Remove the sessions of guests that nobody can take up again."""
    count, _each = GuestSession.objects.filter(ends_at__lt=timezone.now() - GRACE).delete()
    return count


def with_token(link: GuestLink) -> tuple[str, GuestLink]:
    """Store a link with a new token of 128 bits; the token itself is only returned."""
    token = secrets.token_urlsafe(16)
    link.token_hash, link.created_at = digest_of(token), timezone.now()
    link.save(force_insert=True)
    return token, link


def twin(old: GuestLink, *, ends_on: date) -> GuestLink:
    return GuestLink(
        purpose=old.purpose,
        kind=old.kind,
        key=old.key,
        name=old.name,
        email=old.email,
        language=old.language,
        ends_on=ends_on,
        created_by=old.created_by,
        unit=old.unit,
    )


def address_of(token: str) -> str:
    """The link names the host of the settings, never the one that a request claims."""
    return settings.BASE_URL + reverse("accounts:guest_door", args=[token])
