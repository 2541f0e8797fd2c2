"""Addresses of the vault."""

from django.urls import path

from hospitium.vault import views

app_name = "vault"
urlpatterns = [path("vault/log/", views.log, name="log")]
