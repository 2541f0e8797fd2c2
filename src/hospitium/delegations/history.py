"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, object] = {
    # ---- delegations and members -------------------------------------------------
    #
    # ---- guests ------------------------------------------------------------------
    #
    # ---- protocol and gifts ------------------------------------------------------
    #
    # ---- travel and beds ---------------------------------------------------------
    #
    # ---- letters, lists, cards, attendance ---------------------------------------
    "country_rule.created": _("What a country wants in letters was entered."),
    "country_rule.changed": _("What a country wants in letters was changed."),
    "country_rule.removed": _("What a country wants in letters was removed."),
    "country_rule.proposed": _("The usual rule of a country was entered, unchecked."),
    "letter.issued": _("A letter with a check code was issued."),
    "letter.revoked": _("A letter with a check code was revoked."),
    "delegation.list_made": _("A list or print about the delegation was made."),
    "seating.printed": _("A seating plan was printed."),
    "attendance.noted": _("Attendance was noted."),
    # ---- evaluation, afterwards --------------------------------------------------
    #
}
