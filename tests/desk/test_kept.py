"""What is kept holds exactly until the next event."""

from __future__ import annotations

import pytest
from django.db import transaction

from hospitium.core.events import record
from hospitium.desk.kept import Kept, Reading, reading
from tests.factories import make_partnership


def test_kept_value_is_made_once_for_each_reading_and_key() -> None:
    kept: Kept[int] = Kept(8)
    made: list[str] = []

    def make(word: str) -> int:
        made.append(word)
        return len(made)

    values = [
        kept.get(Reading("a"), "x", lambda: make("a x")),
        kept.get(Reading("a"), "x", lambda: make("again")),
        kept.get(Reading("a"), "y", lambda: make("a y")),
        kept.get(Reading("b"), "x", lambda: make("b x")),
    ]

    assert (values, made) == ([1, 1, 2, 3], ["a x", "a y", "b x"])


def test_nothing_is_kept_before_the_first_event() -> None:
    kept: Kept[object] = Kept(8)

    assert kept.get(Reading(), "x", object) is not kept.get(Reading(), "x", object)


def test_the_longest_unused_value_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    now = Reading("a")
    for key in ("x", "y", "x", "z"):
        kept.get(now, key, lambda: "first")

    assert [kept.get(now, key, lambda: "second") for key in ("x", "y")] == ["first", "second"]


@pytest.mark.django_db
def test_reading_moves_on_with_every_event() -> None:
    partnership = make_partnership()
    before = reading()
    with transaction.atomic():
        event = record("partnership.changed", partnership, by=None)

    assert (before, reading()) == (Reading(), Reading(event.hash, event.at))
