"""Runs in pretalx's own environment: one public event with many talks in a released schedule; prints a talk's code."""

from __future__ import annotations

import datetime as dt
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretalx.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils.timezone import now  # noqa: E402
from django_scopes import scope, scopes_disabled  # type: ignore[import-not-found] # noqa: E402
from pretalx.common.models.settings import GlobalSettings  # type: ignore[import-not-found] # noqa: E402
from pretalx.event.models import Event  # type: ignore[import-not-found] # noqa: E402
from pretalx.event.utils import create_organiser_with_team  # type: ignore[import-not-found] # noqa: E402
from pretalx.person.models import SpeakerProfile, User  # type: ignore[import-not-found] # noqa: E402
from pretalx.schedule.models import Room  # type: ignore[import-not-found] # noqa: E402
from pretalx.submission.models import Submission  # type: ignore[import-not-found] # noqa: E402

TALKS, ROOMS, PER_DAY, MINUTES = int(sys.argv[1]), 10, 12, 30
TEXT = "A comparison of responsibilities, with a visit on the spot and time for questions. "


def make() -> str:
    """The code of one talk."""
    GlobalSettings().settings.update_check_enabled = False
    admin = User.objects.create_superuser(email="admin@example.org", name="Admin", password="!")  # noqa: S106
    organiser, team = create_organiser_with_team(name="Office", slug="office", users=[admin])
    start = now().date() + dt.timedelta(days=1)
    days = -(-TALKS // (ROOMS * PER_DAY))
    with scopes_disabled():
        event = Event.objects.create(
            name="Seminars",
            slug="bench",
            organiser=organiser,
            is_public=True,
            date_from=start,
            date_to=start + dt.timedelta(days=days),
            timezone="Europe/Berlin",
            email="office@example.org",
            locale_array="en",
            locale="en",
        )
    with scope(event=event):
        event.build_initial_data()
        team.limit_events.add(event)
        rooms = [Room.objects.create(event=event, name=f"Room {n}", position=n) for n in range(ROOMS)]
        submissions = [submission(event, n) for n in range(TALKS)]
        for n, one in enumerate(submissions):
            slot = one.slots.filter(schedule=event.wip_schedule).first()
            day, place = divmod(n, ROOMS * PER_DAY)
            turn, room = divmod(place, ROOMS)
            slot.start = event.datetime_from + dt.timedelta(days=day, hours=9, minutes=turn * MINUTES)
            slot.end = slot.start + dt.timedelta(minutes=MINUTES)
            slot.room = rooms[room]
            slot.save()
        event.wip_schedule.freeze("1.0", notify_speakers=False)
    return str(submissions[0].code)


def submission(event: Event, n: int) -> Submission:
    speaker = User.objects.create_user(email=f"speaker{n}@example.org", name=f"Speaker {n}")
    SpeakerProfile.objects.create(user=speaker, event=event, biography=TEXT * 2)
    made = Submission.objects.create(
        event=event,
        title=f"Seminar {n}: administration compared",
        submission_type=event.cfp.default_type,
        abstract=TEXT * 2,
        description=TEXT * 4,
        content_locale="en",
    )
    made.speakers.add(speaker)
    made.accept()
    made.confirm()
    return made


if __name__ == "__main__":
    # One transaction: five hundred times twenty commits would take minutes.
    with transaction.atomic():
        code = make()
    print(code)
