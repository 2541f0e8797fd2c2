"""Who may do what with feeds and invitations, and why not."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge, may
from hospitium.calendars.models import Invitation, Subscription
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.partners.models import Partnership
from hospitium.programme.models import State
from hospitium.visits.models import Item, Visit
from hospitium.visits.rules import may_be_planned

MOST_FEEDS = 20


def may_subscribe(user: Somebody, what: str, key: str) -> Verdict:
    """A feed shows what its owner may see; one of a record that the person may not see makes no sense."""
    verdict = may(user, "calendar.use")
    if not verdict:
        return verdict
    if Subscription.objects.visible_to(user).filter(revoked_at=None).count() >= MOST_FEEDS:
        return Verdict(_("You have twenty feeds. Revoke one that you do not use any more."))
    visible = {"visit": Visit.objects.visible_to(user), "partnership": Partnership.objects.visible_to(user)}
    if what in visible and not visible[what].filter(pk=int(key) if key.isdecimal() else None).exists():
        return Verdict(_("Choose what the feed is to show."))
    return ALLOWED


def may_invite_for(user: Somebody, visit: Visit) -> Verdict:
    """Whoever plans the visit may put it into the calendars of others."""
    return judge(user, "calendar.invite", unit=visit.unit)


def may_invite(user: Somebody, item: Item) -> Verdict:
    """An item that has its time and is still to come, and not while the partnership is suspended."""
    verdict = may_invite_for(user, item.visit)
    if not verdict:
        return verdict
    if not (planned := may_be_planned(item.visit.activity)):
        return planned
    if item.visit.activity.state == State.CANCELLED:
        return Verdict(_("The visit is cancelled."))
    if item.day is None:
        return Verdict(_("This item has no time yet. Place it in the programme, then invite."))
    if item.day < timezone.localdate():
        return Verdict(_("This item is over."))
    return ALLOWED


def may_cancel(user: Somebody, invitation: Invitation) -> Verdict:
    verdict = may_invite_for(user, invitation.visit)
    if verdict and invitation.status == Invitation.Status.CANCELLED:
        return Verdict(_("This invitation was cancelled already."))
    return verdict
