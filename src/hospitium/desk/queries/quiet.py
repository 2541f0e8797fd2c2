"""What grows quiet: partnerships without activity, contacts nobody has met, clauses that sleep, jubilees ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.agreements.models import Clause
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms import graphs
from hospitium.algorithms.dates import Anniversary, PartialDate, months_between, next_anniversary
from hospitium.core.models import User
from hospitium.desk.queries import network
from hospitium.desk.queries.record import contacts_with_functions
from hospitium.desk.queries.words import long_day
from hospitium.desk.queries.year import years
from hospitium.partners.models import Contact, Partnership, StatusChange
from hospitium.partners.models.relations import Status
from hospitium.programme.models import Activity, State

QUIET_AFTER_MONTHS, ASLEEP_AFTER_YEARS = 18, 3
MOST_NOTES = 6
Note = dict[str, Any]


def notes_of(*, partnerships: Sequence[Partnership], today: date, by: User) -> list[Note]:
    """At most six notes on the person's partnerships; for each the worst thing first, each with a way to act."""
    if not partnerships:
        return []
    living = [one for one in partnerships if one.status in {Status.ACTIVE, Status.DORMANT}]
    notes = [
        *contact_notes(living, today, by),
        *activity_notes(living, today),
        *clause_notes(living, today),
        *resting_notes([one for one in partnerships if one.is_suspended]),
    ]
    return notes[:MOST_NOTES]


def contact_notes(partnerships: Sequence[Partnership], today: date, by: User) -> list[Note]:
    by_partner: dict[int, list[Contact]] = {}
    partners = {one.partner_id for one in partnerships}
    for contact in contacts_with_functions(Contact.objects.visible_to(by).filter(partner__in=partners)):
        by_partner.setdefault(contact.partner_id, []).append(contact)
    found = []
    for one in partnerships:
        contacts = by_partner.get(one.partner_id, [])
        if contacts and (note := contact_note(one, network.network_of(contacts=contacts, today=today))):
            found.append(note)
    return found


def contact_note(partnership: Partnership, net: graphs.Network) -> Note | None:
    """The worst about the contacts of one partnership; None when all is well."""
    url = f"{partnership.get_absolute_url()}#network"
    names = {"partnership": partnership}
    if all(one.has_left for one in net.contacts):
        title = _("%(partnership)s: the last counterpart has left.") % names
        return note(title, _("Nobody who was known there holds a post any more."), "user-round-x", url)
    if net.months is not None and net.months >= network.QUIET_AFTER:
        title = ngettext(
            "%(partnership)s: no contact for %(count)d month.",
            "%(partnership)s: no contact for %(count)d months.",
            net.months,
        ) % {**names, "count": net.months}
        return note(title, _("A greeting is often enough to wake a relation."), "moon-star", url)
    single = [one for one in net.findings if one.code == graphs.FindingCode.SINGLE_POINT]
    if single and len(single) == len([one for one in net.offices if one.contacts]):
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
    lived = Q(activities__state=State.DONE)
    by_topic = Q(topics__activities__partnerships=F("instrument__partnership"), topics__activities__state=State.DONE)
    latest: dict[int, str] = {}
    for rows in (
        in_force.filter(lived).values_list("pk").annotate(last=Max("activities__begins")),
        in_force.filter(by_topic).values_list("pk").annotate(last=Max("topics__activities__begins")),
    ):
        for pk, last in rows:
            latest[pk] = max(latest.get(pk, ""), str(last or ""))
    limit = str(today.year - ASLEEP_AFTER_YEARS)
    asleep: dict[int, int] = {}
    all_of_them: dict[int, int] = {}
    for pk, partnership in in_force.values_list("pk", "instrument__partnership_id"):
        all_of_them[partnership] = all_of_them.get(partnership, 0) + 1
        if latest.get(pk, "") < limit:
            asleep[partnership] = asleep.get(partnership, 0) + 1
    return [clause_note(one, asleep[one.pk], all_of_them[one.pk]) for one in partnerships if asleep.get(one.pk)]


def clause_note(partnership: Partnership, asleep: int, count: int) -> Note:
    title = ngettext(
        "%(partnership)s: %(asleep)d of %(count)d clause sleeps.",
        "%(partnership)s: %(asleep)d of %(count)d clauses sleep.",
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
        title = _("%(partnership)s rests since %(day)s.") % words if day else _("%(partnership)s rests.") % words
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
