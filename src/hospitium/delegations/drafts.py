"""Which fields of which form a draft may hold. What is not named here is never kept: no wish, nothing sealed."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMES = (
    "own_family_name",
    "own_given_name",
    "family_name",
    "given_name",
    "name_order",
    "address",
    "academic_title",
    "function",
    "organisation",
    "email",
)
# Purpose of the link → what the form's name looks like → its fields.
DRAFTED: Mapping[str, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = {
    "delegation": ((re.compile(r"new|[1-9][0-9]{0,8}"), ("role", *NAMES, "version")),),
    "member": (
        (
            re.compile(r"own"),
            (*NAMES, "phone", "pronunciation", "languages", "arrival_note", "emergency_contact", "version"),
        ),
    ),
}
LONGEST = 2_000


def fields_of(purpose: str, form: str) -> tuple[str, ...]:
    """The fields of this form that are kept while somebody types; none for a form that has no draft."""
    return next((names for pattern, names in DRAFTED.get(purpose, ()) if pattern.fullmatch(form)), ())


def kept(purpose: str, form: str, typed: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What of the typed values goes into the draft; a text in several languages has a field for each."""
    names = fields_of(purpose, form)
    found = {
        name: [text[:LONGEST] for text in texts]
        for name, texts in typed.items()
        if name in names or (name[-3:-2] == "-" and name[:-3] in names)
    }
    return {name: texts for name, texts in found.items() if any(text.strip() for text in texts)}
