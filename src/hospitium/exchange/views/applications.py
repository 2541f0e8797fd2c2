"""An application as its writer works on it: begin, part by part, annexes, send, take back, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hospitium.accounts.policy import access_of
from hospitium.core.events import lines, timeline
from hospitium.core.forms import answer_form
from hospitium.core.http import Request, is_typing
from hospitium.core.locking import Conflict
from hospitium.core.models import Event, User
from hospitium.core.records import Button, reasons
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import completeness, rules
from hospitium.exchange.actions import applications as actions
from hospitium.exchange.forms import applications as forms
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.history import SENTENCES
from hospitium.exchange.models import Annex, Application, Consent, Round
from hospitium.exchange.queries import applications as queries
from hospitium.exchange.queries import places
from hospitium.exchange.queries.assessment import shown_to
from hospitium.exchange.steps import steps_of
from hospitium.exchange.views.application_ways import data_buttons, placement_button, ways_on

# What happens between panel and office; the person learns the result with its reasons.
INSIDE = (
    "application.recommended",
    "application.differed",
    "application.decided",
    "application.settled",
    "host_offer.order_corrected",
    "placement.proposed",
    "placement.placed_by_hand",
    "placement.dropped",
)


def application_new(request: Request, pk: int) -> HttpResponse:
    """Begin: the department first, because its supervisor has to agree. Who has a draft goes on with it."""
    record = get_object_or_404(Round.objects.visible_to(request.user, "call.read"), pk=pk)
    mine = Application.objects.visible_to(request.user).filter(applicant__user=request.user, round=record).first()
    if mine is not None:
        return redirect(mine)
    units = sorted(unit for held in access_of(request.user).units.values() for unit in held)
    form = forms.Begin(request.POST or None, initial={"unit": units[0] if units else None})

    def act() -> str:
        made = actions.begin_application(round_id=pk, unit=form.cleaned_data["unit"], by=request.user)
        return reverse("exchange:application_topic", args=[made.pk])

    verdict = rules.may_apply(request.user, record)
    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Apply: %(round)s") % {"round": record},
            "lead": verdict.reason or _("Your application is kept as a draft from now on; only you can read it."),
            "submit_label": _("Begin"),
            "cancel_url": reverse("exchange:call", args=[pk]),
        },
    )


def whole(request: Request, pk: int, row: str = "application.read") -> Application:
    return get_object_or_404(queries.whole(request.user, row), pk=pk)


def application(request: Request, pk: int) -> HttpResponse:
    """The whole application: what is missing until when, consents, and for the office what the panel thinks."""
    record = whole(request, pk)
    user = request.user
    is_own = rules.is_applicant(user, record)
    state = queries.shown_state(record, user)
    buttons = buttons_of(request, record)
    context: dict[str, Any] = {
        "application": record,
        "round": record.round,
        "is_own": is_own,
        "chip": queries.chip_of(state),
        "missing": [
            {"what": one.what, "until": one.until, "url": part_address(record, one.part)}
            for one in completeness.missing(record)
        ],
        "may_write": rules.may_write(user, record),
        "steps": steps_of(record, ""),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "spoken": queries.languages_in_words(record.languages),
        "wishes": queries.wishes_in_words(record),
        "consents": consents_of(request, record),
        "findings": queries.findings_of(record),
        "assessments": shown_to(record, user),
        "settlements": [] if is_own else list(record.settlements.select_related("by")),
        "history_lines": list(lines(shown_events(user, record)[:12], SENTENCES)),
        "crumbs": crumbs_of(request, record),
    }
    return render(request, "exchange/application.html", context)


def shown_events(user: User, record: Application) -> QuerySet[Event]:
    """The history; whoever applied reads nothing of it that panel and office keep until the results are told."""
    events = timeline(record)
    if rules.is_applicant(user, record):
        events = events.exclude(kind="exchange.assessment").exclude(code__in=INSIDE)
    return events


def crumbs_of(request: Request, record: Application) -> list[dict[str, Any]]:
    if rules.is_applicant(request.user, record):
        return [
            {"label": _("Calls and my applications"), "url": reverse("exchange:calls")},
            {"label": str(record.round)},
        ]
    return [
        {"label": _("Applications"), "url": f"{reverse('exchange:applications')}?round={record.round_id}"},
        {"label": record.code},
    ]


def consents_of(request: Request, record: Application) -> list[dict[str, Any]]:
    """Who agreed, who did not, with what the office can do about it."""
    return [
        {
            "record": one,
            "chip": {
                "text": one.get_answer_display(),
                "tone": queries.ANSWER_TONES[Consent.Answer(one.answer)][0],
                "icon": queries.ANSWER_TONES[Consent.Answer(one.answer)][1],
            },
            "ask_url": address("consent_ask", one) if rules.may_ask_consent(request.user, one) else "",
            "note_url": address("consent_note", one) if rules.may_note_consent(request.user, one) else "",
        }
        for one in record.consents.all()
    ]


def address(view: str, record: Any) -> str:
    return reverse(f"exchange:{view}", args=[record.pk])


def part_address(record: Application, part: str) -> str:
    return reverse(f"exchange:application_{part}", args=[record.pk])


def buttons_of(request: Request, record: Application) -> list[Button]:
    user, state = request.user, Application.State
    found = ways_on(user, record)
    if record.state == state.DRAFT:
        submit = rules.may_submit(user, record)
        found += [
            Button(_("Throw away"), address("application_discard", record), "trash-2", rules.may_discard(user, record)),
            Button(_("Send"), address("application_submit", record), "send", submit, main=True),
        ]
    elif rules.is_applicant(user, record) and record.state in {state.SUBMITTED, state.CONSENTED}:
        back = rules.may_take_back(user, record)
        found.append(Button(_("Take back to change"), address("application_take_back", record), "undo-2", back))
    found += [*placement_button(user, record), *data_buttons(user, record)]
    if rules.may_withdraw(user, record):
        found.append(Button(_("Withdraw"), address("application_withdraw", record), "x"))
    if rules.may_recommend(user, record):
        found.append(Button(_("Recommend"), address("application_recommend", record), "handshake", main=True))
    if rules.may_settle(user, record):
        is_open = record.state == state.ASSESSED
        found.append(
            Button(pgettext("an application", "Settle"), address("application_settle", record), "check", main=is_open)
        )
    return found


# ---- the parts -----------------------------------------------------------------
def application_topic(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Topic.of(record, request.POST or None)
    return answer_part(request, record, "topic", form, lambda: saved(request, record, form))


def application_person(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Person.of(record, request.POST or None)
    if record.is_incoming:
        del form.fields["unit"]
    return answer_part(request, record, "person", form, lambda: saved(request, record, form))


def saved(request: Request, record: Application, form: Any) -> Application:
    return actions.save_application(
        application_id=record.pk, version=form.version_seen, values=form.values, by=request.user
    )


def application_wishes(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Wishes.of(record, request.POST or None, round=record.round, **places.places_for(record))

    def act() -> Application:
        return actions.save_wishes(
            application_id=pk, version=form.version_seen, wishes=form.ranked, values=form.values, by=request.user
        )

    return answer_part(request, record, "wishes", form, act, template="exchange/application_wishes.html")


def application_consents(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)
    form = forms.Consents.of(record, request.POST or None, kinds=completeness.kinds_wanted(record))

    def act() -> Application:
        return actions.save_consents(application_id=pk, version=form.version_seen, people=form.people, by=request.user)

    return answer_part(request, record, "consents", form, act)


def application_annexes(request: Request, pk: int) -> HttpResponse:
    """Files one by one; the last step before sending."""
    record = whole(request, pk)
    require(rules.may_write(request.user, record))
    form = forms.AddAnnex(request.POST or None, request.FILES or None)

    def act() -> str:
        actions.add_annex(
            application_id=pk, label=form.cleaned_data["label"], upload=form.cleaned_data["file"], by=request.user
        )
        return part_address(record, "annexes")

    context = {**part_context(record, "annexes"), "annexes": list(record.annexes.all())}
    return answer_form(request, form, act, template="exchange/application_annexes.html", context=context)


def answer_part(
    request: Request,
    record: Application,
    part: str,
    form: django_forms.Form,
    act: Callable[[], Application],
    *,
    template: str = "exchange/application_part.html",
) -> HttpResponse:
    """One step: saved as far as it is, complete or not; “next” leads on. Typing is saved in between by itself.

    Raises Refused for whoever may read the application and not write it.
    """
    require(rules.may_write(request.user, record))
    if is_typing(request):
        return autosaved(form, act)

    def step() -> str:
        act()
        messages.success(request, _("Saved. You can go on later, on any computer."))
        return next_address(record, part) if "next" in request.POST else part_address(record, part)

    return answer_form(request, form, step, template=template, context=part_context(record, part))


def autosaved(form: django_forms.Form, act: Callable[[], Application]) -> HttpResponse:
    """The answer to the small module: the version that is stored now, or the sentence why nothing was saved."""
    if not form.is_valid():
        return JsonResponse({"text": _("Not saved yet: something has to be put right first.")}, status=422)
    try:
        record = act()
    except Conflict:
        return JsonResponse({"text": _("Not saved: it was changed in another window.")}, status=409)
    except Refused as refusal:
        return JsonResponse({"text": str(refusal)}, status=409)
    record.refresh_from_db(fields=["version"])
    at = timezone.localtime()
    return JsonResponse({"version": record.version, "text": _("Saved at %(time)s.") % {"time": f"{at:%H:%M}"}})


def part_context(record: Application, part: str) -> dict[str, Any]:
    verdict = rules.may_be_sent(record.round)
    return {
        "application": record,
        "round": record.round,
        "steps": steps_of(record, part),
        "part": part,
        "next_url": next_address(record, part),
        "late": "" if verdict or record.entered_by_id else verdict.reason,
        "crumbs": [
            {"label": str(record.round), "url": reverse("exchange:call", args=[record.round_id])},
            {"label": _("Application"), "url": record.get_absolute_url()},
        ],
    }


def next_address(record: Application, part: str) -> str:
    parts = [step["part"] for step in steps_of(record, part)]
    after = parts[parts.index(part) + 1 :]
    return part_address(record, after[0]) if after else record.get_absolute_url()


def annex_remove(request: Request, pk: int) -> HttpResponse:
    annex = get_object_or_404(Annex.objects.visible_to(request.user).select_related("application"), pk=pk)
    back = part_address(annex.application, "annexes")

    def act() -> str:
        actions.remove_annex(annex_id=pk, by=request.user)
        return back

    return ask(request, act, annex.application, back, _("Remove the annex"), [_("The file is deleted.")], [])


# ---- steps ---------------------------------------------------------------------
def application_submit(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        actions.submit_application(application_id=pk, by=request.user)
        messages.success(request, _("Your application was sent. Whoever has to agree has got a message."))
        return record.get_absolute_url()

    will = [
        _("Supervisor, substitute and whoever else has to agree are asked by mail."),
        _("Then the panel and the office can read your application."),
    ]
    stays = [_("Until the last day you can take it back and change it."), _("You can withdraw at any time.")]
    verdict = rules.may_submit(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Send"), will, stays, verdict=verdict)


def application_take_back(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        actions.take_back_application(application_id=pk, by=request.user)
        return record.get_absolute_url()

    will = [_("The application is a draft again and has to be sent once more.")]
    stays = [_("Answers of your supervisor and your substitute stay.")]
    verdict = rules.may_take_back(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Take back"), will, stays, verdict=verdict)


def application_withdraw(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        actions.withdraw_application(application_id=pk, by=request.user)
        return record.get_absolute_url()

    will = [_("The application no longer takes part in the round."), _("Links to it end.")]
    stays = [_("This cannot be undone in this round; in the next one you can apply again.")]
    verdict = rules.may_withdraw(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Withdraw"), will, stays, verdict=verdict)


def application_discard(request: Request, pk: int) -> HttpResponse:
    record = whole(request, pk)

    def act() -> str:
        stored = actions.discard_application(application_id=pk, by=request.user)
        is_own = not record.entered_by_id
        return reverse("exchange:calls") if is_own else stored.get_absolute_url()

    will = [_("All that you wrote, and the annexes, are deleted.")]
    verdict = rules.may_discard(request.user, record)
    return ask(request, act, record, record.get_absolute_url(), _("Throw away"), will, [], verdict=verdict)


def ask(
    request: Request,
    act: Callable[[], str],
    record: Application,
    back: str,
    title: str,
    will: list[str],
    stays: list[str],
    *,
    verdict: Any = None,
) -> HttpResponse:
    """A page that asks before a step."""
    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": f"{record.round} · {record.code}",
            "title": title,
            "will": will,
            "stays": stays,
            "submit_label": title,
            "cancel_url": back,
            "verdict": verdict,
        },
    )
