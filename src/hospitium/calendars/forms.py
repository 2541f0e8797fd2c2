"""Forms of feeds and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.calendars.models import Subscription
from hospitium.core.forms import TextField, offer
from hospitium.partners.models import Partnership


class NewSubscription(forms.Form):
    """What a feed shows. A feed of one visit is made on the visit's page."""

    what = forms.ChoiceField(
        label=_("Content"),
        choices=[
            (Subscription.What.PERSON, Subscription.What.PERSON.label),
            (Subscription.What.PARTNERSHIP, Subscription.What.PARTNERSHIP.label),
        ],
    )
    partnership = forms.ModelChoiceField(Partnership.objects.none(), label=_("Partnership"), required=False)

    def __init__(self, *args: Any, user: Somebody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Partnership.objects.visible_to(user).select_related("partner", "home_district")
        offer(self, "partnership", found)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == Subscription.What.PARTNERSHIP and not cleaned.get("partnership"):
            self.add_error("partnership", _("Choose the partnership."))
        return cleaned

    @property
    def key(self) -> str:
        """The key of what the feed shows; "" for all that concerns the person."""
        chosen = self.cleaned_data.get("partnership")
        return str(chosen.pk) if chosen and self.cleaned_data["what"] == Subscription.What.PARTNERSHIP else ""


class Invite(forms.Form):
    """Who gets an entry of an item into the calendar: people of the item, or somebody by mail address."""

    people = forms.MultipleChoiceField(
        label=_("People of this item"), required=False, widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(label=_("Someone else: mail address"), required=False)
    name = TextField(label=_("Name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "people", people)
        if not people:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("people") and not cleaned.get("email"):
            raise forms.ValidationError(_("Choose somebody, or enter a mail address."))
        return cleaned


class Confirm(forms.Form):
    """A button; `seen` says what was shown above it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
