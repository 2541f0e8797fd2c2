"""The steps of a stay, from a place that is accepted to its end."""

from __future__ import annotations

import pytest
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.core.models import Event
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import answers, placements, stay_reports, stays
from tests.exchange.small_round import day

CONTENT = {
    "goals": {"en": "Learn how school streets work"},
    "tasks_there": {"en": "Shadow the planning team"},
    "mentor_name": "Marta Přikladová",
    "language": "pl",
    "starts_on": day(-20),
    "ends_on": day(-1),
}


def place(small, person, code, offer):
    made = placements.place_by_hand(
        application_id=small.people[code].pk, offer_id=small.offers[offer].pk, reason="fits", by=small.officer
    )
    placements.announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    return answers.accept_placement(placement_id=made.pk, by=person)


def written(placement, by, **more):
    return stays.edit_agreement(placement_id=placement.pk, version=None, values={**CONTENT, **more}, by=by)


def link_for(placement, by, purpose="placement"):
    ask = stays.ask_host_to_agree if purpose == "placement" else stay_reports.ask_for_feedback
    ask(
        placement_id=placement.pk, name="Host", email="host@example.org", language="pl", ends_on=day(30), message="",
        by=by,
    )  # fmt: skip
    return GuestLink.objects.filter(purpose=purpose).latest("pk")


def agreed(placement, by):
    written(placement, by)
    stays.accept_as_host(placement_id=placement.pk, version=None, values={}, by=link_for(placement, by))
    stays.make_agreement(placement_id=placement.pk, languages=("de", "pl"), by=by)
    signed = dict.fromkeys(stays.SIGNATURES, timezone.localdate())
    stays.note_signatures(placement_id=placement.pk, version=None, values=signed, by=by)
    return stays.step_stay(placement_id=placement.pk, step="agree", by=by)


def begun(placement, by):
    agreed(placement, by)
    placement.tasks.filter(kind="approval").update(done_on=timezone.localdate())
    return stays.step_stay(placement_id=placement.pk, step="begin", by=by)


def finished(placement, by):
    begun(placement, by)
    return stays.step_stay(placement_id=placement.pk, step="finish", by=by)


def codes(record):
    return list(
        Event.objects.filter(key=str(record.pk), kind=record._meta.label_lower)
        .order_by("pk")
        .values_list("code", flat=True)
    )


def refused(act):
    with pytest.raises(Refused) as caught:
        act()
    return str(caught.value)
