"""What is usually wanted by which country, as a set to start from; and where nobody asks for an invitation."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.partners.models.places import EUROPEAN_UNION

# Their nationals travel freely in the European Union.
FREE_MOVEMENT = EUROPEAN_UNION | frozenset({"CH", "IS", "LI", "NO"})
# What a letter can name besides the names: codes of fields of a member, then of the vault.
OPEN_FIELDS = ("function", "organisation")
LETTER_FIELDS = (*OPEN_FIELDS, *PASSPORT_FIELDS)


@cache
def usual_rules() -> Mapping[str, Mapping[str, Any]]:
    """Country (ISO 3166) → the columns of a CountryRule to start from. The day of checking is always empty."""
    told = tomllib.loads(Path(__file__).with_name("usual_countries.toml").read_text(encoding="utf-8"))
    return {
        country: rule_of(told, group, country) for group in ("visa", "free") for country in told[group]["countries"]
    }


def rule_of(told: Mapping[str, Any], group: str, country: str) -> Mapping[str, Any]:
    usual = told[group]
    language, *second = usual["languages"]
    return {
        "needs_visa": group == "visa",
        "language": language,
        "second_language": told["second_languages"].get(country, second[0]) if second else "",
        "signer": usual["signer"],
        "fields": [field for field in LETTER_FIELDS if field in usual["fields"]],
        "needs_cost_statement": usual["needs_cost_statement"],
        "days_before": usual["days_before"],
        "original": usual["original"],
        "source": told["source"][group],
    }
