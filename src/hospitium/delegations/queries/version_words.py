"""Differences between two versions of a list of members, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from hospitium.core.multilingual import Multilingual
from hospitium.delegations.models import Member


def sentences_of(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """One sentence for each difference, in the language of the page."""
    return [sentence_of(change) for change in changes]


def sentence_of(change: Mapping[str, Any]) -> str:
    code, name = change["code"], change["name"]
    if code in {"new", "gone", "wishes"}:
        return whole(code) % {"name": name}
    values = {"name": name, "before": shown(change["before"], code), "after": shown(change["after"], code)}
    if not values["before"]:
        return added(code) % values
    return (changed(code) if values["after"] else removed(code)) % values


def whole(code: str) -> str:
    return {
        "new": _("%(name)s comes, too."),
        "gone": _("%(name)s does not come."),
        "wishes": _("%(name)s: the catering and access wishes have changed."),
    }[code]


def changed(code: str) -> str:
    return {
        "name": _("%(before)s is now written %(after)s."),
        "own_name": _("%(name)s: in the own script %(after)s instead of %(before)s."),
        "title": _("%(name)s: title “%(after)s” instead of “%(before)s”."),
        "role": _("%(name)s: %(after)s instead of %(before)s."),
        "rank": _("%(name)s: rank %(after)s instead of %(before)s."),
        "function": _("%(name)s: function %(after)s instead of %(before)s."),
        "organisation": _("%(name)s: organisation %(after)s instead of %(before)s."),
    }[code]


def added(code: str) -> str:
    return {
        "own_name": _("%(name)s: in the own script %(after)s."),
        "title": _("%(name)s: title “%(after)s”."),
        "rank": _("%(name)s: rank %(after)s."),
        "function": _("%(name)s: function %(after)s."),
        "organisation": _("%(name)s: organisation %(after)s."),
    }.get(code, changed(code))


def removed(code: str) -> str:
    return {
        "own_name": _("%(name)s: no spelling in the own script any more."),
        "title": _("%(name)s: no title any more."),
        "rank": _("%(name)s: no rank any more."),
        "function": _("%(name)s: no function any more."),
        "organisation": _("%(name)s: no organisation any more."),
    }.get(code, changed(code))


def shown(value: Any, code: str) -> str:
    if code == "role":
        return str(Member.Role(value).label)
    return str(Multilingual.from_json(value).here) if isinstance(value, Mapping) else str(value or "")
