"""Who may do what with activities, promises and claims, and why not."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge, may
from hospitium.agreements.models import Instrument
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.partners.models import Partnership
from hospitium.partners.rules import may_plan_with
from hospitium.programme.models import Activity, Promise, State
from hospitium.programme.states import LIFECYCLE


def over(user: Somebody, row: str, partnerships: Iterable[Partnership]) -> Verdict:
    """Allowed by any of the partnerships that take part."""
    verdicts = [judge(user, row, unit=partnership.unit) for partnership in partnerships]
    if not verdicts:
        return may(user, row)
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def may_create_activity(user: Somebody, partnerships: Iterable[Partnership], state: str) -> Verdict:
    """What took place may always be entered; what is planned must not be blocked by a suspended partnership."""
    chosen = list(partnerships)
    verdict = over(user, "activity.create", chosen)
    return may_be_planned(chosen, state) if verdict else verdict


def may_edit_activity(user: Somebody, activity: Activity) -> Verdict:
    return over(user, "activity.update", activity.partnerships.select_related("unit"))


def may_be_planned(partnerships: Iterable[Partnership], state: str) -> Verdict:
    if state != State.PLANNED:
        return ALLOWED
    today = timezone.localdate()
    verdicts = [may_plan_with(partnership, today) for partnership in partnerships]
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)


def may_publish_activity(user: Somebody, activity: Activity) -> Verdict:
    """Release for publication; what is coming with a suspended partnership is not released."""
    partnerships = list(activity.partnerships.select_related("unit"))
    verdict = over(user, "activity.publish", partnerships)
    return may_be_planned(partnerships, activity.state) if verdict else verdict


def may_update_promises(user: Somebody, partnership: Partnership) -> Verdict:
    return judge(user, "promise.update", unit=partnership.unit)


def may_edit_promise(user: Somebody, promise: Promise) -> Verdict:
    """Only what is open can be changed."""
    verdict = may_update_promises(user, promise.partnership)
    if verdict and promise.state != Promise.State.OPEN:
        return Verdict(_("This promise is closed. Open it again to change it."))
    return verdict


def may_close_promise(user: Somebody, promise: Promise, state: str) -> Verdict:
    verdict = may_update_promises(user, promise.partnership)
    if verdict and not LIFECYCLE.allows(state, promise.state):
        return Verdict(_("This promise is closed already."))
    return verdict


def may_reopen_promise(user: Somebody, promise: Promise) -> Verdict:
    verdict = may_update_promises(user, promise.partnership)
    if verdict and not LIFECYCLE.allows("reopen", promise.state):
        return Verdict(_("This promise is open."))
    return verdict


def may_choose_claim(user: Somebody, subject: Model, fact: str, value: object) -> Verdict:
    """A statement comes into use unless the activity would then end before it begins."""
    verdict = may_state_claim(user, subject)
    if not verdict or not isinstance(subject, Activity) or fact not in {"begins", "ends"}:
        return verdict
    period = {"begins": subject.begins, "ends": subject.ends, fact: value}
    if period["begins"] and period["ends"] and period["ends"] < period["begins"]:
        return Verdict(_("Then it would end before it begins. Choose or note the other date first."))
    return verdict


def may_state_claim(user: Somebody, subject: Model) -> Verdict:
    """Who may note what another source says about a fact of this record."""
    if isinstance(subject, Partnership):
        return judge(user, "claim.state", unit=subject.unit)
    if isinstance(subject, Instrument):
        return judge(user, "claim.state", unit=subject.partnership.unit)
    if isinstance(subject, Activity):
        return over(user, "claim.state", subject.partnerships.select_related("unit"))
    raise TypeError(f"No claims are made about {subject._meta.label}.")
