"""What happens when a delegation is closed, said before it happens."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink
from hospitium.core import wording
from hospitium.core.references import reference
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.queries.missing import asks_passport


def open_links(delegation: Delegation, *, on: object) -> int:
    """How many personal links to the delegation and its members are open."""
    kind, _key = reference(Member(pk=0))
    members = [str(pk) for pk in delegation.members.values_list("pk", flat=True)]
    own = reference(delegation)
    links = GuestLink.objects.filter(ends_on__gte=on, revoked_at=None)
    return links.filter(kind=kind, key__in=members).count() + links.filter(kind=own.kind, key=own.key).count()


def consequences(delegation: Delegation, *, on: object) -> tuple[list[str], list[str]]:
    """What will happen, and what stays; whole sentences in the language of the page."""
    count, links = delegation.members.coming().count(), open_links(delegation, on=on)
    will = [
        ngettext(
            "%(count)d person is counted as having taken part.",
            "%(count)d people are counted as having taken part.",
            count,
        )
        % {"count": count}
    ]
    others = delegation.visit.delegations.exclude(pk=delegation.pk).exclude(state=Delegation.State.CLOSED).count()
    if others:
        will.append(
            _("The activity gets its number of people when the other delegations of the visit are closed, too.")
        )
    else:
        will.append(_("The number goes into the activity and with it into the balance of the partnership."))
    if links:
        will.append(
            ngettext("%(count)d personal link ends at once.", "%(count)d personal links end at once.", links)
            % {"count": links}
        )
    will.append(_("Nothing in the list of members can be changed any more."))
    if asks_passport(delegation):
        day = wording.day(delegation.visit.ends_on, language=get_language() or "en", style="long")
        will.append(_("Passport and visa data are erased in the night after the departure on %(day)s.") % {"day": day})
    will.append(_("Catering and access wishes are erased once the costs are settled."))
    return will, [
        _("Names and functions stay until the period of the register of data has passed."),
        _("Letters with a check code can still be checked."),
    ]
