"""An application as its writer works on it: begin, part by part, annexes; saved as far as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.policy import access_of
from hospitium.core.forms import answer_form
from hospitium.core.http import Request, is_typing
from hospitium.core.locking import Conflict
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import completeness, rules
from hospitium.exchange.actions import applications as actions
from hospitium.exchange.forms import applications as forms
from hospitium.exchange.models import Annex, Application, Round
from hospitium.exchange.queries import places
from hospitium.exchange.steps import steps_of
from hospitium.exchange.views.application_steps import ask
from hospitium.exchange.views.application_ways import part_address, whole


def application_new(request: Request, pk: int) -> HttpResponse:
    """Begin: the department first, because its supervisor has to agree. Who has a draft goes on with it."""
    record = get_object_or_404(Round.objects.visible_to(request.user, "call.read"), pk=pk)
    mine = Application.objects.visible_to(request.user).filter(applicant__user=request.user, round=record).first()
    if mine is not None:
        return redirect(mine)
    units = sorted(unit for held in access_of(request.user).units.values() for unit in held)
    form = forms.Begin(request.POST or None, initial={"unit": units[0] if units else None})

    def act() -> str:
        made = actions.begin_application(round_id=pk, unit=form.cleaned_data["unit"], by=request.user)
        return reverse("exchange:application_topic", args=[made.pk])

    verdict = rules.may_apply(request.user, record)
    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Apply: %(round)s") % {"round": record},
            "lead": verdict.reason or _("Your application is kept as a draft from now on; only you can read it."),
            "submit_label": _("Begin"),
            "cancel_url": reverse("exchange:call", args=[pk]),
        },
    )


def application_topic(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Topic.of(record, request.POST or None)
    return answer_part(request, record, "topic", form, lambda: saved(request, record, form))


def application_person(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Person.of(record, request.POST or None)
    if record.is_incoming:
        del form.fields["unit"]
    return answer_part(request, record, "person", form, lambda: saved(request, record, form))


def saved(request: Request, record: Application, form: Any) -> Application:
    return actions.save_application(
        application_id=record.pk, version=form.version_seen, values=form.values, by=request.user
    )


def application_wishes(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Wishes.of(record, request.POST or None, round=record.round, **places.places_for(record))

    def act() -> Application:
        return actions.save_wishes(
            application_id=pk, version=form.version_seen, wishes=form.ranked, values=form.values, by=request.user
        )

    return answer_part(request, record, "wishes", form, act, template="exchange/application_wishes.html")


def application_consents(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Consents.of(record, request.POST or None, kinds=completeness.kinds_wanted(record))

    def act() -> Application:
        return actions.save_consents(application_id=pk, version=form.version_seen, people=form.people, by=request.user)

    return answer_part(request, record, "consents", form, act)


def application_annexes(request: Request, pk: int) -> HttpResponse:
    """Files one by one; the last step before sending."""
    record = whole(request, pk)
    require(rules.may_write(request.user, record))
    form = forms.AddAnnex(request.POST or None, request.FILES or None)

    def act() -> str:
        actions.add_annex(
            application_id=pk, label=form.cleaned_data["label"], upload=form.cleaned_data["file"], by=request.user
        )
        return part_address(record, "annexes")

    context = {**part_context(record, "annexes"), "annexes": list(record.annexes.all())}
    return answer_form(request, form, act, template="exchange/application_annexes.html", context=context)


def answer_part(
    request: Request,
    record: Application,
    part: str,
    form: django_forms.Form,
    act: Callable[[], Application],
    *,
    template: str = "exchange/application_part.html",
) -> HttpResponse:
    """One step: saved as far as it is, complete or not; “next” leads on. Typing is saved in between by itself.

    Raises Refused for whoever may read the application and not write it.
    """
    require(rules.may_write(request.user, record))
    if is_typing(request):
        return autosaved(form, act)

    def step() -> str:
        act()
        messages.success(request, _("Saved. You can go on later, on any computer."))
        return next_address(record, part) if "next" in request.POST else part_address(record, part)

    return answer_form(request, form, step, template=template, context=part_context(record, part))


def autosaved(form: django_forms.Form, act: Callable[[], Application]) -> HttpResponse:
    """The answer to the small module: the version that is stored now, or the sentence why nothing was saved."""
    if not form.is_valid():
        return JsonResponse({"text": _("Not saved yet: something has to be put right first.")}, status=422)
    try:
        record = act()
    except Conflict:
        return JsonResponse({"text": _("Not saved: it was changed in another window.")}, status=409)
    except Refused as refusal:
        return JsonResponse({"text": str(refusal)}, status=409)
    record.refresh_from_db(fields=["version"])
    at = timezone.localtime()
    return JsonResponse({"version": record.version, "text": _("Saved at %(time)s.") % {"time": f"{at:%H:%M}"}})


def part_context(record: Application, part: str) -> dict[str, Any]:
    verdict = rules.may_be_sent(record.round)
    return {
        "application": record,
        "round": record.round,
        "steps": steps_of(record, part),
        "part": part,
        "next_url": next_address(record, part),
        "late": "" if verdict or record.entered_by_id else verdict.reason,
        "crumbs": [
            {"label": str(record.round), "url": reverse("exchange:call", args=[record.round_id])},
            {"label": _("Application"), "url": record.get_absolute_url()},
        ],
    }


def next_address(record: Application, part: str) -> str:
    parts = [step["part"] for step in steps_of(record, part)]
    after = parts[parts.index(part) + 1 :]
    return part_address(record, after[0]) if after else record.get_absolute_url()


def annex_remove(request: Request, pk: int) -> HttpResponse:
    annex = get_object_or_404(Annex.objects.visible_to(request.user).select_related("application"), pk=pk)
    back = part_address(annex.application, "annexes")

    def act() -> str:
        actions.remove_annex(annex_id=pk, by=request.user)
        return back

    return ask(request, act, annex.application, back, _("Remove the annex"), [_("The file is deleted.")], [])
