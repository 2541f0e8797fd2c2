"""Who may read what lies in the vault."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts import policy
from hospitium.accounts.models import Unit
from hospitium.core.models import User
from hospitium.core.verdicts import Verdict


def may_unseal(by: User, unit: Unit | None, officer: User | None) -> Verdict:
    """Only the officer in charge, and only as long as the role and the unit are theirs."""
    verdict = policy.judge(by, "vault.read", unit=unit)
    if not verdict:
        return verdict
    if officer is None:
        return Verdict(_("Nobody is in charge yet. Whoever is in charge may read this."))
    if officer.pk != by.pk:
        return Verdict(_("Only the officer in charge may read this: %(officer)s.") % {"officer": officer})
    return verdict
