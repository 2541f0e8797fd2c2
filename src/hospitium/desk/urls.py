"""Addresses of the desk."""

from django.urls import path

from hospitium.desk.views import find, handover, partnership, today, year

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("year/", year.this_year, name="year"),
    path("year/<int:year>/", year.one_year, name="year_of"),
    path("find/", find.find, name="find"),
    path("partnerships/<slug:key>/", partnership.partnership, name="partnership"),
    path("partnerships/<slug:key>/history/", partnership.partnership_history, name="partnership_history"),
    path("partnerships/<slug:key>/handover/", handover.handover, name="handover"),
    path("partnerships/<slug:key>/handover.pdf", handover.handover_pdf, name="handover_pdf"),
]
