"""Activities with one or several partnerships, promises, and year programmes."""

from hospitium.programme.models.activities import Activity, Direction, Format, Promise, State
from hospitium.programme.models.learning import LearningPoint
from hospitium.programme.models.years import Counter, Line, Side, YearProgramme, YearVersion

__all__ = [
    "Activity",
    "Counter",
    "Direction",
    "Format",
    "LearningPoint",
    "Line",
    "Promise",
    "Side",
    "State",
    "YearProgramme",
    "YearVersion",
]
