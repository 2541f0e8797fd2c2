"""Visits and all that belongs to them."""

from hospitium.visits.models.people import Interpreter, LanguagePair, Mode, Speaker
from hospitium.visits.models.places import Venue, Way
from hospitium.visits.models.visits import Booking, Group, Item, Notice, Part, Release, Visit
from hospitium.visits.models.work import (
    Acceptance,
    Anchor,
    CheckLimits,
    Cost,
    Proposal,
    Task,
    Template,
    TemplateTask,
)

__all__ = [
    "Acceptance",
    "Anchor",
    "Booking",
    "CheckLimits",
    "Cost",
    "Group",
    "Interpreter",
    "Item",
    "LanguagePair",
    "Mode",
    "Notice",
    "Part",
    "Proposal",
    "Release",
    "Speaker",
    "Task",
    "Template",
    "TemplateTask",
    "Venue",
    "Visit",
    "Way",
]
