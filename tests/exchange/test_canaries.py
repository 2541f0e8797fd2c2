"""What a panel and the office write about applicants: to the end of the round nobody reads it who has no part in it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.models import Event, Mail, SearchEntry, SearchWord
from hospitium.exchange.actions import answers, placements
from hospitium.exchange.actions import assessment as panel_actions
from hospitium.exchange.actions.runs import ask_runs, lock_pair
from hospitium.exchange.matching import Terms, kept_problem, problem_of
from hospitium.exchange.models import Application, Assessment, Run
from tests import factories as house
from tests.exchange import factories
from tests.exchange.browsing import at
from tests.exchange.small_round import day
from tests.exchange.stay_steps import link_for, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "data")]
NOTE, CONFLICT, SETTLED, ORDER, LOCK = (f"qx{word}canary" for word in ("note", "conflict", "settled", "order", "lock"))
ALL = (NOTE, CONFLICT, SETTLED, ORDER, LOCK)


def found(text: str) -> set[str]:
    return {word for word in ALL if word in text.lower()}


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"\n".join(package.read(name) for name in package.namelist())
    return content.decode("utf-8", "replace")


def assessed(application: Application, user, recommendation: str) -> None:
    values = {"marks": {}, "recommendation": recommendation, "note": NOTE}
    panel_actions.submit_assessment(application_id=application.pk, version=None, values=values, by=user)


@pytest.fixture
def life(small, person):
    """A is assessed by two who differ, and by one with a conflict; settled, put into order, locked, placed and told."""
    one, two, three = (factories.make_member(small.round).user for _turn in range(3))
    factories.move_to(small.round, "assessing")
    application = small.people["A"]
    Application.objects.filter(pk=application.pk).update(state="consented")
    panel_actions.declare_conflict(application_id=application.pk, conflict=CONFLICT, by=three)
    assessed(application, one, "yes")
    assessed(application, two, "no")
    application.refresh_from_db()
    panel_actions.settle_application(
        application_id=application.pk, version=application.version, decision="yes", reason=SETTLED, by=small.officer
    )
    offer = small.offers["Warsaw"]
    panel_actions.correct_order(
        offer_id=offer.pk, application_id=application.pk, rank=1, reason=ORDER, by=small.officer
    )
    lock_pair(application_id=application.pk, offer_id=offer.pk, kind="fixed", reason=LOCK, by=small.officer)
    factories.move_to(small.round, "deciding")
    ask_runs(round_id=small.round.pk, mechanisms=["stable"], terms=Terms(), by=small.officer)
    made = placements.place_by_hand(application_id=application.pk, offer_id=offer.pk, reason="fits", by=small.officer)
    placements.announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    answers.accept_placement(placement_id=made.pk, by=person)
    written(made, small.officer)
    link_for(made, small.officer)
    return small, application, made


def test_mails_hold_the_reason_that_is_for_the_applicant_and_log_and_search_nothing(life):
    mails = "\n".join(f"{one.subject}{one.body}" for one in Mail.objects.all())

    assert Mail.objects.count() >= 3
    assert [found(repr(list(one))) for one in (Event.objects.values(), SearchEntry.objects.values())] == [set(), set()]
    assert [found(mails), found(repr(list(SearchWord.objects.values())))] == [{SETTLED}, set()]
    assert {one.to for one in Mail.objects.all() if found(one.body)} == {life[1].applicant.email}


def test_the_problem_of_a_run_holds_nothing_of_it(life):
    small, _application, _made = life

    assert found(repr(list(Run.objects.values()))) == set()
    assert found(repr(kept_problem(problem_of(small.round, Terms())))) == set()


def test_the_person_reads_why_it_was_decided_and_nothing_else(life, person, sign_in):
    _small, application, made = life
    browser = sign_in(person)
    pages = [
        application.get_absolute_url(), at("application_result", application.pk), at("stay", made.pk),
        reverse("exchange:calls"), reverse("accounts:my_data"),
    ]  # fmt: skip

    answers = {url: browser.get(url) for url in pages}

    assert {url: answer.status_code for url, answer in answers.items()} == dict.fromkeys(pages, 200)
    shown = {url: words for url, answer in answers.items() if (words := found(text_of(answer)))}
    assert shown == {at("application_result", application.pk): {SETTLED}}
    assert found(text_of(browser.get(reverse("accounts:my_data_export")))) == set()


def test_the_host_reads_none_of_it(life):
    link = GuestLink.objects.get(purpose="placement", revoked_at=None)
    browser: Client = factories.browser(link)

    pages = [at("guest_placement", link.pk), at("guest_placement_change", link.pk)]

    assert [found(text_of(browser.get(url))) for url in pages] == [set(), set()]


@pytest.mark.parametrize("view", ["placements", "applications", "offers"])
@pytest.mark.parametrize("query", ["", "?export=csv", "?export=xlsx"])
def test_no_list_of_the_office_holds_it(life, sign_in, view, query):
    small, _application, _made = life

    answer = sign_in(small.head).get(at(view) + query)

    assert (answer.status_code, found(text_of(answer))) == (200, set())


def test_whoever_settles_is_told_who_reads_the_reason(small, sign_in):
    differing = factories.make_application(round=factories.move_to(small.round, "assessing"), state="assessed")

    page = sign_in(small.officer).get(at("application_settle", differing.pk)).content.decode()

    assert "The applicant reads it with the result; the department reads it, too." in page


def test_a_department_reads_the_reason_and_another_office_nothing(life, sign_in):
    _small, application, _made = life
    others = [
        house.make_user(role=Role.DEPARTMENT_CONTACT, unit=application.unit),
        house.make_user(role=Role.OFFICER, unit=house.make_unit()),
        house.make_user(role=Role.AUDITOR),
    ]

    assert [found(text_of(sign_in(user).get(application.get_absolute_url()))) for user in others] == [
        {SETTLED},
        set(),
        set(),
    ]


def test_the_office_reads_what_was_sent_and_why_it_decided(life, sign_in):
    """So that the search can find something: what the office may read, it reads."""
    small, application, _made = life
    browser = sign_in(small.officer)

    pages = [application.get_absolute_url(), at("offer_order", small.offers["Warsaw"].pk), at("board", small.round.pk)]

    assert set().union(*(found(text_of(browser.get(url))) for url in pages)) >= {NOTE, SETTLED, ORDER, LOCK}
    assert Assessment.objects.get(has_conflict=True).conflict == CONFLICT
