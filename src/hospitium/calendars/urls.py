"""Addresses of calendars."""

from django.urls import URLPattern, path

from hospitium.calendars.views import feeds

app_name = "calendars"
urlpatterns: list[URLPattern] = [
    path("calendars/<slug:token>.ics", feeds.feed, name="feed"),
    path("desk/calendars/", feeds.calendars, name="calendars"),
    path("desk/calendars/new/", feeds.subscription_new, name="subscription_new"),
    path("desk/calendars/<int:pk>/revoke/", feeds.subscription_revoke, name="subscription_revoke"),
    path("desk/visits/<int:pk>/calendar/new/", feeds.visit_subscription_new, name="visit_subscription_new"),
]
