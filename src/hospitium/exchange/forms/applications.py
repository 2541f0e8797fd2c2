"""Forms of an application: its parts, its annexes, consents, what the office enters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.core.forms import RecordForm, TextField, field_of, offer
from hospitium.exchange.actions.applications import WishFor
from hospitium.exchange.forms.fields import Draft, LevelsField, house_languages, windows_field
from hospitium.exchange.models import Applicant, Application, Consent, HostOffer, Recommendation, Round, Wish
from hospitium.exchange.queries.offers import languages_of
from hospitium.partners.models import Partner

MOST_CHARACTERS = 6_000


class Begin(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Your department"), help_text=_("The one that sends you, with your supervisor.")
    )


class Topic(Draft):
    """Topic and question first."""

    needed: tuple[str, ...] = ("title", "topic", "question", "benefit")

    title = field_of(Application, "title", help_text=_("Such as: School streets and 30 km/h."))
    topic = field_of(Application, "topic")
    question = field_of(Application, "question", max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 7}))
    benefit = field_of(
        Application,
        "benefit",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What will your department do with the answer?"),
    )


class Person(Draft):
    needed = ("function", "languages")
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Your department"))
    function = field_of(Application, "function")
    years = field_of(Application, "years", max_value=60)
    languages = LevelsField(
        label=_("Languages"),
        required=False,
        help_text=_("With the level of the European framework: B2 is enough to work, C1 to discuss."),
    )
    earlier = field_of(Application, "earlier", max_length=MOST_CHARACTERS)
    earlier_year = field_of(Application, "earlier_year", min_value=1945, max_value=2100)


class Wishes(RecordForm):
    """A number beside each place: 1 is the first wish, equal numbers are equally good."""

    # The field of the rank for whoever fits the topic.
    whoever: ClassVar[str] = "topic"
    weeks = field_of(Application, "weeks")

    def __init__(
        self,
        *args: Any,
        round: Round,
        offers: Iterable[HostOffer],
        cities: Iterable[Partner],
        others: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.most = round.wishes_at_most
        self.fields["weeks"].min_value = round.weeks_min  # type: ignore[attr-defined]
        self.offers, self.cities = {one.pk: one for one in offers}, {one.pk: one for one in cities}
        for pk, one in self.offers.items():
            self.add_rank(f"offer_{pk}", str(one))
        for pk, city in self.cities.items():
            self.add_rank(f"city_{pk}", str(city))
        if others is not None:
            self.fields["other"] = forms.ModelChoiceField(others, label=_("Another city"), required=False)
            self.add_rank("other_rank", _("Rank of the other city"))
        self.add_rank(self.whoever, _("Whoever fits the topic"))
        self.fields["windows"] = windows_field(round)
        self.least, self.longest = round.weeks_min, round.weeks_max

    def add_rank(self, name: str, label: Any) -> None:
        self.fields[name] = forms.IntegerField(label=label, required=False, min_value=1, max_value=99)
        self.fields[name].widget.attrs.update({"class": "hsp-rank", "inputmode": "numeric"})

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        stored = {"version": record.version, "weeks": record.weeks, "windows": list(record.windows.all())}
        for wish in record.wishes.all():
            if wish.kind == Wish.Kind.OFFER:
                stored[f"offer_{wish.offer_id}"] = wish.rank
            elif wish.kind == Wish.Kind.CITY:
                stored[f"city_{wish.partner_id}"] = wish.rank
            else:
                stored[cls.whoever] = wish.rank
        return stored

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if len(self.wishes(values)) > self.most:
            raise ValidationError(
                _("In this round at most %(count)d wishes can be named."), params={"count": self.most}
            )
        weeks = values.get("weeks")
        if weeks is not None and not self.least <= weeks <= self.longest:
            self.add_error(
                "weeks",
                _("A stay of this round takes %(least)d to %(most)d weeks.")
                % {"least": self.least, "most": self.longest},
            )
        if bool(values.get("other")) != bool(values.get("other_rank")):
            self.add_error("other_rank", _("Another city needs its name and its rank."))
        return values

    def wishes(self, values: Mapping[str, Any]) -> list[WishFor]:
        found = [WishFor(rank, offer=one) for pk, one in self.offers.items() if (rank := values.get(f"offer_{pk}"))]
        found += [WishFor(rank, partner=one) for pk, one in self.cities.items() if (rank := values.get(f"city_{pk}"))]
        other, rank = values.get("other"), values.get("other_rank")
        if other and rank and other.pk not in {one.partner.pk for one in found if one.partner}:
            found.append(WishFor(rank, partner=other))
        if rank := values.get(self.whoever):
            found.append(WishFor(rank))
        return found

    @property
    def ranked(self) -> list[WishFor]:
        return self.wishes(self.cleaned_data)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("weeks", "windows")}

    @property
    def whoever_row(self) -> forms.BoundField:
        return self[self.whoever]

    @property
    def offer_rows(self) -> list[tuple[HostOffer, str, forms.BoundField]]:
        return [(one, languages_of(one), self[f"offer_{pk}"]) for pk, one in self.offers.items()]

    @property
    def city_rows(self) -> list[tuple[Partner, forms.BoundField]]:
        return [(one, self[f"city_{pk}"]) for pk, one in self.cities.items()]


class Consents(RecordForm):
    """Who has to agree: name, mail address and language for each."""

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(kinds)
        for kind in self.kinds:
            self.fields[f"{kind}_name"] = field_of(Consent, "name")
            self.fields[f"{kind}_email"] = field_of(Consent, "email")
            self.fields[f"{kind}_language"] = house_languages(initial=settings.LANGUAGE_CODE)

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        stored = {"version": record.version}
        for one in record.consents.all():
            stored |= {
                f"{one.kind}_name": one.name,
                f"{one.kind}_email": one.email,
                f"{one.kind}_language": one.language,
            }
        return stored

    @property
    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [
            (Consent.Kind(kind).label, [self[f"{kind}_{name}"] for name in ("name", "email", "language")])
            for kind in self.kinds
        ]

    @property
    def people(self) -> dict[str, dict[str, Any]]:
        return {
            kind: {name: self.cleaned_data[f"{kind}_{name}"] for name in ("name", "email", "language")}
            for kind in self.kinds
        }


class AddAnnex(forms.Form):
    label = TextField(label=_("What it is"), max_length=120)
    file = forms.FileField(label=_("File"), help_text=_("At most 10 MB."))


class Enter(RecordForm):
    """An application that came on paper or from a partner: who it is, what they want."""

    sections = (
        (_("Person"), ("unit", "partner", "organisation", "name", "email", "language")),
        (_("Topic"), ("title", "topic", "question", "benefit")),
        (_("About the person"), ("function", "years", "languages")),
    )
    unit = field_of(Applicant, "unit", help_text=_("Of one of our own people. Otherwise choose the city."))
    partner = field_of(Applicant, "partner")
    organisation = field_of(Application, "organisation")
    name = field_of(Applicant, "name")
    email = field_of(Applicant, "email")
    language = field_of(Applicant, "language")
    title = field_of(Application, "title")
    topic = field_of(Application, "topic")
    question = field_of(Application, "question", max_length=MOST_CHARACTERS)
    benefit = field_of(Application, "benefit", max_length=MOST_CHARACTERS, label=_("Benefit for the department"))
    function = field_of(Application, "function")
    years = field_of(Application, "years", max_value=60)
    languages = LevelsField(label=_("Languages"), required=False)
    named = ("name",)

    PERSON = ("unit", "partner", "name", "email", "language")

    def limit_to(self, partners: Any) -> None:
        offer(self, "partner", partners)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("unit")) == bool(values.get("partner")):
            self.add_error("partner", _("Choose either one of our units or a city."))
        return values

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.PERSON}

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {*self.PERSON, "version"}}


class NoteConsent(RecordForm):
    """An answer that the office has on paper."""

    answer = forms.ChoiceField(label=_("Answer"), choices=Consent.Answer.choices, widget=forms.RadioSelect)
    remark = field_of(Consent, "remark", help_text=_("From when and from whom the office has it."))


class Recommend(forms.Form):
    answer = forms.ChoiceField(
        label=_("Does your department recommend it?"),
        choices=[(Consent.Answer.YES, _("yes")), (Consent.Answer.NO, _("no"))],
        widget=forms.RadioSelect,
    )
    remark = TextField(label=_("Why"), lines=True, max_length=2_000)


class AnswerConsent(forms.Form):
    """What a supervisor or a substitute says."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(Consent.Answer.YES, _("Yes, I agree")), (Consent.Answer.NO, _("No"))],
        widget=forms.RadioSelect,
    )
    remark = TextField(
        label=_("Remark"),
        lines=True,
        required=False,
        max_length=2_000,
        help_text=_("The applicant and the office read it."),
    )


class Settle(RecordForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=Recommendation.choices, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"),
        lines=True,
        max_length=4_000,
        help_text=_("The applicant reads it with the result; the department reads it, too."),
    )
