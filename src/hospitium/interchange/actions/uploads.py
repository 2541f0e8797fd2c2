"""Uploaded tables are removed when nobody needs them any more."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from hospitium.interchange.models import Upload


@transaction.atomic
def forget_upload(*, upload_id: str) -> int:
    """Remove an uploaded table with its file; returns how many there were."""
    upload = Upload.objects.select_related("file").filter(pk=upload_id).first()
    if upload is None:
        return 0
    upload.delete()
    upload.file.delete()
    # After the commit, or a rollback would leave a row without its file.
    transaction.on_commit(partial(default_storage.delete, upload.file.stored_as))
    return 1
