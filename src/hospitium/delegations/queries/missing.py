"""What is still missing for each member until when, and how far the whole list is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.delegations.models import CateringWish, Delegation, Member
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.vault.queries import given_on_each

GAPS: Mapping[str, str | Promise] = {
    "function": gettext_lazy("function"),
    "address": gettext_lazy("form of address"),
    "phone": gettext_lazy("mobile phone"),
    "wishes": gettext_lazy("catering and access wishes"),
    "passport": gettext_lazy("passport data"),
}
# What belongs to the names; all else to the details.
WITH_NAMES = frozenset({"function"})


@dataclass(frozen=True)
class Gap:
    """Something that is not known of a member: its code, its word, and the day until which it was asked for."""

    code: str
    label: str
    due_on: date | None


@dataclass(frozen=True)
class Known:
    """A member, what is missing, and how many of the passport fields were given, the last of them on which day."""

    member: Member
    gaps: Sequence[Gap]
    passport_fields: int
    passport_on: date | None

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    @property
    def by_day(self) -> list[tuple[date | None, list[Gap]]]:
        """The gaps together that are due on one day, the earliest first."""
        found: dict[date | None, list[Gap]] = {}
        for gap in self.gaps:
            found.setdefault(gap.due_on, []).append(gap)
        return sorted(found.items(), key=lambda one: one[0] or date.max)


@dataclass(frozen=True)
class Progress:
    """How far a list is: places (None: no number was agreed), who is named, for whom nothing is missing."""

    places: int | None
    named: int
    complete: int

    @property
    def empty(self) -> int:
        return max((self.places or 0) - self.named, 0)

    @property
    def too_many(self) -> int:
        return max(self.named - self.places, 0) if self.places is not None else 0

    @property
    def meter(self) -> list[str]:
        """One word for each place: on, half, or nothing."""
        return ["on"] * self.complete + ["half"] * (self.named - self.complete) + [""] * self.empty


def known_of(delegation: Delegation, members: Sequence[Member]) -> list[Known]:
    """What is known of each of these members of one delegation, in two queries for all of them."""
    return known_of_each({delegation: members})[delegation]


def known_of_each(members: Mapping[Delegation, Sequence[Member]]) -> dict[Delegation, list[Known]]:
    """The same for several delegations, in as many queries."""
    everybody = [member for some in members.values() for member in some]
    asked = [member for delegation, some in members.items() if asks_passport(delegation) for member in some]
    passports: Mapping[str, Mapping[str, date]] = given_on_each(asked) if asked else {}
    wishes = CateringWish.objects.filter(member__in=[member.pk for member in everybody])
    wished = set(wishes.values_list("member_id", flat=True))
    return {
        delegation: [
            known_with(member, delegation, member.pk in wished, passports.get(str(member.pk), {})) for member in some
        ]
        for delegation, some in members.items()
    }


def known_with(member: Member, delegation: Delegation, has_wish: object, given: Mapping[str, date]) -> Known:
    days = [day for field, day in given.items() if field in PASSPORT_FIELDS]
    gaps = list(gaps_of(member, delegation, has_wish=bool(has_wish), passport_fields=len(days)))
    # Nobody asks anything any more of whoever was erased.
    return Known(member, [] if member.erased_on else gaps, len(days), max(days, default=None))


def gaps_of(member: Member, delegation: Delegation, *, has_wish: bool, passport_fields: int) -> Iterable[Gap]:
    is_there = {
        "function": bool(member.function),
        "address": member.address != Member.Address.UNKNOWN,
        "phone": bool(member.phone),
        "wishes": has_wish,
        "passport": not asks_passport(delegation) or passport_fields >= len(PASSPORT_FIELDS),
    }
    for code, label in GAPS.items():
        if not is_there[code]:
            due_on = delegation.names_due_on if code in WITH_NAMES else delegation.details_due_on
            yield Gap(code, str(label), due_on)


def asks_passport(delegation: Delegation) -> bool:
    return delegation.asks_passport or delegation.needs_visa


def progress_of(delegation: Delegation, known: Iterable[Known]) -> Progress:
    coming = [one for one in known if one.member.withdrawn_on is None]
    return Progress(delegation.quota, len(coming), sum(one.is_complete for one in coming))


def sentence_of(progress: Progress) -> str:
    """The progress in one sentence, which the picture of the seats carries as its label."""
    values = {"named": progress.named, "places": progress.places, "complete": progress.complete}
    if progress.places is None:
        return _("%(named)d named, %(complete)d of them complete; no number was agreed.") % values
    return _("%(named)d of %(places)d places named, %(complete)d of them complete.") % values


__all__ = [
    "GAPS",
    "Gap",
    "Known",
    "Progress",
    "asks_passport",
    "known_of",
    "known_of_each",
    "progress_of",
    "sentence_of",
]
