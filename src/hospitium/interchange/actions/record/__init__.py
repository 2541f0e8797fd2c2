"""Take over a record, all of it or nothing; look at beforehand what that would do."""

from __future__ import annotations

from django.db import transaction

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.interchange.actions.record.activities import put_activities
from hospitium.interchange.actions.record.changes import CHANGED, CREATED, SAME, Change, Report, put
from hospitium.interchange.actions.record.exchange import TAKEN_OVER as EXCHANGE
from hospitium.interchange.actions.record.exchange import put_exchange
from hospitium.interchange.actions.record.instruments import put_instruments
from hospitium.interchange.actions.record.places import (
    put_departments,
    put_districts,
    put_home,
    put_partners,
    put_status,
    put_topics,
)
from hospitium.interchange.models import KeptSection
from hospitium.interchange.record import Problem, RecordError, Row, Source, read
from hospitium.interchange.record.vocabulary import Wordings
from hospitium.interchange.record.writing import written
from hospitium.partners.models import Home, Partnership

__all__ = ["CHANGED", "CREATED", "SAME", "Change", "Report", "export_record", "import_record", "preview_record"]

TAKEN_OVER = frozenset(
    "home partners instruments status district_partnerships seminars visits fields_of_urban_action".split()
)
# They explain the other sections; what they hold beyond that is kept for the next export.
EXPLAINING = frozenset("texts classification taxonomy home_names departments exchange".split())


@transaction.atomic
def import_record(*, text: str, by: User | None) -> Report:
    """Take over a record. A second import of the same text changes nothing and leaves no trace.

    Raises RecordError with every problem and its line when anything is wrong; then nothing was changed.
    """
    report = put_everything(text, by)
    if report.changes_something:
        report.index()
        record(
            "record.imported",
            Home.objects.get(),
            by=by,
            about=[changed for changed in report.touched.values() if isinstance(changed, Partnership)],
            created=report.count(CREATED),
            changed=report.count(CHANGED),
        )
    return report


@transaction.atomic
def preview_record(*, text: str) -> Report:
    """What import_record would do, found out by doing it and taking it back. Raises RecordError likewise."""
    report = put_everything(text, None)
    transaction.set_rollback(True)
    return report


@transaction.atomic
def export_record(*, by: User | None) -> str:
    """The record as YAML text; that it left the house is noted."""
    text = written()
    record("record.exported", Home.objects.get(), by=by)
    return text


def put_everything(text: str, by: User | None) -> Report:
    source = read(text)
    check_home(source)
    report = Report(remarks=list(source.remarks), problems=source.problems)
    wordings = Wordings(row.values for row in source.rows("texts"))
    _home, desk = put_home(report, source)
    put_departments(report, source)
    topics = put_topics(report, source)
    partnerships = put_partners(report, source, desk, by)
    put_status(report, source, partnerships, wordings)
    put_districts(report, source)
    put_instruments(report, source, partnerships, topics, wordings, by)
    put_activities(report, source, partnerships, topics, wordings, by)
    put_exchange(report, source, wordings, by)
    keep_sections(report, source)
    if source.problems:
        raise RecordError(sorted(set(source.problems)))
    return report


def check_home(source: Source) -> None:
    """A record belongs to one home city; another city's record is not mixed into ours."""
    rows = source.rows("home")
    if not rows:
        raise RecordError([Problem(1, "home", "section_missing", "home")])
    for key in ("city", "office", "unit"):
        source.text(rows[0], key, is_required=True)
    source.only(rows[0], "city", "office", "unit", "point")
    home = Home.objects.first()
    city = str(rows[0].get("city"))
    if home and city not in home.name.texts.values():
        raise RecordError([Problem(rows[0].line_of("city"), "home.city", "other_home", city)])
    if source.problems:
        raise RecordError(sorted(source.problems))


def keep_sections(report: Report, source: Source) -> None:
    """Keep what no app of ours knows yet, and the order of what explains the rest."""
    for position, (name, content) in enumerate(source.content.items()):
        if name in TAKEN_OVER:
            continue
        line = source.lines.get(name, 1)
        row, start = Row({}, {}, line, name), {"position": position}
        if name == "exchange" and isinstance(content, dict):
            content = {key: value for key, value in content.items() if key not in EXCHANGE}
        put(report, row, KeptSection, where={"name": name}, values={"content": plain(content)}, start=start)
        if name not in EXPLAINING and not name.startswith("desk_of_"):
            report.remarks.append(Problem(line, name, "section_unknown", name))


def plain(content: object) -> object:
    """YAML's values as JSON has them; a date is kept as {"!date": "1990-11-12"}."""
    if isinstance(content, dict):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, list):
        return [plain(value) for value in content]
    return {"!date": content.isoformat()} if hasattr(content, "isoformat") else content
