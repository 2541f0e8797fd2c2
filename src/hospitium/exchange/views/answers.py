"""Pages for guests: whoever was named takes the place or not; for whoever has no link, the office that named them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from hospitium.accounts.guests import Guest, answer_guest_once, guest_page
from hospitium.exchange import nomination_rules as rules
from hospitium.exchange.actions import answers as actions
from hospitium.exchange.forms.placing import Decline, DeclineForSomebody
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.models import Application, Placement
from hospitium.exchange.queries.nominations import told_place
from hospitium.exchange.views.guests import office
from hospitium.exchange.views.nominations import address, named_here, offer_of, stored
from hospitium.exchange.views.placing import facts_of_place


@guest_page("own_application")
def guest_application_place(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """The place that the person was told of: what they should know, and their answer."""
    return place_page(request, guest, stored(guest.subject.application_id), f"{guest.here}#result")


@guest_page("host_offer")
def guest_person_place(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    """The same for the office that named somebody who has no link of their own."""
    record = named_here(guest, offer_of(guest), pk)
    return place_page(request, guest, record, f"{address(guest, 'guest_person', pk)}#state")


def place_page(request: HttpRequest, guest: Guest, record: Application, back: str) -> HttpResponseBase:
    placement = told_place(record)
    if placement is None:
        raise Http404
    is_accepting, is_person = "accept" in request.POST, rules.is_person(guest.link, record)
    decline = Decline if is_person else DeclineForSomebody
    form = Nothing(request.POST) if is_accepting else decline(request.POST or None)

    def context() -> dict[str, Any]:
        current = told_place(record) or placement
        return {
            "application": record,
            "round": record.round,
            "office": office(),
            "is_person": is_person,
            "placement": current,
            "offer": f"{current.offer.unit}: {current.offer}",
            "facts": facts_of_place(current),
            "may_accept": rules.may_accept_place(guest.link, current),
            "may_decline": rules.may_answer_place(guest.link, current),
            "back": back,
            "decline_form": decline() if is_accepting else form,
        }

    act = answer(placement, guest, form, back, is_accepting)
    return answer_guest_once(request, guest, form, act, "exchange/guest_place.html", context)


def answer(placement: Placement, guest: Guest, form: Any, back: str, is_accepting: bool) -> Callable[[], str]:
    def accept() -> str:
        actions.accept_with_link(placement_id=placement.pk, by=guest.link)
        return back

    def decline() -> str:
        actions.decline_with_link(placement_id=placement.pk, reason=form.cleaned_data["reason"], by=guest.link)
        return back

    return accept if is_accepting else decline
