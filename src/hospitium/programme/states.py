"""The life of a promise."""

from hospitium.core.workflow import Workflow
from hospitium.programme.models import Promise

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
