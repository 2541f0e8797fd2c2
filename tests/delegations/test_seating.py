"""Seats: the rules of protocol as plain data, and the plans that people make of them."""

from __future__ import annotations

from math import hypot
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import seating as actions
from hospitium.delegations.models import Delegation, Seat, SeatingPlan
from hospitium.delegations.pictures import Chair, seating_narrow
from hospitium.delegations.queries.seating import plan_of, printed_plan
from hospitium.delegations.seating import LARGEST, Side, Sitter, propose, seats_of
from tests.factories import make_partner, make_partnership, make_unit, make_user
from tests.factories_delegations import make_delegation, make_member, make_rank
from tests.factories_protocol import make_plan
from tests.factories_visits import make_interpreter, make_item, make_part, make_speaker, make_visit

GUESTS = [Sitter(f"g{number}", Side.GUEST, number, frozenset({"pl"})) for number in range(4)]
HOSTS = [Sitter(f"h{number}", Side.HOST, number, frozenset({"de"})) for number in range(4)]
SVG = {"s": "http://www.w3.org/2000/svg"}
HELPER = Sitter("i0", Side.HOST, 0, pairs=frozenset({("de", "pl")}))


# ---- the seats ---------------------------------------------------------------------
@pytest.mark.parametrize("shape", sorted(LARGEST))
@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 12, 20])
def test_every_form_has_its_seats_once_and_neighbours_see_each_other(shape, size):
    spots = seats_of(shape, size)
    by_number = {spot.number: spot for spot in spots}

    assert [spot.number for spot in spots] == list(range(1, min(size, LARGEST[shape]) + 1))
    assert len({(round(spot.x), round(spot.y)) for spot in spots}) == len(spots)
    if shape != "car":
        assert all(spot.number in by_number[one].beside for spot in spots for one in spot.beside)


def test_at_a_long_table_host_and_guest_of_honour_face_each_other_and_all_take_turns():
    seats = propose(shape="long", size=8, sitters=[*GUESTS, *HOSTS])
    spots = {spot.number: spot for spot in seats_of("long", 8)}

    assert (seats[1], seats[2], spots[1].x == spots[2].x, spots[1].y < 0 < spots[2].y) == ("g0", "h0", True, True)
    across = {(spot.x, spot.y < 0): seats[number][0] for number, spot in spots.items()}
    assert all(across[x, True] != across[x, False] for x, _top in across)
    # The second guest sits at the right hand of the host, who looks up.
    assert (seats[3], spots[3].x > spots[2].x, spots[3].y > 0) == ("g1", True, True)


def test_at_a_round_table_guests_and_hosts_take_turns():
    seats = propose(shape="round", size=8, sitters=[*GUESTS, *HOSTS])
    spots = {spot.number: spot for spot in seats_of("round", 8)}

    assert {seats[one] for one in spots[2].beside} == {"g0", "g1"}
    assert all(seats[number][0] != seats[one][0] for number, spot in spots.items() for one in spot.beside)


def test_in_a_car_the_guest_sits_behind_on_the_right_and_the_escort_in_front():
    seats = propose(shape="car", size=4, sitters=[*GUESTS[:1], *HOSTS[:1], HELPER])
    spots = {spot.number: spot for spot in seats_of("car", 4)}

    assert seats == {1: "g0", 2: "h0", 4: "i0"}
    assert (spots[1].x > 0, spots[1].y > spots[4].y) == (True, True)


@pytest.mark.parametrize("shape", ["long", "round", "u", "rows", "minibus"])
def test_an_interpreter_sits_beside_who_needs_one_but_never_on_a_place_of_honour(shape):
    seats = propose(shape=shape, size=9, sitters=[*GUESTS, *HOSTS, HELPER])
    spots = {spot.number: spot for spot in seats_of(shape, 9)}
    place = next(number for number, key in seats.items() if key == "i0")

    assert (seats[1], seats[2], place in spots[1].beside, place > 2) == ("g0", "h0", True, True)


def test_who_understands_the_other_needs_no_interpreter():
    both = [Sitter("g0", Side.GUEST, 0, frozenset({"pl", "de"})), HOSTS[0]]

    assert propose(shape="round", size=6, sitters=[*both, HELPER]) == {1: "g0", 2: "h0", 6: "i0"}


def test_fixed_seats_stay_and_who_finds_none_is_missing():
    seats = propose(shape="car", size=2, sitters=[*GUESTS, *HOSTS], fixed={1: "h3"})

    assert seats == {1: "h3", 2: "h0"}
    assert propose(shape="car", size=2, sitters=list(reversed([*GUESTS, *HOSTS])), fixed={1: "h3"}) == seats


# ---- plans -------------------------------------------------------------------------
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit())


@pytest.fixture
def delegation(officer):
    return make_delegation(visit=make_visit(unit=officer.grants.get().unit, officer=officer))


@pytest.fixture
def dinner(delegation):
    """An item with a host and an interpreter; the guests are a head and a member of higher rank."""
    item = make_item(visit=delegation.visit, interpreters=[make_interpreter(name="Ida Muster")])
    make_part(item=item, role="host", speaker=make_speaker(name="Dr. Anna Berg"))
    make_part(item=item, state="declined", speaker=make_speaker(name="Nein Danke"))
    make_member(delegation=delegation, family_name="Zwei", given_name="Jan", rank=make_rank(position=900))
    make_member(delegation=delegation, family_name="Eins", given_name="Ola", role="head", rank=make_rank(position=901))
    return item


def names(plan: SeatingPlan) -> dict[int, str]:
    return {place.number: place.person.name for place in plan_of(plan).taken if place.person}


def test_seats_are_proposed_from_members_hosts_and_interpreters(officer, dinner):
    plan = make_plan(visit=dinner.visit, item=dinner)

    actions.propose_seats(plan_id=plan.pk, by=officer)

    assert names(plan) == {1: "Ola Eins", 2: "Dr. Anna Berg", 3: "Jan Zwei", 4: "Ida Muster"}
    assert [event.code for event in timeline(plan)] == ["seating_plan.proposed"]
    assert [one.short for one in printed_plan(plan).seats] == ["O. Eins", "A. Berg", "J. Zwei", "I. Muster", "", ""]


def test_a_plan_is_made_changed_and_removed(officer, delegation):
    values = {"name": "Auto 1", "item": None, "shape": "car", "size": 4}

    plan = actions.create_plan(visit_id=delegation.visit_id, values=values, by=officer)
    actions.take_seat(plan_id=plan.pk, version=None, number=4, person="", name="Fahrdienst", by=officer)
    plan.refresh_from_db()
    actions.edit_plan(plan_id=plan.pk, version=plan.version, values={**values, "size": 3}, by=officer)

    assert (SeatingPlan.objects.get().size, Seat.objects.count()) == (3, 0)
    with pytest.raises(Conflict):
        actions.edit_plan(plan_id=plan.pk, version=plan.version, values=values, by=officer)
    actions.remove_plan(plan_id=plan.pk, by=officer)
    assert not SeatingPlan.objects.exists()
    assert [event.code for event in timeline(delegation.visit)] == [
        "seating_plan.removed",
        "seating_plan.changed",
        "seating_plan.seat_taken",
        "seating_plan.created",
    ]


def test_two_change_places_and_a_proposal_leaves_them_there(officer, dinner):
    plan = make_plan(visit=dinner.visit, item=dinner)
    actions.propose_seats(plan_id=plan.pk, by=officer)

    actions.move_seat(plan_id=plan.pk, version=None, origin=1, target=3, by=officer)
    actions.move_seat(plan_id=plan.pk, version=None, origin=2, target=5, by=officer)
    actions.propose_seats(plan_id=plan.pk, by=officer)

    assert {number: name for number, name in names(plan).items() if number in {1, 3, 5}} == {
        1: "Jan Zwei",
        3: "Ola Eins",
        5: "Dr. Anna Berg",
    }


def test_whoever_withdraws_loses_the_seat_and_the_plan_says_so(officer, dinner, english):
    plan = make_plan(visit=dinner.visit, item=dinner)
    actions.propose_seats(plan_id=plan.pk, by=officer)
    head = dinner.visit.delegations.get().members.get(role="head")

    head.withdrawn_on = timezone.localdate()
    head.save()

    shown = plan_of(plan)
    assert [(place.number, place.left) for place in shown.left] == [(1, "Ola Eins")]
    assert [one.name for one in shown.unseated] == []
    actions.take_seat(plan_id=plan.pk, version=None, number=1, person="", name="Ersatz Gast", by=officer)
    assert (names(plan)[1], plan_of(plan).left) == ("Ersatz Gast", [])


def test_whose_data_are_restricted_is_in_no_plan_and_not_named(officer, dinner, english):
    plan = make_plan(visit=dinner.visit, item=dinner)
    actions.propose_seats(plan_id=plan.pk, by=officer)

    dinner.visit.delegations.get().members.update(is_restricted=True)

    assert ("Eins" in str(printed_plan(plan)), [place.left for place in plan_of(plan).left]) == (
        False,
        ["a member", "a member"],
    )


def test_who_saw_an_older_plan_moves_nobody(officer, dinner):
    plan = make_plan(visit=dinner.visit, item=dinner)
    plan = actions.propose_seats(plan_id=plan.pk, by=officer)
    seen = plan.version
    actions.move_seat(plan_id=plan.pk, version=seen, origin=1, target=3, by=officer)
    now = names(plan)

    for attempt in (
        lambda: actions.move_seat(plan_id=plan.pk, version=seen, origin=1, target=5, by=officer),
        lambda: actions.take_seat(plan_id=plan.pk, version=seen, number=5, person="", name="x", by=officer),
        lambda: actions.free_seat(plan_id=plan.pk, version=seen, number=1, by=officer),
    ):
        with pytest.raises(Conflict):
            attempt()

    assert (names(plan), now[1], now[3]) == (now, "Jan Zwei", "Ola Eins")


def test_a_page_that_was_opened_before_the_seats_changed_says_so(officer, dinner, sign_in):
    plan = actions.propose_seats(plan_id=make_plan(visit=dinner.visit, item=dinner).pk, by=officer)
    client, before = sign_in(officer), names(plan)

    answer = client.post(f"/desk/seating/{plan.pk}/move/", {"version": plan.version - 1, "origin": 1, "target": 2})

    page = answer.content.decode()
    fresh = f'name="version" value="{plan.version}"'
    assert (answer.status_code, names(plan) == before) == (422, True)
    assert ("Somebody changed the seats in the meantime." in page, fresh in page) == (True, True)


def test_what_a_script_sends_wrongly_is_answered_with_the_reason(officer, dinner, sign_in):
    plan = actions.propose_seats(plan_id=make_plan(visit=dinner.visit, size=2, shape="car").pk, by=officer)
    client, address, before = sign_in(officer), f"/desk/seating/{plan.pk}/", names(plan)
    waiting = plan_of(plan).unseated[0].key

    said = [
        (way, answer.status_code, sentence in answer.content.decode())
        for way, values, sentence in (
            ("take", {"person": waiting, "name": "", "number": 2}, "Seat 2 is not free."),
            ("move", {"origin": 4, "target": 1}, "Nobody sits on seat 4."),
            ("free", {"number": "x" * 40}, "Enter a whole number."),
            ("free", {"number": 1, "version": "½"}, "Enter a whole number."),
            ("free", {"number": 10**30}, "less than or equal to 200"),
        )
        for answer in [client.post(f"{address}{way}/", values)]
    ]

    assert said == [(way, 422, True) for way in ("take", "move", "free", "free", "free")]
    assert names(plan) == before


def drawn(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314 - our own picture


def test_a_picture_for_narrow_screens_turns_the_table_and_keeps_neighbours():
    spots = seats_of("long", 12)
    chairs = [Chair(one.number, one.x, one.y, f"P{one.number}", f"Person {one.number}") for one in spots]

    svg = drawn(seating_narrow(shape="long", chairs=chairs, finding="x", words={}))

    marks = {
        int(group.get("data-seat")): group.find("s:circle[last()]", SVG)
        for group in svg.findall("s:g[@data-seat]", SVG)
    }
    at = {number: (float(mark.get("cx")), float(mark.get("cy"))) for number, mark in marks.items()}
    assert float(svg.get("width")) <= 310
    # Who looks down at the table has the right hand on the left of the page, and looks right once it is turned.
    for one in spots:
        x, y = at[one.number]
        assert ((x < 0) == (one.y < 0), y) == (True, pytest.approx(-one.x * 0.42, abs=0.1))


def test_a_step_that_is_taken_back_leaves_nobody_by_hand(officer, delegation, dinner, sign_in):
    plan = actions.propose_seats(plan_id=make_plan(visit=dinner.visit, item=dinner).pk, by=officer)
    client, address = sign_in(officer), f"/desk/seating/{plan.pk}/"
    before = list(plan.seats.order_by("number").values_list("number", "member", "speaker", "interpreter"))
    key = plan_of(plan).places[0].person.key

    client.post(f"{address}move/", {"origin": 1, "target": 2})
    moved = set(plan.seats.filter(is_by_hand=True).values_list("number", flat=True))
    client.post(f"{address}move/", {"origin": 2, "target": 1, "proposed": "1 2"})
    client.post(f"{address}free/", {"number": 1})
    client.post(f"{address}take/", {"person": key, "name": "", "number": 1, "proposed": "1 x"})

    assert moved == {1, 2}
    assert list(plan.seats.order_by("number").values_list("number", "member", "speaker", "interpreter")) == before
    assert not plan.seats.filter(is_by_hand=True).exists()


@pytest.mark.parametrize(
    ("shape", "size"), [("rows", 40), ("rows", 200), ("u", 24), ("u", 42), ("u", 60), ("round", 12), ("round", 24)]
)
def test_other_forms_move_together_on_narrow_screens_and_no_seat_hides_another(shape, size):
    spots = seats_of(shape, size)
    chairs = [Chair(one.number, one.x, one.y, "", "free") for one in spots]

    svg = drawn(seating_narrow(shape=shape, chairs=chairs, finding="x", words={"front": "Front"}))

    at = [(float(mark.get("cx")), float(mark.get("cy"))) for mark in svg.findall("s:g/s:circle[@class='c-open']", SVG)]
    assert (len(at), float(svg.get("width")) <= 340) == (size, True)
    assert all(hypot(a[0] - b[0], a[1] - b[1]) > 30 for index, a in enumerate(at) for b in at[index + 1 :])


def test_a_car_is_narrow_anyway():
    chairs = [Chair(one.number, one.x, one.y, "", "free") for one in seats_of("car", 4)]

    assert seating_narrow(shape="car", chairs=chairs, finding="x", words={}) == ""


def test_the_country_is_written_where_guests_of_several_sit_together(officer, dinner, sign_in):
    plan = actions.propose_seats(plan_id=make_plan(visit=dinner.visit, item=dinner).pk, by=officer)
    client, address = sign_in(officer), f"/desk/seating/{plan.pk}/"
    country = dinner.visit.delegations.get().partnership.partner.country
    assert f">{country}</text>" not in client.get(address).content.decode()
    other = make_delegation(visit=dinner.visit, partnership=make_partnership(partner=make_partner(country="HU")))
    make_member(delegation=other, family_name="Drei", given_name="Eva")

    actions.propose_seats(plan_id=plan.pk, by=officer)

    page = client.get(address).content.decode()
    assert (f">{country}</text>" in page, ">HU</text>" in page) == (True, True)


def test_what_cannot_be_is_refused_with_a_sentence(officer, dinner, english):
    plan = make_plan(visit=dinner.visit, item=dinner)
    actions.propose_seats(plan_id=plan.pk, by=officer)
    stranger, other = make_user(role=Role.OFFICER, unit=make_unit()), make_item()
    closed = make_plan(visit=make_delegation(visit=make_visit(unit=dinner.visit.unit)).visit)
    Delegation.objects.filter(visit=closed.visit).update(state="closed", closed_on=timezone.localdate())
    car = {"name": "x", "item": None, "shape": "car", "size": 5}
    tries = [
        lambda: actions.take_seat(plan_id=plan.pk, version=None, number=1, person="", name="x", by=officer),
        lambda: actions.take_seat(plan_id=plan.pk, version=None, number=7, person="", name="x", by=officer),
        lambda: actions.take_seat(plan_id=plan.pk, version=None, number=6, person="member-999", name="", by=officer),
        lambda: actions.move_seat(plan_id=plan.pk, version=None, origin=6, target=1, by=officer),
        lambda: actions.create_plan(visit_id=dinner.visit_id, values=car, by=officer),
        lambda: actions.create_plan(visit_id=dinner.visit_id, values={**car, "item": other}, by=officer),
        lambda: actions.propose_seats(plan_id=closed.pk, by=officer),
        lambda: actions.propose_seats(plan_id=plan.pk, by=stranger),
    ]

    said = []
    for attempt in tries:
        with pytest.raises(Refused) as refusal:
            attempt()
        said.append(str(refusal.value))

    assert said == [
        "Seat 1 is taken. Choose a free one, or change places.",
        "There is no seat 7.",
        "This person sits already, or takes no part any more.",
        "Nobody sits on seat 6.",
        "This form has at most 4 seats.",
        "This item belongs to another visit.",
        "The delegations of this visit are closed. The plan can be read, not changed.",
        f"This record is looked after by: {dinner.visit.unit}.",
    ]


def test_the_page_of_a_plan_shows_picture_and_table_and_answers_its_forms(officer, delegation, dinner, sign_in):
    client = sign_in(officer)
    assert "No seating plan yet" in client.get(f"/desk/delegations/{delegation.pk}/seating/").content.decode()
    typed = {"name": "Dinner", "item": dinner.pk, "shape": "round", "size": "6"}
    client.post(f"/desk/delegations/{delegation.pk}/seating/new/", typed)
    plan = SeatingPlan.objects.get()
    address = f"/desk/seating/{plan.pk}/"

    client.post(f"{address}propose/", {})
    page = client.get(address).content.decode()
    assert ("4 of 6 seats are taken. On the place of honour: Ola Eins." in page, "<svg" in page) == (True, True)
    client.post(f"{address}move/", {"origin": 1, "target": 2})
    client.post(f"{address}free/", {"number": 3})
    client.post(f"{address}take/", {"person": "", "name": "Gast <b>", "number": 6})
    assert names(plan) == {1: "Dr. Anna Berg", 2: "Ola Eins", 4: "Ida Muster", 6: "Gast <b>"}
    wrong = client.post(f"{address}take/", {"person": "", "name": "", "number": 5})
    assert (wrong.status_code, "one of the two" in wrong.content.decode()) == (422, True)
    page = client.get(address).content.decode()
    assert ("Gast &lt;b&gt;" in page, "Gast <b>" in page, "Not seated yet" in page) == (True, False, True)
    assert client.post(f"{address}edit/", {**typed, "shape": "car", "size": 9}).status_code == 422
    client.post(f"{address}remove/", {"sent": "1"})
    assert not SeatingPlan.objects.exists()


def test_the_plans_of_a_visit_are_read_with_the_same_number_of_queries(officer, delegation, sign_in):
    client, address = sign_in(officer), f"/desk/delegations/{delegation.pk}/seating/"
    counts = []
    for _turn in range(2):
        for _one in range(1 if not counts else 2):
            plan = make_plan(visit=delegation.visit, item=make_item(visit=delegation.visit))
            Seat.objects.create(plan=plan, number=1, member=make_member(delegation=delegation))
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_plan_is_read_with_the_same_number_of_queries(officer, delegation, dinner):
    plan = make_plan(visit=delegation.visit, item=dinner, size=6)
    counts = []
    for number in range(1, 4):
        Seat.objects.create(plan=plan, number=number, member=make_member(delegation=delegation))
        plan = SeatingPlan.objects.get()
        with CaptureQueriesContext(connection) as queries:
            printed_plan(plan)
        counts.append(len(queries))

    assert counts[0] == counts[2]
