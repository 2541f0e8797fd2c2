"""Pages of the clauses of an instrument."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from hospitium.agreements import actions, forms
from hospitium.agreements.models import Clause, Instrument
from hospitium.core.forms import answer_form
from hospitium.core.http import Request


def clause_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Instrument.objects.visible_to(request.user, "instrument.update"), pk=pk)
    form = forms.NewClause(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.create_clause(instrument_id=pk, values=form.values, by=request.user).instrument,
        context={"page_title": record, "lead": _("New clause"), "cancel_url": record.get_absolute_url()},
    )


def clause_edit(request: Request, pk: int) -> HttpResponse:
    visible = Instrument.objects.visible_to(request.user, "instrument.update")
    record = get_object_or_404(Clause.objects.select_related("instrument"), pk=pk, instrument__in=visible)
    form = forms.EditClause.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: (
            actions.edit_clause(clause_id=pk, version=form.version_seen, values=form.values, by=request.user).instrument
        ),
        context={
            "page_title": record.instrument,
            "lead": _("Change a clause"),
            "cancel_url": record.instrument.get_absolute_url(),
        },
    )
