"""The log, its chain and its export; the outbox."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts import actions, queries
from hospitium.accounts.roles import Role
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.models import Event, Mail
from hospitium.core.verdicts import Refused
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    user = make_user(role=Role.AUDITOR, name="Revision")
    client.force_login(user)
    client.cookies["language"] = "en"
    return user


def happened(count, *, by=None, code="unit.changed"):
    unit = make_unit()
    with transaction.atomic():
        return [record(code, unit, by=by) for _turn in range(count)]


def numbers(response):
    return [line.number for line in response.context["page"].lines]


def test_log_shows_the_latest_hundred_and_leads_on(client, auditor):
    events = happened(203)
    ids = [event.pk for event in reversed(events)]

    first = client.get(reverse("accounts:log"))
    second = client.get(reverse("accounts:log"), {"before": first.context["page"].older_than})
    third = client.get(reverse("accounts:log"), {"before": second.context["page"].older_than})

    assert [numbers(page) for page in (first, second, third)] == [ids[:100], ids[100:200], ids[200:]]
    assert third.context["page"].older_than is None
    assert "A unit was changed." in first.content.decode()


def test_log_is_filtered_by_person_code_kind_and_period(client, auditor):
    other = make_user(name="Referat")
    by_other = [event.pk for event in happened(2, by=other)]
    created = [event.pk for event in happened(1, by=auditor, code="unit.created")]
    today = timezone.localdate()

    def found(**wanted):
        return numbers(client.get(reverse("accounts:log"), wanted))

    assert found(person=other.pk) == by_other[::-1]
    assert found(code="unit.created") == created
    assert found(kind="accounts.unit") == created + by_other[::-1]
    assert found(since=today.isoformat(), until=today.isoformat()) == created + by_other[::-1]
    assert found(until=(today - timedelta(days=1)).isoformat()) == []
    assert found(since="nonsense", person="x", before="-1; drop") == created + by_other[::-1]
    assert found(before="9" * 4400) == created + by_other[::-1]


def test_export_carries_what_the_filters_ask_for_and_no_formula(client, auditor):
    dangerous = make_user(name='=HYPERLINK("http://example.org")')
    happened(1, by=dangerous)
    happened(1, by=auditor)

    response = client.get(reverse("accounts:log_export"), {"person": dangerous.pk})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows] == ["Who", '\'=HYPERLINK("http://example.org")']
    assert rows[1][3:6] == ["unit.changed", "A unit was changed.", "accounts.unit"]
    trace = Event.objects.get(code="list.exported")
    assert (trace.actor, trace.facts) == (auditor, {"list": "log", "format": "csv-excel", "count": 1})


def test_export_is_for_the_auditor_alone(client):
    client.force_login(make_user(role=Role.HEAD))

    assert client.get(reverse("accounts:log")).status_code == 200
    assert client.get(reverse("accounts:log_export")).status_code == 403


def test_chain_holds_until_somebody_changes_an_event(client, auditor):
    events = happened(3)
    address = reverse("accounts:log_check")
    assert f"The chain holds up to event {events[-1].pk}." in client.get(address).content.decode()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_event SET code = 'unit.created' WHERE id = %s", [events[1].pk])

    assert f"The chain is broken at event {events[1].pk}." in client.get(address).content.decode()
    assert queries.chain() == queries.Chain(last=events[-1].pk, broken_at=events[1].pk)


def test_log_asks_the_same_number_of_questions_for_one_and_for_three(client, auditor):
    client.get(reverse("accounts:log"))
    asked = []
    for more in (1, 2):
        happened(more, by=auditor)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("accounts:log"))
        asked.append(len(captured))

    assert asked[0] == asked[1]


def failed_mail():
    mail = mails.post(
        to="somebody@example.org",
        language="de",
        template="accounts/mail/login_code",
        context={"code": "SECRET-CODE", "installation": "SECRET-SUBJECT"},
    )
    mail.status, mail.error, mail.attempts = Mail.Status.FAILED, "SMTPServerDisconnected", 5
    mail.save()
    return mail


def test_outbox_shows_the_reason_and_nothing_of_the_text(client):
    failed_mail()
    client.force_login(make_user(role=Role.ADMINISTRATOR))

    page = client.get(reverse("accounts:outbox")).content.decode()

    assert "SMTPServerDisconnected" in page
    assert "SECRET" not in page


def test_failed_mail_is_tried_again_once(client):
    mail = failed_mail()
    user = make_user(role=Role.ADMINISTRATOR)
    client.force_login(user)
    address = reverse("accounts:mail_retry", args=[mail.pk])

    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    assert client.get(address).status_code == 403

    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.error) == ("waiting", 0, "")
    assert [(event.code, event.actor) for event in Event.objects.all()] == [("mail.retried", user)]


def test_retry_is_refused_to_others():
    with pytest.raises(Refused):
        actions.retry_mail(mail_id=failed_mail().pk, by=make_user(role=Role.AUDITOR))


def test_every_event_code_of_accounts_has_a_sentence():
    folder = Path(actions.__file__).parent
    codes = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'"((?:user|grant|unit|mail)\.\w+)"', file.read_text(encoding="utf-8"))
    }
    codes -= {"user.create", "user.update", "unit.create", "unit.update"}
    assert codes == {code for code in queries.sentences() if code.split(".")[0] in {"user", "grant", "unit", "mail"}}
