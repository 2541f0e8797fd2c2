"""Lists that an office keeps in its spreadsheets: which column means what, and what a row would do."""

from hospitium.interchange.tables.choices import Choices
from hospitium.interchange.tables.columns import guess_columns, guess_header
from hospitium.interchange.tables.plans import Likeness, Plan, Problem, RowPlan
from hospitium.interchange.tables.sentences import note_in_words, reason
from hospitium.interchange.tables.targets import TARGETS, Field, Target

__all__ = [
    "TARGETS",
    "Choices",
    "Field",
    "Likeness",
    "Plan",
    "Problem",
    "RowPlan",
    "Target",
    "guess_columns",
    "guess_header",
    "note_in_words",
    "reason",
]
