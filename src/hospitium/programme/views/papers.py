"""The year programme as a file to take along: PDF, DOCX or ODT, in two languages side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from hospitium.accounts import actions
from hospitium.core.http import Request
from hospitium.documents.rendering import render_pdf
from hospitium.programme.models import YearProgramme
from hospitium.programme.papers import docx_of, odt_of
from hospitium.programme.queries.contents import content_of
from hospitium.programme.queries.papers import Paper, paper_of, second_language
from hospitium.programme.views.years import found


@dataclass(frozen=True)
class Format:
    """A kind of file, and how a paper becomes one."""

    media_type: str
    write: Callable[[Paper], bytes]


FORMATS = {
    "pdf": Format("application/pdf", lambda paper: render_pdf("year_programme", paper.as_data())),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of),
    "odt": Format("application/vnd.oasis.opendocument.text", odt_of),
}


def year_programme_paper(request: Request, pk: int) -> HttpResponse:
    """`?format=` and `?second=` choose; what is agreed is printed as it was agreed, else as it stands today."""
    programme = found(request, pk, "year_programme.export")
    ending = request.GET.get("format", "pdf")
    chosen = FORMATS.get(ending, FORMATS["pdf"])
    ending = ending if ending in FORMATS else "pdf"
    paper = read(request, programme)
    actions.note_export(list_name="year-programme", kind=ending, count=len(paper.first.entries), by=request.user)
    name = f"{programme.partnership.key}-{programme.year}-{timezone.localdate().isoformat()}.{ending}"
    return HttpResponse(
        chosen.write(paper),
        content_type=chosen.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


def read(request: Request, programme: YearProgramme) -> Paper:
    """The paper in the language of the page and a second one; the same twice is never asked for."""
    first = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    second = request.GET.get("second", "")
    if second not in dict(settings.LANGUAGES) or second == first:
        second = second_language(programme)
    if second == first:
        second = settings.LANGUAGE_CODE
    latest = programme.versions.first()
    is_settled = programme.state in {YearProgramme.State.AGREED, YearProgramme.State.CLOSED}
    if latest and is_settled:
        content, as_of = latest.content, timezone.localdate(latest.at)
    else:
        content, as_of = content_of(programme), timezone.localdate()
    return paper_of(programme, content, number=latest.number if latest else 0, as_of=as_of, languages=(first, second))
