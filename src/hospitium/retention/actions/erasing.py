"""What happens every night: offer to the archive, erase what is due, keep the proof, remove the traces."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from hospitium.core import mails, search
from hospitium.core.erasures import FILE, Line, remember, remembered
from hospitium.core.events import record
from hospitium.core.models import Claim, SearchEntry
from hospitium.core.references import model_of
from hospitium.core.retention import Due
from hospitium.documents.actions import sweep_files, sweep_unnamed
from hospitium.retention import queries
from hospitium.retention.actions.archive import move
from hospitium.retention.models import Erasure, Offer, Run
from hospitium.retention.queries import InForce
from hospitium.retention.states import OFFERS

logger = logging.getLogger(__name__)
State = Offer.State
TRIES, PAUSE = 20, 0.25
MOST_FAULTS = 20


def erase_what_is_due(*, today: date, step: Callable[[], None] = lambda: None) -> Run:
    """Go through all classes: offer to the archive what must be offered, erase what is due; returns what was done.

    Each record is a transaction of its own: broken off at any place, the next run goes on from there. `step` is called
    after each record. A record that cannot be erased does not hold up the others: the run then counts as broken, so
    that `hospitium check` says it. Raises RuntimeError when there are too many of them to be the records' own fault.
    """
    run, was_broken = begin_run()
    faults = 0
    for held in queries.in_force():
        if not held.is_active:
            continue
        for due in list(held.due_by(today)):
            faults += not tried(run, held, due, today)
            if faults > MOST_FAULTS:
                raise RuntimeError(f"{faults} records could not be erased; the log says which.")
            step()
    run.is_broken = faults > 0
    remove_traces(is_thorough=bool(run.erased) or was_broken or was_erased_by_hand(run))
    end_run(run)
    return run


def tried(run: Run, held: InForce, due: Due, today: date) -> bool:
    """Do what is due with one record; False when it could not be done, and nothing of it was."""
    try:
        take(run, held, due, today)
    except Exception as error:  # noqa: BLE001 - one record must not hold up all the others, night after night
        # What an error says can name the record's data; its kind and number are enough to look for it.
        logger.error("%s: %s %s could not be erased (%s)", held.data_class.key, due.kind, due.key, type(error).__name__)
        run.refresh_from_db(fields=["erased", "offered"])
        return False
    return True


@transaction.atomic
def begin_run() -> tuple[Run, bool]:
    """A new run, and whether an earlier one never came to its end."""
    was_broken = Run.objects.filter(ended_at=None).update(is_broken=True) > 0
    return Run.objects.create(started_at=timezone.now()), was_broken


def was_erased_by_hand(run: Run) -> bool:
    """Has anybody erased on request since the last run? Then the database file has traces of it, too."""
    before = Run.objects.filter(ended_at__isnull=False).exclude(pk=run.pk).first()
    since = before.ended_at if before else None
    lines = remembered(Path(settings.DATA) / FILE)
    return any(since is None or line.at > since for line in lines)


@transaction.atomic
def end_run(run: Run) -> None:
    now = timezone.now()
    Run.objects.filter(ended_at=None, is_broken=True).update(ended_at=now)
    run.ended_at = now
    run.save(update_fields=["ended_at", "is_broken"])


@transaction.atomic
def take(run: Run, held: InForce, due: Due, today: date) -> None:
    """Do what the time asks for with one record."""
    offer = None
    if held.data_class.must_be_offered_to_archive:
        offer, is_new = offered(held, due, today)
        run.offered += is_new
        run.save(update_fields=["offered"])
        if offer.is_late(today):
            move(offer, "let_pass", by=None)
        if not OFFERS.allows("erase", offer.state):
            return
    erase(held, due, run)
    if offer:
        offer.erased_on = today
        move(offer, "erase", by=None)


def offered(held: InForce, due: Due, today: date) -> tuple[Offer, bool]:
    """The offer of this record to the archive, made now if there is none."""
    place = {"data_class": held.data_class.key, "kind": due.kind, "key": due.key}
    offer = Offer.objects.select_for_update().filter(**place).first()
    if offer:
        return offer, False
    term = today + timedelta(days=held.archive_days)
    offer = Offer(**place, anchor=due.anchor, offered_on=today, term_ends_on=term)
    move(offer, "offer", by=None)
    return offer, True


def erase(held: InForce, due: Due, run: Run) -> Erasure:
    """Erase one record's data of this class, in the transaction that is open; returns the proof."""
    now = timezone.now()
    remember(data_class=held.data_class.key, kind=due.kind, key=due.key, at=now)
    counts = dict(held.data_class.erase(due).counts)
    counts.update(forget_around(due))
    proof = Erasure.objects.create(
        data_class=held.data_class.key,
        kind=due.kind,
        key=due.key,
        anchor=due.anchor,
        counts=counts,
        erased_at=now,
        run=run,
    )
    model = model_of(due.kind)
    about = list(model._default_manager.filter(pk=due.key)) if model else []
    record("retention.erased", proof, by=None, about=about, data_class=proof.data_class, count=sum(counts.values()))
    for subject in about:
        search.update(subject)
    run.erased += 1
    run.save(update_fields=["erased"])
    return proof


def forget_around(due: Due) -> dict[str, int]:
    """What lies about a record elsewhere: sent messages, and its search words and claims when it is gone."""
    counts = {}
    if sent := mails.forget_sent(kind=due.kind, key=due.key):
        counts["mails"] = sent
    model = model_of(due.kind)
    if model is None or not model._default_manager.filter(pk=due.key).exists():
        SearchEntry.objects.filter(kind=due.kind, key=due.key).delete()
        claims, _each = Claim.objects.filter(kind=due.kind, key=due.key).delete()
        if claims:
            counts["claims"] = claims
    return counts


# ---- after a restore -----------------------------------------------------------------
def erase_again(*, lines: Iterable[Line], since: datetime) -> int:
    """Erase once more what was erased after `since`, the moment of the backup that was restored; returns how many.

    Earlier lines are left alone: numbers of records can have been given out again since.
    """
    wanted = {(line.data_class, line.kind, line.key) for line in lines if line.at >= since}
    if not wanted:
        return 0
    run, _was_broken = begin_run()
    for data_class, kind, key in sorted(wanted):
        held = queries.rule_in_force(data_class)
        name, _slash, rest = data_class.partition("/")
        if held is not None:
            repeat(run, held, Due(kind, key, timezone.localdate()))
        elif name in queries.again():
            queries.again()[name](kind, key, rest)
    remove_traces(is_thorough=True)
    end_run(run)
    return len(wanted)


@transaction.atomic
def repeat(run: Run, held: InForce, due: Due) -> None:
    erase(held, due, run)


# ---- traces ----------------------------------------------------------------------------
def remove_traces(*, is_thorough: bool) -> None:
    """Files that no row names any more, messages in the mail folder, and what the database file still holds."""
    sweep_unnamed()
    sweep_files()
    mails.sweep_folder()
    if is_thorough and not connection.in_atomic_block:
        clear_database_file()


def clear_database_file() -> None:
    """Rewrite what the database has left of erased rows.

    SQLite overwrites what it deletes (secure_delete), yet pieces stay in the slack of pages and in the log; only
    VACUUM and an emptied log leave none. PostgreSQL frees the room of dead rows; its own log is the operator's matter.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        if connection.vendor != "sqlite":
            return
        for _turn in range(TRIES):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return
            # Somebody reads an older state just now; the log can be emptied when they are done.
            time.sleep(PAUSE)
    logger.warning("The log of the database could not be emptied: somebody has been reading for a long time.")
