"""A city's record is taken over: all of it, as it is said there, or not at all."""

from __future__ import annotations

import pytest

from hospitium.agreements.models import Clause, Instrument
from hospitium.algorithms.dates import PartialDate
from hospitium.core import search
from hospitium.core.claims import claims_of
from hospitium.core.events import timeline
from hospitium.core.models import Claim, Event
from hospitium.core.multilingual import written_in
from hospitium.exchange.models import HistoricPlacement, HistoricRound
from hospitium.interchange.actions.record import CHANGED, CREATED, SAME, import_record, preview_record
from hospitium.interchange.models import KeptSection
from hospitium.interchange.record import Problem, RecordError
from hospitium.partners.models import Home, Partner, Partnership
from hospitium.partners.rules import may_plan_with
from hospitium.programme.models import Activity
from hospitium.topics.models import Topic
from tests import factories
from tests.interchange.records import BERLIN, CORPUS, HOME, LINZ, MANIFEST, PARTNERS, SMALL, everything, text_of, texts

REFUSED = [entry for entry in MANIFEST if entry["outcome"] == "refused"]
WORDS_OF_THE_FIRST_CITY = ("Berlin", "Берлин", "Berlín", "Warschau", "Moskau", "Senatsverwaltung", "Inneres und Sport")


def wrong(text):
    with pytest.raises(RecordError) as error:
        import_record(text=text, by=None)
    return [(problem.line, problem.path, problem.code, problem.value) for problem in error.value.problems]


def said(record, fact):
    return [(claim.value, claim.source, claim.in_use) for claim in claims_of(record, fact)]


# ---- the demonstration record --------------------------------------------------


def test_the_record_of_the_first_city(db):
    report = import_record(text=text_of(BERLIN), by=None)

    assert str(Home.objects.get().name) == "Berlin"
    assert {model.__name__: model.objects.count() for model in (Partner, Partnership, Instrument, Activity, Topic)} == {
        "Partner": 23,
        "Partnership": 23,
        "Instrument": 17,
        "Activity": 31,
        "Topic": 22,
    }
    assert [one.label for one in report.changes if one.verb == CHANGED] == ["Moskau"]  # Suspended after it was made.
    assert [event.code for event in Event.objects.all()] == ["record.imported"]
    assert [event.code for event in timeline(Partnership.objects.get(key="prague"))] == ["record.imported"]


def test_two_dates_on_which_sources_differ_arrive_as_claims(db):
    import_record(text=text_of(BERLIN), by=None)

    declaration = Instrument.objects.get(partnership__key="prague", kind="joint_declaration")
    assert declaration.signed == PartialDate(1995, 6, 10)
    assert said(declaration, "signed") == [
        ("1995-06-10", "SP/prag/artikel.9969", True),
        ("1995-07-10", "nachprag.de", False),
    ]


def test_a_suspended_partner_arrives_suspended_with_the_reason(db):
    import_record(text=text_of(BERLIN), by=None)

    moscow = Partnership.objects.get(key="moscow")
    change = moscow.status_changes.get()
    assert (moscow.status, change.status, change.since) == ("suspended", "suspended", PartialDate(2022, 2))
    assert change.reason.texts["en"].startswith("resting without limit of time")
    assert not may_plan_with(moscow, PartialDate(2026, 5, 9).first)


def test_what_is_unknown_is_nothing_with_a_claim_and_never_nought(db):
    import_record(text=text_of(BERLIN), by=None)

    youth = Activity.objects.get(begins=PartialDate(2006, 11, 1))
    assert (youth.heads, said(youth, "heads")) == (None, [("", "PM/2006/pressemitteilung.45120", True)])
    assert Activity.objects.filter(heads=0).count() == 0
    assert Claim.objects.filter(fact="heads", value="0").count() == 0
    assert sorted(Activity.objects.exclude(heads=None).values_list("heads", flat=True)) == [13, 15, 15, 16, 16]


def test_a_seminar_with_four_partners_is_one_activity(db):
    import_record(text=text_of(BERLIN), by=None)

    seminar = Activity.objects.get(title__texts__en="youth leisure")
    assert {one.key for one in seminar.partnerships.all()} == {"budapest", "moscow", "warsaw", "prague"}
    assert (seminar.begins, [topic.key for topic in seminar.topics.all()]) == (PartialDate(2015), ["youth"])


def test_the_office_looks_after_the_partnerships_of_its_desk(db):
    import_record(text=text_of(BERLIN), by=None)

    looked_after = Partnership.objects.filter(home_district=None).exclude(unit=None)
    assert {one.key for one in looked_after} == {"warsaw", "moscow", "budapest", "prague"}
    assert len({one.unit for one in looked_after}) == 1


def test_what_was_taken_over_is_found_in_any_language(db):
    import_record(text=text_of(BERLIN), by=None)

    for asked in ("warschau", "warszawa", "Варшава"):
        kinds = {hit.kind for hit in search.find(asked)}
        assert {"partners.partner", "partners.partnership"} <= kinds


@pytest.mark.parametrize("file", [BERLIN, LINZ], ids=["berlin", "linz"])
def test_a_second_import_changes_nothing_and_leaves_no_trace(db, file):
    import_record(text=text_of(file), by=None)
    before = everything()

    report = import_record(text=text_of(file), by=None)

    assert {change.verb for change in report.changes} == {SAME}
    assert everything() == before


# ---- another city --------------------------------------------------------------


def test_another_record_makes_another_citys_installation(db):
    (entry,) = (entry for entry in MANIFEST if entry["outcome"] == "accepted")
    user = factories.make_user()

    import_record(text=text_of(LINZ), by=user)

    counts = entry["counts"]
    cities = Partnership.objects.filter(home_district=None)
    assert {
        "partners": cities.count(),
        "instruments": Instrument.objects.count(),
        "claims": Claim.objects.filter(fact="signed", kind="agreements.instrument").count() - 2,
        "status": sum(one.status_changes.count() for one in cities),
        "district_partnerships": Partnership.objects.exclude(home_district=None).count(),
        "seminars": Activity.objects.filter(format="seminar").count(),
        "visits": Activity.objects.exclude(format="seminar").count(),
        "fields_of_urban_action": Topic.objects.count(),
    } == {
        name: counts[name]
        for name in counts
        if name not in {"programmes", "rounds", "placements", "practices", "texts"}
    }
    kept = {section.name: section.content for section in KeptSection.objects.all()}
    past = {"rounds": HistoricRound.objects.count(), "placements": HistoricPlacement.objects.count()}
    assert {"programmes": len(kept["exchange"]["programmes"]), **past} == {
        name: counts[name] for name in ("programmes", "rounds", "placements")
    }
    assert (len(kept["practices"]), len(kept["texts"])) == (counts["practices"], counts["texts"])
    assert [(event.code, event.actor) for event in Event.objects.all()] == [("record.imported", user)]


def test_nothing_of_the_first_city_is_in_another_citys_installation(db):
    import_record(text=text_of(LINZ), by=None)

    assert [line for line in texts() for word in WORDS_OF_THE_FIRST_CITY if word in line] == []
    assert {str(home.name) for home in Home.objects.all()} == {"Linz"}


def test_the_search_for_the_first_city_could_find_it(db):
    import_record(text=text_of(BERLIN), by=None)

    assert all(any(word in line for line in texts()) for word in WORDS_OF_THE_FIRST_CITY)


def test_the_record_of_another_city_is_refused(db):
    import_record(text=text_of(LINZ), by=None)
    before = everything()

    assert [problem[1:] for problem in wrong(text_of(BERLIN))] == [("home.city", "other_home", "Berlin")]
    assert everything() == before


# ---- wrong records -------------------------------------------------------------


@pytest.mark.parametrize("entry", REFUSED, ids=[entry["file"] for entry in REFUSED])
def test_a_wrong_record_is_refused_with_every_line_that_is_wrong(db, entry):
    import_record(text=SMALL, by=None)
    before = everything()

    found = wrong(text_of(CORPUS / entry["file"]))

    assert [(line, path, code) for line, path, code, _value in found] == [
        (error["line"], error["path"], error["code"]) for error in entry["errors"]
    ]
    for (_line, _path, _code, value), error in zip(found, entry["errors"], strict=True):
        assert value == error.get("value", value)
    assert everything() == before


def test_every_file_of_the_corpus_stands_in_the_manifest():
    assert {entry["file"] for entry in MANIFEST} == {file.name for file in CORPUS.glob("*.yaml")} - {"manifest.yaml"}


def row(section, text):
    return f"{SMALL}{section}:\n  - {{{text}}}\n"


LINE = SMALL.count("\n") + 2
WRONG = {
    "unknown key": (row("visits", "partner: tartu, year: 2019, directoin: in"), "visits[0].directoin", "key_unknown"),
    "no partner": (row("visits", "year: 2019, kind: delegation"), "visits[0].partner", "key_missing"),
    "bad kind": (row("visits", "partner: tartu, kind: picnic"), "visits[0].kind", "bad_kind"),
    "ends before": (
        row("visits", "partner: tartu, from: 2019-02-03, to: 2019-02-01, kind: delegation"),
        "visits[0].to",
        "ends_before",
    ),
    "negative": (row("visits", "partner: tartu, guests: -3, kind: delegation"), "visits[0].guests", "bad_number"),
    "yes is no number": (
        row("visits", "partner: tartu, guests: yes, kind: delegation"),
        "visits[0].guests",
        "bad_number",
    ),
    "too many": (row("seminars", "partner: tartu, number: 40000"), "seminars[0]", "bad_number"),
    "bad state": (row("seminars", "partner: tartu, state: dreamt"), "seminars[0]", "wrong_type"),
    "unknown topic": (row("seminars", "partner: tartu, topics: [juggling]"), "seminars[0].topics", "unknown_topic"),
    "claim that is a word": (
        row("seminars", "partner: tartu, claims: [twelve]"),
        "seminars[0].claims[0]",
        "wrong_type",
    ),
    "claims that are a number": (row("seminars", "partner: tartu, claims: 12"), "seminars[0].claims[0]", "wrong_type"),
    "unknown key in a claim": (
        row("seminars", "partner: tartu, claims: [{guests: 1, sauce: x}]"),
        "seminars[0].claims[0].sauce",
        "key_unknown",
    ),
    "bad status": (row("status", "partner: tartu, status: asleep"), "status[0].status", "bad_status"),
    "status of nobody": (row("status", "partner: atlantis, status: ended"), "status[0].partner", "unknown_partner"),
    "precision": (
        row("instruments", "partner: tartu, kind: memorandum, date: 1999, precision: day"),
        "instruments[0].precision",
        "bad_precision",
    ),
    "long source": (row("seminars", f"partner: tartu, source: {'x' * 301}"), "seminars[0]", "too_long"),
    "long key": (
        f"{HOME}partners:\n  - {{id: {'x' * 81}, country: HU, names: {{de: X}}}}\n",
        "partners[0]",
        "too_long",
    ),
    "key that is no address": (
        f"{HOME}partners:\n  - {{id: a/b, country: HU, names: {{de: X}}}}\n",
        "partners[0]",
        "wrong_type",
    ),
    "country": (
        f"{HOME}partners:\n  - {{id: x, country: Ungarn, names: {{de: X}}}}\n",
        "partners[0].country",
        "bad_country",
    ),
    "published maybe": (row("seminars", "partner: tartu, published: maybe"), "seminars[0].published", "wrong_type"),
    "desk of nobody": (f"{SMALL}desk_of_us: [atlantis]\n", "desk_of_us.desk_of_us", "unknown_partner"),
    "desk that is a word": (f"{SMALL}desk_of_us: tartu\n", "desk_of_us", "wrong_type"),
    "classification that is a list": (
        f"{row('seminars', 'partner: tartu, theme: x')}classification: [x]\n",
        "classification",
        "wrong_type",
    ),
    "text that is a word": (f"{SMALL}texts: [hello]\n", "texts[0]", "wrong_type"),
    "twice the same key": (f"{SMALL}status: []\nstatus: []\n", "", "duplicate_key"),
    "NUL": (f'{SMALL}practices: ["a\\0b"]\n', "practices[0]", "wrong_type"),
    "half a character": (f'{SMALL}practices: ["\\ud800"]\n', "practices[0]", "wrong_type"),
    "no number": (f"{SMALL}practices: [.nan]\n", "practices[0]", "wrong_type"),
    "a moment": (f"{SMALL}practices: [2001-12-14t21:59:43Z]\n", "practices[0]", "wrong_type"),
    "a list as key": (f"{SMALL}practices: {{[1]: x}}\n", "practices", "wrong_type"),
    "deep": (f"{SMALL}practices: {'[' * 40}{']' * 40}\n", "practices" + "[0]" * 12, "too_deep"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_by_place_and_code(db, case):
    text, path, code = WRONG[case]

    assert [(found[1], found[2]) for found in wrong(text)] == [(path, code)]
    assert Home.objects.count() == 0


def test_all_that_is_wrong_is_reported_at_once_in_the_order_of_the_file(db):
    text = (
        f"{SMALL}seminars:\n  - {{partner: atlantis, guests: many}}\n  - {{partner: tartu, number: 99999}}\n"
        "visits:\n  - {partner: tartu, direction: up}\n"
    )

    assert wrong(text) == [
        (LINE, "seminars[0].partner", "unknown_partner", "atlantis"),
        (LINE + 1, "seminars[1]", "bad_number", "99999"),
        (LINE + 3, "visits[0].direction", "bad_direction", "up"),
    ]


@pytest.mark.parametrize("text", ["", "[]", "just words", "home: ", "home: []", "home: Linz", "- home"])
def test_what_is_no_record_is_refused(db, text):
    assert {code for _line, _path, code, _value in wrong(text)} <= {"section_missing", "wrong_type"}


def test_a_problem_is_a_sentence_in_the_language_of_the_reader(english):
    assert str(Problem(12, "visits[0].from", "bad_date", "2019-02-31")) == (
        "“2019-02-31” is not a date. Write 1993, 2017-03 or 1990-11-12."
    )


# ---- looking before taking over ------------------------------------------------


def test_a_preview_changes_nothing_and_says_what_the_import_does(db):
    import_record(text=SMALL, by=None)
    text = text_of(LINZ)
    before = everything()

    preview = preview_record(text=text)
    untouched = everything() == before
    report = import_record(text=text, by=None)

    assert untouched
    assert (preview.changes, preview.remarks) == (report.changes, report.remarks)
    assert (preview.count(CREATED) > 0, preview.count(CHANGED) > 0) == (True, True)


def test_a_change_names_its_line_and_its_columns(db):
    import_record(text=SMALL, by=None)
    changed = SMALL.replace("since: 1999,", "since: 1999-02,").replace("Tartu,", "Dorpat,")

    report = import_record(text=changed, by=None)

    line = SMALL[: SMALL.index("id: tartu")].count("\n") + 1
    assert [(one.section, one.line, one.verb, one.fields) for one in report.changes if one.verb != SAME] == [
        ("partners", line, CHANGED, ("name", "since"))
    ]
    assert Partnership.objects.get(key="tartu").since == PartialDate(1999, 2)


def test_a_section_that_nobody_knows_is_kept_and_counts_as_a_change(db):
    import_record(text=SMALL, by=None)

    report = import_record(text=f"{SMALL}festivals:\n  - {{when: 2019-05-01, what: Linz Fest}}\n", by=None)

    assert [(one.section, one.verb) for one in report.changes if one.verb != SAME] == [("festivals", CREATED)]
    assert [remark.code for remark in report.remarks] == ["section_unknown"]
    assert Event.objects.count() == 2


def test_what_an_officer_entered_is_left_alone(db):
    import_record(text=text_of(LINZ), by=None)
    contact = factories.make_contact(partner=Partner.objects.get(key="tartu"))
    activity = factories.make_activity(partnerships=[Partnership.objects.get(key="tartu")])
    clause = factories.make_clause(
        instrument=Instrument.objects.get(partnership__key="tartu"), text=written_in("de", "§ 1"), position=9
    )
    before = everything()

    import_record(text=text_of(LINZ), by=None)

    assert everything() == before
    assert (contact.pk, activity.pk, Clause.objects.filter(pk=clause.pk).count()) == (contact.pk, activity.pk, 1)


def test_an_unquoted_comma_is_put_together_again_and_remarked(db):
    report = import_record(text=row("seminars", "partner: tartu, theme: fire, flood and storm, source: x"), by=None)

    assert Activity.objects.get().title.texts["en"] == "fire, flood and storm"
    assert [(remark.code, remark.value) for remark in report.remarks] == [("text_joined", "flood and storm")]


def test_the_home_must_be_complete(db):
    assert [found[1:3] for found in wrong("home: {city: Linz}\n" + PARTNERS)] == [
        ("home.office", "key_missing"),
        ("home.unit", "key_missing"),
    ]
