"""Who was there on which day: the table, the page for the phone, and certificates made from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form, offer
from hospitium.core.http import Request
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import attendance as actions
from hospitium.delegations.actions.letters import issue_certificates
from hospitium.delegations.documents.papers import is_of
from hospitium.delegations.forms.papers import Certify
from hospitium.delegations.lists.letters import STATES as LETTER_STATES
from hospitium.delegations.lists.letters import state_of
from hospitium.delegations.models import Attendance, Delegation, IssuedLetter, Member
from hospitium.delegations.queries.attendance import attendance_of, content_of, today_or_first
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.letters import CERTIFICATE, issued
from hospitium.delegations.rules import letters as rules
from hospitium.delegations.tabs import frame_of
from hospitium.documents.kinds import label_of
from hospitium.documents.views.files import zip_file

State = Attendance.State
TONES = {State.PRESENT: ("success", "circle-check"), State.PARTLY: ("info", "clock"), State.ABSENT: ("open", "x")}


def attendance(request: Request, pk: int) -> HttpResponse:
    """All members and all days; what nobody has noted is unknown."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    table = attendance_of(record)
    today = timezone.localdate()
    days = [
        {
            "day": day,
            "counts": counts,
            "unknown": counts[""],
            "url": reverse("delegations:delegation_attendance_day", args=[pk, day.isoformat()]),
            "verdict": rules.may_note_attendance(request.user, record, day, today),
        }
        for day, counts in zip(table.days, table.counts(), strict=True)
    ]
    context = {
        **frame_of(record, request.user, "attendance"),
        "may_print": is_of("attendance_list", record) and bool(rules.may_take_lists(request.user, record)),
        "days": days,
        "rows": [
            {"member": row.member, "cells": [cell(day, row.states[day]) for day in table.days]} for row in table.rows
        ],
        "certificates": [
            {"letter": one, "state": LETTER_STATES[state_of(one)]} for one in certificates_of(record, request)
        ],
        "may_certify": rules.may_certify(request.user, record),
        "came": any(row.came for row in table.rows),
        "today_url": reverse(
            "delegations:delegation_attendance_day", args=[pk, today_or_first(record.visit).isoformat()]
        ),
    }
    return render(request, "delegations/attendance.html", context)


def cell(day: date, state: str) -> dict[str, Any]:
    tone, icon = TONES[State(state)] if state else ("", "")
    return {"day": day, "text": State(state).label if state else "", "tone": tone, "icon": icon}


def certificates_of(record: Delegation, request: Request) -> list[IssuedLetter]:
    found = issued(request.user, "delegation.issue_letter").filter(delegation=record, document__template=CERTIFICATE)
    return list(found.select_related("document__file"))


def day_asked(record: Delegation, value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Http404 from None
    if not record.visit.starts_on <= day <= record.visit.ends_on:
        raise Http404
    return day


def delegation_attendance_day(request: Request, pk: int, day: str) -> HttpResponse:
    """One day on the phone: each member with three buttons. A script sends each tap at once; without it a page does."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    on = day_asked(record, day)
    if request.method == "POST":
        note(request, record, on)
        if request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(status=204)
        return HttpResponseRedirect(f"{request.path}#member-{request.POST.get('member', '')}")
    table = attendance_of(record)
    # On a phone the table has no heads to tap: every other day is one tap away from here.
    others = [one for one in table.days if one != on]
    context = {
        **frame_of(record, request.user, "attendance"),
        "may_print": is_of("attendance_list", record) and bool(rules.may_take_lists(request.user, record)),
        "day": on,
        "near": [
            {"day": one, "url": reverse("delegations:delegation_attendance_day", args=[pk, one.isoformat()])}
            for one in others
        ],
        "rows": [{"member": row.member, "state": row.states[on]} for row in table.rows],
        "unknown": sum(not row.states[on] for row in table.rows),
        "states": State.choices,
        "verdict": rules.may_note_attendance(request.user, record, on, timezone.localdate()),
    }
    return render(request, "delegations/attendance_day.html", context)


def note(request: Request, record: Delegation, day: date) -> None:
    """What was tapped: one member, or all of whom nothing is noted yet. Raises Http404 and Refused."""
    if request.POST.get("all"):
        count = actions.note_all_present(delegation_id=record.pk, day=day, by=request.user)
        text = ngettext("%(count)s member noted as present.", "%(count)s members noted as present.", count)
        messages.success(request, text % {"count": count})
        return
    member, state = request.POST.get("member", ""), request.POST.get("state", "")
    if not (member.isdecimal() and len(member) < 18) or state not in ("", *State.values):
        raise Refused(_("Nothing was noted. Tap one of the buttons beside a name."))
    get_object_or_404(record.members, pk=member)
    actions.note_attendance(member_id=int(member), day=day, state=state, by=request.user)


# ---- certificates --------------------------------------------------------------
def delegation_certificates(request: Request, pk: int) -> HttpResponse:
    """For whom, in which languages; only those who were there can be chosen."""
    record = get_object_or_404(workspaces(request.user, "delegation.issue_letter"), pk=pk)
    came = [row.member.pk for row in attendance_of(record).rows if row.came]
    second = record.language if record.language != record.visit.host_language else ""
    first = {"language": record.visit.host_language, "second": second, "members": came}
    form = Certify(request.POST or None, initial=first)
    offer(form, "members", Member.objects.filter(pk__in=came).in_order())
    back = reverse("delegations:attendance", args=[pk])

    def act() -> str:
        made = issue_certificates(
            delegation_id=pk,
            languages=form.languages,
            members=[member.pk for member in form.cleaned_data["members"]],
            by=request.user,
        )
        count = len(made)
        text = ngettext("%(count)s certificate was made.", "%(count)s certificates were made.", count)
        messages.success(request, text % {"count": count})
        return f"{back}#certificates"

    if not content_of(record.visit):
        form.fields["members"].help_text = _(
            "The programme has no items with content on these days; the certificates will name the days alone."
        )
    lead = _("Days and hours come from the attendance and the programme. Days of which nothing is noted are not in it.")
    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": label_of(CERTIFICATE),
            "lead": rules.may_certify(request.user, record).reason or lead,
            "submit_label": _("Make"),
            "cancel_url": back,
            "crumbs": [{"label": record, "url": back}, {"label": label_of(CERTIFICATE)}],
        },
    )


def delegation_certificates_zip(request: Request, pk: int) -> HttpResponse:
    """The latest valid certificate of each member, in one file."""
    record = get_object_or_404(workspaces(request.user, "delegation.issue_letter"), pk=pk)
    latest = {one.member_id: one for one in reversed(certificates_of(record, request)) if one.revoked_at is None}
    files = [one.document.file for one in latest.values() if one.document.file is not None]
    if not files:
        raise Refused(_("There is no certificate yet. Make them first."))
    return zip_file(f"delegation-{pk}-certificates", files)
