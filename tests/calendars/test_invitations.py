"""Invitations: one UID for life, a sequence that grows with time, place and title, and nothing mailed silently."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.calendars.actions.invitations import cancel_invitation, invite, send_changes
from hospitium.calendars.models import Invitation
from hospitium.calendars.queries.invitations import Person, digest_of_changes, people_of, waiting_changes
from hospitium.core import mails
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.partners.models import Partnership
from hospitium.programme.models import State
from hospitium.visits.actions.items import move_item, remove_item
from hospitium.visits.actions.parts import note_answer
from hospitium.visits.actions.visits import remove_visit
from hospitium.visits.models import Visit
from tests.core.smtp import postbox
from tests.factories import make_unit, make_user
from tests.factories_visits import make_interpreter, make_item, make_part, make_speaker, make_venue, make_visit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def visit(officer):
    return make_visit(unit=officer.grants.get().unit, officer=officer)


@pytest.fixture
def item(visit):
    venue = make_venue(name=written_in("de", "Altes Pumpwerk", hu="Szivattyúház"))
    return make_item(visit=visit, title=written_in("de", "Deiche und Daten", hu="Gátak és adatok"), venue=venue)


@pytest.fixture
def part(item):
    speaker = make_speaker(name='Klara "K" Beispiel', email="Klara@Example.org", language="hu")
    return make_part(item=item, speaker=speaker, state="confirmed")


def guest(address="anna@example.org", name="Anna Muster", language="en"):
    return Person("", Invitation.Role.OTHER, name, address, language)


def sent_now(item, officer, *people):
    return invite(item_id=item.pk, people=people or people_of(item), by=officer)


def calendar_of(mail):
    read = icalendar.Calendar.from_ical(mail.calendar)
    return read, read.walk("VEVENT")[0]


def send_waiting_changes(visit, officer):
    visit = Visit.objects.get(pk=visit.pk)
    return send_changes(visit_id=visit.pk, seen=digest_of_changes(waiting_changes(visit)), by=officer)


def last_mail():
    return Mail.objects.order_by("-pk").first()


# ---- asked -----------------------------------------------------------------------
def test_an_invitation_is_a_request_with_one_attendee(officer, part):
    (invitation,) = sent_now(part.item, officer)

    read, event = calendar_of(last_mail())
    attendee, organizer = event["ATTENDEE"], event["ORGANIZER"]
    assert (str(read["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])) == ("REQUEST", invitation.uid, 0)
    assert (str(attendee), attendee.params["CN"], attendee.params["RSVP"], attendee.params["PARTSTAT"]) == (
        "mailto:klara@example.org", "Klara 'K' Beispiel", "TRUE", "NEEDS-ACTION",
    )  # fmt: skip
    assert str(organizer) == "mailto:hospitium@localhost"
    assert (event["DTSTART"].params["TZID"], event["DTSTART"].dt.replace(tzinfo=None)) == (
        "Europe/Berlin",
        datetime(2027, 3, 9, 9, 0),
    )
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Gátak és adatok", "Szivattyúház")
    assert len(read.walk("VTIMEZONE")) == 1
    assert (last_mail().to, last_mail().language, last_mail().calendar_method) == ("klara@example.org", "hu", "REQUEST")
    assert timeline(invitation.visit).first().code == "invitation.sent"


def test_the_mail_holds_the_text_the_invitation_and_the_file(officer, item, settings):
    with postbox() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        sent_now(item, officer, guest(name="Árvíztűrő Żółć, Ünal; x" * 3))
        assert mails.send_waiting() == 1
        ((_to, raw),) = server.messages

    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = {part.get_content_type(): part for part in message.walk()}
    alternative = next(iter(message.iter_parts()))
    assert (message.get_content_type(), alternative.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/calendar"]
    calendar = parts["text/calendar"]
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert (parts["application/ics"].get_filename(), message["Message-ID"]) == ("invite.ics", last_mail().message_id)
    file = parts["application/ics"].get_payload(decode=True).decode()
    assert file == last_mail().calendar
    assert calendar.get_content().replace("\r\n", "\n").strip() == file.replace("\r\n", "\n").strip()
    assert "Deiche und Daten" in parts["text/plain"].get_content()
    assert max(len(line) for line in raw.split(b"\r\n")) < 998


FAULTS = {"busy": "waiting", "greylist": "waiting", "hang": "waiting", "cut": "waiting", "nobody": "failed"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_mail_server_never_fails_the_act_and_shows_on_the_page(officer, item, settings, fault):
    with postbox() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        server.script = [fault]
        sent_now(item, officer, guest())
        mails.send_waiting()
        page = open_page(officer, item.visit)
        first = (Mail.objects.get().status, page.context["rows"][0].lines[0].has_failed)
        with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
            mails.send_waiting()

    assert first == (FAULTS[fault], FAULTS[fault] == "failed")
    ids = {email.message_from_bytes(raw)["Message-ID"] for _to, raw in server.messages}
    assert ids == (set() if fault == "nobody" else {Mail.objects.get().message_id})


def test_who_has_it_already_gets_nothing_twice(officer, item):
    first = sent_now(item, officer, guest(), guest("bela@example.org"))
    second = sent_now(item, officer, guest("ANNA@example.org"))

    assert (len(first), second, Mail.objects.count(), Invitation.objects.count()) == (2, [], 2, 2)


def test_speakers_who_stay_and_interpreters_can_be_invited(item, part):
    make_part(item=item, state="declined")
    make_part(item=item, speaker=make_speaker(email=""))
    interpreter = make_interpreter()
    item.interpreters.add(interpreter)

    assert [(one.role, one.email) for one in people_of(item)] == [
        ("speaker", "klara@example.org"),
        ("interpreter", interpreter.email),
    ]


@pytest.mark.parametrize("why", ["unplaced", "over", "cancelled", "stranger"])
def test_what_cannot_be_sent_is_refused(officer, item, why):
    by = officer
    if why == "unplaced":
        item.day = item.starts = None
    if why == "over":
        item.day = date(2026, 11, 22)
    item.save()
    if why == "cancelled":
        item.visit.activity.state = State.CANCELLED
        item.visit.activity.save()
    if why == "stranger":
        by = make_user(role=Role.OFFICER, unit=make_unit())

    with pytest.raises(Refused):
        sent_now(item, by, guest())
    assert Mail.objects.count() == 0


@pytest.mark.parametrize("address", ["a@example.org,b@example.org", "a", "a@example.org\r\nBcc: x@example.org"])
def test_an_invitation_goes_to_one_mailbox(officer, item, address):
    with pytest.raises(ValidationError):
        sent_now(item, officer, guest(address))


def test_no_name_writes_a_line_of_its_own(officer, item):
    sent_now(item, officer, guest(name='A":mailto:x@example.org\r\nATTENDEE:mailto:y@example.org'))

    _read, event = calendar_of(last_mail())
    assert str(event["ATTENDEE"]) == "mailto:anna@example.org"


# ---- changed ---------------------------------------------------------------------
def test_an_update_has_the_same_uid_and_a_higher_sequence(officer, item):
    (invitation,) = sent_now(item, officer, guest())
    Invitation.objects.update(reply="accepted", replied_at=NOW)
    move_item(item_id=item.pk, version=None, day=item.day, starts=time(11, 0), minutes=60, by=officer)
    assert Mail.objects.count() == 1

    assert send_waiting_changes(item.visit, officer) == (1, 0)

    read, event = calendar_of(last_mail())
    assert (str(read["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])) == ("REQUEST", invitation.uid, 1)
    assert event["DTSTART"].dt.replace(tzinfo=None) == datetime(2027, 3, 9, 11, 0)
    invitation.refresh_from_db()
    assert (invitation.sequence, invitation.reply, waiting_changes(item.visit)) == (1, "none", [])
    assert last_mail().subject.startswith("Changed: Deiche und Daten")


CHANGES = {
    "title": ({"title": written_in("de", "Anders")}, 1),
    "room": ({"room": "Saal 2"}, 1),
    "starts": ({"starts": time(8, 0)}, 1),
    "minutes": ({"minutes": 90}, 1),
    "remark": ({"remark": "intern"}, 0),
    "content": ({"content": written_in("de", "Mehr")}, 0),
    "plan_b": ({"plan_b": "drinnen"}, 0),
}


@pytest.mark.parametrize("name", CHANGES)
def test_only_time_place_and_title_make_an_update(officer, item, name):
    sent_now(item, officer, guest())
    values, expected = CHANGES[name]
    for column, value in values.items():
        setattr(item, column, value)
    item.save()

    assert len(waiting_changes(item.visit)) == expected


def test_nothing_is_sent_that_was_not_shown(officer, item):
    sent_now(item, officer, guest())
    move_item(item_id=item.pk, version=None, day=item.day, starts=time(11, 0), minutes=60, by=officer)
    seen = digest_of_changes(waiting_changes(item.visit))
    move_item(item_id=item.pk, version=None, day=item.day, starts=time(12, 0), minutes=60, by=officer)

    with pytest.raises(Refused):
        send_changes(visit_id=item.visit_id, seen=seen, by=officer)
    assert Mail.objects.count() == 1


# ---- cancelled -------------------------------------------------------------------
def test_who_drops_out_or_whose_item_goes_is_told_when_the_officer_sends(officer, item, part):
    other = make_item(visit=item.visit)
    sent_now(item, officer, *people_of(item), guest())
    sent_now(other, officer, guest("bela@example.org"))
    note_answer(part_id=part.pk, state="declined", text="", by=officer)
    remove_item(item_id=other.pk, by=officer)
    before = Mail.objects.count()

    assert send_waiting_changes(item.visit, officer) == (0, 2)

    cancelled = Invitation.objects.filter(status="cancelled").order_by("email")
    assert [one.email for one in cancelled] == ["bela@example.org", "klara@example.org"]
    assert Mail.objects.count() == before + 2
    read, event = calendar_of(last_mail())
    assert (str(read["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 1)
    assert str(event["UID"]) in {one.uid for one in cancelled}


def test_a_cancelled_visit_cancels_all_and_what_is_over_is_left_alone(officer, visit, item):
    past = make_item(visit=visit, day=date(2026, 11, 22))
    sent_now(item, officer, guest())
    with time_machine.travel(NOW - timedelta(days=3), tick=False):
        sent_now(past, officer, guest())
    visit.activity.state = State.CANCELLED
    visit.activity.save()

    assert [one.invitation.key for one in waiting_changes(visit)] == [str(item.pk)]


def test_one_invitation_can_be_cancelled_once_and_sent_again_under_its_uid(officer, item):
    (invitation,) = sent_now(item, officer, guest())
    cancel_invitation(invitation_id=invitation.pk, by=officer)
    with pytest.raises(Refused):
        cancel_invitation(invitation_id=invitation.pk, by=officer)
    (again,) = sent_now(item, officer, guest())

    assert (again.pk, again.uid, again.sequence, again.status) == (invitation.pk, invitation.uid, 2, "sent")


def test_a_visit_stays_as_long_as_it_stands_in_calendars(officer, item):
    (invitation,) = sent_now(item, officer, guest())
    with pytest.raises(Refused):
        remove_visit(visit_id=item.visit_id, by=officer)
    cancel_invitation(invitation_id=invitation.pk, by=officer)

    remove_visit(visit_id=item.visit_id, by=officer)
    assert Invitation.objects.count() == 0


# ---- pages -----------------------------------------------------------------------
def open_page(user, visit):
    client = Client()
    client.force_login(user)
    return client.get(reverse("calendars:visit", args=[visit.pk]))


def test_the_pages_lead_from_the_invitation_to_the_cancellation(officer, item, part):
    client = Client()
    client.force_login(officer)
    here, new = reverse("calendars:visit", args=[item.visit_id]), reverse("calendars:invitation_new", args=[item.pk])

    assert (client.get(here).status_code, client.get(new).status_code) == (200, 200)
    nobody = client.post(new, {"email": "", "name": "", "language": "de"})
    people = people_of(item)
    sent = client.post(
        new, {"people": [people[0].key], "email": "anna@example.org", "name": "Anna", "language": "en"}, follow=True
    )
    assert (nobody.status_code, sent.status_code, Mail.objects.count()) == (422, 200, 2)
    assert [line.invitation.email for line in sent.context["rows"][0].lines] == [
        "klara@example.org",
        "anna@example.org",
    ]

    item.room = "Saal 2"
    item.save()
    changes = reverse("calendars:visit_changes", args=[item.visit_id])
    shown = client.get(changes)
    assert client.get(here).context["changes"] == shown.context["changes"]
    done = client.post(changes, {"seen": shown.context["form"].initial["seen"]}, follow=True)
    assert (done.status_code, Mail.objects.count()) == (200, 4)
    assert client.get(changes).status_code == 200

    invitation = Invitation.objects.first()
    cancel = reverse("calendars:invitation_cancel", args=[invitation.pk])
    assert client.get(cancel).status_code == 200
    assert client.post(cancel, {"seen": ""}, follow=True).status_code == 200
    invitation.refresh_from_db()
    assert invitation.status == "cancelled"


def test_who_only_sees_the_visit_gets_a_feed_and_no_addresses(officer, item, part):
    sent_now(item, officer)
    unit = make_unit()
    item.visit.activity.departments.add(unit)
    contact = make_user(role=Role.DEPARTMENT_CONTACT, unit=unit)

    page = open_page(contact, item.visit)

    assert (page.status_code, "klara@example.org" in page.content.decode()) == (200, False)
    client = Client()
    client.force_login(contact)
    assert client.get(reverse("calendars:invitation_new", args=[item.pk])).status_code == 403


def test_as_many_questions_for_three_items_as_for_one(officer, item):
    sent_now(item, officer, guest())
    open_page(officer, item.visit)
    with CaptureQueriesContext(connection) as one:
        open_page(officer, item.visit)
    for number in range(2):
        sent_now(make_item(visit=item.visit), officer, guest(f"x{number}@example.org"))
    # What every page keeps until the log moves on is asked anew once.
    open_page(officer, item.visit)
    with CaptureQueriesContext(connection) as three:
        open_page(officer, item.visit)

    assert len(one) == len(three)


def test_nobody_is_invited_while_the_partnership_is_suspended_and_cancelling_goes_on(officer, item):
    sent_now(item, officer, guest())
    Partnership.objects.update(status="suspended")
    before = Mail.objects.count()

    with pytest.raises(Refused):
        invite(item_id=item.pk, people=[guest("other@example.org")], by=officer)

    assert Mail.objects.count() == before
    cancel_invitation(invitation_id=Invitation.objects.get().pk, by=officer)
    assert Invitation.objects.get().status == "cancelled"
