"""The sheet of an evaluation, as a member fills it in without an account and without a name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from hospitium.accounts.guests import Guest, guest_page
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import evaluation as actions
from hospitium.delegations.forms.evaluation import Sheet
from hospitium.delegations.models import EvaluationTicket
from hospitium.delegations.rules.evaluation import may_answer


@guest_page("evaluation")
def guest_evaluation(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The questions, once; then thanks. What is typed is kept nowhere before it is sent."""
    ticket: EvaluationTicket = guest.subject
    verdict = may_answer(ticket.evaluation, ticket, timezone.localdate())
    if not verdict:
        settled = {"reason": verdict.reason, "is_answered": ticket.is_used}
        status = 409 if request.method == "POST" else 200
        return render(request, "delegations/guest_evaluation_settled.html", settled, status=status)
    questions = list(ticket.evaluation.questions.all())
    form = Sheet(request.POST or None, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_evaluation(ticket_id=ticket.pk, answers=form.answers(questions))
            return HttpResponseRedirect(guest.here)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "evaluation": ticket.evaluation, "visit": ticket.evaluation.delegation.visit}
    status = 422 if request.method == "POST" else 200
    return render(request, "delegations/guest_evaluation.html", context, status=status)
