"""What is done during and after a stay: tasks, notes, report, suggestions, costs; and the page of the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of, holders, judge
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import stay_rules as rules
from hospitium.exchange.actions import stay_costs as costs
from hospitium.exchange.actions import stay_reports as reports
from hospitium.exchange.actions import stay_tasks as tasks
from hospitium.exchange.forms import stays as forms
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.models import CostLine, Placement, StayReport, StayTask, Suggestion, WeeklyNote
from hospitium.exchange.queries import stays as queries
from hospitium.exchange.skills import EVALUATION
from hospitium.exchange.views.stay_papers import papers_of
from hospitium.exchange.views.stays import facts_of, managed, marks_in_words, stored, words


# ---- the page of the person ------------------------------------------------------
def stay(request: Request, pk: int) -> HttpResponse:
    """The own stay: what is agreed, what has to be done, notes and report."""
    record = own(request, pk)
    report = StayReport.objects.filter(placement=record).first()
    context = {
        "placement": record,
        "facts": facts_of(record),
        "chip": queries.chip_of(record),
        "tasks": queries.tasks_of(request.user, record),
        "notes": list(record.notes.all()),
        "may_note": rules.may_write_note(request.user, record),
        "report": report,
        "marks": marks_in_words(EVALUATION, report.evaluation) if report else [],
        "suggestions": list(report.suggestions.all()) if report else [],
        "may_report": rules.may_report(request.user, record),
        "papers": papers_of(record),
        "crumbs": [
            {"label": _("Calls and my applications"), "url": reverse("exchange:calls")},
            {"label": str(record.round), "url": record.application.get_absolute_url()},
            {"label": _("My stay")},
        ],
    }
    return render(request, "exchange/stay.html", context)


def own(request: Request, pk: int) -> Placement:
    chosen = queries.with_all(Placement.objects.visible_to(request.user))
    return get_object_or_404(chosen.filter(application__applicant__user=request.user), pk=pk)


def own_words(record: Placement, heading: str, /, **more: Any) -> dict[str, Any]:
    cancel_url = reverse("exchange:stay", args=[record.pk])
    return {"page_title": heading, "lead": queries.where_to(record), "cancel_url": cancel_url, **more}


def weekly_note_new(request: Request, pk: int) -> HttpResponse:
    record = own(request, pk)
    weeks = [one.week for one in record.notes.all()]
    start = {"week": max(weeks, default=0) + 1, "language": request.user.language}
    form = forms.EditNote(request.POST or None, initial=start)

    def act() -> str:
        reports.write_note(placement_id=pk, values=form.values, by=request.user)
        return f"{reverse('exchange:stay', args=[pk])}#notes"

    return answer_form(request, form, act, context=own_words(record, _("New weekly note")))


def weekly_note(request: Request, pk: int) -> HttpResponse:
    mine = WeeklyNote.objects.filter(placement__application__applicant__user=request.user)
    note = get_object_or_404(mine.select_related("placement"), pk=pk)
    record = own(request, note.placement_id)
    form = forms.EditNote.of(note, request.POST or None)

    def act() -> str:
        reports.edit_note(note_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return f"{reverse('exchange:stay', args=[record.pk])}#notes"

    return answer_form(request, form, act, context=own_words(record, _("Weekly note")))


def weekly_note_release(request: Request, pk: int) -> HttpResponse:
    return on_note(request, pk, lambda: reports.release_note(note_id=pk, by=request.user), _("The note is public now."))


def weekly_note_back(request: Request, pk: int) -> HttpResponse:
    said = _("The note is no longer public.")
    return on_note(request, pk, lambda: reports.take_note_back(note_id=pk, by=request.user), said)


def on_note(request: Request, pk: int, act: Callable[[], object], said: str) -> HttpResponse:
    visible = Placement.objects.visible_to(request.user, "placement.update")
    note = get_object_or_404(WeeklyNote.objects.filter(placement__in=visible), pk=pk)
    return at_once(request, act, said, f"{reverse('exchange:placement', args=[note.placement_id])}#notes")


def at_once(request: Request, act: Callable[[], object], said: str, back: str) -> HttpResponse:
    """Act and lead back; a refusal is said there."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(back)


def stay_report(request: Request, pk: int) -> HttpResponse:
    """The report; it can be kept with gaps, and is sent with the second button."""
    record = own(request, pk)
    report = StayReport.objects.filter(placement=record).first()
    verdict = rules.may_report(request.user, record)
    form = forms.Report(request.POST or None, initial=forms.Report.start(report, get_language() or "de"))
    form.fields["answer"].required = "save" not in request.POST

    def act() -> str:
        step = reports.submit_report if "send" in request.POST else reports.save_report
        step(
            placement_id=pk,
            version=form.version_seen,
            values=form.stored,
            suggestions=form.cleaned_data["suggestions"],
            by=request.user,
        )
        messages.success(request, _("The report was sent.") if "send" in request.POST else _("The report is kept."))
        return f"{reverse('exchange:stay', args=[pk])}#report"

    if request.method == "POST":
        require(verdict)
    context = own_words(record, _("Report"), verdict=verdict, question=record.application.question)
    return answer_form(request, form, act, template="exchange/stay_report.html", context=context)


def suggestion_take_up(request: Request, pk: int) -> HttpResponse:
    visible = Placement.objects.visible_to(request.user, "placement.update")
    suggestion = get_object_or_404(
        Suggestion.objects.filter(report__placement__in=visible).select_related("report__placement__application__unit"),
        pk=pk,
    )
    record = stored(request, suggestion.report.placement_id)
    units = Unit.objects.filter(pk__in=units_for(request, record))
    start = {"what": suggestion.what, "unit": record.round.unit_id, "owner": record.round.officer_id}
    form = forms.TakeUp(request.POST or None, initial=start)
    form.limit_to(units, holders("learning_point.answer", besides=record.round.officer_id))

    def act() -> str:
        reports.take_up_suggestion(suggestion_id=pk, **form.cleaned_data, by=request.user)
        messages.success(request, _("The suggestion is a learning point now."))
        return f"{record.get_absolute_url()}#report"

    return answer_form(request, form, act, context=words(record, _("Make it a learning point")))


def units_for(request: Request, record: Placement) -> set[int]:
    return {*access_of(request.user).scope("learning_point.update").units, record.round.unit_id}


# ---- tasks -----------------------------------------------------------------------
def stay_task_new(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.EditStayTask(request.POST or None, initial={"owner": record.round.officer_id, "kind": "preparation"})
    form.limit_to(holders("placement.update", besides=record.round.officer_id))

    def act() -> str:
        tasks.add_stay_task(placement_id=pk, values=form.values, by=request.user)
        return f"{record.get_absolute_url()}#tasks"

    return answer_form(request, form, act, context=words(record, _("New task")))


def task_of(request: Request, pk: int, row: str = "placement.update") -> StayTask:
    visible = Placement.objects.visible_to(request.user, row)
    found: StayTask = get_object_or_404(StayTask.objects.filter(placement__in=visible), pk=pk)
    return found


def stay_task_edit(request: Request, pk: int) -> HttpResponse:
    task = task_of(request, pk)
    record = managed(request, task.placement_id)
    form = forms.EditStayTask.of(task, request.POST or None)
    form.limit_to(holders("placement.update", besides=task.owner_id))

    def values() -> dict[str, Any]:
        typed = dict(form.values)
        # A line of the usual list that was left as it is stays one, and reads in each reader's language.
        return {**typed, "what": task.what} if typed["what"] == task.label else typed

    def act() -> str:
        tasks.edit_stay_task(task_id=pk, version=form.version_seen, values=values(), by=request.user)
        return f"{record.get_absolute_url()}#tasks"

    return answer_form(request, form, act, context=words(record, task.label))


def stay_task_done(request: Request, pk: int) -> HttpResponse:
    task = task_of(request, pk, "placement.read")
    said = _("Done: %(task)s") % {"task": task}
    return at_once(request, lambda: tasks.finish_stay_task(task_id=pk, by=request.user), said, back_of(request, task))


def stay_task_reopen(request: Request, pk: int) -> HttpResponse:
    task = task_of(request, pk, "placement.read")
    said = _("Open again: %(task)s") % {"task": task}
    return at_once(request, lambda: tasks.reopen_stay_task(task_id=pk, by=request.user), said, back_of(request, task))


def back_of(request: Request, task: StayTask) -> str:
    is_own = rules.may_take_part(request.user, task.placement)
    return f"{reverse('exchange:stay' if is_own else 'exchange:placement', args=[task.placement_id])}#tasks"


def stay_task_remove(request: Request, pk: int) -> HttpResponse:
    task = task_of(request, pk)
    record = managed(request, task.placement_id)

    def act() -> str:
        tasks.remove_stay_task(task_id=pk, by=request.user)
        return f"{record.get_absolute_url()}#tasks"

    return removal(request, record, task.label, act, _("It no longer has to be done for this stay."))


def removal(request: Request, record: Placement, name: str, act: Callable[[], str], will: str) -> HttpResponse:
    context = words(record, record.application.applicant.name, title=name, will=[will], submit_label=_("Remove"))
    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={**context, "stays": [_("Everything else stays as it is.")]},
    )


# ---- costs -----------------------------------------------------------------------
def placement_plan(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    back = f"{record.get_absolute_url()}#costs"
    said = _("The costs were planned by the rates of the round.")
    return at_once(request, lambda: costs.plan_costs(placement_id=pk, by=request.user), said, back)


def cost_line_new(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.EditCostLine(request.POST or None, initial={"currency": "EUR", "funder": record.round.funder[:120]})

    def act() -> str:
        costs.add_cost_line(placement_id=pk, values=form.values, by=request.user)
        return f"{record.get_absolute_url()}#costs"

    return answer_form(request, form, act, context=words(record, _("New cost")))


def line_of(request: Request, pk: int) -> CostLine:
    visible = Placement.objects.visible_to(request.user, "placement.update")
    found: CostLine = get_object_or_404(CostLine.objects.filter(placement__in=visible), pk=pk)
    return found


def cost_line_edit(request: Request, pk: int) -> HttpResponse:
    line = line_of(request, pk)
    record = managed(request, line.placement_id)
    form = forms.EditCostLine.of(line, request.POST or None)

    def act() -> str:
        costs.edit_cost_line(line_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return f"{record.get_absolute_url()}#costs"

    return answer_form(request, form, act, context=words(record, line.what))


def cost_line_remove(request: Request, pk: int) -> HttpResponse:
    line = line_of(request, pk)
    record = managed(request, line.placement_id)

    def act() -> str:
        costs.remove_cost_line(line_id=pk, by=request.user)
        return f"{record.get_absolute_url()}#costs"

    return removal(request, record, line.what, act, _("It no longer counts in the sums."))


def placement_costs(request: Request, pk: int) -> HttpResponse:
    """The costs of a stay as a file, `?export=xlsx`; what nobody knows is unknown there, too."""
    record = managed(request, pk)
    kind = request.GET.get("export", "xlsx")
    if kind not in FORMATS:
        raise Http404
    require(judge(request.user, "placement.export", unit=record.round.unit))
    header = [
        _("What for"),
        _("Quantity"),
        _("Funder"),
        _("Planned"),
        _("Actual"),
        _("Currency"),
        _("Chapter"),
        _("Budget title"),
    ]
    rows = [
        [one.what, one.quantity, one.funder, one.planned, one.actual, one.currency, one.chapter, one.title]
        for one in record.costs.all()
    ]
    title = _("Costs of the stay %(code)s") % {"code": record.application.code}
    return table_file(request, name=f"stay-{pk}-costs", title=title, header=header, rows=rows, kind=kind)
