"""Applications from a table: choose the file, say what its columns mean, look at what it would do, take it over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.forms import ChooseFile
from hospitium.core.imports.plans import CHANGE, CREATE
from hospitium.core.imports.preview import columns_of, previewed, stages, suspected, suspicious
from hospitium.core.imports.sentences import note_in_words
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import imports as actions
from hospitium.exchange.forms.imports import DescribeApplications
from hospitium.exchange.imports import APPLICATIONS, guessed_for
from hospitium.exchange.models import ApplicationList, Round


def stored_round(request: Request, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user, "application.enter"), pk=pk)


def own_list(request: Request, record: Round) -> ApplicationList | None:
    """The table that somebody is taking over into this round; each has one at a time."""
    return record.lists.filter(user=request.user).select_related("round").first()


def round_import(request: Request, pk: int) -> HttpResponse:
    """The file, and an empty table to begin with."""
    record = stored_round(request, pk)
    form = ChooseFile(request.POST or None, request.FILES or None)

    def act() -> str:
        actions.keep_list(round_id=pk, upload=form.cleaned_data["file"], by=request.user)
        return reverse("exchange:round_import_columns", args=[pk])

    return answer_form(
        request,
        form,
        act,
        template="exchange/round_import.html",
        context={
            "page_title": _("Import applications"),
            "lead": record,
            "steps": stages(1, {}),
            "headings": [str(field.label) for field in APPLICATIONS.fields],
            "template_url": reverse("exchange:round_import_template", args=[pk]),
            "submit_label": _("Read the table"),
            "cancel_url": f"{reverse('exchange:applications')}?round={pk}",
        },
    )


def round_import_template(request: Request, pk: int) -> HttpResponse:
    """An empty table with the headings, in the language of the page."""
    stored_round(request, pk)
    header = [str(field.label) for field in APPLICATIONS.fields]
    kind = request.GET.get("kind", "xlsx")
    return table_file(
        request,
        name="applications-template",
        title=_("Applications"),
        header=header,
        rows=[],
        kind=kind if kind in FORMATS else "xlsx",
    )


def round_import_columns(request: Request, pk: int) -> HttpResponse:
    """How the table is read, and which column is which."""
    record = stored_round(request, pk)
    kept = own_list(request, record)
    if kept is None:
        return redirect("exchange:round_import", pk)
    choices = Choices.from_json(kept.choices)
    sheet = actions.read_list(kept, choices)
    form = DescribeApplications(sheet, APPLICATIONS, choices, request.POST if request.method == "POST" else None)

    def act() -> str:
        chosen = read_anew(kept, form, choices) if form.is_read_anew else form.described
        actions.choose_columns(list_id=kept.pk, choices=chosen, by=request.user)
        step = "round_import_columns" if form.is_read_anew else "round_import_check"
        return reverse(f"exchange:{step}", args=[pk])

    context = {
        "round": record,
        "kept": kept,
        "steps": stages(2, {1: reverse("exchange:round_import", args=[pk])}),
        "notes": [note_in_words(note) for note in sheet.notes],
        "rows": len(sheet.rows),
        "columns": columns_of(form, sheet, choices),
        "names": suspicious(sheet),
    }
    return answer_form(request, form, act, template="exchange/round_import_columns.html", context=context)


def read_anew(kept: ApplicationList, form: DescribeApplications, before: Choices) -> Choices:
    """Another sheet, encoding or heading row: the columns are guessed again. Raises Refused when it is unreadable."""
    chosen = form.described
    sheet = actions.read_list(kept, chosen)
    return guessed_for(sheet, chosen, -1 if chosen.header == before.header else chosen.header)


def round_import_check(request: Request, pk: int) -> HttpResponse:
    """What the table would do, row by row; a POST takes it over. No application is written before that."""
    record = stored_round(request, pk)
    kept = own_list(request, record)
    home = f"{reverse('exchange:applications')}?round={pk}"
    if kept is None:
        if request.method != "POST":
            return redirect("exchange:round_import", pk)
        messages.info(request, _("This table has been taken over already. Nothing was done twice."))
        return redirect(home)
    status, refused = 200, ""
    if request.method == "POST":
        try:
            counts = actions.import_applications(
                list_id=kept.pk,
                digest=request.POST.get("digest", ""),
                rows=actions.RIGHT_ROWS if request.POST.get("rows") == actions.RIGHT_ROWS else actions.ALL_ROWS,
                by=request.user,
            )
            messages.success(request, outcome(counts[CREATE], counts[CHANGE]))
            return redirect(home)
        except Refused as refusal:
            status, refused = 409, str(refusal)
    columns = reverse("exchange:round_import_columns", args=[pk])
    plan = actions.plan_list(kept=kept, by=request.user)
    context = {
        **previewed(plan),
        **suspected(plan, None),
        "round": record,
        "kept": kept,
        "steps": stages(3, {1: reverse("exchange:round_import", args=[pk]), 2: columns}),
        "refused": refused,
        "back": columns,
    }
    return render(request, "exchange/round_import_check.html", context, status=status)


def outcome(created: int, changed: int) -> str:
    if not created and not changed:
        return _("Everything in the list was here already. Nothing was changed.")
    new = ngettext("%(count)d application was entered.", "%(count)d applications were entered.", created)
    if not changed:
        return new % {"count": created}
    other = ngettext("%(count)d application was changed.", "%(count)d applications were changed.", changed)
    return " ".join([new % {"count": created}, other % {"count": changed}]) if created else other % {"count": changed}
