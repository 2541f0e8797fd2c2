"""Addresses of keeping and erasing."""

from django.urls import path

from hospitium.retention.views import archive, paper, register

app_name = "retention"
urlpatterns = [
    path("retention/", register.register, name="register"),
    path("retention/next/", register.due_next, name="due_next"),
    path("retention/proofs/", register.proofs, name="proofs"),
    path("retention/rules/<slug:name>/", register.rule, name="rule"),
    path("retention/rules/<slug:name>/edit/", register.rule_edit, name="rule_edit"),
    path("retention/archive/", archive.offers, name="offers"),
    path("retention/archive/<int:pk>/", archive.offer, name="offer"),
    path("retention/archive/<int:pk>/answer/", archive.offer_answer, name="offer_answer"),
    path("retention/archive/<int:pk>/package/", archive.offer_package, name="offer_package"),
    path("retention/record/", paper.processing_record, name="processing_record"),
]
