"""The whole life of a delegation with a canary in each field that is not for everybody: where each of them gets out.

EXPECTED names every outlet on which a canary may stand; on all others none may.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.actions import open_session
from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.calendars.actions.subscriptions import subscribe
from hospitium.core import mails, search
from hospitium.core.logs import Line
from hospitium.core.models import Event, Mail, SearchEntry
from hospitium.delegations.actions import guests as guest_actions
from hospitium.delegations.actions.attendance import note_all_present
from hospitium.delegations.actions.versions import make_version
from hospitium.delegations.checkcodes import in_groups
from hospitium.delegations.documents.papers import PAPERS, is_of
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import CateringWish, IssuedLetter, Member
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.documents.models import Document
from hospitium.operations import backup
from hospitium.partners.models import Partnership
from hospitium.retention import queries as retention
from hospitium.retention.models import Offer
from hospitium.vault.actions import seal
from hospitium.vault.fields import FIELDS
from hospitium.vault.keys import FILE_KEY
from tests.delegations.outlets import text_of
from tests.delegations.papers_world import make_guests, make_office, make_rule
from tests.factories import make_user
from tests.retention.traces import files_with
from tests.vault.confirmed import confirm

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("data"),
]
SEALED = sorted(set(FIELDS) - {FILE_KEY})
# What the letters and the list for a house ask for; the others stay where they are.
IN_LETTERS = ["birth_place", "passport_number"]
FOR_THE_HOUSE = ["passport_number", "nationality"]
OWN = ("phone", "emergency_contact", "arrival_note")


def canary(name: str) -> str:
    return f"QX{sum(map(ord, name)):05}{name.replace('_', '').upper()[:9]}"


CANARIES = {name: canary(name) for name in [*SEALED, *OWN, "other_wish"]}


def canaries_in(text: str) -> set[str]:
    flat = text.upper()
    return {name for name, word in CANARIES.items() if word in flat}


class Life:
    """The office, the delegation and its first member, and everything that got out, by outlet."""

    def __init__(self, sign_in: Callable[..., Client], folder) -> None:
        self.folder, self.out = folder, {}
        self.officer = make_office()
        self.delegation = make_guests(self.officer)
        self.rule = make_rule(fields=["function", *IN_LETTERS])
        self.member: Member = printable(self.delegation)[0]
        self.fill()
        self.desk = confirm(sign_in(self.officer), self.officer)
        self.head = sign_in(make_user(role=Role.HEAD, unit=self.officer.grants.get().unit))

    def fill(self) -> None:
        for name in OWN:
            setattr(self.member, name, CANARIES[name])
        self.member.email = "member@example.org"
        self.member.save()
        search.update(self.member)
        CateringWish.objects.filter(member=self.member).update(other=CANARIES["other_wish"])
        seal(subject=self.member, fields={name: CANARIES[name] for name in SEALED}, by=self.officer)
        self.delegation.asks_passport = True
        self.delegation.save()
        note_all_present(delegation_id=self.delegation.pk, day=timezone.localdate(), by=self.officer)
        with transaction.atomic():
            make_version(self.delegation, link_id=None, by=self.officer)

    def keep(self, outlet: str, content: bytes | str | HttpResponse) -> None:
        if isinstance(content, HttpResponse) or hasattr(content, "streaming"):
            content = b"".join(content.streaming_content) if content.streaming else content.content
        text = content if isinstance(content, str) else text_of(content, self.folder)
        self.out[outlet] = self.out.get(outlet, set()) | canaries_in(text)

    def found(self) -> Mapping[str, set[str]]:
        return {outlet: names for outlet, names in self.out.items() if names}

    def post(self, view: str, arguments: list, sent: Mapping[str, object]) -> HttpResponse:
        answer = self.desk.post(reverse(view, args=arguments), sent)
        assert answer.status_code in {200, 302}, (view, answer.status_code, answer.content.decode()[-3000:])
        return answer

    def file_of(self, document: Document) -> bytes:
        with default_storage.open(document.file.stored_as) as file:
            return file.read()


@pytest.fixture
def life(sign_in, data):
    cache.clear()
    return Life(sign_in, data)


# ---- the steps of a life -----------------------------------------------------------
def asked(life: Life, **more: object) -> dict[str, object]:
    item = life.delegation.visit.items.filter(kind="lecture").first()
    return {
        "language": "de", "second": "ru", "form": "pdf", "item": item.pk, "fields_shown": ["function", "organisation"],
        "card": "90x54", "members": [one.pk for one in printable(life.delegation)], **more,
    }  # fmt: skip


def make_papers(life: Life) -> None:
    """Every list and card, as a print and as tables; that for a house also with fields of the vault."""
    for paper in (one for one in PAPERS if is_of(one, life.delegation)):
        for form in ("pdf", "xlsx", "ods") if PAPERS[paper].sheet else ("pdf",):
            made = life.post("delegations:delegation_paper_new", [life.delegation.pk, paper], asked(life, form=form))
            life.keep(f"{paper}.{form}", life.file_of(latest()) if form == "pdf" else made)
    life.post("delegations:delegation_paper_new", [life.delegation.pk, "wishes"], asked(life, with_words="on"))
    life.keep("wishes with words", life.file_of(latest()))
    for form in ("pdf", "xlsx", "ods"):
        sent = asked(life, form=form, fields_sealed=FOR_THE_HOUSE)
        made = life.post("delegations:delegation_paper_sealed", [life.delegation.pk, "venue_names"], sent)
        life.keep(f"sealed venue_names.{form}", opened(life, latest()) if form == "pdf" else made)
    life.keep("sealed files as they lie there", "".join(raw(life, one) for one in Document.objects.all()))


def latest() -> Document:
    return Document.objects.latest("pk")


def opened(life: Life, document: Document) -> HttpResponse:
    """A sealed document as the officer in charge downloads it."""
    return life.post("documents:document_sealed", [document.pk], {"purpose": "visa_letter"})


def raw(life: Life, document: Document) -> str:
    """A sealed file as it lies in the data folder, and what the register keeps beside it."""
    return (life.file_of(document).decode("latin-1") if document.is_sealed else "") + repr(
        (document.title, document.data if document.is_sealed else "", document.file.name)
    )


def make_letters(life: Life) -> None:
    """Invitations and statements of costs in each format, without and with the vault; certificates; the report."""
    for template in ("visa_invitation", "cost_commitment"):
        for form in ("pdf", "docx", "odt"):
            sent = {"recipients": [str(life.member.pk)], "rule": life.rule.pk, "paper": form, "revoke_earlier": "on"}
            life.post("delegations:delegation_letter_new", [life.delegation.pk, template], sent)
            life.keep(f"{template}.{form}", life.file_of(latest()))
            life.post("delegations:delegation_letter_sealed", [life.delegation.pk, template], sent)
            life.keep(f"sealed {template}.{form}", opened(life, latest()))
            life.keep("sealed files as they lie there", raw(life, latest()))
    sent = {"language": "de", "second": "ru", "members": [life.member.pk]}
    life.post("delegations:delegation_certificates", [life.delegation.pk], sent)
    life.keep("certificate", life.file_of(latest()))
    life.keep("report", life.desk.get(reverse("delegations:report_file", args=[life.delegation.pk])))


def write_mails(life: Life) -> None:
    """The links to the focal point and the member, the notices, and whatever else waits."""
    ends = timezone.localdate() + timedelta(days=30)
    Member.objects.filter(pk=life.member.pk).update(notice_given_on=None)
    guest_actions.tell_members(now=timezone.now() + timedelta(hours=1))
    guest_actions.give_out_link(
        delegation_id=life.delegation.pk, name="Focal", email="focal@example.org", language="ru", ends_on=ends,
        by=life.officer,
    )  # fmt: skip
    guest_actions.send_to_member(member_id=life.member.pk, ends_on=ends, by=life.officer)
    mails.send_waiting()
    life.keep("mails", "\n".join(f"{one.subject}\n{one.body}\n{one.calendar}" for one in Mail.objects.all()))
    for file in (life.folder / "mail").iterdir():
        life.keep("mails", file.read_bytes())


def guests_read(life: Life) -> None:
    """The pages of the focal point and of the member, as they see them."""
    for purpose, names in (
        ("delegation", ["delegation", "delegation_list"]),
        ("member", ["member", "member_wishes", "member_passport", "member_photos", "member_data"]),
    ):
        link = GuestLink.objects.filter(purpose=purpose).latest("pk")
        client = Client()
        client.cookies[cookie_name(link.pk)] = open_session(link_id=link.pk)
        for name in names:
            life.keep(f"guest {name}", client.get(reverse(f"delegations:guest_{name}", args=[link.pk])))
        if purpose == "member":
            for kind in ("pdf", "json"):
                url = reverse("delegations:guest_member_file", args=[link.pk, kind])
                life.keep(f"own data.{kind}", client.post(url))


DESK = (
    "delegation", "delegation_edit", "versions", "travel", "delegation_letters", "papers", "attendance",
    "delegation_guests", "evaluation", "after", "requests", "meals", "seatings",
)  # fmt: skip
OF_MEMBER = ("member", "member_edit", "member_wishes", "member_passport", "member_contact", "member_erase")


def officers_read(life: Life) -> None:
    """Pages of the delegation and of the member, lists as pages and as files, what is searched for, the log."""
    for name in DESK:
        life.keep(f"page {name}", life.desk.get(reverse(f"delegations:{name}", args=[life.delegation.pk])))
    for name in OF_MEMBER:
        life.keep(f"page {name}", life.desk.get(reverse(f"delegations:{name}", args=[life.member.pk])))
    for name in ("delegations:delegations", "delegations:letters", "documents:documents"):
        for query in ("", "?export=csv", "?export=xlsx"):
            life.keep(f"list {name}", life.desk.get(f"{reverse(name)}{query}"))
        for word in CANARIES.values():
            looked_for(life, f"{reverse(name)}?text={word}")
    for word in CANARIES.values():
        looked_for(life, f"{reverse('desk:find')}?q={word}")
    life.keep("today", life.desk.get(reverse("desk:today")))


def looked_for(life: Life, url: str) -> None:
    """The page repeats what was asked for; it finds nobody by it."""
    page = life.desk.get(url).content.decode()
    assert life.member.family_name not in page, url
    assert life.member.own_family_name not in page, url


def others_read(life: Life, sign_in: Callable[..., Client]) -> None:
    auditor = sign_in(make_user(role=Role.AUDITOR))
    for name in ("accounts:log", "vault:log", "retention:register", "retention:proofs"):
        life.keep(name, auditor.get(reverse(name)))
    life.keep("accounts:log_export", auditor.get(reverse("accounts:log_export")))
    life.keep("accounts:outbox", sign_in(make_user(role=Role.ADMINISTRATOR)).get(reverse("accounts:outbox")))
    life.keep("interchange:export_record", life.head.get(reverse("interchange:export_record")))
    for what in ("person", "partnership", "visit"):
        key = {"partnership": life.delegation.partnership_id, "visit": life.delegation.visit_id}.get(what, "")
        _made, address = subscribe(what=what, key=str(key), by=life.officer)
        life.keep("calendar", Client().get("/calendars/" + address.rpartition("/")[2]))


def public_reads(life: Life) -> None:
    Partnership.objects.update(is_published=True)
    life.delegation.visit.activity.is_published = True
    life.delegation.visit.activity.save()
    city = life.delegation.partnership.key
    for path in (
        "/de/", "/ru/", "/de/cities/", f"/de/cities/{city}/", f"/de/cities/{city}.ics", "/de/activities/",
        "/de/activities.atom", "/de/activities.ics", "/sitemap.xml",
    ):  # fmt: skip
        answer = Client().get(path)
        assert answer.status_code == 200, path
        life.keep("public", answer)
    for letter in IssuedLetter.objects.all():
        life.keep("check page", Client().get(reverse("delegations:check_code", args=[in_groups(letter.code)])))


def archive_reads(life: Life) -> None:
    """Whatever must be offered, as a package; the record of processing activities; a backup with its manifest."""
    for held in retention.in_force():
        if held.data_class.must_be_offered_to_archive:
            for due in held.all_due():
                offer = Offer(data_class=held.data_class.key, kind=due.kind, key=due.key, anchor=due.anchor)
                for _name, content in retention.package_of(offer):
                    life.keep("archive package", content)
    sent = {"unit": life.officer.grants.get().unit_id, "language": "de"}
    assert life.head.post(reverse("retention:processing_record"), sent).status_code == 302
    life.keep("record of processing", life.file_of(latest()))
    if connection.vendor == "sqlite":
        target = life.folder / "b.tar.gz"
        manifest = backup.backup(target, data=life.folder, database=connection.settings_dict, now=timezone.now())
        life.keep("backup manifest", manifest.text())
        life.keep("backup", target.read_bytes())


# ---- where they may stand ------------------------------------------------------------
INSIDE = {"phone", "emergency_contact"}
EXPECTED: dict[str, set[str]] = {
    "participants_internal.pdf": {"phone"},
    "participants_internal.xlsx": {"phone"},
    "participants_internal.ods": {"phone"},
    "emergency_sheet.pdf": INSIDE,
    "wishes with words": {"other_wish"},
    **{f"sealed venue_names.{form}": set(FOR_THE_HOUSE) for form in ("pdf", "xlsx", "ods")},
    **{
        f"sealed {template}.{form}": set(IN_LETTERS)
        for template in ("visa_invitation", "cost_commitment")
        for form in ("pdf", "docx", "odt")
    },
    "guest member": {*OWN},
    "guest member_data": {*OWN, "other_wish"},
    "own data.pdf": {*OWN, "other_wish"},
    "own data.json": {*OWN, "other_wish"},
    "page member": {*OWN},
    "page member_edit": INSIDE,
    "page travel": {"arrival_note"},
    "page member_wishes": {"other_wish"},
    "backup": {*OWN, "other_wish"},
}


def test_every_canary_stands_where_it_may_and_nowhere_else(life, sign_in, caplog):
    with caplog.at_level(logging.DEBUG):
        make_papers(life)
        make_letters(life)
        write_mails(life)
        guests_read(life)
        officers_read(life)
        others_read(life, sign_in)
        public_reads(life)
        archive_reads(life)
    life.keep("log", "\n".join(Line().format(one) for one in caplog.records))
    life.keep("events", repr(list(Event.objects.values())))
    life.keep("search index", repr(list(SearchEntry.objects.values())))

    # A backup of the other database is the work of its own tool.
    expected = {outlet: EXPECTED[outlet] for outlet in EXPECTED if outlet != "backup" or connection.vendor == "sqlite"}
    assert life.found() == expected
    assert set().union(*EXPECTED.values()) == {*OWN, "other_wish", *IN_LETTERS, *FOR_THE_HOUSE}


def test_nothing_of_the_vault_lies_open_in_the_data_folder(life):
    make_papers(life)
    make_letters(life)

    assert files_with([CANARIES[name] for name in PASSPORT_FIELDS], life.folder) == []


def test_the_reading_of_files_can_find_something(life):
    """Each kind of file is really read: what stands in it is found."""
    make_papers(life)

    assert {outlet.rpartition(".")[2] for outlet in life.found()} >= {"pdf", "xlsx", "ods"}
