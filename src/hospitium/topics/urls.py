"""Addresses of topics."""

from django.urls import path

from hospitium.topics import views

app_name = "topics"
urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("new/topic/", views.topic_new, name="topic_new"),
    path("topics/<slug:key>/", views.topic, name="topic"),
    path("topics/<slug:key>/edit/", views.topic_edit, name="topic_edit"),
]
