"""Files are kept under random names, readable by the installation alone, with their hash."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.events import record
from hospitium.core.forms import clean_text
from hospitium.core.models import User
from hospitium.core.verdicts import Refused
from hospitium.documents.models import StoredFile

MAX_BYTES = 10 * 2**20
# What a file is, its first bytes say. Whatever is not listed is handed out as bytes without a meaning.
BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
)
BYTES = "application/octet-stream"
UNNAMED_KEPT = timedelta(days=7)
OWN_NAME, SWEPT_AFTER = re.compile(r"[0-9a-f]{40}(_\w+)?"), 24 * 3600


@transaction.atomic
def store_file(*, upload: UploadedFile[Any], by: User) -> StoredFile:
    """Keep an uploaded file. Raises Refused when it is empty or larger than 10 MB."""
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_("The file is larger than 10 MB. Make it smaller and choose it again."))
    if not upload.size:
        raise Refused(_("The file is empty."))
    hashed = hashlib.sha256()
    for chunk in upload.chunks():
        hashed.update(chunk)
    upload.seek(0)
    beginning = upload.read(16)
    upload.seek(0)
    kind = next((kind for start, kind in BEGINNINGS if beginning.startswith(start)), BYTES)
    return kept(upload, plain_name(upload.name or ""), kind, hashed.hexdigest(), by)


@transaction.atomic
def store_bytes(*, name: str, media_type: str, content: bytes, by: User) -> StoredFile:
    """Keep a file that was made here."""
    return kept(ContentFile(content), plain_name(name), media_type, hashlib.sha256(content).hexdigest(), by)


def kept(file: File[Any], name: str, media_type: str, sha256: str, by: User) -> StoredFile:
    # Nobody else on the machine may look into the folder, either.
    Path(settings.MEDIA_ROOT).mkdir(mode=0o700, parents=True, exist_ok=True)
    stored = StoredFile.objects.create(
        name=name,
        media_type=media_type,
        size=file.size,
        sha256=sha256,
        stored_as=default_storage.save(secrets.token_hex(20), file),
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    record("file.stored", stored, by=by, size=stored.size, sha256=stored.sha256)
    return stored


@transaction.atomic
def remove_file(*, stored: StoredFile, by: User | None) -> None:
    """Remove a file that no record needs any more; it goes from the disk once this is certain."""
    record("file.removed", stored, by=by, sha256=stored.sha256)
    transaction.on_commit(partial(default_storage.delete, stored.stored_as))
    stored.delete()


def sweep_files() -> int:
    """Remove files that no row names: what an upload or an erasing that was broken off has left. Returns how many.

    Files of the last day stay, because a file is written before its row.
    """
    folder, count = Path(settings.MEDIA_ROOT), 0
    latest = time.time() - SWEPT_AFTER
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_ours = OWN_NAME.fullmatch(file.name) and file.is_file() and file.stat().st_mtime < latest
        if is_ours and not StoredFile.objects.filter(stored_as=file.name).exists():
            default_storage.delete(file.name)
            count += 1
    return count


def sweep_unnamed() -> int:
    """Forget files that were uploaded a week ago and that no record names: a table that nobody confirmed, what was left
    when a record went. Returns how many."""
    return sum(
        forget_unnamed(stored_id=pk) for pk in unnamed(timezone.now() - UNNAMED_KEPT).values_list("pk", flat=True)
    )


@transaction.atomic
def forget_unnamed(*, stored_id: int) -> bool:
    """Asked once more inside, because a record may have come to name it."""
    stored = unnamed(timezone.now() - UNNAMED_KEPT).select_for_update(of=("self",)).filter(pk=stored_id).first()
    if stored is not None:
        remove_file(stored=stored, by=None)
    return stored is not None


def unnamed(before: datetime) -> QuerySet[StoredFile]:
    """Files from before that moment to which no column of any record leads."""
    found = StoredFile.objects.filter(uploaded_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            column, model = relation.field.name, relation.related_model
            naming = model._default_manager.filter(**{column: OuterRef("pk")})
            found = found.exclude(Exists(naming))
    return found


def plain_name(given: str) -> str:
    """The name without folders and hidden characters, at most 120 long with its ending kept."""
    try:
        name = clean_text(given.replace("\\", "/").rpartition("/")[2]).strip(" .")
    except ValidationError:
        name = ""
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[:110] or 'file'}.{ending}"
    return name[:120] or "file"
