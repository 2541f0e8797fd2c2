"""From a kind of document, its format and its data to the bytes of the file; the same data give the same bytes."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.utils import translation

from hospitium.documents.kinds import KINDS
from hospitium.documents.letters import MARKS, Picture, fill, plain_values, usual_paper
from hospitium.documents.models import Document, Letterhead
from hospitium.documents.rendering import render_pdf

WORDS = {"check": "check_words", "second": "second_words"}


def plain_data(value: Any) -> Any:
    """The data as they can be kept and handed to a template. Raises TypeError for anything that is no plain value."""
    if type(value) is dict:
        return {str(name): plain_data(entry) for name, entry in value.items()}
    if type(value) in (list, tuple):
        return [plain_data(entry) for entry in value]
    if type(value) is date:
        return value.isoformat()
    if value is None or type(value) in (str, int, float, bool):
        return value
    raise TypeError(f"A document is made of text, numbers, days and lists, not of {type(value).__name__}.")


def made(
    template: str,
    data: Mapping[str, Any],
    *,
    format: str,
    language: str,
    letterhead: Letterhead | None,
    made_at: datetime,
) -> bytes:
    """The bytes of a document. Raises LookupError for a kind or a format that there is not."""
    kind = KINDS[template]
    if format == "pdf":
        return render_pdf(kind.typst, data, made_at=made_at)
    if not kind.is_letter:
        raise LookupError(format)
    if letterhead is not None:
        with default_storage.open(letterhead.file.stored_as) as file:
            paper = file.read()
    else:
        with translation.override(language):
            paper = usual_paper(format, language=language)
    check = data.get("check")
    picture = Picture(base64.b64decode(check["png"]), check["alt"]) if check and "png" in check else None
    return fill(paper, plain_values(marked(data)), picture)


def marked(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data by mark. What a letter has besides text is a mapping for the PDF, and has its words beside it."""
    return {name: data[key] for name in MARKS if (key := WORDS.get(name, name)) in data}


def made_again(document: Document, sealed: Mapping[str, Any] | None = None) -> bytes:
    """The document once more, from the data that were kept with it, and what was sealed in it if that is known."""
    return made(
        document.template,
        {**document.data, **(sealed or {})},
        format=document.format,
        language=document.language,
        letterhead=document.letterhead,
        made_at=document.made_at,
    )
