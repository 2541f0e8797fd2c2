"""Asking for a plan, and choosing what to take over."""

from __future__ import annotations

import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hospitium.core.forms import offer

SECONDS = (10, 30, 60)
PAIR = re.compile(r"[0-9]{1,18}:[0-9]{1,9}")


def in_words(count: int) -> str:
    return str(ngettext_lazy("%(count)d second", "%(count)d seconds", count) % {"count": count})


class AskProposal(forms.Form):
    """How long the worker may search."""

    seconds = forms.TypedChoiceField(
        label=_("At most"), coerce=int, choices=lambda: [(one, in_words(one)) for one in SECONDS], initial=SECONDS[0]
    )


class AdoptItems(forms.Form):
    """The ticked items, each as "item:version", with the version that was shown."""

    items = forms.TypedMultipleChoiceField(required=False, coerce=str)

    def __init__(self, sent: QueryDict) -> None:
        super().__init__(sent)
        # What is no pair of numbers is no choice; whether the item is in the plan is the action's business.
        pairs = [one for one in sent.getlist("items") if PAIR.fullmatch(one)]
        offer(self, "items", [(one, one) for one in pairs])

    @property
    def versions(self) -> dict[int, int]:
        """Item → version."""
        pairs = (one.split(":") for one in self.cleaned_data["items"])
        return {int(key): int(version) for key, version in pairs}
