"""Between HTTP and the pages: headers, language, the way on, idle sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hospitium.core.http import POLICY
from tests import factories
from tests.core.urls import SECRET

PAGE = "/desk/new/interest/"


@pytest.fixture
def strange_pages(settings):
    settings.ROOT_URLCONF = "tests.core.urls"


@pytest.fixture
def officer(db):
    return factories.make_user(role="international_officer")


def answer_with(status, officer, sign_in):
    """A page with this status, each through the whole house."""
    browser = sign_in(officer)
    browser.raise_request_exception = False
    topic = factories.make_topic()
    asks = {
        200: lambda: browser.get(PAGE),
        302: lambda: Client().get(PAGE),
        400: lambda: browser.get(PAGE, headers={"host": "evil.example"}),
        403: lambda: browser.get("/office/users/new/"),
        404: lambda: browser.get("/desk/contacts/999999/"),
        409: lambda: browser.get("/test/refused/"),
        422: lambda: browser.post(PAGE, {"topic": topic.pk}),
        500: lambda: browser.get("/test/broken/"),
    }
    return asks[status]()


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 409, 422, 500])
def test_every_answer_carries_the_headers(strange_pages, officer, sign_in, status):
    answer = answer_with(status, officer, sign_in)

    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert {
        name: answer.headers.get(name) for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
    } == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }


def test_the_policy_allows_nothing_inline_and_nobody_else():
    assert dict(part.split(" ", 1) for part in POLICY.split("; ")) == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("status", [200, 403, 404, 422])
def test_what_somebody_signed_in_for_is_stored_nowhere(strange_pages, officer, sign_in, status):
    answer = answer_with(status, officer, sign_in)

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_an_error_tells_nothing_about_the_program(strange_pages, officer, sign_in, caplog):
    answer = answer_with(500, officer, sign_in)

    page = answer.content.decode()
    assert (SECRET in page, "Traceback" in page, "RuntimeError" in page) == (False, False, False)
    assert SECRET in caplog.text


def test_a_refusal_that_no_form_caught_is_a_page_with_its_reason(strange_pages, officer, sign_in):
    answer = answer_with(409, officer, sign_in)

    assert answer.context["reason"] == "Only <b>signatories</b> may sign."
    assert "Only &lt;b&gt;signatories&lt;/b&gt; may sign." in answer.content.decode()


@pytest.mark.parametrize("path", [PAGE, "/desk/contacts/1/", "/office/users/", "/desk/partners/x/"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_logged_in_is_the_default(db, path, method):
    answer = getattr(Client(), method)(path)

    assert answer.status_code in {302, 403}
    assert (answer.status_code, answer.headers.get("Location")) in {(302, f"/account/login/?next={path}"), (403, None)}


@pytest.mark.parametrize("path", [PAGE, "/account/login/"])
def test_a_form_from_elsewhere_is_refused_with_what_to_do(officer, path):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.cookies["language"] = "en"

    answer = browser.post(path, {})

    assert answer.status_code == 403
    assert "The form has expired. Go back, reload the page and send it again." in answer.content.decode()


LANGUAGES = [
    # address, cookie, user, browser → page
    ("/pl/", "cs", "hu", "ru", "pl"),
    ("/desk/interests/", "cs", "hu", "ru", "cs"),
    ("/desk/interests/", "", "hu", "ru", "hu"),
    ("/desk/interests/", "xx", "hu", "ru", "hu"),
    ("/office/roles/", "", "hu", "ru", "hu"),
    ("/", "", "hu", "ru", "ru"),
    ("/", "", "", "ru", "ru"),
    ("/", "", "", "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
    ("/", "", "", "fr, pl;q=0.5", "pl"),
    ("/", "", "", "fr", "de"),
    ("/", "", "", "", "de"),
    ("/", "../../etc", "", "*", "de"),
    ("/", "", "", "x" * 600, "de"),
    ("/xx/", "en", "", "", "en"),
    ("/desk/", "en", "", "", "en"),
    ("/PL/", "en", "", "", "en"),
]


@pytest.mark.parametrize(("address", "cookie", "user", "browser", "language"), LANGUAGES)
def test_the_language_of_a_page(db, address, cookie, user, browser, language):
    client = Client()
    if user:
        client.force_login(
            factories.make_user(role="employee", language=user), backend=settings.AUTHENTICATION_BACKENDS[0]
        )
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    answer = client.get(address, headers={"accept-language": browser} if browser else {})

    assert answer.headers["Content-Language"] == language


HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http://evil.example",
    "https://evil.example/",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example",
    "file:///etc/passwd",
    "https://testserver@evil.example/",
    "https://testserver:pw@evil.example/",
    "https://evil.example#testserver",
    "https://testserver.evil.example/",
    "//testserver@evil.example",
    "http://[::1",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00//evil.example",
    "\u2028//evil.example",
    "http:\\\\evil.example",
    "//evil%2eexample",
    "https://еvil.example/",
    "",
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("wanted", HOSTILE)
def test_no_next_leads_out_of_the_house(strange_pages, db, wanted, method):
    answer = getattr(Client(), method)("/test/onward/", {"next": wanted})

    assert answer.content.decode() == "/fallback"


@pytest.mark.parametrize(
    "wanted", ["/desk/", "/desk/?a=1#b", "http://testserver/desk/", "/ok?next=//evil.example", "desk/"]
)
def test_a_next_within_the_house_is_followed(strange_pages, db, wanted):
    assert Client().get("/test/onward/", {"next": wanted}).content.decode() == wanted


def test_over_a_safe_line_the_way_never_leads_back_to_an_open_one(strange_pages, db):
    answer = Client().get("/test/onward/", {"next": "http://testserver/desk/"}, secure=True)

    assert answer.content.decode() == "/fallback"


def test_an_idle_session_ends_and_a_used_one_goes_on(officer, sign_in):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        browser = sign_in(officer)
        statuses = []
        for minutes in (0, 110, 220, 330, 330 + 121, 330 + 122):
            clock.move_to(now + timedelta(minutes=minutes))
            statuses.append(browser.get(PAGE).status_code)

    assert statuses == [200, 200, 200, 200, 302, 302]


def test_head_is_get_without_a_body(officer, sign_in):
    browser = sign_in(officer)

    head, get = browser.head(PAGE), browser.get(PAGE)

    assert (head.status_code, head.content, get.status_code) == (200, b"", 200)
    assert {name for name in get.headers if name != "Content-Length"} <= set(head.headers)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_page_answers_to_other_methods(officer, sign_in, method):
    assert getattr(sign_in(officer), method)(PAGE).status_code in {403, 405}


@pytest.mark.parametrize(
    "path",
    [
        "/desk/%00/",
        "/desk/%2e%2e/%2e%2e/etc/passwd",
        "/desk//contacts//1",
        "/" + "a" * 8_000,
        "/desk/contacts/99999999999999999999999/",
        "/%ff%fe/",
        "/desk/contacts/1;x/",
    ],
)
def test_no_address_breaks_the_house(officer, sign_in, path):
    assert sign_in(officer).get(path).status_code in {301, 302, 400, 404}
