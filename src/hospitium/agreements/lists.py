"""The list of instruments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from hospitium.agreements.models import Instrument, InstrumentKind, Status
from hospitium.agreements.queries import deadline_of
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
    plain,
    text_filter,
    unknown,
    words,
    year_choices,
)
from hospitium.core.models import User
from hospitium.partners.models import Partnership

UNSIGNED = (Status.DRAFT, Status.IN_REVIEW)
STATUS_TONES = {
    Status.DRAFT: ("", "pencil"),
    Status.IN_REVIEW: ("info", "clock"),
    Status.SIGNED: ("success", "circle-check"),
    Status.EXPIRED: ("open", "calendar-x"),
    Status.SUPERSEDED: ("open", "repeat"),
    Status.TERMINATED: ("danger", "circle-x"),
}


def instruments(user: User, row: str) -> Any:
    return (
        Instrument.objects.visible_to(user, row)
        .select_related("partnership__partner", "partnership__home_district")
        .defer("note", "partnership__partner__responsibilities")
    )


def day_cell(day: date | None) -> SafeString:
    return plain(wording.day(day, language=get_language() or "en")) if day else nothing()


def notice_due(record: Instrument) -> date | None:
    """By when notice has to be given before the next tacit renewal."""
    deadline = deadline_of(record, timezone.localdate())
    return deadline.day if deadline and deadline.code == "notice" else None


def title_cell(record: Instrument) -> SafeString:
    title = words(record.title, choice(InstrumentKind, record.kind))
    return link(title, address("agreements:instrument", record.pk))


def valid_cell(record: Instrument) -> SafeString:
    if record.is_tacitly_renewed and record.valid_until:
        return facts(day_cell(record.valid_until), str(_("renewed tacitly")))
    return day_cell(record.valid_until) if record.valid_until else unknown()


def partnership_choices(user: User) -> list[tuple[str, str]]:
    visible = Partnership.objects.visible_to(user).select_related("partner", "home_district")
    return [(one.key, str(one)) for one in visible.defer("partner__responsibilities")]


def years(user: User) -> Any:
    signed = Instrument.objects.visible_to(user).order_by().exclude(signed=None)
    return year_choices(signed.values_list(Substr("signed", 1, 4), flat=True).distinct())


INSTRUMENTS = ListSpec(
    name="instruments",
    title=_("Instruments"),
    records=instruments,
    order="-signed",
    read_row="instrument.read",
    export_row="instrument.export",
    counted=lambda count: ngettext("%(count)s instrument", "%(count)s instruments", count) % {"count": count},
    empty_title=_("Here declarations, agreements and memoranda will stand"),
    empty_text=_("With them Hospitium reminds you of notice periods and renewals."),
    columns=(
        Column(
            "title",
            _("Title"),
            lambda record: link(
                words(record.title, choice(InstrumentKind, record.kind)), address("agreements:instrument", record.pk)
            ),
            str,
            ("title_key",),
        ),
        Column(
            "partnership",
            _("Partnership"),
            lambda record: plain(record.partnership),
            lambda record: str(record.partnership),
            ("partnership__partner__name_key",),
        ),
        Column(
            "kind",
            _("Kind"),
            lambda record: choice(InstrumentKind, record.kind),
            lambda record: choice(InstrumentKind, record.kind),
            ("kind",),
        ),
        Column(
            "status",
            _("Status"),
            lambda record: chip(choice(Status, record.status), *STATUS_TONES[Status(record.status)]),
            lambda record: choice(Status, record.status),
            ("status",),
        ),
        Column(
            "signed",
            _("Signed on"),
            lambda record: nothing() if record.status in UNSIGNED and not record.signed else days(record.signed),
            lambda record: "" if record.status in UNSIGNED and not record.signed else record.signed,
            ("signed",),
        ),
        Column("until", _("Valid until"), valid_cell, lambda record: record.valid_until, ("valid_until",)),
        Column(
            "notice",
            _("Notice by"),
            lambda record: day_cell(notice_due(record)),
            lambda record: notice_due(record) or "",
        ),
        Column("source", _("Source"), None, lambda record: record.source),
    ),
    filters=(
        text_filter(folded=["title_key", "partnership__partner__name_key"], plain=["file_reference"]),
        Filter(
            "partner",
            _("Partnership"),
            lambda records, value: records.filter(partnership__key=value),
            partnership_choices,
        ),
        Filter(
            "kind", _("Kind"), lambda records, value: records.filter(kind=value), lambda user: InstrumentKind.choices
        ),
        Filter("status", _("Status"), lambda records, value: records.filter(status=value), lambda user: Status.choices),
        Filter("year", _("Year signed"), lambda records, value: records.filter(signed__startswith=value), years),
    ),
)
UNSIGNED = (Status.DRAFT, Status.IN_REVIEW)
