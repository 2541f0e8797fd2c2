"""Mail leaves through the outbox, whatever the mail server does (F-09, F-10, B-25, B-26)."""

from __future__ import annotations

import email
import email.policy
import socket
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as sent_by_django
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hospitium.core import mails
from hospitium.core.models import Mail
from tests import factories
from tests.core.smtp import Postbox, postbox
from tests.together import at_once

NOON = datetime(2026, 5, 9, 12, 0, tzinfo=UTC)
TEMPLATE = "accounts/mail/invitation"


@pytest.fixture
def server(settings):
    """A mail server that is really spoken to."""
    with postbox() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def write(to: str = "anna@example.org", name: str = "Anna Muster", language: str = "en") -> Mail:
    user = factories.make_user(email=f"user{Mail.objects.count()}@example.org", name=name)
    context = {"user": user, "installation": "Office", "link": "https://example.org/", "contact": "c@example.org"}
    return mails.post(to=to, language=language, template=TEMPLATE, context=context, about=user)


def read(server: Postbox) -> list[email.message.EmailMessage]:
    return [
        email.message_from_bytes(message, policy=email.policy.default)  # type: ignore[misc]
        for _recipients, message in server.messages
    ]


def test_a_posted_mail_waits_with_its_subject_text_and_cause(db, clock):
    mail = write()

    assert (mail.to, mail.subject, mail.status, mail.attempts) == (
        "anna@example.org", "Your account at Office", "waiting", 0,
    )  # fmt: skip
    assert mail.body.startswith("Hello Anna Muster,\n\nan account has been opened for you.")
    assert mail.body.endswith("\n\nOffice\n")
    assert (mail.kind, mail.due_at, mail.taken_until) == ("core.user", NOON, None)
    assert sent_by_django.outbox == []


def test_a_mail_is_sent_once(db, server, clock):
    mail = write()

    assert (mails.send_waiting(), mails.send_waiting()) == (1, 0)

    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.sent_at, mail.error) == ("sent", 1, NOON, "")
    (message,) = read(server)
    assert server.messages[0][0] == ["<anna@example.org>"]
    assert (message["Message-ID"], message["To"], message["Subject"]) == (mail.message_id, mail.to, mail.subject)
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "en")
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n").strip() == mail.body.strip()


def test_nothing_is_sent_of_a_change_that_failed(transactional_db, server):
    @transaction.atomic
    def fail():
        write()
        return 1 // 0

    with pytest.raises(ZeroDivisionError):
        fail()

    assert (Mail.objects.count(), mails.send_waiting(), server.connections) == (0, 0, 0)


FAULTS = {
    "busy": ("waiting", "SMTPConnectError"),
    "greylist": ("waiting", "SMTPRecipientsRefused"),
    "full": ("waiting", "SMTPDataError"),
    "hang": ("waiting", "SMTPServerDisconnected"),
    "cut": ("waiting", "SMTPServerDisconnected"),
    "nobody": ("failed", "SMTPRecipientsRefused"),
    "spam": ("failed", "SMTPDataError"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_server_is_noted_and_the_mail_kept(db, server, clock, fault):
    mail = write()
    server.script = [fault]

    assert mails.send_waiting() == 0

    mail.refresh_from_db()
    assert (mail.status, mail.error) == FAULTS[fault]
    assert (mail.attempts, mail.sent_at, mail.taken_until) == (1, None, None)
    assert mail.due_at == (NOON + timedelta(minutes=1) if mail.status == "waiting" else NOON)


def test_a_server_that_is_down_is_waited_for(db, settings, clock):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.getsockname()[1]
        mail = write()

        assert mails.send_waiting() == 0

    mail.refresh_from_db()
    assert (mail.status, mail.error) == ("waiting", "ConnectionRefusedError")


def test_a_mail_is_tried_five_times_with_growing_pauses(db, server, clock):
    mail = write()
    server.script = ["full"] * 9
    tried = []

    for minute in range(8 * 60):
        clock.move_to(NOON + timedelta(minutes=minute))
        before = server.connections
        mails.send_waiting()
        tried += [minute] * (server.connections - before)

    mail.refresh_from_db()
    assert tried == [0, 1, 6, 36, 276]
    assert (mail.status, mail.attempts, server.messages) == ("failed", 5, [])


def test_a_repeated_mail_keeps_its_message_id(db, server, clock):
    mail = write()
    server.script = ["cut"]

    first = mails.send_waiting()
    clock.shift(timedelta(minutes=2))
    second = mails.send_waiting()

    assert (first, second) == (0, 1)
    assert [message["Message-ID"] for message in read(server)] == [mail.message_id] * 2


def test_a_mail_that_fails_does_not_hold_up_the_others(db, server, clock):
    mailboxes = [write(to=f"{name}@example.org") for name in ("a", "b", "c")]
    server.script = ["accept", "nobody", "accept"]

    assert mails.send_waiting() == 2

    assert list(Mail.objects.order_by("id").values_list("status", flat=True)) == ["sent", "failed", "sent"]
    assert [recipients for recipients, _message in server.messages] == [
        [f"<{mailboxes[0].to}>"],
        [f"<{mailboxes[2].to}>"],
    ]


def test_no_more_than_the_limit_is_sent_at_once(db, server):
    for _turn in range(3):
        write()

    assert [mails.send_waiting(limit=2) for _turn in range(3)] == [2, 1, 0]


def test_a_mail_that_a_dead_worker_had_taken_is_taken_over_after_a_minute(db, server, clock):
    mail = write()
    assert mails.take_next(timezone.now()) == mail

    clock.move_to(NOON + timedelta(seconds=59))
    too_early = mails.take_next(timezone.now())
    clock.move_to(NOON + timedelta(seconds=61))
    taken_over = mails.take_next(timezone.now())

    assert (too_early, taken_over) == (None, mail)
    mail.refresh_from_db()
    assert mail.taken_until == NOON + timedelta(seconds=121)


def test_a_mail_over_which_workers_die_is_put_aside_and_the_others_go(db, server, clock):
    poison, other = write(), write("b@example.org")
    taken = []
    for turn in range(6):
        clock.move_to(NOON + timedelta(minutes=2 * turn))
        # Killed in the middle: whoever has taken it never comes back.
        found = mails.take_next(timezone.now())
        taken.append(found.pk if found else None)

    poison.refresh_from_db()
    assert taken == [poison.pk] * 5 + [other.pk]
    assert (poison.status, poison.attempts, poison.error, poison.taken_until) == (
        "failed", mails.ATTEMPTS, mails.INTERRUPTED, None,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_mail():
    written = {write().pk for _turn in range(6)}

    taken = at_once([lambda: mails.take_next(timezone.now())] * 8)

    numbers = [mail.pk for mail in taken if mail]
    assert set(numbers) <= written
    assert len(numbers) == len(set(numbers)) >= 1


@pytest.mark.parametrize(
    "to", ["a@example.org,b@example.org", "a@example.org\nBcc: b@example.org", "a@example.org;b",
     "Anna <a@example.org>",
           "", "a", "a@", "a@example.org b@example.org"],
)  # fmt: skip
def test_one_mail_goes_to_exactly_one_mailbox(db, to):
    with pytest.raises(ValidationError):
        write(to=to)

    assert Mail.objects.count() == 0


@pytest.mark.parametrize("place", ["Office\r\nBcc: evil@example.org", "Office\nX-Evil: 1", "Office\u2028Bcc: x"])
def test_no_value_becomes_a_header(db, server, place):
    user = factories.make_user()
    context = {"user": user, "installation": place, "link": "x", "contact": "x"}

    mails.post(to=user.email, language="en", template=TEMPLATE, context=context)
    mails.send_waiting()

    (message,) = read(server)
    assert (message["Bcc"], message["X-Evil"], server.messages[0][0]) == (None, None, [f"<{user.email}>"])
    assert "\n" not in message["Subject"]


def test_values_stay_text(db, server):
    mail = write(name='<a href="//evil.example">Anna</a> [x](//evil.example) {{ 1 }} & Co.')

    mails.send_waiting()

    (message,) = read(server)
    assert 'Hello <a href="//evil.example">Anna</a> [x](//evil.example) {{ 1 }} & Co.,' in mail.body
    assert (message.get_content_type(), message.is_multipart()) == ("text/plain", False)


@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
def test_a_mail_is_written_in_the_language_of_its_receiver_whoever_causes_it(db, language):
    from django.utils.translation import gettext, override

    with override("en"):
        mail = write(language=language)
    with override(language):
        subject = gettext("Your account at %(installation)s") % {"installation": "Office"}

    assert (mail.language, mail.subject) == (language, subject)


def test_a_wrong_password_of_ours_does_not_lose_the_mails():
    import smtplib

    assert [
        mails.is_refused_for_good(error)
        for error in (
            smtplib.SMTPAuthenticationError(535, b"no"),
            smtplib.SMTPSenderRefused(550, b"no", "us@example.org"),
            smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no")}),
            smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"later")}),
            TimeoutError(),
            ValueError("header"),
        )
    ] == [False, True, True, False, False, True]
