"""Two people at one record: the second to save sees both versions, and nothing typed is lost."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from hospitium.core.models import Versioned
from hospitium.core.verdicts import Refused

Record = TypeVar("Record", bound=Versioned)


class Conflict(Refused):
    """Somebody saved the record after this form was opened; `current` is what they saved."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(_("Somebody saved this record while you were editing it."))
        self.current = current


def locked(model: type[Record], pk: int, *, version: int | None = None) -> Record:
    """The record, locked until the end of the transaction.

    Raises Conflict when `version` is given and is not the stored one; moves the version on otherwise, so the
    caller must save the field "version", too.
    """
    # On SQLite the transaction already holds the only write lock, so select_for_update is silently nothing there.
    record = model._default_manager.select_for_update().get(pk=pk)
    if version is not None:
        if record.version != version:
            raise Conflict(record)
        record.version += 1
    return record
