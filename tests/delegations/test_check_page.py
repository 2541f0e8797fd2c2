"""The public check of a code: three answers that look alike, nothing else told, nothing kept, and not too often."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.delegations.actions import letters as actions
from hospitium.delegations.checkcodes import ALPHABET, in_groups, new_code, qr_picture, read_code
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import IssuedLetter
from hospitium.delegations.queries.checking import answer_to
from tests.delegations.papers_world import make_guests, make_office, make_rule

pytestmark = pytest.mark.django_db
UNKNOWN = "0000-0000-0000-0000"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def letter():
    officer = make_office()
    delegation = make_guests(officer, starts_on=timezone.localdate() + timedelta(days=60))
    made = actions.issue_letters(
        delegation_id=delegation.pk,
        template="visa_invitation",
        rule_id=make_rule().pk,
        members=[printable(delegation)[0].pk],
        format="pdf",
        letterhead=None,
        by=officer,
    )
    return made[0]


def ask(client, code, **given):
    return client.get(reverse("delegations:check_code", args=[code]), {"lang": "en", **given})


def revoke(letter):
    actions.revoke_letter(letter_id=letter.pk, reason="secret reason", by=letter.issued_by)


def main_part(response):
    return re.search(r"<main.*</main>", response.content.decode(), re.S).group()


# ---- codes ---------------------------------------------------------------------
def test_codes_are_long_random_and_of_letters_that_nobody_mixes_up():
    codes = {new_code() for _each in range(200)}

    assert (len(codes), {len(code) for code in codes}, set("".join(codes)) <= set(ALPHABET)) == (200, {16}, True)
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M-02X1-9T51-WYAB",
        "7k3m o2xi 9t5l wyab",
        " 7K3M02X19T51WYAB ",
        "7K3M–O2XI–9T5l–WYAB",
        "7k3m.02x1.9t51.wyab",
        "7К3М-О2Х1-9Т51-WYАВ",
        "7к3м-о2хі-9т51-wyав",
    ],
)
def test_typed_codes_are_read_tolerantly(typed):
    assert in_groups(read_code(typed)) == "7K3M-02X1-9T51-WYAB"


@pytest.mark.parametrize(
    "typed", ["", "-", "7K3M", "7K3M-02X1-9T51-WYAU", "7K3M-02X1-9T51-WYABX", "ä" * 16, "\x00" * 16]
)
def test_what_is_no_code_is_read_as_none(typed):
    assert read_code(typed) == ""


def test_the_picture_is_one_and_holds_no_script():
    picture = qr_picture("https://office.example.org/check/")

    assert (picture.startswith("<svg"), "script" in picture, picture.count("<svg")) == (True, False, 1)


# ---- answers -------------------------------------------------------------------
def test_valid_revoked_expired_and_unknown(letter):
    today = timezone.localdate()

    assert answer_to(letter.code, today) == "valid"
    assert answer_to(letter.code, letter.valid_until) == "valid"
    assert answer_to(letter.code, letter.valid_until + timedelta(days=1)) == "revoked"
    assert answer_to(UNKNOWN, today) == "unknown"
    assert answer_to("", today) == "unknown"
    revoke(letter)
    assert answer_to(letter.code, today) == "revoked"


def test_each_answer_takes_one_query(client, letter):
    counts = []
    for code in (in_groups(letter.code), UNKNOWN, "nonsense"):
        with CaptureQueriesContext(connection) as asked:
            ask(client, code)
        counts.append(len([one for one in asked if "issuedletter" in one["sql"].lower()]))

    assert counts == [1, 1, 1]


def test_the_answers_differ_in_their_sentence_alone(client, letter):
    valid = main_part(ask(client, in_groups(letter.code)))
    revoke(letter)
    revoked = main_part(ask(client, in_groups(letter.code)))
    unknown = main_part(ask(client, UNKNOWN)).replace(UNKNOWN, in_groups(letter.code))

    sentences = {
        "valid": ("This code is valid.", "success", "circle-check"),
        "revoked": ("This code is revoked or expired.", "danger", "octagon-alert"),
        "unknown": ("This code is unknown.", "warning", "circle-help"),
    }
    stripped = []
    for name, page in (("valid", valid), ("revoked", revoked), ("unknown", unknown)):
        for word in sentences[name]:
            assert word in page
            page = page.replace(word, "")
        stripped.append(page)
    assert stripped[0] == stripped[1] == stripped[2]


def test_the_page_tells_nothing_but_the_answer_and_the_day(client, letter):
    revoke(letter)
    page = ask(client, in_groups(letter.code)).content.decode()

    told = [letter.member.family_name, "Nowograd", "Invitation", "secret", letter.document.sign, letter.issued_by.name]
    assert [word for word in told if word in page] == []


def test_nothing_is_kept_and_nobody_finds_it(client, letter):
    response = ask(client, in_groups(letter.code))

    assert response.cookies.items() == {}.items()
    assert (response["Cache-Control"], response["X-Robots-Tag"], response["Referrer-Policy"]) == (
        "no-store",
        "noindex, nofollow",
        "no-referrer",
    )
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
def test_the_page_speaks_six_languages_by_its_address(client, language):
    response = client.get(reverse("delegations:check"), {"lang": language})

    assert (response["Content-Language"], f'<html lang="{language}"' in response.content.decode()) == (language, True)


def test_the_field_leads_to_the_address_of_the_code(client):
    response = client.get(reverse("delegations:check"), {"code": " 7k3m o2xi 9t5l wyab", "lang": "pl"})

    assert response.url == "/check/7K3M-02X1-9T51-WYAB/?lang=pl"
    assert client.get(reverse("delegations:check"), {"code": "<script>"}).url == "/check/-/"


ODD = [
    "7K3M-02X1-9T51-WYA", "7K3M-02X1-9T51-WYAB" * 400, "%00", "%0d%0aSet-Cookie:%20x=1", "%ff%fe", "%f0%9f%92%a9",
    "..%2f..%2fetc%2fpasswd", "{{7*7}}", "<svg onload=x>", "' OR '1'='1", "%e2%80%ae7K3M", "ＡＢＣＤ" * 4,
    "ß" * 8, "ſ" * 16, "K" * 16, "١" * 16, " " * 300, "-", "None", "0" * 16,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("way", ["address", "field"])
def test_odd_codes_are_unknown_and_break_nothing(client, letter, odd, way):
    path = f"/check/{odd}/?lang=en" if way == "address" else "/check/?lang=en&code=" + odd.replace("&", "%26")

    answer = client.get(path.replace(" ", "%20").replace("<", "%3C"), follow=True)

    # An address with a slash in it is no address of this page.
    assert answer.status_code == (404 if way == "address" and "%2f" in odd else 200)
    if answer.status_code == 200:
        assert "This code is unknown." in answer.content.decode()
        assert answer.cookies.items() == {}.items()


def test_a_code_is_known_whole_or_not_at_all(client, letter):
    other = "0" if letter.code[-1] != "0" else "1"

    for code in (letter.code[:-1] + other, letter.code[:-1], letter.code[:8], letter.code + "0", letter.code[::-1]):
        assert answer_to(code, timezone.localdate()) == "unknown", code


@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
def test_the_answers_weigh_the_same_and_have_the_same_heads(client, letter, language):
    """As long as the sentences in that language; and every question to the database is the same."""
    found = []
    for code, before in ((in_groups(letter.code), None), (in_groups(letter.code), revoke), (UNKNOWN, None)):
        if before:
            before(letter)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse("delegations:check_code", args=[code]), {"lang": language})
        heads = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        # How often somebody has asked is counted for every answer alike.
        sql = [re.sub(r"'[^']*'", "?", one["sql"]) for one in asked if "delegations_" in one["sql"]]
        found.append((answer.status_code, heads, sql, len(answer.content)))

    assert found[0][:3] == found[1][:3] == found[2][:3]
    assert len(found[0][2]) == 1
    sizes = [one[3] for one in found]
    assert max(sizes) - min(sizes) < 80


def test_asking_for_the_head_alone_counts_too(client):
    answers = [client.head(reverse("delegations:check_code", args=[UNKNOWN])).status_code for _each in range(31)]

    assert answers[-1] == 429


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_there(client, method):
    assert getattr(client, method)(reverse("delegations:check_code", args=[UNKNOWN])).status_code == 403


def test_guessing_is_slowed_down(client):
    answers = [ask(client, UNKNOWN).status_code for _each in range(31)]

    assert (set(answers[:30]), answers[30]) == ({200}, 429)
    assert IssuedLetter.objects.count() == 0
