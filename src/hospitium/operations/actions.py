"""What the operator's commands and the nightly housekeeping change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from hospitium.accounts.actions import forget_guest_sessions
from hospitium.accounts.demonstration import SignIn, ensure_sign_ins
from hospitium.agreements import actions as agreements
from hospitium.calendars.actions import replies
from hospitium.core import search
from hospitium.core.http import Once
from hospitium.core.models import FormKey, SearchEntry
from hospitium.delegations.actions import drafts, guests
from hospitium.delegations.actions import evaluation as evaluations
from hospitium.delegations.actions import outgoing as journeys
from hospitium.delegations.actions import versions as lists_of_members
from hospitium.exchange.actions import answers
from hospitium.exchange.demonstration.write import write_rounds
from hospitium.interchange.actions.record import import_record
from hospitium.portal.actions import load_editorial
from hospitium.programme import actions as programme
from hospitium.retention import actions as retention
from hospitium.visits.actions import parts as confirmations
from hospitium.visits.actions import releases, tasks


def forget_form_keys() -> int:
    """Remove the one-time keys of forms that nobody can send a second time any more."""
    count, _each = FormKey.objects.filter(used_at__lt=timezone.now() - Once.KEPT).delete()
    return count


def forget_sessions() -> int:
    """Remove the sign-ins that have run out, and the sessions of guests."""
    count, _each = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return count + forget_guest_sessions()


def end_sessions() -> int:
    """Sign everybody out: a restored copy must not bring back an old right to be in."""
    count, _each = Session.objects.all().delete()
    return count


def erase_what_is_due() -> int:
    """Erase whose time is over, and offer to the archive what must be offered; returns how many were erased."""
    return retention.erase_what_is_due(today=timezone.localdate()).erased


def forget_drafts() -> int:
    """Remove what guests had typed with links that have ended, and lists that nobody has come back to."""
    return drafts.forget_drafts()


def tell_members() -> int:
    """Mail the notice of Art. 14 GDPR to members whom others have entered."""
    return guests.tell_members(now=timezone.now())


def remind_of_deadlines() -> int:
    return agreements.remind_of_deadlines(today=timezone.localdate())


def remind_of_promises() -> int:
    return programme.remind_of_promises(today=timezone.localdate())


def ask_about_learning_points() -> int:
    return programme.ask_about_learning_points(today=timezone.localdate())


def close_evaluations() -> int:
    return evaluations.close_evaluations(today=timezone.localdate())


def remind_of_confirmations() -> int:
    return confirmations.remind_of_confirmations(today=timezone.localdate())


def tell_of_changes(*, now: datetime) -> int:
    return releases.post_notices(now=now) + lists_of_members.post_late_changes(now=now)


def read_replies() -> int:
    return replies.read_replies_when_due()


def remind_of_tasks() -> int:
    return tasks.remind_of_tasks(today=timezone.localdate())


def remind_of_answers() -> int:
    return answers.remind_of_answers(today=timezone.localdate())


def remind_of_claims() -> int:
    return journeys.remind_of_claims(today=timezone.localdate())


def findable_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "search_title")]


@transaction.atomic
def rebuild_search(*, step: Callable[[], None]) -> int:
    """Make all search words anew; `step` is called after each record. Returns how many records are findable."""
    SearchEntry.objects.all().delete()
    count = 0
    for model in findable_models():
        for subject in model._default_manager.order_by("pk").iterator(500):
            search.update(subject)
            step()
            count += 1
    return count


@transaction.atomic
def make_demonstration(*, text: str, has_rounds: bool = False) -> list[SignIn]:
    """Import the record, release the pages that go with it, and make one sign-in for each role.

    With two rounds of staff exchange where asked. Raises RecordError when the record is wrong.
    """
    import_record(text=text, by=None)
    load_editorial()
    made = ensure_sign_ins()
    if has_rounds:
        write_rounds()
    return made
