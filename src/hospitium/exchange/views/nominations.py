"""Pages for guests: an office of a partner names its people; each sees, corrects and withdraws their own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from hospitium.accounts.guests import Guest, answer_guest, guest_page
from hospitium.core.http import is_typing
from hospitium.core.verdicts import Verdict
from hospitium.exchange import completeness, rules
from hospitium.exchange import nomination_rules as naming
from hospitium.exchange.actions import nominations as actions
from hospitium.exchange.actions.consents import answer_consent
from hospitium.exchange.forms.nominations import Begin, Nomination
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.models import Application, Consent, HostOffer
from hospitium.exchange.queries import nominations as queries
from hospitium.exchange.queries.applications import languages_in_words, wishes_in_words
from hospitium.exchange.queries.notices import notice_of
from hospitium.exchange.queries.places import places_for
from hospitium.exchange.queries.results import ground_of, own_result
from hospitium.exchange.views.application_parts import autosaved
from hospitium.exchange.views.guests import home_city, office


def address(guest: Guest, view: str, *keys: int) -> str:
    """A page of this link, in the language that was asked for."""
    _path, mark, asked = guest.here.partition("?")
    return f"{reverse(f'exchange:{view}', args=[guest.link.pk, *keys])}{mark}{asked}"


# ---- the office there ------------------------------------------------------------
@guest_page("host_offer")
def guest_people(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Whom this office has named in the round, with state and what is missing; the next one is begun here."""
    offer = offer_of(guest)
    form = Begin(request.POST or None, initial={"language": get_language()})

    def act() -> str:
        made = actions.begin_nomination(
            round_id=offer.round_id,
            person=form.person,
            organisation=form.cleaned_data["organisation"],
            by=guest.link,
        )
        return address(guest, "guest_person", made.pk)

    def context() -> dict[str, Any]:
        people = queries.lines(guest.link, offer)
        for one in people:
            one["url"] = address(guest, "guest_person", one["pk"])
            one["place_url"] = address(guest, "guest_person_place", one["pk"])
        return {**frame(guest, offer), "people": people, "may_name": naming.may_name(guest.link)}

    return answer_guest(request, form, act, "exchange/guest_people.html", context)


def offer_of(guest: Guest) -> HostOffer:
    """Only an office of a partner names people; a department here has none to send to us."""
    found = naming.offer_of(guest.link)
    if found is None:
        raise Http404
    return found


def frame(guest: Guest, offer: HostOffer) -> dict[str, Any]:
    return {
        "round": offer.round,
        "offer": offer,
        "city": home_city(),
        "office": office(),
        "here": guest.here,
        "people_url": address(guest, "guest_people"),
    }


def named_here(guest: Guest, offer: HostOffer, pk: int) -> Application:
    found = queries.named(guest.link, offer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@guest_page("host_offer")
def guest_person(request: HttpRequest, guest: Guest, pk: int) -> HttpResponse:
    """One person on one page: a draft that is kept while it is typed, then sent; corrected while the call is open."""
    offer = offer_of(guest)
    record = named_here(guest, offer, pk)
    is_draft = record.state == Application.State.DRAFT
    form = form_of(request, record, is_sent=not is_draft or "send" in request.POST)
    if is_typing(request) and is_draft:
        return autosaved(form, lambda: saved(form, record, guest))

    def act() -> str:
        made = saved(form, record, guest)
        if "send" in request.POST and naming.may_send(guest.link, stored(pk)):
            actions.send_nomination(application_id=made.pk, by=guest.link)
        return f"{address(guest, 'guest_person', pk)}#state"

    def context() -> dict[str, Any]:
        return {
            **frame(guest, offer),
            **own_page(stored(pk), guest),
            "may_send": naming.may_send(guest.link, stored(pk)),
            "may_take_off": naming.may_take_off(guest.link, record),
            "end_url": address(guest, "guest_person_end", pk),
            "place": queries.told_place(record),
            "place_name": queries.place_of(record),
            "declined": queries.declined_place(record),
            "may_answer": may_answer(guest, record),
            "place_url": address(guest, "guest_person_place", pk),
        }

    return answer_guest(request, form, act, "exchange/guest_person.html", context)


def may_answer(guest: Guest, record: Application) -> Verdict | None:
    """Whether the place can be answered with this link; None without a place."""
    placement = queries.told_place(record)
    return naming.may_answer_place(guest.link, placement) if placement else None


def stored(pk: int) -> Application:
    """As it stands now: what was typed and refused must not be shown as if it were stored."""
    return queries.with_all(Application.objects.filter(pk=pk)).get()


def form_of(request: HttpRequest, record: Application, *, is_sent: bool) -> Nomination:
    form: Nomination = Nomination.of(
        record, request.POST or None, round=record.round, is_sent=is_sent, **places_for(record)
    )
    return form


def saved(form: Nomination, record: Application, guest: Guest) -> Application:
    return actions.save_nomination(
        application_id=record.pk,
        version=form.version_seen,
        person=form.person,
        values=form.values,
        wishes=form.ranked,
        by=guest.link,
    )


def own_page(record: Application, guest: Guest) -> dict[str, Any]:
    """What the page of an application shows, to the office there and to the person."""
    verdict = rules.may_be_sent(record.round)
    return {
        "application": record,
        "round": record.round,
        "chip": queries.state_chip(record),
        "answer": queries.answer_chip(record),
        "is_draft": record.state == Application.State.DRAFT,
        "missing": completeness.missing(record),
        "verdict": naming.may_correct(guest.link, record),
        "late": "" if verdict else verdict.reason,
        "spoken": languages_in_words(record.languages),
        "wishes": wishes_in_words(record),
        "notice": notice_of(record),
    }


@guest_page("host_offer")
def guest_person_end(request: HttpRequest, guest: Guest, pk: int) -> HttpResponse:
    """Asks before a draft is thrown away, or somebody is withdrawn."""
    offer = offer_of(guest)
    record = named_here(guest, offer, pk)
    form = Nothing(request.POST or None)

    def act() -> str:
        actions.take_off(application_id=pk, by=guest.link)
        return address(guest, "guest_people")

    def context() -> dict[str, Any]:
        return {
            **frame(guest, offer),
            "application": record,
            "is_draft": record.state == Application.State.DRAFT,
            "is_person": False,
            "verdict": naming.may_take_off(guest.link, record),
            "back": address(guest, "guest_person", pk),
        }

    return answer_guest(request, form, act, "exchange/guest_person_end.html", context)


# ---- the person ------------------------------------------------------------------
@guest_page("own_application")
def guest_application(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What is held about this person, by whom and what for; they agree, and later read the result."""
    consent: Consent = guest.subject
    form = Nothing(request.POST or None)

    def act() -> str:
        answer_consent(consent_id=consent.pk, answer=Consent.Answer.YES, remark="", by=guest.link)
        return f"{guest.here}#state"

    def context() -> dict[str, Any]:
        record = stored(consent.application_id)
        is_told = queries.is_told(record) and record.state != Application.State.WITHDRAWN
        return {
            **own_page(record, guest),
            "office": office(),
            "may_answer": rules.may_answer_consent(guest.link, Consent.objects.get(pk=consent.pk)),
            "may_withdraw": naming.may_withdraw_in_person(guest.link, record),
            "data_url": address(guest, "guest_application_data"),
            "end_url": address(guest, "guest_application_end"),
            "result": own_result(record, ground_of(record.round)) if is_told else None,
            "may_answer_place": may_answer(guest, record),
            "place_url": address(guest, "guest_application_place"),
            "known_url": address(guest, "guest_application_known"),
        }

    return answer_guest(request, form, act, "exchange/guest_application.html", context)


@guest_page("own_application")
def guest_application_data(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The person corrects what the office there has written."""
    record = stored(guest.subject.application_id)
    form = form_of(request, record, is_sent=True).without_address()

    def act() -> str:
        saved(form, record, guest)
        return f"{guest.here}#state"

    def context() -> dict[str, Any]:
        return {**own_page(stored(record.pk), guest), "office": office(), "here": guest.here}

    return answer_guest(request, form, act, "exchange/guest_application_data.html", context)


@guest_page("own_application")
def guest_application_end(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Asks before the person withdraws."""
    record = stored(guest.subject.application_id)
    form = Nothing(request.POST or None)

    def act() -> str:
        actions.withdraw_in_person(application_id=record.pk, by=guest.link)
        return f"{guest.here}#state"

    def context() -> dict[str, Any]:
        return {
            "application": record,
            "round": record.round,
            "is_person": True,
            "has_place": record.placements.exists(),
            "verdict": naming.may_withdraw_in_person(guest.link, record),
            "office": office(),
            "back": guest.here,
        }

    return answer_guest(request, form, act, "exchange/guest_person_end.html", context)
