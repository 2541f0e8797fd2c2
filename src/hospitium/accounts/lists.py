"""How the pages of an app answer with a list: as a page, as a file, or by keeping its filters under a name."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hospitium.accounts import actions, policy
from hospitium.accounts.models import SavedFilter
from hospitium.core import tables
from hospitium.core.http import Request, new_form_key
from hospitium.core.kept import Kept, reading
from hospitium.core.lists import ListSpec, Look, clean, everything, look, query_of
from hospitium.core.tables.writing import Row
from hospitium.core.verdicts import Refused, require


@dataclass(frozen=True)
class Format:
    """A kind of file in which a list leaves the house."""

    label: Any
    ending: str
    write: tables.Writer


_looks: Kept[Look] = Kept(24)
FORMATS = {
    "xlsx": Format("XLSX", "xlsx", tables.write_xlsx),
    "ods": Format("ODS", "ods", tables.write_ods),
    "csv-excel": Format(gettext_lazy("CSV for Excel"), "csv", tables.write_csv_for_excel),
    "csv": Format("CSV", "csv", tables.write_csv),
}


def answer_list(
    request: Request, spec: ListSpec, *, template: str = "list.html", context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The list at the address of the request; `?export=` gives the file, a POST keeps or forgets its filters.

    `context` may name `acts`, a list of {label, url, icon, main} for the head of the page.
    """
    if request.method == "POST":
        return answer_saving(request, spec)
    asked = request.GET.dict()
    kind = asked.get("export", "")
    if kind in FORMATS:
        return answer_export(request, spec, kind)
    shown = _looks.get(reading(), key_of(request, spec, asked), lambda: look(spec, request.user, asked))
    return render(request, template, {**(context or {}), **described(request, shown)})


def key_of(request: Request, spec: ListSpec, asked: Mapping[str, str]) -> Hashable:
    """What a look depends on besides the records: who looks with which rights, the language, the day, the address."""
    access = policy.access_of(request.user)
    rights = (access.roles, frozenset(access.units.items()), access.partners)
    return spec.name, request.user.pk, rights, get_language(), timezone.localdate(), tuple(sorted(asked.items()))


def described(request: Request, shown: Look) -> dict[str, Any]:
    """What the page of a list needs to know."""
    kept = SavedFilter.objects.filter(user=request.user, list_name=shown.spec.name)
    saved = [
        {
            "label": one.name,
            "url": f"?{one.query}",
            "current": bool(shown.query) and one.query == shown.query,
            "pk": one.pk,
        }
        for one in kept
    ]
    query = f"{shown.query}&" if shown.query else ""
    may_export = policy.may(request.user, shown.spec.export_row)
    return {
        "look": shown,
        "spec": shown.spec,
        "title": shown.spec.title,
        "page": shown.page,
        "saved": saved,
        "current": next((one for one in saved if one["current"]), None),
        "exports": [
            {"label": form.label, "url": f"?{query}{urlencode({'export': kind})}"} for kind, form in FORMATS.items()
        ]
        if may_export and shown.page.paginator.count
        else [],
        "form_key": new_form_key(),
    }


def answer_export(request: Request, spec: ListSpec, kind: str) -> HttpResponse:
    """The whole filtered list as a file. Raises Refused for whoever may not take it out."""
    require(policy.may(request.user, spec.export_row))
    records = everything(spec, request.user, request.GET.dict())
    rows = [[column.export(record) for column in spec.columns] for record in records]
    header = [str(column.label) for column in spec.columns]
    return table_file(request, name=spec.name, title=str(spec.title), header=header, rows=rows, kind=kind)


def table_file(
    request: Request, *, name: str, title: str, header: Sequence[str], rows: Sequence[Row], kind: str
) -> HttpResponse:
    """A table as a file of one of the FORMATS; the log keeps that it left. The caller has asked the policy."""
    actions.note_export(list_name=name, kind=kind, count=len(rows), by=request.user)
    chosen = FORMATS[kind]
    content = chosen.write(title=title, header=header, rows=rows, unknown=_("unknown"))
    file = f"{name}-{timezone.localdate():%Y-%m-%d}.{chosen.ending}"
    return HttpResponse(
        content,
        content_type=tables.MEDIA_TYPES[chosen.ending],
        headers={
            "Content-Disposition": f'attachment; filename="{file}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def answer_saving(request: Request, spec: ListSpec) -> HttpResponse:
    """Keep the filters of the list under the name that was typed, or forget a kept one; then show the list again."""
    query = query_of(spec, request.user, QueryDict(request.POST.get("query", "")[:2000]).dict())
    name, gone = clean(request.POST.get("name", ""))[:60], request.POST.get("forget", "")
    try:
        if gone.isdecimal() and len(gone) < 18:
            actions.delete_filter(filter_id=int(gone), by=request.user)
            messages.success(request, _("The saved search was deleted."))
        elif name and query:
            actions.save_filter(list_name=spec.name, name=name, query=query, by=request.user)
            messages.success(request, _("The search was saved as “%(name)s”.") % {"name": name})
        else:
            messages.warning(request, _("Choose a filter and give the search a name; then it can be saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
