"""The register, its rules, what is due next, the archive, the proofs and the record of processing."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.verdicts import Refused
from hospitium.documents.models import Document
from hospitium.retention import actions, queries
from hospitium.retention.models import Change, Erasure, Offer, Rule
from hospitium.retention.paper import processing_record
from tests.documents.test_register import letter, make_letter
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "data")]


def make_link(officer, *, ended) -> GuestLink:
    return GuestLink.objects.create(
        purpose="contact", name="Geheimname", email="g@example.org", token_hash=f"{GuestLink.objects.count():064}",
        created_at=timezone.now(), created_by=officer, ends_on=ended,
    )  # fmt: skip


def old_letter(officer, unit, days=4000) -> Document:
    document = make_letter(officer, unit, format="docx", data=letter(text=["Brieftext"]))
    Document.objects.filter(pk=document.pk).update(made_at=timezone.now() - timedelta(days=days))
    return document


def offer_of(officer, unit, today) -> Offer:
    old_letter(officer, unit)
    actions.erase_what_is_due(today=today)
    return Offer.objects.get()


# ---- what apps declare ---------------------------------------------------------------
def test_every_class_says_what_the_law_asks_for():
    found = queries.classes()

    assert {"former_contact", "guest_link", "letter", "mail", "upload", "vault_reading"} <= set(found)
    assert [
        key
        for key, one in found.items()
        if not all(map(str, (one.label, one.purpose, one.legal_ground, one.anchor, one.persons, one.details)))
    ] == []
    assert [key for key, one in found.items() if not 0 <= one.default_days <= 36_500] == []


def test_every_class_can_be_erased_when_nothing_is_there(today):
    from hospitium.core.retention import Due

    for one in queries.classes().values():
        assert sum(one.erase(Due("core.user", "987654", today)).counts.values()) == 0, one.key


def test_how_long_until_an_end_beyond_the_calendar(today):
    assert queries.day_after(today, 10**9).year == 9990


# ---- the register --------------------------------------------------------------------
def test_the_register_shows_what_holds_and_how_many_are_due_when(officer, head, sign_in, today):
    for days in (91, 90, 80, 0):
        make_link(officer, ended=today - timedelta(days=days))

    page = sign_in(head).get(reverse("retention:register"))

    links = next(one for one in page.context["forecasts"] if one.held.data_class.key == "guest_link")
    assert (links.spans, links.next_on) == (
        {"overdue": 2, "month": 1, "year": 1, "later": 0}, today - timedelta(days=1),
    )  # fmt: skip
    assert b"Personal links of guests" in page.content
    assert b"Geheimname" not in page.content


@pytest.mark.parametrize(
    ("view", "role", "status"),
    [
        ("register", Role.OFFICER, 200),
        ("register", Role.AUDITOR, 200),
        ("register", Role.EMPLOYEE, 403),
        ("due_next", Role.AUDITOR, 200),
        ("offers", Role.OFFICER, 200),
        ("proofs", Role.AUDITOR, 200),
        ("proofs", Role.OFFICER, 403),
    ],
)
def test_who_may_see_what(view, role, status, sign_in):
    assert sign_in(make_user(role=role)).get(reverse(f"retention:{view}")).status_code == status


def test_a_rule_page_says_why_an_officer_cannot_change_it(officer, sign_in):
    page = sign_in(officer).get(reverse("retention:rule", args=["mail"])).content.decode()

    assert "Your role does not allow this. It is open to: Head of office." in page


def test_an_unknown_class_is_not_found(head, sign_in):
    assert sign_in(head).get(reverse("retention:rule", args=["nothing"])).status_code == 404


def test_the_head_changes_a_rule_and_says_why(head, sign_in):
    browser = sign_in(head)
    address = reverse("retention:rule_edit", args=["mail"])
    shown = browser.get(address)

    answer = browser.post(
        address, {"days": "30", "is_active": "on", "purpose-de": "Zweck", "reason": "Beschluss vom 3. Mai"}
    )

    rule, change = Rule.objects.get(), Change.objects.get()
    assert (shown.status_code, answer.status_code) == (200, 302)
    assert (rule.data_class, rule.days, rule.archive_days, rule.is_active, rule.version) == ("mail", 30, 180, True, 1)
    assert str(queries.rule_in_force("mail").purpose) == "Zweck"
    assert (change.reason, change.by, change.days_before, change.days) == ("Beschluss vom 3. Mai", head, 90, 30)
    assert [(event.code, event.actor, event.facts) for event in timeline(rule)] == [
        ("retention.rule_set", head, {"data_class": "mail", "days_before": 90, "days": 30, "active": True})
    ]
    assert b"Beschluss vom 3. Mai" in browser.get(reverse("retention:rule", args=["mail"])).content


def test_a_rule_without_a_reason_is_not_changed(head, sign_in):
    answer = sign_in(head).post(reverse("retention:rule_edit", args=["mail"]), {"days": "30"})

    assert (answer.status_code, Rule.objects.count()) == (422, 0)


def test_two_heads_at_one_rule(head, unit, sign_in):
    other = make_user(role=Role.HEAD, unit=unit)
    first, second = sign_in(head), sign_in(other)
    address = reverse("retention:rule_edit", args=["mail"])
    first.post(address, {"days": "30", "is_active": "on", "reason": "eins"})

    answer = second.post(address, {"days": "60", "is_active": "on", "reason": "zwei"})

    assert (answer.status_code, Rule.objects.get().days) == (409, 30)


def test_a_rule_set_by_an_officer_is_refused(officer):
    with pytest.raises(Refused, match="Your role does not allow this"):
        actions.set_rule(
            data_class="mail", days=1, archive_days=1, is_active=True, purpose={}, legal_ground={}, reason="x",
            version=None, by=officer,
        )  # fmt: skip


# ---- due next and proofs ---------------------------------------------------------------
def test_due_next_names_records_by_number(officer, sign_in, today):
    link = make_link(officer, ended=today - timedelta(days=91))

    page = sign_in(officer).get(reverse("retention:due_next"))

    assert [(row["on"], row["is_due"], row["record"]) for row in page.context["rows"]] == [
        (today - timedelta(days=1), True, f"Guest links, no. {link.pk}")
    ]
    assert b"Geheimname" not in page.content


def test_due_next_without_anything(officer, sign_in):
    assert b"Nothing is waiting for its end" in sign_in(officer).get(reverse("retention:due_next")).content


def test_the_proofs_are_shown_and_leave_as_a_table(officer, head, sign_in, today):
    link = make_link(officer, ended=today - timedelta(days=91))
    actions.erase_what_is_due(today=today)
    browser = sign_in(head)

    page = browser.get(reverse("retention:proofs")).content.decode()
    table = browser.get(reverse("retention:proofs"), {"export": "csv"}).content.decode("utf-8-sig").splitlines()

    assert f"Guest links, no. {link.pk}" in page
    assert "1 proof" in page
    assert table[0] == '"Erased","Kind of data","Record","Time ran from","How many","Run"'
    assert f'"Personal links of guests","Guest links, no. {link.pk}"' in table[1]
    assert "Geheimname" not in page + table[1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_proofs_take_the_same_queries_for_one_and_three(count, head, sign_in, django_assert_num_queries):
    for number in range(count):
        Erasure.objects.create(
            data_class="mail", kind="core.mail", key=str(number + 1), anchor=timezone.localdate(),
            erased_at=timezone.now(), counts={"mails": 1},
        )  # fmt: skip
    browser = sign_in(head)
    browser.get(reverse("retention:proofs"))

    with django_assert_num_queries(12):
        browser.get(reverse("retention:proofs"), {"class": "mail"})


# ---- the archive -----------------------------------------------------------------------
def test_the_package_for_the_archive_holds_the_letter_as_it_went_out(officer, head, unit, sign_in, today):
    offer = offer_of(officer, unit, today)
    document = Document.objects.get()

    answer = sign_in(head).get(reverse("retention:offer_package", args=[offer.pk]))

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == sorted([document.file.name, "about.txt"])
        with zipfile.ZipFile(io.BytesIO(archive.read(document.file.name))) as paper:
            assert "Brieftext" in paper.read("word/document.xml").decode()
        assert f"Record: Documents, no. {document.pk}" in archive.read("about.txt").decode()


def test_the_head_enters_what_the_archive_answers(officer, head, unit, sign_in, today):
    offer = offer_of(officer, unit, today)
    browser = sign_in(head)
    shown = browser.get(reverse("retention:offer", args=[offer.pk])).content.decode()

    for step in ("accept", "hand_over"):
        browser.post(reverse("retention:offer_answer", args=[offer.pk]), {"step": step, "archive_reference": "LA 7"})

    offer.refresh_from_db()
    assert "The archive accepts" in shown
    assert (offer.state, offer.archive_reference) == ("handed_over", "LA 7")
    page = browser.get(reverse("retention:offer", args=[offer.pk])).content.decode()
    assert "The archive accepts" not in page
    assert "The record was handed over to the archive." in page


def test_an_officer_sees_an_offer_and_why_not_to_answer(officer, unit, sign_in, today):
    offer = offer_of(officer, unit, today)
    browser = sign_in(officer)

    page = browser.get(reverse("retention:offer", args=[offer.pk])).content.decode()

    assert "Your role does not allow this. It is open to: Head of office." in page
    assert browser.get(reverse("retention:offer_package", args=[offer.pk])).status_code == 403
    assert (
        browser.post(reverse("retention:offer_answer", args=[offer.pk]), {"step": "accept"}).status_code,
        Offer.objects.get().state,
    ) == (403, "offered")


def test_what_was_erased_has_no_package(officer, head, unit, sign_in, today):
    offer = offer_of(officer, unit, today)
    actions.answer_offer(offer_id=offer.pk, step="decline", by=head)
    actions.erase_what_is_due(today=today)

    answer = sign_in(head).get(reverse("retention:offer_package", args=[offer.pk]))

    assert answer.status_code == 409
    assert Document.objects.get().erased_on == today


def test_the_list_of_offers(officer, head, unit, sign_in, today):
    empty = sign_in(head).get(reverse("retention:offers")).content.decode()
    offer = offer_of(officer, unit, today)

    page = sign_in(head).get(reverse("retention:offers")).content.decode()

    assert "Nothing has been offered to the archive yet" in empty
    assert reverse("retention:offer", args=[offer.pk]) in page


# ---- the record of processing ------------------------------------------------------------
@pytest.mark.parametrize(("language", "title"), [("en", "Record of processing activities")])
def test_the_record_of_processing_says_all_of_article_30(unit, language, title):
    data = processing_record(unit, language=language)

    assert data["title"] == title
    assert len(data["entries"]) == len(queries.classes())
    mail = next(entry for entry in data["entries"] if entry["title"] == "Messages that were sent")
    assert {one["label"]: one["value"] for one in mail["facts"]} == {
        "Purpose": "Telling people what concerns them, and seeing whether the message went out",
        "Legal ground": "Public task: Art. 6(1)(e) GDPR with the data-protection act of the state",
        "Persons": "Contacts, guests, speakers, members of staff",
        "Categories of data": "Mail address, subject, text, invitation to the calendar",
        "Recipients": "The receiver of the message and the mail servers on the way",
        "Time runs from": "the sending of the message",
        "Kept for": "90 days",
        "Archive": "Not offered",
    }


def test_the_record_of_processing_is_printed_into_the_register(head, unit, sign_in):
    browser = sign_in(head)
    shown = browser.get(reverse("retention:processing_record"))

    answer = browser.post(reverse("retention:processing_record"), {"language": "en", "unit": str(unit.pk)})

    document = Document.objects.get()
    assert (shown.status_code, answer["Location"]) == (200, document.get_absolute_url())
    assert (document.template, document.title, document.format) == (
        "processing_record", "Record of processing activities", "pdf",
    )  # fmt: skip


def test_an_auditor_cannot_print_it(sign_in):
    assert sign_in(make_user(role=Role.AUDITOR)).get(reverse("retention:processing_record")).status_code == 403


def test_an_answer_of_the_archive_that_cannot_be_kept_is_said(officer, head, unit, sign_in, today):
    offer = offer_of(officer, unit, today)

    page = sign_in(head).post(
        reverse("retention:offer_answer", args=[offer.pk]),
        {"step": "accept", "archive_reference": "x" * 121},
        follow=True,
    )

    assert (Offer.objects.get().state, "Nothing was entered." in page.content.decode()) == ("offered", True)
