"""Answers read from the mailbox: believed only when they fit, counted once, and never a danger to the worker."""

from __future__ import annotations

import logging
import random
import time as clock
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.calendars import answers, imap
from hospitium.calendars.actions.invitations import invite
from hospitium.calendars.actions.replies import read_replies, read_replies_when_due, take
from hospitium.calendars.models import Invitation, Mailbox, ReadMail
from hospitium.calendars.queries.invitations import Person
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from tests.calendars.imap_double import Post
from tests.calendars.imap_double import imap as imap_server
from tests.factories import make_unit, make_user
from tests.factories_visits import make_item, make_visit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    cache.clear()
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def invitation(officer):
    item = make_item(visit=make_visit(unit=officer.grants.get().unit, officer=officer))
    person = Person("", Invitation.Role.OTHER, "Anna Muster", "anna@example.org", "en")
    (sent,) = invite(item_id=item.pk, people=[person], by=officer)
    return sent


@pytest.fixture
def post(settings):
    with imap_server() as server:
        settings.IMAP_URL = f"imap://office:secret%2Fword@127.0.0.1:{server.port}/INBOX"
        yield server


def answer_text(uid, *, who="anna@example.org", said="ACCEPTED", sequence=0, method="REPLY", more="", stamp=NOW):
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r\nSEQUENCE:{sequence}\r\nATTENDEE;PARTSTAT={said}:MAILTO:{who}\r\n"
        f"{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def mail_with(text, *, name="<1@example.org>", method="REPLY"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@example.org", "office@example.org", "Accepted: Dykes"
    if name:
        message["Message-ID"] = name
    message.set_content("Anna has accepted.")
    message.add_alternative(text.encode(), "text", "calendar", params={"method": method, "charset": "utf-8"})
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def again(invitation):
    invitation.refresh_from_db()
    return invitation.reply


# ---- what an answer does ---------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "reply"), [("ACCEPTED", "accepted"), ("tentative", "tentative"), ("DECLINED", "declined")]
)
def test_an_answer_is_noted_with_its_invitation(post, invitation, officer, said, reply):
    post.add(mail_with(answer_text(invitation.uid, said=said, more="COMMENT:Komme gern\\, mit Dank\r\n")))

    assert (read_replies(), again(invitation)) == (1, reply)

    assert (invitation.reply_text, invitation.replied_at) == ("Komme gern, mit Dank", NOW)
    assert timeline(invitation.visit).first().code == "invitation.answered"
    client = Client()
    client.force_login(officer)
    assert "Komme gern" in client.get(reverse("calendars:visit", args=[invitation.visit_id])).content.decode()


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"uid": "other@example.org"}, "strange"),
        ({"who": "eve@example.org"}, "strange"),
        ({"sequence": 0}, "stale"),
        ({"sequence": 9}, "stale"),
    ],
)
def test_what_does_not_fit_changes_nothing(invitation, given, outcome):
    Invitation.objects.update(sequence=1)
    values = {"uid": invitation.uid, "sequence": 1, **given}

    assert take(mail_with(answer_text(values.pop("uid"), **values))) is False
    assert (again(invitation), ReadMail.objects.get().outcome) == ("none", outcome)


def test_an_answer_to_a_cancelled_invitation_changes_nothing(invitation):
    Invitation.objects.update(status="cancelled")

    assert take(mail_with(answer_text(invitation.uid))) is False


def test_the_later_answer_counts_in_whatever_order_they_come(invitation):
    late, early = NOW - timedelta(minutes=1), NOW - timedelta(hours=1)

    take(mail_with(answer_text(invitation.uid, said="DECLINED", stamp=late), name="<2@x>"))
    take(mail_with(answer_text(invitation.uid, said="ACCEPTED", stamp=early), name="<1@x>"))

    assert again(invitation) == "declined"


def test_a_mail_counts_once_also_without_a_message_id(invitation):
    for name in ("<1@x>", ""):
        raw = mail_with(answer_text(invitation.uid), name=name)
        assert [take(raw), take(raw)] == [True, False]


def test_another_time_is_noted_as_a_proposal(invitation, officer):
    text = answer_text(
        invitation.uid, method="COUNTER", more="DTSTART;TZID=Europe/Berlin:20270310T140000\r\nCOMMENT:Mittwoch?\r\n"
    )

    assert take(mail_with(text, method="COUNTER")) is True

    assert (again(invitation), invitation.reply_text) == ("none", "Mittwoch?")
    assert invitation.proposed_at == datetime(2027, 3, 10, 13, 0, tzinfo=UTC)
    client = Client()
    client.force_login(officer)
    assert "14:00" in client.get(reverse("calendars:visit", args=[invitation.visit_id])).content.decode()


def test_other_mails_and_bounces_leave_no_trace(post, invitation):
    plain = EmailMessage()
    plain["Message-ID"], plain["Subject"] = "<plain@x>", "Hello"
    plain.set_content("About the calendar of next year.")
    bounce = b"Message-ID: <b@x>\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nfailed\r\n--x--\r\n"
    request = mail_with(answer_text("theirs@example.org", method="REQUEST"), method="REQUEST")
    for raw in (plain.as_bytes(), bounce, request):
        post.add(raw)

    assert (read_replies(), ReadMail.objects.count(), Mail.objects.count()) == (0, 0, 1)


# ---- the mailbox -----------------------------------------------------------------
def test_the_mailbox_is_only_read_and_each_mail_fetched_once(post, invitation):
    post.add(mail_with(answer_text(invitation.uid)))
    first, second = read_replies(), read_replies()
    post.add(mail_with(answer_text(invitation.uid, said="DECLINED"), name="<2@x>"))
    third = read_replies()

    assert (first, second, third, post.fetched) == (1, 0, 1, [1, 2])
    assert {command.split()[0] for command in post.commands} <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}
    assert Mailbox.objects.get().error == ""


def test_numbers_that_mean_something_new_are_read_anew_and_count_once(post, invitation):
    post.add(mail_with(answer_text(invitation.uid)))
    first = read_replies()
    post.validity = 8

    assert (first, read_replies(), post.fetched) == (1, 0, [1, 1])


def test_a_mail_that_is_too_large_is_not_fetched(post, invitation):
    post.add(mail_with(answer_text(invitation.uid)) + b"x" * answers.LARGEST)
    post.add(mail_with(answer_text(invitation.uid), name="<2@x>"))

    assert (read_replies(), post.fetched) == (1, [2])


@pytest.mark.parametrize("fault", ["login", "folder", "cut", "hang", "drip", "garbage"])
def test_whatever_the_server_does_the_worker_goes_on_and_says_so(post, invitation, monkeypatch, caplog, fault):
    monkeypatch.setattr(imap, "TIMEOUT", 0.5)
    monkeypatch.setattr(imap, "AT_MOST", 1.0)
    post.add(mail_with(answer_text(invitation.uid)))
    post.fault = fault
    begun = clock.monotonic()

    with caplog.at_level(logging.WARNING):
        assert read_replies() == 0

    assert clock.monotonic() - begun < 10
    assert Mailbox.objects.get().error != ""
    assert "secret" not in caplog.text
    post.fault = ""
    assert (read_replies(), Mailbox.objects.get().error) == (1, "")


def test_a_server_that_is_not_there(settings, invitation):
    settings.IMAP_URL = "imap://office:x@127.0.0.1:9/INBOX"

    assert (read_replies(), Mailbox.objects.get().error) == (0, "ConnectionRefusedError")


def test_a_mail_at_which_the_connection_breaks_does_not_hold_up_the_others(post, invitation):
    post.poisoned = post.add(mail_with("x", name="<bad@x>"))
    post.add(mail_with(answer_text(invitation.uid)))

    assert [read_replies() for _turn in range(4)] == [0, 0, 0, 1]


def test_the_mailbox_is_looked_into_every_two_minutes(post, settings):
    first, second = read_replies_when_due(), read_replies_when_due()
    connections = post.connections
    cache.clear()
    read_replies_when_due()
    settings.IMAP_URL = ""
    cache.clear()

    assert (first, second, connections, post.connections, read_replies_when_due()) == (0, 0, 1, 2, 0)


@pytest.mark.parametrize("url", ["https://a:b@host/", "imaps://host/INBOX", "imaps:", "imaps://secretword"])
def test_a_wrong_address_is_refused_without_repeating_it(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        imap.address_of(url)
    assert "secretword" not in str(refusal.value)


def test_an_address_is_encrypted_unless_it_says_otherwise():
    found = imap.address_of("imaps://a%40b:p%2Fq@mail.example.org/Team/Answers")

    assert (found.scheme, found.port, found.user, found.password, found.folder) == (
        "imaps", 993, "a@b", "p/q", "Team/Answers",
    )  # fmt: skip


# ---- evil --------------------------------------------------------------------------
def evil():
    rng = random.Random(5)
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:x\r\n"
    head += "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.de\r\n"
    tail = "END:VEVENT\r\nEND:VCALENDAR\r\n"
    rules = [
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2",
    ]
    for number, rule in enumerate(rules):
        yield f"rule{number}", f"{head}DTSTART:19700101T000000Z\r\nRRULE:FREQ={rule}\r\n{tail}"
    yield "properties", head + "".join(f"X-A{number}:b\r\n" for number in range(100_000)) + tail
    yield "fewer properties", head + "".join(f"X-A{number}:b\r\n" for number in range(1_900)) + tail
    yield "parameters", f"{head}X{';a=b' * 100_000}:c\r\n{tail}"
    yield "long line", f"{head}DESCRIPTION:{'x' * 400_000}\r\n{tail}"
    yield "deep", "BEGIN:VEVENT\r\n" * 1_900
    yield "attendees", head + "ATTENDEE:mailto:x@y.de\r\n" * 1_900 + tail
    yield "year", f"{head}DTSTAMP:99991231T235959Z\r\n{tail}"
    yield "sequence", f"{head}SEQUENCE:{'9' * 5_000}\r\n{tail}"
    yield "zone", f"{head}DTSTART;TZID=Nowhere/Land:20270101T000000\r\n{tail}".replace("REPLY", "COUNTER")
    yield "duration", f"{head}DTSTART:20270101T000000Z\r\nDURATION:-P99999D\r\n{tail}"
    yield "binary", "".join(chr(rng.randrange(256)) for _byte in range(200_000))
    yield "no end", head
    yield "empty", ""


EVIL = dict(evil())


@pytest.mark.parametrize("kind", EVIL)
def test_no_calendar_hangs_or_breaks_the_reader(invitation, kind):
    message = EmailMessage()
    message["Message-ID"] = f"<{kind.replace(' ', '')}@x>"
    message.set_content("calendar")
    message.add_alternative(EVIL[kind].encode("utf-8", "replace"), "text", "calendar")
    begun = clock.monotonic()

    assert take(message.as_bytes()) is False

    # A guard against hanging, far above what it takes.
    assert clock.monotonic() - begun < 8
    assert again(invitation) == "none"


def test_nested_parts_and_broken_headers_are_unreadable_or_nothing(invitation):
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3_000))
    for raw in (
        nested + b"calendar",
        b"Content-Type: text/calendar; charset=nosuch\r\n\r\nx",
        b"\x00calendar\xff" * 999,
    ):
        assert take(raw) is False


def test_a_broken_mail_is_noted_and_the_next_one_read(post, invitation):
    post.add(mail_with("BEGIN:VCALENDAR\r\nBROKEN", name="<bad@x>"))
    post.add(mail_with(answer_text(invitation.uid)))

    assert (read_replies(), again(invitation)) == (1, "accepted")
    assert ReadMail.objects.get(message_id="<bad@x>").outcome == "unreadable"


def test_the_double_is_a_server_of_its_own():
    assert Post().numbers(["UID", "SEARCH", "UID", "5:*"]) == []
