"""Opening a delegation, changing its data, and the steps of its life."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions import revoke_links_of
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.actions.acting import link_of, note_guest
from hospitium.delegations.actions.following import follow_heads, follow_lists
from hospitium.delegations.actions.versions import make_version, officers_of
from hospitium.delegations.models import Delegation, Side
from hospitium.delegations.rules import delegations as rules
from hospitium.delegations.rules import steps
from hospitium.delegations.states import DELEGATION
from hospitium.partners.models import Partnership
from hospitium.visits.models import Visit

STEP_EVENTS = {
    "name": "delegation.named",
    "confirm": "delegation.confirmed",
    "return": "delegation.returned",
    "arrive": "delegation.arrived",
    "close": "delegation.closed",
}


@transaction.atomic
def open_delegation(*, visit_id: int, partnership: Partnership, values: Mapping[str, Any], by: User) -> Delegation:
    """Open the list of who comes with a partnership, or of who of us travels. Raises Refused."""
    visit = locked(Visit, visit_id)
    require(rules.may_open_delegation(by, visit))
    if visit.delegations.filter(partnership=partnership, side=values.get("side", Side.INCOMING)).exists():
        raise Refused(_("This visit has a delegation of this partnership already."))
    delegation = Delegation(visit=visit, partnership=partnership)
    write(delegation, values)
    record("delegation.opened", delegation, by=by, about=[partnership])
    follow_lists(visit)
    return delegation


@transaction.atomic
def open_delegations(
    *, visit_id: int, partnerships: Iterable[Partnership], values: Mapping[str, Any], by: User
) -> list[Delegation]:
    """One delegation for each of these partnerships, with the same data. Raises Refused."""
    return [
        open_delegation(visit_id=visit_id, partnership=partnership, values=values, by=by)
        for partnership in partnerships
    ]


@transaction.atomic
def edit_delegation(*, delegation_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Delegation:
    """Change places, deadlines, language and mandate. Raises Refused, or Conflict when somebody saved in between."""
    delegation = locked(Delegation, delegation_id, version=version)
    require(rules.may_edit_delegation(by, delegation))
    changed = write(delegation, values)
    if changed:
        record("delegation.changed", delegation, by=by, fields=changed)
    return delegation


@transaction.atomic
def remove_delegation(*, delegation_id: int, by: User) -> Visit:
    """Take away what was opened by mistake; links to it end. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(steps.may_remove_delegation(by, delegation))
    visit = delegation.visit
    revoke_links_of(subject=delegation, by=by)
    record("delegation.removed", delegation, by=by, about=[delegation.partnership])
    delegation.delete()
    follow_lists(visit)
    return visit


# ---- steps ---------------------------------------------------------------------------
@transaction.atomic
def hand_in_list(*, delegation_id: int, link_id: int) -> Delegation:
    """The focal point says that the list is complete; the officer is told by mail. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(steps.may_hand_in(link_of(link_id), delegation))
    take_step(delegation, "name", link_id=link_id, by=None)
    note_guest(link_id, "handed_in")
    tell_handed_in(delegation)
    return delegation


@transaction.atomic
def step_delegation(*, delegation_id: int, step: str, by: User) -> Delegation:
    """Name, confirm, give back, note the arrival, or close. Raises Refused.

    With "name" the first version of the list is kept. With "close" the number of people goes into the activity and
    all links to the delegation and its members end.
    """
    delegation = locked(Delegation, delegation_id)
    require(steps.may_step(by, delegation, step))
    take_step(delegation, step, link_id=None, by=by)
    if step == "close":
        end_links(delegation, by)
    return delegation


def take_step(delegation: Delegation, step: str, *, link_id: int | None, by: User | None) -> None:
    delegation.state = Delegation.State(DELEGATION.after(step))
    if step == "close":
        delegation.closed_on = timezone.localdate()
    delegation.version += 1
    delegation.save(update_fields=["state", "closed_on", "version"])
    record(STEP_EVENTS[step], delegation, by=by, about=[delegation.partnership], link=link_id)
    if step == "name":
        make_version(delegation, link_id=link_id, by=by)
    follow_lists(delegation.visit)
    if step in {"confirm", "close"}:
        follow_heads(delegation.visit, by)


def end_links(delegation: Delegation, by: User) -> int:
    """Returns how many links were open, those of the members included."""
    subjects = [delegation, *delegation.members.all()]
    return sum(revoke_links_of(subject=subject, by=by) for subject in subjects)


def tell_handed_in(delegation: Delegation) -> None:
    for officer in officers_of(delegation):
        mails.post(
            to=officer.email,
            language=officer.language,
            template="delegations/mail/handed_in",
            context={
                "officer": officer,
                "delegation": delegation,
                "count": delegation.members.coming().count(),
                "base_url": settings.BASE_URL,
                "installation": settings.INSTALLATION["name"],
            },
            about=delegation,
        )
