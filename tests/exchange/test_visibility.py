"""Who sees an application, an offer, an assessment: truth tables over people."""

from __future__ import annotations

import pytest

from hospitium.accounts.roles import Role
from hospitium.documents.queries import may_have
from hospitium.exchange.models import Application, HostOffer, Placement, Round
from tests import factories as house
from tests.exchange import factories

pytestmark = pytest.mark.django_db


class People:
    def __init__(self) -> None:
        self.office, self.department, self.elsewhere = (house.make_unit() for _unit in range(3))
        self.record = factories.make_round(unit=self.office)
        self.applicant = house.make_user(role=Role.EMPLOYEE)
        self.other_applicant = house.make_user(role=Role.EMPLOYEE)
        self.contact = house.make_user(role=Role.DEPARTMENT_CONTACT, unit=self.department)
        self.other_contact = house.make_user(role=Role.DEPARTMENT_CONTACT, unit=self.elsewhere)
        self.officer = house.make_user(role=Role.OFFICER, unit=self.office)
        self.other_officer = house.make_user(role=Role.OFFICER, unit=self.elsewhere)
        self.head = house.make_user(role=Role.HEAD, unit=self.office)
        self.guest = house.make_user(role=Role.GUEST, partner_key="warsaw")
        self.interpreter = house.make_user(role=Role.INTERPRETER)
        self.auditor = house.make_user(role=Role.AUDITOR)
        self.administrator = house.make_user(role=Role.ADMINISTRATOR)
        person = factories.make_applicant(user=self.applicant, unit=self.department)
        self.application = factories.make_application(round=self.record, applicant=person, state="consented")
        other = factories.make_applicant(user=self.other_applicant, unit=self.elsewhere)
        factories.make_application(round=self.record, applicant=other, state="consented")

    def who(self, rows) -> set[str]:
        """The names of the people for whom this gives something."""
        return {
            name for name, user in vars(self).items() if hasattr(user, "email") and name != "application" and rows(user)
        }


@pytest.fixture
def people():
    return People()


def test_an_application_is_seen_by_four(people):
    def sees(user):
        return Application.objects.visible_to(user).filter(pk=people.application.pk).exists()

    assert people.who(sees) == {"applicant", "contact", "officer", "head"}


def test_a_draft_is_seen_by_its_writer_alone(people):
    Application.objects.update(state="draft", submitted_at=None)

    def sees(user):
        return Application.objects.visible_to(user).filter(pk=people.application.pk).exists()

    assert people.who(sees) == {"applicant"}


def test_the_panel_sees_what_it_assesses_and_nothing_of_its_own(people):
    for user in (people.other_applicant, people.applicant):
        factories.make_member(people.record, user)

    def assesses(user):
        return Application.objects.visible_to(user, "assessment.write").filter(pk=people.application.pk).exists()

    assert people.who(assesses) == {"other_applicant"}
    assert not Application.objects.visible_to(people.other_applicant).filter(pk=people.application.pk).exists()


def test_annexes_follow_the_application(people):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from hospitium.documents.actions.files import store_file
    from hospitium.exchange.models import Annex

    stored = store_file(upload=SimpleUploadedFile("cv.pdf", b"%PDF-x"), by=house.make_user())
    Annex.objects.create(application=people.application, label="CV", file=stored)

    assert people.who(lambda user: may_have(user, stored)) == {"applicant", "contact", "officer", "head"}


def test_who_made_a_file_has_it_no_longer_than_the_record_that_keeps_it(people):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from hospitium.documents.actions.files import store_file
    from hospitium.exchange.models import Annex

    former = people.officer
    stored = store_file(upload=SimpleUploadedFile("list.pdf", b"%PDF-x"), by=former)
    alone = may_have(former, stored), may_have(people.applicant, stored)
    Annex.objects.create(application=people.application, label="CV", file=stored)
    kept = may_have(former, stored)

    former.grants.all().delete()
    former = type(former).objects.get(pk=former.pk)

    assert (alone, kept, may_have(former, stored)) == ((True, False), True, False)


def test_a_call_that_is_out_is_seen_inside_and_one_that_is_not_by_its_office(people):
    factories.make_round(unit=people.office, call_on=None)

    def counts(user):
        return Round.objects.visible_to(user, "call.read").count()

    found = {name: counts(user) for name, user in vars(people).items() if hasattr(user, "email")}
    found.pop("application", None)
    assert found == {
        "applicant": 1, "other_applicant": 1, "contact": 1, "other_contact": 1, "officer": 2, "other_officer": 1,
        "head": 2, "guest": 0, "interpreter": 0, "auditor": 0, "administrator": 0,
    }  # fmt: skip


def test_an_offer_that_stands_is_seen_by_all_who_may_apply_and_a_draft_by_its_makers(people):
    standing = factories.make_offer(round=people.record)
    draft = factories.make_offer(round=people.record, unit=people.department, state="draft")

    def sees(offer):
        return lambda user: HostOffer.objects.visible_to(user).filter(pk=offer.pk).exists()

    assert people.who(sees(standing)) == {
        "applicant", "other_applicant", "contact", "other_contact", "officer", "other_officer", "head",
    }  # fmt: skip
    assert people.who(sees(draft)) == {"contact", "officer", "head"}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("proposed", {"officer", "head"}),
        ("announced", {"applicant", "contact", "officer", "head"}),
        ("accepted", {"applicant", "contact", "officer", "head"}),
    ],
)
def test_a_placement_is_told_step_by_step(people, state, expected):
    from django.utils import timezone

    offer = factories.make_offer(round=people.record)
    placed = Placement.objects.create(
        round=people.record,
        application=people.application,
        offer=offer,
        state=state,
        reason="x",
        placed_at=timezone.now(),
    )

    assert people.who(lambda user: Placement.objects.visible_to(user).filter(pk=placed.pk).exists()) == expected


@pytest.mark.parametrize(("state", "knows"), [("proposed", False), ("announced", False), ("accepted", True)])
def test_the_hosting_department_learns_who_comes_once_they_have_accepted(people, state, knows):
    from django.utils import timezone

    guest = factories.make_application(
        round=people.record, state="yes", applicant=factories.make_applicant(partner=house.make_partner())
    )
    Placement.objects.create(
        round=people.record,
        application=guest,
        offer=factories.make_offer(round=people.record, unit=people.elsewhere),
        state=state,
        reason="x",
        placed_at=timezone.now(),
    )

    assert Placement.objects.visible_to(people.other_contact).exists() == knows
