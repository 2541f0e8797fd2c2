"""The pages of the working place: shown, sent, refused, and in as many queries for three rows as for one."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.multilingual import written_in
from hospitium.programme.models import Activity, State
from hospitium.visits.models import Group, Item, Speaker, Template, Venue, Visit, Way
from tests import factories
from tests import factories_visits as made

CANARY = "<b>canary</b>"
WINDOW = {"starts_on": "2027-03-08", "ends_on": "2027-03-12"}


class World:
    """A visit that one office plans and another does not."""

    def __init__(self):
        self.unit = factories.make_unit()
        self.officer = factories.make_user(role=Role.OFFICER, unit=self.unit)
        self.stranger = factories.make_user(role=Role.OFFICER)
        self.partnership = factories.make_partnership(unit=self.unit, cost_rule=written_in("de", "Gast zahlt Anreise"))
        self.activity = factories.make_activity(
            partnerships=[self.partnership], unit=self.unit, state=State.PLANNED, format="seminar"
        )
        self.visit = made.make_visit(unit=self.unit, partnership=self.partnership, series=CANARY)
        self.group = made.make_group(visit=self.visit)
        self.venue = made.make_venue(address=CANARY)
        self.other = made.make_venue()
        self.item = made.make_item(visit=self.visit, venue=self.venue, title=written_in("de", CANARY), remark=CANARY)
        self.speaker = made.make_speaker(name=CANARY)
        self.used = made.make_speaker()
        made.make_part(item=self.item, speaker=self.used)
        self.template = made.make_template(
            items=[{"day": 1, "starts": "09:00", "minutes": 60, "kind": "lecture", "title": {"de": CANARY}}]
        )


@pytest.fixture
def world(db):
    return World()


VISIT = {**WINDOW, "zone": "Europe/Berlin", "host_language": "de", "guest_language": "pl", "series": "Seminar"}
ITEM = {
    "kind": "lecture",
    "title-de": "Vortrag",
    "day": "2027-03-10",
    "starts": "10:00",
    "minutes": "45",
    "mode": "none",
}
VENUE = {"name-de": "Haus", "hours": "Mo-Fr 9-16", "latitude": "52.5", "longitude": "13.4"}
SPEAKER = {"name": "Dr. Berg", "function-de": "Referentin", "language": "de", "languages": ["de", "en"]}
TEMPLATE = {
    "name-de": "Seminar",
    "format": "seminar",
    "days": "2",
    "items": "1 | 09:00 | 90 | lecture | consecutive | Lecture by a department\n2 | 8.30 | 45 | meal | none | Cake | ?",
    "tasks": "-90 | start | Ask for it\n7 | end of the visit | Send letters of thanks",
}
# Name → arguments, what is typed, what of it is wrong.
PAGES = {
    "visit_edit": (["visit"], VISIT, {"ends_on": "2027-03-01"}),
    "visit_remove": (["visit"], {}, None),
    "visit_keep": (["visit"], {"name-de": "Mein Seminar"}, {"name-de": ""}),
    "groups": (["visit"], {}, None),
    "group_new": (["visit"], {"name-de": "Gruppe A", "heads": "6"}, {"name-de": ""}),
    "group_edit": (["group"], {"name-de": "Gruppe B", "heads": "6"}, {"heads": "many"}),
    "group_remove": (["group"], {}, None),
    "item_new": (["visit"], ITEM, {"starts": ""}),
    "item_edit": (["item"], ITEM, {"ends": "09:00"}),
    "item_move": (["item"], {"day": "2027-03-11", "starts": "14:00", "minutes": "90"}, {"day": "2027-04-01"}),
    "item_remove": (["item"], {}, None),
    "venue_new": ([], VENUE, {"hours": "Xx 9-16"}),
    "venue_edit": (["venue"], VENUE, {"longitude": ""}),
    "venue_remove": (["other"], {}, None),
    "speaker_new": ([], SPEAKER, {"name": ""}),
    "speaker_edit": (["speaker"], SPEAKER, {"hours": "Mo 25:00-26:00"}),
    "speaker_remove": (["speaker"], {}, None),
    "template_new": ([], TEMPLATE, {"items": "1 | 09:00 | 90 | talk | none | X"}),
    "template_edit": (["template"], TEMPLATE, {"tasks": "soon | start | X"}),
    "template_remove": (["template"], {}, None),
}
SHOWN = {
    "visits": [],
    "visit": ["visit"],
    "venues": [],
    "venue": ["venue"],
    "speakers": [],
    "speaker": ["used"],
    "templates": [],
    "template": ["template"],
    "groups": ["visit"],
    "visit_new": [],
    "venue_ways": ["venue"],
}


def address_of(world, name, arguments):
    return reverse(f"visits:{name}", args=[getattr(world, one).pk for one in arguments])


def rows():
    models = (Visit, Item, Group, Venue, Speaker, Template, Activity)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("name", PAGES)
def test_a_form_is_shown_sent_and_leads_on(world, sign_in, name):
    arguments, typed, _wrong = PAGES[name]
    browser, address, before = sign_in(world.officer), address_of(world, name, arguments), rows()

    shown = browser.get(address)
    answer = browser.post(address, {**typed, "form_key": shown.context["form_key"], "version": 1})

    assert (shown.status_code, answer.status_code) == (200, 302)
    assert CANARY not in shown.content.decode()
    assert rows() != before
    assert browser.get(answer.url).status_code == 200


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][2]])
def test_what_was_typed_wrong_is_kept_and_nothing_is_saved(world, sign_in, name):
    arguments, typed, wrong = PAGES[name]
    before = rows()

    answer = sign_in(world.officer).post(address_of(world, name, arguments), {**typed, **wrong, "version": 1})

    assert (answer.status_code, rows() == before) == (422, True)
    assert set(answer.context["form"].errors) & {key.removesuffix("-de") for key in wrong} != set()


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_shows_texts_as_texts(world, sign_in, name):
    answer = sign_in(world.officer).get(address_of(world, name, SHOWN[name]))

    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()


OF_A_VISIT = {
    name: arguments
    for name, arguments in {**{name: page[0] for name, page in PAGES.items()}, **SHOWN}.items()
    if arguments and arguments[0] in {"visit", "item", "group"}
}


@pytest.mark.parametrize("name", OF_A_VISIT)
def test_who_does_not_plan_the_visit_finds_nothing(world, sign_in, name):
    assert sign_in(world.stranger).get(address_of(world, name, OF_A_VISIT[name])).status_code == 404


def test_opening_for_what_is_planned(world, sign_in):
    browser = sign_in(world.officer)
    address = f"{reverse('visits:visit_new')}?activity={world.activity.pk}"
    typed = {**VISIT, "source": f"template-{world.template.pk}", "officer": world.officer.pk}

    shown = browser.get(address)
    answer = browser.post(address, {**typed, "form_key": shown.context["form_key"]})

    visit = Visit.objects.get(activity=world.activity)
    assert (shown.status_code, answer.url) == (200, visit.get_absolute_url())
    assert [str(item.title) for item in visit.items.all()] == [CANARY]
    assert str(visit.cost_rule) == "Gast zahlt Anreise"


def test_something_new_in_two_steps(world, sign_in):
    browser = sign_in(world.officer)
    basis = factories.make_instrument(partnership=world.partnership)
    clause = factories.make_clause(instrument=basis)
    factories.make_activity(partnerships=[world.partnership], format="seminar", number=8)

    first = browser.post(reverse("visits:visit_new"), {"partnership": world.partnership.key, "format": "seminar"})
    second = browser.get(first.url)
    typed = {
        **VISIT,
        "ends_on": "",
        "title-de": "Berlin und Budapest im Vergleich",
        "title-hu": "Berlin és Budapest összehasonlítása",
        "number": "9",
        "direction": "in",
        "basis": basis.pk,
        "clauses": [clause.pk],
        "source": f"template-{world.template.pk}",
    }
    answer = browser.post(first.url, {**typed, "form_key": second.context["form_key"]})

    visit = Visit.objects.get(activity__number=9)
    assert second.context["form"].initial["number"] == 9
    assert answer.url == visit.get_absolute_url()
    assert (visit.ends_on, list(visit.activity.clauses.all())) == (date(2027, 3, 12), [clause])
    assert (visit.activity.basis, visit.activity.title.texts["hu"]) == (basis, typed["title-hu"])


def test_the_question_what_happens_to_the_items(world, sign_in):
    browser, address = sign_in(world.officer), address_of(world, "visit_edit", ["visit"])
    week_later = {**VISIT, "starts_on": "2027-03-15", "ends_on": "2027-03-19", "version": 1}

    asked = browser.post(address, week_later)
    answer = browser.post(address, {**week_later, "moving": "shift"})

    world.item.refresh_from_db()
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["moving"])
    assert (answer.status_code, world.item.day) == (302, date(2027, 3, 16))


def test_two_people_move_the_same_item(world, sign_in):
    browser, address = sign_in(world.officer), address_of(world, "item_move", ["item"])
    place = {"day": "2027-03-10", "starts": "11:00", "minutes": "60", "version": 1}

    first, second = browser.post(address, place), browser.post(address, {**place, "starts": "15:00"})

    world.item.refresh_from_db()
    assert (first.status_code, second.status_code, world.item.starts) == (302, 409, time(11, 0))


def test_whoever_confirmed_another_time_is_named(world, sign_in):
    world.item.parts.update(state="confirmed", answered_on=date(2027, 1, 5))
    address = address_of(world, "item_move", ["item"])

    answer = sign_in(world.officer).post(
        address, {"day": "2027-03-10", "starts": "11:00", "minutes": "60", "version": 1}
    )

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said[1:] == [f"{world.used.name} has confirmed another time. Ask again."]


def test_ways_are_typed_as_a_table(world, sign_in):
    browser, address = sign_in(world.officer), address_of(world, "venue_ways", ["venue"])
    typed = {f"to-{world.other.pk}": "25", f"from-{world.other.pk}": "", f"mode-{world.other.pk}": "transit"}

    answer = browser.post(address, typed)

    assert answer.status_code == 302
    assert list(Way.objects.values_list("origin", "target", "minutes", "mode")) == [
        (world.venue.pk, world.other.pk, 25, "transit")
    ]


def test_a_copy_of_an_item_is_opened(world, sign_in):
    answer = sign_in(world.officer).post(address_of(world, "item_duplicate", ["item"]))

    copy = Item.objects.latest("pk")
    assert (answer.url, copy.starts, copy.remark) == (copy.get_absolute_url(), time(10, 0), CANARY)


def test_the_activity_leads_to_its_working_place(world, sign_in):
    browser = sign_in(world.officer)

    opened = browser.get(world.visit.activity.get_absolute_url()).content.decode()
    waiting = browser.get(world.activity.get_absolute_url()).content.decode()

    assert f'href="{world.visit.get_absolute_url()}"' in opened
    assert f"?activity={world.activity.pk}" in waiting


def test_a_department_reads_the_programme_without_what_stays_inside(world, sign_in):
    department = factories.make_unit()
    reader = factories.make_user(role=Role.DEPARTMENT_CONTACT, unit=department)
    world.visit.activity.departments.add(department)
    Item.objects.filter(pk=world.item.pk).update(remark="never leaves", phone="030 123")

    answer = sign_in(reader).get(world.visit.get_absolute_url())

    page = answer.content.decode()
    assert answer.status_code == 200
    assert ("never leaves" in page, "030 123" in page, reverse("visits:item_edit", args=[world.item.pk]) in page) == (
        False,
        False,
        False,
    )


def more(world):
    """Two more of everything that the pages list."""
    for _again in range(2):
        visit = made.make_visit(unit=world.unit, partnership=world.partnership, officer=world.officer)
        venue = made.make_venue()
        item = made.make_item(visit=world.visit, venue=venue, groups=[made.make_group(visit=world.visit)])
        there = made.make_item(visit=visit, venue=world.venue)
        made.make_part(item=there, speaker=world.used)
        made.make_part(item=item, speaker=made.make_speaker())
        Way.objects.create(origin=world.venue, target=venue, minutes=10)
        made.make_template()
        factories.make_activity(partnerships=[world.partnership], unit=world.unit, state=State.PLANNED)


def queries(browser, address):
    """The tables that were asked, in their order."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    # The next request empties the log.
    return [query["sql"].partition(" FROM ")[2].split(" ")[0] for query in asked.captured_queries]


@pytest.mark.parametrize("name", SHOWN)
def test_three_rows_need_as_many_queries_as_one(world, sign_in, name):
    browser, address = sign_in(world.officer), address_of(world, name, SHOWN[name])
    made.make_item(visit=world.visit, venue=world.venue, groups=[world.group], starts=time(15, 0))
    made.make_part(item=world.item, speaker=world.speaker)
    elsewhere = made.make_item(visit=made.make_visit(unit=world.unit), venue=world.venue)
    made.make_part(item=elsewhere, speaker=world.used)
    Way.objects.create(origin=world.venue, target=world.other, minutes=10)
    Visit.objects.update(officer=world.officer)
    browser.get(address)

    before = queries(browser, address)
    more(world)
    browser.get(address)
    after = queries(browser, address)

    assert after == before


# ---- what nobody means -------------------------------------------------------------
@pytest.mark.parametrize(
    "days",
    [
        {"starts_on": "0001-01-01", "ends_on": "0001-01-02"},
        {"starts_on": "1000-01-01", "ends_on": "1000-01-02"},
        {"starts_on": "9999-12-30", "ends_on": "9999-12-31"},
    ],
)
def test_a_visit_in_a_year_that_nobody_means_is_not_saved(world, sign_in, days):
    made.make_task(visit=world.visit, days=-90)

    response = sign_in(world.officer).post(reverse("visits:visit_edit", args=[world.visit.pk]), {**VISIT, **days})

    assert (response.status_code, Visit.objects.get().starts_on) == (422, date(2027, 3, 8))
    assert "The year must lie between" in response.content.decode()


@pytest.mark.parametrize("heads", ["32768", "1" + "0" * 30, "-1"])
def test_a_number_that_no_column_holds_is_said_in_the_form(world, sign_in, heads):
    page = reverse("visits:group_edit", args=[world.group.pk])

    response = sign_in(world.officer).post(page, {"name-de": "Gruppe", "heads": heads})

    assert (response.status_code, heads in response.content.decode()) == (422, True)


def test_a_key_that_no_record_has_is_no_choice(world, sign_in):
    page = reverse("visits:speaker_edit", args=[world.speaker.pk])

    response = sign_in(world.officer).post(page, {**SPEAKER, "topics": ["1" + "0" * 30]})

    assert response.status_code == 422
