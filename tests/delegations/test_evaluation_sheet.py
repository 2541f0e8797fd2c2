"""A question that a colleague removed while it stood on somebody's page: said, and nothing else happens."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import evaluation as actions
from tests.delegations.offices import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_question_that_is_gone_is_neither_moved_nor_changed_nor_removed_again():
    office = Office()
    evaluation = actions.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer)
    gone, *others = evaluation.questions.all()
    actions.remove_question(question_id=gone.pk, by=office.officer)

    for attempt in (
        lambda: actions.edit_question(question_id=gone.pk, version=None, values={"kind": "text"}, by=office.officer),
        lambda: actions.move_question(question_id=gone.pk, step=1, by=office.officer),
        lambda: actions.remove_question(question_id=gone.pk, by=office.officer),
    ):
        with pytest.raises(Refused, match="removed in the meantime"):
            attempt()

    assert list(evaluation.questions.all()) == others


def test_two_who_change_one_question_both_see_both_versions(sign_in):
    office = Office()
    question = actions.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer).questions.first()
    desk, there = sign_in(office.officer), reverse("delegations:question_edit", args=[question.pk])
    sent = {"kind": "text", "version": question.version}

    first = desk.post(there, {**sent, "text-en": "What first?"})
    second = desk.post(there, {**sent, "text-en": "What second?"})

    question.refresh_from_db()
    page = second.content.decode()
    assert (first.status_code, second.status_code, question.text.texts, question.version) == (
        302,
        409,
        {"en": "What first?"},
        2,
    )
    assert ("What first?" in page, "What second?" in page) == (True, True)


def test_moving_questions_disturbs_nobody_who_writes_one():
    office = Office()
    evaluation = actions.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer)
    question = evaluation.questions.first()

    actions.move_question(question_id=question.pk, step=1, by=office.officer)
    actions.edit_question(
        question_id=question.pk, version=question.version, values={"text": {"en": "Why?"}}, by=office.officer
    )

    assert [one.text.texts.get("en") for one in evaluation.questions.all()][1] == "Why?"
