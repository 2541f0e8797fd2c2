"""Forms of an evaluation: its questions, the days on which it is open, and the sheet that a guest fills in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, TextField, field_of, may_be_a_day
from hospitium.delegations.models import Question
from hospitium.delegations.queries.evaluation import LEAST_AGREED, MARKS, MOST_AGREED

# On a phone five figures stand in one row: what the ends mean is said once above, and read aloud with each.
SCALE = [("1", LEAST_AGREED), *((str(mark), str(mark)) for mark in MARKS[1:-1]), ("5", MOST_AGREED)]
NO_MARK = ("", _("no answer"))


class EditQuestion(RecordForm):
    kind = field_of(Question, "kind")
    text = field_of(Question, "text", lines=True, help_text=_("For the scale a statement that one can agree with."))


class Step(forms.Form):
    """Which way a question moves."""

    step = forms.TypedChoiceField(choices=[("-1", "-1"), ("1", "1")], coerce=int)


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, validators=[may_be_a_day], **more)


class OpenEvaluation(forms.Form):
    opens_on = day_field(_("Open from"), help_text=_("On this day the members get their links by mail."))
    closes_on = day_field(_("Open until"))


class ProlongEvaluation(forms.Form):
    closes_on = day_field(_("Open until"))


class Nothing(forms.Form):
    """A question that is answered by yes."""


class TwoLanguages(forms.Form):
    """The languages of a paper."""

    language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES)
    second = forms.ChoiceField(
        label=_("Second language"), required=False, choices=[("", _("none: one language")), *settings.LANGUAGES]
    )

    def clean_second(self) -> str:
        second: str = self.cleaned_data["second"]
        if second and second == self.cleaned_data.get("language"):
            raise ValidationError(_("Choose two different languages."))
        return second

    @property
    def languages(self) -> list[str]:
        return [code for code in (self.cleaned_data["language"], self.cleaned_data["second"]) if code]


class Sheet(forms.Form):
    """The questions as a guest sees them; each can be left out."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            label = str(question.text)
            if question.kind == Question.Kind.SCALE:
                self.fields[name_of(question)] = forms.ChoiceField(
                    label=label,
                    required=False,
                    choices=[*(figure(*one) for one in SCALE), NO_MARK],
                    widget=forms.RadioSelect(attrs={"class": "hsp-scale"}),
                )
            else:
                self.fields[name_of(question)] = TextField(label=label, required=False, max_length=2000, lines=True)

    def answers(self, questions: Sequence[Question]) -> dict[int, int | str]:
        """Question → mark or text; "" for what was left out."""
        given = {question: self.cleaned_data[name_of(question)] for question in questions}
        return {
            question.pk: int(value) if value and question.kind == Question.Kind.SCALE else value
            for question, value in given.items()
        }


def figure(mark: str, label: Any) -> tuple[str, str]:
    return mark, format_html('<span aria-hidden="true">{}</span><span class="hsp-sr">{}</span>', mark, label)


def name_of(question: Question) -> str:
    return f"question_{question.pk}"
