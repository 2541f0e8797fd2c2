"""Pages of learning points."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.accounts.queries import sentences
from hospitium.core.forms import answer_form
from hospitium.core.http import Request, safe_next
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.partners.models import Partnership
from hospitium.programme import actions, forms, rules
from hospitium.programme.lists import LEARNING_CHIPS, LEARNING_POINTS
from hospitium.programme.models import Activity, LearningPoint

LONGEST_KEY = 10


def learning_points(request: Request) -> HttpResponse:
    new = {
        "label": _("New learning point"),
        "url": reverse("programme:learning_point_new"),
        "icon": "plus",
        "main": True,
    }
    acts = [new] if may(request.user, "learning_point.update") else []
    return answer_list(request, LEARNING_POINTS, context={"acts": acts})


def found(request: Request, pk: int, row: str) -> LearningPoint:
    return get_object_or_404(
        LearningPoint.objects.visible_to(request.user, row).select_related(
            "partnership__partner",
            "partnership__home_district",
            "partnership__unit",
            "activity__unit",
            "unit",
            "owner",
        ),
        pk=pk,
    )


def learning_point(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "learning_point.read")
    buttons = buttons_of(request, record)
    tone, icon = LEARNING_CHIPS[LearningPoint.State(record.state)]
    context = {
        "heading": record,
        "crumbs": [{"label": _("Learning points"), "url": reverse("programme:learning_points")}, {"label": record}],
        "chips": [{"text": record.get_state_display(), "tone": tone, "icon": icon}],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record, request),
        "history_lines": history(record, dict(sentences())),
    }
    return render(request, "record.html", context)


def facts_of(record: LearningPoint, request: Request) -> Any:
    partnership, activity = record.partnership, record.activity
    sees = bool(partnership and Partnership.objects.visible_to(request.user).filter(pk=partnership.pk).exists())
    knows = bool(activity and Activity.objects.visible_to(request.user).filter(pk=activity.pk).exists())
    return known(
        [
            fact(
                _("Partnership"), partnership or "", url=partnership.get_absolute_url() if partnership and sees else ""
            ),
            fact(_("Learnt at"), activity or "", url=activity.get_absolute_url() if activity and knows else ""),
            fact(_("Taken up by"), record.unit),
            fact(_("In charge"), record.owner),
            fact(_("Asked again on"), record.due_on if record.state == LearningPoint.State.OPEN else ""),
            fact(_("Result, or why not"), record.reason),
            fact(_("Closed on"), record.closed_on or ""),
        ]
    )


def buttons_of(request: Request, record: LearningPoint) -> list[Button]:
    user, pk = request.user, record.pk
    may_answer = rules.may_answer_learning_point(user, record)
    if record.state != LearningPoint.State.OPEN:
        verdict = rules.may_reopen_learning_point(user, record)
        return [Button(_("Open again"), reverse("programme:learning_point_reopen", args=[pk]), "undo-2", verdict)]
    close, later = reverse("programme:learning_point_close", args=[pk]), "programme:learning_point_postpone"
    found = [
        Button(_("Ask again later"), reverse(later, args=[pk]), "clock", may_answer),
        Button(_("What became of it"), close, "circle-check", may_answer, main=True),
    ]
    may_edit = rules.may_edit_learning_point(user, record)
    if may(user, "learning_point.update"):
        found.insert(0, Button(_("Edit"), reverse("programme:learning_point_edit", args=[pk]), "pencil", may_edit))
    return found


def learning_point_new(request: Request) -> HttpResponse:
    """With `?partnership=` or `?activity=` these are chosen already; `?next=` says where to go on."""
    asked = request.GET.get("activity", "")
    activity = (
        Activity.objects.visible_to(request.user, "activity.update")
        .filter(pk=asked if asked.isdecimal() and len(asked) < LONGEST_KEY else 0)
        .first()
    )
    partnerships = Partnership.objects.visible_to(request.user, "learning_point.update")
    partnership = partnerships.filter(key=request.GET.get("partnership", "")).first()
    if activity and partnership is None:
        partnership = partnerships.filter(activities=activity).first()
    form = forms.NewLearningPoint(request.POST or None, initial={"partnership": partnership, "activity": activity})
    form.limit_to(request.user)
    back = safe_next(request, reverse("programme:learning_points"))

    def act() -> str:
        made = actions.add_learning_point(**form.values, by=request.user)
        return safe_next(request, made.get_absolute_url())

    return answer_form(request, form, act, context={"page_title": _("New learning point"), "cancel_url": back})


def learning_point_edit(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "learning_point.update")
    form = forms.EditLearningPoint.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.edit_learning_point(
            point_id=pk, version=form.version_seen, values=form.values, by=request.user
        ),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )


def learning_point_close(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "learning_point.answer")
    form = forms.CloseLearningPoint(request.POST or None, initial={"on": timezone.localdate()})
    return answer_form(
        request,
        form,
        lambda: actions.close_learning_point(point_id=pk, by=request.user, **form.cleaned_data),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )


def learning_point_postpone(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "learning_point.answer")
    form = forms.PostponeLearningPoint(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.postpone_learning_point(point_id=pk, by=request.user, **form.cleaned_data),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )


def learning_point_reopen(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "learning_point.answer")
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.reopen_learning_point(point_id=pk, by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Open this learning point again"),
            "will": [_("The answer with its reason is removed, and the point is asked about again.")],
            "submit_label": _("Open again"),
            "cancel_url": record.get_absolute_url(),
        },
    )
