"""The lives of a promise, of a year programme and of its lines."""

from hospitium.core.workflow import Workflow
from hospitium.programme.models import LearningPoint, Line, Promise, YearProgramme

State = Promise.State
# Closing is one step for a person; which of the three it is stands in the form.
LIFECYCLE = Workflow(
    {
        State.KEPT: ({State.OPEN}, State.KEPT),
        State.BROKEN: ({State.OPEN}, State.BROKEN),
        State.DROPPED: ({State.OPEN}, State.DROPPED),
        "reopen": ({State.KEPT, State.BROKEN, State.DROPPED}, State.OPEN),
    }
)
# The partner answers while the programme is with it; whatever we want to write anew, we take back first.
YEAR = Workflow(
    {
        "send": ({YearProgramme.State.DRAFT, YearProgramme.State.SENT}, YearProgramme.State.SENT),
        "take_back": ({YearProgramme.State.SENT}, YearProgramme.State.DRAFT),
        "agree": ({YearProgramme.State.DRAFT, YearProgramme.State.SENT}, YearProgramme.State.AGREED),
        "reopen": ({YearProgramme.State.AGREED, YearProgramme.State.CLOSED}, YearProgramme.State.DRAFT),
        "close": ({YearProgramme.State.AGREED}, YearProgramme.State.CLOSED),
    }
)
OPEN = frozenset({Line.State.PROPOSED, Line.State.COUNTERED})
TABLED = OPEN | {Line.State.AGREED}
AWAY = frozenset({Line.State.POSTPONED, Line.State.DROPPED})
# Either side may counter what was agreed: the line is on the table again until the other side says yes.
LINE = Workflow(
    {
        "agree": (set(OPEN), Line.State.AGREED),
        "counter": (set(TABLED), Line.State.COUNTERED),
        "done": ({Line.State.AGREED}, Line.State.DONE),
        "postpone": (set(TABLED), Line.State.POSTPONED),
        "drop": (set(TABLED), Line.State.DROPPED),
        "take_up": (set(AWAY), Line.State.PROPOSED),
    }
)
# As with promises, answering is one step for a person; which of the three it is stands in the form.
LEARNING = Workflow(
    {
        LearningPoint.State.ADOPTED: ({LearningPoint.State.OPEN}, LearningPoint.State.ADOPTED),
        LearningPoint.State.ADAPTED: ({LearningPoint.State.OPEN}, LearningPoint.State.ADAPTED),
        LearningPoint.State.REJECTED: ({LearningPoint.State.OPEN}, LearningPoint.State.REJECTED),
        "reopen": (
            {LearningPoint.State.ADOPTED, LearningPoint.State.ADAPTED, LearningPoint.State.REJECTED},
            LearningPoint.State.OPEN,
        ),
    }
)
