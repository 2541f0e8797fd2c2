"""Our own journeys: travel requests and claims, meals for the per-diem, questions of the mandate, the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.accounts.policy import judge
from hospitium.core import wording
from hospitium.core.forms import answer_form, open_languages
from hospitium.core.http import Request
from hospitium.core.verdicts import require
from hospitium.delegations.actions import outgoing as actions
from hospitium.delegations.forms.outgoing import DecideRequest, EditQuestion, EditRequest, NoteClaim, WriteReport
from hospitium.delegations.models import Delegation, MandateQuestion, Member, TravelRequest
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.outgoing import (
    MEALS,
    Meals,
    meals_of,
    missing_in_report,
    questions_of,
    travellers_of,
)
from hospitium.delegations.rules import outgoing as rules
from hospitium.delegations.tabs import frame_of
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.models import Item

ROW = "delegation.update"


def requests(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    questions = questions_of(record)
    context = {
        **frame_of(record, request.user, "requests"),
        "rows": [row_of(request, record, one) for one in travellers_of(record, today=timezone.localdate())],
        "questions": questions,
        "missing": missing_in_report(record, questions),
        "may_edit": rules.may_edit_mandate(request.user, record),
    }
    return render(request, "delegations/requests.html", context)


def row_of(request: Request, record: Delegation, one: Any) -> dict[str, Any]:
    """A traveller with what this person may do with the request, and why not."""
    found: TravelRequest | None = one.request
    row = {"traveller": one, "member": one.member, "request": found}
    if found is None:
        return row
    # The delegation of all of them is the one of the page.
    found.member.delegation = record
    return {
        **row,
        "may_edit": rules.may_edit_request(request.user, found),
        "may_ask": rules.may_ask_request(request.user, found),
        "may_decide": rules.may_decide_request(request.user, found),
        "may_claim": rules.may_note_claim(request.user, found),
    }


# ---- requests ---------------------------------------------------------------------
def request_new(request: Request, pk: int) -> HttpResponse:
    """Begins with the mandate of the delegation as purpose."""
    member = get_object_or_404(
        Member.objects.visible_to(request.user, ROW).select_related(
            "delegation__visit__unit", "delegation__partnership"
        ),
        pk=pk,
    )
    form = EditRequest(
        request.POST or None, initial={"purpose": str(member.delegation.mandate)[:300], "currency": "EUR"}
    )
    back = to_requests(member.delegation_id)

    def act() -> str:
        actions.create_request(member_id=pk, values=form.values, by=request.user)
        return back

    context = {"page_title": _("Travel request: %(person)s") % {"person": member}, "cancel_url": back}
    return answer_form(request, form, act, context={**context, "lead": member.delegation})


def request_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found_requests(request, ROW), pk=pk)
    form = EditRequest.of(record, request.POST or None)
    back = to_requests(record.member.delegation_id)

    def act() -> str:
        actions.edit_request(request_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    context = {
        "page_title": _("Travel request: %(person)s") % {"person": record.member},
        "cancel_url": back,
        "lead": record.member.delegation,
    }
    if record.state != TravelRequest.State.REFUSED:
        return answer_form(request, form, act, context=context)
    refused = {**context, **refusal_of(record), "verdict": rules.may_edit_request(request.user, record)}
    return answer_form(request, form, act, template="delegations/facts_first.html", context=refused)


def refusal_of(record: TravelRequest) -> dict[str, Any]:
    """Why it was refused, above the form in which it is written anew."""
    day = wording.day(record.decided_on, language=get_language() or "en") if record.decided_on else ""
    return {
        "facts_title": _("Why it was refused"),
        "facts": [
            {"label": pgettext("travel request", "Reason"), "value": record.reason or None},
            {"label": pgettext("travel request", "Decided by"), "value": f"{record.decided_by}, {day}"},
        ],
        "back_label": _("Back to the requests"),
        "lead": _("As soon as something is changed, the request is a draft again and can be sent to the head anew."),
    }


def request_ask(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found_requests(request, ROW), pk=pk)
    actions.ask_request(request_id=pk, by=request.user)
    messages.success(request, _("The request lies with the head of the office."))
    return HttpResponseRedirect(to_requests(record.member.delegation_id))


def request_decide(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found_requests(request, "delegation.approve_travel"), pk=pk)
    form = DecideRequest(request.POST or None)
    back = to_requests(record.member.delegation_id)

    def act() -> str:
        actions.decide_request(
            request_id=pk,
            decision=actions.Decision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("The decision is noted."))
        return back

    context = {
        "page_title": _("Decide: %(person)s") % {"person": record.member},
        "facts_title": _("What is asked for"),
        "facts": facts_of(record),
        "back_label": _("Back to the requests"),
        "lead": "",
        "verdict": rules.may_decide_request(request.user, record),
        "submit_label": _("Note the decision"),
        "cancel_url": back,
    }
    return answer_form(request, form, act, template="delegations/facts_first.html", context=context)


def facts_of(record: TravelRequest) -> list[dict[str, Any]]:
    language = get_language() or "en"
    cost = None if record.estimate is None else wording.money(record.estimate, record.currency, language=language)
    visit = record.member.delegation.visit
    return [
        {"label": _("Journey"), "value": str(record.member.delegation)},
        {"label": _("When"), "value": wording.period(visit.starts_on, visit.ends_on, language=language)},
        {"label": _("Purpose"), "value": record.purpose or None},
        {"label": _("Why a video conference is not enough"), "value": record.why_in_person or None},
        {"label": _("Estimated cost"), "value": cost},
        {"label": pgettext("travel request", "Asked by"), "value": str(record.asked_by) if record.asked_by else None},
    ]


def request_claim(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found_requests(request, ROW), pk=pk)
    form = NoteClaim(request.POST or None, initial={"claimed_on": record.claimed_on or timezone.localdate()})
    back = to_requests(record.member.delegation_id)

    def act() -> str:
        actions.note_claim(request_id=pk, claimed_on=form.cleaned_data["claimed_on"], by=request.user)
        return back

    context = {"page_title": _("Claimed: %(person)s") % {"person": record.member}, "cancel_url": back}
    return answer_form(request, form, act, context={**context, "lead": record.member.delegation})


def found_requests(request: Request, row: str) -> Any:
    return TravelRequest.objects.visible_to(request.user, row).select_related(
        "asked_by",
        "member__delegation__visit__unit",
        "member__delegation__visit__activity",
        "member__delegation__partnership",
    )


def to_requests(delegation_id: int) -> str:
    return reverse("delegations:requests", args=[delegation_id])


# ---- meals ------------------------------------------------------------------------
def meals(request: Request, pk: int) -> HttpResponse:
    """Who was given which meals; `?export=` gives the table as a file."""
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    found = meals_of(record)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        require(judge(request.user, "delegation.export", unit=record.visit.unit))
        return meals_file(request, found, kind)
    may_export = found and judge(request.user, "delegation.export", unit=record.visit.unit)
    context = {
        **frame_of(record, request.user, "requests"),
        "meals": [meal_rows(one) for one in found],
        "has_meals": record.visit.items.filter(kind=Item.Kind.MEAL, day__isnull=False).exists(),
        "exports": [{"label": form.label, "url": f"?export={kind}"} for kind, form in FORMATS.items()]
        if may_export
        else [],
    }
    return render(request, "delegations/meals.html", context)


def meal_rows(one: Meals) -> dict[str, Any]:
    return {
        "member": one.member,
        "days": [(day.day, [day.meals[meal] for meal in MEALS]) for day in one.days],
        "totals": one.totals,
    }


def meals_file(request: Request, found: list[Meals], kind: str) -> HttpResponse:
    """One row for each person and day: 1 for a meal that was provided, 0 for none, unknown where a group had it."""
    header = [_("Member"), _("Day"), _("Breakfast"), _("Lunch"), _("Dinner")]
    rows = [
        [str(one.member), day.day, *(None if day.meals[meal] is None else int(bool(day.meals[meal])) for meal in MEALS)]
        for one in found
        for day in one.days
    ]
    return table_file(request, name="meals", title=_("Meals"), header=header, rows=rows, kind=kind)


# ---- questions and report -----------------------------------------------------------
def mandate_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    form = EditQuestion(request.POST or None)
    form.limit_to(record)
    back = to_requests(pk)

    def act() -> str:
        actions.create_question(delegation_id=pk, values=form.values, by=request.user)
        return back

    return answer_form(
        request, form, act, context={"page_title": _("New question"), "lead": record, "cancel_url": back}
    )


def mandate_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(questions(request), pk=pk)
    form = EditQuestion.of(record, request.POST or None)
    form.limit_to(record.delegation)
    back = to_requests(record.delegation_id)

    def act() -> str:
        actions.edit_question(question_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    context = {"page_title": _("Question and answer"), "lead": record.delegation, "cancel_url": back}
    return answer_form(request, form, act, context=context)


def mandate_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(questions(request), pk=pk)
    back = to_requests(record.delegation_id)

    def act() -> str:
        actions.remove_question(question_id=pk, by=request.user)
        return back

    context = {
        "page_title": record.delegation,
        "title": _("Remove the question “%(question)s”") % {"question": record},
        "will": [_("The question and its answer are gone.")],
        "submit_label": _("Remove"),
        "cancel_url": back,
        "verdict": rules.may_edit_mandate(request.user, record.delegation),
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


def questions(request: Request) -> Any:
    return MandateQuestion.objects.visible_to(request.user, ROW).select_related(
        "delegation__visit__unit", "delegation__visit__activity", "delegation__partnership"
    )


def mandate_report(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    form = WriteReport.of(record, request.POST or None)
    open_languages(form, (record.visit.host_language, record.visit.guest_language))
    back = to_requests(pk)

    def act() -> str:
        actions.write_report(delegation_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    return answer_form(
        request, form, act, context={"page_title": _("Mandate and report"), "lead": record, "cancel_url": back}
    )
