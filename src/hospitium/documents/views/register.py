"""The register of documents and the page of one document."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known
from hospitium.core.templatetags.wording import moment
from hospitium.documents.history import SENTENCES
from hospitium.documents.kinds import MEDIA_TYPES, label_of
from hospitium.documents.lists import DOCUMENTS, languages_of
from hospitium.documents.making import made_again
from hospitium.documents.models import Document
from hospitium.documents.queries import MOST_ROWS, about, issues_of, rows_of


def documents(request: Request) -> HttpResponse:
    acts = [{"label": _("Letterheads"), "url": reverse("documents:letterheads"), "icon": "file-text", "main": False}]
    shown = acts if may(request.user, "letterhead.read") else []
    return answer_list(request, DOCUMENTS, context={"acts": shown})


def document(request: Request, pk: int) -> HttpResponse:
    """What a document is, its versions, and the data that it was made from."""
    visible = Document.objects.visible_to(request.user)
    record = get_object_or_404(visible.select_related("unit", "made_by", "file", "letterhead"), pk=pk)
    rows = list(islice(rows_of(record.data), MOST_ROWS))
    context = {
        "record": record,
        "heading": record.title,
        "heading_lang": record.language,
        "crumbs": [{"label": _("Documents"), "url": reverse("documents:documents")}, {"label": record.sign}],
        "chips": [
            {"text": label_of(record.template), "icon": "file-text"},
            {"text": record.format.upper(), "icon": "file-text"},
        ],
        "buttons": [
            Button(_("Download"), reverse("documents:file", args=[record.file_id]), "file-down", main=True),
            Button(_("Make again from the data"), reverse("documents:document_again", args=[pk]), "repeat"),
        ],
        "facts": facts_of(record),
        "issues": issues_of(record, visible),
        "rows": rows,
        "is_cut": len(rows) == MOST_ROWS,
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "documents/document.html", context)


def facts_of(record: Document) -> list[Mapping[str, Any]]:
    subject = about(record)
    address = getattr(subject, "get_absolute_url", None)
    return known(
        [
            fact(_("Number"), record.sign),
            fact(_("About"), str(subject) if subject else "", url=address() if address else ""),
            fact(_("File reference"), record.file_reference),
            fact(_("As of"), record.as_of),
            fact(_("Languages"), languages_of(record)),
            fact(_("Unit"), str(record.unit)),
            fact(_("Letterhead"), str(record.letterhead or "")),
            fact(_("Made by"), record.made_by.name),
            fact(_("Made at"), moment(record.made_at)),
            fact(_("Check sum (SHA-256)"), record.file.sha256),
        ]
    )


def document_again(request: Request, pk: int) -> HttpResponse:
    """The document once more from the data that were kept with it: the proof that they belong together."""
    record = get_object_or_404(
        Document.objects.visible_to(request.user).select_related("file", "letterhead__file"), pk=pk
    )
    return HttpResponse(
        made_again(record),
        content_type=MEDIA_TYPES[record.format],
        headers={
            "Content-Disposition": f'attachment; filename="again-{record.file.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
