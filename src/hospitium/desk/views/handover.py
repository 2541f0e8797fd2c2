"""The handover note as a page and as a PDF."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core.http import Request
from hospitium.desk.context import home_city
from hospitium.desk.kept import reading
from hospitium.desk.links import link
from hospitium.desk.queries import handover as queries
from hospitium.desk.queries.record import Rows, rows_of
from hospitium.desk.views.partnership import visible
from hospitium.documents.rendering import render_pdf
from hospitium.partners import actions, rules
from hospitium.partners.models import Partnership


def handover(request: Request, key: str) -> HttpResponse:
    """What the next officer must know, on one page."""
    record = handed_over(request, key)
    rows = read(request, record)
    context = {
        "record": record,
        "rows": rows,
        "facts": queries.facts(rows),
        "sections": queries.sections_of(rows),
        "crumbs": [
            {"label": _("Partnerships"), "url": link("partners:partnerships")},
            {"label": str(record), "url": record.get_absolute_url()},
            {"label": _("Handover note")},
        ],
        "pdf_url": link("desk:handover_pdf", record.key),
    }
    return render(request, "desk/handover.html", context)


def handover_pdf(request: Request, key: str) -> HttpResponse:
    """The note as a file; that it was made is noted in the history. Raises Refused for others than its keepers."""
    record = visible(request, key)
    actions.note_handover(partnership_id=record.pk, by=request.user)
    pdf = render_pdf("handover", queries.document_of(read(request, record), by=request.user))
    name = f"handover-{record.key}-{timezone.localdate().isoformat()}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def handed_over(request: Request, key: str) -> Partnership:
    """The partnership, for those who may hand it over."""
    record = visible(request, key)
    verdict = rules.may_hand_over(request.user, record)
    if not verdict:
        raise PermissionDenied(str(verdict.reason))
    return record


def read(request: Request, record: Partnership) -> Rows:
    return rows_of(partnership=record, home=home_city(reading()), today=timezone.localdate(), by=request.user)
