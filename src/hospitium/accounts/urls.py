"""Addresses of accounts."""

from django.urls import include, path

from hospitium.accounts.views import guests, log, outbox, people, profile, rights, units

app_name = "accounts"
office = [
    path("users/", people.users, name="users"),
    path("users/new/", people.user_new, name="user_new"),
    path("users/<int:pk>/", people.user, name="user"),
    path("users/<int:pk>/edit/", people.user_edit, name="user_edit"),
    path("users/<int:pk>/roles/new/", people.grant_new, name="grant_new"),
    path("users/<int:pk>/roles/<int:grant>/withdraw/", people.grant_withdraw, name="grant_withdraw"),
    path("units/", units.units, name="units"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit_edit"),
    path("roles/", rights.roles_and_rights, name="roles_and_rights"),
    path("log/", log.log, name="log"),
    path("log/check/", log.log_check, name="log_check"),
    path("log/export/", log.log_export, name="log_export"),
    path("guest-links/", guests.guest_links, name="guest_links"),
    path("guest-links/<int:pk>/revoke/", guests.guest_link_revoke, name="guest_link_revoke"),
    path("guest-links/<int:pk>/renew/", guests.guest_link_renew, name="guest_link_renew"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/retry/", outbox.mail_retry, name="mail_retry"),
    path("profile/", profile.profile, name="profile"),
    path("profile/data/", profile.my_data, name="my_data"),
    path("profile/data/export/", profile.my_data_export, name="my_data_export"),
]
urlpatterns = [
    path("office/", include(office)),
    path("guest/<str:token>/", guests.guest_door, name="guest_door"),
]
