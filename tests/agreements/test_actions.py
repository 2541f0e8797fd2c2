"""Actions on instruments and clauses: the row, the events, the refusals."""

from __future__ import annotations

from datetime import date

import pytest

from hospitium.agreements import actions
from hospitium.agreements.models import Clause, Instrument, InstrumentKind, Status
from hospitium.algorithms.dates import PartialDate
from hospitium.core import search
from hospitium.core.claims import claims_of
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Event
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused
from hospitium.partners.models.relations import Status as PartnershipStatus
from tests.factories import make_clause, make_instrument, make_partnership, make_topic


def trace(record):
    """What the log says about a record: code, who, facts; the latest first."""
    return [(event.code, event.actor, event.facts) for event in timeline(record)]


def stated(record):
    return [(claim.value, claim.source, claim.in_use) for claim in claims_of(record, "signed")]


def values_for(partnership, **given):
    return {
        "partnership": partnership,
        "kind": InstrumentKind.MEMORANDUM,
        "title": {"de": "Absichtserklärung", "en": "Memorandum"},
        "signed": None,
        "source": "Amtsblatt",
        **given,
    }


def test_create_instrument_without_a_date_begins_a_draft(officer, partnership):
    made = actions.create_instrument(values=values_for(partnership), by=officer)

    instrument = Instrument.objects.get()
    assert (instrument, instrument.status, instrument.signed) == (made, Status.DRAFT, None)
    assert instrument.title.texts == {"de": "Absichtserklärung", "en": "Memorandum"}
    assert stated(instrument) == []
    assert trace(instrument) == [("instrument.created", officer, {"status": "draft"})]
    assert trace(partnership) == [("instrument.created", officer, {"status": "draft"})]


def test_create_instrument_with_a_date_takes_over_what_was_signed(officer, partnership):
    instrument = actions.create_instrument(values=values_for(partnership, signed=PartialDate(1994, 2)), by=officer)

    instrument.refresh_from_db()
    assert (instrument.status, instrument.signed) == (Status.SIGNED, PartialDate(1994, 2))
    assert stated(instrument) == [("1994-02", "Amtsblatt", True)]


def test_create_instrument_can_be_found_by_its_words(officer, partnership):
    instrument = actions.create_instrument(values=values_for(partnership), by=officer)

    assert list(search.find("absichtserklarung")) == [reference(instrument)]


@pytest.mark.usefixtures("english")
def test_create_instrument_is_refused_to_another_office_and_leaves_nothing(stranger, partnership):
    with pytest.raises(Refused, match="This record is looked after by"):
        actions.create_instrument(values=values_for(partnership), by=stranger)

    assert (Instrument.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.usefixtures("english")
def test_create_instrument_begins_no_draft_with_a_suspended_partner(officer, unit):
    resting = make_partnership(unit=unit, status=PartnershipStatus.SUSPENDED)

    with pytest.raises(Refused, match="The partnership is suspended"):
        actions.create_instrument(values=values_for(resting), by=officer)

    past = actions.create_instrument(values=values_for(resting, signed=PartialDate(1993)), by=officer)
    assert list(Instrument.objects.all()) == [past]


@pytest.mark.usefixtures("english")
def test_create_instrument_follows_on_none_of_another_partnership(officer, partnership):
    elsewhere = make_instrument()

    with pytest.raises(Refused, match="of the same partnership"):
        actions.create_instrument(values=values_for(partnership, predecessor=elsewhere), by=officer)

    assert list(Instrument.objects.all()) == [elsewhere]


def test_edit_instrument_writes_what_changed_and_names_it(officer, partnership):
    instrument = make_instrument(partnership=partnership, file_reference="IX B 1")
    before = dict(instrument.title.texts)

    actions.edit_instrument(
        instrument_id=instrument.pk,
        version=1,
        values={
            "title": before,
            "signatories": ["Senatskanzlei", "Urząd Miasta"],
            "valid_until": date(2030, 6, 30),
            "file_reference": "IX B 1",
        },
        by=officer,
    )

    instrument.refresh_from_db()
    assert (instrument.signatories, instrument.valid_until) == (["Senatskanzlei", "Urząd Miasta"], date(2030, 6, 30))
    assert (instrument.title.texts, instrument.version) == (before, 2)
    assert trace(instrument) == [("instrument.changed", officer, {"fields": ["signatories", "valid_until"]})]


def test_edit_instrument_without_a_change_leaves_no_event(officer, partnership):
    instrument = make_instrument(partnership=partnership)

    actions.edit_instrument(instrument_id=instrument.pk, version=1, values={"source": instrument.source}, by=officer)

    assert trace(instrument) == []


def test_edit_instrument_of_an_older_version_is_a_conflict(officer, partnership):
    instrument = make_instrument(partnership=partnership)
    actions.edit_instrument(instrument_id=instrument.pk, version=1, values={"source": "A"}, by=officer)

    with pytest.raises(Conflict) as conflict:
        actions.edit_instrument(instrument_id=instrument.pk, version=1, values={"source": "B"}, by=officer)

    instrument.refresh_from_db()
    assert (conflict.value.current, instrument.source) == (instrument, "A")


@pytest.mark.usefixtures("english")
def test_edit_instrument_is_refused_to_another_office(stranger, partnership):
    instrument = make_instrument(partnership=partnership, source="A")

    with pytest.raises(Refused, match="This record is looked after by"):
        actions.edit_instrument(instrument_id=instrument.pk, version=1, values={"source": "B"}, by=stranger)

    instrument.refresh_from_db()
    assert (instrument.source, trace(instrument)) == ("A", [])


@pytest.mark.usefixtures("english")
def test_edit_instrument_makes_no_circle(officer, partnership):
    declaration = make_instrument(partnership=partnership)
    agreement = make_instrument(partnership=partnership, predecessor=declaration)

    with pytest.raises(Refused, match="in a circle"):
        actions.edit_instrument(instrument_id=declaration.pk, version=1, values={"predecessor": agreement}, by=officer)

    declaration.refresh_from_db()
    assert declaration.predecessor is None


@pytest.mark.parametrize(
    ("step", "start", "end", "code"),
    [
        ("submit", Status.DRAFT, Status.IN_REVIEW, "instrument.submitted"),
        ("return", Status.IN_REVIEW, Status.DRAFT, "instrument.returned"),
        ("expire", Status.SIGNED, Status.EXPIRED, "instrument.expired"),
        ("supersede", Status.SIGNED, Status.SUPERSEDED, "instrument.superseded"),
        ("terminate", Status.SIGNED, Status.TERMINATED, "instrument.terminated"),
    ],
)
def test_take_step_leads_on_and_leaves_a_trace(head, partnership, step, start, end, code):
    instrument = make_instrument(partnership=partnership, status=start)

    actions.take_step(instrument_id=instrument.pk, step=step, by=head)

    instrument.refresh_from_db()
    assert (instrument.status, instrument.signed) == (end, PartialDate(1991, 8, 12))
    assert trace(instrument) == trace(partnership) == [(code, head, {"status": end})]


def test_take_step_sign_takes_the_day_with_it_as_a_statement(head, partnership):
    instrument = make_instrument(partnership=partnership, status=Status.IN_REVIEW, signed=None, file_reference="IX B 7")

    actions.take_step(instrument_id=instrument.pk, step="sign", on=PartialDate(2026, 3, 2), by=head)

    instrument.refresh_from_db()
    assert (instrument.status, instrument.signed) == (Status.SIGNED, PartialDate(2026, 3, 2))
    assert stated(instrument) == [("2026-03-02", "IX B 7", True)]
    assert trace(instrument) == [("instrument.signed", head, {"status": "signed"})]


def test_take_step_sign_names_the_source_when_there_is_no_file_reference(head, partnership):
    instrument = make_instrument(partnership=partnership, status=Status.IN_REVIEW, source="Protokoll")

    actions.take_step(instrument_id=instrument.pk, step="sign", on=PartialDate(2026, 3, 2), by=head)

    assert stated(instrument) == [("2026-03-02", "Protokoll", True)]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("step", "status", "sentence"),
    [
        ("sign", Status.IN_REVIEW, "It is open to: Head of office"),
        ("terminate", Status.SIGNED, "It is open to: Head of office"),
        ("submit", Status.SIGNED, "does not lead on from “signed”"),
        ("expire", Status.TERMINATED, "does not lead on from “terminated”"),
    ],
)
def test_take_step_is_refused_to_an_officer_with_the_reason(officer, partnership, step, status, sentence):
    instrument = make_instrument(partnership=partnership, status=status)

    with pytest.raises(Refused, match=sentence):
        actions.take_step(instrument_id=instrument.pk, step=step, by=officer)

    instrument.refresh_from_db()
    assert (instrument.status, trace(instrument)) == (status, [])


def test_create_clause_comes_last_and_can_be_found(officer, partnership):
    instrument = make_instrument(partnership=partnership)
    first, topic = make_clause(instrument=instrument), make_topic()

    clause = actions.create_clause(
        instrument_id=instrument.pk,
        values={"number": "2", "text": {"de": "Denkmalpflege"}, "topics": [topic], "obligation": "exchange"},
        by=officer,
    )

    assert list(instrument.clauses.all()) == [first, clause]
    assert (clause.number, str(clause.text), list(clause.topics.all())) == ("2", "Denkmalpflege", [topic])
    assert trace(instrument) == trace(partnership) == [("clause.created", officer, {"clause": clause.pk})]
    assert list(search.find("denkmalpflege")) == [reference(instrument)]


def test_edit_clause_writes_what_changed_and_names_it(officer, partnership):
    clause = make_clause(instrument=make_instrument(partnership=partnership), number="1")
    topic = make_topic()

    actions.edit_clause(clause_id=clause.pk, version=1, values={"number": "1a", "topics": [topic]}, by=officer)

    clause.refresh_from_db()
    assert (clause.number, list(clause.topics.all()), clause.version) == ("1a", [topic], 2)
    assert trace(clause.instrument) == [
        ("clause.changed", officer, {"clause": clause.pk, "fields": ["number", "topics"]})
    ]


def test_edit_clause_without_a_change_leaves_no_event(officer, partnership):
    clause = make_clause(instrument=make_instrument(partnership=partnership), number="1")

    actions.edit_clause(clause_id=clause.pk, version=1, values={"number": "1"}, by=officer)

    assert trace(clause.instrument) == []


def test_edit_clause_of_an_older_version_is_a_conflict(officer, partnership):
    clause = make_clause(instrument=make_instrument(partnership=partnership))
    actions.edit_clause(clause_id=clause.pk, version=1, values={"number": "1"}, by=officer)

    with pytest.raises(Conflict):
        actions.edit_clause(clause_id=clause.pk, version=1, values={"number": "2"}, by=officer)


@pytest.mark.usefixtures("english")
def test_clauses_are_refused_to_another_office(stranger, partnership):
    clause = make_clause(instrument=make_instrument(partnership=partnership))

    with pytest.raises(Refused, match="This record is looked after by"):
        actions.edit_clause(clause_id=clause.pk, version=1, values={"number": "2"}, by=stranger)
    with pytest.raises(Refused, match="This record is looked after by"):
        actions.create_clause(instrument_id=clause.instrument_id, values={"text": {"de": "X"}}, by=stranger)

    assert list(Clause.objects.all()) == [clause]
