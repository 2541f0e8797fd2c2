"""Facts on which sources differ: each claim is kept, one is in use, and unknown is a value of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates import DateError, PartialDate
from hospitium.core.models import Claim, User
from hospitium.core.references import reference


@dataclass(frozen=True)
class Disputable:
    """A column on which sources may differ, and the kind of its values ("date", "count" or "word")."""

    fact: str
    shape: str
    label: str | Promise


def claims_of(subject: Model, fact: str = "") -> list[Claim]:
    """What the sources say about a record, in the order in which it was entered."""
    kind, key = reference(subject)
    claims = Claim.objects.filter(kind=kind, key=key).select_related("stated_by")
    return list(claims.filter(fact=fact) if fact else claims)


def in_use_first(claims: Sequence[Claim]) -> list[Claim]:
    """The claim in use before the others, these in their order."""
    return sorted(claims, key=lambda claim: not claim.in_use)


def typed(claim: Claim) -> PartialDate | int | str | None:
    """The value of a claim as the column holds it; None is "unknown"."""
    if not claim.value:
        return None
    if claim.shape == Claim.Shape.DATE:
        return PartialDate.parse(claim.value)
    return int(claim.value) if claim.shape == Claim.Shape.COUNT else claim.value


def check(shape: str, value: str) -> str:
    """The value in its canonical writing; raises ValidationError that says how to write it."""
    value = value.strip()
    if not value or shape == Claim.Shape.WORD:
        return value
    if shape == Claim.Shape.DATE:
        try:
            return str(PartialDate.parse(value))
        except DateError as error:
            raise ValidationError(
                _("“%(value)s” is not a date. Write 1993, 2017-03 or 1990-11-12."), params={"value": value}
            ) from error
    if not value.isdecimal() or len(value) > 9:
        raise ValidationError(_("“%(value)s” is not a whole number."), params={"value": value})
    return str(int(value))


def state_claims(
    subject: Model,
    disputable: Disputable,
    stated: Sequence[tuple[str, str]],
    *,
    by: User | None,
    in_use: int = 0,
    as_of: PartialDate | None = None,
    note: str = "",
) -> list[Claim]:
    """Add claims, pairs of value and source; the one at `in_use` is taken over into the record's column.

    A negative `in_use` leaves the choice as it is. The caller saves the column and records the event.
    `note` goes with each claim: what the value alone does not say.
    """
    kind, key = reference(subject)
    position = Claim.objects.filter(kind=kind, key=key, fact=disputable.fact).count()
    made = [
        Claim(
            kind=kind,
            key=key,
            fact=disputable.fact,
            shape=disputable.shape,
            value=check(disputable.shape, value),
            source=source,
            as_of=as_of,
            note=note,
            position=position + offset,
            stated_by=by,
            stated_at=timezone.now(),
        )
        for offset, (value, source) in enumerate(stated)
    ]
    Claim.objects.bulk_create(made)
    if 0 <= in_use < len(made):
        choose(subject, made[in_use])
    return made


def keep_known(subject: Model, disputable: Disputable, *, source: str, by: User | None, note: str = "") -> None:
    """What the record says already is a statement, too: that of the record's own source."""
    value = getattr(subject, disputable.fact)
    if value is not None and not claims_of(subject, disputable.fact):
        state_claims(subject, disputable, [(str(value), source)], by=by, note=note)


def choose(subject: Model, claim: Claim) -> None:
    """Take this claim into use; the caller saves the column and records the event."""
    Claim.objects.filter(kind=claim.kind, key=claim.key, fact=claim.fact, in_use=True).update(in_use=False)
    claim.in_use = True
    claim.save(update_fields=["in_use"])
    setattr(subject, claim.fact, typed(claim))
