"""Lists that an office keeps in its spreadsheets: which column means what, and what a row would do."""

from hospitium.core.imports.choices import Choices
from hospitium.core.imports.columns import guess_columns, guess_header
from hospitium.core.imports.plans import Likeness, Plan, Problem, RowPlan
from hospitium.core.imports.sentences import note_in_words, reason
from hospitium.core.imports.targets import Field, Target
from hospitium.interchange.tables.targets import TARGETS

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
