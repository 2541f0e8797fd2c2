"""What the panel has assessed: points, what a member sees, what the office sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.formats import localize
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Somebody, judge
from hospitium.core.models import User
from hospitium.exchange import rules
from hospitium.exchange.models import Application, Assessment, Criterion, PanelMember, Round


def points_of(assessment: Assessment, criteria: Iterable[Criterion]) -> int | None:
    """The marks on scales as points from 0 to 100, each scale with its weight; None without any scale."""
    scales = [one for one in criteria if one.kind == Criterion.Kind.SCALE and one.weight]
    most = sum(one.weight * one.top for one in scales)
    if not most:
        return None
    got = sum(one.weight * int(assessment.marks.get(str(one.pk), 0)) for one in scales)
    return round(100 * got / most)


def points_of_all(record: Round) -> Mapping[int, int]:
    """Application id → the mean of the points of those who assessed it; who was not assessed is not named."""
    criteria = list(record.criteria.all())
    found: dict[int, list[int]] = {}
    for assessment in Assessment.objects.filter(application__round=record).sent().iterator(chunk_size=2000):
        points = points_of(assessment, criteria)
        if points is not None:
            found.setdefault(assessment.application_id, []).append(points)
    return {application: round(sum(points) / len(points)) for application, points in found.items()}


@dataclass(frozen=True)
class ToAssess:
    """One application on the list of a member of the panel."""

    application: Application
    state: str  # "open", "begun", "sent", "conflict" or "enough"


def is_on_a_panel(user: Somebody) -> bool:
    """Does somebody assess applications of any round?"""
    return isinstance(user, User) and PanelMember.objects.filter(user=user).exists()


def to_assess(user: User) -> list[ToAssess]:
    """The applications of open rounds on whose panel somebody is, one's own left out; those that wait come first."""
    found = (
        Application.objects.visible_to(user, "assessment.write")
        .filter(round__panel__user=user)
        .exclude(state__in=[Application.State.DRAFT, Application.State.SUBMITTED, Application.State.WITHDRAWN])
        .select_related("round", "unit", "partner", "topic", "applicant")
        .prefetch_related("assessments__member", "round__panel")
        .order_by("-round__year", "round", "code")
    )
    rows = [ToAssess(one, state_for(one, user)) for one in found if one.round.phase in rules.JUDGING]
    return sorted(rows, key=lambda one: one.state not in ("open", "begun"))


def waiting_for(user: User) -> list[tuple[Round, int]]:
    """Each round with the number of its applications that wait for this member of its panel; counted, not read."""
    rounds = [one for one in Round.objects.filter(panel__user=user).defer("call") if one.phase in rules.JUDGING]
    if not rounds:
        return []
    done = Q(submitted_at__isnull=False) | Q(has_conflict=True)
    mine = Assessment.objects.filter(done, member__user=user, application__round__in=rounds)
    sent = Count("assessments", filter=Q(assessments__submitted_at__isnull=False, assessments__has_conflict=False))
    waiting = (
        Application.objects.visible_to(user, "assessment.write")
        .filter(round__in=rounds, state=Application.State.CONSENTED)
        .exclude(pk__in=mine.order_by().values("application"))
        .annotate(sent=sent)
        .filter(sent__lt=rules.ASSESSORS)
    )
    counts = Counter(waiting.order_by().values_list("round", flat=True))
    return [(one, counts[one.pk]) for one in rounds if counts[one.pk]]


def state_for(application: Application, user: User) -> str:
    mine = next((one for one in application.assessments.all() if one.member.user_id == user.pk), None)
    if mine is not None and mine.has_conflict:
        return "conflict"
    if mine is not None and mine.submitted_at:
        return "sent"
    sent = [one for one in application.assessments.all() if one.submitted_at and not one.has_conflict]
    if len(sent) >= rules.ASSESSORS or application.state != Application.State.CONSENTED:
        return "enough"
    return "begun" if mine is not None else "open"


def shown_to(application: Application, user: User) -> Sequence[Assessment]:
    """The assessments that somebody may read: one's own, and all once both are sent; nobody's about oneself.

    Whoever declared a conflict of interest reads none but that.
    """
    visible = Assessment.objects.visible_to(user).filter(application=application).select_related("member__user")
    own = list(visible.filter(member__user=user))
    if rules.is_applicant(user, application) or any(one.has_conflict for one in own):
        return own
    sent = list(application.assessments.sent().select_related("member__user"))
    if len(sent) < rules.ASSESSORS:
        return own
    is_of_the_panel = any(one in sent for one in own)
    return sent if is_of_the_panel or judge(user, "assessment.read", unit=application.round.unit) else own


def sent_in_words(application: Application, user: User) -> list[dict[str, Any]]:
    """The sent assessments that somebody may read, each with its marks."""
    criteria = list(application.round.criteria.all())
    sent = [one for one in shown_to(application, user) if one.submitted_at]
    return [{"record": one, "marks": marks_in_words(one, criteria), "points": points_of(one, criteria)} for one in sent]


def conflicts_shown_to(application: Application, user: User) -> list[Assessment]:
    """Who declared a conflict of interest, and which: for the office, and for nobody who declared one themselves."""
    found = list(application.assessments.filter(has_conflict=True).select_related("member__user").order_by("pk"))
    is_office = judge(user, "assessment.read", unit=application.round.unit)
    if not is_office or rules.is_applicant(user, application) or any(one.member.user_id == user.pk for one in found):
        return []
    return found


def marks_told(application: Application) -> list[str]:
    """How the panel assessed an application, as the person is told: means, without who gave which mark."""
    sent = list(application.assessments.sent())
    criteria = list(application.round.criteria.all())
    points = [found for one in sent if (found := points_of(one, criteria)) is not None]
    if not points:
        return []
    told = [_("The panel gave %(points)d of 100 points.") % {"points": round(sum(points) / len(points))}]
    for criterion in criteria:
        marks = [int(one.marks[str(criterion.pk)]) for one in sent if str(criterion.pk) in one.marks]
        if criterion.kind == Criterion.Kind.SCALE and marks:
            mean = localize(round(sum(marks) / len(marks), 1) if sum(marks) % len(marks) else sum(marks) // len(marks))
            said = {"criterion": criterion, "mark": mean, "top": criterion.top}
            told.append(_("%(criterion)s: %(mark)s of %(top)d on average") % said)
    return told


def marks_in_words(assessment: Assessment, criteria: Sequence[Criterion]) -> list[tuple[Criterion, int | None]]:
    """Each criterion with the mark that it got; None where there is none."""
    return [(one, assessment.marks.get(str(one.pk))) for one in criteria]
