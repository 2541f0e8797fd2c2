"""The list of delegations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from hospitium.algorithms.dates import PartialDate
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    chip,
    choice,
    days,
    link,
    number,
    plain,
    text_filter,
    unknown,
    year_choices,
)
from hospitium.core.models import User
from hospitium.delegations.models import Delegation, Side
from hospitium.delegations.tabs import SIDE_TONES, STATE_TONES
from hospitium.partners.models import Partnership
from hospitium.programme.lists import named


def delegations(user: User, row: str) -> Any:
    return (
        Delegation.objects.visible_to(user, row)
        .select_related("visit__activity", "partnership__partner", "partnership__home_district")
        .annotate(named=Count("members", filter=Q(members__withdrawn_on=None), distinct=True))
        .defer("mandate", "report_text", "remark")
    )


def title_cell(record: Delegation) -> SafeString:
    return link(plain(record.partnership), address("delegations:delegation", record.pk), str(record.visit))


def state_cell(record: Delegation) -> SafeString:
    state = Delegation.State(record.state)
    return chip(choice(Delegation.State, state), *STATE_TONES[state])


def side_cell(record: Delegation) -> SafeString:
    side = Side(record.side)
    return chip(choice(Side, side), *SIDE_TONES[side])


def day_cell(day: date | None) -> SafeString:
    return days(PartialDate.of(day), None) if day else unknown()


def partner_choices(user: User) -> list[tuple[str, str]]:
    known = Delegation.objects.visible_to(user).order_by().values("partnership")
    return [(one.key, str(one)) for one in named(Partnership.objects.filter(pk__in=known))]


def years(user: User) -> Any:
    found = Delegation.objects.visible_to(user).order_by().values_list("visit__starts_on__year", flat=True).distinct()
    return year_choices(str(year) for year in found)


DELEGATIONS = ListSpec(
    name="delegations",
    title=_("Delegations"),
    records=delegations,
    order="-when",
    read_row="delegation.read",
    export_row="delegation.export",
    counted=lambda count: ngettext("%(count)s delegation", "%(count)s delegations", count) % {"count": count},
    empty_title=_("Here the delegations of all visits will stand"),
    empty_text=_("Open one from a visit, in its tab “Delegations”. The partner then names the members."),
    columns=(
        Column(
            "title", _("Delegation"), title_cell, lambda one: str(one.partnership), ("partnership__partner__name_key",)
        ),
        Column("visit", _("Visit"), None, lambda one: str(one.visit)),
        Column(
            "when",
            _("When"),
            lambda one: days(PartialDate.of(one.visit.starts_on), PartialDate.of(one.visit.ends_on)),
            lambda one: one.visit.starts_on,
            ("visit__starts_on",),
        ),
        Column("side", _("Direction"), side_cell, lambda one: choice(Side, one.side), ("side",)),
        Column("named", _("Named"), lambda one: number(one.named), lambda one: one.named, ("named",), is_numeric=True),
        Column(
            "places",
            pgettext_lazy("for people", "Places"),
            lambda one: number(one.quota),
            lambda one: one.quota,
            ("quota",),
            is_numeric=True,
        ),
        Column(
            "names_due",
            _("Names until"),
            lambda one: day_cell(one.names_due_on),
            lambda one: one.names_due_on,
            ("names_due_on",),
        ),
        Column("state", _("State"), state_cell, lambda one: choice(Delegation.State, one.state), ("state",)),
    ),
    filters=(
        text_filter(folded=["visit__activity__title_key", "partnership__partner__name_key"], plain=["visit__series"]),
        Filter(
            "partner",
            _("Partnership"),
            lambda records, value: records.filter(partnership__key=value),
            partner_choices,
        ),
        Filter(
            "state",
            _("State"),
            lambda records, value: records.filter(state=value),
            lambda user: Delegation.State.choices,
        ),
        Filter("side", _("Direction"), lambda records, value: records.filter(side=value), lambda user: Side.choices),
        Filter(
            "year",
            _("Year"),
            lambda records, value: (
                records.filter(visit__starts_on__year=value) if value.isdecimal() else records.none()
            ),
            years,
        ),
    ),
)

__all__ = ["DELEGATIONS"]
