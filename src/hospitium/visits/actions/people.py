"""What people do with the pool of speakers and hosts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hospitium.accounts.policy import may
from hospitium.core import search
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.visits import rules
from hospitium.visits.models import Speaker


@transaction.atomic
def create_speaker(*, values: Mapping[str, Any], by: User) -> Speaker:
    """Enter somebody who speaks or hosts. Raises Refused."""
    require(may(by, "speaker.update"))
    speaker = Speaker()
    write(speaker, values)
    record("speaker.created", speaker, by=by)
    return speaker


@transaction.atomic
def edit_speaker(*, speaker_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Speaker:
    """Change what is known of somebody. Raises Refused, or Conflict when somebody saved in between."""
    speaker = locked(Speaker, speaker_id, version=version)
    require(may(by, "speaker.update"))
    changed = write(speaker, values)
    if changed:
        record("speaker.changed", speaker, by=by, fields=changed)
    return speaker


@transaction.atomic
def remove_speaker(*, speaker_id: int, by: User) -> None:
    """Take somebody out of the pool who never stood in a programme. Raises Refused."""
    speaker = locked(Speaker, speaker_id)
    require(rules.may_remove_speaker(by, speaker))
    record("speaker.removed", speaker, by=by)
    search.forget(speaker)
    speaker.delete()
