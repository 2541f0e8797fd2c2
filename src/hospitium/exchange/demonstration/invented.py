"""What is made up for the demonstration: names of syllables, questions, and the host cities of 2024."""

from __future__ import annotations

from random import Random

# Where the 64 colleagues of 2024 went; those that the record knows as partners are taken from there.
HOSTS = (
    ("amsterdam", "Amsterdam", "NL", "nl"), ("belfast", "Belfast", "GB", "en"), ("bern", "Bern", "CH", "de"),
    ("birmingham", "Birmingham", "GB", "en"), ("bozen", "Bozen", "IT", "de"), ("brussels", "Brüssel", "BE", "fr"),
    ("dublin", "Dublin", "IE", "en"), ("gdansk", "Danzig", "PL", "pl"), ("glasgow", "Glasgow", "GB", "en"),
    ("graz", "Graz", "AT", "de"), ("helsinki", "Helsinki", "FI", "fi"), ("istanbul", "Istanbul", "TR", "tr"),
    ("linz", "Linz", "AT", "de"), ("london", "London", "GB", "en"), ("lund", "Lund", "SE", "sv"),
    ("malmo", "Malmö", "SE", "sv"), ("metz", "Metz", "FR", "fr"), ("mezitli", "Mezitli", "TR", "tr"),
    ("palermo", "Palermo", "IT", "it"), ("split", "Split", "HR", "hr"), ("venice", "Venedig", "IT", "it"),
    ("warsaw", "Warschau", "PL", "pl"), ("vienna", "Wien", "AT", "de"), ("zurich", "Zürich", "CH", "de"),
)  # fmt: skip
# Cities whose people come to us, too.
BOTH_WAYS = (
    ("warsaw", "Warschau", "PL", "pl"),
    ("prague", "Prag", "CZ", "cs"),
    ("budapest", "Budapest", "HU", "hu"),
)
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
