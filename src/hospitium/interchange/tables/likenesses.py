"""What a row is perhaps the same as. It is suggested and never merged: only a person knows who is who."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hospitium.algorithms.dates import PartialDate
from hospitium.algorithms.resemblance import Name, name_keys, spelling
from hospitium.algorithms.search import fold
from hospitium.core.imports.plans import Likeness
from hospitium.partners.models import Contact, Partner
from hospitium.programme.models import Activity

# So many suggestions for one row are read; of more, the list itself should be looked at.
MOST_SUGGESTIONS = 5
# A file can be made of nothing but spellings of one name; no row is compared with more than these.
MOST_COMPARED = 50


class People:
    """Those whom a row may name a second time: stored contacts, and the rows above it."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self.by_key: dict[str, list[tuple[Partner, Name, Likeness]]] = {}
        for contact in contacts:
            name = Name(contact.family_name, contact.given_name)
            likeness = Likeness(str(contact), url=contact.get_absolute_url(), place=str(contact.partner))
            self.add(contact.partner, name, likeness)

    def add(self, place: Partner, name: Name, likeness: Likeness) -> None:
        for key in name_keys(name):
            known = self.by_key.setdefault(key, [])
            if len(known) < MOST_COMPARED:
                known.append((place, name, likeness))

    def like(self, place: Partner, name: Name) -> tuple[Likeness, ...]:
        """Who has a name that resembles this one, at the same place; each once."""
        found: dict[tuple[str, int], Likeness] = {}
        for key in sorted(name_keys(name)):
            for where, known, likeness in self.by_key.get(key, ()):
                if is_same_place(where, place):
                    one = likeness.of_same_name() if words(known) == words(name) else likeness
                    found[likeness.url, likeness.row] = one
        return tuple(found.values())[:MOST_SUGGESTIONS]


def is_same_place(one: Partner, other: Partner) -> bool:
    """One partner, or a city and its district."""
    return one.pk == other.pk or one.part_of_id == other.pk or other.part_of_id == one.pk


def words(name: Name) -> list[str]:
    return sorted(spelling(f"{name.family} {name.given}").split())


def contacts_near(partners: Iterable[Partner], visible: Any) -> Any:
    """Of the visible contacts those at the same places."""
    here = {partner.pk for partner in partners}
    above = {partner.part_of_id for partner in partners if partner.part_of_id}
    at = Partner.objects.filter(pk__in=here | above) | Partner.objects.filter(part_of__in=here)
    return visible.filter(partner__in=at.order_by().values("pk")).select_related("partner")


class Occasions:
    """Activities of one partnership on the same dates under the same title, whatever their format."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, str, str], list[tuple[PartialDate | None, Likeness]]] = {}

    def add_stored(self, activity: Activity) -> None:
        likeness = Likeness(str(activity), url=activity.get_absolute_url())
        for partnership in activity.partnerships.all():
            for title in {fold(title) for title in activity.title.texts.values()}:
                key = (partnership.pk, str(activity.begins), title)
                self.known.setdefault(key, []).append((activity.ends, likeness))

    def add_row(self, values: dict[str, Any], row: int) -> None:
        for key in keys_of(values):
            self.known.setdefault(key, []).append((values.get("ends"), Likeness(values["title"], row=row)))

    def like(self, values: dict[str, Any]) -> tuple[Likeness, ...]:
        ends = values.get("ends")
        found = {
            (likeness.url, likeness.row): likeness
            for key in keys_of(values)
            for known, likeness in self.known.get(key, ())
            if known is None or ends is None or known == ends
        }
        return tuple(found.values())[:MOST_SUGGESTIONS]


def keys_of(values: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(one.pk, str(values["begins"]), fold(values["title"])) for one in values["partnerships"]]
