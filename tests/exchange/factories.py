"""Rounds of staff exchange for tests, up to one of the size of 2024, with people that nobody is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from django.test import Client
from django.utils import timezone

from hospitium.accounts.actions import open_session
from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestLink, Unit
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.core.multilingual import written_in
from hospitium.exchange.codes import new_code
from hospitium.exchange.models import (
    Applicant,
    Application,
    Assessment,
    Consent,
    Criterion,
    EligibilityRule,
    HostOffer,
    PanelMember,
    Quota,
    Rate,
    Round,
    Window,
    Wish,
    WishedBalance,
)
from hospitium.partners.models import Partner
from tests import factories

number = count(1)
# The 24 host places of 2024 with their countries.
HOSTS_2024 = (
    ("Amsterdam", "NL"), ("Belfast", "GB"), ("Bern", "CH"), ("Birmingham", "GB"), ("Bozen", "IT"), ("Brussels", "BE"),
    ("Dublin", "IE"), ("Gdańsk", "PL"), ("Glasgow", "GB"), ("Graz", "AT"), ("Helsinki", "FI"), ("Istanbul", "TR"),
    ("Linz", "AT"), ("London", "GB"), ("Lund", "SE"), ("Malmö", "SE"), ("Metz", "FR"), ("Mezitli", "TR"),
    ("Palermo", "IT"), ("Split", "HR"), ("Venice", "IT"), ("Warsaw", "PL"), ("Vienna", "AT"), ("Zürich", "CH"),
)  # fmt: skip
# Cities with which the round goes both ways; Warsaw is among the hosts already.
BOTH_WAYS = (("Warsaw", "PL", "pl"), ("Prague", "CZ", "cs"), ("Budapest", "HU", "hu"))
SUBJECTS = ("Radverkehr", "Jugendhilfe", "Katastrophenschutz", "Personalbindung", "Digitale Akte", "Schulstraßen")
PEOPLE_2024, PEOPLE_INCOMING = 64, 9


def make_round(**given: Any) -> Round:
    """A round whose call is out: open for applications today unless dates say otherwise."""
    today = timezone.localdate()
    unit = given.pop("unit", None) or factories.make_unit()
    start: dict[str, Any] = {
        "unit": unit,
        "name": written_in("de", f"Hospitationsprogramm {next(number)}"),
        "year": today.year,
        "call": written_in("de", "Vier Wochen in einer anderen Verwaltung."),
        **dates(today, "open"),
    }
    return factories.indexed(Round.objects.create(**{**start, **given}))


def dates(today: date, phase: str) -> dict[str, date]:
    """The dates of a round that is in this phase today."""
    steps = ("prepared", "open", "collecting", "assessing", "deciding", "answering", "agreeing", "under_way")
    shift = timedelta(days=20 * (steps.index(phase) - 1))
    first = today - shift - timedelta(days=5)
    names = (
        "call_on", "applications_until", "consents_until", "offers_until", "assessed_until", "results_on",
        "accepted_until", "stays_from", "stays_until",
    )  # fmt: skip
    days = (0, 15, 35, 35, 55, 75, 95, 115, 135)
    return {name: first + timedelta(days=day) for name, day in zip(names, days, strict=True)}


def move_to(record: Round, phase: str) -> Round:
    """Let the round be in this phase today."""
    for name, day in dates(timezone.localdate(), phase).items():
        setattr(record, name, day)
    record.save()
    return record


def make_applicant(*, user: User | None = None, **given: Any) -> Applicant:
    n = next(number)
    side = {} if given.get("partner") else {"unit": given.pop("unit", None) or factories.make_unit()}
    start = {"user": user, "name": user.name if user else f"Erika Beispiel {n}", "email": f"applicant{n}@example.org"}
    return Applicant.objects.create(**{**start, **side, **given})


def make_application(*, state: str = Application.State.DRAFT, wishes: Any = (), **given: Any) -> Application:
    """An application with all its texts; `wishes` are pairs of rank and partner, offer or None (whoever fits)."""
    record = given.pop("round", None) or make_round()
    applicant = given.pop("applicant", None) or make_applicant()
    start: dict[str, Any] = {
        "round": record,
        "applicant": applicant,
        "unit": applicant.unit,
        "partner": applicant.partner,
        "code": new_code(set(record.applications.values_list("code", flat=True))),
        "state": state,
        "title": "Schulstraßen und Tempo 30",
        "question": "Wie werden Schulstraßen eingerichtet, und wer überwacht sie? " * 3,
        "benefit": "Wir richten im nächsten Jahr zwei ein.",
        "function": "Sachbearbeitung",
        "years": 6,
        "languages": {"en": "B2"},
        "saved_at": timezone.now(),
    }
    if state != Application.State.DRAFT:
        start["submitted_at"] = timezone.now()
    made = Application.objects.create(**{**start, **given})
    for rank, target in wishes:
        make_wish(made, rank, target)
    return made


def make_wish(application: Application, rank: int, target: Any) -> Wish:
    if isinstance(target, HostOffer):
        return Wish.objects.create(application=application, kind="offer", offer=target, rank=rank)
    if isinstance(target, Partner):
        return Wish.objects.create(application=application, kind="city", partner=target, rank=rank)
    return Wish.objects.create(application=application, kind="topic", rank=rank)


def make_consent(application: Application, kind: str = "supervisor", **given: Any) -> Consent:
    n = next(number)
    start = {"application": application, "kind": kind, "name": f"Max Muster {n}", "email": f"consent{n}@example.org"}
    if given.get("answer", "open") != "open":
        start["answered_at"] = timezone.now()
    return Consent.objects.create(**{**start, **given})


def make_offer(*, topics: Any = (), windows: Any = (), **given: Any) -> HostOffer:
    """An offer that stands: at a partner's unless a unit is given."""
    record = given.pop("round", None) or make_round()
    side = {} if given.get("unit") else {"partner": given.pop("partner", None) or factories.make_partner()}
    start = {
        "round": record,
        "state": HostOffer.State.OFFERED,
        "title": written_in("de", f"Mobilität {next(number)}"),
        "task": written_in("de", "Mitarbeit in der Verkehrsplanung."),
    }
    offer = HostOffer.objects.create(**{**start, **side, **given})
    offer.topics.set(topics)
    offer.windows.set(windows)
    return offer


def make_criterion(record: Round, **given: Any) -> Criterion:
    start = {"round": record, "name": written_in("de", f"Kriterium {next(number)}"), "weight": 2, "top": 5}
    return Criterion.objects.create(**{**start, **given})


def make_rule(record: Round, code: str, **parameters: Any) -> EligibilityRule:
    return EligibilityRule.objects.create(round=record, code=code, parameters=parameters)


def make_member(record: Round, user: User | None = None) -> PanelMember:
    return PanelMember.objects.create(round=record, user=user or factories.make_user(role=Role.EMPLOYEE))


def make_assessment(application: Application, member: PanelMember, **given: Any) -> Assessment:
    start = {"recommendation": "yes", "submitted_at": timezone.now()}
    return Assessment.objects.create(application=application, member=member, **{**start, **given})


def browser(link: GuestLink) -> Client:
    """A browser in which this link was opened with the right mail address."""
    client = Client()
    client.cookies[cookie_name(link.pk)] = open_session(link_id=link.pk)
    return client


# ---- the round of the size of 2024 ------------------------------------------------
@dataclass
class World:
    """A round with everything in it: who runs it, the units, the cities, offers both ways, applications both ways."""

    round: Round
    officer: User
    head: User
    units: list[Unit]
    cities: dict[str, Partner]
    offers: list[HostOffer] = field(default_factory=list)
    outgoing: list[Application] = field(default_factory=list)
    incoming: list[Application] = field(default_factory=list)
    panel: list[PanelMember] = field(default_factory=list)


def round_of_2024(*, people: int = PEOPLE_2024, phase: str = "deciding", seed: int = 2024) -> World:
    """64 applicants of twelve districts, 24 host cities, and nine people from Warsaw, Prague and Budapest to us.

    Every application is decided with yes; the same seed gives the same round.
    """
    chance = Random(seed)
    office = factories.make_unit(name=written_in("de", "Referat Internationales"))
    officer = factories.make_user(role=Role.OFFICER, unit=office, name="Office Officer")
    head = factories.make_user(role=Role.HEAD, unit=office, name="Office Head")
    districts = [
        factories.make_unit(name=written_in("de", f"Bezirk {n}"), kind=Unit.Kind.DISTRICT) for n in range(1, 13)
    ]
    record = make_round(unit=office, officer=officer, weeks_min=3, weeks_max=4)
    move_to(record, phase)
    world = World(record, officer, head, districts, cities_of_2024())
    furnish(world)
    topics = [factories.make_topic(name=written_in("de", subject)) for subject in SUBJECTS]
    windows = list(record.windows.all())
    fill_offers(world, topics, windows, chance)
    fill_applications(world, topics, windows, chance, people)
    return world


def cities_of_2024() -> dict[str, Partner]:
    both = {name: language for name, _country, language in BOTH_WAYS}
    known = dict(HOSTS_2024) | {name: country for name, country, _l in BOTH_WAYS}
    made = {}
    for name, country in known.items():
        key = f"host-{next(number)}"
        language = both.get(name, "en")
        made[name] = factories.make_partner(
            key=key, name=written_in("de", name), own_name=name, own_language=language, country=country
        )
    return made


def furnish(world: World) -> None:
    """Windows, rates, rules, criteria, panel, quotas and balances."""
    record = world.round
    first = record.stays_from or timezone.localdate()
    for step in (0, 30):
        starts = first + timedelta(days=step)
        Window.objects.create(round=record, starts_on=starts, ends_on=starts + timedelta(days=27))
    Rate.objects.create(round=record, kind="day", countries=["GB", "CH", "SE"], amount="180.00")
    Rate.objects.create(round=record, kind="day", amount="140.00")
    for code in ("supervisor", "substitute"):
        make_rule(record, code)
    make_rule(record, "years_of_service", years=2)
    for name, weight in (("Frage", 3), ("Nutzen", 2), ("Vorbereitung", 1)):
        make_criterion(record, name=written_in("de", name), weight=weight)
    world.panel = [make_member(record, factories.make_user(role=Role.EMPLOYEE)) for _member in range(2)]
    for unit in world.units:
        Quota.objects.create(round=record, unit=unit, most=8)
    for name, _country, _language in BOTH_WAYS:
        WishedBalance.objects.create(round=record, partner=world.cities[name], wished=0, tolerance=1)


def fill_offers(world: World, topics: list[Any], windows: list[Window], chance: Random) -> None:
    for name, city in world.cities.items():
        world.offers.append(
            make_offer(
                round=world.round,
                partner=city,
                title=written_in("de", f"Stadtverwaltung {name}"),
                topics=chance.sample(topics, 2),
                windows=chance.sample(windows, chance.choice([1, 2])),
                capacity=chance.choice([2, 3, 3, 4]),
                languages={"en": "B1"},
                state=HostOffer.State.CONFIRMED,
            )
        )
    for unit in world.units[:4]:
        world.offers.append(
            make_offer(
                round=world.round,
                unit=unit,
                title=written_in("de", f"Gast bei {unit}"),
                topics=chance.sample(topics, 2),
                capacity=2,
                languages={"de": "B1"},
                state=HostOffer.State.CONFIRMED,
            )
        )


def fill_applications(world: World, topics: list[Any], windows: list[Window], chance: Random, people: int) -> None:
    abroad = [offer for offer in world.offers if not offer.is_here]
    here = [offer for offer in world.offers if offer.is_here]
    for n in range(people):
        applicant = make_applicant(unit=world.units[n % len(world.units)], name=f"Beispielperson {n + 1}")
        made = decided(world, applicant, topics, windows, chance)
        for rank, offer in zip((1, 2, 2), chance.sample(abroad, 3), strict=True):
            make_wish(made, rank, offer)
        make_wish(made, 3, chance.choice([offer.partner for offer in abroad]))
        for kind in ("supervisor", "substitute"):
            make_consent(made, kind, answer="yes")
        world.outgoing.append(made)
    for n in range(PEOPLE_INCOMING):
        name, _country, language = BOTH_WAYS[n % 3]
        applicant = make_applicant(partner=world.cities[name], name=f"Gastperson {n + 1}", language=language)
        made = decided(world, applicant, topics, windows, chance)
        for rank, offer in enumerate(chance.sample(here, 2), start=1):
            make_wish(made, rank, offer)
        world.incoming.append(made)


def decided(
    world: World, applicant: Applicant, topics: list[Any], windows: list[Window], chance: Random
) -> Application:
    topic = chance.choice(topics)
    made = make_application(
        round=world.round,
        applicant=applicant,
        state=Application.State.YES,
        topic=topic,
        title=str(topic.name),
        languages={"en": chance.choice(["B1", "B2", "C1"]), "de": "B2" if applicant.partner_id else "C2"},
        years=chance.randint(2, 25),
    )
    made.windows.set(chance.sample(windows, chance.choice([1, 2])))
    criteria = list(world.round.criteria.all())
    for member in world.panel:
        marks = {str(one.pk): chance.randint(2, 5) for one in criteria}
        make_assessment(made, member, marks=marks)
    return made
