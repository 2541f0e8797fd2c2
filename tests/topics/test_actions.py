"""Actions on topics: the row, the events, the refusals."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from hospitium.accounts.roles import Role
from hospitium.core import search
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Event
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused
from hospitium.topics import actions
from hospitium.topics.models import Topic
from tests.factories import make_topic, make_unit, make_user

pytestmark = pytest.mark.django_db


def trace(topic):
    return [(event.code, event.actor, event.facts) for event in timeline(topic)]


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER)


def test_create_topic_comes_last_among_its_own(officer):
    field, unit = make_topic(position=4), make_unit()
    make_topic(position=7, parent=field)

    topic = actions.create_topic(
        values={"key": "mobility", "name": {"de": "Mobilität"}, "units": [unit], "eurovoc": ["4541"], "sdg": [11]},
        by=officer,
    )

    topic.refresh_from_db()
    assert (topic.key, topic.name.texts, topic.position) == ("mobility", {"de": "Mobilität"}, 5)
    assert (list(topic.units.all()), topic.eurovoc, topic.sdg, topic.cofog) == ([unit], ["4541"], [11], [])
    assert trace(topic) == [("topic.created", officer, {})]
    assert list(search.find("mobilitat")) == [reference(topic)]


@pytest.mark.usefixtures("english")
def test_create_topic_is_refused_to_others_and_leaves_nothing():
    with pytest.raises(Refused, match="Your role does not allow this"):
        actions.create_topic(values={"key": "mobility", "name": {"de": "M"}}, by=make_user(role=Role.EMPLOYEE))

    assert (Topic.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.usefixtures("english")
def test_create_topic_below_a_part_is_refused(officer):
    part = make_topic(parent=make_topic())

    with pytest.raises(Refused, match="two levels at most"):
        actions.create_topic(values={"key": "trams", "name": {"de": "Tram"}, "parent": part}, by=officer)


def test_edit_topic_writes_what_changed_and_names_it(officer):
    topic, field, unit = make_topic(), make_topic(), make_unit()

    actions.edit_topic(
        topic_id=topic.pk,
        version=1,
        values={"name": dict(topic.name.texts), "parent": field, "units": [unit], "cofog": ["04.5"]},
        by=officer,
    )

    topic.refresh_from_db()
    assert (topic.parent, list(topic.units.all()), topic.cofog, topic.version) == (field, [unit], ["04.5"], 2)
    assert trace(topic) == [("topic.changed", officer, {"fields": ["parent", "cofog", "units"]})]


def test_edit_topic_without_a_change_leaves_no_event(officer):
    topic = make_topic()

    actions.edit_topic(topic_id=topic.pk, version=1, values={"eurovoc": []}, by=officer)

    assert trace(topic) == []


def test_edit_topic_of_an_older_version_is_a_conflict(officer):
    topic = make_topic()
    actions.edit_topic(topic_id=topic.pk, version=1, values={"eurovoc": ["1"]}, by=officer)

    with pytest.raises(Conflict):
        actions.edit_topic(topic_id=topic.pk, version=1, values={"eurovoc": ["2"]}, by=officer)

    topic.refresh_from_db()
    assert topic.eurovoc == ["1"]


@pytest.mark.usefixtures("english")
def test_edit_topic_judges_the_topic_above_as_it_is_now(officer):
    topic, other, seen = make_topic(), make_topic(), make_topic()
    Topic.objects.filter(pk=seen.pk).update(parent=other)

    with pytest.raises(Refused, match="two levels at most"):
        actions.edit_topic(topic_id=topic.pk, version=1, values={"parent": seen}, by=officer)


@pytest.mark.usefixtures("english")
def test_edit_topic_is_refused_to_others():
    topic = make_topic()

    with pytest.raises(Refused, match="Your role does not allow this"):
        actions.edit_topic(topic_id=topic.pk, version=1, values={"eurovoc": ["1"]}, by=make_user(role=Role.AUDITOR))

    topic.refresh_from_db()
    assert (topic.eurovoc, trace(topic)) == ([], [])


def test_the_database_refuses_a_topic_that_belongs_to_itself():
    topic = make_topic()
    topic.parent = topic

    with pytest.raises(IntegrityError, match="topic_is_not_its_own_parent"), transaction.atomic():
        topic.save()


def test_the_database_refuses_a_short_name_twice():
    make_topic(key="mobility")

    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        make_topic(key="mobility")
