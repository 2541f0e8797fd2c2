"""Past rounds of staff exchange in the record: figures, sources that differ, who was where; back without loss."""

from __future__ import annotations

import pytest
import yaml

from hospitium.core.claims import choose, claims_of, keep_known, state_claims
from hospitium.core.models import Claim
from hospitium.core.multilingual import Multilingual
from hospitium.exchange.models import HistoricPlacement, HistoricRound
from hospitium.interchange.actions.record import import_record
from hospitium.interchange.models import KeptSection
from hospitium.interchange.record import RecordError
from hospitium.interchange.record.writing import written
from tests.interchange.records import BERLIN, SMALL, everything, text_of

pytestmark = pytest.mark.django_db
SECTION = """exchange:
  programmes:
    - {id: police, name: Police Exchange}
    - {id: logo, name: Town Swap}
  rounds:
    - {year: 2014, persons: about 40, places: 12}
    - {year: 2018, claims: [{persons: 31, places: 21, source: town}, {persons: 29, places: 20, source: office}]}
    - programme: police
      year: 2018
      persons: unknown
      units: all 12 districts
      hosts: [Tartu, Narva]
      lessons: [cycling]
  placements:
    - {year: 2018, city: Narva, topic: harbours}
    - {year: 2018, city: Narva, topic: schools, source: town}
    - {programme: police, year: 2018, city: Tartu, topic: patrols}
"""


def plain(value):
    return str(value) if isinstance(value, Multilingual) else value


def test_figures_are_taken_over_with_what_is_unknown_and_what_is_about(db):
    import_record(text=SMALL + SECTION, by=None)

    columns = ("programme", "year", "persons", "is_about", "places", "units_count", "host_names", "lessons")
    assert [tuple(map(plain, row)) for row in HistoricRound.objects.order_by("pk").values_list(*columns)] == [
        ("logo", 2014, 40, True, 12, None, [], ""),
        ("logo", 2018, 31, False, 21, None, [], ""),
        ("police", 2018, None, False, None, 12, ["Tartu", "Narva"], "cycling"),
    ]
    police = HistoricRound.objects.get(programme="police")
    assert str(police.name) == "Police Exchange"
    assert [one.key for one in police.hosts.all()] == ["tartu"]
    assert [(str(one.partner or one.city), one.position) for one in HistoricPlacement.objects.order_by("pk")][:2] == [
        ("Narva", 0),
        ("Narva", 1),
    ]


def test_sources_that_differ_stand_side_by_side(db):
    import_record(text=SMALL + SECTION, by=None)

    record = HistoricRound.objects.get(programme="logo", year=2018)
    assert [
        (one.fact, one.value, one.source, one.in_use)
        for fact in ("persons", "places")
        for one in claims_of(record, fact)
    ] == [
        ("persons", "31", "town", True),
        ("persons", "29", "office", False),
        ("places", "21", "town", True),
        ("places", "20", "office", False),
    ]


def test_a_second_import_changes_nothing_and_the_section_comes_back(db):
    import_record(text=SMALL + SECTION, by=None)
    before = everything()

    report = import_record(text=SMALL + SECTION, by=None)
    back = written()
    import_record(text=back, by=None)

    assert not report.changes_something
    assert everything() == before
    assert yaml.safe_load(back)["exchange"] == yaml.safe_load(SECTION)["exchange"]
    assert set(KeptSection.objects.get(name="exchange").content) == {"programmes"}


def test_what_was_corrected_here_comes_back_and_a_further_import_leaves_it(db):
    import_record(text=SMALL + SECTION, by=None)
    year = HistoricRound.objects.get(year=2014)
    for fact, value, source in ((0, "38", "certificates"), (1, "11", "file 12")):
        disputable = HistoricRound.disputable[fact]
        keep_known(year, disputable, source=year.source, by=None, note="" if fact else HistoricRound.ABOUT)
        state_claims(year, disputable, [(value, source)], by=None)
    HistoricRound.objects.filter(pk=year.pk).update(persons=38, is_about=False, places=11)

    report = import_record(text=SMALL + SECTION, by=None)
    back = yaml.safe_load(written())["exchange"]["rounds"][0]

    year.refresh_from_db()
    assert (report.changes_something, year.persons, year.is_about, year.places) == (False, 38, False, 11)
    assert back == {
        "year": 2014,
        "claims": [
            {"persons": 38, "source": "certificates"},
            {"places": 11, "source": "file 12"},
            {"persons": "about 40", "places": 12, "source": ""},
        ],
    }


def test_a_record_with_corrections_is_the_same_when_it_is_taken_over_again(db):
    told = (
        "[{persons: 38, source: certificates, as_of: 2015}, {places: 11, source: file},"
        " {persons: about 40, europass: 9, source: x}]"
    )
    section = SECTION.replace("{year: 2014, persons: about 40, places: 12}", f"{{year: 2014, claims: {told}}}")
    import_record(text=SMALL + section, by=None)
    year = HistoricRound.objects.get(year=2014)
    choose(year, claims_of(year, "persons")[1])

    back = written()
    HistoricRound.objects.all().delete()
    Claim.objects.filter(kind="exchange.historicround").delete()
    import_record(text=back, by=None)

    again = HistoricRound.objects.get(year=2014)
    assert (again.persons, again.is_about, again.places, again.europasses) == (40, True, 11, 9)
    assert [(one.value, str(one.as_of or "")) for one in claims_of(again, "persons")] == [("40", ""), ("38", "2015")]


def test_the_history_of_the_first_city_has_its_conflict_of_2018(db):
    import_record(text=text_of(BERLIN), by=None)

    record = HistoricRound.objects.get(year=2018)
    assert [one.value for one in claims_of(record, "persons")] == ["31", "29"]
    assert (record.persons, HistoricRound.objects.get(year=2022).persons) == (31, None)


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("exchange: {rounds: [{year: 1800}]}", "bad_number"),
        ("exchange: {rounds: [{year: 2018, people: 3}]}", "key_unknown"),
        ("exchange: {rounds: [{year: 2018, persons: many}]}", "bad_number"),
        ("exchange: {rounds: [{year: 2018}, {year: 2018}]}", "duplicate"),
        ("exchange: {rounds: 7}", "wrong_type"),
        ("exchange: {placements: [{year: 2018, city: Narva}]}", "round_unknown"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(db, section, code):
    with pytest.raises(RecordError) as caught:
        import_record(text=f"{SMALL}{section}\n", by=None)

    assert [one.code for one in caught.value.problems] == [code]
    assert HistoricRound.objects.count() == 0
