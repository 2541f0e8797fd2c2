"""Tables of applications: kept while somebody says what their columns mean, then taken over in one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core import tables
from hospitium.core.events import record
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import CHANGE, CREATE, WRONG, Plan
from hospitium.core.imports.sentences import reason
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.tables import Sheet, TableError
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import rules
from hospitium.exchange.actions.import_rows import change, create_all
from hospitium.exchange.imports import guessed_for, plan
from hospitium.exchange.models import ApplicationList, Round

# Whether wrong rows stop everything, or somebody said that they are to be left out.
ALL_ROWS, RIGHT_ROWS = "all", "right"


@transaction.atomic
def keep_list(*, round_id: int, upload: UploadedFile, by: User) -> ApplicationList:  # type: ignore[type-arg]
    """Keep an uploaded table, with what its columns seem to mean. Raises Refused when it is no table."""
    target = locked(Round, round_id)
    require(rules.may_enter(by, target))
    content = upload.read(tables.MAX_BYTES + 1)
    try:
        sheet = tables.read(content)
    except TableError as error:
        raise Refused(reason(error)) from error
    ApplicationList.objects.filter(round=target, user=by).delete()
    return ApplicationList.objects.create(
        round=target,
        user=by,
        name=str(upload.name or "")[-120:],
        content=content,
        choices=guessed_for(sheet, Choices(language=settings.LANGUAGE_CODE)).as_json(),
        uploaded_at=timezone.now(),
    )


def read_list(kept: ApplicationList, choices: Choices) -> Sheet:
    """The rows of a kept table. Raises Refused when the choices make it unreadable."""
    try:
        return tables.read(bytes(kept.content), choices.reading)
    except TableError as error:
        raise Refused(reason(error)) from error


@transaction.atomic
def choose_columns(*, list_id: int, choices: Choices, by: User) -> ApplicationList:
    """Keep what somebody said about a table."""
    kept = own_list(list_id, by)
    kept.choices = choices.as_json()
    kept.save(update_fields=["choices"])
    return kept


def plan_list(*, kept: ApplicationList, by: User) -> Plan:
    """What the table would do now. Raises Refused when it cannot be read."""
    choices = Choices.from_json(kept.choices)
    return plan(read_list(kept, choices), choices, kept.round, by=by)


@transaction.atomic
def import_applications(*, list_id: int, digest: str, rows: str, by: User) -> Counter[str]:
    """Take a table over into its round, all rows or none; wrong rows are left out only when `rows` says so.

    Returns how many rows did what. Raises Refused when the plan is no longer the one that was seen, or rows are wrong
    and were not to be left out.
    """
    kept = own_list(list_id, by)
    target = locked(Round, kept.round_id)
    require(rules.may_enter(by, target))
    made = plan_list(kept=kept, by=by)
    if made.digest != digest:
        raise Refused(_("Something has changed since the preview. Look at it once more."))
    if made.count(WRONG) and rows != RIGHT_ROWS:
        raise Refused(_("Some rows are wrong. Mend the table, or take over only the right rows."))
    language = Choices.from_json(kept.choices).language
    create_all(target, [row for row in made.rows if row.verb == CREATE], language, by)
    for row in made.rows:
        if row.verb == CHANGE:
            change(row, by)
    record(
        "round.applications_imported",
        target,
        by=by,
        sha256=hashlib.sha256(bytes(kept.content)).hexdigest(),
        created=made.count(CREATE),
        changed=made.count(CHANGE),
    )
    kept.delete()
    return made.counts


def own_list(list_id: int, by: User) -> ApplicationList:
    """One's own table, locked. Raises Refused once it was taken over or forgotten."""
    mine = ApplicationList.objects.select_for_update(of=("self",)).filter(user=by).select_related("round")
    kept = mine.filter(pk=list_id).first()
    if kept is None:
        raise Refused(_("This table has been taken over already. Nothing was done twice."))
    return kept
