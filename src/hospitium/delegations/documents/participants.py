"""The lists of people: for partners, for the office, for a house that wants names, for interpreters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.core import wording
from hospitium.core.multilingual import Multilingual
from hospitium.delegations.documents import people
from hospitium.delegations.documents.sheets import NAME, Cell, Column, Section, Sheet, Values, known, phrases
from hospitium.delegations.models import Delegation, Member, RoomGuest
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.visits.documents import words
from hospitium.visits.documents.words import Phrase
from hospitium.visits.models import Item

Languages = Sequence[str]
PERSON = pgettext_lazy("of a person", "Name")


# ---- participants ----------------------------------------------------------------
def named(member: Member, languages: Languages) -> list[Phrase]:
    """The name as a reader of the first language finds it, and in its own script where that is another."""
    first = words.plain(people.addressed(member, languages[0]), languages[0])
    own = people.own_script(member)
    shown = own and own not in first["text"]
    return [first, words.plain(own, member.delegation.language)] if shown else [first]


def external(delegation: Delegation, languages: Languages) -> Sheet:
    """What a partner or a speaker may have: names, functions, organisations in the order of protocol."""
    columns = [
        Column(_("No."), 0.35),
        Column(PERSON, 2, NAME),
        Column(_("Function"), 2),
        Column(_("Organisation"), 1.8),
    ]
    rows = [
        (
            number,
            named(member, languages),
            phrases(people.functions(member, languages)),
            phrases(people.organisations(member, languages)),
        )
        for number, member in enumerate(people.printable(delegation), start=1)
    ]
    return Sheet(_("List of participants"), [Section(columns, rows)], is_counted=True)


def internal(delegation: Delegation, languages: Languages) -> Sheet:
    """What the office needs on top: how to reach everybody, where they sleep, who must not be photographed."""
    columns = [
        Column(_("No."), 0.3),
        Column(PERSON, 1.7, NAME),
        Column(_("Function"), 1.6),
        Column(_("Role"), 1.1),
        Column(_("Phone"), 1.2),
        Column(_("Hotel"), 1.4),
        Column(_("Pronunciation"), 1),
        Column(_("Photos"), 0.9),
    ]
    hotels = hotels_of(delegation, languages[0])
    rows = [
        (
            number,
            named(member, languages[:1]),
            phrases(people.functions(member, languages[:1])),
            words.said(Member.Role(member.role).label, languages[0]),
            known(member.phone),
            known(hotels.get(member.pk, "")),
            member.pronunciation,
            photos(member, languages[0]),
        )
        for number, member in enumerate(people.printable(delegation), start=1)
    ]
    section = Section(columns, rows)
    return Sheet(_("List of participants, internal"), [section], is_internal=True, is_wide=True, is_counted=True)


def photos(member: Member, language: str) -> str | None:
    if member.may_be_photographed is None:
        return None
    return words.said(_("allowed") if member.may_be_photographed else _("not allowed"), language)


def hotels_of(delegation: Delegation, language: str) -> dict[int, str]:
    """Member → hotel and room; several stays stand one below the other."""
    found: dict[int, str] = {}
    beds = RoomGuest.objects.filter(room__delegation=delegation).select_related("room__hotel")
    for bed in beds.order_by("room__first_night", "pk"):
        hotel = words.phrase(bed.room.hotel.name, language)["text"]
        stay = ", ".join(part for part in (hotel, bed.room.number) if part)
        found[bed.member_id] = "\n".join(part for part in (found.get(bed.member_id, ""), stay) if part)
    return found


# ---- names for a house -----------------------------------------------------------
# What a house that checks who comes in may be given; the name is always there.
VENUE_FIELDS = {"function": _("Function"), "organisation": _("Organisation"), **PASSPORT_FIELDS}


def venue_names(
    delegation: Delegation, languages: Languages, *, item: Item, fields: Sequence[str], values: Values
) -> Sheet:
    """Names with just the fields that were chosen. `values` maps members to what the vault gave for this list."""
    columns = [Column(_("No."), 0.35), Column(_("Family name"), 1.4, NAME), Column(_("Given names"), 1.4, NAME)]
    columns += [Column(VENUE_FIELDS[field], 1.3, field) for field in fields]
    rows = [
        (number, member.family_name, known(member.given_name), *(venue_cell(member, one, values) for one in fields))
        for number, member in enumerate(people.printable(delegation), start=1)
    ]
    return Sheet(
        _("List of names"),
        [Section(columns, rows)],
        lines=[venue_lines(item, language) for language in languages],
        notes=[_("Only for checking who comes in. Please destroy it after the visit.")],
        is_wide=len(columns) > 5,
        is_counted=True,
    )


def venue_cell(member: Member, field: str, values: Values) -> Cell:
    found: dict[str, Callable[[], str]] = {
        "function": lambda: people.in_lines(people.functions(member, [member.delegation.visit.host_language])),
        "organisation": lambda: people.in_lines(people.organisations(member, [member.delegation.visit.host_language])),
    }
    if field in found:
        return known(found[field]())
    return day_or_text(values.get(member.pk, {}).get(field, ""))


def day_or_text(value: str) -> Cell:
    """A day that the vault keeps as 1970-01-31 is a day in a list and in a table, too."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return known(value)


def venue_lines(item: Item, language: str) -> list[Phrase]:
    when = ", ".join(
        part for part in (words.day_title(item.day, language) if item.day else "", words.hours(item)) if part
    )
    title = words.phrase(item.title, language)
    parts = [words.plain(words.place(item, language), language), words.plain(when, language), title]
    return [part for part in parts if part["text"]]


# ---- interpreters ----------------------------------------------------------------
def interpreters(delegation: Delegation, languages: Languages) -> Sheet:
    """Who will be spoken of and how it is said, and the words of the programme in both languages."""
    return Sheet(
        _("Names and terms for the interpreters"),
        [names_section(delegation, languages), terms_section(delegation, languages)],
    )


def names_section(delegation: Delegation, languages: Languages) -> Section:
    columns = [
        Column(PERSON, 1.8, NAME),
        Column(_("In its own script"), 1.6, NAME),
        Column(_("Pronunciation"), 1.2),
        Column(_("Function"), 2.4),
    ]
    rows = [
        (
            people.name(member, languages[0]),
            people.own_script(member),
            member.pronunciation,
            phrases(people.functions(member, languages)),
        )
        for member in people.printable(delegation)
    ]
    return Section(columns, rows, title=_("Names of the members"))


def terms_section(delegation: Delegation, languages: Languages) -> Section:
    """Each term once, in the order of the programme; a language without a wording is said to be open."""
    columns = [Column(word_for(language), 1) for language in languages]
    rows: list[tuple[Cell, ...]] = []
    for text in terms(delegation):
        row = tuple(known(text.texts.get(language, "")) for language in languages)
        if any(row) and row not in rows:
            rows.append(row)
    return Section(columns, rows, title=_("Terms of the programme"), empty=_("The programme has no texts yet."))


def word_for(language: str) -> str:
    return wording.language_name(language, language=language).capitalize()


def terms(delegation: Delegation) -> Iterator[Multilingual]:
    """Every text of the programme that has to be said in the other language, in its order."""
    visit = delegation.visit
    yield visit.activity.title
    for topic in visit.activity.topics.all():
        yield topic.name
    for item in visit.items.select_related("venue").prefetch_related("parts__speaker"):
        yield item.title
        if item.venue:
            yield item.venue.name
        for part in words.people(item):
            yield part.speaker.function
