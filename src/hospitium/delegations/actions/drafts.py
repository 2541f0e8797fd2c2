"""What a guest has typed and not sent yet, kept until it is sent, thrown away, or the link ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.core.models import FormKey
from hospitium.delegations import drafts
from hospitium.delegations.models import Draft, MemberList

LISTS_KEPT = timedelta(days=2)


@transaction.atomic
def save_draft(*, link_id: int, form: str, form_key: str, typed: Mapping[str, list[str]]) -> Draft | None:
    """Keep what stands in a form that was not sent yet; None where nothing is to be kept.

    `form_key` is that of the form: what arrives after the form itself was sent is late, and nothing comes back to
    life. A draft is no event: nobody did anything yet.
    """
    link = GuestLink.objects.select_for_update().get(pk=link_id)
    content = drafts.kept(link.purpose, form, typed)
    if not link.is_open or not content or was_sent(link_id, form_key):
        return None
    now = timezone.now()
    values = {"content": content, "saved_at": now}
    return Draft.objects.update_or_create(link=link, form=form, defaults=values)[0]


def was_sent(link_id: int, form_key: str) -> bool:
    return bool(form_key) and FormKey.objects.filter(key=guest_key(link_id, form_key)).exists()


def guest_key(link_id: int, form_key: str) -> str:
    """How the key of a guest's form is kept: nobody else's form can have it."""
    return f"{link_id}:{form_key}"[:40]


@transaction.atomic
def discard_draft(*, link_id: int, form: str) -> int:
    """The form was sent, or the guest does not want the draft. Returns how many there were."""
    return Draft.objects.filter(link_id=link_id, form=form).delete()[0]


def forget_drafts() -> int:
    """Remove drafts whose link has ended, and lists that nobody has come back to; returns how many."""
    today = timezone.localdate()
    ended = Q(link__ends_on__lt=today) | Q(link__revoked_at__isnull=False)
    count = Draft.objects.filter(ended).delete()[0]
    old = Q(uploaded_at__lt=timezone.now() - LISTS_KEPT)
    return count + MemberList.objects.filter(ended | old).delete()[0]
