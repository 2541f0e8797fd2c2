"""Members: named, changed, withdrawn, their wishes, by the office and by guests; versions and late changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from hospitium.accounts.actions import open_link
from hospitium.accounts.models import GuestUse
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.search import find
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import members as actions
from hospitium.delegations.actions.versions import PATIENCE, make_version, post_late_changes
from hospitium.delegations.documents.people import printable
from hospitium.delegations.forms.members import EditMember, NameMember, Wishes, names_of
from hospitium.delegations.models import CateringWish, Delegation, Member
from hospitium.delegations.queries.names import ordered_by_name
from hospitium.delegations.queries.version_words import sentences_of
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db
NAMES = {"family_name": "Zielińska", "given_name": "Łucja"}


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def delegation(officer):
    starts = timezone.localdate() + timedelta(days=40)
    visit = make_visit(unit=officer.grants.get().unit, officer=officer, starts_on=starts, ends_on=starts)
    return make_delegation(visit=visit)


@pytest.fixture
def member(delegation):
    return make_member(delegation=delegation, **NAMES)


def link_to(subject, purpose, officer):
    link, _address = open_link(
        purpose=purpose,
        subject=subject,
        name="Focal Point",
        email="focal@example.org",
        language="pl",
        ends_on=timezone.localdate() + timedelta(days=30),
        by=officer,
    )
    return link


def handed_in(delegation, by):
    delegation.state = Delegation.State.NAMED
    delegation.save()
    return make_version(delegation, link_id=None, by=by)


def codes(subject):
    return [(event.code, event.actor, event.facts) for event in timeline(subject)]


# ---- naming --------------------------------------------------------------------------
def test_the_office_names_a_member_who_is_found_by_name(delegation, officer):
    member = actions.add_member(delegation_id=delegation.pk, values=NAMES, by=officer)

    assert (str(member), member.delegation) == ("Łucja Zielińska", delegation)
    assert codes(member) == [("member.added", officer, {"link": None})]
    assert list(find("zielinska")) == [("delegations.member", str(member.pk))]
    assert not delegation.versions.exists()


def test_a_guest_names_a_member_and_it_shows_at_the_link(delegation, officer):
    link = link_to(delegation, "delegation", officer)

    member = actions.add_member(delegation_id=delegation.pk, values=NAMES, link_id=link.pk)

    assert codes(member) == [("member.added", None, {"link": link.pk})]
    assert [use.what for use in GuestUse.objects.filter(link=link)] == ["named"]


def test_nobody_of_another_office_names_anybody(delegation):
    with pytest.raises(Refused):
        actions.add_member(delegation_id=delegation.pk, values=NAMES, by=make_user(role=Role.OFFICER, unit=make_unit()))

    assert not Member.objects.exists()


def test_without_person_and_link_nothing_happens(delegation):
    with pytest.raises(Refused):
        actions.add_member(delegation_id=delegation.pk, values=NAMES)


def test_a_guest_takes_no_more_places_than_there_are_and_the_office_does(delegation, officer, english):
    Delegation.objects.update(quota=1)
    make_member(delegation=delegation)
    link = link_to(delegation, "delegation", officer)

    with pytest.raises(Refused) as refused:
        actions.add_member(delegation_id=delegation.pk, values=NAMES, link_id=link.pk)
    actions.add_member(delegation_id=delegation.pk, values=NAMES, by=officer)

    assert str(refused.value) == "The one place is taken. Withdraw somebody, or ask the office for another place."
    assert delegation.members.count() == 2


def test_links_reach_their_own_record_alone(delegation, member, officer):
    other, own = make_member(), make_member(delegation=delegation)
    own_link = link_to(own, "member", officer)
    link = link_to(delegation, "delegation", officer)

    for used, reached in ((own_link, member), (link, other)):
        with pytest.raises(Refused):
            actions.change_member(member_id=reached.pk, version=1, values={"phone": "1"}, link_id=used.pk)
    with pytest.raises(Refused):
        actions.add_member(delegation_id=delegation.pk, values=NAMES, link_id=own_link.pk)
    actions.change_member(member_id=own.pk, version=1, values={"phone": "1"}, link_id=own_link.pk)
    actions.change_member(member_id=own.pk, version=2, values={"phone": "2"}, link_id=link.pk)

    assert list(Member.objects.exclude(phone="").values_list("pk", "phone")) == [(own.pk, "2")]


@pytest.mark.parametrize("state", ["arrived", "closed"])
def test_guests_change_nothing_after_the_arrival(delegation, member, officer, state):
    link = link_to(delegation, "delegation", officer)
    Delegation.objects.update(state=state, closed_on=timezone.localdate() if state == "closed" else None)

    with pytest.raises(Refused):
        actions.withdraw_member(member_id=member.pk, link_id=link.pk)


# ---- changing ---------------------------------------------------------------------
def test_who_saves_second_sees_what_the_first_saved(member, officer):
    actions.change_member(member_id=member.pk, version=1, values={"phone": "+48 1"}, by=officer)

    with pytest.raises(Conflict) as conflict:
        actions.change_member(member_id=member.pk, version=1, values={"phone": "+48 2"}, by=officer)

    assert conflict.value.current.phone == "+48 1"
    assert codes(member) == [("member.changed", officer, {"fields": ["phone"], "link": None})]


def test_a_delegation_has_one_head(member, delegation, officer, english):
    make_member(delegation=delegation, family_name="Lis", given_name="Ewa", role="head")

    with pytest.raises(Refused) as refused:
        actions.change_member(member_id=member.pk, version=None, values={"role": "head"}, by=officer)

    assert str(refused.value) == "Ewa Lis is the head of this delegation. Give that person another role first."


def test_withdrawn_members_are_not_found_and_can_return(member, officer):
    actions.withdraw_member(member_id=member.pk, by=officer)
    gone = (list(find("zielinska")), list(Member.objects.printable()))
    with pytest.raises(Refused):
        actions.withdraw_member(member_id=member.pk, by=officer)
    actions.return_member(member_id=member.pk, by=officer)
    with pytest.raises(Refused):
        actions.return_member(member_id=member.pk, by=officer)

    assert gone == ([], [])
    assert list(Member.objects.printable()) == [member]
    assert [code for code, _by, _facts in codes(member)] == ["member.returned", "member.withdrawn"]


def test_a_head_returns_only_where_nobody_followed(delegation, officer):
    old = make_member(delegation=delegation, role="head", withdrawn_on=timezone.localdate())
    make_member(delegation=delegation, role="head")

    with pytest.raises(Refused):
        actions.return_member(member_id=old.pk, by=officer)


def test_restricted_members_stand_in_no_list_and_are_not_found(member, officer):
    actions.change_member(member_id=member.pk, version=None, values={"phone": "1"}, by=officer)
    actions.restrict_member(member_id=member.pk, restricted=True, by=officer)
    hidden = (list(Member.objects.printable()), list(find("zielinska")))
    actions.restrict_member(member_id=member.pk, restricted=False, by=officer)

    assert hidden == ([], [])
    assert list(find("zielinska")) == [("delegations.member", str(member.pk))]
    assert [code for code, _by, _facts in codes(member)][:2] == ["member.unrestricted", "member.restricted"]


def test_nothing_is_changed_on_erased_members(member, officer):
    Member.objects.update(erased_on=timezone.localdate())

    with pytest.raises(Refused):
        actions.change_member(member_id=member.pk, version=None, values={"phone": "1"}, by=officer)


def test_members_confirm_their_own_data(member, officer):
    link, today = link_to(member, "member", officer), timezone.localdate()

    actions.confirm_own_data(member_id=member.pk, link_id=link.pk)

    member.refresh_from_db()
    assert (member.confirmed_on, member.notice_given_on, member.version) == (today, today, 2)
    assert codes(member)[0][0] == "member.confirmed"


# ---- wishes ---------------------------------------------------------------------------
WISHES = {"has_none": False, "diets": ["vegan"], "needs": ["step_free"], "other": ""}


def test_wishes_are_kept_and_deleted_when_the_consent_is_taken_back(member, officer):
    wish = actions.set_wish(member_id=member.pk, version=None, values=WISHES, by=officer)
    kept = (wish.diets, wish.needs, wish.version, wish.consented_at.date() == timezone.now().date())
    actions.clear_wish(member_id=member.pk, by=officer)
    with pytest.raises(Refused):
        actions.clear_wish(member_id=member.pk, by=officer)

    assert kept == (["vegan"], ["step_free"], 1, True)
    assert not CateringWish.objects.exists()
    assert codes(member) == [
        ("member.wishes_revoked", officer, {"link": None}),
        ("member.wishes_given", officer, {"link": None}),
    ]


def test_two_people_at_the_same_wishes_do_not_overwrite_each_other(member, officer):
    actions.set_wish(member_id=member.pk, version=None, values=WISHES, by=officer)
    actions.set_wish(member_id=member.pk, version=1, values={**WISHES, "diets": []}, by=officer)

    with pytest.raises(Conflict):
        actions.set_wish(member_id=member.pk, version=1, values=WISHES, by=officer)

    assert CateringWish.objects.get().diets == []


@pytest.mark.parametrize(
    ("data", "is_valid"),
    [
        ({"diets": ["vegan"], "consent": "on"}, True),
        ({"has_none": "on", "consent": "on"}, True),
        ({"diets": ["vegan"]}, False),
        ({"has_none": "on", "diets": ["vegan"], "consent": "on"}, False),
        ({"consent": "on"}, False),
    ],
)
def test_wishes_need_consent_and_something_to_keep(data, is_valid):
    assert Wishes(data).is_valid() is is_valid


# ---- the forms -------------------------------------------------------------------------
def filled(delegation, **data):
    form = NameMember({"role": "member", **data})
    form.for_delegation(delegation)
    return form


def test_a_name_form_asks_for_two_languages_and_keeps_the_others(delegation):
    member = make_member(delegation=delegation, function=written_in("cs", "ředitelka", pl="dyrektorka"))
    form = NameMember.of(
        member, {"role": "member", **NAMES, "function-pl": "prezydentka", "function-de": "Präsidentin"}
    )
    form.for_delegation(delegation, member)

    assert form.is_valid()
    assert form.cleaned_data["function"] == {"pl": "prezydentka", "de": "Präsidentin", "cs": "ředitelka"}


def test_cyrillic_alone_is_completed_and_said_to_be_a_proposal(delegation):
    form = filled(delegation, own_family_name="Іваненко", own_given_name="Олена")

    assert (form.is_valid(), form.is_proposed) == (True, True)
    assert [form.cleaned_data[name] for name in ("family_name", "given_name")] == ["Ivanenko", "Olena"]


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (
            {"family_name": "No\u202ewak"},
            "family_name",
            "There is a sign in it that cannot be seen: U+202E RIGHT-TO-LEFT OVERRIDE."
            " Type the name instead of pasting it.",
        ),
        (
            {"family_name": "Nowak", "function-pl": "dyrektor\u200b"},
            "function",
            "There is a sign in it that cannot be seen: U+200B ZERO WIDTH SPACE. Type the name instead of pasting it.",
        ),
        ({}, "family_name", "The family name is missing. Who has only one name writes it here."),
        ({"family_name": "Παππάς"}, "family_name", "Write this name in Latin letters, as in the passport."),
        ({"family_name": "123"}, "family_name", "This is not a name: there is no letter in it."),
        ({"family_name": "=HYPERLINK(1)"}, "family_name", "A name begins with a letter."),
        ({"family_name": "Nowak", "given_name": "@Anna"}, "given_name", "A name begins with a letter."),
        (
            {"family_name": "Nowak", "email": "a@example.org,b@example.org"},
            "email",
            "Enter a valid email address.",
        ),
    ],
)
def test_what_no_name_holds_is_said(delegation, english, data, field, message):
    form = filled(delegation, **data)

    assert {name: list(errors) for name, errors in form.errors.items()} == {field: [message]}


def test_hungarian_names_begin_with_the_family(officer):
    hungarian = make_delegation(language="hu")

    form = names_of({"family_name": "Kovács", "given_name": "Anna", "function-hu": "igazgató"}, hungarian)

    assert form.is_valid()
    assert (form.cleaned_data["name_order"], form.cleaned_data["function"]) == ("family_first", {"hu": "igazgató"})


def test_the_officers_form_starts_from_what_is_stored(member):
    form = EditMember.of(member)

    assert (form.initial["family_name"], form.initial["version"]) == ("Zielińska", 1)


# ---- versions ---------------------------------------------------------------------------
def test_a_list_that_was_handed_in_keeps_each_change(delegation, member, officer, english):
    handed_in(delegation, officer)

    other = actions.add_member(delegation_id=delegation.pk, values={"family_name": "Lis"}, by=officer)
    actions.change_member(
        member_id=member.pk, version=None, values={"function": {"pl": "prezydentka"}, "phone": "1"}, by=officer
    )
    actions.set_wish(member_id=other.pk, version=None, values=WISHES, by=officer)

    versions = {version.number: version for version in delegation.versions.all()}
    assert sorted(versions) == [1, 2]
    assert sentences_of(versions[2].changes) == [
        "Lis comes, too.",
        "Łucja Zielińska: function prezydentka instead of dyrektorka biura.",
    ]
    assert "vegan" not in str(versions[2].content)


def test_what_is_in_no_list_makes_no_version(delegation, member, officer):
    handed_in(delegation, officer)

    actions.change_member(member_id=member.pk, version=None, values={"phone": "1"}, by=officer)

    assert [version.number for version in delegation.versions.all()] == [1]


def test_two_people_make_two_versions(delegation, member, officer):
    handed_in(delegation, officer)
    link = link_to(delegation, "delegation", officer)

    actions.change_member(member_id=member.pk, version=None, values={"academic_title": "dr"}, link_id=link.pk)
    actions.withdraw_member(member_id=member.pk, by=officer)

    found = [(version.number, version.made_by, version.made_with) for version in delegation.versions.all()]
    assert found == [(3, officer, None), (2, None, link), (1, officer, None)]


def test_late_changes_of_a_guest_reach_the_officer_once_in_one_mail(delegation, member, officer):
    handed_in(delegation, officer)
    Delegation.objects.update(changes_due_on=timezone.localdate() - timedelta(days=1))
    link = link_to(delegation, "delegation", officer)
    Mail.objects.all().delete()

    actions.add_member(delegation_id=delegation.pk, values={"family_name": "Lis"}, link_id=link.pk)
    actions.withdraw_member(member_id=member.pk, link_id=link.pk)
    too_early = post_late_changes(now=timezone.now())
    sent = post_late_changes(now=timezone.now() + PATIENCE)
    again = post_late_changes(now=timezone.now() + 3 * PATIENCE)

    assert (too_early, sent, again) == (0, 1, 0)
    mail = Mail.objects.get()
    assert (mail.to, mail.language) == (officer.email, "de")
    assert ("Lis" in mail.body, "Łucja Zielińska" in mail.body) == (True, True)
    assert codes(delegation)[0][0] == "delegation.late_changes_told"


def test_nobody_is_told_of_the_own_changes_or_of_what_was_taken_back(delegation, member, officer):
    handed_in(delegation, officer)
    Delegation.objects.update(changes_due_on=timezone.localdate() - timedelta(days=1))
    link = link_to(delegation, "delegation", officer)

    actions.change_member(member_id=member.pk, version=None, values={"academic_title": "dr"}, by=officer)
    own = post_late_changes(now=timezone.now() + PATIENCE)
    actions.withdraw_member(member_id=member.pk, link_id=link.pk)
    actions.return_member(member_id=member.pk, link_id=link.pk)
    taken_back = post_late_changes(now=timezone.now() + PATIENCE)

    assert (own, taken_back) == (0, 0)


def test_each_difference_has_its_sentence(english):
    def told(code, before, after):
        return sentences_of([{"member": 1, "name": "Lis", "code": code, "before": before, "after": after}])[0]

    director = written_in("en", "director").as_json()
    with translation.override("en"):
        assert [
            told("name", "Lys", "Lis"),
            told("title", "", "Dr."),
            told("title", "Dr.", ""),
            told("role", "member", "head"),
            told("rank", {}, director),
            told("organisation", director, {}),
        ] == [
            "Lys is now written Lis.",
            "Lis: title “Dr.”.",
            "Lis: no title any more.",
            "Lis: head of the delegation instead of member.",
            "Lis: rank director.",
            "Lis: no organisation any more.",
        ]


def test_names_are_looked_for_by_the_alphabet_of_the_reader():
    delegation = make_delegation()
    for family in ("Łaska", "Lubicz", "Mazur", "Lzz"):
        make_member(delegation=delegation, family_name=family, given_name="A", rank=None, role="member")

    def families(language):
        with translation.override(language):
            chosen = ordered_by_name(Member.objects.filter(delegation=delegation))
            printed = printable(delegation)
        assert [one.pk for one in chosen] == [one.pk for one in printed]
        return [one.family_name for one in chosen]

    assert families("pl") == ["Lubicz", "Lzz", "Łaska", "Mazur"]
    assert families("de") == ["Łaska", "Lubicz", "Lzz", "Mazur"]
    assert list(ordered_by_name(Member.objects.none())) == []
