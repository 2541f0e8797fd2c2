"""The pages of partners, partnerships, contacts, needs and offers."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.core.multilingual import written_in
from hospitium.partners.models import Contact, ContactFunction, Interest, Partner, Partnership, PartnerUnit
from hospitium.partners.queries import meetings
from tests import factories

CANARY = "<b>canary</b>"
SHOWN = "&lt;b&gt;canary&lt;/b&gt;"


class World:
    """A partnership that one head of office looks after and another does not."""

    def __init__(self):
        self.unit, self.topic = factories.make_unit(), factories.make_topic()
        self.head = factories.make_user(role="head_of_office", unit=self.unit)
        self.stranger = factories.make_user(role="head_of_office")
        self.partner = factories.make_partner(name=written_in("de", CANARY))
        self.partnership = factories.make_partnership(unit=self.unit, partner=self.partner)
        self.contact = factories.make_contact(partner=self.partner, family_name=CANARY)
        self.function = ContactFunction.objects.create(contact=self.contact, function=CANARY)
        self.office = PartnerUnit.objects.create(partner=self.partner, own_name=CANARY)
        self.interest = Interest.objects.create(
            kind="need", topic=self.topic, unit=self.unit, text=written_in("de", CANARY)
        )
        self.exception = self.partnership.exceptions.create(
            purpose="x", reason="y", valid_until=timezone.localdate(), granted_by=self.head, granted_at=timezone.now()
        )


@pytest.fixture
def world(db):
    return World()


# name → arguments, what is typed, what is typed wrong, whether a head of another office sees it, the status it needs
PAGES = {
    "partner_new": ([], {"key": "new", "name-de": "Neu", "country": "PL", "level": "city"}, {"country": "Polen"}),
    "partner_edit": (["partner.key"], {"name-de": "Neu", "country": "PL", "level": "city"}, {"latitude": "52"}),
    "unit_new": (["partner.key"], {"own_name": "Biuro", "name-de": "Büro"}, None),
    "unit_edit": (["office.pk"], {"own_name": "Biuro", "name-de": "Büro"}, None),
    "partnership_new": (
        [],
        {
            "key": "new",
            "partner": "partner.pk",
            "unit": "unit.pk",
            "kind": "friendship",
            "status": "active",
            "since": "12.8.1991",
        },
        {"since": "yesterday"},
    ),
    "partnership_edit": (["partnership.key"], {"kind": "friendship", "renewed": "6.1995"}, {"kind": "love"}),
    "partnership_assign": (["partnership.key"], {"unit": "unit.pk"}, {"unit": "0"}),
    "partnership_status": (["partnership.key", "'suspend"], {"since": "2.2022", "reason-de": "Krieg"}, {"since": ""}),
    "exception_new": (
        ["partnership.key"],
        {"purpose": "x", "reason": "y", "valid_until": "2099-01-01"},
        {"valid_until": "31.2."},
    ),
    "exception_withdraw": (["exception.pk"], {}, None),
    "contact_new": ([], {"partner": "partner.pk", "family_name": "Nowak"}, {"family_name": ""}),
    "contact_edit": (["contact.pk"], {"family_name": "Nowak", "last_contact": "6.2015"}, {"email": "nowak"}),
    "contact_confirm": (["contact.pk"], {}, None),
    "function_new": (["contact.pk"], {"function": "Mayor", "begins": "2019"}, {"function": ""}),
    "function_end": (["function.pk"], {"ends": "3.2025"}, {"ends": "32.13.2025"}),
    "acquaintance_new": (["contact.pk"], {"user": "head.pk", "last_contact": "2025"}, {"user": "0"}),
    "interest_new": ([], {"kind": "need", "topic": "topic.pk", "text-de": "x", "unit": "unit.pk"}, {"topic": ""}),
    "interest_edit": (
        ["interest.pk"],
        {"kind": "offer", "topic": "topic.pk", "text-de": "x", "unit": "unit.pk"},
        {"text-de": ""},
    ),
    "interest_withdraw": (["interest.pk"], {}, None),
}
FOREIGN = [
    name
    for name, (arguments, _typed, _wrong) in PAGES.items()
    if arguments and name not in {"interest_edit", "interest_withdraw"}
]
SUSPENDED = {"exception_new", "exception_withdraw"}


def value(world, path):
    if not isinstance(path, str) or "." not in path or path.split(".")[0] not in vars(world):
        return path.lstrip("'") if isinstance(path, str) else path
    found = world
    for step in path.split("."):
        found = getattr(found, step)
    return found


def page_of(world, name):
    arguments, typed, wrong = PAGES[name]
    if name in SUSPENDED:
        Partnership.objects.update(status="suspended")
    address = reverse(f"partners:{name}", args=[value(world, path) for path in arguments])
    typed = {key: value(world, path) for key, path in typed.items()}
    return (
        address,
        typed,
        None if wrong is None else {**typed, **{key: value(world, path) for key, path in wrong.items()}},
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_form_is_shown_sent_and_leads_on(world, sign_in, name):
    browser = sign_in(world.head)
    address, typed, _wrong = page_of(world, name)

    shown = browser.get(address)
    answer = browser.post(address, {**typed, "form_key": shown.context["form_key"], "version": 1})

    assert (shown.status_code, answer.status_code) == (200, 302)
    assert CANARY not in shown.content.decode()
    assert browser.get(answer.url).status_code == 200


@pytest.mark.parametrize("name", [name for name, (_arguments, _typed, wrong) in PAGES.items() if wrong is not None])
def test_what_was_typed_wrong_is_kept_and_nothing_is_saved(world, sign_in, name):
    browser = sign_in(world.head)
    address, _typed, wrong = page_of(world, name)
    rows = [
        list(model.objects.order_by("pk").values())
        for model in (Partner, Partnership, Contact, ContactFunction, Interest)
    ]

    answer = browser.post(address, {**wrong, "version": 1})

    assert answer.status_code == 422
    assert [answer.context["form"].data.get(key) for key in wrong] == [str(text) for text in wrong.values()]
    assert answer.context["form"].errors
    assert [
        list(model.objects.order_by("pk").values())
        for model in (Partner, Partnership, Contact, ContactFunction, Interest)
    ] == rows


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_record_does_not_exist(world, sign_in, name):
    browser = sign_in(world.stranger)
    address, typed, _wrong = page_of(world, name)

    shown = browser.get(address)
    # Whoever sees the partnership may know that it is another unit's to assign.
    status = 403 if name == "partnership_assign" else 404
    assert (shown.status_code, browser.post(address, typed).status_code) == (status, status)


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][0]])
def test_what_is_not_there_is_not_found(world, sign_in, name):
    address, _typed, _wrong = page_of(world, name)
    gone = address.replace(world.partner.key, "nowhere")
    for record in (world.contact, world.function, world.office, world.interest, world.exception):
        gone = gone.replace(f"/{record.pk}/", "/987654/")

    assert sign_in(world.head).get(gone).status_code == 404


def test_an_unknown_step_is_not_found(world, sign_in):
    address = reverse("partners:partnership_status", args=[world.partnership.key, "paint"])

    assert sign_in(world.head).get(address).status_code == 404


def test_a_step_that_is_shut_says_why_instead_of_asking(world, sign_in):
    answer = sign_in(world.head).get(reverse("partners:partnership_status", args=[world.partnership.key, "resume"]))

    assert "This step does not lead on from “active”." in answer.content.decode()


@pytest.mark.parametrize(("name", "record"), [("partner", "partner.key"), ("contact", "contact.pk")])
def test_a_record_shows_itself_as_text(world, sign_in, name, record):
    address = reverse(f"partners:{name}", args=[value(world, record)])

    answer = sign_in(world.head).get(address)

    html = answer.content.decode()
    assert (answer.status_code, SHOWN in html, CANARY in html) == (200, True, False)
    assert all(button.verdict for button in answer.context["buttons"])


def test_a_stranger_reads_the_partner_but_not_its_people(world, sign_in):
    browser = sign_in(world.stranger)

    partner = browser.get(reverse("partners:partner", args=[world.partner.key]))
    contact = browser.get(reverse("partners:contact", args=[world.contact.pk]))

    assert (partner.status_code, contact.status_code) == (200, 404)
    assert not any(button.verdict for button in partner.context["buttons"])
    assert partner.context["reasons"] == [f"This record is looked after by: {world.unit}."]


def test_a_city_leads_to_the_stays_with_it_even_without_a_partnership(world, sign_in):
    lonely = factories.make_partner()
    address = reverse("partners:partner", args=[lonely.key])

    shown = sign_in(world.head).get(address).content.decode()
    kept = sign_in(factories.make_user(role="interpreter")).get(address).content.decode()

    link = f"{reverse('exchange:placements')}?city={lonely.key}"
    assert (link in shown, link in kept) == (True, False)


def test_a_new_partner_can_be_edited_at_once(world, sign_in):
    lonely = factories.make_partner()
    officer = factories.make_user(role="international_officer", unit=world.unit)

    assert sign_in(officer).get(reverse("partners:partner_edit", args=[lonely.key])).status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept", "error"),
    [
        ("PL; de,pl", "pl, de", None),
        ("hsb en", "hsb, en", None),
        ("", "", None),
        ("pl, polnisch", None, "“polnisch” is not the code of a language. Write codes of ISO 639, such as pl, en."),
        ("xx", None, "“xx” is not the code of a language. Write codes of ISO 639, such as pl, en."),
        (",".join("de en pl cs hu ru fr es it pt nl sv da fi no et lv lt".split()), None, "At most 60 characters."),
    ],
)
def test_languages_of_a_contact_are_codes(world, sign_in, typed, kept, error):
    address = reverse("partners:contact_edit", args=[world.contact.pk])

    answer = sign_in(world.head).post(address, {"version": 1, "family_name": "Nowak", "languages": typed})

    world.contact.refresh_from_db()
    if error is None:
        assert (answer.status_code, world.contact.languages) == (302, kept)
    else:
        assert dict(answer.context["form"].errors) == {"languages": [error]}


def test_a_relation_is_kept_by_somebody_who_may_see_contacts(world, sign_in):
    interpreter = factories.make_user(role="interpreter")
    officer = factories.make_user(role="international_officer")
    department = factories.make_user(role="department_contact")
    gone = factories.make_user(role="international_officer")
    gone.is_active = False
    gone.save()
    for role in ("auditor", "administrator", "employee"):
        factories.make_user(role=role)
    factories.make_user(role="partner_officer", partner_key=world.partner.key)
    Contact.objects.update(owner=interpreter)
    browser = sign_in(world.head)

    new = browser.get(reverse("partners:contact_new")).context["form"]
    old = browser.get(reverse("partners:contact_edit", args=[world.contact.pk])).context["form"]

    assert set(new.fields["owner"].queryset) == {world.head, world.stranger, officer, department}
    # Who was chosen before stays a choice.
    assert set(old.fields["owner"].queryset) - set(new.fields["owner"].queryset) == {interpreter}


def test_a_new_contact_says_which_partners_are_offered(world, sign_in):
    page = sign_in(world.head).get(reverse("partners:contact_new")).content.decode()

    assert "Here stand the partners that your unit looks after." in page


def test_lists_say_unknown_where_the_file_does(world, sign_in):
    factories.make_partnership(unit=None)
    browser = sign_in(world.head)

    partnerships = browser.get(reverse("partners:partnerships")).content.decode()
    contacts = browser.get(reverse("partners:contacts")).content.decode()

    # Who looks after one of them, and the last activity of both; languages, last contact and keeper of the contact.
    assert [partnerships.count("hsp-unknown"), contacts.count("hsp-unknown")] == [3, 3]
    assert "does not apply" not in partnerships + contacts


def test_a_need_of_one_side_meets_the_offer_of_the_other(world):
    other = factories.make_topic(position=1)
    offer = Interest.objects.create(kind="offer", topic=world.topic, partner=world.partner, text=written_in("de", "x"))
    ours = Interest.objects.create(kind="offer", topic=other, unit=world.unit, text=written_in("de", "y"))
    need = Interest.objects.create(kind="need", topic=other, unit=factories.make_unit(), text=written_in("de", "z"))

    found = [(one.topic, one.needs, one.offers, one.meets) for one in meetings(Interest.objects.all())]

    assert found == [
        (world.topic, (world.interest,), (offer,), True),
        (other, (need,), (ours,), False),
    ]


def test_the_page_of_needs_and_offers(world, sign_in):
    answer = sign_in(world.head).get(reverse("partners:interests"))

    assert (answer.status_code, answer.context["editable"]) == (200, {world.interest.pk})
    assert SHOWN in answer.content.decode()
