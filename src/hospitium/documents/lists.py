"""The register of documents."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    link,
    nothing,
    plain,
    text_filter,
    unbroken,
    year_choices,
)
from hospitium.core.models import User
from hospitium.documents.kinds import KINDS, label_of
from hospitium.documents.models import Document


def documents(user: User, row: str) -> Any:
    return (
        Document.objects.visible_to(user, row)
        .select_related("unit", "made_by")
        .annotate(unit_key=F("unit__name_key"))
        .defer("data")
    )


def languages_of(document: Document) -> str:
    here = get_language() or "en"
    codes = [code for code in (document.language, document.second_language) if code]
    return " · ".join(wording.language_name(code, language=here) for code in codes)


def document_years(user: User) -> Any:
    years = Document.objects.visible_to(user).order_by().values_list("year", flat=True).distinct()
    return year_choices(str(year) for year in years)


DOCUMENTS = ListSpec(
    name="documents",
    title=_("Documents"),
    records=documents,
    order="-sign",
    read_row="document.read",
    export_row="document.read",
    counted=lambda count: ngettext("%(count)s document", "%(count)s documents", count) % {"count": count},
    empty_title=_("Here every document that was made will stand"),
    empty_text=_("With number, version and file reference. Documents are made on the pages of a visit."),
    columns=(
        Column(
            "sign",
            _("Number"),
            lambda record: link(unbroken(record.sign), address("documents:document", record.pk)),
            lambda record: record.sign,
            ("year", "number", "version"),
        ),
        Column("title", _("Title"), lambda record: plain(record.heading), lambda record: record.heading, ("title",)),
        Column(
            "kind",
            _("Kind"),
            lambda record: plain(label_of(record.template)),
            lambda record: label_of(record.template),
        ),
        Column("languages", _("Languages"), lambda record: plain(languages_of(record)), languages_of),
        Column(
            "format", _("Format"), lambda record: plain(record.format.upper()), lambda record: record.format.upper()
        ),
        Column(
            "reference",
            _("File reference"),
            lambda record: plain(record.file_reference) if record.file_reference else nothing(),
            lambda record: record.file_reference,
            ("file_reference",),
        ),
        Column(
            "as_of",
            _("As of"),
            lambda record: plain(wording.day(record.as_of, language=get_language() or "en")),
            lambda record: record.as_of,
            ("as_of",),
        ),
        Column("by", _("Made by"), lambda record: plain(record.made_by.name), lambda record: record.made_by.name),
        Column("unit", _("Unit"), None, lambda record: str(record.unit)),
    ),
    filters=(
        text_filter(folded=[], plain=["title", "file_reference"]),
        Filter(
            "kind",
            _("Kind"),
            lambda records, value: records.filter(template=value),
            lambda user: [(key, kind.label) for key, kind in KINDS.items()],
        ),
        Filter(
            "year",
            _("Year"),
            lambda records, value: records.filter(year=value) if value.isdecimal() else records.none(),
            document_years,
        ),
    ),
)
