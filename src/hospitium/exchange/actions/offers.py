"""Offers of hosts: by the office, by a department here, by a partner with a link; and the host's ranking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hospitium.accounts.actions import note_use, open_link, revoke_links_of
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.exchange import rules
from hospitium.exchange.actions.lost_places import withdraw_places
from hospitium.exchange.models import HostOffer, HostRanking, Round
from hospitium.exchange.queries.wishes import candidates_of
from hospitium.exchange.states import OFFER

STEP_EVENTS = {
    "offer": "host_offer.offered",
    "confirm": "host_offer.confirmed",
    "withdraw": "host_offer.withdrawn",
}


@transaction.atomic
def create_offer(*, round_id: int, values: Mapping[str, Any], by: User) -> HostOffer:
    """Enter an offer as a draft: of a department here, or of a partner that will complete it. Raises Refused."""
    stored = locked(Round, round_id)
    require(rules.may_create_offer(by, stored, values.get("unit")))
    offer = HostOffer(round=stored)
    write(offer, values)
    record("host_offer.created", offer, by=by, about=[stored])
    return offer


@transaction.atomic
def edit_offer(*, offer_id: int, version: int | None, values: Mapping[str, Any], by: User) -> HostOffer:
    """Change an offer. Raises Refused, or Conflict when somebody saved in between."""
    offer = locked(HostOffer, offer_id, version=version)
    require(rules.may_edit_offer(by, offer))
    require(rules.can_have_places(offer, values.get("capacity")))
    changed = write(offer, values)
    if changed:
        record("host_offer.changed", offer, by=by, about=[offer.round], fields=changed)
    return offer


@transaction.atomic
def step_offer(*, offer_id: int, step: str, reason: str = "", by: User) -> HostOffer:
    """Offer, confirm or withdraw (with a reason). Raises Refused."""
    offer = locked(HostOffer, offer_id)
    require(rules.may_step_offer(by, offer, step))
    return stepped(offer, step, reason, by, None)


def stepped(offer: HostOffer, step: str, reason: str, by: User | None, link: GuestLink | None) -> HostOffer:
    offer.state, offer.reason = OFFER.after(step), reason
    offer.version += 1
    offer.save(update_fields=["state", "reason", "version"])
    if step == "withdraw":
        withdraw_places(offer, reason, by)
        if link is None:
            revoke_links_of(subject=offer, by=by)
    if link is not None:
        note_use(link_id=link.pk, what="answered")
    record(STEP_EVENTS[step], offer, by=by, about=[offer.round, *([link] if link else [])])
    return offer


@transaction.atomic
def ask_host(
    *, offer_id: int, name: str, email: str, language: str, ends_on: date, message: str, by: User
) -> HostOffer:
    """Mail a host the link to its offer; earlier links end. Raises Refused."""
    offer = locked(HostOffer, offer_id)
    require(rules.may_ask_host(by, offer))
    revoke_links_of(subject=offer, by=by)
    link, address = open_link(
        purpose="host_offer", subject=offer, name=name, email=email, language=language, ends_on=ends_on, by=by
    )
    offer.contact_name, offer.contact_email, offer.contact_language = name, email, language
    offer.asked_at = timezone.now()
    offer.version += 1
    offer.save(update_fields=["contact_name", "contact_email", "contact_language", "asked_at", "version"])
    record("host_offer.asked", offer, by=by, about=[offer.round], link=link.pk)
    mails.post(
        to=email,
        language=language,
        template="exchange/mail/host_asked",
        context={
            "offer": offer,
            "round": offer.round,
            "due_on": rules.offers_due(offer.round),
            "link": link,
            "address": address,
            "message": message,
            "officer": by,
            "installation": settings.INSTALLATION["name"],
        },
        about=offer,
    )
    return offer


# ---- with a link ---------------------------------------------------------------
@transaction.atomic
def save_offer_as_guest(*, offer_id: int, version: int | None, values: Mapping[str, Any], by: GuestLink) -> HostOffer:
    """The host saves what it has written so far. Raises Refused, or Conflict."""
    offer = locked(HostOffer, offer_id, version=version)
    require(rules.may_offer_as_guest(by, offer))
    require(rules.can_have_places(offer, values.get("capacity")))
    changed = write(offer, values)
    if changed:
        note_use(link_id=by.pk, what="answered")
        record("host_offer.changed_by_host", offer, by=None, about=[offer.round, by], fields=changed)
    return offer


@transaction.atomic
def make_offer_as_guest(*, offer_id: int, version: int | None, values: Mapping[str, Any], by: GuestLink) -> HostOffer:
    """The host makes its offer, or changes it; whoever sent the link gets a mail. Raises Refused, or Conflict."""
    offer = save_offer_as_guest(offer_id=offer_id, version=version, values=values, by=by)
    require(rules.may_be_offered(offer))
    if offer.state == HostOffer.State.OFFERED:
        return offer
    stepped(offer, "offer", "", None, by)
    officer = by.created_by
    mails.post(
        to=officer.email,
        language=officer.language,
        template="exchange/mail/host_offered",
        context={"offer": offer, "round": offer.round, "base_url": settings.BASE_URL},
        about=offer,
    )
    return offer


@transaction.atomic
def withdraw_offer_as_guest(*, offer_id: int, reason: str, by: GuestLink) -> HostOffer:
    """The host takes its offer back, and says why; whoever sent the link gets a mail. Raises Refused."""
    offer = locked(HostOffer, offer_id)
    require(rules.may_withdraw_as_guest(by, offer))
    stepped(offer, "withdraw", reason, None, by)
    officer = by.created_by
    mails.post(
        to=officer.email,
        language=officer.language,
        template="exchange/mail/host_withdrew",
        context={"offer": offer, "round": offer.round, "base_url": settings.BASE_URL},
        about=offer,
    )
    return offer


# ---- ranking -------------------------------------------------------------------
@transaction.atomic
def rank_as_guest(*, offer_id: int, ranks: Mapping[int, int | None], by: GuestLink) -> HostOffer:
    """The host's order of applicants: application id → rank, equal ranks are ties, None is not ranked.

    Raises Refused. Nobody ranked at all takes the ranking back.
    """
    offer = locked(HostOffer, offer_id)
    require(rules.may_rank_as_guest(by, offer))
    keep_ranks(offer, ranks)
    note_use(link_id=by.pk, what="answered")
    record("host_offer.ranked", offer, by=None, about=[offer.round, by], count=counted(ranks))
    return offer


@transaction.atomic
def rank_as_host(*, offer_id: int, ranks: Mapping[int, int | None], by: User) -> HostOffer:
    """The order of a department here, as of a host abroad. Raises Refused."""
    offer = locked(HostOffer, offer_id)
    require(rules.may_rank_as_host(by, offer))
    keep_ranks(offer, ranks)
    record("host_offer.ranked", offer, by=by, about=[offer.round], count=counted(ranks))
    return offer


def counted(ranks: Mapping[int, int | None]) -> int:
    return sum(rank is not None for rank in ranks.values())


def keep_ranks(offer: HostOffer, ranks: Mapping[int, int | None]) -> None:
    """Only applications that reach this offer are ranked; what the office corrected stays beside."""
    allowed = {application.pk for application in candidates_of(offer)}
    kept = {one.application_id: one for one in offer.rankings.all()}
    for pk in allowed:
        ranking = kept.get(pk) or HostRanking(offer=offer, application_id=pk)
        ranking.rank = ranks.get(pk)
        if ranking.rank is None and ranking.corrected is None:
            if ranking.pk:
                ranking.delete()
            continue
        ranking.save()
    offer.ranked_at = timezone.now() if counted(ranks) else None
    offer.version += 1
    offer.save(update_fields=["ranked_at", "version"])
