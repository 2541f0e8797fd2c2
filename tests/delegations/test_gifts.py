"""The register of gifts: limits, approvals, sums, what was given before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import gifts as actions
from hospitium.delegations.models import Gift, GiftLimit
from hospitium.delegations.queries.gifts import gifts_before, gifts_waiting, needs_approval, sums_by_giver
from tests.factories import make_partner, make_unit, make_user
from tests.factories_protocol import make_gift
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db
ASK, APPROVE, REFUSE = actions.Approval.ASK, actions.Decision.APPROVE, actions.Decision.REFUSE


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def head(unit):
    return make_user(role=Role.HEAD, unit=unit)


def limits(unit, approval_from="25", most_a_year="50"):
    amounts = [None if one is None else Decimal(one) for one in (approval_from, most_a_year)]
    return GiftLimit.objects.create(unit=unit, approval_from=amounts[0], most_a_year=amounts[1])


def typed(unit, **given):
    values = {
        "unit": unit,
        "direction": "received",
        "what": "Vase",
        "count": 1,
        "value": Decimal("10.00"),
        "currency": "EUR",
        "giver": "Stadtverwaltung",
        "receiver": "Amt",
        "occasion": "Besuch",
        "on": date(2027, 3, 9),
        "partner": None,
        "visit": None,
        "whereabouts": "",
    }
    return {**values, **given}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": Decimal("24.99")}, ""),
        ({"value": Decimal("25.00")}, "From €25.00 on a gift needs approval."),
        ({"value": Decimal("9.00"), "count": 3}, "From €25.00 on a gift needs approval."),
        ({"value": None}, "The value is unknown, so the head of the office has to judge whether it may be kept."),
        ({"currency": "PLN"}, "The limits of the office are in EUR, so the head of the office has to judge."),
        (
            {"value": Decimal("20.00"), "giver": "STADTVERWALTUNG  "},
            "With this gift STADTVERWALTUNG   has given €60.00 in 2027; the limit of the office is €50.00.",
        ),
        ({"value": Decimal("20.00"), "on": date(2028, 1, 1)}, ""),
        ({"value": Decimal("20.00"), "direction": "given"}, ""),
    ],
)
def test_the_limits_of_the_office_say_what_needs_approval(unit, given, said, english):
    limits(unit)
    make_gift(unit=unit, value=Decimal("20.00"), count=2)
    start = {"direction": "received", "giver": "Jemand", "on": date(2027, 5, 1), "value": Decimal("20.00")}

    assert str(needs_approval(Gift(unit=unit, **{**start, **given})).reason) == said


def test_without_limits_nothing_needs_approval_and_the_value_may_be_unknown(unit, officer):
    gift = actions.create_gift(values=typed(unit, value=None), by=officer)

    assert (gift.state, gift.value, [one.code for one in timeline(gift)]) == ("free", None, ["gift.created"])


def test_a_limit_that_is_reached_wants_an_approval(unit, officer, head, english):
    limits(unit)
    values = typed(unit, value=Decimal("80.00"))

    with pytest.raises(Refused) as refusal:
        actions.create_gift(values=values, by=officer)
    gift = actions.create_gift(values=values, approval=ASK, by=officer)

    assert (
        str(refusal.value) == "From €25.00 on a gift needs approval. Tick “Ask for approval” to enter it all the same."
    )
    assert (Gift.objects.count(), gift.state, list(gifts_waiting(head)), list(gifts_waiting(officer))) == (
        1,
        "asked",
        [gift],
        [],
    )


def test_the_head_decides_with_a_reason_and_a_new_value_asks_anew(unit, officer, head, english):
    gift = actions.create_gift(values=typed(unit, value=Decimal("80.00")), approval=ASK, by=officer)

    with pytest.raises(Refused, match="Say why"):
        actions.decide_gift(gift_id=gift.pk, decision=REFUSE, reason=" ", by=head)
    actions.decide_gift(gift_id=gift.pk, decision=APPROVE, reason="Für die Vitrine", by=head)
    gift.refresh_from_db()
    assert (gift.state, gift.decided_by, gift.reason) == ("approved", head, "Für die Vitrine")
    with pytest.raises(Refused, match="stays in the register"):
        actions.remove_gift(gift_id=gift.pk, by=officer)
    moved = typed(unit, value=Decimal("80.00"), whereabouts="Vitrine")
    actions.edit_gift(gift_id=gift.pk, version=gift.version, values=moved, by=officer)
    gift.refresh_from_db()
    assert (gift.state, gift.whereabouts) == ("approved", "Vitrine")
    actions.edit_gift(gift_id=gift.pk, version=gift.version, values={**moved, "value": Decimal("90.00")}, by=officer)
    gift.refresh_from_db()
    assert (gift.state, gift.decided_by, gift.decided_on, gift.reason) == ("asked", None, None, "")
    actions.decide_gift(gift_id=gift.pk, decision=REFUSE, reason="Zu wertvoll", by=head)
    assert [one.code for one in timeline(gift)] == [
        "gift.refused",
        "gift.changed",
        "gift.changed",
        "gift.approved",
        "gift.created",
    ]


def test_nobody_approves_their_own_gift(unit, head, officer, english):
    gift = actions.create_gift(values=typed(unit), approval=ASK, by=head)

    with pytest.raises(Refused, match="You have entered this gift yourself"):
        actions.decide_gift(gift_id=gift.pk, decision=APPROVE, reason="", by=head)
    with pytest.raises(Refused):
        actions.decide_gift(gift_id=gift.pk, decision=APPROVE, reason="", by=officer)
    assert list(gifts_waiting(head)) == []


def test_an_officer_of_another_office_enters_nothing_here(unit, english):
    stranger = make_user(role=Role.OFFICER, unit=make_unit())

    with pytest.raises(Refused, match="looked after by"):
        actions.create_gift(values=typed(unit), by=stranger)


def test_sums_of_a_giver_say_what_is_unknown_and_what_is_over(unit, officer, english):
    limits(unit, most_a_year="50")
    make_gift(unit=unit, value=Decimal("40.00"))
    make_gift(unit=unit, value=Decimal("11.00"), giver="stadtverwaltung")
    make_gift(unit=unit, value=None)
    make_gift(unit=unit, value=Decimal("5.00"), on=date(2026, 1, 1))
    make_gift(unit=unit, direction="given")
    make_gift()

    found = [(one.year, one.giver, one.count, str(one.sum), one.limit, one.is_over) for one in sums_by_giver(officer)]

    assert found == [
        (2027, "Stadtverwaltung", 3, "at least €51.00, 1 unknown", "€50.00", True),
        (2026, "Stadtverwaltung", 1, "€5.00", "€50.00", False),
    ]


def test_what_a_partner_got_before_is_there_for_form_and_briefing(unit, officer, english):
    partner = make_partner()
    make_gift(unit=unit, partner=partner, direction="given", what="Silver bowl", on=date(2025, 6, 1))
    make_gift(unit=unit, partner=partner, what="Refused watch", state="refused", decided_on=date(2025, 7, 1))
    make_gift(unit=unit, what="Of another partner", partner=make_partner())
    make_gift(partner=partner, what="Of another office")

    lines = gifts_before(officer, partner_ids=[partner.pk], until=date(2027, 1, 1))

    assert [one.sentence for one in lines] == ["Given: Silver bowl, 1 Jun 2025"]


def test_a_gift_is_entered_decided_and_found_in_list_and_file(unit, officer, head, sign_in):
    GiftLimit.objects.all().delete()
    client, boss = sign_in(officer), sign_in(head)
    assert "Here the gifts given and received will stand" in client.get("/desk/gifts/").content.decode()
    boss.post(f"/desk/gift-limits/{unit.pk}/", {"approval_from": "25", "most_a_year": "", "currency": "EUR"})
    visit = make_visit(unit=unit)
    start = client.get(f"/desk/new/gift/?visit={visit.pk}").content.decode()
    assert f'value="{visit.starts_on}"' in start
    sent = {
        "unit": unit.pk,
        "direction": "received",
        "what": "Painting",
        "count": "1",
        "value": "1.250,50",
        "currency": "EUR",
        "giver": "City",
        "receiver": "Office",
        "occasion": "Visit",
        "on": "2027-03-09",
        "visit": visit.pk,
    }
    refused = client.post("/desk/new/gift/", sent)
    assert (refused.status_code, "From €25.00 on a gift needs approval" in refused.content.decode()) == (422, True)
    client.post("/desk/new/gift/", {**sent, "ask": "on"})
    gift = Gift.objects.get()
    assert (gift.value, gift.state) == (Decimal("1250.50"), "asked")
    assert client.get(f"/desk/gifts/{gift.pk}/decide/").status_code == 403
    assert "Decide on a gift: Painting" in boss.get("/desk/").content.decode()
    asked = boss.get(f"/desk/gifts/{gift.pk}/decide/").content.decode()
    assert (gift.giver in asked, gift.occasion in asked) == (True, True)
    boss.post(f"/desk/gifts/{gift.pk}/decide/", {"decision": "refuse", "reason": "Too much"})
    page = client.get(f"/desk/gifts/{gift.pk}/").content.decode()
    assert ("Too much" in page, "€1,250.50" in page, "unknown" in page) == (True, True, True)
    listed = client.get("/desk/gifts/?state=refused").content.decode()
    assert ("Painting" in listed, "Painting" in client.get("/desk/gifts/?state=free").content.decode()) == (True, False)
    assert "Painting" in client.get("/desk/gifts/?export=csv").content.decode()
    assert "1,250.50" in client.get("/desk/gifts/sums/").content.decode()
    again = client.get(f"/desk/gifts/{gift.pk}/edit/").content.decode()
    assert "Painting" in again


def test_limits_are_set_by_the_head_and_kept_in_order(unit, officer, head, sign_in):
    client, address = sign_in(head), f"/desk/gift-limits/{unit.pk}/"

    wrong = client.post(address, {"approval_from": "25", "most_a_year": "5", "currency": "EUR"})
    client.post(address, {"approval_from": "5", "most_a_year": "5", "currency": "EUR"})

    limit = GiftLimit.objects.get()
    assert (wrong.status_code, limit.approval_from, limit.most_a_year) == (422, Decimal("5.00"), Decimal("5.00"))
    assert [one.code for one in timeline(unit)][:1] == ["gift_limit.changed"]
    assert sign_in(officer).get(address).status_code == 403
    assert client.get(f"/desk/gift-limits/{make_unit().pk}/").status_code == 404


def test_lists_are_read_with_the_same_number_of_queries(unit, officer, sign_in):
    client, counts = sign_in(officer), []
    for address in ("/desk/gifts/", "/desk/gifts/sums/"):
        for number in (1, 2):
            for _one in range(number):
                make_gift(unit=unit, partner=make_partner(), giver=f"Giver {Gift.objects.count()}")
            client.get(f"{address}?year=2027&x={number}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{address}?year=2027&y={number}")
            counts.append(len(queries))

    assert (counts[0], counts[2]) == (counts[1], counts[3])
