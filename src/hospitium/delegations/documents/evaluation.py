"""The summary of an evaluation as plain data, in one or two languages side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.core.wording import number
from hospitium.delegations.models import Evaluation, Question
from hospitium.delegations.queries.evaluation import LEAST_AGREED, MARKS, MOST_AGREED, Result, results_of
from hospitium.visits.documents import words
from hospitium.visits.documents.words import Sender


def evaluation_data(evaluation: Evaluation, *, languages: Sequence[str]) -> dict[str, Any]:
    """Counts, medians and texts of every question; the caller has asked whether they may be shown."""
    delegation, first = evaluation.delegation, languages[0]
    visit, results = delegation.visit, results_of(evaluation)
    sender = Sender(visit)
    title = words.said(_("Evaluation: %(visit)s"), first, visit=words.name_of(visit, first))
    labels = [both(LEAST_AGREED, languages), *(str(mark) for mark in MARKS[1:-1]), both(MOST_AGREED, languages)]
    return {
        "language": first,
        "title": title,
        "second_title": words.said(_("Evaluation: %(visit)s"), languages[1], visit=words.name_of(visit, languages[1]))
        if len(languages) > 1
        else "",
        "second_language": languages[1] if len(languages) > 1 else first,
        "lead": [words.title_of(visit, language) for language in languages],
        "office": sender.office(first),
        "unit": sender.unit(first),
        "as_of": words.said(_("As of %(day)s"), first, day=words.long_day(timezone.localdate(), first)),
        "reference": words.said(
            _("File reference: %(reference)s"), first, reference=visit.file_reference or "________"
        ),
        "foot": title,
        "page_word": words.said(_("Page"), first),
        "unknown": words.said(_("unknown"), first),
        "facts": [
            {"label": both(_("When"), languages), "value": words.when(visit, first)},
            {"label": both(_("Persons asked"), languages), "value": count(evaluation.invited)},
            {"label": both(_("Answers"), languages), "value": str(results.sheets)},
        ],
        "labels": [*labels, both(_("no answer"), languages)],
        "median_word": both(_("Median"), languages),
        "empty": both(_("Nobody wrote anything."), languages),
        "questions": [question_data(one, languages) for one in results.questions],
        "note": [words.word(NOTE, language) for language in languages],
    }


NOTE = _("The answers are anonymous. Texts stand in no order, as they were written.")


def both(text: str | Promise, languages: Sequence[str]) -> str:
    """A label in both languages, once when they say the same."""
    return " / ".join(dict.fromkeys(words.said(text, language) for language in languages))


def count(value: int | None) -> str | None:
    return None if value is None else str(value)


def question_data(result: Result, languages: Sequence[str]) -> dict[str, Any]:
    return {
        "texts": [words.phrase(result.question.text, language) for language in languages],
        "is_scale": result.question.kind == Question.Kind.SCALE,
        "counts": [*result.counts, result.silent],
        "median": median_in_words(result.middle, languages[0]),
        "answers": list(result.texts),
    }


def median_in_words(value: Decimal | None, language: str) -> str | None:
    if value is None:
        return None
    with translation.override(language):
        return number(value, language=language)
