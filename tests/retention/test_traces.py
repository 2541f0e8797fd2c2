"""After erasing nothing is left: not in the database file and its log, not in uploads, mails, search or history."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from hospitium.accounts.actions import open_link
from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core import mails
from hospitium.core.models import Mail
from hospitium.documents import actions as documents
from hospitium.documents.models import Document
from hospitium.interchange.models import Upload
from hospitium.partners.models import ContactFunction
from hospitium.programme.models import YearProgramme
from hospitium.retention import actions
from hospitium.retention.actions import erasing
from hospitium.retention.models import Offer
from hospitium.vault import actions as vault
from tests.documents.test_register import letter, make_letter
from tests.factories import make_contact, make_partnership, make_unit, make_user
from tests.retention.traces import files_with, rows_with, traces_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "data")]
CANARY = "zyxkanarek4711"


def where(data: Path) -> list[str]:
    """Tables, files of the data folder, and the files of the database itself."""
    found = traces_of(CANARY)
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        found += [one for one in files_with([CANARY], name.parent) if one.startswith(name.name)]
    return found


def fill(officer, head, unit) -> None:
    """One record of each class, long past its time, with the canary wherever a person can type."""
    long_ago = timezone.now() - timedelta(days=5000)
    contact = make_contact(email=f"{CANARY}@example.org", phone=CANARY, note=CANARY * 400, met_at=CANARY)
    ContactFunction.objects.create(contact=contact, function="Leiterin", ends=PartialDate(2001, 5, 1))
    link, _address = open_link(
        purpose="year_programme", subject=make_programme(unit), name=CANARY, email=f"{CANARY}@example.org",
        language="de", ends_on=timezone.localdate(), by=officer,
    )  # fmt: skip
    GuestLink.objects.filter(pk=link.pk).update(ends_on=long_ago.date())
    mail = mails.post(
        to=f"{CANARY}@example.org", language="de", template="accounts/mail/guest_link",
        context={"link": link, "words": CANARY, "address": CANARY, "officer": officer, "installation": CANARY},
    )  # fmt: skip
    mails.send_waiting()
    Mail.objects.filter(pk=mail.pk).update(due_at=long_ago, sent_at=long_ago)
    stored = documents.store_file(upload=SimpleUploadedFile(f"{CANARY}.csv", CANARY.encode() * 500), by=officer)
    Upload.objects.create(
        file=stored, target="contacts", uploaded_by=officer, uploaded_at=long_ago, choices={"text": CANARY}
    )
    paper = make_letter(officer, unit, title=CANARY, data=letter(text=[CANARY]), format="docx")
    Document.objects.filter(pk=paper.pk).update(made_at=long_ago)
    vault.seal(subject=contact, fields={"passport_number": CANARY}, by=officer)


def make_programme(unit):
    return YearProgramme.objects.create(partnership=make_partnership(unit=unit), year=2026)


@pytest.fixture
def people():
    unit = make_unit()
    return make_user(role=Role.OFFICER, unit=unit), make_user(role=Role.HEAD, unit=unit), unit


def test_nothing_of_it_is_left_anywhere(people, data, today):
    officer, head, unit = people
    fill(officer, head, unit)
    before = where(data)

    offers = actions.erase_what_is_due(today=today)
    actions.answer_offer(offer_id=Offer.objects.get().pk, step="decline", by=head)
    done = actions.erase_what_is_due(today=today)

    # First that it could be found at all: in each table and in each kind of file.
    assert {
        "accounts_guestlink", "core_mail", "documents_document", "documents_storedfile", "interchange_upload",
        "partners_contact",
    } <= set(before)  # fmt: skip
    assert {one.split("/")[0] for one in before if "/" in one} == {"files", "mail"}
    assert (offers.offered, offers.erased, done.erased) == (1, 4, 1)
    assert where(data) == []
    assert default_storage.listdir("")[1] == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the file of SQLite")
def test_without_the_clearing_of_the_file_something_would_be_left(people, data, today, monkeypatch):
    fill(*people)
    monkeypatch.setattr(erasing, "clear_database_file", lambda: None)

    actions.erase_what_is_due(today=today)

    assert [one for one in where(data) if ".sqlite3" in one] != []


def test_a_run_that_was_broken_off_leaves_its_clearing_to_the_next(people, data, today, monkeypatch):
    fill(*people)
    cleared = []

    def broken():
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "clear_database_file", broken)
    with pytest.raises(KeyboardInterrupt):
        actions.erase_what_is_due(today=today)
    monkeypatch.setattr(erasing, "clear_database_file", lambda: cleared.append(1))

    assert actions.erase_what_is_due(today=today).erased == 0
    assert cleared == [1]
    assert actions.erase_what_is_due(today=today).erased == 0
    assert cleared == [1]


def test_sealed_values_stand_nowhere_even_before_they_are_erased(people, data):
    officer, _head, unit = people
    contact = make_contact()
    vault.seal(subject=contact, fields={"passport_number": CANARY}, by=officer)
    vault.unseal(subject=contact, unit=unit, officer=officer, fields=["passport_number"], purpose="hotel", by=officer)
    make_letter(officer, unit, format="docx", sealed_data={"text": [CANARY]})

    assert where(data) == []


def test_the_helper_finds_what_is_there(data):
    make_contact(note=f"x{CANARY.upper()}x")
    (data / "files").mkdir()
    (data / "files" / "upload").write_bytes(CANARY.encode("utf-16-le"))

    assert rows_with([CANARY]) == ["partners_contact"]
    assert files_with([CANARY], data) == ["files/upload"]
    assert Path(django_settings.DATA) == data
