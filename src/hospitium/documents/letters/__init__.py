"""Letters on the office's own paper: «marks» in a DOCX or ODT file, looked at, then filled; nothing in it can act.

See docs/adr/0016-letters.md.
"""

from hospitium.documents.letters.additions import Picture
from hospitium.documents.letters.filling import fill
from hospitium.documents.letters.inspection import LetterError, inspect
from hospitium.documents.letters.marks import MARKS, Values, plain_values, sample
from hospitium.documents.letters.usual import usual_paper

__all__ = ["MARKS", "LetterError", "Picture", "Values", "fill", "inspect", "plain_values", "sample", "usual_paper"]
