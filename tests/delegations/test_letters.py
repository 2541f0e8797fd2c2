"""Letters with check codes: issued with and without the vault, registered, revoked; certificates; usual rules."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone, translation

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.lists import look
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import attendance, country_rules
from hospitium.delegations.actions import letters as actions
from hospitium.delegations.documents.letters import LABELS
from hospitium.delegations.documents.people import printable
from hospitium.delegations.lists.letters import COUNTRY_RULES
from hospitium.delegations.models import CountryRule, IssuedLetter
from hospitium.delegations.queries.letters import letters_of
from hospitium.documents.actions import read_sealed
from hospitium.documents.kinds import KINDS
from hospitium.documents.models import Document
from hospitium.vault.models import Reading
from hospitium.visits.documents import words
from tests.delegations.papers_world import PASSPORT, make_guests, make_office, make_rule
from tests.factories import make_partner, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer():
    return make_office()


@pytest.fixture
def delegation(officer):
    return make_guests(officer, starts_on=timezone.localdate() + timedelta(days=60))


@pytest.fixture
def here(officer):
    """A delegation whose visit has begun."""
    return make_guests(officer)


def issue(delegation, officer, **given):
    rule = CountryRule.objects.first() or make_rule()
    start = {
        "delegation_id": delegation.pk,
        "template": "visa_invitation",
        "rule_id": rule.pk,
        "members": [printable(delegation)[0].pk],
        "format": "pdf",
        "letterhead": None,
        "by": officer,
    }
    return actions.issue_letters(**{**start, **given})


# ---- issuing -------------------------------------------------------------------
def test_a_letter_without_the_vault_says_what_it_does_not_give(delegation, officer):
    letter = issue(delegation, officer)[0]

    data = letter.document.data
    *given, absent = [row["value"] for row in data["particulars"]]
    assert given == [
        "Aleksandra Konstantinovna VOZNESENSKAYA-PREOBRAZHENSKAYA",
        "Александра Константиновна Вознесенская-Преображенская",
        "Leiterin der Abteilung",
        words.when(delegation.visit, "de"),
    ]
    assert absent == ", ".join(words.said(LABELS[field], "de") for field in ("birth_date", "passport_number"))
    assert data["second"]["language"] == "ru"
    assert (letter.document.is_sealed, Reading.objects.count(), letter.valid_until) == (
        False,
        0,
        delegation.visit.ends_on,
    )
    assert [(event.code, event.actor) for event in timeline(letter)] == [("letter.issued", officer)]
    assert Mail.objects.count() == 0


def test_passport_fields_go_into_the_sealed_file_and_nowhere_else(delegation, officer):
    letter = issue(delegation, officer, purpose="visa_letter", format="docx")[0]

    document = Document.objects.get()
    content = read_sealed(document_id=document.pk, purpose="document", by=officer)
    paper = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    with default_storage.open(document.file.stored_as) as file:
        stored = file.read()
    assert (PASSPORT in paper, "31. Januar 1970" in paper) == (True, True)
    assert PASSPORT not in json.dumps(document.data)
    assert PASSPORT.encode() not in stored
    assert document.is_sealed
    assert Reading.objects.order_by("pk").first().purpose == "visa_letter"
    assert letter.member_id == printable(delegation)[0].pk


def test_a_letter_for_somebody_without_sealed_fields_is_made_without_them(delegation, officer):
    second = printable(delegation)[2]

    letter = issue(delegation, officer, members=[second.pk], purpose="visa_letter")[0]

    assert (letter.document.is_sealed, Reading.objects.count()) == (False, 0)


def test_only_the_officer_in_charge_gets_a_letter_with_passport_data(delegation, officer):
    other = make_user(role=Role.OFFICER, unit=delegation.visit.unit)

    with pytest.raises(Refused, match="Only the officer in charge may read this"):
        issue(delegation, other, purpose="visa_letter")
    assert (IssuedLetter.objects.count(), Document.objects.count()) == (0, 0)


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_office_paper_carries_the_code_and_both_languages(delegation, officer, format):
    letter = issue(delegation, officer, format=format)[0]

    with default_storage.open(letter.document.file.stored_as) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    text = archive.read("word/document.xml" if format == "docx" else "content.xml").decode()
    groups = "-".join(letter.code[at : at + 4] for at in range(0, 16, 4))
    assert [word for word in (groups, "Гость оплачивает проезд", "Der Gast trägt die Reise") if word not in text] == []


def test_a_letter_is_numbered_for_its_member_and_may_take_the_place_of_the_one_before(delegation, officer):
    first = issue(delegation, officer)[0]
    second = issue(delegation, officer, reason="newer")[0]

    first.refresh_from_db()
    assert (first.document.number, second.document.number, second.document.version) == (1, 1, 2)
    assert (first.revoked_by, first.reason, second.revoked_at) == (officer, "newer", None)
    assert first.code != second.code


def test_titles_in_the_register_name_nobody(delegation, officer):
    issue(delegation, officer, members=[member.pk for member in printable(delegation)])

    label = words.said(KINDS["visa_invitation"].label, "de")
    name = words.name_of(delegation.visit, "de")
    assert list(Document.objects.values_list("title", flat=True)) == [f"{label}: {name}"] * 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"side": "outgoing"}, "These are our own people"),
        ({"state": "closed", "closed_on": timezone.localdate()}, "This delegation is closed"),
    ],
)
def test_no_invitation_for_our_own_people_or_after_the_end(delegation, officer, change, reason):
    type(delegation).objects.filter(pk=delegation.pk).update(**change)

    with pytest.raises(Refused, match=reason):
        issue(delegation, officer)


def test_no_invitation_where_none_is_wanted_and_for_nobody(delegation, officer):
    free = make_rule(country="GB", needs_visa=False)

    with pytest.raises(Refused, match="needs no visa"):
        issue(delegation, officer, rule_id=free.pk)
    with pytest.raises(Refused, match="Choose at least one member"):
        issue(delegation, officer, rule_id=make_rule().pk, members=[])


def test_another_office_issues_nothing(delegation):
    with pytest.raises(Refused, match="This record is looked after by"):
        issue(delegation, make_user(role=Role.OFFICER, unit=make_unit()))


# ---- revoking ------------------------------------------------------------------
def test_revoking_keeps_the_reason_in_the_house_and_happens_once(delegation, officer):
    letter = issue(delegation, officer)[0]

    actions.revoke_letter(letter_id=letter.pk, reason="Travels later", by=officer)

    letter.refresh_from_db()
    event = timeline(letter).first()
    assert (letter.reason, letter.revoked_by, event.code, event.facts) == (
        "Travels later",
        officer,
        "letter.revoked",
        {},
    )
    with pytest.raises(Refused, match="revoked already"):
        actions.revoke_letter(letter_id=letter.pk, reason="x", by=officer)


# ---- what is wanted --------------------------------------------------------------
def test_the_page_knows_the_day_what_is_missing_and_who_is_done(delegation, officer):
    make_rule(days_before=42)
    issue(delegation, officer)

    found = letters_of(delegation, timezone.localdate())

    assert (found.days_left, found.open_count, found.is_overdue) == (18, 2, False)
    assert [row.missing for row in found.rows] == [
        (),
        ("function", "birth_date", "passport_number"),
        ("birth_date", "passport_number"),
    ]
    late = letters_of(delegation, timezone.localdate() + timedelta(days=19))
    assert late.is_overdue


def test_in_the_european_union_no_letter_is_wanted(delegation):
    delegation.partnership.partner.country = "PL"
    delegation.partnership.partner.save()

    found = letters_of(delegation, timezone.localdate())

    assert (found.rule, found.is_free, found.is_wanted) == (None, True, False)


# ---- rules of countries ----------------------------------------------------------
def test_usual_rules_are_proposed_for_partners_countries_and_nobody_has_checked_them(delegation, officer):
    for country in ("PL", "UA", "TR"):
        make_partner(country=country)
    make_rule(country="TR", days_before=10)

    made = country_rules.propose_country_rules(by=officer)

    assert [(rule.country, rule.needs_visa, rule.checked_on) for rule in made] == [
        ("UA", False, None),
        ("UZ", True, None),
    ]
    assert all(rule.source for rule in made)
    assert CountryRule.objects.get(country="TR").days_before == 10
    assert country_rules.propose_country_rules(by=officer) == []


def test_a_country_has_one_rule(officer):
    rule = make_rule()
    other = make_rule(country="TR")

    with pytest.raises(Refused, match="has a rule already"):
        country_rules.create_country_rule(values={"country": "UZ"}, by=officer)
    with pytest.raises(Refused, match="has a rule already"):
        country_rules.edit_country_rule(rule_id=other.pk, version=1, values={"country": "UZ"}, by=officer)
    country_rules.remove_country_rule(rule_id=rule.pk, by=officer)
    assert list(CountryRule.objects.values_list("country", flat=True)) == ["TR"]


def test_whoever_writes_no_letters_keeps_no_rules():
    with pytest.raises(Refused):
        country_rules.propose_country_rules(by=make_user(role=Role.EMPLOYEE))


# ---- certificates ----------------------------------------------------------------
def test_certificates_are_made_for_those_who_were_there(here, officer):
    first, second, third = printable(here)
    today = timezone.localdate()
    attendance.note_attendance(member_id=first.pk, day=today, state="present", by=officer)
    attendance.note_attendance(member_id=second.pk, day=today, state="absent", by=officer)

    made = actions.issue_certificates(
        delegation_id=here.pk, languages=["de", "ru"], members=[first.pk, second.pk, third.pk], by=officer
    )

    assert [(one.member, one.valid_until, one.document.template) for one in made] == [
        (first, None, "attendance_certificate")
    ]


def test_nobody_is_certified_of_whom_nothing_is_known(here, officer):
    with pytest.raises(Refused, match="Choose at least one member"):
        actions.issue_certificates(delegation_id=here.pk, languages=["de"], members=[1, 2, 3], by=officer)


# ---- an invitation that no country asks for ------------------------------------------
def test_an_invitation_for_the_guests_themselves_needs_no_rule(delegation, officer):
    letter = issue(delegation, officer, template="personal_invitation", rule_id=None)[0]

    data = letter.document.data
    assert (letter.document.template, data["language"], data["second"]["language"]) == (
        "personal_invitation",
        "ru",
        "de",
    )
    assert data["recipient"] == [
        "госпожа Dr. Александра Константиновна Вознесенская-Преображенская",
        "Начальник управления",
        "Администрация Новограда",
    ]
    assert data["salutation"] == "Уважаемая Александра Константиновна,"
    assert data["second"]["salutation"] == "Sehr geehrte Frau Dr. Voznesenskaya-Preobrazhenskaya,"
    assert [row["value"] for row in data["second"]["particulars"]] == [
        "Aleksandra Konstantinovna VOZNESENSKAYA-PREOBRAZHENSKAYA",
        "Александра Константиновна Вознесенская-Преображенская",
        "Leiterin der Abteilung",
        "Verwaltung Nowograd",
        words.when(delegation.visit, "de"),
    ]
    assert (CountryRule.objects.count(), letter.document.is_sealed) == (1, False)


def test_a_letter_for_the_consulate_is_not_written_by_the_plain_rule(delegation, officer):
    with pytest.raises(Refused, match="needs no visa"):
        issue(delegation, officer, rule_id=None)


def test_countries_stand_in_the_order_of_the_reader(officer):
    for country in ("TR", "AT", "CZ", "DE"):
        make_rule(country=country)

    def names(language, sort=""):
        with translation.override(language):
            return [str(rule) for rule in look(COUNTRY_RULES, officer, {"sort": sort}).page.object_list]

    assert names("de") == ["Deutschland", "Österreich", "Tschechien", "Türkei"]
    assert names("cs", "-country") == ["Turecko", "Rakousko", "Německo", "Česko"]


def test_a_list_of_countries_without_a_rule_is_empty(officer):
    assert list(look(COUNTRY_RULES, officer, {}).page.object_list) == []
