"""The passport and visa fields, which live in the vault by member and field code and nowhere else."""

from collections.abc import Mapping

from django.utils.functional import Promise

from hospitium.vault.fields import FIELDS

# What a consulate or a house at the door can ask for. Values are sealed by `vault`; no form ever shows one again.
ASKED_FOR = (
    "birth_date",
    "birth_place",
    "nationality",
    "passport_number",
    "passport_valid_until",
    "passport_issued_by",
)
# Field code → what it is called.
PASSPORT_FIELDS: Mapping[str, str | Promise] = {code: FIELDS[code] for code in ASKED_FOR}
