"""Asking for a run, asking differently, placing by hand, and answering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.matching import Mechanism, Objective, Tiebreak
from hospitium.core.forms import TextField, offer
from hospitium.exchange.matching import Terms
from hospitium.exchange.models import Application, Lock, Run
from hospitium.exchange.queries.run_words import MECHANISMS, OBJECTIVES
from hospitium.visits.forms.proposals import in_words

SECONDS = (10, 30, 60, 120)
# The orders that make sense; the first objective decides first.
ORDERS = {
    "usual": tuple(Objective),
    "ranks": (Objective.RANKS, Objective.PLACEMENTS, Objective.BALANCE, Objective.EVENNESS, Objective.CHANGE),
    "balance": (Objective.BALANCE, Objective.PLACEMENTS, Objective.RANKS, Objective.EVENNESS, Objective.CHANGE),
    "even": (Objective.PLACEMENTS, Objective.EVENNESS, Objective.RANKS, Objective.BALANCE, Objective.CHANGE),
    "calm": (Objective.CHANGE, Objective.PLACEMENTS, Objective.RANKS, Objective.BALANCE, Objective.EVENNESS),
}


def order_in_words(key: str) -> str:
    return "; ".join(str(OBJECTIVES[one]) for one in ORDERS[key][:3])


class AskRun(forms.Form):
    """What a run goes by."""

    mechanisms = forms.MultipleChoiceField(
        label=_("Mechanisms"),
        choices=lambda: [(key, f"{label}: {text}") for key, (label, text) in MECHANISMS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=[Mechanism.STABLE.value],
        error_messages={"required": _("Choose at least one mechanism.")},
        help_text=_("Several run on the same data and stand side by side."),
    )
    order = forms.ChoiceField(
        label=_("What decides first"),
        choices=lambda: [(key, order_in_words(key)) for key in ORDERS],
        help_text=_("For “optimal” only."),
    )
    tiebreak = forms.ChoiceField(
        label=_("Who goes first among equals"),
        choices=[
            (Tiebreak.LOT.value, _("by lot")),
            (Tiebreak.SENIORITY.value, _("more years of service")),
            (Tiebreak.APPLICATION.value, _("who applied earlier")),
        ],
    )
    seed = forms.IntegerField(
        label=_("Number of the lot"),
        min_value=0,
        max_value=999_999,
        initial=1,
        help_text=_("The same number gives the same lot, so that anybody can draw it again."),
    )
    with_deferred = forms.BooleanField(
        label=_("With those who were deferred, behind all others"),
        required=False,
    )
    seconds = forms.TypedChoiceField(
        label=_("At most"), coerce=int, choices=lambda: [(one, in_words(one)) for one in SECONDS], initial=30
    )

    def terms(self) -> Terms:
        said = self.cleaned_data
        states = (Application.State.YES, *((Application.State.DEFERRED,) if said["with_deferred"] else ()))
        return Terms(
            states=states,
            tiebreak=Tiebreak(said["tiebreak"]),
            seed=said["seed"],
            order=ORDERS[said["order"]],
            seconds=said["seconds"],
        )


class AskDifferently(forms.Form):
    """One thing that is to be different, and the mechanism."""

    KINDS = (
        ("", _("nothing but the mechanism")),
        ("capacity", _("number of places of an offer")),
        ("minimum", _("participants at least of an offer")),
        ("unit_quota", _("quota of a unit")),
        ("city_quota", _("quota of a city")),
        ("tolerance", _("tolerance of the balance with a city")),
        ("fix", _("this person at this offer")),
        ("forbid", _("this person not at this offer")),
    )

    kind = forms.ChoiceField(label=_("What if"), choices=KINDS, required=False)
    place = forms.ChoiceField(label=_("Offer"), required=False)
    city = forms.ChoiceField(label=_("City"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    applicant = forms.ChoiceField(label=_("Application"), required=False)
    value = forms.IntegerField(label=_("Number"), min_value=0, max_value=9999, required=False)
    mechanism = forms.ChoiceField(
        label=_("Mechanism"), choices=lambda: [(key, label) for key, (label, _text) in MECHANISMS.items()]
    )

    NEEDS = {
        "capacity": ("place", "value"),
        "minimum": ("place", "value"),
        "unit_quota": ("unit", "value"),
        "city_quota": ("city", "value"),
        "tolerance": ("city", "value"),
        "fix": ("applicant", "place"),
        "forbid": ("applicant", "place"),
    }

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in choices.items():
            offer(self, name, [("", "–"), *known])
        self.fields["mechanism"].initial = run.mechanism

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in self.NEEDS.get(said.get("kind", ""), ()):
            if said.get(name) in (None, ""):
                self.add_error(name, _("Needed for this question."))
        return said

    def changes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        kind = said["kind"]
        if not kind:
            return []
        if kind in ("fix", "forbid"):
            return [{"kind": kind, "applicant": said["applicant"], "offer": said["place"]}]
        key = {"unit_quota": "unit", "city_quota": "city", "tolerance": "city"}.get(kind, "place")
        return [{"kind": kind, "key": said[key], "value": said["value"]}]


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
