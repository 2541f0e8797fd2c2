"""Rounds for the tests of the matching, and what brute force says of them, with no code of the package but its data."""

from itertools import product

from hypothesis import strategies as st

from hospitium.algorithms.matching.outcome import Mechanism, Outcome, Status
from hospitium.algorithms.matching.problem import (
    Applicant,
    Balance,
    Objective,
    Offer,
    Problem,
    Reason,
    Same,
    Tiebreak,
    Together,
)

HOME, CITIES = "Berlin", ("Berlin", "Prague", "Warsaw")
B1_FOR_B2 = Reason("language", {"language": "cs", "asked": "B2", "given": "B1"})


def applicant(key, *wishes, **more):
    """A wish is an offer, or a list of offers that are equally good."""
    groups = tuple((wish,) if isinstance(wish, str) else tuple(wish) for wish in wishes)
    return Applicant(id=key, wishes=groups, **more)


def offer(key, capacity=1, ranking=None, **more):
    groups = None if ranking is None else tuple((one,) if isinstance(one, str) else tuple(one) for one in ranking)
    return Offer(id=key, capacity=capacity, ranking=groups, **more)


def a_round(applicants, offers, **more):
    return Problem(applicants=tuple(applicants), offers=tuple(offers), **more)


def placed(placement, mechanism=Mechanism.OPTIMAL, **more):
    """A placement by hand."""
    return Outcome(mechanism=mechanism, status=Status.FEASIBLE, placement=placement, **more)


def groups_of(keys, most=4):
    """Some of the keys in some order, neighbours sometimes in one group."""

    def grouped(drawn):
        order, joins = drawn
        groups = []
        for key, is_joined in zip(order, joins, strict=False):
            if groups and is_joined:
                groups[-1].append(key)
            else:
                groups.append([key])
        return tuple(tuple(group) for group in groups)

    orders = st.lists(st.sampled_from(keys), unique=True, max_size=most)
    return st.tuples(orders, st.lists(st.booleans(), min_size=most, max_size=most)).map(grouped)


@st.composite
def rounds(draw, people=4, places=3, *, has_ties=True, has_more=True):
    """Small rounds; `has_more`: with side conditions of all kinds."""
    names, keys = [f"a{number}" for number in range(people)], [f"o{number}" for number in range(places)]

    def groups(of, most):
        found = draw(groups_of(of, most))
        return found if has_ties else tuple((one,) for group in found for one in group)

    applicants = [
        Applicant(
            id=name,
            wishes=groups(keys, places),
            city=(city := draw(st.sampled_from(CITIES))),
            unit=f"{city} {draw(st.sampled_from('xy'))}",
            seniority=draw(st.integers(0, 2)),
            applied=draw(st.integers(0, 2)),
        )
        for name in names
    ]
    offers = [
        Offer(
            id=key,
            city=draw(st.sampled_from(CITIES)),
            capacity=draw(st.integers(0, 2)),
            minimum=draw(st.sampled_from((0, 0, 1, 2))) if has_more else 0,
            ranking=groups(names, people) if draw(st.booleans()) else None,
        )
        for key in keys
    ]
    more = draw(side_conditions(names, keys, applicants)) if has_more else {}
    order = draw(st.permutations(list(Objective)))
    return Problem(
        applicants=tuple(applicants),
        offers=tuple(offers),
        seed=draw(st.integers(0, 3)),
        tiebreak=draw(st.sampled_from(list(Tiebreak))),
        order=tuple(order),
        **more,
    )


@st.composite
def side_conditions(draw, names, keys, applicants):
    pair = st.tuples(st.sampled_from(names), st.sampled_from(keys))
    units = sorted({one.unit for one in applicants})
    balances = [
        Balance(city=city, before=draw(st.integers(-1, 1)), tolerance=draw(st.integers(0, 2)))
        for city in CITIES
        if draw(st.booleans())
    ]
    together = [Together(first=names[0], second=names[1], same=draw(st.sampled_from(list(Same))))]
    return {
        "unit_quotas": draw(st.dictionaries(st.sampled_from(units), st.integers(0, 2), max_size=2)),
        "city_quotas": draw(st.dictionaries(st.sampled_from(CITIES), st.integers(0, 2), max_size=2)),
        "balances": tuple(balances),
        "together": tuple(together if draw(st.booleans()) else ()),
        "fixed": tuple(draw(st.lists(pair, max_size=1))) if draw(st.booleans()) else (),
        "forbidden": tuple(draw(st.lists(pair, max_size=2, unique=True))),
        "inadmissible": dict.fromkeys(draw(st.lists(pair, max_size=2)), (B1_FOR_B2,)),
        "announced": draw(st.dictionaries(st.sampled_from(names), st.sampled_from(keys), max_size=3)),
    }


def hard_round(cutoffs, people=150):
    """Large enough to last longer than a question whether to stop."""
    cities = [f"c{number}" for number in range(12)]
    hosts = [offer(f"o{number}", 3, city=cities[number % 12], minimum=2) for number in range(60)]
    many = [
        applicant(
            f"a{number}",
            *(f"o{(number * 7 + step) % 60}" for step in (7, 11, 13)),
            city=cities[(number * 5) % 12],
            unit=f"u{number % 9}",
        )
        for number in range(people)
    ]
    limits = tuple(Balance(city=city, tolerance=1) for city in cities)
    return a_round(many, hosts, balances=limits, cutoffs=cutoffs)


# Brute force, written from the definitions.


def rank(groups, key):
    return next((level for level, group in enumerate(groups) if key in group), None)


def is_possible(problem, one, where):
    pair = (one.id, where)
    ranking = next(offer.ranking for offer in problem.offers if offer.id == where)
    is_ranked = ranking is None or rank(ranking, one.id) is not None
    return is_ranked and pair not in problem.inadmissible and pair not in problem.forbidden


def all_placements(problem):
    """Every way to send each applicant to a possible wish, or to where they are fixed, or nowhere."""
    options = []
    for one in problem.applicants:
        held = [where for who, where in problem.fixed if who == one.id]
        wished = [where for group in one.wishes for where in group]
        options.append([where for where in held or wished if is_possible(problem, one, where)])
        if not held:
            options[-1].append(None)
        elif len(set(held)) > 1:
            options[-1].clear()
    for choice in product(*options):
        pairs = zip(problem.applicants, choice, strict=True)
        yield {one.id: where for one, where in pairs if where is not None}


def count(placement, where):
    return list(placement.values()).count(where)


def fits_in(problem, placement):
    return all(count(placement, one.id) <= one.capacity for one in problem.offers)


def net(problem, placement, balance):
    city = {one.id: one.city for one in problem.offers}
    sent = sum(one.city == balance.city for one in problem.applicants if one.id in placement)
    return balance.before + sent - sum(city[where] == balance.city for where in placement.values())


def is_balanced(problem, placement):
    return all(
        min(-one.tolerance, one.before) <= net(problem, placement, one) <= max(one.tolerance, one.before)
        for one in problem.balances
    )


def is_within_quotas(problem, placement):
    city = {one.id: one.city for one in problem.offers}
    units = [one.unit for one in problem.applicants if one.id in placement]
    cities = [city[where] for where in placement.values()]
    return all(units.count(unit) <= most for unit, most in problem.unit_quotas.items()) and all(
        cities.count(key) <= most for key, most in problem.city_quotas.items()
    )


def is_together(problem, placement):
    city = {one.id: one.city for one in problem.offers}
    for pair in problem.together:
        places = [placement.get(pair.first), placement.get(pair.second)]
        if pair.same is Same.CITY:
            places = [where and city[where] for where in places]
        if places[0] != places[1]:
            return False
    return True


def is_open(problem, placement):
    return all(count(placement, one.id) in (0, *range(one.minimum, 99)) for one in problem.offers)


def feasible(problem):
    conditions = (fits_in, is_open, is_within_quotas, is_balanced, is_together)
    return [one for one in all_placements(problem) if all(holds(problem, one) for holds in conditions)]


def cost(problem, placement):
    """All objectives in the order of the problem, each so that less is better."""
    longest = max((len(one.wishes) for one in problem.applicants), default=0)
    ranks = [rank(one.wishes, placement.get(one.id)) for one in problem.applicants]
    units = {one.unit for one in problem.applicants if one.unit}
    shares = []
    for unit in units:
        members = [one.id for one in problem.applicants if one.unit == unit]
        shares.append(100 * sum(who in placement for who in members) // len(members))
    figures = {
        Objective.PLACEMENTS: -len(placement),
        Objective.RANKS: sum(longest if level is None else level for level in ranks),
        Objective.BALANCE: sum(abs(net(problem, placement, one)) for one in problem.balances),
        Objective.EVENNESS: max(shares, default=0) - min(shares, default=0),
        Objective.CHANGE: sum(placement.get(who) != where for who, where in problem.announced.items()),
    }
    return tuple(figures[name] for name in problem.order)
