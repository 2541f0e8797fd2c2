"""Who may do what in a round of staff exchange, and why not."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink, Unit
from hospitium.accounts.policy import Somebody, access_of, judge, refusal
from hospitium.core import wording
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.exchange.completeness import missing
from hospitium.exchange.models import Application, Assessment, Consent, HostOffer, Phase, Round
from hospitium.exchange.states import APPLICATION, OFFER

NO_LINK = gettext_lazy("This link is not for this page, or it is no longer valid. Ask the office for a new one.")
OWN = gettext_lazy("Nobody decides on an application of their own.")
STEP_REFUSED = gettext_lazy("This step does not lead on from “%(state)s”.")
# From the end of the applications until the results are out.
JUDGING = (Phase.COLLECTING, Phase.ASSESSING, Phase.DECIDING)
ASSESSORS = 2


def today() -> date:
    return timezone.localdate()


def written(day: date) -> str:
    return wording.day(day, language=get_language() or "en", style="long")


# ---- rounds ------------------------------------------------------------------
def may_create_round(user: Somebody, unit: Unit | None) -> Verdict:
    return judge(user, "round.create", unit=unit)


def may_edit_round(user: Somebody, record: Round) -> Verdict:
    return judge(user, "round.update", unit=record.unit)


def may_publish_call(user: Somebody, record: Round) -> Verdict:
    """A call can be read once it says until when, has a text, and somebody in charge in whose name links go out."""
    verdict = may_edit_round(user, record)
    if verdict and record.applications_until is None:
        return Verdict(_("Say first until when applications are accepted."))
    if verdict and record.officer is None:
        return Verdict(_("Say first who is in charge: links to supervisors and substitutes go out in their name."))
    if verdict and not record.call:
        return Verdict(_("Write the text of the call first."))
    return verdict


def may_change_criteria(user: Somebody, record: Round) -> Verdict:
    """What is assessed stays as it is once somebody has assessed by it."""
    verdict = may_edit_round(user, record)
    if verdict and Assessment.objects.filter(application__round=record, submitted_at__isnull=False).exists():
        return Verdict(_("Applications of this round have been assessed by these criteria; they stay as they are."))
    return verdict


def may_remove_round(user: Somebody, record: Round) -> Verdict:
    verdict = may_edit_round(user, record)
    if verdict and (record.applications.exists() or record.offers.exists()):
        return Verdict(_("There are applications or offers in this round. It stays, so that they can still be read."))
    return verdict


# ---- applications ------------------------------------------------------------
def is_applicant(user: Somebody, application: Application) -> bool:
    return isinstance(user, User) and application.applicant.user_id == user.pk


def may_apply(user: Somebody, record: Round) -> Verdict:
    """Whoever is signed in applies once, while the round is open."""
    if not access_of(user).scope("application.write").is_self:
        return refusal("application.write")
    return may_be_sent(record)


def may_be_sent(record: Round) -> Verdict:
    """Is it a day on which applications are accepted?"""
    phase = record.phase_on(today())
    if phase == Phase.OPEN:
        return ALLOWED
    if phase == Phase.PREPARED:
        return Verdict(_("The call is not out yet."))
    if record.applications_until is None:
        return Verdict(_("Applications are not accepted any more."))
    return Verdict(
        _("Applications were accepted until %(day)s. What you wrote is kept as a draft, but cannot be sent any more.")
        % {"day": written(record.applications_until)}
    )


def may_write(user: Somebody, application: Application) -> Verdict:
    """The applicant writes a draft; what the office entered for somebody, the office writes."""
    if is_applicant(user, application):
        verdict = ALLOWED if access_of(user).scope("application.write").is_self else refusal("application.write")
    elif application.entered_by_id:
        verdict = judge(user, "application.enter", unit=application.round.unit)
    else:
        return Verdict(_("Only the person who applies can change this application."))
    if verdict and application.state == Application.State.WITHDRAWN:
        return Verdict(_("This application was withdrawn."))
    if verdict and application.state != Application.State.DRAFT:
        return Verdict(_("This application was sent. Take it back first to change it."))
    return verdict


def may_submit(user: Somebody, application: Application) -> Verdict:
    """Everything is there, and it is still time. The office may send after the last day what came to it before."""
    verdict = may_write(user, application)
    if verdict and not application.entered_by_id:
        verdict = may_be_sent(application.round)
    if verdict and application.entered_by_id is None and missing(application):
        return Verdict(_("Something is still missing; the list says what."))
    return verdict


def may_take_back(user: Somebody, application: Application) -> Verdict:
    """Until the last day what was sent can be changed and sent again."""
    if not is_applicant(user, application):
        return Verdict(_("Only the person who applies can change this application."))
    if not APPLICATION.allows("take_back", application.state):
        return Verdict(STEP_REFUSED % {"state": application.get_state_display()})
    if application.round.phase_on(today()) != Phase.OPEN:
        return Verdict(_("The last day has passed; the application stays as it was sent. You can still withdraw it."))
    return ALLOWED


def may_withdraw(user: Somebody, application: Application) -> Verdict:
    """At any time before the stay; the office does it for those who told it so. A stay is broken off instead."""
    if not is_applicant(user, application):
        verdict = judge(user, "application.enter", unit=application.round.unit)
        if not verdict:
            return verdict
    return can_be_withdrawn(application)


def can_be_withdrawn(application: Application) -> Verdict:
    if not APPLICATION.allows("withdraw", application.state):
        return Verdict(STEP_REFUSED % {"state": application.get_state_display()})
    if stay := application.placements.filter(state__in=["under_way", "finished", "broken_off"]).first():
        return Verdict(STEP_REFUSED % {"state": stay.get_state_display()})
    return ALLOWED


def may_discard(user: Somebody, application: Application) -> Verdict:
    """A draft is nobody's but its writer's."""
    verdict = may_write(user, application)
    return verdict if application.state == Application.State.DRAFT else Verdict(_("Only a draft can be thrown away."))


def may_enter(user: Somebody, record: Round) -> Verdict:
    """The office enters what came on paper or from a partner."""
    return judge(user, "application.enter", unit=record.unit)


# ---- consents ----------------------------------------------------------------
def may_ask_consent(user: Somebody, consent: Consent) -> Verdict:
    """The office asks (again) whoever has to agree to an application that was sent."""
    verdict = judge(user, "application.enter", unit=consent.application.round.unit)
    return may_be_asked(consent) if verdict else verdict


def may_be_asked(consent: Consent) -> Verdict:
    if consent.application.state not in {Application.State.SUBMITTED, Application.State.CONSENTED}:
        state = consent.application.get_state_display()
        return Verdict(_("Nobody is asked about an application in the state “%(state)s”.") % {"state": state})
    if consent.answer != Consent.Answer.OPEN:
        return Verdict(_("This was answered already."))
    if not consent.email:
        return Verdict(_("There is no mail address to ask at."))
    return ALLOWED


def may_note_consent(user: Somebody, consent: Consent) -> Verdict:
    """The office notes an answer that it has on paper."""
    verdict = judge(user, "application.enter", unit=consent.application.round.unit)
    if verdict and is_applicant(user, consent.application):
        return Verdict(OWN)
    if verdict and consent.application.state not in {Application.State.SUBMITTED, Application.State.CONSENTED}:
        return Verdict(STEP_REFUSED % {"state": consent.application.get_state_display()})
    return verdict


def may_answer_consent(link: GuestLink, consent: Consent) -> Verdict:
    """With the link that was sent, while the application waits for answers; an answer can be changed until then."""
    kind, key = reference(consent)
    if not link.is_open or (link.kind, link.key) != (kind, key) or link.purpose != purpose_of(consent):
        return Verdict(NO_LINK)
    if consent.application.state not in {Application.State.SUBMITTED, Application.State.CONSENTED}:
        return Verdict(_("Nothing needs to be answered any more. Thank you."))
    return ALLOWED


def purpose_of(consent: Consent) -> str:
    """Of which purpose the links are that ask for this consent."""
    return {Consent.Kind.SUBSTITUTE: "substitute", Consent.Kind.PERSON: "own_application"}.get(
        Consent.Kind(consent.kind), "consent"
    )


def may_recommend(user: Somebody, application: Application) -> Verdict:
    """The contact of the applicant's department says what the department thinks of it."""
    scope = access_of(user).scope("application.recommend")
    if not scope:
        return refusal("application.recommend")
    if is_applicant(user, application):
        return Verdict(_("Nobody recommends an application of their own."))
    if application.unit_id not in scope.department_units:
        return Verdict(_("Only the department of the person who applies can recommend."))
    if application.state not in {Application.State.SUBMITTED, Application.State.CONSENTED}:
        return Verdict(STEP_REFUSED % {"state": application.get_state_display()})
    return ALLOWED


# ---- offers ------------------------------------------------------------------
def may_create_offer(user: Somebody, record: Round, unit: Unit | None) -> Verdict:
    """A department for itself; the office for everybody."""
    if judge(user, "host_offer.create", unit=record.unit):
        return ALLOWED
    return judge(user, "host_offer.create", unit=None, departments=[unit.pk] if unit else [])


def may_edit_offer(user: Somebody, offer: HostOffer) -> Verdict:
    """Whoever may create it, until it is withdrawn; what the office has confirmed, the office changes."""
    verdict = over_offer(user, "host_offer.update", offer)
    if verdict and offer.state == HostOffer.State.WITHDRAWN:
        return Verdict(_("This offer was withdrawn. Offer it again to change it."))
    is_office = bool(judge(user, "host_offer.update", unit=offer.round.unit))
    if verdict and offer.state == HostOffer.State.CONFIRMED and not is_office:
        return Verdict(_("The office has confirmed your offer. Please write to the office to change it."))
    return verdict


def over_offer(user: Somebody, row: str, offer: HostOffer) -> Verdict:
    departments = [offer.unit_id] if offer.unit_id else []
    return judge(user, row, unit=offer.round.unit, departments=departments)


def may_step_offer(user: Somebody, offer: HostOffer, step: str) -> Verdict:
    """Offer, confirm, withdraw. Confirming is the office's."""
    row = "host_offer.confirm" if step == "confirm" else "host_offer.update"
    verdict = over_offer(user, row, offer)
    if verdict and not OFFER.allows(step, offer.state):
        return Verdict(STEP_REFUSED % {"state": offer.get_state_display()})
    return may_be_offered(offer) if verdict and step != "withdraw" else verdict


def may_be_offered(offer: HostOffer) -> Verdict:
    """A place without a title or a task is none."""
    if not offer.title or not offer.task:
        return Verdict(_("An offer needs a title, and what the guest will see and do."))
    if offer.minimum > offer.capacity:
        return Verdict(_("More participants are needed than there are places."))
    return ALLOWED


def can_have_places(offer: HostOffer, places: int | None) -> Verdict:
    """Never fewer places than people who are placed there."""
    taken = offer.placements.standing().count() if places is not None and offer.pk else 0
    if places is None or places >= taken:
        return ALLOWED
    text = ngettext(
        "%(count)d person is placed with this offer, so that it cannot have fewer places. "
        "Find another place for somebody first, or withdraw the offer.",
        "%(count)d persons are placed with this offer, so that it cannot have fewer places. "
        "Find another place for somebody first, or withdraw the offer.",
        taken,
    )
    return Verdict(text % {"count": taken})


def may_ask_host(user: Somebody, offer: HostOffer) -> Verdict:
    """The office sends the host a link."""
    verdict = judge(user, "host_offer.confirm", unit=offer.round.unit)
    if verdict and offer.state == HostOffer.State.WITHDRAWN:
        return Verdict(_("This offer was withdrawn. Offer it again to change it."))
    return verdict


def may_offer_as_guest(link: GuestLink, offer: HostOffer) -> Verdict:
    """The host writes the offer until the last day for offers; what the office has confirmed, the office changes."""
    kind, key = reference(offer)
    if not link.is_open or (link.purpose, link.kind, link.key) != ("host_offer", kind, key):
        return Verdict(NO_LINK)
    last = offer.round.offers_until
    if last is not None and today() > last:
        return Verdict(_("Offers were accepted until %(day)s. Please write to the office.") % {"day": written(last)})
    if offer.state == HostOffer.State.CONFIRMED:
        return Verdict(_("The office has confirmed your offer. Please write to the office to change it."))
    return ALLOWED


def may_withdraw_as_guest(link: GuestLink, offer: HostOffer) -> Verdict:
    """A host can take an offer back at any time."""
    kind, key = reference(offer)
    if not link.is_open or (link.purpose, link.kind, link.key) != ("host_offer", kind, key):
        return Verdict(NO_LINK)
    if not OFFER.allows("withdraw", offer.state):
        return Verdict(STEP_REFUSED % {"state": offer.get_state_display()})
    return ALLOWED


def may_rank(offer: HostOffer) -> Verdict:
    """Hosts rank after the last day for applications and before the results, where the round wants it."""
    if not offer.round.wants_host_ranking:
        return Verdict(_("In this round hosts do not rank applicants."))
    if offer.state not in {HostOffer.State.OFFERED, HostOffer.State.CONFIRMED}:
        return Verdict(_("Only for an offer that stands applicants can be ranked."))
    phase = offer.round.phase_on(today())
    if phase in {Phase.PREPARED, Phase.OPEN}:
        return Verdict(_("Applicants can be ranked once applications are closed."))
    if phase not in JUDGING or offer.round.placements.exclude(announced_at=None).exists():
        return Verdict(_("The results are out; the ranking stays as it was."))
    return ALLOWED


def offers_due(record: Round) -> date | None:
    """The last day for offers while it lies ahead; a day that is over is no deadline to name to anybody."""
    return record.offers_until if record.offers_until and record.offers_until >= today() else None


def may_rank_as_host(user: Somebody, offer: HostOffer) -> Verdict:
    """A department here ranks for itself."""
    verdict = over_offer(user, "host_offer.update", offer)
    return may_rank(offer) if verdict else verdict


def may_rank_as_guest(link: GuestLink, offer: HostOffer) -> Verdict:
    kind, key = reference(offer)
    if not link.is_open or (link.purpose, link.kind, link.key) != ("host_offer", kind, key):
        return Verdict(NO_LINK)
    return may_rank(offer)


def may_correct_order(user: Somebody, offer: HostOffer) -> Verdict:
    """The office corrects the order for an offer, with a reason."""
    return judge(user, "application.settle", unit=offer.round.unit)


def may_correct_rank(user: Somebody, offer: HostOffer, application: Application) -> Verdict:
    """The place of somebody else in that order."""
    return Verdict(OWN) if is_applicant(user, application) else may_correct_order(user, offer)


# ---- assessment --------------------------------------------------------------
def may_assess(user: Somebody, application: Application) -> Verdict:
    """Two members of the panel, one for themselves, not about themselves, and not after the results."""
    verdict = may_look_at(user, application)
    if verdict and application.state != Application.State.CONSENTED:
        return Verdict(_("Only a complete application that nobody has decided on is assessed."))
    if verdict and application.round.phase_on(today()) not in JUDGING:
        return Verdict(_("Applications are assessed after the last day for applications and before the results."))
    if not verdict:
        return verdict
    sent = [one for one in application.assessments.all() if one.submitted_at and not one.has_conflict]
    if any(one.member.user_id == getattr(user, "pk", None) for one in sent):
        return Verdict(_("You have sent your assessment. It stays as it is."))
    if len(sent) >= ASSESSORS:
        return Verdict(_("Two colleagues have assessed this application already."))
    return ALLOWED


def may_look_at(user: Somebody, application: Application) -> Verdict:
    """Members of the panel, unless it is their own application or they declared a conflict of interest."""
    if not access_of(user).scope("assessment.write").is_self or not isinstance(user, User):
        return refusal("assessment.write")
    if is_applicant(user, application):
        return Verdict(_("Nobody assesses an application of their own."))
    if not application.round.panel.filter(user=user).exists():
        return Verdict(_("You are not on the panel of this round."))
    if application.assessments.filter(member__user=user, has_conflict=True).exists():
        return Verdict(_("You declared a conflict of interest; you do not assess this application."))
    return ALLOWED


def may_settle(user: Somebody, application: Application) -> Verdict:
    """The office settles what the panel sees differently, and may decide anew until the results are out."""
    verdict = judge(user, "application.settle", unit=application.round.unit)
    if verdict and is_applicant(user, application):
        return Verdict(OWN)
    settled = {Application.State.ASSESSED, Application.State.YES, Application.State.NO, Application.State.DEFERRED}
    if verdict and application.state not in settled:
        return Verdict(_("There are no two assessments yet."))
    if verdict and application.round.phase_on(today()) not in JUDGING:
        return Verdict(_("The results are out. Place by hand, or let the waiting list move up."))
    return verdict
