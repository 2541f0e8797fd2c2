"""One person's name, as it is shown, sorted and addressed in each language of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hospitium.delegations.names.letters import script_of
from hospitium.delegations.names.transliteration import language_of_letters, passport_form

# Languages of the house that are written in another script than the Latin one.
SCRIPT_OF: Mapping[str, str] = {"ru": "CYRILLIC", "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC"}
# Before a name in an address or on a card; Hungarian puts nothing there.
BEFORE: Mapping[str, Mapping[str, str]] = {
    "de": {"madam": "Frau", "sir": "Herr"},
    "en": {"madam": "Ms", "sir": "Mr"},
    "pl": {"madam": "Pani", "sir": "Pan"},
    "cs": {"madam": "paní", "sir": "pan"},
    "ru": {"madam": "госпожа", "sir": "господин"},
}


@dataclass(frozen=True)
class PersonName:
    """A name as in the passport, in its own script, and what is said before it.

    `language` is the person's own (ISO 639), `address` is "madam", "sir" or anything else for neither.
    """

    family: str
    given: str = ""
    own_family: str = ""
    own_given: str = ""
    family_first: bool = False
    language: str = ""
    title: str = ""
    address: str = ""


def parts_in(name: PersonName, language: str) -> tuple[str, str]:
    """Family and given name as a text in `language` writes them: in its own spelling where the script is the same."""
    wanted = SCRIPT_OF.get(language, "LATIN")
    if name.own_family and script_of(f"{name.own_family} {name.own_given}") == wanted:
        return name.own_family, name.own_given
    return name.family, name.given


def name_in(name: PersonName, language: str) -> str:
    """The full name in a text of `language`.

    Hungarian names stand family name first in Hungarian and given name first elsewhere, as print has them; names of
    other languages with the family name first keep their order everywhere.
    """
    family, given = parts_in(name, language)
    turned = name.family_first and not (name.language == "hu" and language != "hu")
    return " ".join(part for part in ((family, given) if turned else (given, family)) if part)


def sorting_name_in(name: PersonName, language: str) -> tuple[str, str]:
    """Family name and given name under which a reader of `language` looks for the person."""
    return parts_in(name, language)


def address_line(name: PersonName, language: str) -> str:
    """The name with what stands before it: "Frau Dr. Łucja Nowak", "Dr. Kovács Anna"."""
    before = BEFORE.get(language, {}).get(name.address, "")
    if language == "en" and name.title:
        before = ""
    return " ".join(part for part in (before, name.title, name_in(name, language)) if part)


def completed(name: PersonName) -> PersonName:
    """The name with a proposal for its passport form, where it was typed in Cyrillic alone.

    What was typed into the wrong field moves to its own script; what the passport says in Latin letters stays.
    """
    family, given, own_family, own_given = name.family, name.given, name.own_family, name.own_given
    if not own_family and script_of(f"{family} {given}") == "CYRILLIC":
        family, given, own_family, own_given = "", "", family, given
    language = language_of_letters(f"{own_family} {own_given}", usual=name.language)
    if not family and script_of(f"{own_family} {own_given}") == "CYRILLIC":
        family, given = passport_form(own_family, language=language), passport_form(own_given, language=language)
    return replace(name, family=family, given=given, own_family=own_family, own_given=own_given)
