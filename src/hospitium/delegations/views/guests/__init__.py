"""The pages of guests: the focal point names the delegation, each member answers alone."""

from django.urls import path

from hospitium.delegations.views.guests import delegation, drafts, lists, own

LIST = "guest/<int:link>/delegation/"
OWN = "guest/<int:link>/member/"
PATHS = [
    path(LIST, delegation.guest_delegation, name="guest_delegation"),
    path(f"{LIST}members/new/", delegation.guest_delegation_member_new, name="guest_delegation_member_new"),
    path(f"{LIST}members/<int:member>/", delegation.guest_delegation_member, name="guest_delegation_member"),
    path(
        f"{LIST}members/<int:member>/withdraw/",
        delegation.guest_delegation_member_withdraw,
        name="guest_delegation_member_withdraw",
    ),
    path(
        f"{LIST}members/<int:member>/return/",
        delegation.guest_delegation_member_return,
        name="guest_delegation_member_return",
    ),
    path(
        f"{LIST}members/<int:member>/ask/", delegation.guest_delegation_member_ask, name="guest_delegation_member_ask"
    ),
    path(f"{LIST}drafts/<slug:form>/", drafts.guest_delegation_draft, name="guest_delegation_draft"),
    path(f"{LIST}list/", lists.guest_delegation_list, name="guest_delegation_list"),
    path(
        f"{LIST}list/template/<slug:kind>/", lists.guest_delegation_list_template, name="guest_delegation_list_template"
    ),
    path(f"{LIST}list/<int:pk>/columns/", lists.guest_delegation_list_columns, name="guest_delegation_list_columns"),
    path(f"{LIST}list/<int:pk>/preview/", lists.guest_delegation_list_preview, name="guest_delegation_list_preview"),
    path(OWN, own.guest_member, name="guest_member"),
    path(f"{OWN}drafts/<slug:form>/", drafts.guest_member_draft, name="guest_member_draft"),
    path(f"{OWN}wishes/", own.guest_member_wishes, name="guest_member_wishes"),
    path(f"{OWN}passport/", own.guest_member_passport, name="guest_member_passport"),
    path(f"{OWN}photos/", own.guest_member_photos, name="guest_member_photos"),
    path(f"{OWN}data/", own.guest_member_data, name="guest_member_data"),
    path(f"{OWN}data/<slug:kind>/", own.guest_member_file, name="guest_member_file"),
]
