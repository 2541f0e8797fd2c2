"""Columns of our own: the same on both databases."""

from __future__ import annotations

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.dates import PartialDate
from hospitium.core.fields import MultilingualField, PartialDateField
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.partners.models import Contact, Partner, Partnership
from tests import factories

NAMES = {
    "Łódź": "lodz",
    "Čapek": "capek",
    "Žižkov": "zizkov",
    "Москва": "москва",
    "İstanbul": "istanbul",
    "Szczecin": "szczecin",
    "Győr": "gyor",
    "Straße": "strasse",
    "Київ": "киів",
    "東京": "東京",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("spelling", [str, str.upper, str.lower])
def test_a_folded_key_is_found_in_any_spelling(db, name, spelling):
    contact = factories.make_contact(family_name=spelling(name))

    assert list(Contact.objects.filter(name_key=NAMES[name])) == [contact]
    assert list(Contact.objects.filter(name_key__startswith=NAMES[name][:3])) == [contact]


def test_folded_keys_sort_by_letter_on_every_database(db):
    partner = factories.make_partner()
    for name in ("Zając", "Żak", "Łoś", "Čapek", "Capa", "Zielinski", "abel", "Москва", "Ángel", "Lis", "Mann"):
        factories.make_contact(partner=partner, family_name=name)

    assert [contact.family_name for contact in Contact.objects.all()] == [
        "abel", "Ángel", "Capa", "Čapek", "Lis", "Łoś", "Mann", "Zając", "Żak", "Zielinski", "Москва",
    ]  # fmt: skip


def test_the_key_follows_the_column_and_takes_the_language_of_the_installation(db):
    partner = factories.make_partner(name=written_in("en", "Warsaw", de="Warschau", pl="Warszawa"))
    partner.name = written_in("en", "Warsaw", de="Warschau (Łódź)")
    partner.save()

    partner.refresh_from_db()
    assert partner.name_key == "warschau (lodz)"


def test_the_key_of_a_name_of_three_hundred_long_letters_fits(db):
    contact = factories.make_contact(family_name="ﷺ" * 100)  # Each folds to 18 letters.

    contact.refresh_from_db()
    assert len(contact.name_key) == 300


DATES = st.one_of(
    st.builds(PartialDate, st.integers(1000, 2999)),
    st.builds(PartialDate, st.integers(1000, 2999), st.integers(1, 12)),
    st.dates(min_value=PartialDate(1000).first, max_value=PartialDate(2999).last).map(PartialDate.of),
)


@given(DATES, DATES)
def test_the_order_of_the_stored_text_is_the_order_of_time(first, second):
    column = PartialDateField()

    assert (column.get_prep_value(first) < column.get_prep_value(second)) is (first < second)


@given(DATES)
def test_a_partial_date_comes_back_as_it_was(known):
    column = PartialDateField()

    assert column.from_db_value(column.get_prep_value(known), None, None) == known
    assert column.to_python(str(known)) == known


@pytest.mark.parametrize("known", [None, PartialDate(1993), PartialDate(2017, 3), PartialDate(1990, 11, 12)])
def test_a_partial_date_survives_the_database(db, known):
    partnership = factories.make_partnership(since=known)

    assert Partnership.objects.get(since=known) == partnership if known else Partnership.objects.get(since=None)
    assert Partnership.objects.get(pk=partnership.pk).since == known


def test_the_database_compares_partial_dates(db):
    for known in (PartialDate(1994), PartialDate(1993, 12, 31), PartialDate(1994, 1, 1), PartialDate(1994, 1)):
        factories.make_partnership(since=known)

    found = Partnership.objects.filter(since__gte=PartialDate(1994)).order_by("since")
    assert [str(partnership.since) for partnership in found] == ["1994", "1994-01", "1994-01-01"]


@pytest.mark.parametrize(
    "text",
    ["31.12.1993", "1993-13", "1993-02-30", "93", "1993-1-1", "０００１", "١٩٩٣", "1993-12-31T00:00", "-1993", "x"],
)
def test_what_is_no_date_is_refused_with_the_way_to_write_it(text, english):
    with pytest.raises(ValidationError) as refusal:
        PartialDateField().to_python(text)

    assert refusal.value.messages == [f"“{text}” is not a date. Write 1993, 2017-03 or 1990-11-12."]


TEXTS = [Multilingual(), Multilingual({"de": "Łódź", "ru": "Лодзь"}, "de", {"ru": "machine"})]


@pytest.mark.parametrize("text", TEXTS)
def test_a_multilingual_text_survives_the_database(db, text):
    partner = factories.make_partner(responsibilities=text)

    assert Partner.objects.get(pk=partner.pk).responsibilities == text
    assert list(Partner.objects.values_list("responsibilities", flat=True)) == [text]


def test_a_partial_date_passes_the_checks_of_its_model(db):
    partnership = factories.make_partnership(since=PartialDate(1990, 11, 12))

    partnership.full_clean()

    assert partnership.since == PartialDate(1990, 11, 12)


def test_records_survive_being_written_out_and_read_in(db):
    partnership = factories.make_partnership(since=PartialDate(2017, 3), origin=TEXTS[1])

    text = serializers.serialize("json", [partnership])
    (again,) = serializers.deserialize("json", text)

    assert (again.object.since, again.object.origin) == (PartialDate(2017, 3), TEXTS[1])


@pytest.mark.parametrize("column", [PartialDateField(), MultilingualField()])
def test_columns_write_themselves_into_migrations_with_what_is_theirs_alone(column):
    _name, path, args, kwargs = column.deconstruct()

    assert (path, args) == (f"hospitium.core.fields.{type(column).__name__}", [])
    assert type(column)(**kwargs).deconstruct()[1:] == (path, args, kwargs)
