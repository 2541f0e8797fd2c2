"""What lists, cards and certificates say: just the fields they may, counts instead of names, unknown as unknown."""

from __future__ import annotations

import json
import logging
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hospitium.delegations.actions.attendance import note_all_present, note_attendance
from hospitium.delegations.documents.cards import FORMATS
from hospitium.delegations.documents.certificates import certificate_data
from hospitium.delegations.documents.house import seating_data
from hospitium.delegations.documents.letters import letter_data
from hospitium.delegations.documents.papers import PAPERS, Choice, data_of, sheet_of
from hospitium.delegations.documents.people import printable
from hospitium.delegations.documents.sheets import table_of
from hospitium.delegations.models import Seat, SeatingPlan
from hospitium.delegations.queries.attendance import attendance_of, content_of, minutes_of
from hospitium.documents.rendering import render_pdf
from hospitium.visits.models import Item
from tests.delegations.papers_world import make_guests, make_office, make_rule

pytestmark = pytest.mark.django_db
CODE = "7K3MQ2XR9T5VWYAB"


@pytest.fixture
def officer():
    return make_office()


@pytest.fixture
def delegation(officer):
    return make_guests(officer)


def choice(delegation, **given):
    members = printable(delegation)
    item = delegation.visit.items.filter(kind="lecture").first()
    start = {
        "languages": ["de", "ru"],
        "item": item,
        "fields": ["function"],
        "card": "90x54",
        "members": frozenset(member.pk for member in members),
    }
    return Choice(**{**start, **given})


def every_print(delegation, officer):
    today = timezone.localdate()
    note_all_present(delegation_id=delegation.pk, day=today, by=officer)
    plan = SeatingPlan.objects.create(visit=delegation.visit, name="Abendessen", shape="round", size=8)
    Seat.objects.create(plan=plan, number=1, member=printable(delegation)[0])
    row = attendance_of(delegation).rows[0]
    member = printable(delegation)[0]
    content = content_of(delegation.visit)
    letter = letter_data(
        member, "visa_invitation", make_rule(), signer="", code=CODE, values={"birth_date": "1970-01-31"}
    )
    certificate = certificate_data(row, content, languages=["de", "ru"], signer="", code=CODE)
    papers = {paper: data_of(paper, delegation, choice(delegation)) for paper in PAPERS if paper != "place_cards"}
    tents = {
        f"place_cards {card}": data_of("place_cards", delegation, choice(delegation, card=card)) for card in FORMATS
    }
    return {
        **papers,
        **tents,
        "seating_plan": seating_data(plan, language="de"),
        "letter": {**letter, "number": "2027/0001-1"},
        "certificate": {**certificate, "number": "2027/0002-1"},
    }


TEMPLATES = {
    "participants_internal": "participants",
    "venue_names": "participants",
    "wishes": "participants",
    "interpreter_terms": "participants",
    "attendance_list": "participants",
    "settlement": "participants",
}


def test_every_print_is_a_tagged_pdf_in_two_languages_with_long_and_cyrillic_names(delegation, officer, caplog):
    with caplog.at_level(logging.WARNING):
        made = {
            name: render_pdf(TEMPLATES.get(name, name.split()[0]), data)[:8]
            for name, data in every_print(delegation, officer).items()
        }

    # A warning would say that one of them was made without PDF/UA-1 and PDF/A-2a.
    assert (set(made.values()), len(made), caplog.messages) == ({b"%PDF-1.7"}, 25, [])


def test_the_list_for_partners_says_no_more_than_name_function_and_organisation(delegation):
    _header, rows = table_of(sheet_of("participants", delegation, choice(delegation)), ["de", "ru"])

    assert rows == [
        [
            1,
            "Frau Dr. Aleksandra Konstantinovna Voznesenskaya-Preobrazhenskaya\n"
            "Александра Константиновна Вознесенская-Преображенская",
            "Leiterin der Abteilung\nНачальник управления",
            "Verwaltung Nowograd\nАдминистрация Новограда",
        ],
        [2, "Iwan =HYPERLINK(1)", None, None],
        [3, "Mária Szentgyörgyi-Székely", "Referentin\nСоветник", None],
    ]


def test_the_list_for_the_office_says_what_is_unknown(delegation):
    _header, rows = table_of(sheet_of("participants_internal", delegation, choice(delegation)), ["en"])

    assert [row[4:6] for row in rows] == [
        ["+998 90 000 11 22", "Hotel am Park, 412"],
        [None, None],
        [None, "Hotel am Park, 412"],
    ]


def test_a_house_gets_just_the_fields_that_were_chosen(delegation):
    head = printable(delegation)[0]
    values = {head.pk: {"passport_number": "X1"}}
    chosen = choice(delegation, languages=["en"], fields=["passport_number"], values=values)

    header, rows = table_of(sheet_of("venue_names", delegation, chosen), ["en"])

    assert (header, [row[1:] for row in rows]) == (
        ["No.", "Family name", "Given names", "Passport number"],
        [
            ["Voznesenskaya-Preobrazhenskaya", "Aleksandra Konstantinovna", "X1"],
            ["=HYPERLINK(1)", "Iwan", None],
            ["Szentgyörgyi-Székely", "Mária", None],
        ],
    )


def test_wishes_are_counts_without_names_and_unknown_ones_are_counted_as_unknown(delegation):
    sheet = sheet_of("wishes", delegation, choice(delegation, languages=["en"]))

    counts = [[row[-1] for row in section.rows] for section in sheet.sections]
    assert counts == [[3, 2, 0, 1], [2], [1], [1]]
    whole = json.dumps(data_of("wishes", delegation, choice(delegation)), ensure_ascii=False)
    assert [name for name in ("Voznesenskaya", "Вознесенская", "Szentgyörgyi", "Nüsse") if name in whole] == []


def test_words_of_guests_are_printed_only_when_asked_for(delegation):
    sheet = sheet_of("wishes", delegation, choice(delegation, with_words=True))

    assert sheet.sections[-1].rows == [["Nüsse nur gekocht"]]


def test_interpreters_get_each_term_once_in_both_languages(delegation):
    sheet = sheet_of("interpreter_terms", delegation, choice(delegation))

    assert [list(row) for row in sheet.sections[1].rows] == [
        ["Verkehr im Vergleich", "Сравнение транспорта"],
        ["Vortrag 1", "Доклад 1"],
        ["Rotes Haus", "Красный дом"],
        ["Hotel am Park", None],
        ["Vortrag 2", "Доклад 2"],
        ["Vortrag 3", "Доклад 3"],
    ]


def test_who_withdrew_is_restricted_or_erased_stands_on_no_paper(delegation):
    today = timezone.localdate()
    first, second, third = printable(delegation)
    type(first).objects.filter(pk=first.pk).update(is_restricted=True)
    type(first).objects.filter(pk=second.pk).update(withdrawn_on=today)
    type(first).objects.filter(pk=third.pk).update(erased_on=today)

    assert printable(delegation) == []


def test_rooms_are_listed_with_nights_and_the_day_of_leaving(delegation):
    visit = delegation.visit

    _header, rows = table_of(sheet_of("rooming_list", delegation, choice(delegation, languages=["en"])), ["en"])

    assert rows == [
        [
            "412",
            "twin room",
            "Mária Szentgyörgyi-Székely\nAleksandra Konstantinovna Voznesenskaya-Preobrazhenskaya",
            visit.starts_on,
            visit.ends_on,
            2,
            "",
        ]
    ]


def test_cards_lie_on_the_middle_of_the_sheet():
    outside = {
        key: (form.margins, form.columns * form.width + (form.columns - 1) * form.gap, form.rows * form.height)
        for key, form in FORMATS.items()
        if min(form.margins) < 0
    }

    assert outside == {}


def test_what_runs_at_the_same_time_counts_once(delegation):
    day = date(2027, 3, 8)
    items = [
        Item(day=day, starts=timezone.datetime(2027, 3, 8, hour, minute).time(), minutes=minutes)
        for hour, minute, minutes in ((9, 0, 90), (9, 30, 30), (10, 0, 60), (14, 0, 45))
    ]

    assert minutes_of(items) == 120 + 45


def test_a_certificate_counts_hours_of_full_days_only_and_leaves_out_what_is_unknown(delegation, officer):
    first = delegation.visit.starts_on
    member = printable(delegation)[0]
    note_attendance(member_id=member.pk, day=first, state="present", by=officer)
    note_attendance(member_id=member.pk, day=first + timedelta(days=1), state="partly", by=officer)

    data = certificate_data(
        attendance_of(delegation).rows[0], content_of(delegation.visit), languages=["en"], signer="", code=CODE
    )

    assert [(day["state"][0]["text"], [item[0]["text"] for item in day["items"]]) for day in data["days"]] == [
        ("present", ["Vortrag 1"]),
        ("partly", ["Vortrag 2"]),
    ]
    assert data["hours"][0]["text"] == "Programme attended, in hours: 1:30"


def test_place_cards_are_made_for_everybody_on_a_seating_plan(delegation):
    plan = SeatingPlan.objects.create(visit=delegation.visit, name="Abendessen", shape="round", size=4)
    Seat.objects.create(plan=plan, number=1, member=printable(delegation)[0])
    Seat.objects.create(plan=plan, number=2, name="Frau Gastgeberin")

    data = data_of("place_cards", delegation, choice(delegation, plan=plan))

    assert [card["name"]["text"] for card in data["cards"]][3:] == ["Frau Gastgeberin"]
