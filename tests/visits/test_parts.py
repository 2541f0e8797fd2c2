"""Speakers and hosts: asked by mail, answered without an account, reminded, replaced."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hospitium.accounts.models import GuestLink, GuestUse
from hospitium.accounts.roles import Role
from hospitium.algorithms.timetable import Answer
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.partners.models import Partnership
from hospitium.programme.models import State
from hospitium.visits.actions import parts as actions
from hospitium.visits.actions.items import move_item
from hospitium.visits.models import Item, Mode, Part
from hospitium.visits.queries.parts import answer_of, invitation_of, stand_ins
from hospitium.visits.templatetags.walltime import wall_day
from tests.factories import make_topic, make_unit, make_user
from tests.factories_visits import make_item, make_part, make_speaker, make_venue, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def visit(officer):
    starts = timezone.localdate() + timedelta(days=40)
    return make_visit(
        unit=officer.grants.get().unit, officer=officer, starts_on=starts, ends_on=starts + timedelta(days=4)
    )


@pytest.fixture
def item(visit):
    return make_item(
        visit=visit,
        title=written_in("de", "Hochwasserschutz", hu="Árvízvédelem"),
        day=visit.starts_on + timedelta(days=1),
        starts=time(10, 0),
        minutes=90,
        mode=Mode.CONSECUTIVE,
        venue=make_venue(name=written_in("de", "Feuerwache 5"), entrance=written_in("de", "Tor 2")),
        remark="Herr K. redet zu lang.",
        plan_b="Ausfall: Museum",
    )


@pytest.fixture
def part(item):
    speaker = make_speaker(name="Klara Fall", email="klara@example.org", language="hu", remark="spricht leise")
    return make_part(item=item, speaker=speaker, level="Referatsleiter", material_due=item.day - timedelta(days=10))


def asked(part, officer):
    """The part after the question, the link and its address."""
    actions.ask_part(part_id=part.pk, by=officer)
    part.refresh_from_db()
    mail = Mail.objects.filter(to=part.speaker.email).latest("id")
    return part, GuestLink.objects.latest("id"), re.search(r"/guest/\S+/", mail.body).group(0)


def guest(part, officer):
    """A browser in which the link of the question was opened, and the address of the page."""
    part, link, address = asked(part, officer)
    client = Client()
    client.post(address, {"guest_email": part.speaker.email})
    return client, f"/guest/{link.pk}/confirmation/"


def answer(part, officer, **typed):
    client, page = guest(part, officer)
    response = client.post(page, {"seen": invitation_of(part).seen, **typed})
    part.refresh_from_db()
    return client, page, response


def codes(part):
    return [event.code for event in reversed(timeline(part)) if event.code.startswith("part.")]


# ---- asking --------------------------------------------------------------------
def test_the_question_says_what_when_how_long_for_whom_and_until_when(part, officer):
    part, link, address = asked(part, officer)

    mail = Mail.objects.get()
    with translation.override("hu"):
        day = wall_day(part.item.day)
    wanted = [
        "Árvízvédelem",
        day,
        "10:00–11:30",
        "Feuerwache 5",
        "45",
        "90",
        "Referatsleiter",
        address,
        settings.BASE_URL,
    ]
    assert (mail.to, mail.language, [word for word in wanted if word not in mail.body]) == (
        "klara@example.org",
        "hu",
        [],
    )
    assert [word in mail.body for word in ("redet zu lang", "leise", "Museum")] == [False] * 3
    assert (part.state, part.asked_on, link.ends_on, link.language) == (
        Part.State.ASKED,
        timezone.localdate(),
        part.item.day,
        "hu",
    )
    assert codes(part) == ["part.asked"]


def cancelled(part):
    part.item.visit.activity.state = State.CANCELLED
    part.item.visit.activity.save()


def unplaced(part):
    Item.objects.filter(pk=part.item_id).update(day=None, starts=None)


def past(part):
    Item.objects.filter(pk=part.item_id).update(day=date(2020, 1, 1))


def without_mail(part):
    part.speaker.email = ""
    part.speaker.save()


def declined(part):
    Part.objects.filter(pk=part.pk).update(state=Part.State.DECLINED)


@pytest.mark.parametrize("change", [cancelled, unplaced, past, without_mail, declined])
def test_who_cannot_be_asked_is_not_asked(part, officer, change):
    change(part)

    with pytest.raises(Refused):
        actions.ask_part(part_id=part.pk, by=officer)
    assert (Mail.objects.count(), GuestLink.objects.count()) == (0, 0)


def test_an_officer_of_another_unit_asks_nobody(part):
    with pytest.raises(Refused):
        actions.ask_part(part_id=part.pk, by=make_user(role=Role.OFFICER))


def test_all_open_are_asked_at_once_and_who_cannot_be_is_named(visit, item, part, officer):
    make_part(item=item, state=Part.State.CONFIRMED)
    silent = make_part(item=item, speaker=make_speaker(email=""))
    make_part(item=make_item(visit=visit, day=visit.starts_on))

    outcome = actions.ask_all_open(visit_id=visit.pk, by=officer)

    assert (outcome.count, [left.pk for left, _reason in outcome.left_out]) == (2, [silent.pk])
    assert Mail.objects.count() == 2


def test_asking_anew_ends_the_links_of_the_first_question(part, officer):
    _part, first, address = asked(part, officer)

    asked(part, officer)

    assert Client().get(address).status_code == 404
    assert [link.is_open for link in GuestLink.objects.order_by("id")] == [False, True]
    assert first.pk != GuestLink.objects.latest("id").pk


# ---- answering -----------------------------------------------------------------
def test_the_page_says_what_is_asked_in_the_guests_language(part, officer):
    client, page = guest(part, officer)

    text = client.get(page).content.decode()

    assert '<html lang="hu"' in text
    assert [word for word in ("Árvízvédelem", "10:00–11:30", "45", "Tor 2", "Referatsleiter") if word not in text] == []
    assert [word in text for word in ("redet zu lang", "leise", "Museum")] == [False] * 3


def test_a_yes_is_on_record_and_can_be_changed(part, officer):
    client, page, response = answer(part, officer, answer="confirmed", text="Gerne")

    assert (response.status_code, response.headers["Location"]) == (302, page)
    assert (part.state, part.answer_text, part.answered_on) == (Part.State.CONFIRMED, "Gerne", timezone.localdate())
    assert client.get(page).status_code == 200
    assert Mail.objects.count() == 1
    assert [use.what for use in GuestUse.objects.order_by("id")] == ["opened", "confirmed"]
    client.post(page, {"seen": invitation_of(part).seen, "answer": "declined"})
    part.refresh_from_db()
    assert (part.state, codes(part)) == (Part.State.DECLINED, ["part.asked", "part.answered", "part.answered"])


def test_a_no_tells_the_officer_who_could_stand_in(part, officer):
    topic = make_topic()
    part.item.visit.activity.topics.add(topic)
    knows = make_speaker(name="Berta Beispiel")
    knows.topics.add(topic)
    spoke = make_speaker(name="Anton Alt")
    earlier = make_visit(starts_on=date(2020, 3, 2), ends_on=date(2020, 3, 4))
    earlier.activity.topics.add(topic)
    make_part(item=make_item(visit=earlier, day=date(2020, 3, 3)), speaker=spoke, state=Part.State.CONFIRMED)
    make_speaker(name="Carla Fremd")

    answer(part, officer, answer="declined", text="Bin im Urlaub.")

    mail = Mail.objects.get(to=officer.email)
    assert (part.state, mail.language) == (Part.State.DECLINED, "de")
    assert [word in mail.body for word in ("Bin im Urlaub.", "Anton Alt", "Berta Beispiel", "Carla Fremd")] == [
        True,
        True,
        True,
        False,
    ]
    assert mail.body.index("Anton") < mail.body.index("Berta")
    assert f"/desk/visits/{part.item.visit_id}/people/" in mail.body


def test_without_an_officer_in_charge_the_whole_unit_is_told(part, officer):
    part.item.visit.officer = None
    part.item.visit.save()
    head = make_user(role=Role.HEAD, unit=officer.grants.get().unit)

    answer(part, officer, answer="declined")

    assert {mail.to for mail in Mail.objects.all()} == {"klara@example.org", officer.email, head.email}


def test_another_time_is_proposed_and_taken(part, officer, sign_in):
    day = part.item.visit.starts_on + timedelta(days=2)
    other = make_part(item=part.item, state=Part.State.CONFIRMED)

    answer(part, officer, answer="proposed", day=str(day), at="14:30", text="Vormittags nicht")
    assert (part.state, part.proposed_day, part.proposed_time) == (Part.State.ASKED, day, time(14, 30))
    sign_in(officer).post(f"/desk/parts/{part.pk}/move/", {"version": part.version})

    part.refresh_from_db()
    other.refresh_from_db()
    part.item.refresh_from_db()
    assert (part.item.day, part.item.starts, part.state, other.state) == (
        day,
        time(14, 30),
        Part.State.CONFIRMED,
        Part.State.OPEN,
    )
    assert (Mail.objects.filter(to=officer.email).count(), codes(other)) == (1, ["part.reopened"])


def test_a_proposal_that_changed_is_not_taken_blindly(part, officer):
    day = part.item.visit.starts_on
    answer(part, officer, answer="proposed", day=str(day), at="14:30")

    with pytest.raises(Conflict):
        actions.accept_other_time(part_id=part.pk, version=part.version - 1, by=officer)


def test_the_time_of_a_fixed_item_stays(part, officer):
    answer(part, officer, answer="proposed", day=str(part.item.visit.starts_on), at="14:30")
    Item.objects.filter(pk=part.item_id).update(is_fixed=True)

    with pytest.raises(Refused):
        actions.accept_other_time(part_id=part.pk, version=None, by=officer)


def test_another_time_is_not_taken_when_the_visit_has_other_days_by_now(part, officer):
    visit = part.item.visit
    answer(part, officer, answer="proposed", day=str(visit.starts_on), at="14:30")
    visit.starts_on += timedelta(days=1)
    visit.save()

    with pytest.raises(Refused):
        actions.accept_other_time(part_id=part.pk, version=None, by=officer)


def test_a_version_that_nobody_can_have_seen_is_no_error(part, officer, sign_in):
    answer(part, officer, answer="proposed", day=str(part.item.visit.starts_on), at="14:30")

    assert sign_in(officer).post(f"/desk/parts/{part.pk}/move/", {"version": "9" * 4400}).status_code == 302


@pytest.mark.parametrize("typed", [{}, {"day": "2020-01-01", "at": "10:00"}, {"day": "x", "at": "y"}])
def test_a_proposal_without_a_day_of_the_visit_is_not_sent(part, officer, typed):
    _client, _page, response = answer(part, officer, answer="proposed", text="Bitte später", **typed)

    assert (response.status_code, "Bitte später" in response.content.decode()) == (422, True)
    assert (part.state, part.answered_on) == (Part.State.ASKED, None)


def test_nobody_confirms_a_time_that_was_changed_meanwhile(part, officer):
    client, page = guest(part, officer)
    seen = invitation_of(part).seen
    Item.objects.filter(pk=part.item_id).update(starts=time(8, 0))

    response = client.post(page, {"seen": seen, "answer": "confirmed", "text": "Ja"})

    part.refresh_from_db()
    assert (response.status_code, part.state) == (422, Part.State.ASKED)
    assert ["8:00–9:30" in response.content.decode(), "Ja" in response.content.decode()] == [True, True]


def test_an_unknown_answer_changes_nothing(part, officer):
    client, page = guest(part, officer)

    assert client.post(page, {"answer": "replaced", "seen": invitation_of(part).seen}).status_code == 422
    part.refresh_from_db()
    assert part.state == Part.State.ASKED


def test_an_item_that_is_not_placed_any_more_needs_no_answer(part, officer):
    client, page = guest(part, officer)
    unplaced(part)

    assert (client.get(page).status_code, client.post(page, {"answer": "confirmed"}).status_code) == (200, 409)


def test_who_confirmed_another_time_is_asked_anew(part, officer):
    client, page, _response = answer(part, officer, answer="confirmed")
    declined = make_part(item=part.item, state=Part.State.DECLINED)

    item = move_item(item_id=part.item_id, version=None, day=part.item.day, starts=time(15, 0), minutes=60, by=officer)

    part.refresh_from_db()
    declined.refresh_from_db()
    assert (item.starts, part.state, declined.state) == (time(15, 0), Part.State.OPEN, Part.State.DECLINED)
    assert client.post(page, {"answer": "confirmed", "seen": invitation_of(part).seen}).status_code == 409


def test_a_longer_item_keeps_its_answers(part, officer):
    answer(part, officer, answer="confirmed")

    move_item(item_id=part.item_id, version=None, day=part.item.day, starts=part.item.starts, minutes=120, by=officer)

    part.refresh_from_db()
    assert part.state == Part.State.CONFIRMED


def test_the_same_answer_twice_is_one_answer(part, officer):
    client, page, _response = answer(part, officer, answer="declined", text="Urlaub")

    client.post(page, {"answer": "declined", "seen": invitation_of(part).seen, "text": "Urlaub"})

    assert (Mail.objects.filter(to=officer.email).count(), codes(part)) == (1, ["part.asked", "part.answered"])


def test_an_answer_by_phone_is_noted(part, officer, sign_in):
    client = sign_in(officer)

    answer = client.post(f"/desk/parts/{part.pk}/answer/", {"state": "confirmed", "answer_text": "am Telefon, 3.2."})

    part.refresh_from_db()
    assert (answer.status_code, part.state, part.answer_text, codes(part)) == (
        302,
        Part.State.CONFIRMED,
        "am Telefon, 3.2.",
        ["part.noted"],
    )


# ---- replacing and taking out ----------------------------------------------------
def test_who_is_replaced_is_told_and_the_link_ends(part, officer, sign_in):
    client, page = guest(part, officer)
    new = make_speaker()

    sign_in(officer).post(f"/desk/parts/{part.pk}/replace/", {"speaker": new.pk})

    part.refresh_from_db()
    fresh = Part.objects.get(speaker=new)
    assert (part.state, fresh.state, fresh.replaces, fresh.level) == (
        Part.State.REPLACED,
        Part.State.OPEN,
        part,
        "Referatsleiter",
    )
    assert client.get(page).status_code == 404
    assert [mail.to for mail in Mail.objects.order_by("id")] == ["klara@example.org"] * 2


def test_who_declined_gets_no_mail_when_replaced(part, officer):
    answer(part, officer, answer="declined")
    before = Mail.objects.count()

    actions.replace_part(part_id=part.pk, speaker=make_speaker(), by=officer)

    assert Mail.objects.count() == before


def test_nobody_stands_twice_in_an_item(part, officer):
    with pytest.raises(Refused):
        actions.replace_part(part_id=part.pk, speaker=part.speaker, by=officer)


def test_who_is_taken_out_without_having_been_asked_hears_nothing(part, officer, sign_in):
    sign_in(officer).post(f"/desk/parts/{part.pk}/remove/")

    assert (Part.objects.count(), Mail.objects.count()) == (0, 0)


# ---- reminders -----------------------------------------------------------------
def test_a_question_is_repeated_once_after_a_week_and_both_links_open(part, officer):
    part, _link, first = asked(part, officer)
    today = timezone.localdate()
    Part.objects.update(asked_on=today - timedelta(days=6))
    assert actions.remind_of_confirmations(today=today) == 0
    Part.objects.update(asked_on=today - timedelta(days=7))

    assert [actions.remind_of_confirmations(today=today + timedelta(days=n)) for n in range(3)] == [1, 0, 0]

    second = re.search(r"/guest/\S+/", Mail.objects.latest("id").body).group(0)
    assert [Client().get(url).status_code for url in (first, second)] == [200, 200]
    assert codes(part) == ["part.asked", "part.reminded"]


def test_material_is_asked_for_three_days_before_also_of_who_has_confirmed(part, officer):
    answer(part, officer, answer="confirmed")

    sent = {days: actions.remind_of_confirmations(today=part.material_due - timedelta(days=days)) for days in (4, 3, 2)}

    assert sent == {4: 0, 3: 1, 2: 0}


@pytest.mark.parametrize("state", [Part.State.DECLINED, Part.State.REPLACED, Part.State.OPEN])
def test_nobody_else_is_reminded(part, officer, state):
    asked(part, officer)
    Part.objects.update(state=state, asked_on=timezone.localdate() - timedelta(days=20))

    assert actions.remind_of_confirmations(today=timezone.localdate()) == 0


def test_while_the_partnership_is_suspended_nobody_is_reminded_by_night(part, officer):
    asked(part, officer)
    Part.objects.update(asked_on=timezone.localdate() - timedelta(days=20))
    Partnership.objects.update(status="suspended")

    assert actions.remind_of_confirmations(today=timezone.localdate()) == 0


def test_who_lost_the_link_is_not_reminded_by_night_but_by_hand(part, officer, sign_in):
    asked(part, officer)
    GuestLink.objects.update(revoked_at=timezone.now())
    Part.objects.update(asked_on=timezone.localdate() - timedelta(days=20))

    assert actions.remind_of_confirmations(today=timezone.localdate()) == 0
    sign_in(officer).post(f"/desk/parts/{part.pk}/remind/")
    assert (Mail.objects.count(), GuestLink.objects.latest("id").is_open) == (2, True)


# ---- the page and the questions to it ----------------------------------------------
def test_an_item_is_as_sure_as_its_worst_answer(item):
    states = [Part.State.CONFIRMED, Part.State.ASKED, Part.State.OPEN, Part.State.DECLINED]
    found = [answer_of(item)]
    for state in states:
        make_part(item=item, state=state)
        found.append(answer_of(item))

    assert found == [Answer.CONFIRMED, Answer.CONFIRMED, Answer.ASKED, Answer.OPEN, Answer.DECLINED]


def test_who_was_replaced_does_not_count(item):
    make_part(item=item, state=Part.State.REPLACED)
    make_part(item=item, state=Part.State.CONFIRMED)

    assert answer_of(item) == Answer.CONFIRMED


def test_stand_ins_of_the_same_visit_and_who_declined_before_do_not_count(visit):
    topic = make_topic()
    visit.activity.topics.add(topic)
    earlier = make_visit(starts_on=date(2020, 3, 2), ends_on=date(2020, 3, 4))
    earlier.activity.topics.add(topic)
    make_part(item=make_item(visit=earlier, day=date(2020, 3, 3)), state=Part.State.DECLINED)
    make_part(item=make_item(visit=visit), state=Part.State.CONFIRMED)

    assert stand_ins(visit) == []


def test_the_page_names_everybody_with_their_state(visit, part, officer, sign_in):
    make_item(visit=visit, title=written_in("de", "Bürgermeister"))
    make_item(visit=visit, kind=Item.Kind.TRANSFER, title=written_in("de", "Busfahrt"))
    answer(part, officer, answer="declined", text="Keine Zeit")

    page = sign_in(officer).get(f"/desk/visits/{visit.pk}/people/").content.decode()

    wanted = ("Klara Fall", "declined", "Keine Zeit", "Bürgermeister", "nobody yet")
    assert ([word for word in wanted if word not in page], "Busfahrt" in page) == ([], False)


def test_the_page_needs_as_many_queries_for_three_people_as_for_one(visit, officer, sign_in):
    client, counts = sign_in(officer), []
    for number in range(3):
        item = make_item(visit=visit, day=visit.starts_on + timedelta(days=number))
        guest(make_part(item=item), officer)
        Part.objects.filter(item=item).update(state=Part.State.DECLINED)
        client.get(f"/desk/visits/{visit.pk}/people/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/visits/{visit.pk}/people/")
        counts.append(len(queries.captured_queries))

    assert (len(set(counts)), counts[0] > 0) == (1, True)


def test_people_are_added_asked_and_changed_on_their_pages(visit, item, officer, sign_in):
    client, speaker = sign_in(officer), make_speaker()
    start = {"speaker": speaker.pk, "role": "host", "level": "", "material_due": ""}

    assert client.post(f"/desk/items/{item.pk}/people/new/", start).status_code == 302
    part = Part.objects.get()
    changed = {"role": "moderator", "level": "alle", "material_due": "2027-01-01", "version": part.version}
    assert client.post(f"/desk/parts/{part.pk}/edit/", changed).status_code == 302
    assert client.post(f"/desk/parts/{part.pk}/edit/", changed).status_code == 409
    assert client.post(f"/desk/visits/{visit.pk}/people/ask/").status_code == 302
    part.refresh_from_db()
    assert (part.role, part.level, part.state) == ("moderator", "alle", Part.State.ASKED)
    assert codes(part) == ["part.added", "part.changed", "part.asked"]


def test_other_units_find_nothing(visit, part, sign_in):
    client = sign_in(make_user(role=Role.OFFICER))

    urls = [
        f"/desk/visits/{visit.pk}/people/",
        f"/desk/parts/{part.pk}/edit/",
        f"/desk/items/{part.item_id}/people/new/",
    ]
    assert [client.get(url).status_code for url in urls] == [404] * 3
    assert client.post(f"/desk/parts/{part.pk}/ask/").status_code == 404
