"""Pages around one partner and one partnership; its file is the desk's."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.policy import may
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.partners import actions, forms, rules
from hospitium.partners.history import SENTENCES
from hospitium.partners.models import Partner, Partnership, PartnerUnit, PlanningException
from hospitium.partners.models.places import NOWHERE
from hospitium.partners.states import LIFECYCLE


def partner(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Partner.objects.visible_to(request.user), key=key)
    buttons = [
        Button(
            _("Edit"),
            reverse("partners:partner_edit", args=[key]),
            "pencil",
            rules.may_edit_partner(request.user, record),
        )
    ]
    buttons.append(Button(_("Add an office"), reverse("partners:unit_new", args=[key]), "plus", buttons[0].verdict))
    context = {
        "heading": record,
        "crumbs": [{"label": _("Partnerships"), "url": reverse("partners:partnerships")}, {"label": record}],
        "chips": [{"text": record.get_level_display(), "tone": "", "icon": "building-2"}],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record),
        "units": record.units.all(),
        "may_edit": bool(buttons[0].verdict),
        "stays_url": stays_address(request, record),
        "partnerships": Partnership.objects.visible_to(request.user)
        .filter(partner=record)
        .select_related("partner", "home_district"),
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "partners/partner.html", context)


def facts_of(record: Partner) -> list[Any]:
    is_known = record.country != NOWHERE
    country = wording.country(record.country, language=get_language() or "en") if is_known else None
    union = _("member state") if record.is_in_the_union else _("third country")
    return known(
        [
            fact(_("Name there"), record.own_name, lang=record.own_language),
            fact(_("Country"), country),
            fact(_("Part of"), record.part_of or "", url=part_url(record)),
            fact(_("European Union"), union if country else None),
            fact(_("Coordinates"), f"{record.latitude}, {record.longitude}" if record.latitude is not None else None),
            fact(_("Who is responsible for what there"), record.responsibilities),
        ]
    )


def stays_address(request: Request, record: Partner) -> str:
    """A city can host colleagues of ours without a partnership; its page is where they are looked for then."""
    return f"{reverse('exchange:placements')}?city={record.key}" if may(request.user, "placement.read") else ""


def part_url(record: Partner) -> str:
    return reverse("partners:partner", args=[record.part_of.key]) if record.part_of else ""


def partner_new(request: Request) -> HttpResponse:
    form = forms.NewPartner(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: reverse("partners:partner", args=[actions.create_partner(values=form.values, by=request.user).key]),
        context={"page_title": _("New partner"), "cancel_url": reverse("partners:partnerships")},
    )


def partner_edit(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Partner.objects.visible_to(request.user, "partner.update"), key=key)
    form = forms.EditPartner.of(record, request.POST or None)
    here = reverse("partners:partner", args=[key])

    def act() -> str:
        actions.edit_partner(partner_id=record.pk, version=form.version_seen, values=form.values, by=request.user)
        return here

    return answer_form(request, form, act, context={"page_title": record, "cancel_url": here})


def unit_new(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Partner.objects.visible_to(request.user, "partner.update"), key=key)
    form = forms.EditUnit(request.POST or None)
    here = reverse("partners:partner", args=[key])

    def act() -> str:
        actions.add_unit(partner_id=record.pk, values=form.cleaned_data, by=request.user)
        return here

    return answer_form(
        request, form, act, context={"page_title": record, "lead": _("New office or department"), "cancel_url": here}
    )


def unit_edit(request: Request, pk: int) -> HttpResponse:
    visible = Partner.objects.visible_to(request.user, "partner.update")
    unit = get_object_or_404(PartnerUnit.objects.select_related("partner"), pk=pk, partner__in=visible)
    form = forms.EditUnit(request.POST or None, initial={"own_name": unit.own_name, "name": unit.name})
    here = reverse("partners:partner", args=[unit.partner.key])

    def act() -> str:
        actions.edit_unit(unit_id=pk, values=form.cleaned_data, by=request.user)
        return here

    return answer_form(request, form, act, context={"page_title": unit.partner, "lead": unit, "cancel_url": here})


def partnership_new(request: Request) -> HttpResponse:
    form = forms.NewPartnership(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.create_partnership(values=form.values, by=request.user),
        context={"page_title": _("New partnership"), "cancel_url": reverse("partners:partnerships")},
    )


def partnership_edit(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Partnership.objects.visible_to(request.user, "partnership.update"), key=key)
    form = forms.EditPartnership.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.edit_partnership(
            partnership_id=record.pk, version=form.version_seen, values=form.values, by=request.user
        ),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )


def partnership_status(request: Request, key: str, step: str) -> HttpResponse:
    """Ask before a step that changes what may be planned, and say what it does."""
    if step not in LIFECYCLE.steps:
        raise Http404
    record = get_object_or_404(Partnership.objects.visible_to(request.user, "partnership.change_status"), key=key)
    form = forms.ChangeStatus(request.POST or None)
    words = step_words(step)
    return answer_form(
        request,
        form,
        lambda: actions.change_status(partnership_id=record.pk, step=step, by=request.user, **form.cleaned_data),
        template="confirm.html",
        context={
            "page_title": record,
            "title": words["title"],
            "will": words["will"],
            "stays": words["stays"],
            "submit_label": words["title"],
            "cancel_url": record.get_absolute_url(),
            "danger": step in {"suspend", "end"},
            "verdict": rules.may_change_status(request.user, record, step),
        },
    )


def step_words(step: str) -> dict[str, object]:
    """What a step is called, what it does, and what it leaves alone."""
    archive = _("The archive stays readable, and the past keeps counting in every sum.")
    titles = {
        "begin": _("Begin the partnership"),
        "fall_asleep": _("Mark as dormant"),
        "wake": _("Mark as active again"),
        "suspend": _("Suspend the partnership"),
        "resume": _("Resume the partnership"),
        "end": _("End the partnership"),
    }
    will = {
        "suspend": [
            _("Planning, invitations and the publication of what is coming are blocked."),
            _("An exception needs a reason and the head of office."),
        ],
        "end": [_("Nothing can be planned any more.")],
        "resume": [_("Planning and publication are open again.")],
    }
    return {"title": titles[step], "will": will.get(step, []), "stays": [archive] if step in {"suspend", "end"} else []}


def exception_new(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Partnership.objects.visible_to(request.user, "partnership.grant_exception"), key=key)
    form = forms.GrantException(request.POST or None)

    def act() -> Partnership:
        return actions.grant_exception(partnership_id=record.pk, by=request.user, **form.cleaned_data).partnership

    return answer_form(
        request,
        form,
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Grant an exception"),
            "will": [_("Until the given day, activities with this suspended partnership can be planned.")],
            "stays": [_("The partnership stays suspended. Your name and the reason are kept in the log.")],
            "submit_label": _("Grant the exception"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_grant_exception(request.user, record),
        },
    )


def exception_withdraw(request: Request, pk: int) -> HttpResponse:
    visible = Partnership.objects.visible_to(request.user, "partnership.grant_exception")
    exception = get_object_or_404(PlanningException, pk=pk, partnership__in=visible)
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.withdraw_exception(exception_id=pk, by=request.user).partnership,
        template="confirm.html",
        context={
            "page_title": exception.partnership,
            "title": _("Withdraw the exception"),
            "will": [_("Planning with this partnership is blocked again.")],
            "stays": [_("What was planned under the exception stays and is shown as blocked.")],
            "submit_label": _("Withdraw"),
            "cancel_url": exception.partnership.get_absolute_url(),
        },
    )


def partnership_assign(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Partnership.objects.visible_to(request.user), key=key)
    verdict = rules.may_assign_partnership(request.user, record)
    if not verdict:
        raise PermissionDenied(str(verdict.reason))
    form = forms.AssignUnit(request.POST or None, initial={"unit": record.unit_id})
    return answer_form(
        request,
        form,
        lambda: actions.assign_partnership(partnership_id=record.pk, by=request.user, **form.cleaned_data),
        context={
            "page_title": record,
            "cancel_url": record.get_absolute_url(),
            "submit_label": _("Assign"),
        },
    )
