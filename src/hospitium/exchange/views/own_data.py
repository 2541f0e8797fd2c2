"""What is held about a person who applies: to read and to take along; and erased when they ask for it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.guests import Guest, guest_page
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.exchange import erasure_rules, rules
from hospitium.exchange.actions.erasing_people import erase_person
from hospitium.exchange.actions.own_data import note_own_export
from hospitium.exchange.forms.erasure import ErasePerson
from hospitium.exchange.models import Application
from hospitium.exchange.queries import own as queries
from hospitium.exchange.queries.applications import whole
from hospitium.exchange.queries.notices import notice_of
from hospitium.exchange.views.guests import office
from hospitium.exchange.views.nominations import address, stored


def application_data(request: Request, pk: int) -> HttpResponse:
    """The person's own data of one application; a POST gives them as JSON."""
    record = get_object_or_404(whole(request.user, "application.write"), pk=pk)
    if not rules.is_applicant(request.user, record):
        raise Http404
    if request.method == "POST":
        note_own_export(application_id=pk, by=request.user)
        return as_file(record)
    crumbs = [
        {"label": _("Calls and my applications"), "url": reverse("exchange:calls")},
        {"label": str(record.round), "url": record.get_absolute_url()},
    ]
    context = {"application": record, "sections": queries.sections_of(record), "crumbs": crumbs}
    return not_kept(render(request, "exchange/own_data.html", context))


@guest_page("own_application")
def guest_application_known(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """The same for whoever was named by an office of a partner."""
    record = stored(guest.subject.application_id)
    if request.method == "POST":
        note_own_export(application_id=record.pk, by=guest.link)
        return as_file(record)
    context: dict[str, Any] = {
        "application": record,
        "round": record.round,
        "office": office(),
        "sections": queries.sections_of(record),
        "notice": notice_of(record),
        "back": guest.here,
        "here": address(guest, "guest_application_known"),
    }
    return not_kept(render(request, "exchange/guest_own_data.html", context))


def as_file(record: Application) -> HttpResponse:
    content = json.dumps(queries.as_data(record), ensure_ascii=False, indent=2).encode()
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return not_kept(response)


def not_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def application_erase(request: Request, pk: int) -> HttpResponse:
    """Erasing a person on request; the page says first what goes and what stays."""
    record = get_object_or_404(whole(request.user, "application.enter"), pk=pk)
    form = ErasePerson(request.POST or None)

    def act() -> str:
        target = f"{reverse('exchange:applications')}?round={record.round_id}"
        erase_person(application_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The data of this person were erased."))
        return target

    return answer_form(
        request,
        form,
        act,
        template="confirm.html",
        context={
            "page_title": record.code,
            "title": _("Erase the data of %(name)s") % {"name": record.applicant.name or record.code},
            "will": [
                _("Name, mail address, telephone and account, in all rounds in which this person has applied."),
                _("What the person wrote, annexes, who agreed, notes of the panel, rankings of hosts, reasons."),
                _("The agreement on a stay with its papers, weekly notes that are not public, words of the host."),
                _("Personal links end; messages that were sent are deleted."),
            ],
            "stays": [
                _("Topic, unit, city, state and marks stay without a name, for the figures, and so does a report."),
                _("Agreements on stays for which money was planned or paid stay as long as budget law says."),
                _("Older backups hold the data until they are overwritten; whatever is restored is erased again."),
            ],
            "submit_label": _("Erase"),
            "danger": True,
            "cancel_url": record.get_absolute_url(),
            "verdict": erasure_rules.may_erase_person(request.user, record),
        },
    )
