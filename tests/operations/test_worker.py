"""One round of the background worker: mail, and the jobs whose hour has come."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail as outbox
from django.utils import timezone

from hospitium.core.mails import LEASE, take_next
from hospitium.core.models import FormKey, Mail, User
from hospitium.operations import actions, place, worker
from hospitium.operations.trouble import Trouble
from hospitium.operations.worker import Job, due, read_diary, turn, write_diary

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def job(name="night", at=time(3, 10), run=lambda: 0):
    return Job(name, at, run)


def waiting_mail(**values):
    return Mail.objects.create(
        to="a@example.org", language="de", subject="Termin", body="Am Montag.\n", message_id="<1@example.org>",
        **({"due_at": timezone.now() - timedelta(seconds=1)} | values),
    )  # fmt: skip


# The installation's clock is one or two hours before UTC; in the night of 25 October 2026 it is turned back at three.
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 2, 10, tzinfo=UTC)),
        (datetime(2026, 11, 23, 2, 9, tzinfo=UTC), datetime(2026, 11, 22, 2, 10, tzinfo=UTC)),
        (datetime(2026, 7, 1, 1, 10, tzinfo=UTC), datetime(2026, 7, 1, 1, 10, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, 10, tzinfo=UTC)),
        (datetime(2026, 10, 26, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, 10, tzinfo=UTC)),
    ],
)
def test_last_due_is_the_latest_such_hour(now, expected):
    assert job().last_due(now) == expected


@pytest.mark.parametrize(
    ("diary", "expected"),
    [
        ({}, []),
        ({"night": NOW - timedelta(days=1)}, ["night"]),
        ({"night": NOW - timedelta(days=40)}, ["night"]),
        ({"night": NOW - timedelta(hours=1)}, []),
    ],
)
def test_due_runs_what_has_not_run_since_its_hour(diary, expected):
    assert [found.name for found in due((job(),), diary, NOW)] == expected


@pytest.mark.django_db
def test_turn_sends_what_waits(tmp_path):
    waiting_mail()

    sent = turn(tmp_path, now=NOW, jobs=())

    assert (sent, [message.subject for message in outbox.outbox]) == (1, ["Termin"])


@pytest.mark.django_db
def test_turn_holds_mail_after_a_restore_until_it_is_lifted(tmp_path):
    waiting_mail()
    (tmp_path / place.RESTORED).write_text("")

    held = turn(tmp_path, now=NOW, jobs=())
    (tmp_path / place.RESTORED).unlink()
    lifted = turn(tmp_path, now=NOW, jobs=())

    assert (held, lifted, len(outbox.outbox)) == (0, 1, 1)


@pytest.mark.django_db
def test_turn_runs_a_job_once_a_night(tmp_path):
    runs = []
    jobs = (job(run=lambda: runs.append(1) or 1),)

    for hours in (0, 1, 24, 25, 72):
        turn(tmp_path, now=NOW + timedelta(hours=hours), jobs=jobs)

    assert (len(runs), read_diary(tmp_path)) == (2, {"night": NOW + timedelta(hours=72)})


@pytest.mark.django_db
def test_turn_does_not_try_a_breaking_job_again_in_the_same_night(tmp_path):
    jobs = (job(run=lambda: 1 // 0),)
    write_diary(tmp_path, {"night": NOW - timedelta(days=2)})

    with pytest.raises(ZeroDivisionError):
        turn(tmp_path, now=NOW, jobs=jobs)
    sent = turn(tmp_path, now=NOW + timedelta(minutes=1), jobs=jobs)

    assert sent == 0


@pytest.mark.parametrize("text", ["", "[]", "{", '{"night": 5}', '{"night": "yesterday"}'])
def test_read_diary_begins_anew_when_it_cannot_be_read(tmp_path, text):
    (tmp_path / worker.DIARY).write_text(text)

    assert read_diary(tmp_path) == {}


@pytest.mark.django_db
def test_a_leased_mail_is_left_alone_until_the_lease_runs_out():
    mail = waiting_mail()
    now = timezone.now()

    taken = [take_next(moment) for moment in (now, now + LEASE / 2, now + 2 * LEASE)]

    assert [found and found.pk for found in taken] == [mail.pk, None, mail.pk]


def test_only_one_worker_at_a_time(tmp_path):
    with place.only_worker(tmp_path), pytest.raises(Trouble, match="Another worker"), place.only_worker(tmp_path):
        pytest.fail("two workers")


def test_no_restore_under_a_running_server(tmp_path):
    running = place.in_use(tmp_path)

    with running, pytest.raises(Trouble, match="Stop it first"), place.alone(tmp_path):
        pytest.fail("restored under a running server")


def test_no_server_during_a_restore(tmp_path):
    with place.alone(tmp_path), pytest.raises(Trouble, match="being restored"), place.in_use(tmp_path):
        pytest.fail("served while restoring")


def test_two_servers_may_use_one_folder(tmp_path):
    with place.in_use(tmp_path), place.in_use(tmp_path):
        assert (tmp_path / place.LOCK).exists()


@pytest.mark.django_db
def test_housekeeping_forgets_old_keys_and_sessions_only():
    now = timezone.now()
    user = User.objects.create_user(email="a@example.org", name="A")
    for key, days in (("old", 3), ("new", 1)):
        FormKey.objects.create(key=key, user=user, used_at=now - timedelta(days=days))
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=2 - days))

    removed = (actions.forget_form_keys(), actions.forget_sessions())

    assert removed == (1, 1)
    assert list(FormKey.objects.values_list("key", flat=True)) == ["new"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
