"""The pages of rounds, calls, applications, offers and the panel through a browser."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hospitium.accounts.roles import Role
from hospitium.exchange.models import Application, Assessment, HostOffer, Round
from tests import factories as house
from tests.exchange import factories
from tests.exchange.browsing import YES, at

pytestmark = pytest.mark.django_db


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(f"{url}{'&' if '?' in url else '?'}x={len(found)}").status_code == 200
    return len(found)


# ---- rounds --------------------------------------------------------------------
def test_an_empty_office_is_told_what_a_round_is(desk):
    html = desk.get(at("rounds")).content.decode()

    assert "Here the rounds of staff exchange will stand" in html
    assert at("round_new") in html


def test_a_round_is_begun_edited_copied_and_taken_away(desk, office, officer):
    form = {
        "name-de": "Hospitationsprogramm Europa", "year": "2027", "programme": "in_house", "unit": office.pk,
        "officer": officer.pk, "visibility": "internal", "weeks_min": "2", "weeks_max": "4", "wishes_at_most": "5",
    }  # fmt: skip

    begun = desk.post(at("round_new"), form)
    made = Round.objects.get()
    changed = desk.post(at("round_edit", made.pk), {**form, "funder": "Land", "version": made.version})
    shown = desk.get(begun.url).content.decode()
    copied = desk.post(at("round_copy", made.pk), {"year": "2028"})
    gone = desk.post(at("round_remove", made.pk), YES)

    assert [answer.status_code for answer in (begun, changed, copied, gone)] == [302] * 4
    assert "The call is not out yet" in shown
    assert f'<a href="{at("round_edit", made.pk)}">Data and dates</a>' in shown
    assert list(Round.objects.values_list("year", "funder")) == [(2028, "Land")]


def test_a_call_that_is_not_ready_is_refused_on_the_form(desk, record, office):
    answer = desk.post(
        at("round_edit", record.pk),
        {
            "name-de": "X", "year": "2027", "programme": "in_house", "unit": office.pk, "visibility": "public",
            "weeks_min": "2", "weeks_max": "4", "wishes_at_most": "5", "call_on": "2027-01-01",
            "applications_until": "2027-02-01", "version": record.version,
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Say first who is in charge" in answer.content.decode()


def test_the_page_of_a_large_round(desk, sign_in):
    world = factories.round_of_2024()

    html = sign_in(world.officer).get(world.round.get_absolute_url()).content.decode()

    assert ("<svg" in html, "Applications sent" in html) == (True, True)
    assert re.search(r"<b>73</b>", html)


PARTS = {
    "window": {"starts_on": "2027-09-01", "ends_on": "2027-09-28"},
    "rate": {"kind": "day", "countries": "PL, CZ", "from_day": "1", "amount": "140.00", "currency": "EUR"},
    "eligibility": {"code": "language", "language": "en", "level": "B2"},
    "criterion": {"kind": "scale", "name-de": "Frage", "weight": "3", "top": "5"},
    "quota": {"least": "0", "most": "3"},
    "balance": {"wished": "0", "tolerance": "1"},
    "panel": {},
}


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_parts_are_added_changed_and_removed(desk, record, office, officer, kind):
    partner = house.make_partnership(unit=office).partner
    more = {"quota": {"unit": office.pk}, "balance": {"partner": partner.pk}, "panel": {"user": officer.pk}}
    form = {**PARTS[kind], **more.get(kind, {})}

    added = desk.post(at(f"{kind}_new", record.pk), form)
    shown = desk.get(at("round_settings", record.pk)).content.decode()
    pk = int(re.search(rf"/desk/round-{kind}/(\d+)/", shown)[1])
    changed = desk.post(at(f"{kind}_edit", pk), form)
    removed = desk.post(at(f"{kind}_remove", pk), YES)

    assert [answer.status_code for answer in (added, changed, removed)] == [302] * 3
    assert desk.get(at(f"{kind}_new", record.pk)).status_code == 200
    assert (
        f"/desk/round-{kind}/"
        not in desk.get(at("round_settings", record.pk)).content.decode().split(f'id="{kind}"')[1].split("hsp-btn")[0]
    )


def test_lists_ask_the_same_number_of_queries_for_one_and_for_three(desk, record, officer):
    counted = []
    for times in (1, 2):
        for _time in range(times):
            factories.make_application(round=record, state="submitted", topic=house.make_topic())
            factories.make_offer(round=record, topics=[house.make_topic()])
            factories.make_round(unit=record.unit)
        counted.append([queries_of(desk, at(view)) for view in ("rounds", "applications", "offers")])

    assert counted[0] == counted[1]


@pytest.mark.parametrize("view", ["rounds", "applications", "offers"])
def test_lists_go_out_as_files(desk, record, view):
    factories.make_application(round=record, state="submitted")
    factories.make_offer(round=record)

    answer = desk.get(f"{at(view)}?export=csv")

    assert (answer.status_code, answer.content.decode("utf-8-sig").count("\n")) == (200, 2)


# ---- the office, the department, the panel -------------------------------------------
def test_the_office_enters_and_notes_and_asks(desk, record):
    partner = house.make_partnership(unit=record.unit).partner
    typed = {"partner": partner.pk, "name": "Host Guest", "language": "pl", "title": "Verkehr"}

    entered = desk.post(at("application_enter", record.pk), typed)
    made = Application.objects.get()
    consent = factories.make_consent(factories.make_application(round=record, state="submitted"))
    asked = desk.post(at("consent_ask", consent.pk), YES)
    noted = desk.post(
        at("consent_note", consent.pk), {"answer": "yes", "remark": "Vermerk", "version": consent.version + 1}
    )

    consent.refresh_from_db()
    assert (entered.url, made.applicant.name) == (at("application_wishes", made.pk), "Host Guest")
    assert (asked.status_code, noted.status_code, consent.answer) == (302, 302, "yes")
    assert desk.get(consent.application.get_absolute_url()).status_code == 200


def test_the_department_recommends(sign_in, record):
    application = factories.make_application(round=record, state="submitted")
    contact = house.make_user(role=Role.DEPARTMENT_CONTACT, unit=application.unit)
    client = sign_in(contact)

    shown = client.get(application.get_absolute_url()).content.decode()
    said = client.post(at("application_recommend", application.pk), {"answer": "yes", "remark": "Passt"})

    assert at("application_recommend", application.pk) in shown
    assert (said.status_code, application.consents.get().kind) == (302, "department")


def test_the_panel_assesses_declares_and_settles(sign_in, desk, record, officer):
    factories.move_to(record, "assessing")
    criterion = factories.make_criterion(record)
    members = [factories.make_member(record).user for _member in range(3)]
    application = factories.make_application(round=record, state="consented", wishes=[(1, None)])
    url = at("application_assess", application.pk)
    browsers = [sign_in(user) for user in members]

    listed = browsers[0].get(at("assessments")).content.decode()
    kept = browsers[0].post(url, {"save": "1", "note": "noch offen"})
    lacking = browsers[0].post(url, {"send": "1", f"mark_{criterion.pk}": "", "version": "1"})
    sent = browsers[0].post(
        url, {"send": "1", f"mark_{criterion.pk}": "4", "recommendation": "yes", "note": "", "version": "1"}
    )
    alone = browsers[1].get(url).content.decode()
    conflict = browsers[2].post(at("application_conflict", application.pk), {"conflict": "Team"})
    shut = browsers[2].get(url).content.decode()
    browsers[1].post(url, {"send": "1", f"mark_{criterion.pk}": "2", "recommendation": "no"})
    both = browsers[1].get(url).content.decode()
    asked = desk.get(at("application_settle", application.pk)).content.decode()
    settled = desk.post(
        at("application_settle", application.pk),
        {"decision": "yes", "reason": "Thema", "version": Application.objects.get().version},
    )

    assert url in listed
    assert [answer.status_code for answer in (kept, lacking, sent, conflict, settled)] == [302, 422, 302, 302, 302]
    assert (f"Assessment of {members[0]}" in alone, f"Assessment of {members[0]}" in both) == (False, True)
    assert [f"Assessment of {user}" in asked for user in members] == [True, True, False]
    assert application.title not in shut
    assert Assessment.objects.count() == 3
    assert Application.objects.get().state == "yes"
    assert "Thema" in desk.get(application.get_absolute_url()).content.decode()


def test_offers_from_the_office_to_the_order(desk, record):
    partner = house.make_partnership(unit=record.unit).partner
    form = {
        "partner": partner.pk, "title-de": "Verkehr", "task-de": "Mitarbeit", "capacity": "2", "minimum": "0",
        "languages-language-1": "pl", "languages-level-1": "B1",
    }  # fmt: skip

    made = desk.post(at("offer_new", record.pk), form)
    offer = HostOffer.objects.get()
    answers = [
        desk.post(at("offer_edit", offer.pk), {**form, "capacity": "3", "version": offer.version}),
        desk.post(
            at("offer_ask", offer.pk),
            {"name": "Jana", "email": "j@example.org", "language": "cs", "ends_on": "2027-01-01", "message": ""},
        ),
        desk.post(at("offer_make", offer.pk), YES),
        desk.post(at("offer_confirm", offer.pk), YES),
    ]
    factories.move_to(record, "assessing")
    application = factories.make_application(round=record, state="yes", wishes=[(1, offer)])
    corrected = desk.post(
        at("offer_order", offer.pk), {"application": application.pk, "rank": "3", "reason": "Sprache"}
    )
    order = desk.get(at("offer_order", offer.pk)).content.decode()
    page = desk.get(offer.get_absolute_url()).content.decode()
    withdrawn = desk.post(at("offer_withdraw", offer.pk), {"reason": "Umzug"})

    offer.refresh_from_db()
    assert made.status_code == 302
    assert [answer.status_code for answer in answers] == [302] * 4
    assert (corrected.status_code, application.code in order, "Sprache" in order) == (302, True, True)
    assert "Jana" in page
    assert (withdrawn.status_code, offer.state, offer.capacity) == (302, "withdrawn", 3)


def test_a_department_offers_and_ranks(sign_in, record):
    unit = house.make_unit()
    client = sign_in(house.make_user(role=Role.DEPARTMENT_CONTACT, unit=unit))

    made = client.post(
        at("offer_new", record.pk),
        {"unit": unit.pk, "title-de": "Verkehr", "task-de": "x", "capacity": "1", "minimum": "0"},
    )
    offer = HostOffer.objects.get()
    client.post(at("offer_make", offer.pk), YES)
    factories.move_to(record, "assessing")
    guest = factories.make_applicant(partner=house.make_partner(), name="Secret Person")
    application = factories.make_application(round=record, state="consented", applicant=guest, wishes=[(1, offer)])
    shown = client.get(at("offer_ranking", offer.pk)).content.decode()
    ranked = client.post(at("offer_ranking", offer.pk), {f"rank_{application.pk}": "1"})

    assert (made.status_code, ranked.status_code, offer.rankings.get().rank) == (302, 302, 1)
    assert (application.code in shown, "Secret Person" in shown) == (True, False)
