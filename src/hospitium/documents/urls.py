"""Addresses of files, documents and letterheads."""

from django.urls import path

from hospitium.documents.views import files, letterheads, register

app_name = "documents"
urlpatterns = [
    path("files/<int:pk>/", files.file, name="file"),
    path("documents/", register.documents, name="documents"),
    path("documents/<int:pk>/", register.document, name="document"),
    path("documents/<int:pk>/again/", register.document_again, name="document_again"),
    path("documents/<int:pk>/sealed/", register.document_sealed, name="document_sealed"),
    path("letterheads/", letterheads.letterheads, name="letterheads"),
    path("new/letterhead/", letterheads.letterhead_new, name="letterhead_new"),
    path("letterheads/usual/<str:format>/", letterheads.letterhead_usual, name="letterhead_usual"),
    path("letterheads/<int:pk>/replace/", letterheads.letterhead_replace, name="letterhead_replace"),
    path("letterheads/<int:pk>/use/", letterheads.letterhead_use, name="letterhead_use"),
    path("letterheads/<int:pk>/test/", letterheads.letterhead_test, name="letterhead_test"),
]
