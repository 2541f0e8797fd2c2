"""Lists of members that somebody keeps in a spreadsheet: which column is which, whose name is what, what a row does."""

from hospitium.delegations.roster.fields import MEMBERS, guessed_for
from hospitium.delegations.roster.plans import plan

__all__ = ["MEMBERS", "guessed_for", "plan"]
