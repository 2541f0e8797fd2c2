"""Forms of a stay: agreement, signatures, links, notes, report, feedback, Europass, costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.core.forms import ListField, RecordForm, TextField, field_of, offer
from hospitium.core.models import User
from hospitium.exchange.forms.fields import Draft, house_languages
from hospitium.exchange.models import CostLine, HostFeedback, Placement, StayReport, StayTask, WeeklyNote
from hospitium.exchange.skills import EVALUATION, HOST_MARKS, SCALE, SKILLS
from hospitium.visits.forms.choices import language_choices

LINK_DAYS = 45
LONG = 4_000


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


def lines_field(label: Any, *, rows: int = 6, **options: Any) -> TextField:
    return TextField(
        label=label, lines=True, max_length=options.pop("max_length", 8_000),
        widget=forms.Textarea(attrs={"rows": rows}), **options,
    )  # fmt: skip


class EditAgreement(Draft):
    """What person, sender and host agree on; saved with gaps, which the office is told before anybody signs."""

    needed = ("starts_on", "ends_on", "goals", "tasks_there", "language", "mentor_name")
    sections = (
        (_("When"), ("window", "starts_on", "ends_on", "hours")),
        (_("What for"), ("goals", "tasks_there", "language", "preparation")),
        (_("Mentor"), ("mentor_name", "mentor_function", "mentor_email")),
        (_("Safety and accommodation"), ("insurance", "a1_until", "accommodation")),
        (_("Costs"), ("cost_rule",)),
    )
    window = field_of(Placement, "window")
    starts_on = field_of(Placement, "starts_on")
    ends_on = field_of(Placement, "ends_on")
    hours = field_of(Placement, "hours", min_value=0, max_value=80)
    goals = field_of(Placement, "goals", lines=True, required=False)
    tasks_there = field_of(Placement, "tasks_there", lines=True, required=False)
    language = forms.ChoiceField(label=_("Working language"), required=False)
    preparation = field_of(Placement, "preparation", lines=True, required=False)
    mentor_name = field_of(Placement, "mentor_name")
    mentor_function = field_of(Placement, "mentor_function")
    mentor_email = field_of(Placement, "mentor_email")
    insurance = field_of(
        Placement, "insurance", help_text=_("Health, liability and accident insurance: who insures what.")
    )
    a1_until = field_of(Placement, "a1_until")
    accommodation = field_of(Placement, "accommodation")
    cost_rule = field_of(Placement, "cost_rule", lines=True, required=False)
    named = ("mentor_name",)

    def limit_to(self, placement: Placement) -> None:
        """The windows of the round, and every language."""
        offer(self, "window", placement.round.windows.all())
        offer(self, "language", [("", "–"), *language_choices()])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        check_days(self, values)
        return values


def check_days(form: forms.Form, values: dict[str, Any]) -> None:
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.add_error("ends_on", _("The last day lies before the first."))


class Sign(RecordForm):
    person_signed_on = field_of(Placement, "person_signed_on")
    sender_signed_on = field_of(Placement, "sender_signed_on")
    host_signed_on = field_of(Placement, "host_signed_on")


class Languages(forms.Form):
    """In which languages a paper is made."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    second_language = forms.ChoiceField(
        label=_("Second language"), required=False, choices=[("", _("none")), *settings.LANGUAGES]
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("language") and values.get("language") == values.get("second_language"):
            self.add_error("second_language", _("Choose another language than the first."))
        return values

    @property
    def languages(self) -> tuple[str, ...]:
        found = (self.cleaned_data["language"], self.cleaned_data["second_language"])
        return tuple(one for one in found if one)


class AskByLink(forms.Form):
    """To whom the link goes."""

    name = TextField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"))
    language = house_languages()
    ends_on = day_field(_("Link valid until"))
    message = lines_field(_("Message"), rows=4, required=False, max_length=2_000)

    @staticmethod
    def initial_for(placement: Placement) -> dict[str, Any]:
        offered = placement.offer
        return {
            "name": placement.mentor_name or offered.contact_name,
            "email": offered.contact_email or placement.mentor_email,
            "language": offered.contact_language,
            "ends_on": timezone.localdate() + timedelta(days=LINK_DAYS),
        }


class Reason(forms.Form):
    reason = TextField(label=_("Reason"), max_length=300)


class TalkBack(forms.Form):
    day = day_field(_("Report to the own department on"), required=False)


class EditStayTask(RecordForm):
    what = field_of(StayTask, "what", required=True)
    kind = field_of(StayTask, "kind")
    due_on = field_of(StayTask, "due_on")
    owner = field_of(StayTask, "owner")

    def limit_to(self, people: Any) -> None:
        offer(self, "owner", people)

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        return {**super().initial_of(record), "what": record.label}


class EditNote(RecordForm):
    week = field_of(WeeklyNote, "week", min_value=1, max_value=60)
    title = field_of(WeeklyNote, "title")
    text = lines_field(_("Text"), rows=10)
    language = field_of(WeeklyNote, "language")
    is_meant_public = field_of(
        WeeklyNote, "is_meant_public", help_text=_("It becomes public once the office releases it, too.")
    )


class MarksForm(RecordForm):
    """A form with scales, each from 1 to 5, kept together in one column."""

    marks_in: str = ""
    scales: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in self.scales.items():
            self.fields[f"mark_{code}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("no answer")), *SCALE]
            )

    @classmethod
    def marks_of(cls, record: Any) -> dict[str, str]:
        kept = getattr(record, cls.marks_in)
        return {f"mark_{code}": str(kept.get(code, "")) for code in cls.scales}

    @property
    def marks(self) -> dict[str, int]:
        """The scales that were answered."""
        found = {code: self.cleaned_data.get(f"mark_{code}") for code in self.scales}
        return {code: int(mark) for code, mark in found.items() if mark}


class Report(MarksForm):
    """The report; the scales at its end are the evaluation."""

    marks_in, scales = "evaluation", EVALUATION
    answer = lines_field(
        _("Answer to your question"),
        rows=8,
        error_messages={"required": _("Please write what became of your question.")},
    )
    comparison = lines_field(_("What is different there, and why"), required=False)
    suggestions = ListField(
        label=_("Suggestions"), required=False, help_text=_("What could be done at home; one in each line.")
    )
    remark = lines_field(_("For the next participants"), rows=4, required=False)
    language = field_of(StayReport, "language")

    @staticmethod
    def start(report: StayReport | None, language: str) -> dict[str, Any]:
        if report is None:
            return {"language": language}
        texts = {name: getattr(report, name) for name in ("answer", "comparison", "remark", "language")}
        return {
            **texts,
            **Report.marks_of(report),
            "suggestions": [one.what for one in report.suggestions.all()],
            "version": report.version,
        }

    @property
    def stored(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("answer", "comparison", "remark", "language")}
        return {**kept, "evaluation": self.marks}


class TakeUp(forms.Form):
    """A suggestion as a learning point."""

    what = TextField(label=_("What was learnt"), max_length=300)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("In charge"), required=False)
    due_on = day_field(_("Asked about on"), required=False, help_text=_("Empty: six months from today."))

    def limit_to(self, units: Any, people: Any) -> None:
        offer(self, "unit", units)
        offer(self, "owner", people)


class HostPlacement(RecordForm):
    """What the host fills in, in its own language."""

    tasks_there = lines_field(_("What the guest sees and does"), required=False, max_length=LONG)
    mentor_name = field_of(Placement, "mentor_name")
    mentor_function = field_of(Placement, "mentor_function")
    mentor_email = field_of(Placement, "mentor_email")

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        return {**super().initial_of(record), "tasks_there": str(record.tasks_there)}

    def values_for(self, placement: Placement) -> dict[str, Any]:
        """What was typed; the task in the language of the link, other languages stay as they are."""
        typed, before = dict(self.values), placement.tasks_there
        if typed["tasks_there"] == str(before):
            typed["tasks_there"] = dict(before.texts)
        else:
            typed["tasks_there"] = {**before.texts, self.language: typed["tasks_there"]}
        return typed


class Change(forms.Form):
    wish = lines_field(_("What should be changed"), rows=5, max_length=1_000)


class Feedback(MarksForm):
    marks_in, scales = "marks", HOST_MARKS
    text = lines_field(_("How was the stay?"), required=False, max_length=LONG)
    hosts_again = forms.TypedChoiceField(
        label=_("Would you host again?"),
        required=False,
        choices=[("", _("no answer")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    days_present = field_of(HostFeedback, "days_present", max_value=400)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and all(value in (None, "") for value in found.values()):
            raise forms.ValidationError(_("Write a sentence or answer at least one question."))
        return found

    @staticmethod
    def start(feedback: HostFeedback | None) -> dict[str, Any]:
        if feedback is None:
            return {}
        again = {None: "", True: "yes", False: "no"}[feedback.hosts_again]
        kept = {"text": feedback.text, "days_present": feedback.days_present, "hosts_again": again}
        return {**kept, **Feedback.marks_of(feedback)}

    @property
    def stored(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("text", "hosts_again", "days_present")}
        return {**kept, "marks": self.marks}


class Europass(RecordForm):
    """The five parts of a Europass Mobility, its number and its day."""

    europass_number = field_of(Placement, "europass_number")
    europass_on = field_of(Placement, "europass_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in SKILLS.items():
            self.fields[f"skill_{code}"] = lines_field(label, rows=4, required=False, max_length=LONG)
        self.order_fields([f"skill_{code}" for code in SKILLS])

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        skills = {f"skill_{code}": record.skills.get(code, "") for code in SKILLS}
        return {**super().initial_of(record), **skills}

    @property
    def skills(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"skill_{code}"] for code in SKILLS}


class EditCostLine(RecordForm):
    what = field_of(CostLine, "what")
    funder = field_of(CostLine, "funder")
    planned = field_of(CostLine, "planned", required=False)
    actual = field_of(CostLine, "actual", required=False)
    currency = field_of(CostLine, "currency", min_length=3)
    chapter = field_of(CostLine, "chapter")
    title = field_of(CostLine, "title")
