"""Applications from a table: choose the file, look at what it would do, take it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.core.forms import answer_form
from hospitium.core.http import Request, new_form_key
from hospitium.core.verdicts import Refused
from hospitium.documents.actions.files import store_file
from hospitium.documents.models import StoredFile
from hospitium.exchange import imports
from hospitium.exchange.actions import imports as actions
from hospitium.exchange.forms.imports import ChooseTable
from hospitium.exchange.models import Round

SHOWN = 100


def stored_round(request: Request, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user, "application.enter"), pk=pk)


def round_import(request: Request, pk: int) -> HttpResponse:
    record = stored_round(request, pk)
    form = ChooseTable(request.POST or None, request.FILES or None)

    def act() -> str:
        stored = store_file(upload=form.cleaned_data["file"], by=request.user)
        return f"{reverse('exchange:round_import_check', args=[pk])}?file={stored.pk}"

    return answer_form(
        request,
        form,
        act,
        template="exchange/round_import.html",
        context={
            "page_title": _("Import applications"),
            "lead": record,
            "headings": [str(heading.label) for heading in imports.HEADINGS],
            "template_url": reverse("exchange:round_import_template", args=[pk]),
            "submit_label": _("Look at it"),
            "cancel_url": f"{reverse('exchange:applications')}?round={pk}",
        },
    )


def round_import_template(request: Request, pk: int) -> HttpResponse:
    """An empty table with the headings, in the language of the page."""
    stored_round(request, pk)
    header = [str(heading.label) for heading in imports.HEADINGS]
    kind = request.GET.get("kind", "xlsx")
    return table_file(
        request,
        name="applications-template",
        title=_("Applications"),
        header=header,
        rows=[],
        kind=kind if kind in FORMATS else "xlsx",
    )


def round_import_check(request: Request, pk: int) -> HttpResponse:
    """What the table would do; a POST takes it over. Nothing is stored before that but the file."""
    record = stored_round(request, pk)
    asked = (request.POST if request.method == "POST" else request.GET).get("file", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18):
        return redirect("exchange:round_import", pk)
    stored = get_object_or_404(StoredFile.objects.filter(uploaded_by=request.user), pk=int(asked))
    status, refused = 200, ""
    if request.method == "POST":
        try:
            counts = actions.import_applications(
                round_id=pk,
                file_id=stored.pk,
                digest=request.POST.get("digest", ""),
                rows=request.POST.get("rows", ""),
                by=request.user,
            )
            say(request, counts["created"], counts["changed"])
            return redirect(f"{reverse('exchange:applications')}?round={pk}")
        except Refused as refusal:
            status, refused = 409, str(refusal)
    plan = actions.plan_of(stored=stored, target=record, by=request.user)
    context = {**shown(plan), "round": record, "file": stored, "refused": refused or plan.refused}
    return render(request, "exchange/round_import_check.html", context, status=status)


def say(request: Request, created: int, changed: int) -> None:
    new = ngettext("%(count)d application was entered.", "%(count)d applications were entered.", created)
    messages.success(request, new % {"count": created})
    if changed:
        other = ngettext("%(count)d application was changed.", "%(count)d applications were changed.", changed)
        messages.success(request, other % {"count": changed})


def shown(plan: imports.Plan) -> dict[str, Any]:
    chips = {
        imports.CREATE: {"text": _("new"), "tone": "success", "icon": "plus"},
        imports.CHANGE: {"text": _("is changed"), "tone": "info", "icon": "pencil"},
        imports.SAME: {"text": _("stays as it is"), "tone": "", "icon": "check"},
    }
    rows = [row for row in plan.rows if row.verb != imports.WRONG]
    problems = plan.problems
    return {
        "plan": plan,
        "figures": [
            {"value": plan.count(imports.CREATE), "label": _("would be created")},
            {"value": plan.count(imports.CHANGE), "label": _("would be changed")},
            {"value": plan.count(imports.SAME), "label": _("stay as they are")},
            {"value": plan.count(imports.WRONG), "label": _("are wrong")},
        ],
        "problems": problems[:SHOWN],
        "more_problems": max(0, len(problems) - SHOWN),
        "rows": [{"plan": row, "chip": chips[row.verb], "changed": ", ".join(row.changed)} for row in rows[:SHOWN]],
        "more_rows": max(0, len(rows) - SHOWN),
        "to_do": len(plan.to_do),
        "wrong": plan.count(imports.WRONG),
        "form_key": new_form_key(),
    }
