"""The register of gifts as a list."""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates import PartialDate
from hospitium.core import wording
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    chip,
    choice,
    days,
    facts,
    link,
    nothing,
    number,
    plain,
    text_filter,
    unknown,
    words,
    year_choices,
)
from hospitium.core.models import User
from hospitium.delegations.models import Gift
from hospitium.delegations.queries.gifts import total
from hospitium.partners.models import Partner

STATE_CHIPS = {
    Gift.State.FREE: ("", "check"),
    Gift.State.ASKED: ("info", "send"),
    Gift.State.APPROVED: ("success", "circle-check"),
    Gift.State.REFUSED: ("danger", "circle-x"),
}
DIRECTION_CHIPS = {Gift.Direction.GIVEN: ("own", "arrow-up"), Gift.Direction.RECEIVED: ("partner", "arrow-down")}


def gifts(user: User, row: str) -> Any:
    together = ExpressionWrapper(F("value") * F("count"), output_field=DecimalField(max_digits=14, decimal_places=2))
    return Gift.objects.visible_to(user, row).select_related("partner", "unit").annotate(together=together)


def value_cell(record: Gift) -> SafeString:
    value = total(record)
    if value is None:
        return unknown()
    return plain(wording.money(value, record.currency, language=get_language() or "en"))


def state_cell(record: Gift) -> SafeString:
    state = Gift.State(record.state)
    return chip(choice(Gift.State, state), *STATE_CHIPS[state])


def direction_cell(record: Gift) -> SafeString:
    direction = Gift.Direction(record.direction)
    return chip(choice(Gift.Direction, direction), *DIRECTION_CHIPS[direction])


def is_given(record: Gift) -> bool:
    return record.direction == Gift.Direction.GIVEN


def whereabouts_cell(record: Gift) -> SafeString:
    """Where a gift is that we were given; what we gave is with whoever got it."""
    if record.whereabouts:
        return plain(record.whereabouts)
    return nothing() if is_given(record) else unknown()


def partner_choices(user: User) -> list[tuple[str, str]]:
    known = Gift.objects.visible_to(user).order_by().values("partner")
    return [(one.key, str(one)) for one in Partner.objects.filter(pk__in=known).order_by("name_key")]


def gift_years(user: User) -> Any:
    found = Gift.objects.visible_to(user).order_by().values_list("on__year", flat=True).distinct()
    return year_choices(str(year) for year in found)


GIFTS = ListSpec(
    name="gifts",
    title=_("Gifts"),
    records=gifts,
    order="-on",
    read_row="gift.read",
    export_row="gift.export",
    counted=lambda count: ngettext("%(count)s gift", "%(count)s gifts", count) % {"count": count},
    empty_title=_("Here the gifts given and received will stand"),
    empty_text=_("With value, occasion, approval and whereabouts: whoever is asked can answer."),
    columns=(
        Column(
            "what",
            _("What"),
            lambda record: link(plain(record.what), address("delegations:gift", record.pk), record.occasion),
            lambda record: record.what,
            ("what",),
        ),
        Column(
            "direction",
            _("Given or received"),
            direction_cell,
            lambda record: choice(Gift.Direction, record.direction),
            ("direction",),
        ),
        Column("on", _("On"), lambda record: days(PartialDate.of(record.on)), lambda record: record.on, ("on",)),
        Column(
            "partner",
            _("Partner"),
            lambda record: words(record.partner.name) if record.partner_id else nothing(),
            lambda record: str(record.partner or ""),
            ("partner__name_key",),
        ),
        Column(
            "giver",
            _("From whom, to whom"),
            lambda record: facts(plain(record.giver), record.receiver),
            lambda record: record.giver,
            ("giver",),
        ),
        Column("receiver", _("To whom"), None, lambda record: record.receiver),
        Column("occasion", _("Occasion"), None, lambda record: record.occasion),
        Column(
            "count",
            _("Pieces"),
            lambda record: number(record.count),
            lambda record: record.count,
            is_numeric=True,
        ),
        Column("value", _("Value"), value_cell, total, ("together",), is_numeric=True),
        Column("currency", _("Currency"), None, lambda record: record.currency),
        Column("state", _("Approval"), state_cell, lambda record: choice(Gift.State, record.state), ("state",)),
        Column("decided_on", _("Decided on"), None, lambda record: record.decided_on or ""),
        Column("reason", _("Reason of the decision"), None, lambda record: record.reason),
        Column(
            "whereabouts",
            _("Where it is"),
            whereabouts_cell,
            lambda record: record.whereabouts or ("" if is_given(record) else None),
        ),
        Column("unit", _("Office"), None, lambda record: str(record.unit)),
    ),
    filters=(
        text_filter(folded=[], plain=["what", "giver", "receiver", "occasion", "whereabouts"]),
        Filter(
            "direction",
            _("Given or received"),
            lambda records, value: records.filter(direction=value),
            lambda user: Gift.Direction.choices,
        ),
        Filter("partner", _("Partner"), lambda records, value: records.filter(partner__key=value), partner_choices),
        Filter(
            "year",
            _("Year"),
            lambda records, value: records.filter(on__year=value) if value.isdecimal() else records.none(),
            gift_years,
        ),
        Filter(
            "state",
            _("Approval"),
            lambda records, value: records.filter(state=value),
            lambda user: Gift.State.choices,
        ),
    ),
)
