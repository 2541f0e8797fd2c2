"""The form of a topic."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import ListField, RecordForm, field_of, offer
from hospitium.core.verdicts import Sentence
from hospitium.topics.models import Topic

EUROVOC = re.compile(r"[0-9]{1,8}", re.ASCII)
SDG = re.compile(r"[1-9]|1[0-7]", re.ASCII)
COFOG = re.compile(r"(0[1-9]|10)(\.[0-9]){0,2}", re.ASCII)


class EditTopic(RecordForm):
    name = field_of(Topic, "name", required=True, max_length=200)
    parent = field_of(Topic, "parent")
    units = field_of(Topic, "units", widget=forms.CheckboxSelectMultiple)
    eurovoc = ListField(
        label=_("EuroVoc concepts"),
        required=False,
        separator=",",
        entry_length=20,
        help_text=_("The numbers of the concepts, separated by commas: 4541, 2494."),
    )
    sdg = ListField(
        label=_("Sustainable development goals"),
        required=False,
        separator=",",
        entry_length=20,
        help_text=_("The numbers of the goals, 1 to 17, separated by commas: 9, 11."),
    )
    cofog = ListField(
        label=_("COFOG groups"),
        required=False,
        separator=",",
        entry_length=20,
        help_text=_("Division and group, separated by commas: 04.5, 05.1."),
    )

    def limit_parents(self, topic: Topic | None) -> None:
        """A topic belongs to one of the first level, and not to itself."""
        others = Topic.objects.filter(parent=None)
        offer(self, "parent", others.exclude(pk=topic.pk) if topic else others)

    def clean_eurovoc(self) -> list[str]:
        return each(self.cleaned_data["eurovoc"], EUROVOC, _("“%(value)s” is not the number of a EuroVoc concept."))

    def clean_sdg(self) -> list[int]:
        goals = each(self.cleaned_data["sdg"], SDG, _("“%(value)s” is not the number of a goal. Write 1 to 17."))
        return sorted({int(goal) for goal in goals})

    def clean_cofog(self) -> list[str]:
        return each(self.cleaned_data["cofog"], COFOG, _("“%(value)s” is not a COFOG group. Write 04.5."))


def each(entries: list[str], shape: re.Pattern[str], message: Sentence) -> list[str]:
    """The entries, if each has the shape; else ValidationError that names the first that has not."""
    for entry in entries:
        if not shape.fullmatch(entry):
            raise ValidationError(str(message), "shape", {"value": entry})
    return entries


class NewTopic(EditTopic):
    key = field_of(Topic, "key")
    field_order = ["key", "name", "parent"]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Topic.objects.filter(key=key).exists():
            raise ValidationError(_("This short name is taken."))
        return key


__all__ = ["EditTopic", "NewTopic"]
