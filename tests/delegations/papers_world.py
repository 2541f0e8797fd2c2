"""A delegation as papers meet it: long names, three scripts, wishes, rooms, a rule, and passport data in the vault."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.multilingual import written_in
from hospitium.delegations.models import CateringWish, CountryRule, Delegation, Room, RoomGuest
from hospitium.vault.actions import seal
from tests.factories import make_activity, make_home, make_partner, make_partnership, make_unit, make_user
from tests.factories_delegations import make_delegation, make_member, make_rank
from tests.factories_visits import make_item, make_venue, make_visit

PASSPORT = "P4711CANARY"


def make_office() -> Any:
    """The officer in charge of a unit, in a city that has a name."""
    make_home(office=written_in("de", "Senatskanzlei", ru="Сенатская канцелярия"), name=written_in("de", "Musterstadt"))
    return make_user(role=Role.OFFICER, unit=make_unit(name=written_in("de", "Referat Europa")), name="Anna Muster")


def make_guests(officer: Any, **given: Any) -> Delegation:
    """Three guests from a country that needs visas, for three days of which today is the last."""
    unit = officer.grants.get().unit
    partner = make_partner(
        name=written_in("de", "Nowograd", ru="Новоград"), own_name="Новоград", own_language="ru", country="UZ"
    )
    partnership = make_partnership(partner=partner, unit=unit)
    activity = make_activity(
        state="planned", number=9, unit=unit, partnerships=[partnership],
        title=written_in("de", "Verkehr im Vergleich", ru="Сравнение транспорта"),
    )  # fmt: skip
    starts = given.pop("starts_on", timezone.localdate() - timedelta(days=2))
    hotel = make_venue(name=written_in("de", "Hotel am Park"), address="Parkweg 3", phone="030 900")
    visit = make_visit(
        activity=activity, unit=unit, officer=officer, starts_on=starts, ends_on=starts + timedelta(days=2),
        series="Nowograd", guest_language="ru", file_reference="II B 12", lodging=hotel,
        cost_rule=written_in("de", "Der Gast trägt die Reise.", ru="Гость оплачивает проезд."),
    )  # fmt: skip
    delegation = make_delegation(visit=visit, partnership=partnership, language="ru", **given)
    rank = make_rank()
    head = make_member(
        delegation=delegation, role="head", rank=rank, family_name="Voznesenskaya-Preobrazhenskaya",
        given_name="Aleksandra Konstantinovna", own_family_name="Вознесенская-Преображенская",
        own_given_name="Александра Константиновна", address="madam", academic_title="Dr.",
        function=written_in("ru", "начальник управления", de="Leiterin der Abteilung"),
        organisation=written_in("ru", "Администрация Новограда", de="Verwaltung Nowograd"),
        phone="+998 90 000 11 22", languages=["ru", "en"], may_be_photographed=True,
    )  # fmt: skip
    second = make_member(
        delegation=delegation, family_name="Szentgyörgyi-Székely", given_name="Mária", phone="",
        function=written_in("ru", "советник", de="Referentin"),
    )  # fmt: skip
    make_member(delegation=delegation, family_name="=HYPERLINK(1)", given_name="Iwan", function=written_in("de", ""))
    make_items(visit, hotel)
    make_room(delegation, hotel, [head, second])
    CateringWish.objects.create(member=head, diets=["vegan"], needs=["step_free"], consented_at=timezone.now())
    CateringWish.objects.create(member=second, diets=["vegan"], other="Nüsse nur gekocht", consented_at=timezone.now())
    seal(subject=head, fields={"passport_number": PASSPORT, "birth_date": "1970-01-31"}, by=officer)
    return delegation


def make_items(visit: Any, hotel: Any) -> None:
    venue = make_venue(name=written_in("de", "Rotes Haus", ru="Красный дом"))
    for step in range(3):
        day = visit.starts_on + timedelta(days=step)
        make_item(
            visit=visit, day=day, starts=time(9), minutes=90, kind="lecture", venue=venue,
            title=written_in("de", f"Vortrag {step + 1}", ru=f"Доклад {step + 1}"),
        )  # fmt: skip
        make_item(visit=visit, day=day, starts=time(13), minutes=60, kind="meal", venue=hotel, title={})


def make_room(delegation: Delegation, hotel: Any, members: Any) -> Room:
    visit = delegation.visit
    last = visit.ends_on - timedelta(days=1)
    room = Room.objects.create(
        delegation=delegation, hotel=hotel, kind="twin", number="412", first_night=visit.starts_on, last_night=last
    )
    for member in members:
        RoomGuest.objects.create(room=room, member=member)
    return room


def make_rule(**given: Any) -> CountryRule:
    start = {
        "country": "UZ",
        "language": "de",
        "second_language": "ru",
        "fields": ["function", "birth_date", "passport_number"],
        "needs_cost_statement": True,
        "days_before": 42,
    }
    return CountryRule.objects.create(**{**start, **given})


__all__ = ["PASSPORT", "date", "make_guests", "make_office", "make_room", "make_rule"]
