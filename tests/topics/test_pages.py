"""The pages of topics, as people use them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.multilingual import written_in
from hospitium.topics.models import Topic
from tests.factories import make_topic, make_unit, make_user

pytestmark = pytest.mark.django_db
LIST, NEW = "/desk/topics/", "/desk/new/topic/"


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER)


def typed(**given):
    """What a browser sends for a new topic."""
    return {"key": "mobility", "name-de": "Mobilität", "name-en": "Mobility", **given}


def test_topics_stand_on_two_levels_in_the_language_of_the_page(sign_in, officer):
    late = make_topic(name=written_in("de", "Umwelt"), position=2)
    field = make_topic(name=written_in("de", "Verkehr", en="Transport"), position=1, eurovoc=["4541"], sdg=[11])
    unit = make_unit(name=written_in("de", "Senatsverwaltung für Verkehr"))
    field.units.add(unit)
    parts = [make_topic(name=written_in("en", name), parent=field) for name in ("Trams", "Cycling")]

    response = sign_in(officer).get(LIST)

    page = response.content.decode()
    assert [(one.topic, one.parts) for one in response.context["fields"]] == [(field, parts[::-1]), (late, [])]
    assert f'<a href="{field.get_absolute_url()}">Transport</a>' in page
    assert '<span lang="de">Senatsverwaltung für Verkehr</span>' in page
    assert '<td data-label="EuroVoc">4541</td><td data-label="SDG">11</td>' in page


def test_topics_need_as_many_queries_for_three_as_for_one(sign_in, officer):
    browser, counts = sign_in(officer), []
    browser.get(LIST)
    for wanted in (1, 3):
        while Topic.objects.count() < wanted:
            make_topic().units.add(make_unit())
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_topics_are_read_by_employees_and_not_by_administrators(sign_in):
    topic = make_topic()
    employee, administrator = (sign_in(make_user(role=role)) for role in (Role.EMPLOYEE, Role.ADMINISTRATOR))

    answers = [
        [browser.get(address).status_code for address in (LIST, topic.get_absolute_url(), NEW)]
        for browser in (employee, administrator)
    ]

    assert answers == [[200, 200, 403], [403, 403, 403]]
    assert NEW not in employee.get(LIST).content.decode()


def test_topic_shows_names_identifiers_and_who_answers_for_it(sign_in, officer):
    field = make_topic(name=written_in("en", "Transport"))
    topic = make_topic(
        name=written_in("de", "Straßenbahn", pl="Tramwaj"), parent=field, eurovoc=["4541"], sdg=[9, 11], cofog=["04.5"]
    )
    topic.units.add(make_unit(name=written_in("en", "Transport department")))

    response = sign_in(officer).get(topic.get_absolute_url())

    assert [(str(fact["label"]), fact["value"]) for fact in response.context["facts"]] == [
        ("Belongs to", "Transport"),
        ("Answered for by", "Transport department"),
        ("EuroVoc concepts", "4541"),
        ("Sustainable development goals", "9, 11"),
        ("COFOG groups", "04.5"),
    ]
    assert response.context["names"] == [("de", "Straßenbahn"), ("pl", "Tramwaj")]
    assert response.context["heading_lang"] == "de"


def test_topic_for_which_nobody_answers_says_unknown(sign_in, officer):
    response = sign_in(officer).get(make_topic().get_absolute_url())

    assert [(str(fact["label"]), fact["value"]) for fact in response.context["facts"]] == [("Answered for by", None)]


def test_topic_that_may_not_be_edited_says_why(sign_in):
    response = sign_in(make_user(role=Role.DEPARTMENT_CONTACT)).get(make_topic().get_absolute_url())

    assert response.context["reasons"] == [
        "Your role does not allow this. It is open to: International officer, Head of office."
    ]


def test_new_topic_is_entered_once_however_often_it_is_sent(sign_in, officer):
    unit, browser = make_unit(), sign_in(officer)
    sent = typed(units=[unit.pk], eurovoc="4541, 2494,", sdg="11, 9", cofog="04.5", form_key="once")

    answers = [browser.post(NEW, sent) for _turn in range(2)]

    topic = Topic.objects.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, topic.get_absolute_url())] * 2
    assert (topic.name.texts, list(topic.units.all())) == ({"de": "Mobilität", "en": "Mobility"}, [unit])
    assert (topic.eurovoc, topic.sdg, topic.cofog) == (["4541", "2494"], [9, 11], ["04.5"])
    assert [event.code for event in timeline(topic)] == ["topic.created"]


def test_new_part_begins_with_the_topic_of_its_address(sign_in, officer):
    field = make_topic(key="transport")

    response = sign_in(officer).get(NEW, {"parent": "transport"})

    assert response.context["form"]["parent"].value() == field.pk


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": "taken"}, "key"),
        ({"key": "no spaces"}, "key"),
        ({"name-de": "", "name-en": " "}, "name"),
        ({"eurovoc": "4541, transport"}, "eurovoc"),
        ({"sdg": "9, 18"}, "sdg"),
        ({"cofog": "11.1"}, "cofog"),
    ],
)
def test_new_topic_with_bad_input_keeps_what_was_typed(sign_in, officer, given, field):
    make_topic(key="taken")
    sent = typed(**{"cofog": "04.5", **given})

    response = sign_in(officer).post(NEW, sent)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert f'value="{sent["cofog"]}"' in response.content.decode()
    assert Topic.objects.count() == 1


def test_topic_edit_saves_and_shows_the_result(sign_in, officer):
    topic = make_topic(eurovoc=["4541", "2494"], sdg=[11])
    address = reverse("topics:topic_edit", args=[topic.key])
    browser = sign_in(officer)

    shown = browser.get(address)
    sent = {"version": 1, "name-de": "Verkehr", "eurovoc": "4541", "sdg": "11"}
    saved = browser.post(address, sent)

    topic.refresh_from_db()
    assert 'value="4541, 2494"' in shown.content.decode()
    assert (saved.status_code, saved.url, str(topic.name)) == (302, topic.get_absolute_url(), "Verkehr")
    assert timeline(topic).get().facts == {"fields": ["name", "eurovoc"]}


def test_second_of_two_saves_sees_both_versions(sign_in, officer):
    topic = make_topic(sdg=[11])
    address, name = reverse("topics:topic_edit", args=[topic.key]), dict(topic.name.texts)["de"]
    browser = sign_in(officer)
    sent = {"version": 1, "name-de": name, "sdg": "11"}

    browser.post(address, {**sent, "eurovoc": "4541"})
    conflict = browser.post(address, {**sent, "eurovoc": "2494"})

    assert (conflict.status_code, [(row["theirs"], row["mine"]) for row in conflict.context["rows"]]) == (
        409,
        [("4541", "2494")],
    )


def test_topic_edit_says_why_a_field_with_parts_stays_a_field(sign_in, officer):
    field, other = make_topic(), make_topic()
    make_topic(parent=field)
    sent = {"version": 1, "name-de": "Verkehr", "parent": other.pk}

    response = sign_in(officer).post(reverse("topics:topic_edit", args=[field.key]), sent)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "This topic has parts of its own. Topics have two levels at most."
    ]


def test_topic_edit_offers_no_part_and_not_itself(sign_in, officer):
    topic, field = make_topic(), make_topic()
    make_topic(parent=field)

    response = sign_in(officer).get(reverse("topics:topic_edit", args=[topic.key]))

    assert list(response.context["form"].fields["parent"].queryset) == [field]
