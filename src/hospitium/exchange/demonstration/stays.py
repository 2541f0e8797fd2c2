"""Last year's round: everybody was told, and the stays were made, up to the report and the certificate."""

from __future__ import annotations

from datetime import timedelta

from hospitium.accounts.models import GuestLink
from hospitium.exchange.actions import answers, placements, stay_costs, stay_reports, stay_tasks, stays
from hospitium.exchange.actions.runs import adopt_run
from hospitium.exchange.demonstration.invented import HOSTS_BEFORE
from hospitium.exchange.demonstration.rounds import A_YEAR, DECIDING, PEOPLE_BEFORE, Stage
from hospitium.exchange.models import Placement, Round
from hospitium.exchange.usual_tasks import AFTER, APPROVAL, BUDGET, PREPARATION, REPORT


def last_year(stage: Stage) -> Round:
    """From the call to the certificate; the dates go back to where they belong when all is done."""
    made = stage.begin()
    places = stage.places(made, HOSTS_BEFORE)
    people = stage.ours(made, places, PEOPLE_BEFORE)
    stage.move(made, stage.today + timedelta(days=DECIDING))
    stage.assess(made, people)
    adopt_run(run_id=stage.matched(made).pk, by=stage.head)
    placements.announce_results(round_id=made.pk, answer_until=stage.today + timedelta(days=7), by=stage.officer)
    for one in made.placements.filter(state=Placement.State.ANNOUNCED).order_by("pk"):
        made_stay(stage, one)
    return stage.move(made, stage.today + timedelta(days=DECIDING) - A_YEAR)


def made_stay(stage: Stage, one: Placement) -> None:
    by = stage.officer
    is_own = one.application.applicant.user_id == stage.employee.pk
    answers.accept_placement(placement_id=one.pk, by=stage.employee if is_own else by)
    agree(stage, one)
    for task in one.tasks.filter(kind__in=(APPROVAL, PREPARATION)):
        stay_tasks.finish_stay_task(task_id=task.pk, by=stage.head if task.code == BUDGET else by)
    for step in ("agree", "begin", "finish"):
        stays.step_stay(placement_id=one.pk, step=step, by=by)
    if is_own:
        stay_reports.submit_report(
            placement_id=one.pk,
            version=None,
            values={"answer": "Dort entscheidet ein Team allein, und das geht schneller (erfunden)."},
            suggestions=["Ein Team für alle Anträge eines Stadtteils (erfunden)"],
            by=stage.employee,
        )
    for task in one.tasks.filter(kind=AFTER, done_on=None).exclude(code=REPORT):
        stay_tasks.finish_stay_task(task_id=task.pk, by=by)
    stay_costs.plan_costs(placement_id=one.pk, by=by)
    stays.make_certificate(placement_id=one.pk, languages=("de", "en"), by=by)


def agree(stage: Stage, one: Placement) -> None:
    """What the three agree on, the host's yes by link, the paper, the signatures."""
    window = one.round.windows.order_by("starts_on")[0]
    values = {
        "goals": {"de": "Verstehen, wie es dort gemacht wird (erfunden).", "en": "See how it is done (invented)."},
        "tasks_there": {"de": "Mitarbeit im Team (erfunden).", "en": "Work in the team (invented)."},
        "mentor_name": one.offer.mentor_name,
        "language": "en",
        "starts_on": window.starts_on,
        "ends_on": window.starts_on + timedelta(days=18),
    }
    stays.edit_agreement(placement_id=one.pk, version=None, values=values, by=stage.officer)
    stays.ask_host_to_agree(
        placement_id=one.pk, name=one.offer.mentor_name, email=f"host{one.offer_id}@example.org", language="en",
        ends_on=stage.today + timedelta(days=30), message="", by=stage.officer,
    )  # fmt: skip
    link = GuestLink.objects.filter(purpose="placement").latest("pk")
    stays.accept_as_host(placement_id=one.pk, version=None, values={}, by=link)
    stays.make_agreement(placement_id=one.pk, languages=("de", "en"), by=stage.officer)
    signed = {name: window.starts_on - timedelta(days=14) for name in stays.SIGNATURES}
    stays.note_signatures(placement_id=one.pk, version=None, values=signed, by=stage.officer)
