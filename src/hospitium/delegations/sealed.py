"""The passport and visa fields, which live in the vault by member and field code and nowhere else."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Field code → what it is called. Values are sealed by `vault`; no form ever shows one again.
PASSPORT_FIELDS: Mapping[str, str | Promise] = {
    "passport_number": _("passport number"),
    "passport_country": _("issuing country"),
    "passport_expires": _("passport valid until"),
    "birth_date": _("date of birth"),
    "birth_place": _("place of birth"),
    "nationality": _("nationality"),
}
