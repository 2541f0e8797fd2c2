"""The parts of a round as lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.multilingual import here
from hospitium.exchange.models import Criterion, Round

Line = dict[str, Any]
ICONS = {
    "window": "calendar-days",
    "rate": "euro",
    "eligibility": "list-checks",
    "criterion": "sliders-horizontal",
    "panel": "users",
    "quota": "building-2",
    "balance": "repeat",
}


def lines_of(record: Round, kind: str, *, is_editable: bool) -> list[Line]:
    """The parts of one kind; each leads to its page for those who may change it."""
    found = list(RELATED[kind](record))
    return [
        {
            **WORDS[kind](part),
            "icon": ICONS[kind],
            "url": reverse(f"exchange:{kind}_edit", args=[part.pk]) if is_editable else "",
            "act_url": reverse(f"exchange:{kind}_remove", args=[part.pk]) if is_editable else "",
            "act_label": _("Remove"),
        }
        for part in found
    ]


def eligibility(part: Any) -> Line:
    shown = {
        "years": _("%(value)s years"),
        "language": "%(value)s",
        "level": "%(value)s",
        "length": _("%(value)s characters"),
    }
    named = {**part.parameters}
    if named.get("language"):
        named["language"] = wording.language_name(named["language"], language=here())
    sub = ", ".join(str(shown[name]) % {"value": value} for name, value in named.items() if name in shown)
    return {"title": str(part), "sub": sub}


def criterion(part: Any) -> Line:
    if part.kind == Criterion.Kind.CHECK:
        return {"title": str(part), "sub": part.get_kind_display()}
    sub = _("0 to %(top)d, counts %(weight)d times") % {"top": part.top, "weight": part.weight}
    return {"title": str(part), "sub": sub}


def panel(part: Any) -> Line:
    return {"title": str(part.user), "sub": ""}


def window(part: Any) -> Line:
    return {"title": wording.period(part.starts_on, part.ends_on, language=here()), "sub": ""}


def quota(part: Any) -> Line:
    if part.most is None:
        sub = _("at least %(least)d") % {"least": part.least}
    elif part.least:
        sub = _("%(least)d to %(most)d") % {"least": part.least, "most": part.most}
    else:
        sub = _("at most %(most)d") % {"most": part.most}
    return {"title": str(part), "sub": sub}


def balance(part: Any) -> Line:
    sub = _("sent minus received: %(wished)d, tolerance %(tolerance)d") % {
        "wished": part.wished,
        "tolerance": part.tolerance,
    }
    return {"title": str(part.partner), "sub": sub}


def rate(part: Any) -> Line:
    countries = ", ".join(wording.country(code, language=here()) for code in part.countries) or _("everywhere else")
    sub = _("%(where)s, from day %(day)d") % {"where": countries, "day": part.from_day}
    amount = wording.money(part.amount, part.currency, language=here())
    return {"title": f"{part.get_kind_display()}: {amount}", "sub": sub}


WORDS: Mapping[str, Callable[[Any], Line]] = {
    "window": window,
    "rate": rate,
    "eligibility": eligibility,
    "criterion": criterion,
    "panel": panel,
    "quota": quota,
    "balance": balance,
}
RELATED: Mapping[str, Callable[[Round], Any]] = {
    "window": lambda record: record.windows.all(),
    "rate": lambda record: record.rates.all(),
    "eligibility": lambda record: record.eligibility_rules.all(),
    "criterion": lambda record: record.criteria.all(),
    "panel": lambda record: record.panel.select_related("user"),
    "quota": lambda record: record.quotas.select_related("unit", "partner"),
    "balance": lambda record: record.balances.select_related("partner"),
}
