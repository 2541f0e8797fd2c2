"""Learning points and the sheet of an evaluation in the world of look-alikes; called by world.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hospitium.delegations.models import Delegation, Evaluation, Question
from hospitium.programme.models import LearningPoint

if TYPE_CHECKING:
    from tests.matrix.world import Marks, World


def build_after(world: World, visit: Any, partnership: Any, marks: Marks) -> None:
    """A learning point that department 1 takes up where it takes part, another one, and a question of an evaluation."""
    for departments in sorted({marks.departments, frozenset()}, key=len):
        unit = world.units[next(iter(departments))] if departments else None
        point = LearningPoint.objects.create(partnership=partnership, activity=visit.activity, unit=unit)
        own = type(marks)(units=marks.units, departments=departments)
        world.add("learning_point", point, row="learning_point.read", marks=own)
    evaluation = Evaluation.objects.create(delegation=Delegation.objects.filter(visit=visit).earliest("pk"))
    question = Question.objects.create(evaluation=evaluation, position=1)
    world.add("question", question, row="delegation.read", marks=marks)


__all__ = ["build_after"]
