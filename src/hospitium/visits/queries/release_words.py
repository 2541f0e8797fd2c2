"""The differences of two published programmes in words, in the language of the page or of the mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.multilingual import Multilingual
from hospitium.visits.models import Item, Mode
from hospitium.visits.queries.releases import Change

Sentence = str | Promise
SENTENCES: Mapping[str, Sentence] = {
    "new": gettext_lazy("New: “%(title)s”, %(day)s, %(starts)s to %(ends)s."),
    "dropped": gettext_lazy("Dropped: “%(title)s”, %(day)s, %(starts)s."),
    "day": gettext_lazy("“%(title)s”: %(day)s, %(starts)s to %(ends)s instead of %(day_before)s, %(starts_before)s."),
    "time": gettext_lazy("“%(title)s” on %(day)s: %(starts)s instead of %(starts_before)s, until %(ends)s."),
    "length": gettext_lazy("“%(title)s” on %(day)s: until %(ends)s instead of %(ends_before)s."),
    "title": gettext_lazy("“%(after)s” instead of “%(before)s” on %(day)s, %(starts)s."),
    "venue": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: at “%(after)s” instead of “%(before)s”."),
    "room": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: room %(after)s instead of %(before)s."),
    "groups": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: for %(after)s instead of %(before)s."),
    "people": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: speakers and hosts are now %(after)s."),
    "interpreters": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: interpreters are now %(after)s."),
    "mode": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: %(after)s instead of %(before)s."),
    "content": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: the description was changed."),
    "dress_code": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: dress code %(after)s instead of %(before)s."),
}
ONLY_NOW: Mapping[str, Sentence] = {
    "venue": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: at “%(after)s”."),
    "room": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: room %(after)s."),
    "dress_code": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: dress code %(after)s."),
}
NO_MORE: Mapping[str, Sentence] = {
    "venue": gettext_lazy(
        "“%(title)s” on %(day)s, %(starts)s: no longer at “%(before)s”; the new place is still open."
    ),
    "room": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: no longer in room %(before)s."),
    "dress_code": gettext_lazy("“%(title)s” on %(day)s, %(starts)s: no dress code any more."),
}


def sentences_of(changes: Iterable[Change]) -> list[str]:
    """One sentence for each change."""
    return [sentence_of(change) for change in changes]


def sentence_of(change: Change) -> str:
    code = str(change["code"])
    before, after = change.get("before"), change.get("after")
    said = SENTENCES[code]
    if not before and code in ONLY_NOW:
        said = ONLY_NOW[code]
    elif not after and code in NO_MORE:
        said = NO_MORE[code]
    return str(said) % words_of(change)


def words_of(change: Change) -> dict[str, str]:
    code = str(change["code"])
    before, after = change.get("before"), change.get("after")
    words = {"title": title_of(change), **moment(change)}
    if code in {"day", "time", "length"} and before:
        return words | {f"{name}_before": word for name, word in moment(before).items()}
    write = WRITERS.get(code, text)
    return words | {"before": write(before), "after": write(after)}


def title_of(change: Change) -> str:
    return text(change["title"]) or str(Item.Kind(change["kind"]).label)


def moment(when: Mapping[str, Any]) -> dict[str, str]:
    """Day, beginning and end in words."""
    if not when["day"] or not when["starts"]:
        return {"day": _("not placed yet"), "starts": "", "ends": ""}
    day, starts = date.fromisoformat(when["day"]), time.fromisoformat(when["starts"])
    ends = datetime.combine(day, starts) + timedelta(minutes=when["minutes"])
    language = get_language() or "en"
    written = wording.day(day, language=language, style="desk", this_year=day.year)
    return {"day": written, "starts": clock(starts), "ends": clock(ends.time())}


def clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def text(value: Any) -> str:
    return Multilingual.from_json(value).here.text if isinstance(value, Mapping) else str(value or "")


def names(value: Any) -> str:
    return ", ".join(value) if value else _("still open")


def groups(value: Any) -> str:
    return ", ".join(text(one) for one in value) if value else _("all")


def mode(value: Any) -> str:
    return str(Mode(str(value)).label)


WRITERS: Mapping[str, Callable[[Any], str]] = {
    "people": names,
    "interpreters": names,
    "groups": groups,
    "mode": mode,
}
