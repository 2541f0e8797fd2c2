"""Four rounds of staff exchange: one that is open, one being decided with its runs, one whose results are out, and one
that tests/e2e/test_exchange_run.py takes from the first run to the answer.

Returns what the pages are addressed by: name → number, as tests/e2e/places_exchange.py names it.
"""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hospitium.accounts.actions import open_session
from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestLink, Unit
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.core.multilingual import written_in
from hospitium.exchange.actions import nominations as naming
from hospitium.exchange.actions import offers as hosting
from hospitium.exchange.actions.applications import WishFor, add_annex
from hospitium.exchange.actions.imports import keep_list
from hospitium.exchange.actions.placements import announce_results, place_by_hand
from hospitium.exchange.actions.run_work import end_run, take_run
from hospitium.exchange.actions.runs import adopt_run, ask_differently, ask_runs, lock_pair
from hospitium.exchange.matching import Terms
from hospitium.exchange.models import (
    Applicant,
    Application,
    CostLine,
    HostOffer,
    HostRanking,
    Placement,
    Quota,
    Rate,
    Round,
    Run,
    StayReport,
    StayTask,
    Suggestion,
    WeeklyNote,
    Window,
    WishedBalance,
)
from hospitium.exchange.solve import answer_to
from hospitium.partners.models import Partner, Partnership
from hospitium.topics.models import Topic
from tests.e2e.furnish_hosted import TODAY, way_in
from tests.exchange import factories

MECHANISMS = ("stable", "balanced", "optimal")
PEOPLE = ("Robin Muster", "Kim Beispiel", "Alex Probe", "Toni Erfunden", "Sascha Ausgedacht-Langername")


class Rounds:
    """Makes the rounds, as the people of the demonstration."""

    def __init__(self, officer: User, head: User, employee: User) -> None:
        self.officer, self.head = officer, head
        self.unit = Partnership.objects.get(key="warsaw").unit
        contact = User.objects.get(email="fachkontakt@example.org")
        self.department: Unit = contact.grants.get(role=Role.DEPARTMENT_CONTACT).unit
        self.cities = [Partner.objects.get(key=key) for key in ("warsaw", "budapest", "prague")]
        self.topic = Topic.objects.order_by("pk")[0]
        self.employee = Applicant.objects.create(
            user=employee, unit=self.department, name=employee.name, email=employee.email, language="de"
        )
        self.people = [
            Applicant.objects.create(
                name=name, unit=self.department, email=f"person{number}@example.org", language="de"
            )
            for number, name in enumerate(PEOPLE)
        ]

    def round(self, name: str, phase: str, **given: Any) -> Round:
        call = "Vier Wochen in einer anderen Verwaltung.\n\nZwei Absätze."
        texts = {"name": written_in("de", name), "call": written_in("de", call)}
        record = factories.make_round(
            unit=self.unit, officer=self.officer, wants_host_ranking=True, file_reference="EX 2", **texts, **given
        )
        factories.move_to(record, phase)
        assert record.stays_from is not None
        Window.objects.create(round=record, starts_on=record.stays_from, ends_on=record.stays_from + timedelta(days=20))
        for code, parameters in (("supervisor", {}), ("substitute", {}), ("years_of_service", {"years": 2})):
            factories.make_rule(record, code, **parameters)
        for number, (title, weight) in enumerate((("Frage", 3), ("Nutzen für die Dienststelle", 2))):
            factories.make_criterion(record, name=written_in("de", title), weight=weight, position=number)
        Rate.objects.create(round=record, countries=["GB", "CH"], amount="180.00")
        Rate.objects.create(round=record, amount="140.00")
        Quota.objects.create(round=record, unit=self.department, most=4)
        WishedBalance.objects.create(round=record, partner=self.cities[0], wished=0, tolerance=2)
        factories.make_member(record, self.officer)
        factories.make_member(record, self.head)
        return record

    def offers(self, record: Round) -> list[HostOffer]:
        """Two places in one city, one in each of the others, and one with us."""
        titles = ("Straßenbahn und Bus", "Hochwasserschutz in einem sehr langen Titel", "Grünflächen")
        made = [
            factories.make_offer(
                round=record,
                partner=city,
                title=written_in("de", f"{title} (Beispiel)"),
                capacity=2 if number == 0 else 1,
                topics=[self.topic],
                languages={"en": "B1"},
                desk="Raum 12",
                mentor_name="Ada Beispiel",
            )
            for number, (city, title) in enumerate(zip(self.cities, titles, strict=True))
        ]
        here = factories.make_offer(
            round=record, unit=self.department, title=written_in("de", "Gast bei uns (Beispiel)")
        )
        return [*made, here]

    def application(self, record: Round, who: Applicant, state: str, wishes: Any = ()) -> Application:
        return factories.make_application(
            round=record, applicant=who, state=state, topic=self.topic, wishes=wishes, weeks=3
        )

    def decided(self, record: Round, offers: list[HostOffer], *, with_employee: bool) -> list[Application]:
        """Five of ours, all of whom want Warsaw first, and one guest; the employee is the first where asked."""
        warsaw, budapest, prague, here = offers
        ours = [self.employee, *self.people[:4]] if with_employee else self.people
        made = [
            self.application(record, who, "yes", [(1, warsaw), (2, budapest if number % 2 else prague), (3, None)])
            for number, who in enumerate(ours)
        ]
        guest, _is_new = Applicant.objects.get_or_create(
            name="Jana Příkladová", partner=self.cities[2], language="cs", email="jana@example.org"
        )
        made.append(self.application(record, guest, "yes", [(1, here)]))
        for rank, one in enumerate(made[:4], start=1):
            HostRanking.objects.create(offer=warsaw, application=one, rank=rank)
        HostOffer.objects.filter(pk=warsaw.pk).update(ranked_at=timezone.now())
        return made

    def matched(self, record: Round, mechanisms: tuple[str, ...] = MECHANISMS) -> list[Run]:
        asked = ask_runs(round_id=record.pk, mechanisms=mechanisms, terms=Terms(seconds=10), by=self.officer)
        return [answered(one) for one in asked]


def answered(run: Run) -> Run:
    """The run with what the process of the worker answers, computed here."""
    now = timezone.now()
    taken = take_run(now=now)
    assert taken is not None
    question = {"problem": run.problem, "mechanism": run.mechanism}
    end_run(run=taken, answer=answer_to(question, Event(), lambda **_told: None), now=now)
    run.refresh_from_db()
    return run


def write_rounds(officer: User, head: User) -> tuple[dict[str, str], dict[str, list[str]]]:
    rounds = Rounds(officer, head, User.objects.get(email="mitarbeit@example.org"))
    found, cookies = write_open(rounds)
    more, ways = write_deciding(rounds)
    stay, doors = write_stay(rounds)
    told, answers = write_told(rounds)
    found |= more | told | write_journey(rounds) | stay
    return {name: str(value) for name, value in found.items()}, cookies | ways | doors | answers


def write_open(rounds: Rounds) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Applications come in: the employee is writing one, a host was asked, a department has an offer in mind."""
    record = rounds.round("Hospitation (offene Runde, Beispiel)", "open", visibility="public")
    offers = rounds.offers(record)
    draft = rounds.application(record, rounds.employee, "draft", [(1, offers[0]), (2, rounds.cities[1])])
    factories.make_consent(draft, "supervisor", name="Chris Leitung", email="leitung.beispiel@example.org")
    upload = SimpleUploadedFile("lebenslauf.pdf", b"%PDF-1.4\n", content_type="application/pdf")
    annex = add_annex(
        application_id=draft.pk, label="Lebenslauf", upload=upload, by=User.objects.get(email="mitarbeit@example.org")
    )
    sent = rounds.application(record, rounds.people[0], "submitted", [(1, offers[1])])
    consents = [factories.make_consent(sent, kind) for kind in ("supervisor", "substitute")]
    links, cookies = {}, {}
    hosted = hosting.create_offer(round_id=record.pk, values={"partner": rounds.cities[2]}, by=rounds.officer)
    for name, purpose, subject, language in (
        ("consent", "consent", consents[0], "de"), ("substitute", "substitute", consents[1], "de"),
        ("host", "host_offer", hosted, "cs"),
    ):  # fmt: skip
        links[f"link_{name}"], cookies[name] = way_in(name, purpose, subject, language, rounds.officer)
    named, way = write_named(rounds, hosted, int(links["link_host"]))
    cookies["nominee"] = way
    links |= named
    own = factories.make_offer(round=record, unit=rounds.department, state="draft")
    lines = (
        f"Name;E-Mail;Stadt;Thema\nLou Liste;lou@example.org;{rounds.cities[0]};Bus\n;falsch@@x;{rounds.cities[0]};\n"
    )
    table = SimpleUploadedFile("list.csv", lines.encode())
    keep_list(round_id=record.pk, upload=table, by=rounds.officer)
    other = rounds.round("Hospitation (zweite offene Runde, Beispiel)", "open")
    sent_own = rounds.application(other, rounds.employee, "submitted", [(1, rounds.cities[0])])
    empty = rounds.round("Hospitation (noch nicht ausgeschrieben, Beispiel)", "prepared")
    found = {
        "open": record.pk, "empty": empty.pk, "draft": draft.pk, "annex": annex.pk, "sent": sent.pk,
        "consent": consents[0].pk, "offer": offers[0].pk, "offer_asked": hosted.pk, "offer_ours": own.pk,
        "sent_own": sent_own.pk,
    }  # fmt: skip
    for kind, name in (
        ("eligibility", "eligibility_rules"), ("criterion", "criteria"), ("panel", "panel"), ("window", "windows"),
        ("quota", "quotas"), ("balance", "balances"), ("rate", "rates"),
    ):  # fmt: skip
        found[kind] = getattr(record, name).order_by("pk")[0].pk
    return {**found, **links}, cookies


def write_named(rounds: Rounds, offer: HostOffer, link: int) -> tuple[dict[str, str], list[str]]:
    """Prague's office has named two people with its link: one is a draft, one is sent and has a link of their own."""
    by = GuestLink.objects.get(pk=link)
    made = [
        naming.begin_nomination(
            round_id=offer.round_id, person={"name": name, "email": email, "language": "cs"}, organisation="", by=by
        )
        for name, email in (("Eva Vymyšlená", "eva@example.org"), ("Ota Nepravý", "ota@example.org"))
    ]
    texts = {
        "title": "Školní ulice", "topic": rounds.topic, "question": "Jak vznikají školní ulice?",
        "benefit": "Příští rok.", "function": "referent", "languages": {"de": "B2"},
    }  # fmt: skip
    naming.save_nomination(application_id=made[1].pk, version=None, person={}, values=texts, wishes=[WishFor(1)], by=by)
    naming.send_nomination(application_id=made[1].pk, by=by)
    own = GuestLink.objects.filter(purpose="own_application").latest("pk")
    way = [cookie_name(own.pk), open_session(link_id=own.pk)]
    return {"named_draft": str(made[0].pk), "nominated": str(made[1].pk), "link_nominee": str(own.pk)}, way


def write_deciding(rounds: Rounds) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Everybody is assessed, three mechanisms have answered, and something was asked differently."""
    record = rounds.round("Hospitation (Ergebnisse in Vorbereitung, Beispiel)", "deciding")
    offers = rounds.offers(record)
    people = rounds.decided(record, offers, with_employee=False)
    panel = list(record.panel.all())
    marks = {str(one.pk): 4 for one in record.criteria.all()}
    for one in people[:3]:
        for member in panel:
            factories.make_assessment(one, member, marks=marks, note="Klare Frage (Beispiel)")
    extra = [Applicant.objects.create(name=name, unit=rounds.department) for name in ("Lou Neu", "Ira Uneins")]
    waits = rounds.application(record, extra[0], "consented", [(1, offers[0])])
    differs = rounds.application(record, extra[1], "assessed", [(1, offers[0])])
    for member, opinion in zip(panel, ("yes", "no"), strict=True):
        factories.make_assessment(differs, member, recommendation=opinion, marks=marks)
    lock_pair(
        application_id=people[3].pk, offer_id=offers[1].pk, kind="forbidden", reason="War schon dort (Beispiel)",
        by=rounds.officer,
    )  # fmt: skip
    runs = rounds.matched(record)
    change = {"kind": "capacity", "key": str(offers[0].pk), "value": 3}
    other = answered(ask_differently(run_id=runs[0].pk, changes=[change], mechanism="stable", by=rounds.officer))
    waiting = ask_runs(round_id=record.pk, mechanisms=["stable"], terms=Terms(), by=rounds.officer)[0]
    Run.objects.filter(pk=waiting.pk).update(state=Run.State.FAILED, message="late", ended_at=timezone.now())
    place_by_hand(application_id=people[0].pk, offer_id=offers[0].pk, reason="Kennt den Ort", by=rounds.officer)
    link, cookie = way_in("ranking", "host_offer", offers[1], "hu", rounds.officer)
    found = {
        "deciding": record.pk, "run": runs[0].pk, "run_balanced": runs[1].pk, "run_optimal": runs[2].pk,
        "run_what_if": other.pk, "run_failed": waiting.pk, "person": people[2].code, "applied": people[1].pk,
        "waits": waits.pk, "differs": differs.pk, "offer_ranked": offers[0].pk, "offer_with_us": offers[3].pk,
        "link_ranking": link,
    }  # fmt: skip
    return found, {"ranking": cookie}


def write_told(rounds: Rounds) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A run was adopted, and everybody was told the own result; two whom a partner named have a place to answer to."""
    record = rounds.round("Hospitation (Ergebnisse bekannt, Beispiel)", "answering")
    people = rounds.decided(record, rounds.offers(record), with_employee=True)
    run = rounds.matched(record, ("stable",))[0]
    placements = adopt_run(run_id=run.pk, by=rounds.head)
    announce_results(round_id=record.pk, answer_until=TODAY + timedelta(days=10), by=rounds.officer)
    mine = next(one for one in placements if one.application_id == people[0].pk)
    named, cookies = write_placed(rounds, record)
    return {"told": record.pk, "run_adopted": run.pk, "mine": people[0].pk, "place": mine.pk, **named}, cookies


def write_placed(rounds: Rounds, record: Round) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """One has a link of their own, for the other one the office there answers."""
    theirs = factories.make_offer(round=record, partner=rounds.cities[2], contact_email="told_host@example.org")
    ours = factories.make_offer(round=record, unit=rounds.department, capacity=2)
    people = []
    for name in ("Jana Příkladová", "Ivo Vzorný"):
        person = Applicant.objects.create(name=name, partner=theirs.partner, email=f"{len(people)}@example.org")
        one = factories.make_application(
            round=record, applicant=person, partner=theirs.partner, nominated_with=theirs, state="yes"
        )
        Placement.objects.create(
            round=record, application=one, offer=ours, state=Placement.State.ANNOUNCED, placed_at=timezone.now(),
            announced_at=timezone.now(), answer_until=TODAY + timedelta(days=10), reason="Beispiel",
        )  # fmt: skip
        people.append(one)
    consent = factories.make_consent(people[0], kind="person", email="0@example.org", answer="yes")
    office, office_way = way_in("told_host", "host_offer", theirs, "cs", rounds.officer)
    own, own_way = way_in("placed", "own_application", consent, "cs", rounds.officer)
    found = {"placed_for": people[1].pk, "link_told_host": office, "link_placed": own}
    return found, {"told_host": office_way, "placed": own_way}


def write_journey(rounds: Rounds) -> dict[str, Any]:
    record = rounds.round("Hospitation (Durchlauf, Beispiel)", "deciding")
    people = rounds.decided(record, rounds.offers(record), with_employee=True)
    return {"through": record.pk, "through_own": people[0].pk}


def write_stay(rounds: Rounds) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """A stay of the employee that is over, with all that was written and paid, and one that the host is asked about."""
    record = rounds.round("Hospitation (Aufenthalte, Beispiel)", "under_way")
    offers = rounds.offers(record)
    people = rounds.decided(record, offers, with_employee=True)
    assert record.stays_from is not None
    start = {"round": record, "reason": "Beispiel", "placed_at": timezone.now(), "placed_by": rounds.officer}
    days = {"starts_on": record.stays_from, "ends_on": record.stays_from + timedelta(days=20)}
    over = Placement.objects.create(
        **start, **days, application=people[0], offer=offers[0], state=Placement.State.FINISHED, hours="38.5",
        goals=written_in("de", "Wie Warschau plant."), tasks_there=written_in("de", "Mitarbeit in der Planung."),
        mentor_name="Mentorin Beispiel", language="en", answered_at=timezone.now(),
    )  # fmt: skip
    asked = Placement.objects.create(
        **start, **days, application=people[1], offer=offers[1], state=Placement.State.ACCEPTED
    )
    task = StayTask.objects.create(placement=over, what="Bericht schreiben", due_on=TODAY)
    cost = CostLine.objects.create(placement=over, what="Tagessätze", planned="2800.00", funder="Land")
    note = WeeklyNote.objects.create(
        placement=over, week=1, title="Ankunft", text="Die erste Woche.", is_meant_public=True, released_on=TODAY
    )
    report = StayReport.objects.create(placement=over, answer="Es geht.", submitted_at=timezone.now())
    suggestion = Suggestion.objects.create(report=report, what="Radwege breiter planen")
    found = {"stay": over.pk, "stay_asked": asked.pk, "stay_task": task.pk, "cost_line": cost.pk,
             "weekly_note": note.pk, "suggestion": suggestion.pk}  # fmt: skip
    cookies = {}
    for name, purpose, subject in (("stay", "placement", asked), ("feedback", "host_feedback", over)):
        found[f"link_{name}"], cookies[name] = way_in(name, purpose, subject, "cs", rounds.officer)
    return found, cookies
