"""The import of a list of members, in four steps; the focal point and the office go the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hospitium.core import tables
from hospitium.core.http import new_form_key
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import CHANGE, CREATE, LEFT_OUT, WRONG, Plan
from hospitium.core.imports.preview import columns_of, numbers, previewed, stages, suspected, suspicious
from hospitium.core.imports.sentences import note_in_words
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import lists as actions
from hospitium.delegations.actions.lists import ALL_ROWS, RIGHT_ROWS, Owner
from hospitium.delegations.forms.lists import ChooseList, DescribeList
from hospitium.delegations.models import Delegation, Member, MemberList
from hospitium.delegations.roster import MEMBERS, guessed_for

WRITERS = {"xlsx": tables.write_xlsx, "ods": tables.write_ods}


@dataclass(frozen=True)
class Place:
    """Where the import takes place: whose list, in which frame, with which addresses.

    `url_of` leads to a step ("list", "columns", "preview", "template") of a list, `member_url` to a member, `home`
    to the delegation; `context` is what the frame of the page needs.
    """

    delegation: Delegation
    owner: Owner
    url_of: Callable[..., str]
    member_url: Callable[[Member], str]
    home: str
    layout: str
    context: dict[str, Any]


def choose(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The file, and an empty table to begin with."""
    is_sent = request.method == "POST"
    form = ChooseList(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        try:
            kept = actions.keep_list(
                delegation_id=place.delegation.pk,
                upload=form.cleaned_data["file"],
                language=get_language() or "en",
                owner=place.owner,
            )
            return HttpResponseRedirect(place.url_of("columns", kept.pk))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    files = [(kind.upper(), place.url_of("template", kind)) for kind in WRITERS]
    context = {"form": form, "form_key": "", "steps": stages(1, {}), "files": files}
    return shown(request, place, "delegations/list_choose.html", context, status=422 if is_sent else 200)


def shown(
    request: HttpRequest, place: Place, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    whole = {**place.context, **context, "layout": place.layout, "home": place.home, "list_heading": HEADINGS[template]}
    return render(request, template, whole, status=status)


HEADINGS = {
    "delegations/list_choose.html": gettext_lazy("Take over a list"),
    "delegations/list_columns.html": gettext_lazy("Say what the columns mean"),
    "delegations/list_preview.html": gettext_lazy("Look at the preview"),
}


def own(place: Place, pk: int) -> MemberList:
    """One's own list of this delegation; else 404."""
    return get_object_or_404(mine_of(place).select_related("delegation"), pk=pk)


def mine_of(place: Place) -> QuerySet[MemberList]:
    return MemberList.objects.filter(delegation=place.delegation, link_id=place.owner.link_id, user=place.owner.by)


def columns(request: HttpRequest, place: Place, pk: int) -> HttpResponseBase:
    """What the columns mean, and in which order whole names stand."""
    kept = own(place, pk)
    choices = Choices.from_json(kept.choices)
    sheet = actions.read_list(kept, choices)
    form = DescribeList(sheet, MEMBERS, choices, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                chosen = read_anew(kept, form, choices) if form.is_read_anew else form.described
                actions.choose_columns(list_id=pk, choices=chosen, owner=place.owner)
                return HttpResponseRedirect(place.url_of("columns" if form.is_read_anew else "preview", pk))
            except Refused as refusal:
                form.add_error(None, str(refusal))
    context = {
        "form": form,
        "kept": kept,
        "steps": stages(2, {}),
        "notes": [note_in_words(note) for note in sheet.notes],
        "rows": len(sheet.rows),
        "columns": columns_of(form, sheet, choices),
        "names": suspicious(sheet),
        "again": place.url_of("list"),
    }
    return shown(request, place, "delegations/list_columns.html", context, status=status)


def read_anew(kept: MemberList, form: DescribeList, before: Choices) -> Choices:
    """Another sheet, encoding or heading row: the columns are guessed again. Raises Refused when it is unreadable."""
    chosen = form.described
    sheet = actions.read_list(kept, chosen)
    return guessed_for(sheet, chosen, -1 if chosen.header == before.header else chosen.header)


def preview(request: HttpRequest, place: Place, pk: int) -> HttpResponseBase:
    """What would happen, row by row; nothing is stored before it is confirmed."""
    if request.method == "POST" and not mine_of(place).filter(pk=pk).exists():
        messages.info(request, _("This table has been taken over already. Nothing was done twice."))
        return HttpResponseRedirect(place.home)
    kept = own(place, pk)
    status, refused, doubles = 200, "", None
    if request.method == "POST":
        doubles = numbers(request.POST.getlist("double"))
        try:
            counts = actions.take_over(
                list_id=pk,
                digest=request.POST.get("digest", ""),
                rows=RIGHT_ROWS if request.POST.get("rows") == RIGHT_ROWS else ALL_ROWS,
                owner=place.owner,
                address_of=place.member_url,
                doubles=doubles,
            )
            messages.success(request, outcome(counts))
            return HttpResponseRedirect(place.home)
        except Refused as refusal:
            status, refused = 409, str(refusal)
    plan = actions.plan_list(kept=kept, address_of=place.member_url)
    context = {
        **previewed(plan),
        **suspected(plan, doubles),
        "kept": kept,
        "steps": stages(3, {2: place.url_of("columns", pk)}),
        "refused": refused,
        "lacking": lacking(place.delegation, plan),
        "back": place.url_of("columns", pk),
        "form_key": new_form_key() if place.owner.by else "",
    }
    return shown(request, place, "delegations/list_preview.html", context, status=status)


def lacking(delegation: Delegation, plan: Plan) -> int:
    """How many places are wanting if all new rows are taken over; 0 when they suffice or no number was agreed."""
    if delegation.quota is None:
        return 0
    doubles = sum(row.is_known_by_name for row in plan.alike if row.verb == CREATE)
    return max(delegation.members.coming().count() + plan.count(CREATE) - doubles - delegation.quota, 0)


def outcome(counts: Mapping[str, int]) -> str:
    """How many were named and changed, and how many rows of the list were left out."""
    created, changed, left_out = counts[CREATE], counts[CHANGE], counts[WRONG] + counts[LEFT_OUT]
    if not (created or changed or left_out):
        return _("Everything in the list was here already. Nothing was changed.")
    named = ngettext("%(count)d member was named.", "%(count)d members were named.", created) % {"count": created}
    other = ngettext("%(count)d member was changed.", "%(count)d members were changed.", changed) % {"count": changed}
    left = ngettext("%(count)d row was left out.", "%(count)d rows were left out.", left_out) % {"count": left_out}
    said = [(named, created or not changed), (other, changed), (left, left_out)]
    return " ".join(sentence for sentence, counted in said if counted)


def template(kind: str) -> HttpResponse:
    """An empty table with the headings that the import knows, in the language of the page."""
    if kind not in WRITERS:
        raise Http404
    content = WRITERS[kind](
        title=str(MEMBERS.label),
        header=[str(one.label) for one in MEMBERS.fields if one.key != "name"],
        rows=[],
        unknown=_("unknown"),
    )
    response = HttpResponse(content, content_type=tables.MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="members.{kind}"'
    return response
