"""The lists of activities, of year programmes and of their lines."""

from hospitium.programme.lists.activities import (
    ACTIVITIES,
    DIRECTION_CHIPS,
    STATE_CHIPS,
    attach_partners,
    named,
    partnership_choices,
    topic_choices,
)
from hospitium.programme.lists.learning import LEARNING_CHIPS, LEARNING_POINTS
from hospitium.programme.lists.years import LINE_CHIPS, YEAR_CHIPS, YEAR_LINES, YEAR_PROGRAMMES

__all__ = [
    "ACTIVITIES",
    "DIRECTION_CHIPS",
    "LEARNING_CHIPS",
    "LEARNING_POINTS",
    "LINE_CHIPS",
    "STATE_CHIPS",
    "YEAR_CHIPS",
    "YEAR_LINES",
    "YEAR_PROGRAMMES",
    "attach_partners",
    "named",
    "partnership_choices",
    "topic_choices",
]
