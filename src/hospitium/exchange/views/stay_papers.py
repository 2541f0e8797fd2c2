"""The papers of a stay: agreement and certificate."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from hospitium.core.http import Request
from hospitium.documents.kinds import MEDIA_TYPES
from hospitium.documents.models import Document
from hospitium.exchange.documents.agreement_docx import docx_of
from hospitium.exchange.documents.agreement_odt import odt_of
from hospitium.exchange.models import Placement
from hospitium.exchange.queries.stays import with_all

EDITABLE = {"agreement-docx": ("docx", docx_of), "agreement-odt": ("odt", odt_of)}


def papers_of(record: Placement) -> list[dict[str, str]]:
    found = (
        (_("Agreement on a stay"), "agreement", record.agreement),
        (_("Agreement on a stay, to write on (DOCX)"), "agreement-docx", record.agreement),
        (_("Agreement on a stay, to write on (ODT)"), "agreement-odt", record.agreement),
        (_("Certificate"), "certificate", record.certificate),
    )
    return [
        {"label": label, "url": reverse("exchange:stay_paper", args=[record.pk, kind]), "sign": paper.sign}
        for label, kind, paper in found
        if paper is not None and paper.file is not None
    ]


def stay_paper(request: Request, pk: int, kind: str) -> HttpResponse:
    """Agreement or certificate, for the office, the person and the departments that see the placement."""
    record = get_object_or_404(with_all(Placement.objects.visible_to(request.user)), pk=pk)
    if kind in EDITABLE:
        return to_write_on(record.agreement, kind)
    return file_of(record.certificate if kind == "certificate" else record.agreement if kind == "agreement" else None)


def to_write_on(document: Document | None, kind: str) -> HttpResponse:
    """The agreement with the data that its paper was made from, to write on."""
    if document is None or document.file is None:
        raise Http404
    ending, write = EDITABLE[kind]
    response = HttpResponse(write(document.data), content_type=MEDIA_TYPES[ending])
    name = f"{document.sign.replace('/', '-')}.{ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def file_of(document: Document | None) -> HttpResponse:
    if document is None or document.file is None or not default_storage.exists(document.file.stored_as):
        raise Http404
    with default_storage.open(document.file.stored_as) as file:
        content = file.read()
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=document.file.name)
        or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=document.file.media_type, headers=headers)
