"""What the check found, what was accepted, and the rules that it goes by."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.visits import rules
from hospitium.visits.actions import check as actions
from hospitium.visits.forms.check import Accept, Nothing, Rules
from hospitium.visits.models import Acceptance, CheckLimits, Visit
from hospitium.visits.queries.findings import findings_of
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of


def check(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user), pk=pk)
    stored = CheckLimits.objects.filter(unit=record.unit_id).first()
    context = {
        **frame_of(record, request.user, "check"),
        "findings": findings_of(record, by=request.user),
        "may_edit": bool(rules.may_accept_finding(request.user, record)),
        "may_edit_limits": bool(rules.may_edit_limits(request.user, record.unit)),
        "switched_off": len(stored.off) if stored else 0,
    }
    return render(request, "visits/check.html", context)


def finding_accept(request: Request, pk: int) -> HttpResponse:
    """Asks for the reason."""
    record = get_object_or_404(Visit.objects.visible_to(request.user, "visit.update"), pk=pk)
    address = reverse("visits:check", args=[pk])
    key = request.POST.get("finding") or request.GET.get("finding", "")
    found = next((one for one in findings_of(record, by=request.user).open if one.key == key), None)
    form = Accept(request.POST or None, initial={"finding": key})

    def act() -> str:
        actions.accept_finding(
            visit_id=pk,
            finding=form.cleaned_data["finding"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        return address

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Accept: %(finding)s") % {"finding": found.name} if found else _("Accept a finding"),
            "lead": found.sentence if found else _("The check finds this no more, or it was accepted already."),
            "submit_label": _("Accept"),
            "cancel_url": address,
        },
    )


def acceptance_withdraw(request: Request, pk: int) -> HttpResponse:
    visible = Visit.objects.visible_to(request.user, "visit.update")
    acceptance = get_object_or_404(Acceptance.objects.filter(visit__in=visible), pk=pk)
    address = reverse("visits:check", args=[acceptance.visit_id])

    def act() -> str:
        actions.withdraw_acceptance(acceptance_id=pk, by=request.user)
        return address

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": _("Accepted finding"),
            "title": _("Let it count again"),
            "will": [_("The check shows the finding again. The reason goes.")],
            "stays": [_("Programme: unchanged")],
            "submit_label": _("Let it count again"),
            "cancel_url": address,
        },
    )


def limits(request: Request, pk: int) -> HttpResponse:
    """The rules of the visits of one unit: each with its sentence, its switch and its figures."""
    unit, stored = office(request, pk)
    form = Rules.of(stored, request.POST or None)

    def act() -> str:
        actions.save_limits(
            unit_id=pk,
            version=form.version_seen,
            limits=form.changed_limits,
            off=form.switched_off,
            by=request.user,
        )
        messages.success(request, _("The rules are saved. Every check goes by them from now on."))
        return reverse("visits:limits", args=[pk])

    context = {
        "unit": unit,
        "page_title": _("Rules of the check"),
        "reset_url": reverse("visits:limits_reset", args=[pk]),
        "cancel_url": reverse("visits:visits"),
    }
    return answer_form(request, form, act, template="visits/limits.html", context=context)


def limits_reset(request: Request, pk: int) -> HttpResponse:
    unit, _stored = office(request, pk)
    address = reverse("visits:limits", args=[pk])

    def act() -> str:
        actions.reset_limits(unit_id=pk, version=None, by=request.user)
        return address

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": _("Rules of the check"),
            "title": _("Back to the usual ones"),
            "will": [
                _("Every rule is switched on, and every limit is as usual, for all visits of: %(unit)s")
                % {"unit": unit}
            ],
            "stays": [_("Accepted findings: unchanged")],
            "submit_label": _("Back to the usual ones"),
            "cancel_url": address,
        },
    )


def office(request: Request, pk: int) -> tuple[Unit, CheckLimits]:
    """The unit whose rules this person may set, and its rules as they are stored."""
    unit = get_object_or_404(Unit, pk=pk)
    scope = access_of(request.user).scope("check_limits.update")
    if not scope.covers(unit=unit.pk):
        raise Http404
    return unit, CheckLimits.objects.filter(unit=unit).first() or CheckLimits(unit=unit)
