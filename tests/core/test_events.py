"""The event log: complete, ordered, chained, and free of text."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from hospitium.core import events
from hospitium.core.events import clock, first_broken, lines, record, timeline
from hospitium.core.models import Event, Mention, SearchEntry
from hospitium.topics.models import Topic
from tests import factories
from tests.together import at_once


def three_events() -> list[Event]:
    topic = factories.make_topic()
    user = factories.make_user()
    return [record("topic.changed", topic, by=user, position=number) for number in (1, 2, 3)]


def test_record_keeps_who_did_what_to_what_and_where_it_belongs(db):
    topic, unit, user = factories.make_topic(), factories.make_unit(), factories.make_user()

    event = record("topic.changed", topic, by=user, about=[unit, topic], position=3, on=date(2026, 5, 9))

    stored = Event.objects.get()
    assert (stored.code, stored.actor, stored.kind, stored.key) == (
        "topic.changed",
        user,
        "topics.topic",
        str(topic.pk),
    )
    assert stored.facts == {"position": 3, "on": "2026-05-09"}
    assert stored.previous_hash == events.GENESIS
    assert sorted(Mention.objects.values_list("event", "kind", "key")) == [
        (event.pk, "accounts.unit", str(unit.pk)),
        (event.pk, "topics.topic", str(topic.pk)),
    ]


def test_timeline_shows_each_event_once_the_latest_first(db):
    topic, unit = factories.make_topic(), factories.make_unit()
    first = record("topic.changed", topic, by=None, about=[unit])
    second = record("unit.changed", unit, by=None)
    other = record("topic.changed", factories.make_topic(), by=None)

    assert (list(timeline(unit)), list(timeline(topic))) == ([second, first], [first])
    assert other not in {*timeline(unit), *timeline(topic)}


def test_timeline_tells_records_with_the_same_number_apart(db):
    topic = factories.make_topic(pk=7_000)
    unit = factories.make_unit(pk=7_000)
    event = record("topic.changed", topic, by=None)

    assert (list(timeline(topic)), list(timeline(unit))) == ([event], [])


def test_record_outside_a_transaction_is_an_error(transactional_db):
    topic = factories.make_topic()

    with pytest.raises(transaction.TransactionManagementError):
        record("topic.changed", topic, by=None)

    assert Event.objects.count() == 0


def test_an_event_goes_with_its_change_when_that_fails(transactional_db):
    topic = factories.make_topic()

    @transaction.atomic
    def fail():
        record("topic.changed", topic, by=None)
        return 1 // 0

    with pytest.raises(ZeroDivisionError):
        fail()

    assert (Event.objects.count(), clock()) == (0, 0)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (0, 0),
        (-5, -5),
        ("signed", "signed"),
        ("partnership/2026-05:x+1", "partnership/2026-05:x+1"),
        ("", ""),
        (date(2026, 5, 9), "2026-05-09"),
        (datetime(2026, 5, 9, 8, 0, tzinfo=UTC), "2026-05-09T08:00:00+00:00"),
        (["title", "begins"], ["title", "begins"]),
        ((1, 2), [1, 2]),
        ([[1], ["a"]], [[1], ["a"]]),
    ],
)
def test_facts_hold_numbers_dates_and_codes(db, value, kept):
    assert record("topic.changed", factories.make_topic(), by=None, fact=value).facts == {"fact": kept}


@pytest.mark.parametrize(
    "value",
    ["Maria Muster", "a@example.org", "łódź", "x" * 65, "line\nbreak", ["code", "two words"], {"name": "Anna Muster"}],
)
def test_facts_refuse_text_because_nobody_could_erase_it(db, value):
    topic = factories.make_topic()

    with pytest.raises(TypeError):
        record("topic.changed", topic, by=None, fact=value)

    assert Event.objects.count() == 0


def test_the_log_cannot_be_changed_through_the_models(db):
    three_events()

    with pytest.raises(TypeError):
        Event.objects.filter(code="topic.changed").update(code="x")
    with pytest.raises(TypeError):
        Event.objects.all().delete()

    assert (Event.objects.count(), first_broken()) == (3, None)


COLUMNS = {
    "at": "2020-01-01 00:00:00",
    "code": "topic.created",
    "actor_id": None,
    "kind": "topics.other",
    "key": "999999",
    "facts": '{"position": 9}',
    "previous_hash": "1" * 64,
    "hash": "2" * 64,
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_tampering_with_any_column_of_any_event_is_found(db, column, place):
    tampered = three_events()[place]

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE core_event SET {column} = %s WHERE id = %s", [COLUMNS[column], tampered.pk])  # noqa: S608

    assert first_broken() == tampered.pk


def test_every_column_of_an_event_is_under_the_hash():
    assert {field.column for field in Event._meta.concrete_fields} - {"id"} == set(COLUMNS)


def test_an_event_taken_out_of_the_middle_is_missed(db):
    _first, second, third = three_events()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_mention WHERE event_id = %s", [second.pk])
        cursor.execute("DELETE FROM core_event WHERE id = %s", [second.pk])

    assert first_broken() == third.pk


def test_two_events_that_changed_places_are_found(db):
    first, second, _third = three_events()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_mention")
        for old, new in ((first.pk, 900_001), (second.pk, first.pk), (900_001, second.pk)):
            cursor.execute("UPDATE core_event SET id = %s WHERE id = %s", [new, old])

    assert first_broken() == first.pk


def test_an_empty_and_an_untouched_chain_hold(db):
    assert first_broken() is None
    three_events()
    assert first_broken() is None


def test_the_clock_moves_with_every_event(db):
    before = clock()
    readings = [event.pk for event in three_events()]

    assert before == 0
    assert readings == sorted(set(readings))
    assert clock() == readings[-1]


def test_the_search_words_follow_the_event(db):
    topic = factories.make_topic()
    partner = factories.make_partner()
    SearchEntry.objects.all().delete()

    record("partner.changed", partner, by=None, about=[topic])

    assert list(SearchEntry.objects.values_list("kind", "key", "title")) == [
        ("partners.partner", str(partner.pk), str(partner))
    ]


def test_lines_are_the_events_in_words(db):
    user = factories.make_user(name="Jana Muster")
    topic = factories.make_topic()
    known = record("topic.changed", topic, by=user)
    unknown = record("topic.forgotten", topic, by=None)

    shown = list(lines([known, unknown], {"topic.changed": "The topic was changed."}))

    assert shown == [
        events.Line(known.at, "Jana Muster", "The topic was changed.", "topic.changed"),
        events.Line(unknown.at, "", "topic.forgotten", "topic.forgotten"),
    ]


@pytest.mark.django_db(transaction=True)
def test_events_of_concurrent_writers_form_one_chain_in_the_order_of_their_commits():
    topics = [factories.make_topic() for _ in range(8)]
    committed: list[int] = []

    def write(topic: Topic) -> int:
        with transaction.atomic():
            event = record("topic.changed", topic, by=None)
            # Noted before the commit, and the next writer waits for the commit: so this is the order of commits.
            committed.append(event.pk)
        return event.pk

    outcomes = at_once([lambda topic=topic: write(topic) for topic in topics])

    assert sorted(outcomes) == committed == list(Event.objects.order_by("id").values_list("pk", flat=True))
    assert (len(committed), first_broken()) == (8, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="settings of SQLite")
def test_the_database_keeps_what_it_acknowledged():
    """In the log's own words: WAL, every commit on the disk, foreign keys, and writers that wait for each other."""
    with connection.cursor() as cursor:
        settings = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
        "secure_delete": 1,
    }
    assert sqlite3.sqlite_version_info >= (3, 35)
