"""The page on which a speaker or host answers, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from hospitium.accounts.guests import Guest, guest_page
from hospitium.core.verdicts import Refused
from hospitium.visits import rules
from hospitium.visits.actions import parts as actions
from hospitium.visits.forms.parts import GuestAnswer
from hospitium.visits.models import Part
from hospitium.visits.queries.parts import Invitation, invitation_of

ANSWERS = ("confirmed", "proposed", "declined")


@guest_page("confirmation")
def guest_confirmation(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What is asked, and three ways to answer. An answer can be changed until the item is over."""
    part: Part = guest.subject
    verdict, invitation = rules.may_answer_part(part), invitation_of(part)
    if invitation is None or not verdict:
        settled = {"reason": verdict.reason, "part": part}
        return render(request, "visits/guest_settled.html", settled, status=409 if request.method == "POST" else 200)
    sent = request.POST.get("answer", "") if request.method == "POST" else ""
    forms = {
        answer: GuestAnswer(request.POST if answer == sent else None, part=part, answer=answer, seen=invitation.seen)
        for answer in ANSWERS
    }
    if sent in forms and answered(guest, forms[sent]):
        return HttpResponseRedirect(guest.here)
    return question(request, invitation, forms, sent)


def answered(guest: Guest, form: GuestAnswer) -> bool:
    """Did the answer arrive? What is against it stands in the form."""
    if not form.is_valid():
        return False
    try:
        actions.answer_part(part_id=guest.subject.pk, link_id=guest.link.pk, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def question(request: HttpRequest, invitation: Invitation, forms: dict[str, GuestAnswer], sent: str) -> HttpResponse:
    visit = invitation.item.visit
    return render(
        request,
        "visits/guest_confirmation.html",
        {
            "part": invitation.part,
            "invitation": invitation,
            "visit": visit,
            "officer": visit.officer,
            "confirm": forms["confirmed"],
            "propose": forms["proposed"],
            "decline": forms["declined"],
            "sent": sent,
        },
        status=422 if request.method == "POST" else 200,
    )
