"""What a published programme holds, what is different between two of them, and whom that concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import groupby
from json import dumps
from typing import Any

from django.db.models import Prefetch

from hospitium.core.multilingual import Multilingual
from hospitium.visits.additions import additions
from hospitium.visits.models import Interpreter, Item, Notice, Part, Release, Speaker, Visit
from hospitium.visits.queries.interpreting import letter_language
from hospitium.visits.queries.timetable import GONE

Content = Mapping[str, Any]
Change = dict[str, Any]
# What of an item is compared, in the order in which the differences are told. Day, time and length are one thing.
COMPARED = ("title", "venue", "room", "groups", "people", "mode", "interpreters", "content", "dress_code")
TOLD = frozenset({Part.State.ASKED, Part.State.CONFIRMED})


# ---- what is published -----------------------------------------------------------
def content_of(visit: Visit) -> dict[str, Any]:
    """The programme as plain data: what has a day and a time, and nothing that is internal."""
    parts = Part.objects.exclude(state__in=GONE).select_related("speaker")
    items = (
        visit.items.exclude(day=None)
        .select_related("venue")
        .prefetch_related("groups", "interpreters", Prefetch("parts", parts))
    )
    return {
        "title": visit.activity.title.as_json(),
        "starts_on": visit.starts_on.isoformat(),
        "ends_on": visit.ends_on.isoformat(),
        "languages": [visit.host_language, visit.guest_language],
        "items": [entry_of(item) for item in items],
    }


def entry_of(item: Item) -> dict[str, Any]:
    """One item. The keys of people stand in it so that they can be told when it is dropped; names are shown."""
    venue = item.venue
    return {
        "key": item.pk,
        "kind": item.kind,
        "title": item.title.as_json(),
        "content": item.content.as_json(),
        "day": item.day.isoformat() if item.day else None,
        "starts": f"{item.starts:%H:%M}" if item.starts else None,
        "minutes": item.minutes,
        "venue": venue.name.as_json() if venue else {},
        "address": venue.address if venue else "",
        "entrance": venue.entrance.as_json() if venue else {},
        "room": item.room,
        "dress_code": item.dress_code.as_json(),
        "transfer": item.transfer,
        "mode": item.mode,
        "groups": [group.name.as_json() for group in item.groups.all()],
        "people": [
            {
                "key": part.speaker_id,
                "name": part.speaker.name,
                "function": part.speaker.function.as_json(),
                "role": part.role,
                "told": part.state in TOLD,
            }
            for part in item.parts.all()
        ],
        "interpreters": [{"key": one.pk, "name": one.name} for one in item.interpreters.all()],
    }


def digest_of(content: Content) -> str:
    """A short word that is the same as long as the content is."""
    return sha256(dumps(content, sort_keys=True).encode()).hexdigest()


# ---- what is different -------------------------------------------------------------
def differences(before: Content, after: Content) -> list[Change]:
    """What changed for those who know `before`, in the order of the programme; each with both states as plain data."""
    old, new = by_key(before), by_key(after)
    found = [change for key, entry in new.items() for change in of_item(old.get(key), entry)]
    found += [gone(entry) for key, entry in old.items() if key not in new]
    order = {key: place for place, key in enumerate([*new, *old])}
    return sorted(found, key=lambda one: (one["day"] or "", one["starts"] or "", order[one["item"]]))


def by_key(content: Content) -> dict[int, Mapping[str, Any]]:
    return {int(entry["key"]): entry for entry in content.get("items", ())}


def gone(entry: Mapping[str, Any]) -> Change:
    return {**place_of(entry), "code": "dropped"}


def of_item(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    if before is None:
        return [{**place_of(after), "code": "new"}]
    changes = []
    if when(before) != when(after):
        code = "day" if before["day"] != after["day"] else "time" if before["starts"] != after["starts"] else "length"
        changes.append({**place_of(after), "code": code, "before": when(before), "after": when(after)})
    for name in COMPARED:
        if shown(before, name) != shown(after, name):
            changes.append(
                {**place_of(after), "code": name, "before": shown(before, name), "after": shown(after, name)}
            )
    return changes


def place_of(entry: Mapping[str, Any]) -> Change:
    return {"item": entry["key"], "title": entry["title"], "kind": entry["kind"], **when(entry)}


def when(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in ("day", "starts", "minutes")}


def shown(entry: Mapping[str, Any], name: str) -> Any:
    """What a reader sees of a part of an item; keys and what was told to whom are no difference."""
    value = entry.get(name)
    if name in {"people", "interpreters"}:
        return sorted(one["name"] for one in value or ())
    if name in {"title", "venue", "content", "dress_code"}:
        return {"source": value.get("source", ""), "texts": value.get("texts", {})} if value else {}
    if name == "groups":
        return [{"source": one.get("source", ""), "texts": one.get("texts", {})} for one in value or ()]
    return value


# ---- since the last version ----------------------------------------------------------
@dataclass(frozen=True)
class Since:
    """The last published version, and what is different in the programme now."""

    release: Release
    changes: Sequence[Change]

    @property
    def items(self) -> int:
        """How many items are different; one that moved and has another room is one."""
        return len({change["item"] for change in self.changes})


def changes_since_last(visit: Visit) -> Since | None:
    """None as long as nothing was published."""
    latest = visit.releases.order_by("-number").first()
    return Since(latest, differences(latest.content, content_of(visit))) if latest else None


# ---- as it is shown --------------------------------------------------------------------
@dataclass(frozen=True)
class Entry:
    """One item of a published programme, ready to be shown."""

    begins: datetime
    ends: datetime
    kind: str
    title: Multilingual
    other: Multilingual
    venue: Multilingual
    room: str
    groups: Sequence[Multilingual]
    people: Sequence[tuple[str, Multilingual]]
    mode: str


@dataclass(frozen=True)
class PublishedDay:
    on: date
    entries: Sequence[Entry]


def days_of(content: Content) -> list[PublishedDay]:
    """The published programme day by day."""
    entries = sorted((shown_entry(entry) for entry in content.get("items", ())), key=lambda one: (one.begins, one.ends))
    return [PublishedDay(on, list(found)) for on, found in groupby(entries, key=lambda one: one.begins.date())]


def shown_entry(entry: Mapping[str, Any]) -> Entry:
    begins = datetime.combine(date.fromisoformat(entry["day"]), time.fromisoformat(entry["starts"]))
    return Entry(
        begins=begins,
        ends=begins + timedelta(minutes=entry["minutes"]),
        kind=str(Item.Kind(entry["kind"]).label),
        title=Multilingual.from_json(entry["title"]),
        other=Multilingual.from_json(entry["content"]),
        venue=Multilingual.from_json(entry["venue"]),
        room=entry["room"],
        groups=[Multilingual.from_json(one) for one in entry["groups"]],
        people=[(one["name"], Multilingual.from_json(one["function"])) for one in entry["people"]],
        mode=entry["mode"],
    )


# ---- whom it concerns --------------------------------------------------------------------
@dataclass(frozen=True)
class Concerned:
    """Somebody who has to know of changes; without an address somebody has to call."""

    name: str
    email: str
    language: str
    changes: Sequence[Change]


def concerned_by(visit: Visit, before: Content, after: Content, changes: Sequence[Change]) -> list[Concerned]:
    """Speakers and hosts who were asked, interpreters, the officer, and whom the apps above name, as the members of a
    delegation; each mail address once, with its changes.
    """
    items: dict[tuple[str, int], set[int]] = {}
    for content in (before, after):
        for key, entry in by_key(content).items():
            for who in keys_of(entry):
                items.setdefault(who, set()).add(key)
    found = [
        Concerned(person.name, person.email, letter_language(person.language), own)
        for person, keys in people_of(items)
        if (own := [change for change in changes if change["item"] in keys])
    ]
    officer = visit.officer
    if officer and officer.is_active and changes:
        found.append(Concerned(officer.name, officer.email, letter_language(officer.language), list(changes)))
    for module in additions():
        found += module.concerned(visit, changes)
    return merged(found)


def keys_of(entry: Mapping[str, Any]) -> list[tuple[str, int]]:
    speakers = [("speaker", one["key"]) for one in entry["people"] if one["told"]]
    return [*speakers, *(("interpreter", one["key"]) for one in entry["interpreters"])]


def people_of(items: Mapping[tuple[str, int], set[int]]) -> Iterable[tuple[Speaker | Interpreter, set[int]]]:
    for sort, model in (("speaker", Speaker), ("interpreter", Interpreter)):
        keys = [key for kind, key in items if kind == sort]
        rows: Iterable[Any] = model.objects.filter(pk__in=keys).order_by("pk")
        yield from ((row, items[sort, row.pk]) for row in rows)


def merged(found: Iterable[Concerned]) -> list[Concerned]:
    """Who has two tasks under one address gets one mail; those without an address stay apart."""
    by_address: dict[str, Concerned] = {}
    for number, one in enumerate(found):
        key = one.email.casefold() or f"#{number}"
        first = by_address.get(key)
        more = [change for change in one.changes if first is None or change not in first.changes]
        by_address[key] = (
            one if first is None else Concerned(first.name, first.email, first.language, [*first.changes, *more])
        )
    return list(by_address.values())


def waiting_addresses(now: datetime) -> list[tuple[int, str]]:
    """(visit, folded mail address) of the notices whose time has come, each once."""
    due = Notice.objects.filter(posted_at=None, due_at__lte=now).order_by().values_list("release__visit", "email")
    return sorted({(visit, email.casefold()) for visit, email in due})


def waiting_notices(visit: int, email: str) -> list[Notice]:
    """All notices of a visit that wait for one address, also those of later versions, in the order of versions."""
    waiting = Notice.objects.filter(posted_at=None, release__visit=visit, email__iexact=email)
    return list(
        waiting.select_related("release__visit__activity", "release__visit__officer").order_by("release__number", "pk")
    )


def net_changes(notices: Sequence[Notice]) -> list[Change]:
    """What is different for one person after all these versions; what moved there and back again is none."""
    first, last = notices[0].release, notices[-1].release
    before = Release.objects.filter(visit=first.visit_id, number=first.number - 1).first()
    items = {change["item"] for notice in notices for change in notice.changes}
    changes = differences(before.content if before else {}, last.content)
    return [change for change in changes if change["item"] in items]
