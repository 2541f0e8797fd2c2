"""Addresses of calendars."""

from django.urls import URLPattern, path

from hospitium.calendars.views import feeds, invitations

app_name = "calendars"
urlpatterns: list[URLPattern] = [
    path("calendars/<slug:token>.ics", feeds.feed, name="feed"),
    path("desk/calendars/", feeds.calendars, name="calendars"),
    path("desk/calendars/new/", feeds.subscription_new, name="subscription_new"),
    path("desk/calendars/<int:pk>/revoke/", feeds.subscription_revoke, name="subscription_revoke"),
    path("desk/visits/<int:pk>/calendar/new/", feeds.visit_subscription_new, name="visit_subscription_new"),
    path("desk/visits/<int:pk>/calendar/", invitations.visit, name="visit"),
    path("desk/visits/<int:pk>/calendar/changes/", invitations.visit_changes, name="visit_changes"),
    path("desk/items/<int:pk>/invite/", invitations.invitation_new, name="invitation_new"),
    path("desk/invitations/<int:pk>/cancel/", invitations.invitation_cancel, name="invitation_cancel"),
]
