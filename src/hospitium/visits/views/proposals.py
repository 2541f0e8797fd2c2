"""The proposal: ask for a plan, see how far it is, compare, take over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request, asks_for_part
from hospitium.core.verdicts import Refused
from hospitium.visits import rules
from hospitium.visits.actions import proposals as actions
from hospitium.visits.forms.proposals import AdoptItems, AskProposal
from hospitium.visits.models import Proposal, Visit
from hospitium.visits.queries.plan_words import failure_of, figures_of, gap_of, runs_in_words, verdict_of
from hospitium.visits.queries.proposals import proposals_of, result_of
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of


def proposals(request: Request, pk: int) -> HttpResponse:
    """The latest search with its plan, the button for a new one, and the list of the earlier ones."""
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = AskProposal(request.POST or None)

    def act() -> str:
        actions.ask_proposal(visit_id=pk, seconds=form.cleaned_data["seconds"], by=request.user)
        return reverse("visits:proposals", args=[pk])

    latest = record.proposals.exclude(state=Proposal.State.DISCARDED).first()
    context = page_of(request, record, latest)
    return answer_form(request, form, act, template="visits/proposals.html", context=context)


def proposal(request: Request, pk: int) -> HttpResponse:
    """One search, as an earlier one is opened from the list."""
    shown = found(request, pk)
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=shown.visit_id)
    context = page_of(request, record, shown)
    return render(request, "visits/proposals.html", {**context, "form": None})


def page_of(request: Request, record: Visit, shown: Proposal | None) -> dict[str, Any]:
    context = {
        **frame_of(record, request.user, "proposals"),
        "shown": shown,
        "runs": runs_in_words(proposals_of(record)),
        "may_ask": rules.may_ask_proposal(request.user, record),
    }
    if shown is None:
        return context
    shown.visit = record  # with all that the rules and the check ask of it
    context |= {
        "may_stop": rules.may_stop_proposal(request.user, shown),
        "may_adopt": rules.may_adopt_proposal(request.user, shown),
        "may_discard": rules.may_discard_proposal(request.user, shown),
        "failure": failure_of(shown),
    }
    if shown.is_open:
        return context
    result = result_of(shown, by=request.user)
    context["result"] = result
    if result.outcome is not None:
        context |= {
            "verdict": verdict_of(result.outcome),
            "figures": figures_of(result.outcome),
            "gap": gap_of(result.outcome),
        }
    return context


def proposal_progress(request: Request, pk: int) -> HttpResponse:
    """How far it is, for the script of the page; whoever comes by address is led to the page."""
    shown = found(request, pk)
    if not asks_for_part(request):
        return HttpResponseRedirect(reverse("visits:proposals", args=[shown.visit_id]))
    return render(request, "visits/proposal_progress.html", {"shown": shown})


def proposal_stop(request: Request, pk: int) -> HttpResponse:
    stopped = found(request, pk)
    try:
        actions.stop_proposal(proposal_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("visits:proposals", args=[stopped.visit_id]))


def proposal_adopt(request: Request, pk: int) -> HttpResponse:
    """The ticked items, or all that the page has shown."""
    adopted = found(request, pk)
    form = AdoptItems(request.POST)
    try:
        versions = form.versions if form.is_valid() else {}
        moved = actions.adopt_items(proposal_id=pk, versions=versions, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext(
            "%(count)d item stands where the plan has it.", "%(count)d items stand where the plan has them.", len(moved)
        )
        messages.success(request, text % {"count": len(moved)})
    return HttpResponseRedirect(reverse("visits:proposal", args=[adopted.pk]))


def proposal_discard(request: Request, pk: int) -> HttpResponse:
    discarded = found(request, pk)
    try:
        actions.discard_proposal(proposal_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The plan is discarded. It stays in the list of searches."))
    return HttpResponseRedirect(reverse("visits:proposals", args=[discarded.visit_id]))


def found(request: Request, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.user, "visit.update").select_related("visit"), pk=pk)
