"""What is made up for the demonstration: names of syllables and texts; the host cities stand in cities.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from random import Random

from hospitium.core.multilingual import Multilingual

FILE = resources.files("hospitium.exchange.demonstration").joinpath("cities.toml")
CITIES = tomllib.loads(FILE.read_text(encoding="utf-8"))
HOSTS, BOTH_WAYS = CITIES["hosts"], CITIES["both_ways"]
HOSTS_BEFORE = CITIES["before"]
NAME = {
    "de": "Hospitationsprogramm Europa (Vorführung)",
    "en": "Exchange Europe (demonstration)",
    "pl": "Staże w Europie (wersja pokazowa)",
    "cs": "Stáže v Evropě (ukázka)",
    "hu": "Szakmai gyakorlat Európában (bemutató)",
    "ru": "Стажировки в Европе (демонстрация)",
}
CALL = {
    "de": "Einige Wochen in einer anderen Verwaltung. Alle Personen und Angebote dieser Runde sind erfunden.",
    "en": "Some weeks in another administration. All people and offers of this round are invented.",
    "pl": "Kilka tygodni w innym urzędzie. Wszystkie osoby i oferty w tej edycji są zmyślone.",
    "cs": "Několik týdnů v jiném úřadu. Všechny osoby a nabídky tohoto kola jsou vymyšlené.",
    "hu": "Néhány hét egy másik hivatalban. A forduló minden résztvevője és kínálata kitalált.",
    "ru": "Несколько недель в другой администрации. Все лица и предложения этого раунда вымышлены.",
}
CRITERIA = (
    ({"de": "Frage", "en": "Question", "pl": "Pytanie", "cs": "Otázka", "hu": "Kérdés", "ru": "Вопрос"}, 3),
    ({"de": "Nutzen", "en": "Benefit", "pl": "Korzyść", "cs": "Přínos", "hu": "Haszon", "ru": "Польза"}, 2),
)
TITLE = {
    "de": "Stadtverwaltung {} (Beispiel)",
    "en": "City administration: {} (example)",
    "pl": "Urząd miasta: {} (przykład)",
    "cs": "Magistrát: {} (příklad)",
    "hu": "Polgármesteri hivatal: {} (példa)",
    "ru": "Администрация города: {} (пример)",
}
TASK = {
    "de": "Mitarbeit im Team und Besuche vor Ort (erfunden).",
    "en": "Work in the team and visits on site (invented).",
    "pl": "Praca w zespole i wizyty w terenie (zmyślone).",
    "cs": "Práce v týmu a návštěvy v terénu (vymyšleno).",
    "hu": "Munka a csapatban és helyszíni látogatások (kitalált).",
    "ru": "Работа в коллективе и выезды на места (вымышлено).",
}
TITLE_HERE = {
    "de": "Zu Gast: {} (Beispiel)",
    "en": "Guests of: {} (example)",
    "pl": "W gościnie: {} (przykład)",
    "cs": "Hostem: {} (příklad)",
    "hu": "Vendégségben: {} (példa)",
    "ru": "В гостях: {} (пример)",
}
TASK_HERE = {
    "de": "Mitarbeit in einem laufenden Vorhaben (erfunden).",
    "en": "Work on a project under way (invented).",
    "pl": "Praca przy bieżącym przedsięwzięciu (zmyślone).",
    "cs": "Práce na probíhajícím projektu (vymyšleno).",
    "hu": "Közreműködés egy folyamatban lévő munkában (kitalált).",
    "ru": "Участие в текущем проекте (вымышлено).",
}
OFFICES = {
    "pl": ("Współpraca", "Praca w zespole i wizyty w terenie (przykład).", "Biuro (przykład)"),
    "cs": ("Spolupráce", "Práce v týmu a návštěvy v terénu (příklad).", "Kancelář (příklad)"),
    "hu": ("Együttműködés", "Munka a csapatban és helyszíni látogatások (példa).", "Iroda (példa)"),
}
SYLLABLES = ("ba", "de", "fi", "ko", "lu", "ma", "ne", "po", "ra", "si", "to", "vu")


def named(pattern: Mapping[str, str], name: Multilingual) -> dict[str, str]:
    """The pattern in each language with the name in that language."""
    return {language: text.format(name.in_language(language).text) for language, text in pattern.items()}


class Names:
    """Names that nobody has, each once, and a mail address of a domain that reaches nobody."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.given: set[str] = set()

    def next(self) -> tuple[str, str]:
        while True:
            words = ["".join(self.chance.sample(SYLLABLES, count)).capitalize() for count in (2, 3)]
            name = " ".join(words)
            if name not in self.given:
                self.given.add(name)
                return name, f"{'.'.join(words).lower()}@example.org"
