"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, object] = {
    # ---- delegations and members -------------------------------------------------
    "delegation.opened": _("A delegation was opened."),
    "delegation.changed": _("The data of a delegation were changed."),
    "delegation.removed": _("A delegation was removed."),
    "delegation.named": _("The list of members was handed in."),
    "delegation.confirmed": _("The list of members was confirmed."),
    "delegation.returned": _("The list of members was given back."),
    "delegation.arrived": _("The delegation has arrived."),
    "delegation.closed": _("The delegation was closed."),
    "delegation.order_changed": _("The order of precedence was changed by hand."),
    "delegation.order_computed": _("The order of precedence is computed again."),
    "member.added": _("A member was named."),
    "member.changed": _("The data of a member were changed."),
    "member.withdrawn": _("A member does not come any more."),
    "member.returned": _("A member comes after all."),
    "member.confirmed": _("A member has confirmed the own data."),
    "member.wishes_given": _("Catering and access wishes of a member were noted."),
    "member.wishes_revoked": _("The consent to keep wishes was taken back, and they were deleted."),
    "member.taken_over": _("A member was taken over as a contact of the partner, with consent."),
    "member.restricted": _("The data of a member were restricted: they are kept and used nowhere."),
    "member.unrestricted": _("The data of a member may be used again."),
    "delegation.version_made": _("A version of the list of members was kept."),
    "delegation.late_changes_told": _("The officer was told of changes after the deadline."),
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
    "delegation.settled": _("The costs of a delegation were settled."),
    "delegation.unsettled": _("The settlement of the costs was taken back."),
    "delegation.reported": _("The report on a delegation was written."),
    "delegation.balanced": _("A visit was entered into the balance."),
    "delegation.return_proposed": _("A return visit was proposed."),
    "member.erased": _("The data of a member were erased on request."),
    "member.emptied": _("The data of a member were erased; the row stays for the counts."),
    "evaluation.begun": _("A sheet for the evaluation was begun."),
    "evaluation.changed": _("The questions of an evaluation were changed."),
    "evaluation.opened": _("An evaluation was opened; the members got their links."),
    "evaluation.prolonged": _("An evaluation was prolonged."),
    "evaluation.answered": _("Somebody answered the evaluation."),
    "evaluation.closed": _("An evaluation was closed; who was asked is no longer kept."),
}
