"""What delegations add to a visit: members and focal points who are told of a changed programme, and the briefing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import judge
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.delegations.documents import people
from hospitium.delegations.models import Delegation, Member, Side
from hospitium.delegations.queries.gifts import gifts_before
from hospitium.delegations.rules.guests import LIST
from hospitium.partners.rules import may_plan_with
from hospitium.visits.documents.briefing import section
from hospitium.visits.models import Visit
from hospitium.visits.queries.interpreting import letter_language
from hospitium.visits.queries.releases import Change, Concerned

# What is arranged behind the programme is nothing that a guest has to know.
BEHIND = frozenset({"interpreters", "mode"})
MOST_NAMES = 60


def concerned(visit: Visit, changes: Sequence[Change]) -> list[Concerned]:
    """Members with a mail address and the focal points with an open link, as long as the delegation is not closed."""
    seen = [change for change in changes if change["code"] not in BEHIND]
    if not seen:
        return []
    today = timezone.localdate()
    delegations = [
        one
        for one in visit.delegations.exclude(state=Delegation.State.CLOSED).select_related("partnership")
        if one.side == Side.OUTGOING or may_plan_with(one.partnership, today)
    ]
    return [told for one in delegations for told in told_in(one, seen)]


def told_in(delegation: Delegation, changes: Sequence[Change]) -> list[Concerned]:
    language = letter_language(delegation.language)
    members = Member.objects.filter(delegation=delegation).printable().exclude(email="").order_by("pk")
    kind, key = reference(delegation)
    links = GuestLink.objects.filter(purpose=LIST, kind=kind, key=key).open_on(timezone.localdate()).order_by("pk")
    return [
        *(Concerned(link.name, link.email, letter_language(link.language), list(changes)) for link in links),
        *(Concerned(str(member), member.email, language, list(changes)) for member in members),
    ]


def guests(visit: Visit, *, language: str, by: User) -> list[dict[str, Any]]:
    """Who comes, by name, a section for each delegation."""
    if not judge(by, "delegation.read", unit=visit.unit):
        return []
    found = visit.delegations.select_related("partnership__partner", "partnership__home_district")
    return [members(one, language) for one in found]


def earlier(visit: Visit, *, by: User) -> list[dict[str, Any]]:
    """What was given and received at earlier meetings."""
    return [gifts(visit, by)]


def members(delegation: Delegation, language: str) -> dict[str, Any]:
    rows = [
        (
            people.name(member, language),
            people.in_lines(people.functions(member, [language])) or None,
            str(member.get_role_display()),
        )
        for member in people.printable(delegation)
    ]
    return section(
        _("Delegation: %(partnership)s") % {"partnership": delegation.partnership},
        columns=(_("Who"), _("Function"), _("Role")),
        widths=(1.3, 1.6, 1),
        rows=rows[:MOST_NAMES],
        empty=_("Nobody is named yet."),
    )


def gifts(visit: Visit, by: User) -> dict[str, Any]:
    partners = visit.activity.partnerships.values_list("partner", flat=True)
    lines = gifts_before(by, partner_ids=partners, until=visit.starts_on)
    return section(
        _("Gifts of earlier meetings"),
        text="\n".join(one.sentence for one in lines if one.gift.visit_id != visit.pk),
        empty=_("No earlier gift with this partner is in the register."),
    )
