"""The pages of activities, promises and statements."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import state_claims
from hospitium.core.models import Claim
from hospitium.core.multilingual import written_in
from hospitium.partners.models import Partnership
from hospitium.programme.models import Activity, Promise
from tests import factories

CANARY = "<b>canary</b>"
SHOWN = "&lt;b&gt;canary&lt;/b&gt;"
HEADS = Activity.disputable[2]


class World:
    """An activity and a promise that one head of office looks after and another does not."""

    def __init__(self):
        self.unit = factories.make_unit()
        self.head = factories.make_user(role="head_of_office", unit=self.unit)
        self.stranger = factories.make_user(role="head_of_office")
        self.partnership = factories.make_partnership(unit=self.unit)
        self.activity = factories.make_activity(
            partnerships=[self.partnership], title=written_in("de", CANARY), remark=CANARY, heads=12
        )
        self.published = factories.make_activity(partnerships=[self.partnership], is_published=True)
        self.promise = factories.make_promise(partnership=self.partnership, what=CANARY)
        self.closed = factories.make_promise(partnership=self.partnership, state="kept", closed_on=date(2026, 5, 9))
        self.claims = state_claims(
            self.activity, HEADS, [("12", CANARY), ("14", "Newspaper"), ("", "Audit")], by=self.head
        )
        self.claim = self.claims[1]


@pytest.fixture
def world(db):
    return World()


ACTIVITY = {
    "format": "seminar",
    "title-de": "Seminar",
    "partnerships": "partnership.pk",
    "state": "done",
    "direction": "in",
    "begins": "9.6.2015",
    "ends": "10.6.2015",
    "count": "1",
    "currency": "EUR",
    "heads": "",
}
CLAIM = ["'programme.activity", "activity.pk", "'heads"]
PAGES = {
    "activity_new": ([], ACTIVITY, {"ends": "1.1.2015"}),
    "activity_edit": (["activity.pk"], ACTIVITY, {"heads": "3", "officials": "2", "elected": "2"}),
    "activity_publish": (["activity.pk"], {}, None),
    "activity_unpublish": (["published.pk"], {}, None),
    "promise_new": ([], {"partnership": "partnership.pk", "side": "ours", "what": "Send it"}, {"what": ""}),
    "promise_edit": (["promise.pk"], {"side": "theirs", "what": "Send it"}, {"due_on": "soon"}),
    "promise_close": (["promise.pk"], {"state": "kept", "on": "2026-05-09"}, {"state": "open"}),
    "promise_reopen": (["closed.pk"], {}, None),
    "claim": (CLAIM, {"value": "16", "source": "Report"}, {"value": "about 40"}),
    "claim_choose": (["claim.pk"], {}, None),
}


def value(world, path):
    if not isinstance(path, str) or path.split(".")[0] not in vars(world):
        return path.lstrip("'") if isinstance(path, str) else path
    found = world
    for step in path.split("."):
        found = getattr(found, step)
    return found


def page_of(world, name):
    arguments, typed, wrong = PAGES[name]
    address = reverse(f"programme:{name}", args=[value(world, path) for path in arguments])
    typed = {key: value(world, path) for key, path in typed.items()}
    return address, typed, {**typed, **(wrong or {})}


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Activity, Promise, Claim)]


@pytest.mark.parametrize("name", PAGES)
def test_a_form_is_shown_sent_and_leads_on(world, sign_in, name):
    browser = sign_in(world.head)
    address, typed, _wrong = page_of(world, name)
    before = rows()

    shown = browser.get(address)
    answer = browser.post(address, {**typed, "form_key": shown.context["form_key"], "version": 1})

    assert (shown.status_code, answer.status_code) == (200, 302)
    assert CANARY not in shown.content.decode()
    assert rows() != before
    assert browser.get(answer.url).status_code == 200


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][2]])
def test_what_was_typed_wrong_is_kept_and_nothing_is_saved(world, sign_in, name):
    address, _typed, wrong = page_of(world, name)
    before = rows()

    answer = sign_in(world.head).post(address, {**wrong, "version": 1})

    form = answer.context["form"]
    assert (answer.status_code, rows() == before) == (422, True)
    assert ([form.data.get(key) for key in wrong], bool(form.errors)) == ([str(text) for text in wrong.values()], True)


@pytest.mark.parametrize(
    ("begins", "ends", "error"),
    [
        ("3.2.2019", "2.2.2019", "It ends before it begins."),
        ("3.2.2019", "1.2019", "It ends before it begins."),
        ("3.2.2019", "2.2019", "Write the end as exactly as the beginning, or leave it empty."),
        ("2.2019", "2019", "Write the end as exactly as the beginning, or leave it empty."),
    ],
)
def test_an_end_that_cannot_stand_behind_the_beginning_says_why(world, sign_in, begins, ends, error):
    address, _typed, wrong = page_of(world, "activity_new")

    answer = sign_in(world.head).post(address, {**wrong, "begins": begins, "ends": ends})

    assert dict(answer.context["form"].errors) == {"ends": [error]}


def test_a_promise_is_in_the_charge_of_somebody_who_may_see_it(world, sign_in):
    contact = factories.make_user(role="department_contact")
    for role in ("interpreter", "auditor", "administrator", "employee"):
        factories.make_user(role=role)

    shown = sign_in(world.head).get(reverse("programme:promise_edit", args=[world.promise.pk]))

    assert set(shown.context["form"].fields["owner"].queryset) == {world.head, world.stranger, contact}


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][0]])
def test_a_foreign_record_cannot_be_changed(world, sign_in, name):
    browser = sign_in(world.stranger)
    address, typed, _wrong = page_of(world, name)
    before = rows()

    assert browser.post(address, typed).status_code == 404
    assert browser.get(address).status_code == 404
    assert rows() == before


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][0]])
def test_what_is_not_there_is_not_found(world, sign_in, name):
    address, _typed, _wrong = page_of(world, name)
    number = next(part for part in address.split("/") if part.isdecimal())

    assert sign_in(world.head).get(address.replace(f"/{number}/", "/987654/")).status_code == 404


@pytest.mark.parametrize(
    "path", ["core.user/1/name", "programme.activity/{pk}/remark", "partners.contact/1/note", "x/1/y"]
)
def test_nothing_but_disputable_facts_has_a_page_of_statements(world, sign_in, path):
    address = f"/desk/claims/{path.format(pk=world.activity.pk)}/"

    assert sign_in(world.head).get(address).status_code == 404


def test_an_activity_shows_itself_as_text(world, sign_in):
    answer = sign_in(world.head).get(world.activity.get_absolute_url())

    html = answer.content.decode()
    assert (answer.status_code, SHOWN in html, CANARY in html) == (200, True, False)
    assert [dispute["count"] for dispute in answer.context["disputes"]] == [0, 0, 3, 0]


def test_the_remark_and_the_promises_stay_with_those_who_look_after_it(world, sign_in):
    factories.make_promise(partnership=world.partnership, activity=world.activity, what="canary promise")
    world.activity.remark = "canary remark"
    world.activity.save()

    def seen(user):
        html = sign_in(user).get(world.activity.get_absolute_url()).content.decode()
        return "canary remark" in html, "canary promise" in html

    assert (seen(world.head), seen(world.stranger)) == ((True, True), (False, False))


def test_statements_stand_side_by_side_with_unknown_as_a_word(world, sign_in):
    address, _typed, _wrong = page_of(world, "claim")

    answer = sign_in(world.head).get(address)

    assert [(one["value"], one["source"], one["in_use"]) for one in answer.context["claims"]] == [
        (12, CANARY, True),
        (14, "Newspaper", False),
        (None, "Audit", False),
    ]
    html = answer.content.decode()
    assert (html.count("<strong>unknown</strong>"), html.count("data-chosen"), CANARY in html) == (1, 1, False)


def test_what_sources_say_about_a_released_activity_can_be_read_by_other_offices(world, sign_in):
    Partnership.objects.update(is_published=True)
    address = reverse("programme:claim", args=["programme.activity", world.published.pk, "heads"])

    answer = sign_in(world.stranger).get(address)

    assert (answer.status_code, bool(answer.context["verdict"])) == (200, False)


def test_planning_with_a_suspended_partnership_is_refused_with_the_way_out(world, sign_in):
    Partnership.objects.update(status="suspended")
    address, typed, _wrong = page_of(world, "activity_new")

    answer = sign_in(world.head).post(address, {**typed, "state": "planned"})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        f"{world.partnership}: the partnership is suspended. Planning needs an exception by the head of office."
    ]
    world.partnership.exceptions.create(
        purpose="x", reason="y", valid_until=timezone.localdate(), granted_by=world.head, granted_at=timezone.now()
    )
    assert sign_in(world.head).post(address, {**typed, "state": "planned"}).status_code == 302


def test_two_officers_at_one_activity_see_both_versions(world, sign_in):
    address, typed, _wrong = page_of(world, "activity_edit")
    sign_in(world.head).post(address, {**typed, "version": 1, "source": "Hers"})

    answer = sign_in(world.head).post(address, {**typed, "version": 1, "source": "His", "begins": "8.6.2015"})

    assert answer.status_code == 409
    assert [(row["label"], row["theirs"], row["mine"]) for row in answer.context["rows"]] == [
        ("From", "09.06.2015", "08.06.2015"),
        ("Source", "Hers", "His"),
    ]
    assert Activity.objects.get(pk=world.activity.pk).begins == PartialDate(2015, 6, 9)


def test_a_new_activity_of_a_partnership_begins_with_it(world, sign_in):
    answer = sign_in(world.head).get(f"{reverse('programme:activity_new')}?partnership={world.partnership.key}")

    assert answer.context["form"].initial["partnerships"] == [world.partnership.pk]
