"""Addresses of exchange."""

from django.urls import URLPattern, path

from hospitium.exchange.views import (
    applications,
    assessment,
    calls,
    guests,
    imports,
    offers,
    office,
    parts,
    placing,
    rounds,
    runs,
)

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    # ---- rounds ------------------------------------------------------------------
    path("desk/rounds/", rounds.rounds, name="rounds"),
    path("desk/new/round/", rounds.round_new, name="round_new"),
    path("desk/rounds/<int:pk>/", rounds.round, name="round"),
    path("desk/rounds/<int:pk>/edit/", rounds.round_edit, name="round_edit"),
    path("desk/rounds/<int:pk>/copy/", rounds.round_copy, name="round_copy"),
    path("desk/rounds/<int:pk>/remove/", rounds.round_remove, name="round_remove"),
    path("desk/rounds/<int:pk>/settings/", parts.round_settings, name="round_settings"),
    path("desk/rounds/<int:pk>/import/", imports.round_import, name="round_import"),
    path("desk/rounds/<int:pk>/import/check/", imports.round_import_check, name="round_import_check"),
    path("desk/rounds/<int:pk>/import/template/", imports.round_import_template, name="round_import_template"),
    *(
        path(f"desk/rounds/<int:pk>/{kind.key}/new/", parts.new(kind.key), name=f"{kind.key}_new")
        for kind in parts.KINDS
    ),
    *(path(f"desk/round-{kind.key}/<int:pk>/", parts.edit(kind.key), name=f"{kind.key}_edit") for kind in parts.KINDS),
    *(
        path(f"desk/round-{kind.key}/<int:pk>/remove/", parts.remove(kind.key), name=f"{kind.key}_remove")
        for kind in parts.KINDS
    ),
    # ---- calls and applications ----------------------------------------------------
    path("desk/calls/", calls.calls, name="calls"),
    path("desk/calls/<int:pk>/", calls.call, name="call"),
    path("desk/calls/<int:pk>/apply/", applications.application_new, name="application_new"),
    path("desk/applications/", office.applications, name="applications"),
    path("desk/applications/<int:pk>/", applications.application, name="application"),
    path("desk/applications/<int:pk>/topic/", applications.application_topic, name="application_topic"),
    path("desk/applications/<int:pk>/person/", applications.application_person, name="application_person"),
    path("desk/applications/<int:pk>/wishes/", applications.application_wishes, name="application_wishes"),
    path("desk/applications/<int:pk>/consents/", applications.application_consents, name="application_consents"),
    path("desk/applications/<int:pk>/annexes/", applications.application_annexes, name="application_annexes"),
    path("desk/annexes/<int:pk>/remove/", applications.annex_remove, name="annex_remove"),
    path("desk/applications/<int:pk>/submit/", applications.application_submit, name="application_submit"),
    path("desk/applications/<int:pk>/take-back/", applications.application_take_back, name="application_take_back"),
    path("desk/applications/<int:pk>/withdraw/", applications.application_withdraw, name="application_withdraw"),
    path("desk/applications/<int:pk>/discard/", applications.application_discard, name="application_discard"),
    path("desk/rounds/<int:pk>/applications/new/", office.application_enter, name="application_enter"),
    path("desk/applications/<int:pk>/recommend/", office.application_recommend, name="application_recommend"),
    path("desk/applications/<int:pk>/settle/", office.application_settle, name="application_settle"),
    path("desk/consents/<int:pk>/ask/", office.consent_ask, name="consent_ask"),
    path("desk/consents/<int:pk>/note/", office.consent_note, name="consent_note"),
    # ---- assessment ------------------------------------------------------------------
    path("desk/assessments/", assessment.assessments, name="assessments"),
    path("desk/applications/<int:pk>/assess/", assessment.application_assess, name="application_assess"),
    path("desk/applications/<int:pk>/conflict/", assessment.application_conflict, name="application_conflict"),
    # ---- offers ------------------------------------------------------------------------
    path("desk/offers/", offers.offers, name="offers"),
    path("desk/rounds/<int:pk>/offers/new/", offers.offer_new, name="offer_new"),
    path("desk/offers/<int:pk>/", offers.offer, name="offer"),
    path("desk/offers/<int:pk>/edit/", offers.offer_edit, name="offer_edit"),
    path("desk/offers/<int:pk>/ask/", offers.offer_ask, name="offer_ask"),
    path("desk/offers/<int:pk>/make/", offers.offer_make, name="offer_make"),
    path("desk/offers/<int:pk>/confirm/", offers.offer_confirm, name="offer_confirm"),
    path("desk/offers/<int:pk>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("desk/offers/<int:pk>/ranking/", offers.offer_ranking, name="offer_ranking"),
    path("desk/offers/<int:pk>/order/", offers.offer_order, name="offer_order"),
    # ---- guests ------------------------------------------------------------------------
    path("guest/<int:link>/consent/", guests.guest_consent, name="guest_consent"),
    path("guest/<int:link>/substitute/", guests.guest_substitute, name="guest_substitute"),
    path("guest/<int:link>/offer/", guests.guest_offer, name="guest_offer"),
    path("guest/<int:link>/offer/withdraw/", guests.guest_offer_withdraw, name="guest_offer_withdraw"),
    path("guest/<int:link>/offer/ranking/", guests.guest_ranking, name="guest_ranking"),
    # ---- placing by hand, runs, results --------------------------------------------------
    path("desk/rounds/<int:pk>/board/", placing.board, name="board"),
    path("desk/rounds/<int:pk>/announce/", placing.round_announce, name="round_announce"),
    path("desk/applications/<int:pk>/place/", placing.application_place, name="application_place"),
    path("desk/applications/<int:pk>/lock/", placing.application_lock, name="application_lock"),
    path("desk/applications/<int:pk>/result/", placing.application_result, name="application_result"),
    path("desk/locks/<int:pk>/remove/", placing.lock_remove, name="lock_remove"),
    path("desk/placements/<int:pk>/drop/", placing.placement_drop, name="placement_drop"),
    path("desk/placements/<int:pk>/accept/", placing.placement_accept, name="placement_accept"),
    path("desk/placements/<int:pk>/decline/", placing.placement_decline, name="placement_decline"),
    path("desk/rounds/<int:pk>/runs/", runs.runs, name="runs"),
    path("desk/runs/<int:pk>/", runs.run, name="run"),
    path("desk/runs/<int:pk>/progress/", runs.run_progress, name="run_progress"),
    path("desk/runs/<int:pk>/what-if/", runs.run_differently, name="run_differently"),
    path("desk/runs/<int:pk>/beside/<int:other>/", runs.run_beside, name="run_beside"),
    path("desk/runs/<int:pk>/people/<str:code>/", runs.run_person, name="run_person"),
    path("desk/runs/<int:pk>/problem.json", runs.run_problem, name="run_problem"),
    path("desk/runs/<int:pk>/stop/", runs.run_stop, name="run_stop"),
    path("desk/runs/<int:pk>/adopt/", runs.run_adopt, name="run_adopt"),
    path("desk/runs/<int:pk>/discard/", runs.run_discard, name="run_discard"),
]
