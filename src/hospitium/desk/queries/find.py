"""Finding over everything that a person may see, and the pages and acts that answer to a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from hospitium.accounts.policy import may
from hospitium.agreements.models import Instrument
from hospitium.algorithms.search import fold
from hospitium.core import search, wording
from hospitium.core.models import User
from hospitium.delegations.models import Member
from hospitium.desk.links import link
from hospitium.desk.navigation import Entry, address, is_open, open_entries
from hospitium.desk.queries.words import direction_chip, instrument_chip, short_day, span, status_chip
from hospitium.partners.models import Contact, Partner, Partnership
from hospitium.programme.models import Activity, Promise
from hospitium.topics.models import Topic
from hospitium.visits.models import Speaker, Venue, Visit

# More than any list shows, so that rights can be looked at before the best are taken.
LOOKED_AT, SHOWN_OF_A_KIND = 20_000, 15
ACTIVITY_SHOWN = ("title", "format", "direction", "state", "begins", "ends")
# What the name of a partnership is made of.
NAMES = Partnership.objects.select_related("partner", "home_district").only(
    "key", "partner__name", "partner__own_name", "home_district__name", "home_district__key"
)
Rows = QuerySet[Any]
Hit = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of record that can be found: what this person may see of it, and how a hit is shown."""

    name: str
    label: str | LazyText
    visible: Callable[[User], Rows]
    shown: Callable[[Rows], Rows]
    hit: Callable[[Any, str], Hit]
    all_url: Callable[[str], str]


@dataclass(frozen=True)
class Group:
    """The hits of one kind, the best first, and how many there are in all."""

    label: str
    count: int
    hits: Sequence[Hit]
    all_url: str


def kinds() -> tuple[Kind, ...]:
    """What can be found, in the order in which it is shown."""
    return (*kinds_of_files(), *kinds_of_visits(), *kinds_of_delegations(), *kinds_around_them())


def kinds_of_files() -> tuple[Kind, ...]:
    return (
        Kind(
            "partners.partnership",
            gettext_lazy("Partnerships"),
            lambda user: Partnership.objects.visible_to(user),
            lambda rows: rows.select_related("partner", "home_district"),
            partnership_hit,
            lambda text: link("partners:partnerships", text=text),
        ),
        Kind(
            "partners.contact",
            gettext_lazy("Contacts"),
            lambda user: Contact.objects.visible_to(user),
            lambda rows: rows.select_related("partner").prefetch_related("functions__unit"),
            contact_hit,
            lambda text: link("partners:contacts", text=text),
        ),
        Kind(
            "agreements.instrument",
            gettext_lazy("Instruments"),
            lambda user: Instrument.objects.visible_to(user),
            lambda rows: rows.select_related("partnership__partner", "partnership__home_district"),
            instrument_hit,
            lambda text: link("agreements:instruments", text=text),
        ),
        Kind(
            "programme.activity",
            gettext_lazy("Activities"),
            lambda user: Activity.objects.visible_to(user),
            lambda rows: rows.only(*ACTIVITY_SHOWN).prefetch_related(Prefetch("partnerships", NAMES.all())),
            activity_hit,
            lambda text: link("programme:activities", text=text),
        ),
    )


def kinds_of_visits() -> tuple[Kind, ...]:
    return (
        Kind(
            "visits.visit",
            gettext_lazy("Visits"),
            lambda user: Visit.objects.visible_to(user),
            lambda rows: rows.select_related("activity").prefetch_related(
                Prefetch("activity__partnerships", NAMES.all())
            ),
            visit_hit,
            lambda text: link("visits:visits", text=text),
        ),
        Kind(
            "visits.venue",
            gettext_lazy("Venues"),
            lambda user: Venue.objects.visible_to(user),
            lambda rows: rows,
            venue_hit,
            lambda text: link("visits:venues", text=text),
        ),
        Kind(
            "visits.speaker",
            gettext_lazy("Speakers and hosts"),
            lambda user: Speaker.objects.visible_to(user),
            lambda rows: rows.select_related("unit"),
            speaker_hit,
            lambda text: link("visits:speakers", text=text),
        ),
    )


def kinds_of_delegations() -> tuple[Kind, ...]:
    return (
        Kind(
            "delegations.member",
            gettext_lazy("Members of delegations"),
            lambda user: Member.objects.visible_to(user).printable(),
            lambda rows: rows.select_related(
                "delegation__partnership__partner",
                "delegation__partnership__home_district",
                "delegation__visit__activity",
            ),
            member_hit,
            lambda text: "",
        ),
    )


def kinds_around_them() -> tuple[Kind, ...]:
    return (
        Kind(
            "programme.promise",
            gettext_lazy("Promises"),
            lambda user: Promise.objects.visible_to(user),
            lambda rows: rows.select_related("partnership__partner", "partnership__home_district"),
            promise_hit,
            lambda text: "",
        ),
        Kind(
            "partners.partner",
            gettext_lazy("Partners"),
            lambda user: Partner.objects.visible_to(user),
            lambda rows: rows,
            partner_hit,
            lambda text: "",
        ),
        Kind(
            "topics.topic",
            gettext_lazy("Topics"),
            lambda user: Topic.objects.all() if may(user, "topic.read") else Topic.objects.none(),
            lambda rows: rows,
            topic_hit,
            lambda text: "",
        ),
    )


def groups_of(*, text: str, here: str, by: User) -> list[Group]:
    """What is found, by kind; only what the person may see, counted and shown."""
    scores: dict[str, dict[str, int]] = {}
    for hit, score in search.find(text, limit=LOOKED_AT).items():
        scores.setdefault(hit.kind, {})[hit.key] = score
    found = [group_of(kind, scores[kind.name], text, here, by) for kind in kinds() if kind.name in scores]
    return [group for group in found if group]


def group_of(kind: Kind, scores: dict[str, int], text: str, here: str, by: User) -> Group | None:
    keys = [int(key) for key in scores if key.isdecimal()]
    visible = kind.visible(by).filter(pk__in=keys).order_by().values_list("pk", flat=True)
    ranked = sorted(set(visible), key=lambda pk: (-scores[str(pk)], pk))
    if not ranked:
        return None
    rows = {row.pk: row for row in kind.shown(kind.visible(by).filter(pk__in=ranked[:SHOWN_OF_A_KIND]))}
    hits = [kind.hit(rows[pk], here) for pk in ranked[:SHOWN_OF_A_KIND] if pk in rows]
    all_url = kind.all_url(text) if len(ranked) > len(hits) else ""
    return Group(str(kind.label), len(ranked), hits, all_url)


def partnership_hit(one: Partnership, here: str) -> Hit:
    own = one.partner.own_name if one.partner.own_name != str(one.partner.name) else ""
    since = _("since %(day)s") % {"day": short_day(one.since)} if one.since else ""
    return hit(one, "handshake", one.get_absolute_url(), (own, one.get_kind_display(), since), status_chip(one))


def contact_hit(one: Contact, here: str) -> Hit:
    functions = [f"{row.function}, {row.unit or row.organisation}".rstrip(", ") for row in one.functions.all()]
    return hit(one, "contact", one.get_absolute_url(), (str(one.partner), *functions[:1]), None)


def instrument_hit(one: Instrument, here: str) -> Hit:
    parts = (str(one.partnership), one.get_kind_display(), short_day(one.signed), one.file_reference)
    return hit(one, "file-text", one.get_absolute_url(), parts, instrument_chip(one.status))


def activity_hit(one: Activity, here: str) -> Hit:
    partners = ", ".join(str(partnership) for partnership in one.partnerships.all())
    parts = (partners, one.get_format_display(), span(one) or "")
    return hit(one, "calendar-days", one.get_absolute_url(), parts, direction_chip(one, here))


def visit_hit(one: Visit, here: str) -> Hit:
    partners = ", ".join(str(partnership) for partnership in one.activity.partnerships.all())
    days = wording.period(one.starts_on, one.ends_on, language=get_language() or "en", style="table")
    return hit(one, "clock", one.get_absolute_url(), (partners, one.series, days), None)


def venue_hit(one: Venue, here: str) -> Hit:
    return hit(one, "map-pin", one.get_absolute_url(), (one.address,), None)


def speaker_hit(one: Speaker, here: str) -> Hit:
    return hit(one, "user-round", one.get_absolute_url(), (one.function, one.organisation, one.unit), None)


def member_hit(one: Member, here: str) -> Hit:
    parts = (one.own_name, one.function, one.delegation.partnership, one.delegation.visit)
    return hit(one, "user-round", one.get_absolute_url(), parts, None)


def partner_hit(one: Partner, here: str) -> Hit:
    return hit(one, "building-2", link("partners:partner", one.key), (one.own_name, one.get_level_display()), None)


def topic_hit(one: Topic, here: str) -> Hit:
    return hit(one, "tags", link("partners:interests", topic=one.key), (_("Needs and offers on this topic"),), None)


def promise_hit(one: Promise, here: str) -> Hit:
    return hit(
        one, "handshake", link("programme:promise_edit", one.pk), (str(one.partnership), short_day(one.due_on)), None
    )


def hit(one: Model, icon: str, url: str, parts: Iterable[object], chip: dict[str, str] | None) -> Hit:
    """A line: the title, and under it what tells it from others of the same title."""
    title = str(one)
    sub = " · ".join(dict.fromkeys(str(part) for part in parts if part and str(part) != title))
    return {"title": title, "url": url, "sub": sub, "icon": icon, "chip": chip}


# ---- pages and acts --------------------------------------------------------------
ACTS = (
    Entry("programme:activity_new", gettext_lazy("New activity"), "plus"),
    Entry("visits:visit_new", gettext_lazy("New visit"), "plus"),
    Entry("visits:venue_new", gettext_lazy("New venue"), "plus"),
    Entry("visits:speaker_new", gettext_lazy("New speaker or host"), "plus"),
    Entry("partners:contact_new", gettext_lazy("New contact"), "plus"),
    Entry("agreements:instrument_new", gettext_lazy("New instrument"), "plus"),
    Entry("programme:promise_new", gettext_lazy("New promise"), "plus"),
    Entry("partners:interest_new", gettext_lazy("New need or offer"), "plus"),
    Entry("partners:partner_new", gettext_lazy("New partner"), "plus"),
    Entry("partners:partnership_new", gettext_lazy("New partnership"), "plus"),
    Entry("accounts:user_new", gettext_lazy("New person"), "plus"),
    Entry("accounts:profile", gettext_lazy("Profile and sign-in"), "user-round"),
)


def commands_of(*, text: str, by: User) -> list[Hit]:
    """Pages and acts of which each typed word begins a word, in the language of the page or in English."""
    typed = fold(text).split()
    if not typed:
        return []
    pages = [entry for _title, entries in open_entries(by) for entry in entries]
    acts = [entry for entry in ACTS if address(entry.view) and is_open(by, entry.view)]
    return [
        {"title": str(entry.label), "url": address(entry.view), "icon": entry.icon}
        for entry in (*acts, *pages)
        if answers(entry, typed)
    ]


def answers(entry: Entry, typed: Sequence[str]) -> bool:
    with override("en"):
        english = str(entry.label)
    return any(
        all(any(word.startswith(start) for word in fold(label).split()) for start in typed)
        for label in (str(entry.label), english)
    )
