"""Addresses of delegations."""

from django.urls import URLPattern, path

from hospitium.delegations.views import (
    delegations,
    gifts,
    members,
    outgoing,
    passports,
    ranks,
    seating,
    steps,
    travel,
    versions,
    wishes,
)

app_name = "delegations"
urlpatterns: list[URLPattern] = [
    # ---- delegations and members -------------------------------------------------
    path("desk/delegations/", delegations.delegations, name="delegations"),
    path("desk/visits/<int:pk>/delegations/", delegations.of_visit, name="of_visit"),
    path("desk/visits/<int:pk>/delegations/new/", delegations.delegation_new, name="delegation_new"),
    path("desk/delegations/<int:pk>/", delegations.delegation, name="delegation"),
    path("desk/delegations/<int:pk>/edit/", delegations.delegation_edit, name="delegation_edit"),
    path("desk/delegations/<int:pk>/remove/", delegations.delegation_remove, name="delegation_remove"),
    path("desk/delegations/<int:pk>/step/<slug:step>/", steps.delegation_step, name="delegation_step"),
    path("desk/delegations/<int:pk>/members/new/", members.member_new, name="member_new"),
    path("desk/delegations/<int:pk>/members/ours/", members.member_ours, name="member_ours"),
    path("desk/delegations/<int:pk>/order/", members.order_reset, name="order_reset"),
    path("desk/delegations/<int:pk>/versions/", versions.versions, name="versions"),
    path("desk/delegation-versions/<int:pk>/", versions.version, name="version"),
    path("desk/members/<int:pk>/", members.member, name="member"),
    path("desk/members/<int:pk>/edit/", members.member_edit, name="member_edit"),
    path("desk/members/<int:pk>/withdraw/", members.member_withdraw, name="member_withdraw"),
    path("desk/members/<int:pk>/return/", members.member_return, name="member_return"),
    path("desk/members/<int:pk>/restrict/", members.member_restrict, name="member_restrict"),
    path("desk/members/<int:pk>/move/", members.member_move, name="member_move"),
    path("desk/members/<int:pk>/wishes/", wishes.member_wishes, name="member_wishes"),
    path("desk/members/<int:pk>/wishes/clear/", wishes.wishes_clear, name="wishes_clear"),
    path("desk/members/<int:pk>/passport/", passports.member_passport, name="member_passport"),
    path("desk/members/<int:pk>/contact/", wishes.member_contact, name="member_contact"),
    #
    # ---- guests ------------------------------------------------------------------
    #
    # ---- protocol and gifts ------------------------------------------------------
    path("desk/ranks/", ranks.ranks, name="ranks"),
    path("desk/new/rank/", ranks.rank_new, name="rank_new"),
    path("desk/ranks/usual/", ranks.ranks_usual, name="ranks_usual"),
    path("desk/ranks/<int:pk>/edit/", ranks.rank_edit, name="rank_edit"),
    path("desk/ranks/<int:pk>/move/", ranks.rank_move, name="rank_move"),
    path("desk/ranks/<int:pk>/remove/", ranks.rank_remove, name="rank_remove"),
    path("desk/delegations/<int:pk>/seating/", seating.seatings, name="seatings"),
    path("desk/delegations/<int:pk>/seating/new/", seating.seating_new, name="seating_new"),
    path("desk/seating/<int:pk>/", seating.seating, name="seating"),
    path("desk/seating/<int:pk>/edit/", seating.seating_edit, name="seating_edit"),
    path("desk/seating/<int:pk>/propose/", seating.seating_propose, name="seating_propose"),
    path("desk/seating/<int:pk>/move/", seating.seating_move, name="seating_move"),
    path("desk/seating/<int:pk>/take/", seating.seating_take, name="seating_take"),
    path("desk/seating/<int:pk>/free/", seating.seating_free, name="seating_free"),
    path("desk/seating/<int:pk>/remove/", seating.seating_remove, name="seating_remove"),
    path("desk/gifts/", gifts.gifts, name="gifts"),
    path("desk/new/gift/", gifts.gift_new, name="gift_new"),
    path("desk/gifts/sums/", gifts.gift_sums, name="gift_sums"),
    path("desk/gifts/<int:pk>/", gifts.gift, name="gift"),
    path("desk/gifts/<int:pk>/edit/", gifts.gift_edit, name="gift_edit"),
    path("desk/gifts/<int:pk>/decide/", gifts.gift_decide, name="gift_decide"),
    path("desk/gifts/<int:pk>/remove/", gifts.gift_remove, name="gift_remove"),
    path("desk/gift-limits/<int:pk>/", gifts.gift_limits, name="gift_limits"),
    # ---- travel and beds ---------------------------------------------------------
    path("desk/delegations/<int:pk>/travel/", travel.travel, name="travel"),
    path("desk/delegations/<int:pk>/journeys/new/", travel.journey_new, name="journey_new"),
    path("desk/journeys/<int:pk>/edit/", travel.journey_edit, name="journey_edit"),
    path("desk/journeys/<int:pk>/pickup/", travel.journey_pickup, name="journey_pickup"),
    path("desk/journeys/<int:pk>/alone/", travel.journey_alone, name="journey_alone"),
    path("desk/journeys/<int:pk>/remove/", travel.journey_remove, name="journey_remove"),
    path("desk/delegations/<int:pk>/rooms/new/", travel.room_new, name="room_new"),
    path("desk/rooms/<int:pk>/edit/", travel.room_edit, name="room_edit"),
    path("desk/rooms/<int:pk>/remove/", travel.room_remove, name="room_remove"),
    # ---- our own journeys --------------------------------------------------------
    path("desk/delegations/<int:pk>/requests/", outgoing.requests, name="requests"),
    path("desk/members/<int:pk>/request/new/", outgoing.request_new, name="request_new"),
    path("desk/travel-requests/<int:pk>/edit/", outgoing.request_edit, name="request_edit"),
    path("desk/travel-requests/<int:pk>/ask/", outgoing.request_ask, name="request_ask"),
    path("desk/travel-requests/<int:pk>/decide/", outgoing.request_decide, name="request_decide"),
    path("desk/travel-requests/<int:pk>/claim/", outgoing.request_claim, name="request_claim"),
    path("desk/delegations/<int:pk>/meals/", outgoing.meals, name="meals"),
    path("desk/delegations/<int:pk>/mandate/new/", outgoing.mandate_new, name="mandate_new"),
    path("desk/mandate-questions/<int:pk>/edit/", outgoing.mandate_edit, name="mandate_edit"),
    path("desk/mandate-questions/<int:pk>/remove/", outgoing.mandate_remove, name="mandate_remove"),
    path("desk/delegations/<int:pk>/report/", outgoing.mandate_report, name="mandate_report"),
    # ---- letters, lists, cards, attendance ---------------------------------------
    #
    # ---- evaluation, afterwards --------------------------------------------------
    #
]
