"""The lists of year programmes and of all their lines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    chip,
    choice,
    link,
    nothing,
    number,
    plain,
    text_filter,
    unknown,
    words,
)
from hospitium.core.models import User
from hospitium.programme.lists.activities import partnership_choices, topic_choices
from hospitium.programme.models import Direction, Format, Line, Side, YearProgramme
from hospitium.programme.states import OPEN

YEAR_CHIPS = {
    YearProgramme.State.DRAFT: ("", "pencil"),
    YearProgramme.State.SENT: ("info", "send"),
    YearProgramme.State.AGREED: ("success", "handshake"),
    YearProgramme.State.CLOSED: ("open", "circle-check"),
}
LINE_CHIPS = {
    Line.State.PROPOSED: ("open", "circle-dashed"),
    Line.State.COUNTERED: ("warning", "repeat"),
    Line.State.AGREED: ("success", "handshake"),
    Line.State.DONE: ("success", "circle-check"),
    Line.State.POSTPONED: ("paused", "circle-pause"),
    Line.State.DROPPED: ("", "circle-x"),
}


def year_chip(state: str) -> SafeString:
    return chip(choice(YearProgramme.State, state), *YEAR_CHIPS[YearProgramme.State(state)])


def line_chip(state: str) -> SafeString:
    return chip(choice(Line.State, state), *LINE_CHIPS[Line.State(state)])


def year_programmes(user: User, row: str) -> Any:
    return (
        YearProgramme.objects.filter(pk__in=YearProgramme.objects.visible_to(user, row).order_by().values("pk"))
        .select_related("partnership__partner", "partnership__home_district", "partnership__unit")
        .annotate(
            line_count=Count("lines"),
            open_count=Count("lines", filter=Q(lines__state__in=OPEN)),
            agreed_count=Count("lines", filter=Q(lines__state__in=[Line.State.AGREED, Line.State.DONE])),
        )
    )


def years_of(user: User) -> list[tuple[str, str]]:
    found = YearProgramme.objects.visible_to(user).order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in dict.fromkeys(found)]


def whole_number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else -1


YEAR_PROGRAMMES = ListSpec(
    name="year-programmes",
    title=_("Year programmes"),
    records=year_programmes,
    order="-year",
    read_row="year_programme.read",
    export_row="year_programme.export",
    counted=lambda count: ngettext("%(count)s year programme", "%(count)s year programmes", count) % {"count": count},
    empty_title=_("Here the programmes with the partners will stand, year by year"),
    empty_text=_("Begin with one partner and next year; the partner answers line by line, without an account."),
    columns=(
        Column(
            "partnership",
            _("Partnership"),
            lambda record: link(plain(record.partnership), address("programme:year_programme", record.pk)),
            lambda record: str(record.partnership),
            ("partnership__partner__name_key",),
        ),
        Column("year", _("Year"), lambda record: plain(record.year), lambda record: record.year, ("year",), True),
        Column(
            "state",
            _("State"),
            lambda record: year_chip(record.state),
            lambda record: choice(YearProgramme.State, record.state),
            ("state",),
        ),
        Column(
            "lines",
            _("Lines"),
            lambda record: number(record.line_count),
            lambda record: record.line_count,
            ("line_count",),
            True,
        ),
        Column(
            "agreed",
            _("Agreed"),
            lambda record: number(record.agreed_count),
            lambda record: record.agreed_count,
            ("agreed_count",),
            True,
        ),
        Column(
            "open",
            _("Without an answer"),
            lambda record: number(record.open_count),
            lambda record: record.open_count,
            ("open_count",),
            True,
        ),
        Column(
            "unit",
            _("Looked after by"),
            lambda record: plain(record.partnership.unit) if record.partnership.unit else unknown(),
            lambda record: str(record.partnership.unit or "") or None,
        ),
        Column("agreed_on", _("Agreed on"), None, lambda record: record.agreed_on or ""),
        Column("basis", _("Agreed by"), None, lambda record: record.basis),
    ),
    filters=(
        text_filter(folded=["partnership__partner__name_key"], plain=["file_reference", "basis"]),
        Filter(
            "partner",
            _("Partnership"),
            lambda records, value: records.filter(partnership__key=value),
            partnership_choices,
        ),
        Filter("year", _("Year"), lambda records, value: records.filter(year=whole_number(value)), years_of),
        Filter(
            "state",
            _("State"),
            lambda records, value: records.filter(state=value),
            lambda user: YearProgramme.State.choices,
        ),
    ),
)


# ---- lines -------------------------------------------------------------------
def lines(user: User, row: str) -> Any:
    programmes = YearProgramme.objects.visible_to(user, row).order_by().values("pk")
    return Line.objects.filter(programme__in=programmes).select_related(
        "programme__partnership__partner", "programme__partnership__home_district", "topic", "unit"
    )


def month_name(value: int | None) -> str:
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return wording.month_names(language=language)[value - 1] if value else ""


def month_cell(record: Line) -> SafeString:
    return plain(month_name(record.month)) if record.month else nothing()


YEAR_LINES = ListSpec(
    name="year-lines",
    title=_("Lines of the year programmes"),
    records=lines,
    order="-year",
    read_row="year_programme.read",
    export_row="year_programme.export",
    counted=lambda count: ngettext("%(count)s line", "%(count)s lines", count) % {"count": count},
    empty_title=_("Here the lines of all year programmes will stand"),
    empty_text=_("They come from the year programmes; this list is for looking across partners and for export."),
    columns=(
        Column(
            "title",
            _("Title"),
            lambda record: link(
                words(record.title, choice(Format, record.format)), address("programme:line", record.pk)
            ),
            str,
            ("title_key",),
        ),
        Column(
            "partnership",
            _("Partnership"),
            lambda record: plain(record.programme.partnership),
            lambda record: str(record.programme.partnership),
            ("programme__partnership__partner__name_key",),
        ),
        Column(
            "year",
            _("Year"),
            lambda record: plain(record.programme.year),
            lambda record: record.programme.year,
            ("programme__year", "month"),
            True,
        ),
        Column("month", _("Month"), month_cell, lambda record: month_name(record.month), ("month",)),
        Column(
            "state",
            _("State"),
            lambda record: line_chip(record.state),
            lambda record: choice(Line.State, record.state),
            ("state",),
        ),
        Column(
            "format",
            _("Format"),
            lambda record: choice(Format, record.format),
            lambda record: choice(Format, record.format),
            ("format",),
        ),
        Column("topic", _("Topic"), None, lambda record: str(record.topic or "")),
        Column("direction", _("Direction"), None, lambda record: choice(Direction, record.direction)),
        Column("place", _("Place"), None, lambda record: record.place),
        Column("days", _("Days"), None, lambda record: "" if record.days is None else record.days),
        Column("unit", _("Our unit"), None, lambda record: str(record.unit or "")),
        Column("our_lead", _("Lead on our side"), None, lambda record: record.our_lead),
        Column("their_lead", _("Lead on the partner's side"), None, lambda record: record.their_lead),
        Column(
            "persons",
            _("Persons"),
            lambda record: nothing() if record.persons is None else number(record.persons),
            lambda record: "" if record.persons is None else record.persons,
            ("persons",),
            True,
        ),
        Column("cost_share", _("Who bears which cost"), None, lambda record: str(record.cost_share)),
        Column("proposed_by", _("Proposed by"), None, lambda record: choice(Side, record.proposed_by)),
        Column("reason", _("Reason"), None, lambda record: record.reason),
        Column(
            "postponed_to",
            _("Postponed to"),
            None,
            lambda record: "" if record.postponed_to is None else record.postponed_to,
        ),
    ),
    filters=(
        text_filter(folded=["title_key"], plain=["place", "our_lead", "their_lead"]),
        Filter(
            "partner",
            _("Partnership"),
            lambda records, value: records.filter(programme__partnership__key=value),
            partnership_choices,
        ),
        Filter("year", _("Year"), lambda records, value: records.filter(programme__year=whole_number(value)), years_of),
        Filter(
            "state", _("State"), lambda records, value: records.filter(state=value), lambda user: Line.State.choices
        ),
        Filter("topic", _("Topic"), lambda records, value: records.filter(topic__key=value), topic_choices),
    ),
)
