"""What is typed about speakers and hosts, by the office and by the guests of a link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.core.forms import RecordForm, TextField, field_of, offer
from hospitium.core.models import User
from hospitium.visits.models import Item, Part, Speaker
from hospitium.visits.queries.parts import StandIn


class PartNew(forms.Form):
    """Somebody new in an item."""

    speaker = forms.ModelChoiceField(label=_("Who"), queryset=Speaker.objects.none())
    role = field_of(Part, "role")
    level = field_of(Part, "level", help_text=_("So that the contribution fits: heads of division, newcomers."))
    material_due = field_of(Part, "material_due")

    def __init__(self, *args: Any, item: Item, user: Somebody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pool = Speaker.objects.visible_to(user).exclude(parts__item=item)
        offer(self, "speaker", pool)


class PartEdit(RecordForm):
    role = field_of(Part, "role")
    level = field_of(Part, "level", help_text=_("So that the contribution fits: heads of division, newcomers."))
    material_due = field_of(Part, "material_due")


class PhoneAnswer(forms.Form):
    """What somebody said by phone or in person."""

    state = forms.ChoiceField(
        label=_("Answer"),
        choices=[(Part.State.CONFIRMED, _("confirmed")), (Part.State.DECLINED, _("declined"))],
        widget=forms.RadioSelect,
    )
    answer_text = TextField(label=_("Note"), required=False, max_length=300, help_text=_("Who said it, and when."))


class Replacement(forms.Form):
    """Who takes over; whoever knows the topics stands first."""

    speaker = forms.ModelChoiceField(label=_("Who takes over"), queryset=Speaker.objects.none())

    def __init__(self, *args: Any, part: Part, user: User, able: Iterable[StandIn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pool = Speaker.objects.visible_to(user).exclude(parts__item=part.item_id)
        known = [(one.speaker.pk, str(one.speaker)) for one in able]
        rest = [(one.pk, str(one)) for one in pool if one.pk not in dict(known)]
        field: Any = self.fields["speaker"]
        field.queryset = pool
        field.choices = [("", "–")]
        field.choices += [(_("Known for the topics"), known)] if known else []
        field.choices += [(_("All others"), rest)] if known else rest


class GuestAnswer(forms.Form):
    """The answer of a guest; which of the three it is stands in the button's own form."""

    answer = forms.ChoiceField(
        choices=[("confirmed", ""), ("declined", ""), ("proposed", "")], widget=forms.HiddenInput
    )
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)
    text = TextField(label=_("Remark"), required=False, lines=True, max_length=1000)
    day = forms.DateField(
        label=_("Other day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    at = forms.TimeField(
        label=_("Other time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def __init__(self, data: Any = None, *, part: Part, answer: str, seen: str) -> None:
        super().__init__(data, initial={"answer": answer, "seen": seen}, auto_id=f"{answer}_%s")
        self.visit = part.item.visit
        self.order_fields(["answer", "seen", "day", "at", "text"])
        self.fields["text"].widget.attrs["rows"] = 2
        self.fields["text"].label = _("Reason") if answer == "declined" else _("Remark")
        if answer != "proposed":
            del self.fields["day"], self.fields["at"]
            return
        self.fields["day"].required = self.fields["at"].required = True
        days = {"min": f"{self.visit.starts_on:%Y-%m-%d}", "max": f"{self.visit.ends_on:%Y-%m-%d}"}
        self.fields["day"].widget.attrs |= days

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and not self.visit.starts_on <= day <= self.visit.ends_on:
            raise forms.ValidationError(_("The guests are not here on this day. Choose a day of their visit."))
        return day
