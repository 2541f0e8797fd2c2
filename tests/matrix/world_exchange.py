"""Rounds of staff exchange in the world of the matrix: of both offices, out and not out, with an application each.

Applications are those of department 1 and, in a look-alike, of department 2; that of the employee is marked so. Those
whom a partner has named are the office's alone.
Panels, consents, offers and annexes follow their application or round.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hospitium.core.models import Claim
from hospitium.core.references import reference
from hospitium.documents.models import StoredFile
from hospitium.exchange.models import (
    Annex,
    Applicant,
    Application,
    Assessment,
    Criterion,
    EligibilityRule,
    HistoricRound,
    HostOffer,
    PanelMember,
    Quota,
    Rate,
    Round,
    Window,
    WishedBalance,
)
from tests.exchange import factories
from tests.matrix.world_runs import build_results
from tests.matrix.world_stays import build_stay

# What of a round everybody inside may read once its call is out.
PARTS = {
    "eligibility": lambda record, world: EligibilityRule.objects.create(round=record, code="supervisor"),
    "criterion": lambda record, world: Criterion.objects.create(round=record),
    "window": lambda record, world: Window.objects.create(
        round=record, starts_on=timezone.localdate(), ends_on=timezone.localdate()
    ),
    "rate": lambda record, world: Rate.objects.create(round=record, amount="140.00"),
    "quota": lambda record, world: Quota.objects.create(round=record, unit=record.unit, most=2),
}


def build_rounds(world: Any, marks_of: Any, thing_of: Any) -> None:
    """Two rounds for each office: one whose call is out, one whose call is not."""
    build_past(world, marks_of, thing_of)
    for holder in ("a", "b"):
        for is_out in (True, False):
            marks = marks_of(units=frozenset({holder}), published=is_out)
            build_round(world, holder, is_out, marks, marks_of, thing_of)


def build_round(world: Any, holder: str, is_out: bool, marks: Any, marks_of: Any, thing_of: Any) -> None:
    officer = world.users[f"officer_{holder}"]
    record = factories.make_round(unit=world.units[holder], officer=officer)
    factories.move_to(record, "assessing")
    if not is_out:
        Round.objects.filter(pk=record.pk).update(call_on=None)
        record.refresh_from_db()
    # Its texts are those of the call, which everybody inside reads once it is out.
    world.add("round", record, row="call.read", marks=marks)
    world.things.setdefault("call", []).append(thing_of(record, "call.read", marks))
    for kind, make in PARTS.items():
        world.add(kind, make(record, world), row="round.read", marks=marks)
    partner = world.things["partner"][0].record
    world.add("balance", WishedBalance.objects.create(round=record, partner=partner), row="round.read", marks=marks)
    seat = PanelMember.objects.create(round=record, user=officer)
    world.things.setdefault("panel", []).append(thing_of(seat, "round.read", marks))
    # Inside alone, whatever its dates are: the public finds nothing at its address.
    world.things.setdefault("public_call", []).append(thing_of(record, "public.read", marks_of()))
    build_offers(world, record, holder, is_out, marks_of)
    if is_out:
        build_nominations(world, record, holder, partner, marks_of)
        build_applications(world, record, holder, seat, marks_of, thing_of)
        made = record.applications.order_by("pk").last()
        own = marks_of(units=frozenset({holder}))
        build_results(world, record, made, record.offers.exclude(partner=None).earliest("pk"), officer, own)


def build_past(world: Any, marks_of: Any, thing_of: Any) -> None:
    """A round before this installation, with a figure on which sources differ."""
    past = HistoricRound.objects.create(programme="matrix", year=1999)
    world.add("past_round", past, row="exchange_statistics.read", marks=marks_of())
    kind, key = reference(past)
    claim = Claim.objects.create(
        kind=kind, key=key, fact="persons", shape=Claim.Shape.COUNT, value="12", source="x", stated_at=timezone.now()
    )
    world.things["past_claim"] = [thing_of(claim, "exchange_statistics.read", marks_of())]


def build_offers(world: Any, record: Round, holder: str, is_out: bool, marks_of: Any) -> None:
    """One of department 1 that is a draft, where the call is out; one of a partner that stands."""
    units = frozenset({holder})
    if is_out:
        draft = factories.make_offer(round=record, unit=world.units["d1"], state=HostOffer.State.DRAFT)
        own = marks_of(units=units, departments=frozenset({"d1"}))
        world.add("offer", draft, row="host_offer.read", marks=own)
    standing = factories.make_offer(round=record, partner=world.things["partner"][0].record)
    world.add("offer", standing, row="host_offer.read", marks=marks_of(units=units, published=is_out))


def build_applications(world: Any, record: Round, holder: str, seat: PanelMember, marks_of: Any, thing_of: Any) -> None:
    """One of each department; that of department 1 is the employee's."""
    for key, owner in (("d1", "employee"), ("d2", "")):
        marks = marks_of(units=frozenset({holder}), departments=frozenset({key}), owner=owner)
        known = Applicant.objects.filter(user=world.users[owner]).first() if owner else None
        user = world.users[owner] if owner else None
        person = known or factories.make_applicant(user=user, unit=world.units[key])
        if known is None:
            # A person is seen with any of their applications.
            both = marks_of(units=frozenset({"a", "b"}) if owner else marks.units, departments=marks.departments,
                            owner=owner)  # fmt: skip
            world.add("applicant", person, row="application.read", marks=both)
        made = factories.make_application(
            round=record, applicant=person, unit=world.units[key], state=Application.State.CONSENTED
        )
        world.add("application", made, row="application.read", marks=marks)
        panel = marks_of(units=frozenset({holder}), owner=f"officer_{holder}")
        world.things.setdefault("assessable", []).append(
            thing_of(made, "assessment.write", marks_of(owner=f"officer_{holder}"))
        )
        build_stay(world, made, marks, marks_of, thing_of)
        consent = factories.make_consent(made)
        world.add("consent", consent, row="application.read", marks=marks)
        build_annex(world, made, marks)
        assessment = Assessment.objects.create(
            application=made, member=seat, recommendation="yes", submitted_at=timezone.now() - timedelta(days=1)
        )
        world.add("assessment", assessment, row="assessment.read", marks=panel)


def build_nominations(world: Any, record: Round, holder: str, partner: Any, marks_of: Any) -> None:
    """Two whom an office of a partner has named: what it sent is the office's here, its draft is nobody's."""
    offer = record.offers.get(partner=partner)
    for state, marks in (
        (Application.State.SUBMITTED, marks_of(units=frozenset({holder}))),
        (Application.State.DRAFT, marks_of()),
    ):
        person = factories.make_applicant(partner=partner)
        world.add("applicant", person, row="application.read", marks=marks)
        made = factories.make_application(round=record, applicant=person, state=state, nominated_with=offer)
        world.add("application", made, row="application.read", marks=marks)
        consent = factories.make_consent(made, "person")
        world.add("consent", consent, row="application.read", marks=marks)


def build_annex(world: Any, application: Application, marks: Any) -> None:
    file = StoredFile.objects.create(
        name="x.pdf",
        media_type="application/pdf",
        size=5,
        sha256="0" * 64,
        stored_as=f"matrix-annex-{application.pk}",
        uploaded_at=timezone.now(),
    )
    world.add("file", file, row="application.read", marks=marks)
    annex = Annex.objects.create(application=application, file=file)
    world.add("annex", annex, row="application.read", marks=marks)
