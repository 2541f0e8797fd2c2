"""The life of an instrument."""

from hospitium.agreements.models import Status
from hospitium.core.workflow import Workflow

LIFECYCLE = Workflow(
    {
        "submit": ({Status.DRAFT}, Status.IN_REVIEW),
        "return": ({Status.IN_REVIEW}, Status.DRAFT),
        "sign": ({Status.IN_REVIEW}, Status.SIGNED),
        "expire": ({Status.SIGNED}, Status.EXPIRED),
        "supersede": ({Status.SIGNED}, Status.SUPERSEDED),
        "terminate": ({Status.SIGNED}, Status.TERMINATED),
    }
)
