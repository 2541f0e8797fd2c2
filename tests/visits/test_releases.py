"""Published versions: what is kept, what is different, and who is told of it, once."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.partners.models.relations import Status
from hospitium.visits.actions import releases as actions
from hospitium.visits.models import Mode, Notice, Part
from hospitium.visits.queries.release_words import sentences_of
from hospitium.visits.queries.releases import changes_since_last, content_of, differences, digest_of
from tests.factories import make_unit, make_user
from tests.factories_visits import (
    make_group,
    make_interpreter,
    make_item,
    make_part,
    make_speaker,
    make_venue,
    make_visit,
)

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = date(2027, 3, 9), date(2027, 3, 10)


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", email="otto@example.org", language="de")


@pytest.fixture
def visit(officer):
    return make_visit(unit=officer.grants.get().unit, officer=officer)


@pytest.fixture
def klara():
    return make_speaker(name="Klara Fall", email="klara@example.org", language="pl")


@pytest.fixture
def lecture(visit, klara):
    item = make_item(
        visit=visit,
        title=written_in("en", "Dykes", pl="Wały"),
        venue=make_venue(name=written_in("en", "Pump house")),
        remark="internal1",
        plan_b="internal2",
        responsible="internal3",
        phone="internal4",
        contact="internal5",
    )
    make_part(item=item, speaker=klara, state=Part.State.CONFIRMED)
    return item


def publish(visit, officer, note=""):
    return actions.publish_programme(visit_id=visit.pk, note=note, by=officer)


def change(item, **values):
    for name, value in values.items():
        setattr(item, name, value)
    item.save()


def later():
    return timezone.now() + timedelta(minutes=11)


def words(visit, officer):
    """What the page says is different, in English."""
    with translation.override("en"):
        return sentences_of(changes_since_last(visit).changes)


# ---- what is kept ----------------------------------------------------------------
def test_a_version_keeps_the_programme_and_nothing_internal(visit, officer, lecture):
    make_item(visit=visit, day=None, starts=None)

    release = publish(visit, officer).release

    entries = release.content["items"]
    assert (release.number, len(entries), entries[0]["day"], entries[0]["starts"]) == (1, 1, "2027-03-09", "09:00")
    assert "internal" not in json.dumps(release.content)
    assert timeline(visit).first().facts == {"number": 1, "changes": 0, "told": 0}


def test_the_first_version_tells_nobody(visit, officer, lecture):
    publish(visit, officer)

    assert (Notice.objects.count(), changes_since_last(visit).changes) == (0, [])


def test_before_anything_is_published_nothing_is_different(visit, lecture):
    assert changes_since_last(visit) is None


# ---- what is different -------------------------------------------------------------
def test_each_difference_has_its_sentence(visit, officer, lecture):
    make_group(visit=visit, name=written_in("en", "Group A"))
    gone = make_item(visit=visit, title=written_in("en", "Zoo"), day=WEDNESDAY)
    publish(visit, officer)

    gone.delete()
    change(
        lecture,
        starts=time(10, 0),
        venue=make_venue(name=written_in("en", "Town hall")),
        room="12",
        mode=Mode.WHISPERED,
    )
    lecture.groups.set(visit.groups.all())
    make_item(visit=visit, title=written_in("en", "Dinner"), starts=time(19, 0), minutes=90)

    assert words(visit, officer) == [
        "“Dykes” on Tue 9 March: 10:00 instead of 9:00, until 11:00.",
        "“Dykes” on Tue 9 March, 10:00: at “Town hall” instead of “Pump house”.",
        "“Dykes” on Tue 9 March, 10:00: room 12.",
        "“Dykes” on Tue 9 March, 10:00: for Group A instead of all.",
        "“Dykes” on Tue 9 March, 10:00: whispered instead of no interpreting.",
        "New: “Dinner”, Tue 9 March, 19:00 to 20:30.",
        "Dropped: “Zoo”, Wed 10 March, 9:00.",
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"day": WEDNESDAY, "starts": time(14, 0)},
            "“Dykes”: Wed 10 March, 14:00 to 15:00 instead of Tue 9 March, 9:00.",
        ),
        ({"minutes": 90}, "“Dykes” on Tue 9 March: until 10:30 instead of 10:00."),
        ({"title": written_in("en", "Dams")}, "“Dams” instead of “Dykes” on Tue 9 March, 9:00."),
        (
            {"venue": None},
            "“Dykes” on Tue 9 March, 9:00: no longer at “Pump house”; the new place is still open.",
        ),
        ({"dress_code": written_in("en", "warm")}, "“Dykes” on Tue 9 March, 9:00: dress code warm."),
        ({"content": written_in("en", "All of it")}, "“Dykes” on Tue 9 March, 9:00: the description was changed."),
        ({"day": None, "starts": None}, "Dropped: “Dykes”, Tue 9 March, 9:00."),
    ],
)
def test_one_difference_in_words(visit, officer, lecture, values, sentence):
    publish(visit, officer)

    change(lecture, **values)

    assert words(visit, officer) == [sentence]


def test_other_people_are_named(visit, officer, lecture):
    publish(visit, officer)
    lecture.parts.all().delete()
    lecture.interpreters.set([make_interpreter(name="Anna")])

    assert words(visit, officer) == [
        "“Dykes” on Tue 9 March, 9:00: speakers and hosts are now still open.",
        "“Dykes” on Tue 9 March, 9:00: interpreters are now Anna.",
    ]


def test_remarks_and_answers_are_no_difference(visit, officer, lecture):
    publish(visit, officer)

    change(lecture, remark="x", plan_b="y", phone="z")
    lecture.parts.update(state=Part.State.ASKED)

    assert words(visit, officer) == []
    with pytest.raises(Refused):
        publish(visit, officer)


def test_a_copy_is_the_same_and_the_other_way_round_is_the_opposite(visit, lecture):
    before = content_of(visit)
    change(lecture, starts=time(11, 0))
    after = content_of(visit)

    there, back = differences(before, after)[0], differences(after, before)[0]

    assert (differences(before, before), there["before"], there["after"]) == ([], back["after"], back["before"])


# ---- may it be published -----------------------------------------------------------
def test_while_the_partnership_is_suspended_nothing_is_published(visit, officer, lecture):
    visit.activity.partnerships.update(status=Status.SUSPENDED)

    with pytest.raises(Refused):
        publish(visit, officer)

    assert not visit.releases.exists()


def test_without_a_placed_item_there_is_nothing_to_publish(visit, officer):
    make_item(visit=visit, day=None, starts=None)

    with pytest.raises(Refused):
        publish(visit, officer)


def test_another_office_publishes_nothing(visit, lecture):
    with pytest.raises(Refused):
        publish(visit, make_user(role=Role.OFFICER, unit=make_unit()))


def test_what_changed_behind_the_page_is_not_published_unseen(visit, officer, lecture):
    seen = digest_of(content_of(visit))
    change(lecture, minutes=90)

    with pytest.raises(Refused):
        actions.publish_programme(visit_id=visit.pk, note="", seen=seen, by=officer)


# ---- who is told -------------------------------------------------------------------
def test_just_those_concerned_get_a_mail_each_in_the_own_language(visit, officer, lecture):
    anna, bela = make_interpreter(name="Anna", email="anna@example.org", language="cs"), make_interpreter()
    lecture.interpreters.set([anna])
    other = make_item(visit=visit, starts=time(14, 0), interpreters=[bela])
    make_part(item=other, speaker=make_speaker(), state=Part.State.CONFIRMED)
    make_part(item=lecture, speaker=make_speaker(email="open@example.org"))
    publish(visit, officer)
    change(lecture, starts=time(10, 0))

    told = publish(visit, officer, note="Wegen der Bahn.").told
    early, sent = actions.post_notices(now=timezone.now()), actions.post_notices(now=later())

    mails = {mail.to: mail for mail in Mail.objects.all()}
    assert (sorted(one.email for one in told), early, sent) == (sorted(mails), 0, 3)
    assert {to: mail.language for to, mail in mails.items()} == {
        "klara@example.org": "pl",
        "anna@example.org": "cs",
        "otto@example.org": "de",
    }
    klara = mails["klara@example.org"].body
    assert ("Wały" in klara, "10:00" in klara, "Wegen der Bahn." in klara) == (True, True, True)


def test_however_many_versions_in_ten_minutes_it_is_one_mail_with_what_is_left(visit, officer, lecture, klara):
    second = make_item(visit=visit, title=written_in("en", "Walk", pl="Spacer"), starts=time(14, 0))
    make_part(item=second, speaker=klara, state=Part.State.ASKED)
    publish(visit, officer)
    change(lecture, starts=time(10, 0))
    publish(visit, officer)
    change(lecture, starts=time(9, 0))
    change(second, starts=time(15, 0))
    publish(visit, officer)
    change(second, starts=time(16, 0))
    publish(visit, officer)

    actions.post_notices(now=later())
    actions.post_notices(now=later())

    mails = list(Mail.objects.filter(to="klara@example.org"))
    body = mails[0].body
    assert (len(mails), "Spacer" in body, "16:00" in body, "15:00" in body, "Wały" in body) == (
        1,
        True,
        True,
        False,
        False,
    )
    assert not Notice.objects.filter(posted_at=None).exists()


def test_what_went_there_and_back_is_no_mail(visit, officer, lecture):
    publish(visit, officer)
    for hour in (10, 9):
        change(lecture, starts=time(hour, 0))
        publish(visit, officer)

    assert (actions.post_notices(now=later()), Mail.objects.count(), Notice.objects.filter(posted_at=None).count()) == (
        0,
        0,
        0,
    )


def test_later_changes_are_a_mail_of_their_own(visit, officer, lecture):
    publish(visit, officer)
    change(lecture, starts=time(10, 0))
    publish(visit, officer)
    actions.post_notices(now=later())
    change(lecture, starts=time(11, 0))
    publish(visit, officer)
    actions.post_notices(now=later())

    bodies = [mail.body for mail in Mail.objects.filter(to="klara@example.org").order_by("pk")]
    assert [("10:00" in body, "9:00" in body, "11:00" in body) for body in bodies] == [
        (True, True, True),  # the item ends at eleven
        (True, False, True),
    ]


def test_the_speaker_of_an_item_that_was_deleted_is_told(visit, officer, lecture):
    make_item(visit=visit, starts=time(15, 0))
    publish(visit, officer)
    lecture.delete()
    publish(visit, officer)

    actions.post_notices(now=later())

    assert "Wały" in Mail.objects.get(to="klara@example.org").body


def test_who_has_no_address_is_named(visit, officer, lecture, klara):
    klara.email = ""
    klara.save()
    publish(visit, officer)
    change(lecture, starts=time(10, 0))

    done = publish(visit, officer)

    assert ([one.name for one in done.without_address], [one.name for one in done.told]) == (
        ["Klara Fall"],
        ["Otto Amt"],
    )


def test_two_tasks_under_one_address_are_one_mail(visit, officer, lecture):
    lecture.interpreters.set([make_interpreter(email="Klara@example.org")])
    publish(visit, officer)
    change(lecture, starts=time(10, 0))
    publish(visit, officer)

    actions.post_notices(now=later())

    assert Mail.objects.filter(to__iexact="klara@example.org").count() == 1
    assert [event.code for event in timeline(visit)].count("visit.participant_told") == 2


# ---- pages -----------------------------------------------------------------------
def test_publishing_on_the_page_shows_before_what_is_different_and_who_is_told(visit, officer, lecture, sign_in):
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/releases/"
    assert "Nothing is published yet" in client.get(address).content.decode()
    client.post(f"{address}new/", {"note": "", "seen": digest_of(content_of(visit))})
    change(lecture, starts=time(10, 0))

    page = client.get(f"{address}new/").content.decode()
    client.post(f"{address}new/", {"note": "Train", "seen": digest_of(content_of(visit))})
    shown = client.get(f"/desk/releases/{visit.releases.first().pk}/").content.decode()

    assert ("10:00 instead of 9:00" in page, "klara@example.org" in page) == (True, True)
    assert ("10:00–11:00" in shown, "Pump house" in shown, "Train" in shown, "Otto Amt" in shown) == (True,) * 4
    assert "Version 2" in client.get(address).content.decode()


def test_the_button_is_missing_while_the_partnership_is_suspended(visit, officer, lecture, sign_in):
    visit.activity.partnerships.update(status=Status.SUSPENDED)
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/releases/"

    assert f"{address}new/" not in client.get(address).content.decode()
    assert client.post(f"{address}new/", {"note": "x"}).status_code == 422


def test_an_old_version_is_shown_as_it_was(visit, officer, lecture, sign_in):
    first = publish(visit, officer).release
    change(lecture, starts=time(10, 0), title=written_in("en", "Dams"))
    publish(visit, officer)

    page = sign_in(officer).get(f"/desk/releases/{first.pk}/").content.decode()

    assert ("9:00–10:00" in page, "Dykes" in page, "Dams" in page) == (True, True, False)


def test_the_page_asks_the_database_as_often_for_three_versions_as_for_one(visit, officer, lecture, sign_in):
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/releases/"
    publish(visit, officer)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for hour in (10, 11):
        change(lecture, starts=time(hour, 0))
        publish(visit, officer)
    make_item(visit=visit, starts=time(15, 0))
    client.get(address)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)
