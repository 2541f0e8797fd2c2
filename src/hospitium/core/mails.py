"""Mail leaves through an outbox: written in the transaction of its cause, sent later, in the receiver's language."""

from __future__ import annotations

import logging
import re
import smtplib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Model, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from hospitium.core.models import Mail
from hospitium.core.references import reference

logger = logging.getLogger(__name__)
ATTEMPTS = 5
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4))
LEASE = timedelta(seconds=60)
# Why a mail failed over which the worker ended each time.
INTERRUPTED = "Interrupted"
# As Django's backend for files parts the messages of one file.
BETWEEN = b"-" * 79 + b"\n"
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.MULTILINE | re.IGNORECASE)


def post(
    *,
    to: str,
    language: str,
    template: str,
    context: dict[str, Any],
    about: Model | None = None,
    calendar: bytes = b"",
    method: str = "",
) -> Mail:
    """Put a mail into the outbox. `template` names <template>.txt: the first line is the subject, the rest the text.

    `calendar` is an invitation that goes along (RFC 6047), `method` what it asks for: REQUEST or CANCEL.

    Values reach the text as they are: it is plain text, nothing in it becomes markup. Raises ValidationError when
    `to` is not exactly one mailbox.
    """
    validate_email(to)
    with translation.override(language):
        text = render_to_string(f"{template}.txt", context)
    subject, _separator, body = text.strip().partition("\n")
    kind, key = reference(about) if about else ("", "")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return Mail.objects.create(
        to=to,
        language=language,
        subject=" ".join(subject.split())[:300],
        body=body.strip() + "\n",
        calendar=calendar.decode(),
        calendar_method=method,
        message_id=f"<{uuid4()}@{domain}>",
        due_at=timezone.now(),
        kind=kind,
        key=key,
    )


def take_next(now: datetime) -> Mail | None:
    """The next mail that is due, leased to this process; a lease that ran out is taken over.

    Whoever had it came to an end over it, so that counts as an attempt: what brings down five workers is put aside.
    """
    with transaction.atomic():
        waiting = Mail.objects.select_for_update(
            skip_locked=transaction.get_connection().features.has_select_for_update_skip_locked
        ).filter(Q(taken_until=None) | Q(taken_until__lt=now), status=Mail.Status.WAITING, due_at__lte=now)
        # One at a time, so that only this one is locked.
        while mail := waiting.order_by("due_at", "id").first():
            mail.attempts += mail.taken_until is not None
            mail.taken_until = now + LEASE
            if mail.attempts >= ATTEMPTS:
                mail.status, mail.error, mail.taken_until = Mail.Status.FAILED, INTERRUPTED, None
            mail.save(update_fields=["taken_until", "attempts", "status", "error"])
            if mail.status == Mail.Status.WAITING:
                return mail
    return None


def send_waiting(*, limit: int = 50) -> int:
    """Send what is due; returns how many were accepted by the mail server. A mail is tried five times."""
    sent = 0
    for _turn in range(limit):
        mail = take_next(timezone.now())
        if mail is None:
            break
        sent += send(mail)
    return sent


def send(mail: Mail) -> bool:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
        connection=get_connection(),
    )
    if mail.calendar:
        add_calendar(message, mail)
    mail.attempts += 1
    mail.taken_until = None
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        mail.error = type(error).__name__
        if is_refused_for_good(error) or mail.attempts >= ATTEMPTS:
            mail.status = Mail.Status.FAILED
        else:
            mail.due_at = timezone.now() + PAUSES[mail.attempts - 1]
        mail.save()
        logger.warning("mail %s not sent (%s)", mail.pk, mail.error)
        return False
    mail.status, mail.error, mail.sent_at = Mail.Status.SENT, "", timezone.now()
    mail.save()
    return True


def add_calendar(message: EmailMultiAlternatives, mail: Mail) -> None:
    """The invitation twice: as another form of the text, for mail programs that know it, and as a file to open."""
    message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
    message.attach("invite.ics", mail.calendar.encode(), "application/ics")


# ---- forgetting ----------------------------------------------------------------
def forget_sent(**which: Any) -> int:
    """Remove the messages that are no longer waiting and fit; returns how many. Call sweep_folder afterwards."""
    count, _each = Mail.objects.exclude(status=Mail.Status.WAITING).filter(**which).delete()
    return count


def sweep_folder() -> int:
    """Without a mail server messages are written to files; take those out that the outbox does not know any more."""
    folder, count = Path(settings.EMAIL_FILE_PATH), 0
    for file in sorted(folder.glob("*.log")) if folder.is_dir() else ():
        messages = [text for text in file.read_bytes().split(BETWEEN) if text.strip()]
        names = {text: found[1].decode() if (found := MESSAGE_ID.search(text)) else "" for text in messages}
        known = set(Mail.objects.filter(message_id__in=names.values()).values_list("message_id", flat=True))
        kept = [text for text in messages if names[text] in known]
        count += len(messages) - len(kept)
        if not kept:
            file.unlink()
        elif len(kept) < len(messages):
            part = file.with_suffix(".part")
            part.write_bytes(b"".join(text + BETWEEN for text in kept))
            part.replace(file)
    return count


def is_refused_for_good(error: Exception) -> bool:
    """Will the server never take this mail? A 4xx asks to come back later; a wrong password is ours to mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
    return isinstance(error, ValueError)
