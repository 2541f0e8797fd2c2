"""The rounds: their list, the page of one, begun, copied, changed, taken away."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import access_of, may
from hospitium.core.events import lines, timeline
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import Event
from hospitium.core.records import Button, reasons
from hospitium.exchange import rules
from hospitium.exchange.actions import rounds as actions
from hospitium.exchange.forms import rounds as forms
from hospitium.exchange.history import SENTENCES
from hospitium.exchange.lists import ROUNDS
from hospitium.exchange.models import Phase, Round
from hospitium.exchange.queries import rounds as queries
from hospitium.exchange.queries.pictures import dates_picture
from hospitium.exchange.tabs import frame_of

OF_PEOPLE = tuple(f"exchange.{kind}" for kind in ("application", "consent", "assessment", "placement"))


def rounds(request: Request) -> HttpResponse:
    acts: list[dict[str, object]] = []
    if may(request.user, "round.create"):
        acts.append({"label": _("New round"), "url": reverse("exchange:round_new"), "icon": "plus", "main": True})
    return answer_list(request, ROUNDS, context={"acts": acts})


def stored(request: Request, pk: int, row: str = "round.read") -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user, row).select_related("unit", "officer"), pk=pk)


def round(request: Request, pk: int) -> HttpResponse:
    """Where the round stands: its dates, what came in, which cities, what is missing."""
    record = stored(request, pk)
    today = timezone.localdate()
    buttons = buttons_of(request, record)
    may_see_inside = access_of(request.user).scope("application.enter").covers(unit=record.unit_id)
    context = {
        **frame_of(record, request.user, "round"),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "steps": queries.phases_of(record, today),
        "picture": dates_picture(record, today),
        "dates": queries.dates_of(record),
        "doubts": queries.out_of_order(record) if may_see_inside else [],
        "counts": queries.counts_of(record) if may_see_inside else None,
        "cities": queries.cities_of(record) if may_see_inside else [],
        "next_step": next_step(record, request) if may_see_inside else None,
        "history_lines": list(lines(own_events(record)[:12], SENTENCES)),
    }
    return render(request, "exchange/round.html", context)


def own_events(record: Round) -> QuerySet[Event]:
    """What happened to the round itself: the lines of a hundred people would hide it, they stand with each of them."""
    return timeline(record).exclude(kind__in=OF_PEOPLE)


def buttons_of(request: Request, record: Round) -> list[Button]:
    if not may(request.user, "round.update"):
        return []
    may_edit = rules.may_edit_round(request.user, record)
    return [
        Button(_("Call"), reverse("exchange:call", args=[record.pk]), "globe"),
        Button(
            _("Copy for another year"),
            reverse("exchange:round_copy", args=[record.pk]),
            "repeat",
            rules.may_create_round(request.user, record.unit),
        ),
        Button(_("Data and dates"), reverse("exchange:round_edit", args=[record.pk]), "pencil", may_edit, main=True),
    ]


def next_step(record: Round, request: Request) -> dict[str, Any] | None:
    """What the office does next in an empty or unfinished round; None when all is there."""
    if record.phase == Phase.PREPARED:
        verdict = rules.may_publish_call(request.user, record)
        text = str(verdict.reason) or _("Everything is there. Enter the day on which the call is published.")
        return {
            "title": _("The call is not out yet"),
            "text": text,
            "url": edit_address(record),
            "label": _("Data and dates"),
        }
    if not record.criteria.exists():
        return {
            "title": _("There are no criteria yet"),
            "text": _("The panel assesses by criteria with weights. Enter them before the assessment begins."),
            "url": reverse("exchange:round_settings", args=[record.pk]),
            "label": _("Rules and people"),
        }
    if record.panel.count() < rules.ASSESSORS:
        return {
            "title": _("The panel needs two people"),
            "text": _("Two members assess each application, independently of each other."),
            "url": reverse("exchange:round_settings", args=[record.pk]),
            "label": _("Rules and people"),
        }
    return None


def edit_address(record: Round) -> str:
    return reverse("exchange:round_edit", args=[record.pk])


def round_new(request: Request) -> HttpResponse:
    today = timezone.localdate()
    units = sorted(access_of(request.user).scope("round.create").units)
    start = {"year": today.year + 1, "officer": request.user.pk, "unit": units[0] if units else None}
    form = forms.EditRound(request.POST or None, initial={**start, "weeks_min": 2, "weeks_max": 4, "wishes_at_most": 5})
    form.limit_to(request.user)
    return answer_form(
        request,
        form,
        lambda: actions.create_round(values=form.values, by=request.user),
        context={
            "page_title": _("New round"),
            "lead": _("Last year's round can be copied instead: open it and choose “Copy for another year”."),
            "columns": 2,
            "cancel_url": reverse("exchange:rounds"),
        },
    )


def round_edit(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "round.update")
    form = forms.EditRound.of(record, request.POST or None)
    form.limit_to(request.user)
    return answer_form(
        request,
        form,
        lambda: actions.edit_round(round_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context={"page_title": record, "columns": 2, "cancel_url": record.get_absolute_url()},
    )


def round_copy(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "round.update")
    form = forms.CopyRound(request.POST or None, initial={"year": record.year + 1})
    return answer_form(
        request,
        form,
        lambda: actions.copy_round(round_id=pk, year=form.cleaned_data["year"], by=request.user),
        context={
            "page_title": _("Copy for another year"),
            "lead": _(
                "Dates move by whole weeks; criteria, rules, windows, rates, quotas, balances and the panel come "
                "along. The call is not published."
            ),
            "submit_label": _("Copy"),
            "cancel_url": record.get_absolute_url(),
        },
    )


def round_remove(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "round.update")

    def act() -> str:
        actions.remove_round(round_id=pk, by=request.user)
        return reverse("exchange:rounds")

    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Take the round away"),
            "will": [_("The round goes, with its rules, criteria, quotas and panel.")],
            "stays": [_("What the log says about it stays.")],
            "submit_label": _("Take away"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_remove_round(request.user, record),
        },
    )
