"""Speakers and hosts: added, asked, reminded, confirmed, declined, replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions import note_use, open_link, repeat_link, revoke_links_of
from hospitium.accounts.models import GuestLink
from hospitium.agreements.actions import people_of
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record, timeline
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused, require
from hospitium.visits import rules
from hospitium.visits.actions.tasks import follow_confirmations
from hospitium.visits.models import Item, Part, Speaker, Visit
from hospitium.visits.queries.parts import invitation_of, language_of, others, stand_ins

PURPOSE = "confirmation"
AFTER_ASKING, BEFORE_MATERIAL = timedelta(days=7), timedelta(days=3)
UNANSWERED = (Part.State.ASKED, Part.State.CONFIRMED)

# What a guest can say, and what it makes of the question; with another time it stays open.
ANSWERS = {"confirmed": Part.State.CONFIRMED, "declined": Part.State.DECLINED, "proposed": Part.State.ASKED}


@dataclass(frozen=True)
class Asked:
    """How many were asked, and who could not be, with the reason."""

    count: int
    left_out: list[tuple[Part, str]]


@transaction.atomic
def add_part(*, item_id: int, values: Mapping[str, Any], by: User) -> Part:
    """Put a speaker or host into an item; nobody is asked yet. Raises Refused."""
    item = locked(Item, item_id)
    require(rules.may_add_part(by, item, values["speaker"]))
    part = Part(item=item)
    write(part, values)
    record("part.added", part, by=by, about=[item.visit, part.speaker], item=item.pk)
    follow_confirmations(item.visit)
    return part


@transaction.atomic
def edit_part(*, part_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Part:
    """Change what somebody is asked for. Raises Refused, or Conflict when somebody saved in between."""
    part = locked(Part, part_id, version=version)
    require(rules.may_edit_item(by, part.item))
    changed = write(part, values)
    if changed:
        record("part.changed", part, by=by, about=[part.item.visit], fields=changed)
    return part


@transaction.atomic
def remove_part(*, part_id: int, by: User) -> Visit:
    """Take somebody out of an item; who was asked already is told that it is settled. Raises Refused."""
    part = locked(Part, part_id)
    require(rules.may_edit_item(by, part.item))
    visit = part.item.visit
    tell_off(part, by)
    record("part.removed", part, by=by, about=[visit, part.speaker], item=part.item_id)
    part.delete()
    follow_confirmations(visit)
    return visit


@transaction.atomic
def replace_part(*, part_id: int, speaker: Speaker, by: User) -> Part:
    """Put somebody else into the place of one person; the new one is not asked yet. Raises Refused."""
    old = locked(Part, part_id)
    require(rules.may_replace_part(by, old, speaker))
    tell_off(old, by)
    old.state = Part.State.REPLACED
    old.version += 1
    old.save(update_fields=["state", "version"])
    new = Part.objects.create(
        item=old.item,
        speaker=speaker,
        role=old.role,
        level=old.level,
        material_due=old.material_due,
        replaces=old,
    )
    record("part.replaced", new, by=by, about=[old, old.item.visit, speaker, old.speaker], old=old.pk)
    follow_confirmations(old.item.visit)
    return new


def tell_off(part: Part, by: User) -> None:
    """End the links of somebody who is not needed any more, and say so to whoever was still counting on it."""
    revoke_links_of(subject=part, by=by)
    invitation = invitation_of(part)
    if part.state in UNANSWERED and part.speaker.email and invitation and part.asked_on:
        post(part, part.speaker.email, "visits/mail/part_settled", by, invitation=invitation)


# ---- asking --------------------------------------------------------------------
@transaction.atomic
def ask_part(*, part_id: int, by: User) -> Part:
    """Mail the question with a personal link. Links of an earlier question end. Raises Refused."""
    part = locked(Part, part_id)
    require(rules.may_ask_part(by, part))
    return ask(part, by)


@transaction.atomic
def ask_all_open(*, visit_id: int, by: User) -> Asked:
    """Ask everybody of a visit who was not asked yet and can be."""
    asked, left_out = 0, []
    waiting = Part.objects.filter(item__visit=visit_id, state=Part.State.OPEN).order_by("item__day", "pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        part = locked(Part, pk)
        verdict = rules.may_ask_part(by, part)
        if verdict:
            ask(part, by)
            asked += 1
        else:
            left_out.append((part, str(verdict.reason)))
    return Asked(asked, left_out)


def ask(part: Part, by: User) -> Part:
    invitation = invitation_of(part)
    if invitation is None or part.item.day is None:
        raise Refused(_("This item has no time yet. Place it in the programme, then ask."))
    revoke_links_of(subject=part, by=by)
    link, address = open_link(
        purpose=PURPOSE,
        subject=part,
        name=part.speaker.name,
        email=part.speaker.email,
        language=language_of(part.speaker),
        ends_on=part.item.day,
        by=by,
    )
    part.state, part.asked_on, part.reminded_on, part.answered_on = Part.State.ASKED, timezone.localdate(), None, None
    part.answer_text, part.proposed_day, part.proposed_time = "", None, None
    part.version += 1
    part.save()
    record("part.asked", part, by=by, about=[part.item.visit, part.speaker], link=link.pk)
    follow_confirmations(part.item.visit)
    post(part, link.email, "visits/mail/part_asked", by, invitation=invitation, link=link, address=address)
    return part


@transaction.atomic
def remind_part(*, part_id: int, by: User) -> Part:
    """Mail the question once more, with a link that works beside the first one. Raises Refused."""
    part = locked(Part, part_id)
    require(rules.may_remind_part(by, part))
    if open_link_of(part) is None:
        return ask(part, by)
    remind(part, "by_hand", by)
    return part


@transaction.atomic
def remind_of_confirmations(*, today: date) -> int:
    """Remind who was asked a week ago and has not answered, and whose material is due in three days; each once.

    Returns how many mails went into the outbox.
    """
    parts = Part.objects.filter(state__in=UNANSWERED, item__day__gte=today).exclude(asked_on=None)
    sent = 0
    for pk in list(parts.order_by("pk").values_list("pk", flat=True)):
        part = locked(Part, pk)
        step = step_due(part, today)
        if step and rules.may_be_reminded(part) and open_link_of(part):
            remind(part, step, None)
            sent += 1
    return sent


def step_due(part: Part, today: date) -> str:
    """Which reminder is due and was not sent for this question yet; "" for none."""
    steps = []
    if part.material_due and today <= part.material_due <= today + BEFORE_MATERIAL:
        steps.append("material")
    if part.state == Part.State.ASKED and part.asked_on and part.asked_on + AFTER_ASKING <= today:
        steps.append("answer")
    if not steps or part.reminded_on == today:
        return ""
    sent = timeline(part).filter(code="part.reminded", facts__asked_on=str(part.asked_on))
    done = {event.facts["step"] for event in sent}
    return next((step for step in steps if step not in done), "")


def remind(part: Part, step: str, by: User | None) -> None:
    invitation, first = invitation_of(part), open_link_of(part)
    if invitation is None or first is None:
        return
    link, address = repeat_link(link_id=first.pk)
    part.reminded_on = timezone.localdate()
    part.version += 1
    part.save(update_fields=["reminded_on", "version"])
    record("part.reminded", part, by=by, about=[part.item.visit], step=step, asked_on=part.asked_on)
    template = "visits/mail/part_reminded"
    post(part, link.email, template, by, invitation=invitation, link=link, address=address, step=step)


def open_link_of(part: Part) -> GuestLink | None:
    kind, key = reference(part)
    return GuestLink.objects.filter(kind=kind, key=key).open_on(timezone.localdate()).first()


# ---- answers -------------------------------------------------------------------
@transaction.atomic
def answer_part(
    *, part_id: int, link_id: int, answer: str, seen: str, text: str, day: date | None = None, at: time | None = None
) -> Part:
    """What the guest says: confirmed, declined, or proposed with another day and time.

    `seen` is what the question said when it was read (Invitation.seen). Raises Refused when the question has changed
    since, or is settled. A no and a proposal are mailed to whoever is in charge.
    """
    part = locked(Part, part_id)
    require(rules.may_answer_part(part))
    invitation = invitation_of(part)
    if invitation is None or invitation.seen != seen:
        raise Refused(_("The time was changed in the meantime. Please look at it once more; nothing was sent yet."))
    said = (ANSWERS[answer], text, *((day, at) if answer == "proposed" else (None, None)))
    if part.answered_on and said == (part.state, part.answer_text, part.proposed_day, part.proposed_time):
        return part
    part.state, part.answer_text, part.proposed_day, part.proposed_time = said
    part.answered_on = timezone.localdate()
    part.version += 1
    part.save()
    record("part.answered", part, by=None, about=[part.item.visit, part.speaker], answer=answer, link=link_id)
    follow_confirmations(part.item.visit)
    note_use(link_id=link_id, what=answer)
    if answer != "confirmed":
        tell_office(part, answer)
    return part


@transaction.atomic
def note_answer(*, part_id: int, state: str, text: str, by: User) -> Part:
    """Note what somebody said by phone or in person: confirmed or declined. Raises Refused."""
    part = locked(Part, part_id)
    require(rules.may_edit_item(by, part.item))
    if part.state == Part.State.REPLACED:
        raise Refused(_("This person was replaced already."))
    part.state, part.answer_text, part.answered_on = Part.State(state), text, timezone.localdate()
    part.proposed_day = part.proposed_time = None
    part.version += 1
    part.save()
    record("part.noted", part, by=by, about=[part.item.visit, part.speaker], answer=state)
    follow_confirmations(part.item.visit)
    return part


@transaction.atomic
def accept_other_time(*, part_id: int, version: int | None, by: User) -> Item:
    """Move the item to the time that somebody proposed. That person has confirmed; the others are asked anew.

    Raises Refused, or Conflict when the proposal changed in between.
    """
    part = locked(Part, part_id, version=version)
    item = locked(Item, part.item_id)
    require(rules.may_accept_time(by, part))
    item.day, item.starts, item.version = part.proposed_day, part.proposed_time, item.version + 1
    item.save(update_fields=["day", "starts", "version"])
    part.state, part.proposed_day, part.proposed_time = Part.State.CONFIRMED, None, None
    part.save()
    record("part.time_accepted", part, by=by, about=[item, item.visit], item=item.pk)
    ask_anew(item=item, besides=part, by=by)
    return item


def ask_anew(*, item: Item, besides: Part | None, by: User) -> int:
    """The time of an item has changed: whoever was asked or has confirmed is open again. Returns how many."""
    count = 0
    for part in item.parts.select_for_update().filter(state__in=UNANSWERED):
        if besides is None or part.pk != besides.pk:
            part.state = Part.State.OPEN
            part.version += 1
            part.save(update_fields=["state", "version"])
            record("part.reopened", part, by=by, about=[item.visit])
            count += 1
    follow_confirmations(item.visit)
    return count


# ---- mail ----------------------------------------------------------------------
def post(part: Part, to: str, template: str, by: User | None, **context: Any) -> None:
    visit = part.item.visit
    mails.post(
        to=to,
        language=language_of(part.speaker),
        template=template,
        context={
            "part": part,
            "officer": by or visit.officer or visit.unit,
            "installation": settings.INSTALLATION["name"],
            **context,
        },
        about=part,
    )


def tell_office(part: Part, answer: str) -> None:
    """Tell whoever is in charge of a no or of another time; with a no, who could stand in."""
    visit = part.item.visit
    able = others(stand_ins(visit), part.item.parts.all()) if answer == "declined" else []
    for officer in [visit.officer] if visit.officer else people_of(visit.unit):
        with translation.override(officer.language):
            mails.post(
                to=officer.email,
                language=officer.language,
                template="visits/mail/part_answered",
                context={
                    "part": part,
                    "visit": visit,
                    "answer": answer,
                    "stand_ins": able,
                    "base_url": settings.BASE_URL,
                },
                about=part,
            )
