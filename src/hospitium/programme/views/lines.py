"""Pages of the lines of year programmes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.queries import sentences
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.partners.models import Interest
from hospitium.programme import actions, forms, rules
from hospitium.programme.lists import LINE_CHIPS, YEAR_LINES
from hospitium.programme.models import Activity, Line, Side, YearProgramme
from hospitium.programme.queries import quarry
from hospitium.programme.queries import years as queries
from hospitium.programme.queries.contents import FIELDS, cities_of, facts_of, value_of
from hospitium.programme.states import LINE, OPEN
from hospitium.programme.views.years import found as found_programme


def lines(request: Request) -> HttpResponse:
    back = {"label": _("Year programmes"), "url": reverse("programme:year_programmes"), "icon": "calendar-days"}
    return answer_list(request, YEAR_LINES, context={"acts": [back]})


def found(request: Request, pk: int, row: str) -> Line:
    """The line, for those who may see its programme under this row; else 404."""
    visible = YearProgramme.objects.visible_to(request.user, row).order_by().values("pk")
    return get_object_or_404(
        Line.objects.filter(programme__in=visible)
        .select_related(
            "programme__partnership__partner",
            "programme__partnership__home_district",
            "programme__partnership__unit",
            "topic",
            "unit",
        )
        .prefetch_related("counters__by", "programme__partnership__exceptions"),
        pk=pk,
    )


def line(request: Request, pk: int) -> HttpResponse:
    """One line: what stands now, who proposed what, and what both sides want on its topic."""
    record = found(request, pk, "year_programme.read")
    programme, cities = record.programme, cities_of(record.programme)
    mine = quarry.quarry_of(programme, [], today=timezone.localdate(), by=request.user)
    buttons = buttons_of(request, record)
    tone, icon = LINE_CHIPS[Line.State(record.state)]
    title = record.title.here
    context = {
        "line": record,
        "cities": cities,
        "heading": record,
        "heading_lang": title.language if title.is_foreign else "",
        "crumbs": [
            {"label": _("Year programmes"), "url": reverse("programme:year_programmes")},
            {"label": programme, "url": programme.get_absolute_url()},
            {"label": record},
        ],
        "chips": [{"text": record.get_state_display(), "tone": tone, "icon": icon}],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts(record, request),
        "turns": queries.turns_of(record, cities),
        "wants": quarry.wants_of([record], mine)[record.pk],
        "history_lines": history(record, dict(sentences())),
    }
    return render(request, "programme/line.html", context)


def facts(record: Line, request: Request) -> list[Any]:
    cities = cities_of(record.programme)
    data = {name: value_of(record, name) for name in FIELDS}
    activity = Activity.objects.visible_to(request.user).filter(pk=record.activity_id or 0).first()
    shown = [
        {"label": one.label, "value": one.text, "lang": one.language}
        for one in facts_of(data, cities, [name for name in FIELDS if name not in {"title", "state"}])
    ]
    return [
        *shown,
        *known(
            [
                fact(_("Proposed by"), cities.side(record.proposed_by)),
                fact(_("Activity"), str(activity or ""), url=activity.get_absolute_url() if activity else ""),
            ]
        ),
    ]


def buttons_of(request: Request, record: Line) -> list[Button]:
    """The steps that lead on from here; what was not answered yet can also be written anew."""
    user = request.user
    labels = {
        "agree": (_("Agree"), "handshake"),
        "counter": (_("Propose something else"), "repeat"),
        "done": (_("Mark as done"), "circle-check"),
        "postpone": (_("Postpone"), "circle-pause"),
        "drop": (_("Drop"), "circle-x"),
        "take_up": (_("Back on the table"), "repeat"),
    }
    found = []
    may_edit = rules.may_edit_line(user, record)
    if may_edit:
        found.append(Button(_("Edit"), reverse("programme:line_edit", args=[record.pk]), "pencil", may_edit))
    if record.state == Line.State.AGREED and not record.activity_id:
        verdict = rules.may_plan_line(user, record)
        found.append(Button(_("Plan it"), reverse("programme:line_plan", args=[record.pk]), "plus", verdict, main=True))
    for name in LINE.open_steps(record.state):
        label, icon = labels[name]
        verdict = rules.may_step_line(user, record, name)
        address = reverse(f"programme:line_{name}", args=[record.pk])
        found.append(Button(label, address, icon, verdict, main=name == "agree" and record.state in OPEN))
    return found


# ---- writing -----------------------------------------------------------------
def line_new(request: Request, pk: int) -> HttpResponse:
    programme = found_programme(request, pk, "year_programme.update")
    form = forms.EditLine(request.POST or None, initial=prefilled(request))
    return answer_line_form(
        request,
        programme,
        form,
        lambda: actions.create_line(programme_id=pk, values=form.values, by=request.user).programme,
        {"page_title": _("New line"), "lead": rules.may_edit_year_programme(request.user, programme).reason},
    )


def prefilled(request: Request) -> dict[str, Any]:
    """From the needs and offers beside the form: `?need=` and `?offer=` name what is taken up."""
    asked = {name: request.GET.get(name, "") for name in ("need", "offer")}
    wanted = [value for value in asked.values() if value.isdecimal() and len(value) < 10]
    start: dict[str, Any] = {}
    for one in Interest.objects.visible_to(request.user).filter(pk__in=wanted).select_related("topic"):
        start |= {one.kind: one.pk, "topic": one.topic_id, "title": one.topic.name}
        if one.unit_id:
            start["unit"] = one.unit_id
    return start


def line_edit(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "year_programme.update")
    form = forms.EditLine.of(record, request.POST or None)
    return answer_line_form(
        request,
        record.programme,
        form,
        lambda: actions.edit_line(line_id=pk, version=form.version_seen, values=form.values, by=request.user).programme,
        {
            "page_title": record,
            "lead": rules.may_edit_line(request.user, record).reason,
            "cancel_url": address(record),
        },
    )


def line_counter(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "year_programme.update")
    form = forms.CounterLine.of(record, request.POST or None)
    return answer_line_form(
        request,
        record.programme,
        form,
        lambda: back(
            actions.counter_line(
                line_id=pk,
                version=form.version_seen,
                values=form.values,
                remark=form.cleaned_data["remark"],
                by=request.user,
            )
        ),
        {
            "page_title": record,
            "lead": rules.may_step_line(request.user, record, "counter").reason
            or _("Change what you propose instead. The partner sees what is different."),
            "submit_label": _("Propose"),
            "cancel_url": address(record),
        },
    )


def answer_line_form(
    request: Request, programme: YearProgramme, form: Any, act: Callable[[], Any], context: dict[str, Any]
) -> HttpResponse:
    """The form of a line with the needs and offers of both sides beside it."""
    today = timezone.localdate()
    form.limit_to(request.user, programme, today)
    lines = list(programme.lines.all())
    return answer_form(
        request,
        form,
        act,
        template="programme/line_form.html",
        context={
            "cancel_url": programme.get_absolute_url(),
            "quarry": quarry.quarry_of(programme, lines, today=today, by=request.user),
            "programme": programme,
            "takes": isinstance(form, forms.EditLine) and "version" not in form.initial,
            **context,
        },
    )


def year_programme_take(request: Request, pk: int) -> HttpResponse:
    """One click: a need and an offer that meet become a line."""
    found_programme(request, pk, "year_programme.update")
    need, offer = (request.POST.get(name, "") for name in ("need", "offer"))
    ids = [int(text) if text.isdecimal() and len(text) < 10 else 0 for text in (need, offer)]
    record = actions.take_pair(programme_id=pk, need_id=ids[0], offer_id=ids[1], by=request.user)
    return HttpResponseRedirect(reverse("programme:line_edit", args=[record.pk]))


# ---- answers -----------------------------------------------------------------
def line_agree(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "year_programme.update")
    form = forms.AgreeLine(request.POST or None)
    lead = (
        _("This is our own proposal: note how the partner agreed.")
        if rules.offered_by(record) == Side.OURS
        else _("The partner sees that you agree.")
    )
    return answer(
        request,
        record,
        form,
        lambda: actions.agree_line(line_id=pk, by=request.user, **form.cleaned_data),
        {"lead": lead, "submit_label": _("Agree"), "step": "agree"},
    )


def line_postpone(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "year_programme.update")
    form = forms.PostponeLine(request.POST or None, initial={"postponed_to": record.programme.year + 1})
    return answer(
        request,
        record,
        form,
        lambda: actions.postpone_line(line_id=pk, by=request.user, **form.cleaned_data),
        {"submit_label": _("Postpone"), "step": "postpone"},
    )


def line_drop(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "year_programme.update")
    form = forms.DropLine(request.POST or None)
    return answer(
        request,
        record,
        form,
        lambda: actions.drop_line(line_id=pk, by=request.user, **form.cleaned_data),
        {"submit_label": _("Drop"), "step": "drop"},
    )


def answer(request: Request, record: Line, form: Any, act: Callable[[], Line], context: dict[str, Any]) -> HttpResponse:
    refusal = rules.may_step_line(request.user, record, context["step"]).reason
    shown = {**context, "lead": refusal or context.get("lead", "")}
    return answer_form(
        request,
        form,
        lambda: back(act()),
        context={"page_title": record, "cancel_url": address(record), **shown},
    )


def line_take_up(request: Request, pk: int) -> HttpResponse:
    will = [_("The line stands as our proposal again; the reason is emptied.")]
    return confirmed(request, pk, "take_up", (_("Back on the table"), will, actions.take_up_line))


def line_done(request: Request, pk: int) -> HttpResponse:
    will = [_("The line counts as done; it cannot be changed any more.")]
    return confirmed(request, pk, "done", (_("Mark as done"), will, actions.finish_line))


def confirmed(request: Request, pk: int, step: str, said: tuple[str, list[str], Callable[..., Line]]) -> HttpResponse:
    record = found(request, pk, "year_programme.update")
    title, will, act = said
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: back(act(line_id=pk, by=request.user)),
        template="confirm.html",
        context={
            "page_title": record,
            "title": title,
            "will": will,
            "submit_label": title,
            "cancel_url": address(record),
            "verdict": rules.may_step_line(request.user, record, step),
        },
    )


def line_plan(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "year_programme.update")
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.plan_line(line_id=pk, by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Plan it"),
            "will": [_("A planned activity is entered with title, month, place, persons, topic and department.")],
            "stays": [_("The line stays agreed and leads to the activity.")],
            "submit_label": _("Plan it"),
            "cancel_url": address(record),
            "verdict": rules.may_plan_line(request.user, record),
        },
    )


def address(record: Line) -> str:
    return reverse("programme:line", args=[record.pk])


def back(record: Line) -> str:
    """After an answer one goes on with the other lines."""
    return f"{record.programme.get_absolute_url()}#line-{record.pk}"
