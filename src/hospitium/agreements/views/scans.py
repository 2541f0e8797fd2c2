"""The scanned file of an instrument."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from hospitium.agreements import actions, forms
from hospitium.agreements.models import Instrument
from hospitium.core.forms import answer_form
from hospitium.core.http import Request


def document(request: Request, pk: int) -> HttpResponse:
    """Attach the scanned file; an earlier one is replaced."""
    record = get_object_or_404(
        Instrument.objects.visible_to(request.user, "instrument.update").select_related("document"), pk=pk
    )
    form = forms.AttachDocument(request.POST or None, request.FILES or None)
    earlier = _("It replaces “%(file)s”, which is deleted.") % {"file": record.document} if record.document else ""
    return answer_form(
        request,
        form,
        lambda: actions.attach_document(instrument_id=pk, upload=form.cleaned_data["file"], by=request.user),
        context={
            "page_title": record,
            "lead": earlier or _("Attach the scanned file"),
            "cancel_url": record.get_absolute_url(),
            "submit_label": _("Attach"),
        },
    )
