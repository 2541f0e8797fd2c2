"""Asking for a run, and asking differently."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.matching import Mechanism, Objective, Tiebreak
from hospitium.core.forms import offer
from hospitium.exchange.matching import Terms
from hospitium.exchange.models import Application
from hospitium.exchange.queries.results import Result
from hospitium.exchange.queries.run_words import MECHANISMS
from hospitium.exchange.queries.what_if import LABELS, QUESTIONS, choices_for
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


IN_WORDS = {
    "usual": _("As many people as possible, then their wishes, then the balance with the cities."),
    "ranks": _("The wishes, then as many people as possible, then the balance with the cities."),
    "balance": _("The balance with the cities, then as many people as possible, then their wishes."),
    "even": _("As many people as possible, evenly from all units, then their wishes."),
    "calm": _("What was announced stays, then as many people as possible, then their wishes."),
}


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
        choices=[(key, IN_WORDS[key]) for key in ORDERS],
        widget=forms.RadioSelect,
        initial="usual",
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
    """One thing that is to be different: the fields of this kind of question and no others."""

    kind = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, result: Result, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"kind": kind}, **kwargs})
        self.asked = kind
        for name in QUESTIONS[kind].fields:
            if name == "value":
                self.fields[name] = forms.IntegerField(label=_("New number"), min_value=0, max_value=9999)
            else:
                self.fields[name] = forms.ChoiceField(label=str(LABELS[name]))
                offer(self, name, choices_for(result, kind, name))

    def changes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        if self.asked == "mechanism":
            return []
        if self.asked in ("fix", "forbid"):
            return [{"kind": self.asked, "applicant": said["applicant"], "offer": said["place"]}]
        return [{"kind": self.asked, "key": said[QUESTIONS[self.asked].fields[0]], "value": said["value"]}]
