"""Offers of hosts: their list, one offer, its steps, its ranking, the order of applicants."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hospitium.accounts.history import SENTENCES as OF_LINKS
from hospitium.accounts.lists import answer_list
from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of, may
from hospitium.core.forms import answer_form
from hospitium.core.forms import offer as choices
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.core.verdicts import Verdict
from hospitium.exchange import rules
from hospitium.exchange.actions import assessment
from hospitium.exchange.actions import offers as actions
from hospitium.exchange.forms import offers as forms
from hospitium.exchange.forms.assessment import Correct, Ranks
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.history import SENTENCES
from hospitium.exchange.lists import OFFERS
from hospitium.exchange.models import Application, HostOffer, Round
from hospitium.exchange.queries import offers as queries
from hospitium.exchange.queries.rankings import order_for
from hospitium.exchange.queries.rounds import hosted_before
from hospitium.exchange.queries.wishes import candidates_of
from hospitium.exchange.views.moving_up import call_up_button
from hospitium.partners.models import Partner


def offers(request: Request) -> HttpResponse:
    acts: list[dict[str, object]] = []
    asked = request.GET.get("round", "")
    rounds = Round.objects.visible_to(request.user, "round.read")
    record = rounds.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    if record is not None and may(request.user, "host_offer.create"):
        new = reverse("exchange:offer_new", args=[record.pk])
        acts = [
            {"label": _("Round"), "url": record.get_absolute_url(), "icon": "repeat"},
            {"label": _("New offer"), "url": new, "icon": "plus", "main": True},
        ]
    return answer_list(request, OFFERS, context={"acts": acts})


def limit(request: Request, form: forms.EditOffer, record: Round) -> None:
    """The office offers for every unit and city, a department for itself."""
    scope = access_of(request.user).scope("host_offer.create")
    if scope.covers(unit=record.unit_id):
        form.limit_to(record, units=Unit.objects.all(), partners=Partner.objects.visible_to(request.user))
    else:
        form.limit_to(record, units=Unit.objects.filter(pk__in=scope.department_units), partners=None)


def offer_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Round.objects.visible_to(request.user, "round.read"), pk=pk)
    scope = access_of(request.user).scope("host_offer.create")
    mine = sorted(scope.department_units)
    form = forms.EditOffer(
        request.POST or None, initial={"capacity": 1, "minimum": 0, "unit": mine[0] if mine else None}
    )
    limit(request, form, record)
    return answer_form(
        request,
        form,
        lambda: actions.create_offer(round_id=pk, values=form.values, by=request.user),
        context={
            "page_title": _("New offer"),
            "lead": record,
            "columns": 2,
            "cancel_url": f"{reverse('exchange:offers')}?round={pk}",
        },
    )


def stored(request: Request, pk: int, row: str = "host_offer.read") -> HostOffer:
    visible = HostOffer.objects.visible_to(request.user, row).select_related("round__unit", "unit", "partner")
    return get_object_or_404(visible.prefetch_related("topics", "windows"), pk=pk)


def offer(request: Request, pk: int) -> HttpResponse:
    """One offer. Names of mentor and contact are for the office and the department alone."""
    record = stored(request, pk)
    is_inside = bool(rules.over_offer(request.user, "host_offer.update", record))
    buttons = buttons_of(request, record) if is_inside else []
    is_office = bool(rules.may_correct_order(request.user, record))
    here = record.title.here.as_title
    context = {
        "offer": record,
        "heading": here.text or str(record),
        "heading_lang": here.language if here.is_foreign else "",
        "crumbs": [
            {"label": _("Offers"), "url": f"{reverse('exchange:offers')}?round={record.round_id}"},
            {"label": str(record)},
        ],
        "chips": [queries.chip_of(record), queries.direction_chip(record)],
        "facts": facts_of(record, is_inside=is_inside),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "hosted": hosted_before(partner=record.partner, unit_id=record.unit_id) if is_inside else [],
        "order_url": reverse("exchange:offer_order", args=[pk]) if is_office else "",
        "history_lines": history(record, {**OF_LINKS, **SENTENCES}) if is_inside else [],
    }
    return render(request, "exchange/offer.html", context)


def facts_of(record: HostOffer, *, is_inside: bool) -> list[Any]:
    facts = [
        fact(_("Round"), str(record.round), url=record.round.get_absolute_url() if is_inside else ""),
        fact(_("Where"), queries.place_in_words(record)),
        fact(_("What the guest sees and does"), record.task),
        fact(_("Topics"), ", ".join(str(topic) for topic in record.topics.all())),
        fact(_("Windows"), ", ".join(str(window) for window in record.windows.all()) or _("any")),
        fact(pgettext("for persons", "Places"), str(record.capacity)),
        fact(_("Participants at least"), str(record.minimum) if record.minimum else ""),
        fact(_("Languages needed"), queries.languages_of(record)),
        fact(_("Security clearance"), record.clearance),
        fact(_("Place to work"), record.desk),
        fact(_("Accommodation"), record.accommodation),
    ]
    if is_inside:
        facts += [
            fact(_("Mentor"), ", ".join(part for part in (record.mentor_name, record.mentor_function) if part)),
            fact(_("Contact"), ", ".join(part for part in (record.contact_name, record.contact_email) if part)),
            fact(_("Reason"), record.reason),
        ]
    return list(known(facts))


def buttons_of(request: Request, record: HostOffer) -> list[Button]:
    user, state = request.user, HostOffer.State

    def button(label: str, view: str, icon: str, verdict: Verdict, *, main: bool = False) -> Button:
        return Button(label, reverse(f"exchange:{view}", args=[record.pk]), icon, verdict, main)

    found = [button(_("Edit"), "offer_edit", "pencil", rules.may_edit_offer(user, record))]
    if record.partner_id and may(user, "host_offer.confirm"):
        label = _("Send the link again") if record.asked_at else _("Ask the host")
        found.append(button(label, "offer_ask", "mail", rules.may_ask_host(user, record)))
    if record.unit_id and record.round.wants_host_ranking:
        found.append(button(_("Rank applicants"), "offer_ranking", "list-checks", rules.may_rank_as_host(user, record)))
    if record.state in {state.DRAFT, state.WITHDRAWN}:
        found.append(button(_("Offer"), "offer_make", "check", rules.may_step_offer(user, record, "offer"), main=True))
    if record.state == state.OFFERED and may(user, "host_offer.confirm"):
        confirm = rules.may_step_offer(user, record, "confirm")
        found.append(button(_("Confirm"), "offer_confirm", "circle-check", confirm, main=True))
    if record.state != state.WITHDRAWN:
        found.append(button(_("Withdraw"), "offer_withdraw", "x", rules.may_step_offer(user, record, "withdraw")))
    return found + call_up_button(user, record)


def offer_edit(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "host_offer.update")
    form = forms.EditOffer.of(record, request.POST or None)
    limit(request, form, record.round)
    return answer_form(
        request,
        form,
        lambda: actions.edit_offer(offer_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context={"page_title": record, "lead": record.round, "columns": 2, "cancel_url": record.get_absolute_url()},
    )


def offer_make(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "host_offer.update")
    will = [_("Applicants can wish for it from now on.")]
    return step(request, record, "offer", _("Offer"), will)


def offer_confirm(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "host_offer.confirm")
    will = [_("The host can no longer change the offer by itself."), _("Runs of the matching count with it.")]
    return step(request, record, "confirm", _("Confirm"), will)


def step(request: Request, record: HostOffer, code: str, title: str, will: list[str]) -> HttpResponse:
    def act() -> HostOffer:
        return actions.step_offer(offer_id=record.pk, step=code, by=request.user)

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": title,
            "will": will,
            "stays": [_("It can be withdrawn with a reason.")],
            "submit_label": title,
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_step_offer(request.user, record, code),
        },
    )


def offer_withdraw(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "host_offer.update")
    form = forms.Withdraw(request.POST or None)
    will, stays = queries.withdrawal_in_words(record, is_office=bool(rules.may_correct_order(request.user, record)))
    return answer_form(
        request,
        form,
        lambda: actions.step_offer(offer_id=pk, step="withdraw", reason=form.cleaned_data["reason"], by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Withdraw the offer"),
            "will": will,
            "stays": stays,
            "danger": True,
            "submit_label": _("Withdraw"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_step_offer(request.user, record, "withdraw"),
        },
    )


def offer_ask(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "host_offer.confirm")
    form = forms.AskHost(request.POST or None, initial=forms.AskHost.initial_for(record))

    def act() -> HostOffer:
        asked = actions.ask_host(offer_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The link was sent to %(name)s.") % {"name": asked.contact_name})
        return asked

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Ask the host"),
            "lead": rules.may_ask_host(request.user, record).reason or record,
            "submit_label": _("Send"),
            "cancel_url": record.get_absolute_url(),
        },
    )


# ---- orders ----------------------------------------------------------------------
def offer_ranking(request: Request, pk: int) -> HttpResponse:
    """A department here ranks who would like to come, by their codes."""
    record = stored(request, pk, "host_offer.update")
    candidates = candidates_of(record)
    known_ranks = {f"rank_{one.application_id}": one.rank for one in record.rankings.all()}
    form = Ranks(request.POST or None, applications=candidates, initial=known_ranks)

    def act() -> HostOffer:
        return actions.rank_as_host(offer_id=pk, ranks=form.ranks, by=request.user)

    context = {
        "offer": record,
        "rows": queries.candidate_rows(form.rows),
        "verdict": rules.may_rank_as_host(request.user, record),
        "cancel_url": record.get_absolute_url(),
    }
    return answer_form(request, form, act, template="exchange/offer_ranking.html", context=context)


def offer_order(request: Request, pk: int) -> HttpResponse:
    """The order that results will follow, where it comes from, and its correction with a reason."""
    record = stored(request, pk, "application.settle")
    standings = order_for(record)
    form = Correct(request.POST or None)
    choices(form, "application", Application.objects.filter(pk__in=[one.application.pk for one in standings]))

    def act() -> str:
        typed = form.cleaned_data
        assessment.correct_order(
            offer_id=record.pk,
            application_id=typed["application"].pk,
            rank=typed["rank"],
            reason=typed["reason"],
            by=request.user,
        )
        return reverse("exchange:offer_order", args=[record.pk])

    context = {
        "offer": record,
        "standings": [queries.standing_row(one) for one in standings],
        "verdict": rules.may_correct_order(request.user, record),
        "cancel_url": record.get_absolute_url(),
    }
    return answer_form(request, form, act, template="exchange/offer_order.html", context=context)
