"""The pool of speakers and hosts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.visits import rules
from hospitium.visits.actions import people as actions
from hospitium.visits.forms import people as forms
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.history import SENTENCES
from hospitium.visits.hours import hours_as_lines
from hospitium.visits.lists import SPEAKERS
from hospitium.visits.models import Speaker
from hospitium.visits.queries.people import parts_of


def speakers(request: Request) -> HttpResponse:
    new = {"label": _("New person"), "url": reverse("visits:speaker_new"), "icon": "plus", "main": True}
    return answer_list(request, SPEAKERS, context={"acts": [new] if may(request.user, "speaker.update") else []})


def speaker(request: Request, pk: int) -> HttpResponse:
    people = Speaker.objects.visible_to(request.user).select_related("unit").prefetch_related("topics")
    record = get_object_or_404(people, pk=pk)
    verdict = may(request.user, "speaker.update")
    buttons = [
        Button(_("Edit"), reverse("visits:speaker_edit", args=[pk]), "pencil", verdict),
        Button(
            _("Remove"),
            reverse("visits:speaker_remove", args=[pk]),
            "trash-2",
            rules.may_remove_speaker(request.user, record),
        ),
    ]
    context = {
        "speaker": record,
        "heading": record,
        "crumbs": [{"label": _("Speakers and hosts"), "url": reverse("visits:speakers")}, {"label": record}],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record),
        "parts": parts_of(record, request.user),
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "visits/speaker.html", context)


def facts_of(record: Speaker) -> list[Any]:
    language = get_language() or "de"
    spoken = ", ".join(wording.language_name(code, language=language) for code in record.languages)
    return list(
        known(
            [
                fact(_("Function"), record.function if record.function else None),
                fact(_("House"), record.organisation),
                fact(_("Our unit"), record.unit or ""),
                fact(_("Form of address"), record.salutation or None),
                fact(_("E-mail address"), record.email or None),
                fact(_("Phone"), record.phone or None),
                fact(_("Languages spoken"), spoken or None),
                fact(_("Topics"), ", ".join(str(topic) for topic in record.topics.all()) or None),
                fact(_("Hours"), "\n".join(hours_as_lines(record.hours, language))),
                fact(_("Internal remark"), record.remark),
            ]
        )
    )


def speaker_new(request: Request) -> HttpResponse:
    form = forms.EditSpeaker(request.POST or None, initial={"language": "de", "languages": ["de"]})
    return answer_form(
        request,
        form,
        lambda: actions.create_speaker(values=form.values, by=request.user),
        context={"page_title": _("New speaker or host"), "cancel_url": reverse("visits:speakers")},
    )


def speaker_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Speaker.objects.visible_to(request.user, "speaker.update"), pk=pk)
    form = forms.EditSpeaker.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.edit_speaker(speaker_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )


def speaker_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Speaker.objects.visible_to(request.user, "speaker.update"), pk=pk)

    def act() -> str:
        actions.remove_speaker(speaker_id=pk, by=request.user)
        return reverse("visits:speakers")

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Take out of the pool"),
            "will": [_("Name, addresses and remarks are deleted.")],
            "submit_label": _("Take out"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_remove_speaker(request.user, record),
        },
    )
