"""The life of a partnership."""

from hospitium.core.workflow import Workflow
from hospitium.partners.models.relations import Status

LIFECYCLE = Workflow(
    {
        "begin": ({Status.PLANNED}, Status.ACTIVE),
        "fall_asleep": ({Status.ACTIVE}, Status.DORMANT),
        "wake": ({Status.DORMANT}, Status.ACTIVE),
        "suspend": ({Status.ACTIVE, Status.DORMANT}, Status.SUSPENDED),
        "resume": ({Status.SUSPENDED}, Status.ACTIVE),
        "end": ({Status.PLANNED, Status.ACTIVE, Status.DORMANT, Status.SUSPENDED}, Status.ENDED),
    }
)
