"""What sources say about one fact of a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of, state_claims
from hospitium.core.models import User
from hospitium.interchange.actions.record.changes import CHANGED, Report
from hospitium.interchange.record import Row, Source


class Stated(NamedTuple):
    """A value as a claim holds it (empty for "unknown"), who says so, as of when, and what the value does not say."""

    value: str
    source: str
    as_of: PartialDate | None = None
    note: str = ""


def stated_about(source: Source, row: Row, name: str, reader: Callable[[Row, str], Any]) -> list[Stated]:
    """The claims of a row about the fact that it calls `name`, the one in use first."""
    stated = []
    for one in source.claims(row, *NAMES):
        if name in one:
            known = reader(one, name)
            value = "" if known is None else str(known)
            stated.append(Stated(value, source.text(one, "source")[:300], source.date(one, "as_of")))
    return stated


NAMES = ("date", "since", "from", "to", "guests", "direction")


def put_claims(report: Report, row: Row, record: Any, which: int, stated: list[Stated], by: User | None) -> None:
    """Enter what the sources say about one disputable fact, unless it was entered before."""
    disputable = type(record).disputable[which]
    known = {(claim.value, claim.source) for claim in claims_of(record, disputable.fact)}
    new = [one for one in dict.fromkeys(stated) if (one.value, one.source) not in known]
    for index, one in enumerate(new):
        in_use = 0 if index == 0 and not known else -1
        state_claims(
            record, disputable, [(one.value, one.source)], by=by, in_use=in_use, as_of=one.as_of, note=one.note
        )
    if new:
        record.save(update_fields=[disputable.fact])
    if new and known:
        report.note(row, record, CHANGED, [disputable.fact])
