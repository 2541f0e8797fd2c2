"""Forms for learning points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import holders
from hospitium.core.forms import RecordForm, TextField, field_of, may_be_a_day, offer
from hospitium.core.models import User
from hospitium.partners.models import Partnership
from hospitium.programme.models import Activity, LearningPoint

OPEN = LearningPoint.State.OPEN


class EditLearningPoint(RecordForm):
    what = field_of(LearningPoint, "what")
    unit = field_of(LearningPoint, "unit", label=_("Taken up by"))
    owner = field_of(LearningPoint, "owner")
    due_on = field_of(LearningPoint, "due_on", help_text=_("Empty: six months after the activity."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", holders("learning_point.answer", besides=self.initial.get("owner")))


class NewLearningPoint(EditLearningPoint):
    partnership = field_of(LearningPoint, "partnership", label=_("Partnership"))
    activity = field_of(LearningPoint, "activity", label=_("Activity"))
    field_order = ["what", "unit", "owner", "due_on", "partnership", "activity"]

    def limit_to(self, user: User) -> None:
        partnerships = Partnership.objects.visible_to(user, "learning_point.update")
        offer(self, "partnership", partnerships.select_related("partner", "home_district"))
        offer(self, "activity", Activity.objects.visible_to(user, "activity.update"))


class CloseLearningPoint(forms.Form):
    state = forms.ChoiceField(
        label=_("What became of it"), choices=[choice for choice in LearningPoint.State.choices if choice[0] != OPEN]
    )
    reason = TextField(
        label=_("Result, or why not"),
        max_length=300,
        help_text=_("“Rejected, because the legal basis is missing” is an answer, too."),
    )
    on = forms.DateField(
        label=_("Closed on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[may_be_a_day],
    )


class PostponeLearningPoint(forms.Form):
    due_on = forms.DateField(
        label=_("Ask again on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[may_be_a_day],
    )
