"""The home city, its units, topics, partners, their status and the partnerships of districts."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify

from hospitium.accounts.models import Unit
from hospitium.algorithms.search import fold
from hospitium.core.claims import claims_of
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual
from hospitium.interchange.actions.record.changes import Report, put
from hospitium.interchange.actions.record.claims import Stated, put_claims, stated_about
from hospitium.interchange.record import Row, Source
from hospitium.interchange.record.vocabulary import LANGUAGES, Wordings
from hospitium.partners.models import Home, Partner, Partnership, StatusChange
from hospitium.partners.models.places import NOWHERE, Level
from hospitium.partners.models.relations import Kind, Status
from hospitium.topics.models import Topic

KEYS = (
    "id", "country", "since", "point", "names", "status", "kind", "source", "subdivision", "claims", "published",
)  # fmt: skip
COUNTRY = re.compile(r"[A-Z]{2}")
# The official language of a country where there is one; it marks the partner's own name for screen readers.
OWN_LANGUAGES = {
    "AR": "es", "AT": "de", "CN": "zh", "CZ": "cs", "DE": "de", "ES": "es", "FR": "fr", "GB": "en", "HU": "hu",
    "ID": "id", "IT": "it", "JP": "ja", "MX": "es", "NA": "en", "PL": "pl", "RU": "ru", "SK": "sk", "TR": "tr",
    "UA": "uk", "US": "en", "UZ": "uz",
}  # fmt: skip


def key_of(text: str) -> str:
    """A short name for addresses: letters without marks, hyphens."""
    return slugify(fold(text))[:80] or "x"


def part_of(section: dict[str, Any], key: str) -> dict[str, Any]:
    """The mapping under this key, empty when there is none."""
    value = section.get(key)
    return value if isinstance(value, dict) else {}


def named(names: Any, fallback: str = "") -> Multilingual:
    """A name in several languages, as the record writes it: {de: …, en: …, own: …}."""
    texts = {language: str(names[language]) for language in LANGUAGES if names and names.get(language)}
    if not texts and fallback:
        texts = {"en": fallback}
    source = next((language for language in ("de", "en", *texts) if texts.get(language)), "")
    return Multilingual(texts, source)


def put_home(report: Report, source: Source) -> tuple[Home, Unit]:
    """The installing city and its international office, which looks after the partnerships of the desk."""
    row = source.rows("home")[0]
    more = source.mapping("home_names")
    point = source.point(row, "point") or (0.0, 0.0)
    city, office, unit = (source.text(row, key) for key in ("city", "office", "unit"))

    def in_all(key: str, own: str) -> Multilingual:
        names = part_of(more, key)
        texts = {language: str(names[language]) for language in LANGUAGES if names.get(language)}
        return Multilingual({"de": own, **texts}, "de") if own else Multilingual()

    home = put(
        report,
        row,
        Home,
        where={},
        values={
            "name": in_all("city", city),
            "office": in_all("office", office),
            "unit_name": in_all("unit", unit),
            "country": str(more.get("country", "")),
            "subdivision": str(more.get("subdivision", "")),
            "latitude": point[0],
            "longitude": point[1],
        },
    )
    values = {"name": in_all("office", office), "kind": Unit.Kind.DEPARTMENT}
    department = put(report, row, Unit, where={"key": key_of(office)[:60]}, values=values)
    values = {"name": in_all("unit", unit), "kind": Unit.Kind.OFFICE, "parent": department}
    return home, put(report, row, Unit, where={"key": key_of(unit)[:60]}, values=values)


def put_departments(report: Report, source: Source) -> None:
    home_office = source.text(source.rows("home")[0], "office")
    for row in source.rows("departments"):
        own = source.text(row, "own", is_required=True)
        if own != home_office:
            texts = {"de": own, **{code: str(row.get(code)) for code in LANGUAGES if row.get(code)}}
            put(report, row, Unit, where={"key": key_of(own)[:60]}, values={"name": Multilingual(texts, "de")})


def put_topics(report: Report, source: Source) -> dict[str, Topic]:
    taxonomy = source.mapping("taxonomy")
    found: dict[str, Topic] = {}
    for position, row in enumerate(source.rows("fields_of_urban_action")):
        key = source.text(row, "id", is_required=True)
        if key in found:
            source.wrong(row, "id", "duplicate")
            continue
        source.only(row, "id", "parent", *LANGUAGES)
        codes = part_of(taxonomy, key)
        found[key] = put(
            report,
            row,
            Topic,
            where={"key": key},
            values={
                "name": named(row.values),
                "position": position,
                "parent": found.get(str(row.get("parent"))),
                **{name: source.codes("taxonomy", codes.get(name)) for name in ("eurovoc", "sdg", "cofog")},
            },
        )
    return found


def put_partners(report: Report, source: Source, desk: Unit, by: User | None) -> dict[str, Partnership]:
    """The partner cities, each with its partnership; those of the desk are looked after by our office."""
    looked_after = {
        str(key)
        for name, keys in source.content.items()
        if name.startswith("desk_of_")
        for key in source.codes(name, keys)
    }
    found: dict[str, Partnership] = {}
    for row in source.rows("partners"):
        source.only(row, *KEYS)
        key = source.text(row, "id", is_required=True)
        if key in found:
            source.wrong(row, "id", "duplicate")
            continue
        if not COUNTRY.fullmatch(str(row.get("country", ""))):
            source.wrong(row, "country", "bad_country")
        partner = put_partner(report, source, row, key)
        found[key] = put(
            report,
            row,
            Partnership,
            where={"key": key},
            values={
                "partner": partner,
                "kind": source.text(row, "kind") or Kind.PARTNERSHIP,
                **start_of(source, row, key),
                **looked_after_by(desk if key in looked_after else None, key),
                "source": source.text(row, "source"),
                "is_published": source.flag(row, "published", default=True),
            },
        )
        put_since(report, source, row, found[key], by)
    unknown = sorted(looked_after - set(found))
    for name in unknown:
        section = next(section for section in source.content if section.startswith("desk_of_"))
        row = Row({section: name}, {}, source.lines.get(section, 1), section)
        source.wrong(row, section, "unknown_partner", name)
    return found


def start_of(source: Source, row: Row, key: str) -> dict[str, Any]:
    """Beginning and status as the row says them; what sources say and the section of status go before."""
    values: dict[str, Any] = {}
    known = Partnership.objects.filter(key=key).first()
    if "claims" not in row and not (known and claims_of(known, "since")):
        values["since"] = source.date(row, "since")
    if "status" in row:
        values["status"] = source.text(row, "status")
    return values


def put_since(report: Report, source: Source, row: Row, partnership: Partnership, by: User | None) -> None:
    """What sources say about the beginning, where they differ."""
    stated = stated_about(source, row, "since", source.date)
    since = source.date(row, "since")
    if not stated and since and claims_of(partnership, "since"):
        stated = [Stated(str(since), source.text(row, "source"))]
    put_claims(report, row, partnership, 0, stated, by)


def put_partner(report: Report, source: Source, row: Row, key: str) -> Partner:
    names = row.get("names")
    if not isinstance(names, dict):
        source.wrong(row, "names", "key_missing" if names is None else "wrong_type", "names")
        names = {}
    point = source.point(row, "point")
    country = str(row.get("country", ""))
    country = country if COUNTRY.fullmatch(country) else ""
    own = str(names.get("own", ""))
    return put(
        report,
        row,
        Partner,
        where={"key": key},
        values={
            "name": named(names, fallback=key),
            "own_name": own,
            "own_language": OWN_LANGUAGES.get(country, "") if own and "/" not in own else "",
            "country": country,
            "subdivision": source.text(row, "subdivision"),
            "latitude": point[0] if point else None,
            "longitude": point[1] if point else None,
        },
    )


def put_status(report: Report, source: Source, partnerships: dict[str, Partnership], wordings: Wordings) -> None:
    """Changes of status over time; the latest one is the partnership's status."""
    for row in source.rows("status"):
        source.only(row, "partner", "status", "since", "note", "reference", "source")
        partnership = partnerships.get(str(row.get("partner")))
        if partnership is None:
            source.wrong(row, "partner", "unknown_partner")
            continue
        if row.get("status") not in Status.values:
            source.wrong(row, "status", "bad_status")
            continue
        since = source.date(row, "since")
        put(
            report,
            row,
            StatusChange,
            where={"partnership": partnership, "status": row.get("status"), "since": since},
            values={
                "reason": wordings.of(source.text(row, "note")),
                "reference": source.text(row, "reference"),
                "source": source.text(row, "source"),
            },
            start={"entered_at": timezone.now()},
        )
        latest = partnership.status_changes.order_by(F("since").asc(nulls_first=True), "id").last()
        if latest and partnership.status != latest.status:
            put(report, row, Partnership, where={"key": partnership.key}, values={"status": latest.status})
            partnership.status = latest.status


def put_districts(report: Report, source: Source) -> None:
    """Partnerships of our districts with districts there."""
    for row in source.rows("district_partnerships"):
        source.only(row, "district", "with", "since", "renewed", "source", "published")
        district, there = source.text(row, "district", is_required=True), source.text(row, "with", is_required=True)
        values: dict[str, Any] = {"name": Multilingual({"de": district}, "de"), "kind": Unit.Kind.DISTRICT}
        unit = put(report, row, Unit, where={"key": key_of(district)[:60]}, values=values)
        city = city_of(there)
        partner = put(
            report,
            row,
            Partner,
            where={"key": key_of(there)},
            values={
                "name": Multilingual({"de": there}, "de"),
                "own_name": there,
                "own_language": city.own_language if city else "",
                "country": city.country if city else NOWHERE,
                "level": Level.DISTRICT,
                "part_of": city,
            },
        )
        key = f"{unit.key}-{partner.key}"[:120]
        values = {
            "partner": partner,
            "home_district": unit,
            "since": source.date(row, "since"),
            "renewed": source.date(row, "renewed"),
            "source": source.text(row, "source"),
            "is_published": source.flag(row, "published", default=True),
        }
        put(report, row, Partnership, where={"key": key}, values=values)


def looked_after_by(unit: Unit | None, key: str) -> dict[str, Any]:
    """Who looks after a partnership; what a head of office has assigned since stays as it is."""
    if unit is None or Partnership.objects.filter(key=key).exclude(unit=None).exists():
        return {}
    return {"unit": unit}


def city_of(name: str) -> Partner | None:
    """The partner city with whose name the name of a district begins."""
    folded = fold(name)
    for city in Partner.objects.filter(~Q(own_name=""), part_of=None, level=Level.CITY).order_by("-own_name"):
        if folded.startswith(fold(city.own_name)) and folded != fold(city.own_name):
            return city
    return None
