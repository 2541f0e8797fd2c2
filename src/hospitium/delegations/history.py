"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, object] = {
    # ---- delegations and members -------------------------------------------------
    "member.added": _("A member was named."),
    "member.changed": _("The data of a member were changed."),
    "member.withdrawn": _("A member does not come any more."),
    "member.returned": _("A member comes after all."),
    "member.confirmed": _("A member has confirmed the own data."),
    "member.wishes_given": _("Catering and access wishes of a member were noted."),
    "member.wishes_revoked": _("The consent to keep wishes was taken back, and they were deleted."),
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
