"""Guest links: a forwarded link shows nothing, reading changes nothing, and every use is on record."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hospitium.accounts import actions, queries
from hospitium.accounts.models import GuestLink, GuestSession, GuestUse
from hospitium.accounts.roles import Role
from hospitium.core.logs import Line
from hospitium.core.models import Event, Mail
from hospitium.core.verdicts import Refused
from hospitium.visits.models import Part
from tests.factories import make_unit, make_user
from tests.factories_visits import make_item, make_part, make_speaker, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit, name="Otto Amt")


@pytest.fixture
def part(unit):
    day = timezone.localdate() + timedelta(days=30)
    visit = make_visit(unit=unit, starts_on=day, ends_on=day + timedelta(days=4))
    speaker = make_speaker(name="Klara Fall", email="klara@example.org", language="hu")
    return make_part(item=make_item(visit=visit, day=day), speaker=speaker, state=Part.State.ASKED)


def give(part, officer, **given):
    start = {
        "purpose": "confirmation",
        "subject": part,
        "name": "Klara Fall",
        "email": "Klara@example.org",
        "language": "hu",
        "ends_on": part.item.day,
    }
    return actions.open_link(**{**start, **given}, by=officer)


def path(address):
    return address.removeprefix(settings.BASE_URL)


def enter(address, email="klara@example.org"):
    client = Client()
    return client, client.post(path(address), {"guest_email": email})


def inside(link):
    return f"/guest/{link.pk}/confirmation/"


# ---- giving out ----------------------------------------------------------------
def test_a_link_is_kept_as_a_hash_alone(part, officer):
    link, address = give(part, officer)
    token = path(address).split("/")[2]

    assert (len(token) >= 22, link.token_hash == queries.digest_of(token), link.unit) == (
        True,
        True,
        officer.grants.get().unit,
    )
    assert token not in repr([GuestLink.objects.values().get(), list(Event.objects.values())])
    assert list(Event.objects.values_list("code", "facts")[:1]) == [
        ("guest_link.given", {"purpose": "confirmation", "ends_on": str(part.item.day)})
    ]


def test_who_does_not_look_after_the_record_gives_no_link(part):
    stranger = make_user(role=Role.OFFICER)

    with pytest.raises(Refused):
        give(part, stranger)


@pytest.mark.parametrize("days", [-1, 401])
def test_a_link_ends_neither_in_the_past_nor_in_years(part, officer, days):
    with pytest.raises(Refused):
        give(part, officer, ends_on=timezone.localdate() + timedelta(days=days))


def test_a_link_goes_to_one_mailbox(part, officer):
    with pytest.raises(ValidationError):
        give(part, officer, email="a@example.org, b@example.org")


# ---- the door ------------------------------------------------------------------
def test_a_forwarded_link_shows_no_names_and_nothing_of_the_record(part, officer):
    _link, address = give(part, officer)

    answer = Client().get(path(address))

    page = answer.content.decode()
    named = [
        "Klara",
        "klara@",
        part.item.title.here.text,
        "Otto",
        str(part.item.visit.activity),
        str(part.speaker.function),
    ]
    assert (answer.status_code, [word for word in named if word in page]) == (200, [])
    assert '<html lang="hu"' in page


def test_scanners_of_mail_programs_change_nothing_and_use_nothing_up(part, officer):
    _link, address = give(part, officer)
    before = Event.objects.count()

    for _turn in range(20):
        assert Client().get(path(address)).status_code == 200
        assert Client().head(path(address)).status_code == 200

    assert (Event.objects.count(), GuestUse.objects.count(), GuestSession.objects.count()) == (before, 0, 0)
    assert enter(address)[1].status_code == 302


def test_the_answers_are_kept_by_nobody_and_tell_nobody_the_address(part, officer):
    _link, address = give(part, officer)

    for url in (path(address), "/guest/unknown/", "/guest/1/confirmation/"):
        headers = Client().get(url).headers
        assert [headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
            "no-store",
            "strict-origin",
            "noindex, nofollow",
        ]


def test_the_mail_address_opens_for_two_hours_in_this_browser(part, officer):
    link, address = give(part, officer)

    client, answer = enter(address, " KLARA@Example.org ")

    assert (answer.status_code, answer.headers["Location"]) == (302, inside(link))
    cookie = answer.cookies[f"guest-{link.pk}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/guest/", True, "Lax")
    session = GuestSession.objects.get()
    assert timedelta(minutes=119) < session.ends_at - timezone.now() <= timedelta(hours=2)
    assert cookie.value not in repr(GuestSession.objects.values().get())
    assert client.get(inside(link)).status_code == 200
    assert [use.what for use in GuestUse.objects.all()] == ["opened"]


def test_another_mail_address_does_not_open_and_the_try_is_on_record(part, officer):
    link, address = give(part, officer)

    client, answer = enter(address, "somebody@example.org")

    assert (answer.status_code, f"guest-{link.pk}" in answer.cookies) == (422, False)
    assert client.get(inside(link)).status_code == 404
    assert [use.what for use in GuestUse.objects.all()] == ["refused"]


def test_after_ten_tries_the_door_stays_shut_for_everybody(part, officer):
    _link, address = give(part, officer)

    statuses = [
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(path(address), {"guest_email": "x@example.org"}).status_code
        for number in range(11)
    ]

    assert statuses == [422] * 10 + [429]
    assert enter(address)[1].status_code == 429


def test_one_computer_cannot_try_many_links(part, officer):
    links = [give(part, officer) for _number in range(7)]

    statuses = [enter(address, "x@example.org")[1].status_code for _link, address in links for _turn in range(9)]

    assert (statuses[:60], statuses[60:]) == ([422] * 60, [429] * 3)


def shut_pages(part, officer):
    link, revoked = give(part, officer)
    actions.revoke_link(link_id=link.pk, by=officer)
    link, ended = give(part, officer)
    GuestLink.objects.filter(pk=link.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    return [path(revoked), path(ended), "/guest/AAAAAAAAAAAAAAAAAAAAAA/", "/guest/x/", "/guest/%00/"]


def test_every_link_that_does_not_open_gets_the_same_answer(part, officer):
    urls = shut_pages(part, officer)

    answers = [Client(headers={"accept-language": "pl"}).get(url) for url in urls]
    answers += [Client(headers={"accept-language": "pl"}).post(url, {"guest_email": "a@b.cd"}) for url in urls]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert '<html lang="pl"' in answers[0].content.decode()


def test_a_link_that_ended_says_so_in_the_language_of_its_address(part, officer):
    address = shut_pages(part, officer)[0]

    answer = Client(headers={"accept-language": "de"}).get(f"{address}?lang=hu")

    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "hu")
    assert '<html lang="hu"' in answer.content.decode()


def test_the_language_can_be_changed_without_changing_anything(part, officer):
    link, address = give(part, officer)

    assert '<html lang="pl"' in Client().get(path(address) + "?lang=pl").content.decode()
    client = Client()
    answer = client.post(path(address) + "?lang=pl", {"guest_email": "klara@example.org"})
    assert answer.headers["Location"] == inside(link) + "?lang=pl"
    page = client.get(answer.headers["Location"])
    assert ('<html lang="pl"' in page.content.decode(), page.headers["Content-Language"]) == (True, "pl")
    assert '<html lang="hu"' in client.get(inside(link) + "?lang=xx").content.decode()
    assert "language" not in client.cookies


# ---- inside --------------------------------------------------------------------
def test_without_the_cookie_a_link_of_ones_own_and_one_that_is_not_there_look_the_same(part, officer):
    link, _address = give(part, officer)

    answers = [
        Client(headers={"accept-language": "de"}).get(url) for url in (inside(link), "/guest/999999/confirmation/")
    ]

    assert ({answer.status_code for answer in answers}, len({answer.content for answer in answers})) == ({404}, 1)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30])
def test_a_number_that_no_link_can_have_is_a_link_that_is_not_there(number):
    client = Client()
    client.cookies[f"guest-{number}"] = "x"

    assert client.get(f"/guest/{number}/confirmation/").status_code == 404


def test_the_cookie_of_another_link_does_not_open(part, officer):
    mine, address = give(part, officer)
    other, _address = give(part, officer)
    client, _answer = enter(address)

    client.cookies[f"guest-{other.pk}"] = client.cookies[f"guest-{mine.pk}"].value

    assert (client.get(inside(mine)).status_code, client.get(inside(other)).status_code) == (200, 404)


def test_a_link_for_one_purpose_does_not_open_the_page_of_another(part, officer):
    link, address = give(part, officer)
    client, _answer = enter(address)
    GuestLink.objects.filter(pk=link.pk).update(purpose="year_programme")

    assert client.get(inside(link)).status_code == 404


@pytest.mark.parametrize("end", ["revoked", "ended", "gone"])
def test_a_link_that_ends_is_shut_at_once_where_it_is_open(part, officer, end):
    link, address = give(part, officer)
    client, _answer = enter(address)
    if end == "revoked":
        actions.revoke_link(link_id=link.pk, by=officer)
    elif end == "ended":
        GuestLink.objects.filter(pk=link.pk).update(ends_on=date(2020, 1, 1))
    else:
        part.delete()

    assert (client.get(inside(link)).status_code, client.post(inside(link)).status_code) == (404, 404)


def run_out(hours=1):
    GuestSession.objects.update(ends_at=timezone.now() - timedelta(hours=hours))


def test_a_session_that_ran_out_keeps_what_was_typed(part, officer):
    link, address = give(part, officer)
    client, _answer = enter(address)
    page = client.get(inside(link)).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    run_out()

    asked = client.post(inside(link), {"answer": "confirmed", "seen": seen, "text": "Gerne & <b>bald</b>"})

    assert (asked.status_code, "Gerne &amp; &lt;b&gt;bald&lt;/b&gt;" in asked.content.decode()) == (403, True)
    assert Part.objects.get(pk=part.pk).state == Part.State.ASKED
    typed = {"answer": "confirmed", "seen": seen, "text": "Gerne", "guest_typed": "1"}
    wrong = client.post(inside(link), {**typed, "guest_email": "x@example.org"})
    assert (wrong.status_code, Part.objects.get(pk=part.pk).state) == (422, Part.State.ASKED)
    right = client.post(inside(link), {**typed, "guest_email": "klara@example.org"})
    assert (right.status_code, right.headers["Location"]) == (302, inside(link))
    answered = Part.objects.get(pk=part.pk)
    assert (answered.state, answered.answer_text) == (Part.State.CONFIRMED, "Gerne")
    assert client.get(inside(link)).status_code == 200


def test_after_a_day_the_link_itself_is_needed_again(part, officer):
    link, address = give(part, officer)
    client, _answer = enter(address)
    run_out(hours=25)

    assert client.get(inside(link)).status_code == 404
    assert (actions.forget_guest_sessions(), GuestSession.objects.count()) == (1, 0)


def test_forged_forms_are_refused_and_the_refusal_is_kept_by_nobody(part, officer):
    _link, address = give(part, officer)
    client = Client(enforce_csrf_checks=True)

    answer = client.post(path(address), {"guest_email": "klara@example.org"})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', client.get(path(address)).content.decode()).group(1)
    sent = {"guest_email": "klara@example.org", "csrfmiddlewaretoken": token}
    assert client.post(path(address), sent).status_code == 302


# ---- what the officer sees ------------------------------------------------------
def test_the_officer_sees_each_link_with_its_uses_and_ends_it(part, officer, sign_in):
    link, address = give(part, officer)
    enter(address, "x@example.org")
    enter(address)
    client = sign_in(officer)

    page = client.get("/office/guest-links/").content.decode()

    assert [word in page for word in ("Klara Fall", "wrong mail address", "opened", "Revoke")] == [True] * 4
    assert client.post(f"/office/guest-links/{link.pk}/revoke/").status_code == 302
    assert Client().get(path(address)).status_code == 404
    assert "Klara Fall" not in client.get("/office/guest-links/").content.decode()
    assert "revoked" in client.get("/office/guest-links/?all").content.decode()


def test_links_of_other_units_are_not_there(part, officer, sign_in):
    link, _address = give(part, officer)
    client = sign_in(make_user(role=Role.OFFICER))

    assert "Klara" not in client.get("/office/guest-links/?all").content.decode()
    assert client.post(f"/office/guest-links/{link.pk}/revoke/").status_code == 404


def test_a_new_link_goes_by_mail_and_ends_the_old_one(part, officer, sign_in):
    link, address = give(part, officer)
    client, _answer = enter(address)

    answer = sign_in(officer).post(f"/office/guest-links/{link.pk}/renew/", {"next": "https://evil.example/"})

    mail = Mail.objects.get()
    fresh = re.search(r"/guest/\S+/", mail.body).group(0)
    assert (answer.headers["Location"], mail.to, mail.language) == ("/office/guest-links/", "Klara@example.org", "hu")
    assert [Client().get(url).status_code for url in (path(address), fresh)] == [404, 200]
    assert client.get(inside(link)).status_code == 404


def test_the_list_needs_as_many_queries_for_three_links_as_for_one(part, officer, sign_in):
    client, counts = sign_in(officer), []
    for _number in range(3):
        _link, address = give(part, officer)
        enter(address)
        client.get("/office/guest-links/")
        with CaptureQueriesContext(connection) as queries_made:
            client.get("/office/guest-links/")
        counts.append(len(queries_made.captured_queries))

    assert (len(set(counts)), counts[0] > 0) == (1, True)


# ---- logs ----------------------------------------------------------------------
def test_no_token_gets_into_the_log(part, officer, caplog):
    link, address = give(part, officer)
    actions.revoke_link(link_id=link.pk, by=officer)
    with caplog.at_level(logging.DEBUG):
        Client().get(path(address))
        Client(enforce_csrf_checks=True).post(path(address))

    token = path(address).split("/")[2]
    written = [Line().format(record) for record in caplog.records]
    assert (any("Not Found: /guest/.../" in line for line in written), [line for line in written if token in line]) == (
        True,
        [],
    )


def test_the_numbers_of_pages_stay_readable_in_the_log():
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "Forbidden: /guest/12/confirmation/", (), None)

    assert "/guest/12/confirmation/" in Line().format(record)
