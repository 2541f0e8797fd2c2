"""Finding records in every language and spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.core import search
from hospitium.core.models import SearchEntry, SearchWord
from hospitium.core.multilingual import written_in
from hospitium.core.references import Reference, model_of, reference
from hospitium.partners.models import Partner
from tests import factories

CITIES = {
    "warsaw": (written_in("de", "Warschau", pl="Warszawa", en="Warsaw", ru="Варшава"), "Warszawa"),
    "moscow": (written_in("de", "Moskau", en="Moscow", ru="Москва"), "Москва"),
    "zizkov": (written_in("de", "Prag 3 Žižkov", cs="Praha 3 Žižkov"), "Žižkov"),
    "lodz": (written_in("de", "Lodsch", pl="Łódź"), "Łódź"),
    "munich": (written_in("de", "München", en="Munich"), "München"),
    "istanbul": (written_in("de", "Istanbul"), "İstanbul"),
    "tokyo": (written_in("de", "Tokio", en="Tokyo"), "東京"),
}


@pytest.fixture
def cities(db):
    return {
        key: factories.make_partner(key=key, name=name, own_name=own_name) for key, (name, own_name) in CITIES.items()
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("warschau", ["warsaw"]),
        ("WARSCHAU", ["warsaw"]),
        ("Warszawa", ["warsaw"]),
        ("warszawie", ["warsaw"]),
        ("wars", ["warsaw"]),
        ("Варшаве", ["warsaw"]),
        ("zizkov", ["zizkov"]),
        ("ŽIŽKOV", ["zizkov"]),
        ("prag zizkov", ["zizkov"]),
        ("prag warschau", []),
        ("москве", ["moscow"]),
        ("МОСКВА", ["moscow"]),
        ("lodz", ["lodz"]),
        ("ŁÓDŹ", ["lodz"]),
        ("munchen", ["munich"]),
        ("muenchen", ["munich"]),
        ("istanbul", ["istanbul"]),
        ("İSTANBUL", ["istanbul"]),
        ("東京", ["tokyo"]),
        ("atlantis", []),
        ("", []),
        ("   ", []),
        ("%", []),
        ("'; DROP TABLE core_searchword; --", []),
        ("*", []),
    ],
)
def test_a_city_is_found_by_any_of_its_names(cities, asked, found):
    keys = {reference(partner): key for key, partner in cities.items()}

    assert [keys[hit] for hit in search.find(asked)] == found


def test_the_whole_word_in_the_title_stands_before_the_beginning_of_a_word(db):
    beginning = factories.make_partner(key="a", name=written_in("de", "Pragmatik"), own_name="")
    in_text = factories.make_partner(key="b", name=written_in("de", "Stadt", cs="Prag"), own_name="")
    in_title = factories.make_partner(key="c", name=written_in("de", "Prag"), own_name="")

    found = search.find("Prag")

    assert list(found) == [reference(in_title), reference(in_text), reference(beginning)] or list(found) == [
        reference(in_title),
        reference(beginning),
        reference(in_text),
    ]
    assert found[reference(in_title)] > max(found[reference(in_text)], found[reference(beginning)])


def test_words_that_are_gone_are_not_found_any_more(db):
    partner = factories.make_partner(name=written_in("de", "Breslau"), own_name="Wrocław")
    partner.name, partner.own_name = written_in("de", "Danzig"), "Gdańsk"

    search.update(partner)

    assert (search.find("wroclaw"), list(search.find("gdansk"))) == ({}, [reference(partner)])
    assert list(SearchEntry.objects.values_list("title", flat=True)) == ["Danzig"]


def test_a_forgotten_record_leaves_no_word(db):
    partner = factories.make_partner()

    search.forget(partner)

    assert (SearchEntry.objects.count(), SearchWord.objects.count()) == (0, 0)


def test_what_is_not_findable_is_left_alone(db):
    search.update(factories.make_unit())

    assert SearchEntry.objects.count() == 0


def test_all_words_can_be_made_anew(cities):
    before = {(row.entry.key, row.word, row.weight) for row in SearchWord.objects.select_related("entry")}
    SearchEntry.objects.all().delete()

    assert search.rebuild([Partner]) == len(cities)
    assert {(row.entry.key, row.word, row.weight) for row in SearchWord.objects.select_related("entry")} == before


def test_a_word_longer_than_the_column_is_found(db):
    word = "donaudampfschifffahrtsgesellschaftskapitaenswitwenrentenauszahlungsstelle"
    partner = factories.make_partner(name=written_in("de", word), own_name="")

    assert list(search.find(word)) == [reference(partner)]


def test_no_more_than_the_limit_is_handed_out(db):
    for number in range(5):
        factories.make_partner(name=written_in("de", f"Neustadt {number}"), own_name="")

    assert [len(search.find("neustadt", limit=limit)) for limit in (0, 3, 9)] == [0, 3, 5]


@given(st.text(max_size=3_000))
def test_no_question_breaks_the_search(text):
    from hospitium.algorithms.search import query_terms

    assert all(term for terms in query_terms(text=text) for term in terms)


def test_a_kind_leads_back_to_its_model(db):
    partner = factories.make_partner()

    assert reference(partner) == Reference("partners.partner", str(partner.pk))
    assert (model_of("partners.partner"), model_of("gone.model"), model_of("nonsense")) == (Partner, None, None)
