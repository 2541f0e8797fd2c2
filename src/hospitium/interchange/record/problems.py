"""What can be wrong with a record, with the line and the place, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "not_yaml": _("This is not a YAML file: %(value)s"),
    "too_large": _(
        "The file is larger than %(value)s. A record of a city is smaller; check that it is the right file."
    ),
    "too_deep": _("The file is nested too deeply."),
    "alias": _("References (& and *) are not allowed in a record. Write the value out."),
    "tag": _("The tag %(value)s is not allowed in a record."),
    "duplicate_key": _("“%(value)s” stands here twice."),
    "section_missing": _("The section “%(value)s” is missing."),
    "section_unknown": _("The section “%(value)s” is not known. It is kept and handed back at the next export."),
    "text_joined": _("“%(value)s” was read as part of the text before it. Put a text with commas in quotes."),
    "key_missing": _("“%(value)s” is missing."),
    "key_unknown": _("“%(value)s” is not known here. Check the spelling."),
    "wrong_type": _("“%(value)s” has the wrong form here."),
    "too_long": _("The text is too long to be stored: “%(value)s”"),
    "bad_date": _("“%(value)s” is not a date. Write 1993, 2017-03 or 1990-11-12."),
    "bad_precision": _("The precision “%(value)s” does not fit the date."),
    "ends_before": _("It ends before it begins: %(value)s."),
    "bad_number": _("“%(value)s” is not a whole number. Write “unknown” if it is not known."),
    "bad_point": _("“%(value)s” are no coordinates. Write [latitude, longitude]."),
    "bad_country": _("“%(value)s” is not a country code. Write two capital letters, such as PL."),
    "bad_direction": _("The direction “%(value)s” is not known. Write in, out, online, third or unknown."),
    "bad_kind": _("The kind “%(value)s” is not known."),
    "bad_status": _("The status “%(value)s” is not known. Write planned, active, dormant, suspended or ended."),
    "duplicate": _("“%(value)s” is in the record twice."),
    "unknown_partner": _("The partner “%(value)s” is not in the record."),
    "round_unknown": _("There is no round of %(value)s in the record."),
    "unknown_topic": _("The topic “%(value)s” is not in the record."),
    "other_home": _("This is the record of %(value)s, but another city is installed here."),
}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: the line in the file (from 1), where in the record, a code, and the value."""

    line: int
    path: str
    code: str
    value: str = ""

    def __str__(self) -> str:
        return str(SENTENCES[self.code] % {"value": self.value})


class RecordError(Exception):
    """The record cannot be taken over; `problems` says why, line by line. Nothing was changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems
