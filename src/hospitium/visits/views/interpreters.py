"""The pool of interpreters."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.visits import rules
from hospitium.visits.actions import interpreters as actions
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.forms.work import EditInterpreter
from hospitium.visits.history import SENTENCES
from hospitium.visits.lists import INTERPRETERS, mode_words
from hospitium.visits.models import Interpreter
from hospitium.visits.pairs import pairs_as_lines
from hospitium.visits.queries.interpreting import bookings_of


def interpreters(request: Request) -> HttpResponse:
    new = {"label": _("New interpreter"), "url": reverse("visits:interpreter_new"), "icon": "plus", "main": True}
    return answer_list(
        request, INTERPRETERS, context={"acts": [new] if may(request.user, "interpreter.update") else []}
    )


def interpreter(request: Request, pk: int) -> HttpResponse:
    people = Interpreter.objects.visible_to(request.user).prefetch_related("pairs")
    record = get_object_or_404(people, pk=pk)
    buttons = [
        Button(
            _("Edit"), reverse("visits:interpreter_edit", args=[pk]), "pencil", may(request.user, "interpreter.update")
        ),
        Button(
            _("Remove"),
            reverse("visits:interpreter_remove", args=[pk]),
            "trash-2",
            rules.may_remove_interpreter(request.user, record),
        ),
    ]
    context = {
        "interpreter": record,
        "heading": record,
        "crumbs": [{"label": _("Interpreters"), "url": reverse("visits:interpreters")}, {"label": record}],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record),
        "bookings": bookings_of(record, request.user),
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "visits/interpreter.html", context)


def facts_of(record: Interpreter) -> list[Any]:
    language = get_language() or "de"
    pairs = pairs_as_lines([(pair.origin, pair.target) for pair in record.pairs.all()], language)
    rate = None if record.rate is None else wording.money(record.rate, record.currency, language=language)
    minutes = None if record.minutes_a_day is None else _("%(count)d minutes") % {"count": record.minutes_a_day}
    return list(
        known(
            [
                fact(_("Languages"), "\n".join(pairs) or None),
                fact(_("Modes"), mode_words(record) or None),
                fact(_("Interpreting a day at most"), minutes or _("limit of the office")),
                fact(_("Rate a day"), rate),
                fact(_("E-mail address"), record.email or None),
                fact(_("Phone"), record.phone or None),
                fact(_("Language of letters"), wording.language_name(record.language, language=language)),
                fact(_("Internal remark"), record.remark),
            ]
        )
    )


def interpreter_new(request: Request) -> HttpResponse:
    form = EditInterpreter(request.POST or None, initial={"language": "de"})
    return answer_form(
        request,
        form,
        lambda: actions.create_interpreter(values=form.values, pairs=form.pair_values, by=request.user),
        context={"page_title": _("New interpreter"), "cancel_url": reverse("visits:interpreters")},
    )


def interpreter_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Interpreter.objects.visible_to(request.user, "interpreter.update"), pk=pk)
    form = EditInterpreter.of(record, request.POST or None)

    def act() -> Interpreter:
        return actions.edit_interpreter(
            interpreter_id=pk,
            version=form.version_seen,
            values=form.values,
            pairs=form.pair_values,
            by=request.user,
        )

    return answer_form(request, form, act, context={"page_title": record, "cancel_url": record.get_absolute_url()})


def interpreter_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Interpreter.objects.visible_to(request.user, "interpreter.update"), pk=pk)

    def act() -> str:
        actions.remove_interpreter(interpreter_id=pk, by=request.user)
        return reverse("visits:interpreters")

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Take out of the pool"),
            "will": [_("Name, addresses and remarks are deleted.")],
            "submit_label": _("Take out"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_remove_interpreter(request.user, record),
        },
    )
