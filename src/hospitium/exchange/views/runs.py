"""The matching: ask for runs, see how far they are, read a result with its reasons, ask differently, adopt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request, asks_for_part
from hospitium.core.verdicts import Refused
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions import runs as actions
from hospitium.exchange.forms.runs import AskDifferently, AskRun
from hospitium.exchange.models import Application, Round, Run
from hospitium.exchange.queries.results import SHOWN, Result, comparison_of, names_of, result_of, wish_lines
from hospitium.exchange.queries.run_lines import (
    balance_picture,
    findings_of,
    host_lines,
    moves_of,
    promises_of,
    runs_in_words,
    side_by_side,
    without_lines,
)
from hospitium.exchange.queries.run_words import MECHANISMS, Names, change_in_words, failure_of, kept_change, look_of
from hospitium.exchange.queries.what_if import QUESTIONS, asked_differently, questions_of
from hospitium.exchange.tabs import frame_of

MOST_PEOPLE = 200
MOST_BESIDE = 6
COMPARED = (Run.State.DONE, Run.State.ADOPTED)


def runs(request: Request, pk: int) -> HttpResponse:
    """The runs of a round side by side, and the form for new ones."""
    held = get_object_or_404(Round.objects.visible_to(request.user, "run.read"), pk=pk)
    form = AskRun(request.POST or None)

    def act() -> str:
        asked = actions.ask_runs(
            round_id=pk, mechanisms=form.cleaned_data["mechanisms"], terms=form.terms(), by=request.user
        )
        return asked[0].get_absolute_url() if len(asked) == 1 else reverse("exchange:runs", args=[pk])

    found = list(held.runs.select_related("asked_by", "base"))
    names = names_of(held) if any(one.changes for one in found) else Names()
    context = {
        **frame_of(held, request.user, "runs"),
        "runs": [(line, asked_differently(line.run, names)) for line in runs_in_words(found)],
        "table": side_by_side(found),
        "open_run": next((one for one in found if one.is_open), None),
        "may_ask": rules.may_ask_run(request.user, held),
    }
    return answer_form(request, form, act, template="exchange/runs.html", context=context)


def run(request: Request, pk: int) -> HttpResponse:
    """One run: how far it is, or its result with all that belongs to it."""
    shown = found_run(request, pk)
    context = {
        **frame_of(shown.round, request.user, "runs"),
        "run": shown,
        "mechanism": MECHANISMS[shown.mechanism],
        "asked": asked_differently(shown, names_of(shown.round)) if shown.base else [],
        "failure": failure_of(shown),
        "may_stop": rules.may_stop_run(request.user, shown),
        "may_adopt": rules.may_adopt_run(request.user, shown),
        "may_discard": rules.may_discard_run(request.user, shown),
        "may_ask": rules.may_ask_run(request.user, shown.round),
    }
    result = None if shown.is_open else result_of(shown)
    if result is not None:
        context |= result_context(result)
        context |= difference_from(shown.base, result) if shown.base else {}
        context["others"] = to_compare(shown) if result.has_placement else []
    return render(request, "exchange/run.html", context)


def result_context(result: Result) -> dict[str, Any]:
    return {
        "result": result,
        "questions": questions_of(result),
        "look": look_of(result.outcome),
        "promises": promises_of(result),
        "findings": findings_of(result),
        "balance": balance_picture(result),
        "hosts": host_lines(result),
        "without": without_lines(result)[:MOST_PEOPLE],
        "pairs": result.pairs[:MOST_PEOPLE],
        "topics": topics_of(result.run.round, [one.code for one in result.pairs[:MOST_PEOPLE]]),
    }


def to_compare(shown: Run) -> list[Run]:
    """The latest other results of the round, that from which this run was asked differently first."""
    found = shown.round.runs.filter(state__in=COMPARED).exclude(pk=shown.pk).defer("problem", "outcome", "proof")
    found = found.filter(outcome__status__in=[one.value for one in SHOWN])
    return sorted(found[:MOST_BESIDE], key=lambda one: one.pk != shown.base_id)


def topics_of(held: Round, codes: list[str]) -> dict[str, str]:
    chosen = held.applications.filter(code__in=codes).values_list("code", "title")
    return dict(chosen)


def run_progress(request: Request, pk: int) -> HttpResponse:
    """How far it is, for the script of the page; whoever comes by address is led to the page."""
    shown = found_run(request, pk)
    if not asks_for_part(request):
        return HttpResponseRedirect(shown.get_absolute_url())
    return render(request, "exchange/run_progress.html", {"run": shown})


def run_differently(request: Request, pk: int) -> HttpResponse:
    """A what-if beside this run: first what is to be different, then its fields."""
    shown = found_run(request, pk)
    result = result_of(shown)
    if result is None:
        raise Http404
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    context = {**frame_of(shown.round, request.user, "runs"), "run": shown, "result": result}
    if kind not in dict(questions_of(result)):
        return render(request, "exchange/run_differently.html", {**context, "questions": questions_of(result)})
    form = AskDifferently(request.POST or None, result=result, kind=kind)

    def act() -> str:
        mechanism = form.cleaned_data.get("mechanism") or shown.mechanism
        asked = actions.ask_differently(run_id=pk, changes=form.changes(), mechanism=mechanism, by=request.user)
        return asked.get_absolute_url()

    context["question"] = QUESTIONS[kind]
    return answer_form(request, form, act, template="exchange/run_differently.html", context=context)


def difference_from(base: Run, result: Result) -> dict[str, Any]:
    """For a what-if: what is different from the run that it was asked beside."""
    before = result_of(base)
    return {} if before is None else {**differences(before, result), "before": base, "after": result.run}


def differences(before: Result, after: Result) -> dict[str, Any]:
    comparison = comparison_of(before, after)
    return {"moves": moves_of(comparison, before, after), "same": comparison.same}


def run_beside(request: Request, pk: int, other: int) -> HttpResponse:
    """Two results side by side: who wins, who loses, and why."""
    before, after = found_run(request, pk), found_run(request, other)
    left, right = result_of(before), result_of(after)
    if left is None or right is None or before.round_id != after.round_id:
        raise Http404
    context = {
        **frame_of(before.round, request.user, "runs"),
        "before": before,
        "after": after,
        "asked_differently": [(one, asked_differently(one, left.names)) for one in (before, after)],
        "table": side_by_side([before, after]),
        **differences(left, right),
    }
    return render(request, "exchange/run_beside.html", context)


def run_person(request: Request, pk: int, code: str) -> HttpResponse:
    """Why it is so for one application: every wish with its reason, and the smallest change that would have helped."""
    shown = found_run(request, pk)
    result = result_of(shown)
    answer = result.explanation.applicants.get(code) if result else None
    if result is None or answer is None:
        raise Http404
    application = get_object_or_404(
        Application.objects.visible_to(request.user).select_related("topic"), round=shown.round, code=code
    )
    change = answer.change or kept_change(shown.proof.get("changes", {}).get(code))
    context = {
        **frame_of(shown.round, request.user, "runs"),
        "run": shown,
        "application": application,
        "answer": answer,
        "place": result.names.offer(answer.offer) if answer.offer else "",
        "wishes": wish_lines(answer, result.names),
        "change": change_in_words(change, result.names) if change else "",
        "is_known": bool(shown.proof.get("changes_complete")),
    }
    return render(request, "exchange/run_person.html", context)


def run_problem(request: Request, pk: int) -> HttpResponse:
    """The problem as a file, for `hospitium match` and for whoever wants to compute it again."""
    shown = found_run(request, pk)
    response = JsonResponse(shown.problem, json_dumps_params={"ensure_ascii": False, "indent": 1, "sort_keys": True})
    response["Content-Disposition"] = f'attachment; filename="round-{shown.round_id}-run-{shown.number}.json"'
    return response


def run_stop(request: Request, pk: int) -> HttpResponse:
    return stepped(request, pk, lambda: actions.stop_run(run_id=pk, by=request.user), "")


def run_discard(request: Request, pk: int) -> HttpResponse:
    said = _("The result is put aside. It stays in the list of runs.")
    return stepped(request, pk, lambda: actions.discard_run(run_id=pk, by=request.user), said)


def run_adopt(request: Request, pk: int) -> HttpResponse:
    """Asks first; then the places of the run are proposed."""
    shown = found_run(request, pk)
    verdict = rules.may_adopt_run(request.user, shown)
    result = result_of(shown)
    if request.method != "POST":
        context = {
            **frame_of(shown.round, request.user, "runs"),
            "run": shown,
            "result": result,
            "findings": findings_of(result) if result else [],
            "verdict": verdict,
        }
        return render(request, "exchange/run_adopt.html", context)
    try:
        made = actions.adopt_run(run_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(shown.get_absolute_url())
    text = ngettext("%(count)d place is proposed.", "%(count)d places are proposed.", len(made))
    messages.success(request, text % {"count": len(made)})
    return HttpResponseRedirect(reverse("exchange:board", args=[shown.round_id]))


def stepped(request: Request, pk: int, act: Callable[[], object], said: str) -> HttpResponse:
    shown = found_run(request, pk)
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(shown.get_absolute_url())


def found_run(request: Request, pk: int) -> Run:
    chosen = Run.objects.visible_to(request.user).select_related("round__unit", "asked_by", "base", "adopted_by")
    return get_object_or_404(chosen, pk=pk)
