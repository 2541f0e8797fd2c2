"""Finding: in every language, without accents, and only what the person may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hospitium.accounts.roles import Role
from hospitium.core.multilingual import written_in
from hospitium.desk.queries import find
from tests.desk.conftest import Office
from tests.factories import make_activity, make_contact, make_instrument, make_partner, make_partnership


def found(office: Office, text: str, role: str = Role.OFFICER) -> dict[str, list[str]]:
    groups = find.groups_of(text=text, here="Sample City", by=office.people[role])
    return {group.label: [hit["title"] for hit in group.hits] for group in groups}


@pytest.mark.parametrize("text", ["warschau", "Warszawa", "WARSAW", "warsza"])
def test_city_is_found_by_each_of_its_names(office: Office, text: str) -> None:
    assert found(office, text)["Partnerships"] == ["Warsaw"]


def test_accents_do_not_matter(office: Office) -> None:
    partner = make_partner(name=written_in("cs", "Žižkov"), own_name="Žižkov")
    make_partnership(partner=partner, unit=office.unit)

    assert found(office, "zizkov") == {"Partnerships": ["Žižkov"], "Partners": ["Žižkov"]}


def test_several_words_narrow_the_search(office: Office) -> None:
    for title in ("Parking in Warsaw", "Parking elsewhere"):
        make_activity(partnerships=[make_partnership()], title=written_in("en", title))

    assert (found(office, "parking warsaw"), found(office, "parking nothing")) == (
        {"Activities": ["Parking in Warsaw"]},
        {},
    )


def test_what_somebody_may_not_see_is_not_found(office: Office) -> None:
    """Every canary can be found by somebody, so a page without it proves something."""
    hidden = make_partnership(partner=make_partner(name=written_in("en", "Canarycity")), unit=office.unit)
    make_contact(partner=hidden.partner, family_name="Canaryperson")
    make_instrument(partnership=hidden, title=written_in("en", "Canarypaper"))
    make_activity(partnerships=[hidden], title=written_in("en", "Canaryvisit"))
    words = ("canarycity", "canaryperson", "canarypaper", "canaryvisit")

    seen = {
        role: [bool(found(office, word, role)) for word in words]
        for role in (Role.HEAD, "stranger", Role.EMPLOYEE, Role.GUEST, Role.AUDITOR, Role.ADMINISTRATOR, "nobody")
    }

    assert seen == {
        Role.HEAD: [True, True, True, True],
        "stranger": [True, False, False, True],
        Role.EMPLOYEE: [False] * 4,
        Role.GUEST: [False] * 4,
        Role.AUDITOR: [False] * 4,
        Role.ADMINISTRATOR: [False] * 4,
        "nobody": [False] * 4,
    }


def test_visible_records_are_not_crowded_out_by_hidden_ones(office: Office) -> None:
    hidden = make_partnership()
    for number in range(30):
        make_activity(partnerships=[hidden], title=written_in("en", f"Seminar {number}"))
    make_activity(partnerships=[office.warsaw], title=written_in("en", "Seminar open"), is_published=True)

    assert found(office, "seminar", Role.EMPLOYEE) == {"Activities": ["Seminar open"]}


def test_group_shows_the_best_and_counts_all(office: Office) -> None:
    for number in range(find.SHOWN_OF_A_KIND + 2):
        make_activity(partnerships=[office.warsaw], title=written_in("en", f"Seminar {number}"))

    group = find.groups_of(text="seminar", here="", by=office.people[Role.OFFICER])[0]

    assert (group.count, len(group.hits), group.all_url) == (17, 15, "/desk/activities/?text=seminar")


def test_link_to_all_hits_leads_to_the_list_with_just_these(office: Office, client: Client) -> None:
    for title in [f"Seminar {number}" for number in range(find.SHOWN_OF_A_KIND + 2)] + ["Reception"]:
        make_activity(partnerships=[office.warsaw], title=written_in("en", title))
    client.force_login(office.people[Role.OFFICER])
    group = find.groups_of(text="seminar", here="", by=office.people[Role.OFFICER])[0]

    page = client.get(group.all_url).content.decode()

    assert ("Seminar 3" in page, "Reception</a>" in page) == (True, False)


@pytest.mark.parametrize(
    ("text", "role", "titles"),
    [
        ("new act", Role.OFFICER, ["New activity"]),
        ("act", Role.OFFICER, ["New activity", "Activities"]),
        ("act", Role.EMPLOYEE, ["Activities"]),
        ("log", Role.AUDITOR, ["Log"]),
        ("log", Role.OFFICER, []),
        ("", Role.OFFICER, []),
    ],
)
def test_pages_answer_to_the_beginnings_of_their_names(office: Office, text: str, role: str, titles: list[str]) -> None:
    assert [one["title"] for one in find.commands_of(text=text, by=office.people[role])] == titles


def test_pages_answer_to_their_english_names_on_every_page(office: Office) -> None:
    with translation.override("hu"):
        urls = [one["url"] for one in find.commands_of(text="new act", by=office.people[Role.OFFICER])]

    assert urls == ["/desk/new/activity/"]


@pytest.mark.parametrize("text", ["", "x\x00y", "%", "*", "' OR 1=1 --", "<script>", "Ł" * 5000, "\u202e"])
def test_page_bears_any_words(office: Office, text: str) -> None:
    answer = office.browsers[Role.OFFICER].get("/desk/find/", {"q": text})

    assert (answer.status_code, b"<script>alert" in answer.content) == (200, False)


def test_page_says_what_to_do_when_nothing_is_found(office: Office) -> None:
    page = office.browsers[Role.OFFICER].get("/desk/find/", {"q": "xyzzy"}).content.decode()

    assert "Nothing was found that is open to you" in page
    assert "0 records found" in page


def test_number_of_queries_does_not_grow_with_the_hits(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]
    browser.get("/desk/find/")  # the first request of a session writes when it was
    counts = []
    for more in (1, 2):
        for _number in range(more):
            make_activity(partnerships=[office.warsaw], title=written_in("en", "Warsaw visit"))
            make_contact(partner=office.warsaw.partner, family_name="Warsaw")
            make_instrument(partnership=office.warsaw, title=written_in("en", "Warsaw paper"))
        with CaptureQueriesContext(connection) as queries:
            browser.get("/desk/find/", {"q": "warsaw"})
        counts.append(len(queries))

    assert counts[0] == counts[1]
