"""Costs: exact sums by payer and currency, with what nobody knows; receipts; export."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hospitium.accounts.roles import Role
from hospitium.core import tables
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.verdicts import Refused
from hospitium.documents.models import StoredFile
from hospitium.visits.actions import costs as actions
from hospitium.visits.forms.money import MoneyField
from hospitium.visits.models import Cost
from hospitium.visits.queries.costs import costs_of
from tests.factories import make_unit, make_user
from tests.factories_visits import make_cost, make_item, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), language="de")


@pytest.fixture
def visit(officer):
    return make_visit(unit=officer.grants.get().unit, officer=officer)


def plan(visit, *rows):
    for payer, currency, planned, actual in rows:
        amounts = [None if amount is None else Decimal(amount) for amount in (planned, actual)]
        make_cost(visit=visit, payer=payer, currency=currency, planned=amounts[0], actual=amounts[1])


def test_sums_are_exact_and_say_what_is_unknown(visit, english):
    plan(
        visit,
        ("host", "EUR", "1250.00", "1300.10"),
        ("host", "EUR", None, "0.20"),
        ("host", "EUR", None, None),
        ("guest", "HUF", "300000", None),
    )

    found = costs_of(visit)

    lines = [(str(one.payer), str(one.planned), str(one.actual), one.difference_words) for one in found.by_payer]
    assert lines == [
        ("host", "at least €1,250.00, 2 unknown", "at least €1,300.30, 1 unknown", "+€50.10"),
        ("guest", "HUF\u00a0300,000.00", "unknown", ""),
    ] or lines == [
        ("host", "at least €1,250.00, 2 unknown", "at least €1,300.30, 1 unknown", "+€50.10"),
        ("guest", "HUF300,000.00", "unknown", ""),
    ]
    assert [(one.currency, one.planned.known) for one in found.total] == [
        ("EUR", Decimal("1250.00")),
        ("HUF", Decimal("300000.00")),
    ]


def test_a_thousand_cents_are_ten_euros(visit):
    plan(visit, *[("host", "EUR", "0.01", "0.01")] * 1000)

    assert costs_of(visit).total[0].planned.known == Decimal("10.00")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "1.234,56"),
        ("en", "1,234.56"),
        ("pl", "1 234,56"),
        ("hu", "1 234,56"),
        ("ru", "1 234,56"),
        ("cs", "1234,56"),
    ],
)
def test_an_amount_is_typed_as_people_write_it(language, text):
    with translation.override(language):
        field = MoneyField()
        shown = field.prepare_value(Decimal("1234.56"))

        assert (field.clean(text), field.clean(shown), field.has_changed(Decimal("1234.56"), shown)) == (
            Decimal("1234.56"),
            Decimal("1234.56"),
            False,
        )


def test_a_position_is_entered_changed_and_removed_with_its_receipt(visit, officer, sign_in):
    item, client = make_item(visit=visit), sign_in(officer)
    bill = SimpleUploadedFile("bill.pdf", b"%PDF-1.7 x")
    typed = {
        "what": "Coach",
        "item": item.pk,
        "planned": "1.250",
        "currency": "EUR",
        "payer": "host",
        "chapter": "0300",
    }
    address = f"/desk/visits/{visit.pk}/costs/"

    assert client.get(f"{address}new/?item={item.pk}").status_code == 200
    client.post(f"{address}new/", {**typed, "upload": bill})
    cost = Cost.objects.get()
    stored = (cost.planned, cost.actual, cost.item, cost.receipt.name)
    page = client.get(address).content.decode()
    assert (stored, "bill.pdf" in page, "0300" in page) == ((Decimal("1250.00"), None, item, "bill.pdf"), True, True)

    client.post(
        f"/desk/costs/{cost.pk}/edit/",
        {**typed, "actual": "1 251,40", "without_receipt": "on", "version": cost.version},
    )
    cost.refresh_from_db()
    assert (cost.actual, cost.receipt, StoredFile.objects.count()) == (Decimal("1251.40"), None, 0)
    assert client.get(f"/desk/costs/{cost.pk}/remove/").status_code == 200
    client.post(f"/desk/costs/{cost.pk}/remove/", {"sent": "1"})
    assert not Cost.objects.exists()


def test_what_is_no_amount_is_said_at_the_field(visit, officer, sign_in):
    typed = {"what": "Coach", "planned": "12.50.1", "currency": "EUR", "payer": "host"}

    response = sign_in(officer).post(f"/desk/visits/{visit.pk}/costs/new/", typed)

    assert (response.status_code, "is not an amount" in response.content.decode()) == (422, True)


def test_the_receipt_is_for_those_who_may_see_the_costs(visit, officer, sign_in):
    upload = SimpleUploadedFile("bill.pdf", b"%PDF-1.7 x")
    cost = actions.create_cost(visit_id=visit.pk, values={"what": "Coach"}, upload=upload, by=officer)
    colleague = make_user(role=Role.OFFICER, unit=visit.unit)
    stranger = make_user(role=Role.OFFICER, unit=make_unit())

    answers = [sign_in(who).get(f"/desk/files/{cost.receipt_id}/") for who in (colleague, stranger)]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert b"".join(answers[0]) == b"%PDF-1.7 x"
    answers[0].close()


def test_events_conflict_and_refusals(visit, officer):
    cost = actions.create_cost(visit_id=visit.pk, values={"what": "Coach"}, by=officer)
    version = cost.version
    actions.edit_cost(cost_id=cost.pk, version=version, values={"what": "Bus"}, by=officer)
    with pytest.raises(Conflict):
        actions.edit_cost(cost_id=cost.pk, version=version, values={"what": "Van"}, by=officer)
    with pytest.raises(Refused):
        actions.create_cost(visit_id=visit.pk, values={"what": "x", "item": make_item()}, by=officer)
    other = make_user(role=Role.OFFICER, unit=make_unit())
    with pytest.raises(Refused):
        actions.remove_cost(cost_id=cost.pk, by=other)

    assert [event.code for event in reversed(timeline(cost))] == ["cost.created", "cost.changed"]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "csv-excel"])
def test_the_positions_are_given_out(visit, officer, sign_in, kind):
    plan(visit, ("host", "EUR", "1250.50", None))

    response = sign_in(officer).get(f"/desk/visits/{visit.pk}/costs/?export={kind}")

    row = [cell.text for cell in tables.read(response.content).rows[1]]
    assert (row[0], row[4], row[5], row[7]) == (
        "Dolmetscher",
        "1250.5" if kind in {"xlsx", "ods"} else row[4],
        "unknown",
        "EUR",
    )


def test_departments_do_not_see_costs(visit, sign_in):
    department = make_unit()
    visit.activity.departments.add(department)
    contact = make_user(role=Role.DEPARTMENT_CONTACT, unit=department)

    client = sign_in(contact)
    assert client.get(f"/desk/visits/{visit.pk}/costs/").status_code in {403, 404}
    assert "/costs/" not in client.get(f"/desk/visits/{visit.pk}/tasks/").content.decode()


def test_the_page_asks_the_database_as_often_for_three_positions_as_for_one(visit, officer, sign_in):
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/costs/"
    item = make_item(visit=visit)
    make_cost(visit=visit, item=item)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    make_cost(visit=visit, item=item)
    make_cost(visit=visit, currency="PLN")
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)
