"""What happens when a delegation is closed, said before it happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink
from hospitium.core import wording
from hospitium.core.references import reference
from hospitium.core.retention import LATEST
from hospitium.delegations.models import Delegation, Member, Side, TravelRequest
from hospitium.delegations.queries.attendance import heads_in
from hospitium.delegations.queries.keeping import WISHES_AT_LATEST, departure, members, settlement
from hospitium.delegations.queries.missing import asks_passport

Days = Mapping[str, int | None]


def open_links(delegation: Delegation, *, on: object) -> int:
    """How many personal links to the delegation and its members are open."""
    kind, _key = reference(Member(pk=0))
    members = [str(pk) for pk in delegation.members.values_list("pk", flat=True)]
    own = reference(delegation)
    links = GuestLink.objects.filter(ends_on__gte=on, revoked_at=None)
    return links.filter(kind=kind, key__in=members).count() + links.filter(kind=own.kind, key=own.key).count()


def consequences(delegation: Delegation, *, on: date, days: Days) -> tuple[list[str], list[str]]:
    """What will happen, and what stays; whole sentences in the language of the page.

    `days` says how long each class of data is kept, by its key; None where nothing is erased.
    """
    heads, links = heads_in(delegation), open_links(delegation, on=on)
    will = [
        ngettext(
            "%(count)d person is counted as having taken part.",
            "%(count)d people are counted as having taken part.",
            heads.count,
        )
        % {"count": heads.count}
    ]
    if heads.unknown:
        will.append(
            ngettext(
                "%(count)d person is not counted, because no attendance was noted.",
                "%(count)d people are not counted, because no attendance was noted.",
                heads.unknown,
            )
            % {"count": heads.unknown}
        )
    will += unapproved(delegation)
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
    return [*will, *what_goes(delegation, on, days)], [
        what_stays(on, days),
        _("Letters with a check code can still be checked."),
    ]


def unapproved(delegation: Delegation) -> list[str]:
    """Who is counted though no journey was approved; where the office keeps no requests here, nobody is looked for."""
    requests = TravelRequest.objects.filter(member__in=delegation.members.coming())
    if delegation.side != Side.OUTGOING or not requests.exists():
        return []
    approved = requests.filter(state=TravelRequest.State.APPROVED).count()
    if not (count := delegation.members.coming().count() - approved):
        return []
    words = ngettext(
        "%(count)d of them has no approved journey. Withdraw this person first if they did not travel.",
        "%(count)d of them have no approved journey. First withdraw those who did not travel.",
        count,
    )
    return [words % {"count": count}]


def what_goes(delegation: Delegation, on: date, days: Days) -> list[str]:
    """What is erased when; a class whose erasing the office has switched off is not promised.

    What was due before the day of closing is gone already, or goes in the coming night.
    """
    found = []
    passport = last_of(map(departure, members_of(delegation)), days["member_passport"])
    if asks_passport(delegation) and passport:
        words = _("Passport and visa data are erased on %(day)s at the latest.")
        past = _("Passport and visa data were to be erased by %(day)s. What is still there goes in the coming night.")
        found.append((past if passport < on else words) % {"day": in_words(passport)})
    if wishes := last_of([settlement(delegation, WISHES_AT_LATEST)], days["member_wishes"]):
        words = _("Catering and access wishes are erased once the costs are settled, on %(day)s at the latest.")
        past = _(
            "Catering and access wishes were to be erased by %(day)s. What is still there goes in the coming night."
        )
        found.append((past if wishes < on else words) % {"day": in_words(wishes)})
    return found


def what_stays(on: date, days: Days) -> str:
    if day := last_of([on], days["member_names"]):
        return _("Names and functions stay until %(day)s; then the archive is asked.") % {"day": in_words(day)}
    return _("Names and functions stay until the period of the register of data has passed.")


def members_of(delegation: Delegation) -> Iterable[Member]:
    return members().filter(delegation=delegation, erased_on=None)


def last_of(anchors: Iterable[date], days: int | None) -> date | None:
    """The last of the days so many days later; None when there is none, or the class has no end."""
    latest = max(anchors, default=None)
    if latest is None or days is None:
        return None
    return latest + timedelta(days=min(days, (LATEST - latest).days))


def in_words(day: date) -> str:
    return wording.day(day, language=get_language() or "en", style="long")
