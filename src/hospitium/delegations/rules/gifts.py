"""Who may enter, change and approve gifts, and what the limits of an office say about one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, judge
from hospitium.core.verdicts import Verdict
from hospitium.delegations.models import Gift


def may_create_gift(user: Somebody, unit: Unit | None) -> Verdict:
    return judge(user, "gift.create", unit=unit)


def may_edit_gift(user: Somebody, gift: Gift) -> Verdict:
    """Also after the decision: where a gift is, changes. What was judged goes back to the head."""
    return judge(user, "gift.update", unit=gift.unit)


def may_decide_gift(user: Somebody, gift: Gift) -> Verdict:
    """The head decides what was asked, never about a gift that the head has entered."""
    verdict = judge(user, "gift.approve", unit=gift.unit)
    if verdict and gift.state != Gift.State.ASKED:
        return Verdict(_("Nobody has asked for an approval of this gift, or it was decided already."))
    if verdict and gift.entered_by_id == user.pk:
        return Verdict(_("You have entered this gift yourself. Somebody else must approve it."))
    return verdict


def may_remove_gift(user: Somebody, gift: Gift) -> Verdict:
    """What was decided stays in the register."""
    verdict = judge(user, "gift.update", unit=gift.unit)
    if verdict and gift.state in {Gift.State.APPROVED, Gift.State.REFUSED}:
        return Verdict(_("This gift was decided on and stays in the register."))
    return verdict


def may_edit_gift_limits(user: Somebody, unit: Unit) -> Verdict:
    """The head of an office sets its limits."""
    return judge(user, "protocol.update", unit=unit)
