"""Who may have which file; the register as its pages show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, ManyToOneRel, Model

from hospitium.accounts.models import Unit
from hospitium.core.models import User
from hospitium.core.references import model_of, reference
from hospitium.documents.models import Document, DocumentQuerySet, Letterhead, StoredFile


def may_have(user: User, stored: StoredFile) -> bool:
    """Whoever may read a record that keeps the file; a sealed one has a page of its own.

    As long as no record keeps it, whoever uploaded it: once one does, a right that was withdrawn takes the file along.
    Which records keep files is read from the models: this app lies below those that have them.
    """
    if Document.objects.filter(file=stored, is_sealed=True).exists():
        return False
    is_kept = False
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or not isinstance(relation.field, ForeignKey):
            continue
        visible = getattr(relation.related_model._default_manager, "visible_to", None)
        if visible is None:
            continue
        if visible(user).filter(**{relation.field.name: stored}).exists():
            return True
        is_kept = is_kept or relation.related_model._default_manager.filter(**{relation.field.name: stored}).exists()
    return not is_kept and stored.uploaded_by_id == user.pk


# ---- the register --------------------------------------------------------------
MOST_ROWS = 600


def about(document: Document) -> Model | None:
    """The record that a document is about; None when it is gone."""
    model = model_of(document.kind)
    return model._default_manager.filter(pk=document.key).first() if model and document.key.isdecimal() else None


def officer_of(document: Document) -> User | None:
    """Who is in charge of a document: the `officer` of the record that it is about, else whoever made it."""
    subject = about(document)
    officer: User | None = getattr(subject, "officer", document.made_by)
    return officer


def issues_of(document: Document, visible: DocumentQuerySet) -> list[Document]:
    """All versions of a document, the latest first."""
    return list(visible.filter(year=document.year, number=document.number).select_related("made_by").defer("data"))


def rows_of(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Data of a document as lines: where it stands, and what is there."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from rows_of(value, f"{path}.{name}" if path else str(name))
    elif isinstance(data, list):
        for number, value in enumerate(data, start=1):
            yield from rows_of(value, f"{path} {number}")
    elif data not in (None, ""):
        yield path, str(data)


def made_for(subject: Model, user: User) -> list[Document]:
    """The documents about a record that somebody may see, the latest first."""
    kind, key = reference(subject)
    found = Document.objects.visible_to(user).filter(kind=kind, key=key)
    return list(found.select_related("made_by", "file").defer("data").order_by("-made_at", "-pk"))


def papers_of(unit: Unit) -> list[Letterhead]:
    """The letterheads of a unit that are in use."""
    return list(Letterhead.objects.filter(unit=unit, is_active=True))
