"""An office's list becomes records: previewed, all or nothing, and the second time nothing happens."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core import tables
from hospitium.core.events import timeline
from hospitium.core.models import Event
from hospitium.core.multilingual import written_in
from hospitium.core.tables import Cell
from hospitium.core.verdicts import Refused
from hospitium.interchange import actions
from hospitium.interchange.models import Upload
from hospitium.interchange.tables import TARGETS, guess_columns, guess_header
from hospitium.partners.models import Contact, Partnership
from hospitium.partners.models.relations import Status
from hospitium.programme.models import Activity
from tests.corpus.tables import make
from tests.factories import (
    make_activity,
    make_contact,
    make_partner,
    make_partnership,
    make_topic,
    make_unit,
    make_user,
)

HEADER = "Partnerstadt;Beginn;Ende;Titel;Format;Personen;Themen;Richtung;Quelle"
RIGHT = [
    "Warszawa;09.06.2015;10.06.2015;Besuch der Verkehrsbetriebe;Working visit;12;Mobilität;in;Archiv",
    "Warschau;1993;;Erste Begegnung;Seminar;unbekannt;;;Archiv",
    "Warschau;03.2017;;Austausch;seminar;0;;;Archiv",
]
WRONG = [
    "Atlantis;1993;;Reise;Seminar;;;;",
    "Warschau;31.02.2016;;Reise;Seminar;;;;",
    "Warschau;1994;;Reise;Spaziergang;viele;;;",
]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def unit(db):
    return make_unit()


@pytest.fixture
def warsaw(unit):
    partner = make_partner(key="warsaw", name=written_in("de", "Warschau", en="Warsaw"), own_name="Warszawa")
    make_topic(key="mobility", name=written_in("de", "Mobilität"))
    return make_partnership(partner=partner, unit=unit)


@pytest.fixture
def officer(client, unit, media):
    user = make_user(role=Role.OFFICER, unit=unit)
    client.force_login(user)
    return user


def send(client, *lines, target="activities", name="liste.csv"):
    file = SimpleUploadedFile(name, "\r\n".join(lines).encode())
    response = client.post("/desk/tables/", {"target": target, "file": file})
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.get(pk=int(response.headers["Location"].split("/")[3]))


def describe(client, upload, **given):
    """Send the second step as it was offered, with some fields changed."""
    form = client.get(reverse("interchange:table_columns", args=[upload.pk])).context["form"]
    data = {name: form[name].initial or "" for name in form.fields} | given
    return client.post(reverse("interchange:table_columns", args=[upload.pk]), data)


def preview(client, upload):
    return client.get(reverse("interchange:table_preview", args=[upload.pk])).context["plan"]


def confirm(client, upload, rows="all"):
    page = client.get(reverse("interchange:table_preview", args=[upload.pk]))
    data = {"digest": page.context["plan"].digest, "rows": rows, "form_key": page.context["form_key"]}
    return client.post(reverse("interchange:table_preview", args=[upload.pk]), data)


def verbs(plan):
    return [row.verb for row in plan.rows]


def test_list_of_activities_becomes_records_and_a_second_import_changes_nothing(client, officer, warsaw):
    upload = send(client, HEADER, *RIGHT)
    described = describe(client, upload)
    first = confirm(client, upload)
    events = Event.objects.count()
    again = send(client, HEADER, *RIGHT)
    second = preview(client, again)

    assert described.headers["Location"].endswith("/preview/")
    assert first.headers["Location"].endswith("/result/")
    visit, meeting, exchange = Activity.objects.order_by("pk")
    assert (str(visit.title), visit.begins, visit.ends, visit.format, visit.direction, visit.heads, visit.source) == (
        "Besuch der Verkehrsbetriebe",
        PartialDate(2015, 6, 9),
        PartialDate(2015, 6, 10),
        "working_visit",
        "in",
        12,
        "Archiv",
    )
    assert (list(visit.partnerships.all()), [topic.key for topic in visit.topics.all()]) == ([warsaw], ["mobility"])
    assert (meeting.begins, meeting.heads, meeting.state) == (PartialDate(1993), None, "done")
    assert (exchange.begins, exchange.heads) == (PartialDate(2017, 3), 0)
    assert (verbs(second), Event.objects.count()) == (["same"] * 3, events + 1)


def test_trace_of_an_import_names_who_and_how_many(client, officer, warsaw):
    upload = send(client, HEADER, *RIGHT)
    confirm(client, upload)

    upload.refresh_from_db()
    assert [(e.code, e.actor, e.facts) for e in timeline(upload)] == [
        ("table.imported", officer, {"target": "activities", "created": 3, "changed": 0, "unchanged": 0, "left_out": 0})
    ]
    assert upload.imported_at is not None


def test_preview_names_row_column_value_and_reason_of_what_is_wrong(client, officer, warsaw, english):
    upload = send(client, HEADER, RIGHT[0], *WRONG)
    client.cookies["language"] = "en"
    found = [(p.row, p.column, p.value, p.reason) for p in preview(client, upload).problems]

    formats = (
        "Seminar, Working visit, Political visit, Delegation, Parliamentary delegation, Steering meeting, Reception"
    )
    assert found == [
        (
            3,
            "A Partnerstadt",
            "Atlantis",
            "There is no such partner here. Enter the partner first, or write the name as it stands here.",
        ),
        (4, "B Beginn", "31.02.2016", "There is no such day in this month."),
        (
            5,
            "E Format",
            "Spaziergang",
            f"This word is not known here. Possible are: {formats}, City days, Return visit.",
        ),
        (5, "F Personen", "viele", "This is not a whole number."),
    ]


def test_end_that_is_less_exact_than_the_beginning_is_a_wrong_row(client, officer, warsaw):
    upload = send(client, HEADER, RIGHT[0], "Warschau;03.02.2019;2019-02;Besuch;Seminar;4;")
    problems = [(problem.row, problem.value) for problem in preview(client, upload).problems]

    done = confirm(client, upload, rows="right")

    assert (problems, done.status_code, Activity.objects.count()) == ([(3, "2019-02")], 302, 1)


def test_wrong_rows_stop_the_import_unless_somebody_leaves_them_out(client, officer, warsaw):
    upload = send(client, HEADER, RIGHT[1], *WRONG)

    stopped = confirm(client, upload)
    after_stop = Activity.objects.count()
    done = confirm(client, upload, rows="right")

    assert (stopped.status_code, after_stop) == (409, 0)
    assert (done.status_code, Activity.objects.count()) == (302, 1)


def test_nothing_is_taken_over_when_one_row_fails_while_it_is_written(client, officer, warsaw, monkeypatch):
    upload = send(client, HEADER, *RIGHT[1:])
    digest = preview(client, upload).digest
    warsaw.status = Status.ENDED
    warsaw.save()
    Activity.objects.create(format="seminar", title=written_in("de", "Erste Begegnung"), begins=PartialDate(1993))
    other = make_activity(
        partnerships=[warsaw],
        format="seminar",
        title=written_in("de", "Erste Begegnung"),
        begins=PartialDate(1993),
        ends=None,
    )

    response = client.post(reverse("interchange:table_preview", args=[upload.pk]), {"digest": digest, "rows": "all"})

    assert response.status_code == 409
    assert list(Activity.objects.filter(partnerships=warsaw)) == [other]


def test_row_changes_what_it_names_and_takes_nothing_away(client, officer, warsaw):
    stored = make_activity(
        partnerships=[warsaw],
        format="seminar",
        title=written_in("de", "Austausch", pl="Wymiana"),
        begins=PartialDate(2017, 3),
        ends=PartialDate(2017, 4),
        heads=5,
        source="Archiv",
    )

    upload = send(client, HEADER, "Warschau;03.2017;;wymiana;Seminar;7;;;")
    plan = preview(client, upload)
    confirm(client, upload)

    stored.refresh_from_db()
    assert [(row.verb, row.changed) for row in plan.rows] == [("change", ("Personen",))] or verbs(plan) == ["change"]
    assert (stored.heads, stored.ends, stored.source) == (7, PartialDate(2017, 4), "Archiv")
    assert stored.title == written_in("de", "Austausch", pl="Wymiana")
    assert Activity.objects.count() == 1


def test_same_activity_twice_in_a_table_is_asked_about_and_not_merged(client, officer, warsaw):
    upload = send(client, HEADER, RIGHT[1], RIGHT[1].upper().replace("SEMINAR", "Seminar"))

    assert verbs(preview(client, upload)) == ["create", "wrong"]


def test_planned_activity_with_a_suspended_partner_is_refused_with_its_reason(client, officer, warsaw, english):
    warsaw.status = Status.SUSPENDED
    warsaw.save()
    client.cookies["language"] = "en"

    upload = send(client, HEADER, "Warschau;2099;;Zukunft;Seminar;;;;", RIGHT[1])
    plan = preview(client, upload)

    assert verbs(plan) == ["wrong", "create"]
    assert "suspended" in plan.problems[0].reason


def test_activities_of_another_units_partnership_cannot_be_brought_in(client, officer, unit):
    other = make_partnership(partner=make_partner(key="riga", name=written_in("de", "Riga")), unit=make_unit())

    upload = send(client, HEADER, "Riga;1993;;Erste Begegnung;Seminar;;;;")
    plan = preview(client, upload)
    confirm(client, upload, rows="right")

    assert verbs(plan) == ["wrong"]
    assert not other.activities.exists()


def test_ambiguous_dates_are_asked_about_and_the_answer_holds(client, officer, warsaw):
    upload = send(client, HEADER, "Warschau;03/04/2016;;Besuch;Seminar;;;;")
    asked = preview(client, upload)
    describe(client, upload, order="day_first")
    answered = preview(client, upload)

    assert (asked.is_ambiguous, verbs(asked)) == (True, ["wrong"])
    assert [(row.verb, row.when[0]) for row in answered.rows] == [("create", PartialDate(2016, 4, 3))]


def test_dates_of_the_corpus_are_never_guessed(client, officer, warsaw):
    file = SimpleUploadedFile("dates.csv", make.build("dates.csv"))
    client.post("/desk/tables/", {"target": "activities", "file": file})

    plan = preview(client, Upload.objects.get())

    assert verbs(plan) == ["wrong", "create", "create", "wrong", "wrong", "wrong", "wrong"]
    assert [row.when[0] for row in plan.rows if row.verb == "create"] == [PartialDate(2026, 3, 4)] * 2


def test_totals_and_empty_rows_are_left_out(client, officer, warsaw):
    file = SimpleUploadedFile("liste.xlsx", make.build("merged_two_headers_totals.xlsx"))
    client.post("/desk/tables/", {"target": "activities", "file": file})

    assert verbs(preview(client, Upload.objects.get())) == ["create", "create", "left_out"]


def test_what_cannot_be_seen_does_not_come_in(client, officer, warsaw):
    file = SimpleUploadedFile("liste.csv", make.build("controls.csv"))
    client.post("/desk/tables/", {"target": "activities", "file": file})
    confirm(client, Upload.objects.get())

    assert str(Activity.objects.get().title).startswith("Besuch ohne Trick")
    assert len(str(Activity.objects.get().title)) < 40


def test_contacts_become_records_with_their_functions_and_a_second_import_changes_nothing(client, officer, warsaw):
    header = "Stadt;Familienname;Vorname;E-Mail;Funktion;Institution;Letzter Kontakt"
    rows = [
        "Warschau;Żółć;Anna;anna@example.org;Leiterin;Urząd;05.2024",
        "Warschau;Георгиева;;;;;",
    ]
    upload = send(client, header, *rows, target="contacts")
    confirm(client, upload)
    events = Event.objects.count()
    again = preview(client, send(client, header, *rows, target="contacts"))

    anna = Contact.objects.get(family_name="Żółć")
    assert (anna.given_name, anna.email, anna.last_contact) == ("Anna", "anna@example.org", PartialDate(2024, 5))
    assert [(f.function, f.organisation) for f in anna.functions.all()] == [("Leiterin", "Urząd")]
    assert Contact.objects.filter(family_name="Георгиева").count() == 1
    assert (verbs(again), Event.objects.count()) == (["same", "same"], events + 1)


def test_contact_changes_and_keeps_the_earlier_function(client, officer, warsaw):
    contact = make_contact(partner=warsaw.partner, family_name="Muster", given_name="Jan", phone="1")
    contact.functions.create(function="Referent")

    upload = send(
        client, "Stadt;Nachname;Vorname;Telefon;Funktion", "Warschau;MUSTER;Jan;+48 22;Leiter", target="contacts"
    )
    confirm(client, upload)

    contact.refresh_from_db()
    assert contact.phone == "+48 22"
    assert {f.function for f in contact.functions.all()} == {"Referent", "Leiter"}
    assert Contact.objects.count() == 1


def test_wrong_address_of_a_contact_is_named(client, officer, warsaw):
    upload = send(client, "Stadt;Nachname;E-Mail", "Warschau;Muster;a@b.de,evil@x.de", target="contacts")

    assert [(p.row, p.column) for p in preview(client, upload).problems] == [(2, "C E-Mail")]


def test_silent_rows_take_what_was_chosen_for_them(client, officer, warsaw):
    upload = send(client, "Datum;Thema", "1993;Erste Begegnung")
    refused = describe(client, upload)
    described = describe(
        client,
        upload,
        default_partnerships=Partnership.objects.get().key,
        default_format="seminar",
        default_source="Akte 7",
    )
    confirm(client, upload)

    made = Activity.objects.get()
    assert (refused.status_code, described.status_code) == (422, 302)
    assert (made.format, made.source, list(made.partnerships.all())) == ("seminar", "Akte 7", [warsaw])


def test_other_letters_are_read_anew_and_the_columns_guessed_again(client, officer, warsaw):
    file = SimpleUploadedFile("liste.csv", make.build("polish_cp1250.csv"))
    client.post("/desk/tables/", {"target": "activities", "file": file})
    upload = Upload.objects.get()

    response = describe(client, upload, encoding="cp1251", header="2")
    upload.refresh_from_db()

    assert response.headers["Location"].endswith("/columns/")
    assert (upload.choices["encoding"], upload.choices["header"]) == ("cp1251", 2)


def test_upload_is_nobody_elses(client, officer, warsaw):
    upload = send(client, HEADER, *RIGHT)
    client.force_login(make_user(role=Role.OFFICER))

    pages = [f"/desk/tables/{upload.pk}/{page}/" for page in ("columns", "preview", "result")]

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.get(f"/desk/files/{upload.file_id}/").status_code == 404


def test_table_can_be_confirmed_once(client, officer, warsaw):
    upload = send(client, HEADER, *RIGHT)
    digest = preview(client, upload).digest
    given = {"upload_id": upload.pk, "digest": digest, "rows": "all", "today": date(2026, 11, 23), "by": officer}
    with translation.override("de"):
        actions.confirm_import(**given)
        with pytest.raises(Refused):
            actions.confirm_import(**given)

    assert Activity.objects.count() == 3


def test_stored_file_is_private_and_handed_out_as_a_download(client, officer, warsaw, media):
    upload = send(client, HEADER, *RIGHT, name="../Liste <b>.csv")

    response = client.get(f"/desk/files/{upload.file_id}/")
    kept = next(media.iterdir())

    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    assert kept.name == upload.file.stored_as
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(response.streaming_content) == "\r\n".join([HEADER, *RIGHT]).encode()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
def test_template_names_every_field_so_that_the_import_knows_it(client, officer, target, kind, language):
    client.cookies["language"] = language

    sheet = tables.read(client.get(f"/desk/tables/templates/{target}/{kind}/").content)

    assert list(guess_columns(sheet.rows[0], TARGETS[target]).values()) == [f.key for f in TARGETS[target].fields]


@pytest.mark.parametrize(
    "header",
    [
        "Partnerstadt Beginn Ende Titel Format Personen",
        "city from until title format participants",
        "miasto od do tytuł rodzaj uczestnicy",
        "město začátek konec název druh účastníci",
        "város kezdete vége cím típus résztvevők",
        "город начало конец название формат участники",
    ],
)
def test_headings_are_known_in_all_languages_below_a_title(header):
    rows = [[Cell("Liste 2024")], [Cell(word) for word in header.split()]]

    assert guess_header(rows, TARGETS["activities"]) == 2
    assert list(guess_columns(rows[1], TARGETS["activities"]).values()) == [
        "partnerships",
        "begins",
        "ends",
        "title",
        "format",
        "heads",
    ]
