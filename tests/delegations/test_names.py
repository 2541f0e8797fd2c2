"""Names in several scripts: passport forms, ISO 9, sorting, order, how a letter begins."""

from __future__ import annotations

import pytest
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.collation import sorting_key
from hospitium.delegations.forms.fields import name_of_member
from hospitium.delegations.names import (
    PersonName,
    address_line,
    completed,
    hidden_in,
    is_latin,
    language_of_letters,
    name_in,
    passport_form,
    salutation_in,
    script_of,
    sorting_name_in,
    transliterated,
)

LANGUAGES = ("de", "en", "pl", "cs", "hu", "ru")


# ---- passport and ISO 9 -----------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("ru", "Щербакова Юлия Сергеевна", "Shcherbakova Iuliia Sergeevna"),
        ("ru", "Подъячев Игорь", "Podieiachev Igor"),
        ("ru", "ЩУКИНА", "SHCHUKINA"),
        ("uk", "Згурський Юрій", "Zghurskyi Yurii"),
        ("uk", "Єнакієва", "Yenakiieva"),
        ("uk", "Знам'янська Ґалина", "Znamianska Galyna"),
        ("be", "Ігар Кісялёў", "Ihar Kisialiou"),
        ("be", "Міховіч Марыя", "Mikhovich Maryia"),
        ("bg", "Щерева София", "Shtereva Sofia"),
        ("bg", "Ъгълов Юри", "Agalov Yuri"),
        ("sr", "Љубица Ђорђевић", "Ljubica Dordevic"),
        ("", "Łucja Nowak", "Łucja Nowak"),
    ],
)
def test_passport_form_follows_the_passports_of_the_country(language, name, expected):
    assert passport_form(name, language=language) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Щербакова Юлия", "Ŝerbakova Ûliâ"),
        ("Єнакієва", "Ênakìêva"),
        ("Ігар Кісялёў", "Ìgar Kìsâlëŭ"),
        ("Řehoř", "Řehoř"),
    ],
)
def test_iso_9_gives_one_sign_for_one_sign(name, expected):
    assert transliterated(name) == expected


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў", min_size=1, max_size=30))
def test_a_passport_form_is_latin_or_nothing(name):
    assert script_of(passport_form(name)) in {"LATIN", ""}


@pytest.mark.parametrize(
    ("name", "usual", "language"),
    [
        ("Київ", "ru", "uk"),
        ("Кісялёў", "", "be"),
        ("Рыбіна", "", "be"),
        ("Эмма", "uk", "ru"),
        ("Ђурић", "", "sr"),
        ("Иван", "bg", "bg"),
        ("Иван", "pl", "ru"),
    ],
)
def test_letters_tell_the_language(name, usual, language):
    assert language_of_letters(name, usual=usual) == language


def test_what_was_typed_in_cyrillic_alone_gets_a_passport_form_as_a_proposal():
    typed = PersonName("Іваненко", "Олена", language="uk")

    done = completed(typed)

    assert (done.family, done.given, done.own_family, done.own_given) == ("Ivanenko", "Olena", "Іваненко", "Олена")
    assert completed(PersonName("Ivanenko", "Elena", "Іваненко", "Олена")).given == "Elena"
    assert completed(PersonName("Παππάς", "Νίκος")).family == "Παππάς"


# ---- signs -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Nowak", None),
        ("O’Brien-Żółć Jr.", None),
        ("No\u202ewak", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("No\u200bwak", "U+200B ZERO WIDTH SPACE"),
        ("Nowak\r\nBcc: x@example.org", "U+000D CARRIAGE RETURN"),
        ("No\x00wak", "U+0000 NULL"),
        ("No\u2028wak", "U+2028 LINE SEPARATOR"),
        ("No\U000e0041wak", "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ],
)
def test_hidden_signs_are_named(text, named):
    found = hidden_in(text)

    assert (str(found) if found else None) == named


def test_joiners_stay_because_scripts_need_them():
    assert hidden_in("می\u200cخواهم") is None


def test_scripts_are_told_apart():
    assert [is_latin(text) for text in ("Łucja", "Олена", "Ореra", "...")] == [True, False, False, False]


# ---- sorting ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("pl", ["Ćwik", "Dąb", "Lis", "Łoza", "Maj", "Zając", "Źrebak", "Żak"]),
        ("cs", ["Cihlář", "Čapek", "Dvořák", "Hus", "Chalupa", "Ibl", "Rada", "Řehoř", "Sova", "Šimek"]),
        ("hu", ["Cukor", "Csák", "Dobó", "Gál", "Gyöngy", "Oláh", "Ökrös", "Szabó", "Tóth", "Zólyomi", "Zsolnai"]),
        ("de", ["Mader", "Mäder", "Maes", "Müller", "Muffel", "Muster"]),
        ("ru", ["Ёлкин", "Емельянов", "Жуков", "Яров", "Adam", "Zorn"]),
        ("en", ["Ångström", "Łoza", "Nowak", "Zorn", "Жуков"]),
    ],
)
def test_each_language_sorts_as_its_readers_look(language, names):
    shuffled = sorted(names, key=lambda name: name[::-1])

    assert sorted(shuffled, key=lambda name: sorting_key(name, language)) == names


def test_doubled_hungarian_letters_are_two():
    names = ["Vissza", "Viszt", "Visz"]

    assert sorted(names, key=lambda name: sorting_key(name, "hu")) == ["Visz", "Vissza", "Viszt"]


def test_marks_come_second_and_words_divide():
    names = ["Nowakowa", "Nowak-Lis", "Nowák", "Nowak", "O'Brien", "Obrin"]

    assert sorted(names, key=lambda name: sorting_key(name, "en")) == [
        "Nowak", "Nowák", "Nowak-Lis", "Nowakowa", "O'Brien", "Obrin"
    ]  # fmt: skip


# ---- order and forms of address -------------------------------------------------------
KOVACS = PersonName("Kovacs", "Anna", "Kovács", "Anna", family_first=True, language="hu", title="Dr.", address="madam")
IVANENKO = PersonName("Ivanenko", "Olena", "Іваненко", "Олена", language="uk", address="madam")
NOWAK = PersonName("Nowak", "Jan", language="pl", title="dr", address="sir")


def test_hungarian_names_begin_with_the_family_in_hungarian_and_end_with_it_elsewhere():
    assert [name_in(KOVACS, language) for language in ("hu", "de", "ru")] == [
        "Kovács Anna",
        "Anna Kovács",
        "Anna Kovacs",
    ]
    assert name_in(PersonName("Ito", "Mari", family_first=True, language="ja"), "de") == "Ito Mari"


def test_the_own_script_stands_where_it_is_read():
    assert [name_in(IVANENKO, language) for language in ("ru", "de")] == ["Олена Іваненко", "Olena Ivanenko"]
    assert [sorting_name_in(IVANENKO, language)[0] for language in ("ru", "pl")] == ["Іваненко", "Ivanenko"]


def test_address_lines_put_form_and_title_in_front():
    assert {language: address_line(KOVACS, language) for language in LANGUAGES} == {
        "de": "Frau Dr. Anna Kovács",
        "en": "Dr. Anna Kovács",
        "pl": "Pani Dr. Anna Kovács",
        "cs": "paní Dr. Anna Kovács",
        "hu": "Dr. Kovács Anna",
        "ru": "госпожа Dr. Anna Kovacs",
    }


def test_salutations_without_anything_known_guess_nobody():
    unknown = PersonName("Nowak", "Sasza")

    assert {language: salutation_in(unknown, language).text for language in LANGUAGES} == {
        "de": "Guten Tag Sasza Nowak",
        "en": "Dear Sasza Nowak",
        "pl": "Szanowni Państwo",
        "cs": "Vážená paní, vážený pane",
        "hu": "Tisztelt Hölgyem, tisztelt Uram",
        "ru": "Уважаемые дамы и господа",
    }


def test_usual_salutations_use_title_or_name_and_never_compute_a_vocative():
    assert {language: salutation_in(NOWAK, language).text for language in LANGUAGES} == {
        "de": "Sehr geehrter Herr dr Nowak",
        "en": "Dear Dr Nowak",
        "pl": "Szanowny Panie Doktorze",
        "cs": "Vážený pane doktore",
        "hu": "Tisztelt Doktor Úr",
        "ru": "Уважаемый господин Nowak",
    }


@pytest.mark.parametrize(
    ("language", "function", "address", "expected"),
    [
        ("pl", "dyrektorka Biura Współpracy", "madam", ("Szanowna Pani Dyrektor", "function")),
        ("pl", "dyrektor biura", "sir", ("Szanowny Panie Dyrektorze", "function")),
        ("pl", "główna specjalistka", "madam", ("Szanowna Pani", "neutral")),
        ("cs", "náměstek primátora", "sir", ("Vážený pane náměstku", "function")),
        ("hu", "polgármester", "madam", ("Tisztelt Polgármester Asszony", "function")),
    ],
)
def test_offices_have_their_fixed_forms(language, function, address, expected):
    found = salutation_in(PersonName("Kowal", "Ada", address=address), language, function=function)

    assert (found.text, found.made_from) == expected


def test_what_was_written_for_the_person_goes_first():
    found = salutation_in(NOWAK, "pl", own="Szanowny Panie Prezydencie", function="dyrektor")

    assert (found.text, found.made_from) == ("Szanowny Panie Prezydencie", "own")


def test_russian_uses_the_patronymic_where_it_is_known():
    person = PersonName("Petrova", "Anna Ivanovna", "Петрова", "Анна Ивановна", address="madam", language="ru")

    assert salutation_in(person, "ru").text == "Уважаемая Анна Ивановна"


def test_labels_of_names_wait_for_the_language_of_the_page(english):
    label = name_of_member("given_name").label

    assert (isinstance(label, Promise), str(label)) == (True, "Given names as in the passport")
