"""An office with a visit of June 2026 from Warsaw that is over, its delegation and its members."""

from __future__ import annotations

from datetime import date
from typing import Any

from hospitium.core.multilingual import written_in
from hospitium.delegations.models import Delegation, Member
from hospitium.partners.models import Home
from tests.factories import make_home, make_partner, make_partnership, make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_visits import make_visit

STARTS, ENDS = date(2026, 10, 5), date(2026, 10, 9)


class Office:
    """An officer in charge, a stranger of another office, and a delegation that has arrived."""

    def __init__(self, **given: Any) -> None:
        if not Home.objects.exists():
            make_home(name=written_in("de", "Musterstadt"))
        self.unit = make_unit()
        self.officer = make_user(role="international_officer", unit=self.unit, language="en", name="Otto Amt")
        self.stranger = make_user(role="international_officer", language="en")
        self.partnership = make_partnership(unit=self.unit, partner=make_partner(own_name="Warszawa"))
        self.visit = make_visit(
            unit=self.unit,
            officer=self.officer,
            partnership=self.partnership,
            starts_on=STARTS,
            ends_on=ENDS,
            file_reference="I-12",
        )
        self.visit.activity.title = written_in("de", "Sicherheit in Bahnhöfen")
        self.visit.activity.save()
        self.delegation = make_delegation(
            visit=self.visit, partnership=self.partnership, **{"state": Delegation.State.ARRIVED, **given}
        )

    def members(self, count: int, **given: Any) -> list[Member]:
        start = len(self.delegation.members.all()) + 1
        return [
            make_member(
                delegation=self.delegation,
                **{"family_name": f"Muster{number}", "email": f"guest{number}@example.org", **given},
            )
            for number in range(start, start + count)
        ]
