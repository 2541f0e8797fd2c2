"""A small world of look-alikes: two offices, three partners, every kind of record, a canary in every text field.

What somebody may read is computed here from policy.toml and from the marks that are written down beside each record,
never through `Access` or `visible_to`: those are what the matrix tests.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

import hospitium.accounts.policy
from hospitium.accounts.models import Grant, GuestLink, SavedFilter, Unit
from hospitium.accounts.roles import VISITOR, Role
from hospitium.agreements.models import Clause, Instrument
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms.dates import PartialDate
from hospitium.calendars.models import Invitation, Subscription
from hospitium.core import search
from hospitium.core.fields import FoldedField, MultilingualField, PartialDateField
from hospitium.core.models import Claim, Event, Mail, User
from hospitium.core.multilingual import written_in
from hospitium.core.references import reference
from hospitium.documents.models import StoredFile
from hospitium.interchange.models import KeptSection, Upload
from hospitium.partners.models import (
    Acquaintance,
    ContactFunction,
    Interest,
    PartnerUnit,
    PlanningException,
    StatusChange,
)
from hospitium.portal.models import EditorialPage
from hospitium.programme.models import Line, State, YearProgramme
from hospitium.visits.models import Acceptance, Proposal, Release
from tests import factories
from tests import factories_visits as visits
from tests.matrix import world_vault
from tests.matrix.world_after import build_after
from tests.matrix.world_exchange import build_rounds
from tests.matrix.world_members import build_members
from tests.matrix.world_papers import build_letters, build_papers
from tests.matrix.world_protocol import build_protocol

TOKEN = re.compile(r"qz(\d{4})zq", re.IGNORECASE)
WORD = "Lookalike"
NOBODY = ""


# ---- who --------------------------------------------------------------------
@dataclass(frozen=True)
class Actor:
    """Somebody who asks: the role that holds, where it holds, and for which partner."""

    key: str
    role: str = VISITOR
    unit: str = ""
    partner: str = ""
    grant: dict[str, Any] = field(default_factory=dict, hash=False)
    is_signed_in: bool = True

    @property
    def holds(self) -> str:
        return VISITOR if self.grant else self.role


ANONYMOUS = Actor("anonymous", is_signed_in=False)
YESTERDAY = timezone.localdate() - timedelta(days=1)
ACTORS = [
    ANONYMOUS,
    Actor("employee", Role.EMPLOYEE),
    Actor("department_1", Role.DEPARTMENT_CONTACT, unit="d1"),
    Actor("department_2", Role.DEPARTMENT_CONTACT, unit="d2"),
    Actor("officer_a", Role.OFFICER, unit="a"),
    Actor("officer_b", Role.OFFICER, unit="b"),
    Actor("head_a", Role.HEAD, unit="a"),
    Actor("guest_1", Role.GUEST, partner="one"),
    Actor("guest_2", Role.GUEST, partner="two"),
    Actor("interpreter", Role.INTERPRETER),
    Actor("auditor", Role.AUDITOR),
    Actor("administrator", Role.ADMINISTRATOR),
    Actor("officer_ended", Role.OFFICER, unit="a", grant={"ends_on": YESTERDAY}),
    Actor("officer_withdrawn", Role.HEAD, unit="a", grant={"withdrawn_at": timezone.now()}),
    Actor("officer_closed", Role.OFFICER, unit="a", is_signed_in=False),
]
# Which units a grant for a unit reaches.
BELOW = {"a": {"a", "a_part"}, "b": {"b"}, "d1": {"d1"}, "d2": {"d2"}}


# ---- what -------------------------------------------------------------------
@dataclass(frozen=True)
class Marks:
    """What decides about a record: who looks after it, takes part, whose partner it is, is it out, whose is it."""

    units: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    published: bool = False
    owner: str = NOBODY


@dataclass(frozen=True)
class Secret:
    """One text field of one record: the row behind which it stands, and whether the public site may show it."""

    number: int
    name: str
    row: str
    marks: Marks
    is_public: bool
    never: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Thing:
    """A record that an address can name, with the row that reading it needs."""

    record: Any
    row: str
    marks: Marks


def policy_rows() -> dict[str, dict[str, set[str]]]:
    """policy.toml read a second time, by other code than the one that decides."""
    file = Path(hospitium.accounts.policy.__file__).with_name("policy.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["rows"]
    return {
        f"{resource}.{action}": {role: set(words.split()) for role, words in cells.items()}
        for resource, actions in rows.items()
        for action, cells in actions.items()
    }


ROWS = policy_rows()


def reaches(actor: Actor, row: str, marks: Marks) -> bool:
    """Does the table let this actor do this to a record with these marks?"""
    units = BELOW.get(actor.unit, set())
    decided = {
        "any": True,
        "own": bool(units & marks.units),
        "department": bool(units & marks.departments),
        "partner": actor.partner in marks.partners,
        "published": marks.published,
        "self": marks.owner == actor.key,
    }
    return any(decided[word] for word in ROWS[row].get(actor.holds, ()))


def may_read(actor: Actor, secret: Secret) -> bool:
    if actor.holds in secret.never:
        return False
    if secret.is_public and secret.marks.published:
        return True
    return (bool(secret.marks.owner) and secret.marks.owner == actor.key) or reaches(actor, secret.row, secret.marks)


# The fields that the public site shows of what is released; every other field stays inside.
PUBLIC = {
    "partners.partner": {"name", "own_name"},
    "partners.partnerunit": {"name", "own_name"},
    "partners.partnership": {"source", "origin"},
    "partners.statuschange": {"reason", "reference", "source"},
    "agreements.instrument": {"title", "signed_at", "signatories", "source"},
    "agreements.clause": {"text", "source"},
    "programme.activity": {"title", "places", "stations", "reception", "outcome", "source"},
    "core.claim": {"value", "source", "note"},
    "portal.editorialpage": {"title", "lead", "body"},
}
ROW_OF_FIELD = {
    # The call says what the panel looks at.
    ("exchange.criterion", "name"): "call.read",
    ("partners.partnership", "sensitivities"): "partnership.read_notes",
    ("partners.planningexception", "purpose"): "partnership.read_notes",
    ("partners.planningexception", "reason"): "partnership.read_notes",
    ("visits.item", "contact"): "visit.read_internal",
    ("visits.item", "phone"): "visit.read_internal",
    ("visits.item", "responsible"): "visit.read_internal",
    ("visits.item", "plan_b"): "visit.read_internal",
    ("visits.item", "remark"): "visit.read_internal",
}
OUTSIDE = frozenset({VISITOR, Role.GUEST, Role.INTERPRETER})
# "Never leaves the house" is more than the row of the activity says.
NEVER = {("programme.activity", "remark"): OUTSIDE}
# Codes, keys and languages: no text of anybody.
NO_TEXT = {
    "language", "languages", "own_language", "country", "subdivision", "currency", "record_key", "media_type",
    "sha256", "stored_as", "partner_key", "message_id", "kind", "key", "fact", "error", "list_name", "password",
    "purpose", "token_hash", "zone", "finding", "uid", "content_hash", "template", "recipient",
}  # fmt: skip


@dataclass
class World:
    """Everything that was built: records by kind, canaries by number, people by actor."""

    things: dict[str, list[Thing]] = field(default_factory=dict)
    secrets: dict[int, Secret] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def add(self, kind: str, record: models.Model, *, row: str, marks: Marks) -> Any:
        """Keep the record for addresses that name it, and put a canary into each of its text fields."""
        self.things.setdefault(kind, []).append(Thing(record, row, marks))
        label = record._meta.label_lower
        for column in record._meta.concrete_fields:
            if not holds_text(column):
                continue
            number = len(self.secrets) + 1
            setattr(record, column.attname, planted(column, f"qz{number:04d}zq"))
            self.secrets[number] = Secret(
                number,
                f"{kind} {record.pk} {column.name}",
                ROW_OF_FIELD.get((label, column.name), row),
                marks,
                column.name in PUBLIC.get(label, ()),
                NEVER.get((label, column.name), frozenset()),
            )
        record.save()
        search.update(record)
        return record

    def units_of(self, keys: Iterable[str]) -> list[Unit]:
        return [self.units[key] for key in keys]


def holds_text(column: models.Field[Any, Any]) -> bool:
    if isinstance(column, models.SlugField | FoldedField | PartialDateField) or column.name in NO_TEXT:
        return False
    if isinstance(column, MultilingualField) or column.name == "signatories":
        return True
    if not isinstance(column, models.CharField | models.TextField) or column.choices:
        return False
    return (column.max_length or 1000) >= 20


def planted(column: models.Field[Any, Any], token: str) -> Any:
    if isinstance(column, MultilingualField):
        return written_in("de", f"{WORD} {token}")
    if isinstance(column, models.EmailField):
        return f"{token}@example.org"
    if column.name == "signatories":
        return [f"{WORD} {token}"]
    return token if (column.max_length or 1000) < 40 else f"{WORD} {token}"


# ---- building ---------------------------------------------------------------
def build() -> World:
    """Two offices × three partners, everything twice: once released for publication, once not."""
    world = World()
    factories.make_home()
    build_people(world)
    topic = factories.make_topic()
    world.things["topic"] = [Thing(topic, "topic.read", Marks())]
    for key, holders, published in (("one", ["a"], True), ("two", ["b"], True), ("three", ["a_part", "b"], False)):
        build_partner(world, key, holders, published, topic)
    build_rounds(world, Marks, Thing)
    build_common(world)
    world_vault.build(world)
    # The clock of stored pages reads the log; from here on it reads what no other test can have read.
    Event.objects.create(
        id=10_000_000, at=timezone.now(), code="unit.created", kind="accounts.unit", key="1", hash="f" * 64
    )
    return world


def build_people(world: World) -> None:
    for key in ("a", "b", "d1", "d2"):
        kind = Unit.Kind.OFFICE if len(key) == 1 else Unit.Kind.DEPARTMENT
        world.units[key] = factories.make_unit(key=f"unit-{key}", kind=kind)
    world.units["a_part"] = factories.make_unit(key="unit-a-part", parent=world.units["a"])
    world.things["unit"] = [Thing(unit, "unit.read", Marks()) for unit in world.units.values()]
    # The rules of the check belong to a unit, and are addressed by it.
    world.things["check_limits"] = [
        Thing(unit, "check_limits.update", Marks(units=frozenset({key}))) for key, unit in world.units.items()
    ]
    for actor in ACTORS[1:]:
        user = factories.make_user(name=f"Person {actor.key}")
        world.users[actor.key] = user
        marks = Marks(owner=actor.key)
        user_name = user.name
        world.add("user", user, row="user.read", marks=marks)
        User.objects.filter(pk=user.pk).update(name=user_name, is_active=actor.key != "officer_closed")
        if actor.role != VISITOR:
            grant = factories.make_grant(
                user, role=actor.role, unit=world.units.get(actor.unit), partner_key=actor.partner, **actor.grant
            )
            world.things.setdefault("grant", []).append(Thing(grant, "user.read", marks))
        saved = SavedFilter.objects.create(user=user, list_name="contacts", name="x", query="q=x")
        world.add("filter", saved, row="account.use", marks=marks)
        SavedFilter.objects.filter(pk=saved.pk).update(query=f"q={saved.name.split()[-1]}")


def build_partner(world: World, key: str, holders: list[str], published: bool, topic: Any) -> None:
    marks = Marks(units=frozenset(holders), partners=frozenset({key}), published=published)
    partner = factories.make_partner(key=key)
    world.add("partner", partner, row="partner.read", marks=marks)
    world.add("partner_unit", PartnerUnit.objects.create(partner=partner), row="partner.read", marks=marks)
    for holder in holders:
        build_partnership(world, partner, holder, published, topic)
    build_contacts(world, partner, marks)
    interest = Interest.objects.create(kind="need", topic=topic, partner=partner)
    world.add("interest", interest, row="interest.read", marks=marks)


def build_contacts(world: World, partner: Any, marks: Marks) -> None:
    """One contact that department 1 knows, and one that nobody of a department knows."""
    contacts = []
    for departments in (frozenset({"d1"}), frozenset()):
        own = Marks(units=marks.units, departments=departments, partners=marks.partners)
        contact = factories.make_contact(partner=partner)
        function = ContactFunction.objects.create(contact=contact, function="x", begins=PartialDate(2001))
        world.add("function", function, row="contact.read", marks=own)
        world.add("contact", contact, row="contact.read", marks=own)
        if departments:
            Acquaintance.objects.create(contact=contact, user=world.users["department_1"])
        contacts.append(contact)
    # Records that somebody may see name records that they may not.
    contacts[0].successor = contacts[1]
    contacts[0].save()


def build_partnership(world: World, partner: Any, holder: str, published: bool, topic: Any) -> None:
    key = f"{partner.key}-{holder}".replace("_", "-")
    marks = Marks(units=frozenset({holder}), partners=frozenset({partner.key}), published=published)
    partnership = factories.make_partnership(partner=partner, key=key, unit=world.units[holder], is_published=published)
    world.add("partnership", partnership, row="partnership.read", marks=marks)
    now = timezone.now()
    world.add(
        "status",
        StatusChange.objects.create(partnership=partnership, status="active", entered_at=now),
        row="partnership.read",
        marks=marks,
    )
    world.add(
        "exception",
        PlanningException.objects.create(
            partnership=partnership,
            valid_until=date(2030, 1, 1),
            granted_by=world.users["head_a"],
            granted_at=now,
        ),
        row="partnership.read",
        marks=marks,
    )
    build_claim(world, partnership, "since", "partnership.read", marks)
    for is_out in (True, False):
        out = Marks(units=marks.units, partners=marks.partners, published=published and is_out)
        clause = build_instrument(world, partnership, is_out, out, topic)
        build_activities(world, partnership, is_out, out, topic, clause)
    build_years(world, partnership, marks)
    build_visit(world, partnership, holder)


def build_instrument(world: World, partnership: Any, is_out: bool, marks: Marks, topic: Any) -> Clause:
    instrument = factories.make_instrument(
        partnership=partnership,
        is_published=is_out,
        status=InstrumentStatus.SIGNED if is_out else InstrumentStatus.IN_REVIEW,
    )
    file = StoredFile.objects.create(
        name="x.pdf",
        media_type="application/pdf",
        size=5,
        sha256="0" * 64,
        stored_as=f"matrix-{instrument.pk}",
        uploaded_at=timezone.now(),
    )
    world.add("file", file, row="instrument.read", marks=marks)
    instrument.document = file
    world.add("instrument", instrument, row="instrument.read", marks=marks)
    clause = world.add("clause", Clause.objects.create(instrument=instrument), row="instrument.read", marks=marks)
    clause.topics.add(topic)
    search.update(instrument)
    build_claim(world, instrument, "signed", "instrument.read", marks)
    return clause


def build_activities(world: World, partnership: Any, is_out: bool, marks: Marks, topic: Any, clause: Clause) -> None:
    """One that took place with department 1, and one that is planned; each with a promise."""
    contact = partnership.partner.contacts.first()
    for state, begins, departments in ((State.DONE, PartialDate(2015, 6, 9), ["d1"]), (State.PLANNED, ahead(), [])):
        own = Marks(marks.units, frozenset(departments), marks.partners, marks.published)
        activity = factories.make_activity(
            partnerships=[partnership],
            state=state,
            begins=begins,
            ends=begins,
            is_published=is_out,
            topics=[topic],
            clauses=[clause],
            basis=clause.instrument,
            departments=world.units_of(departments),
            contacts=[contact] if contact else [],
        )
        world.add("activity", activity, row="activity.read", marks=own)
        if departments:
            build_claim(world, activity, "heads", "activity.read", own)
        promise = factories.make_promise(
            partnership=partnership, activity=activity, unit=world.units[departments[0]] if departments else None
        )
        theirs = Marks(marks.units, frozenset(departments), marks.partners)
        world.add("promise", promise, row="promise.read", marks=theirs)


def build_visit(world: World, partnership: Any, holder: str) -> None:
    """One visit ahead with an item, a speaker who was asked, and the link for it.

    Department 1 takes part, but not with b. The basis is an instrument that is not out: whoever may read the visit may
    not always read that.
    """
    departments = [] if holder == "b" else ["d1"]
    marks = Marks(units=frozenset({holder}), departments=frozenset(departments))
    day = timezone.localdate() + timedelta(days=30)
    unit, officer = world.units[holder], world.users["officer_b" if holder == "b" else "officer_a"]
    visit = visits.make_visit(unit=unit, partnership=partnership, starts_on=day, ends_on=day)
    visit.activity.departments.set(world.units_of(departments))
    visit.activity.basis = Instrument.objects.filter(partnership=partnership, is_published=False).first()
    visit.activity.save()
    world.add("visit", visit, row="visit.read", marks=marks)
    venue = world.add("venue", visits.make_venue(), row="venue.read", marks=Marks())
    speaker = world.add("speaker", visits.make_speaker(), row="speaker.read", marks=Marks())
    world.add("group", visits.make_group(visit=visit), row="visit.read", marks=marks)
    world.add("template", visits.make_template(), row="template.read", marks=Marks())
    item = world.add("item", visits.make_item(visit=visit, day=day, venue=venue), row="visit.read", marks=marks)
    asked = visits.make_part(item=item, speaker=speaker, state="asked")
    part = world.add("part", asked, row="visit.read_internal", marks=marks)
    build_work(world, visit, item, officer, marks)
    build_calendar(world, item, officer, marks, day)
    build_papers(world, visit, officer, marks)
    build_protocol(world, visit, partnership, venue, officer, marks)
    build_members(world, visit, partnership, ROW_OF_FIELD, marks)
    build_letters(world, visit, officer, marks)
    build_after(world, visit, partnership, marks)
    acceptance = Acceptance.objects.create(visit=visit, finding=f"unplaced:{visit.pk}", by=officer, at=timezone.now())
    world.add("acceptance", acceptance, row="visit.read", marks=marks)
    kind, key = reference(part)
    link = GuestLink.objects.create(
        purpose="confirmation",
        kind=kind,
        key=key,
        name="x",
        email="x@example.org",
        token_hash=f"matrix-{part.pk}",
        created_at=timezone.now(),
        created_by=officer,
        ends_on=day,
        unit=unit,
    )
    world.add("guest_link", link, row="guest_link.read", marks=marks)


def build_calendar(world: World, item: Any, officer: User, marks: Marks, day: date) -> None:
    """A feed of the officer's own, and an invitation that was sent."""
    feed = Subscription.objects.create(
        user=officer, what="person", token_hash=f"matrix-{item.pk}", created_at=timezone.now()
    )
    owner = next(key for key, user in world.users.items() if user == officer)
    world.add("subscription", feed, row="calendar.use", marks=Marks(owner=owner))
    kind, key = reference(item)
    invitation = Invitation.objects.create(
        visit=item.visit, uid=f"matrix-{item.pk}", kind=kind, key=key, language="de", sent_at=timezone.now()
    )
    begins = {
        "begins": f"{day}T09:00:00",
        "ends": f"{day}T10:00:00",
        "title": "x",
        "place": "",
        "zone": "Europe/Berlin",
    }
    invitation.content = begins
    world.add("invitation", invitation, row="calendar.invite", marks=marks)


def build_work(world: World, visit: Any, item: Any, officer: User, marks: Marks) -> None:
    """An interpreter who is asked, a task, a position of the costs, and a published version."""
    interpreter = world.add("interpreter", visits.make_interpreter(), row="interpreter.read", marks=Marks())
    internal: dict[str, Any] = {"row": "visit.read_internal", "marks": marks}
    world.add("booking", visits.make_booking(visit=visit, interpreter=interpreter), **internal)
    world.add("cost", visits.make_cost(visit=visit, item=item), **internal)
    world.add("task", visits.make_task(visit=visit), row="visit.read", marks=marks)
    release = Release.objects.create(visit=visit, number=1, published_at=timezone.now(), published_by=officer)
    world.add("release", release, row="visit.read", marks=marks)
    proposal = Proposal.objects.create(visit=visit, asked_at=timezone.now(), asked_by=officer, state="stopped")
    world.add("proposal", proposal, row="visit.update", marks=marks)


def build_years(world: World, partnership: Any, marks: Marks) -> None:
    """A year programme with a line of department 1, and one in which no department has a line."""
    for year, departments in ((2026, ["d1"]), (2027, [])):
        own = Marks(marks.units, frozenset(departments), marks.partners)
        programme = YearProgramme.objects.create(partnership=partnership, year=year)
        world.add("year_programme", programme, row="year_programme.read", marks=own)
        unit = world.units[departments[0]] if departments else None
        line = Line.objects.create(programme=programme, unit=unit, month=5)
        world.add("line", line, row="year_programme.read", marks=own)


def ahead() -> PartialDate:
    day = timezone.localdate() + timedelta(days=20)
    return PartialDate(day.year, day.month, day.day)


def build_claim(world: World, subject: models.Model, fact: str, row: str, marks: Marks) -> None:
    kind, key = reference(subject)
    shape = {"heads": Claim.Shape.COUNT}.get(fact, Claim.Shape.DATE)
    claim = Claim.objects.create(kind=kind, key=key, fact=fact, shape=shape, source="x", stated_at=timezone.now())
    world.add("claim", claim, row=row, marks=marks)
    Claim.objects.filter(pk=claim.pk).update(value="12" if shape == Claim.Shape.COUNT else "1991-08-12")


def build_common(world: World) -> None:
    """What belongs to no partner: needs of departments, pages, mails, kept sections."""
    topic = world.things["topic"][0].record
    for key in ("d1", "d2"):
        interest = Interest.objects.create(kind="offer", topic=topic, unit=world.units[key])
        marks = Marks(departments=frozenset({key}))
        world.add("interest", interest, row="interest.read", marks=marks)
    for key, is_out in (("imprint", True), ("secret", False)):
        page = EditorialPage.objects.create(key=key, is_published=is_out)
        world.add("page", page, row="editorial.read", marks=Marks(published=is_out))
    for actor in ("officer_a", "guest_1"):
        mail = Mail.objects.create(
            to=world.users[actor].email,
            language="de",
            message_id=f"<{actor}@example.org>",
            due_at=timezone.now(),
            status=Mail.Status.FAILED,
        )
        address = mail.to
        # Nobody reads the text of a mail here; the address stands in the outbox.
        world.add("mail", mail, row="outbox.read", marks=Marks(owner=actor))
        Mail.objects.filter(pk=mail.pk).update(to=address)
        for number, secret in list(world.secrets.items()):
            if secret.name in {f"mail {mail.pk} subject", f"mail {mail.pk} body"}:
                world.secrets[number] = Secret(number, secret.name, "account.use", secret.marks, is_public=False)
    build_uploads(world)
    KeptSection.objects.create(name="kept", content={"note": "kept"})
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    for thing in world.things["file"]:
        (folder / thing.record.stored_as).write_bytes(b"%PDF-")
    for thing in world.things["upload_file"]:
        (folder / thing.record.stored_as).write_bytes(b"Titel;Beginn;Partner\nBesuch;2015-06-09;one\n")


def build_uploads(world: World) -> None:
    """A table that an officer of each office has uploaded and not confirmed yet."""
    for actor, units in (("officer_a", {"a"}), ("officer_b", {"b"})):
        user = world.users[actor]
        stored = StoredFile.objects.create(
            name="list.csv",
            media_type="text/csv",
            size=20,
            sha256="0" * 64,
            stored_as=f"matrix-upload-{actor}",
            uploaded_by=user,
            uploaded_at=timezone.now(),
        )
        marks = Marks(units=frozenset(units), owner=actor)
        world.add("upload_file", stored, row="account.use", marks=marks)
        upload = Upload.objects.create(file=stored, target="activities", uploaded_by=user, uploaded_at=timezone.now())
        world.things.setdefault("upload", []).append(Thing(upload, "account.use", marks))


__all__ = ["ACTORS", "ANONYMOUS", "ROWS", "TOKEN", "WORD", "Actor", "Grant", "World", "build", "may_read", "reaches"]
