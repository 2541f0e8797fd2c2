"""What the check found in a visit, in words, apart from what somebody accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.algorithms.timetable import Finding, Severity
from hospitium.algorithms.timetable.check import check
from hospitium.visits.check_rules import RULES
from hospitium.visits.models import Acceptance, Item, Visit
from hospitium.visits.queries.sentences import clock, sentence_of, written
from hospitium.visits.queries.timetable import Material, material_of

# As long as the column is; a finding on very many items is kept by its digest.
LONGEST_KEY = 200

# What concerns a whole day is drawn at its end; holidays stand in the head, overload beside the interpreter.
ON_THE_LAST = frozenset({"long_day", "no_break"})
NOT_ON_ITEMS = frozenset({"holiday_host", "holiday_guest", "interpreter_overload"})


@dataclass(frozen=True)
class Look:
    """How bad a finding is, as a chip and as a mark in the grid."""

    label: str | Promise
    tone: str
    icon: str


LOOKS = {
    Severity.ERROR: Look(_("cannot stay"), "danger", "octagon-alert"),
    Severity.WARNING: Look(_("warning"), "warning", "triangle-alert"),
    Severity.HINT: Look(_("hint"), "info", "info"),
}


@dataclass(frozen=True)
class Concerned:
    """An item that a finding is about, as a link leads to it."""

    pk: int
    when: str
    title: str


@dataclass(frozen=True)
class Worded:
    """A finding in words."""

    key: str
    code: str
    severity: Severity
    name: str | Promise
    sentence: str
    advice: str | Promise
    items: Sequence[Concerned]
    acceptance: Acceptance | None = None

    @property
    def look(self) -> Look:
        return LOOKS[self.severity]

    @property
    def drawn_at(self) -> Sequence[Concerned]:
        """The items at which the grid shows it: those that have to move, not all that have to do with it."""
        if self.code == "way_too_short":
            return self.items[1:-1] or self.items[-1:]
        if self.code in ON_THE_LAST:
            return self.items[-1:]
        return () if self.code in NOT_ON_ITEMS else self.items


@dataclass(frozen=True)
class Findings:
    """What is open, the worst first, and what was accepted; both in the order of the check."""

    open: Sequence[Worded]
    accepted: Sequence[Worded]

    def count(self, severity: Severity) -> int:
        return sum(one.severity == severity for one in self.open)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self.count(Severity.WARNING)

    @property
    def hints(self) -> int:
        return self.count(Severity.HINT)

    @property
    def by_item(self) -> Mapping[int, Sequence[Worded]]:
        """Item → what is open about it, the worst first."""
        found: dict[int, list[Worded]] = {}
        for one in self.open:
            for item in one.items:
                found.setdefault(item.pk, []).append(one)
        return found


def findings_of(visit: Visit, *, by: Somebody, today: date | None = None) -> Findings:
    """The check of a visit as it stands; what belongs to visits that `by` may not see is not named."""
    return worded(material_of(visit, today=today or timezone.localdate()), by=by)


def worded(material: Material, *, by: Somebody) -> Findings:
    found = check(material.programme)
    accepted = {one.finding: one for one in material.visit.acceptances.select_related("by")}
    others = names_elsewhere(found, by)
    lines = [line_of(one, material, others, accepted.get(kept_key(one))) for one in found]
    return Findings(
        open=[line for line in lines if line.acceptance is None],
        accepted=[line for line in lines if line.acceptance is not None],
    )


def line_of(finding: Finding, material: Material, others: Mapping[str, str], acceptance: Acceptance | None) -> Worded:
    rule = RULES[finding.code]
    return Worded(
        key=kept_key(finding),
        code=finding.code,
        severity=finding.severity,
        name=rule.name,
        sentence=sentence_of(finding, material, others),
        advice=rule.advice,
        items=[concerned(material.items[key]) for key in finding.items],
        acceptance=acceptance,
    )


def concerned(item: Item) -> Concerned:
    when = f"{written(item.day)} {clock(item.starts)}" if item.day and item.starts else ""
    return Concerned(item.pk, when, str(item))


def kept_key(finding: Finding) -> str:
    """The key by which an acceptance is kept."""
    if len(finding.key) <= LONGEST_KEY:
        return finding.key
    return f"{finding.code}:{sha256(finding.key.encode()).hexdigest()}"


def names_elsewhere(found: Sequence[Finding], by: Somebody) -> dict[str, str]:
    """Key of an item of another visit → its title and its visit, as far as `by` may see that visit."""
    keys = {int(str(one.facts["elsewhere"])) for one in found if "elsewhere" in one.facts}
    if not keys:
        return {}
    items = Item.objects.filter(pk__in=keys, visit__in=Visit.objects.visible_to(by)).select_related("visit__activity")
    return {str(item.pk): f"{item} – {item.visit.activity}" for item in items}
