"""The forms of a delegation: opening it, its data, the questions before a step."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.core.forms import RecordForm, SeveralField, field_of, offer
from hospitium.core.models import User
from hospitium.delegations.models import Delegation
from hospitium.partners.models import Partnership
from hospitium.visits.models import Visit

DAYS = ("names_due_on", "details_due_on", "changes_due_on")


class EditDelegation(RecordForm):
    """Places, deadlines, language, what has to be asked for, and the mandate."""

    sections: ClassVar[tuple[tuple[str | Promise, tuple[str, ...]], ...]] = (
        (_("Who comes"), ("quota", "language")),
        (_("Until when"), DAYS),
        (_("What is asked"), ("needs_visa", "asks_passport")),
        (_("What for"), ("mandate", "remark")),
    )
    quota = field_of(Delegation, "quota", label=pgettext_lazy("for persons", "Places"), min_value=1)
    language = field_of(Delegation, "language")
    names_due_on = field_of(Delegation, "names_due_on")
    details_due_on = field_of(Delegation, "details_due_on")
    changes_due_on = field_of(Delegation, "changes_due_on")
    needs_visa = field_of(Delegation, "needs_visa")
    asks_passport = field_of(Delegation, "asks_passport")
    mandate = field_of(Delegation, "mandate")
    remark = field_of(Delegation, "remark")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        known = [(name, cleaned[name]) for name in DAYS if cleaned.get(name)]
        for (_before, earlier), (name, later) in pairwise(known):
            if later < earlier:
                self.add_error(name, _("This day lies before the one above. First the names, then the details."))
        return cleaned


class NewDelegation(EditDelegation):
    """One or several delegations of a visit, with the same data to begin with."""

    sections = ((_("Which"), ("partnerships", "side")), *EditDelegation.sections)
    partnerships = SeveralField(
        queryset=Partnership.objects.none(),
        label=_("Partnerships"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a delegation of its own."),
    )
    side = field_of(Delegation, "side")

    def for_visit(self, visit: Visit) -> None:
        offer(self, "partnerships", visit.activity.partnerships.select_related("partner", "home_district"))

    @property
    def delegation_values(self) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if name != "partnerships"}


class OwnTraveller(forms.Form):
    """Somebody of the house who travels; name and mail address are taken over."""

    user = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Colleague"))

    def offer(self, users: Any) -> None:
        offer(self, "user", users)


__all__ = ["EditDelegation", "NewDelegation", "OwnTraveller"]
