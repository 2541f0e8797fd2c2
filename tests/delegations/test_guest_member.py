"""A member's own pages: correction, wishes, passport data that never come back, photos, and all that is known."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from hospitium.accounts.actions import revoke_link
from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestSession
from hospitium.core.events import timeline
from hospitium.core.models import Event, Mail
from hospitium.core.multilingual import written_in
from hospitium.delegations.actions.drafts import forget_drafts
from hospitium.delegations.models import CateringWish, Draft, Member
from hospitium.vault.actions import unseal
from hospitium.vault.models import Sealed
from hospitium.vault.queries import given_on
from tests.delegations.guests import Guests, browser, page

pytestmark = pytest.mark.django_db
NUMBER = "CANARY4711XY"
WISH = "canary-no-celery"
OWN = {
    "family_name": "Zielińska-Mała",
    "given_name": "Łucja",
    "name_order": "given_first",
    "function-pl": "dyrektorka",
    "languages": ["pl", "de"],
    "email": "lucja@example.org",
    "phone": "+48 22 000 00 00",
    "arrival_note": "LO 387, 12:40",
}


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def guests(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Guests(asks_passport=True)


@pytest.fixture
def client(guests):
    return browser(guests.own)


def typed_passport(**more: str) -> dict[str, str]:
    return {"sealed-passport_number": NUMBER, "sealed-nationality": "PL", **more}


def everything_but_the_vault() -> str:
    """Every value of every table, as text; the vault's own table is encrypted and looked at, too."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [str(bytes(value) if isinstance(value, memoryview) else value) for row in cursor for value in row]
    return "\n".join(found)


# ---- name and details ----------------------------------------------------------------
def test_the_own_data_are_corrected_and_confirmed(guests, client):
    shown = client.get(page(guests.own, "member"))

    answer = client.post(page(guests.own, "member"), {**OWN, "version": guests.first.version})

    member = Member.objects.get(pk=guests.first.pk)
    assert (shown.status_code, answer.status_code, str(member), member.confirmed_on) == (
        200, 302, "Łucja Zielińska-Mała", timezone.localdate(),
    )  # fmt: skip
    assert (member.languages, member.arrival_note, member.phone) == (["pl", "de"], "LO 387, 12:40", "+48 22 000 00 00")


def test_what_the_office_keeps_to_itself_is_not_offered(guests, client):
    client.post(page(guests.own, "member"), {**OWN, "version": guests.first.version, "role": "head", "place": "1"})

    member = Member.objects.get(pk=guests.first.pk)
    assert (member.role, member.place) == ("member", None)


def test_whoever_was_withdrawn_has_no_page(guests, client):
    Member.objects.filter(pk=guests.first.pk).update(withdrawn_on=timezone.localdate())

    shown, sent = client.get(page(guests.own, "member")), client.post(page(guests.own, "member"), OWN)

    assert (shown.status_code, sent.status_code, "Zieli" in shown.content.decode()) == (200, 409, False)


# ---- wishes --------------------------------------------------------------------------
def test_wishes_are_given_with_consent_and_taken_back(guests, client):
    address = page(guests.own, "member_wishes")
    typed = {"diets": ["vegan"], "needs": [], "other": WISH}

    without = client.post(address, typed)
    given = client.post(address, {**typed, "consent": "on"})
    wish = CateringWish.objects.get()
    shown = client.get(address).content.decode()
    taken_back = client.post(address, {"take_back": "1"})

    assert (without.status_code, given.status_code, wish.diets, wish.other) == (422, 302, ["vegan"], WISH)
    assert (WISH in shown, "checked" in shown) == (False, False)
    assert (taken_back.status_code, CateringWish.objects.count()) == (302, 0)


def test_the_focal_point_sees_nothing_of_wishes_and_passport(guests, client):
    client.post(page(guests.own, "member_wishes"), {"diets": ["vegan"], "other": WISH, "consent": "on"})
    client.post(page(guests.own, "member_passport"), typed_passport())
    focal = browser(guests.link)

    pages = [focal.get(page(guests.link)), focal.get(page(guests.link, "delegation_member", guests.first.pk))]

    for shown in pages:
        html = shown.content.decode()
        assert (shown.status_code, WISH in html, "vegan" in html, NUMBER in html) == (200, False, False, False)


# ---- passport data ---------------------------------------------------------------------
def test_passport_data_go_into_the_vault_and_never_come_back(guests, client):
    address = page(guests.own, "member_passport")

    answer = client.post(address, typed_passport())
    shown = client.get(address)

    assert (answer.status_code, given_on(guests.first)) == (
        302, {"passport_number": timezone.localdate(), "nationality": timezone.localdate()},
    )  # fmt: skip
    assert (shown.status_code, NUMBER in shown.content.decode()) == (200, False)
    assert shown.headers["Cache-Control"] == "no-store"
    assert NUMBER not in everything_but_the_vault()
    sealed = [event for event in timeline(guests.first) if event.code == "vault.sealed"]
    assert [event.facts["fields"] for event in sealed] == [["nationality", "passport_number"]]


def test_a_wrong_entry_is_not_shown_again_either(guests, client):
    typed = typed_passport(**{"sealed-birth_date": "31.31.2000"})

    answer = client.post(page(guests.own, "member_passport"), typed)

    assert (answer.status_code, NUMBER in answer.content.decode(), Sealed.objects.count()) == (422, False, 0)


def test_passport_data_do_not_travel_through_the_question_for_the_address(guests, client):
    GuestSession.objects.update(ends_at=timezone.now() - timedelta(minutes=1))

    asked = client.post(page(guests.own, "member_passport"), typed_passport())

    assert (asked.status_code, NUMBER in asked.content.decode()) == (403, False)


def test_one_field_is_replaced_and_one_removed(guests, client):
    address = page(guests.own, "member_passport")
    client.post(address, typed_passport())

    client.post(address, {"sealed-passport_number": "NEW1"})
    client.post(address, {"remove": "nationality"})

    values = unseal(
        subject=guests.first,
        unit=guests.unit,
        officer=guests.officer,
        fields=["passport_number", "nationality"],
        purpose="visa_letter",
        by=guests.officer,
    )
    assert values == {"passport_number": "NEW1"}


def test_nobody_gives_passport_data_that_nobody_asks_for(guests, client):
    guests.delegation.asks_passport = False
    guests.delegation.save()

    shown = client.get(page(guests.own, "member_passport"))
    answer = client.post(page(guests.own, "member_passport"), typed_passport())

    assert ("sealed-" in shown.content.decode(), answer.status_code, Sealed.objects.count()) == (False, 422, 0)


def test_an_empty_form_leaves_what_was_given(guests, client):
    client.post(page(guests.own, "member_passport"), typed_passport())

    answer = client.post(page(guests.own, "member_passport"), {"sealed-passport_number": ""})

    assert (answer.status_code, Sealed.objects.count()) == (422, 2)


# ---- photos --------------------------------------------------------------------------
@pytest.mark.parametrize(("typed", "stored"), [("yes", True), ("no", False), ("", None)])
def test_consent_to_photos(guests, client, typed, stored):
    sent = {"may_be_photographed": typed, "version": guests.first.version}

    answer = client.post(page(guests.own, "member_photos"), sent)

    assert (answer.status_code, Member.objects.get(pk=guests.first.pk).may_be_photographed) == (302, stored)


# ---- all that is known -----------------------------------------------------------------
def test_the_own_data_hold_everything_and_nobody_else(guests, client):
    fields = {
        "family_name": "§family§",
        "given_name": "§given§",
        "own_family_name": "§own_family§",
        "own_given_name": "§own_given§",
        "academic_title": "§title§",
        "function": written_in("pl", "§function§"),
        "organisation": written_in("pl", "§organisation§"),
        "pronunciation": "§pronunciation§",
        "email": "canary@example.org",
        "phone": "§phone§",
        "arrival_note": "§arrival§",
        "emergency_contact": "§emergency§",
    }
    Member.objects.filter(pk=guests.first.pk).update(**fields)
    Member.objects.filter(pk=guests.second.pk).update(phone="§stranger§", function=written_in("pl", "§stranger§"))
    client.post(page(guests.own, "member_wishes"), {"diets": ["vegan"], "other": WISH, "consent": "on"})
    client.post(page(guests.own, "member_passport"), typed_passport())

    shown = client.get(page(guests.own, "member_data")).content.decode()
    sent = client.post(page(guests.own, "member_file", "json"))
    pdf = client.post(page(guests.own, "member_file", "pdf"))

    wanted = [str(getattr(value, "here", value)) for value in fields.values()] + [WISH]
    text = sent.content.decode()
    assert [[one for one in wanted if one not in where] for where in (shown, text)] == [[], []]
    assert [word in where for where in (shown, text) for word in ("§stranger§", NUMBER)] == [False] * 4
    assert sorted(json.loads(text)["passport_fields_given"]) == ["nationality", "passport_number"]
    assert (pdf.status_code, pdf.content[:5], pdf.headers["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    assert guests.own.uses.filter(what="exported").count() == 2


def test_the_member_sees_who_has_read_passport_data_by_role_and_purpose(guests, client):
    client.post(page(guests.own, "member_passport"), typed_passport())
    unseal(
        subject=guests.first,
        unit=guests.unit,
        officer=guests.officer,
        fields=["passport_number"],
        purpose="visa_letter",
        by=guests.officer,
    )

    shown = client.get(page(guests.own, "member_data"))

    html = shown.content.decode()
    assert [(one.role, one.purpose, one.fields) for one in shown.context["readings"]] == [
        ("International officer", "Letter for a visa", "Passport number")
    ]
    table = html.partition("<table")[2].partition("</table>")[0]
    assert ("Letter for a visa" in table, "Otto Amt" in table) == (True, False)


# ---- drafts -----------------------------------------------------------------------------
def test_a_draft_holds_no_wish_and_nothing_sealed(guests, client):
    typed = {**OWN, **typed_passport(), "passport_number": NUMBER, "other": WISH, "diets": ["vegan"], "consent": "on"}

    answer = client.post(page(guests.own, "member_draft", "own"), typed, headers={"X-Hospitium-Draft": "1"})

    draft = Draft.objects.get()
    at = timezone.localtime(draft.saved_at)
    assert (answer.json(), sorted(draft.content)) == ({"text": f"{at.hour}:{at.minute:02}"}, sorted(OWN))
    stored = everything_but_the_vault()
    assert [canary in stored for canary in (NUMBER, WISH, "vegan")] == [False, False, False]
    assert Event.objects.filter(code__contains="draft").count() == 0


@pytest.mark.parametrize("form", ["wishes", "passport", "photos", "new", "own2"])
def test_forms_without_a_draft_have_no_address_for_one(guests, client, form):
    answer = client.post(page(guests.own, "member_draft", form), {**typed_passport(), "other": WISH})

    assert (answer.status_code, Draft.objects.count()) == (404, 0)


def test_the_next_visit_offers_the_draft(guests, client):
    client.post(page(guests.own, "member_draft", "own"), {**OWN, "version": guests.first.version})

    offered = client.get(page(guests.own, "member"))
    taken_up = client.get(f"{page(guests.own, 'member')}?draft=1")

    form = taken_up.context["form"]
    assert (offered.context["draft"].form, "Zielińska-Mała" in offered.content.decode()) == ("own", False)
    assert (form["family_name"].value(), form["languages"].value(), form["function"].value().texts) == (
        "Zielińska-Mała", ["pl", "de"], {"pl": "dyrektorka"},
    )  # fmt: skip


def test_a_draft_goes_when_the_form_is_saved_and_does_not_come_back(guests, client):
    key = client.get(page(guests.own, "member")).context["form_key"]
    typed = {**OWN, "version": guests.first.version, "form_key": key}
    client.post(page(guests.own, "member_draft", "own"), typed)

    saved = client.post(page(guests.own, "member"), typed)
    late = client.post(page(guests.own, "member_draft", "own"), typed, headers={"X-Hospitium-Draft": "1"})

    assert (saved.status_code, late.status_code, Draft.objects.count()) == (302, 204, 0)


def test_a_draft_is_discarded(guests, client):
    client.post(page(guests.own, "member_draft", "own"), OWN)

    answer = client.post(page(guests.own, "member_draft", "own"), {"discard": "1"})

    assert (answer.status_code, Draft.objects.count()) == (302, 0)


def test_a_draft_without_script_leads_back_to_what_was_typed(guests, client):
    answer = client.post(page(guests.own, "member_draft", "own"), OWN)

    assert (answer.status_code, answer.url) == (302, f"{page(guests.own, 'member')}?draft=1")


def test_drafts_go_with_their_link(guests, client):
    client.post(page(guests.own, "member_draft", "own"), OWN)
    kept = forget_drafts()
    revoke_link(link_id=guests.own.pk, by=guests.officer)

    assert (kept, forget_drafts(), Draft.objects.count()) == (0, 1, 0)


def test_drafts_are_limited(guests, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guest_draft": "1/h/key"}

    answers = [client.post(page(guests.own, "member_draft", "own"), OWN) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [302, 429]


def test_nothing_of_the_own_pages_reaches_a_mail(guests, client):
    Mail.objects.all().delete()
    client.post(page(guests.own, "member_wishes"), {"diets": ["vegan"], "other": WISH, "consent": "on"})
    client.post(page(guests.own, "member_passport"), typed_passport())

    assert (Mail.objects.count(), cookie_name(guests.own.pk) in client.cookies) == (0, True)
