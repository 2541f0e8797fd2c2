"""The list of placements."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hospitium.accounts.models import Unit
from hospitium.core.lists import Column, Filter, ListSpec, address, chip, choice, link, plain, text_filter, unknown
from hospitium.core.models import User
from hospitium.exchange.lists import DIRECTIONS, round_choices
from hospitium.exchange.models import Placement, Round
from hospitium.exchange.queries import stays as queries
from hospitium.partners.models import Partner


def placements(user: User, row: str) -> Any:
    return queries.with_all(Placement.objects.visible_to(user, row)).exclude(state=Placement.State.DROPPED)


def person_cell(record: Placement) -> SafeString:
    return link(
        plain(record.application.applicant.name), address("exchange:placement", record.pk), record.application.code
    )


def state_cell(record: Placement) -> SafeString:
    shown = queries.chip_of(record)
    return chip(shown["text"], shown["tone"], shown["icon"])


def period_cell(record: Placement) -> SafeString:
    known = queries.period_of(record)
    return plain(known) if known else unknown()


def rounds(user: User) -> list[tuple[str, str]]:
    own = Round.objects.visible_to(user, "placement.place").defer("call")
    found = {str(one.pk): str(one) for one in own}
    return list({**found, **dict(round_choices(user, "placement.read", Placement))}.items())


def units(user: User) -> list[tuple[str, str]]:
    known = Placement.objects.visible_to(user).order_by()
    found = Unit.objects.filter(Q(pk__in=known.values("application__unit")) | Q(pk__in=known.values("offer__unit")))
    return [(str(one.pk), str(one)) for one in found]


def cities(user: User) -> list[tuple[str, str]]:
    known = Placement.objects.visible_to(user).order_by()
    found = Partner.objects.filter(
        Q(pk__in=known.values("application__partner")) | Q(pk__in=known.values("offer__partner"))
    )
    return [(one.key, str(one)) for one in found]


def of_unit(records: QuerySet[Any], value: str) -> QuerySet[Any]:
    return records.filter(Q(application__unit=value) | Q(offer__unit=value))


def of_city(records: QuerySet[Any], value: str) -> QuerySet[Any]:
    return records.filter(Q(application__partner__key=value) | Q(offer__partner__key=value))


PLACEMENTS = ListSpec(
    name="placements",
    title=_("Placements"),
    records=placements,
    order="name",
    read_row="placement.read",
    export_row="placement.export",
    counted=lambda count: ngettext("%(count)s placement", "%(count)s placements", count) % {"count": count},
    empty_title=_("No placements yet"),
    empty_text=_("They come from an adopted run of the matching, or are placed by hand on the page of the round."),
    columns=(
        Column(
            "name",
            _("Person"),
            person_cell,
            lambda record: record.application.applicant.name,
            ("application__applicant__name_key",),
        ),
        Column("code", _("Code"), None, lambda record: record.application.code, ("application__code",)),
        Column("from", _("From"), lambda record: plain(queries.where_from(record)), queries.where_from),
        Column("where", _("Host"), lambda record: plain(queries.where_to(record)), queries.where_to),
        Column("when", _("When"), period_cell, queries.period_of, ("starts_on",)),
        Column(
            "mentor",
            _("Mentor"),
            lambda record: plain(record.mentor_name) if record.mentor_name else unknown(),
            lambda record: record.mentor_name,
        ),
        Column("round", _("Round"), lambda record: plain(record.round), lambda record: str(record.round)),
        Column("state", _("State"), state_cell, lambda record: choice(Placement.State, record.state), ("state",)),
    ),
    filters=(
        text_filter(folded=["application__applicant__name_key"], plain=["application__code", "application__title"]),
        Filter("round", _("Round"), lambda records, value: records.filter(round=value), rounds),
        Filter(
            "state",
            _("State"),
            lambda records, value: records.filter(state=value),
            lambda user: [one for one in Placement.State.choices if one[0] != Placement.State.DROPPED],
        ),
        Filter("unit", _("Unit"), of_unit, units),
        Filter("city", _("City"), of_city, cities),
        Filter(
            "direction",
            _("Direction"),
            lambda records, value: records.filter(application__partner__isnull=value == "out"),
            lambda user: DIRECTIONS,
        ),
    ),
)
