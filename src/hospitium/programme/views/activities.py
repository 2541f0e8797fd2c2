"""Pages of one activity."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.policy import judge, may
from hospitium.agreements import history as agreement_history
from hospitium.agreements.models import Clause, Instrument, InstrumentQuerySet
from hospitium.core.claims import claims_of
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.core.verdicts import Verdict
from hospitium.partners import history as partner_history
from hospitium.partners.models import Contact, Partnership
from hospitium.programme import actions, forms, rules
from hospitium.programme.history import SENTENCES
from hospitium.programme.models import Activity, Direction, LearningPoint, State

DIRECTION_TONES = {Direction.IN: ("partner", "plane-landing"), Direction.OUT: ("own", "plane-takeoff")}
STATE_TONES = {
    State.PLANNED: ("info", "clock"),
    State.DONE: ("success", "circle-check"),
    State.CANCELLED: ("open", "x"),
}


def activity(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(
        Activity.objects.visible_to(request.user)
        .select_related("unit", "visit__unit")
        .prefetch_related(
            Prefetch("partnerships", Partnership.objects.select_related("partner", "home_district", "unit")),
            "topics",
            "departments",
        ),
        pk=pk,
    )
    may_edit = rules.may_edit_activity(request.user, record)
    instruments = Instrument.objects.visible_to(request.user)
    buttons = buttons_of(request, record, may_edit)
    direction, state = (
        DIRECTION_TONES.get(Direction(record.direction), ("open", "circle-help")),
        STATE_TONES[State(record.state)],
    )
    context = {
        "activity": record,
        "heading": record,
        "heading_lang": record.title.here.language if record.title.here.is_foreign else "",
        "crumbs": [{"label": _("Activities"), "url": reverse("programme:activities")}, {"label": record}],
        "chips": [
            {"text": record.get_state_display(), "tone": state[0], "icon": state[1]},
            {"text": record.get_direction_display(), "tone": direction[0], "icon": direction[1]},
            {"text": record.get_format_display(), "tone": "open", "icon": "calendar-days"},
        ],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record, instruments, may_edit=bool(may_edit)),
        "disputes": disputes_of(record),
        "clauses": Clause.objects.filter(activities=record, instrument__in=instruments).select_related("instrument"),
        "contacts": Contact.objects.visible_to(request.user).filter(activities=record),
        "promises": record.promises.all() if may_edit else [],
        "learning_points": LearningPoint.objects.visible_to(request.user).filter(activity=record),
        "may_edit": may_edit,
        "history_lines": history(record, {**agreement_history.SENTENCES, **partner_history.SENTENCES, **SENTENCES}),
    }
    return render(request, "programme/activity.html", context)


def buttons_of(request: Request, record: Activity, may_edit: Verdict) -> list[Button]:
    buttons = [
        Button(_("Edit"), reverse("programme:activity_edit", args=[record.pk]), "pencil", may_edit),
        Button(_("Promise"), f"{reverse('programme:promise_new')}?activity={record.pk}", "handshake", may_edit),
        *learning_of(request, record),
        *workplace_of(request, record, may_edit),
    ]
    if record.is_published:
        buttons.append(
            Button(
                _("Take off the public site"),
                reverse("programme:activity_unpublish", args=[record.pk]),
                "eye",
                may_edit,
            )
        )
    else:
        verdict = rules.may_publish_activity(request.user, record)
        buttons.append(
            Button(
                _("Release for publication"), reverse("programme:activity_publish", args=[record.pk]), "globe", verdict
            )
        )
    return buttons


def learning_of(request: Request, record: Activity) -> list[Button]:
    """The way to noting what was learnt, for those whose role may at all."""
    if not may(request.user, "learning_point.update"):
        return []
    verdict = rules.may_add_learning_point(
        request.user, partnership=record.partnerships.first(), activity=record, unit=None
    )
    address = f"{reverse('programme:learning_point_new')}?activity={record.pk}"
    return [Button(_("Learning point"), address, "list-checks", verdict)]


def workplace_of(request: Request, record: Activity, may_edit: Verdict) -> list[Button]:
    """The way to the working place of the visit, or to opening one for what is planned."""
    visit = getattr(record, "visit", None)
    if visit:
        departments = [unit.pk for unit in record.departments.all()]
        may_read = judge(request.user, "visit.read", unit=visit.unit, departments=departments)
        return [Button(_("Working place"), visit.get_absolute_url(), "calendar-days", main=True)] if may_read else []
    if record.state != State.PLANNED:
        return []
    new = f"{reverse('visits:visit_new')}?activity={record.pk}"
    return [Button(_("Open a working place"), new, "calendar-days", may_edit)]


def facts_of(record: Activity, instruments: InstrumentQuerySet, *, may_edit: bool) -> list[Any]:
    basis = instruments.filter(pk=record.basis_id).first() if record.basis_id else None
    partnerships = ", ".join(str(partnership) for partnership in record.partnerships.all())
    split = [
        fact(_("Officials"), record.officials if record.officials is not None else ""),
        fact(_("Elected"), record.elected if record.elected is not None else ""),
        fact(_("Civil society"), record.civil_society if record.civil_society is not None else ""),
    ]
    return list(
        known(
            [
                fact(_("Partners"), partnerships),
                fact(_("Number in the series"), record.number if record.number else ""),
                fact(_("Persons"), record.heads, source=record.source),
                fact(_("Persons planned"), record.heads_planned if record.heads_planned is not None else ""),
                *split,
                fact(_("Number of visits"), record.count if record.count > 1 else ""),
                fact(_("Nights"), record.nights),
                fact(_("Cost"), f"{record.cost} {record.currency}" if record.cost is not None else None),
                fact(_("Lead"), record.unit or ""),
                fact(_("Departments"), ", ".join(str(unit) for unit in record.departments.all())),
                fact(_("Topics"), ", ".join(str(topic) for topic in record.topics.all())),
                fact(_("Basis"), basis or "", url=basis.get_absolute_url() if basis else ""),
                fact(_("Places"), record.places),
                fact(_("Stations"), record.stations),
                fact(_("Reception"), record.reception),
                fact(_("Outcome"), record.outcome if record.outcome else None),
                fact(_("Internal remark"), record.remark if may_edit else ""),
                fact(_("Public"), _("released") if record.is_published else _("not released")),
                fact(_("Source"), record.source or None),
            ]
        )
    )


def disputes_of(record: Activity) -> list[dict[str, Any]]:
    """The facts on which something is stated, each with the address of its page."""
    stated = claims_of(record)
    return [
        {
            "label": disputable.label,
            "count": sum(claim.fact == disputable.fact for claim in stated),
            "url": reverse("programme:claim", args=["programme.activity", record.pk, disputable.fact]),
        }
        for disputable in Activity.disputable
    ]


def activity_new(request: Request) -> HttpResponse:
    chosen = list(
        Partnership.objects.visible_to(request.user, "activity.create").filter(key=request.GET.get("partnership", ""))
    )
    form = forms.NewActivity(
        request.POST or None,
        initial={"partnerships": [partnership.pk for partnership in chosen], "count": 1, "currency": "EUR"},
    )
    form.limit_to(request.user, chosen or list(Partnership.objects.visible_to(request.user, "activity.create")))
    return answer_form(
        request,
        form,
        lambda: actions.create_activity(values=form.values, by=request.user),
        context={
            "page_title": _("New activity"),
            "lead": rules.may_be_planned(chosen, State.PLANNED).reason,
            "columns": 2,
            "cancel_url": chosen[0].get_absolute_url() if chosen else reverse("programme:activities"),
        },
    )


def activity_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Activity.objects.visible_to(request.user, "activity.update"), pk=pk)
    form = forms.EditActivity.of(record, request.POST or None)
    form.limit_to(request.user, list(record.partnerships.all()))
    return answer_form(
        request,
        form,
        lambda: actions.edit_activity(activity_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context={"page_title": record, "columns": 2, "cancel_url": record.get_absolute_url()},
    )


def activity_publish(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Activity.objects.visible_to(request.user, "activity.publish"), pk=pk)
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.publish_activity(activity_id=pk, by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Release for publication"),
            "will": [
                _("Title, period, places, persons, outcome and source appear on the public site and in its feeds.")
            ],
            "stays": [_("The internal remark, contacts, promises and costs never leave the house.")],
            "submit_label": _("Release"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_publish_activity(request.user, record),
        },
    )


def activity_unpublish(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Activity.objects.visible_to(request.user, "activity.publish"), pk=pk)
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.unpublish_activity(activity_id=pk, by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Take off the public site"),
            "will": [_("The activity disappears from the public site and its feeds at once.")],
            "stays": [_("Copies that others have made of the public site stay with them.")],
            "submit_label": _("Take off"),
            "cancel_url": record.get_absolute_url(),
        },
    )
