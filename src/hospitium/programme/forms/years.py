"""Forms for year programmes and their lines: of the office, and of the partner who answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.forms import RecordForm, TextField, field_of, offer
from hospitium.core.models import User
from hospitium.partners.models import Interest, Partnership
from hospitium.programme.models import Line, YearProgramme

ANSWER_WITHIN = timedelta(days=60)


def month_choices() -> list[tuple[int | str, str]]:
    names = wording.month_names(language=(get_language() or settings.LANGUAGE_CODE).split("-")[0])
    return [("", str(_("still open"))), *enumerate(names, 1)]


class MonthField(forms.TypedChoiceField):
    """A month by its name, or none yet."""

    def __init__(self, **kwargs: Any) -> None:
        shared = {"label": _("Month"), "required": False, "choices": month_choices, "coerce": int, "empty_value": None}
        super().__init__(**{**shared, **kwargs})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


# ---- the whole ---------------------------------------------------------------
class EditYearProgramme(RecordForm):
    preamble = field_of(YearProgramme, "preamble", lines=True)
    file_reference = field_of(YearProgramme, "file_reference")


class NewYearProgramme(EditYearProgramme):
    partnership = field_of(YearProgramme, "partnership")
    year = field_of(YearProgramme, "year", min_value=1945, max_value=2100)
    lines = forms.ChoiceField(
        label=_("Begin with"),
        choices=[("", _("no lines")), ("copied", _("the lines of the year before"))],
        required=False,
    )
    field_order = ["partnership", "year", "lines", "preamble", "file_reference"]

    def limit_to(self, user: User) -> None:
        """Offer the partnerships that the person looks after."""
        offer(
            self,
            "partnership",
            Partnership.objects.visible_to(user, "year_programme.create").select_related(
                "partner", "home_district", "unit"
            ),
        )

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "lines"}


class SendYearProgramme(forms.Form):
    name = TextField(label=_("Name"), max_length=150, help_text=_("Who answers for the partner."))
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The link opens only with this address."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    ends_on = forms.DateField(
        label=_("Answer until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    message = TextField(label=_("A few words of your own"), required=False, lines=True, max_length=2000)


class AgreeYearProgramme(forms.Form):
    agreed_on = field_of(YearProgramme, "agreed_on", required=True)
    basis = field_of(YearProgramme, "basis", required=True)


# ---- lines, by the office ----------------------------------------------------
class EditLine(RecordForm):
    sections = (
        (_("What"), ("title", "format", "topic", "need", "offer")),
        (_("When and where"), ("month", "days", "direction", "place")),
        (_("Who, and who pays"), ("unit", "our_lead", "their_lead", "persons", "cost_share")),
        (_("To the partner"), ("remark",)),
    )
    title = field_of(Line, "title", required=True)
    format = field_of(Line, "format")
    topic = field_of(Line, "topic")
    need = field_of(Line, "need")
    offer = field_of(Line, "offer")
    month = MonthField()
    days = field_of(Line, "days")
    direction = field_of(Line, "direction")
    place = field_of(Line, "place")
    unit = field_of(Line, "unit")
    our_lead = field_of(Line, "our_lead")
    their_lead = field_of(Line, "their_lead")
    persons = field_of(Line, "persons")
    cost_share = field_of(Line, "cost_share")

    @property
    def grouped(self) -> list[Any]:
        return [(title, fields) for title, fields in super().grouped if fields]

    def limit_to(self, user: User, programme: YearProgramme, today: date) -> None:
        """Offer only needs and offers of the two sides that hold today."""
        interests = (
            Interest.objects.visible_to(user)
            .filter(Q(partner=programme.partnership.partner_id) | Q(partner=None))
            .filter(Q(valid_until=None) | Q(valid_until__gte=today))
            .select_related("topic", "partner", "unit")
        )
        for name, kind in (("need", Interest.Kind.NEED), ("offer", Interest.Kind.OFFER)):
            field: Any = self.fields[name]
            field.queryset = interests.filter(kind=kind)
            field.label_from_instance = in_full


def in_full(interest: Interest) -> str:
    """Whose it is, on what, and what it says."""
    text = str(interest.text)
    shown = f"{interest.partner or interest.unit}: {interest.topic}"
    return f"{shown} ({text[:80]})" if text else shown


class CounterLine(EditLine):
    """The same fields as they stand, to be changed, and a remark for the partner."""

    remark = TextField(label=_("Remark"), required=False, lines=True, max_length=1000)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "remark"}


class AgreeLine(forms.Form):
    remark = TextField(
        label=_("Remark"),
        required=False,
        lines=True,
        max_length=1000,
        help_text=_("When the partner agreed by telephone or letter: how and when."),
    )


class DropLine(forms.Form):
    reason = field_of(Line, "reason", required=True)


class PostponeLine(DropLine):
    postponed_to = field_of(Line, "postponed_to", required=False, help_text=_("The year, if it is known."))


# ---- lines, by the partner ---------------------------------------------------
class Seen(RecordForm):
    """An answer to what was seen: it carries the version, so that nobody agrees to what was changed meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class GuestCounter(Seen):
    month = MonthField()
    place = field_of(Line, "place")
    persons = field_of(Line, "persons")
    their_lead = field_of(Line, "their_lead", label=_("Lead on your side"))
    remark = TextField(label=_("Remark"), required=False, lines=True, max_length=1000)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "remark"}


class GuestDrop(Seen):
    reason = field_of(Line, "reason", required=True)


class GuestProposal(forms.Form):
    title = TextField(label=_("What you propose"), max_length=300)
    format = field_of(Line, "format")
    topic = field_of(Line, "topic")
    month = MonthField()
    place = field_of(Line, "place")
    persons = field_of(Line, "persons")
    their_lead = field_of(Line, "their_lead", label=_("Lead on your side"))
    remark = TextField(label=_("Remark"), required=False, lines=True, max_length=1000)

    @property
    def values(self) -> dict[str, Any]:
        """The line in the language in which it was written."""
        kept = {name: value for name, value in self.cleaned_data.items() if name != "remark"}
        spoken = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return {**kept, "title": {spoken: kept["title"]}}
