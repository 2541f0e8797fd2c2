"""Which flags a visit needs."""

import pytest

from hospitium.delegations.queries.flags import Flag, flags_of
from tests.factories import make_home, make_partner, make_partnership
from tests.factories_delegations import make_delegation, make_member
from tests.factories_visits import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_flags_of_guests_come_by_the_alphabet_and_ours_at_the_end():
    make_home(country="DE")
    visit = make_visit()
    for country, count in (("PL", 2), ("CZ", 1)):
        partnership = make_partnership(partner=make_partner(country=country))
        delegation = make_delegation(visit=visit, partnership=partnership)
        for _turn in range(count):
            make_member(delegation=delegation)
        make_member(delegation=delegation, withdrawn_on=visit.starts_on)

    found = flags_of(visit)

    assert found == [Flag("CZ", "Czechia", 1), Flag("PL", "Poland", 2), Flag("DE", "Germany", None)]
