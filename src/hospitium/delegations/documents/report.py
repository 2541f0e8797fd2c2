"""The report on a visit as plain data: what the office wrote, and the facts that the records give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.models import User
from hospitium.delegations.documents.evaluation import median_in_words
from hospitium.delegations.models import Attendance, Delegation, Evaluation, Member, Question
from hospitium.delegations.queries.after import points_of, promises_of
from hospitium.delegations.queries.attendance import heads_of
from hospitium.delegations.queries.evaluation import results_of
from hospitium.visits.documents import words
from hospitium.visits.documents.briefing import section
from hospitium.visits.documents.words import Sender
from hospitium.visits.models import Item
from hospitium.visits.queries.costs import Line, costs_of

ASIDE = frozenset({Item.Kind.TRANSFER, Item.Kind.FREE})


def report_data(delegation: Delegation, *, languages: Sequence[str], by: User) -> dict[str, Any]:
    """The report once in each language, one after the other; facts as far as `by` may see them."""
    parts = []
    for language in languages:
        with translation.override(language):
            parts.append(part_of(delegation, language, by))
    first = parts[0]
    return {name: first[name] for name in ("language", "title", "office", "reference", "foot", "page_word")} | {
        "parts": parts
    }


def part_of(delegation: Delegation, language: str, by: User) -> dict[str, Any]:
    visit, sender = delegation.visit, Sender(delegation.visit)
    name = words.name_of(visit, language)
    title = _("Report: %(visit)s") % {"visit": name}
    return {
        "language": language,
        "title": title,
        "lead": words.title_of(visit, language)["text"],
        "office": sender.office(language),
        "unit": sender.unit(language),
        "as_of": _("As of %(day)s") % {"day": words.long_day(timezone.localdate(), language)},
        "reference": _("File reference: %(reference)s") % {"reference": visit.file_reference or "________________"},
        "foot": title,
        "page_word": _("Page"),
        "unknown": _("unknown"),
        "facts": facts(delegation, language),
        "sections": [
            text(delegation, language),
            participants(delegation, language),
            programme(delegation, language),
            results(delegation, language),
            promises(delegation, language, by),
            learning(delegation, language, by),
            evaluation(delegation, language),
            costs(delegation),
        ],
    }


def facts(delegation: Delegation, language: str) -> list[dict[str, str | None]]:
    visit = delegation.visit
    found = [
        (_("When"), words.when(visit, language)),
        (_("Partner"), str(delegation.partnership)),
        (_("Direction"), str(delegation.get_side_display())),
        (_("Purpose and mandate"), words.phrase(delegation.mandate, language)["text"] or None),
        (_("In charge"), visit.officer.name if visit.officer else None),
        (_("Costs settled on"), settled(delegation, language)),
    ]
    return [{"label": label, "value": value} for label, value in found]


def settled(delegation: Delegation, language: str) -> str:
    return words.long_day(delegation.settled_on, language) if delegation.settled_on else _("not yet")


def text(delegation: Delegation, language: str) -> dict[str, Any]:
    return section(
        _("Report"), text=words.phrase(delegation.report_text, language)["text"], empty=_("Nothing is written yet.")
    )


def participants(delegation: Delegation, language: str) -> dict[str, Any]:
    """How many, and which functions; no names, which stand in the list of members."""
    members = list(delegation.members.coming().select_related("rank").in_order())
    present = Attendance.objects.filter(member__in=members).exclude(state=Attendance.State.ABSENT)
    came = present.order_by().values("member").distinct().count()
    numbers: list[tuple[str, str | None]] = [
        (_("Persons invited"), None if delegation.quota is None else str(delegation.quota)),
        (_("Named"), str(len(members)) if members else None),
        (_("Attended"), str(came) if came else None),
        (_("Persons of all delegations"), count(heads_of(delegation.visit))),
    ]
    functions = [(function_of(one, language), str(one.get_role_display())) for one in members if not one.is_restricted]
    return section(
        _("Participants"), columns=(_("Who"), _("Function or number")), widths=(1.6, 1), rows=[*numbers, *functions]
    )


def function_of(member: Member, language: str) -> str:
    parts = (words.phrase(member.function, language)["text"], words.phrase(member.organisation, language)["text"])
    return ", ".join(part for part in parts if part) or _("function unknown")


def count(value: int | None) -> str | None:
    return None if value is None else str(value)


def programme(delegation: Delegation, language: str) -> dict[str, Any]:
    items = delegation.visit.items.select_related("venue").exclude(kind__in=ASIDE).exclude(day=None)
    rows = [
        (
            when(one, language),
            words.phrase(one.title, language)["text"] or str(one.get_kind_display()),
            words.place(one, language) or None,
        )
        for one in items.order_by("day", "starts", "id")
    ]
    return section(
        _("Programme"),
        columns=(_("When"), _("What"), _("Where")),
        widths=(1.1, 1.8, 1.3),
        rows=rows,
        empty=_("No item is placed."),
    )


def when(item: Item, language: str) -> str | None:
    day = wording.day(item.day, language=language, style="desk") if item.day else ""
    return ", ".join(part for part in (day, words.hours(item)) if part) or None


def results(delegation: Delegation, language: str) -> dict[str, Any]:
    rows = [(one.question, one.answer or None) for one in delegation.questions.all()]
    return section(
        _("Results"),
        text=words.phrase(delegation.visit.activity.outcome, language)["text"],
        columns=(_("Question"), _("Answer")),
        widths=(1, 1.4),
        rows=rows,
        empty=_("No result is noted in the activity."),
    )


def promises(delegation: Delegation, language: str, by: User) -> dict[str, Any]:
    rows = [
        (
            one.what,
            str(one.get_side_display()),
            wording.day(one.due_on, language=language) if one.due_on else None,
            str(one.get_state_display()),
        )
        for one in promises_of(delegation, by)
    ]
    return section(
        _("Promises"),
        columns=(_("What"), _("Who"), _("Until"), _("State")),
        widths=(2.6, 1, 1, 1),
        rows=rows,
        empty=_("No promise was noted."),
    )


def learning(delegation: Delegation, language: str, by: User) -> dict[str, Any]:
    rows = [
        (
            one.what,
            ", ".join(str(who) for who in (one.unit, one.owner) if who) or None,
            wording.day(one.due_on, language=language) if one.due_on else None,
            ": ".join(part for part in (str(one.get_state_display()), one.reason) if part),
        )
        for one in points_of(delegation, by)
    ]
    return section(
        _("Learning points"),
        columns=(_("What was learnt"), _("In charge"), _("Asked again on"), _("State")),
        widths=(2.4, 1.2, 1, 1.2),
        rows=rows,
        empty=_("No learning point was noted."),
    )


def evaluation(delegation: Delegation, language: str) -> dict[str, Any]:
    """How many answered, and the median of each scale; nothing below five answers."""
    title, found = _("Evaluation"), Evaluation.objects.filter(delegation=delegation).first()
    if found is None or found.opened_on is None:
        return section(title, empty=_("Nobody was asked."))
    outcome = results_of(found)
    if not outcome.verdict:
        return section(title, text=str(outcome.verdict.reason))
    rows = [
        (words.phrase(one.question.text, language)["text"], median_in_words(one.middle, language), str(one.given))
        for one in outcome.questions
        if one.question.kind == Question.Kind.SCALE
    ]
    return section(title, columns=(_("Question"), _("Median"), _("Answers")), widths=(3, 1, 1), rows=rows)


def costs(delegation: Delegation) -> dict[str, Any]:
    """By payer and currency, with what nobody knows; of the whole visit, whose costs are not split."""
    found = costs_of(delegation.visit)
    note = _("Costs of the whole visit. Currencies are not converted.")
    return section(
        _("Costs"),
        text=note if found.positions else "",
        columns=(_("Payer"), _("Planned"), _("Actual")),
        widths=(1, 1.2, 1.2),
        rows=[*(cost_row(line) for line in found.by_payer), *(cost_row(line, _("Together")) for line in found.total)],
        empty=_("No costs are entered, so they are unknown."),
    )


def cost_row(line: Line, name: str = "") -> tuple[str, str, str]:
    return name or str(line.payer), str(line.planned), str(line.actual)
