"""What a year of work leaves behind, so that every page has something to show: `python -m tests.e2e.furnish`.

Written by the actions, as the people of the demonstration. Prague and Moscow stay as the record has them: the journeys
tell their story.
"""

from __future__ import annotations

from datetime import timedelta

from hospitium.operations import django_start

django_start.start()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from hospitium.accounts.models import Unit  # noqa: E402
from hospitium.agreements.actions import attach_document, create_clause, create_instrument  # noqa: E402
from hospitium.agreements.models import Clause, InstrumentKind  # noqa: E402
from hospitium.algorithms.dates import PartialDate  # noqa: E402
from hospitium.core.models import Mail, User  # noqa: E402
from hospitium.interchange.actions.tables import start_import  # noqa: E402
from hospitium.partners import actions as partners  # noqa: E402
from hospitium.partners.models import Partner, Partnership  # noqa: E402
from hospitium.programme.actions import create_activity, create_promise  # noqa: E402
from hospitium.programme.models import Direction, Format, Promise, State  # noqa: E402
from hospitium.topics.models import Topic  # noqa: E402

TODAY = timezone.localdate()
TABLE = (
    "Partner;Format;Title;From\nWarsaw;Seminar;Waste in the capital;2015-06-09\nNowhere;Seminar;No such partner;2015\n"
)


def somebody(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@example.org")


def write_contacts(warsaw: Partner, officer: User) -> None:
    """Somebody who is there, and somebody who has left."""
    partners.add_unit(
        partner_id=warsaw.pk,
        values={"name": {"en": "International office", "de": "Büro für Internationales"}, "own_name": "Biuro"},
        by=officer,
    )
    values = {
        "partner": warsaw,
        "family_name": "Beispiel",
        "given_name": "Ada",
        "languages": "pl, de",
        "email": "ada.beispiel@example.org",
        "phone": "+48 22 000 00 00",
        "met_at": "Seminar 2015",
        "owner": officer,
        "last_contact": PartialDate(2015, 6, 9),
        "function": "Head of the international office",
        "organisation": "City hall",
    }
    ada = partners.create_contact(values=values, by=officer)
    partners.note_acquaintance(contact_id=ada.pk, user=officer, last_contact=PartialDate(2015, 6, 9), by=officer)
    earlier = {"partner": warsaw, "family_name": "Vorbild", "function": "Secretary", "successor": ada}
    left = partners.create_contact(values=earlier, by=officer)
    partners.end_function(function_id=left.functions.get().pk, ends=PartialDate(2014), by=officer)


def write_plans(warsaw: Partnership, officer: User) -> None:
    """A visit ahead with a promise that is late, a draft with a clause and a scan, a need and an offer that meet."""
    day = TODAY + timedelta(days=20)
    visit = {
        "format": Format.WORKING_VISIT,
        "title": {"en": "Trams and buses (example)", "de": "Straßenbahn und Bus (Beispiel)"},
        "partnerships": [warsaw],
        "direction": Direction.OUT,
        "state": State.PLANNED,
        "begins": PartialDate.of(day),
        "ends": PartialDate.of(day + timedelta(days=2)),
        "heads_planned": 6,
    }
    activity = create_activity(values=visit, by=officer)
    promise = {
        "partnership": warsaw,
        "activity": activity,
        "side": Promise.Side.OURS,
        "what": "Glossar schicken (Beispiel)",
    }
    create_promise(values={**promise, "due_on": TODAY - timedelta(days=3), "owner": officer}, by=officer)
    draft = {"partnership": warsaw, "kind": InstrumentKind.MEMORANDUM, "title": {"en": "Memorandum on transport"}}
    instrument = create_instrument(values=draft, by=officer)
    topic = Topic.objects.order_by("pk")[0]
    clause = {"number": "1", "text": {"en": "One meeting a year"}, "topics": [topic]}
    create_clause(instrument_id=instrument.pk, values={**clause, "obligation": Clause.Obligation.MEETING}, by=officer)
    scan = SimpleUploadedFile("memorandum.pdf", b"%PDF-1.4\n", content_type="application/pdf")
    attach_document(instrument_id=instrument.pk, upload=scan, by=officer)
    unit = warsaw.unit
    for kind, whose in (("need", {"partner": warsaw.partner}), ("offer", {"unit": unit})):
        text = {"en": "Experience with low-floor trams"}
        partners.create_interest(values={"kind": kind, "topic": topic, "text": text, **whose}, by=officer)


def write_exception(resting: Partnership, unit: Unit, head: User) -> None:
    partners.assign_partnership(partnership_id=resting.pk, unit=unit, by=head)
    partners.change_status(
        partnership_id=resting.pk,
        step="suspend",
        since=PartialDate.of(TODAY),
        reason={"en": "An example"},
        reference="",
        source="",
        by=head,
    )
    partners.grant_exception(
        partnership_id=resting.pk,
        purpose="A last letter",
        reason="An example",
        valid_until=TODAY + timedelta(days=90),
        by=head,
    )


@transaction.atomic
def furnish() -> None:
    officer, head = somebody("referat"), somebody("leitung")
    warsaw = Partnership.objects.get(key="warsaw")
    write_contacts(warsaw.partner, officer)
    write_plans(warsaw, officer)
    assert warsaw.unit is not None
    write_exception(Partnership.objects.get(key="lichtenberg-warszawa-bialoleka"), warsaw.unit, head)
    start_import(target="activities", upload=SimpleUploadedFile("list.csv", TABLE.encode()), by=officer)
    start_import(target="activities", upload=SimpleUploadedFile("list.csv", TABLE.encode()), by=officer)
    Mail.objects.filter(pk=Mail.objects.order_by("pk")[0].pk).update(status=Mail.Status.FAILED, error="An example")


if __name__ == "__main__":
    with translation.override("en"):
        furnish()
