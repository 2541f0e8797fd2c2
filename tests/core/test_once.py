"""A form has its effect once, however often it is sent (F-11)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hospitium.core.http import new_form_key
from hospitium.core.models import Event, FormKey
from hospitium.partners.models import Interest
from tests import factories
from tests.together import at_once

PAGE = "/desk/new/interest/"


@pytest.fixture
def office():
    """A contact of a department, and what one would type into the form of a need."""
    unit, topic = factories.make_unit(), factories.make_topic()
    user = factories.make_user(role="department_contact", unit=unit)
    typed = {"kind": "need", "topic": topic.pk, "text-de": "Fahrradparken", "unit": unit.pk, "form_key": new_form_key()}
    return user, typed


def counted():
    return Interest.objects.count(), Event.objects.count(), FormKey.objects.count()


def test_the_second_sending_is_led_to_the_outcome_of_the_first(db, office, sign_in):
    user, typed = office
    browser = sign_in(user)

    answers = [browser.post(PAGE, typed) for _turn in range(3)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("partners:interests"))] * 3
    assert counted() == (1, 1, 1)


def test_the_same_form_opened_again_is_another_form(db, office, sign_in):
    user, typed = office
    browser = sign_in(user)

    for _turn in range(2):
        browser.post(PAGE, {**typed, "form_key": browser.get(PAGE).context["form_key"]})

    assert counted() == (2, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_twenty_sendings_at_the_same_moment_have_one_effect(office, sign_in):
    user, typed = office
    session = sign_in(user).cookies

    def send() -> tuple[int, str]:
        browser = Client()
        browser.cookies = session.copy()
        answer = browser.post(PAGE, typed)
        return answer.status_code, answer.headers.get("Location", "")

    answers = at_once([send] * 20)

    assert answers == [(302, reverse("partners:interests"))] * 20
    assert counted() == (1, 1, 1)


def test_a_key_of_somebody_else_opens_nothing(db, office, sign_in):
    user, typed = office
    colleague = factories.make_user(role="department_contact", unit=user.grants.get().unit)
    sign_in(user).post(PAGE, typed)

    answer = sign_in(colleague).post(PAGE, typed)

    assert (answer.status_code, counted()) == (403, (1, 1, 1))


def test_a_form_with_an_error_can_be_sent_again(db, office, sign_in):
    user, typed = office
    browser = sign_in(user)

    wrong = browser.post(PAGE, {**typed, "topic": ""})
    after_wrong = counted()
    right = browser.post(PAGE, typed)

    assert (wrong.status_code, after_wrong, right.status_code, counted()) == (422, (0, 0, 0), 302, (1, 1, 1))


def test_a_refusal_leaves_the_key_unused(db, office, sign_in):
    user, typed = office
    browser = sign_in(user)

    refused = browser.post(PAGE, {**typed, "unit": factories.make_unit().pk})

    assert (refused.status_code, counted()) == (422, (0, 0, 0))
    assert browser.post(PAGE, typed).status_code == 302


def test_a_form_without_a_key_is_taken_as_it_is(db, office, sign_in):
    user, typed = office
    del typed["form_key"]

    assert sign_in(user).post(PAGE, typed).status_code == 302
    assert counted() == (1, 1, 0)


def test_a_key_in_the_address_does_not_count(db, office, sign_in):
    user, typed = office

    assert sign_in(user).get(PAGE, typed).status_code == 200
    assert counted() == (0, 0, 0)


def test_keys_cannot_be_guessed():
    keys = {new_form_key() for _turn in range(100)}

    assert (len(keys), {len(key) for key in keys}) == (100, {24})
