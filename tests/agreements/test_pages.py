"""The pages of instruments and clauses, as people use them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.agreements import actions
from hospitium.agreements.models import Clause, Instrument, Status
from hospitium.agreements.queries import add_months
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import state_claims
from hospitium.core.events import timeline
from hospitium.core.multilingual import written_in
from hospitium.documents.models import StoredFile
from hospitium.partners.models.relations import Status as PartnershipStatus
from tests.factories import make_clause, make_instrument, make_partnership, make_topic, make_user

pytestmark = pytest.mark.django_db


def page_of(instrument):
    return reverse("agreements:instrument", args=[instrument.pk])


def typed_instrument(partnership, **given):
    """What a browser sends for a new instrument."""
    return {"partnership": partnership.pk, "kind": "memorandum", "title-en": "Memorandum", "signed": "", **given}


def facts(response):
    return {str(fact["label"]): fact.get("chip", {}).get("text") or fact["value"] for fact in response.context["facts"]}


def test_instrument_shows_its_facts_to_the_office_that_looks_after_it(sign_in, officer, partnership):
    declaration = make_instrument(partnership=partnership, title=written_in("de", "Erklärung"))
    instrument = make_instrument(
        partnership=partnership,
        title=written_in("pl", "Umowa", en="Agreement"),
        signed=PartialDate(1994, 2),
        signed_at="Warszawa",
        signatories=["Senatskanzlei", "Urząd Miasta"],
        valid_from=date(1994, 3, 1),
        valid_until=date(1999, 2, 28),
        file_reference="IX B 1",
        predecessor=declaration,
        note=written_in("de", "Zwei Urschriften"),
        source="Archiv",
    )

    response = sign_in(officer).get(page_of(instrument))

    assert response.status_code == 200
    assert facts(response) == {
        "Partnership": str(partnership),
        "Signed": "February 1994",
        "Signed at": "Warszawa",
        "Signatories": "Senatskanzlei\nUrząd Miasta",
        "Valid from": "1 Mar 1994",
        "Valid until": "28 Feb 1999",
        "Follows on": "Erklärung",
        "File reference": "IX B 1",
        "Note": "Zwei Urschriften",
        "Public": "not released",
        "Source": "Archiv",
    }
    assert (str(response.context["heading"]), response.context["heading_lang"]) == ("Agreement", "")
    assert [chip["text"] for chip in response.context["chips"]] == ["Agreement", "signed"]
    assert response.context["chain"] == [declaration, instrument]


def test_instrument_names_the_language_of_a_title_that_is_in_another(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership, title=written_in("pl", "Umowa"))

    response = sign_in(officer).get(page_of(instrument))

    assert '<span lang="pl">Umowa</span></h1>' in response.content.decode()


@pytest.mark.parametrize(
    ("status", "chip"),
    [
        (Status.DRAFT, ("draft", "", "pencil")),
        (Status.IN_REVIEW, ("in review", "info", "clock")),
        (Status.SIGNED, ("signed", "success", "circle-check")),
        (Status.EXPIRED, ("expired", "open", "calendar-x")),
        (Status.SUPERSEDED, ("superseded", "open", "repeat")),
        (Status.TERMINATED, ("terminated", "danger", "circle-x")),
    ],
)
def test_instrument_shows_its_status_as_word_tone_and_icon(sign_in, officer, partnership, status, chip):
    instrument = make_instrument(partnership=partnership, status=status)

    shown = sign_in(officer).get(page_of(instrument)).context["chips"][1]

    assert (shown["text"], shown["tone"], shown["icon"]) == chip


@pytest.mark.parametrize(
    ("left", "tone"), [(10, "danger"), (30, "danger"), (31, "warning"), (120, "warning"), (121, "open")]
)
def test_instrument_shows_its_next_deadline_by_urgency(sign_in, officer, partnership, left, tone):
    end = timezone.localdate() + timedelta(days=left)
    instrument = make_instrument(partnership=partnership, valid_until=end)

    response = sign_in(officer).get(page_of(instrument))

    chips = [fact["chip"] for fact in response.context["facts"] if fact.get("chip")]
    assert [chip["tone"] for chip in chips] == [tone]
    assert chips[0]["text"].startswith("Ends on ")


def test_instrument_that_is_renewed_says_until_when_notice_can_be_given(sign_in, officer, partnership):
    end = add_months(timezone.localdate(), 6)
    instrument = make_instrument(
        partnership=partnership, valid_until=end, is_tacitly_renewed=True, renewal_months=12, notice_months=3
    )

    shown = facts(sign_in(officer).get(page_of(instrument)))

    assert (shown["Tacit renewal"], shown["Notice period"]) == ("by 12 months each time", "3 months")
    assert shown["Next deadline"].startswith("Notice can be given until ")


def test_instrument_shows_statements_side_by_side_when_sources_differ(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership)
    dates = [("1995-06-10", "Verzeichnis"), ("1995-07", "Zeitung"), ("", "Nachlass")]
    state_claims(instrument, Instrument.disputable[0], dates, by=officer)

    response = sign_in(officer).get(page_of(instrument))

    assert [(one["value"], one["source"], one["in_use"]) for one in response.context["statements"]] == [
        (PartialDate(1995, 6, 10), "Verzeichnis", True),
        (PartialDate(1995, 7), "Zeitung", False),
        (None, "Nachlass", False),
    ]
    url = reverse("programme:claim", args=["agreements.instrument", instrument.pk, "signed"])
    assert f'<a href="{url}">Sources differ: compare and choose</a>' in response.content.decode()


def test_instrument_with_one_statement_shows_no_comparison(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership)
    state_claims(instrument, Instrument.disputable[0], [("1991-08-12", "Archiv")], by=officer)

    assert sign_in(officer).get(page_of(instrument)).context["statements"] == []


def test_draft_is_not_yet_signed_and_a_signed_one_without_a_day_is_unknown(sign_in, officer, partnership):
    draft = make_instrument(partnership=partnership, status=Status.DRAFT, signed=None)
    signed = make_instrument(partnership=partnership, signed=None)
    browser = sign_in(officer)

    shown = [facts(browser.get(page_of(instrument)))["Signed"] for instrument in (draft, signed)]

    assert shown == ["not yet", None]


def test_released_instrument_keeps_its_file_reference_inside(sign_in):
    public = make_partnership(is_published=True)
    instrument = make_instrument(partnership=public, is_published=True, file_reference="IX B 1")

    response = sign_in(make_user(role=Role.EMPLOYEE)).get(page_of(instrument))

    assert response.status_code == 200
    assert "File reference" not in facts(response)
    assert "IX B 1" not in response.content.decode()


def test_buttons_are_the_steps_that_lead_on_and_say_why_not(sign_in, officer, head, partnership):
    instrument = make_instrument(partnership=partnership, status=Status.IN_REVIEW)

    seen = {
        user: [
            (button.label, bool(button.verdict))
            for button in sign_in(user).get(page_of(instrument)).context["buttons"]
            if "/step/" in button.url
        ]
        for user in (officer, head)
    }

    assert seen == {
        officer: [("Return as a draft", True), ("Enter the signing", False)],
        head: [("Return as a draft", True), ("Enter the signing", True)],
    }


def test_reason_why_not_stands_on_the_page(sign_in, officer, unit):
    resting = make_partnership(unit=unit, status=PartnershipStatus.SUSPENDED)
    instrument = make_instrument(partnership=resting, status=Status.DRAFT)

    response = sign_in(officer).get(page_of(instrument))

    assert response.context["reasons"] == ["The partnership is suspended. Nothing new is signed until it is resumed."]
    assert "Nothing new is signed until it is resumed." in response.content.decode()


def test_instrument_needs_as_many_queries_for_three_clauses_as_for_one(sign_in, officer, partnership):
    counts = []
    for clauses in (1, 3):
        instrument = make_instrument(partnership=partnership)
        for _turn in range(clauses):
            make_clause(instrument=instrument, topics=[make_topic(), make_topic()])
        browser = sign_in(officer)
        browser.get(page_of(instrument))
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(page_of(instrument))
        counts.append((len(response.context["clauses"]), len(queries)))

    assert counts == [(1, counts[0][1]), (3, counts[0][1])]
    assert counts[0][1] <= 16


def test_pages_of_another_office_are_not_there(sign_in, stranger, partnership):
    instrument = make_instrument(partnership=partnership)
    clause = make_clause(instrument=instrument)
    names = ("instrument", "instrument_edit", "document", "clause_new")
    browser = sign_in(stranger)

    addresses = [
        *(reverse(f"agreements:{name}", args=[instrument.pk]) for name in names),
        reverse("agreements:instrument_step", args=[instrument.pk, "expire"]),
        reverse("agreements:clause_edit", args=[clause.pk]),
    ]

    assert [browser.get(address).status_code for address in addresses] == [404] * 6
    assert [browser.post(address).status_code for address in addresses[1:]] == [404] * 5
    assert list(timeline(instrument)) == []


def test_released_instrument_of_another_office_can_be_read_and_not_edited(sign_in, stranger, unit):
    public = make_partnership(unit=unit, is_published=True)
    instrument = make_instrument(partnership=public, is_published=True)
    browser = sign_in(stranger)

    read, edit = (
        browser.get(reverse(f"agreements:{name}", args=[instrument.pk])) for name in ("instrument", "instrument_edit")
    )

    assert (read.status_code, edit.status_code) == (200, 404)
    assert read.context["reasons"] == [f"This record is looked after by: {unit}."]


def test_new_instrument_begins_with_the_partnership_of_its_address(sign_in, officer, partnership):
    make_instrument(partnership=make_partnership(unit=partnership.unit))
    earlier = make_instrument(partnership=partnership)

    response = sign_in(officer).get(reverse("agreements:instrument_new"), {"partnership": partnership.key})

    form = response.context["form"]
    assert form["partnership"].value() == partnership.pk
    assert list(form.fields["predecessor"].queryset) == [earlier]


def test_new_instrument_offers_only_the_own_partnerships(sign_in, officer, partnership):
    make_partnership(is_published=True)

    response = sign_in(officer).get(reverse("agreements:instrument_new"))

    assert list(response.context["form"].fields["partnership"].queryset) == [partnership]


def test_new_instrument_names_the_partnership_of_what_it_can_follow_on(sign_in, officer, partnership):
    earlier = make_instrument(partnership=partnership)
    make_instrument(partnership=make_partnership(is_published=True), is_published=True)

    response = sign_in(officer).get(reverse("agreements:instrument_new"))

    choices = [str(label) for _value, label in response.context["form"].fields["predecessor"].choices]
    assert choices[1:] == [f"{partnership}: {earlier}, 1991"]


def test_new_instrument_is_entered_and_shown(sign_in, officer, partnership):
    sent = typed_instrument(
        partnership,
        signed="08.09.1999",
        signatories="Senatsverwaltung für Inneres\r\n\r\nUrząd Miasta \r\n",
        form_key="k1",
    )

    response = sign_in(officer).post(reverse("agreements:instrument_new"), sent)

    instrument = Instrument.objects.get()
    assert (response.status_code, response.url) == (302, page_of(instrument))
    assert (instrument.partnership, instrument.status) == (partnership, Status.SIGNED)
    assert instrument.signed == PartialDate(1999, 9, 8)
    assert instrument.signatories == ["Senatsverwaltung für Inneres", "Urząd Miasta"]


def test_new_instrument_without_a_title_bears_its_kind(sign_in, officer, partnership):
    browser = sign_in(officer)

    answer = browser.post(reverse("agreements:instrument_new"), typed_instrument(partnership, **{"title-en": ""}))
    page = browser.get(answer.url).content.decode()

    assert (answer.status_code, bool(Instrument.objects.get().title)) == (302, False)
    assert "<h1>Memorandum" in page


def test_new_instrument_sent_twice_is_entered_once(sign_in, officer, partnership):
    browser = sign_in(officer)
    sent = typed_instrument(partnership, form_key="the same")

    answers = [browser.post(reverse("agreements:instrument_new"), sent) for _turn in range(2)]

    instrument = Instrument.objects.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, page_of(instrument))] * 2
    assert [event.code for event in timeline(instrument)] == ["instrument.created"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"signed": "31.02.1999"}, "signed"),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "valid_until"),
        ({"valid_until": "0999-01-01"}, "valid_until"),
        ({"is_tacitly_renewed": "on", "valid_until": "2026-12-31"}, "renewal_months"),
        ({"is_tacitly_renewed": "on", "renewal_months": "0", "valid_until": "2026-12-31"}, "renewal_months"),
        ({"is_tacitly_renewed": "on", "renewal_months": "12"}, "valid_until"),
        ({"notice_months": "601"}, "notice_months"),
        ({"signatories": "x" * 301}, "signatories"),
        ({"kind": "treaty"}, "kind"),
    ],
)
def test_new_instrument_with_bad_input_keeps_what_was_typed(sign_in, officer, partnership, given, field):
    sent = typed_instrument(partnership, **{"source": "Amtsblatt 7", "signatories": "Senatskanzlei", **given})

    response = sign_in(officer).post(reverse("agreements:instrument_new"), sent)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert 'value="Amtsblatt 7"' in response.content.decode()
    assert response.context["form"]["signatories"].value() == sent["signatories"]
    assert Instrument.objects.count() == 0


def test_new_instrument_of_another_office_is_no_choice(sign_in, officer):
    response = sign_in(officer).post(reverse("agreements:instrument_new"), typed_instrument(make_partnership()))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["partnership"])
    assert Instrument.objects.count() == 0


def test_new_instrument_that_is_refused_says_why(sign_in, officer, unit):
    resting = make_partnership(unit=unit, status=PartnershipStatus.SUSPENDED)

    response = sign_in(officer).post(reverse("agreements:instrument_new"), typed_instrument(resting))

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "The partnership is suspended. No draft is begun; what was signed can be entered with its date."
    ]


def test_instrument_edit_starts_from_what_is_stored(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership, signatories=["Senatskanzlei", "Urząd Miasta"])

    response = sign_in(officer).get(reverse("agreements:instrument_edit", args=[instrument.pk]))

    page = response.content.decode()
    assert "Senatskanzlei\nUrząd Miasta</textarea>" in page
    assert '<input type="hidden" name="version" value="1"' in page


def test_instrument_edit_saves_and_shows_the_result(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership)
    sent = {"version": 1, "kind": "agreement", "title-de": "Rahmenvertrag", "signatories": "Senatskanzlei"}

    response = sign_in(officer).post(reverse("agreements:instrument_edit", args=[instrument.pk]), sent)

    instrument.refresh_from_db()
    assert (response.status_code, response.url) == (302, page_of(instrument))
    assert (str(instrument.title), instrument.signatories) == ("Rahmenvertrag", ["Senatskanzlei"])


def test_second_of_two_saves_sees_both_versions_and_loses_nothing(sign_in, officer, head, partnership):
    instrument = make_instrument(partnership=partnership, source="Archiv")
    address = reverse("agreements:instrument_edit", args=[instrument.pk])
    title = dict(instrument.title.texts)["de"]
    sent = {"version": 1, "kind": "agreement", "title-de": title}
    sign_in(head).post(address, {**sent, "source": "Amtsblatt", "signatories": "Senatskanzlei"})
    browser = sign_in(officer)

    conflict = browser.post(address, {**sent, "source": "Protokoll", "signatories": "Senatskanzlei\nUrząd Miasta"})
    instrument.refresh_from_db()
    between = instrument.source
    again = browser.post(address, {**sent, "version": 2, "source": "Protokoll", "signatories": "Urząd Miasta"})

    instrument.refresh_from_db()
    assert [(str(row["label"]), row["theirs"], row["mine"]) for row in conflict.context["rows"]] == [
        ("Signatories", "Senatskanzlei", "Senatskanzlei\nUrząd Miasta"),
        ("Source", "Amtsblatt", "Protokoll"),
    ]
    assert (conflict.status_code, conflict.context["theirs_by"], between) == (409, head.name, "Amtsblatt")
    assert (again.status_code, instrument.source, instrument.version) == (302, "Protokoll", 3)


def test_step_asks_first_and_says_what_will_happen(sign_in, head, partnership):
    instrument = make_instrument(partnership=partnership)

    response = sign_in(head).get(reverse("agreements:instrument_step", args=[instrument.pk, "terminate"]))

    page = response.content.decode()
    assert "What will happen" in page
    assert "The instrument is no longer in force. This cannot be undone." in page
    assert "The partner is not told: the letter of notice goes out as before." in page
    instrument.refresh_from_db()
    assert instrument.status == Status.SIGNED


@pytest.mark.parametrize(
    ("step", "start", "end"),
    [
        ("submit", Status.DRAFT, Status.IN_REVIEW),
        ("return", Status.IN_REVIEW, Status.DRAFT),
        ("expire", Status.SIGNED, Status.EXPIRED),
        ("supersede", Status.SIGNED, Status.SUPERSEDED),
        ("terminate", Status.SIGNED, Status.TERMINATED),
    ],
)
def test_step_is_asked_taken_and_shown(sign_in, head, partnership, step, start, end):
    instrument = make_instrument(partnership=partnership, status=start)
    address = reverse("agreements:instrument_step", args=[instrument.pk, step])
    browser = sign_in(head)

    asked, taken = browser.get(address), browser.post(address, {"form_key": "once"})

    instrument.refresh_from_db()
    assert (asked.status_code, taken.status_code, taken.url) == (200, 302, page_of(instrument))
    assert instrument.status == end


def test_step_sign_asks_for_the_day(sign_in, head, partnership):
    instrument = make_instrument(partnership=partnership, status=Status.IN_REVIEW, signed=None)
    address = reverse("agreements:instrument_step", args=[instrument.pk, "sign"])
    browser = sign_in(head)

    without = browser.post(address, {"on": ""})
    future = browser.post(address, {"on": (timezone.localdate() + timedelta(days=1)).isoformat()})
    signed = browser.post(address, {"on": "2026-03-02"})

    instrument.refresh_from_db()
    assert [dict(answer.context["form"].errors) for answer in (without, future)] == [
        {"on": ["This field is required."]},
        {"on": ["This day has not come yet."]},
    ]
    assert (without.status_code, future.status_code, signed.status_code) == (422, 422, 302)
    assert (instrument.status, instrument.signed) == (Status.SIGNED, PartialDate(2026, 3, 2))


def test_step_that_is_not_allowed_says_why_and_does_nothing(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership, status=Status.IN_REVIEW)
    address = reverse("agreements:instrument_step", args=[instrument.pk, "sign"])
    browser = sign_in(officer)

    asked, sent = browser.get(address), browser.post(address, {"on": "2026-03-02"})

    instrument.refresh_from_db()
    assert "It is open to: Head of office." in asked.content.decode()
    assert (sent.status_code, instrument.status, list(timeline(instrument))) == (422, Status.IN_REVIEW, [])


def test_step_that_does_not_exist_is_not_there(sign_in, head, partnership):
    address = reverse("agreements:instrument_step", args=[make_instrument(partnership=partnership).pk, "burn"])

    assert sign_in(head).get(address).status_code == 404


def test_clause_is_entered_and_shown_with_its_topics(sign_in, officer, partnership):
    instrument, topic = make_instrument(partnership=partnership), make_topic(name=written_in("en", "Monuments"))
    browser = sign_in(officer)
    sent = {"number": "§ 2", "text-de": "Denkmalpflege", "topics": [topic.pk], "obligation": "exchange"}

    answer = browser.post(reverse("agreements:clause_new", args=[instrument.pk]), sent)
    page = browser.get(answer.url).content.decode()

    clause = Clause.objects.get()
    assert (answer.url, clause.number, list(clause.topics.all())) == (page_of(instrument), "§ 2", [topic])
    assert '<span lang="de">Denkmalpflege</span>' in page
    assert f'<a href="{topic.get_absolute_url()}">Monuments</a>' in page
    assert '<td data-label="Kind of obligation">exchange</td>' in page


def test_clause_without_a_text_is_not_saved(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership)

    answer = sign_in(officer).post(
        reverse("agreements:clause_new", args=[instrument.pk]), {"number": "§ 2", "obligation": "cost"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])
    assert answer.context["form"]["number"].value() == "§ 2"


def test_clause_edit_saves_and_a_second_save_sees_both_versions(sign_in, officer, partnership):
    clause = make_clause(instrument=make_instrument(partnership=partnership), topics=[make_topic()])
    address = reverse("agreements:clause_edit", args=[clause.pk])
    topic, text = clause.topics.get(), dict(clause.text.texts)["de"]
    browser = sign_in(officer)
    sent = {"version": 1, "text-de": text, "topics": [topic.pk], "obligation": "theme"}

    shown = browser.get(address)
    first, second = (browser.post(address, {**sent, "number": number}) for number in ("1", "2"))

    clause.refresh_from_db()
    assert (shown.status_code, first.url, clause.number) == (200, page_of(clause.instrument), "1")
    assert [(row["theirs"], row["mine"]) for row in second.context["rows"]] == [("1", "2")]


@pytest.fixture
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def scan(name="scan.pdf", content=b"%PDF-1.7 signed"):
    return SimpleUploadedFile(name, content)


@pytest.mark.usefixtures("_own_media")
def test_scan_is_attached_and_can_be_downloaded_from_the_page(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership)
    browser = sign_in(officer)

    answer = browser.post(reverse("agreements:document", args=[instrument.pk]), {"file": scan("Umowa.pdf")})
    response = browser.get(answer.url)

    instrument.refresh_from_db()
    assert (answer.url, str(instrument.document)) == (page_of(instrument), "Umowa.pdf")
    url = reverse("documents:file", args=[instrument.document.pk])
    assert f'<a href="{url}">Umowa.pdf</a>' in response.content.decode()
    assert b"".join(browser.get(url).streaming_content) == b"%PDF-1.7 signed"
    assert [(event.code, event.actor, event.facts) for event in timeline(instrument)] == [
        ("instrument.document_attached", officer, {"document": instrument.document.pk})
    ]


@pytest.mark.usefixtures("_own_media")
def test_scan_replaces_the_earlier_one(sign_in, officer, partnership):
    instrument = make_instrument(partnership=partnership)
    address, browser = reverse("agreements:document", args=[instrument.pk]), sign_in(officer)

    browser.post(address, {"file": scan("first.pdf")})
    asked = browser.get(address)
    browser.post(address, {"file": scan("second.png", b"\x89PNG\r\n\x1a\n")})

    instrument.refresh_from_db()
    assert asked.context["lead"] == "It replaces “first.pdf”, which is deleted."
    assert [str(stored) for stored in StoredFile.objects.all()] == ["second.png"]
    assert str(instrument.document) == "second.png"


@pytest.mark.usefixtures("_own_media")
@pytest.mark.parametrize(
    ("upload", "error"),
    [
        (scan("scan.pdf", b"<html>"), "This is none of these: PDF, PNG, JPEG, TIFF."),
        (scan("scan.zip", b"PK\x03\x04"), "This is none of these: PDF, PNG, JPEG, TIFF."),
        (scan("scan.pdf", b""), "The submitted file is empty."),
        ("", "This field is required."),
    ],
)
def test_scan_of_another_kind_is_not_kept(sign_in, officer, partnership, upload, error):
    instrument = make_instrument(partnership=partnership)

    answer = sign_in(officer).post(reverse("agreements:document", args=[instrument.pk]), {"file": upload})

    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {"file": [error]})
    assert StoredFile.objects.count() == 0


def test_history_stands_on_the_page_in_words(sign_in, head, partnership):
    instrument = make_instrument(partnership=partnership, status=Status.DRAFT)
    actions.take_step(instrument_id=instrument.pk, step="submit", by=head)
    actions.take_step(instrument_id=instrument.pk, step="sign", by=head)

    response = sign_in(head).get(page_of(instrument))

    assert [(line.who, line.sentence) for line in response.context["history_lines"]] == [
        (head.name, "An instrument was signed."),
        (head.name, "An instrument was submitted for review."),
    ]
