"""Addresses of delegations."""

from django.urls import URLPattern, path

from hospitium.delegations.views import attendance, check, country_rules, letters, papers

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
    path("check/", check.check, name="check"),
    path("check/<str:code>/", check.check_code, name="check_code"),
    path("desk/letters/", letters.letters, name="letters"),
    path("desk/letters/<int:pk>/", letters.letter, name="letter"),
    path("desk/letters/<int:pk>/revoke/", letters.letter_revoke, name="letter_revoke"),
    path("desk/countries/", country_rules.country_rules, name="country_rules"),
    path("desk/countries/new/", country_rules.country_rule_new, name="country_rule_new"),
    path("desk/countries/usual/", country_rules.country_rules_usual, name="country_rules_usual"),
    path("desk/countries/<int:pk>/", country_rules.country_rule_edit, name="country_rule_edit"),
    path("desk/countries/<int:pk>/remove/", country_rules.country_rule_remove, name="country_rule_remove"),
    path("desk/delegations/<int:pk>/letters/", letters.delegation_letters, name="delegation_letters"),
    path(
        "desk/delegations/<int:pk>/letters/<slug:template>/",
        letters.delegation_letter_new,
        name="delegation_letter_new",
    ),
    path(
        "desk/delegations/<int:pk>/letters/<slug:template>/sealed/",
        letters.delegation_letter_sealed,
        name="delegation_letter_sealed",
    ),
    path("desk/delegations/<int:pk>/papers/", papers.papers, name="papers"),
    path("desk/delegations/<int:pk>/papers/<slug:paper>/", papers.delegation_paper_new, name="delegation_paper_new"),
    path(
        "desk/delegations/<int:pk>/papers/<slug:paper>/sealed/",
        papers.delegation_paper_sealed,
        name="delegation_paper_sealed",
    ),
    path("desk/seating/<int:pk>/print/", papers.seating_print, name="seating_print"),
    path("desk/delegations/<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path(
        "desk/delegations/<int:pk>/attendance/<slug:day>/",
        attendance.delegation_attendance_day,
        name="delegation_attendance_day",
    ),
    path(
        "desk/delegations/<int:pk>/certificates/",
        attendance.delegation_certificates,
        name="delegation_certificates",
    ),
    path(
        "desk/delegations/<int:pk>/certificates.zip",
        attendance.delegation_certificates_zip,
        name="delegation_certificates_zip",
    ),
    # ---- evaluation, afterwards --------------------------------------------------
    #
]
