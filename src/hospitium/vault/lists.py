"""Who has read what from the vault, for the auditor: never a value, never a name of those whom it is about."""

from __future__ import annotations

from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hospitium.accounts.queries import log_record
from hospitium.core.lists import Column, Filter, ListSpec, choice, plain, text_filter, year_choices
from hospitium.core.models import User
from hospitium.core.templatetags.wording import moment
from hospitium.vault.fields import FIELDS, Purpose, label_of
from hospitium.vault.models import Reading


def readings(user: User, row: str) -> Any:
    return Reading.objects.visible_to(user, row).select_related("by")


def record_of(reading: Reading) -> str:
    return log_record(reading.kind, reading.key)


def fields_of(reading: Reading) -> str:
    return ", ".join(label_of(field) for field in reading.fields)


def with_field(records: Any, field: str) -> Any:
    # The lookup "contains" of lists in JSON is missing on SQLite.
    return records.annotate(codes=Cast("fields", TextField())).filter(codes__contains=f'"{field}"')


def readers(user: User) -> list[tuple[str, str]]:
    found = Reading.objects.visible_to(user).order_by().values_list("by", "by__name").distinct()
    return [(str(pk), name) for pk, name in sorted(found, key=lambda one: (one[1], one[0]))]


def years(user: User) -> Any:
    return year_choices(str(day.year) for day in Reading.objects.visible_to(user).dates("at", "year"))


READINGS = ListSpec(
    name="vault-log",
    title=_("Readings from the vault"),
    records=readings,
    order="-at",
    read_row="vault.log",
    export_row="vault.log",
    counted=lambda count: ngettext("%(count)s reading", "%(count)s readings", count) % {"count": count},
    empty_title=_("Nothing has been read from the vault"),
    empty_text=_("As soon as somebody reads a passport number or another sealed detail, a line stands here."),
    columns=(
        Column(
            "at",
            _("Time"),
            lambda record: plain(moment(record.at)),
            lambda record: record.at.isoformat(timespec="seconds"),
            ("at", "id"),
        ),
        Column("by", _("Who"), lambda record: plain(record.by.name), lambda record: record.by.name, ("by__name",)),
        Column("fields", _("What"), lambda record: plain(fields_of(record)), fields_of),
        Column("record", _("Record"), lambda record: plain(record_of(record)), record_of, ("kind", "key")),
        Column(
            "purpose",
            _("What for"),
            lambda record: choice(Purpose, record.purpose),
            lambda record: str(record.get_purpose_display()),
            ("purpose",),
        ),
    ),
    filters=(
        text_filter(folded=[], plain=["key", "by__name"]),
        Filter(
            "by",
            _("Who"),
            lambda records, value: records.filter(by=value) if value.isdecimal() else records.none(),
            readers,
        ),
        Filter(
            "field",
            _("What"),
            with_field,
            lambda user: list(FIELDS.items()),
        ),
        Filter(
            "purpose",
            _("What for"),
            lambda records, value: records.filter(purpose=value),
            lambda user: list(Purpose.choices),
        ),
        Filter(
            "year",
            _("Year"),
            lambda records, value: records.filter(at__year=value) if value.isdecimal() else records.none(),
            years,
        ),
    ),
)
