"""What people type, and what hostile people send instead (corpus B-11 and B-13)."""

from __future__ import annotations

import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.dates import PartialDate
from hospitium.core.forms import (
    CountriesField,
    MultilingualFormField,
    PartialDateFormField,
    TextField,
    clean_text,
    field_of,
)
from hospitium.partners.models import Contact, Partner

# B-11: names as people have them; none of them may come out otherwise than it went in.
NAMES = [
    "Łukasz Żółć-Gęślą", "Jiří Třebízský", "Ľudovít Ťažký", "Őrsi Gyöngyvér", "Nagy-Kovács Ágnes dr.",
    "İbrahim Işık", "Александр Сергеевич Ёлкин", "Олена Їжакевич-Ґонта", "von und zu Musterberg", "O’Néill",
    "García Márquez", "Madonna", "MÜLLER", "de la Fuente y Ortega", "王小明", "शर्मा", "נועה", "فاطمة", "X Æ A-12",
    "A" * 120, "Ni̇", "नमस्‍ते",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_its_bearer_writes_it(name):
    assert clean_text(name) == unicodedata.normalize("NFC", name)
    assert TextField(max_length=120).clean(f"  {name} ") == unicodedata.normalize("NFC", name)


# B-13: what cannot be seen is taken out, what can be seen stays.
HIDDEN = {
    "bidi override": ("Anna\u202emoc.live", "Annamoc.live"),
    "bidi isolate": ("\u2066Anna\u2069", "Anna"),
    "zero-width space": ("An\u200bna", "Anna"),
    "word joiner": ("An\u2060na", "Anna"),
    "byte order mark": ("\ufeffAnna", "Anna"),
    "tag characters": ("Anna\U000e0041\U000e007f", "Anna"),
    "bell and escape": ("An\x07na\x1b[31m", "Anna[31m"),
    "C1 control": ("An\x9bna", "Anna"),
    "line break": ("Anna\r\nBcc: x@example.org", "AnnaBcc: x@example.org"),
    "decomposed": ("Cˇapek".replace("ˇ", "\u030c"), "Čapek"),
    "joiners that scripts need": ("नमस्\u200dते \u200c", "नमस्\u200dते \u200c"),
    "500 marks": ("a" + "\u0335" * 500, "a" + "\u0335" * 8),
    "homoglyph": ("Веrlin"[0] + "erlin", "Вerlin"),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_cannot_be_seen_is_taken_out(case):
    typed, kept = HIDDEN[case]

    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    "character", ["\x00", chr(0xD800), chr(0xDFFF), "\ufffe", "\uffff", "\ufdd0", "\U0010ffff", "\u0378"]
)
def test_what_no_keyboard_writes_is_refused(character, english):
    for field in (TextField(), TextField(lines=True)):
        with pytest.raises(ValidationError) as refusal:
            field.clean(f"An{character}na")
        assert len(refusal.value.messages) == 1


def test_several_lines_keep_their_breaks_and_nothing_else():
    assert clean_text("one\n\ttwo\x0b\u202e\r\nthree", lines=True) == "one\n\ttwo\r\nthree"


@given(st.text())
def test_cleaned_text_stays_clean(text):
    try:
        once = clean_text(text)
    except ValidationError:
        return

    assert clean_text(once) == once
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Cn"} for sign in once)


def test_texts_in_languages_are_cleaned_too(english):
    field = MultilingualFormField(max_length=10)

    assert field.clean({"de": " An\u202ena ", "pl": "  ", "cs": "Čapek"}) == {"de": "Anna", "cs": "Čapek"}
    with pytest.raises(ValidationError, match="At most 10 characters"):
        field.clean({"de": "x" * 11})
    with pytest.raises(ValidationError, match="cannot be stored"):
        field.clean({"de": "x\x00"})
    with pytest.raises(ValidationError, match="required"):
        field.clean({"de": "\u200b"})


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("12.11.1990", PartialDate(1990, 11, 12)),
        (" 1.6.1995 ", PartialDate(1995, 6, 1)),
        ("06. 1995", PartialDate(1995, 6)),
        ("1995", PartialDate(1995)),
        ("1995.", PartialDate(1995)),
        ("1995-06", PartialDate(1995, 6)),
        ("1995-06-10", PartialDate(1995, 6, 10)),
        ("", None),
    ],
)
def test_a_date_may_be_typed_as_far_as_it_is_known(typed, known):
    field = PartialDateFormField(required=False)

    assert field.clean(typed) == known
    assert field.clean(field.prepare_value(known) or "") == known


@pytest.mark.parametrize(
    "typed", ["31.02.1995", "13/1995", "3.4.95", "10.6", "32", "1.2.3.4", "..", "1995-6-1", "x" * 19]
)
def test_what_is_no_date_is_refused_with_what_was_typed(typed, english):
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean(typed)

    assert refusal.value.messages == [f"“{typed}” is not a date. Write 12.11.1990, 11.1990 or 1990."]


def test_a_form_field_takes_its_label_length_and_choices_from_the_column(english):
    name, level = field_of(Contact, "family_name"), field_of(Partner, "level")
    note, birthday = field_of(Contact, "note"), field_of(Contact, "confirmed_on")

    assert (str(name.label), name.required, name.max_length) == ("Family name", True, 120)
    assert [choice[0] for choice in level.choices] == ["city", "district", "land", "authority"]
    assert (isinstance(note.widget, forms.Textarea), note.required) == (True, False)
    assert (birthday.widget.input_type, birthday.widget.format) == ("date", "%Y-%m-%d")
    assert field_of(Contact, "family_name", required=False).required is False


def test_a_column_that_nobody_may_type_has_no_form_field():
    with pytest.raises(TypeError):
        field_of(Contact, "id")


def test_countries_are_written_by_name_or_by_code():
    class Where(forms.Form):
        countries = CountriesField(required=False)

    with translation.override("de"):
        right, wrong = Where({"countries": "Österreich, pl, TSCHECHIEN, AT"}), Where({"countries": "Polen, Atlantis"})
        shown = str(Where(initial={"countries": ["AT", "PL"]})["countries"])

        assert (right.is_valid(), right.cleaned_data) == (True, {"countries": ["AT", "PL", "CZ"]})
        assert (wrong.is_valid(), "Atlantis" in str(wrong.errors)) == (False, True)
    assert "Österreich, Polen" in shown
