"""Our own journeys: requests, the clock of the claim, meals, questions and report."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import outgoing as actions
from hospitium.delegations.actions.erasure import erase_travel_request
from hospitium.delegations.actions.papers import make_paper
from hospitium.delegations.documents.papers import Choice
from hospitium.delegations.models import MandateQuestion, Side, TravelRequest
from hospitium.delegations.queries.outgoing import (
    claim_day,
    claims_due,
    meals_of,
    missing_in_report,
    requests_refused,
    requests_waiting,
)
from hospitium.programme.models import Activity, State
from hospitium.visits.documents import words
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_protocol import make_journey, make_request
from tests.factories_visits import make_group, make_item, make_visit

pytestmark = pytest.mark.django_db
APPROVE, REFUSE = actions.Decision.APPROVE, actions.Decision.REFUSE
REASONED = {"purpose": "Seminar", "why_in_person": "Stationen ansehen", "estimate": None, "currency": "EUR"}


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit, language="en")


@pytest.fixture
def head(unit):
    return make_user(role=Role.HEAD, unit=unit)


@pytest.fixture
def delegation(unit, officer):
    return make_delegation(visit=make_visit(unit=unit, officer=officer), side=Side.OUTGOING)


def asked(delegation, officer, **given):
    """A request that lies with the head."""
    return make_request(member=make_member(delegation=delegation, **given), state="asked", asked_by=officer)


def approved(delegation, officer, **given):
    return make_request(
        member=make_member(delegation=delegation, **given),
        state="approved",
        asked_by=officer,
        decided_on=date(2027, 1, 1),
    )


# ---- requests ----------------------------------------------------------------------
def test_a_request_goes_from_draft_to_approval(delegation, officer, head):
    member = make_member(delegation=delegation)

    request = actions.create_request(member_id=member.pk, values=REASONED, by=officer)
    actions.ask_request(request_id=request.pk, by=officer)
    assert list(requests_waiting(head)) == [request]
    actions.decide_request(request_id=request.pk, decision=APPROVE, reason="", by=head)

    request.refresh_from_db()
    assert (request.state, request.asked_by, request.decided_by) == ("approved", officer, head)
    assert [event.code for event in timeline(request)] == [
        "travel_request.approved",
        "travel_request.asked",
        "travel_request.created",
    ]


def test_a_refused_request_says_why_and_can_be_written_anew(delegation, officer, head, english):
    request = asked(delegation, officer)

    with pytest.raises(Refused, match="Say why"):
        actions.decide_request(request_id=request.pk, decision=REFUSE, reason="", by=head)
    actions.decide_request(request_id=request.pk, decision=REFUSE, reason="Bitte per Video", by=head)
    request.refresh_from_db()
    assert (request.state, request.reason) == ("refused", "Bitte per Video")
    actions.edit_request(request_id=request.pk, version=request.version, values=REASONED, by=officer)

    request.refresh_from_db()
    assert (request.state, request.decided_by, request.decided_on, request.reason) == ("draft", None, None, "")


def test_who_asked_learns_of_a_refusal_until_it_is_written_anew(delegation, officer, head, sign_in, english):
    visit, other = delegation.visit, make_user(role=Role.OFFICER, unit=delegation.visit.unit)
    request = asked(delegation, officer, family_name="Reisig", given_name="Rita")
    actions.decide_request(request_id=request.pk, decision=REFUSE, reason="Take the train", by=head)
    before, begun = visit.starts_on - timedelta(days=1), visit.starts_on

    found = [
        list(requests_refused(who, today=day)) for who, day in ((officer, before), (other, before), (officer, begun))
    ]

    assert found == [[request], [], []]
    client = sign_in(officer)
    page = client.get(f"/desk/travel-requests/{request.pk}/edit/").content.decode()
    assert ("Take the train" in page, f"{head}, " in page, "draft again" in page) == (True, True, True)
    request.refresh_from_db()
    actions.edit_request(request_id=request.pk, version=request.version, values={"purpose": "Anew"}, by=officer)
    assert not requests_refused(officer, today=before).exists()
    assert "Take the train" not in client.get(f"/desk/travel-requests/{request.pk}/edit/").content.decode()


def test_only_an_approved_journey_is_claimed_for(delegation, officer, sign_in, english):
    asked(delegation, officer)
    address = f"/desk/delegations/{delegation.pk}/requests/"
    assert "six months after the journey" not in sign_in(officer).get(address).content.decode()

    approved(delegation, officer)

    assert sign_in(officer).get(address).content.decode().count("six months after the journey") == 1


def test_nobody_approves_their_own_journey(delegation, officer, head, english):
    other = make_user(role=Role.HEAD, unit=delegation.visit.unit)
    own = asked(delegation, officer, email=head.email.upper())
    entered = asked(delegation, head)

    for request in (own, entered):
        with pytest.raises(Refused, match="This is your own request"):
            actions.decide_request(request_id=request.pk, decision=APPROVE, reason="", by=head)
    assert (list(requests_waiting(head)), len(requests_waiting(other))) == ([], 2)
    with pytest.raises(Refused):
        actions.decide_request(request_id=own.pk, decision=APPROVE, reason="", by=officer)
    actions.decide_request(request_id=own.pk, decision=APPROVE, reason="", by=other)


def test_what_is_missing_or_over_is_refused(delegation, officer, english):
    guest = make_member(delegation=make_delegation(visit=delegation.visit))
    empty = make_request(member=make_member(delegation=delegation), purpose="", why_in_person="")
    sent = asked(delegation, officer)
    tries = [
        lambda: actions.create_request(member_id=guest.pk, values=REASONED, by=officer),
        lambda: actions.create_request(member_id=sent.member_id, values=REASONED, by=officer),
        lambda: actions.ask_request(request_id=empty.pk, by=officer),
        lambda: actions.ask_request(request_id=sent.pk, by=officer),
        lambda: actions.edit_request(request_id=sent.pk, version=None, values=REASONED, by=officer),
        lambda: actions.note_claim(request_id=sent.pk, claimed_on=date(2027, 1, 1), by=officer),
        lambda: actions.write_report(delegation_id=guest.delegation_id, version=None, values={}, by=officer),
    ]

    said = []
    for attempt in tries:
        with pytest.raises(Refused) as refusal:
            attempt()
        said.append(str(refusal.value))

    assert said == [
        "Only for our own journeys: these guests come to us.",
        "There is a request for this person already.",
        "Purpose and reason are missing: why this journey, and why not by video.",
        "Only a draft is sent to the head.",
        "This request lies with the head or is approved. It is not changed any more.",
        "Only costs of an approved journey are claimed.",
        "Only for our own journeys: these guests come to us.",
    ]


# ---- claims ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ended", "due"),
    [
        (date(2027, 3, 12), date(2027, 9, 12)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_a_claim_lapses_six_months_after_the_journey(ended, due):
    assert claim_day(ended) == due


def test_the_clock_begins_when_the_visit_is_over_and_reminds_three_times(delegation, officer):
    request = approved(delegation, officer, email="traveller@example.org")
    make_journey(members=[request.member], direction="departure", day=date(2027, 3, 13))
    due = date(2027, 9, 13)

    days = [
        delegation.visit.ends_on,
        date(2027, 3, 14),
        *(due - timedelta(days=before) for before in (57, 56, 55, 14, 13, 3, 1, 0, -1)),
    ]
    sent = [actions.remind_of_claims(today=day) for day in days]

    request.refresh_from_db()
    assert (request.claim_due_on, request.reminded_on) == (due, due - timedelta(days=3))
    assert sent == [0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0]
    assert [event.code for event in timeline(request)] == [
        *["travel_request.reminded"] * 3,
        "travel_request.claim_begun",
    ]
    assert {(mail.to, mail.language) for mail in Mail.objects.all()} == {("traveller@example.org", "de")}


def test_a_mail_says_until_when_and_where_to_note_it(delegation, officer):
    request = approved(delegation, officer)
    TravelRequest.objects.update(claim_due_on=date(2027, 9, 12))

    actions.remind_of_claims(today=date(2027, 9, 11))

    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (officer.email, "Claim your travel costs until 12 September 2027")
    assert f"/desk/delegations/{request.member.delegation_id}/requests/" in mail.body


def test_what_is_claimed_cancelled_or_erased_is_not_reminded(delegation, officer):
    claimed, erased = approved(delegation, officer), approved(delegation, officer, erased_on=date(2027, 4, 1))
    TravelRequest.objects.filter(pk__in=[claimed.pk, erased.pk]).update(claim_due_on=date(2027, 9, 12))
    other = make_delegation(visit=make_visit(unit=delegation.visit.unit), side=Side.OUTGOING)
    cancelled = approved(other, officer)
    Activity.objects.filter(visit=other.visit).update(state=State.CANCELLED)
    asked(delegation, officer)

    actions.note_claim(request_id=claimed.pk, claimed_on=timezone.localdate(), by=officer)

    assert actions.remind_of_claims(today=date(2027, 9, 10)) == 0
    cancelled.refresh_from_db()
    assert (cancelled.claim_due_on, timeline(claimed).first().code) == (None, "travel_request.claimed")
    assert list(claims_due(officer, until=date(2027, 12, 1))) == []
    actions.note_claim(request_id=claimed.pk, claimed_on=None, by=officer)
    assert list(claims_due(officer, until=date(2027, 12, 1))) == [claimed]


# ---- meals -------------------------------------------------------------------------
def test_meals_are_counted_by_person_and_day(delegation):
    visit = delegation.visit
    member = make_member(delegation=delegation)
    make_journey(members=[member], day=date(2027, 3, 8), time=time(14, 0))
    for day, starts, groups in (
        (8, time(12, 30), []),
        (8, time(19, 0), []),
        (9, time(8, 0), []),
        (9, time(12, 30), [make_group(visit=visit)]),
    ):
        make_item(visit=visit, kind="meal", day=date(2027, 3, day), starts=starts, groups=groups)
    make_item(visit=visit, kind="reception", day=date(2027, 3, 10), starts=time(19, 0))

    found = meals_of(delegation)[0]

    assert [(one.day.day, *one.meals.values()) for one in found.days] == [
        (8, False, False, True),
        (9, True, None, False),
        (10, False, False, False),
        (11, False, False, False),
        (12, False, False, False),
    ]
    assert found.count("lunch") == (0, 1)


# ---- questions and report ------------------------------------------------------------
def test_the_report_says_what_is_missing(delegation, officer, english):
    questions = [MandateQuestion.objects.create(delegation=delegation, question="Wie viele Wachen?")]

    before = missing_in_report(delegation, questions)
    texts = {"mandate": {"de": "Auftrag"}, "report_text": {"de": "Bericht", "pl": "Raport"}}
    actions.write_report(delegation_id=delegation.pk, version=delegation.version, values=texts, by=officer)
    actions.edit_question(question_id=questions[0].pk, version=None, values={"answer": "Zwölf"}, by=officer)

    delegation.refresh_from_db()
    assert before == [
        "Purpose and mandate of the journey are not written down.",
        "The report has no text in this language: German.",
        "The report has no text in this language: Polish.",
        "1 question has no answer.",
    ]
    assert missing_in_report(delegation, list(MandateQuestion.objects.all())) == []
    assert timeline(delegation).count() == 2


def test_the_page_leads_from_request_to_claim(delegation, officer, head, sign_in):
    client, boss = sign_in(officer), sign_in(head)
    address = f"/desk/delegations/{delegation.pk}/requests/"
    assert "Nobody travels yet" in client.get(address).content.decode()
    member = make_member(delegation=delegation, family_name="Reisig", given_name="Rita")
    delegation.mandate = written_in("en", "See the stations")
    delegation.save()

    assert "See the stations" in client.get(f"/desk/members/{member.pk}/request/new/").content.decode()
    client.post(
        f"/desk/members/{member.pk}/request/new/", {"purpose": "Seminar", "estimate": "1.200", "currency": "EUR"}
    )
    request = TravelRequest.objects.get()
    assert client.post(f"/desk/travel-requests/{request.pk}/ask/").status_code == 409
    edited = {"purpose": "Seminar", "why_in_person": "Stations", "estimate": "", "currency": "EUR"}
    client.post(f"/desk/travel-requests/{request.pk}/edit/", {**edited, "version": request.version})
    client.post(f"/desk/travel-requests/{request.pk}/ask/")
    assert client.get(f"/desk/travel-requests/{request.pk}/decide/").status_code == 403
    assert "Decide on a journey: Rita Reisig" in boss.get("/desk/").content.decode()
    page = boss.get(f"/desk/travel-requests/{request.pk}/decide/").content.decode()
    assert ("Stations" in page, "unknown" in page) == (True, True)
    boss.post(f"/desk/travel-requests/{request.pk}/decide/", {"decision": "approve", "reason": ""})
    TravelRequest.objects.update(claim_due_on=timezone.localdate() + timedelta(days=10))
    page = client.get(address).content.decode()
    assert ("approved" in page, "10 days left" in page) == (True, True)
    assert "Claim travel costs: Rita Reisig" in client.get("/desk/").content.decode()
    future = timezone.localdate() + timedelta(days=2)
    assert client.post(f"/desk/travel-requests/{request.pk}/claim/", {"claimed_on": future}).status_code == 422
    client.post(f"/desk/travel-requests/{request.pk}/claim/", {"claimed_on": timezone.localdate()})
    assert "claimed" in client.get(address).content.decode()


def test_questions_meals_and_report_have_their_pages(delegation, officer, sign_in):
    client, address = sign_in(officer), f"/desk/delegations/{delegation.pk}"
    make_member(delegation=delegation, family_name="Reisig", given_name="Rita")
    make_item(visit=delegation.visit, kind="meal", starts=time(12, 0))

    client.post(f"{address}/mandate/new/", {"question": "How many?", "member": "", "answer": ""})
    question = MandateQuestion.objects.get()
    client.post(
        f"/desk/mandate-questions/{question.pk}/edit/",
        {"question": "How many?", "answer": "Twelve", "version": question.version},
    )
    client.post(f"{address}/report/", {"mandate-en": "Look", "report_text-en": "Seen", "version": delegation.version})
    page = client.get(f"{address}/requests/").content.decode()
    assert ("Twelve" in page, "Seen" in page, "Look" in page) == (True, True, True)
    page = client.get(f"{address}/meals/").content.decode()
    assert ("Rita Reisig" in page, page.count("provided</span>")) == (True, 1)
    assert [f'<td data-label="{meal}">{count}</td>' in page for meal, count in (("Lunch", 1), ("Dinner", 0))] == [
        True,
        True,
    ]
    lines = client.get(f"{address}/meals/?export=csv").content.decode("utf-8-sig").splitlines()
    assert [line for line in lines if "2027-03-09" in line] == ['"Rita Reisig","2027-03-09","0","1","0"']
    client.post(f"/desk/mandate-questions/{question.pk}/remove/", {"sent": "1"})
    assert not MandateQuestion.objects.exists()


def test_requests_are_printed_with_lines_for_what_is_missing(delegation, officer, head):
    type(delegation).objects.update(mandate=written_in("de", "Vergleich der Netze"))
    decided = approved(delegation, officer, family_name="Adam")
    TravelRequest.objects.filter(pk=decided.pk).update(purpose="Seminar", estimate="850.5", decided_by=head)
    make_member(delegation=delegation, family_name="Berg")
    first = delegation.visit.starts_on - timedelta(days=1)
    make_journey(delegation=delegation, direction="departure", day=first).members.add(decided.member)
    members = list(delegation.members.order_by("family_name").values_list("pk", flat=True))
    choice = Choice(languages=["de"], members=frozenset(members))

    document = make_paper(delegation_id=delegation.pk, paper="travel_request", choice=choice, by=officer)

    adam, berg = document.data["requests"]
    values = [row["value"] for row in adam["rows"]]
    assert (values[5].startswith(f"{first.day}."), values[6:8], values[8], values[10]) == (
        True,
        ["Seminar", "Ortstermin"],
        "Vergleich der Netze",
        "850,50\xa0€",
    )
    assert adam["decision"][0]["text"] == f"{words.said(TravelRequest.State.APPROVED.label, 'de')}, {head}, 01.01.2027"
    assert ([row["value"] for row in berg["rows"]][6:8], berg["decision"]) == ([None, None], [])
    erase_travel_request(key=str(decided.member_id))
    document.refresh_from_db()
    assert (document.data, document.erased_on) == ({}, timezone.localdate())


def test_the_pages_are_read_with_the_same_number_of_queries(delegation, officer, sign_in):
    client, counts = sign_in(officer), []
    for number in (1, 2):
        for _one in range(number):
            request = asked(delegation, officer)
            MandateQuestion.objects.create(delegation=delegation, question="x", member=request.member)
        for page in ("requests", "meals"):
            client.get(f"/desk/delegations/{delegation.pk}/{page}/")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/desk/delegations/{delegation.pk}/{page}/")
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def test_meals_without_a_programme_are_said_to_be_unknown(delegation, officer, sign_in, english):
    make_member(delegation=delegation)
    desk, there = sign_in(officer), f"/desk/delegations/{delegation.pk}/meals/"
    note = "The programme has no meals yet."

    before = desk.get(there).content.decode()
    make_item(visit=delegation.visit, day=delegation.visit.starts_on, starts=time(12), kind="meal")
    after = desk.get(there).content.decode()

    assert (note in before, note in after) == (True, False)


def test_the_report_stands_open_in_both_languages(delegation, officer, sign_in, english):
    type(delegation.visit).objects.update(host_language="de", guest_language="pl")

    page = sign_in(officer).get(f"/desk/delegations/{delegation.pk}/report/").content.decode()

    opened = page.split("Other languages")[-2].split("</details>")[-1]
    assert [code for code in ("de", "pl", "cs") if f'name="report_text-{code}"' in opened] == ["de", "pl"]
