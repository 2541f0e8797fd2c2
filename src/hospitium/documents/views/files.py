"""Handing out files: as a download only, so that none of them is ever shown as a page of ours."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from hospitium.core.http import Request
from hospitium.documents.models import StoredFile
from hospitium.documents.queries import may_have


def file(request: Request, pk: int) -> HttpResponseBase:
    stored = get_object_or_404(StoredFile, pk=pk)
    if not may_have(request.user, stored) or not default_storage.exists(stored.stored_as):
        raise Http404
    response = FileResponse(
        default_storage.open(stored.stored_as),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
