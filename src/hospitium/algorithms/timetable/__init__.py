"""The programme of a visit: what is wrong with it, and how stations fit into days."""

from hospitium.algorithms.timetable.check import check
from hospitium.algorithms.timetable.problem import (
    EVERYBODY,
    Answer,
    Finding,
    Hours,
    Interpreter,
    Item,
    Kind,
    Limits,
    Mode,
    Person,
    Programme,
    Severity,
    TimetableError,
    Venue,
)
from hospitium.algorithms.timetable.proposal import (
    Claim,
    Cost,
    Cutoffs,
    Day,
    Demand,
    Outcome,
    Part,
    Progress,
    Status,
    Stopped,
    Wish,
    never,
    silent,
)
from hospitium.algorithms.timetable.propose import propose
from hospitium.algorithms.timetable.rules import RULES, Rule
from hospitium.algorithms.timetable.verify import hard_violations
from hospitium.algorithms.timetable.ways import way

__all__ = [
    "EVERYBODY",
    "RULES",
    "Answer",
    "Claim",
    "Cost",
    "Cutoffs",
    "Day",
    "Demand",
    "Finding",
    "Hours",
    "Interpreter",
    "Item",
    "Kind",
    "Limits",
    "Mode",
    "Outcome",
    "Part",
    "Person",
    "Programme",
    "Progress",
    "Rule",
    "Severity",
    "Status",
    "Stopped",
    "TimetableError",
    "Venue",
    "Wish",
    "check",
    "hard_violations",
    "never",
    "propose",
    "silent",
    "way",
]
