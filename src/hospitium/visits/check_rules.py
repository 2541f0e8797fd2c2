"""The rules of the check in the office's words: their names, what they ask, what to do, and the figures they go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Figure:
    """A limit that an office may set; `lowest` and `highest` bound it, times of day have no bounds."""

    name: str
    label: str | Promise
    lowest: float = 0
    highest: float = 0
    is_whole: bool = True


@dataclass(frozen=True)
class Rule:
    """One rule: its short name, what it asks of a programme, what helps, and its figures."""

    name: str | Promise
    asks: str | Promise
    advice: str | Promise
    figures: tuple[Figure, ...] = ()


def minutes(name: str, label: str | Promise, lowest: int, highest: int) -> Figure:
    return Figure(name, label, lowest, highest)


WAY = (
    minutes("buffer", _("Buffer after each way, minutes"), 0, 60),
    Figure("walk_until", _("Ways are walked up to, kilometres"), 0, 5, is_whole=False),
    Figure("walk_speed", _("On foot, kilometres an hour"), 2, 7, is_whole=False),
    Figure("ride_speed", _("Riding through the city, kilometres an hour"), 5, 80, is_whole=False),
    minutes("ride_wait", _("Waiting and getting in, minutes"), 0, 60),
    Figure("detour", _("Ways are longer than the crow flies by the factor"), 1, 3, is_whole=False),
)

RULES: Mapping[str, Rule] = {
    # ---- the course of the day ---------------------------------------------------
    "way_too_short": Rule(
        _("Way too short"),
        _("Between two items there is time for the way from one venue to the other, and a buffer."),
        _("Begin later, end earlier, or put the items at one place next to each other."),
        WAY,
    ),
    "way_unknown": Rule(
        _("Way unknown"),
        _("The way between two venues that follow each other is known."),
        _("Enter the minutes at one of the venues, or the positions of both."),
    ),
    "group_overlap": Rule(
        _("Two items at once"),
        _("Nobody has to be in two items at the same time."),
        _("Move one of them, or give the items to groups that are apart."),
    ),
    "no_break": Rule(
        _("No break"),
        _("After some hours there is a meal, free time or a pause."),
        _("Leave a quarter of an hour free, or move the meal into it."),
        (
            minutes("longest_without_break", _("Longest stretch without a break, minutes"), 60, 360),
            minutes("break_length", _("A break lasts at least, minutes"), 5, 60),
        ),
    ),
    "no_lunch": Rule(
        _("No lunch"),
        _("A day that reaches over noon has a meal or free time in which people can eat."),
        _("Add a meal, or free time that is long enough."),
        (
            Figure("lunch_from", _("Lunch from")),
            Figure("lunch_until", _("Lunch until")),
            minutes("lunch_length", _("Lunch lasts at least, minutes"), 15, 120),
        ),
    ),
    "long_day": Rule(
        _("Long day"),
        _("A day does not last longer from the first item to the last than guests can bear. Free time is not counted."),
        _("Move an item to another day, or put free time before the evening."),
        (minutes("longest_day", _("Longest day, minutes"), 240, 1080),),
    ),
    "before_arrival": Rule(
        _("Before the arrival"), _("No item begins before the guests are there."), _("Move the item to a later time.")
    ),
    "after_departure": Rule(
        _("After the departure"),
        _("No item ends after the guests have left."),
        _("Move the item to an earlier time, or shorten it."),
    ),
    "unplaced": Rule(
        _("Without a time"),
        _("Every item that must be in the programme has a day and a time."),
        _("Give it a day and a time, or say that it need not be in the programme."),
    ),
    # ---- venues and people -------------------------------------------------------
    "person_twice": Rule(
        _("Person taken twice"),
        _("Speakers and hosts are at one place at a time, other visits included."),
        _("Move one of the items, or ask who can stand in."),
    ),
    "person_hours": Rule(
        _("Person not there"),
        _("Speakers and hosts have their hours at that time."),
        _("Ask whether this time suits, or move the item."),
    ),
    "venue_hours": Rule(
        _("Venue not open"),
        _("The venue is open as long as the item lasts."),
        _("Move the item, or agree with the house on an exception."),
    ),
    "venue_closed": Rule(
        _("Venue closed"), _("The venue is not closed on that day."), _("Take another day or another venue.")
    ),
    "friday_afternoon": Rule(
        _("Friday afternoon at an office"),
        _("Nothing lasts into Friday afternoon at a public office."),
        _("Move the item forward, or make sure that somebody stays."),
        (Figure("friday_ends", _("On Fridays offices are there until")),),
    ),
    "over_capacity": Rule(
        _("Room too small"),
        _("The room holds all who take part."),
        _("Take a larger room, or divide the guests into groups."),
    ),
    "overlap_venue": Rule(
        _("Groups crowd one venue"),
        _("Groups that are at one venue at the same time fit into it together."),
        _("Let one group come later."),
    ),
    # ---- languages ---------------------------------------------------------------
    "no_common_language": Rule(
        _("Not understood"),
        _("The guests understand the language of the item, or somebody interprets."),
        _("Plan interpreting, or hold the item in a language that the guests understand."),
    ),
    "mode_missing": Rule(
        _("Interpreting not arranged"),
        _("Where interpreting is planned, it is said how, and somebody is booked who offers it."),
        _("Choose how it is interpreted, and book somebody for it."),
    ),
    "pair_missing": Rule(
        _("Direction missing"),
        _("The interpreters who are booked work in both directions between the speaker and the guests."),
        _("Book somebody for the direction that is missing."),
    ),
    "consecutive_not_counted": Rule(
        _("Consecutive not counted"),
        _("What is interpreted consecutively has twice the time of the speech."),
        _("Lengthen the item, shorten the speech, or interpret simultaneously."),
    ),
    "second_interpreter_missing": Rule(
        _("Second interpreter missing"),
        _("Two people take turns when simultaneous interpreting lasts long."),
        _("Book a second person, or shorten the item."),
        (minutes("alone_at_simultaneous", _("One person alone at most, minutes"), 15, 120),),
    ),
    "whispered_too_many": Rule(
        _("Too many for whispering"),
        _("Whispering reaches only a few."),
        _("Choose another way of interpreting, or form a smaller group."),
        (minutes("whispered_to", _("Whispering for at most, persons"), 1, 10),),
    ),
    "interpreter_twice": Rule(
        _("Interpreter taken twice"),
        _("An interpreter is in one item at a time, other visits included."),
        _("Move one of the items, or book somebody else."),
    ),
    "interpreter_overload": Rule(
        _("Interpreter overloaded"),
        _("An interpreter works no longer in a day than was agreed. Consecutive speech counts twice."),
        _("Book a second person for that day, or spread the items over more days."),
        (minutes("interpreter_day", _("Interpreting a day at most, minutes"), 60, 600),),
    ),
    # ---- what must be ready ------------------------------------------------------
    "declined": Rule(
        _("Declined"),
        _("Nobody has declined without somebody standing in."),
        _("Ask who stood in for this topic earlier, or take the item out."),
    ),
    "unconfirmed": Rule(
        _("Not confirmed"),
        _("Shortly before an item its speakers and hosts have confirmed."),
        _("Ask, or remind."),
        (minutes("unconfirmed_days", _("Confirmed at the latest, days before"), 1, 90),),
    ),
    "names_due": Rule(
        _("List of names due"),
        _("A house that wants the list of names gets it in time."),
        _("Ask the guests for the names, send the list, and note at the visit that it is complete."),
    ),
    "diets_unknown": Rule(
        _("Catering wishes unknown"),
        _("Before a meal it is known who eats what."),
        _("Ask the guests, tell the kitchen, and note at the visit that all is known."),
        (minutes("diets_days", _("Known at the latest, days before"), 1, 60),),
    ),
    "holiday_host": Rule(
        _("Public holiday here"),
        _("Nothing that needs hosts takes place on a public holiday of the host."),
        _("Make sure that somebody is there, or move it to another day."),
    ),
    "holiday_guest": Rule(
        _("Public holiday of the guests"),
        _("On a public holiday of the guests there is no ordinary work."),
        _("Ask the guests: plan a commemoration, or end earlier."),
    ),
}

FIGURES = {figure.name: figure for rule in RULES.values() for figure in rule.figures}
