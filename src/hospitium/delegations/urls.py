"""Addresses of delegations."""

from django.urls import URLPattern, path

from hospitium.delegations.views import delegations, guests, links, members, passports, steps, versions, wishes

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
    path("desk/delegations/<int:pk>/guests/", links.delegation_guests, name="delegation_guests"),
    path("desk/delegations/<int:pk>/list/", links.delegation_list, name="delegation_list"),
    path(
        "desk/delegations/<int:pk>/list/template/<slug:kind>/",
        links.delegation_list_template,
        name="delegation_list_template",
    ),
    path(
        "desk/delegation-lists/<int:pk>/columns/",
        links.delegation_list_columns,
        name="delegation_list_columns",
    ),
    path(
        "desk/delegation-lists/<int:pk>/preview/",
        links.delegation_list_preview,
        name="delegation_list_preview",
    ),
    path("desk/members/<int:pk>/link/", links.member_link, name="member_link"),
    *guests.PATHS,
    #
    # ---- protocol and gifts ------------------------------------------------------
    #
    # ---- travel and beds ---------------------------------------------------------
    #
    # ---- letters, lists, cards, attendance ---------------------------------------
    #
    # ---- evaluation, afterwards --------------------------------------------------
    #
]
