"""The office's own letter paper: taken in after a look at it, replaced, taken out of use."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.documents import rules
from hospitium.documents.actions.files import MAX_BYTES, store_file
from hospitium.documents.letters import LetterError, inspect
from hospitium.documents.models import Letterhead

REASONS: dict[str, str | Promise] = {
    "kind": _("This is neither a DOCX nor an ODT file. Save it as one of the two and choose it again."),
    "archive": _("The file is damaged or protected. Save it anew without a password and choose it again."),
    "macros": _("The file contains macros. Save it as DOCX or ODT without macros and choose it again."),
    "objects": _("The file contains embedded objects or forms (%(details)s). Remove them and choose it again."),
    "remote": _(
        "The file fetches something from elsewhere (%(details)s). Put pictures into the file itself, detach the "
        "document template and choose it again."
    ),
    "fields": _("The file contains a field that reads or runs something (%(details)s). Remove it and choose it again."),
    "tracked": _(
        "The file contains tracked changes or comments, which tell more than you want. Accept or delete them all and "
        "choose it again."
    ),
    "placeholders": _(
        "The file contains placeholders of another program (%(details)s). Write marks such as «recipient» instead; "
        "the list is on this page."
    ),
    "mark": _("There is no mark «%(details)s». The list of all marks is on this page."),
    "no_text": _("The mark «text» is missing; without it the letter would have no text."),
}


@transaction.atomic
def add_letterhead(*, name: str, unit: Unit, upload: UploadedFile[Any], by: User) -> Letterhead:
    """Take in a letterhead. Raises Refused with the reason when the file holds anything that acts."""
    require(rules.may_edit_letterheads(by, unit))
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_("The file is larger than 10 MB. Make it smaller and choose it again."))
    content = upload.read()
    upload.seek(0)
    letterhead = Letterhead(name=name, unit=unit, format=looked_at(content))
    letterhead.file = store_file(upload=upload, by=by)
    letterhead.save()
    record("letterhead.added", letterhead, by=by, format=letterhead.format, sha256=letterhead.file.sha256)
    return letterhead


def looked_at(content: bytes) -> str:
    """The format of a letterhead that does no harm and has a place for the text. Raises Refused."""
    try:
        kind, marks = inspect(content)
        if "text" not in marks:
            raise LetterError("no_text")
    except LetterError as error:
        raise Refused(str(REASONS[error.code]) % {"details": error.details[:80]}) from error
    return kind


@transaction.atomic
def replace_letterhead(*, letterhead_id: int, upload: UploadedFile[Any], by: User) -> Letterhead:
    """Put a new file in the place of one; the old one stays for the letters that were made on it. Raises Refused."""
    old = locked(Letterhead, letterhead_id)
    new = add_letterhead(name=old.name, unit=old.unit, upload=upload, by=by)
    if old.is_active:
        set_in_use(old, False, by)
    return new


@transaction.atomic
def set_letterhead_in_use(*, letterhead_id: int, in_use: bool, by: User) -> Letterhead:
    """Offer a letterhead for letters, or no longer. Raises Refused."""
    letterhead = locked(Letterhead, letterhead_id)
    require(rules.may_edit_letterheads(by, letterhead.unit))
    if letterhead.is_active != in_use:
        set_in_use(letterhead, in_use, by)
    return letterhead


def set_in_use(letterhead: Letterhead, in_use: bool, by: User) -> None:
    letterhead.is_active = in_use
    letterhead.version += 1
    letterhead.save(update_fields=["is_active", "version"])
    record("letterhead.put_in_use" if in_use else "letterhead.taken_out_of_use", letterhead, by=by)
