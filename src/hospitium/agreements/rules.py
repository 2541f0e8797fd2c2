"""Who may do what with instruments and clauses, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge
from hospitium.agreements.models import Instrument, Status
from hospitium.agreements.states import LIFECYCLE
from hospitium.algorithms.dates import PartialDate
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.partners.models import Partnership

SIGNATURE = frozenset({"sign", "terminate"})


def may_create_instrument(user: Somebody, partnership: Partnership, signed: PartialDate | None) -> Verdict:
    """The record of what was signed may always be completed; a new draft with a suspended partner may not begin."""
    verdict = judge(user, "instrument.create", unit=partnership.unit)
    if verdict and signed is None and partnership.is_suspended:
        return Verdict(
            _("The partnership is suspended. No draft is begun; what was signed can be entered with its date.")
        )
    return verdict


def may_edit_instrument(user: Somebody, instrument: Instrument) -> Verdict:
    return judge(user, "instrument.update", unit=instrument.partnership.unit)


def may_step(user: Somebody, instrument: Instrument, step: str) -> Verdict:
    """A step in the life of an instrument; signing and terminating belong to the head of office."""
    row = "instrument.sign" if step in SIGNATURE else "instrument.update"
    verdict = judge(user, row, unit=instrument.partnership.unit)
    if verdict and not LIFECYCLE.allows(step, instrument.status):
        return Verdict(_("This step does not lead on from “%(status)s”.") % {"status": Status(instrument.status).label})
    if verdict and step in {"submit", "sign"} and instrument.partnership.is_suspended:
        return Verdict(_("The partnership is suspended. Nothing new is signed until it is resumed."))
    return verdict


def may_follow(instrument: Instrument, predecessor: Instrument | None) -> Verdict:
    """An instrument follows on another one of the same partnership, and no chain leads back to where it began."""
    if predecessor is None:
        return ALLOWED
    if predecessor.partnership_id != instrument.partnership_id:
        return Verdict(_("An instrument can only follow on another one of the same partnership."))
    earlier: Instrument | None = predecessor
    seen: set[int] = set()
    while earlier is not None and earlier.pk not in seen:
        if earlier.pk == instrument.pk:
            return Verdict(_("These instruments would follow on each other in a circle."))
        seen.add(earlier.pk)
        earlier = earlier.predecessor
    return ALLOWED
