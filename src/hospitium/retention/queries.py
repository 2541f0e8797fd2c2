"""Which classes there are, what holds for them, and what is due when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.core import serializers

from hospitium.core.references import model_of
from hospitium.core.retention import LATEST, DataClass, Due, Text
from hospitium.retention.models import ARCHIVE_DAYS, Erasure, Offer, Rule, Run

State = Offer.State


Again = Callable[[str, str, str], int]


def declarations() -> Iterator[ModuleType]:
    """The module `retention` of each app that has one."""
    for app in apps.get_app_configs():
        name = f"{app.name}.retention"
        if app.name.startswith("hospitium.") and find_spec(name) is not None:
            yield import_module(name)


@cache
def classes() -> Mapping[str, DataClass]:
    """Key → class, as the apps declare them. Raises ValueError when two have one key."""
    found: dict[str, DataClass] = {}
    for module in declarations():
        for one in module.CLASSES:
            if one.key in found:
                raise ValueError(f"Two classes of data are called {one.key}.")
            found[one.key] = one
    return dict(sorted(found.items()))


@cache
def again() -> Mapping[str, Again]:
    """What people erase before its time: name in the list of erasures → how to erase it again after a restore.

    It gets kind and key of the record and what stands behind the name ("sealed/passport_number").
    """
    found: dict[str, Again] = {}
    for module in declarations():
        found |= getattr(module, "AGAIN", {})
    return found


@dataclass(frozen=True)
class InForce:
    """What holds for one class today: the office's rule, and where it has none what the program proposes."""

    data_class: DataClass
    rule: Rule | None

    @property
    def days(self) -> int:
        return self.rule.days if self.rule else self.data_class.default_days

    @property
    def archive_days(self) -> int:
        return self.rule.archive_days if self.rule else ARCHIVE_DAYS

    @property
    def is_active(self) -> bool:
        return self.rule.is_active if self.rule else True

    @property
    def purpose(self) -> Text:
        own = self.rule.purpose.here.text if self.rule else ""
        return own or self.data_class.purpose

    @property
    def legal_ground(self) -> Text:
        own = self.rule.legal_ground.here.text if self.rule else ""
        return own or self.data_class.legal_ground

    def due_on(self, due: Due) -> date:
        return day_after(due.anchor, self.days)

    def all_due(self) -> Iterator[Due]:
        """Everything that holds data of this class now, whenever it is due."""
        return iter(self.data_class.find(LATEST))

    def due_by(self, today: date) -> Iterator[Due]:
        """What is to be erased or offered today, the oldest first."""
        return iter(self.data_class.find(today - timedelta(days=self.days)))


def day_after(anchor: date, days: int) -> date:
    """A day so many days later; at the end of the calendar when it would lie beyond."""
    return anchor + timedelta(days=min(days, (LATEST - anchor).days)) if anchor < LATEST else LATEST


def in_force() -> list[InForce]:
    """All classes with what holds for them, by their names in the language of the page."""
    rules = {rule.data_class: rule for rule in Rule.objects.all()}
    found = [InForce(one, rules.get(key)) for key, one in classes().items()]
    return sorted(found, key=lambda held: str(held.data_class.label).casefold())


def rule_in_force(key: str) -> InForce | None:
    one = classes().get(key)
    return InForce(one, Rule.objects.filter(data_class=key).first()) if one else None


# ---- what is due when ----------------------------------------------------------------
SPANS = {"overdue": 0, "month": 30, "year": 365, "later": None}


@dataclass(frozen=True)
class Forecast:
    """How many records of a class are due when; `spans` has a number for each of SPANS."""

    held: InForce
    spans: Mapping[str, int]
    waiting: int
    next_on: date | None

    @property
    def total(self) -> int:
        return sum(self.spans.values())


def span_of(day: date, today: date) -> str:
    """The first of SPANS in which the day lies."""
    for name, days in SPANS.items():
        if days is None or day <= day_after(today, days):
            return name
    return "later"


def forecast(today: date) -> list[Forecast]:
    waiting = Counter(
        Offer.objects.filter(state__in=[State.OFFERED, State.ACCEPTED]).order_by().values_list("data_class", flat=True)
    )
    found = []
    for held in in_force():
        days = [held.due_on(due) for due in held.all_due()]
        counted = Counter(span_of(day, today) for day in days)
        spans = {name: counted[name] for name in SPANS}
        found.append(Forecast(held, spans, waiting[held.data_class.key], min(days, default=None)))
    return found


@dataclass(frozen=True)
class Next:
    held: InForce
    due: Due
    on: date


def due_next(*, limit: int) -> list[Next]:
    """What is erased or offered next, the earliest first."""
    found = [Next(held, due, held.due_on(due)) for held in in_force() if held.is_active for due in held.all_due()]
    return sorted(found, key=lambda one: (one.on, one.due.kind, one.due.key))[:limit]


# ---- the archive -----------------------------------------------------------------------
def package_of(offer: Offer) -> list[tuple[str, bytes]]:
    """Names and contents of what the archive gets; empty when the record is gone."""
    one = classes().get(offer.data_class)
    if one is not None and one.package is not None:
        return list(one.package(Due(offer.kind, offer.key, offer.anchor)))
    model = model_of(offer.kind)
    record = model._default_manager.filter(pk=offer.key).first() if model else None
    if record is None:
        return []
    return [("record.json", serializers.serialize("json", [record], indent=1).encode())]


def latest_run() -> Run | None:
    """The last going through that came to its end."""
    return Run.objects.filter(ended_at__isnull=False, is_broken=False).first()


def total_of(erasure: Erasure) -> int:
    return sum(count for count in erasure.counts.values() if isinstance(count, int))
