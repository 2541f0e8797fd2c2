"""Lists of members: read from any table, previewed, suggested, taken over once; by the office and by guests."""

from __future__ import annotations

import io
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.html import escape

from hospitium.core import tables
from hospitium.core.events import timeline
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import CHANGE, CREATE, LEFT_OUT, SAME, WRONG, Plan
from hospitium.core.imports.sentences import reason
from hospitium.core.tables import TableError
from hospitium.delegations.models import Member, MemberList
from hospitium.delegations.roster import MEMBERS, guessed_for, plan
from hospitium.delegations.roster.wholes import Whole, taken_apart
from hospitium.delegations.views.lists import outcome
from tests.corpus.members import make
from tests.delegations.guests import Guests, browser, page
from tests.factories import make_user

CORPUS = Path(__file__).parents[1] / "corpus" / "members"
MANIFEST = tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))["file"]


@pytest.fixture
def guests(db):
    cache.clear()
    return Guests(quota=20)


def planned(guests: Guests, text: str, **chosen: object) -> Plan:
    sheet = tables.read(text.encode())
    choices = guessed_for(sheet, Choices(language="pl"))
    if "name_order" in chosen:
        choices = Choices(**{**choices.__dict__, "defaults": {"name_order": chosen["name_order"]}})
    members = guests.delegation.members.order_by("id")
    return plan(sheet, choices, members=members, language="pl", address_of=lambda member: f"/m/{member.pk}")


def names(made: Plan) -> list[tuple[str, ...]]:
    keys = ("family_name", "given_name", "own_family_name", "own_given_name")
    return [tuple((row.values or {}).get(key, "") for key in keys) for row in made.rows]


# ---- columns -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (
            "Nachname;Vorname;Funktion;Behörde;E-Mail",
            ["family_name", "given_name", "function", "organisation", "email"],
        ),
        (
            "Surname;First name;Job title;Office;E-mail",
            ["family_name", "given_name", "function", "organisation", "email"],
        ),
        (
            "Nazwisko;Imię;Stanowisko;Urząd;Adres e-mail",
            ["family_name", "given_name", "function", "organisation", "email"],
        ),
        ("Příjmení;Jméno;Funkce;Úřad;E-mail", ["family_name", "given_name", "function", "organisation", "email"]),
        (
            "Vezetéknév;Keresztnév;Beosztás;Hivatal;E-mail",
            ["family_name", "given_name", "function", "organisation", "email"],
        ),
        (
            "Фамилия;Имя;Должность;Организация;Эл. почта",
            ["family_name", "given_name", "function", "organisation", "email"],
        ),
        ("Name;Vorname;Titel", ["family_name", "given_name", "academic_title"]),
        ("Imię i nazwisko;Stanowisko;Telefon", ["name", "function", "phone"]),
        ("Név;Beosztás", ["name", "function"]),
        ("ФИО;Должность", ["name", "function"]),
    ],
)
def test_columns_are_recognised_in_six_languages(heads, fields):
    sheet = tables.read(f"{heads}\r\n{';'.join('x' for _one in fields)}".encode())

    assert [field for _column, field in sorted(guessed_for(sheet, Choices()).columns.items())] == fields


@pytest.mark.parametrize(
    ("text", "order", "usual", "parts"),
    [
        ("Łucja Zielińska", "", "given_first", Whole("Zielińska", "Łucja")),
        ("ZIELIŃSKA Łucja", "", "given_first", Whole("ZIELIŃSKA", "Łucja")),
        ("Zielińska, Łucja Maria", "", "given_first", Whole("Zielińska", "Łucja Maria")),
        ("Kovács Anna", "", "family_first", Whole("Kovács", "Anna")),
        ("Dr. Kovács Anna", "family_first", "given_first", Whole("Kovács", "Anna", "Dr.")),
        ("Frau Prof. Dr. Erika Muster", "", "given_first", Whole("Muster", "Erika", "Prof. Dr.")),
        ("Иванова Анна Петровна", "", "given_first", Whole("Иванова", "Анна Петровна")),
        ("Анна Петровна Иванова", "", "given_first", Whole("Иванова", "Анна Петровна")),
        ("Ludwig van der Berg", "given_first", "given_first", Whole("van der Berg", "Ludwig")),
        ("Maria Anna Nowak", "", "given_first", Whole("Nowak", "Maria Anna", is_sure=False)),
        ("Suharto", "", "given_first", Whole("Suharto", "")),
    ],
)
def test_a_whole_name_is_taken_apart(text, order, usual, parts):
    assert taken_apart(text, order=order, usual=usual) == parts


def test_the_order_of_whole_names_can_be_chosen(guests):
    text = "Imię i nazwisko\r\nKowalska Ewa"

    assert [names(planned(guests, text, name_order=order))[0][:2] for order in ("given_first", "family_first")] == [
        ("Ewa", "Kowalska"),
        ("Kowalska", "Ewa"),
    ]


def test_cyrillic_names_get_a_proposal_and_a_word_about_it(guests):
    made = planned(guests, "Фамилия;Имя\r\nШевченко;Тарас")

    assert names(made) == [("Shevchenko", "Taras", "Шевченко", "Тарас")]
    assert [(one.row, one.reason) for one in made.warnings] == [
        (2, reason(TableError("spelling_proposed", name="Shevchenko Taras")))
    ]


# ---- who is who ------------------------------------------------------------------------
def test_who_is_named_already_is_not_named_again(guests):
    made = planned(guests, "Nazwisko;Imię;Stanowisko\r\nZielińska;Łucja;\r\nNowak;Jan;kierowca\r\nNowa;Ola;")

    assert [row.verb for row in made.rows] == [SAME, CHANGE, CREATE]
    assert made.rows[1].values == {"function": {"pl": "kierowca"}}


def test_another_spelling_is_suggested_and_never_merged(guests):
    made = planned(
        guests, "Nazwisko;Imię\r\nZielinska;Lucja\r\nGeorgieva;Maria\r\nGueorguieva;Maria\r\nKot;Ala\r\nKot;Ala"
    )

    assert [row.verb for row in made.rows] == [CREATE] * 5
    assert [[(one.url, one.row) for one in row.likenesses] for row in made.rows] == [
        [(f"/m/{guests.first.pk}", 0)],
        [],
        [("", 3)],
        [],
        [("", 5)],
    ]
    assert [row.is_known_by_name for row in made.rows] == [False, False, False, False, True]


def test_who_was_withdrawn_does_not_come_back_with_the_list(guests):
    Member.objects.filter(pk=guests.second.pk).update(withdrawn_on="2026-01-01")

    assert [row.verb for row in planned(guests, "Nazwisko;Imię\r\nNowak;Jan").rows] == [LEFT_OUT]


def test_a_second_head_is_wrong(guests):
    made = planned(guests, "Nazwisko;Imię;Rola\r\nA;B;head\r\nC;D;head")

    assert [row.verb for row in made.rows] == [CREATE, WRONG]


# ---- bad lists ---------------------------------------------------------------------------
@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["name"])
def test_a_bad_list_is_answered_as_the_manifest_says(guests, entry):
    client, content = browser(guests.link), make.build(entry["name"])
    file = SimpleUploadedFile(entry["name"], content)

    answer = client.post(page(guests.link, "delegation_list"), {"file": file})

    if entry["expected"] == "refused":
        if content:
            with pytest.raises(TableError) as caught:
                tables.read(content)
            assert caught.value.code in entry["codes"]
            with translation.override("en"):
                assert escape(reason(caught.value)) in answer.content.decode()
        assert (answer.status_code, MemberList.objects.count()) == (422, 0)
        return
    kept = MemberList.objects.get()
    shown = client.get(page(guests.link, "delegation_list_preview", kept.pk))
    assert (answer.status_code, shown.status_code) == (302, 200)
    if entry["expected"] == "wrong":
        problem = shown.context["problems"][0]
        assert (f"{problem.row} {problem.column}", entry["says"] in problem.reason) == (entry["cell"], True)
    else:
        assert (shown.context["problems"], len([*shown.context["warnings"], *shown.context["doubts"]])) == (
            [],
            entry["warnings"],
        )


def test_the_bomb_is_small_and_would_be_large():
    content = make.build("bomb.xlsx")

    assert len(content) < 2**20


def test_the_manifest_names_every_file_once():
    assert {entry["name"] for entry in MANIFEST} == set(make.FILES)


# ---- the four steps ------------------------------------------------------------------------
LIST = "Nazwisko;Imię;Stanowisko;E-mail\r\nWiśniewska;Ewa;kierowniczka;ewa@example.org\r\nKot;Ala;;ala@@example\r\n"


def upload(client, address: str, text: str = LIST):
    return client.post(address, {"file": SimpleUploadedFile("lista.csv", text.encode())})


def confirm(client, address: str, rows: str = "all", **more: object):
    shown = client.get(address)
    sent = {"digest": shown.context["plan"].digest, "rows": rows, **more}
    return client.post(address, sent), sent


def test_the_focal_point_takes_a_list_over_once(guests):
    client = browser(guests.link)
    kept = upload(client, page(guests.link, "delegation_list")).url
    columns = client.get(kept)
    preview = kept.replace("/columns/", "/preview/")

    all_rows, _sent = confirm(client, preview)
    taken_over, sent = confirm(client, preview, rows="right")
    again = client.post(preview, sent)

    assert (columns.status_code, all_rows.status_code, taken_over.status_code, again.status_code) == (
        200,
        409,
        302,
        302,
    )
    assert sorted(guests.delegation.members.values_list("family_name", flat=True)) == [
        "Nowak",
        "Wiśniewska",
        "Zielińska",
    ]
    assert MemberList.objects.count() == 0
    event = next(one for one in timeline(guests.delegation) if one.code == "delegation.list_taken_over")
    assert event.facts == {"created": 1, "changed": 0, "left_out": 1, "link": guests.link.pk}


def test_who_has_wrong_cells_is_told_what_to_do_with_them(guests, english):
    client, shown = browser(guests.link), []
    for text in (LIST, "Family name;Given name\nNowak;Ewa\n"):
        address = upload(client, page(guests.link, "delegation_list"), text).url
        shown.append(client.get(address.replace("/columns/", "/preview/")))

    # On a phone the columns have no heads, so the number says itself that it is a row.
    assert '<th scope="row" data-label="Row">' in shown[0].content.decode()
    remedy = "Put these cells right in your list and choose it again"
    assert [(bool(one.context["problems"]), remedy in one.content.decode()) for one in shown] == [
        (True, True),
        (False, False),
    ]


def test_the_same_list_a_second_time_changes_nothing(guests):
    client = browser(guests.link)
    text = LIST.replace("ala@@example", "ala@example.org") + "Kot;Ala;;ala@example.org\r\n"
    outcomes = []
    for _turn in range(2):
        preview = upload(client, page(guests.link, "delegation_list"), text).url.replace("/columns/", "/preview/")
        doubles = [row["row"] for row in client.get(preview).context["alike"] if row["is_double"]]
        confirm(client, preview, double=doubles)
        outcomes.append(sorted(guests.delegation.members.values_list("family_name", "version")))

    assert outcomes[0] == outcomes[1]
    assert [name for name, _version in outcomes[0]] == ["Kot", "Nowak", "Wiśniewska", "Zielińska"]


def test_a_list_with_more_people_than_places_is_taken_over_not_at_all(guests):
    guests.delegation.quota = 2
    guests.delegation.save()
    client = browser(guests.link)
    preview = upload(client, page(guests.link, "delegation_list")).url.replace("/columns/", "/preview/")

    answer, _sent = confirm(client, preview, rows="right")

    assert (answer.status_code, answer.context["lacking"], Member.objects.count()) == (409, 1, 2)


READ = {"header": "1", "separator": ";", "encoding": "utf-8", "language": "pl"}


def test_columns_and_order_are_chosen(guests):
    client = browser(guests.link)
    columns = upload(client, page(guests.link, "delegation_list"), "Osoby\r\nKowalska Ewa").url

    nothing = client.post(columns, {**READ, "column_0": ""})
    chosen = client.post(
        columns,
        {**READ, "column_0": "name", "default_name_order": "family_first"},
    )
    shown = client.get(chosen.url)

    assert (nothing.status_code, chosen.status_code) == (422, 302)
    assert [row["label"] for row in shown.context["rows"]] == ["Ewa Kowalska"]


def test_nobody_looks_at_a_list_of_somebody_else(guests):
    kept = upload(browser(guests.link), page(guests.link, "delegation_list")).url
    other = guests.give("delegation", guests.delegation, email="other@example.org")

    answer = browser(other).get(kept.replace(f"/guest/{guests.link.pk}/", f"/guest/{other.pk}/"))

    assert answer.status_code == 404


def test_uploads_are_limited(guests, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guest_upload": "1/h/key"}
    client = browser(guests.link)

    answers = [upload(client, page(guests.link, "delegation_list")) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [302, 429]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_empty_table_speaks_the_guests_language_and_is_understood(guests, kind):
    answer = browser(guests.link).get(f"{page(guests.link, 'delegation_list_template', kind)}?lang=pl")

    sheet = tables.read(answer.content)
    found = guessed_for(sheet, Choices(language="pl")).columns
    assert list(found.values()) == [one.key for one in MEMBERS.fields if one.key != "name"]


def test_the_office_goes_the_same_way(guests, client):
    client.force_login(guests.officer)
    columns = upload(client, f"/desk/delegations/{guests.delegation.pk}/list/").url
    preview = columns.replace("/columns/", "/preview/")

    shown = client.get(columns)
    taken_over, _sent = confirm(client, preview, rows="right")

    assert (shown.status_code, taken_over.status_code, taken_over.url) == (
        200, 302, guests.delegation.get_absolute_url(),
    )  # fmt: skip
    assert Member.objects.filter(family_name="Wiśniewska").count() == 1


def test_another_office_sees_nothing_of_it(guests, client):
    client.force_login(guests.officer)
    columns = upload(client, f"/desk/delegations/{guests.delegation.pk}/list/").url
    client.force_login(make_user(role="international_officer"))

    assert [client.get(one).status_code for one in (columns, f"/desk/delegations/{guests.delegation.pk}/list/")] == [
        404
    ] * 2


def test_a_table_is_written_that_no_spreadsheet_computes():
    content = tables.write_xlsx(title="x", header=["Nazwisko"], rows=[["=1+1"]], unknown="?")

    assert tables.read(io.BytesIO(content).getvalue()).rows[1][0].value == "=1+1"


def test_names_that_are_cyrillic_are_compared_and_mixed_ones_are_pointed_out(guests, english):
    client = browser(guests.link)
    text = "Фамилия;Имя\r\nШевченко;Тарас\r\nWiśniewskа;Ewa\r\n"
    preview = upload(client, page(guests.link, "delegation_list"), text).url.replace("/columns/", "/preview/")

    shown = client.get(preview)

    assert [(one.row, one.value) for one in shown.context["doubts"]] == [(2, "Шевченко")]
    assert [(one.row, one.value) for one in shown.context["warnings"]] == [(3, "Wiśniewskа")]
    first, second = shown.content.decode().split('id="letters"')
    assert ("Шевченко" in first, "Шевченко</bdi></span>" in second.split("</section>")[0]) == (True, False)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "Everything in the list was here already. Nothing was changed."),
        ({CREATE: 2}, "2 members were named."),
        ({CHANGE: 1}, "1 member was changed."),
        (
            {CREATE: 1, CHANGE: 2, WRONG: 3, LEFT_OUT: 1},
            "1 member was named. 2 members were changed. 4 rows were left out.",
        ),
        ({WRONG: 1}, "0 members were named. 1 row was left out."),
    ],
)
def test_it_is_said_how_many_rows_did_what(english, counts, said):
    assert outcome(Counter(counts)) == said
