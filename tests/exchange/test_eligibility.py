"""Each rule of eligibility: yes, and no with its own sentence."""

from __future__ import annotations

import pytest

from hospitium.exchange import eligibility
from hospitium.exchange.models import EligibilityRule
from tests.exchange import factories

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("code", "parameters", "given", "sentence"),
    [
        ("years_of_service", {"years": 6}, {"years": 6}, ""),
        ("years_of_service", {"years": 7}, {"years": 6}, "7 years of service are wanted, 6 are given."),
        ("years_of_service", {"years": 7}, {"years": None}, "The years of service are not given; 7 are wanted."),
        ("language", {"language": "en", "level": "B2"}, {"languages": {"en": "C1"}}, ""),
        (
            "language",
            {"language": "en", "level": "B2"},
            {"languages": {"en": "B1"}},
            "English is wanted at level B2, B1 is given.",
        ),
        ("language", {"language": "pl", "level": "A2"}, {}, "Polish is wanted at level A2."),
        ("no_stay_for", {"years": 3}, {"earlier_year": None}, ""),
        ("question", {"length": 3}, {"question": "Why"}, ""),
        (
            "question",
            {"length": 4},
            {"question": "Why"},
            "The question should have 4 characters at least; it has 3.",
        ),
    ],
)
def test_rules(db, code, parameters, given, sentence):
    application = factories.make_application(**given)

    reasons = eligibility.reasons(application, [EligibilityRule(code=code, parameters=parameters)])

    assert [str(one.reason) for one in reasons] == ([sentence] if sentence else [])


def test_a_stay_too_short_ago(db):
    application = factories.make_application()
    application.earlier_year = application.round.year - 1

    reasons = eligibility.reasons(application, [EligibilityRule(code="no_stay_for", parameters={"years": 2})])

    assert [bool(one) for one in reasons] == [False]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("yes", ""),
        ("no", "The supervisor has refused."),
        ("open", "The supervisor has not agreed yet."),
        ("", "The supervisor has not agreed yet."),
    ],
)
def test_consents(db, answer, sentence):
    application = factories.make_application(state="submitted")
    if answer:
        factories.make_consent(application, answer=answer)

    reasons = eligibility.reasons(application, [EligibilityRule(code="supervisor")])

    assert [str(one.reason) for one in reasons] == ([sentence] if sentence else [])


def test_who_comes_from_a_partner_needs_no_consent_of_ours(db):
    from tests.factories import make_partner

    applicant = factories.make_applicant(partner=make_partner())
    application = factories.make_application(applicant=applicant)

    assert eligibility.reasons(application, [EligibilityRule(code="supervisor")]) == []


def test_a_level_reaches_itself_and_those_below():
    levels = ["A1", "A2", "B1", "B2", "C1", "C2"]

    assert [eligibility.reaches(level, "B2") for level in levels] == [False, False, False, True, True, True]
    assert not eligibility.reaches("", "A1")
