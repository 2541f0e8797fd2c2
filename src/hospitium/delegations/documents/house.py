"""Prints for the house and the hotel: rooms, whom to call at night, who sits where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.delegations.documents.participants import PERSON
from hospitium.delegations.documents.sheets import NAME, Cell, Column, Section, Sheet, head_data, known, sheet_data
from hospitium.delegations.models import Delegation, SeatingPlan
from hospitium.delegations.queries.seating import PrintedSeat, printed_plan
from hospitium.delegations.queries.travel import Reachable, Rooming, emergency_sheet, rooming_list
from hospitium.visits.documents import words
from hospitium.visits.documents.words import Sender


# ---- hotel -----------------------------------------------------------------------
def rooming_sheet(delegation: Delegation, languages: Sequence[str]) -> Sheet:
    """The rooms, hotel by hotel."""
    with translation.override(languages[0]):
        rooms = rooming_list(delegation)
    hotels = dict.fromkeys((room.hotel_id, room.hotel) for room in rooms)
    sections = [
        Section(room_columns(), [room_row(room) for room in rooms if room.hotel_id == pk], title=hotel)
        for pk, hotel in hotels
    ]
    return Sheet(
        _("Rooming list"),
        sections or [Section(room_columns(), [], empty=_("No rooms are entered yet."))],
        notes=[_("“Leaves on” is the day after the last night.")],
        is_wide=True,
    )


def room_columns() -> list[Column]:
    return [
        Column(_("Room"), 0.7),
        Column(_("Kind"), 1.1),
        Column(_("Guests"), 2.6, NAME),
        Column(_("Arrives on"), 1),
        Column(_("Leaves on"), 1),
        Column(_("Nights"), 0.6),
        Column(_("Remark"), 2),
    ]


def room_row(room: Rooming) -> list[Cell]:
    guests = "\n".join(room.guests)
    return [known(room.number), room.kind, known(guests), room.first_night, room.leaves_on, room.nights, room.remark]


def rooming_data(delegation: Delegation, sheet: Sheet, languages: Sequence[str]) -> dict[str, Any]:
    """The print for the hotel, with the rooms counted by kind and a line for its confirmation."""
    with translation.override(languages[0]):
        rooms = rooming_list(delegation)
    kinds = Counter(room.kind for room in rooms)
    return {
        **sheet_data(delegation, sheet, languages),
        "totals": [{"label": words.plain(kind, languages[0]), "count": count} for kind, count in kinds.items()],
        "nights": {"label": words.pair(_("Nights in all"), languages), "count": sum(room.nights for room in rooms)},
        "confirmed": words.pair(_("Confirmed by the hotel: day, signature"), languages),
    }


# ---- emergency -------------------------------------------------------------------
def emergency_data(delegation: Delegation, languages: Sequence[str]) -> dict[str, Any]:
    """The sheet that lies by the telephone: numbers first, then everybody with mobile and whom to call."""
    with translation.override(languages[0]):
        sheet = emergency_sheet(delegation)
    visit = delegation.visit
    numbers = [(words.pair(_("Fire and ambulance"), languages), number) for number in sheet.numbers]
    lines = (_("Officer in charge, mobile"), _("Embassy or consulate"), _("Doctor or clinic"), _("Police"))
    return {
        **head_data(delegation, _("Emergency sheet"), languages),
        "internal": words.pair(_("For the office only. Never leaves the house."), languages),
        "numbers": [{"label": label, "number": number} for label, number in numbers],
        "officer": {"label": words.pair(_("In charge"), languages), "name": sheet.officer or None},
        "to_fill_in": [words.pair(line, languages) for line in lines],
        "columns": [
            words.pair(label, languages)
            for label in (PERSON, _("Mobile"), _("To be called"), _("Hotel and room"), _("Languages"))
        ],
        "people": [reachable_data(one, languages[0]) for one in sheet.people],
        "hotels": hotels(sheet.people),
        "hotels_title": words.pair(_("Hotels"), languages),
        "unknown": words.pair(_("unknown"), languages),
        "lodging": visit.lodging.address if visit.lodging else "",
    }


def reachable_data(one: Reachable, language: str) -> dict[str, Any]:
    spoken = [wording.language_name(code, language=language) for code in one.languages]
    stay = ", ".join(part for part in (one.hotel, one.room) if part)
    return {
        "name": one.name,
        "role": one.role,
        "cells": [known(one.mobile), known(one.emergency_contact), known(stay), known(", ".join(spoken))],
    }


def hotels(people: Sequence[Reachable]) -> list[dict[str, str | None]]:
    found = dict.fromkeys((one.hotel, one.hotel_phone, one.hotel_address) for one in people if one.hotel)
    return [{"name": name, "phone": known(phone), "address": known(address)} for name, phone, address in found]


# ---- seating ---------------------------------------------------------------------
def seating_data(plan: SeatingPlan, *, language: str) -> dict[str, Any]:
    """The plan as a picture and as the list of seats; a free seat is said to be free."""
    with translation.override(language):
        printed = printed_plan(plan)
    sender = Sender(plan.visit)
    return {
        "language": language,
        "office": sender.office(language) or sender.unit(language),
        "title": words.said(_("Seating plan"), language),
        "name": printed.name,
        "item": printed.item,
        "visit": words.title_of(plan.visit, language),
        "shape": printed.shape,
        "shape_name": words.said(SeatingPlan.Shape(plan.shape).label, language),
        "alt": words.said(
            _("Picture of the table with %(count)s seats; the table below names who sits where."),
            language,
            count=len(printed.seats),
        ),
        "seats": [seat_data(seat) for seat in printed.seats],
        "columns": [words.said(label, language) for label in (_("Seat"), PERSON, _("Function"), _("Side"))],
        "sides": {
            "guest": words.said(_("guest"), language),
            "host": words.said(_("host"), language),
            "interpreter": words.said(_("interpreter"), language),
        },
        "free": words.said(_("free"), language),
        "foot": " · ".join(part for part in (sender.office(language), plan.visit.file_reference) if part),
        "page_word": words.said(_("Page"), language),
        "as_of": head_as_of(language),
    }


def head_as_of(language: str) -> str:
    return words.said(_("As of %(day)s"), language, day=words.long_day(timezone.localdate(), language))


def seat_data(seat: PrintedSeat) -> dict[str, Any]:
    side = "interpreter" if seat.is_interpreter else "guest" if seat.is_guest else "host"
    return {
        "number": seat.number,
        "x": seat.x,
        "y": seat.y,
        "name": seat.name,
        "short": seat.short,
        "function": seat.function,
        "side": side if seat.name else "",
    }


__all__ = ["emergency_data", "rooming_data", "rooming_sheet", "seating_data"]
