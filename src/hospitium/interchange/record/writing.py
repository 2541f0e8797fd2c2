"""The record given back: the same YAML form that `read` takes, from what is stored now."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from hospitium.agreements.models import Instrument
from hospitium.agreements.models import Status as Signing
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of, in_use_first, typed
from hospitium.core.models import Claim
from hospitium.interchange.models import KeptSection
from hospitium.interchange.record.past_exchange import exchange_section
from hospitium.interchange.record.phrases import Phrases, dated
from hospitium.interchange.record.vocabulary import (
    LANGUAGES,
    format_phrase,
    instrument_kind,
    instrument_phrase,
    plain_kind,
)
from hospitium.partners.models import Home, Partner, Partnership, StatusChange
from hospitium.partners.models.places import Level
from hospitium.partners.models.relations import Kind, Status
from hospitium.programme.models import Activity, Direction, Format, State
from hospitium.topics.models import Topic

Row = dict[str, Any]


def written() -> str:
    """The whole record as YAML text: what is released, with its sources; no person, no remark, nothing internal."""
    return yaml.dump(
        content(), Dumper=Plain, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False
    )


class Plain(yaml.SafeDumper):
    """No anchors: the reader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def content() -> dict[str, Any]:
    """The record as plain values, its sections in the order in which they came."""
    kept = {section.name: restored(section.content) for section in KeptSection.objects.all()}
    phrases = Phrases()
    made: dict[str, Any] = {"home": home_row()}
    made["partners"] = [partner_row(one) for one in city_partnerships()]
    desks = [name for name in kept if name.startswith("desk_of_")]
    made[desks[0] if desks else "desk_of_the_office"] = desk_keys(kept.get(desks[0]) if desks else [])
    released = Instrument.objects.published().select_related("partnership").prefetch_related("clauses")
    changes = StatusChange.objects.filter(partnership__is_published=True).select_related("partnership")
    made["instruments"] = [instrument_row(one, phrases) for one in released.order_by("pk")]
    made["status"] = [status_row(one, phrases) for one in changes.order_by("pk")]
    made["district_partnerships"] = [district_row(one) for one in district_partnerships()]
    activities = Activity.objects.published().prefetch_related("partnerships", "topics").order_by("pk")
    classification = kept.get("classification") or {}
    for section, is_seminar in (("seminars", True), ("visits", False)):
        made[section] = [
            activity_row(one, phrases, classification)
            for one in activities
            if (one.format == Format.SEMINAR) is is_seminar
        ]
    made["fields_of_urban_action"] = [topic_row(one) for one in Topic.objects.order_by("position", "pk")]
    for name, section in kept.items():
        if not name.startswith("desk_of_"):
            made[name] = section
    made["exchange"] = exchange_section(kept.get("exchange"), phrases)
    made["texts"] = phrases.entries(kept.get("texts") or [])
    return {name: section for name, section in made.items() if section or name in kept}


def restored(kept: Any) -> Any:
    if isinstance(kept, dict):
        if set(kept) == {"!date"}:
            return date.fromisoformat(kept["!date"])
        return {name: restored(value) for name, value in kept.items()}
    return [restored(value) for value in kept] if isinstance(kept, list) else kept


def home_row() -> Row:
    home = Home.objects.get()
    return {
        "city": home.name.in_language("de").text,
        "office": home.office.in_language("de").text,
        "unit": home.unit_name.in_language("de").text,
        "point": [home.latitude, home.longitude],
    }


def city_partnerships() -> list[Partnership]:
    return list(
        Partnership.objects.published().filter(home_district=None).exclude(partner__level=Level.DISTRICT)
        .select_related("partner").order_by("pk")
    )  # fmt: skip


def district_partnerships() -> list[Partnership]:
    return list(
        Partnership.objects.published()
        .exclude(home_district=None)
        .select_related("partner", "home_district")
        .order_by("pk")
    )


def partner_row(partnership: Partnership) -> Row:
    partner: Partner = partnership.partner
    row: Row = {"id": partnership.key, "country": partner.country, "since": dated(partnership.since)}
    row.update(claims_row(partnership, partnership.source, {"since": "since"}))
    if partnership.kind != Kind.PARTNERSHIP:
        row["kind"] = partnership.kind
    if partnership.status != Status.ACTIVE and not partnership.status_changes.exists():
        row["status"] = partnership.status
    if partner.latitude is not None:
        row["point"] = [partner.latitude, partner.longitude]
    row["names"] = {
        language: partner.name.texts[language] for language in LANGUAGES if partner.name.texts.get(language)
    }
    if partner.own_name:
        row["names"]["own"] = partner.own_name
    return with_text(row, source=partnership.source, subdivision=partner.subdivision)


def desk_keys(kept: list[str] | None) -> list[str]:
    """The partnerships that our office looks after, those of the record in its order."""
    looked_after = [one.key for one in city_partnerships() if one.unit_id]
    known = [key for key in kept or [] if key in looked_after]
    return known + [key for key in looked_after if key not in known]


def with_text(row: Row, **texts: str) -> Row:
    """The row with those texts that are not empty."""
    return {**row, **{name: text for name, text in texts.items() if text}}


def instrument_row(instrument: Instrument, phrases: Phrases) -> Row:
    title = phrases.of(instrument.title)
    row: Row = {"partner": instrument.partnership.key, "kind": instrument_phrase(instrument.kind, title)}
    if instrument_kind(row["kind"]) != (instrument.kind, title):
        row.update({"kind": plain_kind(instrument.kind), "title": title})
    row.update(signing_of(instrument))
    row.update(validity_of(instrument))
    if instrument.signatories:
        row["parties"] = instrument.signatories if len(instrument.signatories) > 1 else instrument.signatories[0]
    row = with_text(row, place=instrument.signed_at)
    row = with_text(
        row, note=phrases.of(instrument.note), reference=instrument.file_reference, source=instrument.source
    )
    clauses = list(instrument.clauses.all())
    if clauses:
        row["themes"] = [phrases.of(clause.text) for clause in clauses]
        row = with_text(row, themes_source=clauses[0].source)
    return row


def signing_of(instrument: Instrument) -> Row:
    """The date of signing; where sources differ, what each says."""
    known = {"precision": instrument.signed.precision} if instrument.signed else {}
    claims = claims_row(instrument, instrument.source, {"signed": "date"})
    if claims or not instrument.signed:
        return {**known, **claims}
    return {"date": dated(instrument.signed), **known}


def validity_of(instrument: Instrument) -> Row:
    """Status and validity, where they are not those of every signed instrument."""
    row: Row = {} if instrument.status == Signing.SIGNED else {"status": instrument.status}
    months = instrument.renewal_months if instrument.is_tacitly_renewed else None
    more = {
        "valid_from": instrument.valid_from,
        "valid_until": instrument.valid_until,
        "tacit_renewal_months": months,
        "notice_months": instrument.notice_months,
    }
    return {**row, **{name: value for name, value in more.items() if value is not None}}


def claims_row(record: Any, source: str, names: dict[str, str]) -> Row:
    """What sources say about these facts (column → name in the record), where that is more than the columns show."""
    told = []
    for fact, name in names.items():
        claims = in_use_first(claims_of(record, fact))
        if len(claims) > 1 or any(one.source != source or (not one.value and name != "guests") for one in claims):
            told += [claim_row(name, one) for one in claims]
    return {"claims": told} if told else {}


def claim_row(name: str, claim: Claim) -> Row:
    value = typed(claim)
    row = {
        name: dated(value) if isinstance(value, PartialDate) else ("unknown" if value is None else value),
        "source": claim.source,
    }
    return {**row, "as_of": dated(claim.as_of)} if claim.as_of else row


def status_row(change: StatusChange, phrases: Phrases) -> Row:
    row: Row = {"partner": change.partnership.key, "status": change.status, "since": dated(change.since)}
    return with_text(row, note=phrases.of(change.reason), reference=change.reference, source=change.source)


def district_row(partnership: Partnership) -> Row:
    row: Row = {
        "district": partnership.home_district.name.in_language("de").text if partnership.home_district else "",
        "with": partnership.partner.own_name,
        "since": dated(partnership.since),
    }
    if partnership.renewed:
        row["renewed"] = dated(partnership.renewed)
    return with_text(row, source=partnership.source)


def activity_row(activity: Activity, phrases: Phrases, classification: dict[str, list[str]]) -> Row:
    keys = [partnership.key for partnership in in_order(activity)]
    row: Row = {"partner": keys[0]} if len(keys) == 1 else {"partners": keys}
    row = with_number(row, number=activity.number)
    row.update(period_of(activity))
    row = with_number(row, days=activity.days, count=activity.count if activity.count > 1 else None)
    row.update(kind_of(activity))
    row.update(heads_of(activity))
    theme = phrases.of(activity.title)
    row = with_text(row, theme=theme)
    for name, text in (("places", activity.places), ("stations", activity.stations)):
        if text:
            row[name] = phrases.of_lines(text)
    row = with_text(row, reception=phrases.of(activity.reception), outcome=phrases.of(activity.outcome))
    topics = [topic.key for topic in activity.topics.all()]
    if set(topics) != set(classification.get(theme) or []):
        row["topics"] = topics
    if activity.state != State.DONE:
        row["state"] = activity.state
    return with_text(row, source=activity.source)


def in_order(activity: Activity) -> list[Partnership]:
    """The partnerships of an activity in the order in which the record names them."""
    return sorted(activity.partnerships.all(), key=lambda one: order_of(activity, one))


def with_number(row: Row, **numbers: int | None) -> Row:
    """The row with those numbers that are known."""
    return {**row, **{name: number for name, number in numbers.items() if number is not None}}


def kind_of(activity: Activity) -> Row:
    """Direction and kind; a seminar says neither, because its section does and the guests come to us."""
    if activity.format != Format.SEMINAR:
        return {"direction": activity.direction, "kind": format_phrase(activity.format)}
    return {} if activity.direction == Direction.IN else {"direction": activity.direction}


def order_of(activity: Activity, partnership: Partnership) -> tuple[int, int]:
    """The order in which the record named the partners, else that of their entry."""
    named = activity.record_key.partition("/")[0].split("+")
    return (named.index(partnership.key) if partnership.key in named else len(named), partnership.pk)


def period_of(activity: Activity) -> Row:
    begins, ends = activity.begins, activity.ends
    if ends or (begins and begins.precision == "day"):
        known = {"from": begins, "to": ends}
        return {name: dated(value) for name, value in known.items() if value}
    if begins is None:
        return {}
    return {"month" if begins.precision == "month" else "year": dated(begins)}


def heads_of(activity: Activity) -> Row:
    """The head count; where sources differ, what each says; "unknown" where one says that it is not known."""
    facts = {"begins": "from", "ends": "to", "direction": "direction", "heads": "guests"}
    row: Row = {"guests_planned": activity.heads_planned} if activity.heads_planned is not None else {}
    row.update(claims_row(activity, activity.source, facts))
    if any("guests" in claim for claim in row.get("claims", [])):
        return row
    if activity.heads is not None or claims_of(activity, "heads"):
        row["guests"] = "unknown" if activity.heads is None else activity.heads
    return row


def topic_row(topic: Topic) -> Row:
    row: Row = {"id": topic.key}
    if topic.parent:
        row["parent"] = topic.parent.key
    return {**row, **{language: topic.name.texts[language] for language in LANGUAGES if topic.name.texts.get(language)}}
