"""What an office of a partner may do with its link for its own people, and what they may do with theirs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink
from hospitium.core.references import reference
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.exchange.completeness import missing
from hospitium.exchange.models import Application, Consent, HostOffer, Phase, Placement
from hospitium.exchange.placement_rules import can_be_accepted, can_be_answered
from hospitium.exchange.rules import JUDGING, NO_LINK, can_be_withdrawn, may_be_sent, today

State = Application.State
CORRECTABLE = frozenset({State.SUBMITTED, State.CONSENTED})


def offer_of(link: GuestLink) -> HostOffer | None:
    """The offer of a partner that the link is for."""
    if not link.is_open or link.purpose != "host_offer":
        return None
    return HostOffer.objects.filter(pk=link.key, partner__isnull=False).select_related("round", "partner").first()


def is_own_office(link: GuestLink, application: Application) -> bool:
    """Did the office of this link name this person?"""
    offer = offer_of(link)
    return offer is not None and Application.objects.named_with(offer, link.email).filter(pk=application.pk).exists()


def is_person(link: GuestLink, application: Application) -> bool:
    """Is it the link of the person who was named?"""
    own = application.consents.filter(kind=Consent.Kind.PERSON).first()
    return own is not None and link.is_open and (link.kind, link.key) == reference(own)


def may_name(link: GuestLink) -> Verdict:
    """While the call is open an office of a partner names its people."""
    offer = offer_of(link)
    return may_be_sent(offer.round) if offer else Verdict(NO_LINK)


def may_correct(link: GuestLink, application: Application) -> Verdict:
    """A draft is the office's at any time; what was sent, office and person correct while the call is open."""
    if application.state == State.DRAFT:
        return ALLOWED if is_own_office(link, application) else Verdict(NO_LINK)
    if not (is_own_office(link, application) or is_person(link, application)):
        return Verdict(NO_LINK)
    if application.state == State.WITHDRAWN:
        return Verdict(_("This application was withdrawn."))
    if application.round.phase_on(today()) != Phase.OPEN or application.state not in CORRECTABLE:
        return Verdict(_("The last day has passed; the application stays as it was sent. To correct it, write to us."))
    return ALLOWED


def may_change_address(application: Application) -> Verdict:
    """Once somebody has answered, the link is theirs: a new address could let another one in."""
    if application.consents.filter(kind=Consent.Kind.PERSON).exclude(answer=Consent.Answer.OPEN).exists():
        return Verdict(_("This person has answered from this address. To change it, write to us."))
    return ALLOWED


def may_send(link: GuestLink, application: Application) -> Verdict:
    """Everything is there, and it is still time."""
    if not is_own_office(link, application):
        return Verdict(NO_LINK)
    if application.state != State.DRAFT:
        return Verdict(_("This person was named already."))
    verdict = may_be_sent(application.round)
    if verdict and missing(application):
        return Verdict(_("Something is still missing; the list says what."))
    return verdict


def may_take_off(link: GuestLink, application: Application) -> Verdict:
    """The office throws a draft away at any time, and withdraws what was sent until the results are out."""
    if not is_own_office(link, application):
        return Verdict(NO_LINK)
    if application.state == State.DRAFT:
        return ALLOWED
    verdict = can_be_withdrawn(application)
    if verdict and application.round.phase_on(today()) not in {Phase.OPEN, *JUDGING}:
        return Verdict(_("The results are out. To withdraw somebody, write to us."))
    return verdict


def may_withdraw_in_person(link: GuestLink, application: Application) -> Verdict:
    """The person withdraws at any time before the stay."""
    return can_be_withdrawn(application) if is_person(link, application) else Verdict(NO_LINK)


# ---- the place that came of it ---------------------------------------------------------
def has_own_link(application: Application) -> bool:
    """Can the person who was named answer with a link of their own?"""
    own = application.consents.filter(kind=Consent.Kind.PERSON).first()
    if own is None:
        return False
    kind, key = reference(own)
    return GuestLink.objects.filter(kind=kind, key=key).open_on(today()).exists()


def may_answer_place(link: GuestLink, placement: Placement) -> Verdict:
    """The person answers; for whoever has no link of their own the office that named them does."""
    application = placement.application
    if not is_person(link, application):
        if not is_own_office(link, application):
            return Verdict(NO_LINK)
        if has_own_link(application):
            return Verdict(_("This person has a link of their own and answers with it."))
    return can_be_answered(placement)


def may_accept_place(link: GuestLink, placement: Placement) -> Verdict:
    verdict = may_answer_place(link, placement)
    return can_be_accepted(placement) if verdict else verdict
