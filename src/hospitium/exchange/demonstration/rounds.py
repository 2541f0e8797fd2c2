"""Writes the two rounds by the actions that people use, so that every rule holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from threading import Event
from typing import Any

from django.utils import timezone

from hospitium.accounts.models import GuestLink, Unit
from hospitium.core.models import User
from hospitium.exchange.actions import applications, assessment, consents, nominations, offers, rounds
from hospitium.exchange.actions.applications import WishFor
from hospitium.exchange.actions.run_work import end_run, question_of, take_run
from hospitium.exchange.actions.runs import ask_runs
from hospitium.exchange.demonstration.invented import (
    BOTH_WAYS,
    CALL,
    CRITERIA,
    HOSTS,
    NAME,
    OFFICES,
    TASK,
    TASK_HERE,
    TITLE,
    TITLE_HERE,
    Names,
    named,
)
from hospitium.exchange.matching import Terms
from hospitium.exchange.models import Application, HostOffer, Round, Run
from hospitium.exchange.solve import answer_to
from hospitium.partners.actions import create_partner
from hospitium.partners.models import Partner
from hospitium.topics.models import Topic

PEOPLE, PEOPLE_BEFORE, FROM_EACH_CITY = 64, 6, 3
# Each deadline by its distance from the day on which the applications end.
AFTER_THE_CALL = {
    "call_on": -45, "applications_until": 0, "consents_until": 14, "offers_until": 14, "assessed_until": 28,
    "results_on": 49, "accepted_until": 63, "stays_from": 91, "stays_until": 210,
}  # fmt: skip
OPEN, DECIDING, A_YEAR = 7, -35, timedelta(weeks=52)


def dates(last: date) -> dict[str, date]:
    """The dates of a round whose applications end on this day."""
    return {name: last + timedelta(days=days) for name, days in AFTER_THE_CALL.items()}


@dataclass
class Stage:
    """Who acts, and with what: the sign-ins of the demonstration, its units, its topics."""

    officer: User
    head: User
    employee: User
    unit: Unit
    units: list[Unit]
    topics: list[Topic]
    chance: Random = field(default_factory=lambda: Random(2024))  # noqa: S311  # invented data, the same each time

    def __post_init__(self) -> None:
        self.names = Names(self.chance)
        self.today = timezone.localdate()
        self.cities = {key: self.city(*known) for known in (*HOSTS, *BOTH_WAYS) for key in known[:1]}

    def city(self, key: str, name: dict[str, str], country: str, language: str) -> Partner:
        found = Partner.objects.filter(key=key).first()
        values = {"key": key, "name": name, "own_language": language, "country": country}
        return found or create_partner(values=values, by=self.officer)

    # ---- the round -------------------------------------------------------------------
    def begin(self) -> Round:
        """Last year's round, open for the moment; the next one is copied from it."""
        days = dates(self.today + timedelta(days=OPEN))
        made = rounds.create_round(
            values={
                "unit": self.unit, "officer": self.officer, "name": NAME, "year": self.today.year - 1, "call": CALL,
                "visibility": "public", "weeks_min": 2, "weeks_max": 4, "file_reference": "EX 1 (Vorführung)",
                "funder": "Wissenstransfer (Beispiel)", **days,
            },
            by=self.officer,
        )  # fmt: skip
        stays = dates(self.today + timedelta(days=DECIDING))["stays_from"] - A_YEAR
        for step in (0, 35):
            start = stays + timedelta(days=step)
            self.part(made, "window", starts_on=start, ends_on=start + timedelta(days=27))
        for number, (name, weight) in enumerate(CRITERIA):
            self.part(made, "criterion", kind="scale", name=name, weight=weight, top=5, position=number)
        for user in (self.officer, self.head):
            self.part(made, "panel", user=user)
        for unit in self.units:
            self.part(made, "quota", unit=unit, partner=None, least=0, most=12)
        for key, *_rest in BOTH_WAYS:
            self.part(made, "balance", partner=self.cities[key], wished=0, tolerance=2)
        self.part(made, "rate", kind="day", countries=["GB", "CH", "SE"], from_day=1, amount="180.00", currency="EUR")
        self.part(made, "rate", kind="day", countries=[], from_day=1, amount="140.00", currency="EUR")
        return made

    def part(self, made: Round, what: str, **values: Any) -> None:
        rounds.add_part(kind=what, round_id=made.pk, values=values, by=self.officer)

    def follow(self, made: Round) -> Round:
        """This year's round, like the last one, open for the moment."""
        copy = rounds.copy_round(round_id=made.pk, year=self.today.year, by=self.officer)
        return self.move(copy, self.today + timedelta(days=OPEN))

    def move(self, made: Round, last: date) -> Round:
        return rounds.edit_round(round_id=made.pk, version=None, values=dates(last), by=self.officer)

    # ---- places ----------------------------------------------------------------------
    def places(self, made: Round, cities: Iterable[str]) -> list[HostOffer]:
        """A place with each of these cities."""
        windows = list(made.windows.all())
        found = []
        for key in cities:
            city = self.cities[key]
            values = {
                "partner": city, "title": named(TITLE, city.name), "task": TASK,
                "capacity": self.chance.choice([2, 2, 3, 3, 4]), "languages": {"en": "B1"},
                "topics": self.chance.sample(self.topics, 4), "windows": self.chance.sample(windows, 2),
                "mentor_name": self.names.next()[0],
            }  # fmt: skip
            found.append(self.confirmed(offers.create_offer(round_id=made.pk, values=values, by=self.officer)))
        return found

    def places_here(self, made: Round) -> list[HostOffer]:
        found = []
        for unit in self.units[:4]:
            values = {
                "unit": unit, "title": named(TITLE_HERE, unit.name), "capacity": 2, "task": TASK_HERE,
                "languages": {"de": "B1"}, "topics": self.chance.sample(self.topics, 4),
                "mentor_name": self.names.next()[0],
            }  # fmt: skip
            found.append(self.confirmed(offers.create_offer(round_id=made.pk, values=values, by=self.officer)))
        return found

    def confirmed(self, offer: HostOffer) -> HostOffer:
        if offer.state == HostOffer.State.DRAFT:
            offers.step_offer(offer_id=offer.pk, step="offer", by=self.officer)
        return offers.step_offer(offer_id=offer.pk, step="confirm", by=self.officer)

    # ---- applications ------------------------------------------------------------------
    def texts(self, *, speaks: str = "de") -> dict[str, Any]:
        topic = self.chance.choice(self.topics)
        return {
            "title": f"{topic} (erfunden)",
            "topic": topic,
            "question": f"Wie macht es eine andere Verwaltung: {topic}? Wer entscheidet, und was kostet es? " * 2,
            "benefit": "Im nächsten Jahr beginnt bei uns ein Vorhaben dazu (erfunden).",
            "function": self.chance.choice(["Sachbearbeitung", "Planung", "Teamleitung", "Projektleitung"]),
            "years": self.chance.randint(2, 25),
            "languages": {"en": self.chance.choice(["B1", "B2", "C1"]), speaks: "C2"},
        }

    def ours(self, made: Round, places: list[HostOffer], count: int) -> list[Application]:
        """Applications of colleagues, entered from paper; the first one is of the employee of the demonstration."""
        found = [self.applied(made, places)]
        for number in range(count - 1):
            name, email = self.names.next()
            unit = self.units[number % len(self.units)]
            person = {"unit": unit, "partner": None, "name": name, "email": email, "language": "de"}
            one = applications.enter_application(round_id=made.pk, person=person, values=self.texts(), by=self.officer)
            self.sent(one, places, self.officer)
            found.append(one)
        return found

    def applied(self, made: Round, places: list[HostOffer]) -> Application:
        one = applications.begin_application(round_id=made.pk, unit=self.units[0], by=self.employee)
        applications.save_application(application_id=one.pk, version=None, values=self.texts(), by=self.employee)
        people = {}
        for kind in ("supervisor", "substitute"):
            name, email = self.names.next()
            people[kind] = {"name": name, "email": email, "language": "de"}
        applications.save_consents(application_id=one.pk, version=None, people=people, by=self.employee)
        self.sent(one, places, self.employee)
        return one

    def sent(self, one: Application, places: list[HostOffer], by: User) -> None:
        """Three places, two of them equally good, and a city; then sent, with the consents that came on paper."""
        first, *others = self.chance.sample(places, 3)
        wishes = [WishFor(1, offer=first), *(WishFor(2, offer=other) for other in others)]
        wishes.append(WishFor(3, partner=self.chance.choice(places).partner))
        windows = self.chance.sample(list(one.round.windows.all()), self.chance.choice([1, 2]))
        values = {"weeks": self.chance.choice([2, 3, 4]), "windows": windows}
        applications.save_wishes(application_id=one.pk, version=None, wishes=wishes, values=values, by=by)
        applications.submit_application(application_id=one.pk, by=by)
        for consent in one.consents.all():
            consents.note_consent(consent_id=consent.pk, version=None, answer="yes", remark="", by=self.officer)

    # ---- both ways -----------------------------------------------------------------------
    def both_ways(self, made: Round, here: list[HostOffer]) -> list[Application]:
        """Offices of partners write their offer by link in their language and name their people, who agree."""
        return [one for known in BOTH_WAYS for one in self.office_there(made, here, known[0], known[3])]

    def office_there(self, made: Round, here: list[HostOffer], key: str, language: str) -> list[Application]:
        title, task, name = OFFICES[language]
        asked = offers.create_offer(round_id=made.pk, values={"partner": self.cities[key]}, by=self.officer)
        last = self.today + timedelta(days=90)
        offers.ask_host(
            offer_id=asked.pk, name=name, email=f"{key}@example.org", language=language, ends_on=last, message="",
            by=self.officer,
        )  # fmt: skip
        link = GuestLink.objects.filter(purpose="host_offer").latest("pk")
        values = {
            "title": {language: title}, "task": {language: task}, "capacity": FROM_EACH_CITY,
            "topics": self.chance.sample(self.topics, 4), "mentor_name": self.names.next()[0],
        }  # fmt: skip
        offers.make_offer_as_guest(offer_id=asked.pk, version=None, values=values, by=link)
        offers.step_offer(offer_id=asked.pk, step="confirm", by=self.officer)
        return [self.named(made, here, link, language) for _number in range(FROM_EACH_CITY)]

    def named(self, made: Round, here: list[HostOffer], link: GuestLink, language: str) -> Application:
        name, email = self.names.next()
        person = {"name": name, "email": email, "language": language}
        one = nominations.begin_nomination(round_id=made.pk, person=person, organisation="", by=link)
        texts = self.texts(speaks=language)
        texts["languages"] = {**texts["languages"], "de": "B2"}
        first, second = self.chance.sample(here, 2)
        nominations.save_nomination(
            application_id=one.pk, version=None, person={}, values={**texts, "weeks": 2},
            wishes=[WishFor(1, offer=first), WishFor(2, offer=second), WishFor(3)], by=link,
        )  # fmt: skip
        nominations.send_nomination(application_id=one.pk, by=link)
        own = GuestLink.objects.filter(purpose="own_application").latest("pk")
        consents.answer_consent(consent_id=int(own.key), answer="yes", remark="", by=own)
        return one

    # ---- assessed and matched --------------------------------------------------------------
    def assess(self, made: Round, people: Iterable[Application]) -> None:
        """Two assess each of them; some are told no, some are deferred, and where two differ the office settles."""
        criteria = [str(one.pk) for one in made.criteria.all()]
        for number, one in enumerate(people):
            both = {10: ("no", "no"), 20: ("deferred", "deferred"), 30: ("yes", "no")}.get(number, ("yes", "yes"))
            for user, opinion in zip((self.officer, self.head), both, strict=True):
                marks = {key: self.chance.randint(2, 5) for key in criteria}
                values = {"marks": marks, "recommendation": opinion, "note": ""}
                assessment.submit_assessment(application_id=one.pk, version=None, values=values, by=user)
            if both[0] != both[1]:
                reason = "Die Frage ist klar genug (erfunden)."
                assessment.settle_application(
                    application_id=one.pk, version=None, decision="yes", reason=reason, by=self.officer
                )

    def matched(self, made: Round) -> Run:
        """A run with its answer, computed here instead of in the worker."""
        run = ask_runs(round_id=made.pk, mechanisms=["stable"], terms=Terms(seconds=10), by=self.officer)[0]
        now = timezone.now()
        taken = take_run(now=now)
        if taken is None or taken.pk != run.pk:
            raise RuntimeError("Another run of the matching is waiting.")
        end_run(run=taken, answer=answer_to(question_of(taken), Event(), lambda **_told: None), now=now)
        run.refresh_from_db()
        return run
