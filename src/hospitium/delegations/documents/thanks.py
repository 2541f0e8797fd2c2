"""Letters of thanks after a visit: to our guests, each in their language, or to those who received us."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.delegations.documents import people
from hospitium.delegations.models import Delegation, Member, Side
from hospitium.delegations.queries.attendance import stayed_away
from hospitium.delegations.queries.evaluation import language_of
from hospitium.visits.documents.letters import Recipient, letter_from, partners, used

TEXTS = {
    Side.INCOMING: "delegations/letters/guest_thanks.txt",
    Side.OUTGOING: "delegations/letters/host_thanks.txt",
}


def thanks_recipients(delegation: Delegation, by: User) -> list[Recipient]:
    """Whoever came, the head first; after a journey of ours the partner's office and its contacts."""
    if delegation.side == Side.OUTGOING:
        theirs = delegation.partnership.partner
        return [one for one in partners(delegation.visit, by) if belongs(one, theirs.own_name or str(theirs))]
    return list(guests(delegation))


def belongs(recipient: Recipient, name: str) -> bool:
    """A visit can have several partners; this delegation was at one of them."""
    return recipient.address[-1] == name


def guests(delegation: Delegation) -> Iterable[Recipient]:
    came = delegation.members.printable().exclude(pk__in=stayed_away(delegation))
    for member in sorted(came.select_related("delegation").in_order(), key=lambda one: one.role != Member.Role.HEAD):
        language = language_of(member)
        lines, salutation = people.lines_of_address(member, language), people.salutation_of(member, language)
        yield Recipient(":".join(reference(member)), str(member), language, used(lines), salutation)


def thanks_data(delegation: Delegation, recipient: Recipient) -> dict[str, Any]:
    return letter_from(TEXTS[Side(delegation.side)], delegation.visit, recipient)
