"""Forms with which an office of a partner names its people, and with which they correct what is said of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import field_of
from hospitium.exchange.forms.applications import MOST_CHARACTERS, Topic, Wishes
from hospitium.exchange.forms.fields import LevelsField, house_languages
from hospitium.exchange.models import Applicant, Application

PERSON = ("name", "email", "language")


class Begin(forms.Form):
    """Whom, and where the link goes."""

    name = field_of(Applicant, "name")
    email = field_of(Applicant, "email", required=True, help_text=_("This person gets a link of their own there."))
    language = house_languages()
    organisation = field_of(Application, "organisation", label=_("Department"))

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PERSON}


class Nomination(Topic, Wishes):
    """Everything of one application on one page: topic and question first, the person, the wishes."""

    needed = (*Topic.needed, "function", "languages")
    sections = (
        (_("Topic and question"), ("title", "topic", "question", "benefit")),
        (_("Person"), ("name", "email", "language", "organisation", "function", "years", "languages")),
        (_("Earlier stays"), ("earlier", "earlier_year")),
    )
    benefit = field_of(
        Application,
        "benefit",
        label=_("Benefit for the department"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    name = field_of(Applicant, "name")
    email = field_of(Applicant, "email", required=True)
    language = house_languages()
    organisation = field_of(Application, "organisation", label=_("Department"))
    function = field_of(Application, "function")
    years = field_of(Application, "years", max_value=60)
    languages = LevelsField(
        label=_("Languages"),
        required=False,
        help_text=_("With the level of the European framework: B2 is enough to work, C1 to discuss."),
    )
    earlier = field_of(Application, "earlier", max_length=MOST_CHARACTERS)
    earlier_year = field_of(Application, "earlier_year", min_value=1945, max_value=2100)
    named = ("name",)
    whoever = "topic_rank"

    def __init__(self, *args: Any, is_sent: bool, **kwargs: Any) -> None:
        self.is_sent = is_sent
        super().__init__(*args, **kwargs)

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        person = {name: getattr(record.applicant, name) for name in PERSON}
        # First what the record holds by its own names, then the ranks, then who it is.
        return {**super(Wishes, cls).initial_of(record), **super().initial_of(record), **person}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.is_sent and not self.wishes(values):
            self.add_error("topic_rank", _("Name at least one wish, or let us find whoever fits the topic."))
        return values

    def without_address(self) -> Nomination:
        """For the person: the link belongs to its address."""
        del self.fields["email"]
        return self

    @property
    def is_complete(self) -> bool:
        return self.is_sent

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PERSON if name in self.fields}

    @property
    def values(self) -> dict[str, Any]:
        own = [*(name for _title, names in self.sections for name in names), "weeks", "windows"]
        return {name: self.cleaned_data[name] for name in own if name in self.fields and name not in PERSON}
