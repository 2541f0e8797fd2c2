"""Names of people in several scripts and languages: plain data in, plain data out; no Django, no clock.

What a passport writes, what a name is in its own script, in which order it is said, under which it is looked for,
and how a letter begins.
"""

from hospitium.delegations.names.letters import Hidden, hidden_in, is_latin, script_of
from hospitium.delegations.names.persons import PersonName, address_line, completed, name_in, sorting_name_in
from hospitium.delegations.names.salutations import Salutation, salutation_in
from hospitium.delegations.names.transliteration import language_of_letters, passport_form, transliterated

__all__ = [
    "Hidden",
    "PersonName",
    "Salutation",
    "address_line",
    "completed",
    "hidden_in",
    "is_latin",
    "language_of_letters",
    "name_in",
    "passport_form",
    "salutation_in",
    "script_of",
    "sorting_name_in",
    "transliterated",
]
