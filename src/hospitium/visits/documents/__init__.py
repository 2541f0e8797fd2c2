"""What the documents of a visit say, as plain data: text, numbers and lists, worded in each language."""

from hospitium.visits.documents.booklet import booklet_data
from hospitium.visits.documents.briefing import briefing_data
from hospitium.visits.documents.letters import LETTERS, Recipient, letter_data, recipients_of
from hospitium.visits.documents.run_sheet import run_sheet_data

__all__ = [
    "LETTERS",
    "Recipient",
    "booklet_data",
    "briefing_data",
    "letter_data",
    "recipients_of",
    "run_sheet_data",
]
