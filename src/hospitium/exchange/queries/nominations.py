"""Whom an office of a partner has named, as its page and the person's own page show it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink
from hospitium.exchange import completeness
from hospitium.exchange import nomination_rules as naming
from hospitium.exchange.models import Application, Consent, HostOffer, Placement
from hospitium.exchange.queries.applications import ANSWER_TONES, chip_of
from hospitium.exchange.states import DECIDED

State = Application.State


def named(link: GuestLink, offer: HostOffer) -> QuerySet[Application]:
    """Those whom the office of this link has named in the round, with all that their pages need."""
    return with_all(Application.objects.named_with(offer, link.email)).order_by("applicant__name_key", "pk")


def with_all(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.select_related("round__officer", "applicant", "partner", "topic", "nominated_with").prefetch_related(
        "wishes__offer__unit", "wishes__partner", "consents", "windows", "round__eligibility_rules"
    )


def shown_state(application: Application) -> str:
    """The state as somebody outside may know it: nothing of the assessment before the results are told."""
    judged = application.state in DECIDED or application.state == State.ASSESSED
    return State.CONSENTED if judged and not is_told(application) else application.state


def is_told(application: Application) -> bool:
    return application.round.placements.exclude(announced_at=None).exists()


def state_chip(application: Application) -> dict[str, str]:
    return chip_of(shown_state(application))


def answer_chip(application: Application) -> dict[str, str]:
    """What the person has said."""
    own = next((one for one in application.consents.all() if one.kind == Consent.Kind.PERSON), None)
    answer = Consent.Answer(own.answer) if own else Consent.Answer.OPEN
    tone, icon = ANSWER_TONES[answer]
    return {"text": str(answer.label), "tone": tone, "icon": icon}


def lines(link: GuestLink, offer: HostOffer) -> list[dict[str, Any]]:
    """Each person with state, answer, place once it is accepted, and what is missing until when."""
    return [
        {
            "pk": one.pk,
            "name": one.applicant.name or one.code,
            "title": one.title,
            "chip": state_chip(one),
            "answer": None if one.state in {State.DRAFT, State.WITHDRAWN} else answer_chip(one),
            "place": place_of(one) or declined_place(one),
            "waits": waits_for(link, one),
            "missing": completeness.missing(one),
        }
        for one in named(link, offer)
    ]


def place_of(application: Application) -> str:
    """Where somebody goes, once they were told."""
    placement = told_place(application)
    return f"{placement.offer.unit}: {placement.offer}" if placement else ""


def declined_place(application: Application) -> str:
    """What became of a place that was declined, for the office that named the person; "" while another one stands."""
    lost = application.placements.filter(state=Placement.State.DECLINED).select_related("offer__unit").last()
    if lost is None or told_place(application):
        return ""
    said = _("The place was declined: %(offer)s.") % {"offer": f"{lost.offer.unit}: {lost.offer}"}
    return " ".join([said, _("The reason: %(reason)s") % {"reason": lost.answer}]) if lost.answer else said


def told_place(application: Application) -> Placement | None:
    """The place that somebody was told of, and that they have not declined."""
    found = application.placements.standing().exclude(state=Placement.State.PROPOSED)
    return found.select_related("offer__unit", "offer__partner", "round").first()


def waits_for(link: GuestLink, application: Application) -> Placement | None:
    """The place to which somebody has to answer with this link."""
    placement = told_place(application)
    if placement is None or placement.state != Placement.State.ANNOUNCED:
        return None
    return placement if naming.may_answer_place(link, placement) else None
