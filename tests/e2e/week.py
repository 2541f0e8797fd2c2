"""A small visit for the tests of the day grid: `python -m tests.e2e.week` writes it and prints its number."""

from __future__ import annotations

from datetime import date, time

from hospitium.operations import django_start

django_start.start()

from hospitium.algorithms.dates import PartialDate  # noqa: E402
from hospitium.core.multilingual import written_in  # noqa: E402
from hospitium.partners.models import Partnership  # noqa: E402
from hospitium.programme.models import Activity, Direction, Format, State  # noqa: E402
from hospitium.visits.models import Item, Venue, Visit, Way  # noqa: E402


def write_week() -> Visit:
    """Two lectures on a Tuesday at two venues that are half an hour apart, with an hour between them."""
    warsaw = Partnership.objects.get(key="warsaw")
    activity = Activity.objects.create(
        format=Format.SEMINAR,
        title=written_in("en", "Trees in the street (example)"),
        direction=Direction.IN,
        state=State.PLANNED,
        begins=PartialDate(2027, 3, 15),
        ends=PartialDate(2027, 3, 19),
        unit=warsaw.unit,
    )
    activity.partnerships.set([warsaw])
    visit = Visit.objects.create(
        activity=activity,
        unit=warsaw.unit,
        starts_on=date(2027, 3, 15),
        ends_on=date(2027, 3, 19),
        guest_language="pl",
        understood=["de"],
    )
    here = Venue.objects.create(name=written_in("en", "Nursery (example)"))
    there = Venue.objects.create(name=written_in("en", "Town hall (example)"))
    Way.objects.create(origin=here, target=there, minutes=30)
    for title, venue, starts in (("Planting", here, time(9)), ("Watering", there, time(11))):
        Item.objects.create(
            visit=visit,
            kind=Item.Kind.LECTURE,
            title=written_in("en", title),
            venue=venue,
            day=date(2027, 3, 16),
            starts=starts,
            minutes=60,
        )
    return visit


if __name__ == "__main__":
    print(write_week().pk)
