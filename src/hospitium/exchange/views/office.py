"""What the office and the departments do with applications: list, enter, ask, note, recommend, settle."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.exchange import rules
from hospitium.exchange.actions import applications as actions
from hospitium.exchange.actions import assessment, consents
from hospitium.exchange.forms import applications as forms
from hospitium.exchange.lists import APPLICATIONS
from hospitium.exchange.models import Application, Consent, Round
from hospitium.exchange.queries.assessment import sent_in_words
from hospitium.partners.models import Partner


def applications(request: Request) -> HttpResponse:
    """All applications that somebody may see; with `?round=` those of one round and the ways into it."""
    acts: list[dict[str, object]] = []
    asked = request.GET.get("round", "")
    rounds = Round.objects.visible_to(request.user, "application.enter")
    record = rounds.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    if record is not None and may(request.user, "application.enter"):
        acts = [
            {"label": _("Round"), "url": record.get_absolute_url(), "icon": "repeat"},
            {"label": _("Import"), "url": reverse("exchange:round_import", args=[record.pk]), "icon": "file-up"},
            {
                "label": _("Enter an application"),
                "url": reverse("exchange:application_enter", args=[record.pk]),
                "icon": "plus",
                "main": True,
            },
        ]
    return answer_list(request, APPLICATIONS, context={"acts": acts})


def application_enter(request: Request, pk: int) -> HttpResponse:
    """An application that came on paper or from a partner; wishes follow on the next page."""
    record = get_object_or_404(Round.objects.visible_to(request.user, "application.enter"), pk=pk)
    form = forms.Enter(request.POST or None)
    form.limit_to(Partner.objects.visible_to(request.user))

    def act() -> str:
        made = actions.enter_application(round_id=pk, person=form.person, values=form.values, by=request.user)
        return reverse("exchange:application_wishes", args=[made.pk])

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Enter an application"),
            "lead": record,
            "columns": 2,
            "submit_label": _("Save, then wishes"),
            "cancel_url": f"{reverse('exchange:applications')}?round={pk}",
        },
    )


def consent_of(request: Request, pk: int) -> Consent:
    visible = Consent.objects.visible_to(request.user, "application.enter")
    return get_object_or_404(visible.select_related("application__round__unit", "application__applicant"), pk=pk)


def consent_ask(request: Request, pk: int) -> HttpResponse:
    record = consent_of(request, pk)
    consents.ask_consent(consent_id=pk, by=request.user)
    messages.success(request, _("The question was sent to %(name)s.") % {"name": record.name or record.email})
    return redirect(record.application)


def consent_note(request: Request, pk: int) -> HttpResponse:
    record = consent_of(request, pk)
    form = forms.NoteConsent.of(record, request.POST or None)

    def act() -> Application:
        noted = consents.note_consent(
            consent_id=pk,
            version=form.version_seen,
            answer=form.cleaned_data["answer"],
            remark=form.cleaned_data["remark"],
            by=request.user,
        )
        return noted.application

    context = {
        "page_title": _("Note an answer: %(who)s") % {"who": record.get_kind_display()},
        "lead": record.name,
        "cancel_url": record.application.get_absolute_url(),
    }
    return answer_form(request, form, act, context=context)


def application_recommend(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(
        Application.objects.visible_to(request.user, "application.recommend").select_related("round", "applicant"),
        pk=pk,
    )
    form = forms.Recommend(request.POST or None)

    def act() -> Application:
        return consents.recommend_application(
            application_id=pk,
            answer=form.cleaned_data["answer"],
            remark=form.cleaned_data["remark"],
            by=request.user,
        ).application

    verdict = rules.may_recommend(request.user, record)
    context = {
        "page_title": _("What your department thinks of it"),
        "lead": verdict.reason or record.title,
        "cancel_url": record.get_absolute_url(),
    }
    return answer_form(request, form, act, context=context)


def application_settle(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(
        Application.objects.visible_to(request.user, "application.settle").select_related("round__unit", "applicant"),
        pk=pk,
    )
    form = forms.Settle(request.POST or None, initial={"version": record.version})

    def act() -> Application:
        return assessment.settle_application(
            application_id=pk,
            version=form.version_seen,
            decision=form.cleaned_data["decision"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ).application

    verdict = rules.may_settle(request.user, record)
    context = {
        "page_title": _("Settle: %(code)s") % {"code": record.code},
        "lead": verdict.reason
        or _(
            "The decision and its reason are kept beside the assessments. The person reads the reason with the result."
        ),
        "cancel_url": record.get_absolute_url(),
        "application": record,
        "sent": sent_in_words(record, request.user),
        "verdict": verdict,
        "crumbs": [
            {"label": _("Applications"), "url": f"{reverse('exchange:applications')}?round={record.round_id}"},
            {"label": record.code, "url": record.get_absolute_url()},
            {"label": _("Decision")},
        ],
    }
    return answer_form(request, form, act, template="exchange/application_settle.html", context=context)
