"""Addresses of delegations."""

from django.urls import URLPattern, path

from hospitium.delegations.views import (
    after,
    delegations,
    erasure,
    evaluation,
    guest_evaluation,
    members,
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
    #
    # ---- evaluation, afterwards --------------------------------------------------
    path("desk/delegations/<int:pk>/evaluation/", evaluation.evaluation, name="evaluation"),
    path("desk/delegations/<int:pk>/evaluation/begin/", evaluation.evaluation_begin, name="evaluation_begin"),
    path("desk/delegations/<int:pk>/evaluation/questions/new/", evaluation.question_new, name="question_new"),
    path("desk/questions/<int:pk>/edit/", evaluation.question_edit, name="question_edit"),
    path("desk/questions/<int:pk>/move/", evaluation.question_move, name="question_move"),
    path("desk/questions/<int:pk>/remove/", evaluation.question_remove, name="question_remove"),
    path("desk/delegations/<int:pk>/evaluation/open/", evaluation.evaluation_open, name="evaluation_open"),
    path("desk/delegations/<int:pk>/evaluation/invite/", evaluation.evaluation_invite, name="evaluation_invite"),
    path("desk/delegations/<int:pk>/evaluation/prolong/", evaluation.evaluation_prolong, name="evaluation_prolong"),
    path("desk/delegations/<int:pk>/evaluation/close/", evaluation.evaluation_close, name="evaluation_close"),
    path("desk/delegations/<int:pk>/evaluation/paper/", evaluation.evaluation_paper, name="evaluation_paper"),
    path("desk/members/<int:pk>/erase/", erasure.member_erase, name="member_erase"),
    path("desk/delegations/<int:pk>/after/", after.after, name="after"),
    path("desk/delegations/<int:pk>/settle/", after.settle, name="settle"),
    path("desk/delegations/<int:pk>/unsettle/", after.unsettle, name="unsettle"),
    path("desk/delegations/<int:pk>/balance/", after.enter_balance, name="enter_balance"),
    path("desk/delegations/<int:pk>/return-visit/", after.propose_return, name="propose_return"),
    path("desk/delegations/<int:pk>/thanks/", after.thanks_new, name="thanks_new"),
    path("desk/delegations/<int:pk>/report/edit/", after.report_edit, name="report_edit"),
    path("desk/delegations/<int:pk>/report/", after.report_paper, name="report_paper"),
    path("desk/delegations/<int:pk>/report/file/", after.report_file, name="report_file"),
    path("guest/<int:link>/evaluation/", guest_evaluation.guest_evaluation, name="guest_evaluation"),
]
