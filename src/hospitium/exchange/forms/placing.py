"""The board and what is done from it: placing by hand, fixing a pair, telling the results, answering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import TextField, offer
from hospitium.exchange.models import Lock, Round
from hospitium.exchange.queries.board import Narrowed, cities_of, units_of


class NarrowBoard(forms.Form):
    """What the board shows; what makes no sense narrows nothing."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("everything")), ("waiting", _("only those without a place")), ("free", _("only free places"))],
    )
    city = forms.TypedChoiceField(label=_("City"), required=False, coerce=int, empty_value=None)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "city", [("", _("all")), *cities_of(record)])
        offer(self, "unit", [("", _("all")), *units_of(record)])

    @property
    def narrowed(self) -> Narrowed:
        self.is_valid()
        said = self.cleaned_data
        return Narrowed(said.get("q") or "", said.get("show") or "", said.get("city"), said.get("unit"))


class PlaceByHand(forms.Form):
    """Where somebody is placed, and why."""

    offer = forms.TypedChoiceField(label=_("Offer"), coerce=int, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"), max_length=300, help_text=_("It stands beside the placement and is told to the person.")
    )

    def __init__(self, *args: Any, offers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "offer", offers)


class LockPair(forms.Form):
    """A pair that every run must make, or must not make."""

    place = forms.TypedChoiceField(label=_("Offer"), coerce=int)
    kind = forms.ChoiceField(label=_("What holds"), choices=Lock.Kind.choices)
    reason = TextField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, offers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", offers)


class Announce(forms.Form):
    """Until when people answer."""

    answer_until = forms.DateField(
        label=_("Answers until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean_answer_until(self) -> Any:
        day = self.cleaned_data["answer_until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("The last day for an answer lies in the past."))
        return day


class Decline(forms.Form):
    """Why somebody does not take a place."""

    reason = TextField(
        label=_("Why can you not take the place?"), max_length=300, help_text=_("One sentence is enough.")
    )


class DeclineForSomebody(Decline):
    """The same, said by the office that named the person."""

    reason = TextField(
        label=_("Why does this person not take the place?"), max_length=300, help_text=_("One sentence is enough.")
    )
