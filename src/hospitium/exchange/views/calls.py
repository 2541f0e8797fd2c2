"""Calls as signed-in colleagues read them, with their own applications."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from hospitium.core.http import Request
from hospitium.exchange import rules
from hospitium.exchange.models import Application, Round
from hospitium.exchange.queries import applications as found
from hospitium.exchange.queries import calls as queries
from hospitium.exchange.queries.stays import own_stays, told_to


def calls(request: Request) -> HttpResponse:
    """What one can apply for, and what one has applied for."""
    told, stays = told_to(request.user), own_stays(request.user)
    own = [
        {
            "record": one,
            "chip": found.chip_of(found.shown_state(one, request.user)),
            "url": one.get_absolute_url(),
            "is_told": one.pk in told,
            "stay": stays.get(one.pk),
        }
        for one in found.own(request.user)
    ]
    context = {"calls": queries.calls_for(request.user, timezone.localdate()), "own": own}
    return render(request, "exchange/calls.html", context)


def call(request: Request, pk: int) -> HttpResponse:
    """The call of a round, with its dates, offers, and the way to apply."""
    rounds = Round.objects.visible_to(request.user, "call.read").select_related("unit", "officer")
    record = get_object_or_404(rounds, pk=pk)
    shown = queries.call_of(record, timezone.localdate())
    mine = Application.objects.visible_to(request.user).filter(applicant__user=request.user, round=record).first()
    context: dict[str, Any] = {
        "call": shown,
        "round": record,
        "facts": queries.facts_of(shown),
        "may_apply": rules.may_apply(request.user, record),
        "mine": mine,
        "apply_url": reverse("exchange:application_new", args=[pk]),
        "is_own": bool(rules.may_edit_round(request.user, record)),
    }
    return render(request, "exchange/call.html", context)
