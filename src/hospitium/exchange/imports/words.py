"""What the words of a table mean in a round: its units, cities, topics, offers, times, and who stands in it already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation

from hospitium.accounts.models import Unit
from hospitium.algorithms.search import fold
from hospitium.core import wording
from hospitium.core.models import User
from hospitium.exchange.models import Application, HostOffer, Round, Window, whole_weeks
from hospitium.partners.models import Partner
from hospitium.topics.models import Topic
from hospitium.visits.forms.choices import FURTHER


@dataclass(frozen=True)
class Words:
    """Folded name → record, for everything that a cell can name."""

    round: Round
    units: dict[str, Unit]
    partners: dict[str, Partner]
    topics: dict[str, Topic]
    offers: dict[str, HostOffer]
    languages: dict[str, str]
    windows: dict[str, Window]
    days: dict[tuple[date, date], Window]

    def longest(self, chosen: Sequence[Window]) -> int | None:
        """The weeks of the longest time that a stay can have: of those chosen, else of the round. None: unknown."""
        times = [(one.starts_on, one.ends_on) for one in chosen] or list(self.days)
        if not times and self.round.stays_from and self.round.stays_until:
            times = [(self.round.stays_from, self.round.stays_until)]
        return max((whole_weeks(first, last) for first, last in times), default=None)


@dataclass(frozen=True)
class Stored:
    """Who stands in the round already: by the key of an earlier table, by mail address, by account."""

    by_key: dict[str, Application]
    by_email: dict[str, Application]
    by_account: dict[str, Application]
    accounts: frozenset[str]

    def like(self, key: str, email: str, account: str) -> Application | None:
        return self.by_key.get(key) or self.by_email.get(email) or self.by_account.get(account)


def words_of(record: Round, by: User) -> Words:
    windows = list(record.windows.all())
    return Words(
        round=record,
        units=named(Unit.objects.all(), lambda one: [one.key, *one.name.texts.values()]),
        partners=named(Partner.objects.visible_to(by), lambda one: [one.key, one.own_name, *one.name.texts.values()]),
        topics=named(Topic.objects.all(), lambda one: [one.key, *one.name.texts.values()]),
        offers=named(record.offers.standing(), lambda one: list(one.title.texts.values())),
        languages=language_words(),
        windows=named(windows, names_of_window),
        days={(one.starts_on, one.ends_on): one for one in windows},
    )


def stored_in(record: Round) -> Stored:
    found = list(
        record.applications.select_related("applicant__user", "unit", "partner", "topic").prefetch_related(
            "wishes", "consents", "windows"
        )
    )
    return Stored(
        by_key={one.import_key: one for one in found if one.import_key},
        by_email={one.applicant.email.lower(): one for one in found if one.applicant.email},
        by_account={one.applicant.user.email.lower(): one for one in found if one.applicant.user},
        accounts=frozenset(User.objects.order_by().values_list("email", flat=True)),
    )


def named(records: Iterable[Any], names_of: Callable[[Any], Sequence[str]]) -> dict[str, Any]:
    return {fold(name.strip()): one for one in records for name in names_of(one) if name.strip()}


def names_of_window(window: Window) -> list[str]:
    """As our pages write it, in every language of the interface."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(window))
    return found


@lru_cache(maxsize=1)
def language_words() -> dict[str, str]:
    """Folded name or code of a language, in every language of the house → its code."""
    codes = [*(code for code, _name in settings.LANGUAGES), *FURTHER]
    found = {code: code for code in codes}
    for language, _name in settings.LANGUAGES:
        found |= {fold(wording.language_name(code, language=language)): code for code in codes}
    return found
