"""What is made up for the demonstration: names of syllables and texts; the host cities stand in cities.toml."""

from __future__ import annotations

import tomllib
from importlib import resources
from random import Random

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
OFFICES = {
    "pl": ("Współpraca", "Praca w zespole i wizyty w terenie (przykład).", "Biuro (przykład)"),
    "cs": ("Spolupráce", "Práce v týmu a návštěvy v terénu (příklad).", "Kancelář (příklad)"),
    "hu": ("Együttműködés", "Munka a csapatban és helyszíni látogatások (példa).", "Iroda (példa)"),
}
SYLLABLES = ("ba", "de", "fi", "ko", "lu", "ma", "ne", "po", "ra", "si", "to", "vu")


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
