"""The vault without its keys, as after a restore without them: each page says so, nothing is lost, the nights go on."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.actions import open_link, open_session
from hospitium.accounts.guests import cookie_name
from hospitium.delegations.actions import erasure
from hospitium.delegations.checkcodes import in_groups
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import CountryRule, IssuedLetter, Member
from hospitium.documents.models import Document, StoredFile
from hospitium.retention.actions import erase_what_is_due
from hospitium.retention.models import Run
from hospitium.vault import keys
from hospitium.vault.models import Reading, Sealed
from tests.delegations.papers_world import PASSPORT, make_guests, make_office, make_rule
from tests.vault.confirmed import confirm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "data")]
SENTENCES = {
    "missing": "The keyring of the vault is missing",
    "other": "of the vault is missing, so this cannot be read",
}


@pytest.fixture
def officer():
    cache.clear()
    return make_office()


@pytest.fixture
def delegation(officer):
    made = make_guests(officer)
    made.asks_passport = True
    made.save()
    make_rule()
    return made


@pytest.fixture
def desk(sign_in, officer):
    return confirm(sign_in(officer), officer)


@pytest.fixture
def member(delegation) -> Member:
    return printable(delegation)[0]


def sealed_letter(desk, delegation, member) -> Document:
    sent = {"recipients": [str(member.pk)], "rule": rule_id(), "paper": "pdf"}
    url = reverse("delegations:delegation_letter_sealed", args=[delegation.pk, "visa_invitation"])
    assert desk.post(url, sent).status_code == 302
    return Document.objects.get(is_sealed=True)


def rule_id() -> int:
    return CountryRule.objects.get().pk


def lose(how: str) -> None:
    """The keyring is gone; or the installation into which was restored has one of its own."""
    before = keys.keyring_file().read_text()
    keys.keyring_file().unlink()
    if how == "other":
        keys.make_keyring()
        assert keys.keyring_file().read_text() != before


def state() -> tuple[object, ...]:
    return (
        list(Sealed.objects.order_by("pk").values_list("pk", "key_id")),
        Reading.objects.count(),
        IssuedLetter.objects.count(),
        Document.objects.count(),
        StoredFile.objects.count(),
    )


def own_link(member, officer):
    link, _address = open_link(
        purpose="member", subject=member, name="x", email="x@example.org", language="en",
        ends_on=timezone.localdate() + timedelta(days=9), by=officer,
    )  # fmt: skip
    client = Client()
    client.cookies[cookie_name(link.pk)] = open_session(link_id=link.pk)
    return client, reverse("delegations:guest_member_passport", args=[link.pk])


@pytest.mark.parametrize("how", SENTENCES)
def test_every_way_to_a_value_says_what_is_missing(how, desk, delegation, member):
    document = sealed_letter(desk, delegation, member)
    lose(how)
    before = state()
    item = delegation.visit.items.filter(kind="lecture").first()
    ways = {
        reverse("delegations:member_passport", args=[member.pk]): {
            "purpose": "hotel", "fields_wanted": ["passport_number"],
        },
        reverse("delegations:delegation_letter_sealed", args=[delegation.pk, "visa_invitation"]): {
            "recipients": [str(member.pk)], "rule": rule_id(), "paper": "pdf",
        },
        reverse("delegations:delegation_paper_sealed", args=[delegation.pk, "venue_names"]): {
            "language": "en", "second": "", "form": "pdf", "item": item.pk, "fields_sealed": ["passport_number"],
        },
        reverse("documents:document_sealed", args=[document.pk]): {"purpose": "visa_letter"},
    }  # fmt: skip

    answers = {url: desk.post(url, sent) for url, sent in ways.items()}

    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code not in {409, 422}} == {}
    assert [url for url, answer in answers.items() if SENTENCES[how] not in answer.content.decode()] == []
    assert [url for url, answer in answers.items() if PASSPORT in answer.content.decode()] == []
    assert state() == before


@pytest.mark.parametrize("how", SENTENCES)
def test_pages_that_show_no_value_stay(how, desk, delegation, member):
    document = sealed_letter(desk, delegation, member)
    letter = IssuedLetter.objects.get()
    lose(how)

    pages = [
        member.get_absolute_url(),
        delegation.get_absolute_url(),
        reverse("delegations:delegation_letters", args=[delegation.pk]),
        reverse("delegations:member_passport", args=[member.pk]),
        document.get_absolute_url(),
        reverse("documents:documents"),
        letter.get_absolute_url(),
        reverse("delegations:check_code", args=[in_groups(letter.code)]),
    ]

    assert {url: desk.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_letters_without_passport_data_are_made_all_the_same(desk, delegation, member):
    lose("missing")
    url = reverse("delegations:delegation_letter_new", args=[delegation.pk, "visa_invitation"])

    answer = desk.post(url, {"recipients": [str(member.pk)], "rule": rule_id(), "paper": "pdf"})

    assert (answer.status_code, IssuedLetter.objects.get().document.is_sealed) == (302, False)


def test_a_guest_is_told_and_no_new_keyring_hides_the_loss(member, officer):
    client, url = own_link(member, officer)
    lose("missing")

    answer = client.post(url, {"sealed-passport_number": "X1234567"})

    assert (answer.status_code, SENTENCES["missing"] in answer.content.decode()) == (422, True)
    assert "X1234567" not in answer.content.decode()
    assert (keys.keyring_file().exists(), Sealed.objects.count()) == (False, 2)


def test_with_keys_of_its_own_a_guest_gives_anew_what_was_lost(desk, member, officer):
    client, url = own_link(member, officer)
    lose("other")

    given = client.post(url, {"sealed-passport_number": "X1234567"})

    sent = {"purpose": "hotel", "fields_wanted": ["passport_number"]}
    shown = desk.post(reverse("delegations:member_passport", args=[member.pk]), sent)
    assert (given.status_code, shown.status_code, "X1234567" in shown.content.decode()) == (302, 200, True)


@pytest.mark.parametrize("how", SENTENCES)
def test_the_night_erases_what_nobody_can_read(how, desk, delegation, member, time_machine):
    document = sealed_letter(desk, delegation, member)
    lose(how)
    day = delegation.visit.ends_on + timedelta(days=2)
    time_machine.move_to(datetime.combine(day, time(3, 30)))

    run = erase_what_is_due(today=day)

    document.refresh_from_db()
    assert (Sealed.objects.count(), document.erased_on, run.ended_at is None) == (0, day, False)
    assert Run.objects.filter(is_broken=True).count() == 0


@pytest.mark.parametrize("how", SENTENCES)
def test_a_person_is_erased_on_request_all_the_same(how, desk, delegation, member, officer):
    sealed_letter(desk, delegation, member)
    lose(how)

    erasure.erase_member(member_id=member.pk, ground="objection", by=officer)

    assert (Sealed.objects.count(), Member.objects.get(pk=member.pk).family_name) == (0, "")


def test_the_keys_come_back_and_everything_is_there(desk, delegation, member):
    document = sealed_letter(desk, delegation, member)
    kept = keys.keyring_file().read_text()
    lose("missing")
    url = reverse("documents:document_sealed", args=[document.pk])
    shut = desk.post(url, {"purpose": "visa_letter"})

    keys.keyring_file().write_text(kept)

    opened = desk.post(url, {"purpose": "visa_letter"})
    assert (shut.status_code, opened.status_code, opened.content[:5]) == (409, 200, b"%PDF-")
