"""What of the rounds somebody has to keep in mind: deadlines that come, consents and offers that are awaited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.models import User
from hospitium.exchange.models import Application, Consent, HostOffer, Round, StayTask
from hospitium.exchange.queries.assessment import waiting_for
from hospitium.exchange.queries.stays import stay_tasks_due, to_be_answered

AHEAD = timedelta(days=21)
# From so many people on the same task is told once.
MANY = 3


@dataclass(frozen=True)
class Reminder:
    """Something with a day: its sentence, its page, to what it belongs."""

    day: date
    title: str
    url: str
    sub: str


def reminders(*, today: date, by: User) -> list[Reminder]:
    """The reminders for whoever runs rounds, for members of a panel, and for whoever has a stay to prepare."""
    return [
        *answer_reminders(today, by),
        *round_reminders(today, by),
        *panel_reminders(today, by),
        *task_reminders(today, by),
    ]


def answer_reminders(today: date, by: User) -> Iterator[Reminder]:
    """Places that wait for one's own answer."""
    for one in to_be_answered(by):
        offer = _("%(city)s: %(offer)s") % {"city": one.offer.partner or one.offer.unit, "offer": one.offer}
        title = _("You have a place: %(offer)s.") % {"offer": offer}
        url = reverse("exchange:application_result", args=[one.application_id])
        yield Reminder(one.answer_until or today, title, url, str(one.round))


def task_reminders(today: date, by: User) -> Iterator[Reminder]:
    """Open tasks of stays in the next weeks, and those that are late; one's own lead to the own stay.

    What many have to do by the same day is one line, so that it hides nothing else.
    """
    alike: dict[tuple[date, str, int], list[StayTask]] = {}
    for one in stay_tasks_due(by, until=today + AHEAD):
        alike.setdefault((one.due_on or today, one.label, one.placement.round_id), []).append(one)
    for (day, label, record), tasks in alike.items():
        if len(tasks) >= MANY:
            url = f"{reverse('exchange:placements')}?round={record}"
            yield Reminder(day, label, url, people_in_words(tasks))
        else:
            yield from (Reminder(day, label, task_address(one, by), applicant_of(one)) for one in tasks)


def applicant_of(task: StayTask) -> str:
    return str(task.placement.application.applicant)


def people_in_words(tasks: list[StayTask]) -> str:
    """The first two names, and how many more."""
    more = len(tasks) - 2
    text = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more)
    return text % {"names": ", ".join(applicant_of(one) for one in tasks[:2]), "count": more}


def task_address(task: StayTask, by: User) -> str:
    is_own = task.placement.application.applicant.user_id == by.pk
    view = "exchange:stay" if is_own else "exchange:placement"
    return f"{reverse(view, args=[task.placement_id])}#task-{task.pk}"


def round_reminders(today: date, by: User) -> Iterator[Reminder]:
    """Deadlines in the next weeks; what is awaited comes with its number, also after its day."""
    rounds = Round.objects.visible_to(by, "round.update").filter(call_on__lte=today)
    awaited = Q(applications__state=Application.State.SUBMITTED, applications__consents__answer=Consent.Answer.OPEN)
    drafts = Q(offers__state=HostOffer.State.DRAFT, offers__asked_at__isnull=False)
    counted = rounds.annotate(
        consent_count=Count("applications__consents", filter=awaited, distinct=True),
        offer_count=Count("offers", filter=drafts, distinct=True),
        told_count=Count("placements", filter=Q(placements__announced_at__isnull=False), distinct=True),
    ).defer("call")
    for one in counted:
        if one.stays_until and one.stays_until < today:
            continue
        yield from deadlines(one, today)


def deadlines(one: Any, today: date) -> Iterator[Reminder]:
    applications = f"{reverse('exchange:applications')}?round={one.pk}"
    offers = f"{reverse('exchange:offers')}?round={one.pk}&state=draft"
    last = one.results_on or one.consents_until
    if one.consent_count and one.consents_until and (last is None or today <= last):
        title = ngettext("%(count)d consent is awaited", "%(count)d consents are awaited", one.consent_count)
        url = f"{applications}&state=submitted"
        yield Reminder(one.consents_until, title % {"count": one.consent_count}, url, str(one))
    if one.offer_count and one.offers_until and (last is None or today <= last):
        title = ngettext("%(count)d offer is awaited", "%(count)d offers are awaited", one.offer_count)
        yield Reminder(one.offers_until, title % {"count": one.offer_count}, offers, str(one))
    coming = (
        (one.applications_until, _("Last day for applications"), applications),
        (one.assessed_until, _("Last day for assessment"), applications),
        (None if one.told_count else one.results_on, _("Day of the results"), one.get_absolute_url()),
        (one.accepted_until, _("Last day for acceptance"), one.get_absolute_url()),
    )
    for day, title, url in coming:
        if day and today <= day <= today + AHEAD:
            yield Reminder(day, title, url, str(one))


def panel_reminders(today: date, by: User) -> Iterator[Reminder]:
    """How many applications of each round wait for one's assessment."""
    for record, count in waiting_for(by):
        title = ngettext(
            "%(count)d application waits for your assessment",
            "%(count)d applications wait for your assessment",
            count,
        )
        day = record.assessed_until or record.results_on or today
        yield Reminder(day, title % {"count": count}, reverse("exchange:assessments"), str(record))
