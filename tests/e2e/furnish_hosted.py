"""A delegation that was here last week, with everything that a delegation can have, and one of ours that will travel.

Returns what the pages are addressed by: name → number, as tests/e2e/places_delegations.py names it.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hospitium.accounts.actions import open_link, open_session
from hospitium.accounts.guests import cookie_name
from hospitium.algorithms.dates import PartialDate
from hospitium.core.models import User
from hospitium.delegations.actions import attendance, evaluation, gifts, letters, members, outgoing, seating, travel
from hospitium.delegations.actions.after import enter_balance, settle_costs, write_report
from hospitium.delegations.actions.country_rules import create_country_rule
from hospitium.delegations.actions.delegations import open_delegation, step_delegation
from hospitium.delegations.actions.guests import give_passport
from hospitium.delegations.actions.lists import Owner, keep_list
from hospitium.delegations.actions.papers import Choice, make_paper
from hospitium.delegations.actions.ranks import add_usual_ranks
from hospitium.delegations.models import Delegation, EvaluationTicket, Member, Rank
from hospitium.partners.models import Partnership
from hospitium.programme.actions import create_activity
from hospitium.programme.models import Direction, Format, LearningPoint, State
from hospitium.retention.models import Erasure, Offer
from hospitium.vault.actions import seal
from hospitium.visits.actions.items import create_item
from hospitium.visits.actions.places import create_venue
from hospitium.visits.actions.visits import create_visit
from hospitium.visits.models import Item, Visit

TODAY = timezone.localdate()
FIRST, LAST = TODAY - timedelta(days=6), TODAY - timedelta(days=2)
GUESTS = (
    {
        "family_name": "Szentgyörgyi-Székelyhidy", "given_name": "Mária Magdolna", "role": "head", "address": "madam",
        "academic_title": "Dr.", "name_order": "family_first", "languages": ["hu", "de"],
        "function": {"hu": "főigazgató-helyettes, városfejlesztési és közlekedési ügyosztály",
                     "de": "stellvertretende Generaldirektorin, Abteilung Stadtentwicklung und Verkehr"},
        "phone": "+36 30 000 0001", "email": "maria.pelda@example.org", "pronunciation": "SENT-djördji",
        "emergency_contact": "Példa Péter, +36 30 000 0009", "may_be_photographed": True,
    },
    {
        "family_name": "Voznesenskaya-Preobrazhenskaya", "given_name": "Aleksandra Konstantinovna", "address": "madam",
        "own_family_name": "Вознесенская-Преображенская", "own_given_name": "Александра Константиновна",
        "function": {"hu": "tanácsos", "de": "Referentin für Ufer und Brücken"}, "email": "aleksandra@example.org",
    },
    {
        "family_name": "Példa", "given_name": "Ödön", "address": "sir", "function": {"hu": "osztályvezető"},
        "email": "odon.pelda@example.org", "phone": "+36 30 000 0003",
    },
    {"family_name": "Minta", "given_name": "Őrsike", "function": {"hu": "főmérnök"}, "email": "orsike@example.org"},
    {"family_name": "Kitalált", "given_name": "Ágoston", "function": {"hu": "tolmács"}, "email": "ago@example.org"},
    {"family_name": "Nemlétező", "given_name": "Dénes", "function": {"hu": "sofőr"}},
)  # fmt: skip


def plan(with_whom: Partnership, title: dict[str, str], first: date, last: date, direction: str, by: User) -> Visit:
    activity = create_activity(
        values={
            "format": Format.WORKING_VISIT,
            "title": title,
            "partnerships": [with_whom],
            "direction": direction,
            "state": State.PLANNED,
            "begins": PartialDate.of(first),
            "ends": PartialDate.of(last),
            "heads_planned": 6,
        },
        by=by,
    )
    days = {"starts_on": first, "ends_on": last, "guest_language": with_whom.partner.own_language}
    return create_visit(activity_id=activity.pk, values=days, by=by)


def write_hosted(budapest: Partnership, officer: User, head: User) -> dict[str, str]:
    """Who came, travelled, slept, sat, was given something, was there, and said how it was."""
    add_usual_ranks(by=head)
    title = {"de": "Brücken und Ufer (Beispiel)", "en": "Bridges and banks (example)", "hu": "Hidak és partok (példa)"}
    visit = plan(budapest, title, FIRST, LAST, Direction.IN, officer)
    hotel = create_venue(values={"name": {"de": "Hotel am Ufer (Beispiel)"}, "address": "Beispielufer 3"}, by=officer)
    dinner = {"kind": Item.Kind.MEAL, "title": {"de": "Abendessen (Beispiel)"}, "day": FIRST, "venue": hotel}
    item = create_item(visit_id=visit.pk, values={**dinner, "starts": time(19), "minutes": 120}, by=officer)
    values = {
        "quota": 8, "language": "hu", "names_due_on": FIRST - timedelta(days=30), "asks_passport": True,
        "details_due_on": FIRST - timedelta(days=14), "mandate": {"de": "Erfahrungen mit Uferwegen (Beispiel)"},
    }  # fmt: skip
    delegation = open_delegation(visit_id=visit.pk, partnership=budapest, values=values, by=officer)
    people = name_people(delegation, officer)
    found = {
        "hosted": delegation.pk, "hosted_visit": visit.pk, "guest_head": people[0].pk, "guest_long": people[1].pk,
        "guest_gone": people[-1].pk, "version": delegation.versions.latest("number").pk,
        "rank": Rank.objects.order_by("position")[0].pk, "day": FIRST.isoformat(),
    }  # fmt: skip
    found |= write_beds(delegation, people, hotel, officer)
    found |= write_seats(visit, item, officer)
    found |= write_gifts(visit, budapest, officer, head)
    found |= write_letters(delegation, people, officer)
    for step in ("confirm", "arrive"):
        step_delegation(delegation_id=delegation.pk, step=step, by=officer)
    write_presence(delegation, people, officer)
    write_answers(delegation, officer)
    found |= write_after(delegation, officer)
    return {name: str(value) for name, value in found.items()}


def name_people(delegation: Delegation, officer: User) -> list[Member]:
    """Six who come and one who does not, wishes, and two versions of the list, the second of them late."""
    ranks = list(Rank.objects.order_by("position"))
    people = [
        members.add_member(delegation_id=delegation.pk, values={**values, "rank": ranks[number]}, by=officer)
        for number, values in enumerate(GUESTS)
    ]
    for person, wish in (
        (people[0], {"has_none": False, "diets": ["vegetarian"], "needs": ["step_free"], "other": "Nüsse nur gekocht"}),
        (people[1], {"has_none": True, "diets": [], "needs": [], "other": ""}),
    ):
        members.set_wish(member_id=person.pk, version=None, values=wish, by=officer)
    step_delegation(delegation_id=delegation.pk, step="name", by=officer)
    late = {"family_name": "Elmaradó", "given_name": "Zsófia", "function": {"hu": "titkár"}}
    people.append(members.add_member(delegation_id=delegation.pk, values=late, by=officer))
    members.withdraw_member(member_id=people[-1].pk, by=officer)
    return people


def write_beds(delegation: Delegation, people: list[Member], hotel: Any, officer: User) -> dict[str, int]:
    arrival = {
        "direction": "arrival", "mode": "plane", "number": "XX 1234", "day": FIRST, "time": time(11, 40),
        "place": "BER, Terminal 1", "members": people[:4],
    }  # fmt: skip
    departure = {"direction": "departure", "mode": "train", "number": "EC 1", "day": LAST, "members": people[:5]}
    journeys = [
        travel.create_journey(delegation_id=delegation.pk, values=values, by=officer) for values in (arrival, departure)
    ]
    pickup = {
        "time": time(12, 15), "place": "Ausgang B", "responsible": "Fahrdienst (Beispiel)", "phone": "+49 30 0000000",
        "vehicle": "Kleinbus, 8 Plätze",
    }  # fmt: skip
    travel.save_pickup(journey_id=journeys[0].pk, version=None, values=pickup, by=officer)
    nights = {"hotel": hotel, "first_night": FIRST, "last_night": LAST - timedelta(days=1)}
    rooms = [
        travel.create_room(
            delegation_id=delegation.pk, values={**nights, "kind": kind, "number": number}, guests=guests, by=officer
        )
        for kind, number, guests in (("single", "101", people[:1]), ("twin", "102", people[1:3]), ("single", "", []))
    ]
    return {"journey": journeys[0].pk, "room": rooms[1].pk}


def write_seats(visit: Visit, item: Item, officer: User) -> dict[str, int]:
    """A long table that everybody sits at, and a round one where nobody does yet."""
    plan = {"name": "Abendessen (Beispiel)", "shape": "long", "size": 12, "item": item}
    full = seating.create_plan(visit_id=visit.pk, values=plan, by=officer)
    seating.propose_seats(plan_id=full.pk, by=officer)
    empty = seating.create_plan(
        visit_id=visit.pk, values={"name": "Runder Tisch (Beispiel)", "shape": "round", "size": 8}, by=officer
    )
    return {"seating": full.pk, "seating_empty": empty.pk}


def write_gifts(visit: Visit, budapest: Partnership, officer: User, head: User) -> dict[str, int]:
    limits = {"approval_from": Decimal("25.00"), "most_a_year": Decimal("100.00")}
    gifts.save_gift_limits(unit=visit.unit, version=None, values=limits, by=head)
    start = {
        "unit": visit.unit, "partner": budapest.partner, "visit": visit, "on": FIRST, "giver": "Stadt Budapest",
        "receiver": "Referatsleitung", "occasion": "Besuch (Beispiel)", "direction": "received",
    }  # fmt: skip
    asked, refused, _given = (
        gifts.create_gift(values={**start, **values}, approval=approval, by=officer)
        for values, approval in (
            ({"what": "Porzellanvase aus einer sehr alten Manufaktur", "value": Decimal("80.00")}, gifts.Approval.ASK),
            ({"what": "Konzertkarten", "count": 2, "value": Decimal("45.00")}, gifts.Approval.ASK),
            ({"what": "Bildband", "value": Decimal("12.50"), "direction": "given"}, gifts.Approval.NONE),
        )
    )
    gifts.decide_gift(gift_id=refused.pk, decision=gifts.Decision.REFUSE, reason="Zu wertvoll", by=head)
    return {"gift": asked.pk, "gift_refused": refused.pk, "office": visit.unit_id}


def write_letters(delegation: Delegation, people: list[Member], officer: User) -> dict[str, object]:
    rule = create_country_rule(
        values={
            "country": "HU", "needs_visa": True, "language": "de", "second_language": "hu", "signer": "head",
            "fields": ["function", "passport_number"], "days_before": 42,
            "note": {"de": "Beispiel"}, "source": "Beispiel",
        },
        by=officer,
    )  # fmt: skip
    stands, revoked = letters.issue_letters(
        delegation_id=delegation.pk,
        template="visa_invitation",
        rule_id=rule.pk,
        members=[one.pk for one in people[:2]],
        format="pdf",
        letterhead=None,
        by=officer,
    )
    seal(subject=people[0], fields={"passport_number": "EX0000002"}, by=officer)
    sealed = letters.issue_letters(
        delegation_id=delegation.pk,
        template="visa_invitation",
        rule_id=rule.pk,
        members=[people[0].pk],
        format="pdf",
        letterhead=None,
        purpose="visa_letter",
        by=officer,
    )[0]
    letters.revoke_letter(letter_id=revoked.pk, reason="Example", by=officer)
    make_paper(delegation_id=delegation.pk, paper="participants", choice=Choice(languages=["de", "hu"]), by=officer)
    return {
        "country": rule.pk, "letter": stands.pk, "letter_revoked": revoked.pk, "code": stands.code,
        "sealed": sealed.document_id,
        "code_revoked": revoked.code,
    }  # fmt: skip


def write_presence(delegation: Delegation, people: list[Member], officer: User) -> None:
    attendance.note_attendance(member_id=people[2].pk, day=FIRST, state="absent", by=officer)
    for step in range(3):
        attendance.note_all_present(delegation_id=delegation.pk, day=FIRST + timedelta(days=step), by=officer)
    letters.issue_certificates(delegation_id=delegation.pk, languages=["de", "hu"], members=[people[0].pk], by=officer)


def write_answers(delegation: Delegation, officer: User) -> None:
    """Five who answered, so that what they said may be shown."""
    sheet = evaluation.begin_evaluation(delegation_id=delegation.pk, by=officer)
    evaluation.open_evaluation(evaluation_id=sheet.pk, opens_on=TODAY, closes_on=TODAY + timedelta(days=7), by=officer)
    for number, ticket in enumerate(EvaluationTicket.objects.filter(evaluation=sheet)):
        answers: dict[int, int | str] = {
            one.pk: 1 + (number + one.position) % 5 if one.kind == "scale" else f"Nagyon jó volt ({number})"
            for one in sheet.questions.all()
        }
        evaluation.answer_evaluation(ticket_id=ticket.pk, answers=answers)
    evaluation.close_evaluation(evaluation_id=sheet.pk, by=officer)


def write_after(delegation: Delegation, officer: User) -> dict[str, int]:
    settle_costs(delegation_id=delegation.pk, on=TODAY, by=officer)
    text = {"de": "Ein Bericht über den Besuch.\n\nMit zwei Absätzen (Beispiel).", "en": "A report (example)."}
    write_report(delegation_id=delegation.pk, version=None, text=text, by=officer)
    enter_balance(delegation_id=delegation.pk, by=officer)
    start: dict[str, Any] = {"partnership": delegation.partnership, "activity": delegation.visit.activity}
    point = LearningPoint.objects.create(**start, what="Uferwege gehören allen (Beispiel)", due_on=TODAY, owner=officer)
    done = {"state": LearningPoint.State.ADAPTED, "reason": "Ein Stück am Hafen", "closed_on": TODAY}
    closed = LearningPoint.objects.create(
        **start, what="Bänke am Wasser (Beispiel)", unit=delegation.visit.unit, **done
    )
    return {"learning": point.pk, "learning_closed": closed.pk}


# ---- ours ------------------------------------------------------------------------
def write_outgoing(warsaw: Partnership, officer: User, head: User) -> dict[str, str]:
    """Four of ours on the way to Warsaw: a request in each state, and what they want to know there."""
    first = TODAY + timedelta(days=45)
    title = {"de": "Schulhöfe (Beispiel)", "en": "School yards (example)"}
    visit = plan(warsaw, title, first, first + timedelta(days=2), Direction.OUT, officer)
    values = {"side": "outgoing", "language": "de", "mandate": {"de": "Was Schulhöfe kosten (Beispiel)"}}
    delegation = open_delegation(visit_id=visit.pk, partnership=warsaw, values=values, by=officer)
    people = [
        members.add_member(
            delegation_id=delegation.pk,
            values={"family_name": name, "given_name": "Robin", "function": {"de": "Referat (Beispiel)"}, "role": role},
            by=officer,
        )
        for name, role in (("Muster", "head"), ("Beispiel-Reisende", "member"), ("Probe", "member"), ("Test", "member"))
    ]
    need = {"purpose": "Arbeitsbesuch (Beispiel)", "why_in_person": "Ortstermin", "estimate": Decimal("640.00")}
    draft, asked, approved, refused = (
        outgoing.create_request(member_id=one.pk, values=need, by=officer) for one in [*people[:3], people[3]]
    )
    for one in (asked, approved, refused):
        outgoing.ask_request(request_id=one.pk, by=officer)
    outgoing.decide_request(request_id=approved.pk, decision=outgoing.Decision.APPROVE, reason="", by=head)
    outgoing.decide_request(request_id=refused.pk, decision=outgoing.Decision.REFUSE, reason="Zu viele", by=head)
    last = members.add_member(
        delegation_id=delegation.pk, values={"family_name": "Nachzügler", "given_name": "Kim"}, by=officer
    )
    questions = [
        outgoing.create_question(
            delegation_id=delegation.pk, values={"member": people[0], "question": words, "answer": answer}, by=officer
        )
        for words, answer in (("Wer bezahlt die Pflege? (Beispiel)", "Der Bezirk."), ("Wie laut ist es?", ""))
    ]
    found = {
        "outgoing": delegation.pk, "outgoing_visit": visit.pk, "traveller": last.pk, "request_draft": draft.pk,
        "request_asked": asked.pk, "request_approved": approved.pk, "mandate": questions[0].pk,
    }  # fmt: skip
    return {name: str(value) for name, value in found.items()}


# ---- guests with their links -----------------------------------------------------
def write_guests(first_delegation: Delegation, officer: User) -> tuple[dict[str, str], dict[str, list[str]]]:
    """A list that a focal point is still at, a member's own page and an open sheet; and the cookies that open them."""
    first = TODAY + timedelta(days=50)
    title = {"de": "Stadtbäume (Beispiel)", "pl": "Drzewa w mieście (przykład)"}
    warsaw = first_delegation.partnership
    visit = plan(warsaw, title, first, first + timedelta(days=2), Direction.IN, officer)
    values = {"quota": 4, "language": "pl", "asks_passport": True, "names_due_on": first - timedelta(days=20)}
    delegation = open_delegation(visit_id=visit.pk, partnership=warsaw, values=values, by=officer)
    people = [
        members.add_member(
            delegation_id=delegation.pk, values={"family_name": name, "given_name": "Jan", "email": email}, by=officer
        )
        for name, email in (("Drzewny", "jan.drzewny@example.org"), ("Liściasty-Długonazwiskowy", ""))
    ]
    members.withdraw_member(member_id=people[1].pk, by=officer)
    sheet = evaluation.begin_evaluation(delegation_id=delegation.pk, by=officer)
    evaluation.open_evaluation(evaluation_id=sheet.pk, opens_on=TODAY, closes_on=TODAY + timedelta(days=30), by=officer)
    ticket = EvaluationTicket.objects.get(evaluation=sheet)
    links, cookies = {}, {}
    for name, purpose, subject in (
        ("focal", "delegation", delegation), ("member", "member", people[0]), ("answer", "evaluation", ticket),
    ):  # fmt: skip
        links[name], cookies[name] = way_in(name, purpose, subject, "pl", officer)
    fields = {"passport_number": "EX0000001"}
    give_passport(member_id=people[0].pk, fields=fields, link_id=int(links["member"]))
    table = "Nazwisko;Imię;E-mail\nWzorcowa;Anna;anna@example.org\nZły;Adres;x@@y\n".encode()
    upload = SimpleUploadedFile("lista.csv", table)
    owners = {"guest": Owner(link_id=int(links["focal"])), "office": Owner(by=officer)}
    kept = {
        f"list_{name}": str(
            keep_list(
                delegation_id=delegation.pk,
                upload=SimpleUploadedFile("lista.csv", table) if name == "guest" else upload,
                language="pl",
                owner=owner,
            ).pk
        )
        for name, owner in owners.items()
    }
    found = {f"link_{name}": link for name, link in links.items()} | kept
    asking = evaluation.begin_evaluation(delegation_id=first_delegation.pk, by=officer)
    found |= {
        "naming": str(delegation.pk), "named": str(people[0].pk), "named_gone": str(people[1].pk),
        "asking": str(first_delegation.pk), "question": str(asking.questions.all()[0].pk),
    }  # fmt: skip
    return found, cookies


def way_in(name: str, purpose: str, subject: Any, language: str, officer: User) -> tuple[str, list[str]]:
    """The number of a new link, and the cookie of a browser in which it was opened."""
    link, _address = open_link(
        purpose=purpose,
        subject=subject,
        name=f"{name} (example)",
        email=f"{name}@example.org",
        language=language,
        ends_on=TODAY + timedelta(days=60),
        by=officer,
    )
    return str(link.pk), [cookie_name(link.pk), open_session(link_id=link.pk)]


# ---- how long data are kept ------------------------------------------------------
def write_retention() -> dict[str, str]:
    """Two records that the archive was offered, one of them answered, and what was erased."""
    day = TODAY - timedelta(days=400)
    start = {"data_class": "letter", "kind": "documents.document", "anchor": day, "offered_on": TODAY}
    offered, accepted = (
        Offer.objects.create(**start, key=key, state=state, term_ends_on=TODAY + timedelta(days=180))
        for key, state in (("1", Offer.State.OFFERED), ("2", Offer.State.ACCEPTED))
    )
    for key in range(1, 4):
        Erasure.objects.create(
            data_class="mail", kind="core.mail", key=str(key), anchor=day, counts={"mails": key},
            erased_at=timezone.now(),
        )  # fmt: skip
    return {"archive": str(offered.pk), "archive_accepted": str(accepted.pk)}
