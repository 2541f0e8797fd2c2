"""What is asked before letters, lists, cards and certificates are made, and the field for a check code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import SeveralField, TextField, offer, word
from hospitium.core.multilingual import here
from hospitium.delegations.documents import cards
from hospitium.delegations.documents.papers import PAPERS, Choice
from hospitium.delegations.documents.participants import VENUE_FIELDS
from hospitium.delegations.documents.people import name
from hospitium.delegations.models import CountryRule, Delegation, IssuedLetter, Member, SeatingPlan
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.visits.documents import words
from hospitium.visits.documents.letters import Recipient
from hospitium.visits.forms.documents import Booklet, Letters, name_of
from hospitium.visits.models import Item

MOST_SHIFT = 15
# Frames without names, to be held against the sheet.
FRAMES = "frames"
TABLES = {"xlsx": "XLSX", "ods": "ODS"}


class TwoLanguages(Booklet):
    """One language or two, each once."""

    language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES)
    second = forms.ChoiceField(
        label=_("Second language"), required=False, choices=[("", _("none: one language")), *settings.LANGUAGES]
    )
    paper = None  # type: ignore[assignment]


class IssueLetters(Letters):
    """For whom, by the rule of which country, on which paper."""

    rule = forms.ModelChoiceField(
        label=_("By the rule of"),
        queryset=CountryRule.objects.none(),
        help_text=_("The partner's country, unless the passport is of another one."),
    )
    revoke_earlier = forms.BooleanField(
        label=_("Revoke earlier letters of this kind for the same persons"), required=False, initial=True
    )
    field_order = ["recipients", "rule", "paper", "revoke_earlier", "with_gaps"]

    def offer_members(self, delegation: Delegation, members: Sequence[Member], rules: Any) -> None:
        """`rules` are those of the countries that can be chosen; None where the letter asks for none."""
        self.offer(delegation.visit, [recipient_of(member) for member in members])
        # In which language they are is said by the rule.
        self.fields["recipients"].help_text = ""
        self.fields["recipients"].label = _("For whom")
        if rules is None:
            del self.fields["rule"]
            return
        offer(self, "rule", rules)
        word(self, "rule", lambda rule: f"{rule} ({' · '.join(name_of(code) for code in rule.languages)})")

    @property
    def rule_id(self) -> int | None:
        rule = self.cleaned_data.get("rule")
        return rule.pk if rule else None


def recipient_of(member: Member) -> Recipient:
    function = words.phrase(member.function, here())["text"]
    lines = tuple(part for part in (name(member, here()), function) if part)
    return Recipient(str(member.pk), str(member), here(), lines)


class Certify(TwoLanguages):
    members = SeveralField(label=_("For whom"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple)


class Revoke(forms.Form):
    reason = TextField(
        label=_("Reason"),
        max_length=IssuedLetter._meta.get_field("reason").max_length or 200,
        help_text=_("Stays in the house: the public page says “revoked” and nothing else."),
    )


class CheckCode(forms.Form):
    code = forms.CharField(
        label=_("Check code"),
        max_length=60,
        help_text=_("Sixteen letters and digits. Spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class MakePaper(TwoLanguages):
    """The languages, the format where there are several, and what the kind of paper asks besides."""

    form = forms.ChoiceField(label=_("File"))
    item = forms.ModelChoiceField(label=_("For which item"), queryset=Item.objects.none())
    fields_shown = forms.MultipleChoiceField(
        label=_("What the list holds besides the name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, label) for code, label in VENUE_FIELDS.items() if code not in PASSPORT_FIELDS],
    )
    fields_sealed = forms.MultipleChoiceField(
        label=_("Of the passport"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(PASSPORT_FIELDS.items()),
        help_text=_("Only what the house demands. That you have read it is kept and shown to the auditor."),
    )
    card = forms.ChoiceField(label=_("Format"))
    right = forms.DecimalField(
        label=_("Move to the right, in mm"),
        required=False,
        min_value=-MOST_SHIFT,
        max_value=MOST_SHIFT,
        decimal_places=1,
        help_text=_("If the test print lies too far left on the sheet; with a minus, to the left."),
    )
    down = forms.DecimalField(
        label=_("Move down, in mm"),
        required=False,
        min_value=-MOST_SHIFT,
        max_value=MOST_SHIFT,
        decimal_places=1,
        help_text=_("Kept for the office, because it belongs to the printer."),
    )
    members = SeveralField(label=_("For whom"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple)
    plan = forms.ModelChoiceField(
        label=_("And everybody else on this seating plan"),
        queryset=SeatingPlan.objects.none(),
        required=False,
        help_text=_("Speakers, hosts and interpreters who sit there."),
    )
    with_words = forms.BooleanField(
        label=_("Print other wishes word by word"),
        required=False,
        help_text=_("Read them before: a guest may have written a name."),
    )

    def offer_for(self, paper: str, delegation: Delegation, members: Sequence[Member], *, sealed: str) -> None:
        """Keep what this paper asks, and offer what can be chosen; `sealed` names the fields of the vault, or none."""
        asked = PAPERS[paper].asks
        kept = {"language", "second"} | ({"form"} if PAPERS[paper].sheet else set())
        kept |= {"item", "fields_shown"} if "item" in asked else set()
        kept |= {"fields_sealed"} if "fields" in asked and sealed else set()
        kept |= {"form", "right", "down"} if "card" in asked else set()
        kept |= {"card", "members", "plan"} & asked | ({"with_words"} if "words" in asked else set())
        for field in set(self.fields) - kept:
            del self.fields[field]
        if "form" in kept:
            others = [(FRAMES, _("Test print: frames without names"))] if "card" in asked else TABLES.items()
            offer(self, "form", [("pdf", "PDF"), *others])
        if "item" in kept:
            items = delegation.visit.items.exclude(day=None).exclude(venue=None).select_related("venue")
            offer(self, "item", items)
            word(self, "item", item_words)
            if not items.exists():
                self.fields["item"].help_text = _("No item of the programme has a day and a place yet.")
        if "card" in kept:
            usual = cards.OF_BADGES if paper == "badges" else cards.OF_PLACE_CARDS
            offer(self, "card", [(key, cards.FORMATS[key].label) for key in usual])
        if "plan" in kept:
            offer(self, "plan", SeatingPlan.objects.filter(visit=delegation.visit_id))
        if "members" in kept:
            offer(self, "members", Member.objects.filter(pk__in=[member.pk for member in members]).in_order())

    @property
    def format(self) -> str:
        return str(self.cleaned_data.get("form") or "pdf")

    @property
    def choice(self) -> Choice:
        chosen = self.cleaned_data
        return Choice(
            languages=self.languages,
            item=chosen.get("item"),
            plan=chosen.get("plan"),
            fields=[*chosen.get("fields_shown", ()), *chosen.get("fields_sealed", ())],
            card=chosen.get("card", ""),
            members=frozenset(member.pk for member in chosen.get("members", ())),
            shift=(float(chosen.get("right") or 0), float(chosen.get("down") or 0)),
            with_words=bool(chosen.get("with_words")),
        )


def item_words(item: Item) -> str:
    when = words.day_title(item.day, here()) if item.day else ""
    return ", ".join(part for part in (when, str(item), words.place(item, here())) if part)


class OneLanguageOnly(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
