"""The focal point names the delegation with a link: phone, own language, no account, and nobody else's data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hospitium.accounts.actions import revoke_link
from hospitium.accounts.models import GuestLink, GuestUse
from hospitium.core.events import timeline
from hospitium.core.models import Event, FormKey, Mail
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import guests as actions
from hospitium.delegations.actions import members as member_actions
from hospitium.delegations.models import CateringWish, DelegationVersion, Draft, Member, MemberList
from hospitium.delegations.queries.notices import VERSION, notice_of
from tests.delegations.guests import NEW, Guests, browser, page
from tests.factories_delegations import make_delegation, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def guests():
    return Guests()


def rows() -> dict[str, int]:
    """What a page that only shows something must leave as it is."""
    models = (Member, Draft, MemberList, DelegationVersion, GuestUse, FormKey, Event, Mail)
    return {model.__name__: model.objects.count() for model in models}


# ---- the page ----------------------------------------------------------------------
def test_the_page_says_how_far_the_list_is_and_what_becomes_of_the_data(guests, settings):
    settings.INSTALLATION = {**settings.INSTALLATION, "data_protection_officer": "dpo@example.org"}

    shown = browser(guests.link).get(page(guests.link))

    html = shown.content.decode()
    assert (shown.status_code, shown.context["progress"].named, shown.context["progress"].places) == (200, 2, 3)
    assert [seat["member"] for seat in shown.context["seats"]] == [guests.second, guests.first]
    with translation.override(guests.link.language):
        lead = notice_of(guests.delegation).lead
    assert ("dpo@example.org" in html, lead.split(".")[0] in html) == (True, True)


@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
def test_the_page_comes_in_six_languages(guests, language):
    shown = browser(guests.link).get(f"{page(guests.link)}?lang={language}")

    assert (shown.status_code, shown.headers["Content-Language"]) == (200, language)
    assert f"?lang={language}" in shown.context["new_url"]


def test_the_page_costs_the_same_with_one_and_with_three_members(guests):
    client = browser(guests.link)
    client.get(page(guests.link))

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(page(guests.link))
        return len(counted)

    two = queries()
    make_member(delegation=guests.delegation)

    assert queries() == two


# ---- naming ------------------------------------------------------------------------
def test_a_member_is_named_once_however_often_the_form_is_sent(guests):
    client = browser(guests.link)
    key = client.get(page(guests.link)).context["form_key"]
    typed = {**NEW, "form_key": key, "notice": VERSION}

    answers = [client.post(page(guests.link, "delegation_member_new"), typed) for _turn in range(2)]

    member = Member.objects.latest("id")
    assert [(one.status_code, one.url) for one in answers] == [(302, f"{page(guests.link)}#member-{member.pk}")] * 2
    assert (guests.delegation.members.count(), str(member), member.function.texts) == (
        3, "Ewa Wiśniewska", {"pl": "kierowniczka"},
    )  # fmt: skip
    seen = [event for event in timeline(guests.link) if event.code == "guest_link.notice_shown"]
    assert [event.facts["notice"] for event in seen] == [VERSION]


def test_a_cyrillic_name_gets_a_proposal_for_the_passport(guests):
    typed = {**NEW, "family_name": "", "given_name": "", "own_family_name": "Шевченко", "own_given_name": "Олена"}

    answer = browser(guests.link).post(page(guests.link, "delegation_member_new"), typed, follow=True)

    member = Member.objects.latest("id")
    assert (member.own_name, str(member)) == ("Олена Шевченко", "Olena Shevchenko")
    assert "Compare it with the passport" in answer.content.decode()


def test_what_is_wrong_comes_back_with_what_was_typed(guests):
    typed = {**NEW, "family_name": "Ewa\nBcc: evil@example.org", "email": "not a mail"}

    answer = browser(guests.link).post(page(guests.link, "delegation_member_new"), typed)

    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["email", "family_name"])
    assert (Member.objects.count(), "kierowniczka" in answer.content.decode()) == (2, True)


def test_nobody_is_named_beyond_the_places(guests):
    make_member(delegation=guests.delegation)

    answer = browser(guests.link).post(page(guests.link, "delegation_member_new"), NEW)

    assert (answer.status_code, Member.objects.count()) == (422, 3)


def test_two_people_at_one_member_see_both_versions(guests):
    client = browser(guests.link)
    seen = guests.second.version
    member_actions.change_member(
        member_id=guests.second.pk, version=seen, values={"academic_title": "dr"}, by=guests.officer
    )
    typed = {**NEW, "family_name": "Nowak", "given_name": "Jan", "version": seen, "academic_title": "prof."}

    answer = client.post(page(guests.link, "delegation_member", guests.second.pk), typed)

    html = answer.content.decode()
    assert (answer.status_code, "dr" in html, "prof." in html) == (409, True, True)
    assert Member.objects.get(pk=guests.second.pk).academic_title == "dr"

    again = {**typed, "version": answer.context["form"].data["version"]}
    assert client.post(page(guests.link, "delegation_member", guests.second.pk), again).status_code == 302
    assert Member.objects.get(pk=guests.second.pk).academic_title == "prof."


def test_somebody_is_withdrawn_and_comes_after_all(guests):
    client = browser(guests.link)
    asked = client.get(page(guests.link, "delegation_member_withdraw", guests.second.pk))

    client.post(page(guests.link, "delegation_member_withdraw", guests.second.pk))
    gone = Member.objects.get(pk=guests.second.pk).withdrawn_on
    client.post(page(guests.link, "delegation_member_return", guests.second.pk))

    assert (asked.status_code, gone, Member.objects.get(pk=guests.second.pk).withdrawn_on) == (
        200, timezone.localdate(), None,
    )  # fmt: skip


def test_the_list_is_handed_in_and_changed_afterwards(guests):
    client = browser(guests.link)

    handed_in = client.post(page(guests.link), {"hand_in": "1"})
    guests.delegation.refresh_from_db()
    guests.delegation.changes_due_on = timezone.localdate() - timedelta(days=1)
    guests.delegation.save()
    client.post(page(guests.link, "delegation_member_withdraw", guests.second.pk))
    shown = client.get(page(guests.link))

    versions = list(guests.delegation.versions.order_by("number").values_list("number", "is_late", "made_with"))
    assert (handed_in.status_code, guests.delegation.state) == (302, "named")
    assert versions == [(1, False, guests.link.pk), (2, True, guests.link.pk)]
    assert (Mail.objects.filter(to=guests.officer.email).count(), shown.context["is_late"]) == (1, True)


# ---- links of the members ------------------------------------------------------------
def test_the_rest_is_passed_on_to_the_member(guests):
    Mail.objects.all().delete()
    member = make_member(delegation=guests.delegation, email="ewa@example.org", family_name="Wiśniewska")

    answer = browser(guests.link).post(page(guests.link, "delegation_member_ask", member.pk))

    link, mail = GuestLink.objects.latest("id"), Mail.objects.get()
    member.refresh_from_db()
    assert (answer.status_code, link.purpose, link.key) == (302, "member", str(member.pk))
    assert (link.ends_on, link.created_by) == (guests.link.ends_on, guests.officer)
    assert (mail.to, mail.language, "/guest/" in mail.body) == ("ewa@example.org", "pl", True)
    assert (member.notice_given_on, guests.link.uses.filter(what="passed_on").count()) == (timezone.localdate(), 1)


def test_a_page_that_was_opened_is_not_sent_elsewhere(guests):
    browser(guests.own)
    guests.first.email = "focal@example.org"
    guests.first.save()

    answer = browser(guests.link).post(page(guests.link, "delegation_member_ask", guests.first.pk))

    assert (answer.status_code, GuestLink.objects.count()) == (422, 2)


def test_mails_to_members_are_limited(guests, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guest_mail": "1/h/key"}
    client = browser(guests.link)

    answers = [client.post(page(guests.link, "delegation_member_ask", guests.first.pk)) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [302, 429]


def test_everybody_who_was_entered_by_others_is_told_once(guests):
    Mail.objects.all().delete()
    now, later = timezone.now(), timezone.now() + actions.PATIENCE + timedelta(minutes=1)

    told = [actions.tell_members(now=moment) for moment in (now, later, later)]

    mail = Mail.objects.get()
    with translation.override("pl"):
        notice = notice_of(guests.delegation)
    guests.first.refresh_from_db()
    # Whoever was entered a moment ago waits a little.
    assert (told, mail.to, mail.language) == ([0, 1, 0], "lucja@example.org", "pl")
    assert (notice.lead in mail.body, all(text in mail.body for _heading, text in notice.parts)) == (True, True)
    assert guests.first.notice_given_on == timezone.localdate()


def test_nobody_is_told_of_a_suspended_partnership(guests):
    guests.suspend()

    assert actions.tell_members(now=timezone.now() + 2 * actions.PATIENCE) == 0


# ---- what is shut ----------------------------------------------------------------------
def guest_pages(guests: Guests) -> list[str]:
    first = guests.first.pk
    return [
        page(guests.link),
        page(guests.link, "delegation_member_new"),
        page(guests.link, "delegation_member", first),
        page(guests.link, "delegation_member_withdraw", first),
        page(guests.link, "delegation_member_return", first),
        page(guests.link, "delegation_member_ask", first),
        page(guests.link, "delegation_draft", "new"),
        page(guests.link, "delegation_list"),
        page(guests.link, "delegation_list_template", "xlsx"),
        page(guests.own, "member"),
        page(guests.own, "member_draft", "own"),
        page(guests.own, "member_wishes"),
        page(guests.own, "member_passport"),
        page(guests.own, "member_photos"),
        page(guests.own, "member_data"),
        page(guests.own, "member_file", "json"),
    ]


def test_a_scanner_that_opens_every_page_changes_nothing_and_learns_no_name(guests):
    before = rows()

    for method in ("get", "head"):
        for address in guest_pages(guests):
            answer = getattr(Client(), method)(address)
            text = answer.content.decode()
            assert (answer.status_code, "Zieli" in text, "lucja@" in text) == (404, False, False), address

    assert rows() == before


def test_reading_with_an_open_link_changes_nothing_either(guests):
    list_client, own_client = browser(guests.link), browser(guests.own)
    before = rows()

    for address in guest_pages(guests):
        (own_client if "/member/" in address else list_client).get(address)

    assert rows() == before


def test_a_session_ends_with_its_link(guests):
    client = browser(guests.link)
    revoke_link(link_id=guests.link.pk, by=guests.officer)

    answers = [
        client.get(page(guests.link)),
        client.post(page(guests.link, "delegation_member_new"), NEW),
        client.post(page(guests.link, "delegation_draft", "new"), NEW),
    ]

    assert ([one.status_code for one in answers], Member.objects.count(), Draft.objects.count()) == ([404] * 3, 2, 0)


def test_a_link_does_not_open_the_pages_of_another_purpose(guests):
    client = browser(guests.link)

    assert client.get(page(guests.link, "member")).status_code == 404
    assert browser(guests.own).get(page(guests.own)).status_code == 404


@pytest.mark.parametrize(
    "name", ["delegation_member", "delegation_member_withdraw", "delegation_member_return", "delegation_member_ask"]
)
def test_members_of_another_delegation_are_not_there(guests, name):
    stranger = make_member(delegation=make_delegation(), email="fremd@example.org")
    client = browser(guests.link)
    address = page(guests.link, name, stranger.pk)

    answers = [client.get(address), client.post(address, NEW)]

    stranger.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (stranger.withdrawn_on, stranger.given_name, GuestLink.objects.count()) == (None, "Łucja", 2)


def test_numbers_of_fields_that_are_not_offered_change_nothing(guests):
    typed = {**NEW, "family_name": "Nowak", "given_name": "Jan", "version": guests.second.version}
    sent = {
        **typed,
        "place": "1",
        "rank": "1",
        "delegation": "99",
        "is_restricted": "on",
        "phone": "1",
        "erased_on": "1",
    }

    browser(guests.link).post(page(guests.link, "delegation_member", guests.second.pk), sent)

    guests.second.refresh_from_db()
    assert (guests.second.place, guests.second.is_restricted, guests.second.phone, guests.second.delegation) == (
        None, False, "", guests.delegation,
    )  # fmt: skip


def test_a_suspended_partnership_closes_the_pages_and_names_nobody(guests):
    clients = {"list": browser(guests.link), "own": browser(guests.own)}
    guests.suspend()

    for address in guest_pages(guests):
        client = clients["own" if "/member/" in address else "list"]
        shown, sent = client.get(address), client.post(address, NEW)
        # Two addresses take no POST at all.
        refused = 403 if address.endswith(("/template/xlsx/", "/member/data/")) else 409
        assert (shown.status_code, sent.status_code, "Zieli" in shown.content.decode()) == (200, refused, False), (
            address
        )

    assert guests.delegation.members.count() == 2
    with pytest.raises(Refused):
        member_actions.add_member(
            delegation_id=guests.delegation.pk, values={"family_name": "X"}, link_id=guests.link.pk
        )


def test_a_form_from_another_site_is_refused(guests):
    client = browser(guests.link, csrf=True)

    answer = client.post(page(guests.link, "delegation_member_new"), NEW)

    assert (answer.status_code, Member.objects.count()) == (403, 2)


# ---- the office ------------------------------------------------------------------------
def test_the_officer_gives_a_link_out_and_sees_who_has_used_it(guests, client):
    client.force_login(guests.officer)
    address = f"/desk/delegations/{guests.delegation.pk}/guests/"
    typed = {"name": "Anna Przykład", "email": "anna@example.org", "language": "pl", "message": "Witamy!"}

    answer = client.post(address, {**typed, "ends_on": (timezone.localdate() + timedelta(days=20)).isoformat()})
    shown = client.get(address)

    mail = Mail.objects.get(to="anna@example.org")
    assert (answer.status_code, shown.status_code, mail.language) == (302, 200, "pl")
    assert ("Witamy!" in mail.body, "/guest/" in mail.body) == (True, True)
    emails = [link.email.partition("@")[0] for link in shown.context["links"]]
    assert emails == ["anna", "lucja", "focal"]


def test_no_link_is_given_out_while_the_partnership_is_suspended(guests, client):
    client.force_login(guests.officer)
    guests.suspend()
    typed = {"name": "A", "email": "a@example.org", "language": "pl", "ends_on": timezone.localdate().isoformat()}

    answer = client.post(f"/desk/delegations/{guests.delegation.pk}/guests/", typed)

    assert (answer.status_code, GuestLink.objects.count()) == (422, 2)


def test_the_office_sends_a_member_the_own_link(guests, client):
    client.force_login(guests.officer)
    ends_on = (timezone.localdate() + timedelta(days=20)).isoformat()

    answer = client.post(f"/desk/members/{guests.first.pk}/link/", {"ends_on": ends_on})
    refused = client.post(f"/desk/members/{guests.second.pk}/link/", {"ends_on": ends_on})

    guests.own.refresh_from_db()
    assert (answer.status_code, refused.status_code, guests.own.revoked_at is None) == (302, 422, False)
    assert GuestLink.objects.latest("id").email == "lucja@example.org"


def test_what_the_office_has_entered_is_not_fetched_by_way_of_another_address(guests):
    CateringWish.objects.create(member=guests.second, diets=["vegan"], consented_at=timezone.now())
    guests.second.email = "focal.two@example.org"
    guests.second.save()

    with translation.override("en"):
        answer = browser(guests.link).post(page(guests.link, "delegation_member_ask", guests.second.pk))

    assert (answer.status_code, Mail.objects.filter(to="focal.two@example.org").count()) == (422, 0)
    assert "Ask the office to send the link." in answer.content.decode()
