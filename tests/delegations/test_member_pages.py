"""The pages of members, and where members are found elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.delegations.models import CateringWish, Delegation, DelegationVersion, Member
from hospitium.delegations.queries.people_of_house import travellers
from hospitium.desk.queries.find import groups_of
from hospitium.desk.queries.today import due_of
from hospitium.partners.models import Contact
from hospitium.visits.models import Visit
from tests.delegations.browsing import page, press, text_of
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_delegation, make_member

pytestmark = pytest.mark.django_db


# ---- members -------------------------------------------------------------------------
def test_a_member_is_named_with_two_languages(desk, delegation):
    data = {
        "family_name": "Zielińska",
        "given_name": "Łucja",
        "role": "head",
        "function-pl": "dyrektorka",
        "function-de": "Direktorin",
    }

    desk.post(page("member_new", delegation.pk), data)

    member = Member.objects.get()
    assert (str(member), member.role, member.function.texts) == (
        "Łucja Zielińska",
        "head",
        {"pl": "dyrektorka", "de": "Direktorin"},
    )


def test_a_proposed_passport_form_wants_a_look(desk, delegation):
    data = {"own_family_name": "Іваненко", "own_given_name": "Олена", "role": "member"}

    answer = desk.post(page("member_new", delegation.pk), data, follow=True)

    assert "The passport form is only a proposal. Compare it with the passport." in text_of(answer)
    assert str(Member.objects.get()) == "Olena Ivanenko"


def test_the_page_of_a_member_shows_both_scripts_and_six_salutations(desk, delegation):
    member = make_member(
        delegation=delegation, family_name="Ivanenko", given_name="Olena", own_family_name="Іваненко", address="madam"
    )

    answer = desk.get(page("member", member.pk))

    assert [greeting.salutation.text for greeting in answer.context["greetings"]] == [
        "Sehr geehrte Frau Ivanenko",
        "Dear Ms Ivanenko",
        "Szanowna Pani Dyrektor",
        "Vážená paní",
        "Tisztelt Asszonyom",
        "Уважаемая госпожа Іваненко",
    ]
    assert ("Іваненко" in text_of(answer), "names are not inflected" in text_of(answer)) == (True, True)


def test_two_officers_at_one_member_see_both_versions(desk, delegation):
    member = make_member(delegation=delegation, family_name="Lis", given_name="Jan")
    data = {"family_name": "Lis", "given_name": "Jan", "role": "member", "name_order": "given_first", "version": "1"}
    desk.post(page("member_edit", member.pk), {**data, "phone": "111"})

    answer = desk.post(page("member_edit", member.pk), {**data, "phone": "222"})

    row = next(row for row in answer.context["rows"] if row["theirs"] == "111")
    assert (answer.status_code, row["mine"], Member.objects.get().phone) == (409, "222", "111")


def test_who_does_not_come_is_asked_first_and_can_return(desk, delegation):
    member = make_member(delegation=delegation)

    asked = desk.get(page("member_withdraw", member.pk))
    press(desk, page("member_withdraw", member.pk))
    gone = desk.get(page("delegation", delegation.pk))
    press(desk, page("member_return", member.pk))

    assert (asked.status_code, [str(one) for one in gone.context["withdrawn"]]) == (200, [str(member)])
    assert Member.objects.get().withdrawn_on is None


def test_restricting_is_one_click_and_lifted_by_the_same(desk, delegation):
    member = make_member(delegation=delegation)

    press(desk, page("member_restrict", member.pk))
    restricted = Member.objects.get().is_restricted
    press(desk, page("member_restrict", member.pk))

    assert (restricted, Member.objects.get().is_restricted) == (True, False)


def test_departments_read_names_but_neither_phones_nor_wishes(sign_in, delegation, visit):
    member = make_member(delegation=delegation, phone="+48 600 000 000")
    CateringWish.objects.create(member=member, diets=["vegan"], consented_at=timezone.now())
    reader = sign_in(make_user(role=Role.DEPARTMENT_CONTACT, unit=visit.unit))

    shown = reader.get(page("member", member.pk))
    if shown.status_code == 200:
        assert ("+48 600" in text_of(shown), "Given with consent" in text_of(shown)) == (False, False)
    assert reader.get(page("member_wishes", member.pk)).status_code in {403, 404}


# ---- outgoing, contacts, search, today ---------------------------------------------
def test_a_colleague_travels_with_name_and_address(desk, visit):
    ours = make_delegation(visit=visit, side="outgoing")
    colleague = make_user(name="Dr. Ilse Beispiel", email="ilse@example.org")

    answer = desk.post(page("member_ours", ours.pk), {"user": colleague.pk})

    member = Member.objects.get()
    assert answer.url == page("member_edit", member.pk)
    assert (member.academic_title, member.given_name, member.family_name, member.email) == (
        "Dr.", "Ilse", "Beispiel", "ilse@example.org"
    )  # fmt: skip


def test_the_officer_of_a_partner_is_no_colleague_of_ours(desk, visit):
    ours = make_delegation(visit=visit, side="outgoing")
    guest = make_user(role=Role.GUEST, partner_key="anywhere")
    colleague = make_user(role=Role.EMPLOYEE)

    found = set(travellers(ours))

    assert (colleague in found, guest in found) == (True, False)
    empty = desk.get(page("delegation", ours.pk)).content.decode()
    assert empty.count(page("member_ours", ours.pk)) == 2
    assert desk.post(page("member_ours", ours.pk), {"user": guest.pk}).status_code == 422


def test_who_was_there_becomes_a_contact_with_name_and_function_alone(desk, delegation):
    member = make_member(delegation=delegation, family_name="Lis", given_name="Ewa", email="ewa@example.org")
    too_early = press(desk, page("member_contact", member.pk)).status_code
    Visit.objects.update(starts_on=timezone.localdate(), ends_on=timezone.localdate())

    press(desk, page("member_contact", member.pk))
    again = press(desk, page("member_contact", member.pk)).status_code

    contact = Contact.objects.get()
    assert (too_early, again) == (422, 422)
    assert (contact.family_name, contact.given_name, contact.email, contact.phone) == ("Lis", "Ewa", "", "")
    assert [str(function) for function in contact.functions.all()] == ["dyrektorka biura"]


def test_members_are_found_by_those_who_may(desk, delegation, officer):
    data = {"family_name": "Zielińska", "given_name": "Łucja", "role": "member", "function-pl": "dyrektorka"}
    desk.post(page("member_new", delegation.pk), data)
    stranger = make_user(role=Role.OFFICER, unit=make_unit())

    found = [
        [hit["title"] for group in groups_of(text="zielinska", here="", by=user) for hit in group.hits]
        for user in (officer, stranger)
    ]

    assert found == [["Łucja Zielińska"], []]


def test_today_names_what_is_due_of_delegations(delegation, officer, english):
    today = timezone.localdate()
    Delegation.objects.update(names_due_on=today + timedelta(days=2), details_due_on=today + timedelta(days=90))
    DelegationVersion.objects.create(delegation=delegation, number=1, made_at=timezone.now(), is_late=True)

    titles = [line["title"] for line in due_of(today=today, here="", by=officer)]

    assert titles == ["Changed after the deadline", "Names of the delegation"]


# ---- versions -------------------------------------------------------------------------
def test_versions_are_listed_and_shown_as_they_were(desk, delegation):
    member = make_member(delegation=delegation, family_name="Lis", given_name="Ewa")
    press(desk, page("delegation_step", delegation.pk, "name"))
    hidden = make_member(delegation=delegation, family_name="Maj", given_name="")
    press(desk, page("member_restrict", hidden.pk))
    press(desk, page("member_withdraw", member.pk))

    listed = desk.get(page("versions", delegation.pk))
    first = DelegationVersion.objects.get(number=1)
    second = desk.get(page("version", DelegationVersion.objects.get(number=2).pk))
    shown = desk.get(page("version", first.pk))

    assert [row["sentences"] for row in listed.context["rows"]] == [
        ["Ewa Lis does not come."],
        [],
    ]
    assert [entry["name"] for entry in shown.context["entries"]] == ["Ewa Lis"]
    assert (second.context["entries"], second.context["sentences"]) == ([], ["Ewa Lis does not come."])


def test_restricted_members_stand_in_no_version_that_is_shown(desk, delegation):
    hidden = make_member(delegation=delegation, family_name="Tajny", given_name="")
    press(desk, page("delegation_step", delegation.pk, "name"))
    desk.post(page("member_edit", hidden.pk), {"family_name": "Tajnyy", "role": "member"})
    press(desk, page("member_restrict", hidden.pk))

    shown = [desk.get(page("versions", delegation.pk))]
    shown += [desk.get(page("version", version.pk)) for version in DelegationVersion.objects.all()]

    assert ["Tajny" in text_of(answer) for answer in shown] == [False] * 3


def test_erased_members_are_named_as_such_and_miss_nothing(desk, delegation):
    make_member(delegation=delegation, family_name="", given_name="", erased_on=timezone.localdate())

    rows = desk.get(page("delegation", delegation.pk)).context["rows"]

    assert [(row.name, row.known.is_complete) for row in rows] == [("data erased", True)]


def test_who_looks_alike_is_said_when_the_member_is_named(desk, delegation):
    make_member(delegation=delegation, family_name="Georgieva", given_name="Anna")
    data = {"family_name": "Gueorguieva", "given_name": "Anna", "role": "member"}

    answer = desk.post(page("member_new", delegation.pk), data, follow=True)

    assert "Perhaps the same person: Anna Georgieva" in text_of(answer)


def test_mixed_alphabets_are_pointed_out_and_kept(desk, delegation):
    data = {"family_name": "N\u043ewak", "given_name": "Anna", "role": "member"}

    answer = desk.post(page("member_new", delegation.pk), data, follow=True)

    assert "mixes letters of several alphabets" in text_of(answer)
    assert Member.objects.get().family_name == "N\u043ewak"


def test_a_visit_with_delegations_stays(desk, delegation):
    answer = press(desk, reverse("visits:visit_remove", args=[delegation.visit_id]))

    assert (answer.status_code, Visit.objects.count()) == (422, 1)
