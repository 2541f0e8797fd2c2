"""Of a gift stays what it was; who gave and who received it goes when nobody has to answer for it any more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.delegations.actions import erasure
from hospitium.delegations.models import Delegation, Gift
from hospitium.retention import actions as retention
from hospitium.retention.models import Erasure
from tests.delegations.offices import Office
from tests.factories import make_user
from tests.factories_protocol import make_gift
from tests.retention.traces import traces_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "data")]
CANARY = "zyxkanarek4711"
YEAR_ENDS = date(2027, 12, 31)


def night(time_machine, days: int) -> None:
    day = YEAR_ENDS + timedelta(days=days)
    time_machine.move_to(datetime.combine(day, time(3, 30)))
    retention.erase_what_is_due(today=day)


def test_persons_of_a_gift_go_five_years_after_its_year_and_the_gift_stays(time_machine):
    gift = make_gift(giver=f"{CANARY} giver", receiver=f"{CANARY} receiver", reason=f"{CANARY} reason")
    other = make_gift(on=date(2028, 1, 1), giver=f"{CANARY} later")

    night(time_machine, 1825)
    before = traces_of(CANARY)
    night(time_machine, 1826)

    assert before != []
    assert list(Gift.objects.order_by("pk").values_list("giver", "receiver", "reason", "what", "value")) == [
        ("", "", "", gift.what, gift.value),
        (other.giver, other.receiver, "", other.what, other.value),
    ]
    proof = Erasure.objects.get(data_class="gift_persons")
    assert (proof.key, proof.anchor, proof.counts) == (str(gift.pk), YEAR_ENDS, {"gifts": 1})
    assert erasure.erase_gift_persons(key=str(gift.pk)) == {}


def test_a_gift_without_persons_is_shown_as_one_of_unknown_origin(sign_in):
    gift = make_gift(giver="", receiver="")
    client = sign_in(make_user(role=Role.OFFICER, unit=gift.unit))

    pages = [
        client.get(address).content.decode() for address in (gift.get_absolute_url(), reverse("delegations:gift_sums"))
    ]

    assert ["unknown" in page for page in pages] == [True, True]


def test_the_internal_remark_goes_with_the_names():
    office = Office()
    Delegation.objects.filter(pk=office.delegation.pk).update(remark=f"{CANARY} remark")

    counts = erasure.erase_names(key=str(office.delegation.pk))

    assert (counts["remarks"], Delegation.objects.get(pk=office.delegation.pk).remark) == (1, "")
