"""The partner answers a year programme with a link: its own lines only, once each, while it is its turn."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hospitium.accounts.actions import revoke_link
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.programme import actions, rules
from hospitium.programme.models import Counter, Line, Side
from tests.factories_visits import make_line
from tests.programme.years import Table, browser, suspend


@pytest.fixture
def table(db) -> Table:
    return Table()


@pytest.fixture
def sent(table) -> Table:
    """Three lines, sent to the partner."""
    table.lines = [table.line(month=month, our_lead="Frau Muster") for month in (3, 5, 9)]
    table.link = table.send()
    return table


def page(link, *parts) -> str:
    return reverse(f"programme:guest_year{''.join(parts)}", args=[link.pk])


def line_page(link, line) -> str:
    return reverse("programme:guest_year_line", args=[link.pk, line.pk])


# ---- actions -------------------------------------------------------------------
def test_the_partner_agrees_counters_and_drops(sent):
    first, second, third = sent.lines

    actions.agree_as_guest(line_id=first.pk, version=first.version, by=sent.link)
    actions.counter_as_guest(
        line_id=second.pk, version=second.version, values={"month": 6}, remark="Később", by=sent.link
    )
    actions.drop_as_guest(line_id=third.pk, version=third.version, reason="Nincs pénz", by=sent.link)

    assert [line.state for line in Line.objects.order_by("pk")] == ["agreed", "countered", "dropped"]
    assert list(Counter.objects.values_list("side", "answer", "changes", "remark", "by", "guest_name")) == [
        ("theirs", "agreed", {}, "", None, "Guest Person"),
        ("theirs", "countered", {"month": [5, 6]}, "Később", None, "Guest Person"),
        ("theirs", "dropped", {}, "Nincs pénz", None, "Guest Person"),
    ]
    assert [event.code for event in timeline(first)] == ["year_line.agreed_by_partner"]
    assert sent.link.uses.filter(what="answered").count() == 3


def test_nobody_says_yes_to_a_proposal_of_their_own(sent):
    line = sent.lines[0]
    actions.counter_as_guest(line_id=line.pk, version=line.version, values={"month": 4}, remark="", by=sent.link)
    with pytest.raises(Refused):
        actions.agree_as_guest(line_id=line.pk, version=None, by=sent.link)

    actions.agree_line(line_id=line.pk, remark="", by=sent.head)

    assert (Line.objects.get(pk=line.pk).state, Counter.objects.latest("id").side) == ("agreed", "ours")


def test_nobody_agrees_to_what_was_changed_meanwhile(sent):
    line = sent.lines[0]
    actions.counter_line(line_id=line.pk, version=line.version, values={"persons": 40}, remark="", by=sent.head)

    with pytest.raises(Conflict):
        actions.agree_as_guest(line_id=line.pk, version=line.version, by=sent.link)


def test_the_partner_proposes_a_line_and_tells_the_office(sent):
    line = actions.propose_as_guest(
        programme_id=sent.programme.pk, values={"title": {"hu": "Látogatás"}, "month": 10}, remark="", by=sent.link
    )
    Mail.objects.all().delete()
    actions.finish_as_guest(programme_id=sent.programme.pk, by=sent.link)

    mail = Mail.objects.get()
    assert (line.proposed_by, line.state, line.title.source) == (Side.THEIRS, "proposed", "hu")
    assert (mail.to, sent.programme.get_absolute_url() in mail.body) == (sent.head.email, True)


def shut_ways(table: Table) -> dict[str, object]:
    return {
        "revoked": lambda: revoke_link(link_id=table.link.pk, by=table.head),
        "suspended": lambda: suspend(table),
        "taken back": lambda: actions.step_year_programme(
            programme_id=table.programme.pk, step="take_back", by=table.head
        ),
    }


@pytest.mark.parametrize("way", ["revoked", "suspended", "taken back"])
def test_nothing_is_answered_any_more(sent, way):
    shut_ways(sent)[way]()
    sent.link.refresh_from_db()

    with pytest.raises(Refused):
        actions.agree_as_guest(line_id=sent.lines[0].pk, version=None, by=sent.link)
    with pytest.raises(Refused):
        actions.propose_as_guest(programme_id=sent.programme.pk, values={}, remark="", by=sent.link)


def test_a_link_answers_its_own_programme_only(sent):
    other_line = make_line()

    assert not rules.may_step_line_as_guest(sent.link, other_line, "agree")
    with pytest.raises(Refused):
        actions.agree_as_guest(line_id=other_line.pk, version=None, by=sent.link)


@pytest.mark.parametrize("step", ["done", "postpone", "take_up"])
def test_steps_of_the_office_are_shut_to_the_partner(sent, step):
    assert not rules.may_step_line_as_guest(sent.link, sent.lines[0], step)


# ---- pages ---------------------------------------------------------------------
def test_the_page_shows_the_lines_in_the_partners_language(sent):
    shown = browser(sent.link).get(page(sent.link))

    html = shown.content.decode()
    assert (shown.status_code, shown.headers["Content-Language"]) == (200, "hu")
    assert (html.count("Szeminárium</h2>"), "Testvérváros" in html, "Frau Muster" in html) == (3, True, True)


def test_without_the_cookie_nothing_is_shown(sent, client):
    shown = client.get(page(sent.link))

    assert (shown.status_code, "Szeminárium" in shown.content.decode()) == (404, False)


def test_a_quick_yes_and_its_conflict(sent):
    line = sent.lines[0]
    client = browser(sent.link)

    stale = client.post(page(sent.link), {"line": line.pk, "version": line.version + 7})
    answer = client.post(page(sent.link), {"line": line.pk, "version": line.version})

    assert (stale.status_code, answer.status_code) == (409, 302)
    assert Line.objects.get(pk=line.pk).state == "agreed"
    assert client.get(answer.url).status_code == 200


def test_a_yes_without_what_was_seen_is_no_yes(sent):
    answer = browser(sent.link).post(page(sent.link), {"line": sent.lines[0].pk})

    assert (answer.status_code, Line.objects.filter(state="agreed").count()) == (422, 0)


def test_the_longer_answers(sent):
    client = browser(sent.link)
    first, second, _third = sent.lines

    shown = client.get(line_page(sent.link, first))
    countered = client.post(
        line_page(sent.link, first),
        {
            "version": first.version,
            "month": "4",
            "place": "Városháza",
            "persons": "",
            "their_lead": "",
            "remark": "Ok?",
        },
    )
    dropped = client.post(line_page(sent.link, second), {"version": second.version, "reason": "Nem"})

    assert (shown.status_code, countered.status_code, dropped.status_code) == (200, 302, 302)
    assert list(Line.objects.order_by("pk").values_list("state", "month", "place")[:2]) == [
        ("countered", 4, "Városháza"),
        ("dropped", 5, ""),
    ]
    ids = re.findall(r'\bid="([^"]+)"', shown.content.decode())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "typed",
    [{"reason": ""}, {"month": "13"}, {"month": "3", "place": "", "persons": "-1"}],
)
def test_what_was_typed_wrong_stays_and_nothing_is_saved(sent, typed):
    line = sent.lines[0]

    answer = browser(sent.link).post(line_page(sent.link, line), {"version": line.version, **typed})

    assert (answer.status_code, Counter.objects.count()) == (422, 0)


def test_a_counter_without_a_difference_is_refused_with_a_sentence(sent):
    line = sent.lines[0]
    typed = {"version": line.version, "month": "3", "place": "", "persons": "", "their_lead": "", "remark": ""}

    answer = browser(sent.link).post(line_page(sent.link, line), typed)

    assert (answer.status_code, bool(answer.context["said"]), Line.objects.get(pk=line.pk).state) == (
        422, True, "proposed",
    )  # fmt: skip


def test_a_line_of_their_own_and_the_last_word(sent):
    client = browser(sent.link)

    shown = client.get(page(sent.link, "_new"))
    proposed = client.post(page(sent.link, "_new"), {"title": "Látogatás", "format": "seminar", "month": "10"})
    finished = client.post(page(sent.link), {})

    assert (shown.status_code, proposed.status_code, finished.status_code) == (200, 302, 302)
    assert Line.objects.latest("id").title.texts == {"hu": "Látogatás"}
    assert Mail.objects.filter(to=sent.head.email).count() == 1


def test_a_line_that_is_sent_twice_is_one_line(sent):
    client = browser(sent.link)
    count = Line.objects.count()

    for title, month in (("Látogatás", "10"), ("Látogatás", "10"), ("Látogatás", "11")):
        client.post(page(sent.link, "_new"), {"title": title, "format": "seminar", "month": month})

    assert Line.objects.count() == count + 2


def test_another_programmes_line_does_not_exist_here(sent):
    foreign = make_line()
    client = browser(sent.link)

    answers = [
        client.get(line_page(sent.link, foreign)).status_code,
        client.post(line_page(sent.link, foreign), {"version": 1, "reason": "x"}).status_code,
        client.post(page(sent.link), {"line": foreign.pk, "version": 1}).status_code,
        client.post(page(sent.link), {"line": "x", "version": 1}).status_code,
    ]

    foreign.refresh_from_db()
    assert (answers, foreign.state) == ([404, 404, 404, 404], "proposed")


def test_someone_elses_link_opens_nothing(sent):
    second = sent.send(email="second@example.org")

    assert browser(second).get(page(sent.link)).status_code == 404


def test_what_the_office_works_on_is_not_seen_before_it_is_sent(sent):
    actions.step_year_programme(programme_id=sent.programme.pk, step="take_back", by=sent.head)
    actions.create_line(programme_id=sent.programme.pk, values={"title": {"hu": "Titok"}}, by=sent.head)
    client = browser(sent.link)

    shown = client.get(page(sent.link))

    assert (shown.status_code, "Titok" in shown.content.decode(), shown.content.decode().count("Szeminárium</h2>")) == (
        200, False, 3,
    )  # fmt: skip
    assert client.get(line_page(sent.link, Line.objects.latest("id"))).status_code == 302
    assert client.post(page(sent.link), {"line": sent.lines[0].pk, "version": 1}).status_code == 422


def test_the_page_says_what_changed_since_the_last_version(sent):
    line = sent.lines[0]
    actions.counter_line(line_id=line.pk, version=None, values={"place": "Rathaus"}, remark="", by=sent.head)
    link = sent.send()

    html = browser(link).get(page(link)).content.decode()

    assert "<ins>Rathaus</ins>" in html


def test_as_many_queries_with_three_lines_as_with_one(table):
    counts = []
    for _turn in range(2):
        table.line()
        link = table.send()
        client = browser(link)
        with CaptureQueriesContext(connection) as queries:
            client.get(page(link))
        counts.append(len(queries))
        table.line()

    assert counts[0] == counts[1]
