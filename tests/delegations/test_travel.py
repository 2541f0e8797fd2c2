"""Journeys, pick-ups and rooms: what people do, what does not fit in words, rooming list and emergency sheet."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import travel as actions
from hospitium.delegations.models import Delegation, Journey, Pickup, Room
from hospitium.delegations.queries.clashes import findings_of, unfit_travel
from hospitium.delegations.queries.travel import Reachable, emergency_sheet, rooming_list
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_protocol import make_journey, make_pickup, make_room
from tests.factories_visits import make_group, make_item, make_venue, make_visit

pytestmark = pytest.mark.django_db
DEPARTS = {"direction": "departure", "day": date(2027, 3, 12), "time": time(18, 0), "number": "LO 388"}


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit())


@pytest.fixture
def delegation(officer):
    return make_delegation(visit=make_visit(unit=officer.grants.get().unit, officer=officer))


@pytest.fixture
def guest(delegation):
    return make_member(
        delegation=delegation,
        family_name="Gość",
        given_name="Ewa",
        phone="+48 1",
        emergency_contact="Biuro +48 2",
        languages=["pl", "en"],
    )


def planned(guest):
    """A stay in which nothing is wrong."""
    make_pickup(journey=make_journey(members=[guest]))
    make_pickup(journey=make_journey(members=[guest], **DEPARTS), time=time(15, 0))
    return make_room(members=[guest])


def test_nothing_is_said_of_a_stay_that_fits(delegation, guest):
    planned(guest)
    make_item(visit=delegation.visit)

    assert findings_of(delegation) == []


def test_findings_are_sentences_with_names(delegation, guest, english):
    make_journey(members=[guest])
    make_item(visit=delegation.visit, day=date(2027, 3, 8), starts=time(13, 0), title={})
    make_item(visit=delegation.visit, day=date(2027, 3, 8), starts=time(8, 0), kind="transfer")
    group = make_group(visit=delegation.visit, name=written_in("en", "group A"))
    make_item(visit=delegation.visit, day=date(2027, 3, 8), starts=time(8, 0), title={}, groups=[group])

    assert [(one.sentence, one.who) for one in findings_of(delegation)] == [
        ("“lecture” begins before they can be there: LO 387, Mon 8 March, 12:00.", "Ewa Gość"),
        ("There are nights, but no room and no hotel yet.", "Ewa Gość"),
        ("The departure is not known yet.", "Ewa Gość"),
        ("Nobody picks up or brings: LO 387, Mon 8 March, 12:00.", "Ewa Gość"),
        ("“lecture” (only group A) begins before they can be there: LO 387, Mon 8 March, 12:00.", "Ewa Gość"),
    ]


def test_many_are_counted_where_they_are_all_or_all_of_one_journey(delegation, guest, english):
    names = ("Druga", "Trzecia", "Czwarta")
    others = [make_member(delegation=delegation, family_name=name, given_name="Ewa") for name in names]
    make_journey(members=[guest, *others[:2]])
    make_room(members=[guest, *others], kind="suite", first_night=date(2027, 3, 10))

    found = findings_of(delegation)

    assert found[0].sentence == "No bed in the nights from Mon 8 March to Tue 9 March."
    assert [(one.code, one.who, one.direction) for one in found] == [
        ("no_bed", "all 4 members", ""),
        ("too_many_in_room", "all 4 members", ""),
        ("no_arrival", "Ewa Czwarta", "arrival"),
        ("no_departure", "all 4 members", "departure"),
        ("no_pickup", "all 3 of this journey", ""),
    ]


def test_whoever_withdrew_or_is_restricted_is_in_no_finding_and_on_no_sheet(delegation, guest):
    planned(guest)
    gone = make_member(delegation=delegation, withdrawn_on=timezone.localdate())
    hidden = make_member(delegation=delegation, is_restricted=True)
    make_room(members=[gone, hidden], kind="twin", number="13", hotel=Room.objects.get().hotel)

    assert [(one.number, one.guests, one.nights) for one in rooming_list(delegation)] == [
        ("12", ["Ewa Gość"], 4),
        ("13", [], 4),
    ]
    assert [one.name for one in emergency_sheet(delegation).people] == ["Ewa Gość"]
    assert [one.code for one in findings_of(delegation)] == ["empty_room"]


def test_the_emergency_sheet_says_who_is_where_and_whom_to_call(delegation, guest, officer, english):
    room = planned(guest)
    make_member(delegation=delegation, family_name="Bez", given_name="Pokoju", role="head")

    sheet = emergency_sheet(delegation)

    assert (sheet.officer, sheet.numbers) == (officer.name, ("112",))
    assert sheet.people[1] == Reachable(
        name="Ewa Gość",
        role="member",
        mobile="+48 1",
        emergency_contact="Biuro +48 2",
        languages=("pl", "en"),
        hotel=str(room.hotel),
        hotel_phone="030 1",
        hotel_address="Am Markt 1",
        room="12",
    )
    assert (sheet.people[0].name, sheet.people[0].mobile, sheet.people[0].room) == ("Pokoju Bez", "", "")


def test_a_journey_with_its_pick_up_is_entered_changed_and_removed(delegation, guest, officer):
    values = {"direction": "arrival", "mode": "train", "number": "EC 45", "day": date(2027, 3, 8), "members": [guest]}
    values |= {"time": None, "place": "Hauptbahnhof", "remark": ""}

    journey = actions.create_journey(delegation_id=delegation.pk, values=values, by=officer)
    actions.edit_journey(journey_id=journey.pk, version=1, values={**values, "time": time(9, 0)}, by=officer)
    actions.save_pickup(journey_id=journey.pk, version=None, values={"place": "Gleis 3"}, by=officer)
    pickup = Pickup.objects.get()
    actions.save_pickup(journey_id=journey.pk, version=pickup.version, values={"place": "Gleis 4"}, by=officer)
    with pytest.raises(Conflict):
        actions.save_pickup(journey_id=journey.pk, version=pickup.version, values={"place": "Gleis 5"}, by=officer)
    actions.remove_pickup(journey_id=journey.pk, by=officer)
    actions.remove_pickup(journey_id=journey.pk, by=officer)
    codes = [event.code for event in timeline(journey)]
    actions.remove_journey(journey_id=journey.pk, by=officer)

    assert codes == [
        "journey.pickup_cancelled",
        "journey.pickup_planned",
        "journey.pickup_planned",
        "journey.changed",
        "journey.created",
    ]
    assert (Journey.objects.count(), timeline(delegation).first().code) == (0, "journey.removed")


def test_a_room_keeps_guests_whom_the_form_could_not_show(delegation, guest, officer):
    hidden, other = make_member(delegation=delegation, is_restricted=True), make_member(delegation=delegation)
    room = make_room(members=[guest, hidden], kind="suite")

    actions.edit_room(room_id=room.pk, version=room.version, values={"number": "14"}, guests=[other], by=officer)

    assert {one.member for one in room.guests.all()} == {hidden, other}
    assert [(one.code, one.facts) for one in timeline(room)] == [("room.changed", {"fields": ["number", "guests"]})]


def test_strangers_closed_delegations_and_foreign_members_are_refused(delegation, guest, officer, english):
    room, stranger = make_room(members=[guest]), make_user(role=Role.OFFICER, unit=make_unit())
    closed = make_delegation(visit=make_visit(unit=delegation.visit.unit), state="closed", closed_on=date(2027, 4, 1))

    with pytest.raises(Refused, match="This person belongs to another delegation"):
        actions.edit_room(room_id=room.pk, version=None, values={}, guests=[make_member()], by=officer)
    with pytest.raises(Refused, match="looked after by"):
        actions.remove_room(room_id=room.pk, by=stranger)
    with pytest.raises(Refused, match="This delegation is closed"):
        actions.create_journey(delegation_id=closed.pk, values={"direction": "arrival"}, by=officer)


def test_the_page_shows_findings_journeys_and_rooms_and_takes_new_ones(delegation, guest, officer, sign_in):
    client, address = sign_in(officer), f"/desk/delegations/{delegation.pk}"
    page = client.get(f"{address}/travel/").content.decode()
    assert ("No journey yet" in page, "No room yet" in page, "?direction=arrival" in page) == (True, True, True)

    form = client.get(f"{address}/journeys/new/?direction=departure").content.decode()
    assert ('value="2027-03-12"' in form, "checked" in form) == (True, True)
    sent = {"direction": "arrival", "mode": "plane", "number": "LO 387", "day": "2027-03-08", "time": "12:00"}
    far = client.post(f"{address}/journeys/new/", {**sent, "day": "2028-03-08"})
    assert (far.status_code, "Look at the year" in far.content.decode()) == (422, True)
    client.post(f"{address}/journeys/new/", {**sent, "members": [guest.pk]})
    journey = Journey.objects.get()
    assert client.post(f"/desk/journeys/{journey.pk}/pickup/", {"sent": "1"}).status_code == 422
    client.post(f"/desk/journeys/{journey.pk}/pickup/", {"time": "12:30", "place": "Exit B", "phone": "030 5"})
    hotel = make_venue()
    bed = {"hotel": hotel.pk, "kind": "single", "number": "7", "first_night": "2027-03-08", "last_night": "2027-03-11"}
    wrong = client.post(f"{address}/rooms/new/", {**bed, "last_night": "2027-03-07"})
    assert (wrong.status_code, "lies before the first" in wrong.content.decode()) == (422, True)
    client.post(f"{address}/rooms/new/", {**bed, "guests": [guest.pk]})

    page = client.get(f"{address}/travel/").content.decode()
    assert ("Exit B" in page, "1 person arrives. 0 persons leave." in page, "<svg" in page) == (True, True, True)
    assert ("The departure is not known yet." in page, "?direction=departure" in page) == (True, True)
    assert 'href="/desk/new/venue/"' in client.get(f"{address}/rooms/new/").content.decode()
    Delegation.objects.update(state="closed", closed_on=timezone.localdate())
    page = client.get(f"{address}/travel/").content.decode()
    assert ("not known yet" in page, "Exit B" in page) == (False, True)
    Delegation.objects.update(state="announced", closed_on=None)
    room = Room.objects.get()
    client.post(f"/desk/journeys/{journey.pk}/alone/", {"sent": "1"})
    client.post(f"/desk/journeys/{journey.pk}/remove/", {"sent": "1"})
    client.post(f"/desk/rooms/{room.pk}/remove/", {"sent": "1"})
    assert (Pickup.objects.count(), Journey.objects.count(), Room.objects.count()) == (0, 0, 0)
    stranger = sign_in(make_user(role=Role.OFFICER, unit=make_unit()))
    assert stranger.get(f"{address}/travel/").status_code == 404


def test_the_page_is_read_with_the_same_number_of_queries(delegation, officer, sign_in):
    client, counts = sign_in(officer), []
    for number in (1, 2):
        for _one in range(number):
            planned(make_member(delegation=delegation))
        make_item(visit=delegation.visit)
        client.get(f"/desk/delegations/{delegation.pk}/travel/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/delegations/{delegation.pk}/travel/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_start_page_names_delegations_whose_travel_does_not_fit(officer, sign_in):
    unit = officer.grants.get().unit
    day = timezone.localdate()
    counts: list[tuple[int, int]] = []
    unfit_travel(officer, today=day, until=day)
    for number in (1, 2):
        for _one in range(number):
            delegation = make_delegation(visit=make_visit(unit=unit, starts_on=day, ends_on=day))
            make_journey(members=[make_member(delegation=delegation)], day=day)
        make_delegation(visit=make_visit(unit=unit, starts_on=day, ends_on=day))
        with CaptureQueriesContext(connection) as queries:
            found = unfit_travel(officer, today=day, until=day)
        counts.append((len(found), len(queries)))

    assert (counts[0][0], counts[1][0], counts[0][1]) == (1, 3, counts[1][1])
    assert {one.count for one in found} == {2}
    assert "Travel of the delegation: 2 findings" in sign_in(officer).get("/desk/").content.decode()
    Delegation.objects.update(state="closed", closed_on=day)
    assert unfit_travel(officer, today=day, until=day) == []
