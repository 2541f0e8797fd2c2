"""The board with the placement by hand, locks, the announcement, and the result that each person reads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.accounts.policy import judge
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.multilingual import here
from hospitium.core.records import fact, known
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions import placements as actions
from hospitium.exchange.actions.answers import accept_placement, decline_placement
from hospitium.exchange.actions.moving_up import TO_ANSWER
from hospitium.exchange.actions.runs import lock_pair, unlock_pair
from hospitium.exchange.forms.placing import Announce, Decline, LockPair, NarrowBoard, PlaceByHand
from hospitium.exchange.models import Application, Lock, Placement, Round
from hospitium.exchange.queries import result_list
from hospitium.exchange.queries.board import Narrowed, board_of, taken_places, waiting_lists
from hospitium.exchange.queries.offers import languages_of
from hospitium.exchange.queries.results import (
    Ground,
    ground_of,
    offer_name,
    own_result,
    ranks_of,
    waiting_to_be_told,
)
from hospitium.exchange.queries.run_words import reason_in_words
from hospitium.exchange.queries.stays import own_stays, period_of
from hospitium.exchange.tabs import frame_of

LIST = (Application.State.YES, Application.State.DEFERRED)


def board(request: Request, pk: int) -> HttpResponse:
    """Who has no place yet, and every offer with those who are there; `?export=` gives the results without names."""
    held = get_object_or_404(Round.objects.visible_to(request.user, "placement.place"), pk=pk)
    if (kind := request.GET.get("export", "")) in FORMATS:
        require(judge(request.user, "placement.export", unit=held.unit))
        title = _("Results of %(round)s") % {"round": held}
        name, rows = f"round-{pk}-results", result_list.rows_of(held)
        return table_file(request, name=name, title=title, header=result_list.header(), rows=rows, kind=kind)
    form = NarrowBoard(request.GET, record=held)
    found = board_of(held, LIST, form.narrowed)
    context = {
        **frame_of(held, request.user, "board"),
        "form": form,
        "narrowed": form.narrowed,
        "narrowed_now": form.narrowed != Narrowed(),
        "board": found,
        "there_count": sum(len(one.entries) for one in found.there),
        "here_count": sum(len(one.entries) for one in found.here),
        "waiting_lists": waiting_lists(held),
        "locks": held_locks(held),
        "may_announce": rules.may_announce(request.user, held),
        "may_call_up": rules.may_call_up(request.user, held, TO_ANSWER),
        "exports": [{"label": form.label, "url": f"?export={name}"} for name, form in FORMATS.items()],
    }
    return render(request, "exchange/board.html", context)


def held_locks(held: Round) -> list[tuple[Lock, str]]:
    found = Lock.objects.filter(round=held).select_related("application", "offer__unit", "offer__partner")
    return [(one, offer_name(str(one.offer), one.offer)) for one in found]


def application_place(request: Request, pk: int) -> HttpResponse:
    """Where somebody is placed by hand: every offer of the other side, what stands against it, and why."""
    application = found_application(request, pk)
    held = application.round
    ground = ground_of(held)
    form = PlaceByHand(request.POST or None, offers=offers_for(application, ground))

    def act() -> str:
        said = form.cleaned_data
        actions.place_by_hand(application_id=pk, offer_id=said["offer"], reason=said["reason"], by=request.user)
        return reverse("exchange:board", args=[held.pk])

    context = {
        **frame_of(held, request.user, "board"),
        "application": application,
        "present": application.placements.standing().select_related("offer__unit", "offer__partner").first(),
        "verdict": rules.may_place(request.user, application),
        "cancel_url": reverse("exchange:board", args=[held.pk]),
    }
    return answer_form(request, form, act, template="exchange/application_place.html", context=context)


def offers_for(application: Application, ground: Ground) -> list[tuple[int, str]]:
    """The offers of the other side with the number of the wish and what stands against them, wished ones first."""
    ranks = ranks_of(ground, application.code)
    taken = taken_places(application.round, but=application)
    lines = []
    chosen = application.round.offers.standing().select_related("unit", "partner")
    for offer in chosen:
        if offer.is_here != application.is_incoming:
            continue
        rank = ranks.get(str(offer.pk))
        reasons = against(application.code, offer.pk, ground)
        free = offer.capacity - taken.get(offer.pk, 0)
        text = offer_line(offer_name(str(offer), offer), rank, free, reasons)
        lines.append((rank or 999, text, offer.pk))
    return [(pk, text) for _rank, text, pk in sorted(lines)]


def offer_line(name: str, rank: int | None, free: int, reasons: str) -> str:
    wish = _("wish no. %(rank)d") % {"rank": rank} if rank else _("not wished")
    places = ngettext("%(n)d place free", "%(n)d places free", free) % {"n": free}
    return " · ".join(part for part in (name, wish, places, reasons) if part)


def against(code: str, offer: int, ground: Ground) -> str:
    reasons = ground.problem.inadmissible.get((code, str(offer)), ())
    return " ".join(reason_in_words(one, ground.names) for one in reasons)


def application_lock(request: Request, pk: int) -> HttpResponse:
    """A pair that every run must make, or must not make."""
    application = found_application(request, pk)
    held = application.round
    offers = [
        (one.pk, offer_name(str(one), one))
        for one in held.offers.standing().select_related("unit", "partner")
        if one.is_here == application.is_incoming
    ]
    form = LockPair(request.POST or None, offers=sorted(offers, key=lambda one: one[1]))

    def act() -> str:
        said = form.cleaned_data
        lock_pair(application_id=pk, offer_id=said["place"], kind=said["kind"], reason=said["reason"], by=request.user)
        return f"{reverse('exchange:board', args=[held.pk])}#locks"

    context = {
        **frame_of(held, request.user, "board"),
        "page_title": _("Fix or exclude a pair"),
        "lead": _("Application %(code)s") % {"code": application.code},
        "cancel_url": reverse("exchange:board", args=[held.pk]),
    }
    return answer_form(request, form, act, context=context)


def lock_remove(request: Request, pk: int) -> HttpResponse:
    lock = get_object_or_404(Lock.objects.visible_to(request.user, "run.create").select_related("round"), pk=pk)
    try:
        unlock_pair(lock_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(f"{reverse('exchange:board', args=[lock.round_id])}#locks")


def placement_drop(request: Request, pk: int) -> HttpResponse:
    chosen = Placement.objects.visible_to(request.user, "placement.place")
    placement = get_object_or_404(chosen.select_related("round"), pk=pk)
    try:
        actions.drop_placement(placement_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The proposed place is taken back. Nobody was told of it."))
    return HttpResponseRedirect(reverse("exchange:board", args=[placement.round_id]))


def round_announce(request: Request, pk: int) -> HttpResponse:
    """Asks first: from then on people know their results."""
    held = get_object_or_404(Round.objects.visible_to(request.user, "placement.place"), pk=pk)
    usual = max(held.accepted_until or timezone.localdate(), timezone.localdate() + TO_ANSWER)
    form = Announce(request.POST or None, initial={"answer_until": usual})

    def act() -> str:
        told = actions.announce_results(round_id=pk, answer_until=form.cleaned_data["answer_until"], by=request.user)
        text = ngettext("%(n)d person was written to.", "%(n)d persons were written to.", told)
        messages.success(request, text % {"n": told})
        return reverse("exchange:board", args=[pk])

    places, others = waiting_to_be_told(held)
    context = {
        **frame_of(held, request.user, "board"),
        "place_count": places.count(),
        "other_count": len(others),
        "verdict": rules.may_announce(request.user, held),
        "cancel_url": reverse("exchange:board", args=[pk]),
    }
    return answer_form(request, form, act, template="exchange/round_announce.html", context=context)


# ---- for the person ----------------------------------------------------------------
def application_result(request: Request, pk: int) -> HttpResponse:
    """The own result with the reason of every wish, and the answer to a place."""
    application = get_object_or_404(
        Application.objects.visible_to(request.user).select_related("round__officer", "applicant"), pk=pk
    )
    return render(request, "exchange/application_result.html", result_page(request, application))


def result_page(request: Request, application: Application) -> dict[str, Any]:
    is_told = application.round.placements.exclude(announced_at=None).exists()
    result = own_result(application, ground_of(application.round)) if is_told else None
    placement = result.placement if result else None
    return {
        "application": application,
        "round": application.round,
        "result": result,
        "placement": placement,
        "facts": facts_of_place(placement) if placement else [],
        "crumbs": [
            {"label": _("Calls and my applications"), "url": reverse("exchange:calls")},
            {"label": str(application.round), "url": application.get_absolute_url()},
            {"label": _("Your result")},
        ],
        "stay": own_stays(request.user).get(application.pk),
        "may_accept": rules.may_accept(request.user, placement) if placement else None,
        "may_decline": rules.may_answer(request.user, placement) if placement else None,
        "waiting": application.waiting_entries.select_related("offer__unit", "offer__partner") if is_told else [],
    }


def when_in_words(placement: Placement) -> str:
    """The days of the stay; while they are not settled, the windows that suit both sides, or those of the round."""
    if settled := period_of(placement):
        return settled
    record, there = placement.round, set(placement.offer.windows.all())
    wanted = list(placement.application.windows.all()) or list(there)
    both = [str(one) for one in wanted if one in there or not there]
    if both:
        return _("%(windows)s; the days are settled in the agreement") % {"windows": f" {_('or')} ".join(both)}
    if not (record.stays_from and record.stays_until):
        return ""
    days = wording.period(record.stays_from, record.stays_until, language=here(), style="table")
    return _("some weeks in the time %(days)s; the days are settled in the agreement") % {"days": days}


def facts_of_place(placement: Placement) -> list[Any]:
    """What somebody should know before they take a place."""
    offer = placement.offer
    return list(
        known(
            [
                fact(_("When"), when_in_words(placement) or None),
                fact(_("Weeks"), str(placement.application.weeks or "")),
                fact(_("What the guest sees and does"), offer.task),
                fact(_("Languages needed"), languages_of(offer)),
                fact(_("Security clearance"), offer.clearance),
                fact(_("Accommodation"), offer.accommodation),
                fact(_("Mentor"), placement.mentor_name or offer.mentor_name or None),
            ]
        )
    )


def placement_accept(request: Request, pk: int) -> HttpResponse:
    placement = found_placement(request, pk, "placement.answer")
    return accepted(request, placement, reverse("exchange:application_result", args=[placement.application_id]))


def placement_decline(request: Request, pk: int) -> HttpResponse:
    placement = found_placement(request, pk, "placement.answer")
    return declined(request, placement, reverse("exchange:application_result", args=[placement.application_id]))


def placement_accepted(request: Request, pk: int) -> HttpResponse:
    """The office notes the answer of somebody who does not sign in."""
    placement = found_placement(request, pk, "placement.update")
    return accepted(request, placement, reverse("exchange:board", args=[placement.round_id]))


def placement_declined(request: Request, pk: int) -> HttpResponse:
    placement = found_placement(request, pk, "placement.update")
    return declined(request, placement, reverse("exchange:board", args=[placement.round_id]))


def accepted(request: Request, placement: Placement, back: str) -> HttpResponse:
    try:
        accept_placement(placement_id=placement.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The place is accepted. The office gets in touch about the next steps."))
    return HttpResponseRedirect(back)


def declined(request: Request, placement: Placement, back: str) -> HttpResponse:
    form = Decline(request.POST or None)

    def act() -> str:
        decline_placement(placement_id=placement.pk, reason=form.cleaned_data["reason"], by=request.user)
        return back

    context = {
        "page_title": _("Decline the place"),
        "lead": _("The place goes to whoever waits for it. This cannot be undone."),
        "submit_label": _("Decline the place"),
        "cancel_url": back,
        "danger": True,
    }
    return answer_form(request, form, act, context=context)


def found_placement(request: Request, pk: int, row: str) -> Placement:
    return get_object_or_404(Placement.objects.visible_to(request.user, row), pk=pk)


def found_application(request: Request, pk: int) -> Application:
    chosen = Application.objects.visible_to(request.user).select_related("round__unit", "applicant", "unit", "partner")
    return get_object_or_404(chosen.filter(round__in=Round.objects.visible_to(request.user, "placement.place")), pk=pk)
