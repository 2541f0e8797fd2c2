"""Forms: fields of our own, fields taken from models, and the one way in which a form is answered."""

from hospitium.core.forms.answers import (
    answer_form,
    both_versions,
    go_on_from,
    point_out_letters,
)
from hospitium.core.forms.fields import (
    CountriesField,
    CountryField,
    MultilingualFormField,
    MultilingualWidget,
    PartialDateFormField,
    SeveralField,
    offer,
    open_languages,
    word,
)
from hospitium.core.forms.records import RecordForm, field_of, may_be_a_day
from hospitium.core.forms.text import ListField, TextField, clean_text

__all__ = [
    "CountriesField",
    "CountryField",
    "ListField",
    "MultilingualFormField",
    "MultilingualWidget",
    "PartialDateFormField",
    "RecordForm",
    "SeveralField",
    "TextField",
    "answer_form",
    "both_versions",
    "clean_text",
    "field_of",
    "go_on_from",
    "may_be_a_day",
    "offer",
    "open_languages",
    "point_out_letters",
    "word",
]
