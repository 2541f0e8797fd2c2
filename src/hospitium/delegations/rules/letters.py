"""Who may write, register and revoke letters, keep the rules of countries, take lists out, and note attendance."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge, may
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import CountryRule, Delegation, IssuedLetter, SeatingPlan, Side
from hospitium.delegations.rules.delegations import is_open, may_edit_delegation
from hospitium.visits.rules import may_be_planned


def may_edit_country_rules(user: Somebody) -> Verdict:
    """Whoever writes letters keeps what the countries want."""
    return may(user, "delegation.issue_letter")


def may_issue_letter(user: Somebody, delegation: Delegation) -> Verdict:
    """An invitation is written for guests who are still to come, and not while the partnership is suspended."""
    verdict = judge(user, "delegation.issue_letter", unit=delegation.visit.unit)
    if not verdict:
        return verdict
    if delegation.side != Side.INCOMING:
        return Verdict(_("These are our own people: the inviting office writes their letters."))
    verdict = is_open(delegation)
    return may_be_planned(delegation.visit.activity) if verdict else verdict


def can_be_written(rule: CountryRule) -> Verdict:
    """A letter for the consulate makes sense where the rule wants one."""
    if not rule.needs_visa:
        return Verdict(_("By its rule this country needs no visa, so no letter is wanted. Change the rule if it does."))
    return ALLOWED


def may_certify(user: Somebody, delegation: Delegation) -> Verdict:
    """A certificate says what was; it can also be written for a partnership that is suspended by now."""
    verdict = judge(user, "delegation.issue_letter", unit=delegation.visit.unit)
    return is_open(delegation) if verdict else verdict


def may_revoke_letter(user: Somebody, letter: IssuedLetter) -> Verdict:
    verdict = judge(user, "delegation.revoke_letter", unit=letter.delegation.visit.unit)
    if verdict and letter.revoked_at is not None:
        return Verdict(_("This letter was revoked already."))
    return verdict


def may_take_lists(user: Somebody, delegation: Delegation) -> Verdict:
    """Lists leave the house by the hands of the office in charge, until the delegation is closed."""
    verdict = judge(user, "delegation.export", unit=delegation.visit.unit)
    return is_open(delegation) if verdict else verdict


def may_note_attendance(user: Somebody, delegation: Delegation, day: date, today: date) -> Verdict:
    """Who was there is noted on the day or after it, for a day of the visit."""
    verdict = may_edit_delegation(user, delegation)
    if not verdict:
        return verdict
    visit = delegation.visit
    if not visit.starts_on <= day <= visit.ends_on:
        return Verdict(_("This day lies outside the visit."))
    if day > today:
        return Verdict(_("This day is still to come. Attendance is noted on the day itself or later."))
    return ALLOWED


def may_print_seating(user: Somebody, plan: SeatingPlan) -> Verdict:
    return judge(user, "delegation.export", unit=plan.visit.unit)
