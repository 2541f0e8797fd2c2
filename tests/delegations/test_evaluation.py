"""The evaluation: asked by personal links, answered once, and nothing leads from a person to an answer."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models.expressions import RawSQL
from django.test import Client
from django.urls import reverse

from hospitium.accounts.models import GuestLink, GuestUse
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Event, FormKey, Mail
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import evaluation as actions
from hospitium.delegations.actions import papers_after as papers
from hospitium.delegations.evaluation_questions import usual_questions
from hospitium.delegations.models import Answer, Draft, Evaluation, EvaluationTicket, Question
from hospitium.delegations.queries import evaluation as queries
from hospitium.delegations.queries.evaluation import results_of
from tests.delegations.offices import Office
from tests.factories import make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = date(2026, 10, 10)
CLOSES = date(2026, 10, 24)


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def office(time_machine):
    time_machine.move_to(TODAY)
    return Office()


def begun(office, members=6, **given):
    office.members(members, **given)
    return actions.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer)


def opened(office, members=6, **given):
    evaluation = begun(office, members, **given)
    actions.open_evaluation(evaluation_id=evaluation.pk, opens_on=TODAY, closes_on=CLOSES, by=office.officer)
    return Evaluation.objects.get(pk=evaluation.pk)


def tickets(evaluation):
    return list(evaluation.tickets.order_by("pk"))


def give(evaluation, ticket, mark, text=""):
    scale, free = evaluation.questions.filter(kind="scale").first(), evaluation.questions.filter(kind="text").first()
    return actions.answer_evaluation(ticket_id=ticket.pk, answers={scale.pk: mark, free.pk: text})


def closed(evaluation, by):
    return actions.close_evaluation(evaluation_id=evaluation.pk, by=by)


def codes(subject):
    return [(event.code, event.facts) for event in timeline(subject)]


# ---- the sheet -------------------------------------------------------------------
def test_usual_questions_are_there_in_every_language():
    languages = {code for code, _name in settings.LANGUAGES}

    assert [(kind, set(text.texts)) for kind, text in usual_questions()] == [
        *[("scale", languages)] * 6,
        *[("text", languages)] * 3,
    ]


def test_a_sheet_begins_with_the_usual_questions_once(office):
    first = actions.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer)
    again = actions.begin_evaluation(delegation_id=office.delegation.pk, by=office.officer)

    assert (again, first.questions.count(), codes(first)) == (first, 9, [("evaluation.begun", {})])


def test_questions_are_added_moved_changed_and_removed(office):
    evaluation = begun(office)
    evaluation.questions.all().delete()
    a, b, c = (
        actions.add_question(
            evaluation_id=evaluation.pk, values={"kind": "scale", "text": {"en": word}}, by=office.officer
        )
        for word in "abc"
    )

    actions.move_question(question_id=c.pk, step=-1, by=office.officer)
    actions.move_question(question_id=a.pk, step=-1, by=office.officer)
    actions.edit_question(
        question_id=b.pk, version=None, values={"kind": "text", "text": {"en": "B"}}, by=office.officer
    )
    after = [(one.position, one.kind, str(one.text)) for one in evaluation.questions.all()]
    actions.remove_question(question_id=c.pk, by=office.officer)

    assert after == [(1, "scale", "a"), (2, "scale", "c"), (3, "text", "B")]
    assert [(one.position, str(one.text)) for one in evaluation.questions.all()] == [(1, "a"), (2, "B")]


def test_the_sheet_stays_as_it_was_once_it_is_open(office):
    evaluation = opened(office)
    question = evaluation.questions.first()

    for refused in (
        lambda: actions.add_question(evaluation_id=evaluation.pk, values={}, by=office.officer),
        lambda: actions.edit_question(question_id=question.pk, version=None, values={}, by=office.officer),
        lambda: actions.move_question(question_id=question.pk, step=1, by=office.officer),
        lambda: actions.remove_question(question_id=question.pk, by=office.officer),
    ):
        with pytest.raises(Refused, match="asked already"):
            refused()


def test_a_stranger_does_nothing(office):
    evaluation = begun(office)
    with pytest.raises(Refused, match="looked after by"):
        actions.begin_evaluation(delegation_id=office.delegation.pk, by=office.stranger)
    with pytest.raises(Refused, match="looked after by"):
        actions.open_evaluation(evaluation_id=evaluation.pk, opens_on=TODAY, closes_on=CLOSES, by=office.stranger)
    with pytest.raises(Refused, match="looked after by"):
        actions.close_evaluation(evaluation_id=evaluation.pk, by=office.stranger)


# ---- opening ---------------------------------------------------------------------
def test_each_member_with_a_mail_address_gets_a_link_in_their_language(office):
    office.members(1)
    office.members(1, languages=["hu"])
    office.members(1, email="")
    office.members(1, withdrawn_on=TODAY)
    office.members(1, is_restricted=True)
    evaluation = opened(office, members=0)

    links = list(GuestLink.objects.order_by("pk").values_list("purpose", "email", "language", "ends_on"))
    assert links == [
        ("evaluation", "guest1@example.org", "pl", CLOSES + timedelta(days=90)),
        ("evaluation", "guest2@example.org", "hu", CLOSES + timedelta(days=90)),
    ]
    assert sorted(Mail.objects.values_list("to", "language")) == [
        ("guest1@example.org", "pl"),
        ("guest2@example.org", "hu"),
    ]
    assert codes(evaluation)[0] == ("evaluation.opened", {"count": 2})
    assert queries.turnout_of(evaluation) == queries.Turnout(invited=2, answered=0, without_mail=1, waiting=0)


def test_links_of_a_later_opening_wait_for_their_day(office):
    evaluation = begun(office, 1)

    actions.open_evaluation(
        evaluation_id=evaluation.pk, opens_on=TODAY + timedelta(days=3), closes_on=CLOSES, by=office.officer
    )

    assert [mail.due_at.date() for mail in Mail.objects.all()] == [TODAY + timedelta(days=3)]
    with pytest.raises(Refused, match="not open yet"):
        give(evaluation, tickets(evaluation)[0], 3)


def test_opening_wants_days_in_order_questions_and_somebody_to_ask(office):
    evaluation = begun(office, 0)

    def attempt(opens_on=TODAY, closes_on=CLOSES):
        actions.open_evaluation(evaluation_id=evaluation.pk, opens_on=opens_on, closes_on=closes_on, by=office.officer)

    with pytest.raises(Refused, match="closes before it opens"):
        attempt(closes_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="at most 90 days"):
        attempt(closes_on=TODAY + timedelta(days=91))
    with pytest.raises(Refused, match="nobody can be asked"):
        attempt()
    evaluation.questions.all().delete()
    with pytest.raises(Refused, match="no question yet"):
        attempt()


def test_who_is_named_later_gets_a_link_later(office):
    evaluation = opened(office, 1)
    office.members(1)

    sent = actions.invite_late(evaluation_id=evaluation.pk, by=office.officer)

    assert (sent, Mail.objects.count(), evaluation.tickets.count()) == (1, 2, 2)
    assert actions.invite_late(evaluation_id=evaluation.pk, by=office.officer) == 0


def test_prolonging(office):
    evaluation = opened(office, 1)

    later = actions.prolong_evaluation(
        evaluation_id=evaluation.pk, closes_on=CLOSES + timedelta(days=7), by=office.officer
    )

    assert later.closes_on == CLOSES + timedelta(days=7)
    assert codes(evaluation)[0] == ("evaluation.prolonged", {"closes_on": "2026-10-31"})


# ---- answering -------------------------------------------------------------------
def test_answers_can_be_given_once(office):
    evaluation = opened(office)
    ticket = tickets(evaluation)[0]
    give(evaluation, ticket, 4, "Good talks")

    with pytest.raises(Refused, match="Nobody can see which ones are yours"):
        give(evaluation, ticket, 1)

    assert queries.sheets_of(evaluation) == 1
    assert codes(evaluation)[0] == ("evaluation.answered", {})


def test_an_empty_sheet_is_not_taken(office):
    evaluation = opened(office)

    with pytest.raises(Refused, match="at least one question"):
        give(evaluation, tickets(evaluation)[0], "")

    assert (queries.sheets_of(evaluation), tickets(evaluation)[0].is_used) == (0, False)


def test_nobody_answers_after_the_last_day_or_after_closing(office, time_machine):
    evaluation = opened(office)
    first, second = tickets(evaluation)[:2]
    time_machine.move_to(CLOSES + timedelta(days=1))
    with pytest.raises(Refused, match="closed"):
        give(evaluation, first, 4)
    time_machine.move_to(CLOSES)
    give(evaluation, second, 4)
    closed(evaluation, office.officer)

    assert EvaluationTicket.objects.count() == 0


# ---- nothing leads from a person to an answer --------------------------------------
def test_no_column_of_an_answer_holds_a_moment_a_person_or_an_order(office):
    assert {column.name for column in Answer._meta.concrete_fields} == {"id", "question", "sheet", "mark", "text"}
    assert {column.name for column in EvaluationTicket._meta.concrete_fields} == {
        "id",
        "evaluation",
        "member",
        "is_used",
    }


def physical_order():
    """The sheets in the order in which their rows lie in the database: what somebody with the file would try first."""
    place = RawSQL("rowid" if connection.vendor == "sqlite" else "ctid", ())  # noqa: S611
    return list(Answer.objects.exclude(mark=None).order_by(place).values_list("mark", flat=True))


def test_the_order_of_the_rows_is_not_the_order_of_the_answers(office):
    """Whoever knows from the log who answered when must not find the answers in that order.

    Of sixteen sheets, those of the first eight persons have a 1, the others a 5: rows in the order of writing, or in
    the reverse, would show that at once. Chance makes such an order in less than one of six thousand runs.
    """
    evaluation = opened(office, 16)
    for number, ticket in enumerate(tickets(evaluation)):
        give(evaluation, ticket, 1 if number < 8 else 5)

    order = physical_order()
    by_key = list(Answer.objects.exclude(mark=None).order_by("pk").values_list("mark", flat=True))
    by_sheet = list(Answer.objects.exclude(mark=None).order_by("sheet").values_list("mark", flat=True))

    assert sorted(order) == [1] * 8 + [5] * 8
    grouped = ([1] * 8 + [5] * 8, [5] * 8 + [1] * 8)
    assert [found in grouped for found in (order, by_key, by_sheet)] == [False, False, False]


def test_the_keys_say_nothing_and_change_with_each_answer(office):
    evaluation = opened(office)
    give(evaluation, tickets(evaluation)[0], 4, "x")
    before = set(Answer.objects.values_list("pk", "sheet"))
    give(evaluation, tickets(evaluation)[1], 2, "y")
    after = set(Answer.objects.values_list("pk", "sheet"))

    keys = {key for pair in after for key in pair}
    assert {uuid.UUID(str(key)).version for key in keys} == {4}
    assert ({pk for pk, _sheet in before} & {pk for pk, _sheet in after}, len({sheet for _pk, sheet in after})) == (
        set(),
        2,
    )


def test_no_other_table_names_a_sheet_or_an_answer(office):
    evaluation = opened(office)
    ticket = tickets(evaluation)[0]
    door, client = enter(office, 0)
    page = f"/guest/{door.pk}/evaluation/"
    scale = evaluation.questions.filter(kind="scale").first()
    free = evaluation.questions.filter(kind="text").first()
    client.post(page, {f"question_{scale.pk}": "2", f"question_{free.pk}": "qz-canary-zq"})

    keys = [str(key) for pair in Answer.objects.values_list("pk", "sheet") for key in pair]
    others = repr(
        [
            list(model.objects.values())
            for model in (Event, GuestUse, GuestLink, Mail, Draft, FormKey, EvaluationTicket, Evaluation)
        ]
    )
    assert EvaluationTicket.objects.get(pk=ticket.pk).is_used
    assert [key for key in [*keys, "qz-canary-zq"] if key in others or key.replace("-", "") in others] == []


# ---- the result ------------------------------------------------------------------
@pytest.mark.parametrize(("sheets", "is_shown"), [(4, False), (5, True), (6, True)])
def test_nothing_is_shown_below_five_answers(office, sheets, is_shown):
    evaluation = opened(office)
    for ticket in tickets(evaluation)[:sheets]:
        give(evaluation, ticket, 3, "qz-canary-zq")

    results = results_of(closed(evaluation, office.officer))

    assert (bool(results.verdict), len(results.questions)) == (is_shown, 9 if is_shown else 0)


def test_nothing_is_shown_while_it_is_open_so_that_two_looks_cannot_be_compared(office, sign_in):
    evaluation = opened(office)
    browser, address = sign_in(office.officer), reverse("delegations:evaluation", args=[office.delegation.pk])
    pages = []
    for ticket in tickets(evaluation):
        give(evaluation, ticket, 3, "qz-canary-zq")
        pages.append(browser.get(address).content.decode())
    closed(evaluation, office.officer)
    last = browser.get(address).content.decode()

    assert [page.count("qz-canary-zq") for page in pages] == [0] * 6
    assert last.count("qz-canary-zq") == 6
    assert (pages[4].count("5 of 6 persons answered"), last.count("6 of 6 persons answered")) == (1, 1)


def test_result_counts_marks_silence_median_and_texts(office):
    evaluation = opened(office)
    for ticket, mark in zip(tickets(evaluation), [5, 4, 4, 2, 1, ""], strict=True):
        give(evaluation, ticket, mark, f"text {mark}")

    results = results_of(closed(evaluation, office.officer))

    scale, text = results.questions[0], results.questions[6]
    assert (scale.counts, scale.silent, scale.middle, scale.given) == ((1, 1, 0, 2, 1), 1, Decimal("4"), 5)
    assert (sorted(text.texts), text.silent, text.middle) == (
        ["text", "text 1", "text 2", "text 4", "text 4", "text 5"],
        0,
        None,
    )
    assert (results.questions[1].counts, results.questions[1].silent, results.questions[1].middle) == (
        (0, 0, 0, 0, 0),
        6,
        None,
    )


def test_closing_forgets_who_was_asked_and_keeps_how_many(office):
    evaluation = opened(office)
    give(evaluation, tickets(evaluation)[0], 4)

    done = closed(evaluation, office.officer)

    assert (done.invited, done.closed_on, GuestLink.objects.count(), EvaluationTicket.objects.count()) == (
        6,
        TODAY,
        0,
        0,
    )
    assert queries.turnout_of(done).answered == 1
    assert codes(done)[0] == ("evaluation.closed", {})
    with pytest.raises(Refused, match="is not open"):
        closed(done, office.officer)


def test_the_night_closes_what_is_over(office, time_machine):
    evaluation = opened(office)

    assert actions.close_evaluations(today=CLOSES) == 0
    assert actions.close_evaluations(today=CLOSES + timedelta(days=1)) == 1
    assert actions.close_evaluations(today=CLOSES + timedelta(days=2)) == 0
    evaluation.refresh_from_db()
    assert evaluation.closed_on == TODAY


def test_summary_is_made_in_two_languages(office):
    evaluation = opened(office)
    for ticket in tickets(evaluation):
        give(evaluation, ticket, 4, "Dziękuję")
    with pytest.raises(Refused, match="once the evaluation is closed"):
        papers.make_evaluation_summary(evaluation_id=evaluation.pk, languages=["de", "pl"], by=office.officer)
    closed(evaluation, office.officer)

    made = papers.make_evaluation_summary(evaluation_id=evaluation.pk, languages=["de", "pl"], by=office.officer)

    question = made.data["questions"][0]
    assert [one["text"] for one in question["texts"]] == [
        "Die Themen passten zu meiner Arbeit.",
        "Tematy odpowiadały mojej pracy.",
    ]
    assert (question["counts"], question["median"]) == ([0, 0, 0, 6, 0, 0], "4")
    assert (made.template, made.language, made.second_language, made.format) == (
        "evaluation_summary",
        "de",
        "pl",
        "pdf",
    )
    assert made.data["questions"][6]["answers"] == ["Dziękuję"] * 6


# ---- pages -----------------------------------------------------------------------
def enter(office, number):
    """The browser of the member who got the n-th link, behind the door."""
    mail = Mail.objects.order_by("pk")[number]
    address = re.search(r"http\S+/guest/\S+", mail.body)[0].removeprefix(settings.BASE_URL)
    client = Client()
    client.post(address, {"guest_email": mail.to})
    return GuestLink.objects.order_by("pk")[number], client


def test_a_guest_answers_in_the_own_language_and_only_once(office):
    opened(office)
    link, client = enter(office, 0)
    page = f"/guest/{link.pk}/evaluation/"
    question = Question.objects.filter(kind="scale").first()

    shown = client.get(page)
    empty = client.post(page, {})
    sent = client.post(page, {f"question_{question.pk}": "5"})
    again = client.post(page, {f"question_{question.pk}": "1"})

    assert "Tematy odpowiadały mojej pracy." in shown.content.decode()
    assert (shown.status_code, sent.status_code, again.status_code) == (200, 302, 409)
    assert empty.status_code == 422
    assert list(Answer.objects.exclude(mark=None).values_list("mark", flat=True)) == [5]


def test_a_mark_beyond_the_scale_is_not_taken(office):
    opened(office)
    link, client = enter(office, 0)
    question = Question.objects.filter(kind="scale").first()

    answer = client.post(f"/guest/{link.pk}/evaluation/", {f"question_{question.pk}": "9"})

    assert (answer.status_code, Answer.objects.count()) == (422, 0)


def test_after_closing_the_link_opens_nothing(office):
    evaluation = opened(office)
    link, client = enter(office, 0)
    closed(evaluation, office.officer)

    assert client.get(f"/guest/{link.pk}/evaluation/").status_code == 404


def test_office_pages_lead_from_the_sheet_to_the_result(office, sign_in):
    browser, pk = sign_in(office.officer), office.delegation.pk
    office.members(6)

    def at(view, *arguments):
        return reverse(f"delegations:{view}", args=arguments or [pk])

    empty = browser.get(at("evaluation")).content.decode()
    browser.post(at("evaluation_begin"), {"sure": "1"})
    evaluation = Evaluation.objects.get()
    question = evaluation.questions.last()
    browser.post(at("question_new"), {"kind": "text", "text-en": "Anything else?"})
    browser.post(at("question_edit", question.pk), {"kind": "text", "text-en": "What is open?"})
    browser.post(at("question_move", question.pk), {"step": "-1"})
    asked = browser.get(at("question_remove", question.pk)).content.decode()
    browser.post(at("question_remove", question.pk), {"sure": "1"})
    sheet = browser.get(at("evaluation")).content.decode()
    browser.post(at("evaluation_open"), {"opens_on": TODAY.isoformat(), "closes_on": CLOSES.isoformat()})
    office.members(1)
    note = browser.get(at("evaluation")).content.decode()
    browser.post(at("evaluation_invite"), {"sure": "1"})
    browser.post(at("evaluation_prolong"), {"closes_on": (CLOSES + timedelta(days=3)).isoformat()})
    evaluation.refresh_from_db()
    asked_at_last = evaluation.tickets.count()
    for ticket in tickets(evaluation):
        give(evaluation, ticket, 5, "<b>canary</b>")
    browser.post(at("evaluation_close"), {"sure": "1"})
    result = browser.get(at("evaluation")).content.decode()
    paper = browser.post(at("evaluation_paper"), {"language": "de", "second": "pl"})

    assert "No evaluation yet" in empty
    assert 'id="overview"' in result
    assert ("What is open?" in asked, "Anything else?" in sheet, "What is open?" in sheet) == (True, True, False)
    assert "1 member with a mail address got no link yet" in note
    assert (asked_at_last, evaluation.closes_on) == (7, CLOSES + timedelta(days=3))
    assert (result.count("&lt;b&gt;canary"), result.count("<b>canary"), result.count("Median: 5")) == (7, 0, 3)
    assert paper.status_code == 302


@pytest.mark.parametrize("view", ["evaluation", "evaluation_open", "evaluation_close", "evaluation_paper"])
def test_a_stranger_sees_no_evaluation(office, sign_in, view):
    begun(office)

    assert sign_in(office.stranger).get(reverse(f"delegations:{view}", args=[office.delegation.pk])).status_code == 404


@pytest.mark.parametrize("name", ["evaluation_close", "evaluation_paper"])
def test_a_number_that_no_database_holds_is_not_there(sign_in, name):
    officer = make_user(role=Role.OFFICER, unit=make_unit())

    assert sign_in(officer).get(reverse(f"delegations:{name}", args=[10**30])).status_code == 404
