"""The whole application: what is missing until when, who agreed, what the panel thinks, and where it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hospitium.core.events import lines, timeline
from hospitium.core.http import Request
from hospitium.core.models import Event, User
from hospitium.core.records import Button, reasons
from hospitium.exchange import completeness, rules
from hospitium.exchange.history import SENTENCES
from hospitium.exchange.models import Application, Assessment, Consent
from hospitium.exchange.queries import applications as queries
from hospitium.exchange.queries.assessment import conflicts_shown_to, points_of, shown_to
from hospitium.exchange.steps import steps_of
from hospitium.exchange.views.application_ways import (
    address,
    data_buttons,
    part_address,
    placement_button,
    ways_on,
    whole,
)

# What happens between panel and office; the person learns the result with its reasons.
INSIDE = (
    "application.recommended",
    "application.differed",
    "application.decided",
    "application.settled",
    "host_offer.order_corrected",
    "placement.proposed",
    "placement.placed_by_hand",
    "placement.dropped",
)


def application(request: Request, pk: int) -> HttpResponse:
    """The whole application: what is missing until when, consents, and for the office what the panel thinks."""
    record = whole(request, pk)
    user = request.user
    is_own = rules.is_applicant(user, record)
    state = queries.shown_state(record, user)
    buttons = buttons_of(request, record)
    context: dict[str, Any] = {
        "application": record,
        "round": record.round,
        "is_own": is_own,
        "chip": queries.chip_of(state),
        "missing": [
            {"what": one.what, "until": one.until, "url": part_address(record, one.part)}
            for one in completeness.missing(record)
        ],
        "may_write": rules.may_write(user, record),
        "steps": steps_of(record, ""),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "spoken": queries.languages_in_words(record.languages),
        "wishes": queries.wishes_in_words(record),
        "consents": consents_of(request, record),
        "findings": queries.findings_of(record),
        "assessments": with_points(record, shown_to(record, user)),
        "conflicts": conflicts_shown_to(record, user),
        "settlements": [] if is_own else list(record.settlements.select_related("by")),
        "history_lines": list(lines(shown_events(user, record)[:12], SENTENCES)),
        "crumbs": crumbs_of(request, record),
    }
    return render(request, "exchange/application.html", context)


def with_points(record: Application, shown: Sequence[Assessment]) -> list[tuple[Assessment, int | None]]:
    """Each assessment with its points; none where nothing was marked."""
    criteria = list(record.round.criteria.all()) if shown else []
    return [(one, points_of(one, criteria) if one.marks else None) for one in shown]


def shown_events(user: User, record: Application) -> QuerySet[Event]:
    """The history; whoever applied reads nothing of it that panel and office keep until the results are told."""
    events = timeline(record)
    if rules.is_applicant(user, record):
        events = events.exclude(kind="exchange.assessment").exclude(code__in=INSIDE)
    return events


def crumbs_of(request: Request, record: Application) -> list[dict[str, Any]]:
    if rules.is_applicant(request.user, record):
        return [
            {"label": _("Calls and my applications"), "url": reverse("exchange:calls")},
            {"label": str(record.round)},
        ]
    return [
        {"label": _("Applications"), "url": f"{reverse('exchange:applications')}?round={record.round_id}"},
        {"label": record.code},
    ]


def consents_of(request: Request, record: Application) -> list[dict[str, Any]]:
    """Who agreed, who did not, with what the office can do about it."""
    return [
        {
            "record": one,
            "chip": {
                "text": one.get_answer_display(),
                "tone": queries.ANSWER_TONES[Consent.Answer(one.answer)][0],
                "icon": queries.ANSWER_TONES[Consent.Answer(one.answer)][1],
            },
            "ask_url": address("consent_ask", one) if rules.may_ask_consent(request.user, one) else "",
            "note_url": address("consent_note", one) if rules.may_note_consent(request.user, one) else "",
        }
        for one in record.consents.all()
    ]


def buttons_of(request: Request, record: Application) -> list[Button]:
    user, state = request.user, Application.State
    found = ways_on(user, record)
    if record.state == state.DRAFT:
        submit = rules.may_submit(user, record)
        found += [
            Button(_("Throw away"), address("application_discard", record), "trash-2", rules.may_discard(user, record)),
            Button(_("Send"), address("application_submit", record), "send", submit, main=True),
        ]
    elif rules.is_applicant(user, record) and record.state in {state.SUBMITTED, state.CONSENTED}:
        back = rules.may_take_back(user, record)
        found.append(Button(_("Take back to change"), address("application_take_back", record), "undo-2", back))
    found += [*placement_button(user, record), *data_buttons(user, record)]
    if rules.may_withdraw(user, record):
        found.append(Button(_("Withdraw"), address("application_withdraw", record), "x"))
    if rules.may_recommend(user, record):
        found.append(Button(_("Recommend"), address("application_recommend", record), "handshake", main=True))
    if rules.may_settle(user, record):
        is_open = record.state == state.ASSESSED
        found.append(
            Button(pgettext("an application", "Settle"), address("application_settle", record), "check", main=is_open)
        )
    return found
