"""What sources say: every statement is kept, one is in use, unknown is a value."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import Disputable, check, choose, claims_of, state_claims, typed
from hospitium.core.models import Claim
from hospitium.programme.models import Activity
from tests import factories

HEADS = Disputable("heads", Claim.Shape.COUNT, "persons")
BEGINS = Disputable("begins", Claim.Shape.DATE, "from")
DIRECTION = Disputable("direction", Claim.Shape.WORD, "direction")


def said(record, fact=""):
    return [(claim.value, claim.source, claim.in_use) for claim in claims_of(record, fact)]


def test_the_first_statement_comes_into_use_and_fills_the_column(db):
    activity = factories.make_activity(heads=None)

    state_claims(activity, HEADS, [("15", "Press release"), ("16", "Newspaper")], by=None)

    assert said(activity) == [("15", "Press release", True), ("16", "Newspaper", False)]
    assert activity.heads == 15


def test_a_further_statement_leaves_the_choice_as_it_is(db):
    activity, user = factories.make_activity(heads=None), factories.make_user()
    state_claims(activity, HEADS, [("15", "Press release")], by=None)

    made = state_claims(activity, HEADS, [("16", "Newspaper")], by=user, in_use=-1, as_of=PartialDate(2016))

    assert said(activity) == [("15", "Press release", True), ("16", "Newspaper", False)]
    assert (activity.heads, made[0].stated_by, made[0].as_of, made[0].position) == (15, user, PartialDate(2016), 1)


def test_choosing_moves_the_mark_and_the_column(db):
    activity = factories.make_activity(heads=None)
    _first, second = state_claims(activity, HEADS, [("15", "Press release"), ("16", "Newspaper")], by=None)

    choose(activity, second)

    assert said(activity) == [("15", "Press release", False), ("16", "Newspaper", True)]
    assert activity.heads == 16


def test_the_facts_of_a_record_and_its_neighbours_keep_their_own_choice(db):
    activity, other = factories.make_activity(heads=None), factories.make_activity(heads=None)
    state_claims(activity, HEADS, [("15", "a")], by=None)
    state_claims(other, HEADS, [("99", "b")], by=None)
    state_claims(activity, BEGINS, [("2015-06-09", "c")], by=None)

    assert (said(activity, "heads"), said(activity, "begins"), said(other)) == (
        [("15", "a", True)],
        [("2015-06-09", "c", True)],
        [("99", "b", True)],
    )


def test_the_database_knows_only_one_statement_in_use(db):
    activity = factories.make_activity()
    state_claims(activity, HEADS, [("15", "a"), ("16", "b")], by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(value="16").update(in_use=True)


@pytest.mark.parametrize(
    ("disputable", "value", "known"),
    [
        (HEADS, "", None),
        (HEADS, "0", 0),
        (HEADS, "16", 16),
        (BEGINS, "", None),
        (BEGINS, "2015-06", PartialDate(2015, 6)),
        (DIRECTION, "", None),
        (DIRECTION, "out", "out"),
    ],
)
def test_unknown_is_no_number_and_no_date(db, disputable, value, known):
    activity = factories.make_activity(heads=3, begins=PartialDate(2015), ends=None)

    claims = state_claims(activity, disputable, [(value, "source")], by=None)

    assert typed(claims[0]) == known
    assert type(typed(claims[0])) is type(known)
    assert getattr(activity, disputable.fact) == known


def test_unknown_in_use_is_stored_as_nothing_and_never_as_nought(db):
    activity = factories.make_activity(heads=3)
    state_claims(activity, HEADS, [("", "No report was found")], by=None)
    activity.save()

    assert list(Activity.objects.values_list("heads", flat=True)) == [None]


@pytest.mark.parametrize(
    ("shape", "value", "written"),
    [
        ("date", " 1993 ", "1993"),
        ("date", "2017-03", "2017-03"),
        ("date", "", ""),
        ("count", "007", "7"),
        ("count", " 15 ", "15"),
        ("count", "999999999", "999999999"),
        ("count", "", ""),
        ("word", "  out ", "out"),
    ],
)
def test_a_value_is_kept_in_one_writing(shape, value, written):
    assert check(shape, value) == written


@pytest.mark.parametrize(
    ("shape", "value", "sentence"),
    [
        ("date", "10.6.1995", "“10.6.1995” is not a date. Write 1993, 2017-03 or 1990-11-12."),
        ("date", "1995-02-31", "“1995-02-31” is not a date. Write 1993, 2017-03 or 1990-11-12."),
        ("count", "about 40", "“about 40” is not a whole number."),
        ("count", "-3", "“-3” is not a whole number."),
        ("count", "1.5", "“1.5” is not a whole number."),
        ("count", "1000000000", "“1000000000” is not a whole number."),
        ("count", "²", "“²” is not a whole number."),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(shape, value, sentence, english):
    with pytest.raises(ValidationError) as refusal:
        check(shape, value)

    assert refusal.value.messages == [sentence]
