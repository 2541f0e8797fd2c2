"""Forms of a round and of what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of, holders
from hospitium.core.forms import CountriesField, RecordForm, field_of, offer
from hospitium.core.models import User
from hospitium.exchange.eligibility import PARAMETERS
from hospitium.exchange.models import (
    Criterion,
    Eligibility,
    EligibilityRule,
    Level,
    PanelMember,
    Quota,
    Rate,
    Round,
    Window,
    WishedBalance,
)
from hospitium.partners.models import Partner
from hospitium.visits.forms.choices import language_choices


class Nothing(forms.Form):
    """A button alone."""


class EditRound(RecordForm):
    """The data of a round; a new one begins with the same form."""

    sections = (
        (_("What it is"), ("name", "year", "programme", "funder", "unit", "officer", "file_reference")),
        (_("Call"), ("visibility", "call", "call_on")),
        (
            _("Deadlines"),
            ("applications_until", "consents_until", "offers_until", "assessed_until", "results_on", "accepted_until"),
        ),
        (_("Stays"), ("stays_from", "stays_until", "weeks_min", "weeks_max")),
        (_("Wishes"), ("wishes_at_most", "wants_host_ranking")),
    )
    name = field_of(Round, "name", required=True)
    year = field_of(Round, "year", min_value=1945, max_value=2100)
    programme = field_of(Round, "programme")
    funder = field_of(Round, "funder")
    unit = field_of(Round, "unit")
    officer = field_of(
        Round, "officer", help_text=_("Links to supervisors and substitutes go out in the name of this person.")
    )
    file_reference = field_of(Round, "file_reference")
    visibility = field_of(Round, "visibility")
    call = field_of(Round, "call", lines=True, max_length=20_000)
    call_on = field_of(
        Round, "call_on", help_text=_("From this day on the call can be read. Empty: nobody reads it yet.")
    )
    applications_until = field_of(Round, "applications_until", help_text=_("The last day on which they can be sent."))
    consents_until = field_of(Round, "consents_until")
    offers_until = field_of(Round, "offers_until")
    assessed_until = field_of(Round, "assessed_until")
    results_on = field_of(Round, "results_on")
    accepted_until = field_of(Round, "accepted_until")
    stays_from = field_of(Round, "stays_from")
    stays_until = field_of(Round, "stays_until")
    weeks_min = field_of(Round, "weeks_min", min_value=1)
    weeks_max = field_of(Round, "weeks_max", min_value=1)
    wishes_at_most = field_of(Round, "wishes_at_most", min_value=1)
    wants_host_ranking = field_of(Round, "wants_host_ranking")

    def limit_to(self, user: User) -> None:
        """Units for which this person may run rounds, and people who may be in charge."""
        scope = access_of(user).scope("round.create")
        units = Unit.objects.all() if scope.anything else Unit.objects.filter(pk__in=scope.units)
        offer(self, "unit", units)
        offer(self, "officer", holders("round.update", besides=self.initial.get("officer")))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.in_order(values, "call_on", "applications_until", _("The call is published after the last day."))
        self.in_order(values, "stays_from", "stays_until", _("The stays end before they begin."))
        if values.get("weeks_min") and values.get("weeks_max") and values["weeks_min"] > values["weeks_max"]:
            self.add_error("weeks_max", _("This is less than the least number of weeks."))
        if values.get("call_on") and not values.get("applications_until"):
            self.add_error("applications_until", _("Say first until when applications are accepted."))
        return values

    def in_order(self, values: Mapping[str, Any], first: str, then: str, sentence: Any) -> None:
        if values.get(first) and values.get(then) and values[first] > values[then]:
            self.add_error(then, sentence)


class CopyRound(forms.Form):
    year = forms.IntegerField(label=_("Year of the new round"), min_value=1945, max_value=2100)


# ---- what belongs to a round ---------------------------------------------------
class PartForm(RecordForm):
    """A row that belongs to a round."""

    def limit_to(self, user: User) -> None:
        """Nothing to choose from by default."""


class EditWindow(PartForm):
    starts_on = field_of(Window, "starts_on")
    ends_on = field_of(Window, "ends_on")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts_on") and values.get("ends_on") and values["starts_on"] > values["ends_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        return values


class EditRate(PartForm):
    kind = field_of(Rate, "kind")
    countries = CountriesField(
        label=_("Countries"), required=False, help_text=_("By name, with commas between. Empty: everywhere else.")
    )
    from_day = field_of(Rate, "from_day", min_value=1)
    amount = field_of(Rate, "amount", min_value=0)
    currency = field_of(Rate, "currency")


class EditEligibility(PartForm):
    code = field_of(EligibilityRule, "code")
    years = forms.IntegerField(label=_("Years"), required=False, min_value=0, max_value=60)
    language = forms.ChoiceField(label=_("Language"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", "–"), *Level.choices])
    length = forms.IntegerField(label=_("Characters"), required=False, min_value=0, max_value=10_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "language", [("", "–"), *language_choices()])

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        return {"code": record.code, **record.parameters}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in PARAMETERS.get(values.get("code", ""), ()):
            if values.get(name) in (None, ""):
                self.add_error(name, _("This rule needs it."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        code = self.cleaned_data["code"]
        return {"code": code, "parameters": {name: self.cleaned_data[name] for name in PARAMETERS[code]}}


class EditCriterion(PartForm):
    kind = field_of(Criterion, "kind")
    name = field_of(Criterion, "name", required=True)
    weight = field_of(Criterion, "weight", max_value=100, help_text=_("How often a mark counts; a check counts 0."))
    top = field_of(Criterion, "top", min_value=1, max_value=100)


class EditPanel(PartForm):
    user = field_of(PanelMember, "user")

    def limit_to(self, user: User) -> None:
        offer(self, "user", holders("assessment.write", besides=self.initial.get("user")))


class EditQuota(PartForm):
    unit = field_of(Quota, "unit")
    partner = field_of(Quota, "partner")
    least = field_of(Quota, "least")
    most = field_of(Quota, "most")

    def limit_to(self, user: User) -> None:
        offer(self, "partner", Partner.objects.visible_to(user))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("unit")) == bool(values.get("partner")):
            self.add_error("partner", _("Choose either a unit or a city."))
        if values.get("most") is not None and values.get("least") is not None and values["least"] > values["most"]:
            self.add_error("most", _("This is less than the least number."))
        return values


class EditBalance(PartForm):
    partner = field_of(WishedBalance, "partner")
    wished = field_of(
        WishedBalance,
        "wished",
        min_value=-1000,
        max_value=1000,
        help_text=_("Persons sent minus persons received: 0 means as many there as here."),
    )
    tolerance = field_of(WishedBalance, "tolerance", max_value=1000)

    def limit_to(self, user: User) -> None:
        offer(self, "partner", Partner.objects.visible_to(user))


class PartForms:
    """The form of each kind of part."""

    OF: ClassVar[Mapping[str, type[PartForm]]] = {
        "window": EditWindow,
        "rate": EditRate,
        "eligibility": EditEligibility,
        "criterion": EditCriterion,
        "panel": EditPanel,
        "quota": EditQuota,
        "balance": EditBalance,
    }


__all__ = ["CopyRound", "EditRound", "Eligibility", "Nothing", "PartForms"]
