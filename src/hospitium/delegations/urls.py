"""Addresses of delegations."""

from django.urls import URLPattern, path

from hospitium.delegations.views import after, erasure, evaluation, guest_evaluation

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
