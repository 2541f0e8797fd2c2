"""The agreement of person, sender and host, and the steps of a stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.actions import note_use, open_link, revoke_links_of
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.documents.actions import make_document
from hospitium.documents.models import Document
from hospitium.exchange import stay_rules as rules
from hospitium.exchange.actions.moving_up import mark_freed, pass_on
from hospitium.exchange.actions.stay_tasks import follow_days
from hospitium.exchange.documents.stays import agreement_data, certificate_data, title_of
from hospitium.exchange.models import Placement
from hospitium.exchange.states import PLACEMENT

STEP_EVENTS = {
    "agree": "placement.agreed",
    "begin": "placement.begun",
    "finish": "placement.finished",
    "break_off": "placement.broken_off",
}
ASKED = {
    "placement": "exchange/mail/placement_asked",
    "host_feedback": "exchange/mail/host_feedback_asked",
}
SIGNATURES = ("person_signed_on", "sender_signed_on", "host_signed_on")


def around(placement: Placement) -> list[Model]:
    return [placement.round, placement.application]


# ---- the agreement ---------------------------------------------------------------
@transaction.atomic
def edit_agreement(*, placement_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Placement:
    """Write what the three agree on. What was signed or accepted before no longer counts once that changes.

    Raises Refused, or Conflict when somebody saved in between.
    """
    placement = locked(Placement, placement_id, version=version)
    require(rules.may_edit_agreement(by, placement))
    changed = write(placement, values)
    if changed:
        begin_anew(placement)
        follow_days(placement)
        record("placement.agreement_changed", placement, by=by, about=around(placement), fields=changed)
    return placement


def begin_anew(placement: Placement) -> None:
    """What somebody accepted or signed was another text."""
    placement.host_accepted_at, placement.agreement = None, None
    for name in SIGNATURES:
        setattr(placement, name, None)
    placement.save(update_fields=["host_accepted_at", "agreement", *SIGNATURES])


@transaction.atomic
def make_agreement(
    *,
    placement_id: int,
    languages: tuple[str, ...],
    by: User,
) -> Document:
    """The agreement as a paper in one or two languages, the first one left. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_make_agreement(by, placement))
    document = make_document(
        template="stay_agreement",
        data=agreement_data(placement, languages=languages),
        subject=placement,
        unit=placement.round.unit,
        title=title_of(placement, "stay_agreement", languages[0]),
        language=languages[0],
        second_language=languages[1] if len(languages) > 1 else "",
        file_reference=placement.round.file_reference,
        by=by,
    )
    placement.agreement = document
    placement.version += 1
    placement.save(update_fields=["agreement", "version"])
    return document


@transaction.atomic
def note_signatures(
    *, placement_id: int, version: int | None, values: Mapping[str, date | None], by: User
) -> Placement:
    """Note who signed on which day. Raises Refused, or Conflict."""
    placement = locked(Placement, placement_id, version=version)
    require(rules.may_sign(by, placement))
    today = timezone.localdate()
    if any(day and day > today for day in values.values()):
        raise Refused(_("Nobody signs in the future."))
    changed = write(placement, values)
    if changed:
        record("placement.signed", placement, by=by, about=around(placement), fields=changed)
    return placement


@transaction.atomic
def step_stay(*, placement_id: int, step: str, reason: str = "", by: User) -> Placement:
    """Agree, begin, finish, or break off with a reason. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_step(by, placement, step))
    if step == "break_off" and not reason.strip():
        raise Refused(_("Please say why; the office and the host have to know."))
    had_begun = placement.state == Placement.State.UNDER_WAY
    placement.state = PLACEMENT.after(step)
    placement.version += 1
    if step == "break_off":
        placement.answer = reason.strip()[:300]
    placement.save(update_fields=["state", "version", "answer"])
    if step in ("agree", "break_off"):
        revoke_links_of(subject=placement, by=by)
    record(STEP_EVENTS[step], placement, by=by, about=around(placement))
    if step == "break_off":
        mark_freed(placement, "place_begun") if had_begun else pass_on(placement, by=by)
    return placement


# ---- the host --------------------------------------------------------------------
@transaction.atomic
def ask_host_to_agree(
    *, placement_id: int, name: str, email: str, language: str, ends_on: date, message: str, by: User
) -> Placement:
    """Mail the host the link to the agreement; earlier links end. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_ask_host(by, placement))
    placement.host_asked_at, placement.host_wish = timezone.now(), ""
    placement.version += 1
    placement.save(update_fields=["host_asked_at", "host_wish", "version"])
    send_link(placement, "placement", name, email, language, ends_on, message, by)
    record("placement.host_asked", placement, by=by, about=around(placement))
    return placement


def send_link(
    placement: Placement, purpose: str, name: str, email: str, language: str, ends_on: date, message: str, by: User
) -> GuestLink:
    revoke_links_of(subject=placement, by=by)
    link, address = open_link(
        purpose=purpose, subject=placement, name=name, email=email, language=language, ends_on=ends_on, by=by
    )
    mails.post(
        to=email,
        language=language,
        template=ASKED[purpose],
        context={
            "placement": placement,
            "round": placement.round,
            "link": link,
            "address": address,
            "message": message,
            "officer": by,
            "installation": settings.INSTALLATION["name"],
        },
        about=placement,
    )
    return link


@transaction.atomic
def write_as_host(*, placement_id: int, version: int | None, values: Mapping[str, Any], by: GuestLink) -> Placement:
    """The host names mentor and task. Raises Refused, or Conflict."""
    placement = locked(Placement, placement_id, version=version)
    require(rules.may_write_as_host(by, placement))
    changed = write(placement, values)
    if changed:
        begin_anew(placement)
        note_use(link_id=by.pk, what="answered")
        record("placement.changed_by_host", placement, by=None, about=[*around(placement), by], fields=changed)
    return placement


@transaction.atomic
def accept_as_host(*, placement_id: int, version: int | None, values: Mapping[str, Any], by: GuestLink) -> Placement:
    """The host agrees to the stay as it is written; whoever sent the link gets a mail. Raises Refused, or Conflict."""
    placement = write_as_host(placement_id=placement_id, version=version, values=values, by=by)
    require(rules.may_accept_as_host(by, placement))
    if placement.host_accepted_at is None:
        placement.host_accepted_at, placement.host_wish = timezone.now(), ""
        placement.save(update_fields=["host_accepted_at", "host_wish"])
        note_use(link_id=by.pk, what="answered")
        record("placement.host_accepted", placement, by=None, about=[*around(placement), by])
        tell_officer(placement, by, "exchange/mail/host_accepted")
    return placement


@transaction.atomic
def ask_for_change_as_host(*, placement_id: int, wish: str, by: GuestLink) -> Placement:
    """The host says what should be different; whoever sent the link gets a mail. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_write_as_host(by, placement))
    if not wish.strip():
        raise Refused(_("Please write what should be changed."))
    placement.host_wish, placement.host_accepted_at = wish.strip()[:1000], None
    placement.version += 1
    placement.save(update_fields=["host_wish", "host_accepted_at", "version"])
    note_use(link_id=by.pk, what="answered")
    record("placement.host_wants_change", placement, by=None, about=[*around(placement), by])
    tell_officer(placement, by, "exchange/mail/host_wants_change")
    return placement


def tell_officer(placement: Placement, link: GuestLink, template: str) -> None:
    officer = link.created_by
    mails.post(
        to=officer.email,
        language=officer.language,
        template=template,
        context={"placement": placement, "round": placement.round, "base_url": settings.BASE_URL},
        about=placement,
    )


# ---- certificate -----------------------------------------------------------------
@transaction.atomic
def note_europass(
    *, placement_id: int, version: int | None, skills: Mapping[str, str], number: str, issued_on: date | None, by: User
) -> Placement:
    """The skills gained in their five parts, number and day of the Europass Mobility. Raises Refused, or Conflict."""
    placement = locked(Placement, placement_id, version=version)
    require(rules.may_note_europass(by, placement))
    kept = {name: text for name, text in skills.items() if text}
    changed = write(placement, {"skills": kept, "europass_number": number, "europass_on": issued_on})
    if changed:
        record("placement.europass_noted", placement, by=by, about=around(placement), fields=changed)
    return placement


@transaction.atomic
def make_certificate(*, placement_id: int, languages: tuple[str, ...], by: User) -> Document:
    """The certificate of a finished stay in one or two languages. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_certify(by, placement))
    document = make_document(
        template="stay_certificate",
        data=certificate_data(placement, languages=languages),
        subject=placement,
        unit=placement.round.unit,
        title=title_of(placement, "stay_certificate", languages[0]),
        language=languages[0],
        second_language=languages[1] if len(languages) > 1 else "",
        file_reference=placement.round.file_reference,
        by=by,
    )
    placement.certificate = document
    placement.version += 1
    placement.save(update_fields=["certificate", "version"])
    return document
