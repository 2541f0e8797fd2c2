"""What delegations add to a visit: who is told of a changed programme, and what the briefing folder says of guests."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import timezone

from hospitium.delegations.models import Delegation
from hospitium.delegations.of_visits import concerned
from hospitium.visits.actions.releases import publish_programme
from hospitium.visits.documents import briefing_data
from hospitium.visits.models import Notice
from tests.delegations.guests import Guests
from tests.factories_protocol import make_gift
from tests.factories_visits import make_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def guests():
    return Guests()


def change(code: str) -> dict:
    return {"item": 1, "title": {}, "kind": "lecture", "day": None, "starts": None, "minutes": 30, "code": code}


def told(guests: Guests, *codes: str) -> list[tuple[str, str, str]]:
    visit = guests.delegation.visit
    return [(one.name, one.email, one.language) for one in concerned(visit, [change(code) for code in codes])]


def test_members_and_focal_points_are_told_each_in_their_language(guests):
    assert told(guests, "time") == [
        ("Focal Point", "focal@example.org", "en"),
        (str(guests.first), "lucja@example.org", "pl"),
    ]


def test_what_is_arranged_behind_the_programme_is_told_to_no_guest(guests):
    assert told(guests, "interpreters", "mode") == []


def test_after_the_closing_nobody_is_told(guests):
    Delegation.objects.update(state=Delegation.State.CLOSED, closed_on=timezone.localdate())

    assert told(guests, "time") == []


def test_who_is_restricted_or_does_not_come_is_not_told(guests):
    guests.first.withdrawn_on = timezone.localdate()
    guests.first.save()

    assert told(guests, "time") == [("Focal Point", "focal@example.org", "en")]


def test_a_release_waits_for_the_member_as_for_the_speakers(guests):
    visit = guests.delegation.visit
    item = make_item(visit=visit)
    publish_programme(visit_id=visit.pk, note="", by=guests.officer)
    item.starts = time(17)
    item.save()

    publish_programme(visit_id=visit.pk, note="", by=guests.officer)

    found = {(notice.email, notice.language) for notice in Notice.objects.all()}
    assert {("focal@example.org", "en"), ("lucja@example.org", "pl")} <= found


# ---- the briefing folder -------------------------------------------------------------
def sections(guests: Guests) -> dict[str, dict]:
    found = briefing_data(guests.delegation.visit, language="en", by=guests.officer)["sections"]
    return {section["title"]: section for section in found}


def test_the_briefing_names_who_comes_with_the_function(guests):
    title = f"Delegation: {guests.delegation.partnership}"

    rows = sections(guests)[title]["rows"]

    assert sorted(row[0] for row in rows) == ["Jan Nowak", "Łucja Zielińska"]


def test_the_briefing_tells_the_gifts_of_earlier_meetings_and_not_those_of_this_one(guests):
    visit = guests.delegation.visit
    partner = guests.delegation.partnership.partner
    before = visit.starts_on - timedelta(days=300)
    make_gift(unit=guests.unit, partner=partner, what="Vase", on=before)
    make_gift(unit=guests.unit, partner=partner, what="Book", on=visit.starts_on, visit=visit)

    text = sections(guests)["Gifts of earlier meetings"]["text"]

    assert ("Vase" in text, "Book" in text) == (True, False)
