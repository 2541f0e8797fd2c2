"""Interpreters: the pool, bookings, who interprets what, and what goes to them beforehand."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hospitium.accounts.roles import Role
from hospitium.core import tables
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.partners.models.relations import Status
from hospitium.visits.actions import interpreters as actions
from hospitium.visits.models import Booking, Interpreter, Mode
from hospitium.visits.pairs import pairs_as_lines, parse_pairs
from hospitium.visits.queries.interpreting import interpreting_of, sheet_of
from tests.factories import make_topic, make_unit, make_user
from tests.factories_visits import (
    make_booking,
    make_interpreter,
    make_item,
    make_part,
    make_speaker,
    make_venue,
    make_visit,
)

pytestmark = pytest.mark.django_db
TUESDAY = date(2027, 3, 9)


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def visit(officer):
    return make_visit(unit=officer.grants.get().unit, officer=officer)


@pytest.fixture
def anna(visit):
    person = make_interpreter(name="Anna", minutes_a_day=150)
    make_booking(visit=visit, interpreter=person, state=Booking.State.BOOKED)
    return person


def codes(record):
    return [event.code for event in reversed(timeline(record))]


# ---- language pairs --------------------------------------------------------------
def test_pairs_are_read_by_code_and_by_name_in_any_language():
    assert parse_pairs(["de <> pl", "Ungarisch → Deutsch", "angielski > niemiecki"], "pl") == [
        ("de", "pl"),
        ("en", "de"),
        ("hu", "de"),
        ("pl", "de"),
    ]


def test_what_is_written_can_be_read_again():
    pairs = [("de", "pl"), ("hu", "de"), ("pl", "de")]

    assert parse_pairs(pairs_as_lines(pairs, "de"), "de") == pairs
    assert pairs_as_lines(pairs, "de") == ["Deutsch ↔ Polnisch", "Ungarisch → Deutsch"]


@pytest.mark.parametrize("line", ["de", "de > ", "de > de", "de > quatsch", "de > pl > en", "> pl"])
def test_a_line_that_is_no_pair_is_refused(line):
    with pytest.raises(ValidationError):
        parse_pairs([line], "de")


# ---- the pool ------------------------------------------------------------------
def test_an_interpreter_is_entered_with_directions_modes_and_rate(officer, sign_in):
    typed = {
        "name": "Dóra Példa",
        "language": "hu",
        "pairs": "de <> hu\nen > hu",
        "modes": ["consecutive", "whispered"],
        "minutes_a_day": "300",
        "rate": "1.050,50",
        "currency": "EUR",
    }

    response = sign_in(officer).post("/desk/new/interpreter/", typed)

    person = Interpreter.objects.get()
    stored = (person.modes, person.minutes_a_day, person.rate, list(person.pairs.values_list("origin", "target")))
    pairs = [("de", "hu"), ("en", "hu"), ("hu", "de")]
    assert (response["Location"], stored) == (
        f"/desk/interpreters/{person.pk}/",
        (["consecutive", "whispered"], 300, Decimal("1050.50"), pairs),
    )
    assert codes(person) == ["interpreter.created"]


def test_of_two_who_save_at_once_the_second_sees_both_versions(officer):
    person = make_interpreter()
    values = {"phone": "030 1"}
    actions.edit_interpreter(interpreter_id=person.pk, version=1, values=values, pairs=[("de", "pl")], by=officer)

    with pytest.raises(Conflict):
        actions.edit_interpreter(interpreter_id=person.pk, version=1, values=values, pairs=[], by=officer)

    assert codes(person) == ["interpreter.changed"]


def test_who_was_asked_stays_in_the_pool(officer, anna):
    with pytest.raises(Refused):
        actions.remove_interpreter(interpreter_id=anna.pk, by=officer)

    actions.remove_interpreter(interpreter_id=make_interpreter().pk, by=officer)
    assert list(Interpreter.objects.all()) == [anna]


def test_the_list_filters_by_direction_and_mode(officer, sign_in):
    make_interpreter(name="Anna", modes=["simultaneous"])
    make_interpreter(name="Bela", pairs=(("hu", "de"),), modes=["consecutive"])
    client = sign_in(officer)

    pages = [client.get(f"/desk/interpreters/?{query}").content.decode() for query in ("from=hu", "mode=simultaneous")]

    assert [("Anna" in page, "Bela" in page) for page in pages] == [(False, True), (True, False)]


def test_the_pages_of_an_interpreter_open(officer, sign_in, anna):
    client = sign_in(officer)

    for path in ("", "edit/", "remove/"):
        assert client.get(f"/desk/interpreters/{anna.pk}/{path}").status_code == 200
    assert client.get("/desk/interpreters/?export=xlsx").status_code == 200


# ---- bookings ------------------------------------------------------------------
def test_a_booking_goes_its_way(officer, visit):
    person = make_interpreter()
    values = {"interpreter": person, "first_day": visit.starts_on, "last_day": visit.ends_on, "cost": Decimal("900")}
    booking = actions.create_booking(visit_id=visit.pk, values=values, by=officer)

    for step in ("hold", "book"):
        booking = actions.step_booking(booking_id=booking.pk, step=step, by=officer)

    assert (booking.state, codes(booking)) == ("booked", ["booking.created", "booking.held", "booking.booked"])
    with pytest.raises(Refused):
        actions.step_booking(booking_id=booking.pk, step="hold", by=officer)
    with pytest.raises(Refused):
        actions.create_booking(visit_id=visit.pk, values=values, by=officer)
    with pytest.raises(Refused):
        actions.remove_booking(booking_id=booking.pk, by=officer)


def test_who_is_cancelled_leaves_the_items(officer, visit, anna):
    item = make_item(visit=visit, interpreters=[anna])

    booking = actions.step_booking(booking_id=visit.bookings.get().pk, step="cancel", by=officer)

    assert (booking.state, list(item.interpreters.all())) == ("cancelled", [])
    assert timeline(booking).first().facts == {"left_items": 1}


def test_while_the_partnership_is_suspended_nobody_is_booked_but_everybody_can_be_cancelled(officer, visit):
    booking = make_booking(visit=visit)
    visit.activity.partnerships.update(status=Status.SUSPENDED)

    with pytest.raises(Refused):
        actions.step_booking(booking_id=booking.pk, step="book", by=officer)

    assert actions.step_booking(booking_id=booking.pk, step="cancel", by=officer).state == "cancelled"


def test_another_office_books_nobody(visit):
    other = make_user(role=Role.OFFICER, unit=make_unit())

    with pytest.raises(Refused):
        actions.step_booking(booking_id=make_booking(visit=visit).pk, step="book", by=other)


# ---- who interprets what ---------------------------------------------------------
def test_consecutive_counts_twice_and_the_day_says_what_was_agreed(officer, visit, anna):
    lecture = make_item(visit=visit, mode=Mode.CONSECUTIVE, minutes=60, interpreters=[anna])
    make_item(visit=visit, mode=Mode.SIMULTANEOUS, minutes=50, starts=time(14, 0), interpreters=[anna])
    make_item(visit=visit, kind="meal", starts=time(12, 0))

    day = interpreting_of(visit, by=officer).days[0]

    assert (day.on, [row.minutes for row in day.rows]) == (TUESDAY, [120, 50])
    assert [(load.minutes, load.limit, load.is_over) for load in day.loads] == [(170, 150, True)]
    found = {row.item.pk: {gap.code for gap in row.gaps} for row in day.rows}
    assert found[lecture.pk] == {"interpreter_overload"}


def test_gaps_are_nobody_the_missing_second_and_the_missing_direction(officer, visit, anna):
    alone = make_item(visit=visit, mode=Mode.SIMULTANEOUS, minutes=90, interpreters=[anna])
    anna.modes = ["simultaneous"]
    anna.save()
    nobody = make_item(visit=visit, mode=Mode.CONSECUTIVE, starts=time(11, 0))
    anna.pairs.filter(origin="pl").delete()

    rows = {row.item.pk: {gap.code for gap in row.gaps} for row in interpreting_of(visit, by=officer).days[0].rows}

    assert rows == {alone.pk: {"second_interpreter_missing", "pair_missing"}, nobody.pk: {"mode_missing"}}


def test_interpreters_are_assigned_from_the_page(officer, visit, anna, sign_in):
    first, second = make_item(visit=visit, mode=Mode.CONSECUTIVE), make_item(visit=visit, interpreters=[anna])
    client = sign_in(officer)
    address = f"/desk/visits/{visit.pk}/interpreting/"
    page = client.get(address).content.decode()
    assert (f'name="seen-{second.pk}" value="{anna.pk}"' in page, "Anna" in page) == (True, True)

    client.post(address, {f"seen-{first.pk}": "", f"item-{first.pk}": [anna.pk], f"seen-{second.pk}": str(anna.pk)})

    assert (list(first.interpreters.all()), list(second.interpreters.all())) == ([anna], [])
    assert timeline(visit).first().facts == {"items": [first.pk, second.pk]}


def test_who_assigns_on_an_old_page_overwrites_nobody(officer, visit, anna):
    item = make_item(visit=visit, interpreters=[anna])

    with pytest.raises(Refused):
        actions.assign_interpreters(
            visit_id=visit.pk, chosen={item.pk: {anna.pk, 99}}, seen={item.pk: set()}, by=officer
        )


def test_only_who_is_booked_for_the_day_is_assigned(officer, visit, anna):
    item, stranger = make_item(visit=visit), make_interpreter()
    visit.bookings.update(first_day=date(2027, 3, 10))

    for person in (anna, stranger):
        with pytest.raises(Refused):
            actions.assign_interpreters(visit_id=visit.pk, chosen={item.pk: {person.pk}}, seen={}, by=officer)


def test_the_page_asks_the_database_as_often_for_three_items_as_for_one(officer, visit, anna, sign_in):
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/interpreting/"
    make_item(visit=visit, mode=Mode.CONSECUTIVE, interpreters=[anna])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for hour in (11, 14):
        make_item(visit=visit, mode=Mode.CONSECUTIVE, starts=time(hour, 0), interpreters=[anna])
    make_booking(visit=visit)
    make_booking(visit=visit)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


# ---- terms and names -------------------------------------------------------------
@pytest.fixture
def full(visit, anna):
    visit.activity.topics.add(make_topic(name=written_in("de", "Hochwasserschutz", pl="Ochrona przeciwpowodziowa")))
    speaker = make_speaker(
        name="Klara Fall", function=written_in("de", "Leiterin", pl="Kierowniczka"), remark="geheim1"
    )
    item = make_item(
        visit=visit,
        title=written_in("de", "Deiche", pl="Wały"),
        venue=make_venue(name=written_in("de", "Pumpwerk")),
        interpreters=[anna],
        mode=Mode.CONSECUTIVE,
        remark="geheim2",
        plan_b="geheim3",
    )
    make_part(item=item, speaker=speaker)
    return visit


def test_the_sheet_has_topics_titles_venues_and_names_in_both_languages(full):
    assert [(term.ours, term.theirs) for term in sheet_of(full).terms] == [
        ("Hochwasserschutz", "Ochrona przeciwpowodziowa"),
        ("Deiche", "Wały"),
        ("Pumpwerk", ""),
        ("Klara Fall, Leiterin", "Klara Fall, Kierowniczka"),
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv-excel"])
def test_the_sheet_is_given_out_as_a_file(full, officer, sign_in, kind):
    response = sign_in(officer).get(f"/desk/visits/{full.pk}/interpreting/sheet/?export={kind}")

    assert (response.status_code, "attachment" in response["Content-Disposition"]) == (200, True)
    if kind == "xlsx":
        rows = [[cell.text for cell in row] for row in tables.read(response.content).rows]
        assert rows[:2] == [
            ["What", "German", "Polish", "Note"],
            ["topic", "Hochwasserschutz", "Ochrona przeciwpowodziowa", ""],
        ]


def test_the_sheet_goes_to_whoever_is_booked_and_says_nothing_internal(full, officer):
    make_booking(visit=full, state=Booking.State.ASKED)

    sent = actions.send_sheet(visit_id=full.pk, by=officer)

    mail = Mail.objects.get()
    found = [
        word for word in ("Deiche | Wały", "Klara Fall, Kierowniczka", "9:00", "Pumpwerk") if word not in mail.body
    ]
    assert ([one.interpreter.name for one in sent], found, "geheim" in mail.body) == (["Anna"], [], False)
    assert codes(sent[0]) == ["booking.sheet_sent"]


def test_without_anybody_booked_nothing_is_sent(officer, visit):
    with pytest.raises(Refused):
        actions.send_sheet(visit_id=visit.pk, by=officer)


def test_the_page_before_sending_names_who_gets_it(full, officer, sign_in):
    client, address = sign_in(officer), f"/desk/visits/{full.pk}/interpreting/send/"

    assert "Anna" in client.get(address).content.decode()
    assert client.post(address, {"sent": "1"}).status_code == 302
    assert Mail.objects.count() == 1


def test_bookings_are_made_and_stepped_on_the_page(officer, visit, sign_in):
    person, client = make_interpreter(), sign_in(officer)
    typed = {
        "interpreter": person.pk,
        "first_day": "2027-03-08",
        "last_day": "2027-03-10",
        "cost": "1.200",
        "currency": "EUR",
    }

    assert client.get(f"/desk/visits/{visit.pk}/interpreting/new/").status_code == 200
    wrong = client.post(f"/desk/visits/{visit.pk}/interpreting/new/", {**typed, "last_day": "2027-03-01"})
    client.post(f"/desk/visits/{visit.pk}/interpreting/new/", typed)
    booking = visit.bookings.get()
    client.post(f"/desk/bookings/{booking.pk}/edit/", {**typed, "cost": "1 300,50", "version": booking.version})
    client.post(f"/desk/bookings/{booking.pk}/step/book/")
    booking.refresh_from_db()

    assert (wrong.status_code, booking.cost, booking.state) == (422, Decimal("1300.50"), "booked")
    assert client.post(f"/desk/bookings/{booking.pk}/step/fly/").status_code == 404
    client.post(f"/desk/bookings/{booking.pk}/step/cancel/")
    client.post(f"/desk/bookings/{booking.pk}/remove/")
    assert not visit.bookings.exists()


def test_departments_do_not_see_what_interpreters_cost(visit, sign_in):
    department = make_unit()
    visit.activity.departments.add(department)
    contact = make_user(role=Role.DEPARTMENT_CONTACT, unit=department)

    assert sign_in(contact).get(f"/desk/visits/{visit.pk}/interpreting/").status_code in {403, 404}
