"""Addresses that belong to no app: the choice of language, and the page of components."""

from django.urls import path

from hospitium.core.views.city import colours, logo
from hospitium.core.views.language import set_language
from hospitium.core.views.ui import ui

app_name = "core"
urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("colours.css", colours, name="colours"),
    path("logo", logo, name="logo"),
    path("ui/", ui, name="ui"),
]
