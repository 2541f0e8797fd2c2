"""The evaluation of a delegation's visit, for the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.core import charts
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, reasons
from hospitium.core.wording import number
from hospitium.delegations.actions import evaluation as actions
from hospitium.delegations.actions import papers_after as papers
from hospitium.delegations.forms import evaluation as forms
from hospitium.delegations.models import Delegation, Evaluation, Question
from hospitium.delegations.queries import evaluation as queries
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.evaluation import Result
from hospitium.delegations.rules import evaluation as rules
from hospitium.delegations.tabs import frame_of
from hospitium.documents.rules import may_make


def evaluation(request: Request, pk: int) -> HttpResponse:
    """The sheet and who was asked; after closing what came out."""
    delegation = get_object_or_404(workspaces(request.user), pk=pk)
    found = queries.evaluation_of(delegation)
    context = {**frame_of(delegation, request.user, "evaluation"), "evaluation": found}
    if found is None:
        context["may_begin"] = bool(rules.may_begin_evaluation(request.user, delegation))
        return render(request, "delegations/evaluation_none.html", context)
    results, buttons = queries.results_of(found), buttons_of(request, found)
    context |= {
        "phase": phase_chip(queries.phase_of(found, timezone.localdate())),
        "turnout": queries.turnout_of(found),
        "may_edit": bool(rules.may_edit_sheet(request.user, found)),
        "is_open": found.opened_on is not None and found.closed_on is None,
        "buttons": buttons,
        "reasons": reasons(buttons),
        "questions": list(found.questions.all()),
        "results": results,
        "shown": [shown(one) for one in results.questions],
        "overview": overview(results.questions),
    }
    return render(request, "delegations/evaluation.html", context)


def phase_chip(phase: str) -> dict[str, str]:
    words = {
        queries.DRAFT: (_("draft"), "", "pencil"),
        queries.PLANNED: (_("links go out on the first day"), "info", "clock"),
        queries.OPEN: (_("open"), "info", "send"),
        queries.OVER: (_("the last day is over"), "warning", "clock"),
        queries.CLOSED: (_("closed"), "success", "circle-check"),
    }
    text, tone, icon = words[phase]
    return {"text": text, "tone": tone, "icon": icon}


def buttons_of(request: Request, found: Evaluation) -> list[Button]:
    """What can be done next: open it; then links, a later day, closing; then the paper."""
    pk, user = found.delegation_id, request.user

    def at(view: str) -> str:
        return reverse(f"delegations:{view}", args=[pk])

    if found.closed_on is not None:
        verdict = may_make(user, found.delegation.visit.unit)
        if verdict:
            verdict = rules.may_see_results(found, queries.sheets_of(found))
        return [Button(_("Summary as PDF"), at("evaluation_paper"), "file-text", verdict, main=True)]
    if found.opened_on is None:
        may_open = rules.may_open_evaluation(user, found)
        return [
            Button(_("Question"), at("question_new"), "plus", rules.may_edit_sheet(user, found)),
            Button(_("Open"), at("evaluation_open"), "send", may_open, main=True),
        ]
    may_invite = rules.may_invite_late(user, found)
    return [
        Button(_("Prolong"), at("evaluation_prolong"), "clock", may_invite),
        Button(_("Close"), at("evaluation_close"), "circle-check", rules.may_close_evaluation(user, found), main=True),
    ]


def shown(result: Result) -> dict[str, Any]:
    """One question as the page shows it: a picture with its table, or the texts."""
    text = result.question.text.here
    head = {"title": text.text, "lang": text.language if text.is_foreign else "", "given": result.given}
    if result.question.kind == Question.Kind.TEXT:
        return {**head, "texts": result.texts, "silent": result.silent}
    middle = middle_words(result)
    labels = [*(str(label) for _mark, label in forms.SCALE), _("no answer")]
    counts = [*result.counts, result.silent]
    bars = [
        charts.MarkBar(label, count, is_open=place == len(counts) - 1)
        for place, (label, count) in enumerate(zip(labels, counts, strict=True))
    ]
    finding = _("%(question)s Median: %(median)s.") % {"question": text.text, "median": middle}
    return {
        **head,
        "svg": picture(bars, finding),
        "svg_narrow": picture(bars, finding, width=charts.NARROW),
        "middle": middle,
        "columns": [{"label": _("Mark")}, {"label": _("How often"), "numeric": True}],
        "rows": [
            {"cells": [label, {"value": count, "label": _("How often")}]}
            for label, count in zip(labels, counts, strict=True)
        ],
    }


def picture(bars: list[charts.MarkBar], finding: str, **more: float) -> SafeString:
    return mark_safe(charts.mark_bars(bars=bars, finding=finding, **more))  # noqa: S308 - the charts escape their labels


def overview(results: Sequence[Result]) -> dict[str, Any]:
    """All questions with a scale in one table: how often each mark was given, and the median."""
    marks = [str(mark) for mark in queries.MARKS]
    numeric = [*marks, _("no answer"), _("Median")]
    return {
        "columns": [{"label": _("Statement")}, *({"label": label, "numeric": True} for label in numeric)],
        "rows": [
            {
                "cells": [
                    str(one.question.text.here.text),
                    *(
                        {"value": value, "label": label}
                        for label, value in zip(numeric, [*one.counts, one.silent, middle_words(one)], strict=True)
                    ),
                ]
            }
            for one in results
            if one.question.kind == Question.Kind.SCALE
        ],
    }


def middle_words(result: Result) -> str:
    return _("unknown") if result.middle is None else number(result.middle, language=get_language() or "en")


# ---- the sheet -------------------------------------------------------------------
def found(request: Request, pk: int) -> Evaluation:
    """The evaluation of a delegation, for those who may change it; else 404."""
    delegations = Delegation.objects.visible_to(request.user, "delegation.update")
    return get_object_or_404(
        Evaluation.objects.select_related("delegation__visit__unit"), delegation__in=delegations.filter(pk=pk)
    )


def question_of(request: Request, pk: int) -> Question:
    delegations = Delegation.objects.visible_to(request.user, "delegation.update")
    return get_object_or_404(
        Question.objects.select_related("evaluation__delegation__visit__unit"),
        evaluation__delegation__in=delegations,
        pk=pk,
    )


def back_to(delegation_id: int) -> str:
    return reverse("delegations:evaluation", args=[delegation_id])


def evaluation_begin(request: Request, pk: int) -> HttpResponse:
    delegation = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)

    def act() -> str:
        actions.begin_evaluation(delegation_id=pk, by=request.user)
        return back_to(pk)

    return confirmed(
        request,
        delegation,
        act,
        title=_("Begin with the usual questions"),
        will=[_("The sheet gets nine questions in six languages, which you can change until it is opened.")],
        submit_label=_("Begin"),
    )


def question_new(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)
    form = forms.EditQuestion(request.POST or None)

    def act() -> str:
        actions.add_question(evaluation_id=record.pk, values=form.values, by=request.user)
        return back_to(pk)

    context = {"page_title": _("New question"), "lead": record.delegation, "cancel_url": back_to(pk)}
    return answer_form(request, form, act, context=context)


def question_edit(request: Request, pk: int) -> HttpResponse:
    record = question_of(request, pk)
    back = back_to(record.evaluation.delegation_id)
    form = forms.EditQuestion.of(record, request.POST or None)

    def act() -> str:
        actions.edit_question(question_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    return answer_form(request, form, act, context={"page_title": record, "cancel_url": back})


def question_move(request: Request, pk: int) -> HttpResponse:
    record = question_of(request, pk)
    back = back_to(record.evaluation.delegation_id)
    form = forms.Step(request.POST or None)

    def act() -> str:
        actions.move_question(question_id=pk, step=form.cleaned_data["step"], by=request.user)
        return f"{back}#question-{pk}"

    return answer_form(request, form, act, context={"page_title": record, "cancel_url": back})


def question_remove(request: Request, pk: int) -> HttpResponse:
    record = question_of(request, pk)
    delegation = record.evaluation.delegation

    def act() -> str:
        actions.remove_question(question_id=pk, by=request.user)
        return back_to(delegation.pk)

    return confirmed(
        request,
        delegation,
        act,
        title=_("Remove “%(question)s”") % {"question": record},
        will=[_("The question leaves this sheet; sheets of other visits keep it.")],
        submit_label=_("Remove"),
    )


# ---- open, prolong, close --------------------------------------------------------
def evaluation_open(request: Request, pk: int) -> HttpResponse:
    record, today = found(request, pk), timezone.localdate()
    begins = max(today, record.delegation.visit.ends_on)
    form = forms.OpenEvaluation(
        request.POST or None, initial={"opens_on": begins, "closes_on": begins + timedelta(days=14)}
    )

    def act() -> str:
        count = actions.open_evaluation(evaluation_id=record.pk, by=request.user, **form.cleaned_data)
        tell_of_links(request, count)
        return back_to(pk)

    turnout = queries.turnout_of(record)
    lead = ngettext(
        "%(count)d member has a mail address and gets a personal link.",
        "%(count)d members have a mail address and get a personal link each.",
        turnout.waiting,
    ) % {"count": turnout.waiting}
    context = {
        "page_title": _("Open the evaluation"),
        "lead": lead,
        "submit_label": _("Open"),
        "cancel_url": back_to(pk),
    }
    return answer_form(request, form, act, context=context)


def tell_of_links(request: Request, count: int) -> None:
    if not count:
        messages.info(request, _("Everybody with a mail address has a link already. Nothing was sent."))
        return
    words = ngettext("%(count)d link is on its way.", "%(count)d links are on their way.", count) % {"count": count}
    messages.success(request, words)


def evaluation_invite(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)

    def act() -> str:
        tell_of_links(request, actions.invite_late(evaluation_id=record.pk, by=request.user))
        return back_to(pk)

    return confirmed(
        request,
        record.delegation,
        act,
        title=_("Send the missing links"),
        will=[_("Each member with a mail address who got no link yet gets one.")],
        stays=[_("Links that were sent before keep working.")],
        submit_label=_("Send"),
    )


def evaluation_prolong(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)
    form = forms.ProlongEvaluation(request.POST or None, initial={"closes_on": record.closes_on})

    def act() -> str:
        actions.prolong_evaluation(evaluation_id=record.pk, by=request.user, **form.cleaned_data)
        return back_to(pk)

    context = {"page_title": _("Prolong the evaluation"), "lead": record.delegation, "cancel_url": back_to(pk)}
    return answer_form(request, form, act, context=context)


def evaluation_close(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)

    def act() -> str:
        actions.close_evaluation(evaluation_id=record.pk, by=request.user)
        return back_to(pk)

    return confirmed(
        request,
        record.delegation,
        act,
        title=_("Close the evaluation"),
        will=[
            _("Nobody can answer any more, and it cannot be opened again."),
            _("All links end, and who was asked is forgotten; how many were asked stays."),
            _("From five answers on, the result is shown."),
        ],
        submit_label=_("Close"),
    )


def evaluation_paper(request: Request, pk: int) -> HttpResponse:
    """Ask for the languages of the summary, and make it."""
    delegations = Delegation.objects.visible_to(request.user, "document.create")
    record = get_object_or_404(
        Evaluation.objects.select_related("delegation__visit__unit"), delegation__in=delegations.filter(pk=pk)
    )
    visit = record.delegation.visit
    start = {"language": visit.host_language, "second": record.delegation.language}
    if start["second"] == start["language"]:
        start["second"] = ""
    form = forms.TwoLanguages(request.POST or None, initial=start)

    def act() -> str:
        made = papers.make_evaluation_summary(evaluation_id=record.pk, languages=form.languages, by=request.user)
        messages.success(request, _("%(number)s was made.") % {"number": made.sign})
        return made.get_absolute_url()

    context = {
        "page_title": _("Summary of the evaluation"),
        "lead": record.delegation,
        "submit_label": _("Make"),
        "cancel_url": back_to(pk),
    }
    return answer_form(request, form, act, context=context)


def confirmed(
    request: Request,
    delegation: Delegation,
    act: Callable[[], str],
    *,
    title: str,
    will: list[str],
    submit_label: str,
    stays: list[str] | None = None,
) -> HttpResponse:
    """Ask first, then act."""
    context = {
        "page_title": delegation,
        "title": title,
        "will": will,
        "stays": stays or [],
        "submit_label": submit_label,
        "cancel_url": back_to(delegation.pk),
    }
    return answer_form(request, forms.Nothing(request.POST or None), act, template="confirm.html", context=context)
