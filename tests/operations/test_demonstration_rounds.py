"""`hospitium demo berlin --exchange`: last year's round with its certificates, and this year's, ready for a run."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.algorithms.matching import Mechanism, Status, solve, verify
from hospitium.core.models import Event, User
from hospitium.exchange.matching import Terms, problem_of
from hospitium.exchange.models import Applicant, Application, Phase, Placement, Round
from hospitium.operations import demonstration

pytestmark = pytest.mark.django_db
# What stable matching says that it does not look at.
LEFT_ASIDE = {"balance", "unit_quota", "city_quota"}


@pytest.fixture
def rounds(tmp_path):
    demonstration.load("berlin", data=tmp_path, has_rounds=True)
    return Round.objects.get(copied_from=None), Round.objects.exclude(copied_from=None).get()


def pages_of(before: Round, record: Round) -> dict[str, list[str]]:
    """The pages of both rounds for each role that may see them."""
    of_rounds = [
        reverse(f"exchange:{name}", args=[one.pk])
        for one in (before, record)
        for name in ("round", "round_settings", "board", "runs")
    ]
    own = Application.objects.get(round=record, applicant__user__isnull=False)
    stay = Placement.objects.get(application__applicant__user__isnull=False)
    some = Application.objects.exclude(nominated_with=None)[0]
    calls = [reverse("exchange:calls"), reverse("exchange:call", args=[record.pk])]
    lists = [reverse(f"exchange:{name}") for name in ("rounds", "applications", "offers", "placements", "statistics")]
    office = [*of_rounds, *lists, *calls, some.get_absolute_url(), reverse("exchange:placement", args=[stay.pk])]
    run = before.runs.get()
    return {
        Role.OFFICER: [*office, reverse("exchange:run", args=[run.pk]), reverse("exchange:assessments")],
        Role.HEAD: office,
        Role.EMPLOYEE: [*calls, own.get_absolute_url(), reverse("exchange:stay", args=[stay.pk])],
        Role.DEPARTMENT_CONTACT: [*calls, reverse("exchange:applications"), reverse("exchange:offers")],
    }


def test_the_rounds_are_there_can_be_matched_and_looked_at(rounds, sign_in):
    before, record = rounds

    assert (before.phase, record.phase) == (Phase.OVER, Phase.DECIDING)
    states = Counter(record.applications.values_list("state", flat=True))
    assert (record.applications.exclude(unit=None).count(), states) == (64, {"yes": 71, "no": 1, "deferred": 1})
    assert record.applications.exclude(nominated_with=None).values("partner").distinct().count() == 3
    assert record.offers.exclude(partner=None).values("partner").distinct().count() == 26
    stays = Placement.objects.filter(round=before)
    assert {(one.state, one.certificate is not None, one.ends_on < timezone.localdate()) for one in stays} == {
        ("finished", True, True)
    }
    assert {one.email.partition("@")[2] for one in Applicant.objects.all()} == {"example.org"}
    assert Event.objects.filter(code="application.submitted").count() == record.applications.count() + 6

    problem = problem_of(record, Terms())
    for mechanism in Mechanism:
        outcome = solve(problem, mechanism)
        found = {one.code for one in verify(problem, outcome)}
        allowed = LEFT_ASIDE if mechanism == Mechanism.STABLE else set()
        assert (outcome.status in {Status.OPTIMAL, Status.FEASIBLE}, found - allowed) == (True, set())
        assert len(outcome.placement) > 40

    statuses = {
        (role, url): sign_in(User.objects.filter(grants__role=role).earliest("pk")).get(url).status_code
        for role, urls in pages_of(before, record).items()
        for url in urls
    }
    assert {key: status for key, status in statuses.items() if status != 200} == {}
