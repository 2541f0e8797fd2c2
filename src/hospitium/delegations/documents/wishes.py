"""What the kitchen and the houses must know of wishes: counts, and never a name (Art. 9 GDPR)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.delegations.documents.people import printable
from hospitium.delegations.documents.sheets import Cell, Column, Section, Sheet
from hospitium.delegations.models import CateringWish, Delegation
from hospitium.visits.documents import words

Diet, Need = CateringWish.Diet, CateringWish.Need


@dataclass(frozen=True)
class Wishes:
    """Heads by what is known of their wishes; `diets` and `needs` count heads by code, `others` are words of guests."""

    heads: int
    with_wishes: int
    without: int
    unknown: int
    diets: Mapping[str, int]
    needs: Mapping[str, int]
    others: Sequence[str]


def wishes_of(delegation: Delegation) -> Wishes:
    members = printable(delegation)
    found = list(CateringWish.objects.filter(member__in=members).order_by("pk"))
    without = sum(not (wish.diets or wish.needs or wish.other) for wish in found)
    diets = Counter(code for wish in found for code in wish.diets)
    needs = Counter(code for wish in found for code in wish.needs)
    return Wishes(
        heads=len(members),
        with_wishes=len(found) - without,
        without=without,
        unknown=len(members) - len(found),
        diets={code: diets[code] for code in Diet.values if diets[code]},
        needs={code: needs[code] for code in Need.values if needs[code]},
        # Sorted, so that their order says nothing about whose they are.
        others=sorted(wish.other for wish in found if wish.other),
    )


def wishes_sheet(delegation: Delegation, languages: Sequence[str], *, with_words: bool) -> Sheet:
    """Counts of wishes in two tables, and how many heads have said something at all."""
    wishes = wishes_of(delegation)
    columns = [Column(_("Wish"), 4), Column(_("Persons"), 1)]
    heads = [
        (_("Persons in the delegation"), wishes.heads),
        (_("with wishes"), wishes.with_wishes),
        (_("without wishes"), wishes.without),
        (_("not known yet"), wishes.unknown),
    ]
    sections = [
        Section([Column(_("What is known"), 4), Column(_("Persons"), 1)], rows_of(heads, languages), _("Persons")),
        Section(columns, counted(wishes.diets, Diet, languages), _("Meals"), _("No wishes are known.")),
        Section(columns, counted(wishes.needs, Need, languages), _("Access"), _("No wishes are known.")),
    ]
    if with_words and wishes.others:
        rows: list[list[Cell]] = [[text] for text in wishes.others]
        sections.append(Section([Column(_("In the words of the guests"), 1)], rows, _("Other wishes")))
    elif wishes.others:
        other = [(_("Other wishes; please ask the office"), len(wishes.others))]
        sections.append(Section(columns, rows_of(other, languages), _("Other wishes")))
    notes = [_("Counts only. Somebody can have several wishes, so the counts can be more than the persons.")]
    return Sheet(_("Catering and access wishes"), sections, notes=notes)


def counted(counts: Mapping[str, int], codes: type[TextChoices], languages: Sequence[str]) -> list[list[Cell]]:
    return rows_of([(codes(code).label, count) for code, count in counts.items()], languages)


def rows_of(pairs: Sequence[tuple[str | Promise, int]], languages: Sequence[str]) -> list[list[Cell]]:
    return [[words.pair(label, languages), count] for label, count in pairs]
