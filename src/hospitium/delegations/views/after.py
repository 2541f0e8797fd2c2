"""What comes after a visit, on one page, and the steps that are done from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.actions import note_export
from hospitium.core.forms import answer_form, open_languages
from hospitium.core.http import Request
from hospitium.core.records import fact, reasons
from hospitium.core.verdicts import require
from hospitium.delegations.actions import after as actions
from hospitium.delegations.actions import papers_after as papers
from hospitium.delegations.documents.report import report_data
from hospitium.delegations.documents.report_docx import docx_of
from hospitium.delegations.documents.thanks import thanks_recipients
from hospitium.delegations.forms import after as forms
from hospitium.delegations.forms.evaluation import Nothing, TwoLanguages
from hospitium.delegations.models import Delegation
from hospitium.delegations.queries import after as queries
from hospitium.delegations.queries.attendance import heads_of
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.gifts import gifts_of_visit
from hospitium.delegations.rules import after as rules
from hospitium.delegations.tabs import frame_of
from hospitium.documents.kinds import MEDIA_TYPES
from hospitium.documents.queries import made_for
from hospitium.visits.documents.gaps import gaps_in
from hospitium.visits.forms.documents import Letters
from hospitium.visits.queries.costs import costs_of


def after(request: Request, pk: int) -> HttpResponse:
    """Everything that is still to do, each with its state and the reason."""
    record = found(request, pk)
    steps = queries.steps_of(record, today=timezone.localdate(), by=request.user)
    context = {
        **frame_of(record, request.user, "after"),
        "steps": steps,
        "done": sum(step.state in (queries.DONE, queries.NONE) for step in steps),
        "reasons": reasons(act for step in steps for act in step.acts),
        "promises": queries.promises_of(record, request.user),
        "points": queries.points_of(record, request.user),
        "gifts": gifts_of_visit(request.user, record.visit_id),
        "documents": made_for(record, request.user),
    }
    return render(request, "delegations/after.html", context)


def found(request: Request, pk: int, row: str = "delegation.update") -> Delegation:
    return get_object_or_404(workspaces(request.user, row).select_related("partnership__unit"), pk=pk)


def back_to(pk: int) -> str:
    return reverse("delegations:after", args=[pk])


def page(record: Delegation, page_title: str, **more: Any) -> dict[str, Any]:
    return {"page_title": page_title, "lead": record, "cancel_url": back_to(record.pk), **more}


def confirmed(
    request: Request, record: Delegation, act: Callable[[], Any], *, title: str, will: list[str], **more: Any
) -> HttpResponse:
    """Ask first, then act."""
    context = {**page(record, str(record)), "title": title, "will": will, **more}
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


# ---- promises and learning points ------------------------------------------------
def nothing_to_note(request: Request, pk: int, what: str) -> HttpResponse:
    """Ask whether there is really nothing to note, or whether there is after all."""
    record = found(request, pk)
    asked = {
        queries.PROMISES: (_("Nothing was promised"), _("The step “Note promises” does not apply to this visit.")),
        queries.LEARNING: (
            _("Nobody takes anything up"),
            _("The step “Note learning points” does not apply to this visit."),
        ),
    }
    if what not in asked:
        raise Http404
    title, will = asked[what]
    is_back = what in record.nothing_to_note

    def act() -> str:
        change = actions.note_something if is_back else actions.note_nothing
        change(delegation_id=pk, step=what, by=request.user)
        return back_to(pk)

    return confirmed(
        request,
        record,
        act,
        title=_("There is something to note after all") if is_back else title,
        will=[_("The step is to be done again.") if is_back else will],
        stays=[_("Whatever was noted stays, and more can be noted at any time.")],
        submit_label=_("Take back") if is_back else _("Nothing to note"),
        verdict=rules.may_note_nothing(request.user, record),
    )


# ---- money -----------------------------------------------------------------------
def settle(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)
    form = forms.Settle(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> str:
        actions.settle_costs(delegation_id=pk, by=request.user, **form.cleaned_data)
        return back_to(pk)

    context = page(record, _("Settle the costs"), submit_label=_("Settle")) | {
        "facts_title": _("What it cost"),
        "facts": costs_so_far(record),
        "verdict": rules.may_settle(request.user, record),
        "back_label": _("Back"),
        "lead": _("From this day on, catering wishes are not needed any more and are erased in the next night."),
    }
    return answer_form(request, form, act, template="delegations/facts_first.html", context=context)


def costs_so_far(record: Delegation) -> list[Any]:
    """What each payer bears; what nobody knows yet stands beside the sums."""
    found = costs_of(record.visit)
    named = [fact(f"{one.payer}, {one.currency}", str(one.actual)) for one in found.by_payer]
    return named or [fact(_("Positions"), _("No position was entered."))]


def unsettle(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)

    def act() -> str:
        actions.unsettle_costs(delegation_id=pk, by=request.user)
        return back_to(pk)

    return confirmed(
        request,
        record,
        act,
        title=_("Take the settlement back"),
        will=[_("The costs are shown as not settled.")],
        stays=[_("What was erased because of the settlement does not come back.")],
        submit_label=_("Take back"),
    )


# ---- balance, return visit ----------------------------------------------
def enter_balance(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)

    def act() -> str:
        actions.enter_balance(delegation_id=pk, by=request.user)
        return back_to(pk)

    heads = heads_of(record.visit)
    counted = ngettext("%(count)d person took part.", "%(count)d persons took part.", heads or 0)
    return confirmed(
        request,
        record,
        act,
        title=_("Enter the visit into the balance"),
        will=[
            _("The activity is noted as having taken place, with its days and its direction."),
            counted % {"count": heads} if heads else _("The number of persons stays unknown."),
        ],
        stays=[_("What was entered in the activity by hand: unchanged")],
        submit_label=_("Enter"),
    )


def propose_return(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)
    return confirmed(
        request,
        record,
        lambda: actions.propose_return(delegation_id=pk, by=request.user),
        title=_("Propose a return visit"),
        will=[_("A planned activity is made the other way round, without a day, for the same partnership.")],
        stays=[_("Nobody is told; you invite when you want to.")],
        submit_label=_("Propose"),
    )


# ---- letters of thanks -----------------------------------------------------------
def thanks_new(request: Request, pk: int) -> HttpResponse:
    """Choose the receivers, and make a letter for each."""
    record = found(request, pk, "document.create")
    recipients = thanks_recipients(record, request.user)
    form = Letters(request.POST or None, initial={"recipients": [one.key for one in recipients]})
    form.offer(record.visit, recipients)
    form.ask_about(gaps_in(record.visit, (one.language for one in recipients)))

    def act() -> str:
        made = papers.make_thanks(
            delegation_id=pk,
            recipients=form.cleaned_data["recipients"],
            format=form.format,
            letterhead=form.letterhead,
            by=request.user,
        )
        words = ngettext("%(count)s letter was made.", "%(count)s letters were made.", len(made))
        messages.success(request, words % {"count": len(made)})
        return f"{back_to(pk)}#documents"

    context = page(record, _("Letters of thanks"), submit_label=_("Make"))
    if not recipients:
        context["nobody"] = _("No member is named, so nobody can get a letter.")
        return render(request, "visits/letters_nobody.html", context)
    reason = rules.may_thank(request.user, record).reason
    return answer_form(request, form, act, context={**context, **({"lead": reason} if reason else {})})


# ---- report ----------------------------------------------------------------------
def report_edit(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)
    form = forms.EditReport.of(record, request.POST or None)
    open_languages(form, (record.visit.host_language, record.visit.guest_language))

    def act() -> str:
        actions.write_report(
            delegation_id=pk, version=form.version_seen, text=form.cleaned_data["report_text"], by=request.user
        )
        return back_to(pk)

    return answer_form(request, form, act, context=page(record, _("Report on the visit")))


def report_paper(request: Request, pk: int) -> HttpResponse:
    """Ask for the languages, and put the report into the register."""
    record = found(request, pk, "document.create")
    form = TwoLanguages(request.POST or None, initial=languages_of(record))

    def act() -> str:
        made = papers.make_report(delegation_id=pk, languages=form.languages, by=request.user)
        messages.success(request, _("%(number)s was made.") % {"number": made.sign})
        return made.get_absolute_url()

    return answer_form(request, form, act, context=page(record, _("Report on the visit"), submit_label=_("Make")))


def languages_of(record: Delegation) -> dict[str, str]:
    first, second = record.visit.host_language, record.language
    return {"language": first, "second": "" if second == first else second}


def report_file(request: Request, pk: int) -> HttpResponse:
    """The report as DOCX in the language of the page, to go on writing in it; it is in no register."""
    record = found(request, pk, "delegation.export")
    require(rules.may_make_report(request.user, record))
    language = (get_language() or record.visit.host_language).split("-")[0]
    content = docx_of(report_data(record, languages=[language], by=request.user))
    note_export(list_name="visit-report", kind="docx", count=1, by=request.user)
    return HttpResponse(
        content,
        content_type=MEDIA_TYPES["docx"],
        headers={
            "Content-Disposition": f'attachment; filename="report-{pk}-{timezone.localdate().isoformat()}.docx"',
            "X-Content-Type-Options": "nosniff",
        },
    )
