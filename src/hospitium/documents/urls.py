"""Addresses of files."""

from django.urls import path

from hospitium.documents import views

app_name = "documents"
urlpatterns = [path("files/<int:pk>/", views.file, name="file")]
