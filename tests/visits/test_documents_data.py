"""What the documents of a visit say: two languages, nothing internal in what leaves the house, everybody addressed."""

from __future__ import annotations

import json
import logging
from datetime import date, time

import pytest

from hospitium.accounts.roles import Role
from hospitium.core.multilingual import written_in
from hospitium.documents.rendering import render_pdf
from hospitium.visits.documents import (
    LETTERS,
    booklet_data,
    briefing_data,
    letter_data,
    recipients_of,
    run_sheet_data,
)
from tests.factories import make_activity, make_contact, make_home, make_partnership, make_promise, make_unit, make_user
from tests.factories_visits import (
    make_group,
    make_interpreter,
    make_item,
    make_part,
    make_speaker,
    make_venue,
    make_visit,
)

pytestmark = pytest.mark.django_db
FOREIGN = {
    "hu": "Árvíztűrő tükörfúrógép",
    "pl": "Zażółć gęślą jaźń",
    "ru": "Съешь ещё этих мягких булок",
    "cs": "Příliš žluťoučký kůň",
    "en": "The quick brown fox",
}


def text(guest, german):
    return written_in("de", german, **{guest: FOREIGN[guest]})


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(name=written_in("de", "Referat Europa")), name="Anna Muster")


def full_visit(officer, guest="hu"):
    """Two days with everything that documents tell, and one day that is still empty."""
    make_home(office=written_in("de", "Senatskanzlei"), name=written_in("de", "Berlin"))
    unit = officer.grants.get().unit
    partnership = make_partnership(unit=unit, sensitivities="Nicht über das Stadion sprechen")
    activity = make_activity(
        state="planned",
        number=9,
        unit=unit,
        partnerships=[partnership],
        title=text(guest, "Verkehr im Vergleich"),
        heads_planned=13,
        departments=[make_unit(name=written_in("de", "Verkehr"))],
    )
    visit = make_visit(
        activity=activity,
        unit=unit,
        officer=officer,
        series="Budapest",
        guest_language=guest,
        ends_on=date(2027, 3, 10),
        greeting=text(guest, "Willkommen\nin Berlin"),
        hints=text(guest, "Fahrkarten gelten überall."),
        cost_rule=text(guest, "Der Gast trägt die Reise."),
        file_reference="II B 12",
    )
    venue = make_venue(
        name=text(guest, "Rotes Rathaus"),
        address="Rathausstraße 15",
        entrance=text(guest, "Haupteingang"),
        phone="030 900",
    )
    speaker = make_speaker(name="Dr. Żaneta Łęcka", phone="030 777", salutation="Sehr geehrte Frau Dr. Łęcka")
    item = make_item(
        visit=visit,
        title=text(guest, "Vortrag"),
        venue=venue,
        mode="consecutive",
        language="de",
        remark="Geheime Bemerkung",
        plan_b="Saal 2",
        responsible="Frau Berg",
        groups=[make_group(visit=visit)],
        interpreters=[make_interpreter(phone="0170 1")],
    )
    make_part(item=item, speaker=speaker, state="confirmed")
    make_part(item=item, speaker=make_speaker(name="Herr Abgesagt"), state="declined")
    make_part(item=item, speaker=make_speaker(name="Frau Offen"), state="open")
    make_item(visit=visit, day=date(2027, 3, 8), starts=time(19, 0), minutes=330, kind="reception", title={})
    make_item(visit=visit, day=None, starts=None, title=written_in("de", "Wartet noch"))
    make_promise(partnership=partnership, what="Glossar schicken")
    make_contact(partner=partnership.partner, languages=f"xx, {guest}")
    return visit


def said(data):
    return json.dumps(data, ensure_ascii=False)


@pytest.mark.parametrize("guest", FOREIGN)
def test_every_document_is_a_tagged_pdf_in_every_pair_of_languages(officer, guest, caplog):
    visit = full_visit(officer, guest)
    papers = [
        ("booklet", booklet_data(visit, languages=["de", guest], paper="a5")),
        ("booklet", booklet_data(visit, languages=[guest], paper="a4")),
        ("run_sheet", run_sheet_data(visit, language=guest)),
        ("briefing", briefing_data(visit, language="de", by=officer)),
        *(
            ("letter", letter_data(visit, letter, one) | {"number": "2026/0001-1"})
            for letter in LETTERS
            for one in recipients_of(visit, letter, officer)
        ),
    ]

    with caplog.at_level(logging.WARNING):
        made = [render_pdf(template, data)[:8] for template, data in papers]

    # A warning would say that one of them was made without PDF/UA-1 and PDF/A-2a.
    assert (set(made), len(made), caplog.messages) == ({b"%PDF-1.7"}, 10, [])


def test_the_booklet_tells_everything_in_both_languages_and_nothing_internal(officer):
    data = booklet_data(full_visit(officer), languages=["de", "hu"])

    item = data["days"][1]["items"][0]
    assert [phrase["language"] for phrase in item["title"]] == ["de", "hu"]
    assert item["time"] == "9:00–10:00"
    assert [line["text"] for line in item["lines"][0]][:3] == [
        "Rotes Rathaus",
        "Dr. Żaneta Łęcka, Referatsleiterin",
        "Frau Offen, Referatsleiterin",
    ]
    whole = said(data)
    inside = [word for word in ("Geheime", "Saal 2", "030", "0170", "II B 12", "Abgesagt", "Wartet") if word in whole]
    assert inside == []
    assert [len(day["items"]) for day in data["days"]] == [1, 1, 0]


def test_the_picture_of_a_day_reaches_past_midnight_and_has_words(officer):
    strip = booklet_data(full_visit(officer), languages=["en"])["days"][0]["strip"]

    assert (strip["first"], strip["last"]) == (19 * 60, 25 * 60)
    assert strip["alt"] == "Monday, 8 March 2027: 1 item from 19 to 1 o'clock."


def test_the_run_sheet_tells_what_stays_inside(officer):
    data = run_sheet_data(full_visit(officer), language="de")

    whole = said(data)
    missing = [word for word in ("Geheime Bemerkung", "Saal 2", "030 900", "0170 1", "Frau Berg") if word not in whole]
    assert missing == []
    assert [one["call"] for one in data["phones"]] == ["030900", "030777", "01701"]
    assert data["days"][-1]["items"][0]["title"]["text"] == "Wartet noch"


def test_the_briefing_tells_sensitivities_only_to_whom_they_are_open(officer):
    visit = full_visit(officer)
    stranger = make_user(role=Role.OFFICER)

    mine, theirs = (said(briefing_data(visit, language="de", by=user)) for user in (officer, stranger))

    assert ("Stadion" in mine, "Stadion" in theirs) == (True, False)
    assert ("Glossar" in mine, "Glossar" in theirs) == (True, False)


def test_letters_go_to_those_whom_they_concern(officer):
    visit = full_visit(officer)

    names = {letter: [one.name for one in recipients_of(visit, letter, officer)] for letter in LETTERS}

    assert [len(names["invitation"]), names["topic_request"]] == [2, ["Verkehr"]]
    assert (names["speaker_request"], names["confirmation"], names["thanks"]) == (
        ["Frau Offen"],
        ["Dr. Żaneta Łęcka"],
        ["Dr. Żaneta Łęcka"],
    )


def test_the_invitation_is_in_the_language_of_the_receiver_and_names_the_rule_on_cost(officer):
    visit = full_visit(officer)
    contact = recipients_of(visit, "invitation", officer)[1]

    data = letter_data(visit, "invitation", contact)

    assert (data["language"], data["reference"]) == ("hu", "II B 12")
    assert FOREIGN["hu"] in " ".join(data["text"])
    assert "{{" not in said(data)


def test_a_letter_names_every_appointment_of_its_receiver(officer):
    visit = full_visit(officer)
    [confirmed] = recipients_of(visit, "confirmation", officer)

    data = letter_data(visit, "confirmation", confirmed)

    assert data["salutation"] == "Sehr geehrte Frau Dr. Łęcka,"
    assert "Dienstag, 9. März 2027, 9:00–10:00, Vortrag, Rotes Rathaus" in data["text"]
