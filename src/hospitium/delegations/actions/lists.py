"""Lists of members: kept while somebody says what their columns mean, then taken over as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core import tables
from hospitium.core.events import record
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import CHANGE, CREATE, LEFT_OUT, WRONG, Plan, RowPlan
from hospitium.core.imports.sentences import reason
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.tables import Sheet, TableError
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.actions.acting import may_name
from hospitium.delegations.actions.members import add_member, change_member
from hospitium.delegations.models import Delegation, Member, MemberList
from hospitium.delegations.roster import guessed_for, plan

# Whether wrong rows stop everything, or somebody said that they are to be left out.
ALL_ROWS, RIGHT_ROWS = "all", "right"
MOST_ROWS = 500


@dataclass(frozen=True)
class Owner:
    """Whose list it is: somebody of the office, or a guest with a link."""

    link_id: int | None = None
    by: User | None = None


@transaction.atomic
def keep_list(*, delegation_id: int, upload: UploadedFile, language: str, owner: Owner) -> MemberList:  # type: ignore[type-arg]
    """Keep an uploaded list, with what its columns seem to mean. Raises Refused when it is no table."""
    delegation = locked(Delegation, delegation_id)
    require(may_name(delegation, owner.link_id, owner.by))
    content = upload.read(tables.MAX_BYTES + 1)
    try:
        sheet = tables.read(content)
    except TableError as error:
        raise Refused(reason(error)) from error
    mine = MemberList.objects.filter(delegation=delegation, link_id=owner.link_id, user=owner.by)
    mine.delete()
    return MemberList.objects.create(
        delegation=delegation,
        link_id=owner.link_id,
        user=owner.by,
        name=str(upload.name or "")[-120:],
        content=content,
        choices=guessed_for(sheet, Choices(language=language)).as_json(),
        uploaded_at=timezone.now(),
    )


def read_list(kept: MemberList, choices: Choices) -> Sheet:
    """The rows of a kept list. Raises Refused when the choices make it unreadable."""
    try:
        return tables.read(bytes(kept.content), choices.reading)
    except TableError as error:
        raise Refused(reason(error)) from error


@transaction.atomic
def choose_columns(*, list_id: int, choices: Choices, owner: Owner) -> MemberList:
    """Keep what somebody said about a list."""
    kept = own_list(list_id, owner)
    kept.choices = choices.as_json()
    kept.save(update_fields=["choices"])
    return kept


def plan_list(*, kept: MemberList, address_of: Callable[[Member], str]) -> Plan:
    """What the list would do now. Raises Refused when it cannot be read."""
    choices = Choices.from_json(kept.choices)
    return plan(
        read_list(kept, choices),
        choices,
        members=kept.delegation.members.filter(erased_on=None).order_by("id"),
        language=kept.delegation.language,
        address_of=address_of,
    )


@transaction.atomic
def take_over(
    *,
    list_id: int,
    digest: str,
    rows: str,
    owner: Owner,
    address_of: Callable[[Member], str],
    doubles: frozenset[int] = frozenset(),
) -> Counter[str]:
    """Take the list over, all rows or none; wrong rows are left out only when `rows` says so.

    `doubles` are rows that somebody leaves out because they are suggested as known already. Returns how many rows did
    what. Raises Refused when rows are wrong and were not to be left out, when places are lacking, or when something
    changed since the preview; then nothing was written.
    """
    kept = own_list(list_id, owner)
    require(may_name(kept.delegation, owner.link_id, owner.by))
    made = plan_list(kept=kept, address_of=address_of)
    if made.digest != digest:
        raise Refused(_("Something has changed since you looked at the preview. Look at it again before you confirm."))
    if made.count(WRONG) and rows != RIGHT_ROWS:
        raise Refused(_("Some rows are wrong. Mend them in the table, or choose to leave them out."))
    chosen = doubles & {row.row for row in made.alike}
    to_do = [row for row in made.to_do if row.row not in chosen]
    if len(to_do) > MOST_ROWS:
        raise Refused(
            _("At most %(limit)s rows can be taken over at once. Divide the table and import the parts one by one.")
            % {"limit": MOST_ROWS}
        )
    for row in to_do:
        write_row(row, kept.delegation, owner)
    counts = made.counts
    counts[CREATE] -= len(chosen & {row.row for row in made.rows if row.verb == CREATE})
    counts[LEFT_OUT] += len(chosen)
    record(
        "delegation.list_taken_over",
        kept.delegation,
        by=owner.by,
        link=owner.link_id,
        created=counts[CREATE],
        changed=counts[CHANGE],
        left_out=counts[WRONG] + counts[LEFT_OUT],
    )
    kept.delete()
    return counts


def own_list(list_id: int, owner: Owner) -> MemberList:
    """One's own list, locked. Raises Refused once it was taken over or forgotten."""
    mine = MemberList.objects.select_for_update().filter(link_id=owner.link_id, user=owner.by)
    kept = mine.select_related(None).filter(pk=list_id).first()
    if kept is None:
        raise Refused(_("This table has been taken over already. Nothing was done twice."))
    return kept


def write_row(row: RowPlan, delegation: Delegation, owner: Owner) -> None:
    values = row.values or {}
    if row.record is None:
        add_member(delegation_id=delegation.pk, values=values, link_id=owner.link_id, by=owner.by)
        return
    change_member(
        member_id=row.record.pk, version=row.record.version, values=values, link_id=owner.link_id, by=owner.by
    )


@transaction.atomic
def drop_list(*, list_id: int, owner: Owner) -> None:
    """Throw an uploaded list away."""
    own_list(list_id, owner).delete()
