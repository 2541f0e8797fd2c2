"""Words of which the invented records are made. No city, office or person of these names is meant."""

from __future__ import annotations

from random import Random

from hospitium.core.multilingual import Multilingual, written_in

LANGUAGES = ("de", "en", "pl", "cs", "hu", "ru")
TOPICS: tuple[dict[str, str], ...] = tuple(
    dict(zip(LANGUAGES, row.split(" | "), strict=True))
    for row in (
        "Verkehr | Transport | Transport | Doprava | Közlekedés | Транспорт",
        "Umweltschutz | Environment | Ochrona środowiska | Životní prostředí | Környezetvédelem | Охрана природы",
        "Energie | Energy | Energia | Energie | Energia | Энергетика",
        "Stadtentwicklung | Urban development | Rozwój miasta | Rozvoj města | Városfejlesztés | Развитие города",
        "Wohnen | Housing | Mieszkalnictwo | Bydlení | Lakhatás | Жильё",
        "Denkmalpflege | Monuments | Ochrona zabytków | Památková péče | Műemlékvédelem | Охрана памятников",
        "Schule | Schools | Szkolnictwo | Školství | Iskolák | Школы",
        "Berufliche Bildung | Vocational training | Kształcenie zawodowe | Odborné vzdělávání | Szakképzés | Обучение",
        "Jugend | Youth | Młodzież | Mládež | Ifjúság | Молодёжь",
        "Soziales | Social affairs | Sprawy społeczne | Sociální věci | Szociális ügyek | Социальные вопросы",
        "Gesundheit | Health | Zdrowie | Zdravotnictví | Egészségügy | Здравоохранение",
        "Kultur | Culture | Kultura | Kultura | Kultúra | Культура",
        "Sport | Sport | Sport | Sport | Sport | Спорт",
        "Wirtschaft | Economy | Gospodarka | Hospodářství | Gazdaság | Экономика",
        "Fremdenverkehr | Tourism | Turystyka | Cestovní ruch | Idegenforgalom | Туризм",
        "Sicherheit | Security | Bezpieczeństwo | Bezpečnost | Biztonság | Безопасность",
        "Katastrophenschutz | Disaster protection | Ochrona ludności | Ochrana lidí | Polgári védelem | Защита людей",
        "Digitale Verwaltung | Digital administration | Cyfryzacja | Digitalizace | Digitalizáció | Цифровизация",
        "Beteiligung | Participation | Partycypacja | Účast občanů | Részvétel | Участие жителей",
        "Abfall | Waste | Odpady | Odpady | Hulladék | Отходы",
        "Wasser | Water | Woda | Voda | Víz | Вода",
        "Gleichstellung | Equality | Równość | Rovnost | Egyenlőség | Равноправие",
    )
)
OCCASIONS: tuple[dict[str, str], ...] = tuple(
    dict(zip(LANGUAGES, row.split(" | "), strict=True))
    for row in (
        "Seminar über | Seminar on | Seminarium: | Seminář: | Szeminárium: | Семинар:",
        "Fachbesuch zu | Working visit on | Wizyta robocza: | Pracovní návštěva: | Munkalátogatás: | Рабочий визит:",
        "Gespräche über | Talks on | Rozmowy: | Jednání: | Megbeszélés: | Переговоры:",
        "Delegation zu | Delegation on | Delegacja: | Delegace: | Küldöttség: | Делегация:",
        "Stadttage mit | City days with | Dni miasta: | Dny města: | Városi napok: | Дни города:",
    )
)
DETAILS = (
    "Erfahrungen aus zehn Jahren",
    "Finanzierung aus Mitteln der Europäischen Union",
    "ein Vergleich der Zuständigkeiten",
    "mit Besichtigung vor Ort",
    "Auswertung und Planung des nächsten Jahres",
    "Personal und Fortbildung",
)
SYLLABLES = "bar den kol mir tes val nor pek sul gra dim hol ric fen zor lum".split()
# Real ends of the map, so that the pictures are as full as in a real record.
POINTS = (
    ("PL", 52.2, 21.0), ("CZ", 50.1, 14.4), ("HU", 47.5, 19.0), ("FR", 48.9, 2.4), ("GB", 51.5, -0.1),
    ("ES", 40.4, -3.7), ("TR", 41.0, 29.0), ("AT", 48.2, 16.4), ("UA", 50.5, 30.5), ("BE", 50.9, 4.4),
    ("IT", 45.5, 9.2), ("SE", 59.3, 18.1), ("LT", 54.7, 25.3), ("RO", 44.4, 26.1), ("US", 34.1, -118.2),
    ("JP", 35.7, 139.7), ("CN", 39.9, 116.4), ("AR", -34.6, -58.4), ("MX", 19.4, -99.1), ("UZ", 41.3, 69.2),
)  # fmt: skip


def name(random: Random, syllables: int) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def city(random: Random) -> Multilingual:
    stem = name(random, 2)
    return written_in("de", stem, en=stem, pl=f"{stem}ów", cs=f"{stem}ov", hu=f"{stem}vár", ru=f"{stem}")


def topic(number: int) -> Multilingual:
    return Multilingual(TOPICS[number % len(TOPICS)], "de")


def title(random: Random, occasion: int, subject: int) -> Multilingual:
    """A title in German, in most cases in English, in half of them in one or more further languages."""
    chosen = ["de"]
    if random.random() < 0.7:
        chosen.append("en")
    chosen += [language for language in LANGUAGES[2:] if random.random() < 0.25]
    words, fields = OCCASIONS[occasion % len(OCCASIONS)], TOPICS[subject % len(TOPICS)]
    texts = {language: f"{words[language]} {fields[language]}" for language in chosen}
    texts["de"] = f"{texts['de']}: {random.choice(DETAILS)}"
    return Multilingual(texts, "de", {"en": "outdated"} if "en" in texts and random.random() < 0.1 else {})
