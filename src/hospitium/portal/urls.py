"""Addresses of portal: the public site at the root, the writing of its pages at the desk."""

from django.urls import path, register_converter

from hospitium.portal import converters
from hospitium.portal.views import calls, desk, machines, public

register_converter(converters.Language, "language")

app_name = "portal"
urlpatterns = [
    path("", public.root, name="root"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("<language:language>/", public.start, name="start"),
    path("<language:language>/cities/", public.cities, name="cities"),
    path("<language:language>/cities/<slug:key>/", public.city, name="city"),
    path("<language:language>/cities/<slug:key>.ics", machines.city_ics, name="city_ics"),
    path("<language:language>/activities/", public.activities, name="activities"),
    path("<language:language>/activities.atom", machines.atom, name="atom"),
    path("<language:language>/activities.ics", machines.ics, name="ics"),
    path("<language:language>/calls/", calls.calls, name="calls"),
    path("<language:language>/calls/notes/", calls.notes, name="notes"),
    path("<language:language>/calls/<int:pk>/", calls.call, name="call"),
    path("<language:language>/calls.atom", calls.calls_atom, name="calls_atom"),
    path("<language:language>/pages/<slug:key>/", public.page, name="page"),
    path("desk/pages/", desk.pages, name="pages"),
    path("desk/pages/new/", desk.page_new, name="page_new"),
    path("desk/pages/<int:pk>/", desk.page_edit, name="page_edit"),
    path("desk/pages/<int:pk>/publish/", desk.page_publish, name="page_publish"),
    path("desk/pages/<int:pk>/withdraw/", desk.page_withdraw, name="page_withdraw"),
]
