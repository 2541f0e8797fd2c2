"""The rules of the check: what each is called, how bad a hit is, and who finds it."""

from hospitium.algorithms.timetable.problem import Severity
from hospitium.algorithms.timetable.rules import course, interpreting, places, preparation
from hospitium.algorithms.timetable.rules.hit import Hit, Rule

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT

RULES = (
    Rule("group_overlap", ERROR, course.group_overlap),
    Rule("way_too_short", ERROR, course.way_too_short),
    Rule("before_arrival", ERROR, course.before_arrival),
    Rule("after_departure", ERROR, course.after_departure),
    Rule("person_twice", ERROR, places.person_twice),
    Rule("person_hours", ERROR, places.person_hours),
    Rule("venue_hours", ERROR, places.venue_hours),
    Rule("venue_closed", ERROR, places.venue_closed),
    Rule("over_capacity", ERROR, places.over_capacity),
    Rule("overlap_venue", ERROR, places.overlap_venue),
    Rule("interpreter_twice", ERROR, interpreting.interpreter_twice),
    Rule("no_common_language", ERROR, interpreting.no_common_language),
    Rule("declined", ERROR, preparation.declined),
    Rule("unplaced", WARNING, course.unplaced),
    Rule("no_break", WARNING, course.no_break),
    Rule("no_lunch", WARNING, course.no_lunch),
    Rule("long_day", WARNING, course.long_day),
    Rule("friday_afternoon", WARNING, places.friday_afternoon),
    Rule("consecutive_not_counted", WARNING, interpreting.consecutive_not_counted),
    Rule("interpreter_overload", WARNING, interpreting.interpreter_overload),
    Rule("pair_missing", WARNING, interpreting.pair_missing),
    Rule("mode_missing", WARNING, interpreting.mode_missing),
    Rule("second_interpreter_missing", WARNING, interpreting.second_interpreter_missing),
    Rule("whispered_too_many", WARNING, interpreting.whispered_too_many),
    Rule("holiday_host", WARNING, preparation.holiday_host),
    Rule("names_due", WARNING, preparation.names_due),
    Rule("diets_unknown", WARNING, preparation.diets_unknown),
    Rule("unconfirmed", WARNING, preparation.unconfirmed),
    Rule("holiday_guest", HINT, preparation.holiday_guest),
    Rule("way_unknown", HINT, course.way_unknown),
)

__all__ = ["RULES", "Hit", "Rule"]
