"""What people do with activities, promises and claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from hospitium.agreements.actions import people_of
from hospitium.agreements.models import Instrument
from hospitium.algorithms.dates import PartialDate
from hospitium.core import mails
from hospitium.core.claims import Disputable, choose, claims_of, keep_known, state_claims, typed
from hospitium.core.editing import write
from hospitium.core.events import record, timeline
from hospitium.core.locking import locked
from hospitium.core.models import Claim, User
from hospitium.core.verdicts import require
from hospitium.partners.models import Partnership
from hospitium.programme import rules
from hospitium.programme.models import Activity, Direction, Promise
from hospitium.programme.states import LIFECYCLE

Subject = Partnership | Instrument | Activity


@transaction.atomic
def create_activity(*, values: Mapping[str, Any], by: User) -> Activity:
    """Enter an activity, planned or past. Raises Refused when `by` may not, or a partnership is suspended."""
    require(rules.may_create_activity(by, values["partnerships"], values["state"]))
    activity = Activity()
    write(activity, values)
    state_given(activity, ["begins", "ends", "heads"], by)
    record("activity.created", activity, by=by, about=activity.partnerships.all(), state=activity.state)
    return activity


@transaction.atomic
def edit_activity(*, activity_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Activity:
    """Change an activity. Raises Refused, or Conflict when somebody saved in between."""
    activity = locked(Activity, activity_id, version=version)
    require(rules.may_edit_activity(by, activity))
    planned_anew = values.get("state", activity.state) != activity.state or "partnerships" in values
    if planned_anew:
        partnerships = values.get("partnerships", list(activity.partnerships.all()))
        added = [partnership for partnership in partnerships if partnership not in activity.partnerships.all()]
        require(
            rules.may_be_planned(
                partnerships if values.get("state", activity.state) != activity.state else added,
                values.get("state", activity.state),
            )
        )
    changed = write(activity, values)
    if changed:
        state_given(activity, changed, by)
        record("activity.changed", activity, by=by, about=activity.partnerships.all(), fields=changed)
    return activity


def state_given(activity: Activity, changed: list[str], by: User) -> None:
    """What was typed into a disputable column is the claim in use, under the activity's source."""
    for disputable in Activity.disputable:
        known = claims_of(activity, disputable.fact)
        value = getattr(activity, disputable.fact)
        if disputable.fact not in changed or (value is None and not known):
            continue
        text = "" if value is None else str(value)
        same = next((claim for claim in known if claim.value == text), None)
        if same:
            choose(activity, same)
        else:
            state_claims(activity, disputable, [(text, activity.source)], by=by)
    activity.save(update_fields=[disputable.fact for disputable in Activity.disputable])


@transaction.atomic
def state_heads(*, activity_id: int, planned: int, heads: int | None, by: User | None) -> Activity:
    """Take over from the lists of names how many people are expected and, once it is over, how many there were.

    The caller has judged who may; the number stands beside what other sources say, and is in use.
    """
    activity = locked(Activity, activity_id)
    changed = write(activity, {"heads_planned": planned} | ({"heads": heads} if heads is not None else {}))
    if "heads" in changed:
        disputable = next(one for one in Activity.disputable if one.fact == "heads")
        state_claims(activity, disputable, [(str(heads), gettext("list of the delegations"))], by=by)
    if changed:
        activity.version += 1
        activity.save(update_fields=["heads", "version"])
        record("activity.changed", activity, by=by, about=activity.partnerships.all(), fields=changed)
    return activity


@transaction.atomic
def publish_activity(*, activity_id: int, by: User) -> Activity:
    """Release an activity for the public site. Raises Refused."""
    activity = locked(Activity, activity_id)
    require(rules.may_publish_activity(by, activity))
    return set_published(activity, True, "activity.published", by)


@transaction.atomic
def unpublish_activity(*, activity_id: int, by: User) -> Activity:
    """Take an activity off the public site. Raises Refused."""
    activity = locked(Activity, activity_id)
    require(rules.may_edit_activity(by, activity))
    return set_published(activity, False, "activity.unpublished", by)


def set_published(activity: Activity, released: bool, code: str, by: User) -> Activity:
    activity.is_published = released
    activity.save(update_fields=["is_published"])
    record(code, activity, by=by, about=activity.partnerships.all())
    return activity


@transaction.atomic
def create_promise(*, values: Mapping[str, Any], by: User) -> Promise:
    """Note who promised what until when. Raises Refused."""
    require(rules.may_update_promises(by, values["partnership"]))
    promise = Promise()
    write(promise, values)
    record("promise.created", promise, by=by, about=[promise.partnership], due_on=promise.due_on)
    return promise


@transaction.atomic
def edit_promise(*, promise_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Promise:
    """Change a promise that is open. Raises Refused, or Conflict when somebody saved in between."""
    promise = locked(Promise, promise_id, version=version)
    require(rules.may_edit_promise(by, promise))
    changed = write(promise, values)
    if changed:
        record("promise.changed", promise, by=by, about=[promise.partnership], fields=changed)
    return promise


@transaction.atomic
def close_promise(*, promise_id: int, state: str, on: date, by: User) -> Promise:
    """Note that a promise was kept, not kept or dropped. Raises Refused."""
    promise = locked(Promise, promise_id)
    require(rules.may_close_promise(by, promise, state))
    promise.state, promise.closed_on = LIFECYCLE.after(state), on
    promise.save(update_fields=["state", "closed_on"])
    record("promise.closed", promise, by=by, about=[promise.partnership], state=state)
    return promise


@transaction.atomic
def reopen_promise(*, promise_id: int, by: User) -> Promise:
    """Open a promise again that was closed by mistake. Raises Refused."""
    promise = locked(Promise, promise_id)
    require(rules.may_reopen_promise(by, promise))
    promise.state, promise.closed_on = LIFECYCLE.after("reopen"), None
    promise.save(update_fields=["state", "closed_on"])
    record("promise.reopened", promise, by=by, about=[promise.partnership])
    return promise


@transaction.atomic
def state_claim(
    *, subject: Subject, disputable: Disputable, value: str, source: str, as_of: PartialDate | None, by: User
) -> Claim:
    """Note what another source says; nothing is overwritten, what was known before stays in use.

    Raises Refused, or ValidationError when the value has the wrong form.
    """
    require(rules.may_state_claim(by, subject))
    if getattr(subject, disputable.fact) != Direction.UNKNOWN:
        keep_known(subject, disputable, source=subject.source, by=by)
    is_first = not claims_of(subject, disputable.fact)
    claim = state_claims(subject, disputable, [(value, source)], by=by, in_use=0 if is_first else -1, as_of=as_of)[0]
    if is_first:
        require(rules.may_choose_claim(by, subject, claim.fact, typed(claim)))
        subject.save(update_fields=[disputable.fact])
    note(f"{subject._meta.model_name}.fact_stated", subject, claim, by)
    return claim


@transaction.atomic
def choose_claim(*, subject: Subject, claim: Claim, by: User) -> Claim:
    """Take another claim into use; jubilees, lists and sums follow it. Raises Refused."""
    require(rules.may_choose_claim(by, subject, claim.fact, typed(claim)))
    choose(subject, claim)
    subject.save(update_fields=[claim.fact])
    note(f"{subject._meta.model_name}.fact_chosen", subject, claim, by)
    return claim


def note(code: str, subject: Subject, claim: Claim, by: User) -> None:
    about: list[Partnership] = []
    if isinstance(subject, Instrument):
        about = [subject.partnership]
    elif isinstance(subject, Activity):
        about = list(subject.partnerships.all())
    record(code, subject, by=by, about=about, fact=claim.fact, claim=claim.pk)


@transaction.atomic
def remind_of_promises(*, today: date) -> int:
    """Tell who is in charge of a promise of ours a week before its day, and once when it is overdue.

    Returns how many mails went into the outbox.
    """
    soon = today + timedelta(days=7)
    promises = Promise.objects.filter(state=Promise.State.OPEN, due_on__lte=soon).exclude(side=Promise.Side.THEIRS)
    sent = 0
    for promise in promises.select_related("partnership__unit", "owner"):
        step = "overdue" if promise.due_on and promise.due_on < today else "soon"
        if (
            timeline(promise)
            .filter(code="promise.reminded", facts__step=step, facts__due_on=str(promise.due_on))
            .exists()
        ):
            continue
        record("promise.reminded", promise, by=None, step=step, due_on=promise.due_on)
        for person in [promise.owner] if promise.owner else people_of(promise.partnership.unit):
            mails.post(
                to=person.email,
                language=person.language,
                template="programme/mail/promise",
                context={"promise": promise, "step": step, "base_url": settings.BASE_URL},
                about=promise,
            )
            sent += 1
    return sent
