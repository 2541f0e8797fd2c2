"""What is held about members goes when its time is over, or at once on request; nothing of it is left, counts stay."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.actions import open_link
from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core import mails, search
from hospitium.core.erasures import FILE, remembered
from hospitium.core.events import timeline
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import erasure as actions
from hospitium.delegations.actions import evaluation as evaluations
from hospitium.delegations.actions.after import settle_costs
from hospitium.delegations.actions.versions import make_version
from hospitium.delegations.models import (
    Answer,
    Attendance,
    CateringWish,
    DelegationVersion,
    Draft,
    EvaluationTicket,
    IssuedLetter,
    Journey,
    Member,
    Pickup,
    Room,
    RoomGuest,
    Seat,
    SeatingPlan,
    TravelRequest,
)
from hospitium.documents.actions import make_document
from hospitium.documents.models import Document
from hospitium.retention import actions as retention
from hospitium.retention import queries
from hospitium.retention.models import Erasure, Offer
from hospitium.vault import actions as vault
from hospitium.vault.queries import given_on
from tests.delegations.offices import ENDS, STARTS, Office
from tests.documents.test_register import letter
from tests.factories import make_user
from tests.factories_visits import make_venue
from tests.retention.traces import files_with, traces_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "data")]
TODAY = ENDS
CANARY = "zyxkanarek4711"
ADDRESS = f"{CANARY}@example.org"
CLASSES = (
    "evaluation_ticket", "guest_draft", "member_contact", "member_journey_papers", "member_journeys",
    "member_letter_link", "member_name_papers", "member_names", "member_passport", "member_phone",
    "member_phone_papers", "member_photos", "member_sealed_papers", "member_wishes", "travel_request",
)  # fmt: skip


def paper(office, subject, template, **given):
    """A document of this kind with the canary in its data, title and file."""
    made = make_document(
        template="thanks", data=letter(text=[CANARY]), subject=subject, unit=office.unit, title=CANARY, language="de",
        format="docx", by=office.officer, **given,
    )  # fmt: skip
    Document.objects.filter(pk=made.pk).update(template=template)
    return made


def fill(office) -> Member:
    """One member with the canary wherever a person can type, and with everything that hangs on a member."""
    member = office.members(
        1,
        family_name=CANARY, given_name=CANARY, own_family_name=CANARY, own_given_name=CANARY, academic_title=CANARY,
        salutation=written_in("de", CANARY), function=written_in("de", CANARY), organisation=written_in("de", CANARY),
        pronunciation=CANARY, languages=["pl"], email=ADDRESS, phone=CANARY, emergency_contact=CANARY,
        may_be_photographed=True,
    )[0]  # fmt: skip
    search.update(member)
    now = timezone.now()
    CateringWish.objects.create(member=member, diets=["vegan"], other=CANARY, consented_at=now)
    vault.seal(subject=member, fields={"passport_number": CANARY, "birth_place": CANARY}, by=office.officer)
    room = Room.objects.create(
        delegation=office.delegation, hotel=make_venue(), first_night=STARTS, last_night=STARTS + timedelta(days=3)
    )
    RoomGuest.objects.create(room=room, member=member)
    journey = Journey.objects.create(
        delegation=office.delegation, direction="departure", day=ENDS, remark=CANARY, place="BER"
    )
    journey.members.add(member)
    Pickup.objects.create(journey=journey, responsible=CANARY, phone=CANARY)
    plan = SeatingPlan.objects.create(visit=office.visit, name="Dinner")
    Seat.objects.create(plan=plan, number=1, member=member)
    Attendance.objects.create(member=member, day=STARTS, state="present", noted_at=now, noted_by=office.officer)
    TravelRequest.objects.create(member=member, purpose=CANARY, why_in_person=CANARY)
    told(office)
    link, _address = open_link(
        purpose="member", subject=member, name=CANARY, email=ADDRESS, language="pl",
        ends_on=ENDS + timedelta(days=10), by=office.officer,
    )  # fmt: skip
    Draft.objects.create(link=link, form="member", content={"name": CANARY}, saved_at=now)
    papers(office, member, plan)
    return member


def told(office) -> None:
    """A version of the list, as others were told it."""
    with transaction.atomic():
        make_version(office.delegation, link_id=None, by=office.officer)


def papers(office, member, plan) -> None:
    kind = Member._meta.label_lower
    issued = paper(office, member, "visa_invitation")
    IssuedLetter.objects.create(
        delegation=office.delegation, member=member, document=issued, code="code", issued_at=timezone.now(),
        issued_by=office.officer,
    )  # fmt: skip
    paper(office, office.delegation, "emergency_sheet")
    paper(office, office.delegation, "rooming_list", recipient="visits.venue:1")
    paper(office, office.delegation, "participants")
    paper(office, office.delegation, "guest_thanks", recipient=f"{kind}:{member.pk}")
    paper(office, plan, "seating_plan")


def ask(office):
    """An evaluation that is open until fourteen days after the visit, with a free text of somebody."""
    evaluation = evaluations.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer)
    evaluations.open_evaluation(
        evaluation_id=evaluation.pk, opens_on=TODAY, closes_on=ENDS + timedelta(days=14), by=office.officer
    )
    question = evaluation.questions.filter(kind="text").first()
    evaluations.answer_evaluation(ticket_id=evaluation.tickets.get().pk, answers={question.pk: CANARY})
    mails.send_waiting()
    return evaluation


def where() -> list[str]:
    """Tables, files of the data folder, and the files of the database itself."""
    found = traces_of(CANARY)
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        found += [one for one in files_with([CANARY], name.parent) if one.startswith(name.name)]
    return found


def night(day: date, time_machine) -> None:
    time_machine.move_to(datetime.combine(day, time(3, 30)))
    retention.erase_what_is_due(today=day)


@pytest.fixture
def office(time_machine):
    time_machine.move_to(datetime.combine(TODAY, time(12)))
    return Office()


# ---- when --------------------------------------------------------------------------
def due_days() -> dict[str, date]:
    found = {}
    for key in CLASSES:
        held = queries.rule_in_force(key)
        days = [held.due_on(due) for due in held.all_due()]
        assert len(days) <= 1, key
        found.update(dict.fromkeys([key], days[0]) if days else {})
    return found


def after(days: int) -> date:
    return ENDS + timedelta(days=days)


def test_each_class_has_its_day(office):
    fill(office)
    ask(office)

    assert due_days() == {
        "member_passport": after(1),
        "member_sealed_papers": after(1),
        "member_phone": after(7),
        "member_phone_papers": after(7),
        "guest_draft": after(11),
        "member_wishes": after(14),
        "evaluation_ticket": after(15),
        "member_contact": after(90),
        "member_journeys": after(90),
        "member_journey_papers": after(90),
        "member_name_papers": after(90),
        "member_letter_link": after(365),
        "member_photos": after(1095),
        "travel_request": after(2190),
        "member_names": after(3650),
    }


@pytest.mark.parametrize(("settled", "wishes", "journeys"), [(2, 2, 2), (20, 14, 20), (200, 14, 90), (-1, 0, 0)])
def test_settling_brings_wishes_and_journeys_forward(office, settled, wishes, journeys):
    fill(office)
    office.delegation.settled_on = after(settled)
    office.delegation.save()

    days = due_days()

    assert (days["member_wishes"], days["member_journeys"]) == (after(wishes), after(journeys))


def test_who_withdrew_need_not_wait_for_the_visit(office):
    member = fill(office)
    member.withdrawn_on = STARTS - timedelta(days=30)
    member.save()

    days = due_days()

    assert (days["member_passport"], days["member_wishes"], days["member_phone"]) == (
        after(-33),
        after(-34),
        after(-27),
    )


def test_who_travels_home_later_keeps_the_passport_until_then(office):
    fill(office)
    Journey.objects.update(day=after(3))

    assert due_days()["member_passport"] == after(4)


def test_nothing_is_due_where_nothing_is_held(office):
    assert due_days() == {}


def test_the_finders_ask_as_often_for_three_delegations_as_for_one(office, django_assert_num_queries):
    fill(office)
    held = queries.rule_in_force("member_passport")
    with django_assert_num_queries(2):
        list(held.all_due())
    office.members(3)
    for member in office.delegation.members.all():
        vault.seal(subject=member, fields={"passport_number": "x"}, by=office.officer)

    with django_assert_num_queries(2):
        assert len(list(held.all_due())) == 4


# ---- night by night ----------------------------------------------------------------
def test_night_by_night_less_is_left_and_counts_stay(office, time_machine):
    member = fill(office)
    ask(office)
    key = str(member.pk)

    def held():
        row = Member.objects.get(pk=member.pk)
        return {
            "passport": len(given_on(row)),
            "wishes": CateringWish.objects.count(),
            "phone": bool(row.phone or row.emergency_contact),
            "mail": bool(row.email),
            "beds": RoomGuest.objects.count(),
            "name": bool(row.family_name),
            "tickets": EvaluationTicket.objects.count(),
        }

    night(after(0), time_machine)
    assert held() == {
        "passport": 2, "wishes": 1, "phone": True, "mail": True, "beds": 1, "name": True, "tickets": 1,
    }  # fmt: skip
    night(after(1), time_machine)
    assert (held()["passport"], Document.objects.get(template="visa_invitation").data) == (0, {})
    night(after(7), time_machine)
    assert (held()["phone"], Document.objects.get(template="emergency_sheet").file) == (False, None)
    night(after(14), time_machine)
    assert held()["wishes"] == 0
    night(after(15), time_machine)
    assert (held()["tickets"], GuestLink.objects.filter(purpose="evaluation").count()) == (0, 0)
    night(after(90), time_machine)
    assert held() == {
        "passport": 0, "wishes": 0, "phone": False, "mail": False, "beds": 0, "name": True, "tickets": 0,
    }  # fmt: skip
    proofs = Erasure.objects.filter(kind="delegations.member", key=key).order_by("pk")
    assert next((one.data_class, one.counts) for one in proofs) == ("member_passport", {"passport": 2})
    # What the record of the visit needs is there: rooms with their nights, the journey, attendance, the letter's code.
    assert (Room.objects.count(), Journey.objects.count(), Attendance.objects.count()) == (1, 1, 1)
    assert IssuedLetter.objects.get().code == "code"


def test_names_are_offered_to_the_archive_and_then_nothing_of_them_is_left(office, time_machine, data):
    member = fill(office)
    ask(office)
    head = make_user(role=Role.HEAD, unit=office.unit)
    assert {"delegations_member", "delegations_delegationversion", "delegations_answer", "vault_sealed"} - set(
        where()
    ) == {"vault_sealed"}

    night(after(3650), time_machine)
    offer = Offer.objects.get(data_class="member_names")
    package = queries.package_of(offer)
    held = Member.objects.get(pk=member.pk).family_name
    head.grants.update(ends_on=after(4000))
    retention.answer_offer(offer_id=offer.pk, step="decline", by=head)
    night(after(3651), time_machine)

    assert (held, package[0][0]) == (CANARY, "delegation.json")
    assert CANARY.encode() in package[0][1]
    row = Member.objects.get(pk=member.pk)
    assert (row.family_name, row.name_key, str(row.function), row.erased_on) == ("", "", "", after(3651))
    assert where() == []
    assert (Member.objects.count(), Attendance.objects.count(), DelegationVersion.objects.count()) == (1, 1, 0)
    assert Document.objects.exclude(erased_on=None).count() == Document.objects.count() == 6


@pytest.mark.parametrize("key", [*CLASSES, "member_on_request"])
def test_erasing_twice_or_what_is_gone_is_no_error(office, key):
    member = fill(office)
    ask(office)
    erase = queries.rule_in_force(key).data_class.erase
    dues = list(queries.rule_in_force(key).all_due()) or [queries.Due("delegations.member", str(member.pk), TODAY)]

    first = [erase(due).counts for due in dues]
    second = [erase(due).counts for due in dues]

    assert first != [{}]
    assert [{name: count for name, count in counts.items() if name != "mails"} for counts in second] == [{}]
    assert erase(queries.Due(dues[0].kind, "999999", TODAY)).counts == {}


# ---- on request --------------------------------------------------------------------
def test_one_person_is_erased_at_once_and_the_others_stay(office, time_machine):
    member = fill(office)
    other = office.members(1, family_name="Bleibt", phone="030")[0]
    told(office)
    ask_both = evaluations.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer)
    evaluations.open_evaluation(evaluation_id=ask_both.pk, opens_on=TODAY, closes_on=after(14), by=office.officer)
    mails.send_waiting()

    # What is said about a flight is nobody's alone.
    Journey.objects.update(remark="")
    Pickup.objects.all().delete()

    actions.erase_member(member_id=member.pk, ground="objection", by=office.officer)
    # The night after clears what the file of the database still holds.
    night(after(1), time_machine)

    assert where() == []
    row, kept = Member.objects.get(pk=member.pk), Member.objects.get(pk=other.pk)
    assert (row.erased_on, row.family_name, row.attendance.count()) == (TODAY, "", 1)
    assert (kept.family_name, kept.phone, kept.erased_on) == ("Bleibt", "030", None)
    assert [[entry["name"] for entry in one.content] for one in DelegationVersion.objects.order_by("number")] == [
        [],
        ["Łucja Bleibt"],
    ]
    events = {event.code: event.facts for event in timeline(row)}
    assert (events["member.erased"], events["member.emptied"]) == ({"ground": "objection"}, {})


def test_papers_that_name_the_person_go_whole(office):
    member = fill(office)

    actions.erase_member(member_id=member.pk, ground="unlawful", by=office.officer)

    gone = Document.objects.exclude(erased_on=None).order_by("template").values_list("template", flat=True)
    assert list(gone) == [
        "emergency_sheet",
        "guest_thanks",
        "participants",
        "rooming_list",
        "seating_plan",
        "visa_invitation",
    ]


def test_who_is_erased_before_the_visit_does_not_come(office, time_machine):
    time_machine.move_to(datetime.combine(STARTS - timedelta(days=30), time(12)))
    member = office.members(1)[0]

    actions.erase_member(member_id=member.pk, ground="consent", by=office.officer)

    assert Member.objects.get().withdrawn_on == STARTS - timedelta(days=30)


def test_a_restored_backup_is_erased_again(office, data):
    member = fill(office)
    actions.erase_member(member_id=member.pk, ground="consent", by=office.officer)
    lines = list(remembered(data / FILE))
    # As if a backup from before had come back.
    Member.objects.filter(pk=member.pk).update(family_name=CANARY, erased_on=None)

    count = retention.erase_again(lines=lines, since=lines[0].at - timedelta(hours=1))

    # Besides the member itself: what lay in the vault, and the papers about the person.
    assert count == len({(one.data_class, one.kind, one.key) for one in lines})
    assert [one.key for one in lines if one.data_class == "member_on_request"] == [str(member.pk)]
    assert Member.objects.get(pk=member.pk).family_name == ""


def test_only_the_office_in_charge_erases_and_only_once(office):
    member = office.members(1)[0]
    with pytest.raises(Refused, match="looked after by"):
        actions.erase_member(member_id=member.pk, ground="consent", by=office.stranger)
    actions.erase_member(member_id=member.pk, ground="consent", by=office.officer)

    with pytest.raises(Refused, match="erased already"):
        actions.erase_member(member_id=member.pk, ground="consent", by=office.officer)


def test_page_asks_first_and_says_what_goes(office, sign_in):
    member = office.members(1, family_name="Muster")[0]
    browser, address = sign_in(office.officer), reverse("delegations:member_erase", args=[member.pk])

    asked = browser.get(address).content.decode()
    before = Member.objects.get().family_name
    done = browser.post(address, {"ground": "objection"})

    assert ("Erase the data of" in asked, "certificates that name the person" in asked, before) == (
        True,
        True,
        "Muster",
    )
    assert (done.status_code, Member.objects.get().family_name) == (302, "")
    assert sign_in(office.stranger).get(address).status_code == 404


def test_settling_lets_the_wishes_go_in_the_next_night(office, time_machine):
    fill(office)
    settle_costs(delegation_id=office.delegation.pk, on=TODAY, by=office.officer)

    night(after(1), time_machine)

    assert (CateringWish.objects.count(), RoomGuest.objects.count()) == (0, 0)
    assert Answer.objects.count() == 0
