"""Addresses of delegations."""

from django.urls import URLPattern, path

from hospitium.delegations.views import (
    attendance,
    check,
    country_rules,
    delegations,
    letters,
    members,
    papers,
    steps,
    versions,
    wishes,
)

app_name = "delegations"
urlpatterns: list[URLPattern] = [
    # ---- delegations and members -------------------------------------------------
    path("desk/delegations/", delegations.delegations, name="delegations"),
    path("desk/visits/<int:pk>/delegations/", delegations.of_visit, name="of_visit"),
    path("desk/visits/<int:pk>/delegations/new/", delegations.delegation_new, name="delegation_new"),
    path("desk/delegations/<int:pk>/", delegations.delegation, name="delegation"),
    path("desk/delegations/<int:pk>/edit/", delegations.delegation_edit, name="delegation_edit"),
    path("desk/delegations/<int:pk>/remove/", delegations.delegation_remove, name="delegation_remove"),
    path("desk/delegations/<int:pk>/step/<slug:step>/", steps.delegation_step, name="delegation_step"),
    path("desk/delegations/<int:pk>/members/new/", members.member_new, name="member_new"),
    path("desk/delegations/<int:pk>/members/ours/", members.member_ours, name="member_ours"),
    path("desk/delegations/<int:pk>/order/", members.order_reset, name="order_reset"),
    path("desk/delegations/<int:pk>/versions/", versions.versions, name="versions"),
    path("desk/delegation-versions/<int:pk>/", versions.version, name="version"),
    path("desk/members/<int:pk>/", members.member, name="member"),
    path("desk/members/<int:pk>/edit/", members.member_edit, name="member_edit"),
    path("desk/members/<int:pk>/withdraw/", members.member_withdraw, name="member_withdraw"),
    path("desk/members/<int:pk>/return/", members.member_return, name="member_return"),
    path("desk/members/<int:pk>/restrict/", members.member_restrict, name="member_restrict"),
    path("desk/members/<int:pk>/move/", members.member_move, name="member_move"),
    path("desk/members/<int:pk>/wishes/", wishes.member_wishes, name="member_wishes"),
    path("desk/members/<int:pk>/wishes/clear/", wishes.wishes_clear, name="wishes_clear"),
    path("desk/members/<int:pk>/contact/", wishes.member_contact, name="member_contact"),
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
