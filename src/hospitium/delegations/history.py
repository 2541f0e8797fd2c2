"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _  # noqa: F401

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
    #
    # ---- evaluation, afterwards --------------------------------------------------
    #
}
