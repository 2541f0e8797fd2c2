"""Who may open accounts, give roles and change units; and what nobody may."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts import policy
from hospitium.accounts.models import Grant, GuestLink, Unit
from hospitium.accounts.roles import Role
from hospitium.core.models import Mail, User
from hospitium.core.verdicts import ALLOWED, Verdict

YEARS = 2
WITH_A_UNIT = frozenset({Role.OFFICER, Role.HEAD, Role.DEPARTMENT_CONTACT})


def may(by: User | None, row: str) -> Verdict:
    """What the policy table says; nobody at all is the operator at the command line, who may."""
    return ALLOWED if by is None else policy.may(by, row)


def may_change_user(by: User | None, user: User, *, is_active: bool) -> Verdict:
    if by is not None and by.pk == user.pk and not is_active:
        return Verdict(_("Nobody can close their own account. Ask another administrator."))
    return may(by, "user.update")


def may_give(by: User | None, user: User, *, ends_on: date, today: date) -> Verdict:
    """May this person give that person a role until this day?"""
    if by is not None and by.pk == user.pk:
        return Verdict(_("Nobody can give themselves a role. Ask another administrator."))
    if not user.is_active:
        return Verdict(_("The account is closed. Open it first, then give the role."))
    if ends_on < today:
        return Verdict(_("The role would have ended already. Choose a later day."))
    if ends_on > latest_end(today):
        return Verdict(_("A role can be given for two years at most. It can be given again."))
    return may(by, "grant.give")


def latest_end(today: date) -> date:
    """The last day for which a role can be given today."""
    try:
        return today.replace(year=today.year + YEARS)
    except ValueError:
        return today.replace(year=today.year + YEARS, day=28)


def fits(*, role: str, unit: Unit | None, partner_key: str) -> Verdict:
    """Does the role have the scope that it needs, and no other?"""
    if role in WITH_A_UNIT and unit is None:
        return Verdict(_("This role needs a unit."))
    if role == Role.GUEST and not partner_key:
        return Verdict(_("This role needs a partner."))
    if role != Role.GUEST and partner_key:
        return Verdict(_("Only a partner-city officer is bound to a partner."))
    return ALLOWED


def may_withdraw(by: User | None, grant: Grant) -> Verdict:
    if by is not None and by.pk == grant.user_id:
        return Verdict(_("Nobody can withdraw their own role. Ask another administrator."))
    if grant.withdrawn_at is not None:
        return Verdict(_("This role has been withdrawn already."))
    return may(by, "grant.withdraw")


def may_retry(by: User | None, mail: Mail) -> Verdict:
    if mail.status != Mail.Status.FAILED:
        return Verdict(_("Only a message that could not be sent can be tried again."))
    return may(by, "outbox.retry")


def may_give_link(by: User, unit: Unit | None, *, ends_on: date, latest: date) -> Verdict:
    """May this person let a guest in to a record of this unit, until this day?"""
    if ends_on < timezone.localdate():
        return Verdict(_("The link would have ended already. Choose a later day."))
    if ends_on > latest:
        return Verdict(_("A link can be valid for 400 days at most. A new one can be sent then."))
    return policy.judge(by, "guest_link.create", unit=unit)


def may_revoke_link(by: User, link: GuestLink) -> Verdict:
    if link.revoked_at is not None:
        return Verdict(_("This link has been revoked already."))
    return policy.judge(by, "guest_link.revoke", unit=link.unit)
