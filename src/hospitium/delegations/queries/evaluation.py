"""An evaluation: its sheet, who can be asked, and its result as soon as it can be shown without showing anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import GuestLink
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import Answer, Delegation, Evaluation, EvaluationTicket, Member, Question
from hospitium.delegations.queries.names import ordered_by_name
from hospitium.delegations.rules import evaluation as rules

MARKS = (1, 2, 3, 4, 5)
LEAST_AGREED, MOST_AGREED = _("1: not at all"), _("5: completely")
HOUSE = frozenset(dict(settings.LANGUAGES))
DRAFT, PLANNED, OPEN, OVER, CLOSED = "draft", "planned", "open", "over", "closed"


def evaluation_of(delegation: Delegation) -> Evaluation | None:
    return Evaluation.objects.filter(delegation=delegation).select_related("delegation__visit__unit").first()


def phase_of(evaluation: Evaluation, today: date) -> str:
    """draft, planned (links are out, not open yet), open, over (the last day has passed), or closed."""
    if evaluation.closed_on:
        return CLOSED
    if evaluation.opened_on is None:
        return DRAFT
    if today < evaluation.opened_on:
        return PLANNED
    return OVER if evaluation.closes_on and evaluation.closes_on < today else OPEN


def to_ask(evaluation: Evaluation) -> list[Member]:
    """Who comes and has a mail address and no link yet."""
    asked = EvaluationTicket.objects.filter(evaluation=evaluation).values("member")
    return list(ordered_by_name(evaluation.delegation.members.printable().exclude(pk__in=asked).exclude(email="")))


def without_mail(evaluation: Evaluation) -> int:
    return evaluation.delegation.members.printable().filter(email="").count()


def language_of(member: Member) -> str:
    """The language of the delegation, or the first one of the house that the member speaks instead."""
    usual: str = member.delegation.language
    spoken: list[str] = [code for code in member.languages if code in HOUSE]
    if usual in spoken or not spoken:
        return usual if usual in HOUSE else "en"
    return spoken[0]


def links_of(evaluation: Evaluation) -> Sequence[GuestLink]:
    """The links of those who were asked."""
    keys = [str(pk) for pk in evaluation.tickets.values_list("pk", flat=True)]
    return list(GuestLink.objects.filter(kind=EvaluationTicket._meta.label_lower, key__in=keys))


@dataclass(frozen=True)
class Turnout:
    """How many were asked, how many answered, how many cannot be asked for want of a mail address."""

    invited: int
    answered: int
    without_mail: int
    waiting: int


def turnout_of(evaluation: Evaluation) -> Turnout:
    tickets = list(evaluation.tickets.values_list("is_used", flat=True))
    invited = len(tickets) if evaluation.invited is None else evaluation.invited
    return Turnout(invited, sheets_of(evaluation), without_mail(evaluation), len(to_ask(evaluation)))


def sheets_of(evaluation: Evaluation) -> int:
    return Answer.objects.filter(question__evaluation=evaluation).order_by().values("sheet").distinct().count()


# ---- the result ------------------------------------------------------------------
@dataclass(frozen=True)
class Result:
    """One question: how often each mark of 1 to 5 was given, or the texts in no order; who said nothing is counted."""

    question: Question
    counts: tuple[int, ...]
    silent: int
    middle: Decimal | None
    texts: tuple[str, ...]

    @property
    def given(self) -> int:
        return sum(self.counts) if self.question.kind == Question.Kind.SCALE else len(self.texts)


@dataclass(frozen=True)
class Results:
    """What came out, or why it is not shown."""

    verdict: Verdict
    sheets: int
    questions: Sequence[Result] = ()


def results_of(evaluation: Evaluation) -> Results:
    sheets = sheets_of(evaluation)
    verdict = rules.may_see_results(evaluation, sheets)
    if not verdict:
        return Results(verdict, sheets)
    answers: dict[int, list[Answer]] = {}
    for one in Answer.objects.filter(question__evaluation=evaluation).order_by("pk"):
        answers.setdefault(one.question_id, []).append(one)
    found = [result_of(question, answers.get(question.pk, []), sheets) for question in evaluation.questions.all()]
    return Results(ALLOWED, sheets, found)


def result_of(question: Question, answers: Sequence[Answer], sheets: int) -> Result:
    marks = [one.mark for one in answers if one.mark is not None]
    # The keys are random, so their order says nothing about who wrote what.
    texts = tuple(one.text for one in answers if one.text)
    given = len(marks) if question.kind == Question.Kind.SCALE else len(texts)
    return Result(
        question,
        tuple(marks.count(mark) for mark in MARKS),
        sheets - given,
        Decimal(str(median(marks))) if marks else None,
        texts,
    )
