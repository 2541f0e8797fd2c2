"""Applications from a table: what each row would do, errors in words, the second time nothing, ten thousand rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.imports.choices import Choices
from hospitium.core.multilingual import written_in
from hospitium.core.retention import Erased
from hospitium.core.tables import read, write_csv, write_ods, write_xlsx
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import imports as actions
from hospitium.exchange.imports import guessed_for, plan
from hospitium.exchange.models import Applicant, Application, ApplicationList, Consent, Window, Wish
from hospitium.exchange.retention import CLASSES
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


def keep(record, officer, content):
    return actions.keep_list(round_id=record.pk, upload=SimpleUploadedFile("list.csv", content), by=officer)


def take_over(record, officer, content, rows="all"):
    """How many were created and changed."""
    kept = keep(record, officer, content)
    made = actions.plan_list(kept=kept, by=officer)
    counts = actions.import_applications(list_id=kept.pk, digest=made.digest, rows=rows, by=officer)
    return {"created": counts["create"], "changed": counts["change"]}


def plan_of(record, officer, content):
    sheet = read(content)
    return plan(sheet, guessed_for(sheet, Choices(language="de")), record, by=officer)


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
    assert ApplicationList.objects.count() == 0


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

    made = plan_of(record, officer, table(rows))
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

    made = plan_of(record, officer, table(rows))

    assert [(one.row, one.column, one.reason) for one in made.problems] == [
        (2, "C E-Mail", "Enter a valid email address."),
        (3, "D Dienststelle", "There is no such unit here. Write its name as it stands under “Units”."),
        (4, "D Dienststelle", "Each row needs either a unit of ours or a city, not both."),
        (5, "G Sprachen", "Write languages with levels, such as: Polish B2, English C1."),
        (5, "H Wünsche", "“Atlantis” is neither a city nor an offer of this round."),
        (6, "B Name", "This must not be empty."),
        (8, "B Name", "Row 7 names the same; one of the two is enough."),
    ]


def test_wrong_rows_hold_the_others_up_unless_only_the_right_ones_are_asked_for(record, officer):
    rows = [*ROWS, ["4", "X", "", "Nirgends", "", "", "", "", "", ""]]

    with pytest.raises(Refused, match="Some rows are wrong"):
        take_over(record, officer, table(rows))
    assert Application.objects.count() == 0

    assert take_over(record, officer, table(rows), rows="right") == {"created": 3, "changed": 0}


def test_what_has_changed_since_the_preview_is_looked_at_again(record, officer):
    kept = keep(record, officer, table(ROWS))

    with pytest.raises(Refused, match="changed since the preview"):
        actions.import_applications(list_id=kept.pk, digest="0", rows="all", by=officer)


def test_a_decided_application_is_not_changed_by_a_table(record, officer):
    take_over(record, officer, table(ROWS))
    Application.objects.filter(import_key="1").update(state="yes")
    rows = [list(ROWS[0])]
    rows[0][5] = "Fußwege"

    made = plan_of(record, officer, table(rows))

    assert [(one.row, one.reason) for one in made.problems] == [
        (2, "This application is not changed by a table any more: yes.")
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\n\n", "The file holds no table: there is nothing in it."),
        (b"%PDF-1.4", "This is not a table. Save it as XLSX, ODS or CSV and choose it again."),
    ],
)
def test_a_file_that_is_no_table_says_why(record, officer, content, sentence):
    with pytest.raises(Refused) as refused:
        keep(record, officer, content)

    assert (str(refused.value), ApplicationList.objects.count()) == (sentence, 0)


def test_ten_thousand_rows(record, officer):
    header = ["Name", "E-Mail", "Dienststelle", "Thema", "Frage", "Sprachen", "Wünsche"]
    rows = [
        [f"Person {n}", f"p{n}@example.org", "Bezirk Nord", "Radwege", "Warum?", "Englisch B2", "1 Graz; 2 Linz; 2 *"]
        for n in range(10_000)
    ]
    content = table(rows, write_xlsx, header)

    counts = take_over(record, officer, content)

    assert counts == {"created": 10_000, "changed": 0}
    assert (Application.objects.count(), Wish.objects.count()) == (10_000, 30_000)


def address(step, record):
    return reverse(f"exchange:{step}", args=[record.pk])


def typed(columns):
    """The form of the columns as it was shown."""
    form = columns.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_the_pages_lead_from_the_file_over_the_columns_to_the_list(record, officer, sign_in):
    client = sign_in(officer)
    upload = SimpleUploadedFile("list.csv", table(ROWS))

    empty = client.get(address("round_import_template", record))
    chosen = client.post(address("round_import", record), {"file": upload})
    columns = client.get(chosen.url)
    described = client.post(chosen.url, typed(columns))
    preview = client.get(described.url)
    done = client.post(described.url, {"digest": preview.context["plan"].digest, "rows": "all"})
    again = client.post(described.url, {"digest": preview.context["plan"].digest, "rows": "all"}, follow=True)

    assert empty.content[:2] == b"PK"
    assert chosen.url == address("round_import_columns", record)
    assert [one["field"].label for one in columns.context["columns"]][:3] == ["A Nr.", "B Name", "C E-Mail"]
    assert described.url == address("round_import_check", record)
    assert [figure["value"] for figure in preview.context["figures"]] == [3, 0, 0, 0]
    assert "Erika Beispiel" in preview.content.decode()
    assert (done.status_code, done.url) == (302, f"{reverse('exchange:applications')}?round={record.pk}")
    assert "This table has been taken over already." in again.content.decode()
    assert Application.objects.count() == 3


def test_a_column_that_is_headed_otherwise_is_assigned_by_hand(record, officer, sign_in):
    client = sign_in(officer)
    content = b"Wer;Woher;Wie lange\nJo Muster;Graz;3\n"
    client.post(address("round_import", record), {"file": SimpleUploadedFile("list.csv", content)})
    page = client.get(address("round_import_columns", record))

    refused = client.post(address("round_import_columns", record), typed(page))
    said = {**typed(page), "language": "cs", "column_0": "name", "column_1": "city", "column_2": "weeks"}
    preview = client.get(client.post(address("round_import_columns", record), said).url)
    client.post(address("round_import_check", record), {"digest": preview.context["plan"].digest})

    application = Application.objects.get()
    assert refused.status_code == 422
    assert "No column is “Person”." in refused.content.decode()
    assert (application.applicant.name, str(application.partner), application.weeks) == ("Jo Muster", "Graz", 3)
    assert application.applicant.language == "cs"


def test_without_a_column_of_units_or_cities_nothing_is_shown(record, officer, sign_in):
    client = sign_in(officer)
    client.post(address("round_import", record), {"file": SimpleUploadedFile("x.csv", b"Name;Thema\nA;B\n")})
    page = client.get(address("round_import_columns", record))

    refused = client.post(address("round_import_columns", record), typed(page))

    assert refused.context["form"].non_field_errors() == [
        "No column says where the people belong. Choose the one with our units, or the one with the cities."
    ]


def test_a_list_is_that_of_whoever_uploaded_it(record, officer, office, sign_in):
    keep(record, officer, table(ROWS))
    colleague = house.make_user(role=Role.OFFICER, unit=office)

    shown = sign_in(colleague).get(address("round_import_check", record))

    assert (shown.status_code, shown.url) == (302, address("round_import", record))


def test_a_list_that_nobody_comes_back_to_goes_after_two_days(record, officer):
    kept = keep(record, officer, table(ROWS))
    held = next(one for one in CLASSES if one.key == "exchange_list")
    today = timezone.localdate()

    due = list(held.find(today))
    erased = [held.erase(due[0]), held.erase(due[0])]

    assert (held.default_days, list(held.find(today - timedelta(days=1)))) == (2, [])
    assert [(one.key, one.anchor) for one in due] == [(str(kept.pk), today)]
    assert erased == [Erased({"lists": 1}), Erased({})]
    assert ApplicationList.objects.count() == 0


def row(number="1", name="Erika Beispiel", email="erika@example.org", unit="Bezirk Nord", city="", wishes=""):
    return [number, name, email, unit, city, "Radwege", "", wishes, "", ""]


def reasons(record, officer, *rows):
    return [one.reason for one in plan_of(record, officer, table(rows)).problems]


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


# ---- lengths and times ---------------------------------------------------------------
STAY_HEADER = ["Name", "Stadt", "Wochen", "Zeiten"]


def stay_problems(record, officer, *cells):
    rows = [[f"Person {number}", "Graz", *pair] for number, pair in enumerate(cells)]
    found = plan_of(record, officer, table(rows, header=STAY_HEADER)).problems
    return [(one.row, one.column, one.value, one.reason) for one in found]


@pytest.fixture
def two_times(record):
    record.weeks_min, record.weeks_max = 2, 4
    record.save()
    return [
        Window.objects.create(round=record, starts_on=first, ends_on=last)
        for first, last in ((date(2027, 9, 6), date(2027, 9, 17)), (date(2027, 10, 4), date(2027, 10, 29)))
    ]


def test_a_length_is_one_that_the_round_allows(record, officer, two_times):
    wanted = "A stay of this round takes 2 to 4 weeks. Write such a number, or change the lengths of the round."

    assert stay_problems(record, officer, ("1", ""), ("2", ""), ("4", ""), ("5", ""), ("drei", "")) == [
        (2, "C Wochen", "1", wanted),
        (5, "C Wochen", "5", wanted),
        (6, "C Wochen", "drei", "This is not a whole number."),
    ]


def test_a_length_fits_into_the_times_of_the_row_or_of_the_round(record, officer, two_times):
    short, long = "06.09.2027–17.09.2027", "2027-10-04 – 2027-10-29"
    row_full = "The times of this row have room for 2 weeks at most. Write fewer weeks or a longer time."

    of_rows = stay_problems(record, officer, ("2", short), ("3", short), ("3", f"{short}; {long}"), ("4", long))
    two_times[1].delete()

    assert of_rows == [(3, "C Wochen", "3", row_full)]
    assert stay_problems(record, officer, ("3", "")) == [
        (
            2,
            "C Wochen",
            "3",
            "The times of this round have room for 2 weeks at most. Write fewer weeks, or enter a longer time under "
            "“Rules and people”.",
        )
    ]


def test_without_times_the_days_of_the_stays_hold(record, officer):
    record.weeks_max = 9
    record.stays_from, record.stays_until = date(2027, 9, 6), date(2027, 10, 1)
    record.save()

    assert [one[:3] for one in stay_problems(record, officer, ("4", ""), ("5", ""))] == [(3, "C Wochen", "5")]


def test_a_time_is_one_of_the_round_as_the_page_writes_it_or_by_its_days(record, officer, two_times):
    names = "; ".join(str(one) for one in two_times)
    both = "6.9.2027 bis 17.9.2027; 4. 10. 2027 - 29. 10. 2027"
    rows = [["Jo", "Graz", "2", str(two_times[1])], ["Al", "Graz", "2", both]]

    unknown = stay_problems(record, officer, ("2", "7.9.2027 - 17.9.2027"), ("2", "31.9.2027 - 17.9.2027"))
    take_over(record, officer, table(rows, header=STAY_HEADER))
    again = take_over(record, officer, table(rows, header=STAY_HEADER))
    changed = take_over(record, officer, table([[*rows[1][:3], str(two_times[0])]], header=STAY_HEADER))

    assert [(row, column, why) for row, column, _value, why in unknown] == [
        (2, "D Zeiten", f"“7.9.2027 - 17.9.2027” is no time of this round. Write one of these: {names}."),
        (3, "D Zeiten", f"“31.9.2027 - 17.9.2027” is no time of this round. Write one of these: {names}."),
    ]
    assert (again, changed) == ({"created": 0, "changed": 0}, {"created": 0, "changed": 1})
    assert [list(one.windows.all()) for one in Application.objects.order_by("-applicant__name")] == [
        [two_times[1]],
        [two_times[0]],
    ]


def test_a_round_without_times_says_so(record, officer):
    assert [why for *_rest, why in stay_problems(record, officer, ("", "Herbst"))] == [
        "This round has no times to choose among. Leave the cell empty, or enter some under “Rules and people”."
    ]


def test_a_question_keeps_its_lines(record, officer):
    rows = [["Jo", "Graz", "Warum?\nWie?"]]

    take_over(record, officer, table(rows, write_xlsx, ["Name", "Stadt", "Frage"]))

    assert Application.objects.get().question == "Warum?\nWie?"
