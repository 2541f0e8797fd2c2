"""The lists of visits, venues, speakers and interpreters."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max
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
from hospitium.partners.models import Partnership
from hospitium.programme.lists import STATE_CHIPS, attach_partners, named
from hospitium.programme.models import Format, State
from hospitium.topics.models import Topic
from hospitium.visits.models import Interpreter, LanguagePair, Mode, Speaker, Venue, Visit
from hospitium.visits.pairs import pairs_as_lines


# ---- visits --------------------------------------------------------------------
def visits(user: User, row: str) -> Any:
    return (
        Visit.objects.visible_to(user, row)
        .select_related("activity", "officer")
        .annotate(item_count=Count("items"))
        .defer("greeting", "hints", "cost_rule")
    )


def attach_visits(found: list[Any]) -> None:
    attach_partners([visit.activity for visit in found])


def visit_cell(record: Visit) -> SafeString:
    activity = record.activity
    form = choice(Format, activity.format)
    series = f"{record.series or form} {activity.number or ''}".strip()
    return link(words(activity.title, form), address("visits:visit", record.pk), series)


def visit_state_cell(record: Visit) -> SafeString:
    state = State(record.activity.state)
    return chip(choice(State, state), *STATE_CHIPS[state])


def partner_choices(user: User) -> list[tuple[str, str]]:
    known = Visit.objects.visible_to(user).order_by().values("activity__partnerships")
    return [(one.key, str(one)) for one in named(Partnership.objects.filter(pk__in=known))]


def officer_choices(user: User) -> list[tuple[str, str]]:
    known = Visit.objects.visible_to(user).order_by().values("officer")
    return [(str(one.pk), one.name) for one in User.objects.filter(pk__in=known).order_by("name")]


def visit_years(user: User) -> Any:
    found = Visit.objects.visible_to(user).order_by().values_list("starts_on__year", flat=True).distinct()
    return year_choices(str(year) for year in found)


VISITS = ListSpec(
    name="visits",
    title=_("Visits"),
    records=visits,
    order="-when",
    attach=attach_visits,
    read_row="visit.read",
    export_row="visit.export",
    counted=lambda count: ngettext("%(count)s visit", "%(count)s visits", count) % {"count": count},
    empty_title=_("Here the working places of seminars and visits will stand"),
    empty_text=_("Open one from a template or as a copy of an earlier visit; the programme is made in it."),
    columns=(
        Column("title", _("Visit"), visit_cell, lambda record: str(record.activity), ("activity__title_key",)),
        Column(
            "when",
            _("When"),
            lambda record: days(PartialDate.of(record.starts_on), PartialDate.of(record.ends_on)),
            lambda record: record.starts_on,
            ("starts_on",),
        ),
        Column("until", _("Until"), None, lambda record: record.ends_on),
        Column(
            "partnerships",
            _("Partnerships"),
            lambda record: plain(record.activity.partner_names),
            lambda record: record.activity.partner_names,
        ),
        Column(
            "officer",
            _("In charge"),
            lambda record: plain(record.officer) if record.officer_id else unknown(),
            lambda record: str(record.officer) if record.officer_id else None,
            ("officer__name",),
        ),
        Column(
            "items",
            _("Items"),
            lambda record: number(record.item_count),
            lambda record: record.item_count,
            ("item_count",),
            is_numeric=True,
        ),
        Column("state", _("State"), visit_state_cell, lambda record: choice(State, record.activity.state)),
    ),
    filters=(
        text_filter(folded=["activity__title_key"], plain=["series", "file_reference"]),
        Filter(
            "partner",
            _("Partnership"),
            lambda records, value: records.filter(activity__partnerships__key=value),
            partner_choices,
        ),
        Filter(
            "state",
            _("State"),
            lambda records, value: records.filter(activity__state=value),
            lambda user: State.choices,
        ),
        Filter(
            "year",
            _("Year"),
            lambda records, value: records.filter(starts_on__year=value) if value.isdecimal() else records.none(),
            visit_years,
        ),
        Filter(
            "officer",
            _("In charge"),
            lambda records, value: records.filter(officer=value) if value.isdecimal() else records.none(),
            officer_choices,
        ),
    ),
)


# ---- venues --------------------------------------------------------------------
def venues(user: User, row: str) -> Any:
    return Venue.objects.visible_to(user, row).annotate(item_count=Count("items")).select_related("unit")


def or_unknown(value: Any) -> SafeString:
    return plain(value) if value not in (None, "") else unknown()


VENUES = ListSpec(
    name="venues",
    title=_("Venues"),
    records=venues,
    order="name",
    read_row="venue.read",
    export_row="venue.read",
    counted=lambda count: ngettext("%(count)s venue", "%(count)s venues", count) % {"count": count},
    empty_title=_("Here the places of your programmes will stand"),
    empty_text=_("With opening hours, capacity and ways the check finds what does not work."),
    columns=(
        Column(
            "name",
            _("Venue"),
            lambda record: link(words(record.name), address("visits:venue", record.pk)),
            lambda record: str(record.name),
            ("name_key",),
        ),
        Column("address", _("Address"), lambda record: or_unknown(record.address), lambda record: record.address),
        Column(
            "capacity",
            _("Capacity"),
            lambda record: number(record.capacity),
            lambda record: record.capacity,
            ("capacity",),
            is_numeric=True,
        ),
        Column(
            "names_due",
            _("Names, days before"),
            lambda record: nothing() if record.names_due is None else plain(record.names_due),
            lambda record: "" if record.names_due is None else record.names_due,
            ("names_due",),
            is_numeric=True,
        ),
        Column(
            "unit",
            _("House of"),
            lambda record: plain(record.unit) if record.unit_id else nothing(),
            lambda record: str(record.unit or ""),
            ("unit__name_key",),
        ),
        Column(
            "items",
            _("Items"),
            lambda record: number(record.item_count),
            lambda record: record.item_count,
            ("item_count",),
            is_numeric=True,
        ),
    ),
    filters=(text_filter(folded=["name_key"], plain=["address", "contact"]),),
)


# ---- speakers ------------------------------------------------------------------
def speakers(user: User, row: str) -> Any:
    return (
        Speaker.objects.visible_to(user, row)
        .select_related("unit")
        .prefetch_related("topics")
        .annotate(part_count=Count("parts", distinct=True), last_day=Max("parts__item__day"))
        .defer("remark")
    )


def speaker_house(record: Speaker) -> str:
    return record.organisation or (str(record.unit) if record.unit_id else "")


def topic_choices(user: User) -> list[tuple[str, str]]:
    return [(topic.key, str(topic.name)) for topic in Topic.objects.only("key", "name")]


SPEAKERS = ListSpec(
    name="speakers",
    title=_("Speakers and hosts"),
    records=speakers,
    order="name",
    read_row="speaker.read",
    export_row="speaker.update",
    counted=lambda count: ngettext("%(count)s person", "%(count)s persons", count) % {"count": count},
    empty_title=_("Here those who speak and host will stand"),
    empty_text=_("With their function and topics, so that the next visit finds them again."),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda record: link(plain(record.name), address("visits:speaker", record.pk), words(record.function)),
            lambda record: record.name,
            ("name_key",),
        ),
        Column("function", _("Function"), None, lambda record: str(record.function)),
        Column(
            "house",
            _("House"),
            lambda record: or_unknown(speaker_house(record)),
            speaker_house,
            ("organisation", "unit__name_key"),
        ),
        Column(
            "topics",
            _("Topics"),
            lambda record: plain(", ".join(str(topic.name) for topic in record.topics.all())),
            lambda record: ", ".join(str(topic.name) for topic in record.topics.all()),
        ),
        Column(
            "parts",
            _("Items"),
            lambda record: number(record.part_count),
            lambda record: record.part_count,
            ("part_count",),
            is_numeric=True,
        ),
        Column(
            "last",
            _("Last time"),
            lambda record: facts(days(PartialDate.of(record.last_day)), "") if record.last_day else nothing(),
            lambda record: record.last_day or "",
            ("last_day",),
        ),
        Column("email", _("E-mail address"), None, lambda record: record.email),
        Column("phone", _("Phone"), None, lambda record: record.phone),
    ),
    filters=(
        text_filter(folded=["name_key"], plain=["organisation"]),
        Filter("topic", _("Topic"), lambda records, value: records.filter(topics__key=value), topic_choices),
    ),
)


# ---- interpreters ----------------------------------------------------------------
def interpreters(user: User, row: str) -> Any:
    return (
        Interpreter.objects.visible_to(user, row)
        .prefetch_related("pairs")
        .annotate(visit_count=Count("bookings", distinct=True), last_day=Max("bookings__last_day"))
        .defer("remark")
    )


def pair_words(record: Interpreter) -> str:
    pairs = [(pair.origin, pair.target) for pair in record.pairs.all()]
    return ", ".join(pairs_as_lines(pairs, get_language() or "en"))


def mode_words(record: Interpreter) -> str:
    return ", ".join(str(Mode(mode).label) for mode in record.modes if mode in Mode.values)


def pair_choices(user: User) -> list[tuple[str, str]]:
    codes = set(LanguagePair.objects.values_list("target", flat=True)) | set(
        LanguagePair.objects.values_list("origin", flat=True)
    )
    names = [(code, wording.language_name(code, language=get_language() or "en")) for code in codes]
    return sorted(names, key=lambda one: one[1].casefold())


INTERPRETERS = ListSpec(
    name="interpreters",
    title=_("Interpreters"),
    records=interpreters,
    order="name",
    read_row="interpreter.read",
    export_row="interpreter.update",
    counted=lambda count: ngettext("%(count)s interpreter", "%(count)s interpreters", count) % {"count": count},
    empty_title=_("Here the interpreters of your office will stand"),
    empty_text=_("With languages and modes, so that the check finds what is missing."),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda record: link(plain(record.name), address("visits:interpreter", record.pk)),
            lambda record: record.name,
            ("name_key",),
        ),
        Column("pairs", _("Languages"), lambda record: or_unknown(pair_words(record)), pair_words),
        Column("modes", _("Modes"), lambda record: or_unknown(mode_words(record)), mode_words),
        Column(
            "minutes",
            _("Minutes a day"),
            lambda record: number(record.minutes_a_day),
            lambda record: record.minutes_a_day,
            ("minutes_a_day",),
            is_numeric=True,
        ),
        Column(
            "rate",
            _("Rate a day"),
            lambda record: (
                unknown()
                if record.rate is None
                else plain(wording.money(record.rate, record.currency, language=get_language() or "en"))
            ),
            lambda record: record.rate,
            is_numeric=True,
        ),
        Column("currency", _("Currency"), None, lambda record: record.currency),
        Column(
            "visits",
            _("Visits"),
            lambda record: number(record.visit_count),
            lambda record: record.visit_count,
            ("visit_count",),
            is_numeric=True,
        ),
        Column("email", _("E-mail address"), None, lambda record: record.email),
        Column("phone", _("Phone"), None, lambda record: record.phone),
    ),
    filters=(
        text_filter(folded=["name_key"]),
        Filter(
            "from",
            _("From"),
            lambda records, value: records.filter(pk__in=pair_with(origin=value)),
            pair_choices,
        ),
        Filter(
            "into",
            _("Into"),
            lambda records, value: records.filter(pk__in=pair_with(target=value)),
            pair_choices,
        ),
        Filter(
            "mode",
            _("Mode"),
            lambda records, value: records.filter(modes__icontains=f'"{value}"'),
            lambda user: [(mode.value, mode.label) for mode in Mode if mode != Mode.NONE],
        ),
    ),
)


def pair_with(**direction: str) -> Any:
    return LanguagePair.objects.filter(**direction).order_by().values("interpreter")
