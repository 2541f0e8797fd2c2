"""Texts in several languages: which wording is shown, and what an edit does to the translations."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hospitium.core.multilingual import CURRENT, MACHINE, MISSING, OUTDATED, Multilingual, Phrase, written_in

LANGUAGES = ("de", "en", "pl", "cs", "hu", "ru")
TEXT = Multilingual({"de": "Seminar", "pl": "Seminarium", "cs": "Seminář"}, "de", {"pl": OUTDATED, "cs": MACHINE})


@pytest.mark.parametrize(
    ("text", "language", "phrase"),
    [
        (TEXT, "de", Phrase("Seminar", "de", CURRENT)),
        (TEXT, "pl", Phrase("Seminarium", "pl", OUTDATED)),
        (TEXT, "cs", Phrase("Seminář", "cs", MACHINE)),
        (TEXT, "hu", Phrase("Seminar", "de", MISSING)),
        (Multilingual({"en": "seminar", "pl": "seminarium"}, ""), "hu", Phrase("seminar", "en", MISSING)),
        (Multilingual({"pl": "seminarium"}, ""), "hu", Phrase("seminarium", "pl", MISSING)),
        (Multilingual(), "hu", Phrase("", "hu", MISSING)),
    ],
)
def test_the_wording_is_that_of_the_page_else_the_source_else_english_else_any(text, language, phrase):
    assert text.in_language(language) == phrase


def test_a_text_knows_the_language_of_the_page():
    with translation.override("pl"):
        assert (str(TEXT), TEXT.here.is_foreign) == ("Seminarium", False)
    with translation.override("hu"):
        assert (str(TEXT), TEXT.here.is_foreign, TEXT.here.language) == ("Seminar", True, "de")


@pytest.mark.parametrize(
    ("text", "is_there"),
    [(Multilingual(), False), (Multilingual({"de": ""}, "de"), False), (TEXT, True)],
)
def test_a_text_without_words_is_false(text, is_there):
    assert (bool(text), bool(text.here)) == (is_there, is_there)


@pytest.mark.parametrize(
    ("typed", "states"),
    [
        pytest.param({}, {"pl": OUTDATED, "cs": MACHINE}, id="nothing changed"),
        pytest.param({"de": "Tagung"}, {"pl": OUTDATED, "cs": OUTDATED}, id="the source changed"),
        pytest.param({"de": "Tagung", "pl": "Konferencja"}, {"cs": OUTDATED}, id="source and one translation changed"),
        pytest.param({"pl": "Konferencja"}, {"cs": MACHINE}, id="a translation was brought up to date"),
        pytest.param({"hu": "Szeminárium"}, {"pl": OUTDATED, "cs": MACHINE}, id="a translation was added"),
        pytest.param({"pl": " "}, {"cs": MACHINE}, id="a translation was taken out"),
        pytest.param({"de": "", "pl": "Konferencja"}, {"cs": OUTDATED}, id="the source was taken out"),
    ],
)
def test_what_an_edit_does_to_the_states(typed, states):
    assert dict(TEXT.rewritten({**TEXT.texts, **typed}).states) == states


def test_a_text_that_lost_its_source_goes_on_from_the_next_language():
    edited = TEXT.rewritten({"de": "", "pl": "Konferencja"})

    assert edited == Multilingual({"pl": "Konferencja"}, "pl", {})


def test_machine_translations_are_marked_until_a_person_touches_them():
    made = written_in("de", "Seminar").rewritten({"de": "Seminar", "hu": "Szeminárium"}, machine=["hu", "ru"])
    kept = made.rewritten(made.texts)
    read = made.rewritten({**made.texts, "hu": "Tanfolyam"})

    assert (dict(made.states), dict(kept.states), dict(read.states)) == ({"hu": MACHINE}, {"hu": MACHINE}, {})


WORDS = st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), max_size=12)
TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), WORDS)


@given(TEXTS, TEXTS, st.sets(st.sampled_from(LANGUAGES)))
def test_an_edit_loses_no_text_and_marks_exactly_what_was_left_behind(before, typed, machine):
    text = Multilingual().rewritten(before)
    edited = text.rewritten(typed, machine=machine)

    assert dict(edited.texts) == {code: words.strip() for code, words in typed.items() if words.strip()}
    assert edited.source in edited.texts or (edited.source, dict(edited.texts)) == ("", {})
    source_changed = edited.texts.get(edited.source) != text.texts.get(edited.source)
    assert {code for code in edited.texts if edited.state(code) == OUTDATED} == {
        code
        for code, words in edited.texts.items()
        if code != edited.source and code not in machine and source_changed and words == text.texts.get(code)
    }
    assert {code for code in edited.texts if edited.state(code) == MACHINE} == machine & (
        set(edited.texts) - {edited.source}
    )
    assert {code for code in LANGUAGES if edited.state(code) == MISSING} == set(LANGUAGES) - set(edited.texts)


@given(TEXTS, TEXTS)
def test_a_second_edit_without_a_change_changes_nothing(before, typed):
    edited = Multilingual().rewritten(before).rewritten(typed)

    assert edited.rewritten(edited.texts) == edited


@given(TEXTS, TEXTS, st.sets(st.sampled_from(LANGUAGES)))
def test_as_json_and_back_is_the_same(before, typed, machine):
    text = Multilingual().rewritten(before).rewritten(typed, machine=machine)

    assert Multilingual.from_json(text.as_json()) == text


def test_nothing_is_kept_of_a_text_without_words():
    assert (Multilingual({"de": ""}, "de").as_json(), Multilingual.from_json(None), Multilingual.from_json({})) == (
        {},
        Multilingual(),
        Multilingual(),
    )


def test_written_in_takes_the_translations_along():
    assert written_in("de", "Seminar", pl="Seminarium", cs="") == Multilingual(
        {"de": "Seminar", "pl": "Seminarium"}, "de"
    )
