"""The register: numbers, versions, the data that are kept, and letterheads as people handle them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.verdicts import Refused
from hospitium.documents import actions
from hospitium.documents.letters import usual_paper
from hospitium.documents.making import made_again, plain_data
from hospitium.documents.models import Document, Letterhead
from tests.corpus.letters.make import docx, paragraph
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def letter(**given):
    marks = ("office", "unit", "sender", "subject", "salutation", "closing", "signature", "cosignature")
    data = dict.fromkeys(marks, "Zażółć") | {"recipient": ["Łódź"], "text": ["Сердечно", "őszi"], "facts": []}
    return {**data, "language": "de", "number_word": "Nr.", "page_word": "Seite", "foot": "x", **given}


def make_letter(officer, unit, **given):
    start = {
        "template": "invitation",
        "data": letter(),
        "subject": unit,
        "unit": unit,
        "title": "Einladung",
        "language": "de",
        "by": officer,
    }
    return actions.make_document(**{**start, **given})


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def head(unit):
    return make_user(role=Role.HEAD, unit=unit)


def upload(content, name="brief.docx"):
    return SimpleUploadedFile(name, content)


def test_the_next_document_gets_the_next_number_and_the_same_one_the_next_version(officer, unit):
    first = make_letter(officer, unit)
    again = make_letter(officer, unit, format="docx")
    other = make_letter(officer, unit, language="pl")
    to_somebody = make_letter(officer, unit, recipient="visits.speaker:1")

    signs = [document.sign.partition("/")[2] for document in (first, again, other, to_somebody)]
    assert signs == ["0001-1", "0001-2", "0002-1", "0003-1"]
    assert again.data["number"] == again.sign


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt"])
def test_a_document_made_again_from_its_data_is_the_same(officer, unit, kind):
    document = Document.objects.get(pk=make_letter(officer, unit, format=kind).pk)

    with document_file(document) as file:
        assert made_again(document) == file.read()


def document_file(document):
    return default_storage.open(document.file.stored_as)


def test_a_document_stands_in_the_history_of_its_record(officer, unit):
    document = make_letter(officer, unit)

    event = timeline(unit).first()
    assert (event.code, event.actor, event.facts["sha256"]) == ("document.made", officer, document.file.sha256)


def test_only_the_unit_itself_makes_documents_in_its_name(unit):
    stranger = make_user(role=Role.OFFICER)

    with pytest.raises(Refused):
        make_letter(stranger, unit)


@pytest.mark.parametrize("given", [{"template": "booklet", "format": "odt"}, {"template": "x"}, {"format": "exe"}])
def test_what_does_not_exist_is_not_made(officer, unit, given):
    with pytest.raises(Refused):
        make_letter(officer, unit, **given)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", make_unit])
def test_only_plain_data_are_kept(value):
    with pytest.raises(TypeError):
        plain_data({"a": [value]})


def test_days_are_kept_as_text():
    assert plain_data({"a": [date(2027, 3, 8), None, 1]}) == {"a": ["2027-03-08", None, 1]}


# ---- letterheads ---------------------------------------------------------------
def test_a_letterhead_is_taken_in_and_used(head, officer, unit):
    paper = actions.add_letterhead(name="Kopf", unit=unit, upload=upload(docx(paragraph("Unser Haus"))), by=head)

    made = make_letter(officer, unit, format="docx", letterhead=paper)

    with document_file(made) as file:
        assert b"PK" in file.read(4)
    assert (paper.format, made.letterhead) == ("docx", paper)


def test_a_letterhead_without_a_place_for_the_text_is_refused(head, unit):
    content = docx()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace("«text»".encode(), b""))

    with pytest.raises(Refused, match="text"):
        actions.add_letterhead(name="Kopf", unit=unit, upload=upload(target.getvalue()), by=head)


def test_an_officer_does_not_change_letterheads(officer, unit):
    with pytest.raises(Refused):
        actions.add_letterhead(name="Kopf", unit=unit, upload=upload(docx()), by=officer)


def test_a_replaced_letterhead_stays_for_the_letters_that_were_made_on_it(head, officer, unit):
    old = actions.add_letterhead(name="Kopf", unit=unit, upload=upload(docx()), by=head)
    document = make_letter(officer, unit, format="docx", letterhead=old)

    new = actions.replace_letterhead(letterhead_id=old.pk, upload=upload(docx(paragraph("Neu"))), by=head)

    document.refresh_from_db()
    assert [(one.pk, one.is_active) for one in Letterhead.objects.order_by("pk")] == [(old.pk, False), (new.pk, True)]
    with document_file(document) as file:
        assert made_again(document) == file.read()
    with pytest.raises(Refused):
        make_letter(officer, unit, format="docx", letterhead=document.letterhead)


# ---- pages ---------------------------------------------------------------------
def test_register_shows_what_the_unit_made(client, officer, unit):
    document = make_letter(officer, unit, title="Einladung nach Łódź")
    client.force_login(officer)

    page = client.get(reverse("documents:documents") + "?text=Einladung")
    one = client.get(document.get_absolute_url())
    again = client.get(reverse("documents:document_again", args=[document.pk]))

    assert (document.sign in page.content.decode(), one.status_code) == (True, 200)
    assert again.content.startswith(b"%PDF-1.7")


def test_others_do_not_see_it(client, officer, unit):
    document = make_letter(officer, unit)
    client.force_login(make_user(role=Role.OFFICER))

    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.get(reverse("documents:file", args=[document.file_id])).status_code == 404


def test_a_refused_letterhead_says_what_to_do(client, head, unit):
    client.force_login(head)
    sent = {"name": "Kopf", "unit": unit.pk, "file": upload(docx(paragraph("{{ x }}")))}

    response = client.post(reverse("documents:letterhead_new"), sent)

    assert response.status_code == 422
    assert "«recipient»" in response.content.decode()


def test_letterheads_are_listed_tested_and_taken_out_of_use(client, head, unit):
    client.force_login(head)
    sent = {"name": "Kopf", "unit": unit.pk, "file": upload(usual_paper("odt", language="de"), "brief.odt")}

    client.post(reverse("documents:letterhead_new"), sent)
    paper = Letterhead.objects.get()
    page = client.get(reverse("documents:letterheads"))
    test = client.get(reverse("documents:letterhead_test", args=[paper.pk]))
    usual = client.get(reverse("documents:letterhead_usual", args=["docx"]))
    client.post(reverse("documents:letterhead_use", args=[paper.pk]), {"in_use": "no"})
    paper.refresh_from_db()

    assert "Kopf" in page.content.decode()
    assert (test.content[:2], usual.content[:2], paper.format, paper.is_active) == (b"PK", b"PK", "odt", False)


def test_the_list_asks_no_more_with_more_rows(client, officer, unit, django_assert_max_num_queries):
    client.force_login(officer)
    for number in range(3):
        make_letter(officer, unit, recipient=f"x:{number}")
    with django_assert_max_num_queries(25):
        client.get(reverse("documents:documents"))
