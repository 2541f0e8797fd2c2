"""Addresses of delegations."""

from django.urls import URLPattern

app_name = "delegations"
urlpatterns: list[URLPattern] = [
    # ---- delegations and members -------------------------------------------------
    #
    # ---- guests ------------------------------------------------------------------
    #
    # ---- protocol and gifts ------------------------------------------------------
    #
    # ---- travel and beds ---------------------------------------------------------
    #
    # ---- letters, lists, cards, attendance ---------------------------------------
    #
    # ---- evaluation, afterwards --------------------------------------------------
    #
]
