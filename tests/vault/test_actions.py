"""Sealing, reading with a trace, erasing; and what nobody finds anywhere."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core import search
from hospitium.core.events import timeline
from hospitium.core.models import Event, Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.vault import actions, queries
from hospitium.vault.keys import FileKey, VaultShut
from hospitium.vault.models import Reading, Sealed
from tests.factories import make_partner, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CANARY = "C01XCANARY47"


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def subject():
    return make_partner()


def sealed(subject, officer, **fields):
    actions.seal(subject=subject, fields=fields or {"passport_number": CANARY}, by=officer)
    return Sealed.objects.order_by("-id").first()


def read(subject, unit, officer, **given):
    start = {"officer": officer, "fields": ["passport_number"], "purpose": "visa_letter", "by": officer}
    return actions.unseal(subject=subject, unit=unit, **{**start, **given})


def test_seal_keeps_a_ciphertext_and_says_which_fields(officer, subject):
    given = actions.seal(subject=subject, fields={"passport_number": f" {CANARY} ", "birth_place": ""}, by=officer)

    row = Sealed.objects.get()
    assert given == ["passport_number"]
    assert (row.kind, row.key, row.field, row.given_by) == (
        "partners.partner",
        str(subject.pk),
        "passport_number",
        officer,
    )
    assert CANARY.encode() not in bytes(row.ciphertext)
    assert [(event.code, event.actor, event.facts) for event in timeline(subject)] == [
        ("vault.sealed", officer, {"fields": ["passport_number"], "link": None})
    ]


def test_seal_of_a_guest_names_the_link(officer, subject):
    link = GuestLink.objects.create(
        purpose="contact", name="Gast", email="gast@example.org", token_hash="x" * 64, created_at=timezone.now(),
        created_by=officer, ends_on=timezone.localdate(),
    )  # fmt: skip

    actions.seal(subject=subject, fields={"birth_place": CANARY}, link=link, by=None)

    row = Sealed.objects.get()
    assert (row.given_by, row.given_with) == (None, link)
    assert timeline(subject).get().facts == {"fields": ["birth_place"], "link": link.pk}


def test_seal_again_replaces_and_an_empty_value_leaves_what_is_there(unit, officer, subject):
    sealed(subject, officer, passport_number="old", birth_place="Łódź")

    actions.seal(subject=subject, fields={"passport_number": "new", "birth_place": " "}, by=officer)

    assert read(subject, unit, officer, fields=["passport_number", "birth_place"]) == {
        "passport_number": "new",
        "birth_place": "Łódź",
    }


def test_seal_refuses_what_is_too_long_without_showing_it(officer, subject):
    with pytest.raises(Refused) as refusal:
        actions.seal(subject=subject, fields={"birth_place": CANARY * 50}, by=officer)

    assert str(refusal.value) == "One of the details is longer than 500 characters. Shorten it."


def test_seal_refuses_a_field_that_is_not_on_the_list(officer, subject):
    with pytest.raises(ValueError, match="These are no fields of the vault"):
        actions.seal(subject=subject, fields={"religion": "x"}, by=officer)


def test_unseal_gives_what_was_given_and_writes_down_who_read(unit, officer, subject):
    sealed(subject, officer)

    values = read(subject, unit, officer, fields=["passport_number", "birth_date"])

    reading = Reading.objects.get()
    assert values == {"passport_number": CANARY}
    assert (reading.kind, reading.key, reading.fields, reading.purpose, reading.by) == (
        "partners.partner",
        str(subject.pk),
        ["passport_number"],
        "visa_letter",
        officer,
    )
    event = timeline(subject).first()
    assert (event.code, event.actor, event.facts) == (
        "vault.read",
        officer,
        {"fields": ["passport_number"], "purpose": "visa_letter"},
    )


def test_unseal_of_nothing_leaves_no_trace(unit, officer, subject):
    assert read(subject, unit, officer) == {}
    assert Reading.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "own_unit", "in_charge", "reason"),
    [
        (Role.HEAD, True, True, "Your role does not allow this. It is open to: International officer."),
        (Role.OFFICER, False, True, "This record is looked after by: Referat."),
        (Role.OFFICER, True, False, "Only the officer in charge may read this: Person in charge."),
    ],
)
def test_unseal_refuses_everybody_but_the_officer_in_charge(role, own_unit, in_charge, reason, subject):
    unit = make_unit(name=written_in("de", "Referat"))
    person = make_user(role=role, unit=unit if own_unit else None)
    other = make_user(name="Person in charge", role=Role.OFFICER, unit=unit)
    sealed(subject, other)

    with pytest.raises(Refused) as refusal:
        read(subject, unit, person if in_charge else other, by=person)

    assert str(refusal.value) == reason
    assert Reading.objects.count() == 0


def test_unseal_refuses_while_nobody_is_in_charge(unit, officer, subject):
    with pytest.raises(Refused) as refusal:
        read(subject, unit, None, by=officer)

    assert str(refusal.value) == "Nobody is in charge yet. Whoever is in charge may read this."


def test_unseal_knows_no_other_purpose(unit, officer, subject):
    with pytest.raises(ValueError, match="curiosity"):
        read(subject, unit, officer, purpose="curiosity")


def test_a_ciphertext_that_was_copied_to_another_record_does_not_open(unit, officer, subject):
    first, other = sealed(subject, officer), make_partner()
    second = sealed(other, officer, passport_number="other")
    second.ciphertext = first.ciphertext
    second.save()

    with pytest.raises(VaultShut) as refusal:
        read(other, unit, officer)

    assert str(refusal.value) == "What lies in the vault here was changed, or does not belong here."


def test_erase_sealed_takes_all_or_the_named_fields(officer, subject):
    sealed(subject, officer, passport_number="1", birth_place="2", birth_date="3")

    assert actions.erase_sealed(subject=subject, fields=["birth_place"], by=officer) == 1
    assert sorted(queries.given_on(subject)) == ["birth_date", "passport_number"]
    assert actions.erase_sealed(subject=subject, by=None) == 2
    assert actions.erase_sealed(subject=subject, by=None) == 0
    assert [(event.code, event.facts) for event in timeline(subject)][:2] == [
        ("vault.erased", {"fields": ["birth_date", "passport_number"]}),
        ("vault.erased", {"fields": ["birth_place"]}),
    ]


def test_given_on_says_the_day_and_no_value(officer, subject, django_assert_num_queries):
    sealed(subject, officer)
    others = [make_partner(), make_partner()]

    assert queries.given_on(subject) == {"passport_number": timezone.localdate()}
    assert queries.has_sealed(subject=subject, field="passport_number")
    with django_assert_num_queries(1):
        found = queries.given_on_each([subject, *others])
    assert found == {
        str(subject.pk): {"passport_number": timezone.localdate()},
        str(others[0].pk): {},
        str(others[1].pk): {},
    }


def test_the_same_value_never_looks_the_same_twice(officer, subject):
    first = bytes(sealed(subject, officer).ciphertext)
    second = bytes(sealed(subject, officer).ciphertext)
    third = bytes(sealed(make_partner(), officer).ciphertext)

    assert len({first, second, third}) == 3


def test_the_value_stands_nowhere(unit, officer, subject):
    row = sealed(subject, officer)
    read(subject, unit, officer)
    search.update(subject)

    written = [str(row), repr(row), str(row.__dict__), str(Reading.objects.get().__dict__)]
    written += [str(event.facts) for event in Event.objects.all()]
    written += [mail.subject + mail.body for mail in Mail.objects.all()]
    assert [text for text in written if CANARY in text] == []
    assert search.find(CANARY) == {}


def test_no_index_lies_on_the_ciphertext():
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Sealed._meta.db_table)

    assert [name for name, one in constraints.items() if "ciphertext" in one["columns"]] == []


def test_a_file_is_sealed_with_a_key_of_its_own(unit, officer, subject):
    content = CANARY.encode() * 1000

    key = FileKey.new()
    locked = key.encrypt(content)
    actions.keep_file_key(subject=subject, key=key, by=officer)

    assert CANARY.encode() not in locked
    assert key.text() not in repr(key)
    given = {"unit": unit, "officer": officer, "purpose": "document", "by": officer}
    assert actions.unseal_file(subject=subject, content=locked, **given) == content
    assert [(one.fields, one.purpose) for one in Reading.objects.all()] == [(["file"], "document")]
    actions.erase_sealed(subject=subject, by=officer)
    with pytest.raises(Refused) as refusal:
        actions.unseal_file(subject=subject, content=locked, **given)
    assert str(refusal.value) == "The key of this file was erased. The file can no longer be read."
