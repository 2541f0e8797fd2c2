"""Activities, promises and statements: who may, what happens, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Claim, Event
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.partners.models import Partnership
from hospitium.programme import actions, rules
from hospitium.programme.models import Activity, Promise, State
from tests import factories

pytestmark = pytest.mark.usefixtures("english")
OFFICER, HEAD = "international_officer", "head_of_office"
ROLES = [
    OFFICER,
    HEAD,
    "department_contact",
    "employee",
    "partner_officer",
    "interpreter",
    "auditor",
    "administrator",
    "",
]
SINCE = Partnership.disputable[0]
BEGINS, _ENDS, HEADS, DIRECTION = Activity.disputable


class Office:
    """A unit with two partnerships, one of another unit, and somebody with a role in the unit."""

    def __init__(self, role=OFFICER):
        self.unit = factories.make_unit()
        self.own, self.second = (factories.make_partnership(unit=self.unit) for _ in range(2))
        self.foreign = factories.make_partnership(unit=factories.make_unit())
        self.user = factories.make_user(
            role=role,
            unit=self.unit if role in {OFFICER, HEAD, "department_contact"} else None,
            partner_key=self.own.partner.key if role == "partner_officer" else "",
        )

    def rests(self, partnership, *, until=None):
        partnership.status = "suspended"
        partnership.save()
        if until:
            partnership.exceptions.create(
                purpose="x", reason="y", valid_until=until, granted_by=self.user, granted_at=timezone.now()
            )


@pytest.fixture
def office(db):
    return Office()


def values(*partnerships, **given):
    return {
        "format": "working_visit",
        "title": {"de": "Besuch"},
        "partnerships": list(partnerships),
        "state": "planned",
        "direction": "out",
        "begins": PartialDate(2026, 9, 1),
        "ends": PartialDate(2026, 9, 3),
        "heads": None,
        "source": "Call",
        **given,
    }


def happened(record):
    return [(event.code, event.actor, event.facts) for event in timeline(record)]


def said(record, fact):
    return [(claim.value, claim.source, claim.in_use) for claim in claims_of(record, fact)]


# ---- rules ---------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_activities_belong_to_who_looks_after_one_of_the_partnerships(db, role):
    office = Office(role)
    able = role in {OFFICER, HEAD}
    chosen = [[office.own], [office.own, office.foreign], [office.foreign]]
    expected = [able, able, False]

    activities = [factories.make_activity(partnerships=partnerships) for partnerships in chosen]
    assert [bool(rules.may_create_activity(office.user, one, State.DONE)) for one in chosen] == expected
    assert [bool(rules.may_edit_activity(office.user, one)) for one in activities] == expected
    assert [bool(rules.may_publish_activity(office.user, one)) for one in activities] == expected
    assert [bool(rules.may_state_claim(office.user, one)) for one in activities] == expected
    assert [bool(rules.may_update_promises(office.user, one)) for one in (office.own, office.foreign)] == [able, False]
    assert [bool(rules.may_state_claim(office.user, one)) for one in (office.own, office.foreign)] == [able, False]
    instruments = [factories.make_instrument(partnership=one) for one in (office.own, office.foreign)]
    assert [bool(rules.may_state_claim(office.user, one)) for one in instruments] == [able, False]


def test_nothing_is_stated_about_other_records(office):
    with pytest.raises(TypeError):
        rules.may_state_claim(office.user, office.unit)


@pytest.mark.parametrize(
    ("status", "until", "state", "is_open"),
    [
        ("active", None, "planned", True),
        ("dormant", None, "planned", True),
        ("planned", None, "planned", True),
        ("suspended", None, "planned", False),
        ("suspended", -1, "planned", False),
        ("suspended", 0, "planned", True),
        ("suspended", 5, "planned", True),
        ("ended", None, "planned", False),
        ("ended", 5, "planned", False),
        ("suspended", None, "done", True),
        ("suspended", None, "cancelled", True),
        ("ended", None, "done", True),
    ],
)
def test_a_suspended_partnership_blocks_planning_and_publication_of_what_is_coming(db, status, until, state, is_open):
    office = Office(HEAD)
    if until is not None:
        office.rests(office.own, until=timezone.localdate() + timedelta(days=until))
    Partnership.objects.filter(pk=office.own.pk).update(status=status)
    office.own.refresh_from_db()
    activity = factories.make_activity(partnerships=[office.second, office.own], state=state)

    assert bool(rules.may_create_activity(office.user, [office.second, office.own], state)) is is_open
    assert bool(rules.may_publish_activity(office.user, activity)) is is_open
    assert rules.may_edit_activity(office.user, activity)


# ---- activities ----------------------------------------------------------------


def test_create_activity_is_seen_in_the_file_of_each_partnership(office):
    activity = actions.create_activity(values=values(office.own, office.second, heads=12), by=office.user)

    stored = Activity.objects.get()
    assert (stored.state, stored.begins, stored.heads, stored.is_published) == (
        "planned",
        PartialDate(2026, 9, 1),
        12,
        False,
    )
    assert set(stored.partnerships.all()) == {office.own, office.second}
    trace = [("activity.created", office.user, {"state": "planned"})]
    assert happened(activity) == happened(office.own) == happened(office.second) == trace
    assert [said(activity, fact) for fact in ("begins", "ends", "heads", "direction")] == [
        [("2026-09-01", "Call", True)],
        [("2026-09-03", "Call", True)],
        [("12", "Call", True)],
        [],
    ]


def test_nothing_is_planned_with_a_suspended_partnership_until_the_head_makes_an_exception(office):
    office.rests(office.own)

    with pytest.raises(Refused, match="Planning needs an exception by the head of office"):
        actions.create_activity(values=values(office.own), by=office.user)
    assert (Activity.objects.count(), Event.objects.count()) == (0, 0)

    office.rests(office.own, until=timezone.localdate())
    assert actions.create_activity(values=values(office.own), by=office.user).pk


def test_what_took_place_may_always_be_entered(office):
    office.rests(office.own)

    assert actions.create_activity(values=values(office.own, state="done"), by=office.user).pk


@pytest.mark.parametrize(
    ("change", "is_open"),
    [
        (lambda office: {"title": {"de": "Anders"}}, True),
        (lambda office: {"partnerships": [office.own]}, True),
        (lambda office: {"partnerships": [office.own, office.second]}, False),
        (lambda office: {"state": "done", "partnerships": [office.own, office.second]}, True),
    ],
)
def test_an_edit_does_not_plan_with_a_suspended_partnership(office, change, is_open):
    activity = factories.make_activity(partnerships=[office.own], state="planned")
    office.rests(office.second)

    try:
        actions.edit_activity(activity_id=activity.pk, version=1, values=change(office), by=office.user)
        was_open = True
    except Refused:
        was_open = False

    assert was_open is is_open


def test_what_was_cancelled_is_not_planned_again_while_the_partnership_rests(office):
    activity = factories.make_activity(partnerships=[office.own], state="cancelled")
    office.rests(office.own)

    with pytest.raises(Refused):
        actions.edit_activity(activity_id=activity.pk, version=1, values={"state": "planned"}, by=office.user)


def test_an_edit_leaves_a_trace_and_what_was_said_before(office):
    activity = actions.create_activity(values=values(office.own, heads=12), by=office.user)

    actions.edit_activity(
        activity_id=activity.pk,
        version=1,
        values={"heads": 14, "source": "Report", "remark": "Never again"},
        by=office.user,
    )

    activity.refresh_from_db()
    assert (activity.heads, activity.version) == (14, 2)
    assert said(activity, "heads") == [("12", "Call", False), ("14", "Report", True)]
    assert happened(activity)[0] == ("activity.changed", office.user, {"fields": ["heads", "source", "remark"]})


def test_going_back_to_an_earlier_value_takes_its_statement_up_again(office):
    activity = actions.create_activity(values=values(office.own, heads=12), by=office.user)
    for version, heads in ((1, 14), (2, 12)):
        actions.edit_activity(activity_id=activity.pk, version=version, values={"heads": heads}, by=office.user)

    assert said(activity, "heads") == [("12", "Call", True), ("14", "Call", False)]


def test_a_number_taken_out_is_unknown_in_use(office):
    activity = actions.create_activity(values=values(office.own, heads=12), by=office.user)

    actions.edit_activity(activity_id=activity.pk, version=1, values={"heads": None}, by=office.user)

    activity.refresh_from_db()
    assert (activity.heads, said(activity, "heads")) == (None, [("12", "Call", False), ("", "Call", True)])


def test_an_activity_is_released_and_taken_off(office):
    Partnership.objects.update(is_published=True)
    activity = factories.make_activity(partnerships=[office.own])

    def on_public_site():
        return list(Activity.objects.published())

    before = on_public_site()
    actions.publish_activity(activity_id=activity.pk, by=office.user)
    released = on_public_site()
    actions.unpublish_activity(activity_id=activity.pk, by=office.user)

    assert (before, released, on_public_site()) == ([], [activity], [])
    assert [code for code, _who, _facts in happened(office.own)] == ["activity.unpublished", "activity.published"]


def test_what_is_coming_with_a_suspended_partnership_leaves_the_public_site_and_the_archive_stays(office):
    Partnership.objects.update(is_published=True)
    coming = factories.make_activity(partnerships=[office.own, office.second], state="planned", is_published=True)
    past = factories.make_activity(partnerships=[office.own], state="done", is_published=True)
    assert set(Activity.objects.published()) == {coming, past}

    office.own.refresh_from_db()
    office.rests(office.own)

    assert set(Activity.objects.published()) == {past}
    with pytest.raises(Refused):
        actions.publish_activity(activity_id=coming.pk, by=office.user)


# ---- statements ----------------------------------------------------------------


def test_what_another_source_says_overwrites_nothing(office):
    office.own.source = "Official list"
    office.own.save()

    claim = actions.state_claim(
        subject=office.own,
        disputable=SINCE,
        value="1991-10-07",
        source="Newspaper",
        as_of=PartialDate(2008),
        by=office.user,
    )

    office.own.refresh_from_db()
    assert office.own.since == PartialDate(1991, 8, 12)
    assert said(office.own, "since") == [("1991-08-12", "Official list", True), ("1991-10-07", "Newspaper", False)]
    assert (claim.stated_by, claim.as_of) == (office.user, PartialDate(2008))
    assert happened(office.own) == [("partnership.fact_stated", office.user, {"fact": "since", "claim": claim.pk})]


def test_choosing_another_date_moves_the_column_and_what_follows_it(office):
    instrument = factories.make_instrument(partnership=office.own, signed=PartialDate(1995, 6, 10))
    disputable = instrument.disputable[0]
    other = actions.state_claim(
        subject=instrument, disputable=disputable, value="1995-07-10", source="Site", as_of=None, by=office.user
    )

    actions.choose_claim(subject=instrument, claim=other, by=office.user)

    instrument.refresh_from_db()
    assert instrument.signed == PartialDate(1995, 7, 10)
    assert said(instrument, "signed") == [("1995-06-10", "Archiv", False), ("1995-07-10", "Site", True)]
    trace = [
        ("instrument.fact_chosen", office.user, {"fact": "signed", "claim": other.pk}),
        ("instrument.fact_stated", office.user, {"fact": "signed", "claim": other.pk}),
    ]
    assert happened(instrument) == happened(office.own) == trace


def test_the_first_statement_about_an_unknown_fact_comes_into_use(office):
    activity = factories.make_activity(partnerships=[office.own], heads=None, direction="unknown")

    for disputable, value in ((HEADS, "16"), (DIRECTION, "in")):
        actions.state_claim(
            subject=activity, disputable=disputable, value=value, source="Report", as_of=None, by=office.user
        )

    activity.refresh_from_db()
    assert (activity.heads, activity.direction) == (16, "in")
    assert [said(activity, fact) for fact in ("heads", "direction")] == [
        [("16", "Report", True)],
        [("in", "Report", True)],
    ]


def test_that_nothing_is_known_can_be_stated(office):
    activity = factories.make_activity(partnerships=[office.own], heads=12)
    unknown = actions.state_claim(
        subject=activity, disputable=HEADS, value="", source="Audit", as_of=None, by=office.user
    )

    actions.choose_claim(subject=activity, claim=unknown, by=office.user)

    activity.refresh_from_db()
    assert activity.heads is None


def test_no_statement_lets_an_activity_end_before_it_begins(office):
    activity = factories.make_activity(partnerships=[office.own])
    late = actions.state_claim(
        subject=activity, disputable=BEGINS, value="2016", source="Report", as_of=None, by=office.user
    )

    with pytest.raises(Refused, match="Then it would end before it begins"):
        actions.choose_claim(subject=activity, claim=late, by=office.user)

    activity.refresh_from_db()
    assert (activity.begins, said(activity, "begins")[0][2]) == (PartialDate(2015, 6, 9), True)


def test_the_first_statement_about_the_end_does_not_stand_before_the_beginning(office):
    activity = factories.make_activity(partnerships=[office.own], ends=None)
    ends = Activity.disputable[1]

    with pytest.raises(Refused):
        actions.state_claim(subject=activity, disputable=ends, value="2014", source="x", as_of=None, by=office.user)

    assert Claim.objects.count() == 0


# ---- promises ------------------------------------------------------------------


def promise_values(office, **given):
    return {"partnership": office.own, "side": "ours", "what": "Send the glossary", "due_on": date(2026, 9, 1), **given}


@pytest.mark.parametrize("state", ["kept", "broken", "dropped"])
def test_the_life_of_a_promise(office, state):
    promise = actions.create_promise(values=promise_values(office), by=office.user)
    actions.edit_promise(promise_id=promise.pk, version=1, values={"what": "Send both"}, by=office.user)

    actions.close_promise(promise_id=promise.pk, state=state, on=date(2026, 8, 1), by=office.user)
    closed = Promise.objects.values("state", "closed_on", "what").get()
    actions.reopen_promise(promise_id=promise.pk, by=office.user)

    assert closed == {"state": state, "closed_on": date(2026, 8, 1), "what": "Send both"}
    assert Promise.objects.values("state", "closed_on").get() == {"state": "open", "closed_on": None}
    assert (
        happened(office.own)
        == happened(promise)
        == [
            ("promise.reopened", office.user, {}),
            ("promise.closed", office.user, {"state": state}),
            ("promise.changed", office.user, {"fields": ["what"]}),
            ("promise.created", office.user, {"due_on": "2026-09-01"}),
        ]
    )


@pytest.mark.parametrize("state", Promise.State.values)
def test_a_closed_promise_is_opened_before_it_changes(office, state):
    promise = factories.make_promise(
        partnership=office.own, state=state, closed_on=None if state == "open" else date(2026, 5, 9)
    )
    is_open = state == "open"

    assert bool(rules.may_edit_promise(office.user, promise)) is is_open
    assert [bool(rules.may_close_promise(office.user, promise, to)) for to in ("kept", "broken", "dropped")] == [
        is_open
    ] * 3
    assert bool(rules.may_reopen_promise(office.user, promise)) is not is_open


# ---- refusals ------------------------------------------------------------------

REFUSED = {
    "create_activity": lambda world: {"values": values(world.office.own)},
    "edit_activity": lambda world: {"activity_id": world.activity.pk, "version": 1, "values": {"heads": 1}},
    "publish_activity": lambda world: {"activity_id": world.activity.pk},
    "unpublish_activity": lambda world: {"activity_id": world.activity.pk},
    "create_promise": lambda world: {"values": promise_values(world.office)},
    "edit_promise": lambda world: {"promise_id": world.promise.pk, "version": 1, "values": {"what": "x"}},
    "close_promise": lambda world: {"promise_id": world.promise.pk, "state": "kept", "on": date(2026, 5, 9)},
    "reopen_promise": lambda world: {"promise_id": world.closed.pk},
    "state_claim": lambda world: {
        "subject": world.activity,
        "disputable": HEADS,
        "value": "1",
        "source": "x",
        "as_of": None,
    },
    "choose_claim": lambda world: {"subject": world.activity, "claim": world.claim},
}


class World:
    def __init__(self):
        self.office = Office()
        self.activity = factories.make_activity(partnerships=[self.office.own], heads=12)
        self.promise = factories.make_promise(partnership=self.office.own)
        self.closed = factories.make_promise(partnership=self.office.own, state="kept", closed_on=date(2026, 5, 9))
        self.claim = Claim.objects.create(
            kind="programme.activity",
            key=str(self.activity.pk),
            fact="heads",
            shape="count",
            value="3",
            source="x",
            stated_at=timezone.now(),
        )

    def state(self):
        return [list(model.objects.order_by("pk").values()) for model in (Activity, Promise, Claim, Event)]


@pytest.mark.parametrize("action", REFUSED)
def test_who_may_not_is_refused_and_nothing_changes(db, action):
    world = World()
    outsiders = [factories.make_user(role=role) for role in (HEAD, "auditor", "administrator", "employee", "")]
    arguments, before = REFUSED[action](world), world.state()

    for outsider in outsiders:
        with pytest.raises(Refused):
            getattr(actions, action)(**arguments, by=outsider)

    assert world.state() == before


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("edit_activity", lambda world: {"activity_id": world.activity.pk, "values": {"heads": 1}}),
        ("edit_promise", lambda world: {"promise_id": world.promise.pk, "values": {"what": "x"}}),
    ],
)
def test_an_old_version_is_a_conflict(db, action, arguments):
    world = World()
    before = world.state()

    with pytest.raises(Conflict):
        getattr(actions, action)(**arguments(world), version=9, by=world.office.user)

    assert world.state() == before


def test_an_activity_in_several_languages_follows_its_source(office):
    activity = factories.make_activity(partnerships=[office.own], title=written_in("de", "Besuch", pl="Wizyta"))

    actions.edit_activity(
        activity_id=activity.pk, version=1, values={"title": {"de": "Arbeitsbesuch", "pl": "Wizyta"}}, by=office.user
    )

    activity.refresh_from_db()
    assert (activity.title.state("de"), activity.title.state("pl")) == ("current", "outdated")
