"""The list of activities."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Substr
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    chip,
    days,
    facts,
    link,
    nothing,
    number,
    plain,
    text_filter,
    words,
    year_choices,
)
from hospitium.core.models import User
from hospitium.partners.models import Partnership
from hospitium.programme.models import Activity, Direction, Format, State
from hospitium.topics.models import Topic

DIRECTION_CHIPS = {
    Direction.IN: ("partner", "plane-landing"),
    Direction.OUT: ("own", "plane-takeoff"),
    Direction.ONLINE: ("", "monitor"),
    Direction.THIRD: ("", "map-pin"),
    Direction.UNKNOWN: ("open", "circle-help"),
}
STATE_CHIPS = {
    State.PLANNED: ("info", "clock"),
    State.DONE: ("success", "circle-check"),
    State.CANCELLED: ("open", "x"),
}
SHOWN = ("format", "title", "direction", "state", "number", "begins", "ends", "heads", "heads_planned", "source")


def activities(user: User, row: str) -> Any:
    """With the names of the partnerships, each read once for the page and not once for each row."""
    named = Partnership.objects.select_related("partner", "home_district").only(
        "key", "partner__name", "partner__own_name", "home_district__name"
    )
    return (
        Activity.objects.visible_to(user, row).only(*SHOWN).prefetch_related(Prefetch("partnerships", named.order_by()))
    )


def title_cell(record: Activity) -> SafeString:
    form = record.get_format_display()
    return link(words(record.title, form), record.get_absolute_url(), form if record.title else "")


def partners_of(record: Activity) -> str:
    return ", ".join(sorted(str(partnership) for partnership in record.partnerships.all()))


def direction_cell(record: Activity) -> SafeString:
    return chip(record.get_direction_display(), *DIRECTION_CHIPS[Direction(record.direction)])


def state_cell(record: Activity) -> SafeString:
    return chip(record.get_state_display(), *STATE_CHIPS[State(record.state)])


def persons_cell(record: Activity) -> SafeString:
    if record.state == State.PLANNED and record.heads is None and record.heads_planned is not None:
        return facts(plain(record.heads_planned), str(_("planned")))
    return number(record.heads)


def partnership_choices(user: User) -> list[tuple[str, str]]:
    visible = Partnership.objects.visible_to(user).select_related("partner", "home_district")
    named = visible.only("key", "partner__name", "partner__own_name", "home_district__name")
    return [(one.key, str(one)) for one in named]


def topic_choices(user: User) -> list[tuple[str, str]]:
    return [(topic.key, str(topic.name)) for topic in Topic.objects.only("key", "name")]


def years(user: User) -> Any:
    dated = Activity.objects.visible_to(user).order_by().exclude(begins=None)
    return year_choices(dated.values_list(Substr("begins", 1, 4), flat=True).distinct())


ACTIVITIES = ListSpec(
    name="activities",
    title=_("Activities"),
    records=activities,
    order="-begins",
    read_row="activity.read",
    export_row="activity.export",
    counted=lambda count: ngettext("%(count)s activity", "%(count)s activities", count) % {"count": count},
    empty_title=_("Here seminars, visits and meetings will stand"),
    empty_text=_("Enter the first one, or take over the list that your office keeps."),
    columns=(
        Column("title", _("Activity"), title_cell, str, ("title_key",)),
        Column(
            "begins",
            _("When"),
            lambda record: days(record.begins, record.ends),
            lambda record: record.begins,
            ("begins",),
        ),
        Column("ends", _("Until"), None, lambda record: record.ends),
        Column("format", _("Format"), None, lambda record: record.get_format_display(), ("format",)),
        Column("partnerships", _("Partnerships"), lambda record: plain(partners_of(record)), partners_of),
        Column(
            "direction",
            _("Direction"),
            direction_cell,
            lambda record: record.get_direction_display(),
            ("direction",),
        ),
        Column("persons", _("Persons"), persons_cell, lambda record: record.heads, ("heads",), is_numeric=True),
        Column(
            "number",
            _("No."),
            lambda record: nothing() if record.number is None else plain(record.number),
            lambda record: "" if record.number is None else record.number,
            ("number",),
            is_numeric=True,
        ),
        Column("state", _("State"), state_cell, lambda record: record.get_state_display(), ("state",)),
        Column(
            "source",
            _("Source"),
            lambda record: plain(record.source) if record.source else nothing(),
            lambda record: record.source,
        ),
    ),
    filters=(
        text_filter(folded=["title_key"], plain=["source"]),
        Filter(
            "partner",
            _("Partnership"),
            lambda records, value: records.filter(partnerships__key=value),
            partnership_choices,
        ),
        Filter("format", _("Format"), lambda records, value: records.filter(format=value), lambda user: Format.choices),
        Filter("state", _("State"), lambda records, value: records.filter(state=value), lambda user: State.choices),
        Filter(
            "direction",
            _("Direction"),
            lambda records, value: records.filter(direction=value),
            lambda user: Direction.choices,
        ),
        Filter("year", _("Year"), lambda records, value: records.filter(begins__startswith=value), years),
        Filter("topic", _("Topic"), lambda records, value: records.filter(topics__key=value), topic_choices),
    ),
)
