"""Where items stand in the day grid."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hospitium.accounts.roles import Role
from hospitium.visits.models import Item, Visit
from hospitium.visits.queries.grid import Grid, grid_of
from tests.factories import make_unit, make_user
from tests.factories_visits import make_group, make_interpreter, make_item, make_part, make_venue, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = date(2027, 1, 4)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def visit(unit) -> Visit:
    return make_visit(unit=unit, guest_language="de")


def grid(visit: Visit, by) -> Grid:
    return grid_of(Visit.objects.select_related("activity", "unit").get(pk=visit.pk), by=by, today=TODAY)


def boxes(visit: Visit, by) -> dict[int, tuple[int, int, int, int]]:
    return {
        box.item.pk: (box.row, box.rows, box.column, box.columns) for day in grid(visit, by).days for box in day.boxes
    }


def test_an_item_stands_at_its_time(visit, officer):
    item = make_item(visit=visit, starts=time(9, 30), minutes=45)

    found = grid(visit, officer)

    assert boxes(visit, officer) == {item.pk: (19, 9, 1, 12)}
    assert ([day.on.day for day in found.days], found.first_hour, found.rows) == ([8, 9, 10, 11, 12], 8, 144)


def test_the_grid_grows_to_early_and_late_items(visit, officer):
    early = make_item(visit=visit, starts=time(6, 15), minutes=15)
    late = make_item(visit=visit, starts=time(22), minutes=300)

    found = grid(visit, officer)

    assert (found.first_hour, found.rows) == (6, 216)
    assert boxes(visit, officer) == {early.pk: (4, 3, 1, 12), late.pk: (193, 24, 1, 12)}


def test_groups_stand_side_by_side_each_on_its_own_side(visit, officer):
    a, b = make_group(visit=visit, key="a"), make_group(visit=visit, key="b")
    second = make_item(visit=visit, starts=time(9), minutes=120, groups=[b])
    first = make_item(visit=visit, starts=time(9, 30), groups=[a])
    alone = make_item(visit=visit, starts=time(11))

    assert {pk: place[2:] for pk, place in boxes(visit, officer).items()} == {
        first.pk: (1, 6),
        second.pk: (7, 6),
        alone.pk: (1, 12),
    }


def test_five_at_once_still_have_room(visit, officer):
    for _turn in range(5):
        make_item(visit=visit)

    assert sorted(place[2:] for place in boxes(visit, officer).values()) == [(1, 2), (3, 2), (5, 2), (7, 2), (9, 2)]


def test_what_has_no_time_lies_in_the_tray_and_what_lies_outside_has_its_day(visit, officer):
    waiting = make_item(visit=visit, day=None, starts=None)
    make_item(visit=visit, day=date(2027, 3, 20))

    found = grid(visit, officer)

    assert [box.item for box in found.tray] == [waiting]
    assert [(day.on.day, day.is_inside) for day in found.days][-2:] == [(12, True), (20, False)]


def test_conflicts_are_marked_where_they_are(visit, officer):
    make_item(visit=visit)
    make_item(visit=visit, starts=time(9, 30))
    make_item(visit=visit, starts=time(13), kind=Item.Kind.MEAL)

    tones = [box.tone for day in grid(visit, officer).days for box in day.boxes]

    assert tones == ["danger", "danger", ""]


def test_interpreting_has_lanes_and_gaps(visit, officer):
    visit.guest_language = "pl"
    visit.save()
    groups = [make_group(visit=visit), make_group(visit=visit)]
    make_item(visit=visit, mode="consecutive", groups=groups[:1], interpreters=[make_interpreter()])
    make_item(visit=visit, mode="consecutive", groups=groups[1:])

    found = grid(visit, officer)

    (day,) = [day for day in found.days if day.boxes]
    assert [(box.interpreting.lane, box.interpreting.is_short) for box in day.boxes] == [(1, False), (2, True)]
    assert day.lanes == 2


def test_states_are_counted(visit, officer):
    make_part(item=make_item(visit=visit), state="confirmed")
    make_part(item=make_item(visit=visit, starts=time(11)), state="asked")
    make_item(visit=visit, starts=time(13))

    assert [(str(look.label), count) for look, count in grid(visit, officer).counts] == [("confirmed", 1), ("asked", 1)]


# ---- pages -----------------------------------------------------------------------
def test_the_script_gets_the_part_and_people_the_page(visit, officer, sign_in):
    make_item(visit=visit)
    client = sign_in(officer)

    part = client.get(f"/desk/visits/{visit.pk}/grid/", headers={"X-Requested-With": "hospitium"})
    page = client.get(f"/desk/visits/{visit.pk}/grid/")

    assert (part.status_code, part.content.count(b"data-item="), b"<html" in part.content) == (200, 1, False)
    assert (page.status_code, page.url) == (302, f"/desk/visits/{visit.pk}/")


def test_who_only_reads_gets_no_forms(visit, unit, sign_in):
    make_item(visit=visit)
    reader = make_user(role=Role.DEPARTMENT_CONTACT, unit=unit)
    visit.activity.departments.add(unit)

    part = sign_in(reader).get(f"/desk/visits/{visit.pk}/grid/", headers={"X-Requested-With": "hospitium"})

    assert (part.status_code, part.content.count(b"<form"), part.content.count(b"hsp-item ")) == (200, 0, 1)


def test_the_check_page_accepts_and_takes_back(visit, officer, sign_in):
    make_item(visit=visit, day=None, starts=None)
    client = sign_in(officer)
    address = f"/desk/visits/{visit.pk}/check/"
    key = grid(visit, officer).findings.open[0].key

    asked = client.get(f"{address}accept/", {"finding": key})
    without = client.post(f"{address}accept/", {"finding": key, "reason": " "})
    done = client.post(f"{address}accept/", {"finding": key, "reason": "They bring it along."})
    page = client.get(address).content.decode()
    withdrawn = client.post(f"/desk/accepted-findings/{visit.acceptances.get().pk}/withdraw/", {"form_key": ""})

    assert (asked.status_code, without.status_code, done.url, withdrawn.url) == (200, 422, address, address)
    assert "They bring it along." in page
    assert visit.acceptances.count() == 0


def test_the_head_sets_the_rules_of_the_office(unit, sign_in):
    head = make_user(role=Role.HEAD, unit=unit)
    client = sign_in(head)
    address = f"/desk/check-rules/{unit.pk}/"

    page = client.get(address)
    reset = client.post(f"{address}usual/", {"form_key": ""})
    other = client.get(f"/desk/check-rules/{make_unit().pk}/")

    assert (page.status_code, reset.url, other.status_code) == (200, address, 404)
    assert page.content.count(b'name="on_') == 30


def test_three_items_take_as_many_queries_as_one(officer, unit, sign_in):
    client = sign_in(officer)
    counts = []
    for count in (1, 3):
        visit = make_visit(unit=unit)
        for number in range(count):
            item = make_item(
                visit=visit,
                starts=time(9 + number),
                venue=make_venue(),
                groups=[make_group(visit=visit)],
                interpreters=[make_interpreter()],
                mode="simultaneous",
            )
            make_part(item=item)
        for part in ("grid", "check"):
            client.get(f"/desk/visits/{visit.pk}/{part}/", headers={"X-Requested-With": "hospitium"})
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/desk/visits/{visit.pk}/{part}/", headers={"X-Requested-With": "hospitium"})
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
