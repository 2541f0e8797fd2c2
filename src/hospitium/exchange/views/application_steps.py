"""The steps of an application, each asked before: send, take back, withdraw, throw away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.exchange import rules
from hospitium.exchange.actions import applications as actions
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.models import Application
from hospitium.exchange.views.application_ways import whole


def application_submit(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        actions.submit_application(application_id=pk, by=request.user)
        messages.success(request, _("Your application was sent. Whoever has to agree has got a message."))
        return record.get_absolute_url()

    will = [
        _("Supervisor, substitute and whoever else has to agree are asked by mail."),
        _("Then the panel and the office can read your application."),
    ]
    stays = [_("Until the last day you can take it back and change it."), _("You can withdraw at any time.")]
    verdict = rules.may_submit(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Send"), will, stays, verdict=verdict)


def application_take_back(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        actions.take_back_application(application_id=pk, by=request.user)
        return record.get_absolute_url()

    will = [_("The application is a draft again and has to be sent once more.")]
    stays = [_("Answers of your supervisor and your substitute stay.")]
    verdict = rules.may_take_back(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Take back"), will, stays, verdict=verdict)


def application_withdraw(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        actions.withdraw_application(application_id=pk, by=request.user)
        return record.get_absolute_url()

    will = [_("The application no longer takes part in the round."), _("Links to it end.")]
    stays = [_("This cannot be undone in this round; in the next one you can apply again.")]
    verdict = rules.may_withdraw(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Withdraw"), will, stays, verdict=verdict)


def application_discard(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        stored = actions.discard_application(application_id=pk, by=request.user)
        is_own = not record.entered_by_id
        return reverse("exchange:calls") if is_own else stored.get_absolute_url()

    will = [_("All that you wrote, and the annexes, are deleted.")]
    verdict = rules.may_discard(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Throw away"), will, [], verdict=verdict)


def ask(
    request: Request,
    act: Callable[[], str],
    record: Application,
    back: str,
    title: str,
    will: list[str],
    stays: list[str],
    *,
    verdict: Any = None,
) -> HttpResponse:
    """A page that asks before a step."""
    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": f"{record.round} · {record.code}",
            "title": title,
            "will": will,
            "stays": stays,
            "submit_label": title,
            "cancel_url": back,
            "verdict": verdict,
        },
    )
