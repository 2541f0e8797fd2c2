"""After a visit: what is still to do, and the steps that are done from that page."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word

from hospitium.algorithms.reciprocity import TurnCode
from hospitium.core.events import timeline
from hospitium.core.http import new_form_key
from hospitium.core.locking import Conflict
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import after as actions
from hospitium.delegations.actions import papers_after as papers
from hospitium.delegations.documents.report import report_data
from hospitium.delegations.documents.thanks import thanks_recipients
from hospitium.delegations.models import Attendance, Delegation, IssuedLetter, Room, RoomGuest, TravelRequest
from hospitium.delegations.queries import after as queries
from hospitium.delegations.queries.attendance import heads_of
from hospitium.desk.queries.record import rows_of
from hospitium.desk.queries.turn import balance_of, turn_of
from hospitium.documents.models import Document
from hospitium.partners.models import Home
from hospitium.programme import actions as programme
from hospitium.programme.models import Activity, Direction, Format, State
from hospitium.visits.models import Cost
from tests.delegations.offices import ENDS, STARTS, Office
from tests.factories import make_contact, make_promise
from tests.factories_protocol import make_gift
from tests.factories_visits import make_cost, make_item, make_part, make_speaker, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = ENDS + timedelta(days=2)


@pytest.fixture
def office(time_machine):
    time_machine.move_to(TODAY)
    return Office()


def steps(office, today=TODAY):
    delegation = Delegation.objects.get(pk=office.delegation.pk)
    found = queries.steps_of(delegation, today=today, by=office.officer)
    return {step.key: (step.state, step.reason) for step in found}


def codes(subject):
    return [(event.code, event.facts) for event in timeline(subject)]


# ---- the page --------------------------------------------------------------------
def test_every_step_says_how_it_stands_and_why(office):
    office.members(2)
    make_part(item=make_item(visit=office.visit, day=STARTS), speaker=make_speaker(), state="confirmed")
    make_cost(visit=office.visit, actual=None)

    assert steps(office) == {
        "speaker_thanks": ("open", "0 of 1 letter was made."),
        "guest_thanks": ("open", "No letter was made yet."),
        "promises": ("open", "None is noted. Who promised what until when?"),
        "learning": ("open", "None is noted. Who takes up what?"),
        "attendance": ("open", "0 of 10 entries are made."),
        "certificates": ("open", "0 of 2 certificates were made."),
        "evaluation": ("open", "Nobody was asked yet."),
        "costs": ("open", "Of 1 position nobody knows what it cost."),
        "balance": ("open", "The activity does not say yet that it took place, so it does not count."),
        "return_visit": ("open", "None is planned. An invitation enters the balance as soon as it is."),
        "report": ("open", "Nothing is written yet."),
        "closing": ("open", "All guest links end then, and the data about the members are erased step by step."),
    }


def test_steps_are_done_when_what_they_ask_for_is_there(office):
    one, two = office.members(2)
    for member in (one, two):
        for day in range(5):
            Attendance.objects.create(
                member=member,
                day=STARTS + timedelta(days=day),
                state="present",
                noted_at=timezone.now(),
                noted_by=office.officer,
            )
    make_promise(partnership=office.partnership, activity=office.visit.activity)
    programme.add_learning_point(
        what="A glossary",
        partnership=office.partnership,
        activity=office.visit.activity,
        unit=office.unit,
        by=office.officer,
    )
    papers.make_thanks(
        delegation_id=office.delegation.pk,
        recipients=[thanks_recipients(office.delegation, office.officer)[0].key],
        format="pdf",
        letterhead=None,
        by=office.officer,
    )
    actions.settle_costs(delegation_id=office.delegation.pk, on=TODAY, by=office.officer)
    actions.enter_balance(delegation_id=office.delegation.pk, by=office.officer)
    actions.propose_return(delegation_id=office.delegation.pk, by=office.officer)
    papers.make_report(delegation_id=office.delegation.pk, languages=["de"], by=office.officer)

    found = steps(office)

    assert {key: state for key, (state, _reason) in found.items()} == {
        "speaker_thanks": "none",
        "guest_thanks": "done",
        "promises": "done",
        "learning": "done",
        "attendance": "done",
        "certificates": "open",
        "evaluation": "open",
        "costs": "done",
        "balance": "done",
        "return_visit": "done",
        "report": "done",
        "closing": "open",
    }
    assert (found["costs"][1], found["balance"][1], found["return_visit"][1]) == (
        "settled on 11 Oct 2026",
        "It counts with 2 persons.",
        "It is planned: the days are open.",
    )


def test_a_learning_point_without_anybody_in_charge_is_still_to_do(office):
    programme.add_learning_point(
        what="x", partnership=office.partnership, activity=office.visit.activity, by=office.officer
    )

    assert steps(office)["learning"] == ("open", "1 learning point has nobody in charge.")


def test_certificates_count_letters_that_are_not_revoked(office):
    one, two = office.members(2)
    for member, revoked in ((one, None), (two, timezone.now())):
        document = papers.make_report(delegation_id=office.delegation.pk, languages=["de"], by=office.officer)
        Document.objects.filter(pk=document.pk).update(template="attendance_certificate")
        IssuedLetter.objects.create(
            delegation=office.delegation,
            member=member,
            document=document,
            code=f"code-{member.pk}",
            issued_at=timezone.now(),
            issued_by=office.officer,
            revoked_at=revoked,
            revoked_by=office.officer if revoked else None,
        )

    assert steps(office)["certificates"] == ("open", "1 of 2 certificates were made.")


def test_costs_become_late_four_weeks_after_the_visit(office):
    assert [steps(office, ENDS + timedelta(days=days))["costs"][0] for days in (28, 29)] == ["open", "late"]


def test_a_journey_of_ours_asks_for_claims_and_not_for_certificates(time_machine):
    time_machine.move_to(TODAY)
    office = Office(side="outgoing")
    member = office.members(1)[0]
    request = TravelRequest.objects.create(
        member=member, state="approved", decided_on=STARTS, claim_due_on=ENDS + timedelta(days=182)
    )

    before = steps(office)
    late = steps(office, ENDS + timedelta(days=160))["claims"]
    request.claimed_on = TODAY
    request.save()
    after = steps(office)["claims"]

    assert {"attendance", "certificates", "evaluation"} & set(before) == set()
    assert before["claims"] == ("open", "1 claim is missing; it lapses after 9 Apr 2027.")
    assert (late[0], after) == ("late", ("done", "All claims were made."))


def test_page_shows_the_steps_to_the_office_alone(office, sign_in):
    office.members(1)
    address = reverse("delegations:after", args=[office.delegation.pk])

    page = sign_in(office.officer).get(address).content.decode()

    assert (page.count('id="step-'), page.count("1 of 12 steps settled")) == (12, 1)
    assert sign_in(office.stranger).get(address).status_code == 404


# ---- nothing to note -------------------------------------------------------------
@pytest.mark.parametrize(
    ("step", "words", "told"),
    [
        ("promises", "None is noted. Who promised what until when?", "Nothing was promised."),
        ("learning", "None is noted. Who takes up what?", "Nobody takes anything up from it."),
    ],
)
def test_that_there_is_nothing_to_note_settles_a_step_and_is_taken_back(office, sign_in, step, words, told):
    client, address = sign_in(office.officer), reverse("delegations:nothing_to_note", args=[office.delegation.pk, step])
    before = steps(office)[step]

    client.post(address, {"form_key": new_form_key()})
    said = steps(office)[step]
    client.post(address, {"form_key": new_form_key()})

    assert (before, said, steps(office)[step]) == (("open", words), ("none", told), ("open", words))
    noted = [(code, facts) for code, facts in codes(office.delegation) if "thing_noted" in code]
    assert noted == [("delegation.something_noted", {"step": step}), ("delegation.nothing_noted", {"step": step})]


def test_what_was_promised_counts_more_than_that_nothing_was(office):
    actions.note_nothing(delegation_id=office.delegation.pk, step="promises", by=office.officer)
    make_promise(partnership=office.delegation.partnership, activity=office.visit.activity)

    assert steps(office)["promises"] == ("done", "1 promise is noted.")


def test_of_no_other_step_can_be_said_that_there_is_nothing(office, sign_in):
    address = reverse("delegations:nothing_to_note", args=[office.delegation.pk, "costs"])

    assert sign_in(office.officer).post(address, {"form_key": new_form_key()}).status_code == 404


def test_before_the_visit_is_over_nobody_knows(office, time_machine):
    time_machine.move_to(STARTS)

    with pytest.raises(Refused):
        actions.note_nothing(delegation_id=office.delegation.pk, step="promises", by=office.officer)


# ---- settlement ------------------------------------------------------------------
def test_costs_are_settled_when_each_is_known(office):
    cost = make_cost(visit=office.visit, actual=None)
    with pytest.raises(Refused, match="nobody knows what it cost"):
        actions.settle_costs(delegation_id=office.delegation.pk, on=TODAY, by=office.officer)
    cost.actual = Decimal("100.00")
    cost.save()

    settled = actions.settle_costs(delegation_id=office.delegation.pk, on=ENDS, by=office.officer)

    assert (settled.settled_on, codes(settled)[0]) == (ENDS, ("delegation.settled", {"on": "2026-10-09"}))
    with pytest.raises(Refused, match="settled already"):
        actions.settle_costs(delegation_id=office.delegation.pk, on=TODAY, by=office.officer)


@pytest.mark.parametrize("on", [STARTS - timedelta(days=1), TODAY + timedelta(days=1)])
def test_the_day_of_settlement_lies_between_the_visit_and_today(office, on):
    with pytest.raises(Refused, match="between the first day"):
        actions.settle_costs(delegation_id=office.delegation.pk, on=on, by=office.officer)


def test_nothing_is_settled_before_the_visit_is_over_or_by_a_stranger(office, time_machine):
    with pytest.raises(Refused, match="looked after by"):
        actions.settle_costs(delegation_id=office.delegation.pk, on=TODAY, by=office.stranger)
    time_machine.move_to(STARTS)
    with pytest.raises(Refused, match="not over yet"):
        actions.settle_costs(delegation_id=office.delegation.pk, on=STARTS, by=office.officer)


def test_a_settlement_can_be_taken_back(office):
    with pytest.raises(Refused, match="not settled yet"):
        actions.unsettle_costs(delegation_id=office.delegation.pk, by=office.officer)
    actions.settle_costs(delegation_id=office.delegation.pk, on=TODAY, by=office.officer)

    assert actions.unsettle_costs(delegation_id=office.delegation.pk, by=office.officer).settled_on is None


# ---- balance and return visit ----------------------------------------------------
def turn(office):
    rows = rows_of(partnership=office.partnership, home=Home.objects.get(), today=TODAY, by=office.officer)
    return balance_of(rows).turn.code, turn_of(rows)


def test_the_visit_enters_the_balance_so_that_a_return_visit_is_owed(office):
    one, two, three = office.members(3)
    three.withdrawn_on = STARTS
    three.save()
    room = Room.objects.create(
        delegation=office.delegation, hotel=make_venue(), first_night=STARTS, last_night=STARTS + timedelta(days=3)
    )
    for member in (one, two):
        RoomGuest.objects.create(room=room, member=member)
    before = turn(office)

    activity = actions.enter_balance(delegation_id=office.delegation.pk, by=office.officer)
    after = turn(office)

    assert (activity.state, activity.direction, activity.heads, activity.nights) == (State.DONE, Direction.IN, 2, 8)
    assert (before[1], after[0]) == ({"is_empty": True}, TurnCode.WE_OWE)
    assert after[1]["sentence"] == "Musterstadt is next to pay a visit."
    assert codes(office.delegation)[0] == ("delegation.balanced", {"heads": 2})


def test_only_who_was_there_counts_where_attendance_was_noted(office):
    one, _two = office.members(2)
    Attendance.objects.create(member=one, day=STARTS, state="present", noted_at=timezone.now(), noted_by=office.officer)

    assert heads_of(office.visit) == 1


def test_unknown_stays_unknown_in_the_balance(office):
    activity = actions.enter_balance(delegation_id=office.delegation.pk, by=office.officer)

    assert (activity.heads, activity.nights) == (None, None)
    assert steps(office)["balance"] == ("open", "It counts as one visit; the number of persons is unknown.")


def test_the_return_visit_goes_the_other_way_and_stands_in_the_file(office):
    office.members(2)
    office.visit.activity.title = written_in("en", "Safe stations")
    office.visit.activity.save()

    made = actions.propose_return(delegation_id=office.delegation.pk, by=office.officer)

    assert (made.format, made.direction, made.state, made.heads_planned, made.begins) == (
        Format.RETURN_VISIT,
        Direction.OUT,
        State.PLANNED,
        2,
        None,
    )
    assert (list(made.partnerships.all()), made.unit) == ([office.partnership], office.unit)
    assert made.title.texts == {"en": "Return visit: Safe stations"}
    with pytest.raises(Refused, match="planned already"):
        actions.propose_return(delegation_id=office.delegation.pk, by=office.officer)
    actions.enter_balance(delegation_id=office.delegation.pk, by=office.officer)
    assert {"label": "Return visit planned", "value": "the days are open"} in turn(office)[1]["facts"]


def test_after_a_journey_of_ours_the_partner_comes(time_machine):
    time_machine.move_to(TODAY)
    office = Office(side="outgoing")

    made = actions.propose_return(delegation_id=office.delegation.pk, by=office.officer)

    assert made.direction == Direction.IN


def test_nobody_is_invited_while_the_partnership_rests(office):
    office.partnership.status = "suspended"
    office.partnership.save()

    with pytest.raises(Refused, match="suspended"):
        actions.propose_return(delegation_id=office.delegation.pk, by=office.officer)
    assert Activity.objects.filter(format=Format.RETURN_VISIT).count() == 0


# ---- thanks ----------------------------------------------------------------------
def test_guests_get_thanks_in_their_language_the_head_first(office):
    office.members(1, languages=["hu"], family_name="Kovács", given_name="Anna", address="madam")
    office.members(1, is_restricted=True)
    head = office.members(1, role="head", address="madam", function=written_in("pl", "dyrektorka biura"))[0]

    found = thanks_recipients(office.delegation, office.officer)
    letters = papers.make_thanks(
        delegation_id=office.delegation.pk,
        recipients=[one.key for one in found],
        format="docx",
        letterhead=None,
        by=office.officer,
    )

    assert [(one.language, one.salutation) for one in found] == [
        ("pl", "Szanowna Pani Dyrektor"),
        ("hu", "Tisztelt Asszonyom"),
    ]
    assert [(one.template, one.language, one.recipient) for one in letters] == [
        ("guest_thanks", "pl", f"delegations.member:{head.pk}"),
        ("guest_thanks", "hu", found[1].key),
    ]
    assert letters[0].data["salutation"] == "Szanowna Pani Dyrektor,"


def test_after_a_journey_the_hosts_get_thanks(time_machine):
    time_machine.move_to(TODAY)
    office = Office(side="outgoing")
    contact = make_contact(partner=office.partnership.partner, languages="cs")

    found = thanks_recipients(office.delegation, office.officer)

    assert [(one.name, one.language) for one in found] == [("Warszawa", "pl"), (str(contact), "cs")]


def test_thanks_are_for_somebody_after_the_visit(office, time_machine):
    def make(recipients=("x",)):
        papers.make_thanks(
            delegation_id=office.delegation.pk, recipients=recipients, format="pdf", letterhead=None, by=office.officer
        )

    with pytest.raises(Refused, match="at least one receiver"):
        make()
    office.visit.activity.state = State.CANCELLED
    office.visit.activity.save()
    with pytest.raises(Refused, match="cancelled"):
        make()
    time_machine.move_to(STARTS)
    with pytest.raises(Refused, match="not over yet"):
        make()


# ---- report ----------------------------------------------------------------------
def test_report_names_what_is_known_and_what_is_unknown(office):
    office.members(1, family_name="Geheim", role="head", function=written_in("de", "Direktorin"))
    make_cost(visit=office.visit, what="Hotel", planned=Decimal(500), actual=Decimal(450))
    make_cost(visit=office.visit, what="Bus", planned=Decimal(100), actual=None)
    make_promise(partnership=office.partnership, activity=office.visit.activity, what="Glossary")
    actions.write_report(
        delegation_id=office.delegation.pk,
        version=None,
        text={"de": "Es war gut.", "pl": "Było dobrze."},
        by=office.officer,
    )
    delegation = Delegation.objects.get(pk=office.delegation.pk)

    data = report_data(delegation, languages=["en", "pl"], by=office.officer)

    sections = {one["title"]: one for one in data["parts"][0]["sections"]}
    assert [part["language"] for part in data["parts"]] == ["en", "pl"]
    assert [part["sections"][0]["text"] for part in data["parts"]] == ["Es war gut.", "Było dobrze."]
    assert sections["Participants"]["rows"] == [
        ["Persons invited", None],
        ["Named", "1"],
        ["Attended", None],
        ["Persons of all delegations", "1"],
        ["Direktorin", "head of the delegation"],
    ]
    assert sections["Costs"]["rows"] == [
        ["host", "€600.00", "at least €450.00, 1 unknown"],
        ["Together", "€600.00", "at least €450.00, 1 unknown"],
    ]
    assert [row[0] for row in sections["Promises"]["rows"]] == ["Glossary"]
    assert sections["Learning points"]["empty"] == "No learning point was noted."
    assert "Geheim" not in repr(data)


def test_report_conflicts_are_seen_and_strangers_refused(office):
    seen = office.delegation.version
    actions.write_report(delegation_id=office.delegation.pk, version=seen, text={"de": "a"}, by=office.officer)

    with pytest.raises(Conflict):
        actions.write_report(delegation_id=office.delegation.pk, version=seen, text={"de": "b"}, by=office.officer)
    with pytest.raises(Refused, match="looked after by"):
        actions.write_report(delegation_id=office.delegation.pk, version=None, text={"de": "b"}, by=office.stranger)
    with pytest.raises(Refused, match="looked after by"):
        papers.make_report(delegation_id=office.delegation.pk, languages=["de"], by=office.stranger)


def test_report_as_word_says_the_same(office, sign_in):
    office.members(1)
    answer = sign_in(office.officer).get(reverse("delegations:report_file", args=[office.delegation.pk]))

    word = Word(io.BytesIO(answer.content))

    assert [one.text for one in word.paragraphs if one.style.name == "Heading 2"] == [
        "Report",
        "Participants",
        "Programme",
        "Results",
        "Promises",
        "Learning points",
        "Evaluation",
        "Costs",
    ]
    assert [cell.text for cell in word.tables[1].rows[0].cells] == ["Who", "Function or number"]


# ---- pages -----------------------------------------------------------------------
def test_steps_by_page(office, sign_in):
    office.members(1)
    browser, pk = sign_in(office.officer), office.delegation.pk
    receivers = {"recipients": [thanks_recipients(office.delegation, office.officer)[0].key], "paper": "pdf"}

    def at(view):
        return reverse(f"delegations:{view}", args=[pk])

    answers = [
        browser.post(at("settle"), {"on": TODAY.isoformat()}),
        browser.post(at("unsettle"), {"sure": "1"}),
        browser.post(at("enter_balance"), {"sure": "1"}),
        browser.post(at("propose_return"), {"sure": "1"}),
        browser.post(at("report_edit"), {"report_text-de": "Gut.", "version": Delegation.objects.get().version}),
        browser.post(at("report_paper"), {"language": "de", "second": ""}),
        # The visit has no file reference: the letters go out without it once somebody says so.
        browser.post(at("thanks_new"), receivers),
        browser.post(at("thanks_new"), {**receivers, "with_gaps": "on"}),
    ]
    shown = [browser.get(at(view)).status_code for view in ("settle", "unsettle", "enter_balance", "propose_return")]

    assert [answer.status_code for answer in answers] == [302] * 6 + [422, 302]
    assert shown == [200] * 4
    assert sorted(Document.objects.values_list("template", flat=True)) == ["guest_thanks", "visit_report"]


@pytest.mark.parametrize("view", ["settle", "report_edit", "report_paper", "report_file", "thanks_new"])
def test_a_stranger_does_nothing_by_page(office, sign_in, view):
    assert sign_in(office.stranger).get(reverse(f"delegations:{view}", args=[office.delegation.pk])).status_code == 404


def test_letters_wait_for_members(office, sign_in):
    page = sign_in(office.officer).get(reverse("delegations:thanks_new", args=[office.delegation.pk])).content.decode()

    assert "No member is named" in page


def test_the_gifts_of_the_visit_stand_among_what_comes_after(office, client):
    make_gift(unit=office.unit, visit=office.visit, what="Vase")

    client.force_login(office.officer)

    shown = client.get(reverse("delegations:after", args=[office.delegation.pk]))

    assert (shown.status_code, "Vase" in shown.content.decode()) == (200, True)


def test_the_page_shows_a_paper_whose_file_was_erased(office, client):
    client.force_login(office.officer)
    papers.make_report(delegation_id=office.delegation.pk, languages=["en"], by=office.officer)
    Document.objects.update(file=None, erased_on=timezone.localdate())

    shown = client.get(reverse("delegations:after", args=[office.delegation.pk]))

    assert (shown.status_code, "erased" in shown.content.decode()) == (200, True)


def test_costs_without_a_position_are_not_called_known(office, english):
    def reason():
        return steps(office)["costs"][1]

    before = reason()
    position = Cost.objects.create(visit=office.delegation.visit, what="Saal")
    unknown = reason()
    Cost.objects.filter(pk=position.pk).update(actual=1)

    assert (before, unknown, reason()) == (
        "No position was entered.",
        "Of 1 position nobody knows what it cost.",
        "What every position cost is known; the day of settlement is missing.",
    )
