"""The units of our own administration."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts import actions, forms, policy
from hospitium.accounts.models import Unit
from hospitium.core.forms import answer_form
from hospitium.core.http import Request


def units(request: Request) -> HttpResponse:
    """All units with what they belong to."""
    return render(
        request,
        "accounts/units.html",
        {
            "units": Unit.objects.select_related("parent"),
            "may_create": policy.may(request.user, "unit.create"),
            "may_update": policy.may(request.user, "unit.update"),
        },
    )


def unit_new(request: Request) -> HttpResponse:
    form = forms.UnitNew(request.POST or None)

    def act() -> str:
        actions.create_unit(**form.cleaned_data, by=request.user)
        return reverse("accounts:units")

    return answer_form(
        request, form, act, context={"page_title": _("New unit"), "cancel_url": reverse("accounts:units")}
    )


def unit_edit(request: Request, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk)
    form = forms.UnitEdit.of(unit, request.POST or None)

    def act() -> str:
        actions.change_unit(unit_id=pk, version=form.version_seen, **form.values, by=request.user)
        return reverse("accounts:units")

    return answer_form(
        request,
        form,
        act,
        context={"page_title": str(unit), "lead": unit.key, "cancel_url": reverse("accounts:units")},
    )
