"""Who may plan journeys, pick-ups and rooms, and why not."""

from __future__ import annotations

from hospitium.accounts.policy import Somebody
from hospitium.core.verdicts import Verdict
from hospitium.delegations.models import Delegation
from hospitium.delegations.rules.delegations import may_edit_delegation


def may_edit_travel(user: Somebody, delegation: Delegation) -> Verdict:
    """Whoever looks after the delegation, until it is closed."""
    return may_edit_delegation(user, delegation)
