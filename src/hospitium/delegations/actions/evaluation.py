"""The evaluation of a visit: its sheet, opening it, answering it without a name, closing it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions import open_link
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.evaluation_questions import usual_questions
from hospitium.delegations.models import Answer, Delegation, Evaluation, EvaluationTicket, Question
from hospitium.delegations.queries.evaluation import language_of, links_of, to_ask
from hospitium.delegations.rules import evaluation as rules

PURPOSE = "evaluation"
# A link outlives the last day, so that the evaluation can be prolonged; the page itself shuts on that day.
KEPT_AFTER = timedelta(days=rules.LONGEST_DAYS)
MAILED_AT = time(8, 0)


# ---- the sheet -------------------------------------------------------------------
@transaction.atomic
def begin_evaluation(*, delegation_id: int, by: User) -> Evaluation:
    """Begin the sheet with the usual questions; one that is there already stays. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_begin_evaluation(by, delegation))
    evaluation, is_new = Evaluation.objects.get_or_create(delegation=delegation)
    if is_new:
        Question.objects.bulk_create(
            Question(evaluation=evaluation, position=position, kind=kind, text=text)
            for position, (kind, text) in enumerate(usual_questions(), start=1)
        )
        record("evaluation.begun", evaluation, by=by, about=[delegation])
    return evaluation


@transaction.atomic
def add_question(*, evaluation_id: int, values: Mapping[str, Any], by: User) -> Question:
    """Put a question to the end of the sheet. Raises Refused."""
    evaluation = locked(Evaluation, evaluation_id)
    require(rules.may_edit_sheet(by, evaluation))
    last = evaluation.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question(evaluation=evaluation, position=last + 1)
    write(question, values)
    changed(evaluation, by)
    return question


@transaction.atomic
def edit_question(*, question_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Question:
    """Change the words or the kind of a question. Raises Refused, or Conflict when somebody saved in between."""
    evaluation, question = held_question(question_id)
    require(rules.may_edit_sheet(by, evaluation))
    question = locked(Question, question.pk, version=version)
    if write(question, values):
        changed(evaluation, by)
    return question


@transaction.atomic
def move_question(*, question_id: int, step: int, by: User) -> Evaluation:
    """Move a question up (-1) or down (1). Raises Refused."""
    evaluation, question = held_question(question_id)
    require(rules.may_edit_sheet(by, evaluation))
    ordered = list(evaluation.questions.all())
    here = ordered.index(question)
    there = min(max(here + step, 0), len(ordered) - 1)
    ordered.insert(there, ordered.pop(here))
    number(ordered)
    changed(evaluation, by)
    return evaluation


@transaction.atomic
def remove_question(*, question_id: int, by: User) -> Evaluation:
    """Take a question off the sheet. Raises Refused."""
    evaluation, question = held_question(question_id)
    require(rules.may_edit_sheet(by, evaluation))
    question.delete()
    number(list(evaluation.questions.all()))
    changed(evaluation, by)
    return evaluation


def held_question(question_id: int) -> tuple[Evaluation, Question]:
    """The sheet, locked first so that it cannot be opened meanwhile, and the question. Raises Refused without one."""
    sheet = Question.objects.filter(pk=question_id).values_list("evaluation_id", flat=True).first()
    evaluation = locked(Evaluation, sheet) if sheet is not None else None
    question = evaluation.questions.filter(pk=question_id).first() if evaluation else None
    if evaluation is None or question is None:
        raise Refused(_("This question was removed in the meantime."))
    return evaluation, question


def number(questions: list[Question]) -> None:
    for position, question in enumerate(questions, start=1):
        question.position = position
    Question.objects.bulk_update(questions, ["position"])


def changed(evaluation: Evaluation, by: User) -> None:
    record("evaluation.changed", evaluation, by=by, about=[evaluation.delegation])


# ---- asking ----------------------------------------------------------------------
@transaction.atomic
def open_evaluation(*, evaluation_id: int, opens_on: date, closes_on: date, by: User) -> int:
    """Mail each member who comes a link of their own, on the day of opening. Returns how many. Raises Refused."""
    evaluation = locked(Evaluation, evaluation_id)
    require(rules.may_open_evaluation(by, evaluation))
    require(rules.is_reasonable(opens_on, closes_on))
    if not to_ask(evaluation):
        raise Refused(_("No member has a mail address, so nobody can be asked. Enter the addresses first."))
    evaluation.opened_on, evaluation.closes_on = opens_on, closes_on
    evaluation.save(update_fields=["opened_on", "closes_on"])
    return invite(evaluation, by)


@transaction.atomic
def invite_late(*, evaluation_id: int, by: User) -> int:
    """Mail links to those who got none yet. Returns how many. Raises Refused."""
    evaluation = locked(Evaluation, evaluation_id)
    require(rules.may_invite_late(by, evaluation))
    return invite(evaluation, by)


def invite(evaluation: Evaluation, by: User) -> int:
    members = to_ask(evaluation)
    for member in members:
        ask(EvaluationTicket.objects.create(evaluation=evaluation, member=member), by)
    if members:
        record("evaluation.opened", evaluation, by=by, about=[evaluation.delegation], count=len(members))
    return len(members)


def ask(ticket: EvaluationTicket, by: User) -> None:
    evaluation, member = ticket.evaluation, ticket.member
    opened_on, closes_on = evaluation.opened_on, evaluation.closes_on
    if opened_on is None or closes_on is None:
        raise ValueError(evaluation.pk)
    link, address = open_link(
        purpose=PURPOSE,
        subject=ticket,
        name=str(member),
        email=member.email,
        language=language_of(member),
        ends_on=closes_on + KEPT_AFTER,
        by=by,
    )
    mail = mails.post(
        to=member.email,
        language=link.language,
        template="delegations/mail/evaluation",
        context={
            "visit": evaluation.delegation.visit,
            "closes_on": closes_on,
            "address": address,
            "officer": by.name,
            "installation": settings.INSTALLATION["name"],
        },
        about=link,
    )
    begins = timezone.make_aware(datetime.combine(opened_on, MAILED_AT))
    if begins > mail.due_at and opened_on > timezone.localdate():
        mail.due_at = begins
        mail.save(update_fields=["due_at"])


@transaction.atomic
def prolong_evaluation(*, evaluation_id: int, closes_on: date, by: User) -> Evaluation:
    """Leave it open until a later day. Raises Refused."""
    evaluation = locked(Evaluation, evaluation_id)
    require(rules.may_invite_late(by, evaluation))
    require(rules.is_reasonable(evaluation.opened_on or closes_on, closes_on))
    evaluation.closes_on = closes_on
    evaluation.save(update_fields=["closes_on"])
    record("evaluation.prolonged", evaluation, by=by, about=[evaluation.delegation], closes_on=closes_on)
    return evaluation


# ---- answering -------------------------------------------------------------------
@transaction.atomic
def answer_evaluation(*, ticket_id: int, answers: Mapping[int, int | str]) -> Evaluation:
    """Take the answers of somebody who was asked: question → mark or text. Raises Refused the second time.

    Nothing that is kept leads from the ticket to the answers: neither a moment, nor a key, nor their order. All answers
    of the evaluation are written anew in random order with new keys, so that the rows lie in the file as if all had
    come at once.
    """
    ticket = EvaluationTicket.objects.select_related("evaluation__delegation").get(pk=ticket_id)
    evaluation = locked(Evaluation, ticket.evaluation_id)
    ticket = EvaluationTicket.objects.select_for_update().get(pk=ticket_id)
    require(rules.may_answer(evaluation, ticket, timezone.localdate()))
    if not any(str(value).strip() for value in answers.values()):
        raise Refused(_("Answer at least one question."))
    ticket.is_used = True
    ticket.save(update_fields=["is_used"])
    sheets = [*kept_sheets(evaluation), dict(answers)]
    write_shuffled(evaluation, sheets)
    record("evaluation.answered", evaluation, by=None, about=[evaluation.delegation])
    return evaluation


def kept_sheets(evaluation: Evaluation) -> list[dict[int, int | str]]:
    """What has come in so far, one mapping for each person."""
    sheets: dict[Any, dict[int, int | str]] = {}
    for one in Answer.objects.filter(question__evaluation=evaluation):
        sheets.setdefault(one.sheet, {})[one.question_id] = one.text if one.mark is None else one.mark
    return list(sheets.values())


def write_shuffled(evaluation: Evaluation, sheets: list[dict[int, int | str]]) -> None:
    questions = list(evaluation.questions.all())
    rows = [
        answer_to(question, sheet, given.get(question.pk, ""))
        for sheet, given in ((uuid4(), given) for given in sheets)
        for question in questions
    ]
    Answer.objects.filter(question__evaluation=evaluation).delete()
    # The order of the rows is chance, not that of random keys: whoever could guess the keys would know the order.
    secrets.SystemRandom().shuffle(rows)
    Answer.objects.bulk_create(rows)


def answer_to(question: Question, sheet: Any, value: int | str) -> Answer:
    is_mark = question.kind == Question.Kind.SCALE and isinstance(value, int)
    text = str(value).strip() if question.kind == Question.Kind.TEXT else ""
    return Answer(id=uuid4(), question=question, sheet=sheet, mark=int(value) if is_mark else None, text=text)


# ---- closing ---------------------------------------------------------------------
@transaction.atomic
def close_evaluation(*, evaluation_id: int, by: User | None) -> Evaluation:
    """Close it for good; the links end, and who was asked is forgotten. Raises Refused.

    Without `by` it is the housekeeping of the night that closes what is over.
    """
    evaluation = locked(Evaluation, evaluation_id)
    if by is not None:
        require(rules.may_close_evaluation(by, evaluation))
    evaluation.invited = evaluation.tickets.count()
    evaluation.closed_on = timezone.localdate()
    evaluation.save(update_fields=["invited", "closed_on"])
    for link in links_of(evaluation):
        forget(link)
    evaluation.tickets.all().delete()
    record("evaluation.closed", evaluation, by=by, about=[evaluation.delegation])
    return evaluation


def forget(link: GuestLink) -> None:
    """Remove a link with its uses; the log keeps that there was one."""
    record("guest_link.revoked", link, by=None, purpose=link.purpose)
    link.delete()


def close_evaluations(*, today: date) -> int:
    """Close every evaluation whose last day is over; returns how many."""
    over = Evaluation.objects.filter(closed_on=None, opened_on__isnull=False, closes_on__lt=today)
    ids = list(over.values_list("pk", flat=True))
    for pk in ids:
        close_evaluation(evaluation_id=pk, by=None)
    return len(ids)


__all__ = [
    "add_question",
    "answer_evaluation",
    "begin_evaluation",
    "close_evaluation",
    "close_evaluations",
    "edit_question",
    "invite_late",
    "move_question",
    "open_evaluation",
    "prolong_evaluation",
    "remove_question",
]
