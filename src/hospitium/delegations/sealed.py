"""The passport and visa fields, which live in the vault by member and field code and nowhere else."""

from collections.abc import Mapping

from django.utils.functional import Promise

from hospitium.vault.fields import FIELDS

# What guests are asked for where a consulate or a venue wants it. No form ever shows a value again.
ASKED = (
    "passport_number",
    "passport_issued_by",
    "passport_issued_on",
    "passport_valid_until",
    "birth_date",
    "birth_place",
    "nationality",
)
PASSPORT_FIELDS: Mapping[str, str | Promise] = {code: FIELDS[code] for code in ASKED}
