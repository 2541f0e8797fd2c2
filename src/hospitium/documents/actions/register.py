"""The register: every document gets its number and its version, and is kept with the data that it was made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from hospitium.accounts.models import Unit
from hospitium.core.erasures import remember_after_commit
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused, require
from hospitium.documents import rules
from hospitium.documents.actions.files import remove_file, store_bytes
from hospitium.documents.kinds import MEDIA_TYPES
from hospitium.documents.making import made_again, plain_data
from hospitium.documents.models import Document, Letterhead, StoredFile
from hospitium.documents.queries import about, officer_of
from hospitium.vault import actions as vault
from hospitium.vault.keys import FileKey

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
    format: str = "pdf",
    letterhead: Letterhead | None = None,
    recipient: str = "",
    sealed_data: Mapping[str, Any] | None = None,
    by: User,
) -> Document:
    """Make a document, give it its place in the register and keep it with its data. Raises Refused.

    The same kind of document about the same record, to the same receiver, in the same languages is the next version
    under the same number; otherwise the number is the next of the year.

    `sealed_data` goes over `data`, reaches the rendering and is kept nowhere else; the file is then encrypted, and only
    the officer in charge reads it (see queries.officer_of). `title` must not name what is sealed.
    """
    require(rules.may_make(by, unit))
    require(rules.can_be_made(template, format, letterhead, unit))
    lock_register()
    document = Document(
        template=template,
        **reference(subject)._asdict(),
        recipient=recipient,
        language=language,
        second_language=second_language,
        title=title[:300],
        format=format,
        file_reference=file_reference,
        as_of=timezone.localdate(),
        unit=unit,
        letterhead=letterhead,
        is_sealed=sealed_data is not None,
        made_by=by,
        made_at=timezone.now(),
    )
    number(document)
    stored = keep(document, data, sealed_data)
    facts = {"number": document.number, "issue": document.version, "sha256": stored.sha256}
    record("document.made", document, by=by, about=[subject], template=template, **facts)
    return document


@sensitive_variables()
def keep(document: Document, data: Mapping[str, Any], sealed_data: Mapping[str, Any] | None) -> StoredFile:
    """Render the document and put it into the register together with its data and its file."""
    document.data = {**plain_data(dict(data)), "number": document.sign}
    content = made_again(document, plain_data(dict(sealed_data or {})))
    languages = "-".join(code for code in (document.language, document.second_language) if code)
    name = f"{document.sign.replace('/', '-')}-{document.template}-{languages}.{document.format}"
    media_type = MEDIA_TYPES[document.format]
    key = FileKey.new() if document.is_sealed else None
    if key:
        content = key.encrypt(content)
    stored = store_bytes(name=name, media_type=media_type, content=content, by=document.made_by)
    document.file = stored
    document.save()
    if key:
        vault.keep_file_key(subject=document, key=key, by=document.made_by)
    return stored


# ---- sealed and erased -----------------------------------------------------------
@sensitive_variables()
@transaction.atomic
def read_sealed(*, document_id: int, purpose: str, by: User) -> bytes:
    """The content of a sealed document for the officer in charge; the vault writes down that it was read.

    `purpose` is one of vault.fields.Purpose. Raises Refused for everybody else and for an erased document, VaultShut
    when a key is missing.
    """
    document = Document.objects.select_related("unit", "file", "made_by").get(pk=document_id)
    if document.file is None:
        raise Refused(_("This document was erased."))
    with default_storage.open(document.file.stored_as) as file:
        content = file.read()
    return vault.unseal_file(
        subject=document, content=content, unit=document.unit, officer=officer_of(document), purpose=purpose, by=by
    )


@transaction.atomic
def erase_document(*, document_id: int, by: User | None = None) -> Document:
    """Erase what the document says: its data, its title, its file and the key of it. Its row stays in the register.

    Without `by` it is the installation that erases, because the time is over. Raises Refused. What was erased already
    stays as it is.
    """
    document = Document.objects.select_for_update().get(pk=document_id)
    if by is not None:
        require(rules.may_make(by, document.unit))
    if document.erased_on is not None:
        return document
    stored = document.file
    document.data, document.title = {}, ""
    document.file, document.erased_on = None, timezone.localdate()
    document.save(update_fields=["data", "title", "file", "erased_on"])
    vault.erase_sealed(subject=document, by=by)
    if stored is not None:
        remove_file(stored=stored, by=by)
    remember_after_commit(data_class="document", **reference(document)._asdict())
    subject = about(document)
    record("document.erased", document, by=by, about=[subject] if subject else [], template=document.template)
    return document


@transaction.atomic
def erase_documents_about(*, subject: Model, templates: Collection[str] = (), by: User | None = None) -> int:
    """Erase every document about a record, or those of these kinds; returns how many. Raises Refused."""
    kind, key = reference(subject)
    found = Document.objects.filter(kind=kind, key=key, erased_on=None)
    if templates:
        found = found.filter(template__in=templates)
    numbers = list(found.values_list("pk", flat=True))
    for pk in numbers:
        erase_document(document_id=pk, by=by)
    return len(numbers)


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
