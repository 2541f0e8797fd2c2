"""Certificates of attendance in two languages: who, when, what, how many hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hospitium.delegations.documents import people
from hospitium.delegations.documents.letters import check_data
from hospitium.delegations.documents.sheets import head_data
from hospitium.delegations.models import Attendance
from hospitium.delegations.queries.attendance import Row, minutes_of
from hospitium.visits.documents import words
from hospitium.visits.documents.words import Phrase, Sender
from hospitium.visits.models import Item

State = Attendance.State


def certificate_data(
    row: Row, content: Sequence[Item], *, languages: Sequence[str], signer: str, code: str
) -> dict[str, Any]:
    """What one certificate says. Hours are counted for the days that were attended in full, and for no others.

    Where the programme has nothing with content, no hours stand there rather than none.
    """
    member, visit = row.member, row.member.delegation.visit
    full = [day for day in row.came if row.states[day] == State.PRESENT]
    minutes = minutes_of([item for item in content if item.day in full])
    sender = Sender(visit)
    return {
        **head_data(member.delegation, _("Certificate of attendance"), languages),
        "name": words.plain(people.addressed(member, languages[0]), languages[0]),
        "own": own_name(row, languages),
        "functions": people.functions(member, languages),
        "organisations": people.organisations(member, languages),
        "took_part": words.pair(_("took part in"), languages),
        "hours": hours(minutes, languages) if minutes else [],
        "columns": [words.pair(label, languages) for label in (_("Day"), _("Attendance"), _("Content"))],
        "days": [day_data(row, day, content, languages) for day in row.came],
        "place": [
            words.word(
                _("%(city)s, %(day)s"),
                language,
                city=sender.city(language) or "–",
                day=words.long_day(visit.ends_on, language),
            )
            for language in languages
        ],
        "signature": signer,
        "signed_for": [
            words.plain(sender.office(language) or sender.unit(language), language) for language in languages
        ],
        "check": check_data(code, languages),
    }


def own_name(row: Row, languages: Sequence[str]) -> Phrase | None:
    own = people.own_script(row.member)
    return words.plain(own, row.member.delegation.language) if own else None


def hours(minutes: int, languages: Sequence[str]) -> list[Phrase]:
    """In hours and minutes, written as 6:30, which needs no plural in any language."""
    duration = f"{minutes // 60}:{minutes % 60:02}"
    return words.pair(_("Programme attended, in hours: %(duration)s"), languages, duration=duration)


def day_data(row: Row, day: Any, content: Sequence[Item], languages: Sequence[str]) -> dict[str, Any]:
    state = State(row.states[day])
    return {
        "day": [words.plain(words.day_title(day, language), language) for language in languages],
        "state": words.pair(state.label, languages),
        "items": [titles(item, languages) for item in content if item.day == day],
    }


def titles(item: Item, languages: Sequence[str]) -> list[Phrase]:
    found = [words.phrase(item.title, language) for language in languages]
    if not any(one["text"] for one in found):
        found = [words.kind_of(item, language) for language in languages]
    return people.once(found)
