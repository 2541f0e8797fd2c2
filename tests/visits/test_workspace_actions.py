"""Opening, changing and removing the working place of a visit; its items, groups, venues, speakers and templates."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core import search
from hospitium.core.locking import Conflict
from hospitium.core.models import Event, Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.programme.models import Activity, Direction, Format, State
from hospitium.visits.actions import items, patterns, people, places, visits
from hospitium.visits.actions.places import Measured
from hospitium.visits.actions.visits import Moving
from hospitium.visits.models import Anchor, Cost, Group, Item, Part, Release, Speaker, Task, Template, Venue, Visit, Way
from hospitium.visits.usual import usual_templates
from tests import factories
from tests import factories_visits as made

pytestmark = pytest.mark.django_db
DAYS = {"starts_on": date(2027, 8, 2), "ends_on": date(2027, 8, 6), "guest_language": "hu"}


@pytest.fixture
def unit():
    return factories.make_unit()


@pytest.fixture
def officer(unit):
    return factories.make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def partnership(unit):
    return factories.make_partnership(unit=unit, cost_rule=written_in("de", "Jeder trägt seine Reise"))


@pytest.fixture
def activity(unit, partnership):
    return factories.make_activity(
        partnerships=[partnership], unit=unit, state=State.PLANNED, begins=PartialDate(2027, 8), ends=None
    )


def codes():
    return list(Event.objects.order_by("id").values_list("code", flat=True))


# ---- opening ---------------------------------------------------------------------
def test_a_visit_opens_with_the_cost_rule_of_the_partnership_and_tells_the_activity_its_days(activity, officer, unit):
    visit = visits.create_visit(activity_id=activity.pk, values=DAYS, by=officer)

    activity.refresh_from_db()
    assert (visit.unit, visit.officer, str(visit.cost_rule)) == (unit, officer, "Jeder trägt seine Reise")
    assert (activity.begins, activity.ends) == (PartialDate(2027, 8, 2), PartialDate(2027, 8, 6))
    assert (codes(), Mail.objects.count()) == (["activity.changed", "visit.created"], 0)


def test_a_template_gives_items_on_their_days_and_tasks_until_their_day(activity, officer):
    rows = [
        {"day": 2, "starts": "09:30", "minutes": 90, "kind": "lecture", "title": {"de": "Vortrag", "hu": "Előadás"}},
        {"day": 9, "starts": "10:00", "minutes": 45, "kind": "free", "title": {"en": "Free"}, "obligatory": False},
    ]
    template = made.make_template(items=rows)
    template.tasks.create(what=written_in("de", "Hotel", hu="Szálloda"), anchor=Anchor.START, days=-30)
    template.tasks.create(what=written_in("de", "Dank"), anchor=Anchor.END, days=7)
    template.tasks.create(what=written_in("de", "Versand"), anchor=Anchor.CONFIRMATION, days=3)

    visit = visits.create_visit(activity_id=activity.pk, values=DAYS, source=template, by=officer)

    assert [(item.title, item.day, item.starts, item.is_obligatory) for item in visit.items.all()] == [
        (written_in("de", "Vortrag", hu="Előadás"), date(2027, 8, 3), time(9, 30), True),
        (written_in("en", "Free"), None, None, False),
    ]
    assert list(visit.tasks.values_list("what", "due_on", "owner")) == [
        ("Hotel", date(2027, 7, 3), officer.pk),
        ("Dank", date(2027, 8, 13), officer.pk),
        ("Versand", None, officer.pk),
    ]
    assert Event.objects.get(code="visit.created").facts == {"template": template.key}


def earlier_visit(unit, partnership):
    visit = made.make_visit(unit=unit, partnership=partnership)
    group = made.make_group(visit=visit, key="a", heads=6)
    interpreter = made.make_interpreter()
    item = made.make_item(visit=visit, groups=[group], interpreters=[interpreter], is_fixed=True, room="101")
    gone = made.make_speaker()
    speaker = made.make_speaker()
    made.make_part(item=item, speaker=speaker, state=Part.State.CONFIRMED, level="Leitung")
    made.make_part(item=item, speaker=gone, state=Part.State.DECLINED)
    made.make_item(visit=visit, day=None, starts=None)
    made.make_booking(visit=visit, interpreter=interpreter)
    made.make_cost(visit=visit, item=item, planned=Decimal("120.50"), actual=Decimal("99.00"))
    made.make_task(visit=visit, what="Hotel", days=-30, done_on=date(2026, 12, 1), done_by=visit.officer)
    return visit, speaker


def test_a_copy_has_everything_on_new_days_and_nothing_confirmed(activity, officer, unit, partnership):
    earlier, speaker = earlier_visit(unit, partnership)

    visit = visits.create_visit(activity_id=activity.pk, values=DAYS, source=earlier, by=officer)

    first, second = visit.items.all()
    assert (first.day, first.starts, first.room, first.is_fixed) == (date(2027, 8, 3), time(9, 0), "101", False)
    assert (second.day, list(first.groups.values_list("visit", "key", "heads"))) == (None, [(visit.pk, "a", 6)])
    assert list(first.parts.values_list("speaker", "state", "level")) == [(speaker.pk, "open", "Leitung")]
    assert (first.interpreters.count(), visit.bookings.count(), visit.releases.count()) == (0, 0, 0)
    assert list(visit.costs.values_list("item", "planned", "actual")) == [(first.pk, Decimal("120.50"), None)]
    assert list(visit.tasks.values_list("due_on", "done_on", "owner")) == [(date(2027, 7, 3), None, officer.pk)]
    assert (earlier.items.count(), Task.objects.filter(visit=earlier).get().done_on) == (2, date(2026, 12, 1))


def test_a_visit_opens_together_with_its_activity(officer, unit, partnership):
    planned = {
        "title": {"de": "Berlin und Budapest"},
        "format": Format.SEMINAR,
        "state": State.PLANNED,
        "direction": Direction.IN,
        "partnerships": [partnership],
        "unit": unit,
        "number": 9,
    }

    visit = visits.create_visit_with_activity(activity=planned, values=DAYS, by=officer)

    assert (visit.activity.number, visit.activity.begins) == (9, PartialDate(2027, 8, 2))
    assert codes() == ["activity.created", "activity.changed", "visit.created"]


@pytest.mark.parametrize("change", ["taken place", "twice", "suspended", "stranger"])
def test_a_visit_is_not_opened(change, activity, officer, partnership):
    by = officer
    if change == "taken place":
        Activity.objects.update(state=State.DONE)
    elif change == "twice":
        visits.create_visit(activity_id=activity.pk, values=DAYS, by=officer)
    elif change == "suspended":
        type(partnership).objects.update(status="suspended")
    else:
        by = factories.make_user(role=Role.OFFICER)
    before = Visit.objects.count()

    with pytest.raises(Refused):
        visits.create_visit(activity_id=activity.pk, values=DAYS, by=by)

    assert Visit.objects.count() == before


# ---- changing --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moving", "days"),
    [
        (Moving.SHIFT, [date(2027, 3, 11), None]),
        (Moving.TAKE_OFF, [None, date(2027, 3, 12)]),
        (Moving.LEAVE, [date(2027, 3, 9), date(2027, 3, 12)]),
    ],
)
def test_when_a_visit_moves_its_items_do_what_was_chosen(moving, days, unit, officer):
    visit = made.make_visit(unit=unit)
    first, last = made.make_item(visit=visit), made.make_item(visit=visit, day=date(2027, 3, 12))
    values = {"starts_on": date(2027, 3, 10), "ends_on": date(2027, 3, 12)}

    visits.edit_visit(visit_id=visit.pk, version=1, values=values, moving=moving, by=officer)

    assert [Item.objects.get(pk=item.pk).day for item in (first, last)] == days


@pytest.mark.parametrize(("moving", "state"), [(Moving.SHIFT, "open"), (Moving.LEAVE, "confirmed")])
def test_whoever_confirmed_another_day_is_asked_anew_when_the_visit_moves(moving, state, unit, officer):
    visit = made.make_visit(unit=unit)
    part = made.make_part(item=made.make_item(visit=visit), state=Part.State.CONFIRMED)
    values = {"starts_on": date(2027, 3, 9), "ends_on": date(2027, 3, 13)}

    visits.edit_visit(visit_id=visit.pk, version=1, values=values, moving=moving, by=officer)

    part.refresh_from_db()
    assert part.state == state


def test_when_a_visit_moves_its_open_tasks_move_along(unit, officer):
    visit = made.make_visit(unit=unit)
    opened = made.make_task(visit=visit, anchor=Anchor.START, days=-7, due_on=date(2027, 3, 1))
    done = made.make_task(visit=visit, days=-7, due_on=date(2027, 3, 1), done_on=date(2027, 2, 1))
    confirmed = made.make_task(visit=visit, anchor=Anchor.CONFIRMATION, days=3, due_on=date(2027, 2, 20))
    values = {"starts_on": date(2027, 3, 15), "ends_on": date(2027, 3, 19)}

    visits.edit_visit(visit_id=visit.pk, version=1, values=values, by=officer)

    due = [Task.objects.get(pk=task.pk).due_on for task in (opened, done, confirmed)]
    assert due == [date(2027, 3, 8), date(2027, 3, 1), date(2027, 2, 20)]
    assert Activity.objects.get().begins == PartialDate(2027, 3, 15)


def test_two_people_change_the_same_visit(unit, officer):
    visit = made.make_visit(unit=unit)
    visits.edit_visit(visit_id=visit.pk, version=1, values={"series": "A"}, by=officer)

    with pytest.raises(Conflict):
        visits.edit_visit(visit_id=visit.pk, version=1, values={"series": "B"}, by=officer)


def test_a_visit_is_removed_and_its_activity_stays(unit, officer):
    visit = made.make_visit(unit=unit)
    made.make_part(item=made.make_item(visit=visit))
    made.make_cost(visit=visit)
    search.update(visit)

    left = visits.remove_visit(visit_id=visit.pk, by=officer)

    assert (left, Visit.objects.count(), Cost.objects.count(), Item.objects.count()) == (
        Activity.objects.get(),
        0,
        0,
        0,
    )
    assert (codes(), [hit.kind for hit in search.find(str(left))]) == (["visit.removed"], ["programme.activity"])


def test_what_was_published_is_not_removed(unit, officer):
    visit = made.make_visit(unit=unit)
    Release.objects.create(visit=visit, number=1, published_at="2027-01-01T00:00Z", published_by=officer)

    with pytest.raises(Refused):
        visits.remove_visit(visit_id=visit.pk, by=officer)


# ---- items -----------------------------------------------------------------------
def test_an_item_is_entered_and_makes_the_visit_findable(unit, officer):
    visit = made.make_visit(unit=unit)
    venue = made.make_venue()
    values = {
        "kind": "station",
        "title": {"de": "Feuerwache Nord"},
        "day": date(2027, 3, 9),
        "starts": time(9),
        "venue": venue,
    }

    item = items.create_item(visit_id=visit.pk, values=values, by=officer)

    assert (item.venue, item.begins_at.hour, codes()) == (venue, 9, ["item.created"])
    assert [hit.kind for hit in search.find("Feuerwache")] == ["visits.visit"]


def test_an_item_moves_by_hand(unit, officer):
    item = made.make_item(visit=made.make_visit(unit=unit))

    moved = items.move_item(
        item_id=item.pk, version=1, day=date(2027, 3, 12), starts=time(16, 15), minutes=45, by=officer
    )

    assert (moved.day, moved.starts, moved.minutes, moved.version) == (date(2027, 3, 12), time(16, 15), 45, 2)
    assert Event.objects.get().facts == {"day": "2027-03-12", "minutes": 45}


@pytest.mark.parametrize("change", ["outside", "fixed", "stranger", "suspended"])
def test_an_item_does_not_move(change, unit, officer, partnership):
    item = made.make_item(visit=made.make_visit(unit=unit, partnership=partnership), is_fixed=change == "fixed")
    by = factories.make_user(role=Role.OFFICER) if change == "stranger" else officer
    if change == "suspended":
        type(partnership).objects.update(status="suspended")
    day = date(2027, 3, 20) if change == "outside" else date(2027, 3, 10)

    with pytest.raises(Refused):
        items.move_item(item_id=item.pk, version=1, day=day, starts=time(9), minutes=60, by=by)

    item.refresh_from_db()
    assert (item.day, Event.objects.count()) == (date(2027, 3, 9), 0)


def test_an_item_is_taken_off_its_day(unit, officer):
    item = made.make_item(visit=made.make_visit(unit=unit))

    moved = items.move_item(item_id=item.pk, version=None, day=None, starts=time(9), minutes=60, by=officer)

    assert (moved.day, moved.starts) == (None, None)


def test_a_copy_of_an_item_follows_it_unless_the_day_ends(unit, officer):
    visit = made.make_visit(unit=unit)
    group = made.make_group(visit=visit)
    early = made.make_item(visit=visit, groups=[group])
    late = made.make_item(visit=visit, starts=time(23, 0), minutes=45)
    made.make_part(item=early, state=Part.State.CONFIRMED)

    copies = [items.duplicate_item(item_id=item.pk, by=officer) for item in (early, late)]

    assert [(copy.day, copy.starts) for copy in copies] == [(date(2027, 3, 9), time(10, 0)), (None, None)]
    assert (list(copies[0].groups.all()), copies[0].parts.get().state) == ([group], "open")


def test_an_item_is_changed_and_removed(unit, officer):
    item = made.make_item(visit=made.make_visit(unit=unit))
    values = {"room": "12", "day": item.day}

    items.edit_item(item_id=item.pk, version=1, values=values, by=officer)
    items.remove_item(item_id=item.pk, by=officer)

    assert (Item.objects.count(), codes()) == (0, ["item.changed", "item.removed"])


# ---- groups ----------------------------------------------------------------------
def test_groups_come_and_go(unit, officer):
    visit = made.make_visit(unit=unit)

    first = items.create_group(visit_id=visit.pk, values={"name": {"de": "Ärzte"}, "heads": 4}, by=officer)
    second = items.create_group(visit_id=visit.pk, values={"name": {"de": "Ärzte"}}, by=officer)
    items.edit_group(group_id=second.pk, values={"heads": 5}, by=officer)
    items.remove_group(group_id=first.pk, by=officer)

    assert (first.key, second.key) == ("arzte", "arzte-2")
    assert list(Group.objects.values_list("key", "heads")) == [("arzte-2", 5)]
    assert codes() == ["visit.groups_changed"] * 4


def test_the_usual_groups_are_entered_once(unit, officer):
    visit = made.make_visit(unit=unit)

    for _twice in range(2):
        items.enter_usual_groups(visit_id=visit.pk, by=officer)

    assert list(visit.groups.values_list("key", "is_apart")) == [("heads", False), ("a", True), ("b", True)]


# ---- pools -----------------------------------------------------------------------
def test_a_venue_is_entered_changed_found_and_removed(officer):
    venue = places.create_venue(values={"name": {"de": "Altes Stadthaus"}, "address": "Jüdenstraße 42"}, by=officer)
    places.edit_venue(venue_id=venue.pk, version=1, values={"capacity": 80}, by=officer)
    found = [hit.kind for hit in search.find("Stadthaus")]
    places.remove_venue(venue_id=venue.pk, by=officer)

    assert (found, search.find("Stadthaus"), Venue.objects.count()) == (["visits.venue"], {}, 0)
    assert codes() == ["venue.created", "venue.changed", "venue.removed"]


def test_ways_are_entered_corrected_and_forgotten(officer):
    here, there = made.make_venue(), made.make_venue()
    first = [Measured(here.pk, there.pk, 20), Measured(there.pk, here.pk, 25, Way.Mode.TRANSIT)]
    second = [Measured(here.pk, there.pk, None), Measured(there.pk, here.pk, 30, Way.Mode.TRANSIT)]

    counts = [places.measure_ways(venue_id=here.pk, measured=rows, by=officer) for rows in (first, first, second)]

    assert (counts, list(Way.objects.values_list("origin", "minutes", "mode"))) == (
        [2, 0, 2],
        [(there.pk, 30, "transit")],
    )


def test_who_stands_in_a_programme_stays(officer):
    part = made.make_part(item=made.make_item(venue=made.make_venue()))

    with pytest.raises(Refused):
        people.remove_speaker(speaker_id=part.speaker_id, by=officer)
    with pytest.raises(Refused):
        places.remove_venue(venue_id=part.item.venue_id, by=officer)


def test_a_speaker_is_entered_changed_found_and_removed(officer):
    topic = factories.make_topic()
    speaker = people.create_speaker(
        values={"name": "Dr. Edith Berg", "function": {"de": "Referatsleiterin"}, "topics": [topic]}, by=officer
    )
    people.edit_speaker(speaker_id=speaker.pk, version=1, values={"phone": "030 1"}, by=officer)
    found = [hit.kind for hit in search.find("Berg")]
    people.remove_speaker(speaker_id=speaker.pk, by=officer)

    assert (found, Speaker.objects.count()) == (["visits.speaker"], 0)
    assert codes() == ["speaker.created", "speaker.changed", "speaker.removed"]


@pytest.mark.parametrize(
    "act",
    [
        lambda by: places.create_venue(values={"name": {"de": "Haus"}}, by=by),
        lambda by: people.create_speaker(values={"name": "Berg"}, by=by),
        lambda by: patterns.create_template(values={"name": {"de": "Seminar"}}, by=by),
        lambda by: patterns.enter_usual_templates(by=by),
    ],
)
def test_pools_are_not_for_everybody(act):
    with pytest.raises(Refused):
        act(factories.make_user(role=Role.EMPLOYEE))


# ---- templates -------------------------------------------------------------------
def test_the_usual_templates_are_there_and_come_back(officer):
    Template.objects.get(key="seminar-5").delete()

    count = patterns.enter_usual_templates(by=officer)

    assert (count, Template.objects.count(), codes()) == (1, len(usual_templates()), ["template.created"])
    assert Template.objects.get(key="seminar-5").tasks.count() == 21


def test_the_usual_templates_speak_all_languages_and_stay_within_their_days(settings):
    languages = {code for code, _name in settings.LANGUAGES}
    texts = [
        text
        for usual in usual_templates()
        for text in (
            usual.name.texts,
            *(item["title"] for item in usual.items),
            *(task.what.texts for task in usual.tasks),
        )
    ]

    assert [text for text in texts if set(text) != languages] == []
    assert [
        usual.key
        for usual in usual_templates()
        if {item["day"] for item in usual.items} - set(range(1, usual.days + 1))
    ] == []


def test_a_template_is_changed_and_removed(officer):
    template = made.make_template()
    tasks = [(written_in("de", "Hotel"), Anchor.START, -30)]

    patterns.edit_template(template_id=template.pk, version=1, values={"days": 3}, tasks=tasks, by=officer)
    patterns.edit_template(template_id=template.pk, version=2, values={"days": 3}, tasks=tasks, by=officer)
    patterns.remove_template(template_id=template.pk, by=officer)

    assert codes() == ["template.changed", "template.removed"]


def test_a_programme_is_kept_as_a_template(unit, officer):
    visit = made.make_visit(unit=unit)
    made.make_item(visit=visit, title=written_in("de", "Vortrag", pl="Wykład"))
    made.make_item(visit=visit, day=None, starts=None)
    made.make_task(visit=visit, what="Hotel", days=-30)

    template = patterns.make_template(visit_id=visit.pk, name={"de": "Unser Seminar"}, by=officer)

    row = {"day": 2, "starts": "09:00", "minutes": 60, "kind": "lecture", "mode": "none", "obligatory": True}
    assert template.items == [{**row, "title": {"de": "Vortrag", "pl": "Wykład"}}]
    assert (template.key, template.days) == ("unser-seminar", 5)
    assert [(str(task.what), task.days) for task in template.tasks.all()] == [("Hotel", -30)]


def test_where_we_travel_the_guests_understand_our_language(activity, officer):
    Activity.objects.update(direction=Direction.OUT)

    visit = visits.create_visit(activity_id=activity.pk, values=DAYS, by=officer)

    assert visit.understood == ["de"]
