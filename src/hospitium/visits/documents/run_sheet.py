"""The run sheet of a visit: internal, minute by minute, for the PDF and for the page on the phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from hospitium.visits.documents import words
from hospitium.visits.documents.booklet import title_of
from hospitium.visits.documents.programme import days_of, items_of
from hospitium.visits.documents.words import Sender, said
from hospitium.visits.models import Item, Part, Visit

WORDS = {
    "page": _("Page"),
    "kind": _("Kind"),
    "place": _("Place"),
    "who": _("Speaker or host"),
    "responsible": _("Responsible"),
    "on_site": _("On site"),
    "transfer": _("Transfer"),
    "interpreting": _("Interpreting"),
    "groups": _("For"),
    "remark": _("Remark"),
    "plan_b": _("Plan B"),
    "phones": _("Telephone numbers"),
    "no_items": _("Nothing is planned for this day."),
}
COLUMNS = (_("Time"), _("What and where"), _("Who"), _("Transfer and interpreting"), _("Remark and plan B"))
PHONE_COLUMNS = (_("Name"), _("What for"), _("Telephone"))


def run_sheet_data(visit: Visit, *, language: str) -> dict[str, Any]:
    """The run sheet in one language. It holds remarks and phones and must not leave the office."""
    sender, items = Sender(visit), items_of(visit)
    name, today = words.name_of(visit, language), timezone.localdate()
    return {
        "language": language,
        "title": said(_("Run sheet: %(visit)s"), language, visit=name),
        "lead": f"{words.title_of(visit, language)['text']} · {words.when(visit, language)}",
        "office": sender.office(language) or sender.unit(language),
        "as_of": said(_("As of %(day)s"), language, day=words.long_day(today, language)),
        "foot": said(_("Run sheet: %(visit)s. For internal use only."), language, visit=name),
        "words": {key: said(text, language) for key, text in WORDS.items()},
        "columns": [said(label, language) for label in COLUMNS],
        "phone_columns": [said(label, language) for label in PHONE_COLUMNS],
        "days": [
            {
                "title": words.day_title(day, language) if day else said(_("Not placed yet"), language),
                "items": [item_of(item, language) for item in found],
            }
            for day, found in days_of(visit, items)
        ],
        "phones": phones_of(visit, items, language),
    }


def item_of(item: Item, language: str) -> dict[str, Any]:
    """One item with everything that somebody who runs the day must know."""
    with translation.override(language):
        kind, transfer = str(item.get_kind_display()), str(item.get_transfer_display()) if item.transfer else ""
        people = [person(part, language) for part in words.people(item)]
    interpreters = ", ".join(reach(one.name, one.phone) for one in item.interpreters.all())
    entrance = words.phrase(item.venue.entrance, language)["text"] if item.venue else ""
    address = item.venue.address if item.venue else ""
    return {
        "time": words.hours(item),
        "title": title_of(item, language),
        "kind": kind,
        "state": state_of(item, language),
        "place": ", ".join(part for part in (words.place(item, language), address, entrance) if part),
        "responsible": item.responsible,
        "on_site": on_site(item),
        "people": people,
        "transfer": transfer,
        "interpreting": ", ".join(part for part in (words.interpreting(item, language), interpreters) if part),
        "groups": words.groups(item, language),
        "remark": item.remark,
        "plan_b": item.plan_b,
    }


def on_site(item: Item) -> str:
    """Whom to call there: the item's own contact, else the venue's."""
    if item.contact or item.phone:
        return reach(item.contact, item.phone)
    return reach(item.venue.contact, item.venue.phone) if item.venue else ""


def reach(name: str, phone: str) -> str:
    return ", ".join(part for part in (name, phone) if part)


def person(part: Part, language: str) -> str:
    return reach(f"{words.who(part, language)} ({part.get_state_display()})", part.speaker.phone)


def state_of(item: Item, language: str) -> str:
    """Said only while somebody has not confirmed."""
    open_parts = [part for part in words.people(item) if part.state != Part.State.CONFIRMED]
    return said(_("not confirmed yet"), language) if open_parts else ""


def phones_of(visit: Visit, items: Sequence[Item], language: str) -> list[dict[str, str]]:
    """Every number of the days once, by name."""
    found = dict.fromkeys(entry for item in items for entry in numbers(item, language))
    if visit.lodging and visit.lodging.phone:
        hotel = (words.phrase(visit.lodging.name, language)["text"], said(_("Hotel"), language), visit.lodging.phone)
        found = {hotel: None, **found}
    return [
        {"name": name, "role": role, "phone": phone, "call": dialled(phone)} for name, role, phone in found if phone
    ]


def dialled(phone: str) -> str:
    """The number as a phone wants it: "+49 30 (900)" is +4930900."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign in "+*#")


def numbers(item: Item, language: str) -> Iterable[tuple[str, str, str]]:
    venue = words.phrase(item.venue.name, language)["text"] if item.venue else ""
    if item.phone:
        yield item.contact or venue, said(_("On site"), language), item.phone
    elif item.venue and item.venue.phone:
        yield item.venue.contact or venue, venue, item.venue.phone
    for part in words.people(item):
        yield part.speaker.name, said(_("Speaker or host"), language), part.speaker.phone
    for interpreter in item.interpreters.all():
        yield interpreter.name, said(_("Interpreter"), language), interpreter.phone
