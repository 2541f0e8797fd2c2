"""What an erasing must not leave behind: the file of an annex, the key of an import, a table that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.multilingual import written_in
from hospitium.documents import actions as documents
from hospitium.documents.models import StoredFile
from hospitium.exchange.actions import erasure
from hospitium.exchange.models import Annex, Applicant, Application, Placement
from hospitium.exchange.queries import keeping
from hospitium.retention.actions import erase_what_is_due
from tests.exchange import factories
from tests.factories import make_instrument, make_unit, make_user
from tests.retention.traces import traces_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "data")]
CANARY = "zyxkanarek4711"


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit())


def uploaded(by, *, days_ago: int = 0) -> StoredFile:
    stored = documents.store_file(upload=SimpleUploadedFile(f"{CANARY}.csv", CANARY.encode() * 9), by=by)
    StoredFile.objects.filter(pk=stored.pk).update(uploaded_at=timezone.now() - timedelta(days=days_ago))
    stored.refresh_from_db()
    return stored


def on_disk() -> int:
    return len(default_storage.listdir("")[1])


def test_an_annex_goes_with_its_file(officer):
    annex = Annex.objects.create(application=factories.make_application(state="no"), label="CV", file=uploaded(officer))

    counts = erasure.erase_annex(key=str(annex.pk))

    assert (counts, StoredFile.objects.count(), on_disk()) == ({"annexes": 1}, 0, 0)
    assert erasure.erase_annex(key=str(annex.pk)) == {}


def test_a_draft_takes_the_files_of_its_annexes_along(officer):
    draft = factories.make_application()
    Annex.objects.create(application=draft, label="CV", file=uploaded(officer))

    assert erasure.erase_draft(key=str(draft.pk)) == {"drafts": 1}
    assert (StoredFile.objects.count(), on_disk()) == (0, 0)


def test_the_key_of_an_import_goes_with_the_name_of_which_it_is_made():
    applicant = factories.make_applicant(name=CANARY, email=f"{CANARY}@example.org", phone=CANARY)
    factories.make_application(applicant=applicant, state="no", import_key=f"{CANARY}@example.org")

    erasure.erase_applicant(key=str(applicant.pk))

    assert (Applicant.objects.get().name, Application.objects.get().import_key, traces_of(CANARY)) == ("", "", [])


def test_the_papers_of_a_stay_take_every_number_and_note_along():
    columns = {
        one.name: written_in("de", CANARY) if not isinstance(one, models.CharField | models.TextField) else CANARY
        for one in Placement._meta.concrete_fields
        if one.name in {*keeping.PLACEMENT_TEXTS, "goals", "tasks_there", "preparation", "europass_number"}
    }
    application = factories.make_application(state="yes")
    placement = Placement.objects.create(
        round=application.round, application=application, offer=factories.make_offer(round=application.round),
        state="finished", placed_at=timezone.now(), **columns,
    )  # fmt: skip
    assert len(columns) == len(keeping.PLACEMENT_TEXTS) + 4

    erasure.erase_agreement(key=str(placement.pk))

    assert traces_of(CANARY) == []


@pytest.mark.parametrize(("days", "is_kept"), [(6, True), (8, False)])
def test_a_table_that_nobody_confirmed_goes_after_a_week(officer, days, is_kept):
    uploaded(officer, days_ago=days)

    erase_what_is_due(today=timezone.localdate())

    assert (StoredFile.objects.count(), on_disk()) == ((1, 1) if is_kept else (0, 0))


def test_what_a_record_names_stays(officer):
    kept = uploaded(officer, days_ago=800)
    make_instrument(document=kept)
    annex = Annex.objects.create(
        application=factories.make_application(), label="CV", file=uploaded(officer, days_ago=8)
    )

    assert documents.sweep_unnamed() == 0
    assert {kept.pk, annex.file_id} == set(StoredFile.objects.values_list("pk", flat=True))
