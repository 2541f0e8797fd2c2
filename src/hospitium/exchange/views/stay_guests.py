"""Pages for the host of a stay: it reads the agreement, names the mentor, agrees or asks for a change; feedback."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from hospitium.accounts.guests import Guest, answer_guest, guest_page
from hospitium.exchange import stay_rules as rules
from hospitium.exchange.actions import stay_reports as reports
from hospitium.exchange.actions import stays as actions
from hospitium.exchange.forms import stays as forms
from hospitium.exchange.models import KNOWN_TO_HOST, HostFeedback, Placement
from hospitium.exchange.queries import stays as queries
from hospitium.exchange.views.guests import office
from hospitium.exchange.views.stay_papers import file_of


@guest_page("placement")
def guest_placement(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What is agreed; the host names mentor and task, keeps that, or agrees. Before the yes of the person: no name."""
    placement = guest.subject
    form = forms.HostPlacement.of(placement, request.POST or None, language=get_language() or "en")

    def act() -> str:
        step = actions.accept_as_host if "accept" in request.POST else actions.write_as_host
        step(placement_id=placement.pk, version=form.version_seen, values=form.values_for(placement), by=guest.link)
        return f"{guest.here}#state"

    return answer_guest(request, form, act, "exchange/guest_placement.html", lambda: page_of(guest))


def page_of(guest: Guest) -> dict[str, Any]:
    # What was typed and refused must not be shown as if it were stored.
    placement = queries.with_all(Placement.objects.all()).get(pk=guest.subject.pk)
    _path, mark, asked = guest.here.partition("?")
    tail = f"{mark}{asked}"
    return {
        "placement": placement,
        "round": placement.round,
        "name": queries.name_for_host(placement),
        "is_named": placement.state in KNOWN_TO_HOST,
        "period": queries.period_of(placement),
        "hours": queries.hours_in_words(placement),
        "working_language": queries.language_in_words(placement),
        "is_changed": queries.changed_since_accepted(placement),
        "verdict": rules.may_write_as_host(guest.link, placement),
        "waits_for_office": rules.missing_from_office(placement),
        "may_accept": rules.may_accept_as_host(guest.link, placement),
        "change_url": f"{reverse('exchange:guest_placement_change', args=[guest.link.pk])}{tail}",
        "paper_url": f"{reverse('exchange:guest_placement_paper', args=[guest.link.pk])}{tail}",
        "has_paper": placement.agreement_id is not None and placement.state in KNOWN_TO_HOST,
        "office": office(),
        "here": guest.here,
    }


@guest_page("placement")
def guest_placement_change(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The host says what should be different."""
    form = forms.Change(request.POST or None, initial={"wish": guest.subject.host_wish})

    def act() -> str:
        actions.ask_for_change_as_host(placement_id=guest.subject.pk, wish=form.cleaned_data["wish"], by=guest.link)
        return f"{guest.here}#state"

    return answer_guest(request, form, act, "exchange/guest_placement_change.html", lambda: page_of(guest))


@guest_page("placement")
def guest_placement_paper(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The agreement as PDF, once the person has accepted: their name stands in it."""
    placement = queries.with_all(Placement.objects.all()).get(pk=guest.subject.pk)
    if placement.state not in KNOWN_TO_HOST:
        return HttpResponseRedirect(guest.here)
    return file_of(placement.agreement)


@guest_page("host_feedback")
def guest_feedback(request: HttpRequest, guest: Guest) -> HttpResponse:
    """A few questions to the host after the stay."""
    placement = guest.subject
    given = HostFeedback.objects.filter(placement=placement).first()
    form = forms.Feedback(request.POST or None, initial=forms.Feedback.start(given))

    def act() -> str:
        reports.give_feedback(placement_id=placement.pk, values=form.stored, by=guest.link)
        return f"{guest.here}#state"

    def context() -> dict[str, Any]:
        return {**page_of(guest), "given": given, "verdict": rules.may_give_feedback(guest.link, placement)}

    return answer_guest(request, form, act, "exchange/guest_feedback.html", context)
