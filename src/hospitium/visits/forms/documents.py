"""What is asked before a document of a visit is made."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.forms import offer
from hospitium.core.multilingual import here
from hospitium.documents.kinds import FORMATS
from hospitium.documents.models import Letterhead
from hospitium.documents.queries import papers_of
from hospitium.visits.documents import Recipient
from hospitium.visits.models import Visit

HOUSE = frozenset(code for code, _name in settings.LANGUAGES)


def name_of(code: str) -> str:
    """The name of a language in that of the page."""
    return wording.language_name(code, language=here())


def in_which_language(one: Recipient) -> str:
    return gettext("%(receiver)s – language of the letter: %(language)s") % {
        "receiver": ", ".join(one.address),
        "language": name_of(one.language),
    }


class OneLanguage(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    @classmethod
    def start(cls, visit: Visit) -> dict[str, str]:
        return {"language": visit.host_language}


class Booklet(OneLanguage):
    language = forms.ChoiceField(label=_("Left column"), choices=settings.LANGUAGES)
    second = forms.ChoiceField(
        label=_("Right column"), required=False, choices=[("", _("none: one language")), *settings.LANGUAGES]
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=[("a5", "A5"), ("a4", "A4")])

    @classmethod
    def start(cls, visit: Visit) -> dict[str, str]:
        guests = visit.guest_language if visit.guest_language in HOUSE else "en"
        return {"language": visit.host_language, "second": guests, "paper": "a5"}

    def clean_second(self) -> str:
        second: str = self.cleaned_data["second"]
        if second and second == self.cleaned_data.get("language"):
            raise ValidationError(_("Choose two different languages."))
        return second

    @property
    def languages(self) -> list[str]:
        return [code for code in (self.cleaned_data["language"], self.cleaned_data["second"]) if code]


class Letters(forms.Form):
    """Who gets the letter, and on which paper; the paper says the format."""

    recipients = forms.MultipleChoiceField(label=_("Receivers"), widget=forms.CheckboxSelectMultiple)
    paper = forms.ChoiceField(
        label=_("Paper"),
        help_text=_("DOCX and ODT can be changed before they are signed; a PDF goes out as it is."),
    )
    with_gaps = forms.BooleanField(
        label=_("Make the letters without these details"),
        error_messages={"required": _("Enter what is missing first, or say here that the letters go out without it.")},
    )

    def offer(self, visit: Visit, recipients: list[Recipient]) -> None:
        self.papers = {str(one.pk): one for one in papers_of(visit.unit)}
        usual = [(kind, _("Usual paper, %(format)s") % {"format": label}) for kind, label in FORMATS.items()]
        own = [(key, f"{one.name}, {one.get_format_display()}") for key, one in self.papers.items()]
        offer(self, "paper", [*own, *usual])
        offer(self, "recipients", [(one.key, ", ".join(one.address)) for one in recipients])
        languages = list(dict.fromkeys(one.language for one in recipients))
        if len(languages) == 1:
            self.fields["recipients"].help_text = gettext("Language of the letters: %(language)s") % {
                "language": name_of(languages[0])
            }
            return
        offer(self, "recipients", [(one.key, in_which_language(one)) for one in recipients])

    def ask_about(self, gaps: Sequence[str]) -> None:
        """Where details are missing, their names stand beside the question whether to go on without them."""
        if gaps:
            self.fields["with_gaps"].help_text = gettext("Missing: %(names)s.") % {"names": ", ".join(gaps)}
        else:
            del self.fields["with_gaps"]

    @property
    def letterhead(self) -> Letterhead | None:
        return self.papers.get(self.cleaned_data["paper"])

    @property
    def format(self) -> str:
        paper: str = self.cleaned_data["paper"]
        return self.papers[paper].format if paper in self.papers else paper
