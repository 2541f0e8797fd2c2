"""What the check found, in words; what was accepted; the rules of an office."""

from __future__ import annotations

from datetime import date, time

import pytest

from hospitium.accounts.roles import Role
from hospitium.algorithms.timetable import Finding, Severity
from hospitium.algorithms.timetable.rules import RULES as CHECKED
from hospitium.core.locking import Conflict
from hospitium.core.models import Event
from hospitium.core.verdicts import Refused
from hospitium.visits.actions.check import accept_finding, reset_limits, save_limits, withdraw_acceptance
from hospitium.visits.check_rules import FIGURES, RULES
from hospitium.visits.forms.check import USUAL, Rules
from hospitium.visits.models import Acceptance, CheckLimits, Visit, Way
from hospitium.visits.queries.findings import Findings, findings_of, kept_key
from hospitium.visits.queries.sentences import SENTENCES
from tests.factories import make_unit, make_user
from tests.factories_visits import make_interpreter, make_item, make_part, make_speaker, make_venue, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = date(2027, 1, 4)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def visit(unit) -> Visit:
    return make_visit(unit=unit, guest_language="de")


def found(visit: Visit, by) -> Findings:
    return findings_of(Visit.objects.get(pk=visit.pk), by=by, today=TODAY)


def said(visit: Visit, by) -> dict[str, str]:
    return {one.code: one.sentence for one in found(visit, by).open}


def test_every_rule_of_the_check_has_its_words_and_every_figure_its_limit():
    codes = {rule.code for rule in CHECKED}

    assert (set(RULES), set(SENTENCES) | {"mode_missing"}) == (codes, codes)
    assert set(FIGURES) == set(USUAL)


def test_a_way_that_is_too_short_says_both_figures(visit, officer):
    here, there = make_venue(), make_venue()
    first = make_item(visit=visit, venue=here)
    second = make_item(visit=visit, venue=there, starts=time(10, 12))
    Way.objects.create(origin=here, target=there, minutes=25)

    (finding,) = found(visit, officer).open

    assert (finding.sentence, finding.severity) == (
        f"12 min from “{here}” to “{there}”; 35 min are needed.",
        Severity.ERROR,
    )
    assert [(one.pk, one.when, one.title) for one in finding.items] == [
        (first.pk, "Tue 9 March 9:00", str(first)),
        (second.pk, "Tue 9 March 10:12", str(second)),
    ]


def test_what_belongs_to_visits_that_somebody_may_not_see_is_not_named(visit, officer, unit):
    speaker = make_speaker()
    make_part(item=make_item(visit=visit), speaker=speaker, state="confirmed")
    other = make_item(visit=make_visit(guest_language="de"))
    make_part(item=other, speaker=speaker, state="confirmed")
    head_of_both = make_user(role=Role.HEAD, unit=unit)

    hidden = said(visit, officer)["person_twice"]
    other.visit.unit = unit
    other.visit.save()
    shown = said(visit, head_of_both)["person_twice"]

    assert hidden == f"{speaker} is expected elsewhere from 9:00 to 10:00: in another visit."
    assert str(other) in shown


def test_interpreting_that_is_not_arranged_says_what_is_missing(visit, officer):
    visit.guest_language = "pl"
    visit.save()
    alone = make_item(visit=visit, mode="simultaneous")
    wrong = make_item(visit=visit, starts=time(11), mode="simultaneous", minutes=30, interpreters=[make_interpreter()])

    by_item = {one.items[0].pk: one.sentence for one in found(visit, officer).open if one.code == "mode_missing"}

    assert by_item == {
        alone.pk: "Interpreting: simultaneous. Nobody is booked.",
        wrong.pk: f"{wrong.interpreters.get()}: does not offer simultaneous.",
    }


def test_every_finding_can_be_put_into_words(officer, unit):
    """A week in which everything is wrong."""
    visit = make_visit(unit=unit, guest_language="pl", arrival=time(12), departure=time(10))
    visit.activity.heads_planned = 13
    visit.activity.save()
    office = make_venue(
        is_office=True, capacity=5, names_due=60, hours=[{"weekday": 0, "opens": "09:00", "closes": "10:00"}]
    )
    speaker, interpreter = make_speaker(hours=[{"weekday": 0, "opens": "09:00", "closes": "10:00"}]), make_interpreter()
    for day in (8, 9, 12):
        for hour in (8, 10, 12, 14, 16, 18):
            item = make_item(
                visit=visit,
                day=date(2027, 3, day),
                starts=time(hour),
                minutes=130,
                venue=office,
                mode="consecutive",
                speech=100,
                interpreters=[interpreter],
            )
            make_part(item=item, speaker=speaker)
    make_item(visit=visit, day=None, starts=None)
    make_item(visit=visit, mode="whispered", starts=time(21), venue=make_venue())
    make_part(item=make_item(visit=visit, day=date(2027, 3, 10)), state="declined")
    make_item(visit=visit, day=date(2027, 3, 10), kind="meal", starts=time(19))

    lines = findings_of(Visit.objects.get(pk=visit.pk), by=officer, today=date(2027, 3, 7)).open

    assert len({one.code for one in lines}) >= 18
    assert all("%(" not in one.sentence for one in lines)


# ---- accepting -------------------------------------------------------------------
def key_of(visit: Visit, by) -> str:
    return found(visit, by).open[0].key


def test_an_accepted_finding_stands_apart_with_its_reason(visit, officer):
    make_item(visit=visit, day=None, starts=None)

    accept_finding(visit_id=visit.pk, finding=key_of(visit, officer), reason="They bring it along.", by=officer)

    after = found(visit, officer)
    assert [one.code for one in after.open] == []
    assert [(one.code, one.acceptance.reason, one.acceptance.by) for one in after.accepted] == [
        ("unplaced", "They bring it along.", officer)
    ]
    assert Event.objects.get(code="visit.finding_accepted").facts == {"finding": "unplaced"}


def test_a_finding_that_is_gone_cannot_be_accepted(visit, officer):
    with pytest.raises(Refused):
        accept_finding(visit_id=visit.pk, finding="unplaced:1", reason="So", by=officer)


def test_who_may_not_plan_may_not_accept(visit, officer):
    make_item(visit=visit, day=None, starts=None)

    with pytest.raises(Refused):
        accept_finding(visit_id=visit.pk, finding=key_of(visit, officer), reason="So", by=make_user(role=Role.OFFICER))


def test_an_acceptance_is_taken_back(visit, officer):
    make_item(visit=visit, day=None, starts=None)
    acceptance = accept_finding(visit_id=visit.pk, finding=key_of(visit, officer), reason="So", by=officer)

    withdraw_acceptance(acceptance_id=acceptance.pk, by=officer)

    assert [one.code for one in found(visit, officer).open] == ["unplaced"]
    assert (Acceptance.objects.count(), Event.objects.filter(code="visit.acceptance_withdrawn").count()) == (0, 1)


def test_others_do_not_take_it_back(visit, officer):
    make_item(visit=visit, day=None, starts=None)
    acceptance = accept_finding(visit_id=visit.pk, finding=key_of(visit, officer), reason="So", by=officer)

    with pytest.raises(Refused):
        withdraw_acceptance(acceptance_id=acceptance.pk, by=make_user(role=Role.OFFICER))


def test_the_key_of_a_finding_on_very_many_items_fits_its_column():
    many = Finding(code="no_break", severity=Severity.WARNING, items=tuple(str(n) for n in range(10_000, 10_060)))

    assert len(kept_key(many)) <= 200
    assert kept_key(many).startswith("no_break:")


# ---- rules of an office ------------------------------------------------------------
def test_the_head_switches_a_rule_off(visit, officer, unit):
    make_item(visit=visit, day=None, starts=None)
    head = make_user(role=Role.HEAD, unit=unit)

    save_limits(unit_id=unit.pk, version=None, limits={"buffer": 20}, off=["unplaced"], by=head)

    stored = CheckLimits.objects.get(unit=unit)
    assert (stored.limits, stored.off, found(visit, officer).open) == ({"buffer": 20}, ["unplaced"], [])
    assert Event.objects.get(code="check_limits.changed").facts == {"limits": ["buffer"], "off": ["unplaced"]}


def test_an_officer_does_not_set_the_rules(unit, officer):
    with pytest.raises(Refused):
        save_limits(unit_id=unit.pk, version=None, limits={}, off=[], by=officer)


def test_two_heads_see_each_others_rules(unit):
    head = make_user(role=Role.HEAD, unit=unit)
    save_limits(unit_id=unit.pk, version=None, limits={}, off=[], by=head)
    version = CheckLimits.objects.get(unit=unit).version
    save_limits(unit_id=unit.pk, version=version, limits={"buffer": 5}, off=[], by=head)

    with pytest.raises(Conflict):
        save_limits(unit_id=unit.pk, version=version, limits={"buffer": 15}, off=[], by=head)


def test_back_to_the_usual(unit):
    head = make_user(role=Role.HEAD, unit=unit)
    save_limits(unit_id=unit.pk, version=None, limits={"buffer": 5}, off=["no_lunch"], by=head)

    stored = reset_limits(unit_id=unit.pk, version=None, by=head)

    assert (stored.limits, stored.off) == ({}, [])


def typed(unit, **changed: object) -> Rules:
    start = {
        name: value.strftime("%H:%M") if isinstance(value, time) else value
        for name, value in Rules.initial_of(CheckLimits(unit=unit)).items()
        if value not in (None, False)
    }
    return Rules.of(CheckLimits(unit=unit), {**start, **changed})


def test_only_what_differs_from_the_usual_is_kept(unit):
    form = typed(unit, buffer="15", friday_ends="13:30", on_no_lunch="")

    assert form.is_valid(), form.errors
    assert (form.changed_limits, form.switched_off) == ({"buffer": 15, "friday_ends": "13:30"}, ["no_lunch"])


@pytest.mark.parametrize(
    "wrong", [{"buffer": "61"}, {"walk_speed": "0"}, {"lunch_from": "14:15"}, {"longest_day": ""}, {"detour": "nan"}]
)
def test_figures_have_bounds(unit, wrong):
    assert not typed(unit, **wrong).is_valid()
