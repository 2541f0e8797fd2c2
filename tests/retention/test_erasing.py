"""What is due goes every night: offered first where it must be, in small steps, with a proof without the data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hospitium.core.erasures import FILE, Line, remembered
from hospitium.core.events import timeline
from hospitium.core.models import Claim, Event, Mail, SearchEntry, User
from hospitium.core.references import reference
from hospitium.core.retention import DataClass, Due, Erased
from hospitium.core.verdicts import Refused
from hospitium.retention import actions, queries
from hospitium.retention.actions import erasing
from hospitium.retention.models import Erasure, Offer, Rule, Run
from hospitium.vault import actions as vault
from hospitium.vault.queries import given_on
from tests.documents.test_register import make_letter
from tests.factories import make_contact, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "data")]
State = Offer.State


class Drawer:
    """Records of a class that exists in these tests alone: numbers of users → the day on which their clock began."""

    def __init__(self, kept):
        self.kept, self.breaks_at, self.seen = dict(kept), None, 0

    def find(self, day):
        return [Due("core.user", key, began) for key, began in sorted(self.kept.items()) if began <= day]

    def erase(self, due):
        self.seen += 1
        if self.seen == self.breaks_at:
            raise KeyboardInterrupt
        return Erased({"details": 2} if self.kept.pop(due.key, None) else {})


def put(monkeypatch, drawer, *, archive=False, days=10):
    one = DataClass(
        key="drawer", label="Drawer", purpose="p", legal_ground="l", anchor="a", default_days=days,
        must_be_offered_to_archive=archive, find=drawer.find, erase=drawer.erase,
    )  # fmt: skip
    monkeypatch.setattr(queries, "classes", lambda: {"drawer": one})


@pytest.fixture
def people() -> list[User]:
    return [make_user() for _turn in range(3)]


def run(today) -> tuple[int, int]:
    done = actions.erase_what_is_due(today=today)
    return done.erased, done.offered


def test_what_is_due_goes_and_what_is_not_stays(monkeypatch, people, today):
    ages = [11, 10, 9]
    drawer = Drawer({str(one.pk): today - timedelta(days=age) for one, age in zip(people, ages, strict=True)})
    put(monkeypatch, drawer)

    assert run(today) == (2, 0)

    assert list(drawer.kept) == [str(people[2].pk)]
    assert [(one.data_class, one.kind, one.key, one.counts) for one in Erasure.objects.order_by("id")] == [
        ("drawer", "core.user", str(person.pk), {"details": 2}) for person in people[:2]
    ]
    proof = Erasure.objects.order_by("id").first()
    assert proof.anchor == today - timedelta(days=11)
    assert [(event.code, event.facts) for event in timeline(people[0])] == [
        ("retention.erased", {"data_class": "drawer", "count": 2})
    ]
    assert timeline(proof).count() == 1


def test_each_erasing_stands_on_the_list_for_backups(monkeypatch, people, today, data):
    put(monkeypatch, Drawer({str(people[0].pk): today - timedelta(days=99)}))

    run(today)

    assert [(line.data_class, line.kind, line.key) for line in remembered(data / FILE)] == [
        ("drawer", "core.user", str(people[0].pk))
    ]
    assert (data / FILE).stat().st_mode & 0o777 == 0o600


def test_a_run_that_was_broken_off_goes_on(monkeypatch, people, today):
    drawer = Drawer({str(one.pk): today - timedelta(days=99) for one in people})
    put(monkeypatch, drawer)
    drawer.breaks_at = 2

    with pytest.raises(KeyboardInterrupt):
        actions.erase_what_is_due(today=today)

    assert [(one.erased, one.ended_at, one.is_broken) for one in Run.objects.all()] == [(1, None, False)]
    assert len(drawer.kept) == 2
    assert run(today) == (2, 0)
    assert drawer.kept == {}
    assert [(one.erased, one.ended_at is None, one.is_broken) for one in Run.objects.order_by("id")] == [
        (1, False, True),
        (2, False, False),
    ]
    assert Erasure.objects.count() == 3


class Stuck(Drawer):
    """A drawer of which some things do not come out."""

    stuck: frozenset[str] = frozenset()

    def erase(self, due):
        if due.key in self.stuck:
            raise ValueError("Erika Muster cannot be erased")
        return super().erase(due)


def test_a_record_that_cannot_be_erased_holds_up_no_other(monkeypatch, people, today, caplog):
    drawer = Stuck({str(one.pk): today - timedelta(days=99) for one in people})
    drawer.stuck = frozenset({str(people[0].pk)})
    put(monkeypatch, drawer)

    broken = run(today)
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    drawer.stuck = frozenset()
    whole = run(today)

    assert (broken, whole, drawer.kept, Erasure.objects.count()) == ((2, 0), (1, 0), {}, 3)
    # Nothing of what is held gets into the log with it.
    assert said == [f"drawer: core.user {people[0].pk} could not be erased (ValueError)"]
    assert [(one.erased, one.is_broken, one.ended_at is None) for one in Run.objects.order_by("id")] == [
        (2, True, False),
        (1, False, False),
    ]


def test_a_night_on_which_nothing_works_is_no_fault_of_the_records(monkeypatch, today):
    everybody = [make_user() for _turn in range(erasing.MOST_FAULTS + 3)]
    drawer = Stuck({str(one.pk): today - timedelta(days=99) for one in everybody})
    drawer.stuck = frozenset(drawer.kept)
    put(monkeypatch, drawer)

    with pytest.raises(RuntimeError, match="21 records could not be erased"):
        run(today)

    assert Run.objects.get().ended_at is None


def test_a_second_run_finds_nothing(monkeypatch, people, today):
    put(monkeypatch, Drawer({str(people[0].pk): today - timedelta(days=99)}))

    assert [run(today), run(today)] == [(1, 0), (0, 0)]


def test_a_rule_of_the_office_counts_more_than_that_of_the_program(monkeypatch, people, today):
    drawer = Drawer({str(people[0].pk): today - timedelta(days=15)})
    put(monkeypatch, drawer)
    rule = Rule.objects.create(data_class="drawer", days=20)

    longer = run(today)
    Rule.objects.filter(pk=rule.pk).update(days=15, is_active=False)
    off = run(today)
    Rule.objects.filter(pk=rule.pk).update(is_active=True)

    assert (longer, off, run(today)) == ((0, 0), (0, 0), (1, 0))


def test_what_lies_about_a_record_goes_with_it(monkeypatch, today):
    contact = make_contact()
    key = str(contact.pk)
    for number, status in enumerate([Mail.Status.SENT, Mail.Status.FAILED, Mail.Status.WAITING]):
        Mail.objects.create(
            to="a@example.org", language="de", subject="s", body="b", message_id=f"<{number}@x>", status=status,
            due_at=timezone.now(), kind="partners.contact", key=key,
        )  # fmt: skip
    Claim.objects.create(kind="partners.contact", key=key, fact="x", shape="word", source="s", stated_at=timezone.now())

    def erase(due):
        contact.delete()
        return Erased({"contacts": 1})

    one = DataClass(
        key="drawer", label="Drawer", purpose="p", legal_ground="l", anchor="a", default_days=1,
        must_be_offered_to_archive=False, find=lambda day: [Due("partners.contact", key, day)], erase=erase,
    )  # fmt: skip
    monkeypatch.setattr(queries, "classes", lambda: {"drawer": one})

    run(today)

    assert [mail.status for mail in Mail.objects.all()] == [Mail.Status.WAITING]
    assert (SearchEntry.objects.filter(kind="partners.contact").count(), Claim.objects.count()) == (0, 0)
    assert Erasure.objects.get().counts == {"contacts": 1, "mails": 2, "claims": 1}


# ---- the archive ---------------------------------------------------------------------
@pytest.fixture
def offered(monkeypatch, people, today):
    """One record that was offered to the archive just now."""
    drawer = Drawer({str(people[0].pk): today - timedelta(days=99)})
    put(monkeypatch, drawer, archive=True)
    assert run(today) == (0, 1)
    return drawer


def test_what_must_be_offered_is_offered_and_stays(offered, today):
    offer = Offer.objects.get()

    assert (offer.state, offer.offered_on, offer.term_ends_on) == (State.OFFERED, today, today + timedelta(days=180))
    assert len(offered.kept) == 1
    assert [event.code for event in timeline(offer)] == ["retention.offered"]
    assert run(today) == (0, 0)


@pytest.mark.parametrize(
    ("steps", "days", "erased", "state"),
    [
        ([], 180, 0, State.OFFERED),
        ([], 181, 1, State.ERASED),
        (["decline"], 0, 1, State.ERASED),
        (["accept"], 400, 0, State.ACCEPTED),
        (["accept", "hand_over"], 0, 1, State.ERASED),
    ],
)
def test_it_goes_when_it_was_declined_or_handed_over_or_the_term_is_over(
    offered, head, today, steps, days, erased, state
):
    offer = Offer.objects.get()
    for step in steps:
        actions.answer_offer(offer_id=offer.pk, step=step, archive_reference="LA 7", by=head)

    done = run(today + timedelta(days=days))

    offer.refresh_from_db()
    assert (done, len(offered.kept), offer.state) == ((erased, 0), 1 - erased, state)
    assert (offer.erased_on is not None) == bool(erased)


def test_the_answer_is_kept_with_who_entered_it(offered, head, today):
    offer = Offer.objects.get()

    actions.answer_offer(offer_id=offer.pk, step="accept", archive_reference="LA 7", by=head)
    actions.answer_offer(offer_id=offer.pk, step="hand_over", by=head)

    offer.refresh_from_db()
    assert (offer.answered_on, offer.answered_by, offer.archive_reference, offer.handed_over_on) == (
        today, head, "LA 7", today,
    )  # fmt: skip
    assert [(event.code, event.actor) for event in timeline(offer)][:2] == [
        ("retention.handed_over", head),
        ("retention.archive_accepted", head),
    ]


@pytest.mark.parametrize(
    ("before", "step", "reason"),
    [
        ([], "hand_over", "Only what the archive has accepted can be handed over."),
        (["accept"], "decline", "The archive has answered already, or its term is over."),
        (["decline"], "accept", "The archive has answered already, or its term is over."),
    ],
)
def test_an_answer_at_the_wrong_time_is_refused(offered, head, before, step, reason):
    offer = Offer.objects.get()
    for earlier in before:
        actions.answer_offer(offer_id=offer.pk, step=earlier, by=head)

    with pytest.raises(Refused) as refusal:
        actions.answer_offer(offer_id=offer.pk, step=step, by=head)

    assert str(refusal.value) == reason


def test_an_answer_of_an_officer_is_refused(offered, officer):
    with pytest.raises(Refused, match=r"Your role does not allow this\. It is open to: Head of office\."):
        actions.answer_offer(offer_id=Offer.objects.get().pk, step="accept", by=officer)


# ---- after a restore -------------------------------------------------------------------
def test_what_was_erased_after_the_backup_is_erased_again_and_nothing_else(monkeypatch, people, today):
    backup = datetime(2026, 5, 9, 12, tzinfo=UTC)
    drawer = Drawer({str(one.pk): today for one in people})
    put(monkeypatch, drawer)
    lines = [
        Line("drawer", "core.user", str(people[0].pk), backup - timedelta(days=1)),
        Line("drawer", "core.user", str(people[1].pk), backup + timedelta(hours=1)),
        Line("drawer", "core.user", str(people[1].pk), backup + timedelta(hours=2)),
        Line("drawer", "core.user", "987654", backup + timedelta(hours=2)),
        Line("gone", "core.user", "1", backup + timedelta(hours=2)),
    ]

    assert actions.erase_again(lines=lines, since=backup) == 3

    assert sorted(drawer.kept) == sorted([str(people[0].pk), str(people[2].pk)])
    assert sorted(one.key for one in Erasure.objects.all()) == sorted([str(people[1].pk), "987654"])


def test_what_somebody_erased_before_its_time_is_erased_again(officer, unit, data, django_capture_on_commit_callbacks):
    contact, document = make_contact(), make_letter(officer, unit, format="docx", sealed_data={"text": ["x"]})
    before = timezone.now()
    both = {"passport_number": "C01X", "birth_place": "Łódź"}
    vault.seal(subject=contact, fields=both, by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        vault.erase_sealed(subject=contact, fields=["passport_number"], by=officer)
    written = [line.data_class for line in remembered(data / FILE)]
    # As a backup would bring it back:
    vault.seal(subject=contact, fields=both, by=officer)
    lines = [*remembered(data / FILE), Line("document", *reference(document), timezone.now())]

    actions.erase_again(lines=lines, since=before)

    document.refresh_from_db()
    assert written == ["sealed/passport_number"]
    assert list(given_on(contact)) == ["birth_place"]
    assert document.erased_on is not None


def test_a_line_that_was_cut_off_is_left_out(data):
    whole = Line("drawer", "core.user", "7", datetime(2026, 5, 9, tzinfo=UTC))
    (data / FILE).write_text(whole.text() + "\n" + whole.text()[:20])

    assert list(remembered(data / FILE)) == [whole]


def test_the_facts_of_the_events_hold_no_text(monkeypatch, people, today):
    put(monkeypatch, Drawer({str(people[0].pk): today - timedelta(days=99)}))

    run(today)

    events = Event.objects.filter(code__startswith="retention.")
    assert [event.facts for event in events] == [{"data_class": "drawer", "count": 2}]
