"""Documents that hold details from the vault, and documents that were erased."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.verdicts import Refused
from hospitium.documents import actions
from hospitium.documents.models import Document, StoredFile
from hospitium.vault.models import Reading, Sealed
from tests.documents.test_register import letter, make_letter
from tests.factories import make_unit, make_user
from tests.vault.confirmed import confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CANARY = "C01XCANARY47"


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit, password="a long password")


def sealed_letter(officer, unit, **given):
    return make_letter(officer, unit, format="docx", sealed_data={"text": [f"Pass {CANARY}"]}, **given)


def test_what_is_sealed_stands_in_the_encrypted_file_alone(officer, unit):
    document = sealed_letter(officer, unit)

    with default_storage.open(document.file.stored_as) as file:
        stored = file.read()
    assert document.is_sealed
    assert not stored.startswith(b"PK")
    assert CANARY not in str(document.data)
    assert document.data["text"] == letter()["text"]
    assert CANARY not in str([event.facts for event in timeline(document)])
    assert [(row.kind, row.field) for row in Sealed.objects.all()] == [("documents.document", "file")]


def test_the_officer_in_charge_reads_it_and_the_vault_writes_it_down(officer, unit):
    document = sealed_letter(officer, unit)

    content = actions.read_sealed(document_id=document.pk, purpose="visa_letter", by=officer)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert CANARY in archive.read("word/document.xml").decode()
    assert [(one.kind, one.key, one.fields, one.by) for one in Reading.objects.all()] == [
        ("documents.document", str(document.pk), ["file"], officer)
    ]


def test_nobody_else_reads_it(officer, unit):
    document = sealed_letter(officer, unit)
    other = make_user(role=Role.OFFICER, unit=unit)

    with pytest.raises(Refused) as refusal:
        actions.read_sealed(document_id=document.pk, purpose="visa_letter", by=other)

    assert str(refusal.value) == f"Only the officer in charge may read this: {officer.name}."


def test_its_page_asks_who_is_there_then_what_for_then_hands_it_out(officer, unit, sign_in):
    document = sealed_letter(officer, unit)
    browser = sign_in(officer)
    address = reverse("documents:document_sealed", args=[document.pk])

    asked = browser.get(address)
    confirm(browser, officer)
    shown = browser.get(address)
    handed = browser.post(address, {"purpose": "hotel"})
    wrong = browser.post(address, {"purpose": "curiosity"})

    assert (asked.status_code, asked["Location"]) == (302, f"/account/reauthenticate/?{urlencode({'next': address})}")
    assert (shown.status_code, b'name="form_key"' in shown.content) == (200, False)
    assert (handed.status_code, handed["Content-Type"][:15], handed["Content-Disposition"]) == (
        200,
        "application/vnd",
        f'attachment; filename="{document.file.name}"',
    )
    assert wrong.status_code == 422
    assert [(one.purpose, one.by) for one in Reading.objects.all()] == [("hotel", officer)]


def test_its_file_is_not_handed_out_elsewhere_and_it_is_not_made_again(officer, unit, sign_in):
    document = sealed_letter(officer, unit)
    browser = sign_in(officer)

    page = browser.get(document.get_absolute_url())
    file = browser.get(reverse("documents:file", args=[document.file_id]))
    again = browser.get(reverse("documents:document_again", args=[document.pk]))

    assert (page.status_code, file.status_code, again.status_code) == (200, 404, 409)
    assert CANARY not in page.content.decode()
    assert "This document holds details from the vault, which are kept nowhere else." in page.content.decode()


@pytest.mark.parametrize("sealed", [None, {"text": [CANARY]}])
def test_erase_document_leaves_its_row_alone(officer, unit, sealed, django_capture_on_commit_callbacks):
    document = make_letter(officer, unit, format="docx", title=CANARY, data=letter(text=[CANARY]), sealed_data=sealed)
    stored_as = document.file.stored_as

    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_document(document_id=document.pk)
        actions.erase_document(document_id=document.pk)

    erased = Document.objects.get(pk=document.pk)
    assert (erased.sign, erased.title, erased.heading, erased.data, erased.file) == (
        document.sign, "", "Invitation", {}, None,
    )  # fmt: skip
    assert erased.erased_on is not None
    assert (StoredFile.objects.count(), default_storage.exists(stored_as), Sealed.objects.count()) == (0, False, 0)
    assert [event.code for event in timeline(document)].count("document.erased") == 1


def test_the_page_of_an_erased_document_says_so(officer, unit, sign_in):
    document = make_letter(officer, unit, format="docx", title=CANARY)
    actions.erase_document(document_id=document.pk)
    browser = sign_in(officer)

    page = browser.get(document.get_absolute_url()).content.decode()
    register = browser.get(reverse("documents:documents")).content.decode()
    again = browser.get(reverse("documents:document_again", args=[document.pk]))

    assert "What this document said was erased on" in page
    assert CANARY not in page + register
    assert again.status_code == 409


def test_reading_an_erased_document_is_refused(officer, unit):
    document = sealed_letter(officer, unit)
    actions.erase_document(document_id=document.pk)

    with pytest.raises(Refused) as refusal:
        actions.read_sealed(document_id=document.pk, purpose="hotel", by=officer)

    assert str(refusal.value) == "This document was erased."


def test_erase_documents_about_takes_the_kinds_that_are_named(officer, unit):
    first, second = make_letter(officer, unit, format="docx"), make_letter(officer, unit, format="odt")
    third = make_letter(officer, unit, template="thanks", format="docx")
    make_letter(officer, unit, subject=make_unit(), format="docx")

    assert actions.erase_documents_about(subject=unit, templates=["invitation"]) == 2
    assert actions.erase_documents_about(subject=unit) == 1

    assert set(Document.objects.filter(erased_on__isnull=False)) == {first, second, third}
