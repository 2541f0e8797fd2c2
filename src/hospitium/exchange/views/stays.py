"""Placements: their list, the page of one, its agreement, its steps, Europass and certificate."""

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
from hospitium.accounts.policy import may
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.core.verdicts import Verdict
from hospitium.documents.history import SENTENCES as OF_DOCUMENTS
from hospitium.exchange import stay_rules as rules
from hospitium.exchange.actions import stay_reports as reports
from hospitium.exchange.actions import stays as actions
from hospitium.exchange.forms import stays as forms
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.history import SENTENCES
from hospitium.exchange.models import Application, Placement
from hospitium.exchange.placement_list import PLACEMENTS
from hospitium.exchange.placement_rules import may_place
from hospitium.exchange.queries import stays as queries
from hospitium.exchange.queries.stay_costs import misfit_of, sums_by_funder
from hospitium.exchange.skills import EVALUATION, HOST_MARKS, SKILLS
from hospitium.exchange.views.stay_papers import papers_of

P = Placement.State
# Links to hosts and papers belong to the history of a placement too.
SENTENCES_AROUND = {**OF_LINKS, **OF_DOCUMENTS, **SENTENCES}


def placements(request: Request) -> HttpResponse:
    acts = []
    if may(request.user, "exchange_statistics.read"):
        acts = [{"label": _("Statistics"), "url": reverse("exchange:statistics"), "icon": "list-checks"}]
    return answer_list(request, PLACEMENTS, context={"acts": acts})


def stored(request: Request, pk: int, row: str = "placement.read") -> Placement:
    return get_object_or_404(queries.with_all(Placement.objects.visible_to(request.user, row)), pk=pk)


def placement(request: Request, pk: int) -> HttpResponse:
    """One placement: who, where, where it stands, what is missing for the next step."""
    record = stored(request, pk)
    is_office = bool(rules.may_manage(request.user, record))
    buttons = buttons_of(request, record) if is_office else []
    if rules.may_take_part(request.user, record):
        buttons.append(Button(_("My stay"), reverse("exchange:stay", args=[pk]), "plane-takeoff", main=True))
    context = {
        "placement": record,
        "heading": record.application.applicant.name,
        "heading_lang": "",
        "crumbs": [
            {"label": _("Placements"), "url": f"{reverse('exchange:placements')}?round={record.round_id}"},
            {"label": record.application.code},
        ],
        "chips": [queries.chip_of(record)],
        "facts": [*application_fact(request, record), *facts_of(record)],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "next": queries.next_step(record),
        "papers": papers_of(record),
        "history_lines": history(record, SENTENCES_AROUND) if is_office else [],
        **(office_parts(request, record) if is_office else {}),
    }
    return render(request, "exchange/placement.html", context)


def application_fact(request: Request, record: Placement) -> list[Any]:
    """The way back to the application, for those who may read it."""
    if not Application.objects.visible_to(request.user).filter(pk=record.application_id).exists():
        return []
    return [fact(_("Application"), record.application.code, url=record.application.get_absolute_url())]


def office_parts(request: Request, record: Placement) -> dict[str, Any]:
    """What the office alone sees."""
    lines = list(record.costs.all())
    report = getattr(record, "report", None)
    feedback = getattr(record, "feedback", None)
    return {
        "is_office": True,
        "tasks": queries.tasks_of(request.user, record),
        "notes": [(one, rules.may_release_note(request.user, one)) for one in record.notes.all()],
        "report": report,
        "marks": marks_in_words(EVALUATION, report.evaluation) if report else [],
        "suggestions": list(report.suggestions.select_related("learning_point__owner")) if report else [],
        "feedback": feedback,
        "host_marks": marks_in_words(HOST_MARKS, feedback.marks) if feedback else [],
        "skills": [(label, record.skills[code]) for code, label in SKILLS.items() if record.skills.get(code)],
        "costs": lines,
        "sums": sums_by_funder(lines),
        "misfit": misfit_of(record),
        "may_plan": rules.may_plan_costs(request.user, record),
        "exports_url": reverse("exchange:placement_costs", args=[record.pk]),
    }


def marks_in_words(scales: dict[str, Any], marks: dict[str, int]) -> list[tuple[Any, int | None]]:
    return [(label, marks.get(code)) for code, label in scales.items()]


def facts_of(record: Placement) -> list[Any]:
    mentor = ", ".join(part for part in (record.mentor_name, record.mentor_function) if part)
    signed = [record.person_signed_on, record.sender_signed_on, record.host_signed_on]
    days = queries.days_of(record)
    is_told = record.state not in (P.PROPOSED, P.ANNOUNCED)
    facts = [
        fact(_("Round"), str(record.round)),
        fact(_("From"), queries.where_from(record)),
        fact(_("Host"), queries.where_to(record)),
        fact(_("Topic"), record.application.title),
        fact(_("When"), queries.period_of(record) or None),
        fact(_("Length"), queries.length_in_words(days) if days is not None else ""),
        fact(_("Mentor"), mentor or None),
        fact(_("Learning goals"), record.goals),
        fact(_("Tasks"), record.tasks_there),
        fact(_("Working language"), queries.language_in_words(record)),
        fact(_("Hours a week"), queries.hours_in_words(record)),
        fact(_("Preparation"), record.preparation),
        fact(_("Insurance"), record.insurance),
        fact(_("A1 certificate valid until"), record.a1_until or ""),
        fact(_("Accommodation"), record.accommodation),
        fact(_("Who bears which cost"), record.cost_rule),
        fact(_("What the host wants changed"), record.host_wish),
        fact(_("Reason"), record.reason if record.state == P.PROPOSED else ""),
        fact(_("Reason of the answer"), record.answer if record.state != P.WITHDRAWN else ""),
        fact(_("Reason of the host"), record.answer if record.state == P.WITHDRAWN else ""),
        fact(_("What became of the place"), queries.freed_in_words(record)),
        fact(_("Report to the own department on"), record.talk_back_on or ""),
        fact(_("Europass Mobility"), record.europass_number),
    ]
    if is_told:
        labels = (_("Signed by the person on"), _("Signed by the sender on"), _("Signed by the host on"))
        facts += [fact(label, day or _("not yet")) for label, day in zip(labels, signed, strict=True)]
    return list(known(facts))


def buttons_of(request: Request, record: Placement) -> list[Button]:
    """The steps of the office, each with the reason why not."""
    user = request.user

    def button(label: str, view: str, icon: str, verdict: Verdict, *, main: bool = False) -> Button:
        return Button(label, reverse(f"exchange:{view}", args=[record.pk]), icon, verdict, main)

    found = [button_again(request, record)] if record.state == P.WITHDRAWN else []
    if record.state in rules.NEGOTIATED:
        found += [
            button(_("Write the agreement"), "placement_edit", "pencil", rules.may_edit_agreement(user, record)),
            button(_("Ask the host"), "placement_ask", "mail", rules.may_ask_host(user, record)),
            button(_("Make the agreement"), "placement_print", "file-text", rules.may_make_agreement(user, record)),
            button(_("Note signatures"), "placement_sign", "check", rules.may_sign(user, record)),
        ]
    step = queries.next_step(record)
    if step is not None:
        verdict = rules.may_step(user, record, step.step)
        found.append(button(step.label, f"placement_{step.step}", "arrow-right", verdict, main=True))
    if record.state in rules.AGREED_ONCE:
        europass = rules.may_note_europass(user, record)
        found.append(button(_("Europass Mobility"), "placement_europass", "file-text", europass))
        found.append(
            button(_("Talk-back"), "placement_talk_back", "calendar-days", rules.may_set_talk_back(user, record))
        )
    if record.state in rules.TRAVELLED:
        found.append(button(_("Ask for feedback"), "placement_feedback", "mail", rules.may_ask_feedback(user, record)))
    if record.state == P.FINISHED:
        found.append(
            button(_("Make the certificate"), "placement_certify", "file-text", rules.may_certify(user, record))
        )
    if queries.can_be_broken_off(record):
        found.append(button(_("Break off"), "placement_break", "x", rules.may_step(user, record, "break_off")))
    return found


def button_again(request: Request, record: Placement) -> Button:
    """Whoever lost a place gets another one."""
    address = reverse("exchange:application_place", args=[record.application_id])
    return Button(_("Give a place"), address, "arrow-right", may_place(request.user, record.application), main=True)


# ---- agreement -------------------------------------------------------------------
def managed(request: Request, pk: int) -> Placement:
    return stored(request, pk, "placement.update")


def words(record: Placement, heading: str, /, **more: Any) -> dict[str, Any]:
    return {
        "page_title": heading,
        "lead": record.application.applicant.name,
        "crumbs": [
            {"label": _("Placements"), "url": f"{reverse('exchange:placements')}?round={record.round_id}"},
            {"label": record.application.code, "url": record.get_absolute_url()},
            {"label": heading},
        ],
        "cancel_url": record.get_absolute_url(),
        **more,
    }


def placement_edit(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.EditAgreement.of(record, request.POST or None)
    form.limit_to(record)
    return answer_form(
        request,
        form,
        lambda: actions.edit_agreement(placement_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context=words(record, _("Agreement on a stay"), columns=2),
    )


def placement_print(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.Languages(request.POST or None, initial=languages_of(record))

    def act() -> Placement:
        actions.make_agreement(placement_id=pk, languages=form.languages, by=request.user)
        messages.success(request, _("The agreement was made. Have it signed by all three, then note the signatures."))
        return record

    return answer_form(request, form, act, context=words(record, _("Make the agreement")))


def languages_of(record: Placement) -> dict[str, str]:
    """Ours and the host's."""
    ours, theirs = (
        "de",
        record.offer.contact_language if record.offer.partner_id else record.application.applicant.language,
    )
    return {"language": ours, "second_language": theirs if theirs != ours else ""}


def placement_sign(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.Sign.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.note_signatures(
            placement_id=pk, version=form.version_seen, values=form.values, by=request.user
        ),
        context=words(record, _("Note signatures")),
    )


def placement_ask(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.AskByLink(request.POST or None, initial=forms.AskByLink.initial_for(record))
    return answer_form(
        request,
        form,
        lambda: actions.ask_host_to_agree(placement_id=pk, **form.cleaned_data, by=request.user),
        context=words(record, _("Ask the host"), submit_label=_("Send the link")),
    )


def placement_feedback(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.AskByLink(request.POST or None, initial=forms.AskByLink.initial_for(record))
    return answer_form(
        request,
        form,
        lambda: reports.ask_for_feedback(placement_id=pk, **form.cleaned_data, by=request.user),
        context=words(record, _("Ask for feedback"), submit_label=_("Send the link")),
    )


# ---- steps -----------------------------------------------------------------------
def placement_agree(request: Request, pk: int) -> HttpResponse:
    will = [_("The agreement stays as it is; the link of the host ends.")]
    return step(request, pk, "agree", pgettext("stay", "Agree"), will)


def placement_begin(request: Request, pk: int) -> HttpResponse:
    return step(request, pk, "begin", _("Begin the stay"), [_("The person can write weekly notes and the report.")])


def placement_finish(request: Request, pk: int) -> HttpResponse:
    return step(request, pk, "finish", _("Finish the stay"), [_("A certificate can be made.")])


def step(request: Request, pk: int, code: str, title: str, will: list[str]) -> HttpResponse:
    record = managed(request, pk)
    context = words(record, record.application.applicant.name, title=title, will=will, submit_label=title)
    context |= {"stays": [_("Notes, costs and papers stay.")], "verdict": rules.may_step(request.user, record, code)}
    return answer_form(
        request,
        Nothing(request.POST or None),
        lambda: actions.step_stay(placement_id=pk, step=code, by=request.user),
        template="confirm.html",
        context=context,
    )


def placement_break(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.Reason(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.step_stay(
            placement_id=pk, step="break_off", reason=form.cleaned_data["reason"], by=request.user
        ),
        context=words(record, _("Break off the stay"), submit_label=_("Break off"), danger=True),
    )


def placement_talk_back(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.TalkBack(request.POST or None, initial={"day": record.talk_back_on})
    return answer_form(
        request,
        form,
        lambda: reports.set_talk_back(placement_id=pk, day=form.cleaned_data["day"], by=request.user),
        context=words(record, _("Talk-back")),
    )


# ---- Europass and certificate ------------------------------------------------------
def placement_europass(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.Europass.of(record, request.POST or None)

    def act() -> Placement:
        return actions.note_europass(
            placement_id=pk,
            version=form.version_seen,
            skills=form.skills,
            number=form.cleaned_data["europass_number"],
            issued_on=form.cleaned_data["europass_on"],
            by=request.user,
        )

    return answer_form(request, form, act, context=words(record, _("Europass Mobility")))


def placement_certify(request: Request, pk: int) -> HttpResponse:
    record = managed(request, pk)
    form = forms.Languages(request.POST or None, initial=languages_of(record))

    def act() -> Placement:
        actions.make_certificate(placement_id=pk, languages=form.languages, by=request.user)
        messages.success(request, _("The certificate was made."))
        return record

    return answer_form(request, form, act, context=words(record, _("Make the certificate")))
