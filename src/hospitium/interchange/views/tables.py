"""The import of a table in four steps: choose it, say what its columns mean, look at what it would do, confirm."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core import tables
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.imports.columns import guessed
from hospitium.core.imports.forms import DescribeTable
from hospitium.core.imports.plans import CHANGE, CREATE, LEFT_OUT, SAME, WRONG
from hospitium.core.imports.preview import columns_of, numbers, previewed, stages, suspected, suspicious
from hospitium.core.verdicts import Refused
from hospitium.interchange import actions, forms
from hospitium.interchange.actions.tables import ALL_ROWS, RIGHT_ROWS, read_upload
from hospitium.interchange.models import Upload
from hospitium.interchange.tables import TARGETS, Choices, note_in_words

WRITERS = {"xlsx": tables.write_xlsx, "ods": tables.write_ods}


def import_table(request: Request) -> HttpResponse:
    """Choose the file."""
    form = forms.ChooseTable(
        request.POST or None, request.FILES or None, initial={"target": request.GET.get("target", "")}
    )

    def act() -> str:
        upload = actions.start_import(
            target=form.cleaned_data["target"], upload=form.cleaned_data["file"], by=request.user
        )
        return reverse("interchange:table_columns", args=[upload.pk])

    templates = [
        {
            "label": target.label,
            "files": [
                (kind.upper(), reverse("interchange:table_template", args=[target.key, kind])) for kind in WRITERS
            ],
        }
        for target in TARGETS.values()
    ]
    context = {"steps": steps(1), "templates": templates}
    return answer_form(request, form, act, template="interchange/table_choose.html", context=context)


def table_columns(request: Request, pk: int) -> HttpResponse:
    """Say what the columns mean, and how letters and dates are to be read."""
    upload = own_upload(request, pk)
    if upload.imported_at:
        return redirect("interchange:table_result", pk)
    target, choices = TARGETS[upload.target], Choices.from_json(upload.choices)
    sheet = read_upload(upload, choices)
    form = forms.DescribeList(sheet, target, choices, request.POST or None, forms.partners_for(target, request.user))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                chosen = read_anew(upload, form, choices) if form.is_read_anew else form.described
                actions.choose_columns(upload_id=pk, choices=chosen, by=request.user)
                step = "table_columns" if form.is_read_anew else "table_preview"
                return redirect(f"interchange:{step}", pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    context = {
        "form": form,
        "upload": upload,
        "target": target,
        "steps": steps(2, pk),
        "notes": [note_in_words(note) for note in sheet.notes],
        "rows": len(sheet.rows),
        "columns": columns_of(form, sheet, choices),
        "names": suspicious(sheet),
        "crumbs": crumbs(target),
    }
    return render(request, "interchange/table_columns.html", context, status=status)


def read_anew(upload: Upload, form: DescribeTable, before: Choices) -> Choices:
    """Another sheet, encoding or heading row: the columns are guessed again. Raises Refused when it is unreadable."""
    chosen = form.described
    sheet = read_upload(upload, chosen)
    again = guessed(sheet, TARGETS[upload.target], chosen)
    if chosen.header == before.header:
        return again
    return guessed(sheet, TARGETS[upload.target], chosen, header=chosen.header)


def table_preview(request: Request, pk: int) -> HttpResponse:
    """What would happen, row by row; nothing is stored before it is confirmed."""
    upload = own_upload(request, pk)
    if upload.imported_at:
        return redirect("interchange:table_result", pk)
    status, refused, doubles = 200, "", None
    if request.method == "POST":
        doubles = numbers(request.POST.getlist("double"))
        try:
            actions.confirm_import(
                upload_id=pk,
                doubles=doubles,
                digest=request.POST.get("digest", ""),
                rows=RIGHT_ROWS if request.POST.get("rows") == RIGHT_ROWS else ALL_ROWS,
                today=timezone.localdate(),
                by=request.user,
            )
            return redirect("interchange:table_result", pk)
        except Refused as refusal:
            status, refused = 409, str(refusal)
    target = TARGETS[upload.target]
    plan = actions.plan_import(upload=upload, today=timezone.localdate(), by=request.user)
    context = {
        **previewed(plan),
        **suspected(plan, doubles),
        "upload": upload,
        "target": target,
        "steps": steps(3, pk),
        "refused": refused,
    }
    return render(request, "interchange/table_preview.html", {**context, "crumbs": crumbs(target)}, status=status)


def table_result(request: Request, pk: int) -> HttpResponse:
    """What was done."""
    upload = own_upload(request, pk)
    if not upload.imported_at:
        return redirect("interchange:table_preview", pk)
    result = upload.choices.get("result", {})
    context = {
        "upload": upload,
        "target": TARGETS[upload.target],
        "steps": steps(4),
        "crumbs": crumbs(TARGETS[upload.target]),
        "figures": [
            {"value": result.get(CREATE, 0), "label": _("created")},
            {"value": result.get(CHANGE, 0), "label": _("changed")},
            {"value": result.get(SAME, 0), "label": _("unchanged")},
            {"value": result.get(WRONG, 0), "label": _("left out, because they were wrong")},
            *left_out_by_choice(result),
        ],
        "list_url": reverse({"activities": "programme:activities", "contacts": "partners:contacts"}[upload.target]),
    }
    return render(request, "interchange/table_result.html", context)


def left_out_by_choice(result: dict[str, int]) -> list[dict[str, Any]]:
    count = result.get(LEFT_OUT, 0)
    return [{"value": count, "label": _("left out, because they are known already")}] if count else []


def table_template(request: Request, target: str, kind: str) -> HttpResponse:
    """An empty table with the headings that the import knows."""
    if target not in TARGETS or kind not in WRITERS:
        raise Http404
    chosen = TARGETS[target]
    content = WRITERS[kind](
        title=str(chosen.label), header=[str(field.label) for field in chosen.fields], rows=[], unknown=_("unknown")
    )
    response = HttpResponse(content, content_type=tables.MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{target}.{kind}"'
    return response


def own_upload(request: Request, pk: int) -> Upload:
    return get_object_or_404(
        Upload.objects.select_related("file"), pk=pk, uploaded_by=request.user, target__in=list(TARGETS)
    )


def crumbs(target: Any) -> list[dict[str, Any]]:
    return [{"label": _("Import a table"), "url": reverse("interchange:import_table")}, {"label": target.label}]


def steps(current: int, pk: int = 0) -> list[dict[str, Any]]:
    """The stages of the import; the ones that lie behind can be gone back to."""
    return stages(current, {2: reverse("interchange:table_columns", args=[pk])} if pk and current > 2 else {})
