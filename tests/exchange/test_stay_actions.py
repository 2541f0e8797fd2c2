"""A stay from the agreement of three to its end, with what is to be done for it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.documents.models import Document
from hospitium.exchange.actions import placements, stay_tasks, stays
from hospitium.exchange.actions.applications import withdraw_application
from hospitium.exchange.models import Placement, StayTask
from hospitium.exchange.stay_rules import missing_for_agreement
from tests import factories as house
from tests.exchange.small_round import day
from tests.exchange.stay_steps import CONTENT, agreed, begun, codes, finished, link_for, refused, written

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]


# ---- agreement -------------------------------------------------------------------
def test_with_the_acceptance_the_usual_list_is_there_and_follows_the_days(accepted, small):
    before = list(accepted.tasks.values_list("code", "due_on"))

    written(accepted, small.officer)

    first = accepted.tasks.get(code="supervisor")
    assert len(before) == 13
    assert {due for _code, due in before} == {None}
    assert (first.kind, first.due_on, first.owner) == ("approval", day(-76), small.officer)
    assert accepted.tasks.get(code="claim").due_on == day(89)


def test_what_is_missing_is_named_in_its_order(accepted, small):
    assert [str(one) for one in missing_for_agreement(accepted)] == [
        "The learning goals are missing.",
        "The tasks are missing.",
        "The mentor is missing.",
        "The first and the last day are missing.",
        "The working language is missing.",
        "The host has not agreed yet.",
        "The written agreement has not been made yet.",
        "The signature of the person is missing.",
        "The signature of the sender is missing.",
        "The signature of the host is missing.",
    ]
    assert refused(lambda: stays.step_stay(placement_id=accepted.pk, step="agree", by=small.officer)) == (
        "The learning goals are missing."
    )


def test_three_signatures_and_the_host_make_it_agreed(accepted, small):
    agreed(accepted, small.officer)

    accepted.refresh_from_db()
    paper = Document.objects.get(template="stay_agreement")
    assert (accepted.state, accepted.agreement, paper.second_language) == ("agreed", paper, "pl")
    assert codes(accepted)[-4:] == [
        "placement.host_asked", "placement.host_accepted", "placement.signed", "placement.agreed",
    ]  # fmt: skip
    assert Mail.objects.filter(to=small.officer.email, subject__startswith="A host has agreed").count() == 1
    assert GuestLink.objects.get(purpose="placement").revoked_at is not None


def test_a_change_makes_signatures_and_the_hosts_word_begin_anew(accepted, small):
    written(accepted, small.officer)
    stays.accept_as_host(placement_id=accepted.pk, version=None, values={}, by=link_for(accepted, small.officer))
    stays.make_agreement(placement_id=accepted.pk, languages=("de",), by=small.officer)
    stays.note_signatures(
        placement_id=accepted.pk, version=None, values={"host_signed_on": timezone.localdate()}, by=small.officer
    )

    written(accepted, small.officer, insurance="Company cover")

    accepted.refresh_from_db()
    assert (accepted.host_accepted_at, accepted.host_signed_on, accepted.agreement) == (None, None, None)


def test_nobody_signs_in_the_future_or_before_there_is_a_paper(accepted, small):
    def sign(when):
        return refused(
            lambda: stays.note_signatures(
                placement_id=accepted.pk, version=None, values={"person_signed_on": when}, by=small.officer
            )
        )

    early = sign(timezone.localdate())
    written(accepted, small.officer)
    stays.make_agreement(placement_id=accepted.pk, languages=("de",), by=small.officer)

    assert early == "Make the agreement first; it is the paper that is signed."
    assert sign(day(1)) == "Nobody signs in the future."


def test_two_officers_at_once_are_told(accepted, small):
    with pytest.raises(Conflict):
        stays.edit_agreement(placement_id=accepted.pk, version=accepted.version + 7, values=CONTENT, by=small.officer)


def test_another_office_and_the_person_change_nothing(accepted, person):
    stranger = house.make_user(role=Role.OFFICER, unit=house.make_unit())

    for one in (stranger, person):
        with pytest.raises(Refused):
            written(accepted, one)
    assert codes(accepted)[-1] == "placement.accepted"


# ---- the host --------------------------------------------------------------------
def test_the_host_cannot_agree_before_the_person_has_accepted(small, person):
    made = placements.place_by_hand(
        application_id=small.people["A"].pk, offer_id=small.offers["Warsaw"].pk, reason="fits", by=small.officer
    )
    placements.announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    link = link_for(made, small.officer)

    stays.write_as_host(placement_id=made.pk, version=None, values={"mentor_name": "Jan Wzór"}, by=link)
    said = refused(lambda: stays.accept_as_host(placement_id=made.pk, version=None, values={}, by=link))

    made.refresh_from_db()
    assert (made.mentor_name, made.host_accepted_at) == ("Jan Wzór", None)
    assert said == "The person has not accepted the place yet. You will be told as soon as they have."


def test_the_host_asks_for_a_change_and_the_officer_gets_a_mail(accepted, small):
    link = link_for(accepted, small.officer)

    stays.ask_for_change_as_host(placement_id=accepted.pk, wish="A week later", by=link)

    accepted.refresh_from_db()
    assert (accepted.host_wish, codes(accepted)[-1]) == ("A week later", "placement.host_wants_change")
    assert Mail.objects.get(subject__startswith="A host wants").to == small.officer.email
    assert refused(lambda: stays.ask_for_change_as_host(placement_id=accepted.pk, wish=" ", by=link)) == (
        "Please write what should be changed."
    )


# ---- steps -----------------------------------------------------------------------
def test_a_stay_does_not_begin_without_approvals_or_too_early(accepted, small):
    agreed(accepted, small.officer)

    said = refused(lambda: stays.step_stay(placement_id=accepted.pk, step="begin", by=small.officer))
    Placement.objects.update(starts_on=day(3), ends_on=day(9))
    early = refused(lambda: stays.step_stay(placement_id=accepted.pk, step="begin", by=small.officer))

    assert said == "An approval is missing: Supervisor releases the person for these days"
    assert early.startswith("The stay begins on ")


def test_a_stay_begins_and_ends(accepted, small):
    assert finished(accepted, small.officer).state == "finished"
    assert codes(accepted)[-2:] == ["placement.begun", "placement.finished"]


def test_a_stay_that_lasts_is_not_finished_but_can_be_broken_off_with_a_reason(accepted, small):
    begun(accepted, small.officer)
    Placement.objects.update(ends_on=day(4))

    finish = refused(lambda: stays.step_stay(placement_id=accepted.pk, step="finish", by=small.officer))
    silent = refused(lambda: stays.step_stay(placement_id=accepted.pk, step="break_off", by=small.officer))
    ended = stays.step_stay(placement_id=accepted.pk, step="break_off", reason="Fell ill", by=small.officer)

    assert finish.startswith("The stay lasts until ")
    assert silent == "Please say why; the office and the host have to know."
    assert (ended.state, ended.answer) == ("broken_off", "Fell ill")


def test_an_application_is_not_withdrawn_once_the_stay_has_begun(accepted, small, person):
    begun(accepted, small.officer)

    said = refused(lambda: withdraw_application(application_id=accepted.application_id, by=person))

    accepted.refresh_from_db()
    assert "under way" in said
    assert (accepted.state, accepted.application.state) == ("under_way", "yes")


# ---- tasks -----------------------------------------------------------------------
def test_who_ticks_off_what(accepted, small, person):
    task = {one.code: one for one in accepted.tasks.all()}

    stay_tasks.finish_stay_task(task_id=task["journey"].pk, by=person)
    stay_tasks.finish_stay_task(task_id=task["supervisor"].pk, by=small.officer)
    stay_tasks.finish_stay_task(task_id=task["budget"].pk, by=small.head)

    assert set(accepted.tasks.exclude(done_on=None).values_list("code", flat=True)) == {
        "journey", "supervisor", "budget",
    }  # fmt: skip
    assert refused(lambda: stay_tasks.finish_stay_task(task_id=task["human_resources"].pk, by=person)) == (
        "Nobody approves a stay of their own."
    )
    assert refused(lambda: stay_tasks.reopen_stay_task(task_id=task["budget"].pk, by=small.officer)) == (
        "The head of the office releases the money."
    )


def test_a_task_of_ones_own_is_added_changed_and_removed(accepted, small):
    task = stay_tasks.add_stay_task(
        placement_id=accepted.pk, values={"what": "Book tram pass", "kind": "preparation"}, by=small.officer
    )
    stay_tasks.edit_stay_task(task_id=task.pk, version=task.version, values={"due_on": day(2)}, by=small.officer)
    stay_tasks.finish_stay_task(task_id=task.pk, by=small.officer)
    stay_tasks.reopen_stay_task(task_id=task.pk, by=small.officer)

    assert codes(task) == ["stay_task.added", "stay_task.changed", "stay_task.done", "stay_task.reopened"]
    stay_tasks.remove_stay_task(task_id=task.pk, by=small.officer)
    assert not StayTask.objects.filter(pk=task.pk).exists()
