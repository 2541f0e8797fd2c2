"""Who may change, open, close and answer an evaluation, and when its result is shown."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import Delegation, Evaluation, EvaluationTicket
from hospitium.delegations.rules.delegations import judge_update

# Fewer answers would say who gave them. What is shown is shown once and whole, after closing: two pictures of the same
# evaluation, one answer apart, would show that answer.
LEAST_ANSWERS = 5
LONGEST_DAYS = 90


def may_begin_evaluation(user: Somebody, delegation: Delegation) -> Verdict:
    return judge_update(user, delegation)


def may_edit_sheet(user: Somebody, evaluation: Evaluation) -> Verdict:
    """The questions stay as they are once somebody was asked."""
    verdict = judge_update(user, evaluation.delegation)
    if verdict and evaluation.opened_on is not None:
        return Verdict(_("The members were asked already, so the questions stay as they are."))
    return verdict


def may_open_evaluation(user: Somebody, evaluation: Evaluation) -> Verdict:
    verdict = may_edit_sheet(user, evaluation)
    if verdict and not evaluation.questions.exists():
        return Verdict(_("There is no question yet."))
    return verdict


def may_invite_late(user: Somebody, evaluation: Evaluation) -> Verdict:
    """Links for those who got none yet, and a later last day: while the evaluation is open."""
    verdict = judge_update(user, evaluation.delegation)
    if verdict and (evaluation.opened_on is None or evaluation.closed_on is not None):
        return Verdict(_("This evaluation is not open."))
    return verdict


def may_close_evaluation(user: Somebody, evaluation: Evaluation) -> Verdict:
    return may_invite_late(user, evaluation)


def may_answer(evaluation: Evaluation, ticket: EvaluationTicket, today: date) -> Verdict:
    """Once, from the day on which it opens until the day on which it closes."""
    if evaluation.closed_on or evaluation.opened_on is None:
        return Verdict(_("This evaluation is closed. Thank you for your interest."))
    if today < evaluation.opened_on:
        return Verdict(_("This evaluation is not open yet. Please come back later."))
    if evaluation.closes_on and today > evaluation.closes_on:
        return Verdict(_("This evaluation is closed. Thank you for your interest."))
    if ticket.is_used:
        return Verdict(
            _("Your answers have arrived. Thank you! Nobody can see which ones are yours, so they stay as they are.")
        )
    return ALLOWED


def may_see_results(evaluation: Evaluation, sheets: int) -> Verdict:
    """After closing, from five answers on."""
    if evaluation.closed_on is None:
        return Verdict(
            _("Results are shown once the evaluation is closed, so that no single answer can be told apart.")
        )
    if sheets < LEAST_ANSWERS:
        return Verdict(_("Fewer than five answers came in. They are not shown, because they would say who gave them."))
    return ALLOWED


def is_reasonable(opens_on: date, closes_on: date) -> Verdict:
    if closes_on < opens_on or closes_on < timezone.localdate():
        return Verdict(_("It closes before it opens. Choose a later last day."))
    if (closes_on - opens_on).days > LONGEST_DAYS:
        return Verdict(_("An evaluation is open for at most 90 days."))
    return ALLOWED
