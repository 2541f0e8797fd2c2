"""The pages on which the partner answers a year programme, line by line, with a link and without an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.guests import Guest, answer_guest, guest_page
from hospitium.partners.models import Home
from hospitium.programme import actions, forms, rules
from hospitium.programme.models import Line, YearProgramme
from hospitium.programme.queries import years as queries
from hospitium.programme.queries.contents import cities_of, facts_of, told, value_of, words

OFFERED = (
    "format",
    "topic",
    "direction",
    "place",
    "month",
    "days",
    "unit",
    "our_lead",
    "their_lead",
    "persons",
    "cost_share",
)


@guest_page(rules.PURPOSE)
def guest_year(request: HttpRequest, guest: Guest) -> HttpResponse:
    """All lines, what changed since the last version, and a button for each quick yes."""
    programme: YearProgramme = guest.subject
    sent = request.POST if request.method == "POST" else None
    form = forms.Seen(sent) if "line" in request.POST else forms.Nothing(sent)

    def act() -> str:
        if "line" not in request.POST:
            actions.finish_as_guest(programme_id=programme.pk, by=guest.link)
            return f"{guest.here}#finished"
        line = line_of(programme, request.POST.get("line", ""))
        actions.agree_as_guest(line_id=line.pk, version=form.cleaned_data["version"], by=guest.link)
        return f"{guest.here}#line-{line.pk}"

    return answer(request, guest, form, act, "programme/guest_year.html", {})


def line_of(programme: YearProgramme, asked: str) -> Line:
    """A line of this programme and of no other; else 404."""
    pk = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    return get_object_or_404(Line.objects.prefetch_related("counters"), programme=programme, pk=pk)


@guest_page(rules.PURPOSE)
def guest_year_line(request: HttpRequest, guest: Guest, line: int) -> HttpResponse:
    """One line with the two longer answers: something else instead, or no."""
    record = line_of(guest.subject, str(line))
    if not rules.may_answer_as_guest(guest.link, guest.subject):
        return HttpResponseRedirect(guest.here)
    is_no = "reason" in request.POST
    counter = forms.GuestCounter.of(record, None if is_no else request.POST or None)
    no = forms.GuestDrop.of(record, request.POST if is_no else None, auto_id="no_%s")

    def act() -> str:
        if is_no:
            actions.drop_as_guest(
                line_id=record.pk, version=no.version_seen, reason=no.cleaned_data["reason"], by=guest.link
            )
        else:
            actions.counter_as_guest(
                line_id=record.pk,
                version=counter.version_seen,
                values=counter.values,
                remark=counter.cleaned_data["remark"],
                by=guest.link,
            )
        return f"{guest.here}#line-{record.pk}"

    cities = cities_of(guest.subject)
    data = {name: value_of(record, name) for name in OFFERED}
    context = {
        "line": record,
        "facts": facts_of(data, cities, OFFERED),
        "turns": queries.turns_of(record, cities),
        "counter": counter,
        "no": no,
        "is_no": is_no,
        "may_counter": rules.may_step_line_as_guest(guest.link, record, "counter"),
    }
    return answer(request, guest, no if is_no else counter, act, "programme/guest_year_line.html", context)


@guest_page(rules.PURPOSE)
def guest_year_new(request: HttpRequest, guest: Guest) -> HttpResponse:
    """A line that the partner proposes."""
    if not rules.may_answer_as_guest(guest.link, guest.subject):
        return HttpResponseRedirect(guest.here)
    form = forms.GuestProposal(request.POST or None)

    def act() -> str:
        line = actions.propose_as_guest(
            programme_id=guest.subject.pk, values=form.values, remark=form.cleaned_data["remark"], by=guest.link
        )
        return f"{guest.here}#line-{line.pk}"

    return answer(request, guest, form, act, "programme/guest_year_new.html", {"form": form})


def answer(
    request: HttpRequest,
    guest: Guest,
    form: django_forms.Form,
    act: Callable[[], str],
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show the page, or act and lead on."""
    changed = _("The office changed this line while you were looking at it. Please look again.")
    return answer_guest(request, form, act, template, lambda: {**frame(request, guest), **context}, changed=changed)


def frame(request: HttpRequest, guest: Guest) -> dict[str, Any]:
    """What all three pages show: the programme, what changed, whether it is the partner's turn."""
    programme: YearProgramme = guest.subject
    verdict = rules.may_answer_as_guest(guest.link, programme)
    cities = cities_of(programme)
    latest = programme.versions.first()
    lines = queries.shown_to_partner(programme, cities, is_open=bool(verdict))
    here, _mark, asked = guest.here.partition("?")
    tail = f"?{asked}" if asked else ""
    home = Home.objects.first()
    return {
        "guest": guest,
        "programme": programme,
        "cities": cities,
        "office": str(home.office) if home else "",
        "version": latest,
        "changes": told(latest.changes, cities) if latest else [],
        "preamble": words("preamble", latest.content.get("preamble"), cities) if latest else "",
        "lines": lines,
        "asked": [line for line in lines if line.asks],
        "verdict": verdict,
        "new_url": f"{reverse('programme:guest_year_new', args=[guest.link.pk])}{tail}",
        "line_base": here,
        "tail": tail,
    }
