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
    "rank.created": _("A rank was added."),
    "rank.changed": _("A rank was renamed."),
    "rank.moved": _("The order of the ranks was changed."),
    "rank.removed": _("A rank was removed."),
    "seating_plan.created": _("A seating plan was begun."),
    "seating_plan.changed": _("The form of a seating plan was changed."),
    "seating_plan.removed": _("A seating plan was removed."),
    "seating_plan.proposed": _("Seats were proposed by the order of precedence."),
    "seating_plan.seat_moved": _("Somebody changed the seat."),
    "seating_plan.seat_taken": _("Somebody was seated."),
    "seating_plan.seat_freed": _("A seat was freed."),
    "gift.created": _("A gift was entered."),
    "gift.changed": _("What is known of a gift was changed."),
    "gift.approved": _("A gift was approved."),
    "gift.refused": _("A gift was refused."),
    "gift.removed": _("A gift was taken out of the register."),
    "gift_limit.changed": _("The limits for gifts were changed."),
    # ---- travel and beds ---------------------------------------------------------
    "journey.created": _("A journey was entered."),
    "journey.changed": _("A journey was changed."),
    "journey.removed": _("A journey was removed."),
    "journey.pickup_planned": _("A pick-up was planned."),
    "journey.pickup_cancelled": _("A pick-up was taken away."),
    "room.created": _("A room was entered."),
    "room.changed": _("A room or its guests were changed."),
    "room.removed": _("A room was removed."),
    # ---- our own journeys --------------------------------------------------------
    "travel_request.created": _("A travel request was begun."),
    "travel_request.changed": _("A travel request was changed."),
    "travel_request.asked": _("A journey was submitted for approval."),
    "travel_request.approved": _("A journey was approved."),
    "travel_request.refused": _("A journey was refused."),
    "travel_request.claim_begun": _("The time for claiming travel costs began."),
    "travel_request.reminded": _("Somebody was reminded of a travel claim."),
    "travel_request.claimed": _("The claim of travel costs was noted."),
    "mandate_question.created": _("A question of the mandate was added."),
    "mandate_question.changed": _("A question of the mandate or its answer was changed."),
    "mandate_question.removed": _("A question of the mandate was removed."),
    "delegation.report_written": _("Mandate or report of a journey were written."),
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
