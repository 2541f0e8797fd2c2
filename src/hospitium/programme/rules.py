"""Who may do what with activities, promises, claims and year programmes, and why not."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import GuestLink, Unit
from hospitium.accounts.policy import Somebody, judge, may
from hospitium.agreements.models import Instrument
from hospitium.core.references import reference
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.partners.models import Partnership
from hospitium.partners.rules import may_plan_with
from hospitium.programme.models import Activity, LearningPoint, Line, Promise, Side, State, YearProgramme
from hospitium.programme.states import LEARNING, LIFECYCLE, LINE, OPEN, YEAR


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


# ---- learning points ---------------------------------------------------------
def over_point(user: Somebody, row: str, point: LearningPoint) -> Verdict:
    """By the unit that looks after the partnership or the activity, or by the one that takes the point up."""
    activity_unit = point.activity.unit if point.activity else None
    units = [point.partnership.unit if point.partnership else None, activity_unit, point.unit]
    departments = [point.unit_id] if point.unit_id else []
    verdicts = [judge(user, row, unit=unit, departments=departments) for unit in units if unit]
    return next((verdict for verdict in verdicts if verdict), verdicts[0] if verdicts else may(user, row))


def may_add_learning_point(
    user: Somebody, *, partnership: Partnership | None, activity: Activity | None, unit: Unit | None
) -> Verdict:
    """Whoever looks after the partnership or the activity notes what was learnt."""
    return over_point(
        user, "learning_point.update", LearningPoint(partnership=partnership, activity=activity, unit=unit)
    )


def may_edit_learning_point(user: Somebody, point: LearningPoint) -> Verdict:
    """Only what is open can be changed."""
    verdict = over_point(user, "learning_point.update", point)
    if verdict and point.state != LearningPoint.State.OPEN:
        return Verdict(_("This learning point has its answer. Open it again to change it."))
    return verdict


def may_answer_learning_point(user: Somebody, point: LearningPoint) -> Verdict:
    """Whoever takes it up says what became of it, and so may those who look after the partnership."""
    verdict = over_point(user, "learning_point.answer", point)
    if verdict and point.state != LearningPoint.State.OPEN:
        return Verdict(_("This learning point has its answer already."))
    return verdict


def may_reopen_learning_point(user: Somebody, point: LearningPoint) -> Verdict:
    verdict = over_point(user, "learning_point.answer", point)
    if verdict and not LEARNING.allows("reopen", point.state):
        return Verdict(_("This learning point is open."))
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


# ---- year programmes ---------------------------------------------------------
PURPOSE = "year_programme"
STEP_REFUSED = _("This step does not lead on from “%(state)s”.")


def may_create_year_programme(user: Somebody, partnership: Partnership) -> Verdict:
    """Nothing is planned with a partnership that rests."""
    verdict = judge(user, "year_programme.create", unit=partnership.unit)
    return may_plan_with(partnership, timezone.localdate()) if verdict else verdict


def may_plan_year(user: Somebody, programme: YearProgramme) -> Verdict:
    """Whoever looks after the partnership, as long as it does not rest."""
    verdict = judge(user, "year_programme.update", unit=programme.partnership.unit)
    return may_plan_with(programme.partnership, timezone.localdate()) if verdict else verdict


def may_edit_year_programme(user: Somebody, programme: YearProgramme) -> Verdict:
    """Preamble, file reference and new lines: only while the programme is a draft of ours."""
    verdict = may_plan_year(user, programme)
    if verdict and programme.state != YearProgramme.State.DRAFT:
        return Verdict(
            _("Only a draft can be changed. Take the programme back first; the partner sees its last version.")
        )
    return verdict


def may_step_year(user: Somebody, programme: YearProgramme, step: str) -> Verdict:
    """Send, take back, reopen, close. What has been agreed may be closed and reopened while the partnership rests."""
    verdict = (
        may_plan_year(user, programme)
        if step == "send"
        else judge(user, "year_programme.update", unit=programme.partnership.unit)
    )
    if verdict and not YEAR.allows(step, programme.state):
        return Verdict(STEP_REFUSED % {"state": programme.get_state_display()})
    if verdict and step == "send" and not programme.lines.exists():
        return Verdict(_("There is no line yet that the partner could answer."))
    return verdict


def may_agree_year(user: Somebody, programme: YearProgramme) -> Verdict:
    """The whole is agreed when every line has its answer, and at least one is agreed."""
    verdict = judge(user, "year_programme.agree", unit=programme.partnership.unit)
    if verdict:
        verdict = may_plan_with(programme.partnership, timezone.localdate())
    if verdict and not YEAR.allows("agree", programme.state):
        return Verdict(STEP_REFUSED % {"state": programme.get_state_display()})
    states = {line.state for line in programme.lines.all()}
    if verdict and states & OPEN:
        return Verdict(_("There are lines without an answer. Agree, postpone or drop them first."))
    if verdict and not states & {Line.State.AGREED, Line.State.DONE}:
        return Verdict(_("No line is agreed yet."))
    return verdict


def may_step_line(user: Somebody, line: Line, step: str) -> Verdict:
    """Our answer to a line: agree, counter, postpone, drop, take up again, note as done."""
    programme = line.programme
    verdict = (
        judge(user, "year_programme.update", unit=programme.partnership.unit)
        if step == "done"
        else may_plan_year(user, programme)
    )
    if verdict and not LINE.allows(step, line.state):
        return Verdict(STEP_REFUSED % {"state": line.get_state_display()})
    if verdict and programme.state == YearProgramme.State.CLOSED:
        return Verdict(_("The programme is closed. Reopen it to change a line."))
    if verdict and step in {"agree", "counter", "take_up"} and programme.state == YearProgramme.State.AGREED:
        return Verdict(_("The programme is agreed. Reopen it to negotiate a line again."))
    return verdict


def may_edit_line(user: Somebody, line: Line) -> Verdict:
    """What nobody has answered yet may be written anew; afterwards a change is a counter-proposal."""
    verdict = may_edit_year_programme(user, line.programme)
    if verdict and line.state != Line.State.PROPOSED:
        return Verdict(_("This line has been answered. Change it by a counter-proposal."))
    if verdict and line.proposed_by != Side.OURS:
        return Verdict(_("The partner proposed this line. Change it by a counter-proposal."))
    return verdict


def may_plan_line(user: Somebody, line: Line) -> Verdict:
    """An agreed line becomes an activity once."""
    if line.state != Line.State.AGREED:
        return Verdict(_("Only an agreed line is planned."))
    if line.activity_id:
        return Verdict(_("The activity of this line is there already."))
    return may_create_activity(user, [line.programme.partnership], State.PLANNED)


def may_answer_as_guest(link: GuestLink, programme: YearProgramme) -> Verdict:
    """The partner answers with a link that is open, for this programme, while it is with the partner."""
    kind, key = reference(programme)
    if not link.is_open or (link.purpose, link.kind, link.key) != (PURPOSE, kind, key):
        return Verdict(_("This link is not for this page, or it is no longer valid. Ask the office for a new one."))
    if not may_plan_with(programme.partnership, timezone.localdate()):
        return Verdict(_("Nothing can be answered at the moment. Please write to the office."))
    if programme.state != YearProgramme.State.SENT:
        return Verdict(_("The office is working on the programme. You will get a message when it is your turn."))
    return ALLOWED


def may_step_line_as_guest(link: GuestLink, line: Line, step: str) -> Verdict:
    """Agree, counter or drop; nobody says yes to a proposal of their own."""
    verdict = may_answer_as_guest(link, line.programme)
    if verdict and (step not in {"agree", "counter", "drop"} or not LINE.allows(step, line.state)):
        return Verdict(STEP_REFUSED % {"state": line.get_state_display()})
    if verdict and step == "agree" and offered_by(line) == Side.THEIRS:
        return Verdict(_("This is your own proposal; the office has not answered yet."))
    return verdict


def offered_by(line: Line) -> str:
    """Which side put on the table what stands there now."""
    offers = [one.side for one in line.counters.all() if one.answer in OPEN]
    return offers[-1] if offers else line.proposed_by
