"""What people do with partners, partnerships and contacts: the row, the events, the refusals."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from hospitium.algorithms.dates import PartialDate
from hospitium.core import search
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Event
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused
from hospitium.partners import actions
from hospitium.partners.models import (
    Acquaintance,
    Contact,
    ContactFunction,
    Interest,
    Partner,
    Partnership,
    PartnerUnit,
)
from hospitium.partners.models.relations import Status
from tests import factories


@pytest.fixture
def unit(db):
    return factories.make_unit()


@pytest.fixture
def officer(unit):
    return factories.make_user(role="international_officer", unit=unit)


@pytest.fixture
def head(unit):
    return factories.make_user(role="head_of_office", unit=unit)


@pytest.fixture
def stranger(db):
    return factories.make_user(role="head_of_office")


@pytest.fixture
def partnership(unit):
    return factories.make_partnership(unit=unit)


def happened(record):
    return [(event.code, event.actor, event.facts) for event in timeline(record)]


# ---- partners ------------------------------------------------------------------


def test_create_partner_enters_a_city_that_is_found_at_once(officer):
    values = {"key": "lodz", "name": {"de": "Lodsch", "pl": "Łódź"}, "own_name": "Łódź", "country": "PL"}

    partner = actions.create_partner(values=values, by=officer)

    stored = Partner.objects.get()
    assert (stored.key, stored.name, stored.country) == (
        "lodz",
        Multilingual({"de": "Lodsch", "pl": "Łódź"}, "de"),
        "PL",
    )
    assert happened(partner) == [("partner.created", officer, {})]
    assert list(search.find("lodz")) == [reference(partner)]


def test_edit_partner_is_seen_in_the_file_of_each_partnership(officer, partnership):
    partner = partnership.partner

    actions.edit_partner(partner_id=partner.pk, version=1, values={"country": "CZ", "own_name": "Praha"}, by=officer)

    partner.refresh_from_db()
    assert (partner.country, partner.own_name, partner.version) == ("CZ", "Praha", 2)
    assert (
        happened(partnership)
        == happened(partner)
        == [("partner.changed", officer, {"fields": ["country", "own_name"]})]
    )


def test_an_office_of_the_partner_is_added_and_renamed(officer, partnership):
    partner = partnership.partner

    office = actions.add_unit(partner_id=partner.pk, values={"own_name": "Biuro", "name": {"de": "Büro"}}, by=officer)
    actions.edit_unit(unit_id=office.pk, values={"own_name": "Biuro Prezydenta", "name": {"de": "Büro"}}, by=officer)

    assert [(unit.own_name, unit.name) for unit in partner.units.all()] == [
        ("Biuro Prezydenta", written_in("de", "Büro"))
    ]
    assert (
        happened(partnership)
        == happened(partner)
        == [
            ("partner.unit_changed", officer, {"unit": office.pk, "fields": ["own_name"]}),
            ("partner.unit_added", officer, {"unit": office.pk}),
        ]
    )


def test_create_partnership_begins_a_file(officer, unit):
    partner = factories.make_partner(key="praha")
    values = {"key": "praha", "partner": partner, "unit": unit, "kind": "friendship", "since": PartialDate(1995, 6, 10)}

    partnership = actions.create_partnership(values=values, by=officer)

    stored = Partnership.objects.get()
    assert (stored.partner, stored.unit, stored.kind, stored.since, stored.status) == (
        partner,
        unit,
        "friendship",
        PartialDate(1995, 6, 10),
        Status.ACTIVE,
    )
    assert happened(partnership) == [("partnership.created", officer, {})]


def test_edit_partnership_keeps_notes_out_of_the_log(officer, partnership):
    actions.edit_partnership(
        partnership_id=partnership.pk, version=1, values={"sensitivities": "Never mention the bridge."}, by=officer
    )

    partnership.refresh_from_db()
    assert partnership.sensitivities == "Never mention the bridge."
    assert happened(partnership) == [("partnership.changed", officer, {"fields": ["sensitivities"]})]


def test_a_unit_takes_a_partnership_over(head):
    partnership, unit = factories.make_partnership(), factories.make_unit()

    actions.assign_partnership(partnership_id=partnership.pk, unit=unit, by=head)

    partnership.refresh_from_db()
    assert partnership.unit == unit
    assert happened(partnership) == [("partnership.assigned", head, {"unit": unit.pk})]


# ---- status --------------------------------------------------------------------


def suspend(partnership, by):
    return actions.change_status(
        partnership_id=partnership.pk,
        step="suspend",
        since=PartialDate(2022, 2),
        reason={"de": "Krieg", "en": ""},
        reference="SR 12/22",
        source="Decision",
        by=by,
    )


def test_a_step_changes_the_status_and_is_kept_with_its_reason(officer, partnership):
    suspend(partnership, officer)

    partnership.refresh_from_db()
    change = partnership.status_changes.get()
    assert (partnership.status, change.status) == ("suspended", "suspended")
    assert (change.since, change.reason, change.reference, change.source, change.entered_by) == (
        PartialDate(2022, 2),
        written_in("de", "Krieg"),
        "SR 12/22",
        "Decision",
        officer,
    )
    assert happened(partnership) == [
        ("partnership.status_changed", officer, {"step": "suspend", "status": "suspended", "since": "2022-02"})
    ]


def test_a_step_that_is_not_open_is_refused_and_changes_nothing(officer, partnership):
    suspend(partnership, officer)

    with pytest.raises(Refused):
        suspend(partnership, officer)

    assert (partnership.status_changes.count(), len(happened(partnership))) == (1, 1)


def test_an_exception_is_granted_by_the_head_and_withdrawn(officer, head, partnership):
    suspend(partnership, officer)

    exception = actions.grant_exception(
        partnership_id=partnership.pk, purpose="Reception", reason="Anniversary", valid_until=date(2026, 6, 1), by=head
    )
    is_valid = [exception.is_valid_on(day) for day in (date(2026, 6, 1), date(2026, 6, 2))]
    withdrawn = actions.withdraw_exception(exception_id=exception.pk, by=head)

    assert (is_valid, withdrawn.is_valid_on(date(2026, 6, 1))) == ([True, False], False)
    assert (exception.granted_by, exception.purpose, exception.reason) == (head, "Reception", "Anniversary")
    assert happened(partnership)[:2] == [
        ("exception.withdrawn", head, {"exception": exception.pk}),
        ("exception.granted", head, {"exception": exception.pk, "valid_until": "2026-06-01"}),
    ]


def test_an_officer_grants_no_exception(officer, partnership):
    suspend(partnership, officer)

    with pytest.raises(Refused):
        actions.grant_exception(
            partnership_id=partnership.pk, purpose="x", reason="y", valid_until=date(2026, 6, 1), by=officer
        )

    assert partnership.exceptions.count() == 0


def test_a_handover_leaves_a_trace(officer, partnership):
    actions.note_handover(partnership_id=partnership.pk, by=officer)

    assert happened(partnership) == [("partnership.handed_over", officer, {})]


# ---- contacts ------------------------------------------------------------------


def test_create_contact_enters_the_person_with_the_present_function(officer, partnership):
    values = {
        "partner": partnership.partner,
        "family_name": "Čapek",
        "given_name": "Karel",
        "function": "Mayor",
        "organisation": "City",
    }

    contact = actions.create_contact(values=values, by=officer)

    stored = Contact.objects.get()
    function = stored.functions.get()
    assert (str(stored), stored.name_key, function.function, function.organisation) == (
        "Karel Čapek",
        "capek karel",
        "Mayor",
        "City",
    )
    assert happened(contact) == happened(partnership) == [("contact.created", officer, {})]
    assert list(search.find("capek mayor")) == [reference(contact)]


def test_a_contact_without_a_function_has_none(officer, partnership):
    values = {"partner": partnership.partner, "family_name": "Madonna", "function": "", "organisation": ""}

    assert actions.create_contact(values=values, by=officer).functions.count() == 0


def test_confirm_contact_notes_the_day(officer, partnership):
    contact = factories.make_contact(partner=partnership.partner)

    actions.confirm_contact(contact_id=contact.pk, on=date(2026, 5, 9), by=officer)

    contact.refresh_from_db()
    assert contact.confirmed_on == date(2026, 5, 9)
    assert happened(contact) == [("contact.confirmed", officer, {"on": "2026-05-09"})]


def test_functions_begin_and_end_and_the_person_stays(officer, partnership):
    contact = factories.make_contact(partner=partnership.partner)
    values = {"function": "Head of protocol", "organisation": "Magistrate", "begins": PartialDate(2019), "ends": None}

    function = actions.add_function(contact_id=contact.pk, values=values, by=officer)
    actions.end_function(function_id=function.pk, ends=PartialDate(2025, 3), by=officer)

    stored = ContactFunction.objects.get()
    assert (stored.contact, stored.function, stored.begins, stored.ends) == (
        contact,
        "Head of protocol",
        PartialDate(2019),
        PartialDate(2025, 3),
    )
    assert happened(contact) == [
        ("contact.function_ended", officer, {"function": function.pk}),
        ("contact.function_added", officer, {"function": function.pk}),
    ]


def test_an_acquaintance_is_noted_once_and_the_last_contact_only_moves_forward(officer, partnership):
    contact = factories.make_contact(partner=partnership.partner, last_contact=PartialDate(2024))
    colleague = factories.make_user()

    def noted(last_contact):
        actions.note_acquaintance(contact_id=contact.pk, user=colleague, last_contact=last_contact, by=officer)
        contact.refresh_from_db()
        return contact.last_contact, Acquaintance.objects.get().last_contact

    assert [noted(PartialDate(2025, 6)), noted(PartialDate(2023)), noted(None)] == [
        (PartialDate(2025, 6), PartialDate(2025, 6)),
        (PartialDate(2025, 6), PartialDate(2023)),
        (PartialDate(2025, 6), None),
    ]
    assert happened(contact) == [("contact.acquaintance_noted", officer, {"colleague": colleague.pk})] * 3


# ---- needs and offers ----------------------------------------------------------


def test_a_need_is_entered_changed_and_withdrawn(officer, unit):
    topic = factories.make_topic()
    need = actions.create_interest(
        values={"kind": "need", "topic": topic, "unit": unit, "partner": None, "text": {"de": "Fahrradparken"}},
        by=officer,
    )
    actions.edit_interest(interest_id=need.pk, version=1, values={"text": {"de": "Parken"}}, by=officer)
    was = need.pk

    actions.withdraw_interest(interest_id=need.pk, by=officer)

    assert Interest.objects.count() == 0
    assert happened(topic) == [
        ("interest.withdrawn", officer, {"topic": topic.pk}),
        ("interest.changed", officer, {"fields": ["text"]}),
        ("interest.created", officer, {}),
    ]
    assert set(Event.objects.values_list("key", flat=True)) == {str(was)}


def test_a_department_cannot_hand_its_need_to_another_unit(db):
    unit, other, topic = factories.make_unit(), factories.make_unit(), factories.make_topic()
    contact = factories.make_user(role="department_contact", unit=unit)
    need = Interest.objects.create(kind="need", topic=topic, unit=unit, text=written_in("de", "x"))

    with pytest.raises(Refused):
        actions.edit_interest(interest_id=need.pk, version=1, values={"unit": other}, by=contact)

    need.refresh_from_db()
    assert (need.unit, need.version) == (unit, 1)


# ---- refusals ------------------------------------------------------------------

REFUSED = {
    "edit_partner": lambda world: {"partner_id": world.partner.pk, "version": 1, "values": {"country": "CZ"}},
    "add_unit": lambda world: {"partner_id": world.partner.pk, "values": {"own_name": "Urząd"}},
    "edit_unit": lambda world: {"unit_id": world.office.pk, "values": {"own_name": "Urząd"}},
    "edit_partnership": lambda world: {
        "partnership_id": world.partnership.pk,
        "version": 1,
        "values": {"kind": "contact"},
    },
    "assign_partnership": lambda world: {"partnership_id": world.partnership.pk, "unit": factories.make_unit()},
    "change_status": lambda world: {
        "partnership_id": world.partnership.pk,
        "step": "fall_asleep",
        "since": PartialDate(2026),
        "reason": {},
        "reference": "",
        "source": "",
    },
    "grant_exception": lambda world: {
        "partnership_id": world.partnership.pk,
        "purpose": "x",
        "reason": "y",
        "valid_until": date(2026, 6, 1),
    },
    "note_handover": lambda world: {"partnership_id": world.partnership.pk},
    "withdraw_exception": lambda world: {"exception_id": world.exception.pk},
    "create_contact": lambda world: {"values": {"partner": world.partner, "family_name": "X"}},
    "edit_contact": lambda world: {"contact_id": world.contact.pk, "version": 1, "values": {"phone": "2"}},
    "confirm_contact": lambda world: {"contact_id": world.contact.pk, "on": date(2026, 5, 9)},
    "add_function": lambda world: {"contact_id": world.contact.pk, "values": {"function": "x"}},
    "end_function": lambda world: {"function_id": world.function.pk, "ends": PartialDate(2026)},
    "note_acquaintance": lambda world: {"contact_id": world.contact.pk, "user": world.head, "last_contact": None},
}
NOT_FOR_OUTSIDERS = {
    "create_partner": lambda world: {"values": {"key": "x", "country": "PL"}},
    "create_partnership": lambda world: {"values": {"key": "x", "partner": world.partner}},
    "create_interest": lambda world: {
        "values": {"kind": "need", "topic": world.topic, "unit": world.unit, "text": {"de": "x"}}
    },
    "edit_interest": lambda world: {"interest_id": world.interest.pk, "version": 1, "values": {"kind": "offer"}},
    "withdraw_interest": lambda world: {"interest_id": world.interest.pk},
}


class World:
    """Something of everything, looked after by a unit."""

    def __init__(self) -> None:
        self.unit, self.topic = factories.make_unit(), factories.make_topic()
        self.head = factories.make_user(role="head_of_office", unit=self.unit)
        self.partnership = factories.make_partnership(unit=self.unit)
        self.partner = self.partnership.partner
        self.office = PartnerUnit.objects.create(partner=self.partner, own_name="Biuro")
        self.contact = factories.make_contact(partner=self.partner)
        self.function = ContactFunction.objects.create(contact=self.contact, function="Mayor")
        self.interest = Interest.objects.create(
            kind="need", topic=self.topic, unit=self.unit, text=written_in("de", "x")
        )
        self.exception = self.partnership.exceptions.create(
            purpose="x", reason="y", valid_until=date(2026, 6, 1), granted_by=self.head, granted_at=timezone.now()
        )

    def state(self):
        """Everything that an action of this app could change."""
        models = (
            Partner,
            PartnerUnit,
            Partnership,
            Contact,
            ContactFunction,
            Acquaintance,
            Interest,
            Event,
            type(self.exception),
        )
        return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("action", [*REFUSED, *NOT_FOR_OUTSIDERS])
def test_who_may_not_is_refused_and_nothing_changes(db, action):
    world = World()
    outsiders = [factories.make_user(role="auditor"), factories.make_user(role="employee"), factories.make_user()]
    if action in REFUSED:
        outsiders.append(factories.make_user(role="head_of_office"))
    arguments = {**REFUSED, **NOT_FOR_OUTSIDERS}[action](world)
    before = world.state()

    for outsider in outsiders:
        with pytest.raises(Refused):
            getattr(actions, action)(**arguments, by=outsider)

    assert world.state() == before


def test_every_action_is_refused_to_somebody_in_these_tests():
    assert set(actions.__all__) == {*REFUSED, *NOT_FOR_OUTSIDERS}


@pytest.mark.parametrize(
    ("action", "key", "values"),
    [
        ("edit_partner", "partner_id", {"country": "CZ"}),
        ("edit_partnership", "partnership_id", {"kind": "contact"}),
        ("edit_contact", "contact_id", {"phone": "2"}),
        ("edit_interest", "interest_id", {"kind": "offer"}),
    ],
)
def test_an_old_version_is_a_conflict(db, action, key, values):
    world = World()
    record = {
        "partner_id": world.partner,
        "partnership_id": world.partnership,
        "contact_id": world.contact,
        "interest_id": world.interest,
    }[key]
    before = world.state()

    with pytest.raises(Conflict) as conflict:
        getattr(actions, action)(**{key: record.pk}, version=7, values=values, by=world.head)

    assert (conflict.value.current, world.state()) == (record, before)
