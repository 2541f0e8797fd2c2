"""The list of activities."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Substr
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
    return Activity.objects.visible_to(user, row).only(*SHOWN)


def attach_partners(found: list[Any]) -> None:
    """The names of the partnerships: each is read once, not once for each activity."""
    wanted = {record.pk: record for record in found}
    through = Activity.partnerships.through.objects
    pairs = [
        pair
        for start in range(0, len(found), 500)
        for pair in through.filter(activity__in=list(wanted)[start : start + 500]).values_list(
            "activity_id", "partnership_id"
        )
    ]
    names = {one.pk: str(one) for one in named(Partnership.objects.filter(pk__in={pk for _activity, pk in pairs}))}
    of: dict[int, list[str]] = {}
    for activity, partnership in pairs:
        of.setdefault(activity, []).append(names[partnership])
    for record in found:
        record.partner_names = ", ".join(sorted(of.get(record.pk, ())))


def named(partnerships: Any) -> Any:
    return partnerships.select_related("partner", "home_district").only(
        "key", "partner__name", "partner__own_name", "home_district__name"
    )


def title_cell(record: Activity) -> SafeString:
    form = choice(Format, record.format)
    return link(words(record.title, form), address("programme:activity", record.pk), form if record.title else "")


def direction_cell(record: Activity) -> SafeString:
    return chip(choice(Direction, record.direction), *DIRECTION_CHIPS[Direction(record.direction)])


def state_cell(record: Activity) -> SafeString:
    return chip(choice(State, record.state), *STATE_CHIPS[State(record.state)])


def persons_cell(record: Activity) -> SafeString:
    if record.state == State.PLANNED and record.heads is None and record.heads_planned is not None:
        return facts(plain(record.heads_planned), str(_("planned")))
    return number(record.heads)


def partnership_choices(user: User) -> list[tuple[str, str]]:
    return [(one.key, str(one)) for one in named(Partnership.objects.visible_to(user))]


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
    attach=attach_partners,
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
        Column("format", _("Format"), None, lambda record: choice(Format, record.format), ("format",)),
        Column(
            "partnerships",
            _("Partnerships"),
            lambda record: plain(record.partner_names),
            lambda record: record.partner_names,
        ),
        Column(
            "direction",
            _("Direction"),
            direction_cell,
            lambda record: choice(Direction, record.direction),
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
        Column("state", _("State"), state_cell, lambda record: choice(State, record.state), ("state",)),
        Column(
            "source",
            _("Source"),
            lambda record: plain(record.source) if record.source else unknown(),
            lambda record: record.source or None,
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
