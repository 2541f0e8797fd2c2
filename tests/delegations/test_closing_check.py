"""The check at the end: the visit is closed, the clock moves on, the nightly job runs, and nothing is left to be found.

The passport number and the diet are looked for in the file of the database, in a backup made since, and in the folder
of the files; the auditor sees who had read the number.
"""

from __future__ import annotations

import sqlite3
import tarfile
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.delegations.actions import delegations as steps
from hospitium.delegations.actions import members as members_actions
from hospitium.delegations.actions.after import settle_costs
from hospitium.delegations.models import Delegation
from hospitium.documents.actions import make_document
from hospitium.operations import actions as nightly
from hospitium.operations import backup
from hospitium.vault import actions as vault
from tests.delegations.offices import ENDS, STARTS, Office
from tests.documents.test_register import letter
from tests.factories import make_user
from tests.retention.traces import files_with, traces_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
PASSPORT, DIET = "ZX4711QQ8", "kanarienfutterfrei"


def unpacked(target: Path, folder: Path) -> Path:
    """A backup, laid out; its database as a text of all its rows beside it, because pages are not all there is."""
    with tarfile.open(target) as archive:
        archive.extractall(folder, filter="data")
    for file in list(folder.rglob("*.sqlite3")):
        with closing(sqlite3.connect(file)) as copy:
            (folder / f"{file.name}.txt").write_text("\n".join(copy.iterdump()), encoding="utf-8")
    return folder


def saved(data: Path, name: str) -> Path:
    (data / "files").mkdir(exist_ok=True)
    target = data.parent / name
    settings = {**connection.settings_dict, "NAME": Path(connection.settings_dict["NAME"])}
    backup.backup(target, data=data, database=settings, now=timezone.now())
    return target


def everywhere(data: Path) -> list[str]:
    """Tables, files of the data folder, and the database with its log."""
    place = Path(connection.settings_dict["NAME"])
    database = [one for one in files_with([PASSPORT, DIET], place.parent) if one.startswith(place.name)]
    return traces_of(PASSPORT, DIET) + database


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="looks into the file of SQLite")
def test_close_move_on_run_and_find_nothing(time_machine, data, tmp_path, sign_in):
    # Given a visit that is over, a member with passport and diet, a letter with the number, and a reading of it.
    time_machine.move_to(datetime.combine(STARTS - timedelta(days=20), time(10)))
    office = Office(state=Delegation.State.CONFIRMED)
    member = office.members(1)[0]
    auditor = make_user(role=Role.AUDITOR, language="en")
    vault.seal(subject=member, fields={"passport_number": PASSPORT}, by=office.officer)
    members_actions.set_wish(
        member_id=member.pk,
        version=None,
        values={"has_none": False, "diets": ["vegan"], "needs": [], "other": DIET},
        by=office.officer,
    )
    invitation = make_document(
        template="visa_invitation", data=letter(), sealed_data={"text": [PASSPORT]}, subject=member, unit=office.unit,
        title="Einladung", language="de", format="docx", by=office.officer,
    )  # fmt: skip
    read = vault.unseal(
        subject=member, unit=office.unit, officer=office.officer, fields=["passport_number"], purpose="visa_letter",
        by=office.officer,
    )  # fmt: skip
    before = everywhere(data)

    # When the visit is over, the costs are settled, the delegation is closed, and the night has come.
    time_machine.move_to(datetime.combine(ENDS + timedelta(days=1), time(10)))
    settle_costs(delegation_id=office.delegation.pk, on=ENDS + timedelta(days=1), by=office.officer)
    steps.step_delegation(delegation_id=office.delegation.pk, step="close", by=office.officer)
    time_machine.move_to(datetime.combine(ENDS + timedelta(days=2), time(3, 30)))
    nightly.erase_what_is_due()

    # Then nobody finds either of them.
    assert read == {"passport_number": PASSPORT}
    assert "delegations_cateringwish" in before
    assert everywhere(data) == []
    laid_out = unpacked(saved(data, "since.tar.gz"), tmp_path / "since")
    assert files_with([PASSPORT, DIET], laid_out) == []
    invitation.refresh_from_db()
    assert (invitation.file, invitation.data) == (None, {})
    assert list((data / "files").iterdir()) == []

    # And the auditor sees who had read the number, when and what for.
    page = sign_in(auditor).get(reverse("vault:log")).content.decode()
    assert [page.count(word) > 0 for word in ("Otto Amt", "Passport number", "Letter for a visa", PASSPORT)] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="looks into the file of SQLite")
def test_the_search_of_the_check_finds_a_diet_that_is_there(time_machine, data, tmp_path):
    time_machine.move_to(datetime.combine(ENDS, time(10)))
    office = Office()
    member = office.members(1)[0]
    members_actions.set_wish(
        member_id=member.pk,
        version=None,
        values={"has_none": False, "diets": [], "needs": [], "other": DIET},
        by=office.officer,
    )

    laid_out = unpacked(saved(data, "now.tar.gz"), tmp_path / "now")

    assert everywhere(data) != []
    assert files_with([DIET], laid_out) != []
