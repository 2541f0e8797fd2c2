"""One person and one place in each city: the market of houses of Shapley and Scarf (1974), whose answer is known.

With strict wishes exactly one placement cannot be bettered by any group among themselves (Roth and Postlewaite,
Weak versus strong domination in a market with indivisible goods, Journal of Mathematical Economics 4, 1977), and
circles find it. The core is searched for here by its definition, group by group.
"""

from collections.abc import Iterator
from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.matching import Balance, Mechanism, Tiebreak, solve
from tests.algorithms.matchings import a_round, applicant, offer

Wishes = tuple[tuple[int, ...], ...]  # of each person, the cities in their order; home comes after the last
Placement = tuple[int, ...]  # where each person is; at home who goes nowhere


def market(wishes: Wishes):
    cities = [f"city {number}" for number in range(len(wishes))]
    people = [
        applicant(f"person {number}", *(cities[wish] for wish in mine), city=cities[number], applied=number)
        for number, mine in enumerate(wishes)
    ]
    return a_round(
        people,
        [offer(city, city=city) for city in cities],
        balances=tuple(Balance(city=city) for city in cities),
        tiebreak=Tiebreak.APPLICATION,
    )


def found(wishes: Wishes) -> Placement:
    placement = solve(market(wishes), Mechanism.BALANCED).placement
    return tuple(int(placement.get(f"person {one}", f"city {one}").removeprefix("city ")) for one in range(len(wishes)))


def worth(wishes: Wishes, person: int, city: int) -> int:
    """The smaller, the better; whatever was not wished is worse than home."""
    order = (*wishes[person], person)
    return order.index(city) if city in order else len(order)


def can_better(wishes: Wishes, now: Placement) -> bool:
    """Could some group, with its own places alone, make nobody of it worse off and somebody better off?"""
    everybody = range(len(wishes))
    for size in range(1, len(wishes) + 1):
        for group in combinations(everybody, size):
            for places in permutations(group):
                gains = [
                    worth(wishes, one, now[one]) - worth(wishes, one, place)
                    for one, place in zip(group, places, strict=True)
                ]
                if min(gains) >= 0 and max(gains) > 0:
                    return True
    return False


def core(wishes: Wishes) -> list[Placement]:
    return [one for one in permutations(range(len(wishes))) if not can_better(wishes, one)]


def lists_of(person: int, cities: int) -> Iterator[tuple[int, ...]]:
    others = [one for one in range(cities) if one != person]
    for length in range(cities):
        yield from permutations(others, length)


def test_in_all_markets_of_three_the_core_is_found():
    for wishes in product(*(list(lists_of(person, 3)) for person in range(3))):
        assert core(wishes) == [found(wishes)]


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_in_markets_of_four_and_five_the_core_is_found(data):
    cities = data.draw(st.integers(4, 5))
    wishes = tuple(data.draw(st.sampled_from(list(lists_of(person, cities)))) for person in range(cities))

    assert core(wishes) == [found(wishes)]


@pytest.mark.parametrize(
    ("wishes", "placement"),
    [
        # A circle of two, and the third stays at home although somebody would like its place.
        (((1, 2), (0, 2), (0, 1)), (1, 0, 2)),
        # A circle of three.
        (((1,), (2,), (0,)), (1, 2, 0)),
        # Nobody goes one way only.
        (((1,), (), (1,)), (0, 1, 2)),
    ],
)
def test_by_hand(wishes, placement):
    assert (found(wishes), core(wishes)) == (placement, [placement])
