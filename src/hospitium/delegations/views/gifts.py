"""The register of gifts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of, may
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.delegations.actions import gifts as actions
from hospitium.delegations.forms.gifts import DecideGift, EditGift, EditGiftLimit
from hospitium.delegations.history import SENTENCES
from hospitium.delegations.lists.gifts import DIRECTION_CHIPS, GIFTS, STATE_CHIPS
from hospitium.delegations.models import Gift, GiftLimit
from hospitium.delegations.queries.gifts import gifts_before, needs_approval, sums_by_giver, total
from hospitium.delegations.rules import gifts as rules
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.models import Visit


def gifts(request: Request) -> HttpResponse:
    acts: list[dict[str, Any]] = [
        {"label": _("By giver and year"), "url": reverse("delegations:gift_sums"), "icon": "list-checks"}
    ]
    units = access_of(request.user).scope("protocol.update").units
    acts += [
        {
            "label": _("Limits: %(unit)s") % {"unit": unit} if len(units) > 1 else _("Limits"),
            "url": reverse("delegations:gift_limits", args=[unit.pk]),
            "icon": "sliders-horizontal",
        }
        for unit in Unit.objects.filter(pk__in=units).order_by("name_key", "id")[:4]
    ]
    if may(request.user, "gift.create"):
        acts.append({"label": _("New gift"), "url": reverse("delegations:gift_new"), "icon": "plus", "main": True})
    return answer_list(request, GIFTS, context={"acts": acts})


def gift_sums(request: Request) -> HttpResponse:
    """What came from whom in which year, with the limits."""
    context = {"sums": sums_by_giver(request.user)}
    return render(request, "delegations/gift_sums.html", context)


def gift(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request, "gift.read"), pk=pk)
    buttons = [
        Button(
            _("Decide"),
            reverse("delegations:gift_decide", args=[pk]),
            "circle-check",
            rules.may_decide_gift(request.user, record),
            main=True,
        ),
        Button(
            _("Edit"), reverse("delegations:gift_edit", args=[pk]), "pencil", rules.may_edit_gift(request.user, record)
        ),
        Button(
            _("Remove"),
            reverse("delegations:gift_remove", args=[pk]),
            "trash-2",
            rules.may_remove_gift(request.user, record),
        ),
    ]
    # Nobody wonders about a missing decision where none is asked for.
    shown = buttons if record.state == Gift.State.ASKED else buttons[1:]
    limit = needs_approval(record)
    context = {
        "gift": record,
        "heading": record.what,
        "heading_lang": "",
        "crumbs": [{"label": _("Gifts"), "url": reverse("delegations:gifts")}, {"label": record.what}],
        "chips": chips_of(record),
        "buttons": shown,
        "reasons": reasons(shown),
        "facts": facts_of(record),
        "limit": "" if limit else limit.reason,
        "before": before(request, record),
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "delegations/gift.html", context)


def chips_of(record: Gift) -> list[dict[str, Any]]:
    direction = DIRECTION_CHIPS[Gift.Direction(record.direction)]
    state = STATE_CHIPS[Gift.State(record.state)]
    return [
        {"text": record.get_direction_display(), "tone": direction[0], "icon": direction[1]},
        {"text": record.get_state_display(), "tone": state[0], "icon": state[1]},
    ]


def facts_of(record: Gift) -> list[Any]:
    language = get_language() or "en"
    value = total(record)
    words = None if value is None else wording.money(value, record.currency, language=language)
    return list(
        known(
            [
                fact(_("Pieces"), record.count),
                fact(_("Value of all together"), words),
                fact(_("From whom"), record.giver),
                fact(_("To whom"), record.receiver),
                fact(_("Occasion"), record.occasion),
                fact(_("On"), record.on),
                fact(_("Partner"), record.partner) if record.partner else NO,
                fact(_("Visit"), record.visit, url=record.visit.get_absolute_url()) if record.visit else NO,
                fact(_("Office"), record.unit),
                fact(
                    _("Where it is now"),
                    record.whereabouts or ("" if record.direction == Gift.Direction.GIVEN else None),
                ),
                fact(_("Entered by"), record.entered_by or None),
                fact(_("Decided by"), record.decided_by) if record.decided_by else NO,
                fact(_("Decided on"), record.decided_on) if record.decided_on else NO,
                fact(_("Reason of the decision"), record.reason),
            ]
        )
    )


NO: dict[str, Any] = {"value": ""}


def before(request: Request, record: Gift) -> list[Any]:
    if record.partner_id is None:
        return []
    lines = gifts_before(request.user, partner_ids=[record.partner_id], until=record.on)
    return [one for one in lines if one.gift.pk != record.pk]


def gift_new(request: Request) -> HttpResponse:
    """With `?visit=` its partner, day and unit are filled in already; with `?partner=` the partner."""
    initial = initial_of(request)
    form = EditGift(request.POST or None, initial=initial)
    form.limit_to(request.user)

    def act() -> Gift:
        return actions.create_gift(values=form.values, approval=form.approval, by=request.user)

    partner = initial.get("partner")
    lines = gifts_before(request.user, partner_ids=[partner], until=timezone.localdate()) if partner else []
    context = {"page_title": _("New gift"), "before": lines, "cancel_url": reverse("delegations:gifts")}
    return answer_form(request, form, act, template="delegations/gift_form.html", context=context)


def initial_of(request: Request) -> dict[str, Any]:
    start: dict[str, Any] = {"on": timezone.localdate(), "count": 1, "currency": "EUR"}
    partner = request.GET.get("partner", "")
    if partner.isdecimal() and len(partner) < 18:
        start["partner"] = int(partner)
    asked = request.GET.get("visit", "")
    visits = Visit.objects.visible_to(request.user).select_related("activity")
    visit = visits.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    if visit is not None:
        partnership = visit.activity.partnerships.first()
        start |= {"visit": visit.pk, "on": visit.starts_on, "unit": visit.unit_id, "occasion": str(visit)[:200]}
        start |= {"partner": partnership.partner_id} if partnership else {}
    return start


def gift_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request, "gift.update"), pk=pk)
    form = EditGift.of(record, request.POST or None)
    form.limit_to(request.user)

    def act() -> Gift:
        return actions.edit_gift(
            gift_id=pk, version=form.version_seen, values=form.values, approval=form.approval, by=request.user
        )

    context = {"page_title": record, "before": before(request, record), "cancel_url": record.get_absolute_url()}
    return answer_form(request, form, act, template="delegations/gift_form.html", context=context)


def gift_decide(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request, "gift.approve"), pk=pk)
    form = DecideGift(request.POST or None)

    def act() -> Gift:
        decided = actions.decide_gift(
            gift_id=pk,
            decision=actions.Decision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("The decision is noted."))
        return decided

    limit = needs_approval(record)
    context = {
        "page_title": _("Decide: %(gift)s") % {"gift": record},
        "facts_title": _("What is asked for"),
        "facts": facts_of(record),
        "lead": "" if limit else limit.reason,
        "verdict": rules.may_decide_gift(request.user, record),
        "back_label": _("Back to the gift"),
        "submit_label": _("Note the decision"),
        "cancel_url": record.get_absolute_url(),
    }
    return answer_form(request, form, act, template="delegations/facts_first.html", context=context)


def gift_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request, "gift.update"), pk=pk)
    back = reverse("delegations:gifts")

    def act() -> str:
        actions.remove_gift(gift_id=pk, by=request.user)
        return back

    context = {
        "page_title": _("Gifts"),
        "title": _("Remove the gift “%(gift)s”") % {"gift": record},
        "will": [_("It disappears from the register and from all sums.")],
        "submit_label": _("Remove"),
        "cancel_url": record.get_absolute_url(),
        "verdict": rules.may_remove_gift(request.user, record),
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


def gift_limits(request: Request, pk: int) -> HttpResponse:
    """The limits of one office; for its head."""
    unit = get_object_or_404(Unit, pk=pk)
    if not access_of(request.user).scope("protocol.update").covers(unit=unit.pk):
        raise Http404
    stored = GiftLimit.objects.filter(unit=unit).first() or GiftLimit(unit=unit)
    form = EditGiftLimit.of(stored, request.POST or None)
    back = reverse("delegations:gifts")

    def act() -> str:
        actions.save_gift_limits(unit=unit, version=form.version_seen, values=form.values, by=request.user)
        messages.success(request, _("The limits are saved. They count from the next gift on."))
        return back

    context = {
        "page_title": _("Limits for gifts"),
        "lead": _("for the office: %(unit)s") % {"unit": unit},
        "cancel_url": back,
    }
    return answer_form(request, form, act, context=context)


def found(request: Request, row: str) -> Any:
    return Gift.objects.visible_to(request.user, row).select_related(
        "partner", "unit", "visit__activity", "entered_by", "decided_by"
    )
