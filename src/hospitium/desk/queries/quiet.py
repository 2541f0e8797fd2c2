"""What grows quiet: partnerships without activity, contacts nobody has met, clauses that sleep, jubilees ahead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.agreements.models import Clause
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms.dates import Anniversary, PartialDate, months_between, next_anniversary
from hospitium.core.models import User
from hospitium.desk.queries import network
from hospitium.desk.queries.words import long_day
from hospitium.desk.queries.year import years
from hospitium.partners.models import (
    Acquaintance,
    Contact,
    ContactFunction,
    Partnership,
    PartnerUnit,
    StatusChange,
)
from hospitium.partners.models.contacts import ContactQuerySet
from hospitium.partners.models.relations import Status
from hospitium.programme.models import Activity, State

QUIET_AFTER_MONTHS, ASLEEP_AFTER_YEARS = 18, 3
MOST_OF_A_KIND = 5
# Behind a date as precise as it is known: "2026-05" then comes after every day of May, "2026" after every month.
LATEST_OF_ALL = "-99-99"
Note = dict[str, Any]


@dataclass(frozen=True)
class Notes:
    """The notes that are shown, and how many more there are."""

    shown: Sequence[Note]
    more: int


def notes_of(*, partnerships: Sequence[Partnership], today: date, by: User) -> Notes:
    """What grows quiet among the person's partnerships: at most five notes of each kind, with a way to act."""
    living = [one for one in partnerships if one.status in {Status.ACTIVE, Status.DORMANT}]
    kinds = (
        contact_notes(living, today, by),
        activity_notes(living, today),
        clause_notes(living, today),
        resting_notes([one for one in partnerships if one.is_suspended]),
    )
    shown = [one for notes in kinds for one in notes[:MOST_OF_A_KIND]]
    return Notes(shown, sum(len(notes) for notes in kinds) - len(shown))


@dataclass(frozen=True)
class Ties:
    """What the contacts at some partners come to; the same rules as in algorithms.graphs, asked of the database."""

    known: frozenset[int]
    present: frozenset[int]
    months: Mapping[int, int]
    on_one_thread: frozenset[int]


def ties_of(partners: Collection[int], today: date, by: User) -> Ties:
    """Which partners have contacts, which have one with a post, the months since a meeting, and who hangs by one."""
    contacts = Contact.objects.visible_to(by).filter(partner__in=partners).order_by()
    functions = ContactFunction.objects.filter(contact__in=contacts.values("pk")).filter(still_held(today)).order_by()
    return Ties(
        frozenset(contacts.values_list("partner_id", flat=True).distinct()),
        frozenset(functions.values_list("contact__partner_id", flat=True).distinct()),
        months_of(contacts, today),
        on_one_thread(partners, functions),
    )


def still_held(today: date) -> Q:
    """A post without an end, or with one that is not over."""
    day = today.isoformat()
    return Q(ends=None) | Q(ends__gte=day) | Q(ends__in=[day[:7], day[:4]])


def months_of(contacts: ContactQuerySet, today: date) -> dict[int, int]:
    """Partner → full months since anybody of ours met anybody there."""
    day = Concat(Coalesce("last_contact", "contact__last_contact"), Value(LATEST_OF_ALL), output_field=CharField())
    latest = (
        Acquaintance.objects.filter(contact__in=contacts.values("pk"))
        .exclude(last_contact=None, contact__last_contact=None)
        .order_by()
        .values_list("contact__partner_id")
        .annotate(latest=Max(day))
    )
    last = {partner: PartialDate.parse(text.removesuffix(LATEST_OF_ALL)).last for partner, text in latest}
    return {partner: months_between(earlier=min(when, today), later=today) for partner, when in last.items()}


def on_one_thread(partners: Collection[int], functions: QuerySet[ContactFunction]) -> frozenset[int]:
    """The partners of which every office is known to exactly one colleague who is still in the house."""
    names = {unit.pk: str(unit) for unit in PartnerUnit.objects.filter(partner__in=partners)}
    columns = ("contact__partner_id", "unit_id", "organisation", "function", "contact_id")
    people: dict[int, set[int]] = {}
    known = Acquaintance.objects.filter(user__is_active=True, contact__in=functions.values("contact_id")).order_by()
    for contact, colleague in known.values_list("contact_id", "user_id"):
        people.setdefault(contact, set()).add(colleague)
    offices: dict[int, dict[str, set[int]]] = {}
    for partner, unit, organisation, post, contact in functions.values_list(*columns):
        office = names.get(unit, "") or organisation or post or network.NO_OFFICE
        offices.setdefault(partner, {}).setdefault(office, set()).update(people.get(contact, ()))
    return frozenset(
        partner for partner, found in offices.items() if all(len(colleagues) == 1 for colleagues in found.values())
    )


def contact_notes(partnerships: Sequence[Partnership], today: date, by: User) -> list[Note]:
    ties = ties_of([one.partner_id for one in partnerships], today, by)
    found = (contact_note(one, ties) for one in partnerships if one.partner_id in ties.known)
    return [one for one in found if one]


def contact_note(partnership: Partnership, ties: Ties) -> Note | None:
    """The worst about the contacts of one partnership; None when all is well."""
    url = f"{partnership.get_absolute_url()}#network"
    names = {"partnership": partnership}
    if partnership.partner_id not in ties.present:
        title = _("%(partnership)s: the last counterpart has left.") % names
        return note(title, _("Nobody who was known there holds a post any more."), "user-round-x", url)
    months = ties.months.get(partnership.partner_id, 0)
    if months >= network.QUIET_AFTER:
        title = ngettext(
            "%(partnership)s: no contact for %(count)d month.",
            "%(partnership)s: no contact for %(count)d months.",
            months,
        ) % {**names, "count": months}
        return note(title, _("A greeting is often enough to wake a relation."), "moon-star", url)
    if partnership.partner_id in ties.on_one_thread:
        title = _("%(partnership)s: all hangs by one thread.") % names
        return note(title, _("Every office there is known to one colleague only."), "user-round", url)
    return None


def activity_notes(partnerships: Sequence[Partnership], today: date) -> list[Note]:
    links = Activity.partnerships.through.objects.filter(
        partnership_id__in=[one.pk for one in partnerships], activity__state=State.DONE
    )
    last = dict(links.order_by().values_list("partnership_id").annotate(last=Max("activity__begins")))
    found = []
    for one in partnerships:
        latest = last.get(one.pk)
        if latest is None:
            continue
        months = months_between(earlier=PartialDate.parse(str(latest)).last, later=today)
        if months >= QUIET_AFTER_MONTHS:
            title = ngettext(
                "%(partnership)s: no activity for %(count)d month.",
                "%(partnership)s: no activity for %(count)d months.",
                months,
            ) % {"partnership": one, "count": months}
            text = _("Last recorded: %(day)s.") % {"day": long_day(PartialDate.parse(str(latest)))}
            found.append(note(title, text, "moon-star", one.get_absolute_url()))
    return found


def clause_notes(partnerships: Sequence[Partnership], today: date) -> list[Note]:
    ids = [one.pk for one in partnerships]
    in_force = Clause.objects.filter(
        instrument__partnership__in=ids, instrument__status=InstrumentStatus.SIGNED
    ).order_by()
    limit = str(today.year - ASLEEP_AFTER_YEARS)
    recent = Activity.objects.filter(state=State.DONE, begins__gte=limit, partnerships__in=ids).order_by()
    lived = set(recent.filter(clauses__in=in_force).values_list("clauses", flat=True))
    themes = set(recent.values_list("partnerships", "topics").distinct())
    by_topic = in_force.values_list("pk", "instrument__partnership_id", "topics")
    lived |= {pk for pk, partnership, topic in by_topic if topic and (partnership, topic) in themes}
    asleep: dict[int, int] = {}
    all_of_them: dict[int, int] = {}
    for pk, partnership in in_force.values_list("pk", "instrument__partnership_id"):
        all_of_them[partnership] = all_of_them.get(partnership, 0) + 1
        if pk not in lived:
            asleep[partnership] = asleep.get(partnership, 0) + 1
    return [clause_note(one, asleep[one.pk], all_of_them[one.pk]) for one in partnerships if asleep.get(one.pk)]


def clause_note(partnership: Partnership, asleep: int, count: int) -> Note:
    title = ngettext(
        "%(partnership)s: %(asleep)d of %(count)d clause dormant.",
        "%(partnership)s: %(asleep)d of %(count)d clauses dormant.",
        count,
    ) % {"partnership": partnership, "asleep": asleep, "count": count}
    text = _("No activity on their themes is recorded in the last three years.")
    return note(title, text, "file-text", f"{partnership.get_absolute_url()}#clauses")


def resting_notes(partnerships: Sequence[Partnership]) -> list[Note]:
    changes = StatusChange.objects.filter(partnership__in=partnerships, status=Status.SUSPENDED).order_by("since")
    since = {one.partnership_id: one.since for one in changes}
    found = []
    for one in partnerships:
        day = since.get(one.pk)
        words = {"partnership": one, "day": long_day(day)}
        title = (
            _("%(partnership)s has been suspended since %(day)s.") % words
            if day
            else _("%(partnership)s is suspended.") % words
        )
        text = _("Planning is blocked, the archive can be read. Exceptions need a reason and a name.")
        found.append({**note(title, text, "circle-pause", one.get_absolute_url()), "tone": ""})
    return found


def note(title: str, text: str, icon: str, url: str) -> Note:
    return {"title": title, "text": text, "icon": icon, "url": url, "tone": "warning"}


def jubilees_of(*, partnerships: Sequence[Partnership], today: date) -> list[dict[str, Any]]:
    """The next jubilees, the nearest first."""
    coming: list[tuple[Anniversary, Partnership]] = []
    for one in partnerships:
        if one.since and one.status not in {Status.ENDED, Status.PLANNED}:
            following = next_anniversary(since=one.since, not_before=today)
            if following:
                coming.append((following, one))
    coming.sort(key=lambda entry: (entry[0].on.first, entry[1].pk))
    return [
        {
            "title": str(one),
            "url": one.get_absolute_url(),
            "sub": years(jubilee.years),
            "icon": "award",
            "end": long_day(jubilee.on),
        }
        for jubilee, one in coming[:4]
    ]
