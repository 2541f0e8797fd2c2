"""Every bad table is answered with a page that says what is wrong; none breaks anything, none is half taken over."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitium.accounts.roles import Role
from hospitium.core import tables
from hospitium.documents.models import StoredFile
from hospitium.interchange.models import Upload
from hospitium.interchange.tables import reason
from tests.corpus.tables import make
from tests.factories import make_user

CORPUS = Path(__file__).parents[1] / "corpus" / "tables"
MANIFEST = tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))["file"]


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["name"])
def test_bad_table_is_answered_as_the_manifest_says(client, db, settings, tmp_path, entry):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_user(role=Role.OFFICER))
    content = make.build(entry["name"])
    file = SimpleUploadedFile(entry["name"], content)

    response = client.post("/desk/tables/", {"target": "activities", "file": file})

    if entry["expected"] == "refused":
        with pytest.raises(tables.TableError) as caught:
            tables.read(content)
        assert (response.status_code, caught.value.code) == (422, entry["code"])
        assert reason(caught.value) in response.content.decode()
        assert (Upload.objects.count(), StoredFile.objects.count(), list(tmp_path.iterdir())) == (0, 0, [])
    else:
        sheet = tables.read(content)
        upload = Upload.objects.get()
        page = client.get(response.headers["Location"])
        assert (response.status_code, page.status_code) == (302, 200)
        assert [note.code for note in sheet.notes if note.code in entry.get("notes", [])] == entry.get("notes", [])
        assert sheet.encoding == entry.get("encoding", sheet.encoding)
        assert sheet.separator == entry.get("separator", sheet.separator)
        assert upload.choices["header"] == entry.get("header", 1)
        assert client.get(f"/desk/tables/{upload.pk}/preview/").status_code == 200


def test_manifest_names_every_file_once():
    assert [entry["name"] for entry in MANIFEST] == list(dict.fromkeys(entry["name"] for entry in MANIFEST))
    assert {entry["name"] for entry in MANIFEST} == set(make.FILES)
