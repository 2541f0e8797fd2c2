"""Year programmes: the negotiation of lines, versions and their differences, what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.algorithms.dates import PartialDate
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.documents.making import made_again
from hospitium.documents.queries import made_for
from hospitium.partners.models import PlanningException
from hospitium.programme import actions, rules
from hospitium.programme.models import Activity, Counter, Line, Side, YearProgramme, YearVersion
from hospitium.programme.queries.contents import Cities, changes_between, content_of, told
from hospitium.programme.states import LINE, YEAR
from tests import factories
from tests.factories_visits import make_line, make_year_programme
from tests.programme.years import Table, suspend

pytestmark = pytest.mark.usefixtures("english")
CITIES = Cities("Home", "Partner")


@pytest.fixture
def table(db) -> Table:
    return Table()


def codes(record) -> list[str]:
    return [event.code for event in timeline(record)]


# ---- the whole -----------------------------------------------------------------
def test_a_programme_is_begun_once_for_a_partner_and_a_year(table):
    values = {"partnership": table.partnership, "year": 2028, "preamble": {}, "file_reference": "A 1"}

    made = actions.create_year_programme(values=values, by=table.head)

    assert (made.year, made.state, made.file_reference, codes(made)) == (
        2028, "draft", "A 1", ["year_programme.created"],
    )  # fmt: skip
    assert codes(table.partnership) == ["year_programme.created"]
    with pytest.raises(Refused, match="already"):
        actions.create_year_programme(values=values, by=table.head)


def test_the_lines_of_the_year_before_are_proposed_anew_without_what_was_dropped(table):
    kept = table.line(state="done", our_lead="Frau A", month=4, persons=14)
    table.line(state="dropped", reason="zu teuer")
    values = {"partnership": table.partnership, "year": 2028, "preamble": {}, "file_reference": ""}

    made = actions.copy_year_programme(source_id=table.programme.pk, values=values, by=table.head)

    copied = made.lines.get()
    assert (copied.title, copied.month, copied.persons, copied.our_lead) == (kept.title, 4, 14, "Frau A")
    assert (copied.state, copied.activity, made.preamble) == ("proposed", None, table.programme.preamble)
    other = make_year_programme(partnership=factories.make_partnership(unit=table.unit))
    with pytest.raises(Refused, match="another partnership"):
        actions.copy_year_programme(source_id=other.pk, values={**values, "year": 2029}, by=table.head)


def test_sending_keeps_a_version_and_mails_a_link_in_the_partners_language(table):
    table.line()

    link = table.send(message="Herzliche Grüße")

    mail = Mail.objects.get()
    assert (table.programme.state, YearVersion.objects.get().number, link.language) == ("sent", 1, "hu")
    assert (mail.to, mail.language, "/guest/" in mail.body, "Herzliche Grüße" in mail.body) == (
        "guest@example.org", "hu", True, True,
    )  # fmt: skip
    assert "year_programme.sent" in codes(table.programme)


def test_a_second_sending_to_the_same_address_ends_the_first_link(table):
    table.line()
    first = table.send()

    second = table.send()

    first.refresh_from_db()
    assert (first.is_open, second.is_open, GuestLink.objects.count()) == (False, True, 2)
    assert [version.number for version in YearVersion.objects.all()] == [2, 1]


def test_nothing_is_sent_without_a_line(table):
    with pytest.raises(Refused, match="no line yet"):
        table.send()


def test_the_whole_is_agreed_only_when_every_line_has_its_answer(table):
    values = {"agreed_on": date(2026, 12, 1), "basis": "Protokoll"}
    line = table.line()
    with pytest.raises(Refused, match="without an answer"):
        actions.agree_year_programme(programme_id=table.programme.pk, values=values, by=table.head)
    actions.drop_line(line_id=line.pk, reason="kein Geld", by=table.head)
    with pytest.raises(Refused, match="No line is agreed"):
        actions.agree_year_programme(programme_id=table.programme.pk, values=values, by=table.head)
    table.line(state="agreed")

    agreed = actions.agree_year_programme(programme_id=table.programme.pk, values=values, by=table.head)

    version = agreed.versions.get()
    assert (agreed.state, agreed.agreed_on, version.state) == ("agreed", date(2026, 12, 1), "agreed")
    assert version.content["basis"] == "Protokoll"


def test_what_was_agreed_enters_the_register_and_can_be_made_again(table):
    table.line(state="agreed")
    values = {"agreed_on": date(2026, 12, 1), "basis": "Protokoll"}
    agreed = actions.agree_year_programme(programme_id=table.programme.pk, values=values, by=table.head)

    (paper,) = made_for(agreed, table.head)

    assert (paper.template, paper.version, paper.unit) == ("year_programme", 1, table.partnership.unit)
    assert sha256(made_again(paper)).hexdigest() == paper.file.sha256


def test_closed_and_opened_again(table):
    table.programme.state = "agreed"
    table.programme.save()

    actions.step_year_programme(programme_id=table.programme.pk, step="close", by=table.head)
    opened = actions.step_year_programme(programme_id=table.programme.pk, step="reopen", by=table.head)

    assert (opened.state, codes(opened)) == ("draft", ["year_programme.reopened", "year_programme.closed"])
    with pytest.raises(Refused, match="does not lead on"):
        actions.step_year_programme(programme_id=opened.pk, step="take_back", by=table.head)


# ---- lines ---------------------------------------------------------------------
def test_a_line_is_proposed_and_written_anew_while_nobody_has_answered(table):
    line = actions.create_line(
        programme_id=table.programme.pk, values={"title": {"de": "Besuch"}, "month": 3}, by=table.head
    )
    actions.edit_line(line_id=line.pk, version=line.version, values={"month": 4}, by=table.head)

    line.refresh_from_db()
    assert (line.month, line.state, line.position, codes(line)) == (
        4, "proposed", 1, ["year_line.changed", "year_line.created"],
    )  # fmt: skip
    with pytest.raises(Conflict):
        actions.edit_line(line_id=line.pk, version=1, values={"month": 5}, by=table.head)


def test_what_is_with_the_partner_is_not_rewritten_but_countered(table):
    line = table.line(month=5)
    table.send()
    with pytest.raises(Refused, match="Only a draft"):
        actions.edit_line(line_id=line.pk, version=line.version, values={"month": 6}, by=table.head)

    actions.counter_line(line_id=line.pk, version=line.version, values={"month": 6}, remark="Ferien", by=table.head)

    counter = Counter.objects.get()
    assert (counter.side, counter.answer, counter.changes, counter.remark) == (
        "ours", "countered", {"month": [5, 6]}, "Ferien",
    )  # fmt: skip
    with pytest.raises(Refused, match="Change something"):
        actions.counter_line(line_id=line.pk, version=None, values={"month": 6}, remark="", by=table.head)


def test_our_own_proposal_is_agreed_only_with_a_word_on_how_the_partner_did(table):
    line = table.line()
    with pytest.raises(Refused, match="how the partner agreed"):
        actions.agree_line(line_id=line.pk, remark="", by=table.head)

    actions.agree_line(line_id=line.pk, remark="am Telefon", by=table.head)

    assert (Line.objects.get().state, Counter.objects.get().side) == ("agreed", "theirs")


def test_the_partners_proposal_is_agreed_by_us(table):
    line = table.line(proposed_by=Side.THEIRS)

    actions.agree_line(line_id=line.pk, remark="", by=table.head)

    assert (Line.objects.get().state, Counter.objects.get().side) == ("agreed", "ours")


def test_postponed_with_a_reason_and_back_on_the_table(table):
    line = table.line(state="agreed")

    actions.postpone_line(line_id=line.pk, reason="Wahl", postponed_to=2028, by=table.head)
    away = Line.objects.get()
    actions.take_up_line(line_id=line.pk, by=table.head)
    back = Line.objects.get()

    assert (away.state, away.reason, away.postponed_to) == ("postponed", "Wahl", 2028)
    assert (back.state, back.reason, back.postponed_to) == ("proposed", "", None)


def test_an_agreed_line_becomes_an_activity_once_and_is_done(table):
    department = factories.make_unit()
    line = table.line(state="agreed", month=9, persons=13, place="Rathaus", unit=department, direction="in", days=3)

    activity = actions.plan_line(line_id=line.pk, by=table.head)

    assert (activity.state, activity.begins, activity.heads_planned, activity.days, activity.direction) == (
        "planned", PartialDate(2027, 9), 13, 3, "in",
    )  # fmt: skip
    assert (list(activity.partnerships.all()), list(activity.departments.all()), list(activity.topics.all())) == (
        [table.partnership], [department], [table.topic],
    )  # fmt: skip
    with pytest.raises(Refused, match="there already"):
        actions.plan_line(line_id=line.pk, by=table.head)
    actions.finish_line(line_id=line.pk, by=table.head)
    done = Line.objects.get()
    assert (done.state, done.activity, Activity.objects.count()) == ("done", activity, 1)


def test_a_need_and_an_offer_that_meet_become_a_line(table):
    need, offer = table.need_and_offer()

    line = actions.take_pair(programme_id=table.programme.pk, need_id=need.pk, offer_id=offer.pk, by=table.head)

    assert (line.topic, line.unit, line.need, line.offer, str(line.title)) == (
        table.topic, need.unit, need, offer, "Verkehr",
    )  # fmt: skip
    with pytest.raises(Refused, match="do not meet"):
        actions.take_pair(programme_id=table.programme.pk, need_id=offer.pk, offer_id=need.pk, by=table.head)


# ---- who may -------------------------------------------------------------------
STEPS = {
    "create": lambda t: actions.create_line(programme_id=t.programme.pk, values={"title": {"de": "x"}}, by=t.by),
    "counter": lambda t: actions.counter_line(
        line_id=t.proposed.pk, version=None, values={"month": 1}, remark="", by=t.by
    ),
    "agree": lambda t: actions.agree_line(line_id=t.proposed.pk, remark="x", by=t.by),
    "drop": lambda t: actions.drop_line(line_id=t.proposed.pk, reason="x", by=t.by),
    "postpone": lambda t: actions.postpone_line(line_id=t.proposed.pk, reason="x", postponed_to=None, by=t.by),
    "take up": lambda t: actions.take_up_line(line_id=t.away.pk, by=t.by),
    "plan": lambda t: actions.plan_line(line_id=t.agreed.pk, by=t.by),
    "agree all": lambda t: actions.agree_year_programme(programme_id=t.programme.pk, values={}, by=t.by),
    "edit": lambda t: actions.edit_year_programme(
        programme_id=t.programme.pk, version=None, values={"file_reference": "x"}, by=t.by
    ),
}


def prepared(table: Table, by) -> Table:
    table.proposed, table.agreed = table.line(), table.line(state="agreed")
    table.away, table.by = table.line(state="dropped", reason="x"), by
    return table


@pytest.mark.parametrize("step", STEPS)
def test_another_office_may_nothing(table, step):
    with pytest.raises(Refused, match="looked after by"):
        STEPS[step](prepared(table, table.stranger))


@pytest.mark.parametrize("step", STEPS)
def test_a_suspended_partnership_blocks_planning_until_an_exception(table, step):
    suspend(table)
    with pytest.raises(Refused, match="suspended"):
        STEPS[step](prepared(table, table.head))


def test_an_exception_of_the_head_opens_planning_again(table):
    suspend(table)
    today = timezone.localdate()
    PlanningException.objects.create(
        partnership=table.partnership,
        purpose="x",
        reason="x",
        valid_until=today + timedelta(days=1),
        granted_by=table.head,
        granted_at=timezone.now(),
    )

    actions.create_line(programme_id=table.programme.pk, values={"title": {"de": "x"}}, by=table.head)

    assert table.programme.lines.count() == 1


@pytest.mark.parametrize("role", ["employee", "interpreter", "partner_officer", "auditor", "administrator"])
def test_other_roles_see_no_year_programme(table, role):
    user = factories.make_user(role=role, partner_key=table.partner.key if role == "partner_officer" else "")

    assert list(YearProgramme.objects.visible_to(user)) == []


def test_a_department_sees_the_programmes_in_which_it_has_a_line(table):
    department = factories.make_unit()
    user = factories.make_user(role="department_contact", unit=department)
    make_year_programme()
    table.line(unit=department)
    table.line(unit=department)

    assert list(YearProgramme.objects.visible_to(user)) == [table.programme]


@pytest.mark.parametrize(
    ("step", "states"),
    [
        ("agree", {"proposed", "countered"}),
        ("counter", {"proposed", "countered", "agreed"}),
        ("done", {"agreed"}),
        ("postpone", {"proposed", "countered", "agreed"}),
        ("drop", {"proposed", "countered", "agreed"}),
        ("take_up", {"postponed", "dropped"}),
    ],
)
def test_the_steps_of_a_line_lead_on_from_these_states_only(table, step, states):
    allowed = {
        state
        for state in Line.State.values
        if rules.may_step_line(table.head, make_line(programme=table.programme, state=state, reason="x"), step)
    }

    assert (allowed, LINE.steps[step][0]) == (states, states)


def test_an_agreed_programme_is_negotiated_again_only_after_it_was_opened(table):
    line = table.line(state="agreed")
    table.programme.state = "agreed"
    table.programme.save()

    verdicts = {step: bool(rules.may_step_line(table.head, line, step)) for step in ("counter", "postpone", "done")}

    assert verdicts == {"counter": False, "postpone": True, "done": True}
    assert YEAR.open_steps("agreed") == ["reopen", "close"]


# ---- versions ------------------------------------------------------------------
def test_a_version_tells_what_both_sides_changed(table):
    moved = table.line(month=5)
    gone = table.line(month=6, our_lead="Frau A")
    table.send()
    before = YearVersion.objects.get().content
    actions.counter_line(
        line_id=moved.pk, version=moved.version, values={"month": 9, "persons": 12}, remark="", by=table.head
    )
    gone_pk = gone.pk
    gone.delete()
    added = table.line(proposed_by=Side.THEIRS, month=10)

    changes = changes_between(before, content_of(table.programme))

    title = {"source": "de", "texts": {"de": "Seminar", "hu": "Szeminárium"}}
    assert changes == [
        {
            "line": moved.pk,
            "kind": "changed",
            "title": title,
            "fields": {"month": [5, 9], "persons": [None, 12], "state": ["proposed", "countered"]},
        },
        {"line": added.pk, "kind": "added", "title": title, "fields": {}},
        {"line": gone_pk, "kind": "removed", "title": title, "fields": {}},
    ]
    assert [(one.title, one.sentence, one.fields) for one in told(changes, CITIES)] == [
        (
            "Seminar",
            "changed",
            (("Month", "May", "September"), ("Persons", "–", "12"), ("State", "proposed", "counter-proposed")),
        ),
        ("Seminar", "new", ()),
        ("Seminar", "no longer in the programme", ()),
    ]


def test_the_same_programme_has_no_changes(table):
    table.line(cost_share=written_in("de", "Gastgeber"), unit=table.unit, our_lead="A")

    assert changes_between(content_of(table.programme), content_of(table.programme)) == []


def test_the_second_version_keeps_the_changes_since_the_first(table):
    line = table.line(month=5)
    table.send()
    actions.counter_line(line_id=line.pk, version=None, values={"place": "Rathaus"}, remark="", by=table.head)

    table.send()

    assert YearVersion.objects.first().changes[0]["fields"] == {
        "place": ["", "Rathaus"],
        "state": ["proposed", "countered"],
    }
