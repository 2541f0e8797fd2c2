import doctest
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.graphs import (
    Acquaintance,
    Contact,
    ContactState,
    Departure,
    Finding,
    FindingCode,
    Function,
    departure,
    network,
)

PAGE = Path(__file__).parents[2] / "docs/algorithms/graphs.md"
TODAY = date(2026, 6, 9)
HOUSE = ("anna", "bert")


def contact(name, office, closed=None, post="head"):
    return Contact(name, (Function(office, post, closed=closed),))


def findings(contacts, acquaintances, house=HOUSE):
    return list(network(contacts=contacts, acquaintances=acquaintances, colleagues=house, today=TODAY).findings)


@st.composite
def worlds(draw):
    names = [f"c{number}" for number in range(draw(st.integers(0, 5)))]
    closed = st.none() | st.sampled_from([date(2020, 1, 1), date(2030, 1, 1)])
    contacts = [
        Contact(
            name,
            tuple(
                Function(draw(st.sampled_from("xyz")), draw(st.sampled_from("ab")), closed=draw(closed))
                for _ in range(draw(st.integers(0, 2)))
            ),
        )
        for name in names
    ]
    days = st.none() | st.dates(date(2023, 1, 1), TODAY)
    pairs = draw(st.sets(st.tuples(st.sampled_from("pqr"), st.sampled_from(names)))) if names else set()
    return contacts, [Acquaintance(*pair, draw(days)) for pair in sorted(pairs)]


def test_graphs_worked_example_of_the_page_is_true():
    assert doctest.testfile(str(PAGE), module_relative=False) == doctest.TestResults(0, 8)


def test_office_known_by_one_colleague_is_a_single_point():
    people = [contact("k1", "transport"), contact("k2", "transport", post="deputy")]
    known = [Acquaintance("anna", "k1", date(2026, 5, 1)), Acquaintance("anna", "k2", date(2026, 6, 1))]

    assert findings(people, known) == [
        Finding(FindingCode.SINGLE_POINT, office="transport", colleague="anna", months=0)
    ]


def test_office_known_by_two_is_none():
    people = [contact("k1", "transport")]
    known = [Acquaintance(one, "k1", date(2026, 5, 1)) for one in HOUSE]

    assert findings(people, known) == []


def test_colleague_who_is_gone_knows_nobody():
    known = [Acquaintance("carl", "k1", date(2026, 5, 1))]

    assert findings([contact("k1", "transport")], known) == [Finding(FindingCode.NOBODY_KNOWS, contact="k1", months=1)]


def test_counterpart_who_left_without_successor():
    people = [contact("k1", "protocol", closed=date(2026, 1, 31))]

    assert findings(people, [Acquaintance("anna", "k1", date(2025, 4, 8))]) == [
        Finding(FindingCode.LEFT_WITHOUT_SUCCESSOR, contact="k1", months=14),
        Finding(FindingCode.OFFICE_LOST, office="protocol"),
    ]


def test_successor_holds_the_same_post():
    people = [contact("k1", "protocol", closed=date(2026, 1, 31)), contact("k2", "protocol")]
    known = [Acquaintance(one, "k2", date(2026, 5, 9)) for one in HOUSE]

    found = network(contacts=people, acquaintances=known, colleagues=HOUSE, today=TODAY)

    assert found.findings == ()
    assert found.contacts[0] == ContactState("k1", (), True, ("k2",), (), None)
    assert found.months == 1


def test_quiet_and_unrecorded_contacts():
    people = [contact("k1", "a"), contact("k2", "a", post="deputy")]
    known = [Acquaintance("anna", "k1", date(2025, 6, 9)), Acquaintance("bert", "k2", None)]

    assert findings(people, known) == [
        Finding(FindingCode.QUIET, contact="k1", months=12),
        Finding(FindingCode.LAST_CONTACT_UNKNOWN, contact="k2"),
    ]


def test_departure_without_anything_known():
    found = departure(contacts=[contact("k1", "a")], acquaintances=[], colleagues=HOUSE, leaving="anna", today=TODAY)

    assert found == Departure("anna", (), (), ())


@given(worlds())
def test_departure_is_the_difference_between_two_networks(world):
    contacts, known = world
    given_facts = {"contacts": contacts, "acquaintances": known, "today": TODAY}

    lost = departure(**given_facts, colleagues="pqr", leaving="p")

    before = network(**given_facts, colleagues="pqr")
    after = network(**given_facts, colleagues="qr")
    people = [
        one.id
        for one, other in zip(before.contacts, after.contacts, strict=True)
        if one.known_by and not other.known_by and not one.has_left
    ]
    offices = [
        one.id for one, other in zip(before.offices, after.offices, strict=True) if one.known_by and not other.known_by
    ]
    assert (sorted(lost.contacts_lost), list(lost.offices_lost)) == (sorted(people), offices)


@given(worlds())
def test_network_says_something_about_every_contact_nobody_knows(world):
    contacts, known = world

    found = network(contacts=contacts, acquaintances=known, colleagues="pq", today=TODAY)

    alone = {one.contact for one in found.findings if one.code == FindingCode.NOBODY_KNOWS}
    assert alone == {one.id for one in found.contacts if not one.has_left and not one.known_by}
    assert [one.id for one in found.contacts] == [one.id for one in contacts]
