"""The one way in which a list is shown: columns, filters and sorting from a white list, a hundred rows at a time."""

from hospitium.core.lists.cells import (
    address,
    chip,
    choice,
    days,
    facts,
    link,
    nothing,
    number,
    plain,
    unbroken,
    unknown,
    words,
)
from hospitium.core.lists.looking import Look, everything, look, order_of, query_of
from hospitium.core.lists.orders import by_country
from hospitium.core.lists.spec import Column, Filter, ListSpec, clean, text_filter, year_choices

__all__ = [
    "Column",
    "Filter",
    "ListSpec",
    "Look",
    "address",
    "by_country",
    "chip",
    "choice",
    "clean",
    "days",
    "everything",
    "facts",
    "link",
    "look",
    "nothing",
    "number",
    "order_of",
    "plain",
    "query_of",
    "text_filter",
    "unbroken",
    "unknown",
    "words",
    "year_choices",
]
