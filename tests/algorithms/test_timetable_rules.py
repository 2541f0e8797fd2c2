"""Rules on venues, people, interpreting and preparation: what provokes each, and a near miss that does not."""

from dataclasses import replace
from datetime import date, time

import pytest

from hospitium.algorithms.timetable import (
    Answer,
    Hours,
    Interpreter,
    Kind,
    Mode,
    Person,
    Severity,
    Venue,
    check,
)
from tests.algorithms.timetables import FRIDAY, MONDAY, A, B, at, every, item, items_of, programme, venues

# ---- people and venues -----------------------------------------------------------


def test_person_twice_in_the_visit():
    first, second = (item(key, at(9), groups=group, people=frozenset({"eva"})) for key, group in (("1", A), ("2", B)))
    apart = {"disjoint": frozenset({A | B})}

    assert every("person_twice", programme(first, second, **apart)) == [(("1", "2"), {"person": "eva"})]
    assert every("person_twice", programme(first, replace(second, starts=at(10)), **apart)) == []


def test_person_twice_across_visits():
    eva = Person(key="eva", busy=((at(10), at(11), "visit 7"),))
    plan = programme(item("one", at(9), 61, people=frozenset({"eva"})), people={"eva": eva})

    facts = {"person": "eva", "from": at(10), "until": at(11), "elsewhere": "visit 7"}
    assert every("person_twice", plan) == [(("one",), facts)]
    assert [one.key for one in check(plan)] == ["person_twice:one:eva:visit 7"]
    assert check(replace(plan, items=(replace(plan.items[0], minutes=60),))) == ()


def test_two_people_twice_in_the_same_items_are_two_findings():
    first = item("1", at(9), people=frozenset({"eva", "ute"}), groups=A)
    plan = programme(first, replace(first, key="2", groups=B), disjoint=frozenset({A | B}))

    assert [one.key for one in check(plan)] == ["person_twice:1:2:eva", "person_twice:1:2:ute"]


def test_person_hours():
    eva = Person(key="eva", hours=(Hours(weekday=0, opens=time(9), closes=time(12)),))
    plan = programme(item("one", at(11, 1), people=frozenset({"eva"})), people={"eva": eva})

    facts = {"person": "eva", "starts": at(11, 1), "ends": at(12, 1), "is_away": False}
    assert every("person_hours", plan) == [(("one",), facts)]
    assert check(replace(plan, items=(replace(plan.items[0], starts=at(11)),))) == ()
    away = replace(plan, people={"eva": Person(key="eva", away=frozenset({MONDAY}))})
    assert [facts["is_away"] for _, facts in every("person_hours", away)] == [True]


def test_venue_hours():
    hall = Venue(key="hall", hours=(Hours(weekday=0, opens=time(9), closes=time(12)),))
    early = programme(item("one", at(8, 59), venue="hall"), venues=venues(hall))

    assert every("venue_hours", early) == [(("one",), {"venue": "hall", "starts": at(8, 59), "ends": at(9, 59)})]
    assert check(programme(item("one", at(9), venue="hall"), venues=venues(hall))) == ()
    assert items_of("venue_hours", programme(item("one", at(9, 0, FRIDAY), venue="hall"), venues=venues(hall))) != []


def test_venue_that_closes_at_midnight_is_open_until_then():
    hall = Venue(key="hall", hours=(Hours(weekday=0, opens=time(9), closes=time(0)),))

    assert check(programme(item("one", at(23), venue="hall"), venues=venues(hall))) == ()
    assert items_of("venue_hours", programme(item("one", at(23, 1), venue="hall"), venues=venues(hall))) != []


def test_venue_closed():
    hall = Venue(key="hall", closed=frozenset({MONDAY}), hours=(Hours(weekday=4, opens=time(9), closes=time(12)),))
    plan = programme(item("one", at(9), venue="hall"), venues=venues(hall))

    assert [(one.code, one.facts) for one in check(plan)] == [("venue_closed", {"venue": "hall", "day": MONDAY})]
    assert check(replace(plan, items=(item("one", at(9, 0, FRIDAY), venue="hall"),))) == ()


def test_friday_afternoon():
    office = Venue(key="office", is_office=True)
    late = item("one", at(13, 1, FRIDAY), venue="office")

    facts = {"venue": "office", "ends": at(14, 1, FRIDAY), "limit": time(14)}
    assert every("friday_afternoon", programme(late, venues=venues(office))) == [(("one",), facts)]
    assert check(programme(replace(late, starts=at(13, 0, FRIDAY)), venues=venues(office))) == ()
    assert check(programme(replace(late, starts=at(13, 1)), venues=venues(office))) == ()
    assert check(programme(late, venues=venues(replace(office, is_office=False)))) == ()


@pytest.mark.parametrize(
    ("details", "persons"),
    [
        ({}, 13),
        ({"persons": 11}, 11),
        ({"groups": A | B}, 12),
        ({"groups": A | {"heads"}}, None),
        ({"groups": frozenset({"nobody"})}, None),
        ({"groups": frozenset()}, None),
        ({"persons": 10}, None),
        ({"kind": Kind.TRANSFER}, None),
    ],
)
def test_over_capacity(details, persons):
    plan = programme(
        item("one", at(9), **({"venue": "hall"} | details)),
        venues=venues(Venue(key="hall", capacity=10)),
        groups={"a": 7, "b": 5, "heads": 4},
        disjoint=frozenset({A | B}),
    )

    facts = {"venue": "hall", "persons": persons, "capacity": 10}
    assert every("over_capacity", plan) == ([] if persons is None else [(("one",), facts)])


def test_overlap_venue_when_groups_do_not_fit_in_together():
    room = venues(Venue(key="hall", capacity=17))
    items = [item(key, at(9), venue="hall", groups=frozenset({key})) for key in "abc"]
    apart = frozenset(frozenset(pair) for pair in ("ab", "ac", "bc"))
    plan = programme(*items, venues=room, groups=dict.fromkeys("abc", 6), disjoint=apart)

    facts = {"venue": "hall", "persons": 18, "capacity": 17}
    assert every("overlap_venue", plan) == [(("a", "b", "c"), facts)]
    assert check(replace(plan, venues=venues(Venue(key="hall", capacity=18)))) == ()
    assert check(replace(plan, items=(*items[:2], replace(items[2], starts=at(10))))) == ()
    assert check(replace(plan, items=(*items[:2], replace(items[2], minutes=0)))) == ()


def test_overlap_venue_does_not_count_people_twice():
    room = venues(Venue(key="hall", capacity=10))
    plan = programme(*(item(key, at(9), venue="hall", groups=A) for key in "12"), venues=room, groups={"a": 7})

    assert [one.code for one in check(plan)] == ["group_overlap"]


# ---- interpreting ----------------------------------------------------------------


BOTH = frozenset({Mode.CONSECUTIVE, Mode.SIMULTANEOUS})


def interpreted(*items, **details):
    eva = Interpreter(key="eva", pairs=frozenset({("de", "hu"), ("hu", "de")}), modes=BOTH)
    known = {"interpreters": {"eva": eva}, "guest_languages": frozenset({"hu"})}
    return programme(*items, **(known | details))


def by_eva(key, starts, minutes=60, **details):
    known = {"interpreters": frozenset({"eva"}), "mode": Mode.CONSECUTIVE}
    return item(key, starts, minutes, **(known | details))


def test_consecutive_not_counted():
    plan = interpreted(by_eva("one", at(9), 59, speech=30))

    assert every("consecutive_not_counted", plan) == [(("one",), {"speech": 30, "minutes": 59, "needed": 60})]
    assert check(interpreted(by_eva("one", at(9), 60, speech=30))) == ()
    assert check(interpreted(by_eva("one", at(9), 30, speech=30, mode=Mode.SIMULTANEOUS))) == ()


def test_interpreter_overload_counts_consecutive_speech_twice():
    items = [by_eva("1", at(9), 120), by_eva("2", at(13), 60, speech=30), by_eva("3", at(15), 61, mode=Mode.NONE)]

    facts = {"interpreter": "eva", "minutes": 361, "limit": 360, "day": MONDAY}
    assert every("interpreter_overload", interpreted(*items)) == [(("1", "2", "3"), facts)]
    assert every("interpreter_overload", interpreted(*items[:2], replace(items[2], minutes=60))) == []
    assert every("interpreter_overload", interpreted(*items[:2], replace(items[2], starts=at(9, 0, FRIDAY)))) == []


def test_interpreter_overload_by_what_was_agreed():
    agreed = {"eva": Interpreter(key="eva", minutes_a_day=119)}

    assert items_of("interpreter_overload", interpreted(by_eva("one", at(9)), interpreters=agreed)) == [("one",)]
    assert items_of("interpreter_overload", interpreted(by_eva("one", at(9)), interpreters={})) == []


def test_interpreter_twice():
    first, second = by_eva("1", at(9), groups=A), by_eva("2", at(9, 59), groups=B)
    apart = {"disjoint": frozenset({A | B})}

    assert every("interpreter_twice", interpreted(first, second, **apart)) == [(("1", "2"), {"interpreter": "eva"})]
    assert every("interpreter_twice", interpreted(first, replace(second, starts=at(10)), **apart)) == []


def test_interpreter_twice_across_visits():
    busy = {"eva": Interpreter(key="eva", busy=((at(8), at(9, 1), "visit 7"),))}

    facts = {"interpreter": "eva", "from": at(8), "until": at(9, 1), "elsewhere": "visit 7"}
    assert every("interpreter_twice", interpreted(by_eva("one", at(9)), interpreters=busy)) == [(("one",), facts)]
    assert every("interpreter_twice", interpreted(by_eva("one", at(9, 1)), interpreters=busy)) == []


def test_pair_missing():
    one_way = {"eva": Interpreter(key="eva", pairs=frozenset({("de", "hu")}))}
    plan = interpreted(by_eva("one", at(9)), interpreters=one_way)

    facts = {"missing": (("hu", "de"),), "interpreters": ("eva",)}
    assert every("pair_missing", plan) == [(("one",), facts)]
    assert check(interpreted(by_eva("one", at(9)))) == ()
    assert check(replace(plan, guest_languages=frozenset({"de"}))) == ()
    assert check(replace(plan, guest_languages=frozenset())) == ()
    assert check(replace(plan, interpreters={})) == ()
    assert check(replace(plan, interpreters={"eva": Interpreter(key="eva")})) == ()


def test_pair_may_be_covered_by_two_and_by_any_language_of_the_guests():
    there, back = (
        Interpreter(key=key, pairs=frozenset({pair})) for key, pair in (("1", ("de", "hu")), ("2", ("hu", "de")))
    )
    plan = interpreted(
        by_eva("one", at(9), interpreters=frozenset({"1", "2"})),
        interpreters={"1": there, "2": back},
        guest_languages=frozenset({"cs", "hu"}),
    )

    assert check(plan) == ()


@pytest.mark.parametrize(
    ("details", "why", "concerned"),
    [
        ({"mode": Mode.NONE}, "mode_not_said", ("eva",)),
        ({"interpreters": frozenset()}, "nobody_booked", ()),
        ({"mode": Mode.WHISPERED, "persons": 2}, "not_offered", ("eva",)),
        ({"mode": Mode.SIMULTANEOUS, "minutes": 40}, None, None),
        ({"interpreters": frozenset(), "kind": Kind.MEAL}, None, None),
        ({"interpreters": frozenset(), "language": "hu"}, None, None),
    ],
)
def test_mode_missing(details, why, concerned):
    one = replace(by_eva("one", at(9)), **details)

    facts = {"why": why, "mode": one.mode, "interpreters": concerned}
    assert every("mode_missing", interpreted(one)) == ([] if why is None else [(("one",), facts)])


def test_second_interpreter_missing():
    alone = by_eva("one", at(9), 41, mode=Mode.SIMULTANEOUS)

    facts = {"minutes": 41, "limit": 40, "interpreters": ("eva",)}
    assert every("second_interpreter_missing", interpreted(alone)) == [(("one",), facts)]
    assert check(interpreted(replace(alone, minutes=40))) == ()
    assert check(interpreted(replace(alone, interpreters=frozenset({"eva", "ute"})))) == ()


def test_whispered_too_many():
    whispered = by_eva("one", at(9), mode=Mode.WHISPERED, persons=4)

    assert every("whispered_too_many", interpreted(whispered)) == [(("one",), {"persons": 4, "limit": 3})]
    assert every("whispered_too_many", interpreted(replace(whispered, persons=3))) == []
    assert every("whispered_too_many", interpreted(replace(whispered, persons=None), heads=None)) == []


def test_no_common_language():
    speaks = {"eva": Person(key="eva", languages=frozenset({"hu"}))}
    plan = interpreted(item("one", at(9), people=frozenset({"eva"})), people={})

    assert every("no_common_language", plan) == [(("one",), {"language": "de", "guests": ("hu",)})]
    assert check(replace(plan, people=speaks)) == ()
    assert check(replace(plan, guest_languages=frozenset())) == ()
    in_czech = replace(plan, people=speaks, items=(item("one", at(9), people=frozenset({"eva"}), language="cs"),))
    assert items_of("no_common_language", in_czech) == [("one",)]
    assert check(interpreted(item("one", at(9), kind=Kind.FREE))) == ()


# ---- preparation -------------------------------------------------------------------


def test_holiday_host():
    plan = programme(item("one", at(9), kind=Kind.RECEPTION), holidays=frozenset({(MONDAY, "host")}))

    assert every("holiday_host", plan) == [(("one",), {"day": MONDAY})]
    assert check(replace(plan, items=(item("one", at(9, 0, FRIDAY)),))) == ()
    assert check(replace(plan, items=(item("one", at(9), kind=Kind.SIGHTSEEING),))) == ()


def test_holiday_guest():
    plan = programme(item("one", at(9)), holidays=frozenset({(MONDAY, "guest")}))

    assert [(one.code, one.severity) for one in check(plan)] == [("holiday_guest", Severity.HINT)]
    assert check(replace(plan, items=(item("one", at(9), kind=Kind.RECEPTION),))) == ()


def test_names_due():
    court = venues(Venue(key="court", names_due=10))
    plan = programme(item("one", at(9), venue="court"), venues=court, names_known=False, today=date(2026, 7, 24))

    facts = {"due": date(2026, 7, 24), "venue": "court", "expected": None}
    assert every("names_due", plan) == [(("one",), facts)]
    assert check(replace(plan, today=date(2026, 7, 23))) == ()
    assert check(replace(plan, names_known=True)) == ()
    assert check(replace(plan, today=date(2026, 8, 4))) == ()
    assert check(replace(plan, venues=venues(Venue(key="court")))) == ()


def test_names_due_before_the_guests_send_them():
    court = venues(Venue(key="court", names_due=10))
    plan = programme(item("one", at(9), venue="court"), venues=court, names_known=False)

    assert items_of("names_due", replace(plan, names_expected=date(2026, 7, 25))) == [("one",)]
    assert check(replace(plan, names_expected=date(2026, 7, 24))) == ()


def test_diets_unknown():
    plan = programme(item("meal", at(12), kind=Kind.MEAL), diets_known=False, today=date(2026, 7, 27))

    assert every("diets_unknown", plan) == [(("meal",), {"day": MONDAY, "days": 7, "limit": 7})]
    assert check(replace(plan, today=date(2026, 7, 26))) == ()
    assert check(replace(plan, today=date(2026, 8, 4))) == ()
    assert check(replace(plan, diets_known=True)) == ()


@pytest.mark.parametrize("answer", [Answer.OPEN, Answer.ASKED])
def test_unconfirmed(answer):
    plan = programme(item("one", at(9), answer=answer), today=date(2026, 7, 20))

    assert every("unconfirmed", plan) == [(("one",), {"answer": answer, "day": MONDAY, "days": 14, "limit": 14})]
    assert check(replace(plan, today=date(2026, 7, 19))) == ()
    assert check(replace(plan, today=date(2026, 8, 4))) == ()
    assert check(replace(plan, items=(item("one", at(9), answer=Answer.CONFIRMED),))) == ()


def test_declined_even_without_a_time():
    one = item("one", answer=Answer.DECLINED, is_obligatory=False, people=frozenset({"eva"}))

    assert every("declined", programme(one)) == [(("one",), {"people": ("eva",)})]
    assert check(programme(replace(one, answer=Answer.REPLACED))) == ()
