"""Editorial pages at the desk: writing, previewing, releasing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.core.verdicts import Refused
from hospitium.portal import actions, rules
from hospitium.portal.models import EditorialPage
from tests import factories


@pytest.fixture
def officer(db):
    return factories.make_user(role="international_officer")


@pytest.fixture
def page(db):
    return EditorialPage.objects.create(
        key="young", title=written_in("de", "Jugend", en="Youth"), body=written_in("de", "Alt", en="Old", pl="Stary")
    )


def codes(page):
    return [event.code for event in timeline(page)]


def test_create_page_makes_an_unreleased_page(officer):
    page = actions.create_page(key="sport", title={"de": "Sport"}, by=officer)

    assert (page.key, page.title, page.is_published) == ("sport", written_in("de", "Sport"), False)
    assert codes(page) == ["page.created"]


def test_changed_source_leaves_translations_outdated_until_confirmed(page, officer):
    actions.change_page(page_id=page.pk, texts={"body": {"de": "Neu", "en": "Old", "pl": "Stary"}}, by=officer)
    page.refresh_from_db()
    assert page.body == Multilingual(
        {"de": "Neu", "en": "Old", "pl": "Stary"}, "de", {"en": "outdated", "pl": "outdated"}
    )

    texts = {"body": dict(page.body.texts)}
    actions.change_page(page_id=page.pk, texts=texts, confirmed=["en"], machine=["pl", "de"], by=officer)
    page.refresh_from_db()

    assert page.body.states == {"pl": "machine"}
    assert codes(page) == ["page.changed", "page.changed"]


def test_unchanged_page_leaves_no_event(page, officer):
    actions.change_page(page_id=page.pk, texts={"title": {"de": "Jugend", "en": "Youth"}}, by=officer)

    assert codes(page) == []


def test_second_to_save_sees_the_conflict(page, officer):
    actions.change_page(page_id=page.pk, texts={"title": {"de": "Eins"}}, version=1, by=officer)

    with pytest.raises(Conflict):
        actions.change_page(page_id=page.pk, texts={"title": {"de": "Zwei"}}, version=1, by=officer)


def test_publish_and_withdraw(page, officer):
    actions.publish_page(page_id=page.pk, by=officer)
    assert EditorialPage.objects.get(pk=page.pk).is_published
    with pytest.raises(Refused):
        actions.publish_page(page_id=page.pk, by=officer)

    actions.withdraw_page(page_id=page.pk, by=officer)
    assert not EditorialPage.objects.get(pk=page.pk).is_published
    with pytest.raises(Refused):
        actions.withdraw_page(page_id=page.pk, by=officer)
    assert codes(page) == ["page.withdrawn", "page.published"]


def test_page_without_text_is_not_published(officer):
    page = actions.create_page(key="sport", title={"de": "Sport"}, by=officer)

    with pytest.raises(Refused):
        actions.publish_page(page_id=page.pk, by=officer)


@pytest.mark.parametrize(
    ("role", "expected"),
    [("international_officer", True), ("head_of_office", True), ("employee", False), ("administrator", False),
     ("auditor", False), ("department_contact", False)],
)  # fmt: skip
def test_may_write(db, role, expected):
    assert bool(rules.may_write(factories.make_user(role=role))) == expected


def test_who_may_not_write_changes_nothing(page):
    employee = factories.make_user(role="employee")
    calls = [
        lambda: actions.create_page(key="x", title={"de": "X"}, by=employee),
        lambda: actions.change_page(page_id=page.pk, texts={"title": {"de": "X"}}, by=employee),
        lambda: actions.publish_page(page_id=page.pk, by=employee),
        lambda: actions.withdraw_page(page_id=page.pk, by=employee),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
    assert list(EditorialPage.objects.values_list("key", "version", "is_published")) == [("young", 1, False)]


def test_load_editorial_twice_changes_nothing(db):
    made = actions.load_editorial(by=None)
    EditorialPage.objects.filter(key="imprint").update(is_published=False)

    assert {page.key for page in made} == {
        "start", "partnerships", "cooperation", "europe", "sources", "imprint", "privacy", "accessibility",
    }  # fmt: skip
    assert actions.load_editorial(by=None) == []
    assert not EditorialPage.objects.get(key="imprint").is_published
    assert all(set(page.title.texts) == {"de", "en", "pl", "cs", "hu", "ru"} for page in made)


def sent(page, **given):
    start = {"title-de": "Jugend", "title-en": "Youth", "body-de": "Alt", "body-en": "Old", "body-pl": "Stary"}
    return {**start, "version": page.version, **given}


def test_desk_lists_pages_with_the_state_of_each_language(client, officer, page):
    client.force_login(officer)
    html = client.get(reverse("portal:pages")).content.decode()

    assert "Jugend" in html
    assert html.count('data-tone="open"') == 3 + 1


def test_desk_saves_and_shows_the_page(client, officer, page):
    client.force_login(officer)
    url = reverse("portal:page_edit", args=[page.pk])

    response = client.post(url, sent(page, **{"body-de": "Neu"}))
    page.refresh_from_db()

    assert (response.status_code, response.headers["Location"]) == (302, url)
    assert page.body.states == {"en": "outdated", "pl": "outdated"}
    assert client.get(url).status_code == 200


def test_preview_is_the_page_and_saves_nothing(client, officer, page):
    client.force_login(officer)
    text = "**Neu** <script>x</script>"

    shown = client.post(reverse("portal:page_edit", args=[page.pk]), sent(page, **{"body-de": text, "preview": "1"}))
    preview = shown.content.decode()
    page.refresh_from_db()
    assert page.body.texts["de"] == "Alt"

    page.body, page.is_published = written_in("de", text), True
    page.save()
    client.logout()
    public = client.get("/de/pages/young/").content.decode()
    assert "<p><strong>Neu</strong> &lt;script&gt;x&lt;/script&gt;</p>" in preview
    assert "<p><strong>Neu</strong> &lt;script&gt;x&lt;/script&gt;</p>" in public


def test_conflict_page_keeps_what_was_typed(client, officer, page):
    client.force_login(officer)
    actions.change_page(page_id=page.pk, texts={"title": {"de": "Eins"}}, by=officer)
    EditorialPage.objects.filter(pk=page.pk).update(version=5)

    response = client.post(reverse("portal:page_edit", args=[page.pk]), sent(page, **{"title-de": "Zwei"}))

    assert response.status_code == 409
    assert "Zwei" in response.content.decode()


def test_desk_makes_publishes_and_withdraws(client, officer):
    client.force_login(officer)
    made = client.post(reverse("portal:page_new"), {"key": "sport", "title-de": "Sport"})
    page = EditorialPage.objects.get(key="sport")
    again = client.post(reverse("portal:page_new"), {"key": "sport", "title-de": "Sport"})
    refused = client.post(reverse("portal:page_publish", args=[page.pk]))
    actions.change_page(page_id=page.pk, texts={"body": {"de": "Text"}}, by=officer)
    client.post(reverse("portal:page_publish", args=[page.pk]))
    client.post(reverse("portal:page_withdraw", args=[page.pk]))

    assert (made.status_code, again.status_code, refused.status_code) == (302, 422, 409)
    assert codes(page) == ["page.withdrawn", "page.published", "page.changed", "page.created"]


def test_desk_pages_are_shut_for_others(client, page):
    addresses = [reverse("portal:pages"), reverse("portal:page_edit", args=[page.pk]), reverse("portal:page_new")]
    assert [client.get(url).status_code for url in addresses] == [302, 302, 302]

    client.force_login(factories.make_user(role="employee"))
    assert [client.get(url).status_code for url in addresses] == [403, 403, 403]
