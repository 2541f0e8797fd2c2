"""The form of a template: items and tasks as lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.search import fold
from hospitium.core.forms import ListField, RecordForm, field_of
from hospitium.core.multilingual import Multilingual, here
from hospitium.visits.dates import in_course
from hospitium.visits.models import Anchor, Item, Mode, Template
from hospitium.visits.usual import usual_templates

BAR = "|"
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
Row = dict[str, Any]


def wording_of(texts: Mapping[str, str]) -> str:
    """The text in the language of the page, else the first that is there."""
    return str(texts.get(here()) or next(iter(texts.values()), ""))


def item_line(row: Mapping[str, Any]) -> str:
    """“1 | 09:00 | 90 | lecture | consecutive | Lecture by a department”; what may be left out ends in “| ?”."""
    parts = [
        row["day"],
        row["starts"],
        row["minutes"],
        Item.Kind(row["kind"]).label,
        Mode(row.get("mode", Mode.NONE)).label,
        wording_of(row.get("title", {})).replace(BAR, "/"),
    ]
    return f" {BAR} ".join(str(part) for part in (*parts, *([] if row.get("obligatory", True) else ["?"])))


def task_line(what: Multilingual, anchor: str, days: int) -> str:
    """“-90 | begin of the visit | Ask for the list of participants”."""
    return f"{days} {BAR} {Anchor(anchor).label} {BAR} {wording_of(what.texts).replace(BAR, '/')}"


def parts_of(line: str, least: int, most: int) -> list[str]:
    parts = [part.strip() for part in line.split(BAR)]
    if not least <= len(parts) <= most:
        raise ValidationError(_("“%(line)s” has too few or too many parts."), "line", {"line": line})
    return parts


def whole_number(text: str, line: str, *, least: int, most: int) -> int:
    plain = text.replace("\u2212", "-").replace("\u2013", "-")
    if not re.fullmatch(r"-?\d{1,5}", plain, re.ASCII) or not least <= int(plain) <= most:
        raise ValidationError(
            _("“%(text)s” in “%(line)s” is not a number from %(least)d to %(most)d."),
            "line",
            {"text": text, "line": line, "least": least, "most": most},
        )
    return int(plain)


def chosen(choices: type[TextChoices], text: str, line: str) -> str:
    """The value whose code, or whose word in the language of the page or in English, was written."""
    known = {fold(str(one.value)): str(one.value) for one in choices}
    with override("en"):
        known |= {fold(str(one.label)): str(one.value) for one in choices}
    known |= {fold(str(one.label)): str(one.value) for one in choices}
    if fold(text) not in known:
        raise ValidationError(
            _("“%(text)s” in “%(line)s” is none of: %(words)s."),
            "line",
            {"text": text, "line": line, "words": ", ".join(str(one.label) for one in choices)},
        )
    return known[fold(text)]


class EditTemplate(RecordForm):
    name = field_of(Template, "name", required=True)
    format = field_of(Template, "format")
    days = field_of(Template, "days", min_value=1, max_value=31)
    is_outgoing = field_of(Template, "is_outgoing")
    items = ListField(
        label=_("Items"),
        required=False,
        help_text=_(
            "One item in each line: day | begin | minutes | kind | interpreting | title. "
            "What may be left out ends in | ?. A title that is known keeps its translations."
        ),
    )
    tasks = ListField(
        label=_("Tasks"),
        required=False,
        help_text=_(
            "One task in each line: days | counted from | what. −90 is three months before, 7 is a week after."
        ),
    )

    @classmethod
    def initial_of(cls, record: Model) -> dict[str, Any]:
        stored = super().initial_of(record)
        stored["items"] = [item_line(row) for row in stored["items"]]
        tasks = sorted(stored["tasks"], key=lambda task: in_course(task.anchor, task.days))
        stored["tasks"] = [task_line(task.what, task.anchor, task.days) for task in tasks]
        return stored

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("items", "tasks"):
            self.fields[name].widget.attrs["rows"] = 16
        self.known: list[Mapping[str, str]] = []

    def know(self, template: Template) -> None:
        """Texts of the template, whose translations are kept when a line still has the same words."""
        self.known = [row.get("title", {}) for row in template.items]
        self.known += [task.what.texts for task in template.tasks.all()]

    def clean_items(self) -> list[str]:
        for line in self.cleaned_data["items"]:
            self.item_of(line)
        return list(self.cleaned_data["items"])

    def clean_tasks(self) -> list[str]:
        for line in self.cleaned_data["tasks"]:
            self.task_of(line)
        return list(self.cleaned_data["tasks"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and any(row["day"] > values["days"] for row in self.rows):
            self.add_error("items", gettext("There are items behind the last day."))
        return values

    @cached_property
    def phrases(self) -> dict[str, Mapping[str, str]]:
        """Folded words in the language of the page → the text in all languages."""
        usual: Iterable[Mapping[str, str]] = (
            texts
            for template in usual_templates()
            for texts in (*(row["title"] for row in template.items), *(task.what.texts for task in template.tasks))
        )
        return {fold(wording_of(texts)): texts for texts in (*usual, *self.known)}

    def texts_of(self, text: str) -> dict[str, str]:
        return dict(self.phrases.get(fold(text), {here(): text}))

    def item_of(self, line: str) -> Row:
        parts = parts_of(line, 6, 7)
        clock = CLOCK.fullmatch(parts[1])
        if not clock:
            raise ValidationError(
                _("“%(time)s” in “%(line)s” is not a time of day."), "line", {"time": parts[1], "line": line}
            )
        return {
            "day": whole_number(parts[0], line, least=1, most=31),
            "starts": f"{time(int(clock[1]), int(clock[2])):%H:%M}",
            "minutes": whole_number(parts[2], line, least=5, most=1440),
            "kind": chosen(Item.Kind, parts[3], line),
            "title": self.texts_of(parts[5]),
            "mode": chosen(Mode, parts[4], line),
            "obligatory": parts[6:] != ["?"],
        }

    def task_of(self, line: str) -> tuple[Multilingual, str, int]:
        days, anchor, what = parts_of(line, 3, 3)
        texts = self.texts_of(what)
        source = "de" if "de" in texts else here() if here() in texts else next(iter(texts))
        return (
            Multilingual(texts, source),
            chosen(Anchor, anchor, line),
            whole_number(days, line, least=-1000, most=1000),
        )

    @property
    def rows(self) -> list[Row]:
        """The items by day and time."""
        rows = [self.item_of(line) for line in self.cleaned_data["items"]]
        return sorted(rows, key=lambda row: (row["day"], row["starts"]))

    @property
    def task_rows(self) -> list[tuple[Multilingual, str, int]]:
        return [self.task_of(line) for line in self.cleaned_data["tasks"]]

    @property
    def template_values(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("name", "format", "days", "is_outgoing")}
        return {**kept, "items": self.rows}


__all__ = ["EditTemplate"]
