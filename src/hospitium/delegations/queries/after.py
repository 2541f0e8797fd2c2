"""What is still to do after a visit: each step with its state and the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.models import User
from hospitium.core.records import Button
from hospitium.core.references import reference
from hospitium.delegations.models import Attendance, Delegation, Evaluation, IssuedLetter, Side, TravelRequest
from hospitium.delegations.queries import evaluation as evaluations
from hospitium.delegations.queries.attendance import stayed_away
from hospitium.delegations.rules import after as rules
from hospitium.delegations.rules import evaluation as evaluation_rules
from hospitium.delegations.rules.letters import may_take_lists
from hospitium.delegations.rules.steps import may_step
from hospitium.documents.models import Document
from hospitium.programme.models import Activity, Direction, Format, LearningPoint, Promise, State
from hospitium.programme.rules import may_add_learning_point, may_update_promises
from hospitium.visits.documents import recipients_of
from hospitium.visits.models import Visit

DONE, OPEN, LATE, NONE = "done", "open", "late", "none"
CHIPS = {
    DONE: ("success", "circle-check"),
    OPEN: ("open", "circle-dashed"),
    LATE: ("warning", "triangle-alert"),
    NONE: ("", "minus"),
}


# The steps of which somebody may say that there is nothing.
PROMISES, LEARNING = "promises", "learning"


@dataclass(frozen=True)
class Step:
    """One thing to do: how it stands, why, and where it is done."""

    key: str
    title: str
    state: str
    reason: str
    acts: list[Button] = field(default_factory=list)

    @property
    def chip(self) -> dict[str, str]:
        words = {DONE: _("done"), OPEN: _("to do"), LATE: _("to do, late"), NONE: _("does not apply")}
        tone, icon = CHIPS[self.state]
        return {"text": words[self.state], "tone": tone, "icon": icon}


def steps_of(delegation: Delegation, *, today: date, by: User) -> list[Step]:
    """Everything that comes after a visit, in the order in which it is usually done."""
    steps = [
        speaker_thanks(delegation, by),
        guest_thanks(delegation, by),
        promises(delegation, by),
        learning(delegation, by),
        attendance(delegation, today),
        certificates(delegation),
        evaluation(delegation, today, by),
        costs(delegation, today, by),
        claims(delegation, today),
        balance(delegation, by),
        return_visit(delegation, by),
        report(delegation, by),
        closing(delegation, today, by),
    ]
    return [step for step in steps if step is not None]


def address(view: str, *arguments: Any) -> str:
    """Where something is done; "" when this installation has no such page."""
    try:
        return reverse(view, args=arguments)
    except NoReverseMatch:
        return ""


# ---- thanks ----------------------------------------------------------------------
def speaker_thanks(delegation: Delegation, by: User) -> Step:
    visit = delegation.visit
    wanted = {one.key for one in recipients_of(visit, "thanks", by)}
    if not wanted:
        return Step("speaker_thanks", _("Thank speakers and hosts"), NONE, _("Nobody of ours took part by name."))
    made = len(wanted & written(visit, "thanks"))
    button = Button(
        _("Write letters"), address("visits:document_new", visit.pk, "thanks"), "mail", rules.may_thank(by, delegation)
    )
    state, acts = (DONE, []) if made == len(wanted) else (OPEN, [button])
    return Step("speaker_thanks", _("Thank speakers and hosts"), state, letters_in_words(made, len(wanted)), acts)


def guest_thanks(delegation: Delegation, by: User) -> Step:
    title = _("Thank the guests") if delegation.side == Side.INCOMING else _("Thank the hosts")
    made = len(written(delegation, "guest_thanks"))
    url = address("delegations:thanks_new", delegation.pk)
    button = Button(_("Write letters"), url, "mail", rules.may_thank(by, delegation))
    words = ngettext("%(count)d letter was made.", "%(count)d letters were made.", made) % {"count": made}
    return Step(
        "guest_thanks", title, DONE if made else OPEN, words if made else _("No letter was made yet."), [button]
    )


def written(subject: Any, template: str) -> set[str]:
    """The keys of the receivers to whom a letter was made."""
    kind, key = reference(subject)
    found = Document.objects.filter(kind=kind, key=key, template=template)
    return set(found.order_by().values_list("recipient", flat=True))


def letters_in_words(made: int, wanted: int) -> str:
    return ngettext("%(made)d of %(count)d letter was made.", "%(made)d of %(count)d letters were made.", wanted) % {
        "made": made,
        "count": wanted,
    }


# ---- promises and learning points ------------------------------------------------
def promises_of(delegation: Delegation, by: User) -> list[Promise]:
    """What was promised at this visit with this partner."""
    found = Promise.objects.visible_to(by).filter(
        activity=delegation.visit.activity_id, partnership=delegation.partnership_id
    )
    return list(found.select_related("unit", "owner"))


def points_of(delegation: Delegation, by: User) -> list[LearningPoint]:
    """What was learnt at this visit, from this partner or from nobody in particular."""
    theirs = Q(partnership=delegation.partnership_id) | Q(partnership=None)
    found = LearningPoint.objects.visible_to(by).filter(theirs, activity=delegation.visit.activity_id)
    return list(found.select_related("unit", "owner"))


def promises(delegation: Delegation, by: User) -> Step:
    count = len(promises_of(delegation, by))
    query = f"activity={delegation.visit.activity_id}&partnership={delegation.partnership.key}"
    verdict = may_update_promises(by, delegation.partnership)
    button = Button(_("New promise"), f"{address('programme:promise_new')}?{query}", "handshake", verdict)
    words = ngettext("%(count)d promise is noted.", "%(count)d promises are noted.", count) % {"count": count}
    if count:
        return Step(PROMISES, _("Note promises"), DONE, words, [button])
    if PROMISES in delegation.nothing_to_note:
        return Step(
            PROMISES, _("Note promises"), NONE, _("Nothing was promised."), [something(delegation, PROMISES, by)]
        )
    reason = _("None is noted. Who promised what until when?")
    return Step(PROMISES, _("Note promises"), OPEN, reason, [button, nothing(delegation, PROMISES, by)])


def nothing(delegation: Delegation, step: str, by: User) -> Button:
    """Where somebody says that there is nothing to note."""
    url = address("delegations:nothing_to_note", delegation.pk, step)
    return Button(_("Nothing to note"), url, "minus", rules.may_note_nothing(by, delegation))


def something(delegation: Delegation, step: str, by: User) -> Button:
    url = address("delegations:nothing_to_note", delegation.pk, step)
    return Button(_("Take back"), url, "undo-2", rules.may_note_nothing(by, delegation))


def learning(delegation: Delegation, by: User) -> Step:
    points = points_of(delegation, by)
    activity = delegation.visit.activity
    verdict = may_add_learning_point(by, partnership=delegation.partnership, activity=activity, unit=None)
    back = address("delegations:after", delegation.pk)
    query = f"activity={activity.pk}&partnership={delegation.partnership.key}&next={back}"
    button = Button(
        _("New learning point"), f"{address('programme:learning_point_new')}?{query}", "list-checks", verdict
    )
    alone = [one for one in points if one.state == LearningPoint.State.OPEN and not one.owner and not one.unit]
    if alone:
        words = ngettext(
            "%(count)d learning point has nobody in charge.",
            "%(count)d learning points have nobody in charge.",
            len(alone),
        ) % {"count": len(alone)}
        return Step(LEARNING, _("Note learning points"), OPEN, words, [button])
    if points:
        words = ngettext("%(count)d learning point is noted.", "%(count)d learning points are noted.", len(points))
        return Step(LEARNING, _("Note learning points"), DONE, words % {"count": len(points)}, [button])
    if LEARNING in delegation.nothing_to_note:
        acts = [something(delegation, LEARNING, by)]
        return Step(LEARNING, _("Note learning points"), NONE, _("Nobody takes anything up from it."), acts)
    reason = _("None is noted. Who takes up what?")
    return Step(LEARNING, _("Note learning points"), OPEN, reason, [button, nothing(delegation, LEARNING, by)])


# ---- attendance, certificates, evaluation ----------------------------------------
def days_until(visit: Visit, today: date) -> int:
    return max(0, (min(visit.ends_on, today) - visit.starts_on).days + 1)


def attendance(delegation: Delegation, today: date) -> Step | None:
    if delegation.side != Side.INCOMING:
        return None
    coming = delegation.members.coming().count()
    wanted = coming * days_until(delegation.visit, today)
    noted = Attendance.objects.filter(member__in=delegation.members.coming()).count()
    url = address("delegations:attendance", delegation.pk)
    acts = [Button(_("Attendance"), url, "list-checks")] if url else []
    if not coming:
        return Step("attendance", _("Attendance of each day"), NONE, _("No member is named."))
    words = _("%(noted)d of %(wanted)d entries are made.") % {"noted": noted, "wanted": wanted}
    is_complete = noted >= wanted
    return Step(
        "attendance", _("Attendance of each day"), DONE if is_complete else OPEN, words, [] if is_complete else acts
    )


def certificates(delegation: Delegation) -> Step | None:
    if delegation.side != Side.INCOMING:
        return None
    coming = delegation.members.coming().exclude(pk__in=stayed_away(delegation)).count()
    made = (
        IssuedLetter.objects.filter(
            delegation=delegation, document__template="attendance_certificate", revoked_at=None, member__isnull=False
        )
        .order_by()
        .values("member")
        .distinct()
        .count()
    )
    url = address("delegations:delegation_certificates", delegation.pk)
    acts = [Button(_("Make certificates"), url, "file-text")] if url else []
    if not coming:
        return Step("certificates", _("Certificates of attendance"), NONE, _("No member is named."))
    words = ngettext(
        "%(made)d of %(count)d certificate was made.", "%(made)d of %(count)d certificates were made.", coming
    ) % {"made": made, "count": coming}
    return Step("certificates", _("Certificates of attendance"), DONE if made >= coming else OPEN, words, acts)


def evaluation(delegation: Delegation, today: date, by: User) -> Step | None:
    if delegation.side != Side.INCOMING:
        return None
    found = Evaluation.objects.filter(delegation=delegation).first()
    url = address("delegations:evaluation", delegation.pk)
    button = Button(_("Evaluation"), url, "list-checks")
    if found is None:
        begin = Button(
            _("Begin"),
            address("delegations:evaluation_begin", delegation.pk),
            "plus",
            evaluation_rules.may_begin_evaluation(by, delegation),
        )
        return Step("evaluation", _("Evaluation"), OPEN, _("Nobody was asked yet."), [begin])
    phase, turnout = evaluations.phase_of(found, today), evaluations.turnout_of(found)
    answered = ngettext(
        "%(answered)d of %(count)d person answered.", "%(answered)d of %(count)d persons answered.", turnout.invited
    ) % {"answered": turnout.answered, "count": turnout.invited}
    reasons = {
        evaluations.DRAFT: _("The sheet is not opened yet."),
        evaluations.PLANNED: _("The links go out on the first day."),
    }
    state = DONE if phase == evaluations.CLOSED else LATE if phase == evaluations.OVER else OPEN
    return Step("evaluation", _("Evaluation"), state, reasons.get(phase, answered), [button])


# ---- money -----------------------------------------------------------------------
def costs(delegation: Delegation, today: date, by: User) -> Step:
    """The day of settlement starts the clock at whose end catering wishes, rooms and journeys are erased."""
    title, pk = _("Settlement of the costs"), delegation.pk
    plan = Button(_("Cost plan"), address("visits:costs", delegation.visit_id), "list-checks")
    paper = Button(
        _("Print"),
        address("delegations:delegation_paper_new", pk, "settlement"),
        "printer",
        may_take_lists(by, delegation),
    )
    if delegation.settled_on:
        words = _("settled on %(day)s") % {"day": in_words(delegation.settled_on)}
        back = Button(_("Take back"), address("delegations:unsettle", pk), "undo-2", rules.may_unsettle(by, delegation))
        return Step("costs", title, DONE, words, [plan, paper, back])
    verdict = rules.may_settle(by, delegation)
    settle = Button(_("Settle"), address("delegations:settle", pk), "circle-check", verdict)
    positions = list(delegation.visit.costs.values_list("actual", flat=True))
    open_positions = positions.count(None)
    if not positions:
        words = _("No position was entered.")
    elif open_positions:
        words = ngettext(
            "Of %(count)d position nobody knows what it cost.",
            "Of %(count)d positions nobody knows what they cost.",
            open_positions,
        ) % {"count": open_positions}
    else:
        words = _("What every position cost is known; the day of settlement is missing.")
    is_late = today > delegation.visit.ends_on + timedelta(days=28)
    return Step("costs", title, LATE if is_late else OPEN, words, [plan, paper, settle])


def claims(delegation: Delegation, today: date) -> Step | None:
    """A claim for travel costs lapses six months after the journey (BRKG § 3)."""
    if delegation.side != Side.OUTGOING:
        return None
    requests = TravelRequest.objects.filter(member__in=delegation.members.coming(), state="approved")
    waiting = list(requests.filter(claimed_on=None).order_by("claim_due_on"))
    url = address("delegations:requests", delegation.pk)
    acts = [Button(_("Travel requests"), url, "file-text")] if url else []
    if not requests.exists():
        return Step("claims", _("Claims for travel costs"), NONE, _("No journey was approved."), acts)
    if not waiting:
        return Step("claims", _("Claims for travel costs"), DONE, _("All claims were made."))
    due = next((one.claim_due_on for one in waiting if one.claim_due_on), None)
    words = ngettext("%(count)d claim is missing.", "%(count)d claims are missing.", len(waiting))
    reason = words % {"count": len(waiting)}
    if due:
        more = ngettext(
            "%(count)d claim is missing; it lapses after %(day)s.",
            "%(count)d claims are missing; the first lapses after %(day)s.",
            len(waiting),
        )
        reason = more % {"count": len(waiting), "day": in_words(due)}
    is_late = bool(due and (due - today).days <= 30)
    return Step("claims", _("Claims for travel costs"), LATE if is_late else OPEN, reason, acts)


# ---- balance and return visit ----------------------------------------------------
def nights_of(visit: Visit) -> int | None:
    """Persons times nights, where a hotel is known for each; None when it is not."""
    rooms = [
        (room.last_night - room.first_night).days + 1
        for delegation in visit.delegations.all()
        for room in delegation.rooms.all()
        for _guest in room.guests.all()
    ]
    return sum(rooms) if rooms else None


def balance(delegation: Delegation, by: User) -> Step:
    activity = delegation.visit.activity
    title = _("In the balance")
    if activity.state == State.DONE and activity.begins and activity.direction != Direction.UNKNOWN:
        heads = activity.heads
        if heads is None:
            return Step(
                "balance",
                title,
                OPEN,
                _("It counts as one visit; the number of persons is unknown."),
                enter(delegation, by),
            )
        words = ngettext("It counts with %(count)d person.", "It counts with %(count)d persons.", heads)
        return Step("balance", title, DONE, words % {"count": heads})
    reason = _("The activity does not say yet that it took place, so it does not count.")
    return Step("balance", title, OPEN, reason, enter(delegation, by))


def enter(delegation: Delegation, by: User) -> list[Button]:
    url = address("delegations:enter_balance", delegation.pk)
    return [Button(_("Enter into the balance"), url, "repeat", rules.may_enter_balance(by, delegation))]


def return_visit_of(delegation: Delegation) -> Activity | None:
    """The return visit that is planned, or that took place after this one."""
    direction = Direction.OUT if delegation.side == Side.INCOMING else Direction.IN
    after = Q(state=State.PLANNED) | Q(state=State.DONE, begins__gt=delegation.visit.ends_on.isoformat())
    found = Activity.objects.filter(
        after, format=Format.RETURN_VISIT, partnerships=delegation.partnership_id, direction=direction
    )
    return found.exclude(pk=delegation.visit.activity_id).order_by("id").last()


def return_visit(delegation: Delegation, by: User) -> Step:
    title, planned = _("Return visit"), return_visit_of(delegation)
    if planned is not None:
        button = Button(_("Open"), planned.get_absolute_url(), "calendar-days")
        when = wording.period(planned.begins, planned.ends, language=language()) or _("the days are open")
        return Step("return_visit", title, DONE, _("It is planned: %(when)s.") % {"when": when}, [button])
    url, verdict = address("delegations:propose_return", delegation.pk), rules.may_propose_return(by, delegation)
    reason = _("None is planned. An invitation enters the balance as soon as it is.")
    return Step("return_visit", title, OPEN, reason, [Button(_("Propose a return visit"), url, "undo-2", verdict)])


# ---- report and closing ----------------------------------------------------------
def report(delegation: Delegation, by: User) -> Step:
    kind, key = reference(delegation)
    made = Document.objects.filter(kind=kind, key=key, template="visit_report").order_by("-made_at").first()
    pk, verdict = delegation.pk, rules.may_make_report(by, delegation)
    acts = [
        Button(_("Write"), address("delegations:report_edit", pk), "pencil", rules.may_report(by, delegation)),
        Button(_("PDF"), address("delegations:report_paper", pk), "file-text", verdict),
        Button(_("DOCX"), f"{address('delegations:report_file', pk)}?format=docx", "file-down", verdict),
    ]
    if made:
        return Step("report", _("Report on the visit"), DONE, _("%(number)s was made.") % {"number": made.sign}, acts)
    words = (
        _("The text is written, the PDF is not made yet.") if delegation.report_text else _("Nothing is written yet.")
    )
    return Step("report", _("Report on the visit"), OPEN, words, acts)


def closing(delegation: Delegation, today: date, by: User) -> Step:
    title = _("Close the delegation")
    if delegation.closed_on:
        return Step("closing", title, DONE, _("closed on %(day)s") % {"day": in_words(delegation.closed_on)})
    url, verdict = (
        address("delegations:delegation_step", delegation.pk, "close"),
        may_step(by, delegation, "close"),
    )
    reason = str(verdict.reason) or _(
        "All guest links end then, and the data about the members are erased step by step."
    )
    return Step("closing", title, OPEN, reason, [Button(_("Close"), url, "lock", verdict)])


def language() -> str:
    return get_language() or "en"


def in_words(day: date) -> str:
    return wording.day(day, language=language())
