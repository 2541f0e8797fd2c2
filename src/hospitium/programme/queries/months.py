"""The joint calendar of a year programme: lines, activities, holidays of both cities and jubilees, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.algorithms.dates import anniversaries
from hospitium.core import wording
from hospitium.core.models import User
from hospitium.partners.models import Home, Partner
from hospitium.partners.queries import calendar
from hospitium.programme.models import Activity, Line, State, YearProgramme
from hospitium.programme.queries.contents import language
from hospitium.programme.states import AWAY


@dataclass(frozen=True)
class Day:
    """A public holiday, school holidays or a jubilee: when, what, and in which city."""

    first: date
    when: str
    name: str
    language: str
    where: str
    kind: str


@dataclass
class Month:
    """What lies in one month; the one without a number holds what has no month yet."""

    number: int
    name: str
    lines: list[Line] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.activities or self.days)


def months_of(programme: YearProgramme, lines: Sequence[Line], *, by: User) -> list[Month]:
    """The twelve months, and in front of them what has no month; a month without anything stays, it is free."""
    names = wording.month_names(language=language())
    months = [Month(0, _("Month open")), *(Month(number, name) for number, name in enumerate(names, 1))]
    for line in lines:
        if line.state not in AWAY:
            months[line.month or 0].lines.append(line)
    for activity in activities_of(programme, by):
        begins = activity.begins
        # What runs over from the year before stands in January.
        month = 0 if begins is None or begins.month is None else begins.month if begins.year == programme.year else 1
        months[month].activities.append(activity)
    for day in days_of(programme):
        months[day.first.month].days.append(day)
    return months if not months[0].is_empty else months[1:]


def activities_of(programme: YearProgramme, by: User) -> Iterable[Activity]:
    """The activities of the year with this partnership, without what was cancelled."""
    first, after = str(programme.year), str(programme.year + 1)
    within = Q(begins__gte=first, begins__lt=after) | Q(begins__lt=first, ends__gte=first, ends__lt=f"{after}-99")
    with_it = Activity.partnerships.through.objects.filter(partnership=programme.partnership_id)
    found = Activity.objects.visible_to(by).filter(within, pk__in=with_it.values("activity"))
    return found.exclude(state=State.CANCELLED).order_by("begins", "id")


def days_of(programme: YearProgramme) -> list[Day]:
    """Holidays of both cities and jubilees of the partnership, by day."""
    home, partner = Home.objects.first(), programme.partnership.partner
    found = [*([] if home is None else holidays(home, str(home.name), programme.year))]
    found += holidays(partner, str(partner), programme.year)
    found += jubilees(programme)
    return sorted(found, key=lambda day: (day.first, day.kind, day.name))


def holidays(place: Home | Partner, name: str, year: int) -> list[Day]:
    here = language()
    public = [
        Day(
            one.on,
            wording.day(one.on, language=here, style="desk", this_year=year),
            one.name,
            one.language if one.language != here else "",
            name,
            "public",
        )
        for one in calendar.public_holidays(place.country, place.subdivision, year, here)
    ]
    school = [
        Day(
            max(one.first, date(year, 1, 1)),
            wording.period(one.first, one.last, language=here, style="table"),
            one.name,
            "",
            name,
            "school",
        )
        for one in calendar.school_holidays(place.country, place.subdivision, year, here)
    ]
    return public + school


def jubilees(programme: YearProgramme) -> list[Day]:
    """Those that are known to the month; a year alone has no place in a calendar."""
    since, year = programme.partnership.since, programme.year
    if since is None or since.month is None:
        return []
    found = anniversaries(since=since, not_before=date(year, 1, 1), not_after=date(year, 12, 31))
    return [
        Day(
            one.on.first,
            wording.day(one.on, language=language()),
            ngettext("Jubilee: %(count)d year", "Jubilee: %(count)d years", one.years) % {"count": one.years},
            "",
            str(programme.partnership),
            "jubilee",
        )
        for one in found
    ]
