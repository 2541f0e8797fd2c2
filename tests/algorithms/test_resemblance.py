import doctest
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.resemblance import MixedWord, Name, mixed_words, name_keys, resembles, spelling
from hospitium.algorithms.search import fold

PAGE = Path(__file__).parents[2] / "docs/algorithms/resemblance.md"
LETTERS = "abcdeghijklmnoprstuvwyzàáâäąćčďęéěíłńňóőöøřśšťúůüýżźžđß"
LATIN = st.text(alphabet=LETTERS + LETTERS.upper(), min_size=1, max_size=14)
CYRILLIC = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщыьэюя", min_size=1, max_size=12).filter(
    lambda word: word.strip("ь")
)
# Syllables with at most two consonants before the vowel: names can be spoken.
SYLLABLE = st.from_regex(r"[бвгджзклмнпрстфхцчшщ]{0,2}ь?[аеёиоуыэюяй]", fullmatch=True)
SPOKEN = st.lists(SYLLABLE, min_size=1, max_size=4).map("".join)
WORDS = st.one_of(LATIN, CYRILLIC)
NAMES = st.builds(Name, WORDS, st.one_of(st.just(""), WORDS))
# The letters of Russian passports, by ICAO 9303.
PASSPORT = str.maketrans(
    {
        **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ь": "",
        "ю": "iu",
        "я": "ia",
    }
)


def test_resemblance_worked_example_of_the_page_is_true():
    assert doctest.testfile(str(PAGE), module_relative=False) == doctest.TestResults(0, 6)


@pytest.mark.parametrize(
    "spellings",
    [
        "Георгиева|Georgieva|Gueorguieva|Georgiewa|Georgijewa|GEORGIEVA|Georgíeva",
        "Соловьёв|Соловьев|Solovyov|Solowjow|Soloviev|Solovev|Solov'ev",
        "Горбачёв|Горбачев|Gorbachev|Gorbatschow|Gorbaczow|Gorbačov|Gorbatchev",
        "Щербаков|Shcherbakov|Schtscherbakow|Szczerbakow|Ščerbakov|Chtcherbakov",
        "Хрущёв|Khrushchev|Chruschtschow|Chruszczow|Chruščov",
        "Чехов|Chekhov|Tschechow|Czechow|Čechov|Csehov|Tchekhov",
        "Жуков|Zhukov|Schukow|Żukow|Joukov|Zsukov|Žukov",
        "Кузнецов|Kuznetsov|Kusnezow|Kuzniecow|Kuznecov",
        "Вишневская|Vishnevskaya|Wiśniewska|Wisniewska",
        "Мария|Maria|Mariya|Marija|Mária",
        "Юлия|Julia|Yulia|Juliya|Ioulia",
        "Дмитрий|Dmitry|Dmitri|Dmitrij|Dmitriy",
        "Първанов|Parvanov",
        "Müller|Mueller|Muller|MÜLLER",
        "Žižkov|Zizkov|Z\u030ciz\u030ckov",
        "Kovács|Kovacs|Ковач",
        "Żółć-Śliwińska|Zolc-Sliwinska|ŻÓŁĆ ŚLIWIŃSKA",
        "O’Neill|O'Neill|ONeill",
        "Smirnov|Smirnoff|Смирнов",
        "Işık|Isik|IŞIK",
    ],
)
def test_spellings_of_one_name_resemble_each_other(spellings):
    names = [Name(one) for one in spellings.split("|")]

    assert [(one, other) for one, other in combinations(names, 2) if not resembles(one, other)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Nagy", "Ágnes"), ("Ágnes", "Nagy")),
        (("Nagy Ágnes",), ("Nagy", "Agnes")),
        (("Георгиева", "Мария Ивановна"), ("Georgieva", "Maria")),
        (("Nowak", "dr Jan"), ("Nowak", "Jan")),
        (("Dr", ""), ("DR", "")),
    ],
)
def test_changed_places_titles_and_patronymics_do_not_count(one, other):
    assert resembles(Name(*one), Name(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Georgieva", "Maria"), ("Georgieva", "Marta")),
        (("Georgieva", "Maria"), ("Georgiev", "Mario")),
        (("Nowak", "Jan"), ("Nowak", "Jana")),
        (("Nowak", "Jan"), ("Nowak", "")),
        (("Nowak", "Jan"), ("Nowak", "Jan Piotr")),
        (("Иванович", "Анна"), ("", "Анна")),
        (("", ""), ("", "")),
        (("?", "1"), ("?", "1")),
    ],
)
def test_other_people_do_not_resemble_each_other(one, other):
    assert not resembles(Name(*one), Name(*other))


@given(NAMES)
def test_name_resembles_itself_in_every_composition_and_case_and_with_its_parts_changed(name):
    others = [
        Name(*(unicodedata.normalize("NFD", part) for part in name)),
        Name(*(part.upper() for part in name)),
        Name(*(fold(part) for part in name)),
        Name(name.given, name.family),
    ]

    assert [other for other in others if not (resembles(name, other) and resembles(other, name))] == []


@given(SPOKEN, SPOKEN)
def test_name_resembles_its_spelling_in_a_passport(family, given):
    assert resembles(Name(family, given), Name(family.translate(PASSPORT).upper(), given.translate(PASSPORT)))


@given(st.text(max_size=400), st.text(max_size=400))
def test_keys_are_few_whatever_the_name(family, given):
    assert len(name_keys(Name(family, given))) <= 256


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Müller", "Mu\u0308ller", True),
        ("MUSTER ", "Muster", True),
        ("Müller", "Muller", False),
        ("Георгиева", "Georgieva", False),
    ],
)
def test_spelling_keeps_marks_and_letters_and_nothing_else(one, other, same):
    assert (spelling(one) == spelling(other)) is same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\u0412\u0435rlin", [("\u0412\u0435rlin", ("\u0412", "\u0435"))]),
        ("Haus der M\u043eden, \u039fpera", [("M\u043eden", ("\u043e",)), ("\u039fpera", ("\u039f",))]),
        ("Москв\u0061", [("Москва".replace("а", "a"), ("a",))]),
        ("info@ex\u0430mple.org", [("ex\u0430mple", ("\u0430",))]),
        ("Be\u0301r\u043c", [("Bér\u043c", ("\u043c",))]),
        ("a\u0430", [("a\u0430", ("\u0430",))]),
        ("Санкт-Petersburg, Urząd, Ελλάς, İstanbul ısı, ДК 10a, 北京a, µm, Straße’s", []),
        ("", []),
    ],
)
def test_words_that_mix_letters_are_found_with_the_odd_ones(text, found):
    assert mixed_words(text=text) == tuple(MixedWord(*one) for one in found)


def test_odd_letters_have_names():
    assert mixed_words(text="\u0412\u0435rlin")[0].names == ("CYRILLIC CAPITAL LETTER VE", "CYRILLIC SMALL LETTER IE")


@given(st.text(max_size=200))
def test_odd_letters_stand_in_their_word_and_never_fill_it(text):
    for found in mixed_words(text=text):
        assert set(found.letters) < set(found.word)
        assert len(found.names) == len(found.letters)


@given(WORDS)
def test_word_of_one_script_is_never_mixed(word):
    assert mixed_words(text=word) == ()
