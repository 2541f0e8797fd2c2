"""The background worker: sends the waiting mail, and does the housekeeping of the night."""

from __future__ import annotations

import json
import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import close_old_connections
from django.utils import timezone

from hospitium.core import mails
from hospitium.operations import actions, erasing, place
from hospitium.operations.solving import MATCHINGS, PROPOSALS, Solving

logger = logging.getLogger(__name__)
PAUSE, DIARY = 2.0, "worker.json"
BUSY_PAUSE = 0.5  # while a plan is searched for, so that a stop stops and an answer is there


@dataclass(frozen=True)
class Job:
    """Work of every night, at a time of day in the installation's time zone. It says how much it removed or did."""

    name: str
    at: time
    run: Callable[[], int]

    def last_due(self, now: datetime) -> datetime:
        """The latest moment, not after `now`, at which it should have begun."""
        local = timezone.localtime(now)
        # fold=1: in the night that has an hour twice, the second one counts.
        due = datetime.combine(local.date(), self.at, tzinfo=local.tzinfo).replace(fold=1)
        return due if due <= local else due - timedelta(days=1)


JOBS = (
    Job("deadline_reminders", time(6, 0), actions.remind_of_deadlines),
    Job("promise_reminders", time(6, 5), actions.remind_of_promises),
    Job("learning_point_questions", time(6, 7), actions.ask_about_learning_points),
    Job("task_reminders", time(6, 10), actions.remind_of_tasks),
    Job("confirmation_reminders", time(6, 15), actions.remind_of_confirmations),
    Job("answer_reminders", time(6, 17), actions.remind_of_answers),
    Job("claim_reminders", time(6, 20), actions.remind_of_claims),
    Job("old_form_keys", time(3, 10), actions.forget_form_keys),
    Job("old_sessions", time(3, 15), actions.forget_sessions),
    Job("member_notices", time(6, 20), actions.tell_members),
    Job("old_drafts", time(3, 25), actions.forget_drafts),
    Job("over_evaluations", time(3, 5), actions.close_evaluations),
    Job("old_copies", time(3, 20), erasing.forget_old_copies),
    Job("erase_what_is_due", time(3, 30), actions.erase_what_is_due),
)


def due(jobs: tuple[Job, ...], diary: dict[str, datetime], now: datetime) -> list[Job]:
    """The jobs whose hour has come since the diary's last entry. A job without an entry waits for its first night."""
    return [job for job in jobs if job.name in diary and diary[job.name] < job.last_due(now)]


def read_diary(data: Path) -> dict[str, datetime]:
    try:
        written = json.loads((data / DIARY).read_text(encoding="utf-8"))
        return {name: datetime.fromisoformat(moment) for name, moment in written.items()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}


def write_diary(data: Path, diary: dict[str, datetime]) -> None:
    place.write_private(data / DIARY, json.dumps({name: moment.isoformat() for name, moment in sorted(diary.items())}))


def turn(data: Path, *, now: datetime, jobs: tuple[Job, ...] = JOBS) -> int:
    """One round: who is to be told, the mail that waits, the jobs whose hour has come. Returns how many mails went."""
    actions.tell_of_changes(now=now)
    sent = 0 if place.mail_is_held(data) else mails.send_waiting()
    actions.read_replies()
    diary = read_diary(data)
    strangers = [job.name for job in jobs if job.name not in diary]
    if strangers:
        write_diary(data, diary | dict.fromkeys(strangers, now))
    for job in due(jobs, diary, now):
        # Written down before it runs: a job that breaks the worker is not tried again before the next night.
        diary[job.name] = now
        write_diary(data, diary)
        logger.info("%s: %s", job.name, job.run())
    return sent


def work(data: Path) -> None:
    """Work until SIGTERM or SIGINT. An unexpected error ends the process; the supervisor starts it again."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    with place.in_use(data), place.only_worker(data):
        erasing.erase_again(data)
        searches = [Solving(PROPOSALS), Solving(MATCHINGS)]
        try:
            while not stopping.wait(BUSY_PAUSE if any(one.is_busy for one in searches) else PAUSE):
                close_old_connections()
                for search in searches:
                    search.step(now=timezone.now())
                turn(data, now=timezone.now())
        finally:
            for search in searches:
                search.leave()
