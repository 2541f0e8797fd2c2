"""The tab of documents, making them, taking them along, and the run sheet on the phone."""

from __future__ import annotations

import html
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.verdicts import Refused
from hospitium.documents.models import Document
from hospitium.partners.models import Partnership
from hospitium.visits.actions import documents as actions
from hospitium.visits.rules import may_be_planned
from tests.factories import make_user
from tests.visits.test_documents_data import full_visit, officer

__all__ = ["officer"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(officer):
    return full_visit(officer)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def address(visit, template):
    return reverse("visits:document_new", args=[visit.pk, template])


@pytest.mark.parametrize("template", ["booklet", "run_sheet", "briefing", "invitation", "confirmation", "thanks"])
def test_every_document_is_asked_for_on_a_page(desk, visit, template):
    assert desk.get(address(visit, template)).status_code == 200


def test_a_booklet_is_made_and_its_page_shown(desk, visit):
    response = desk.post(address(visit, "booklet"), {"language": "de", "second": "hu", "paper": "a5"}, follow=True)

    document = Document.objects.get()
    assert (document.template, document.language, document.second_language) == ("booklet", "de", "hu")
    assert document.sign in response.content.decode()


def test_the_same_language_twice_is_refused(desk, visit):
    response = desk.post(address(visit, "booklet"), {"language": "de", "second": "de", "paper": "a5"})

    assert (response.status_code, Document.objects.count()) == (422, 0)


@pytest.mark.parametrize("template", ["run_sheet", "briefing"])
def test_an_internal_paper_is_made(desk, visit, template):
    desk.post(address(visit, template), {"language": "de"})

    assert Document.objects.get().template == template


@pytest.mark.parametrize("paper", ["pdf", "docx", "odt"])
def test_letters_are_made_for_the_chosen_receivers(desk, visit, officer, paper):
    keys = [one.key for one in actions.recipients_of(visit, "invitation", officer)]

    desk.post(address(visit, "invitation"), {"recipients": keys, "paper": paper})

    made = Document.objects.order_by("number")
    assert [(one.recipient, one.format, one.version) for one in made] == [(key, paper, 1) for key in keys]


@pytest.mark.parametrize(("letter", "made"), [("invitation", 0), ("thanks", 1)])
def test_while_the_partnership_is_suspended_nobody_is_invited_but_thanks_are_said(desk, visit, officer, letter, made):
    Partnership.objects.update(status="suspended")
    key = actions.recipients_of(visit, letter, officer)[0].key

    response = desk.post(address(visit, letter), {"recipients": [key], "paper": "pdf"})

    assert (Document.objects.count(), response.status_code) == (made, 302 if made else 422)
    assert made or str(may_be_planned(visit.activity).reason) in html.unescape(response.content.decode())


def test_without_receivers_no_letter(desk, visit):
    response = desk.post(address(visit, "invitation"), {"paper": "pdf"})

    assert (response.status_code, Document.objects.count()) == (422, 0)


def test_a_letter_that_nobody_can_get_says_what_to_do(desk, visit):
    visit.activity.departments.clear()

    response = desk.get(address(visit, "topic_request"))

    assert response.templates[0].name == "visits/letters_nobody.html"


def test_what_was_made_stands_on_the_tab_and_comes_as_one_file(desk, visit, officer):
    for _again in range(2):
        actions.make_booklet(visit_id=visit.pk, languages=["de", "hu"], paper="a5", by=officer)
    actions.make_run_sheet(visit_id=visit.pk, language="de", by=officer)

    page = desk.get(reverse("visits:documents", args=[visit.pk])).content.decode()
    packed = desk.get(reverse("visits:documents_zip", args=[visit.pk]))

    assert all(document.sign in page for document in Document.objects.all())
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert len(archive.namelist()) == 2


def test_the_tab_asks_no_more_with_more_rows(desk, visit, officer):
    url = reverse("visits:documents", args=[visit.pk])

    def queries_of():
        # The frame is read anew after every change, and then kept.
        desk.get(url)
        with CaptureQueriesContext(connection) as asked:
            desk.get(url)
        return len(asked)

    actions.make_run_sheet(visit_id=visit.pk, language="de", by=officer)
    one = queries_of()
    for language in ("en", "pl"):
        actions.make_run_sheet(visit_id=visit.pk, language=language, by=officer)

    assert queries_of() == one


def test_nothing_to_pack_is_said(desk, visit):
    assert desk.get(reverse("visits:documents_zip", args=[visit.pk])).status_code == 409


def test_others_make_nothing(visit):
    stranger = make_user(role=Role.OFFICER)

    with pytest.raises(Refused):
        actions.make_booklet(visit_id=visit.pk, languages=["de"], paper="a5", by=stranger)
    with pytest.raises(Refused):
        actions.make_run_sheet(visit_id=visit.pk, language="de", by=stranger)


# ---- the run sheet on the phone ------------------------------------------------
def test_the_page_shows_what_is_needed_on_the_way(desk, visit):
    page = desk.get(reverse("visits:run_sheet", args=[visit.pk])).content.decode()

    missing = [word for word in ("Geheime Bemerkung", "Saal 2", 'href="tel:030900"', "worker.js") if word not in page]
    assert missing == []


def test_the_worker_lies_below_its_page_and_is_a_script(desk, visit):
    response = desk.get(reverse("visits:run_sheet_worker", args=[visit.pk]))

    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.request["PATH_INFO"].startswith(reverse("visits:run_sheet", args=[visit.pk]))


@pytest.mark.parametrize("view", ["run_sheet", "run_sheet_worker"])
@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.DEPARTMENT_CONTACT, Role.INTERPRETER])
def test_others_do_not_see_it(client, visit, view, role):
    client.force_login(make_user(role=role))

    assert client.get(reverse(f"visits:{view}", args=[visit.pk])).status_code in {403, 404}
