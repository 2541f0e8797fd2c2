"""What is held about one person's application, for that person alone (Art. 15 and 20 GDPR)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.multilingual import Multilingual
from hospitium.exchange.models import Application
from hospitium.exchange.queries.applications import languages_in_words, wish_in_words
from hospitium.exchange.queries.nominations import is_told, shown_state
from hospitium.exchange.queries.results import ground_of, own_result
from hospitium.exchange.states import DECIDED

PERSON = ("name", "email", "phone", "language", "unit", "partner")
WRITTEN = (
    "organisation", "title", "topic", "question", "benefit", "function", "years", "languages", "weeks", "earlier",
    "earlier_year", "saved_at", "submitted_at", "withdrawn_at",
)  # fmt: skip
# What is written by itself has no name in the forms.
MOMENTS: Mapping[str, Any] = {
    "saved_at": gettext_lazy("Saved on"),
    "submitted_at": gettext_lazy("Sent on"),
    "withdrawn_at": gettext_lazy("Withdrawn on"),
    "answered_at": gettext_lazy("Answered on"),
}
STAY = (
    "state", "answer_until", "answered_at", "answer", "starts_on", "ends_on", "goals", "tasks_there", "mentor_name",
    "hours", "language", "preparation", "insurance", "a1_until", "accommodation", "cost_rule", "talk_back_on",
    "skills", "europass_number", "europass_on",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One thing that is held: its code for programs, its name, its value, and the value as somebody reads it."""

    code: str
    label: str
    value: Any
    text: str


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    facts: Sequence[Fact]


def sections_of(application: Application) -> list[Section]:
    """Everything but what the panel keeps: of that the person gets the result with its reasons, once it is told."""
    found = [
        Section("person", _("Person"), columns(application.applicant, PERSON)),
        Section("application", _("Application"), list(written(application))),
        Section("consents", _("Consents"), list(consents(application))),
        Section("result", _("Your result"), list(result(application))),
        Section("stay", _("Stay"), list(stay(application))),
    ]
    return [one for one in found if one.facts]


def columns(record: Model, names: Sequence[str]) -> list[Fact]:
    return [column(record, name) for name in names if filled(getattr(record, name))]


def filled(value: Any) -> bool:
    return value is not None and value not in ("", {}, []) and value != Multilingual()


def column(record: Model, name: str) -> Fact:
    value = getattr(record, name)
    label = str(MOMENTS.get(name) or getattr(record._meta.get_field(name), "verbose_name", None) or name)
    show = getattr(record, f"get_{name}_display", None)
    text = str(show()) if show else in_words(value)
    return Fact(name, label[:1].upper() + label[1:], plain(value), text)


def written(application: Application) -> Iterator[Fact]:
    state = shown_state(application)
    yield Fact("round", _("Round"), str(application.round), str(application.round))
    yield Fact("code", _("Code"), application.code, application.code)
    yield Fact("state", _("State"), state, str(Application.State(state).label))
    yield from columns(application, WRITTEN)
    if times := [str(one) for one in application.windows.all()]:
        yield Fact("windows", _("Windows"), times, ", ".join(times))
    if wishes := [(one.rank, wish_in_words(one)) for one in application.wishes.all()]:
        ranked = [{"rank": rank, "where": where} for rank, where in wishes]
        yield Fact("wishes", _("Wishes"), ranked, "; ".join(f"{rank}. {where}" for rank, where in wishes))
    if annexes := [one.label for one in application.annexes.all()]:
        yield Fact("annexes", _("Annexes"), annexes, ", ".join(annexes))


def consents(application: Application) -> Iterator[Fact]:
    for one in application.consents.all():
        parts = [one.name, one.email, str(one.get_answer_display()), one.remark, in_words(one.answered_at)]
        value = {
            "name": one.name,
            "email": one.email,
            "answer": one.answer,
            "remark": one.remark,
            "answered_at": plain(one.answered_at),
        }
        label = str(one.get_kind_display())
        yield Fact(one.kind, label[:1].upper() + label[1:], value, ", ".join(part for part in parts if part))


def result(application: Application) -> Iterator[Fact]:
    """What the person was told, with the reason of every wish."""
    if not is_told(application) or application.state not in DECIDED:
        return
    told = own_result(application, ground_of(application.round))
    if told.decided:
        yield Fact("decided", _("Reason of the decision"), told.decided, told.decided)
    for number, wish in enumerate(told.wishes, start=1):
        text = " ".join(wish.reasons)
        yield Fact(f"wish_{number}", wish.name, {"rank": wish.rank, "reasons": list(wish.reasons)}, text)
    for entry in application.waiting_entries.select_related("offer"):
        text = f"{entry.position}, {entry.get_state_display()}"
        value = {"offer": str(entry.offer), "position": entry.position, "state": entry.state}
        yield Fact(f"waiting_{entry.offer_id}", _("Waiting list: %(offer)s") % {"offer": entry.offer}, value, text)


def stay(application: Application) -> Iterator[Fact]:
    """The places that the person was told of, with what was agreed, written and paid."""
    told = application.placements.exclude(announced_at=None).select_related("offer__unit", "offer__partner")
    for one in told.order_by("pk"):
        where = f"{one.offer.partner or one.offer.unit}: {one.offer}"
        yield Fact("place", _("Offer"), where, where)
        yield from columns(one, STAY)
        for note in one.notes.all():
            label = _("Week %(week)s") % {"week": note.week}
            yield Fact(f"week_{note.week}", label, {"title": note.title, "text": note.text}, note.text)
        if report := getattr(one, "report", None):
            yield from columns(report, ("answer", "comparison", "remark"))


def as_data(application: Application) -> dict[str, Any]:
    """The same for another program: codes, ISO dates, texts by language. What occurs twice stands in a list."""
    found: dict[str, dict[str, Any]] = {}
    for section in sections_of(application):
        facts: dict[str, Any] = {}
        for fact in section.facts:
            facts.setdefault(fact.code, []).append(fact.value)
        found[section.code] = {code: values[0] if len(values) == 1 else values for code, values in facts.items()}
    return {"format": "hospitium-own-data/1", "as_of": timezone.localdate().isoformat(), **found}


def plain(value: Any) -> Any:
    if isinstance(value, Multilingual):
        return dict(value.texts)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Model | Decimal) else value


def in_words(value: Any) -> str:
    """A value as its owner reads it; "" for what is not known."""
    if value is None:
        return ""
    if isinstance(value, date):
        day = timezone.localtime(value).date() if isinstance(value, datetime) else value
        return wording.day(day, language=get_language() or "en", style="long")
    if isinstance(value, Multilingual):
        return " / ".join(value.texts.values())
    if isinstance(value, dict):
        is_levels = all(len(str(level)) == 2 for level in value.values())
        return languages_in_words(value) if is_levels else "; ".join(str(text) for text in value.values())
    return str(value)


__all__ = ["Fact", "Section", "as_data", "sections_of"]
