"""Who may do what with partners, partnerships, contacts, needs and offers, and why not."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge, may
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.partners.models import Contact, Interest, Partner, Partnership
from hospitium.partners.models.relations import Status
from hospitium.partners.states import LIFECYCLE


def may_create_partner(user: Somebody) -> Verdict:
    return may(user, "partner.create")


def may_edit_partner(user: Somebody, partner: Partner) -> Verdict:
    """Whoever looks after one of its partnerships may; a partner without any belongs to all officers."""
    partnerships = list(partner.partnerships.select_related("unit"))
    verdicts = [judge(user, "partner.update", unit=partnership.unit) for partnership in partnerships]
    if not verdicts:
        return may(user, "partner.create")
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def may_create_partnership(user: Somebody) -> Verdict:
    return may(user, "partnership.create")


def may_edit_partnership(user: Somebody, partnership: Partnership) -> Verdict:
    return judge(user, "partnership.update", unit=partnership.unit)


def may_assign_partnership(user: Somebody, partnership: Partnership) -> Verdict:
    """A partnership that nobody looks after is assigned by a head of office; any other by who looks after it."""
    if partnership.unit_id is None:
        return may(user, "partnership.grant_exception")
    return may_edit_partnership(user, partnership)


def may_change_status(user: Somebody, partnership: Partnership, step: str) -> Verdict:
    verdict = judge(user, "partnership.change_status", unit=partnership.unit)
    if verdict and not LIFECYCLE.allows(step, partnership.status):
        return Verdict(
            _("This step does not lead on from “%(status)s”.") % {"status": partnership.get_status_display()}
        )
    return verdict


def may_grant_exception(user: Somebody, partnership: Partnership) -> Verdict:
    """An exception belongs to the head of office, and only a suspended partnership needs one."""
    verdict = judge(user, "partnership.grant_exception", unit=partnership.unit)
    if verdict and not partnership.is_suspended:
        return Verdict(_("Only a suspended partnership needs an exception."))
    return verdict


def may_plan_with(partnership: Partnership, on: date) -> Verdict:
    """Nothing is planned with a partnership that rests or has ended, unless the head of office made an exception."""
    if partnership.status == Status.ENDED:
        return Verdict(_("%(partner)s: the partnership has ended.") % {"partner": partnership})
    if partnership.is_suspended and not any(exception.is_valid_on(on) for exception in partnership.exceptions.all()):
        return Verdict(
            _("%(partner)s: the partnership is suspended. Planning needs an exception by the head of office.")
            % {"partner": partnership}
        )
    return ALLOWED


def may_read_notes(user: Somebody, partnership: Partnership) -> Verdict:
    return judge(user, "partnership.read_notes", unit=partnership.unit)


def may_hand_over(user: Somebody, partnership: Partnership) -> Verdict:
    return judge(user, "partnership.hand_over", unit=partnership.unit)


def may_create_contact(user: Somebody, partner: Partner) -> Verdict:
    return over_partnerships(user, "contact.create", partner)


def may_edit_contact(user: Somebody, contact: Contact) -> Verdict:
    return over_partnerships(user, "contact.update", contact.partner)


def over_partnerships(user: Somebody, row: str, partner: Partner) -> Verdict:
    """Allowed by any of the partnerships with this partner."""
    verdicts = [judge(user, row, unit=partnership.unit) for partnership in partner.partnerships.select_related("unit")]
    if not verdicts:
        return judge(user, row, unit=None)
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def may_create_interest(user: Somebody) -> Verdict:
    return may(user, "interest.create")


def may_edit_interest(user: Somebody, interest: Interest) -> Verdict:
    return judge(
        user, "interest.update", unit=interest.unit, departments=[interest.unit_id] if interest.unit_id else []
    )
