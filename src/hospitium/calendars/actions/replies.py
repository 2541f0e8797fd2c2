"""Answers to invitations, read from the office's mailbox. They are noted; what follows from them, people decide."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from hospitium.calendars import answers, imap
from hospitium.calendars.answers import Answer
from hospitium.calendars.models import Invitation, Mailbox, ReadMail
from hospitium.core.events import record

logger = logging.getLogger(__name__)
# How often the mailbox is looked into.
EVERY = timedelta(minutes=2)
# A mail at which the connection breaks is passed by after this many tries, so that those behind it are read.
TRIES = 3
Outcome = ReadMail.Outcome


def read_replies_when_due() -> int:
    """Look into the mailbox if there is one and the last look is two minutes ago. Returns how many answers were new."""
    if not settings.IMAP_URL or not cache.add("calendars.mailbox", 1, timeout=EVERY.total_seconds()):
        return 0
    return read_replies()


def read_replies() -> int:
    """Look into the mailbox. Trouble with it is noted and never raised: the mails are there the next time."""
    address = imap.address_of(settings.IMAP_URL)
    mailbox, _is_new = Mailbox.objects.get_or_create(key=address.key)
    count, error = 0, ""
    try:
        with imap.visited(address) as visit:
            if visit.validity != mailbox.validity:
                mailbox.validity, mailbox.latest = visit.validity, 0
            for entry in visit.entries(after=mailbox.latest, today=timezone.localdate()):
                # What is larger is no answer; it is passed by without being fetched.
                if entry.size <= answers.LARGEST and may_be_tried(mailbox, entry.number):
                    count += take(visit.fetch(entry))
                mailbox.latest = entry.number
                mailbox.save(update_fields=["validity", "latest"])
    except imap.TROUBLE as trouble:
        error = type(trouble).__name__
        # Without the words of the server: they may repeat what was sent to it.
        logger.warning("the mailbox for answers could not be read (%s)", error)
    mailbox.error, mailbox.read_at = error[:60], timezone.now()
    mailbox.save()
    return count


def may_be_tried(mailbox: Mailbox, number: int) -> bool:
    key = f"calendars.mail.{mailbox.pk}.{mailbox.validity}.{number}"
    cache.add(key, 0, timeout=timedelta(days=1).total_seconds())
    return cache.incr(key) <= TRIES


@transaction.atomic
def take(raw: bytes) -> bool:
    """Note what one mail says; True when it was an answer. Each mail counts once; other mails leave no trace."""
    if b"calendar" not in raw.lower() and b"application/ics" not in raw.lower():
        return False
    name = answers.message_id(raw)
    if not raw or ReadMail.objects.filter(message_id=name).exists():
        return False
    try:
        answer = answers.answer_in(raw)
    except answers.UnreadableError as error:
        logger.warning("a mail with a calendar part could not be read (%s)", error)
        note(name, Outcome.UNREADABLE)
        return False
    if answer is None:
        return False
    outcome = apply(answer)
    note(name, outcome)
    return outcome == Outcome.ANSWER


def note(name: str, outcome: ReadMail.Outcome) -> None:
    ReadMail.objects.create(message_id=name, read_at=timezone.now(), outcome=outcome)


def apply(answer: Answer) -> ReadMail.Outcome:
    """Keep an answer with its invitation, if it is one to it: same UID, same address, not to an earlier version."""
    found = Invitation.objects.select_for_update().filter(uid=answer.uid, email=answer.email)
    invitation = found.select_related("visit").first()
    if invitation is None:
        return Outcome.STRANGE
    # Nobody answers tomorrow: a clock that is ahead must not make this the last word.
    said_at = min(answer.said_at, timezone.now())
    is_overtaken = invitation.replied_at is not None and said_at < invitation.replied_at
    if answer.sequence != invitation.sequence or invitation.status == Invitation.Status.CANCELLED or is_overtaken:
        return Outcome.STALE
    if answer.reply:
        invitation.reply = Invitation.Reply(answer.reply)
    proposed = answer.proposed
    if proposed is not None and proposed.tzinfo is None:
        proposed = proposed.replace(tzinfo=invitation.visit.timezone)
    invitation.reply_text, invitation.proposed_at, invitation.replied_at = answer.text, proposed, said_at
    invitation.save(update_fields=["reply", "reply_text", "proposed_at", "replied_at"])
    facts = {"answer": answer.reply or "counter", "sequence": answer.sequence}
    record("invitation.answered", invitation, by=None, about=[invitation.visit], **facts)
    return Outcome.ANSWER
