"""Tables of an office: kept while somebody says what their columns mean, then taken over as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import may
from hospitium.core import tables
from hospitium.core.events import record
from hospitium.core.imports.columns import guessed
from hospitium.core.imports.plans import CHANGE, CREATE, LEFT_OUT, SAME, WRONG, RowPlan
from hospitium.core.models import User
from hospitium.core.tables import Sheet, TableError
from hospitium.core.verdicts import Refused, require
from hospitium.documents.actions import store_file
from hospitium.interchange.models import Upload
from hospitium.interchange.tables import TARGETS, Choices, Plan, reason
from hospitium.interchange.tables import activities as activity_tables
from hospitium.interchange.tables import contacts as contact_tables
from hospitium.partners import actions as partner_actions
from hospitium.programme import actions as programme_actions

PLANS: dict[str, Callable[..., Plan]] = {"activities": activity_tables.plan, "contacts": contact_tables.plan}
# Whether wrong rows stop the import, or somebody said that they are to be left out.
ALL_ROWS, RIGHT_ROWS = "all", "right"
# One transaction holds up everybody else who writes; this many rows take about half a minute.
MOST_ROWS = 2_000


@transaction.atomic
def start_import(*, target: str, upload: UploadedFile[Any], by: User) -> Upload:
    """Keep an uploaded table, with what its columns seem to mean. Raises Refused when it is no table."""
    require(may(by, "table.import"))
    content = upload.read(tables.MAX_BYTES + 1)
    upload.seek(0)
    try:
        sheet = tables.read(content)
    except TableError as error:
        raise Refused(reason(error)) from error
    return Upload.objects.create(
        file=store_file(upload=upload, by=by),
        target=target,
        choices=guessed(sheet, TARGETS[target], Choices(language=get_language() or "en")).as_json(),
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )


def read_upload(upload: Upload, choices: Choices) -> Sheet:
    """The rows of a kept table. Raises Refused when the choices make it unreadable."""
    with default_storage.open(upload.file.stored_as) as stream:
        content = stream.read()
    try:
        return tables.read(content, choices.reading)
    except TableError as error:
        raise Refused(reason(error)) from error


@transaction.atomic
def choose_columns(*, upload_id: int, choices: Choices, by: User) -> Upload:
    """Keep what somebody said about a table."""
    upload = waiting(upload_id, by)
    upload.choices = choices.as_json()
    upload.save(update_fields=["choices"])
    return upload


def plan_import(*, upload: Upload, today: date, by: User) -> Plan:
    """What the table would do now. Raises Refused when it cannot be read."""
    choices = Choices.from_json(upload.choices)
    return PLANS[upload.target](read_upload(upload, choices), choices, by=by, today=today)


@transaction.atomic
def confirm_import(
    *, upload_id: int, digest: str, rows: str, today: date, by: User, doubles: frozenset[int] = frozenset()
) -> Upload:
    """Take the table over, all rows or none; wrong rows are left out only when `rows` says so.

    `doubles` are the numbers of rows that somebody wants to leave out because they are suggested as known already;
    other rows cannot be left out in this way. Raises Refused when rows are wrong and were not to be left out, or
    something changed since the preview.
    """
    upload = waiting(upload_id, by)
    require(may(by, "table.import"))
    plan = plan_import(upload=upload, today=today, by=by)
    if plan.digest != digest:
        raise Refused(_("Something has changed since you looked at the preview. Look at it again before you confirm."))
    if plan.count(WRONG) and rows != RIGHT_ROWS:
        raise Refused(_("Some rows are wrong. Mend them in the table, or choose to leave them out."))
    chosen = doubles & {row.row for row in plan.alike}
    to_do = [row for row in plan.to_do if row.row not in chosen]
    if len(to_do) > MOST_ROWS:
        raise Refused(
            _("At most %(limit)s rows can be taken over at once. Divide the table and import the parts one by one.")
            % {"limit": MOST_ROWS}
        )
    write = {"activities": write_activity, "contacts": write_contact}[upload.target]
    for row in to_do:
        write(row, by)
    counts: Counter[str] = plan.counts
    counts[CREATE] -= len(chosen)
    counts[LEFT_OUT] = len(chosen)
    upload.imported_at = timezone.now()
    result = {verb: counts[verb] for verb in (CREATE, CHANGE, SAME, WRONG, LEFT_OUT)}
    upload.choices = {**upload.choices, "result": result}
    upload.save(update_fields=["imported_at", "choices"])
    record(
        "table.imported",
        upload,
        by=by,
        target=upload.target,
        created=counts[CREATE],
        changed=counts[CHANGE],
        unchanged=counts[SAME],
        left_out=counts[WRONG] + counts[LEFT_OUT],
    )
    return upload


def waiting(upload_id: int, by: User) -> Upload:
    """One's own upload, locked. Raises Refused once it has been taken over."""
    upload = Upload.objects.select_for_update().select_related(None).get(pk=upload_id, uploaded_by=by)
    if upload.imported_at is not None:
        raise Refused(_("This table has been taken over already. Nothing was done twice."))
    return upload


def write_activity(row: RowPlan, by: User) -> None:
    values = row.values or {}
    if row.record is None:
        programme_actions.create_activity(values=values, by=by)
    else:
        programme_actions.edit_activity(activity_id=row.record.pk, version=row.record.version, values=values, by=by)


def write_contact(row: RowPlan, by: User) -> None:
    values = row.values or {}
    if row.record is None:
        partner_actions.create_contact(values=values, by=by)
        return
    columns = {key: value for key, value in values.items() if key not in contact_tables.OF_FUNCTION}
    function = {key: value for key, value in values.items() if key in contact_tables.OF_FUNCTION}
    if columns:
        partner_actions.edit_contact(contact_id=row.record.pk, version=row.record.version, values=columns, by=by)
    if function:
        partner_actions.add_function(contact_id=row.record.pk, values=function, by=by)
