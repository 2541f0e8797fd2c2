"""The way of an employee through a browser: from the call to the sent application and its result."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitium.accounts.roles import Role
from hospitium.exchange.models import Application
from tests import factories as house
from tests.exchange import factories
from tests.exchange.browsing import YES, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee():
    return house.make_user(role=Role.EMPLOYEE, name="Erika Beispiel")


def test_from_the_call_to_the_sent_application(sign_in, employee, record):
    factories.make_rule(record, "supervisor")
    unit, topic, partner = house.make_unit(), house.make_topic(), house.make_partner()
    offer = factories.make_offer(round=record, partner=partner)
    client = sign_in(employee)

    call = client.get(at("call", record.pk)).content.decode()
    assert at("application_new", record.pk) in call
    assert "<li>Consent of the supervisor</li>" in call
    begun = client.post(at("application_new", record.pk), {"unit": unit.pk})
    made = Application.objects.get()
    steps = {
        "topic": {"title": "Radwege", "topic": topic.pk, "question": "Wie?", "benefit": "Viel."},
        "person": {
            "unit": unit.pk, "function": "Planerin", "years": "4", "languages-language-1": "en",
            "languages-level-1": "B2",
        },
        "wishes": {f"offer_{offer.pk}": "1", f"city_{partner.pk}": "1", "topic": "2", "weeks": "4"},
        "consents": {
            "supervisor_name": "Max", "supervisor_email": "max@example.org", "supervisor_language": "de",
        },
    }  # fmt: skip
    saved = []
    for part, typed in steps.items():
        made.refresh_from_db()
        answer = client.post(at(f"application_{part}", made.pk), {**typed, "next": "1", "version": made.version})
        saved.append((answer.status_code, answer.url))
    file = {"label": "CV", "file": SimpleUploadedFile("cv.pdf", b"%PDF-x")}
    annex = client.post(at("application_annexes", made.pk), file)
    overview = client.get(made.get_absolute_url()).content.decode()
    sent = client.post(at("application_submit", made.pk), YES)

    made.refresh_from_db()
    assert begun.url == at("application_topic", made.pk)
    assert saved == [(302, at(f"application_{part}", made.pk)) for part in ("person", "wishes", "consents", "annexes")]
    assert (annex.status_code, sent.status_code, made.state) == (302, 302, "submitted")
    assert (made.title, made.languages, made.wishes.count()) == ("Radwege", {"en": "B2"}, 3)
    assert "What is missing until when" not in overview
    assert "the answer of the supervisor" in client.get(made.get_absolute_url()).content.decode()
    assert "Radwege" in client.get(at("calls")).content.decode()


@pytest.fixture
def draft(employee, record):
    return factories.make_application(round=record, applicant=factories.make_applicant(user=employee), title="Alt")


@pytest.mark.parametrize("part", ["topic", "person", "wishes", "consents", "annexes"])
def test_each_step_is_shown(sign_in, employee, draft, part):
    factories.make_rule(draft.round, "supervisor")
    factories.make_offer(round=draft.round)

    html = sign_in(employee).get(at(f"application_{part}", draft.pk)).content.decode()

    assert html.count('aria-current="step"') == 1


def test_typing_is_saved_in_between(sign_in, employee, draft):
    client = sign_in(employee)
    header = {"HTTP_X_HOSPITIUM_DRAFT": "1"}
    url = at("application_topic", draft.pk)

    saved = client.post(url, {"title": "Neu", "version": draft.version}, **header)
    stale = client.post(url, {"title": "Andere", "version": draft.version}, **header)
    wrong = client.post(url, {"title": "x" * 300, "version": draft.version + 1}, **header)

    draft.refresh_from_db()
    assert (saved.status_code, saved.json()["version"], draft.title) == (200, draft.version, "Neu")
    assert (stale.status_code, wrong.status_code) == (409, 422)


def test_after_the_last_day_the_page_says_the_rule_and_saves(sign_in, employee, draft):
    factories.move_to(draft.round, "collecting")
    client = sign_in(employee)
    url = at("application_topic", draft.pk)

    shown = client.get(url).content.decode()
    saved = client.post(url, {"title": "Spät", "version": draft.version})
    refused = client.post(at("application_submit", draft.pk), YES)

    draft.refresh_from_db()
    assert "Applications were accepted until" in shown
    assert (saved.status_code, refused.status_code, draft.title, draft.state) == (302, 422, "Spät", "draft")


def test_wishes_beyond_what_the_round_allows_come_back_as_typed(sign_in, employee, draft):
    draft.round.wishes_at_most = 1
    draft.round.save()
    first, second = (factories.make_offer(round=draft.round) for _offer in range(2))

    answer = sign_in(employee).post(
        at("application_wishes", draft.pk),
        {f"offer_{first.pk}": "1", f"offer_{second.pk}": "1", "version": draft.version},
    )

    assert answer.status_code == 422
    assert "at most 1 wishes" in answer.content.decode()
    assert draft.wishes.count() == 0


@pytest.mark.parametrize("step", ["take_back", "withdraw", "discard"])
def test_steps_ask_first(sign_in, employee, draft, step):
    if step != "discard":
        Application.objects.update(state="submitted", submitted_at=draft.saved_at)
    client = sign_in(employee)

    asked = client.get(at(f"application_{step}", draft.pk))
    before = Application.objects.values_list("state", flat=True).first()
    done = client.post(at(f"application_{step}", draft.pk), YES)

    states = {"take_back": "draft", "withdraw": "withdrawn", "discard": None}
    assert (asked.status_code, done.status_code) == (200, 302)
    assert before != Application.objects.values_list("state", flat=True).first() == states[step] or step == "discard"
    assert Application.objects.values_list("state", flat=True).first() == states[step]


def test_an_annex_is_removed(sign_in, employee, draft):
    client = sign_in(employee)
    client.post(at("application_annexes", draft.pk), {"label": "CV", "file": SimpleUploadedFile("cv.pdf", b"%PDF-x")})

    gone = client.post(at("annex_remove", draft.annexes.get().pk), YES)

    assert (gone.status_code, draft.annexes.count()) == (302, 0)


def test_another_applicant_finds_nothing(sign_in, draft):
    client = sign_in(house.make_user(role=Role.EMPLOYEE))

    statuses = {client.get(at(view, draft.pk)).status_code for view in ("application", "application_topic")}

    assert statuses == {404}


def test_the_decision_is_not_told_before_the_results(sign_in, employee, draft):
    Application.objects.update(state="no", submitted_at=draft.saved_at)
    factories.move_to(draft.round, "deciding")
    client = sign_in(employee)
    before = client.get(draft.get_absolute_url()).context["chip"]["text"]
    factories.move_to(draft.round, "answering")

    after = client.get(draft.get_absolute_url()).context["chip"]["text"]

    assert (before, after) == ("complete, with all consents", "no")
