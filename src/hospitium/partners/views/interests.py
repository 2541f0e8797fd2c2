"""Needs and offers of both sides."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.partners import actions, forms, queries, rules
from hospitium.partners.models import Interest


def interests(request: Request) -> HttpResponse:
    context = {
        "meetings": queries.meetings(Interest.objects.visible_to(request.user)),
        "may_create": rules.may_create_interest(request.user),
        "editable": set(Interest.objects.visible_to(request.user, "interest.update").values_list("pk", flat=True)),
    }
    return render(request, "partners/interests.html", context)


def interest_new(request: Request) -> HttpResponse:
    form = forms.EditInterest(request.POST or None, initial={"topic": request.GET.get("topic")})

    def act() -> str:
        actions.create_interest(values=form.values, by=request.user)
        return reverse("partners:interests")

    return answer_form(
        request, form, act, context={"page_title": _("New need or offer"), "cancel_url": reverse("partners:interests")}
    )


def interest_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Interest.objects.visible_to(request.user, "interest.update"), pk=pk)
    form = forms.EditInterest.of(record, request.POST or None)

    def act() -> str:
        actions.edit_interest(interest_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return reverse("partners:interests")

    return answer_form(request, form, act, context={"page_title": record, "cancel_url": reverse("partners:interests")})


def interest_withdraw(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Interest.objects.visible_to(request.user, "interest.update"), pk=pk)

    def act() -> str:
        actions.withdraw_interest(interest_id=pk, by=request.user)
        return reverse("partners:interests")

    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Withdraw this entry"),
            "will": [_("The entry is deleted; the log keeps that it existed.")],
            "submit_label": _("Withdraw"),
            "cancel_url": reverse("partners:interests"),
            "danger": True,
        },
    )
