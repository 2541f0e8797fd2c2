"""Papers that go into the file: who was there, what it cost, and the requests of our own people to travel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.delegations.documents import people
from hospitium.delegations.documents.participants import PERSON, named
from hospitium.delegations.documents.sheets import (
    AMOUNT,
    NAME,
    Cell,
    Column,
    Section,
    Sheet,
    head_data,
    known,
    partner_name,
    phrases,
)
from hospitium.delegations.models import Attendance, Delegation, Journey, Member, TravelRequest
from hospitium.delegations.queries.attendance import attendance_of
from hospitium.visits.documents import words
from hospitium.visits.models import Cost
from hospitium.visits.queries.costs import Line, by_currency, by_payer, costs_of, line

Languages = Sequence[str]
# More days than that need the long side of the paper.
DAYS_UPRIGHT = 2


# ---- attendance ------------------------------------------------------------------
def attendance_sheet(delegation: Delegation, languages: Languages) -> Sheet:
    """Members by days with what was noted; what was not is empty, to be signed on the day."""
    table = attendance_of(delegation)
    columns = [Column(_("No."), 0.35), Column(PERSON, 1.8, NAME), Column(_("Function"), 1.6)]
    columns += [Column(wording.day(day, language=languages[0], style="desk"), 1.1) for day in table.days]
    rows = [
        (
            number,
            named(row.member, languages),
            phrases(people.functions(row.member, languages[:1])),
            *(was_there(row.states[day], languages[0]) for day in table.days),
        )
        for number, row in enumerate(table.rows, start=1)
    ]
    return Sheet(
        _("List of attendance"),
        [Section(columns, rows)],
        notes=[_("Whoever was there signs in the field of the day. What was noted already is printed.")],
        is_wide=len(table.days) > DAYS_UPRIGHT,
        is_counted=True,
        is_signed=True,
    )


def was_there(state: str, language: str) -> str:
    return words.said(Attendance.State(state).label, language) if state else ""


# ---- settlement ------------------------------------------------------------------
def settlement_sheet(delegation: Delegation, languages: Languages) -> Sheet:
    """Every position with plan and result, and who bears what in which currency. The costs are those of the visit."""
    language = languages[0]
    found = costs_of(delegation.visit)
    settled = delegation.settled_on
    rule = people.once([words.phrase(delegation.visit.cost_rule, one) for one in languages])
    stand = (
        [words.word(_("settled on %(day)s"), one, day=wording.day(settled, language=one)) for one in languages]
        if settled
        else [words.word(_("not settled yet"), one) for one in languages]
    )
    return Sheet(
        _("Settlement of the costs"),
        [positions_of(found.positions, language), sums_of(found.positions, language)],
        lines=[stand, *([rule] if rule else [])],
        notes=[
            _("Correct in fact and in figures: ______________________________ (date, signature)"),
            _("Approved for payment: ______________________________ (date, signature)"),
        ],
        is_wide=True,
    )


def positions_of(positions: Sequence[Cost], language: str) -> Section:
    columns = [
        Column(_("No."), 0.3),
        Column(_("What for"), 2.4),
        Column(_("Payer"), 1.2),
        Column(_("Chapter / title"), 1),
        Column(_("Planned"), 1, AMOUNT),
        Column(_("Actual"), 1, AMOUNT),
        Column(_("Currency"), 0.7),
        Column(_("Receipt"), 0.7),
    ]
    rows: list[Sequence[Cell]] = [
        (
            number,
            one.what,
            ", ".join(part for part in (words.said(Cost.Payer(one.payer).label, language), one.funder) if part),
            " / ".join(part for part in (one.chapter, one.title) if part),
            one.planned,
            one.actual,
            one.currency,
            words.said(_("yes") if one.receipt_id else _("no"), language),
        )
        for number, one in enumerate(positions, start=1)
    ]
    return Section(columns, rows, title=_("Positions"), empty=_("No position was entered."))


def sums_of(positions: Sequence[Cost], language: str) -> Section:
    columns = [
        Column(_("Payer"), 2.4),
        Column(_("Planned"), 1.6, AMOUNT),
        Column(_("Actual"), 1.6, AMOUNT),
        Column(_("Difference"), 1.2, AMOUNT),
    ]
    with translation.override(language):
        rows: list[Sequence[Cell]] = [summed(str(one.payer), one) for one in by_payer(positions)]
        everybody = words.said(_("all together"), language)
        rows += [summed(everybody, line("", found)) for found in by_currency(positions)]
    return Section(columns, rows, title=_("Sums by payer"), empty=_("No position was entered."))


def summed(payer: str, one: Line) -> Sequence[Cell]:
    return payer, str(one.planned), str(one.actual), one.difference_words


# ---- requests to travel ------------------------------------------------------------
def requests_data(delegation: Delegation, members: Collection[int], languages: Languages) -> dict[str, Any]:
    """One request on a page of its own for each of these members, with lines for whoever signs."""
    travelling = [member for member in people.printable(delegation) if member.pk in members]
    requests = {
        one.member_id: one
        for one in TravelRequest.objects.filter(member__in=travelling).select_related("asked_by", "decided_by")
    }
    days = days_of_travel(delegation)
    return {
        **head_data(delegation, _("Request for a business trip"), languages),
        "requests": [
            {
                "name": people.addressed(member, languages[0]),
                "rows": [
                    {"label": words.pair(label, languages), "value": value}
                    for label, value in rows_of(delegation, member, requests.get(member.pk), days, languages[0])
                ],
                "decision": decision_of(requests.get(member.pk), languages),
            }
            for member in travelling
        ],
        "to_sign": [
            words.pair(label, languages)
            for label in (
                _("Date, signature of the applicant"),
                _("Date, signature of the superior"),
                _("Date, signature of whoever approves"),
            )
        ],
        "unknown": words.pair(_("unknown"), languages),
        "decision_label": words.pair(_("Decision"), languages),
    }


Row = tuple[str | Promise, str | None]


def rows_of(
    delegation: Delegation,
    member: Member,
    request: TravelRequest | None,
    days: Mapping[int, tuple[date, date]],
    language: str,
) -> list[Row]:
    """What a request says, line by line; what is missing is None and leaves a line to write on."""
    visit = delegation.visit
    begins, ends = days.get(member.pk, (visit.starts_on, visit.ends_on))
    cost = (
        request
        and request.estimate is not None
        and wording.money(request.estimate, request.currency, language=language, is_exact=True)
    )
    return [
        (_("Function"), known(people.in_lines(people.functions(member, [language])))),
        (_("Organisation"), known(people.in_lines(people.organisations(member, [language])))),
        (_("Destination"), partner_name(delegation, language)["text"]),
        (_("Occasion"), words.title_of(visit, language)["text"]),
        (_("Days of the programme"), words.when(visit, language)),
        (_("Away from – to"), wording.period(begins, ends, language=language)),
        (_("Purpose"), known(request.purpose if request else "")),
        (_("Why a video conference is not enough"), known(request.why_in_person if request else "")),
        (_("Mandate"), known(words.phrase(delegation.mandate, language)["text"])),
        (_("Who bears which cost"), known(words.phrase(visit.cost_rule, language)["text"])),
        (_("Estimated cost"), cost or None),
    ]


def days_of_travel(delegation: Delegation) -> dict[int, tuple[date, date]]:
    """Member → first and last day on the way, where a journey is known."""
    found: dict[int, list[date]] = {}
    journeys = Journey.objects.filter(delegation=delegation).values_list("members", "day")
    for member, day in journeys:
        if member is not None:
            found.setdefault(member, []).append(day)
    visit = delegation.visit
    return {member: (min(visit.starts_on, *days), max(visit.ends_on, *days)) for member, days in found.items()}


def decision_of(request: TravelRequest | None, languages: Languages) -> list[Any]:
    """How it was decided here, by whom and when; nothing while it is open, then it is signed by hand."""
    if request is None or request.decided_on is None:
        return []
    state = TravelRequest.State(request.state).label
    return [
        words.plain(
            ", ".join(
                part
                for part in (
                    words.said(state, one),
                    str(request.decided_by or ""),
                    wording.day(request.decided_on, language=one),
                    request.reason,
                )
                if part
            ),
            one,
        )
        for one in languages
    ]


__all__ = ["attendance_sheet", "requests_data", "settlement_sheet"]
