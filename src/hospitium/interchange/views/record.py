"""The record of the city: looked at before it is taken over, and given back as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hospitium.accounts.policy import may
from hospitium.core.http import Request, new_form_key
from hospitium.interchange import actions
from hospitium.interchange.forms_record import ChooseRecord, ConfirmRecord
from hospitium.interchange.record import RecordError


def import_record(request: Request) -> HttpResponse:
    """Choose a file and see what it would create and change; nothing is stored yet."""
    form = ChooseRecord(request.POST or None, request.FILES or None)
    context = {
        "form": form,
        "form_key": "",
        "may_import": may(request.user, "record.import"),
        "crumbs": [{"label": _("Import and export"), "url": reverse("interchange:import_record")}],
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text = form.cleaned_data["file"]
            try:
                context["report"] = actions.preview_record(text=text)
                context["confirm"] = ConfirmRecord(initial={"text": text})
                context["form_key"] = new_form_key()
                status = 200
            except RecordError as error:
                context["problems"] = error.problems
    return render(request, "interchange/import_record.html", context, status=status)


@require_POST
def import_record_confirm(request: Request) -> HttpResponse:
    """Take the record over, all of it or nothing."""
    form = ConfirmRecord(request.POST)
    context = {"form": ChooseRecord(), "form_key": "", "may_import": may(request.user, "record.import")}
    if form.is_valid():
        try:
            context["done"] = actions.import_record(text=form.cleaned_data["text"], by=request.user)
            return render(request, "interchange/import_record.html", context)
        except RecordError as error:
            context["problems"] = error.problems
    return render(request, "interchange/import_record.html", context, status=422)


def export_record(request: Request) -> HttpResponse:
    """The record as a YAML file."""
    text = actions.export_record(by=request.user)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="record-{timezone.localdate().isoformat()}.yaml"'
    return response
