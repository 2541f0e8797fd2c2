"""What a year of work leaves behind, so that every page has something to show: `python -m tests.e2e.furnish`.

Written by the actions, as the people of the demonstration. Prague and Moscow stay as the record has them: the journeys
tell their story.
"""

from __future__ import annotations

import json
from datetime import time, timedelta
from decimal import Decimal
from threading import Event
from typing import Any

from hospitium.operations import django_start

django_start.start()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from hospitium.accounts.models import Unit  # noqa: E402
from hospitium.agreements.actions import attach_document, create_clause, create_instrument  # noqa: E402
from hospitium.agreements.models import Clause, InstrumentKind  # noqa: E402
from hospitium.algorithms.dates import PartialDate  # noqa: E402
from hospitium.calendars.actions.invitations import invite  # noqa: E402
from hospitium.calendars.actions.subscriptions import subscribe  # noqa: E402
from hospitium.calendars.queries.invitations import people_of  # noqa: E402
from hospitium.core.models import Mail, User  # noqa: E402
from hospitium.documents.actions import add_letterhead  # noqa: E402
from hospitium.documents.letters import usual_paper  # noqa: E402
from hospitium.interchange.actions.tables import start_import  # noqa: E402
from hospitium.partners import actions as partners  # noqa: E402
from hospitium.partners.models import Partner, Partnership  # noqa: E402
from hospitium.programme.actions import (  # noqa: E402
    agree_line,
    agree_year_programme,
    create_activity,
    create_line,
    create_promise,
    create_year_programme,
    drop_line,
)
from hospitium.programme.models import Direction, Format, Promise, State  # noqa: E402
from hospitium.topics.models import Topic  # noqa: E402
from hospitium.visits.actions.check import accept_finding  # noqa: E402
from hospitium.visits.actions.costs import create_cost  # noqa: E402
from hospitium.visits.actions.documents import make_booklet  # noqa: E402
from hospitium.visits.actions.interpreters import create_booking, create_interpreter  # noqa: E402
from hospitium.visits.actions.items import create_item, edit_item, enter_usual_groups  # noqa: E402
from hospitium.visits.actions.parts import add_part  # noqa: E402
from hospitium.visits.actions.people import create_speaker  # noqa: E402
from hospitium.visits.actions.places import Measured, create_venue, measure_ways  # noqa: E402
from hospitium.visits.actions.proposals import ask_proposal  # noqa: E402
from hospitium.visits.actions.releases import publish_programme  # noqa: E402
from hospitium.visits.actions.runs import end_run, take_run  # noqa: E402
from hospitium.visits.actions.tasks import create_task  # noqa: E402
from hospitium.visits.actions.visits import create_visit  # noqa: E402
from hospitium.visits.models import Item, Mode, Visit  # noqa: E402
from hospitium.visits.queries.findings import findings_of  # noqa: E402
from hospitium.visits.solve import answer_to  # noqa: E402
from tests.e2e.furnish_delegations import write_delegation  # noqa: E402
from tests.e2e.furnish_exchange import write_rounds  # noqa: E402
from tests.e2e.furnish_hosted import write_guests, write_hosted, write_outgoing, write_retention  # noqa: E402

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


def write_visit(budapest: Partnership, officer: User) -> None:
    """A visit ahead with one lecture, whose speaker was not asked yet; the journeys of guests tell the rest."""
    first = TODAY + timedelta(days=40)
    values = {
        "format": Format.SEMINAR,
        "title": {"de": "Hochwasserschutz (Beispiel)", "en": "Flood protection (example)"},
        "partnerships": [budapest],
        "direction": Direction.IN,
        "state": State.PLANNED,
        "begins": PartialDate.of(first),
        "ends": PartialDate.of(first + timedelta(days=4)),
        "heads_planned": 13,
    }
    activity = create_activity(values=values, by=officer)
    days = {"starts_on": first, "ends_on": first + timedelta(days=4), "guest_language": "hu"}
    visit = create_visit(activity_id=activity.pk, values=days, by=officer)
    enter_usual_groups(visit_id=visit.pk, by=officer)
    halls = [
        create_venue(values={"name": {"de": name}, "address": "Beispielweg 1", **position}, by=officer)
        for name, position in (
            ("Altes Pumpwerk (Beispiel)", {"latitude": 52.52, "longitude": 13.41, "capacity": 40}),
            ("Wasserwerk (Beispiel)", {"latitude": 52.47, "longitude": 13.29}),
        )
    ]
    way = [Measured(halls[0].pk, halls[1].pk, 35), Measured(halls[1].pk, halls[0].pk, 35)]
    measure_ways(venue_id=halls[0].pk, measured=way, by=officer)
    title = {"de": "Deiche und Daten (Beispiel)", "en": "Dykes and data (example)", "hu": "Gátak és adatok (példa)"}
    lecture = {"kind": Item.Kind.LECTURE, "title": title, "day": first, "starts": time(10, 0), "minutes": 90}
    item = create_item(visit_id=visit.pk, values={**lecture, "mode": Mode.CONSECUTIVE}, by=officer)
    person = {
        "name": "Klara Beispiel",
        "function": {"de": "Referatsleiterin", "en": "Head of division"},
        "email": "klara.beispiel@example.org",
        "language": "hu",
        "languages": ["de", "hu"],
    }
    speaker = create_speaker(values=person, by=officer)
    material = {"level": "heads of division", "material_due": first - timedelta(days=10)}
    add_part(item_id=item.pk, values={"speaker": speaker, "role": "speaker", **material}, by=officer)
    write_work(visit, item, officer)
    write_check(visit, officer)
    write_calendar(item, officer)
    write_papers(visit, officer)
    write_proposals(visit, officer)


def write_calendar(item: Item, officer: User) -> None:
    """A feed, an invitation, and a change since then that nobody was told of."""
    subscribe(what="person", by=officer)
    invite(item_id=item.pk, people=people_of(item), by=officer)
    values = {"room": "Saal 1 (Beispiel)", "day": item.day}
    edit_item(item_id=item.pk, version=None, values=values, by=officer)


def write_papers(visit: Visit, officer: User) -> None:
    """A booklet in two versions, and a letterhead of the office."""
    for _version in range(2):
        make_booklet(visit_id=visit.pk, languages=["de", "hu"], paper="a5", by=officer)
    paper = SimpleUploadedFile("letterhead.docx", usual_paper("docx", language="de"))
    add_letterhead(name="Letter paper (example)", unit=visit.unit, upload=paper, by=somebody("leitung"))


def write_check(visit: Visit, officer: User) -> None:
    """An item without a time, which the check finds and which is accepted."""
    later = {"kind": Item.Kind.STATION, "title": {"de": "Schleuse (Beispiel)", "en": "Lock (example)"}, "minutes": 90}
    create_item(visit_id=visit.pk, values={**later, "day": None, "starts": None}, by=officer)
    found = next(one for one in findings_of(visit, by=officer).open if one.code == "unplaced")
    accept_finding(visit_id=visit.pk, finding=found.key, reason="An example", by=officer)


def write_work(visit: Visit, item: Item, officer: User) -> None:
    """An interpreter who is asked, tasks, costs in two currencies, and a version since which one item is new."""
    interpreter = create_interpreter(
        values={"name": "Dóra Példa", "email": "dora.pelda@example.org", "language": "hu", "modes": ["consecutive"]},
        pairs=[("de", "hu"), ("hu", "de")],
        by=officer,
    )
    days = {"first_day": visit.starts_on, "last_day": visit.ends_on, "cost": Decimal("2400.00")}
    create_booking(visit_id=visit.pk, values={"interpreter": interpreter, **days}, by=officer)
    for what, anchor, count in (("Hotel (example)", "start", -60), ("Letters of thanks (example)", "end", 7)):
        values = {"what": what, "anchor": anchor, "days": count, "owner": officer}
        create_task(visit_id=visit.pk, values=values, by=officer)
    cost = {"what": "Coach (example)", "item": item, "planned": Decimal("840.00"), "payer": "host", "currency": "EUR"}
    create_cost(visit_id=visit.pk, values=cost, by=officer)
    create_cost(
        visit_id=visit.pk, values={"what": "Insurance (example)", "payer": "guest", "currency": "HUF"}, by=officer
    )
    publish_programme(visit_id=visit.pk, note="", by=officer)
    dinner = {"kind": Item.Kind.MEAL, "title": {"de": "Abendessen (Beispiel)"}, "day": visit.starts_on}
    create_item(visit_id=visit.pk, values={**dinner, "starts": time(19, 0), "minutes": 90}, by=officer)


def write_proposals(visit: Visit, officer: User) -> None:
    """A plan as it was found, and one for which demands contradict each other."""
    for is_smallest in (True, False):
        now = timezone.now()
        asked = ask_proposal(visit_id=visit.pk, seconds=10, by=officer)
        run = take_run(now=now)
        assert run is not None
        answer = answer_to(asked.question, Event(), lambda **_told: None)
        if not is_smallest:
            first = sorted(asked.question["demand"]["windows"])[0][0]
            conflict = [["obligatory", [first]], ["person_hours", [first]], ["lunch", []]]
            answer["outcome"] |= {"status": "infeasible", "conflict": conflict, "left_out": [first]}
        end_run(run=run, answer=answer, now=now)


def write_years(warsaw: Partnership, officer: User) -> None:
    """The programme of next year as a draft with a line in three states, and that of this year, agreed."""
    topic = Topic.objects.order_by("pk")[0]
    values = {"preamble": {"en": "What we do together (example)"}, "file_reference": "EX 1"}
    draft, done = (
        create_year_programme(values={"partnership": warsaw, "year": year, **values}, by=officer)
        for year in (TODAY.year + 1, TODAY.year)
    )
    line = {"format": Format.SEMINAR, "topic": topic, "direction": Direction.IN, "persons": 12, "month": 5}
    _open, agreed, dropped, settled = (
        create_line(programme_id=programme.pk, values={"title": {"en": title}, **line}, by=officer)
        for programme, title in (
            (draft, "Trams (example)"),
            (draft, "Buses (example)"),
            (draft, "Ferries (example)"),
            (done, "Cycle paths (example)"),
        )
    )
    for one in (agreed, settled):
        agree_line(line_id=one.pk, remark="By telephone", by=officer)
    drop_line(line_id=dropped.pk, reason="No ferries in the city", by=officer)
    settlement = {"agreed_on": TODAY, "basis": "Letter (example)"}
    agree_year_programme(programme_id=done.pk, values=settlement, by=officer)


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
def furnish() -> dict[str, dict[str, Any]]:
    """Returns the numbers of what was made, by name, and the cookies of browsers in which guest links are open."""
    officer, head = somebody("referat"), somebody("leitung")
    warsaw = Partnership.objects.get(key="warsaw")
    write_contacts(warsaw.partner, officer)
    write_plans(warsaw, officer)
    write_years(warsaw, officer)
    write_visit(Partnership.objects.get(key="budapest"), officer)
    announced = write_delegation(warsaw, officer)
    assert warsaw.unit is not None
    write_exception(Partnership.objects.get(key="lichtenberg-warszawa-bialoleka"), warsaw.unit, head)
    start_import(target="activities", upload=SimpleUploadedFile("list.csv", TABLE.encode()), by=officer)
    start_import(target="activities", upload=SimpleUploadedFile("list.csv", TABLE.encode()), by=officer)
    Mail.objects.filter(pk=Mail.objects.order_by("pk")[0].pk).update(status=Mail.Status.FAILED, error="An example")
    budapest = Partnership.objects.get(key="budapest")
    numbers = write_hosted(budapest, officer, head) | write_outgoing(warsaw, officer, head) | write_retention()
    more, cookies = write_guests(announced, officer)
    rounds, ways = write_rounds(officer, head)
    return {"numbers": numbers | more | rounds, "cookies": cookies | ways}


if __name__ == "__main__":
    with translation.override("en"):
        print(json.dumps(furnish()))
