"""The pages of delegations and members, as the office uses them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.multilingual import written_in
from hospitium.delegations.actions import delegations as actions
from hospitium.delegations.models import CateringWish, Delegation, DelegationVersion, Member
from hospitium.delegations.queries.usual import usual_values
from hospitium.visits.models import Visit
from hospitium.visits.queries.interpreting import sheet_of
from tests.delegations.browsing import names_in_order, page, press, text_of
from tests.factories import make_partnership, make_unit, make_user
from tests.factories_delegations import make_delegation, make_member, make_rank

pytestmark = pytest.mark.django_db


# ---- opening ----------------------------------------------------------------------
@pytest.mark.parametrize(("direction", "begun"), [("in", ("incoming", "pl")), ("out", ("outgoing", "de"))])
def test_who_travels_for_us_is_written_to_in_our_language(visit, settings, direction, begun):
    settings.LANGUAGE_CODE = "de"
    visit.guest_language, visit.activity.direction = "pl", direction

    values = usual_values(visit, today=timezone.localdate())

    assert (values["side"], values["language"]) == begun


def test_the_head_comes_first_whatever_the_ranks_and_a_closed_list_misses_nothing(desk, delegation):
    make_member(delegation=delegation, family_name="Adamska", given_name="Ola", rank=make_rank(position=901))
    make_member(delegation=delegation, family_name="Zając", given_name="Ewa", role="head")

    shown = desk.get(page("delegation", delegation.pk))
    assert names_in_order(shown) == ["Ewa Zając", "Ola Adamska"]
    assert [str(one) for one in delegation.members.in_order()] == ["Ewa Zając", "Ola Adamska"]
    assert "Still missing" in text_of(shown)
    Delegation.objects.update(state="closed", closed_on=timezone.localdate())
    assert "Still missing" not in text_of(desk.get(page("delegation", delegation.pk)))


def test_whoever_has_left_is_asked_for_nothing(desk, delegation, visit):
    make_member(delegation=delegation)
    over = timezone.localdate() - timedelta(days=1)

    before = "Still missing" in text_of(desk.get(page("delegation", delegation.pk)))
    Visit.objects.filter(pk=visit.pk).update(starts_on=over, ends_on=over)

    assert (before, "Still missing" in text_of(desk.get(page("delegation", delegation.pk)))) == (True, False)


def test_a_delegation_is_opened_from_the_visit_for_each_partnership(desk, visit):
    shown = desk.get(page("delegation_new", visit.pk))
    data = {
        "partnerships": [one.pk for one in visit.activity.partnerships.all()],
        "side": "incoming",
        "language": "pl",
        "quota": "12",
        "names_due_on": "2027-01-10",
        "mandate-de": "Hochwasser",
    }

    answer = desk.post(page("delegation_new", visit.pk), data)

    made = Delegation.objects.get()
    assert (shown.status_code, answer.url) == (200, made.get_absolute_url())
    assert (made.quota, made.language, made.mandate.texts) == (12, "pl", {"de": "Hochwasser"})
    assert made.partnership in visit.activity.partnerships.all()


def test_deadlines_go_forward(desk, delegation):
    data = {"language": "pl", "names_due_on": "2027-02-10", "details_due_on": "2027-02-01", "version": "1"}

    answer = desk.post(page("delegation_edit", delegation.pk), data)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "details_due_on": ["This day lies before the one above. First the names, then the details."]
    }


def test_the_same_partnership_has_one_delegation(desk, visit, delegation):
    data = {"partnerships": [delegation.partnership_id], "side": "incoming", "language": "pl"}

    answer = desk.post(page("delegation_new", visit.pk), data)

    assert (answer.status_code, Delegation.objects.count()) == (422, 1)


@pytest.mark.parametrize("with_member", [True, False])
def test_only_an_empty_delegation_is_removed(desk, delegation, with_member):
    if with_member:
        make_member(delegation=delegation)

    press(desk, page("delegation_remove", delegation.pk))

    assert Delegation.objects.exists() is with_member


def test_two_officers_see_both_versions_of_the_data(desk, delegation):
    desk.post(page("delegation_edit", delegation.pk), {"language": "pl", "quota": "5", "version": "1"})

    answer = desk.post(page("delegation_edit", delegation.pk), {"language": "pl", "quota": "7", "version": "1"})

    assert (answer.status_code, Delegation.objects.get().quota) == (409, 5)


# ---- the list ---------------------------------------------------------------------
def test_the_list_of_delegations_shows_named_and_places(desk, delegation):
    make_member(delegation=delegation)
    make_member(delegation=delegation, withdrawn_on=timezone.localdate())

    answer = desk.get(page("delegations"))

    assert [(row.pk, row.named, row.quota) for row in answer.context["page"]] == [(delegation.pk, 1, 3)]


@pytest.mark.parametrize("name", ["delegations", "of_visit"])
def test_lists_need_the_same_queries_for_one_and_for_three(desk, officer, visit, name):
    keys = [visit.pk] if name == "of_visit" else []
    first = make_delegation(visit=visit)
    make_member(delegation=first)

    def queries(quota):
        # A change moves the clock; without it the page would come from what is kept.
        actions.edit_delegation(delegation_id=first.pk, version=None, values={"quota": quota}, by=officer)
        with CaptureQueriesContext(connection) as seen:
            desk.get(page(name, *keys))
        return len(seen)

    queries(1)
    one = queries(2)
    for _number in range(2):
        partnership = make_partnership(unit=visit.unit)
        make_member(delegation=make_delegation(visit=visit, partnership=partnership))

    assert queries(3) == one


def test_the_list_leaves_the_house_as_a_file(desk, delegation):
    answer = desk.get(page("delegations"), {"export": "csv"})

    assert str(delegation.partnership) in answer.content.decode("utf-8-sig")


def test_other_offices_find_nothing(sign_in, delegation):
    other = sign_in(make_user(role=Role.OFFICER, unit=make_unit()))
    member = make_member(delegation=delegation)

    addresses = [
        page("delegation", delegation.pk),
        page("of_visit", delegation.visit_id),
        page("versions", delegation.pk),
        page("member", member.pk),
        page("member_edit", member.pk),
        page("member_wishes", member.pk),
    ]

    assert [other.get(address).status_code for address in addresses] == [404] * len(addresses)


# ---- the page of a delegation -------------------------------------------------------
def test_members_stand_in_order_of_place_rank_and_name(desk, delegation):
    high, low = make_rank(position=1), make_rank(position=2)
    make_member(delegation=delegation, family_name="Zorn", given_name="Ada", rank=high)
    make_member(delegation=delegation, family_name="Łoza", given_name="Ewa", rank=low)
    make_member(delegation=delegation, family_name="Lis", given_name="Jan", rank=low)
    make_member(delegation=delegation, family_name="Bez", given_name="Rangi")
    make_member(delegation=delegation, family_name="Pierwszy", given_name="Adam", place=1)

    answer = desk.get(page("delegation", delegation.pk))

    assert names_in_order(answer) == ["Adam Pierwszy", "Ada Zorn", "Jan Lis", "Ewa Łoza", "Rangi Bez"]


def test_what_is_missing_is_said_with_its_day(desk, delegation):
    day = timezone.localdate() + timedelta(days=3)
    Delegation.objects.update(names_due_on=day, details_due_on=day + timedelta(days=5), asks_passport=True)
    complete = make_member(delegation=delegation, phone="1", address="madam", family_name="Lis")
    CateringWish.objects.create(member=complete, has_none=True, consented_at=timezone.now())
    make_member(delegation=delegation, function=written_in("pl", ""), family_name="Maj", email="")

    rows = desk.get(page("delegation", delegation.pk)).context["rows"]

    assert [[(gap.code, gap.due_on) for gap in row.known.gaps] for row in rows] == [
        [("passport", day + timedelta(days=5))],
        [
            ("function", day),
            ("address", day + timedelta(days=5)),
            ("phone", day + timedelta(days=5)),
            ("wishes", day + timedelta(days=5)),
            ("passport", day + timedelta(days=5)),
        ],
    ]


def test_the_page_of_a_delegation_needs_the_same_queries_for_one_and_for_three(desk, delegation):
    make_member(delegation=delegation)
    desk.get(page("delegation", delegation.pk))
    with CaptureQueriesContext(connection) as one:
        desk.get(page("delegation", delegation.pk))
    make_member(delegation=delegation, rank=make_rank())
    make_member(delegation=delegation)
    with CaptureQueriesContext(connection) as three:
        desk.get(page("delegation", delegation.pk))

    assert len(three) == len(one)


def test_places_are_shown_as_seats(desk, delegation):
    make_member(delegation=delegation)

    answer = desk.get(page("delegation", delegation.pk))

    assert answer.context["progress"].meter == ["half", "", ""]
    assert "1 of 3 places named, 0 of them complete." in text_of(answer)


def test_twins_are_pointed_out_within_and_across_delegations(desk, delegation):
    make_member(delegation=delegation, family_name="Georgieva", given_name="Anna")
    other = make_delegation(visit=delegation.visit, side="outgoing")
    make_member(delegation=other, family_name="Gueorguieva", given_name="Anna", own_family_name="Георгиева")
    make_member(delegation=delegation, family_name="Lis", given_name="Jan")

    answer = desk.get(page("delegation", delegation.pk))

    assert [(str(one), str(two)) for one, two in answer.context["alike"]] == [("Anna Georgieva", "Anna Gueorguieva")]


def test_the_order_is_changed_by_buttons_and_given_back(desk, delegation):
    for name in ("Adler", "Bauer", "Celan"):
        make_member(delegation=delegation, family_name=name, given_name="")
    last = Member.objects.get(family_name="Celan")

    moved = desk.post(page("member_move", last.pk), {"move": "up"})
    desk.post(page("member_move", last.pk), {"move": "up"})
    desk.post(page("member_move", last.pk), {"move": "up"})
    by_hand = names_in_order(desk.get(page("delegation", delegation.pk)))
    desk.post(page("order_reset", delegation.pk))
    computed = names_in_order(desk.get(page("delegation", delegation.pk)))

    assert moved.url == f"{delegation.get_absolute_url()}#member-{last.pk}"
    assert by_hand == ["Celan", "Adler", "Bauer"]
    assert computed == ["Adler", "Bauer", "Celan"]


# ---- steps ---------------------------------------------------------------------------
def test_steps_say_why_not(desk, delegation):
    answer = desk.get(page("delegation", delegation.pk))

    assert [(button.label, str(button.verdict.reason)) for button in answer.context["steps"]] == [
        ("List is complete", "Nobody is named yet.")
    ]


def test_more_people_than_places_are_not_confirmed(desk, delegation):
    for _number in range(4):
        make_member(delegation=delegation)
    Delegation.objects.update(state="named")

    answer = press(desk, page("delegation_step", delegation.pk, "confirm"))

    assert (answer.status_code, Delegation.objects.get().state) == (422, "named")


def test_an_unknown_step_is_not_found(desk, delegation):
    assert desk.get(page("delegation_step", delegation.pk, "dance")).status_code == 404


def test_from_the_list_to_the_closing(desk, delegation, officer):
    make_member(delegation=delegation)
    make_member(delegation=delegation)
    make_member(delegation=delegation, withdrawn_on=timezone.localdate())
    for step in ("name", "confirm"):
        press(desk, page("delegation_step", delegation.pk, step))
    too_early = press(desk, page("delegation_step", delegation.pk, "close")).status_code
    Visit.objects.update(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    press(desk, page("delegation_step", delegation.pk, "arrive"))
    asked = desk.get(page("delegation_step", delegation.pk, "close"))
    press(desk, page("delegation_step", delegation.pk, "close"))

    delegation.refresh_from_db()
    activity = Visit.objects.get().activity
    assert too_early == 422
    assert asked.context["will"][:2] == [
        "2 people are counted as having taken part.",
        "The number goes into the activity and with it into the balance of the partnership.",
    ]
    assert (delegation.state, delegation.closed_on) == ("closed", timezone.localdate())
    assert (activity.heads_planned, activity.heads) == (2, 2)
    assert DelegationVersion.objects.count() == 1


# ---- the check of the visit -----------------------------------------------------------
def test_the_visit_learns_whether_names_and_diets_are_known(desk, delegation, visit):
    member = make_member(delegation=delegation)
    press(desk, page("delegation_step", delegation.pk, "name"))
    named = Visit.objects.values_list("names_known", "diets_known").get()
    desk.post(page("member_wishes", member.pk), {"diets": ["vegan"], "consent": "on"})
    fed = Visit.objects.values_list("names_known", "diets_known").get()
    press(desk, page("wishes_clear", member.pk))
    hungry = Visit.objects.values_list("names_known", "diets_known").get()
    form = desk.get(reverse("visits:visit_edit", args=[visit.pk])).context["form"]

    assert (named, fed, hungry) == ((True, False), (True, True), (True, False))
    assert [name for name in ("names_known", "diets_known") if name in form.fields] == []


def test_interpreters_get_the_names_of_the_guests(delegation, visit, english):
    make_member(
        delegation=delegation,
        family_name="Ivanenko",
        given_name="Olena",
        own_family_name="Іваненко",
        own_given_name="Олена",
        pronunciation="o-LE-na",
        function=written_in("de", "Direktorin", pl="dyrektorka"),
    )
    make_member(delegation=delegation, is_restricted=True)

    guests = [term for term in sheet_of(visit).terms if str(term.sort) == "guest"]

    assert [(term.ours, term.theirs, term.note) for term in guests] == [
        ("Olena Ivanenko, Direktorin", "Olena Ivanenko, dyrektorka", "Олена Іваненко, o-LE-na")
    ]
