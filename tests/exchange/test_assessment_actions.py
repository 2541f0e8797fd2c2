"""Two people assess, each alone; a difference is settled; a conflict shuts out."""

from __future__ import annotations

import pytest

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.verdicts import Refused
from hospitium.exchange import rules
from hospitium.exchange.actions import assessment as actions
from hospitium.exchange.actions.consents import note_consent
from hospitium.exchange.models import Application, Assessment
from hospitium.exchange.queries.assessment import conflicts_shown_to, points_of_all, shown_to, to_assess
from tests import factories as house
from tests.exchange import factories
from tests.exchange.small_round import make_small_round

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]


@pytest.fixture
def unit():
    return house.make_unit()


@pytest.fixture
def officer(unit):
    return house.make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def record(unit, officer):
    record = factories.make_round(unit=unit, officer=officer)
    return factories.move_to(record, "assessing")


@pytest.fixture
def panel(record):
    return [factories.make_member(record).user for _member in range(3)]


@pytest.fixture
def application(record):
    return factories.make_application(round=record, state="consented", wishes=[(1, None)])


def send(application, user, recommendation="yes", **given):
    values = {"marks": {}, "recommendation": recommendation, "note": "", **given}
    return actions.submit_assessment(application_id=application.pk, version=None, values=values, by=user)


@pytest.mark.parametrize("word", ["yes", "no", "deferred"])
def test_two_equal_recommendations_decide(application, panel, word):
    send(application, panel[0], word)
    between = Application.objects.get().state
    send(application, panel[1], word)

    assert (between, Application.objects.get().state) == ("consented", word)
    assert next(event.code for event in timeline(application)) == "application.decided"


def test_two_different_ones_wait_for_a_reason(application, panel, officer):
    send(application, panel[0], "yes")
    send(application, panel[1], "deferred")
    application.refresh_from_db()
    differing = application.state

    actions.settle_application(
        application_id=application.pk, version=application.version, decision="deferred", reason="Sprache", by=officer
    )

    application.refresh_from_db()
    settlement = application.settlements.get()
    assert (differing, application.state) == ("assessed", "deferred")
    assert (settlement.decision, settlement.reason, settlement.by) == ("deferred", "Sprache", officer)


def test_two_who_settle_at_once(application, panel, officer):
    send(application, panel[0], "yes")
    send(application, panel[1], "no")
    application.refresh_from_db()
    seen = application.version
    settle = {"application_id": application.pk, "version": seen, "reason": "x", "by": officer}
    actions.settle_application(**settle, decision="yes")

    with pytest.raises(Conflict):
        actions.settle_application(**settle, decision="no")


def test_nothing_is_settled_before_two_have_sent(application, panel, officer):
    send(application, panel[0], "yes")

    with pytest.raises(Refused, match="no two assessments"):
        actions.settle_application(application_id=application.pk, version=None, decision="no", reason="x", by=officer)


def test_nobody_sees_the_other_before_both_have_sent(application, panel, officer):
    mine = send(application, panel[0])
    values = {"marks": {}, "recommendation": "", "note": "still thinking"}
    actions.save_assessment(application_id=application.pk, version=None, values=values, by=panel[1])

    seen = [list(shown_to(application, user)) for user in (panel[0], panel[2], officer)]
    theirs = send(application, panel[1])
    application.refresh_from_db()

    assert seen == [[mine], [], []]
    assert [sorted(one.pk for one in shown_to(application, user)) for user in (panel[0], panel[1], officer)] == [
        [mine.pk, theirs.pk]
    ] * 3
    assert list(shown_to(application, panel[2])) == []


def test_the_third_comes_too_late(application, panel):
    send(application, panel[0], "yes")
    send(application, panel[1], "no")

    with pytest.raises(Refused):
        send(application, panel[2])


def test_what_was_sent_stays(application, panel):
    send(application, panel[0])

    with pytest.raises(Refused, match="It stays as it is"):
        send(application, panel[0], "no")


def test_ones_own_other_window(application, panel):
    values = {"marks": {}, "recommendation": "", "note": "a"}
    first = actions.save_assessment(application_id=application.pk, version=None, values=values, by=panel[0])
    actions.save_assessment(application_id=application.pk, version=first.version, values=values, by=panel[0])

    with pytest.raises(Conflict):
        actions.save_assessment(application_id=application.pk, version=first.version, values=values, by=panel[0])


def test_a_conflict_of_interest_shuts_out_and_counts_for_nothing(application, panel):
    values = {"marks": {"1": 5}, "recommendation": "yes", "note": "great"}
    actions.save_assessment(application_id=application.pk, version=None, values=values, by=panel[0])

    actions.declare_conflict(application_id=application.pk, conflict="Gleiches Team", by=panel[0])

    kept = Assessment.objects.get()
    assert (kept.has_conflict, kept.conflict, kept.marks, kept.recommendation) == (True, "Gleiches Team", {}, "")
    with pytest.raises(Refused, match="You declared a conflict of interest"):
        send(application, panel[0])
    send(application, panel[1])
    send(application, panel[2])
    application.refresh_from_db()
    assert (application.state, list(shown_to(application, panel[0]))) == ("yes", [kept])


def test_nobody_assesses_their_own_application_or_without_a_seat(application, record, panel, officer):
    applicant = house.make_user(role=Role.EMPLOYEE)
    own = factories.make_application(
        round=record, state="consented", applicant=factories.make_applicant(user=applicant)
    )
    factories.make_member(record, applicant)

    with pytest.raises(Refused, match="of their own"):
        send(own, applicant)
    with pytest.raises(Refused, match="not on the panel"):
        send(application, officer)
    assert not Application.objects.visible_to(applicant, "assessment.write").filter(pk=own.pk).exists()
    assert list(shown_to(own, applicant)) == []


@pytest.mark.parametrize(
    ("state", "phase"), [("submitted", "assessing"), ("consented", "open"), ("consented", "answering")]
)
def test_what_is_not_assessed(application, record, panel, state, phase):
    Application.objects.update(state=state)
    application.refresh_from_db()
    factories.move_to(record, phase)

    with pytest.raises(Refused):
        send(application, panel[0])


def test_nobody_settles_their_own_application(record, panel, unit):
    head = house.make_user(role=Role.HEAD, unit=unit)
    own = factories.make_application(round=record, state="assessed", applicant=factories.make_applicant(user=head))

    assert str(rules.may_settle(head, own).reason) == "Nobody decides on an application of their own."


def test_points_weigh_scales_and_leave_checks_out(application, record, panel):
    heavy = factories.make_criterion(record, weight=3, top=5)
    light = factories.make_criterion(record, weight=1, top=5)
    factories.make_criterion(record, kind="check")
    for user, marks in zip(panel, ((5, 0), (5, 4)), strict=False):
        send(application, user, marks={str(heavy.pk): marks[0], str(light.pk): marks[1]})

    assert points_of_all(record) == {application.pk: 85}


def test_the_list_of_a_member(application, record, panel):
    begun = factories.make_application(round=record, state="consented", code="BGN")
    actions.save_assessment(
        application_id=begun.pk, version=None, values={"marks": {}, "recommendation": "", "note": ""}, by=panel[0]
    )
    factories.make_application(round=record, state="submitted")
    factories.make_application(state="consented")

    states = {one.application.pk: one.state for one in to_assess(panel[0])}

    assert states == {application.pk: "open", begun.pk: "begun"}


def test_nobody_moves_themselves_in_an_order_or_notes_their_own_consents():
    small = make_small_round()
    own = small.person("D", "Warsaw", user=small.officer, state="submitted")
    consent = factories.make_consent(own)

    with pytest.raises(Refused, match="of their own"):
        actions.correct_order(
            offer_id=small.offers["Warsaw"].pk, application_id=own.pk, rank=1, reason="x", by=small.officer
        )
    with pytest.raises(Refused, match="of their own"):
        note_consent(consent_id=consent.pk, version=None, answer="yes", remark="", by=small.officer)


def test_the_office_reads_which_conflict_was_declared_and_nobody_else(application, panel, officer):
    actions.declare_conflict(application_id=application.pk, conflict="same team", by=panel[0])
    application.refresh_from_db()

    def told(user):
        return [(one.member.user, one.conflict) for one in conflicts_shown_to(application, user)]

    assert told(officer) == [(panel[0], "same team")]
    assert [told(user) for user in (*panel, house.make_user(role=Role.OFFICER))] == [[], [], [], []]


def test_an_officer_with_a_conflict_reads_none_and_neither_does_whoever_applied(application, record, officer):
    factories.make_member(record, officer)
    actions.declare_conflict(application_id=application.pk, conflict="a cousin", by=officer)
    application.refresh_from_db()
    person = house.make_user(role=Role.HEAD, unit=record.unit)
    application.applicant.user = person
    application.applicant.save()

    assert (conflicts_shown_to(application, officer), conflicts_shown_to(application, person)) == ([], [])
