"""Feeds: given out, used, revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.calendars import rules
from hospitium.calendars.models import Subscription
from hospitium.calendars.queries.feeds import digest_of
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require

# A calendar program asks every few minutes; that it still asks is known well enough to the hour.
USE_NOTED = timedelta(hours=1)


@transaction.atomic
def subscribe(*, what: str, key: str = "", by: User) -> tuple[Subscription, str]:
    """Make a feed for one's own calendar program. Returns it and its address, which is kept nowhere: show it now.

    Raises Refused.
    """
    key = key if what != Subscription.What.PERSON else ""
    require(rules.may_subscribe(by, what, key))
    token = secrets.token_urlsafe(16)
    subscription = Subscription.objects.create(
        user=by, what=what, key=key, token_hash=digest_of(token), created_at=timezone.now()
    )
    record("subscription.made", subscription, by=by, what=what, key=key)
    return subscription, settings.BASE_URL + reverse("calendars:feed", args=[token])


@transaction.atomic
def revoke_subscription(*, subscription_id: int, by: User) -> Subscription:
    """End a feed of one's own at once. Raises Refused when it was revoked before."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription_id, user=by)
    if subscription.revoked_at is not None:
        raise Refused(_("This feed was revoked already."))
    subscription.revoked_at = timezone.now()
    subscription.save(update_fields=["revoked_at"])
    record("subscription.revoked", subscription, by=by)
    return subscription


def note_use(*, subscription_id: int) -> None:
    """Remember that a calendar program asked. No event: nothing has changed, and it happens all day."""
    now = timezone.now()
    seldom = Q(used_at=None) | Q(used_at__lt=now - USE_NOTED)
    Subscription.objects.filter(seldom, pk=subscription_id).update(used_at=now)
