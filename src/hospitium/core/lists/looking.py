"""One look at a list: what the address asks for, and what the page shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hospitium.core.lists.spec import Column, Filter, ListSpec, Records, Text, clean
from hospitium.core.models import User

PER_PAGE = 100
NUMERIC = ' class="is-num"'
DIRECTIONS = {"": "ascending", "-": "descending"}


@dataclass(frozen=True)
class Control:
    """A field of the filter bar, in the shape that its component shows."""

    label: Text
    id_for_label: str
    widget_type: str
    markup: SafeString

    def __str__(self) -> SafeString:
        return self.markup


@dataclass(frozen=True)
class Bar:
    visible_fields: tuple[Control, ...]
    hidden_fields: tuple[SafeString, ...]


@dataclass(frozen=True)
class Look:
    """What a list shows at one address."""

    spec: ListSpec
    page: Page[Any]
    rows: tuple[SafeString, ...]
    headers: tuple[dict[str, Any], ...]
    bar: Bar
    active: tuple[dict[str, str], ...]
    query: str

    @property
    def found(self) -> str:
        return self.spec.counted(self.page.paginator.count)

    @property
    def is_filtered(self) -> bool:
        return bool(self.active)


def look(spec: ListSpec, user: User, asked: Mapping[str, str]) -> Look:
    """The page of a list that an address asks for; what it asks in vain is left out."""
    options = options_of(spec, user)
    chosen = chosen_values(spec, asked, options)
    order = order_of(spec, asked.get("sort", ""))
    ordered = filtered(spec, spec.records(user, spec.read_row), chosen).order_by(*expressions(spec, order))
    page = Paginator(ordered, PER_PAGE).get_page(asked.get("page"))
    records = list(page.object_list)
    spec.attach(records)
    kept = chosen if order == spec.order else {**chosen, "sort": order}
    return Look(
        spec=spec,
        page=page,
        rows=tuple(markup(spec, records)),
        headers=tuple(header(spec, column, order, chosen) for column in spec.shown),
        bar=bar(spec, chosen, options, order),
        active=tuple(active(spec, chosen, options, kept)),
        query=urlencode(kept),
    )


def query_of(spec: ListSpec, user: User, asked: Mapping[str, str]) -> str:
    """The part of an address that is worth keeping under a name."""
    options = options_of(spec, user)
    order = order_of(spec, asked.get("sort", ""))
    return urlencode({**chosen_values(spec, asked, options), **({} if order == spec.order else {"sort": order})})


def everything(spec: ListSpec, user: User, asked: Mapping[str, str]) -> list[Any]:
    """All records that an address asks for, as far as the person may take them out of the house."""
    chosen = chosen_values(spec, asked, options_of(spec, user))
    order = order_of(spec, asked.get("sort", ""))
    records = filtered(spec, spec.records(user, spec.export_row), chosen).order_by(*expressions(spec, order))
    found = list(records.iterator(chunk_size=1000))
    spec.attach(found)
    return found


Options = Mapping[str, Any]


def options_of(spec: ListSpec, user: User) -> Options:
    return {one.key: one.choices(user) for one in spec.filters if one.choices}


def chosen_values(spec: ListSpec, asked: Mapping[str, str], options: Options) -> dict[str, str]:
    values = {one.key: clean(asked.get(one.key, "")) for one in spec.filters}
    known = {key: {value for value, _label in choices} for key, choices in options.items()}
    return {key: value for key, value in values.items() if value and (key not in known or value in known[key])}


def filtered(spec: ListSpec, records: Records, chosen: Mapping[str, str]) -> Records:
    for one in spec.filters:
        if one.key in chosen:
            records = one.apply(records, chosen[one.key])
    return records


def order_of(spec: ListSpec, asked: str) -> str:
    """The order that is asked for if a column has it, else the list's own."""
    sign, key = ("-", asked[1:]) if asked.startswith("-") else ("", asked)
    return f"{sign}{key}" if spec.column(key) else spec.order


def expressions(spec: ListSpec, order: str) -> list[OrderBy | str]:
    """What is not known stands last in both directions, on every database."""
    sign, key = ("-", order[1:]) if order.startswith("-") else ("", order)
    column = spec.column(key)
    paths = column.sort if column else ()
    ways = [F(path).desc(nulls_last=True) if sign else F(path).asc(nulls_last=True) for path in paths]
    return [*ways, f"{sign}pk"]


def markup(spec: ListSpec, records: Any) -> list[SafeString]:
    """The rows of the table. The first cell heads its row; on a phone the others carry their labels."""
    first, *others = spec.shown
    opened = [
        f'<td data-label="{escape(column.label)}"{NUMERIC if column.is_numeric else ""}><span>' for column in others
    ]
    rows = []
    makers = [(start, column.cell) for start, column in zip(opened, others, strict=True) if column.cell]
    for record in records:
        cells = [f'<tr><th scope="row">{first.cell(record) if first.cell else ""}</th>']
        cells += [f"{start}{cell(record)}</span></td>" for start, cell in makers]
        rows.append(mark_safe("".join(cells) + "</tr>"))  # noqa: S308 - labels and cells are escaped where they are made
    return rows


def header(spec: ListSpec, column: Column, order: str, chosen: Mapping[str, str]) -> dict[str, Any]:
    shown = {"label": column.label, "numeric": column.is_numeric, "url": "", "direction": ""}
    if not column.sort:
        return shown
    sign = "-" if order.startswith("-") else ""
    is_current = order.removeprefix("-") == column.key
    turned = f"-{column.key}" if is_current and not sign else column.key
    return {
        **shown,
        "url": f"?{urlencode({**chosen, 'sort': turned})}",
        "direction": DIRECTIONS[sign] if is_current else "",
    }


def bar(spec: ListSpec, chosen: Mapping[str, str], options: Options, order: str) -> Bar:
    hidden = [] if order == spec.order else [mark_safe(f'<input type="hidden" name="sort" value="{escape(order)}">')]  # noqa: S308
    return Bar(
        tuple(control(one, chosen.get(one.key, ""), options.get(one.key)) for one in spec.filters), tuple(hidden)
    )


def control(one: Filter, value: str, choices: Any) -> Control:
    identity = f"filter-{one.key}"
    if choices is None:
        inside = f'<input type="search" id="{identity}" name="{one.key}" value="{escape(value)}" maxlength="100">'
        return Control(one.label, identity, "text", mark_safe(inside))  # noqa: S308
    listed = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(label)}</option>'
        for key, label in choices
    )
    inside = f'<select id="{identity}" name="{one.key}"><option value="">{escape(_("all"))}</option>{listed}</select>'
    return Control(one.label, identity, "select", mark_safe(inside))  # noqa: S308 - keys are ours, the rest is escaped


def active(
    spec: ListSpec, chosen: Mapping[str, str], options: Options, kept: Mapping[str, str]
) -> list[dict[str, str]]:
    """The filters in use, each with the address without it."""
    shown = []
    for one in spec.filters:
        if one.key not in chosen:
            continue
        value = chosen[one.key]
        label = dict(options.get(one.key) or ()).get(value, value)
        rest = {key: other for key, other in kept.items() if key != one.key}
        shown.append({"label": f"{one.label}: {label}", "remove_url": f"?{urlencode(rest)}"})
    return shown
