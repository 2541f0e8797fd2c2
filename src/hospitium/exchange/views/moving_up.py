"""Free places are offered to the waiting list: who would move up, then the yes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import User
from hospitium.core.records import Button
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions.moving_up import TO_ANSWER, call_up, preview_call_up
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.models import HostOffer, Round
from hospitium.exchange.queries.results import offer_name
from hospitium.exchange.queries.run_words import STAYED
from hospitium.exchange.tabs import frame_of


def round_call_up(request: Request, pk: int) -> HttpResponse:
    """Asks first: whoever moves up is written to at once."""
    held = get_object_or_404(Round.objects.visible_to(request.user, "placement.place"), pk=pk)
    board = reverse("exchange:board", args=[pk])

    def act() -> str:
        moved = len(call_up(round_id=pk, by=request.user))
        text = ngettext("%(n)d person moves up and was told.", "%(n)d persons move up and were told.", moved)
        messages.success(request, text % {"n": moved})
        return board

    verdict = rules.may_call_up(request.user, held, TO_ANSWER)
    context = {
        **frame_of(held, request.user, "board"),
        "verdict": verdict,
        **(preview(held, request) if verdict else {"moved": [], "passed": []}),
        "cancel_url": board,
    }
    form = Nothing(request.POST or None)
    return answer_form(request, form, act, template="exchange/round_call_up.html", context=context)


def call_up_button(user: User, offer: HostOffer) -> list[Button]:
    """On the page of an offer that has a free place for which somebody waits, by whatever way it became free."""
    if not rules.waited_for(offer.round).filter(pk=offer.pk).exists():
        return []
    if not rules.may_call_up(user, offer.round, TO_ANSWER):
        return []
    address = reverse("exchange:round_call_up", args=[offer.round_id])
    return [Button(_("Offer free places to the waiting list"), address, "arrow-up")]


def preview(held: Round, request: Request) -> dict[str, list[dict[str, Any]]]:
    """Who would move up, to where, and until when they would answer; and why others would not."""
    moved, passed = preview_call_up(round_id=held.pk, by=request.user)
    return {
        "moved": [
            {
                "application": one.application,
                "offer": offer_name(str(one.offer), one.offer),
                "until": one.answer_until,
                "has_address": bool(one.application.applicant.email),
            }
            for one in moved
        ],
        "passed": [
            {
                "application": one.application,
                "offer": offer_name(str(one.offer), one.offer),
                "why": STAYED.get(one.reason, one.reason),
            }
            for one in passed
        ],
    }


__all__ = ["call_up_button", "round_call_up"]
