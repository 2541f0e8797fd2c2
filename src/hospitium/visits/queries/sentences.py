"""What a finding of the check says: one sentence with its figures, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hospitium.algorithms.timetable import Answer, Finding
from hospitium.core import wording
from hospitium.visits.models import Mode, Part
from hospitium.visits.queries.timetable import Material

Sentence = str | Promise

SENTENCES: Mapping[str, Sentence] = {
    "way_too_short": gettext_lazy(
        "%(minutes)s min from “%(from_venue)s” to “%(to_venue)s”; %(needed)s min are needed."
    ),
    "way_unknown": gettext_lazy("Nobody knows how long it takes from “%(from_venue)s” to “%(to_venue)s”."),
    "group_overlap": gettext_lazy("The same guests are expected in both for %(minutes)s min."),
    "no_break": gettext_lazy("%(minutes_clock)s hours without a break; the limit is %(limit_clock)s."),
    "no_lunch": gettext_lazy("Nothing to eat around noon on %(day)s."),
    "long_day": gettext_lazy("%(day)s lasts %(minutes_clock)s hours; the limit is %(limit_clock)s."),
    "before_arrival": gettext_lazy("It begins at %(starts)s; the guests arrive on %(arrival)s."),
    "after_departure": gettext_lazy("It ends at %(ends)s; the guests leave on %(departure)s."),
    "unplaced": gettext_lazy("It lasts %(minutes)s min and has no day and no time yet."),
    "person_twice": gettext_lazy("%(person)s is expected in both at the same time."),
    "person_hours": gettext_lazy("%(person)s has other hours."),
    "venue_hours": gettext_lazy("“%(venue)s” is not open from %(starts_time)s to %(ends_time)s."),
    "venue_closed": gettext_lazy("“%(venue)s” is closed on %(day)s."),
    "friday_afternoon": gettext_lazy(
        "It lasts until %(ends_time)s; from %(limit)s nobody is at “%(venue)s” on Fridays."
    ),
    "over_capacity": gettext_lazy("Taking part: %(persons)s. Room at “%(venue)s”: %(capacity)s."),
    "overlap_venue": gettext_lazy("Together at “%(venue)s”: %(persons)s. Room: %(capacity)s."),
    "no_common_language": gettext_lazy(
        "It is held in: %(language)s. The guests understand: %(guests)s. Nobody interprets."
    ),
    "pair_missing": gettext_lazy("Nobody interprets: %(missing)s."),
    "consecutive_not_counted": gettext_lazy(
        "%(speech)s min of speech need %(needed)s min when interpreted consecutively; the item has %(minutes)s."
    ),
    "second_interpreter_missing": gettext_lazy(
        "One person for %(minutes)s min of simultaneous interpreting; the limit is %(limit)s."
    ),
    "whispered_too_many": gettext_lazy("Whispering for %(persons)s; it reaches %(limit)s."),
    "interpreter_twice": gettext_lazy("%(interpreter)s is needed in both at the same time."),
    "interpreter_overload": gettext_lazy(
        "%(interpreter)s works %(minutes_clock)s hours on %(day)s; the limit is %(limit_clock)s."
    ),
    "declined": gettext_lazy("Declined: %(people)s."),
    "unconfirmed": gettext_lazy("%(day)s, in %(days)s days; state: %(answer)s."),
    "names_due": gettext_lazy("“%(venue)s” wants the names by %(due)s. They are not complete."),
    "diets_unknown": gettext_lazy("%(day)s, in %(days)s days, and nobody has noted who eats what."),
    "holiday_host": gettext_lazy("%(day)s is a public holiday of the host: %(holiday)s."),
    "holiday_guest": gettext_lazy("%(day)s is a public holiday of the guests: %(holiday)s."),
}
ELSEWHERE: Mapping[str, Sentence] = {
    "person_twice": gettext_lazy(
        "%(person)s is expected elsewhere from %(from_time)s to %(until_time)s: %(elsewhere)s."
    ),
    "interpreter_twice": gettext_lazy(
        "%(interpreter)s is needed elsewhere from %(from_time)s to %(until_time)s: %(elsewhere)s."
    ),
}
AWAY = gettext_lazy("%(person)s is away on that day.")
MODES: Mapping[str, Sentence] = {
    "mode_not_said": gettext_lazy("%(interpreters)s: it is not said how it is interpreted."),
    "nobody_booked": gettext_lazy("Interpreting: %(mode)s. Nobody is booked."),
    "not_offered": gettext_lazy("%(interpreters)s: does not offer %(mode)s."),
}


def sentence_of(finding: Finding, material: Material, others: Mapping[str, str]) -> str:
    """The sentence of a finding. `others`: key of an item of another visit → what the reader may know of it."""
    facts = finding.facts
    if finding.code == "mode_missing":
        said = MODES[str(facts["why"])]
    elif "elsewhere" in facts:
        said = ELSEWHERE[finding.code]
    elif finding.code == "person_hours" and facts["is_away"]:
        said = AWAY
    else:
        said = SENTENCES[finding.code]
    return str(said) % words_of(finding, material, others)


def words_of(finding: Finding, material: Material, others: Mapping[str, str]) -> dict[str, str]:
    """Every fact as it is written; a stretch of minutes also as hours, a moment also as its time of day."""
    words: dict[str, str] = {}
    for name, value in finding.facts.items():
        write = WRITERS.get(name)
        words[name] = write(value, material) if write else written(value)
        if isinstance(value, int):
            words[f"{name}_clock"] = f"{value // 60}:{value % 60:02}"
        if isinstance(value, datetime):
            words[f"{name}_time"] = clock(value.time())
    if "elsewhere" in finding.facts:
        words["elsewhere"] = others.get(str(finding.facts["elsewhere"])) or _("in another visit")
    if finding.code == "declined":
        words["people"] = who_declined(finding, material)
    if finding.code.startswith("holiday_"):
        words["holiday"] = holiday_on(finding, material)
    return words


def written(value: object) -> str:
    if isinstance(value, datetime):
        return _("%(day)s, %(time)s") % {"day": written(value.date()), "time": clock(value.time())}
    if isinstance(value, date):
        return wording.day(value, language=language(), style="desk")
    if isinstance(value, time):
        return clock(value)
    return "" if value is None else str(value)


def clock(value: time) -> str:
    return f"{value.hour}:{value.minute:02}"


def language() -> str:
    return get_language() or "en"


def holiday_on(finding: Finding, material: Material) -> str:
    whose = finding.code.removeprefix("holiday_")
    return next((one.name for one in material.holidays if (one.on, one.whose) == (finding.facts["day"], whose)), "")


def who_declined(finding: Finding, material: Material) -> str:
    parts = [part for key in finding.items for part in material.items[key].parts.all()]
    return ", ".join(str(part.speaker) for part in parts if part.state == Part.State.DECLINED)


def venue(key: Any, material: Material) -> str:
    return str(material.venues[key]) if key in material.venues else _("unknown")


def person(key: Any, material: Material) -> str:
    return str(material.speakers[key]) if key in material.speakers else _("unknown")


def interpreter(key: Any, material: Material) -> str:
    return str(material.interpreters[key]) if key in material.interpreters else _("unknown")


def all_interpreters(keys: Any, material: Material) -> str:
    return ", ".join(interpreter(key, material) for key in keys)


def language_name(code: Any, material: Material) -> str:
    return wording.language_name(str(code), language=language())


def language_names(codes: Any, material: Material) -> str:
    return ", ".join(language_name(code, material) for code in codes)


def directions(pairs: Any, material: Material) -> str:
    return ", ".join(f"{language_name(one, material)} → {language_name(other, material)}" for one, other in pairs)


def mode(value: Any, material: Material) -> str:
    return str(Mode(str(value)).label)


def answer(value: Any, material: Material) -> str:
    return str(Part.State(str(Answer(value))).label)


WRITERS: Mapping[str, Callable[[Any, Material], str]] = {
    "from_venue": venue,
    "to_venue": venue,
    "venue": venue,
    "person": person,
    "interpreter": interpreter,
    "interpreters": all_interpreters,
    "language": language_name,
    "guests": language_names,
    "missing": directions,
    "mode": mode,
    "answer": answer,
}
