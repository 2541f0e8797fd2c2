"""Writing typed values, and which columns that changed."""

from __future__ import annotations

from hospitium.algorithms.dates import PartialDate
from hospitium.core.editing import write
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.partners.models import Partner
from hospitium.programme.models import Activity
from tests import factories


def test_only_what_differs_counts_as_changed_in_the_order_of_the_form(db):
    partner = factories.make_partner(own_name="Warszawa", country="PL", latitude=52.23, longitude=21.01)

    changed = write(partner, {"country": "CZ", "own_name": "Warszawa", "longitude": 14.4, "latitude": 50.1})

    assert changed == ["country", "longitude", "latitude"]
    partner.refresh_from_db()
    assert (partner.country, partner.own_name, partner.longitude) == ("CZ", "Warszawa", 14.4)


def test_writing_the_same_again_changes_nothing(db):
    activity = factories.make_activity()
    values = {
        "title": dict(activity.title.texts),
        "begins": activity.begins,
        "partnerships": list(activity.partnerships.all()),
        "heads": None,
    }

    assert write(activity, values) == []


def test_a_new_record_names_all_its_columns(db):
    partner = Partner()

    changed = write(partner, {"key": "praha", "country": "CZ", "name": {"cs": "Praha"}})

    assert changed == ["key", "country", "name"]
    assert Partner.objects.get(key="praha").name == Multilingual({"cs": "Praha"}, "cs")


def test_texts_by_language_keep_their_states(db):
    partner = factories.make_partner(name=written_in("de", "Prag", pl="Praga", cs="Praha"))

    changed = write(partner, {"name": {"de": "Prag an der Moldau", "pl": "Praga", "cs": "Praha nad Vltavou"}})

    assert changed == ["name"]
    partner.refresh_from_db()
    assert partner.name == Multilingual(
        {"de": "Prag an der Moldau", "pl": "Praga", "cs": "Praha nad Vltavou"}, "de", {"pl": "outdated"}
    )


def test_a_relation_to_many_is_set_as_a_whole(db):
    first, second, third = (factories.make_topic() for _ in range(3))
    activity = factories.make_activity(topics=[first, second])

    changed = write(activity, {"topics": [second, third], "begins": PartialDate(2015, 6, 9)})

    assert changed == ["topics"]
    assert set(Activity.objects.get().topics.all()) == {second, third}


def test_a_new_record_gets_its_relations_after_its_row(db):
    topic, partnership = factories.make_topic(), factories.make_partnership()
    activity = Activity()

    changed = write(
        activity, {"format": "seminar", "topics": [topic], "partnerships": [partnership], "title": {"de": "Seminar"}}
    )

    assert changed == ["format", "title", "topics", "partnerships"]
    assert (list(activity.topics.all()), list(activity.partnerships.all())) == ([topic], [partnership])
