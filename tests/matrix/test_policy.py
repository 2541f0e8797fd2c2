"""The table decides: each cell of it, changed by one word, changes what somebody may do."""

import pytest

from hospitium.accounts import policy
from hospitium.accounts.policy import Access, Scope, below
from hospitium.accounts.roles import EVERYBODY, VISITOR
from tests.matrix.world import ROWS

TABLE = dict(policy.table())


def access(role):
    return Access(roles=frozenset({role}), units={role: frozenset({1, 2})}, partners=frozenset({"one"}))


def with_cell(row, role, words):
    changed = {name: dict(cells) for name, cells in TABLE.items()}
    if words:
        changed[row][role] = frozenset(words)
    else:
        changed[row].pop(role, None)
    return changed


def mutants(words):
    """The cell with each word put in or taken out."""
    return [words ^ {word} for word in policy.RELATIONS]


@pytest.mark.parametrize("row", sorted(TABLE))
def test_every_word_of_every_cell_decides(row, monkeypatch):
    survived = []
    for role in EVERYBODY:
        words = TABLE[row].get(role, frozenset())
        before = access(role).scope(row)
        for mutant in mutants(words):
            changed = with_cell(row, role, mutant)
            monkeypatch.setattr(policy, "table", lambda changed=changed: changed)
            if access(role).scope(row) == before:
                survived.append((role, sorted(mutant)))
            monkeypatch.undo()

    assert survived == []


def test_the_table_is_read_twice_alike():
    assert {row: {role: set(words) for role, words in cells.items()} for row, cells in TABLE.items()} == ROWS


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("any", Scope(anything=True)),
        ("own", Scope(units=frozenset({1, 2}))),
        ("department", Scope(department_units=frozenset({1, 2}))),
        ("partner", Scope(partners=frozenset({"one"}))),
        ("published", Scope(published=True)),
        ("self", Scope(is_self=True)),
        ("own published", Scope(units=frozenset({1, 2}), published=True)),
        ("", Scope()),
    ],
)
def test_scope_of_each_word(words, scope, monkeypatch):
    monkeypatch.setattr(policy, "table", lambda: {"contact.read": {"auditor": frozenset(words.split())}})

    found = access("auditor").scope("contact.read")

    assert (found, bool(found)) == (scope, bool(words))


def test_two_roles_do_not_lend_each_other_their_units(monkeypatch):
    monkeypatch.setattr(policy, "table", lambda: {"contact.read": {"international_officer": frozenset({"own"})}})
    both = Access(
        roles=frozenset({"international_officer", "department_contact"}),
        units={"international_officer": frozenset({1}), "department_contact": frozenset({2})},
    )

    assert both.scope("contact.read") == Scope(units=frozenset({1}))


def test_nobody_is_a_visitor_who_sees_what_is_published():
    assert {row for row in TABLE if Access().scope(row)} == {row for row, cells in TABLE.items() if VISITOR in cells}


@pytest.mark.parametrize(
    ("marks", "covered"),
    [
        ({"unit": 1}, True),
        ({"unit": 3}, False),
        ({"unit": None}, False),
        ({"departments": [5, 7]}, True),
        ({"departments": [6]}, False),
        ({"partners": ["one"]}, True),
        ({"partners": ["two"]}, False),
        ({"published": True}, True),
        ({"published": False}, False),
        ({}, False),
    ],
)
def test_scope_covers(marks, covered):
    scope = Scope(units=frozenset({1}), department_units=frozenset({7}), partners=frozenset({"one"}), published=True)

    assert scope.covers(**marks) == covered


def test_units_below_end_even_in_a_circle():
    assert below(1, {1: [2, 3], 3: [4], 4: [1]}) == {1, 2, 3, 4}
