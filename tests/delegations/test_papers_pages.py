"""The pages of letters, lists and cards: what they offer, what they ask before, what leaves a trace."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Event
from hospitium.core.multilingual import written_in
from hospitium.core.tables import read
from hospitium.delegations.actions import letters as actions
from hospitium.delegations.documents.papers import PAPERS
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import CountryRule, IssuedLetter, SeatingPlan
from hospitium.documents.models import Document
from hospitium.partners.models import Partner
from hospitium.vault.models import Reading
from hospitium.visits.documents import words
from hospitium.visits.models import Cost, Visit
from tests.delegations.papers_world import PASSPORT, make_guests, make_office, make_rule
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_member
from tests.vault.confirmed import confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer():
    return make_office()


@pytest.fixture
def delegation(officer):
    return make_guests(officer, starts_on=timezone.localdate() + timedelta(days=60))


@pytest.fixture
def desk(sign_in, officer):
    return sign_in(officer)


def address(name, *arguments):
    return reverse(f"delegations:{name}", args=arguments)


def issued(delegation, officer):
    return actions.issue_letters(
        delegation_id=delegation.pk,
        template="visa_invitation",
        rule_id=(CountryRule.objects.first() or make_rule()).pk,
        members=[member.pk for member in printable(delegation)],
        format="pdf",
        letterhead=None,
        by=officer,
    )


# ---- lists ---------------------------------------------------------------------
def first_fields(delegation, paper):
    members = [member.pk for member in printable(delegation)]
    item = delegation.visit.items.filter(kind="lecture").first()
    return {
        "language": "de",
        "second": "ru",
        "form": "pdf",
        "item": item.pk,
        "fields_shown": ["function"],
        "card": "90x54",
        "members": members,
    }


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_is_asked_for_and_made_on_a_page(desk, delegation, paper):
    type(delegation).objects.update(side=PAPERS[paper].side or delegation.side)
    page = desk.get(address("delegation_paper_new", delegation.pk, paper))
    made = desk.post(address("delegation_paper_new", delegation.pk, paper), first_fields(delegation, paper))

    assert (page.status_code, made.status_code, Document.objects.get().template) == (200, 302, paper)
    assert timeline(delegation).first().code == "delegation.list_made"
    assert desk.get(address("papers", delegation.pk)).status_code == 200


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if PAPERS[paper].sheet])
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_every_list_is_a_table_too_with_formulas_disarmed_and_a_trace(desk, delegation, paper, form):
    sent = {**first_fields(delegation, paper), "form": form}
    response = desk.post(address("delegation_paper_new", delegation.pk, paper), sent)

    assert (response.status_code, response.content[:2], Document.objects.count()) == (200, b"PK", 0)
    event = timeline(delegation).first()
    assert (event.code, event.facts["paper"], event.facts["format"]) == ("delegation.list_made", paper, form)
    assert Event.objects.filter(code="list.exported").count() == 1
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    parts = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert ("<f>" in parts, "table:formula" in parts) == (False, False)


def test_a_name_that_looks_like_a_formula_stays_a_name(desk, delegation):
    sent = {**first_fields(delegation, "venue_names"), "form": "xlsx"}
    response = desk.post(address("delegation_paper_new", delegation.pk, "venue_names"), sent)

    row = read(response.content).rows[2]
    assert [str(cell.value) for cell in row][1:3] == ["=HYPERLINK(1)", "Iwan"]


def test_passport_fields_are_offered_behind_the_question_who_is_there(desk, delegation):
    plain = desk.get(address("delegation_paper_new", delegation.pk, "venue_names")).content.decode()
    sealed = desk.get(address("delegation_paper_sealed", delegation.pk, "venue_names"))

    assert ("fields_sealed" in plain, sealed.status_code, "fields_sealed" in sealed.content.decode()) == (
        False,
        403,
        False,
    )


def test_passport_fields_reach_the_table_with_a_trace_and_no_copy(desk, delegation, officer):
    confirm(desk, officer)
    sent = {**first_fields(delegation, "venue_names"), "form": "ods", "fields_sealed": ["passport_number"]}

    response = desk.post(address("delegation_paper_sealed", delegation.pk, "venue_names"), sent)

    content = zipfile.ZipFile(io.BytesIO(response.content)).read("content.xml").decode()
    reading = Reading.objects.get()
    assert (PASSPORT in content, reading.purpose, reading.fields) == (True, "venue_names", ["passport_number"])
    assert Document.objects.count() == 0


def test_passport_fields_reach_the_print_sealed(desk, delegation, officer):
    confirm(desk, officer)
    sent = {**first_fields(delegation, "venue_names"), "fields_sealed": ["passport_number"]}

    desk.post(address("delegation_paper_sealed", delegation.pk, "venue_names"), sent)

    document = Document.objects.get()
    assert (document.is_sealed, PASSPORT in str(document.data)) == (True, False)


def test_departments_see_who_was_there_and_neither_lists_nor_letters(sign_in, delegation):
    unit = make_unit(kind="department")
    delegation.visit.activity.departments.add(unit)
    department = sign_in(make_user(role=Role.DEPARTMENT_CONTACT, unit=unit))

    answers = [
        department.get(address(name, delegation.pk)).status_code
        for name in ("attendance", "papers", "delegation_letters")
    ]
    assert answers == [200, 403, 403]


@pytest.mark.parametrize(("paper", "side"), [("travel_request", "incoming"), ("attendance_list", "outgoing")])
def test_a_paper_of_the_other_side_is_not_offered(desk, delegation, paper, side):
    type(delegation).objects.update(side=side)
    there = address("delegation_paper_new", delegation.pk, paper)

    assert desk.get(there).status_code == 404
    assert there not in desk.get(address("papers", delegation.pk)).content.decode()


def test_the_settlement_is_printed_with_nobody_named_and_says_what_is_unknown(desk, delegation):
    delegation.members.all().delete()
    Cost.objects.create(visit=delegation.visit, what="Saal", planned=Decimal("1250.5"), chapter="0500", title="54001")
    Cost.objects.create(
        visit=delegation.visit, what="Essen", planned=Decimal(300), actual=Decimal("280.40"), payer="guest"
    )
    there = address("delegation_paper_new", delegation.pk, "settlement")

    desk.post(there, {"language": "de", "second": "", "form": "pdf"})
    table = read(desk.post(there, {"language": "de", "second": "", "form": "xlsx"}).content)

    shown, sums = Document.objects.get().data["sections"]
    rows = [[cell and cell[0]["text"] for cell in row] for row in shown["rows"]]
    assert rows == [
        ["1", "Saal", said("host"), "0500 / 54001", "1.250,50", None, "EUR", "nein"],
        ["2", "Essen", said("guest"), "", "300,00", "280,40", "EUR", "nein"],
    ]
    assert [[cell[0]["text"] for cell in row][1:] for row in sums["rows"]] == [
        ["1.250,50\xa0€", "unbekannt", ""],
        ["300,00\xa0€", "280,40\xa0€", "−19,60\xa0€"],
        ["1.550,50\xa0€", "mindestens 280,40\xa0€, 1 unbekannt", "−19,60\xa0€"],
    ]
    assert [cell.value for cell in table.rows[2]][4:8] == ["0500 / 54001", 1250.5, "unbekannt", "EUR"]


def said(payer):
    return words.said(Cost.Payer(payer).label, "de")


@pytest.mark.parametrize("paper", ["nonsense", "letter"])
def test_there_is_no_other_paper(desk, delegation, paper):
    assert desk.get(address("delegation_paper_new", delegation.pk, paper)).status_code == 404


def test_nobody_named_gives_no_list_and_says_so(desk, delegation):
    delegation.members.all().delete()

    response = desk.post(
        address("delegation_paper_new", delegation.pk, "participants"), {"language": "de", "second": "", "form": "pdf"}
    )

    assert (response.status_code, "Name members first." in response.content.decode()) == (422, True)


def test_a_seating_plan_is_printed(desk, delegation):
    plan = SeatingPlan.objects.create(visit=delegation.visit, name="Abendessen", shape="u", size=9)

    response = desk.post(address("seating_print", plan.pk), {"language": "de"})

    assert (response.status_code, Document.objects.get().template) == (302, "seating_plan")


# ---- letters -------------------------------------------------------------------
def test_the_page_says_what_is_unchecked_and_offers_both_ways(desk, delegation):
    make_rule()

    text = desk.get(address("delegation_letters", delegation.pk)).content.decode()

    wanted = ["This rule was not checked.", "with passport data", "without passport data", "Passport number"]
    assert [word for word in wanted if word not in text] == []


def test_without_a_rule_the_page_says_what_to_do(desk, delegation):
    text = desk.get(address("delegation_letters", delegation.pk)).content.decode()

    assert ("Nobody has entered what Uzbekistan wants." in text, "Rules of the countries" in text) == (True, True)


def test_letters_are_made_on_the_page(desk, delegation):
    rule = make_rule()
    sent = {"recipients": [str(printable(delegation)[0].pk)], "rule": rule.pk, "paper": "pdf", "revoke_earlier": "on"}

    response = desk.post(address("delegation_letter_new", delegation.pk, "visa_invitation"), sent)

    assert (response.status_code, response.url) == (302, address("delegation_letters", delegation.pk))
    assert IssuedLetter.objects.get().document.is_sealed is False


def test_letters_with_passport_data_ask_who_is_there_first(desk, delegation, officer):
    rule = make_rule()
    sent = {"recipients": [str(printable(delegation)[0].pk)], "rule": rule.pk, "paper": "odt"}
    there = address("delegation_letter_sealed", delegation.pk, "visa_invitation")

    asked = desk.post(there, sent)
    confirm(desk, officer)
    desk.post(there, sent)

    assert (asked.status_code, IssuedLetter.objects.get().document.is_sealed) == (403, True)


def test_revoking_asks_first_and_for_a_reason(desk, delegation, officer):
    letter = issued(delegation, officer)[0]
    there = address("letter_revoke", letter.pk)

    question = desk.get(there).content.decode()
    empty = desk.post(there, {"reason": " "})
    desk.post(there, {"reason": "Travels later"})

    letter.refresh_from_db()
    assert ("This cannot be undone" in question, empty.status_code, letter.reason) == (True, 422, "Travels later")
    page = desk.get(address("letter", letter.pk)).content.decode()
    assert ("A letter with a check code was revoked." in page, "Travels later" in page) == (True, True)


def test_the_register_of_letters_costs_the_same_for_more(desk, delegation, officer):
    issued(delegation, officer)
    there = address("letters")
    desk.get(there)
    with CaptureQueriesContext(connection) as before:
        desk.get(f"{there}?text=a")
    make_member(delegation=delegation, family_name="Avia")
    issued(delegation, officer)
    desk.get(there)
    with CaptureQueriesContext(connection) as after:
        page = desk.get(f"{there}?text=a")

    assert (len(after) - len(before), page.status_code) == (0, 200)


def test_letters_of_another_office_are_not_found(sign_in, delegation, officer):
    letter = issued(delegation, officer)[0]
    other = sign_in(make_user(role=Role.OFFICER, unit=make_unit()))

    answers = [
        other.get(there).status_code
        for there in (
            address("letter", letter.pk),
            address("letter_revoke", letter.pk),
            address("delegation_letters", delegation.pk),
            address("delegation_letter_new", delegation.pk, "visa_invitation"),
            address("papers", delegation.pk),
            address("delegation_paper_new", delegation.pk, "participants"),
        )
    ]
    assert answers == [404] * 6


# ---- rules of countries ----------------------------------------------------------
def test_the_usual_rules_are_proposed_after_a_question(desk, delegation):
    question = desk.get(address("country_rules_usual")).content.decode()
    done = desk.post(address("country_rules_usual"), {"yes": "1"})

    rule = CountryRule.objects.get()
    assert ("Uzbekistan: visa needed" in question, done.status_code, rule.checked_on) == (True, 302, None)
    assert "not checked" in desk.get(address("country_rules")).content.decode()


def test_a_rule_is_entered_changed_and_removed(desk):
    sent = {
        "country": "TR", "needs_visa": "on", "language": "de", "second_language": "en", "signer": "head",
        "fields": ["function"], "days_before": "30", "note-de": "", "source": "Merkblatt",
    }  # fmt: skip
    made = desk.post(address("country_rule_new"), sent)
    rule = CountryRule.objects.get()
    wrong = desk.post(address("country_rule_edit", rule.pk), {**sent, "second_language": "de", "version": rule.version})
    desk.post(address("country_rule_edit", rule.pk), {**sent, "days_before": "31", "version": rule.version})
    rule.refresh_from_db()

    assert (made.status_code, wrong.status_code, rule.country, rule.days_before) == (302, 422, "TR", 31)
    desk.post(address("country_rule_remove", rule.pk), {"yes": "1"})
    assert CountryRule.objects.count() == 0


# ---- what is missing is said before ---------------------------------------------------
def test_where_nobody_needs_a_visa_there_is_an_invitation_without_any_rule(desk, delegation):
    Partner.objects.update(country="PL")
    there = address("delegation_letter_new", delegation.pk, "personal_invitation")
    sent = {"recipients": [str(printable(delegation)[0].pk)], "paper": "pdf"}

    page = desk.get(address("delegation_letters", delegation.pk)).content.decode()
    form = desk.get(there).content.decode()
    made = desk.post(there, sent)

    assert (there in page, "visa_invitation" in page, 'name="rule"' in form, "with_gaps" in form) == (
        True,
        False,
        False,
        False,
    )
    assert (made.status_code, IssuedLetter.objects.get().document.template) == (302, "personal_invitation")


def test_letters_with_gaps_are_made_only_when_somebody_says_so(desk, delegation):
    Visit.objects.update(file_reference="", lodging=None, cost_rule=written_in("de", "Der Gast trägt die Reise."))
    rule = make_rule()
    there = address("delegation_letter_new", delegation.pk, "visa_invitation")
    sent = {"recipients": [str(printable(delegation)[0].pk)], "rule": rule.pk, "paper": "pdf"}
    missing = "Missing: the file reference, the hotel with its address, who bears which cost (Russian)."

    asked = desk.get(there).content.decode()
    refused = desk.post(there, sent)
    count = IssuedLetter.objects.count()
    made = desk.post(there, {**sent, "with_gaps": "on"})

    assert (missing in asked, missing in refused.content.decode()) == (True, True)
    assert (refused.status_code, count, made.status_code) == (422, 0, 302)


def test_countries_are_chosen_by_name(desk):
    page = desk.get(address("country_rule_new"), {"country": "UA"}).content.decode()

    assert '<option value="UA" selected>Ukraine</option>' in page
    assert (
        page.index(">Austria<")
        < page.index(">Turkey<" if ">Turkey<" in page else ">Türkiye<")
        < page.index(">Ukraine<")
    )
    assert [code for code in ("EU", "UN", "ZZ") if f'value="{code}"' in page] == []


@pytest.mark.parametrize(("days", "said"), [(60, "The letters must be out by"), (20, "Overdue."), (-3, "")])
def test_letters_are_waited_for_until_the_visit_begins(sign_in, officer, days, said):
    make_rule()
    guests = make_guests(officer, starts_on=timezone.localdate() + timedelta(days=days))

    page = sign_in(officer).get(address("delegation_letters", guests.pk)).content.decode()

    assert [words for words in ("The letters must be out by", "Overdue.") if words in page] == [said] * bool(said)
