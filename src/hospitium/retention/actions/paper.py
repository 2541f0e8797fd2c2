"""The record of processing activities goes into the register of documents."""

from __future__ import annotations

from hospitium.accounts.models import Unit
from hospitium.core.models import User
from hospitium.documents.actions import make_document
from hospitium.documents.kinds import label_of
from hospitium.documents.models import Document
from hospitium.retention.paper import processing_record


def make_processing_record(*, unit: Unit, language: str, by: User) -> Document:
    """Print the record of processing activities as a PDF, in one language. Raises Refused when `by` may not."""
    data = processing_record(unit, language=language)
    return make_document(
        template="processing_record",
        data=data,
        subject=unit,
        unit=unit,
        title=data["title"] or label_of("processing_record"),
        language=language,
        by=by,
    )
