"""Addresses of the desk."""

from django.urls import path

from hospitium.desk.views import partnership

app_name = "desk"
urlpatterns = [
    path("partnerships/<slug:key>/", partnership.partnership, name="partnership"),
    path("partnerships/<slug:key>/history/", partnership.partnership_history, name="partnership_history"),
]
