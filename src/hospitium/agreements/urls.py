"""Addresses of instruments and clauses."""

from django.urls import path

from hospitium.agreements.views import clauses, instruments, lists, scans, steps

app_name = "agreements"
urlpatterns = [
    path("instruments/", lists.instruments, name="instruments"),
    path("new/instrument/", instruments.instrument_new, name="instrument_new"),
    path("instruments/<int:pk>/", instruments.instrument, name="instrument"),
    path("instruments/<int:pk>/edit/", instruments.instrument_edit, name="instrument_edit"),
    path("instruments/<int:pk>/step/<slug:step>/", steps.instrument_step, name="instrument_step"),
    path("instruments/<int:pk>/document/", scans.document, name="document"),
    path("instruments/<int:pk>/clauses/new/", clauses.clause_new, name="clause_new"),
    path("clauses/<int:pk>/edit/", clauses.clause_edit, name="clause_edit"),
]
