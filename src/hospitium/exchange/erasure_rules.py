"""Who may erase the data of a person who has applied, before their time is over."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import Somebody, judge
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.exchange.models import Application, Phase, Placement
from hospitium.exchange.nomination_rules import is_person
from hospitium.exchange.rules import OWN, is_applicant, today

State = Application.State
WAITING = frozenset({State.SUBMITTED, State.CONSENTED, State.ASSESSED})
ACCEPTED = frozenset({State.YES, State.DEFERRED})


def may_erase_person(user: Somebody, application: Application) -> Verdict:
    """The office that runs all rounds in which this person has applied, once they take part in none of them."""
    verdict = judge(user, "application.enter", unit=application.round.unit)
    if verdict and is_applicant(user, application):
        return Verdict(OWN)
    if verdict and not (application.applicant.name or application.applicant.email):
        return Verdict(_("The data of this person have been erased already."))
    if not verdict:
        return verdict
    for one in application.applicant.applications.select_related("round__unit"):
        if not judge(user, "application.enter", unit=one.round.unit):
            return Verdict(_("This person has applied in a round of another office, too. That office has to agree."))
        if takes_part(one):
            return Verdict(
                _("This person still takes part (%(round)s). Withdraw the application first.") % {"round": one.round}
            )
    return ALLOWED


def may_take_along(who: Somebody | GuestLink, application: Application) -> Verdict:
    """One's own data are one's own, at any time."""
    is_own = is_person(who, application) if isinstance(who, GuestLink) else is_applicant(who, application)
    return ALLOWED if is_own else Verdict(_("Only the person concerned takes these data along."))


def takes_part(application: Application) -> bool:
    """Is something still decided about this person, or do they have a place that lies ahead?"""
    gone = {Placement.State.FINISHED}
    if application.placements.standing().exclude(state__in=gone).exists():
        return True
    if application.state in WAITING:
        return application.round.phase_on(today()) != Phase.OVER
    has_been = application.placements.filter(state__in=gone).exists()
    return application.state in ACCEPTED and not has_been and application.round.phase_on(today()) != Phase.OVER
