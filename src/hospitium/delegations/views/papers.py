"""Lists and cards of a delegation: what can be made, making it, and what was made."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hospitium.accounts.lists import table_file
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import papers as actions
from hospitium.delegations.actions.cards import make_test_print
from hospitium.delegations.documents.papers import PAPERS, is_of
from hospitium.delegations.documents.people import printable
from hospitium.delegations.forms.papers import FRAMES, MakePaper, OneLanguageOnly
from hospitium.delegations.models import CardShift, Delegation, Member, SeatingPlan
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.rules import letters as rules
from hospitium.delegations.rules.delegations import may_read_wishes
from hospitium.delegations.tabs import frame_of
from hospitium.documents.kinds import label_of
from hospitium.documents.queries import made_for
from hospitium.vault.confirming import recently_confirmed
from hospitium.vault.rules import may_unseal


def papers(request: Request, pk: int) -> HttpResponse:
    """What can be printed or taken out, for whom it is, and every version of what was made."""
    record = get_object_or_404(workspaces(request.user, "delegation.export"), pk=pk)
    verdict = rules.may_take_lists(request.user, record)
    hidden = set() if may_read_wishes(request.user, record) else {"wishes"}
    offered = [offer(pk, paper) for paper in PAPERS if paper not in hidden and is_of(paper, record)]
    context = {
        **frame_of(record, request.user, "papers"),
        "verdict": verdict,
        "lists": [one for one in offered if one["is_list"]],
        "prints": [one for one in offered if not one["is_list"]],
        "rows": made_for(record, request.user),
    }
    return render(request, "delegations/papers.html", context)


def offer(pk: int, paper: str) -> dict[str, object]:
    return {
        "label": label_of(paper),
        "text": PAPERS[paper].text,
        "icon": PAPERS[paper].icon,
        "is_list": PAPERS[paper].sheet is not None,
        "is_internal": PAPERS[paper].is_internal,
        "url": reverse("delegations:delegation_paper_new", args=[pk, paper]),
    }


def delegation_paper_new(request: Request, pk: int, paper: str) -> HttpResponse:
    """Ask for what a paper needs, and make it: a print for the register, or a table as a file."""
    return answer_paper(request, pk, paper, sealed="")


@recently_confirmed
def delegation_paper_sealed(request: Request, pk: int, paper: str) -> HttpResponseBase:
    """The same with fields of the passport, for the officer who has just confirmed who they are."""
    if "fields" not in (PAPERS[paper].asks if paper in PAPERS else ()):
        raise Http404
    return answer_paper(request, pk, paper, sealed="vault")


def first_choice(record: Delegation, paper: str, members: Sequence[Member]) -> dict[str, object]:
    """What the form suggests: the languages of host and guests, everybody, and the office's own printer."""
    second = record.language if record.language != record.visit.host_language else ""
    first: dict[str, object] = {
        "language": record.visit.host_language,
        "second": "" if PAPERS[paper].is_internal else second,
        "form": "pdf",
        "fields_shown": ["function"],
        "members": [member.pk for member in members],
    }
    if shift := CardShift.objects.filter(unit=record.visit.unit).first():
        first |= {"right": shift.right, "down": shift.down}
    return first


def answer_paper(request: Request, pk: int, paper: str, *, sealed: str) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, "delegation.export"), pk=pk)
    if paper not in PAPERS or not is_of(paper, record):
        raise Http404
    members = printable(record)
    wanted = request.GET.get("member", "")
    first = first_choice(record, paper, [one for one in members if wanted in {"", str(one.pk)}])
    form = MakePaper(request.POST or None, initial=first)
    form.offer_for(paper, record, members, sealed=sealed)
    if form.is_bound and form.is_valid() and form.format != "pdf":
        try:
            return taken(request, record, paper, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    back = reverse("delegations:papers", args=[pk])

    def act() -> str:
        made = actions.make_paper(delegation_id=pk, paper=paper, choice=form.choice, by=request.user)
        messages.success(request, _("%(number)s was made.") % {"number": made.sign})
        return back

    context = {
        "page_title": label_of(paper),
        "lead": rules.may_take_lists(request.user, record).reason or PAPERS[paper].text,
        "submit_label": _("Make"),
        "cancel_url": back,
        "crumbs": [{"label": record, "url": back}, {"label": label_of(paper)}],
        "sealed_url": "",
        "sealed_verdict": may_unseal(request.user, record.visit.unit, record.visit.officer),
    }
    if "fields" in PAPERS[paper].asks and not sealed:
        context["sealed_url"] = reverse("delegations:delegation_paper_sealed", args=[pk, paper])
    return answer_form(request, form, act, template="delegations/paper_new.html", context=context)


def taken(request: Request, record: Delegation, paper: str, form: MakePaper) -> HttpResponse:
    """The list as a spreadsheet, or the frames of a sheet: a file leads nowhere, so the form carries no key."""
    if form.format == FRAMES:
        return frames_file(make_test_print(delegation_id=record.pk, choice=form.choice, by=request.user), paper)
    header, rows = actions.take_list(
        delegation_id=record.pk, paper=paper, choice=form.choice, format=form.format, by=request.user
    )
    # The file goes to others: its title and its word for "unknown" are in the language of the list.
    with translation.override(form.languages[0]):
        return table_file(
            request,
            name=f"delegation-{record.pk}-{paper}",
            title=label_of(paper),
            header=header,
            rows=rows,
            kind=form.format,
        )


def frames_file(content: bytes, paper: str) -> HttpResponse:
    name = f"{paper}-{FRAMES}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def seating_print(request: Request, pk: int) -> HttpResponse:
    """Print a seating plan, as a picture and as a table."""
    plans = SeatingPlan.objects.visible_to(request.user, "delegation.export").select_related(
        "visit__activity", "visit__unit"
    )
    plan = get_object_or_404(plans, pk=pk)
    form = OneLanguageOnly(request.POST or None, initial={"language": plan.visit.host_language})

    def act() -> str:
        made = actions.make_seating(plan_id=pk, language=form.cleaned_data["language"], by=request.user)
        messages.success(request, _("%(number)s was made.") % {"number": made.sign})
        return made.get_absolute_url()

    context = {
        "page_title": label_of("seating_plan"),
        "lead": plan,
        "submit_label": _("Make"),
        "cancel_url": plan.get_absolute_url(),
        "crumbs": [{"label": plan, "url": plan.get_absolute_url()}, {"label": label_of("seating_plan")}],
    }
    return answer_form(request, form, act, context=context)
