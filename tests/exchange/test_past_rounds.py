"""Past rounds: corrected with a source, nothing overwritten, and who may."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.claims import claims_of
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import past as actions
from hospitium.exchange.models import HistoricRound
from tests.exchange.run_steps import codes
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PERSONS = HistoricRound.disputable[0]


@pytest.fixture
def year():
    return HistoricRound.objects.create(
        programme="swap", name=written_in("en", "Town Swap"), year=2014, persons=40, is_about=True, source="report 2015"
    )


def at(view: str, *arguments: object) -> str:
    return reverse(f"exchange:{view}", args=arguments)


def said(year: HistoricRound) -> list[tuple[str, str, str, bool]]:
    return [(one.value, one.note, one.source, one.in_use) for one in claims_of(year, "persons")]


def typed(**more: str) -> dict[str, str]:
    return {"value": "38", "source": "list of certificates", "as_of": "", **more}


def test_a_correction_is_in_use_and_what_was_known_stays_beside_it(year, desk, officer):
    answer = desk.post(at("past_figure", year.pk, "persons"), typed(is_chosen="on"))

    year.refresh_from_db()
    assert answer.url == at("past_figure", year.pk, "persons")
    assert (year.persons, year.is_about) == (38, False)
    assert said(year) == [("40", "about", "report 2015", False), ("38", "", "list of certificates", True)]
    assert codes(year) == ["historicround.fact_stated"]


def test_a_statement_that_differs_stands_beside_the_one_in_use(year, desk):
    desk.post(at("past_figure", year.pk, "persons"), typed())
    page = desk.get(at("past_round", year.pk)).content.decode()

    year.refresh_from_db()
    assert (year.persons, year.is_about) == (40, True)
    assert said(year) == [("40", "about", "report 2015", True), ("38", "", "list of certificates", False)]
    assert [one in page for one in ("about 40", "report 2015", "<strong>38</strong>", "list of certificates")] == [
        True,
        True,
        True,
        True,
    ]


def test_the_first_statement_can_be_taken_back_into_use(year, desk):
    desk.post(at("past_figure", year.pk, "persons"), typed(is_chosen="on"))
    first = claims_of(year, "persons")[0]

    desk.post(at("past_figure_choose", first.pk), {"sure": "on"})

    year.refresh_from_db()
    assert (year.persons, year.is_about) == (40, True)
    assert codes(year) == ["historicround.fact_stated", "historicround.fact_chosen"]


def test_a_figure_without_a_source_or_number_is_not_taken(year, desk):
    form = desk.post(at("past_figure", year.pk, "persons"), typed(value="many", source="")).context["form"]

    assert form.errors == {"value": ["“many” is not a whole number."], "source": ["This field is required."]}
    assert claims_of(year) == []


def test_unknown_is_a_statement_too(year, desk):
    desk.post(at("past_figure", year.pk, "persons"), typed(value="", is_chosen="on"))

    year.refresh_from_db()
    assert (year.persons, year.is_about) == (None, False)


def test_what_stands_beside_the_figures_is_edited_with_a_source(year, desk):
    given = {
        "version": year.version, "units_note-en": "all 12 districts", "units_count": "12", "host_names": "Tartu\nNarva",
        "lessons-en": "cycling", "source": "report 2015, page 3",
    }  # fmt: skip

    desk.post(at("past_round_edit", year.pk), given)

    year.refresh_from_db()
    assert (year.units_count, year.host_names, str(year.lessons), year.source) == (
        12,
        ["Tartu", "Narva"],
        "cycling",
        "report 2015, page 3",
    )
    assert codes(year) == ["historicround.changed"]


def test_a_year_that_was_missing_is_entered_once(year, desk):
    given = {"programme": "swap", "name": "", "year": "2016", "source": "file 12"}

    first = desk.post(at("past_round_new"), given)
    second = desk.post(at("past_round_new"), given).context["form"]

    made = HistoricRound.objects.get(year=2016)
    assert (first.url, str(made.name), made.persons) == (at("past_round", made.pk), "Town Swap", None)
    assert second.non_field_errors() == ["This year of the programme is there already."]


def test_employees_and_departments_correct_nothing(year):
    for role in (Role.EMPLOYEE, Role.DEPARTMENT_CONTACT, Role.AUDITOR):
        with pytest.raises(Refused):
            actions.state_figure(
                round_id=year.pk, disputable=PERSONS, value="1", source="x", as_of=None, note="", is_chosen=True,
                by=make_user(role=role),
            )  # fmt: skip

    assert claims_of(year) == []
