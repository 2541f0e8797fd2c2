"""What a stay leaves behind: notes, report, feedback, Europass, certificate, costs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hospitium.core.models import Mail
from hospitium.exchange.actions import stay_costs, stay_reports, stays
from hospitium.exchange.models import CostLine, Placement, Rate, WeeklyNote
from hospitium.exchange.queries.stay_costs import Misfit, misfit_of
from hospitium.exchange.rules import NO_LINK
from hospitium.programme.models import LearningPoint
from tests.exchange.small_round import day
from tests.exchange.stay_steps import agreed, begun, codes, finished, link_for, refused, written

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]


# ---- notes and report ------------------------------------------------------------
NOTE = {"week": 1, "title": "Arrived", "text": "Much to see.", "language": "en", "is_meant_public": True}


def test_a_note_is_public_only_when_both_want_it(accepted, small, person):
    begun(accepted, small.officer)
    note = stay_reports.write_note(placement_id=accepted.pk, values={**NOTE, "is_meant_public": False}, by=person)

    said = refused(lambda: stay_reports.release_note(note_id=note.pk, by=small.officer))
    stay_reports.edit_note(note_id=note.pk, version=note.version, values=NOTE, by=person)
    stay_reports.release_note(note_id=note.pk, by=small.officer)

    note.refresh_from_db()
    assert said == "The person does not want this note to be public."
    assert note.released_on == timezone.localdate()
    assert refused(lambda: stay_reports.edit_note(note_id=note.pk, version=None, values=NOTE, by=person)) == (
        "This note is public. Ask the office to take it back first."
    )
    assert refused(lambda: stay_reports.write_note(placement_id=accepted.pk, values=NOTE, by=person)) == (
        "There is a note on this week already. Change that one."
    )
    stay_reports.take_note_back(note_id=note.pk, by=small.officer)
    assert WeeklyNote.objects.get().released_on is None


def test_a_note_is_written_by_the_person_and_not_before_the_stay(accepted, small, person):
    def write(by):
        return refused(lambda: stay_reports.write_note(placement_id=accepted.pk, values=NOTE, by=by))

    assert write(person) == "Notes are written once the stay is under way."
    assert write(small.officer) == "Only the person whose stay it is can do this."


def test_a_report_is_kept_sent_and_its_suggestions_become_learning_points(accepted, small, person):
    begun(accepted, small.officer)
    values = {"answer": "", "comparison": "", "remark": "", "language": "en", "evaluation": {}}
    report = stay_reports.save_report(
        placement_id=accepted.pk, version=None, values=values, suggestions=["Try it in one street"], by=person
    )
    empty = refused(
        lambda: stay_reports.submit_report(
            placement_id=accepted.pk, version=None, values=values, suggestions=[], by=person
        )
    )
    stay_reports.submit_report(
        placement_id=accepted.pk, version=report.version, values={**values, "answer": "By cameras"},
        suggestions=["Try it in one street"], by=person,
    )  # fmt: skip
    suggestion = report.suggestions.get()

    point = stay_reports.take_up_suggestion(
        suggestion_id=suggestion.pk, what=suggestion.what, unit=small.round.unit, owner=person, due_on=day(90),
        by=small.officer,
    )  # fmt: skip

    assert accepted.tasks.filter(done_by=person).values_list("code", flat=True).get() == "report"
    assert empty == "Please write what became of your question."
    assert (point.what, point.owner, point.due_on) == ("Try it in one street", person, day(90))
    assert LearningPoint.objects.get() == point
    again = refused(
        lambda: stay_reports.take_up_suggestion(
            suggestion_id=suggestion.pk, what="x", unit=None, owner=None, due_on=None, by=small.officer
        )
    )
    assert again == "This suggestion is a learning point already."
    assert refused(
        lambda: stay_reports.save_report(
            placement_id=accepted.pk, version=None, values=values, suggestions=[], by=person
        )
    ).startswith("The report was sent.")


def test_the_host_gives_feedback_by_link(accepted, small):
    begun(accepted, small.officer)
    link = link_for(accepted, small.officer, "host_feedback")

    stay_reports.give_feedback(
        placement_id=accepted.pk, values={"text": "Gladly again", "hosts_again": True, "days_present": 19,
        "marks": {"useful": 5}}, by=link,
    )  # fmt: skip

    accepted.refresh_from_db()
    assert (accepted.feedback.text, accepted.feedback.name, accepted.feedback.language) == (
        "Gladly again",
        "Host",
        "pl",
    )
    assert Mail.objects.filter(subject__startswith="A host has given").count() == 1
    wrong = link_for(accepted, small.officer, "host_feedback")
    wrong.purpose = "placement"
    assert refused(lambda: stay_reports.give_feedback(placement_id=accepted.pk, values={}, by=wrong)) == str(NO_LINK)


# ---- Europass --------------------------------------------------------------------
def europass(placement, by):
    return stays.note_europass(
        placement_id=placement.pk, version=None, skills={"job": "Planning", "social": ""}, number="DE-1",
        issued_on=day(0), by=by,
    )  # fmt: skip


def test_a_europass_needs_a_mentor_and_a_written_agreement(accepted, small):
    finished(accepted, small.officer)
    Placement.objects.update(mentor_name="")
    without_mentor = refused(lambda: europass(accepted, small.officer))
    Placement.objects.update(mentor_name="Marta", host_signed_on=None)
    unsigned = refused(lambda: stays.make_certificate(placement_id=accepted.pk, languages=("de",), by=small.officer))
    Placement.objects.update(host_signed_on=day(-30))

    noted = europass(accepted, small.officer)

    assert without_mentor == "There is no mentor; without one there is no Europass Mobility and no certificate."
    assert unsigned == (
        "There is no written agreement with three signatures; "
        "without it there is no Europass Mobility and no certificate."
    )
    assert (noted.skills, noted.europass_number, noted.europass_on) == ({"job": "Planning"}, "DE-1", day(0))


def test_a_certificate_comes_after_the_stay(accepted, small):
    begun(accepted, small.officer)
    early = refused(lambda: stays.make_certificate(placement_id=accepted.pk, languages=("de",), by=small.officer))
    stays.step_stay(placement_id=accepted.pk, step="finish", by=small.officer)
    europass(accepted, small.officer)

    made = stays.make_certificate(placement_id=accepted.pk, languages=("de", "pl"), by=small.officer)

    accepted.refresh_from_db()
    assert early == "A certificate is made once the stay is finished."
    assert (accepted.certificate, made.data["skills"][0]["text"]) == (made, "Planning")


def test_a_europass_is_not_noted_more_than_ten_weeks_before(accepted, small):
    agreed(accepted, small.officer)
    Placement.objects.update(starts_on=day(71), ends_on=day(80))
    early = refused(lambda: europass(accepted, small.officer))
    Placement.objects.update(starts_on=day(70))

    assert early == "A Europass Mobility can be applied for from ten weeks before the stay."
    assert europass(accepted, small.officer).europass_number == "DE-1"


# ---- costs -----------------------------------------------------------------------
def test_costs_follow_the_rates_of_country_and_day(accepted, small):
    Rate.objects.create(round=small.round, kind="day", countries=["PL"], amount="140.00")
    Rate.objects.create(round=small.round, kind="day", countries=["PL"], amount="98.00", from_day=15)
    Rate.objects.create(round=small.round, kind="day", amount="180.00")
    Rate.objects.create(round=small.round, kind="travel", amount="275.00")
    none = refused(lambda: stay_costs.plan_costs(placement_id=accepted.pk, by=small.officer))
    written(accepted, small.officer)

    stay_costs.plan_costs(placement_id=accepted.pk, by=small.officer)

    assert none == "The first and the last day are missing."
    assert list(CostLine.objects.values_list("what", "quantity", "planned", "actual")) == [
        ("Daily rate, day 1 to 14", 14, Decimal("1960.00"), None),
        ("Daily rate, day 15 to 20", 6, Decimal("588.00"), None),
        ("Journey", 1, Decimal("275.00"), None),
    ]
    assert refused(lambda: stay_costs.plan_costs(placement_id=accepted.pk, by=small.officer)) == (
        "Costs by rate are planned already. Remove them first to plan anew."
    )


def test_costs_are_planned_again_once_the_days_have_changed(accepted, small):
    for amount, first in (("140.00", 1), ("98.00", 15)):
        Rate.objects.create(round=small.round, kind="day", countries=["PL"], amount=amount, from_day=first)
    Rate.objects.create(round=small.round, kind="travel", amount="275.00")
    written(accepted, small.officer)
    stay_costs.plan_costs(placement_id=accepted.pk, by=small.officer)
    CostLine.objects.filter(quantity=14).update(actual="100.00", chapter="0500")
    CostLine.objects.filter(what="Journey").update(planned="300.00")
    accepted.refresh_from_db()
    fits = misfit_of(accepted)
    Placement.objects.update(ends_on=accepted.starts_on + timedelta(days=9))
    accepted.refresh_from_db()
    shorter = misfit_of(accepted)

    stay_costs.plan_costs(placement_id=accepted.pk, by=small.officer)

    assert (fits, shorter, misfit_of(accepted)) == (None, Misfit(planned=20, due=10), None)
    assert list(CostLine.objects.values_list("what", "quantity", "planned", "actual", "chapter")) == [
        ("Daily rate, day 1 to 10", 10, Decimal("1400.00"), Decimal("100.00"), "0500"),
        ("Journey", 1, Decimal("300.00"), None, ""),
    ]


def test_what_was_paid_for_days_that_no_longer_are_stays(accepted, small):
    for amount, first in (("140.00", 1), ("98.00", 15)):
        Rate.objects.create(round=small.round, kind="day", countries=["PL"], amount=amount, from_day=first)
    written(accepted, small.officer)
    stay_costs.plan_costs(placement_id=accepted.pk, by=small.officer)
    CostLine.objects.filter(quantity=6).update(actual="98.00")
    accepted.refresh_from_db()
    Placement.objects.update(ends_on=accepted.starts_on + timedelta(days=13))

    stay_costs.plan_costs(placement_id=accepted.pk, by=small.officer)

    assert list(CostLine.objects.values_list("quantity", "planned", "actual")) == [
        (14, Decimal("1960.00"), None),
        (0, Decimal("0.00"), Decimal("98.00")),
    ]


def test_a_cost_is_entered_changed_and_removed(accepted, small):
    line = stay_costs.add_cost_line(
        placement_id=accepted.pk, values={"what": "Language course", "planned": Decimal(80)}, by=small.officer
    )
    stay_costs.edit_cost_line(line_id=line.pk, version=line.version, values={"actual": Decimal(85)}, by=small.officer)

    line.refresh_from_db()
    assert (line.planned, line.actual, codes(line)) == (80, 85, ["cost_line.added", "cost_line.changed"])
    stay_costs.remove_cost_line(line_id=line.pk, by=small.officer)
    assert not CostLine.objects.exists()
