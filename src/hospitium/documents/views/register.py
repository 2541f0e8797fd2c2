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
from hospitium.core.models import User
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.core.templatetags.wording import moment
from hospitium.core.verdicts import ALLOWED, require
from hospitium.documents import actions, forms
from hospitium.documents.history import SENTENCES
from hospitium.documents.kinds import MEDIA_TYPES, label_of
from hospitium.documents.lists import DOCUMENTS, languages_of
from hospitium.documents.making import made_again
from hospitium.documents.models import Document
from hospitium.documents.queries import MOST_ROWS, about, issues_of, officer_of, rows_of
from hospitium.documents.rules import can_be_made_again
from hospitium.vault.confirming import recently_confirmed
from hospitium.vault.rules import may_unseal


def documents(request: Request) -> HttpResponse:
    acts = [{"label": _("Letterheads"), "url": reverse("documents:letterheads"), "icon": "file-text", "main": False}]
    shown = acts if may(request.user, "letterhead.read") else []
    return answer_list(request, DOCUMENTS, context={"acts": shown})


def document(request: Request, pk: int) -> HttpResponse:
    """What a document is, its versions, and the data that it was made from."""
    visible = Document.objects.visible_to(request.user)
    record = get_object_or_404(visible.select_related("unit", "made_by", "file", "letterhead"), pk=pk)
    rows = list(islice(rows_of(record.data), MOST_ROWS))
    buttons = buttons_of(record, request.user)
    context = {
        "record": record,
        "heading": record.heading,
        "heading_lang": record.language if record.title else "",
        "crumbs": [{"label": _("Documents"), "url": reverse("documents:documents")}, {"label": record.sign}],
        "chips": chips_of(record),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record),
        "issues": issues_of(record, visible),
        "rows": rows,
        "is_cut": len(rows) == MOST_ROWS,
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "documents/document.html", context)


def chips_of(record: Document) -> list[dict[str, str]]:
    chips = [
        {"text": label_of(record.template), "icon": "file-text"},
        {"text": record.format.upper(), "icon": "file-text"},
    ]
    if record.is_sealed:
        chips.append({"text": _("Sealed"), "icon": "lock"})
    return chips


def buttons_of(record: Document, user: User) -> list[Button]:
    if record.erased_on is not None:
        return []
    can_be_read = may_unseal(user, record.unit, officer_of(record)) if record.is_sealed else ALLOWED
    again = reverse("documents:document_again", args=[record.pk])
    return [
        Button(_("Download"), record.download_url, "file-down", can_be_read, main=True),
        Button(_("Make again from the data"), again, "repeat", can_be_made_again(record)),
    ]


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
            fact(_("Check sum (SHA-256)"), record.file.sha256 if record.file else ""),
            fact(_("Erased on"), record.erased_on or ""),
        ]
    )


def document_again(request: Request, pk: int) -> HttpResponse:
    """The document once more from the data that were kept with it: the proof that they belong together."""
    record = get_object_or_404(
        Document.objects.visible_to(request.user).select_related("file", "letterhead__file"), pk=pk
    )
    require(can_be_made_again(record))
    return handed_out(record, made_again(record), "again-")


@recently_confirmed
def document_sealed(request: Request, pk: int) -> HttpResponse:
    """A sealed document, for the officer in charge, who says what for; the vault keeps who read it when."""
    visible = Document.objects.visible_to(request.user, "vault.read").filter(is_sealed=True)
    record = get_object_or_404(visible.select_related("unit", "made_by", "file"), pk=pk)
    form = forms.ReadSealed(request.POST or None)
    if request.method == "POST" and form.is_valid():
        content = actions.read_sealed(document_id=pk, purpose=form.cleaned_data["purpose"], by=request.user)
        return handed_out(record, content)
    context = {
        "page_title": str(record),
        "title": _("Read the sealed document?"),
        "will": [_("That you have read it, when and what for, is kept and shown to the auditor.")],
        "stays": [],
        "form": form,
        "submit_label": _("Download"),
        "cancel_url": record.get_absolute_url(),
        "verdict": may_unseal(request.user, record.unit, officer_of(record)),
        "crumbs": [{"label": record.sign, "url": record.get_absolute_url()}, {"label": _("Download")}],
    }
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


def handed_out(record: Document, content: bytes, beginning: str = "") -> HttpResponse:
    name = record.file.name if record.file else ""
    return HttpResponse(
        content,
        content_type=MEDIA_TYPES[record.format],
        headers={
            "Content-Disposition": f'attachment; filename="{beginning}{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
