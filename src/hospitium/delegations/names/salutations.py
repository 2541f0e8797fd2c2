"""How a letter begins, in each language of the house, where nothing of its own was written down for the person.

Polish and Czech put names into the vocative. That is not computed: fixed forms are used for usual offices and titles,
and the form without a name otherwise. Where the form of address is unknown, nobody is guessed to be a man or a woman.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hospitium.delegations.names.letters import script_of
from hospitium.delegations.names.persons import PersonName, name_in, parts_in

OWN, FUNCTION, TITLE, NAME, NEUTRAL = "own", "function", "title", "name", "neutral"
PATRONYMIC = re.compile(r"(?:ович|евич|ич|овна|евна|ична|инична)$")


@dataclass(frozen=True)
class Salutation:
    """The words, and what they were made from: own, function, title, name, or neutral."""

    text: str
    made_from: str


NOBODY_KNOWN: Mapping[str, str] = {
    "de": "Sehr geehrte Damen und Herren",
    "en": "Dear Sir or Madam",
    "pl": "Szanowni Państwo",
    "cs": "Vážená paní, vážený pane",
    "hu": "Tisztelt Hölgyem, tisztelt Uram",
    "ru": "Уважаемые дамы и господа",
}
WITHOUT_NAME: Mapping[str, Mapping[str, str]] = {
    "pl": {"madam": "Szanowna Pani", "sir": "Szanowny Panie"},
    "cs": {"madam": "Vážená paní", "sir": "Vážený pane"},
    "hu": {"madam": "Tisztelt Asszonyom", "sir": "Tisztelt Uram"},
}
# The beginning of a function → how its holder is addressed.
OFFICES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "pl": (
        ("wiceprezydent", "Szanowna Pani Prezydent", "Szanowny Panie Prezydencie"),
        ("prezydent", "Szanowna Pani Prezydent", "Szanowny Panie Prezydencie"),
        ("burmistrz", "Szanowna Pani Burmistrz", "Szanowny Panie Burmistrzu"),
        ("dyrektor", "Szanowna Pani Dyrektor", "Szanowny Panie Dyrektorze"),
        ("naczelni", "Szanowna Pani Naczelnik", "Szanowny Panie Naczelniku"),
        ("kierowni", "Szanowna Pani Kierownik", "Szanowny Panie Kierowniku"),
        ("radn", "Szanowna Pani Radna", "Szanowny Panie Radny"),
        ("minist", "Szanowna Pani Minister", "Szanowny Panie Ministrze"),
    ),
    "cs": (
        ("primátor", "Vážená paní primátorko", "Vážený pane primátore"),
        ("starost", "Vážená paní starostko", "Vážený pane starosto"),
        ("náměst", "Vážená paní náměstkyně", "Vážený pane náměstku"),
        ("ředitel", "Vážená paní ředitelko", "Vážený pane řediteli"),
        ("vedoucí", "Vážená paní vedoucí", "Vážený pane vedoucí"),
        ("radn", "Vážená paní radní", "Vážený pane radní"),
    ),
    "hu": (
        ("főpolgármester", "Tisztelt Főpolgármester Asszony", "Tisztelt Főpolgármester Úr"),
        ("polgármester", "Tisztelt Polgármester Asszony", "Tisztelt Polgármester Úr"),
        ("jegyző", "Tisztelt Jegyző Asszony", "Tisztelt Jegyző Úr"),
        ("igazgató", "Tisztelt Igazgató Asszony", "Tisztelt Igazgató Úr"),
        ("főosztályvezető", "Tisztelt Főosztályvezető Asszony", "Tisztelt Főosztályvezető Úr"),
        ("osztályvezető", "Tisztelt Osztályvezető Asszony", "Tisztelt Osztályvezető Úr"),
    ),
}
# For professors and for doctors: the same in the three languages that have no name in this place.
TITLES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "pl": (
        ("prof", "Szanowna Pani Profesor", "Szanowny Panie Profesorze"),
        ("dr", "Szanowna Pani Doktor", "Szanowny Panie Doktorze"),
    ),
    "cs": (
        ("prof", "Vážená paní profesorko", "Vážený pane profesore"),
        ("doc", "Vážená paní docentko", "Vážený pane docente"),
        ("ing", "Vážená paní inženýrko", "Vážený pane inženýre"),
        ("mgr", "Vážená paní magistro", "Vážený pane magistře"),
        ("judr", "Vážená paní doktorko", "Vážený pane doktore"),
        ("phdr", "Vážená paní doktorko", "Vážený pane doktore"),
        ("mudr", "Vážená paní doktorko", "Vážený pane doktore"),
        ("dr", "Vážená paní doktorko", "Vážený pane doktore"),
    ),
    "hu": (
        ("prof", "Tisztelt Professzor Asszony", "Tisztelt Professzor Úr"),
        ("dr", "Tisztelt Doktor Asszony", "Tisztelt Doktor Úr"),
    ),
}


def salutation_in(name: PersonName, language: str, *, own: str = "", function: str = "") -> Salutation:
    """How a letter in `language` begins. `own` and `function` are texts in that language, as far as they are known."""
    if own:
        return Salutation(own, OWN)
    if language in WITHOUT_NAME:
        return without_name(name, language, function)
    if name.address not in {"madam", "sir"}:
        return to_somebody(name, language)
    return Salutation({"de": german, "en": english, "ru": russian}.get(language, english)(name), NAME)


def without_name(name: PersonName, language: str, function: str) -> Salutation:
    """Polish, Czech, Hungarian: by office, by title, or the polite form for anybody."""
    if name.address not in {"madam", "sir"}:
        return Salutation(NOBODY_KNOWN[language], NEUTRAL)
    for forms, word, made_from in ((OFFICES, function, FUNCTION), (TITLES, name.title, TITLE)):
        beginning = word.casefold()
        for start, madam, sir in forms[language]:
            if beginning.startswith(start):
                return Salutation(madam if name.address == "madam" else sir, made_from)
    return Salutation(WITHOUT_NAME[language][name.address], NEUTRAL)


def to_somebody(name: PersonName, language: str) -> Salutation:
    """With the full name, which says nothing about the person; Russian has no such form."""
    full = " ".join(part for part in (spoken_title(name), name_in(name, language)) if part)
    if language == "de" and full:
        return Salutation(f"Guten Tag {full}", NAME)
    if language == "en" and full:
        return Salutation(f"Dear {full}", NAME)
    return Salutation(NOBODY_KNOWN.get(language, NOBODY_KNOWN["en"]), NEUTRAL)


def german(name: PersonName) -> str:
    words = "Sehr geehrte Frau" if name.address == "madam" else "Sehr geehrter Herr"
    return " ".join(part for part in (words, spoken_title(name), parts_in(name, "de")[0]) if part)


def english(name: PersonName) -> str:
    title = spoken_title(name)
    before = {"p": "Professor", "d": "Dr"}.get(title[:1].casefold(), "Ms" if name.address == "madam" else "Mr")
    return f"Dear {before} {parts_in(name, 'en')[0]}"


def russian(name: PersonName) -> str:
    """By given name and patronymic where both are known, else by the family name, which stays as it is."""
    family, given = parts_in(name, "ru")
    word = "Уважаемая" if name.address == "madam" else "Уважаемый"
    if script_of(given) == "CYRILLIC" and len(given.split()) == 2 and PATRONYMIC.search(given):
        return f"{word} {given}"
    return f"{word} {'госпожа' if name.address == 'madam' else 'господин'} {family}"


def spoken_title(name: PersonName) -> str:
    """Doctors and professors are addressed as such; Mag., Mgr. or Dipl.-Ing. stay on the card."""
    return name.title if name.title.casefold().startswith(("dr", "prof")) else ""
