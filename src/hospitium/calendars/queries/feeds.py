"""What stands in a feed: what its owner may see now, in the owner's language, and nothing that is internal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.policy import access_of, may
from hospitium.algorithms.dates import PartialDate
from hospitium.algorithms.timetable import Answer
from hospitium.calendars import entries
from hospitium.calendars.entries import Entry
from hospitium.calendars.models import Subscription
from hospitium.core.models import Event, User
from hospitium.partners.models import Partnership
from hospitium.programme.models import Activity, State
from hospitium.programme.models.activities import ActivityQuerySet
from hospitium.visits.models import Item, Part, Task, Visit
from hospitium.visits.queries.timetable import GONE, answer_of

# How far back a feed of a whole desk or partnership goes.
KEPT = timedelta(days=366)


class Feed(NamedTuple):
    """A calendar before it is written."""

    title: str
    note: str
    entries: list[Entry]


class Changes(NamedTuple):
    """When something was changed last, and how often: a number that only grows."""

    at: datetime | None = None
    times: int = 0


UNCHANGED = Changes()


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def subscription_of(token: str) -> Subscription | None:
    """The feed behind an address; None when it is unknown, revoked, or its owner may use none any more."""
    found = Subscription.objects.filter(token_hash=digest_of(token), revoked_at=None).select_related("user").first()
    if found is None or not found.user.is_active or not may(found.user, "calendar.use"):
        return None
    return found


def subscriptions_of(user: User) -> list[tuple[Subscription, str]]:
    """The feeds that a person has not revoked, each with what it shows."""
    found = list(Subscription.objects.visible_to(user).filter(revoked_at=None))
    keys = {what: [one.key for one in found if one.what == what] for what in Subscription.What.values}
    visits = Visit.objects.visible_to(user).filter(pk__in=keys["visit"]).select_related("activity")
    partnerships = Partnership.objects.visible_to(user).filter(pk__in=keys["partnership"])
    names = {("visit", str(one.pk)): str(one) for one in visits}
    names |= {("partnership", str(one.pk)): str(one) for one in partnerships.select_related("partner", "home_district")}
    return [(one, names.get((one.what, one.key), "")) for one in found]


def feed_of(subscription: Subscription, *, today: date) -> Feed:
    """What the owner of a feed sees in it."""
    user = subscription.user
    if subscription.what == Subscription.What.VISIT:
        visits = Visit.objects.visible_to(user).filter(pk=subscription.key)
        activities = Activity.objects.visible_to(user).none()
    elif subscription.what == Subscription.What.PARTNERSHIP:
        partnership = Partnership.objects.visible_to(user).filter(pk=subscription.key)
        visits = Visit.objects.visible_to(user).filter(
            activity__partnerships__in=partnership, ends_on__gte=today - KEPT
        )
        activities = Activity.objects.visible_to(user).filter(partnerships__in=partnership)
    else:
        visits = Visit.objects.visible_to(user).filter(ends_on__gte=today - KEPT)
        activities = led_by(user)
    return Feed(title_of(subscription), note_of(), list(of(user, visits.distinct(), activities.distinct(), today)))


def title_of(subscription: Subscription) -> str:
    name = next((name for one, name in subscriptions_of(subscription.user) if one.pk == subscription.pk), "")
    if subscription.what == Subscription.What.PERSON:
        name = _("My visits")
    return f"{name} – {settings.INSTALLATION['name']}" if name else str(settings.INSTALLATION["name"])


def note_of() -> str:
    return _("What is not known to the day, and items without a time, are not in this calendar.")


def led_by(user: User) -> ActivityQuerySet:
    """The activities of the person's own units."""
    scope = access_of(user).scope("activity.update")
    departments = access_of(user).scope("activity.read").department_units
    return Activity.objects.visible_to(user).filter(Q(unit__in=scope.units) | Q(departments__in=departments))


def of(user: User, visits: QuerySet[Visit], activities: QuerySet[Activity], today: date) -> Iterator[Entry]:
    shown = list(visits.select_related("activity").order_by("starts_on", "pk"))
    changed = changes_of("visits.visit", [one.pk for one in shown], codes=("visit.changed", "visit.created"))
    for visit in shown:
        yield visit_entry(visit, changed.get(visit.pk, UNCHANGED))
    yield from item_entries(user, shown, changed)
    others = list(activities.exclude(visit__in=shown).exclude(begins=None).order_by("begins", "pk"))
    stamps = changes_of("programme.activity", [one.pk for one in others])
    for activity in others:
        if activity.begins and activity.begins.precision == "day" and last_day(activity) >= today - KEPT:
            yield activity_entry(activity, stamps.get(activity.pk, UNCHANGED))
    for task in tasks_of(user, shown):
        yield task_entry(task)


# ---- the entries -----------------------------------------------------------------
def visit_entry(visit: Visit, changed: Changes) -> Entry:
    begins, ends = entries.whole_days(visit.starts_on, visit.ends_on)
    return Entry(
        uid=f"visit-{visit.pk}@{entries.host()}",
        title=visit.activity.title.here.as_title.text or str(visit.activity),
        begins=begins,
        ends=ends,
        status=state_of(visit.activity),
        sequence=changed.times,
        changed=changed.at,
        url=address("visits:visit", visit.pk),
        is_busy=False,
    )


def item_entries(user: User, visits: list[Visit], changed: Mapping[int, Changes]) -> Iterator[Entry]:
    """The items that have a day and a time. Names of speakers only for who may see the pool of speakers."""
    parts = Part.objects.exclude(state=Part.State.REPLACED).select_related("speaker")
    items = list(
        Item.objects.filter(visit__in=visits)
        .exclude(day=None)
        .select_related("venue")
        .prefetch_related("groups", Prefetch("parts", parts))
        .order_by("day", "starts", "pk")
    )
    by_key = {visit.pk: visit for visit in visits}
    stamps = changes_of("visits.item", [one.pk for one in items])
    names = bool(may(user, "speaker.read"))
    for item in items:
        # Moving a whole visit is one event of the visit.
        known = [stamps.get(item.pk, UNCHANGED), changed.get(item.visit_id, UNCHANGED)]
        latest = max((one.at for one in known if one.at), default=None)
        both = Changes(latest, sum(one.times for one in known))
        yield item_entry(item, by_key[item.visit_id], both, speakers(item) if names else "")


def item_entry(item: Item, visit: Visit, changed: Changes, who: str) -> Entry:
    begins = item.begins_at
    assert begins is not None
    return Entry(
        uid=f"item-{item.pk}@{entries.host()}",
        title=str(item),
        begins=begins,
        ends=entries.end_of(begins, item.minutes, visit.zone),
        zone=visit.zone,
        status=state_of_item(item, visit),
        sequence=changed.times,
        changed=changed.at,
        place=place_of(item),
        text="\n".join(line for line in lines(item, visit, who) if line),
        url=address("visits:visit", visit.pk),
    )


def lines(item: Item, visit: Visit, who: str) -> Iterator[str]:
    yield visit.activity.title.here.as_title.text
    yield str(item.get_kind_display())
    yield who
    yield ", ".join(str(group) for group in item.groups.all())
    if item.mode != "none":
        yield str(item.get_mode_display())
    yield item.content.here.text
    yield item.dress_code.here.text


def speakers(item: Item) -> str:
    return ", ".join(part.speaker.name for part in item.parts.all() if part.state not in GONE)


def place_of(item: Item) -> str:
    """Where it is, in one line."""
    venue = item.venue
    return ", ".join(
        part for part in (venue.name.here.text if venue else "", item.room, venue.address if venue else "") if part
    )


def state_of(activity: Activity) -> str:
    known = {State.CANCELLED: entries.CANCELLED, State.DONE: entries.CONFIRMED}
    return known.get(State(activity.state), entries.TENTATIVE)


def state_of_item(item: Item, visit: Visit) -> str:
    if visit.activity.state == State.CANCELLED:
        return entries.CANCELLED
    return entries.CONFIRMED if answer_of(list(item.parts.all())) == Answer.CONFIRMED else entries.TENTATIVE


def last_day(activity: Activity) -> date:
    """The last day of something that begins on a known day."""
    assert activity.begins is not None
    first: date = activity.begins.first
    ends: PartialDate | None = activity.ends
    if ends is not None and ends.precision == "day":
        return max(first, ends.first)
    return first + timedelta(days=max(1, activity.days or 1) - 1)


def activity_entry(activity: Activity, changed: Changes) -> Entry:
    assert activity.begins is not None
    begins, ends = entries.whole_days(activity.begins.first, last_day(activity))
    return Entry(
        uid=f"activity-{activity.pk}@{entries.host()}",
        title=activity.title.here.as_title.text or str(activity),
        begins=begins,
        ends=ends,
        status=state_of(activity),
        sequence=changed.times,
        changed=changed.at,
        place=activity.places.here.text,
        url=settings.BASE_URL + activity.get_absolute_url(),
        is_busy=False,
    )


def tasks_of(user: User, visits: Iterable[Visit]) -> QuerySet[Task]:
    open_tasks = Task.objects.visible_to(user).filter(visit__in=visits, owner=user, done_on=None).exclude(due_on=None)
    return open_tasks.select_related("visit__activity")


def task_entry(task: Task) -> Entry:
    assert task.due_on is not None
    begins, ends = entries.whole_days(task.due_on, task.due_on)
    return Entry(
        uid=f"task-{task.pk}@{entries.host()}",
        title=_("Due: %(task)s") % {"task": task.what},
        begins=begins,
        ends=ends,
        sequence=task.version - 1,
        text=task.visit.activity.title.here.as_title.text,
        url=address("visits:tasks", task.visit_id),
        is_busy=False,
    )


def address(view: str, pk: int) -> str:
    return settings.BASE_URL + reverse(view, args=[pk])


def changes_of(kind: str, pks: list[int], *, codes: tuple[str, ...] = ()) -> dict[int, Changes]:
    """When each of these records was last changed and how often, as far as the event log knows."""
    events = Event.objects.filter(mentions__kind=kind, mentions__key__in=[str(pk) for pk in pks]).order_by()
    if codes:
        events = events.filter(code__in=codes)
    rows = events.values_list("mentions__key").annotate(latest=Max("at"), count=Count("pk", distinct=True))
    return {int(key): Changes(at, count) for key, at, count in rows}
