"""That somebody has taken their own data along."""

from __future__ import annotations

from django.db import transaction

from hospitium.accounts.actions import note_use
from hospitium.accounts.models import GuestLink
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.exchange import erasure_rules as rules
from hospitium.exchange.models import Application


@transaction.atomic
def note_own_export(*, application_id: int, by: User | GuestLink) -> None:
    """The person has fetched the own data (Art. 15 GDPR); the office sees that it happened. Raises Refused."""
    application = locked(Application, application_id)
    require(rules.may_take_along(by, application))
    if isinstance(by, GuestLink):
        note_use(link_id=by.pk, what="exported")
        record("application.own_data_exported", application, by=None, about=[by])
    else:
        record("application.own_data_exported", application, by=by)
