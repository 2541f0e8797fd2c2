"""The record given back: as it came, and with everything that was done since."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hospitium.agreements.models import Instrument, InstrumentKind
from hospitium.agreements.models import Status as Signing
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of
from hospitium.core.events import timeline
from hospitium.core.models import Claim
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.interchange.actions.record import export_record, import_record
from hospitium.interchange.record import RecordError
from hospitium.interchange.record.writing import written
from hospitium.partners import actions as partner_actions
from hospitium.partners.models import Home, Partnership
from hospitium.programme import actions
from hospitium.programme.models import Activity
from tests import factories
from tests.interchange.records import BERLIN, LINZ, SMALL, everything, text_of

FILES = pytest.mark.parametrize("file", [BERLIN, LINZ], ids=["berlin", "linz"])


def start_again():
    """An empty database."""
    call_command("flush", interactive=False, verbosity=0)


def said(record, fact):
    return [(claim.value, claim.source, claim.in_use, claim.as_of) for claim in claims_of(record, fact)]


@FILES
def test_a_record_comes_back_as_it_came(db, file):
    import_record(text=text_of(file), by=None)

    assert yaml.safe_load(written()) == yaml.safe_load(text_of(file))


@FILES
def test_a_record_that_came_back_changes_nothing(db, file):
    import_record(text=text_of(file), by=None)
    before = everything()

    import_record(text=written(), by=None)

    after = everything()
    assert after == before


def test_that_the_record_left_the_house_is_noted(db):
    import_record(text=text_of(LINZ), by=None)
    user = factories.make_user()

    text = export_record(by=user)

    assert text == written()
    assert [(event.code, event.actor) for event in timeline(Home.objects.get())][:1] == [("record.exported", user)]


def test_nothing_internal_leaves_the_house(db):
    import_record(text=text_of(LINZ), by=None)
    partnership = Partnership.objects.get(key="debrecen")
    partnership.sensitivities = partnership.cost_rule = "CANARY"
    partnership.cost_rule = written_in("de", "CANARY")
    partnership.save()
    factories.make_contact(partner=partnership.partner, family_name="CANARY", note="CANARY", email="canary@example.org")
    factories.make_activity(partnerships=[partnership], remark="CANARY", cost=12345)
    factories.make_promise(partnership=partnership, what="CANARY")

    assert [word for word in ("CANARY", "canary", "12345") if word in written()] == []


# ---- what officers do ----------------------------------------------------------


class Office:
    """The second city with an officer in the office that looks after its desk."""

    def __init__(self):
        import_record(text=text_of(LINZ), by=None)
        self.partnership = Partnership.objects.get(key="debrecen")
        self.officer = factories.make_user(role="international_officer", unit=self.partnership.unit)

    def plan(self, **given):
        values = {
            "format": "working_visit",
            "title": {"de": "Besuch"},
            "partnerships": [self.partnership],
            "state": "done",
            "direction": "out",
            "begins": PartialDate(2025, 9, 1),
            "ends": PartialDate(2025, 9, 3),
            "source": "Akte",
        }
        activity = actions.create_activity(values={**values, **given}, by=self.officer)
        return actions.publish_activity(activity_id=activity.pk, by=self.officer)


def moved():
    """The record is exported, taken over by an empty database, and exported again: both texts are equal."""
    first = written()
    start_again()
    import_record(text=first, by=None)
    assert yaml.safe_load(written()) == yaml.safe_load(first)


def newest():
    return Activity.objects.get(begins=PartialDate(2025, 9, 1))


def test_a_new_activity_in_german_survives(transactional_db):
    Office().plan(title={"de": "Hochwasserübung"}, places={"de": "Donaulände\nRathaus"}, outcome={"de": "Gut: alles."})

    moved()

    activity = newest()
    assert (activity.title, activity.places, activity.outcome) == (
        written_in("de", "Hochwasserübung"),
        written_in("de", "Donaulände\nRathaus"),
        written_in("de", "Gut: alles."),
    )
    assert (activity.begins, activity.ends, activity.direction, activity.source) == (
        PartialDate(2025, 9, 1),
        PartialDate(2025, 9, 3),
        "out",
        "Akte",
    )


def test_what_was_not_released_stays_in_the_house(db):
    office = Office()
    actions.unpublish_activity(activity_id=office.plan(title={"de": "CANARY 1"}).pk, by=office.officer)
    factories.make_instrument(partnership=office.partnership, title=written_in("de", "CANARY 2"), status="draft")
    factories.make_activity(partnerships=[office.partnership], title=written_in("de", "CANARY 3"), state="cancelled")
    Partnership.objects.filter(key="nagoya").update(is_published=False)

    record = yaml.safe_load(written())

    assert "CANARY" not in written()
    assert [row["id"] for row in record["partners"]] == ["debrecen", "tartu"]
    assert [
        row for name in ("instruments", "visits", "seminars") for row in record[name] if row["partner"] == "nagoya"
    ] == []


def test_machine_translations_and_outdated_ones_stay_so(transactional_db):
    activity = Office().plan(title={"de": "Hochwasserübung", "pl": "Ćwiczenia", "cs": "Cvičení"})
    activity.title = Multilingual(
        {"de": "Hochwasserübung", "en": "flood drill", "pl": "Ćwiczenia", "cs": "Cvičení"},
        "de",
        {"pl": "machine", "cs": "outdated"},
    )
    activity.places = Multilingual({"de": "Rathaus", "pl": "Ratusz"}, "de", {"pl": "machine"})
    activity.save()

    moved()

    assert newest().title == activity.title
    assert newest().places == activity.places


def test_statements_of_officers_survive_with_the_choice_among_them(transactional_db):
    office = Office()
    activity = office.plan(heads=12)
    begins, _ends, heads, direction = Activity.disputable
    instrument = Instrument.objects.get(partnership__key="debrecen")

    def state(subject, disputable, value, as_of=None):
        return actions.state_claim(
            subject=subject, disputable=disputable, value=value, source="Zeitung", as_of=as_of, by=office.officer
        )

    state(activity, begins, "2025-08-30")
    chosen = state(activity, heads, "14", PartialDate(2026))
    state(activity, heads, "")
    state(activity, direction, "in")
    since = state(office.partnership, Partnership.disputable[0], "1994-06")
    third = state(instrument, Instrument.disputable[0], "1994-07-05")
    for subject, claim in ((activity, chosen), (office.partnership, since), (instrument, third)):
        actions.choose_claim(subject=subject, claim=claim, by=office.officer)

    moved()

    activity, partnership = newest(), Partnership.objects.get(key="debrecen")
    instrument = Instrument.objects.get(partnership__key="debrecen")
    assert (activity.heads, activity.direction, partnership.since, instrument.signed) == (
        14,
        "out",
        PartialDate(1994, 6),
        PartialDate(1994, 7, 5),
    )
    assert said(activity, "heads") == [
        ("14", "Zeitung", True, PartialDate(2026)),
        ("12", "Akte", False, None),
        ("", "Zeitung", False, None),
    ]
    assert said(activity, "begins") == [("2025-09-01", "Akte", True, None), ("2025-08-30", "Zeitung", False, None)]
    assert said(activity, "direction") == [("out", "Akte", True, None), ("in", "Zeitung", False, None)]
    assert said(partnership, "since") == [("1994-06", "Zeitung", True, None), ("1994-05-05", "", False, None)]
    assert [claim[:3] for claim in said(instrument, "signed")] == [
        ("1994-07-05", "Zeitung", True),
        ("1994-05-05", "TEST/1", False),
        ("1994-06-05", "TEST/2", False),
    ]


def test_what_an_officer_wrote_into_the_file_survives(transactional_db):
    office = Office()
    partner_actions.change_status(
        partnership_id=office.partnership.pk,
        step="fall_asleep",
        since=PartialDate(2026, 1),
        reason={"de": "Kein Geld"},
        reference="L 4/26",
        source="Beschluss",
        by=office.officer,
    )
    partner_actions.edit_partnership(
        partnership_id=office.partnership.pk, version=1, values={"kind": "friendship"}, by=office.officer
    )
    instrument = factories.make_instrument(
        partnership=office.partnership,
        kind=InstrumentKind.AGREEMENT,
        title=written_in("de", "Kulturabkommen"),
        signed=PartialDate(2020, 1),
        signatories=["Magistrat Linz, Kultur", "Debrecen Megyei Jogú Város"],
        status=Signing.EXPIRED,
        valid_from=date(2020, 1, 1),
        valid_until=date(2025, 1, 1),
        is_tacitly_renewed=True,
        renewal_months=12,
        notice_months=3,
        file_reference="L 5",
        is_published=True,
    )

    moved()

    partnership = Partnership.objects.get(key="debrecen")
    change = partnership.status_changes.get()
    assert (partnership.status, partnership.kind) == ("dormant", "friendship")
    assert (change.since, change.reason, change.reference, change.source) == (
        PartialDate(2026, 1),
        written_in("de", "Kein Geld"),
        "L 4/26",
        "Beschluss",
    )
    kept = Instrument.objects.get(title__texts__de="Kulturabkommen")
    columns = (
        "kind",
        "title",
        "signed",
        "signatories",
        "status",
        "valid_from",
        "valid_until",
        "is_tacitly_renewed",
        "renewal_months",
        "notice_months",
        "file_reference",
        "source",
        "is_published",
    )
    assert [getattr(kept, name) for name in columns] == [getattr(instrument, name) for name in columns]


def test_ones_own_export_taken_over_changes_nothing(db):
    office = Office()
    activity = Activity.objects.filter(format="working_visit").get()
    actions.edit_activity(
        activity_id=activity.pk,
        version=1,
        values={"title": {"de": "Stadtarchiv neu"}, "begins": PartialDate(2019, 9, 1)},
        by=office.officer,
    )
    office.plan()
    factories.make_instrument(partnership=office.partnership, is_published=True)
    rows = Activity.objects.count(), Instrument.objects.count()

    report = import_record(text=written(), by=None)
    settled = everything()
    import_record(text=written(), by=None)

    assert [one for one in report.changes if one.verb != "unchanged" and one.section != "texts"] == []
    assert (Activity.objects.count(), Instrument.objects.count()) == rows
    assert everything() == settled


# ---- properties ----------------------------------------------------------------

LANGUAGES = st.sampled_from(["de", "en", "pl", "cs", "hu", "ru"])
WORDS = (
    st.text(
        st.characters(categories=["L", "Nd", "P", "Zs", "S"], exclude_characters="\u2028\u2029\x85"),
        min_size=1,
        max_size=20,
    )
    .map(str.strip)
    .filter(bool)
)
DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1900, 2100)),
    st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)),
)


@st.composite
def activities(draw):
    """What the form of an activity can hold, as far as a record knows it."""
    mark = f" {draw(st.integers(0, 10**9))}"  # One phrase has one translation in a record, so no two are the same.
    texts = draw(st.dictionaries(LANGUAGES, WORDS, min_size=1, max_size=3))
    begins = draw(DATES)
    ends = draw(DATES)
    return {
        "format": draw(st.sampled_from(["seminar", "delegation", "city_days"])),
        "title": {language: words + mark for language, words in texts.items()},
        "state": draw(st.sampled_from(["planned", "done"])),
        "direction": draw(st.sampled_from(["in", "out", "online", "third", "unknown"])),
        "begins": begins,
        "ends": ends if begins is None or ends is None or ends >= begins else begins,
        "number": draw(st.none() | st.integers(1, 99)),
        "days": draw(st.none() | st.integers(1, 99)),
        "count": draw(st.integers(1, 9)),
        "heads": draw(st.none() | st.integers(0, 999)),
        "heads_planned": draw(st.none() | st.integers(0, 999)),
        "source": draw(st.just("") | WORDS),
    }


def contents(columns):
    """The activities without the order in which they were entered."""
    return sorted(
        repr([*(getattr(one, name) for name in columns), sorted(one.title.texts.items()), one.title.source])
        for one in Activity.objects.all()
    )


class Travels(TestCase):
    """Export, import into an empty database, export: what comes out is what went in."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(activities(), max_size=3))
    def test_any_activities_survive(self, entered):
        import_record(text=SMALL + "desk_of_us: [debrecen]\n", by=None)
        partnership = Partnership.objects.get(key="debrecen")
        officer = factories.make_user(role="international_officer", unit=partnership.unit)
        for values in entered:
            activity = actions.create_activity(values={**values, "partnerships": [partnership]}, by=officer)
            actions.publish_activity(activity_id=activity.pk, by=officer)
        columns = [name for name in entered[0] if name != "title"] if entered else []
        before = contents(columns)
        first = written()
        with transaction.atomic():
            Activity.objects.all().delete()
            Claim.objects.all().delete()
            import_record(text=first, by=None)

        assert contents(columns) == before
        assert yaml.safe_load(written()) == yaml.safe_load(first)


@st.composite
def broken_records(draw):
    """A record in which values were exchanged for others, lines taken out, and text thrown in."""
    lines = text_of(LINZ).splitlines()[5:]
    for _turn in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "repeat", "replace", "noise"]))
        if how == "drop":
            del lines[place]
        elif how == "repeat":
            lines.insert(place, lines[place])
        elif how == "replace":
            old = draw(
                st.sampled_from(["debrecen", "tartu", "1994-05-05", "2018", "TEST/1", "day", "in,", "[", "{", "de:"])
            )
            new = draw(
                st.sampled_from(
                    [
                        "",
                        "null",
                        "[]",
                        "{}",
                        "[1, {a: b}]",
                        "true",
                        "-1",
                        "1e400",
                        "~",
                        "x: y",
                        "2019-02-31",
                        '"\\0"',
                        "{a: {b: c}}",
                        "99999",
                    ]
                )
            )
            lines[place] = lines[place].replace(old, new, 1)
        else:
            lines[place] = lines[place][:2] + draw(st.text(max_size=12))
        if not lines:
            break
    return "\n".join(lines)


def refused(text):
    """What is wrong with it; nothing when it was taken over."""
    try:
        import_record(text=text, by=None)
    except RecordError as error:
        return error.problems
    return []


class Breaks(TestCase):
    """Whatever is wrong with a record: it is taken over, or refused with its problems. Nothing else happens."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(broken_records())
    def test_no_record_breaks_the_import(self, text):
        before = everything()

        problems = refused(text)

        assert all(str(problem) and problem.line >= 1 for problem in problems)
        assert (everything() == before) is bool(problems)
