"""What a table leaves in doubt is said in the preview: other spellings, odd letters, comments and filters."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core.models import Event
from hospitium.core.multilingual import written_in
from hospitium.interchange.models import Upload
from hospitium.partners.models import Contact
from hospitium.programme.models import Activity
from tests.corpus.tables import make
from tests.factories import (
    make_activity,
    make_contact,
    make_partner,
    make_partnership,
    make_unit,
    make_user,
)

PEOPLE = "Stadt;Nachname;Vorname;Telefon"
ACTIVITIES = "Partnerstadt;Beginn;Ende;Titel;Format"


@pytest.fixture
def unit(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_unit()


@pytest.fixture
def warsaw(unit):
    partner = make_partner(key="warsaw", name=written_in("de", "Warschau"), own_name="Warszawa")
    return make_partnership(partner=partner, unit=unit)


@pytest.fixture
def officer(client, unit):
    user = make_user(role=Role.OFFICER, unit=unit)
    client.force_login(user)
    client.cookies["language"] = "en"
    return user


def send(client, content, *, target="contacts"):
    file = SimpleUploadedFile("liste.csv", content)
    client.post("/desk/tables/", {"target": target, "file": file})
    return Upload.objects.latest("pk")


def rows(*lines):
    return "\r\n".join(lines).encode()


def page(client, upload):
    return client.get(reverse("interchange:table_preview", args=[upload.pk]))


def confirm(client, upload, *, doubles=(), **given):
    shown = page(client, upload)
    data = {"digest": shown.context["plan"].digest, "rows": "all", "form_key": shown.context["form_key"]}
    return client.post(
        reverse("interchange:table_preview", args=[upload.pk]),
        {**data, "double": [str(row) for row in doubles], **given},
    )


def suggested(response):
    """Row → what it is perhaps the same as: the number of a row, or the name of a stored entry."""
    return {row["row"]: [one.row or one.label for one in row["likenesses"]] for row in response.context["alike"]}


# ---- B-12: other spellings -----------------------------------------------------


def test_people_of_the_corpus_are_suggested_and_never_merged(client, officer, warsaw):
    make_partnership(partner=make_partner(key="prague", name=written_in("de", "Prag")), unit=warsaw.unit)
    upload = send(client, make.build("same_person.csv"))

    shown = page(client, upload)
    answer = confirm(client, upload)

    assert suggested(shown) == {
        3: [2],
        4: [2, 3],
        5: [2, 3, 4],
        6: [2, 3, 4, 5],
        7: [2, 3, 4, 5, 6],
        8: [2, 3, 4, 5, 6],
    }
    assert [row.verb for row in shown.context["plan"].rows] == ["create"] * 9
    assert not any(row["is_double"] for row in shown.context["alike"])
    assert (answer.status_code, Contact.objects.count()) == (302, 9)


def test_second_import_of_such_people_changes_nothing_and_asks_nothing(client, officer, warsaw):
    content = rows(PEOPLE, "Warschau;Георгиева;Мария;", "Warschau;Gueorguieva;Maria;", "Warschau;MÜLLER;Eva;")
    confirm(client, send(client, content))

    shown = page(client, send(client, content))

    assert [row.verb for row in shown.context["plan"].rows] == ["same"] * 3
    assert suggested(shown) == {}


def test_stored_person_is_suggested_with_the_address_and_the_row_can_be_left_out(client, officer, warsaw):
    maria = make_contact(partner=warsaw.partner, family_name="Георгиева", given_name="Мария", phone="1")
    upload = send(client, rows(PEOPLE, "Warschau;Georgieva;Maria;2", "Warschau;Nowak;Jan;3"))

    shown = page(client, upload)
    confirm(client, upload, doubles=[2])

    upload.refresh_from_db()
    maria.refresh_from_db()
    assert suggested(shown) == {2: ["Мария Георгиева"]}
    assert f'<a href="{maria.get_absolute_url()}"><bdi>Мария Георгиева</bdi></a>' in shown.content.decode()
    assert (maria.phone, maria.version) == ("1", 1)
    assert [one.family_name for one in Contact.objects.exclude(pk=maria.pk)] == ["Nowak"]
    assert upload.choices["result"] == {"create": 1, "change": 0, "same": 0, "wrong": 0, "left_out": 1}
    assert Event.objects.get(code="table.imported").facts == {
        "target": "contacts",
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "left_out": 1,
    }
    result = client.get(reverse("interchange:table_result", args=[upload.pk])).content.decode()
    assert "left out, because they are known already" in result


@pytest.mark.parametrize(
    ("stored", "line", "is_double"),
    [
        (("Nagy", "Ágnes"), "Warschau;Ágnes;Nagy;", True),
        (("Nagy", "Ágnes"), "Warschau;NAGY ágnes;;", True),
        (("Müller", "Eva"), "Warschau;Muller;Eva;", False),
        (("Müller", "Eva"), "Warschau;Mueller;Eva;", False),
        (("Соловьёв", "Пётр"), "Warschau;Соловьев;Петр;", False),
    ],
)
def test_row_of_the_very_same_name_is_left_out_unless_somebody_says_otherwise(
    client, officer, warsaw, stored, line, is_double
):
    make_contact(partner=warsaw.partner, family_name=stored[0], given_name=stored[1])
    upload = send(client, rows(PEOPLE, line))

    shown = page(client, upload)
    confirm(client, upload)

    assert [row["is_double"] for row in shown.context["alike"]] == [is_double]
    assert (" checked" in shown.content.decode().partition('name="double"')[2][:60]) is is_double
    assert Contact.objects.count() == 2


def test_same_letters_in_other_composition_and_case_are_the_entry_itself(client, officer, warsaw):
    make_contact(partner=warsaw.partner, family_name="Müller", given_name="Eva", phone="1")

    shown = page(client, send(client, rows(PEOPLE, "Warschau;MU\u0308LLER;Eva;2")))

    assert [(row.verb, row.likenesses) for row in shown.context["plan"].rows] == [("change", ())]


def test_people_of_another_city_are_not_suggested_those_of_a_district_are(client, officer, warsaw):
    district = make_partner(key="praga", name=written_in("de", "Praga"), part_of=warsaw.partner)
    make_partnership(partner=district, unit=warsaw.unit)
    other = make_partnership(partner=make_partner(key="prague", name=written_in("de", "Prag")), unit=warsaw.unit)
    make_contact(partner=district, family_name="Nowak", given_name="Jan")
    make_contact(partner=other.partner, family_name="Georgieva", given_name="Maria")

    shown = page(client, send(client, rows(PEOPLE, "Warschau;Nowak;Jan;", "Warschau;Георгиева;Мария;")))

    assert suggested(shown) == {2: ["Jan Nowak"]}


def test_people_whom_one_may_not_see_are_not_suggested(client, officer, warsaw):
    hidden = make_partner(key="praga", name=written_in("de", "Praga"), part_of=warsaw.partner)
    make_partnership(partner=hidden, unit=make_unit())
    make_contact(partner=hidden, family_name="Geheim", given_name="Jan")

    shown = page(client, send(client, rows(PEOPLE, "Warschau;Geheim;Jan;")))

    assert suggested(shown) == {}


def test_only_suggested_rows_can_be_left_out(client, officer, warsaw):
    upload = send(client, rows(PEOPLE, "Warschau;Nowak;Jan;", "Warschau;Kos;Ola;"))

    confirm(client, upload, double=["2", "x", "-1", "9" * 40])

    assert Contact.objects.count() == 2


def test_new_colleague_of_the_same_name_since_the_preview_is_looked_at_first(client, officer, warsaw):
    upload = send(client, rows(PEOPLE, "Warschau;Georgieva;Maria;"))
    digest = page(client, upload).context["plan"].digest
    make_contact(partner=warsaw.partner, family_name="Георгиева", given_name="Мария")

    answer = confirm(client, upload, digest=digest, doubles=[2])

    assert (answer.status_code, Contact.objects.count()) == (409, 1)
    assert [(row["row"], row["is_double"]) for row in answer.context["alike"]] == [(2, True)]


def test_suggestions_take_as_many_queries_for_one_row_as_for_many(client, officer, warsaw):
    for number in range(3):
        make_contact(partner=warsaw.partner, family_name=f"Георгиева{number * 'а'}", given_name="Мария")
    uploads = [
        send(client, rows(PEOPLE, *(f"Warschau;Georgieva{number * 'a'};Maria;" for number in range(count))))
        for count in (1, 3)
    ]
    page(client, uploads[0])

    counts = []
    for upload in uploads:
        with CaptureQueriesContext(connection) as queries:
            assert suggested(page(client, upload))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_file_of_nothing_but_spellings_of_one_name_is_compared_with_few(client, officer, warsaw):
    titles = ("dr", "prof", "ing", "mgr")
    names = [" ".join([*titles[: number % 5], "Eva", *titles[: number // 5]]) for number in range(25)]
    upload = send(client, rows(PEOPLE, *(f"Warschau;{name} Nowak;;" for name in names * 3)))

    shown = page(client, upload)

    assert max(len(found) for found in suggested(shown).values()) == 5


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Warschau;09.06.2015;10.06.2015;BESUCH der Verkehrsbetriebe;Delegation", {2: ["Besuch der Verkehrsbetriebe"]}),
        ("Warschau;09.06.2015;;Besuch der Verkehrsbetriebe;Delegation", {2: ["Besuch der Verkehrsbetriebe"]}),
        ("Warschau;09.06.2015;11.06.2015;Besuch der Verkehrsbetriebe;Delegation", {}),
        ("Warschau;09.06.2016;10.06.2016;Besuch der Verkehrsbetriebe;Delegation", {}),
        ("Warschau;09.06.2015;10.06.2015;Besuch der Verkehrsbetriebe;Seminar", {}),
    ],
)
def test_activity_of_the_same_dates_and_title_in_another_format_is_suggested(client, officer, warsaw, line, found):
    make_activity(
        partnerships=[warsaw],
        format="seminar",
        title=written_in("de", "Besuch der Verkehrsbetriebe"),
        begins=PartialDate(2015, 6, 9),
        ends=PartialDate(2015, 6, 10),
    )
    upload = send(client, rows(ACTIVITIES, line), target="activities")

    shown = page(client, upload)
    confirm(client, upload, doubles=[2])

    assert suggested(shown) == found
    assert [row["is_double"] for row in shown.context["alike"]] == [False] * len(found)
    assert Activity.objects.count() == (1 if found or "Seminar" in line else 2)


def test_activity_twice_in_a_table_in_another_format_is_suggested(client, officer, warsaw):
    lines = [f"Warschau;09.06.2015;;Besuch;{kind}" for kind in ("Seminar", "Delegation")]

    shown = page(client, send(client, rows(ACTIVITIES, *lines), target="activities"))

    assert suggested(shown) == {3: [2]}
    assert "row 2: Besuch" in shown.content.decode()


# ---- B-13: letters of two alphabets --------------------------------------------


def test_words_of_the_corpus_with_letters_of_two_alphabets_are_named(client, officer, warsaw):
    shown = page(client, send(client, make.build("mixed_letters.csv")))

    assert [(one.row, one.column, one.reason.partition(": ")[2]) for one in shown.context["warnings"]] == [
        (2, "B Nachname", "С (U+0421 CYRILLIC CAPITAL LETTER ES). Check how it is written."),
        (
            3,
            "D Institution",
            "В (U+0412 CYRILLIC CAPITAL LETTER VE), е (U+0435 CYRILLIC SMALL LETTER IE). Check how it is written.",
        ),
        (3, "F E-Mail", "а (U+0430 CYRILLIC SMALL LETTER A). Check how it is written."),
        (4, "A Partner", "а (U+0430 CYRILLIC SMALL LETTER A). Check how it is written."),
        (6, "D Institution", "Ο (U+039F GREEK CAPITAL LETTER OMICRON). Check how it is written."),
    ]
    assert [row.verb for row in shown.context["plan"].rows] == ["create", "create", "wrong", "create", "create"]
    assert "GREEK CAPITAL LETTER OMICRON" in shown.content.decode()


def test_odd_letters_hold_nothing_up(client, officer, warsaw):
    upload = send(client, rows(PEOPLE, "Warschau;\u0421zajka;Ewa;"))

    assert confirm(client, upload).status_code == 302
    assert Contact.objects.get().family_name == "\u0421zajka"


def test_odd_letters_in_a_place_of_an_activity_are_named(client, officer, warsaw):
    content = rows(f"{ACTIVITIES};Ort", "Warschau;1993;;Besuch \u0412erlin;Seminar;\u0412erlin")

    shown = page(client, send(client, content, target="activities"))

    assert [(one.row, one.column, one.value) for one in shown.context["warnings"]] == [(2, "F Ort", "\u0412erlin")]


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u2060", "\ufeff", "\u202e", "\u2066", "\u2069", "\U000e0041", "\U000e007f"]
)
def test_signs_that_cannot_be_seen_are_gone_before_anything_is_compared(client, officer, warsaw, sign):
    make_contact(partner=warsaw.partner, family_name="Nowak", given_name="Jan")

    shown = page(client, send(client, rows(PEOPLE, f"War{sign}schau;No{sign}wak;{sign}Jan;")))

    assert [(row.verb, row.label) for row in shown.context["plan"].rows] == [("same", "Jan Nowak")]


# ---- B-03: comments and filters ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("comments.xlsx", ["3 comments on cells are not taken over."]),
        ("comments.ods", ["2 comments on cells are not taken over."]),
        (
            "filters.xlsx",
            [
                "1 row is hidden; it is read like the others.",
                "The rows are filtered by 2 columns; the rows that this hides are read like the others.",
            ],
        ),
        (
            "filters_in_a_table.xlsx",
            ["The rows are filtered by 1 column; the rows that this hides are read like the others."],
        ),
        ("filters_without_condition.xlsx", []),
        (
            "filters.ods",
            [
                "1 row is hidden; it is read like the others.",
                "The rows are filtered by 2 columns; the rows that this hides are read like the others.",
            ],
        ),
    ],
)
def test_comments_and_filters_are_announced_on_both_pages(client, officer, warsaw, name, said):
    upload = send(client, make.build(name), target="activities")

    shown = [client.get(f"/desk/tables/{upload.pk}/{step}/") for step in ("columns", "preview")]

    for response in shown:
        assert [note for note in response.context["notes"] if "other sheet" not in note] == said
        assert all(note in response.content.decode() for note in said)
