"""Pages for guests: supervisor and substitute answer; a host writes its offer and ranks applicants by their codes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from hospitium.accounts.guests import Guest, answer_guest, guest_page
from hospitium.exchange import rules
from hospitium.exchange.actions import consents as consent_actions
from hospitium.exchange.actions import offers as offer_actions
from hospitium.exchange.forms.applications import AnswerConsent
from hospitium.exchange.forms.assessment import Ranks
from hospitium.exchange.forms.offers import GuestOffer, Withdraw
from hospitium.exchange.models import Application, Consent, HostOffer
from hospitium.exchange.queries import offers as queries
from hospitium.exchange.queries.rounds import hosted_before
from hospitium.exchange.queries.wishes import candidates_of
from hospitium.partners.models import Home


def office() -> str:
    home = Home.objects.first()
    return str(home.office) if home else ""


def home_city() -> str:
    home = Home.objects.first()
    return str(home.name) if home else ""


# ---- consents --------------------------------------------------------------------
@guest_page("consent")
def guest_consent(request: HttpRequest, guest: Guest) -> HttpResponse:
    """A supervisor, or the human resources office, sees topic and benefit, and says yes or no."""
    return consent_page(request, guest)


@guest_page("substitute")
def guest_substitute(request: HttpRequest, guest: Guest) -> HttpResponse:
    """A substitute sees for whom and how long, nothing of the application itself, and says yes or no."""
    return consent_page(request, guest)


def consent_page(request: HttpRequest, guest: Guest) -> HttpResponse:
    consent: Consent = guest.subject
    initial = {"answer": "" if consent.answer == Consent.Answer.OPEN else consent.answer, "remark": consent.remark}
    form = AnswerConsent(request.POST or None, initial=initial)

    def act() -> str:
        consent_actions.answer_consent(
            consent_id=consent.pk,
            answer=form.cleaned_data["answer"],
            remark=form.cleaned_data["remark"],
            by=guest.link,
        )
        return guest.here

    def context() -> dict[str, Any]:
        application = consent.application
        return {
            "consent": consent,
            "application": application,
            "round": application.round,
            "windows": list(application.windows.all()),
            "is_substitute": consent.kind == Consent.Kind.SUBSTITUTE,
            "verdict": rules.may_answer_consent(guest.link, consent),
            "office": office(),
        }

    return answer_guest(request, form, act, "exchange/guest_consent.html", context)


# ---- offers ----------------------------------------------------------------------
@guest_page("host_offer")
def guest_offer(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The host writes its offer in its language, keeps it as a draft, or makes it."""
    offer: HostOffer = guest.subject
    form = GuestOffer.of(offer, request.POST or None, round=offer.round, language=get_language() or "en")
    is_offered = "save" not in request.POST

    def act() -> str:
        step = offer_actions.make_offer_as_guest if is_offered else offer_actions.save_offer_as_guest
        step(offer_id=offer.pk, version=form.version_seen, values=form.values_for(offer), by=guest.link)
        return f"{guest.here}#state"

    return answer_guest(request, form, act, "exchange/guest_offer.html", lambda: offer_context(guest, offer))


def offer_context(guest: Guest, offer: HostOffer) -> dict[str, Any]:
    # What a host typed and was refused must not be shown as if it were stored.
    stored = HostOffer.objects.select_related("round__unit", "partner", "unit").get(pk=offer.pk)
    _path, mark, asked = guest.here.partition("?")
    tail = f"{mark}{asked}"
    return {
        "offer": stored,
        "round": stored.round,
        "due_on": rules.offers_due(stored.round),
        "chip": queries.chip_of(stored),
        "verdict": rules.may_offer_as_guest(guest.link, stored),
        "may_rank": rules.may_rank_as_guest(guest.link, stored),
        "rank_url": f"{reverse('exchange:guest_ranking', args=[guest.link.pk])}{tail}",
        "may_withdraw": rules.may_withdraw_as_guest(guest.link, stored),
        "withdraw_url": f"{reverse('exchange:guest_offer_withdraw', args=[guest.link.pk])}{tail}",
        "withdrawal": queries.withdrawal_in_words(stored, is_office=False),
        "people_url": f"{reverse('exchange:guest_people', args=[guest.link.pk])}{tail}" if stored.partner_id else "",
        "people_count": Application.objects.named_with(stored, guest.link.email).count(),
        "city": home_city(),
        "hosted": hosted_before(partner=stored.partner, unit_id=stored.unit_id),
        "office": office(),
        "here": guest.here,
    }


@guest_page("host_offer")
def guest_offer_withdraw(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The host takes its offer back and says why."""
    offer: HostOffer = guest.subject
    form = Withdraw(request.POST or None)

    def act() -> str:
        offer_actions.withdraw_offer_as_guest(offer_id=offer.pk, reason=form.cleaned_data["reason"], by=guest.link)
        return guest.here

    return answer_guest(request, form, act, "exchange/guest_withdraw.html", lambda: offer_context(guest, offer))


@guest_page("host_offer")
def guest_ranking(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The host puts those who would like to come into its order, by code, with ties, or leaves it."""
    offer: HostOffer = guest.subject
    verdict = rules.may_rank_as_guest(guest.link, offer)
    kept = {f"rank_{one.application_id}": one.rank for one in offer.rankings.all()}
    form = Ranks(request.POST or None, applications=candidates_of(offer) if verdict else [], initial=kept)

    def act() -> str:
        offer_actions.rank_as_guest(offer_id=offer.pk, ranks=form.ranks, by=guest.link)
        return f"{guest.here}#state"

    def context() -> dict[str, Any]:
        return {**offer_context(guest, offer), "rows": queries.candidate_rows(form.rows), "verdict": verdict}

    return answer_guest(request, form, act, "exchange/guest_ranking.html", context)
