"""The outbox: a message that could not be sent is tried again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hospitium.accounts import rules
from hospitium.core.events import record
from hospitium.core.models import Mail, User
from hospitium.core.verdicts import require


@transaction.atomic
def retry_mail(*, mail_id: int, by: User | None) -> Mail:
    """Put a failed message back into the outbox, with all its attempts before it."""
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    require(rules.may_retry(by, mail))

    mail.status, mail.attempts, mail.due_at, mail.error = Mail.Status.WAITING, 0, timezone.now(), ""
    mail.save(update_fields=["status", "attempts", "due_at", "error"])

    record("mail.retried", mail, by=by)
    return mail
