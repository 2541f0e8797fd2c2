"""The panel: what there is to assess, one assessment, a conflict of interest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.exchange import rules
from hospitium.exchange.actions import assessment as actions
from hospitium.exchange.forms.assessment import Assess, DeclareConflict
from hospitium.exchange.models import Application, Assessment
from hospitium.exchange.queries import applications as found
from hospitium.exchange.queries.assessment import is_on_a_panel, sent_in_words, to_assess

WAITING = ("open", "begun")


def assessments(request: Request) -> HttpResponse:
    """The applications of the rounds on whose panel one is."""
    states = {
        "open": (_("to be assessed"), "open", ""),
        "begun": (_("begun"), "info", "pencil"),
        "sent": (_("assessed by you"), "success", ""),
        "conflict": (_("conflict of interest"), "paused", ""),
        "enough": (_("needs no further assessment"), "", "check"),
    }
    rows = []
    for one in to_assess(request.user):
        text, tone, icon = states[one.state]
        rows.append({"record": one.application, "chip": {"text": text, "tone": tone, "icon": icon}, "state": one.state})
    is_on_panel = bool(rows) or is_on_a_panel(request.user)
    waiting = [row for row in rows if row["state"] in WAITING]
    context = {
        "waiting": waiting,
        "settled": [row for row in rows if row not in waiting],
        "is_on_panel": is_on_panel,
        "columns": [_("Application"), _("From"), _("Round"), _("State")],
    }
    return render(request, "exchange/assessments.html", context)


def stored(request: Request, pk: int) -> Application:
    """An application that this member of the panel may look at; the office's right alone does not open it."""
    return get_object_or_404(found.whole(request.user, "assessment.write"), pk=pk)


def application_assess(request: Request, pk: int) -> HttpResponse:
    """The application on the left, criteria and recommendation on the right."""
    record = stored(request, pk)
    criteria = list(record.round.criteria.all())
    mine = Assessment.objects.filter(application=record, member__user=request.user).first()
    initial = Assess.initial_of(mine) if mine else {}
    form = Assess(request.POST or None, criteria=criteria, is_sent="send" in request.POST, initial=initial)

    def act() -> str:
        typed: dict[str, Any] = {
            "application_id": pk,
            "version": form.version_seen,
            "values": form.values,
            "by": request.user,
        }
        if "send" in request.POST:
            actions.submit_assessment(**typed)
            messages.success(request, _("Your assessment was sent."))
            return reverse("exchange:assessments")
        actions.save_assessment(**typed)
        messages.success(request, _("Saved. Nobody else sees it before both of you have sent theirs."))
        return reverse("exchange:application_assess", args=[pk])

    context = {**context_of(request, record), "is_shut": bool(mine and mine.has_conflict)}
    return answer_form(request, form, act, template="exchange/application_assess.html", context=context)


def context_of(request: Request, record: Application) -> dict[str, Any]:
    """The application as the panel reads it, with the assessments that this member may see."""
    return {
        "application": record,
        "round": record.round,
        "verdict": rules.may_assess(request.user, record),
        "spoken": found.languages_in_words(record.languages),
        "wishes": found.wishes_in_words(record),
        "findings": found.findings_of(record),
        "sent": sent_in_words(record, request.user),
        "crumbs": [
            {"label": _("To be assessed"), "url": reverse("exchange:assessments")},
            {"label": record.code},
        ],
        "conflict_url": reverse("exchange:application_conflict", args=[record.pk]),
    }


def application_conflict(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk)
    form = DeclareConflict(request.POST or None)

    def act() -> str:
        actions.declare_conflict(application_id=pk, conflict=form.cleaned_data["conflict"], by=request.user)
        messages.success(request, _("Noted. Somebody else of the panel assesses this application."))
        return reverse("exchange:assessments")

    verdict = rules.may_assess(request.user, record)
    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Declare a conflict of interest"),
            "lead": verdict.reason
            or _("Somebody else of the panel will assess this application; you will not read it any more."),
            "submit_label": _("Declare"),
            "cancel_url": reverse("exchange:application_assess", args=[pk]),
        },
    )
