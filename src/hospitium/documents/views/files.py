"""Handing out files: as a download only, so that none of them is ever shown as a page of ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
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


def zip_file(name: str, files: Iterable[StoredFile]) -> HttpResponse:
    """Stored files in one archive; the caller has asked whether the person may have each of them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for stored in files:
            with default_storage.open(stored.stored_as) as file:
                archive.writestr(stored.name, file.read())
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(target.getvalue(), content_type="application/zip", headers=headers)
