"""Applications that somebody keeps in a spreadsheet: what a column means, what a row would do. Nothing is written."""

from hospitium.exchange.imports.fields import APPLICATIONS, guessed_for
from hospitium.exchange.imports.plans import WHO, plan

__all__ = ["APPLICATIONS", "WHO", "guessed_for", "plan"]
