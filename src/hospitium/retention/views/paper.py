"""Printing the record of processing activities."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.documents.models import Document
from hospitium.retention import actions, forms


def processing_record(request: Request) -> HttpResponse:
    form = forms.PrintRecord(request.POST or None)
    form.limit_to(request.user)

    def act() -> Document:
        return actions.make_processing_record(by=request.user, **form.cleaned_data)

    context = {
        "page_title": _("Print the record of processing activities"),
        "lead": _("A PDF with purposes, legal grounds, categories, recipients and terms, as they hold today."),
        "crumbs": [
            {"label": _("Data and retention"), "url": reverse("retention:register")},
            {"label": _("Record of processing activities")},
        ],
        "cancel_url": reverse("retention:register"),
        "submit_label": _("Make the PDF"),
        "submit_icon": "printer",
    }
    return answer_form(request, form, act, context=context)
