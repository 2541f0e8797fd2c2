"""A small record with everything that the public site can show, and with canaries in what it must not."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from hospitium.accounts.models import Unit
from hospitium.agreements.models import InstrumentKind
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import Disputable, state_claims
from hospitium.core.models import Claim
from hospitium.core.multilingual import written_in
from hospitium.partners.models import StatusChange
from hospitium.partners.models.places import Level
from hospitium.portal import actions
from hospitium.portal.models import EditorialPage
from hospitium.programme.models import Direction, Format, State
from tests import factories

CANARY = "Kanarienvogel"
SIGNED = Disputable("signed", Claim.Shape.DATE, "signed")


@pytest.fixture
def record(db):
    """Two cities and a district, of which one city is suspended; everything here is released."""
    home = factories.make_home(name=written_in("de", "Musterstadt", pl="Wzorowo"))
    unit = factories.make_unit(name=written_in("de", "Referat Internationales"))
    warsaw = factories.make_partnership(
        partner=factories.make_partner(
            key="warsaw", name=written_in("de", "Warschau", pl="Warszawa", en="Warsaw"), own_name="Warszawa"
        ),
        unit=unit,
        is_published=True,
        origin=written_in("de", "Nach dem Fall der Mauer begonnen."),
    )
    moscow = factories.make_partnership(
        partner=factories.make_partner(
            key="moscow",
            name=written_in("de", "Moskau", ru="Москва"),
            own_name="Москва",
            own_language="ru",
            country="RU",
            latitude=55.7558,
            longitude=37.6173,
        ),
        status="suspended",
        is_published=True,
    )
    StatusChange.objects.create(
        partnership=moscow,
        status="suspended",
        since=PartialDate(2022, 2),
        reason=written_in("de", f"{CANARY} Grund"),
        entered_at=timezone.now(),
    )
    district = factories.make_partnership(
        partner=factories.make_partner(
            key="mokotow", name=written_in("de", "Warszawa-Mokotów"), level=Level.DISTRICT, part_of=warsaw.partner
        ),
        key="treptow-mokotow",
        home_district=factories.make_unit(name=written_in("de", "Treptow"), kind=Unit.Kind.DISTRICT),
        since=PartialDate(1993),
        is_published=True,
    )
    declaration = factories.make_instrument(
        partnership=warsaw,
        kind=InstrumentKind.JOINT_DECLARATION,
        title=written_in("de", "Gemeinsame Erklärung </script><b>"),
        is_published=True,
    )
    factories.make_instrument(
        partnership=warsaw, title=written_in("de", "Verkehrsabkommen"), signed=PartialDate(1994, 2), is_published=True
    )
    factories.make_clause(instrument=declaration, text=written_in("de", "Stadtplanung"))
    state_claims(declaration, SIGNED, [("1991-08-12", "Amtliche Liste"), ("1992", "Zeitung")], by=None)
    seminar = factories.make_activity(
        partnerships=[warsaw],
        format=Format.SEMINAR,
        title=written_in("de", "Seminar <über> Parken & Licht"),
        number=8,
        heads=13,
        is_published=True,
    )
    factories.make_activity(
        partnerships=[warsaw, moscow], title=written_in("de", "Treffen 2014"), begins=PartialDate(2014), ends=None,
        direction=Direction.UNKNOWN, is_published=True,
    )  # fmt: skip
    soon = timezone.localdate() + timedelta(days=30)
    planned = factories.make_activity(
        partnerships=[warsaw],
        title=written_in("de", "Besuch zum Jubiläum"),
        state=State.PLANNED,
        begins=PartialDate.of(soon),
        ends=PartialDate.of(soon + timedelta(days=1)),
        direction=Direction.OUT,
        is_published=True,
    )
    actions.load_editorial(by=None)
    return SimpleNamespace(
        home=home, warsaw=warsaw, moscow=moscow, district=district, declaration=declaration, seminar=seminar,
        planned=planned, unit=unit,
    )  # fmt: skip


@pytest.fixture
def canaries(record):
    """The same record, with the canary in everything that is not released or for the office alone."""
    word = written_in("de", CANARY, en=CANARY, pl=CANARY)
    hidden = factories.make_partnership(
        partner=factories.make_partner(key="canary-city", name=word, own_name=CANARY), is_published=False
    )
    factories.make_instrument(partnership=hidden, title=word, is_published=True)
    draft = factories.make_instrument(partnership=record.warsaw, title=word, status="draft", is_published=True)
    unreleased = factories.make_instrument(partnership=record.warsaw, title=word, is_published=False, source=CANARY)
    for one in (draft, unreleased):
        state_claims(one, SIGNED, [("1990", CANARY), ("1991", CANARY)], by=None)
    state_claims(record.warsaw, Disputable("sensitivities", "word", "s"), [(CANARY, CANARY), ("b", CANARY)], by=None)
    factories.make_clause(instrument=unreleased, text=word)
    released = {"title": word, "is_published": True, "source": CANARY}
    factories.make_activity(partnerships=[record.warsaw], title=word, is_published=False)
    factories.make_activity(partnerships=[record.warsaw, hidden], **released)
    factories.make_activity(partnerships=[record.moscow], state=State.PLANNED, **released)
    factories.make_activity(partnerships=[record.warsaw], state=State.CANCELLED, **released)
    factories.make_promise(partnership=record.warsaw, what=CANARY)
    factories.make_contact(partner=record.warsaw.partner, family_name=CANARY)
    record.warsaw.sensitivities = CANARY
    record.warsaw.save()
    record.seminar.remark = CANARY
    record.seminar.save()
    EditorialPage.objects.create(key="canary", title=word, body=word, is_published=False)
    return record
