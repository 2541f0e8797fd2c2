"""The register: every document gets its number and its version, and is kept with the data that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from hospitium.accounts.models import Unit
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import require
from hospitium.documents import rules
from hospitium.documents.actions.files import store_bytes
from hospitium.documents.kinds import MEDIA_TYPES
from hospitium.documents.making import made_again, plain_data
from hospitium.documents.models import Document, Letterhead

LOCK = 20260510


@transaction.atomic
def make_document(
    *,
    template: str,
    data: Mapping[str, Any],
    subject: Model,
    unit: Unit,
    title: str,
    language: str,
    second_language: str = "",
    file_reference: str = "",
    format: str = "pdf",  # noqa: A002 - the word of the register
    letterhead: Letterhead | None = None,
    recipient: str = "",
    by: User,
) -> Document:
    """Make a document, give it its place in the register and keep it with its data. Raises Refused.

    The same kind of document about the same record, to the same receiver, in the same languages is the next version
    under the same number; otherwise the number is the next of the year.
    """
    require(rules.may_make(by, unit))
    require(rules.can_be_made(template, format, letterhead, unit))
    lock_register()
    kind, key = reference(subject)
    document = Document(
        template=template,
        kind=kind,
        key=key,
        recipient=recipient,
        language=language,
        second_language=second_language,
        title=title[:300],
        format=format,
        file_reference=file_reference,
        as_of=timezone.localdate(),
        unit=unit,
        letterhead=letterhead,
        made_by=by,
        made_at=timezone.now(),
    )
    number(document)
    keep(document, data)
    facts = {"number": document.number, "issue": document.version, "sha256": document.file.sha256}
    record("document.made", document, by=by, about=[subject], template=template, **facts)
    return document


def keep(document: Document, data: Mapping[str, Any]) -> None:
    """Render the document and put it into the register together with its data and its file."""
    document.data = {**plain_data(dict(data)), "number": document.sign}
    content = made_again(document)
    languages = "-".join(code for code in (document.language, document.second_language) if code)
    name = f"{document.sign.replace('/', '-')}-{document.template}-{languages}.{document.format}"
    media_type = MEDIA_TYPES[document.format]
    document.file = store_bytes(name=name, media_type=media_type, content=content, by=document.made_by)
    document.save()


def lock_register() -> None:
    """One document after the other gets its number. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def number(document: Document) -> None:
    """The next version of what was made before, or the next number of this year."""
    same = {
        name: getattr(document, name)
        for name in ("template", "kind", "key", "recipient", "language", "second_language")
    }
    before = Document.objects.filter(**same).order_by("-year", "-number", "-version").first()
    if before is not None:
        document.year, document.number, document.version = before.year, before.number, before.version + 1
        return
    document.year = timezone.localdate().year
    latest = Document.objects.filter(year=document.year).aggregate(latest=Max("number"))["latest"]
    document.number, document.version = (latest or 0) + 1, 1
