"""Applications from a table: what each row would do, errors in words, the second time nothing, ten thousand rows."""

from __future__ import annotations

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.multilingual import written_in
from hospitium.core.tables import read, write_csv, write_ods, write_xlsx
from hospitium.core.verdicts import Refused
from hospitium.documents.actions.files import store_file
from hospitium.documents.models import StoredFile
from hospitium.exchange.actions import imports as actions
from hospitium.exchange.imports import plan
from hospitium.exchange.models import Applicant, Application, Consent, Wish
from tests import factories as house
from tests.exchange import factories

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]
HEADER = [
    "Nr.",
    "Name",
    "E-Mail",
    "Dienststelle",
    "Stadt",
    "Thema",
    "Sprachen",
    "Wünsche",
    "Führungskraft",
    "Zustimmung",
]
ROWS = [
    ["1", "Erika Beispiel", "erika@example.org", "Bezirk Nord", "", "Radwege", "Englisch B2",
     "1 Graz; 2 Linz; 2 *", "Max", ""],
    ["2", "Jan Przykład", "jan@example.org", "", "Graz", "Verkehr", "niemiecki B1, de C1", "", "", ""],
    ["3", "Kim Muster", "kim@example.org", "bezirk nord", "", "Jugend", "", "Linz", "", "ja"],
]  # fmt: skip


@pytest.fixture
def office():
    return house.make_unit()


@pytest.fixture
def officer(office):
    return house.make_user(role=Role.OFFICER, unit=office)


@pytest.fixture
def record(office, officer):
    house.make_unit(name=written_in("de", "Bezirk Nord"))
    for name in ("Graz", "Linz"):
        house.make_partner(name=written_in("de", name))
    record = factories.make_round(unit=office, officer=officer)
    factories.make_rule(record, "supervisor")
    return record


def table(rows, write=write_csv, header=HEADER):
    return write(title="x", header=header, rows=rows, unknown="?")


def take_over(record, officer, content, rows="all"):
    stored = store_file(upload=SimpleUploadedFile("list.csv", content), by=officer)
    made = actions.plan_of(stored=stored, target=record, by=officer)
    return actions.import_applications(round_id=record.pk, file_id=stored.pk, digest=made.digest, rows=rows, by=officer)


@pytest.mark.parametrize("write", [write_csv, write_ods, write_xlsx])
def test_rows_become_applications(record, officer, write):
    colleague = house.make_user(email="erika@example.org")

    counts = take_over(record, officer, table(ROWS, write))

    first, second, third = Application.objects.order_by("import_key")
    assert counts == {"created": 3, "changed": 0}
    assert [(one.applicant.name, one.is_incoming, one.state) for one in (first, second, third)] == [
        ("Erika Beispiel", False, "submitted"),
        ("Jan Przykład", True, "consented"),
        ("Kim Muster", False, "consented"),
    ]
    assert list(first.wishes.values_list("rank", "kind", "partner__name_key")) == [
        (1, "city", "graz"),
        (2, "city", "linz"),
        (2, "topic", None),
    ]
    assert (first.applicant.user, second.languages) == (colleague, {"de": "C1"})
    assert list(Consent.objects.order_by("application__import_key").values_list("name", "answer")) == [
        ("Max", "open"),
        ("", "yes"),
    ]
    assert [event.code for event in timeline(record)] == ["round.applications_imported"]
    assert StoredFile.objects.count() == 0


def test_the_second_import_changes_nothing(record, officer):
    take_over(record, officer, table(ROWS))
    before = list(Application.objects.order_by("pk").values())

    counts = take_over(record, officer, table(ROWS))

    assert counts == {"created": 0, "changed": 0}
    assert list(Application.objects.order_by("pk").values()) == before
    assert (Wish.objects.count(), Applicant.objects.count()) == (4, 3)


def test_a_changed_cell_changes_and_an_empty_one_takes_nothing_away(record, officer):
    take_over(record, officer, table(ROWS))
    rows = [list(row) for row in ROWS]
    rows[0][5], rows[0][7], rows[2][5] = "Fußwege", "Linz", ""

    made = plan(read(table(rows)), record, by=officer)
    counts = take_over(record, officer, table(rows))

    first = Application.objects.get(import_key="1")
    assert [(row.verb, row.changed) for row in made.rows] == [
        ("change", ("Topic in one line", "Wishes")),
        ("same", ()),
        ("same", ()),
    ]
    assert (counts, first.title, first.wishes.count()) == ({"created": 0, "changed": 1}, "Fußwege", 1)
    assert Application.objects.get(import_key="3").title == "Jugend"


def test_errors_name_row_column_and_reason_in_the_readers_language(record, officer):
    rows = [
        ["1", "A", "not a mail", "Bezirk Nord", "", "", "", "", "", ""],
        ["2", "B", "", "Nirgends", "", "", "", "", "", ""],
        ["3", "C", "", "Bezirk Nord", "Graz", "", "", "", "", ""],
        ["4", "D", "", "Bezirk Nord", "", "", "Klingonisch B2", "Atlantis", "", ""],
        ["5", "", "", "Bezirk Nord", "", "", "", "", "", ""],
        ["6", "E", "", "Bezirk Nord", "", "", "", "", "", ""],
        ["6", "F", "", "Bezirk Nord", "", "", "", "", "", ""],
    ]

    made = plan(read(table(rows)), record, by=officer)

    assert [(one.row, one.column, one.reason) for one in made.problems] == [
        (2, "E-mail address", "Enter a valid email address."),
        (3, "Unit", "There is no such unit here. Write its name as it stands under “Units”."),
        (4, "Unit", "Each row needs either a unit of ours or a city, not both."),
        (5, "Languages", "Write languages with levels, such as: Polish B2, English C1."),
        (5, "Wishes", "“Atlantis” is neither a city nor an offer of this round."),
        (6, "Person", "This must not be empty."),
        (8, "Person", "Row 7 names the same; one of the two is enough."),
    ]


def test_wrong_rows_hold_the_others_up_unless_only_the_right_ones_are_asked_for(record, officer):
    rows = [*ROWS, ["4", "X", "", "Nirgends", "", "", "", "", "", ""]]

    with pytest.raises(Refused, match="Some rows are wrong"):
        take_over(record, officer, table(rows))
    assert Application.objects.count() == 0

    assert take_over(record, officer, table(rows), rows="right") == {"created": 3, "changed": 0}


def test_what_has_changed_since_the_preview_is_looked_at_again(record, officer):
    stored = store_file(upload=SimpleUploadedFile("list.csv", table(ROWS)), by=officer)

    with pytest.raises(Refused, match="changed since the preview"):
        actions.import_applications(round_id=record.pk, file_id=stored.pk, digest="0", rows="all", by=officer)


def test_a_decided_application_is_not_changed_by_a_table(record, officer):
    take_over(record, officer, table(ROWS))
    Application.objects.filter(import_key="1").update(state="yes")
    rows = [list(ROWS[0])]
    rows[0][5] = "Fußwege"

    made = plan(read(table(rows)), record, by=officer)

    assert [(one.row, one.reason) for one in made.problems] == [
        (2, "This application is not changed by a table any more: yes.")
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Name;Ort\nA;B\n", "No column is headed: Unit. Use the template, or write these headings."),
        (b"\n\n", "The file holds no table: there is nothing in it."),
        (b"%PDF-1.4", "This is not a table. Save it as XLSX, ODS or CSV and choose it again."),
    ],
)
def test_a_file_that_is_no_such_table_says_why(record, officer, content, sentence):
    stored = store_file(upload=SimpleUploadedFile("x.csv", content), by=officer)

    assert actions.plan_of(stored=stored, target=record, by=officer).refused == sentence


def test_ten_thousand_rows(record, officer):
    header = ["Name", "E-Mail", "Dienststelle", "Thema", "Frage", "Sprachen", "Wünsche"]
    rows = [
        [f"Person {n}", f"p{n}@example.org", "Bezirk Nord", "Radwege", "Warum?", "Englisch B2", "1 Graz; 2 Linz; 2 *"]
        for n in range(10_000)
    ]
    content = table(rows, write_xlsx, header)
    began = time.monotonic()

    counts = take_over(record, officer, content)

    assert counts == {"created": 10_000, "changed": 0}
    assert (Application.objects.count(), Wish.objects.count()) == (10_000, 30_000)
    assert time.monotonic() - began < 60


def test_the_pages_lead_from_the_file_to_the_list(record, officer, sign_in):
    client = sign_in(officer)
    upload = SimpleUploadedFile("list.csv", table(ROWS))

    empty = client.get(reverse("exchange:round_import_template", args=[record.pk]))
    chosen = client.post(reverse("exchange:round_import", args=[record.pk]), {"file": upload})
    preview = client.get(chosen.url)
    context = preview.context
    done = client.post(
        reverse("exchange:round_import_check", args=[record.pk]),
        {"file": context["file"].pk, "digest": context["plan"].digest, "rows": "all"},
    )

    assert empty.content[:2] == b"PK"
    assert [figure["value"] for figure in context["figures"]] == [3, 0, 0, 0]
    assert "Erika Beispiel" in preview.content.decode()
    assert (done.status_code, done.url) == (302, f"{reverse('exchange:applications')}?round={record.pk}")
    assert Application.objects.count() == 3


def test_a_file_of_somebody_else_is_not_there(record, officer, office, sign_in):
    stored = store_file(upload=SimpleUploadedFile("list.csv", table(ROWS)), by=officer)
    colleague = house.make_user(role=Role.OFFICER, unit=office)

    shown = sign_in(colleague).get(f"{reverse('exchange:round_import_check', args=[record.pk])}?file={stored.pk}")

    assert shown.status_code == 404


def row(number="1", name="Erika Beispiel", email="erika@example.org", unit="Bezirk Nord", city="", wishes=""):
    return [number, name, email, unit, city, "Radwege", "", wishes, "", ""]


def reasons(record, officer, *rows):
    return [one.reason for one in plan(read(table(rows)), record, by=officer).problems]


def test_a_table_does_not_move_somebody_to_the_other_side(record, officer):
    take_over(record, officer, table([row()]))

    assert reasons(record, officer, row(unit="", city="Graz")) == [
        "This application stands here as Bezirk Nord; a table does not change that."
    ]


def test_a_colleague_with_an_account_applies_once(record, officer):
    colleague = house.make_user(email="erika@example.org")
    twice = reasons(record, officer, row(), row("2", "E. Beispiel"))
    person = factories.make_applicant(user=colleague, email="private@example.org")
    factories.make_application(round=record, applicant=person)

    assert twice == ["Row 2 names the same; one of the two is enough."]
    assert reasons(record, officer, row()) == ["This application is not changed by a table any more: draft."]


def test_a_table_does_not_rename_who_has_an_account(record, officer):
    colleague = house.make_user(email="erika@example.org", name="Erika Beispiel")
    person = factories.make_applicant(user=colleague, email="erika@example.org")
    take_over(record, officer, table([row()]))

    take_over(record, officer, table([row(name="Somebody Else", email="else@example.org", wishes="1 Graz")]))

    person.refresh_from_db()
    assert (person.name, person.email) == ("Erika Beispiel", "erika@example.org")
    assert person.applications.get().wishes.count() == 1


def test_wishes_go_to_the_other_side_and_not_beyond_the_number(record, officer):
    factories.make_offer(round=record, unit=house.make_unit(), title=written_in("de", "Bei uns"))
    record.wishes_at_most = 1
    record.save()
    closed = "This place is not open to this application."

    assert reasons(record, officer, row(wishes="1 Bei uns")) == [closed]
    assert reasons(record, officer, row(unit="", city="Graz", wishes="1 Linz")) == [closed]
    assert reasons(record, officer, row(wishes="1 Graz; 2 Linz")) == ["In this round at most 1 wishes can be named."]


def test_an_address_is_not_longer_than_its_column(record, officer):
    email = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.org"

    assert len(email) > 254
    assert len(reasons(record, officer, row(email=email))) == 1
