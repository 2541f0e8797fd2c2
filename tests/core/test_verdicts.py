"""Verdicts and lifecycles."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy

from hospitium.core.verdicts import ALLOWED, Refused, Verdict, require
from hospitium.core.workflow import Workflow

DOOR = Workflow(
    {
        "open": ({"closed"}, "open"),
        "close": ({"open", "ajar"}, "closed"),
        "lock": ({"closed"}, "locked"),
    }
)


@pytest.mark.parametrize(("verdict", "is_allowed"), [(ALLOWED, True), (Verdict(), True), (Verdict("No."), False)])
def test_a_verdict_without_a_reason_is_a_yes(verdict, is_allowed):
    assert bool(verdict) is is_allowed


def test_require_lets_a_yes_pass():
    assert require(ALLOWED) is None


def test_require_refuses_with_the_sentence_of_the_verdict():
    with pytest.raises(Refused) as refusal:
        require(Verdict(gettext_lazy("Only signatories may sign.")))

    assert str(refusal.value) == "Only signatories may sign."


@pytest.mark.parametrize(
    ("step", "status", "is_open"),
    [
        ("open", "closed", True),
        ("open", "open", False),
        ("open", "locked", False),
        ("close", "open", True),
        ("close", "ajar", True),
        ("close", "closed", False),
        ("lock", "closed", True),
        ("lock", "ajar", False),
    ],
)
def test_a_step_is_open_exactly_where_the_table_says_so(step, status, is_open):
    assert DOOR.allows(step, status) is is_open


def test_the_steps_that_lead_on_stand_in_the_order_of_the_table():
    assert {status: DOOR.open_steps(status) for status in ("closed", "open", "locked")} == {
        "closed": ["open", "lock"],
        "open": ["close"],
        "locked": [],
    }
    assert [DOOR.after(step) for step in ("open", "close", "lock")] == ["open", "closed", "locked"]


def test_an_unknown_step_is_an_error_and_no_silent_no():
    with pytest.raises(KeyError):
        DOOR.allows("paint", "closed")


def test_the_diagram_draws_every_arrow_in_a_fixed_order():
    assert DOOR.diagram() == (
        "stateDiagram-v2\n"
        "    closed --> open: open\n"
        "    ajar --> closed: close\n"
        "    open --> closed: close\n"
        "    closed --> locked: lock\n"
    )
