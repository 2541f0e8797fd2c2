"""A question that a colleague removed while it stood on somebody's page: said, and nothing else happens."""

from __future__ import annotations

import pytest

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
        lambda: actions.edit_question(question_id=gone.pk, values={"kind": "text"}, by=office.officer),
        lambda: actions.move_question(question_id=gone.pk, step=1, by=office.officer),
        lambda: actions.remove_question(question_id=gone.pk, by=office.officer),
    ):
        with pytest.raises(Refused, match="removed in the meantime"):
            attempt()

    assert list(evaluation.questions.all()) == others
