"""The briefing folder for the leadership: who comes, how the relation stands, what is open, what to talk about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hospitium.accounts.policy import judge
from hospitium.core import wording
from hospitium.core.models import User
from hospitium.partners.models import Partnership
from hospitium.programme.models import Activity, Promise, State
from hospitium.visits.additions import additions
from hospitium.visits.documents import words
from hospitium.visits.documents.words import Sender
from hospitium.visits.models import Item, Visit

MEETINGS = 6
LINES_TO_FILL, LINES_FOR_GIFTS = 8, 3
POLITICAL = frozenset({Item.Kind.RECEPTION, Item.Kind.DISCUSSION, Item.Kind.PRESS, Item.Kind.COMMEMORATION})


def briefing_data(visit: Visit, *, language: str, by: User) -> dict[str, Any]:
    """The folder in one language, with what `by` may see of the relation."""
    with translation.override(language):
        sender, partnerships = Sender(visit), list(visit.activity.partnerships.select_related("partner", "unit"))
        name = words.name_of(visit, language)
        return {
            "language": language,
            "title": _("Briefing: %(visit)s") % {"visit": name},
            "lead": _("For internal use only."),
            "office": sender.office(language),
            "unit": sender.unit(language),
            "as_of": _("As of %(day)s") % {"day": words.long_day(timezone.localdate(), language)},
            "reference": _("File reference: %(reference)s") % {"reference": visit.file_reference or "________________"},
            "foot": _("Briefing: %(visit)s") % {"visit": name},
            "page_word": _("Page"),
            "unknown": _("unknown"),
            "facts": facts(visit, partnerships, language),
            "sections": [
                guests(visit, language),
                *(one for module in additions() for one in module.guests(visit, language=language, by=by)),
                programme(visit, language),
                relation(partnerships, by, language),
                meetings(visit, partnerships, by, language),
                *(one for module in additions() for one in module.earlier(visit, by=by)),
                promises(partnerships, by, language),
                section(_("Talking points"), lines=LINES_TO_FILL),
                section(_("Greeting and gift"), lines=LINES_FOR_GIFTS),
            ],
        }


def section(
    title: str,
    *,
    text: str = "",
    columns: Sequence[str] = (),
    widths: Sequence[float] = (),
    rows: Sequence[Sequence[str | None]] = (),
    empty: str = "",
    lines: int = 0,
) -> dict[str, Any]:
    return {
        "title": title,
        "text": text,
        "columns": list(columns),
        "widths": list(widths),
        "rows": [list(row) for row in rows],
        "empty": empty,
        "lines": lines,
    }


def facts(visit: Visit, partnerships: Sequence[Partnership], language: str) -> list[dict[str, str | None]]:
    found = [
        (_("Topic"), words.title_of(visit, language)["text"]),
        (_("When"), words.when(visit, language)),
        (_("Partner"), ", ".join(str(one) for one in partnerships)),
        (_("In charge"), visit.officer.name if visit.officer else None),
        (_("Language of the guests"), wording.language_name(visit.guest_language, language=language)),
    ]
    return [{"label": label, "value": value} for label, value in found]


def guests(visit: Visit, language: str) -> dict[str, Any]:
    """How many, and the functions of those who are known."""
    activity = visit.activity
    heads = activity.heads if activity.heads is not None else activity.heads_planned
    counted = [
        (_("Persons"), heads),
        (_("of these officials"), activity.officials),
        (_("of these elected"), activity.elected),
        (_("of these civil society"), activity.civil_society),
    ]
    rows: list[tuple[str, str | None]] = [
        (label, None if count is None else str(count))
        for label, count in counted
        if count is not None or count == heads
    ]
    for contact in activity.contacts.prefetch_related("functions"):
        held = [one for one in contact.functions.all() if one.ends is None]
        rows.append((str(contact), ", ".join(str(one.function) for one in held) or None))
    return section(_("Who comes"), columns=(_("Who"), _("Function or number")), widths=(1, 1.6), rows=rows[:60])


def programme(visit: Visit, language: str) -> dict[str, Any]:
    """Where somebody of the leadership is expected: receptions, discussions, press, commemorations."""
    rows = [
        (
            f"{wording.day(item.day, language=language, style='desk')}, {words.hours(item)}",
            words.phrase(item.title, language)["text"] or str(item.get_kind_display()),
            words.place(item, language) or None,
        )
        for item in visit.items.select_related("venue")
        if item.day and item.kind in POLITICAL
    ]
    return section(
        _("Appointments"),
        columns=(_("When"), _("What"), _("Where")),
        widths=(1.1, 1.6, 1.3),
        rows=rows,
        empty=_("No reception and no discussion is planned."),
    )


def relation(partnerships: Sequence[Partnership], by: User, language: str) -> dict[str, Any]:
    """Since when, in which state, who pays what, and what must not be said, for whoever may read that."""
    texts = []
    for one in partnerships:
        since = wording.day(one.since, language=language, style="long") if one.since else _("unknown")
        state = _("%(partnership)s: since %(day)s, state: %(state)s.")
        texts.append(state % {"partnership": one, "day": since, "state": one.get_status_display()})
        if rule := words.phrase(one.cost_rule, language)["text"]:
            texts.append(_("Who bears which cost: %(rule)s") % {"rule": rule})
        if one.sensitivities and judge(by, "partnership.read_notes", unit=one.unit):
            texts.append(_("Sensitivities: %(notes)s") % {"notes": one.sensitivities})
    return section(_("State of the relation"), text="\n".join(texts), empty=_("No partnership is named."))


def meetings(visit: Visit, partnerships: Sequence[Partnership], by: User, language: str) -> dict[str, Any]:
    found = (
        Activity.objects.visible_to(by)
        .filter(partnerships__in=partnerships, state=State.DONE)
        .exclude(pk=visit.activity_id)
        .distinct()[:MEETINGS]
    )
    rows = [
        (
            wording.period(one.begins, one.ends, language=language) or None,
            words.phrase(one.title, language)["text"] or str(one.get_format_display()),
            words.phrase(one.outcome, language)["text"] or None,
        )
        for one in found
    ]
    return section(
        _("Last meetings"),
        columns=(_("When"), _("What"), _("Outcome")),
        widths=(1.1, 1.6, 1.6),
        rows=rows,
        empty=_("No meeting is recorded."),
    )


def promises(partnerships: Sequence[Partnership], by: User, language: str) -> dict[str, Any]:
    found = Promise.objects.visible_to(by).filter(partnership__in=partnerships, state=Promise.State.OPEN)
    rows = [
        (one.what, str(one.get_side_display()), wording.day(one.due_on, language=language) if one.due_on else None)
        for one in found
    ]
    return section(
        _("Open promises"),
        columns=(_("What"), _("Who"), _("Until")),
        widths=(3, 1.3, 1),
        rows=rows,
        empty=_("No promise is open."),
    )
