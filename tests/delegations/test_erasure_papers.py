"""What papers say goes as early as its source; whoever is erased stands in no column and on no paper."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest
from django.db import models
from django.utils import timezone

from hospitium.core import search
from hospitium.core.multilingual import written_in
from hospitium.delegations.actions import erasure
from hospitium.delegations.actions.papers import make_paper
from hospitium.delegations.documents.papers import PAPERS, Choice
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import CateringWish, Journey, Member, Side
from hospitium.delegations.retention import package_of_names
from hospitium.documents.models import Document
from hospitium.retention import actions as retention
from hospitium.retention import queries
from hospitium.retention.queries import Due
from tests.delegations.outlets import text_of
from tests.delegations.papers_world import make_guests, make_office
from tests.matrix.world import holds_text
from tests.retention.traces import traces_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "data")]
CANARY = "zyxkanarek4711"
OF_GUESTS = [paper for paper in PAPERS if PAPERS[paper].side != Side.OUTGOING]
# A settlement names what was paid, and nobody.
NAMING = [paper for paper in OF_GUESTS if paper != "settlement"]
KEYS = {"role", "address", "name_order"}


def filled(member: Member) -> Member:
    """A member with the canary and the name of the column in each column that holds a text."""
    for column in Member._meta.concrete_fields:
        word = f"{CANARY}{column.name.replace('_', '')}"
        if isinstance(column, models.EmailField):
            setattr(member, column.name, f"{word}@example.org")
        elif column.name not in KEYS and holds_text(column):
            is_text = isinstance(column, models.CharField)
            setattr(member, column.name, word[: column.max_length] if is_text else written_in("de", word))
    member.save()
    search.update(member)
    CateringWish.objects.filter(member=member).update(other=f"{CANARY}wish")
    return member


@pytest.fixture
def officer():
    return make_office()


@pytest.fixture
def delegation(officer):
    return make_guests(officer)


@pytest.fixture
def member(delegation):
    return filled(printable(delegation)[0])


def paper_of(kind, delegation, officer) -> Document:
    choice = Choice(
        languages=["de"],
        item=delegation.visit.items.filter(kind="lecture").first(),
        fields=["function", "organisation"],
        card="90x54",
        members=frozenset(one.pk for one in printable(delegation)),
        with_words=True,
    )
    return make_paper(delegation_id=delegation.pk, paper=kind, choice=choice, by=officer)


def columns_shown() -> set[str]:
    """Which columns of the member still stand somewhere, in rows or in files."""
    words = {one.name: f"{CANARY}{one.name.replace('_', '')}" for one in Member._meta.concrete_fields}
    return {name for name, word in words.items() if traces_of(word)}


def night(delegation, days: int, time_machine) -> None:
    day = delegation.visit.ends_on + timedelta(days=days)
    time_machine.move_to(datetime.combine(day, time(3, 30)))
    retention.erase_what_is_due(today=day)


# ---- on request ------------------------------------------------------------------------
@pytest.mark.parametrize("kind", NAMING)
def test_whoever_is_erased_stands_on_no_paper(kind, delegation, member, officer):
    made = paper_of(kind, delegation, officer)
    assert CANARY in json.dumps(made.data)

    erasure.erase_member(member_id=member.pk, ground="objection", by=officer)

    made.refresh_from_db()
    assert (made.erased_on, traces_of(CANARY)) == (timezone.localdate(), [])


def test_no_column_of_a_member_is_forgotten(member, officer):
    before = columns_shown()

    erasure.erase_member(member_id=member.pk, ground="objection", by=officer)

    assert before >= {"family_name", "arrival_note", "emergency_contact", "phone", "salutation"}
    assert columns_shown() == set()


# ---- as the terms end --------------------------------------------------------------------
def test_phones_stand_on_no_paper_when_their_time_is_over(delegation, member, officer, time_machine):
    for kind in OF_GUESTS:
        paper_of(kind, delegation, officer)
    assert columns_shown() >= {"phone", "emergency_contact", "pronunciation"}

    night(delegation, 8, time_machine)

    assert columns_shown() & {"phone", "emergency_contact"} == set()


def test_what_the_visit_alone_needed_is_gone_after_ninety_days(delegation, member, officer, time_machine):
    for kind in OF_GUESTS:
        paper_of(kind, delegation, officer)

    night(delegation, 91, time_machine)

    names = {"family_name", "given_name", "own_family_name", "own_given_name", "academic_title", "salutation"}
    assert columns_shown() <= names | {"function", "organisation"}
    assert traces_of(f"{CANARY}wish") == []


def test_the_note_about_the_arrival_goes_with_the_journeys(delegation, member, time_machine):
    Journey.objects.all().delete()
    day = delegation.visit.ends_on
    delegation.settled_on = day + timedelta(days=2)
    delegation.save()

    night(delegation, 1, time_machine)
    before = columns_shown() & {"arrival_note"}
    night(delegation, 2, time_machine)

    assert (before, columns_shown() & {"arrival_note"}) == ({"arrival_note"}, set())
    assert Member.objects.get(pk=member.pk).family_name.startswith(CANARY)


# ---- the archive ------------------------------------------------------------------------
def test_the_archive_gets_who_came_and_neither_phones_nor_wishes(delegation, member, officer, tmp_path):
    """Also when a rule of the office keeps phones and wishes longer than the list of members."""
    for kind in OF_GUESTS:
        paper_of(kind, delegation, officer)
    assert queries.classes()["member_names"].package is package_of_names

    package = dict(package_of_names(Due("delegations.delegation", str(delegation.pk), delegation.visit.ends_on)))

    text = "\n".join(text_of(content, tmp_path) for content in package.values()).lower()
    shown = {one.name for one in Member._meta.concrete_fields if f"{CANARY}{one.name.replace('_', '')}" in text}
    assert shown == {
        "family_name", "given_name", "own_family_name", "own_given_name", "academic_title", "salutation", "function",
        "organisation",
    }  # fmt: skip
    assert f"{CANARY}wish" not in text
    # The lists of who was to come and who was there, and the settlement.
    assert [name.partition(".")[2] for name in package] == ["json", "pdf", "pdf", "pdf"]
