"""Fills an empty data folder: 20 partners, 5,000 activities, 3,000 contacts. The same seed makes the same records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.utils import timezone, translation

from benchmarks import invented
from benchmarks.sign_in import OFFICER, PASSWORD
from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import Role
from hospitium.agreements.models import Clause, Instrument, InstrumentKind
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms.dates import PartialDate
from hospitium.algorithms.search import index_terms
from hospitium.core import events
from hospitium.core.models import Claim, Event, Mention, SearchEntry, SearchWord, User
from hospitium.core.multilingual import written_in
from hospitium.core.references import reference
from hospitium.partners.models import Acquaintance, Contact, ContactFunction, Home, Partner, Partnership, StatusChange
from hospitium.partners.models.relations import Kind
from hospitium.programme.models import Activity, Direction, Format, Promise, State
from hospitium.topics.models import Topic

SEED = 20261123
PARTNERS, ACTIVITIES, CONTACTS, INSTRUMENTS, CLAUSES, PROMISES = 20, 5_000, 3_000, 100, 6, 400
FIRST_DAY = date(2000, 1, 10)
SOURCES = ("Jahresbericht", "Pressemitteilung", "Akte des Referats", "Antwort auf eine Anfrage")


def fill() -> None:
    """Everything in one transaction; the database must be empty."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    random = Random(SEED)
    with transaction.atomic(), translation.override("de"):
        units, users = people()
        topics = make_topics(units)
        partnerships = places(random, units)
        clauses = papers(random, partnerships, topics)
        contacts = persons(random, partnerships, users)
        activities = programme(random, partnerships, units, topics, clauses, contacts)
        disputes(random, partnerships, activities, users)
        happenings([*partnerships, *Instrument.objects.all(), *activities, *contacts], users)
        words([Partner, Partnership, Topic, Instrument, Contact, Activity])
        last_touches(partnerships[:3], users[0])


def people() -> tuple[list[Unit], list[User]]:
    """The office, eleven departments, twelve districts; forty colleagues, of whom the first signs in."""
    office = Unit(
        key="office", name=written_in("de", "Referat Internationales", en="International office"), kind="office"
    )
    others = [
        Unit(key=f"{kind}-{n}", name=written_in("de", f"{word} {n}", en=f"{english} {n}"), kind=kind)
        for kind, word, english, count in (
            ("department", "Fachverwaltung", "Department", 11),
            ("district", "Bezirk", "District", 12),
        )
        for n in range(1, count + 1)
    ]
    units = Unit.objects.bulk_create([office, *others])
    officer = User.objects.create_user(email=OFFICER, name="Referat, Messung", language="de", password=PASSWORD)
    colleagues = User.objects.bulk_create(
        User(email=f"colleague{n}@example.org", name=f"Kollegium {n}") for n in range(1, 40)
    )
    ends_on = timezone.localdate() + timedelta(days=365)
    Grant.objects.create(user=officer, role=Role.OFFICER, unit=units[0], ends_on=ends_on)
    Grant.objects.bulk_create(
        Grant(user=user, role=Role.DEPARTMENT_CONTACT, unit=units[1 + n % 23], ends_on=ends_on)
        for n, user in enumerate(colleagues)
    )
    return units, [officer, *colleagues]


def make_topics(units: Sequence[Unit]) -> list[Topic]:
    topics = Topic.objects.bulk_create(
        Topic(key=f"topic-{n}", name=invented.topic(n), position=n) for n in range(len(invented.TOPICS))
    )
    for n, topic in enumerate(topics):
        topic.units.add(units[1 + n % 11])
    return topics


def places(random: Random, units: Sequence[Unit]) -> list[Partnership]:
    name = written_in("de", "Musterstadt", en="Sample City")
    office = written_in("de", "Magistrat", en="Magistrate")
    Home.objects.create(name=name, office=office, country="DE", subdivision="BE", latitude=52.5, longitude=13.4)
    names = [invented.city(random) for _ in range(PARTNERS)]
    partners = Partner.objects.bulk_create(
        Partner(
            key=f"city-{n}",
            name=name,
            own_name=name.texts["pl"],
            own_language="pl",
            country=invented.POINTS[n][0],
            latitude=invented.POINTS[n][1],
            longitude=invented.POINTS[n][2],
        )
        for n, name in enumerate(names)
    )
    partnerships = Partnership.objects.bulk_create(
        Partnership(
            key=partner.key,
            partner=partner,
            kind=list(Kind)[n % 4],
            unit=units[0],
            since=PartialDate(1967 + 3 * n, 1 + n % 12, 1 + n),
            source=SOURCES[n % 4],
            status="suspended" if n == PARTNERS - 1 else "active",
            origin=written_in("de", "Beschluss des Magistrats.", en="Decision of the magistrate."),
            cost_rule=written_in("de", "Der Gastgeber trägt den Aufenthalt.", en="The host bears the stay."),
            is_published=True,
        )
        for n, partner in enumerate(partners)
    )
    StatusChange.objects.bulk_create(
        StatusChange(partnership=one, status=one.status, since=one.since, entered_at=timezone.now())
        for one in partnerships
    )
    return partnerships


def papers(random: Random, partnerships: Sequence[Partnership], topics: Sequence[Topic]) -> list[Clause]:
    """Five instruments for each partnership with six clauses each; every clause has a topic."""
    instruments = Instrument.objects.bulk_create(
        Instrument(
            partnership=partnerships[n % PARTNERS],
            kind=list(InstrumentKind)[n % len(InstrumentKind)],
            title=written_in("de", f"Vereinbarung Nr. {n}", en=f"Arrangement No. {n}", pl=f"Porozumienie nr {n}"),
            status=InstrumentStatus.SIGNED,
            signed=PartialDate(1990 + n // 4, 1 + n % 12, 1 + n % 28),
            signed_at="Rathaus",
            signatories=["Oberbürgermeisteramt", "Stadtpräsidium"],
            valid_from=date(1990 + n // 4, 1 + n % 12, 1 + n % 28),
            is_tacitly_renewed=n % 2 == 0,
            renewal_months=60 if n % 2 == 0 else None,
            notice_months=6,
            file_reference=f"I-{n:03}",
            source=SOURCES[n % 4],
            is_published=True,
        )
        for n in range(INSTRUMENTS)
    )
    clauses = Clause.objects.bulk_create(
        Clause(
            instrument=instrument,
            number=f"§ {n}",
            text=invented.title(random, n, random.randrange(len(topics))),
            obligation=list(Clause.Obligation)[n % len(Clause.Obligation)],
            position=n,
        )
        for instrument in instruments
        for n in range(CLAUSES)
    )
    link(Clause, "topics", ((clause, [topics[n % len(topics)]]) for n, clause in enumerate(clauses)))
    return clauses


def persons(random: Random, partnerships: Sequence[Partnership], users: Sequence[User]) -> list[Contact]:
    contacts = Contact.objects.bulk_create(
        (
            Contact(
                partner=partnerships[n % PARTNERS].partner,
                family_name=invented.name(random, 3),
                given_name=invented.name(random, 2),
                languages="pl, en",
                email=f"contact{n}@example.org",
                met_at="Seminar",
                owner=users[n % len(users)],
                last_contact=PartialDate(2018 + n % 9, 1 + n % 11),
                confirmed_on=date(2018 + n % 8, 1 + n % 12, 1),
            )
            for n in range(CONTACTS)
        ),
        batch_size=1_000,
    )
    ContactFunction.objects.bulk_create(
        (
            ContactFunction(
                contact=contact,
                function=f"{role} {invented.TOPICS[n % len(invented.TOPICS)]['de']}",
                organisation=str(contact.partner.name),
                begins=PartialDate(begins),
                ends=PartialDate(begins + 6) if begins < 2015 or n % 10 == 0 else None,
            )
            for n, contact in enumerate(contacts)
            for role, begins in (("Sachgebiet", 2009 + n % 5), ("Leitung", 2016 + n % 5))
        ),
        batch_size=1_000,
    )
    Acquaintance.objects.bulk_create(
        (
            Acquaintance(contact=contact, user=users[(n + step) % len(users)], last_contact=PartialDate(2020 + n % 6))
            for n, contact in enumerate(contacts)
            for step in range(1 + n % 3)
        ),
        batch_size=1_000,
    )
    return contacts


def programme(
    random: Random,
    partnerships: Sequence[Partnership],
    units: Sequence[Unit],
    topics: Sequence[Topic],
    clauses: Sequence[Clause],
    contacts: Sequence[Contact],
) -> list[Activity]:
    """250 activities for each partnership, spread over 27 years; one in ten with a second partner."""
    activities = Activity.objects.bulk_create((activity(random, n, units) for n in range(ACTIVITIES)), batch_size=500)
    numbered = list(enumerate(activities))
    with_whom = [
        (one, [partnerships[n % PARTNERS], *([partnerships[(n + 7) % PARTNERS]] if n % 10 == 3 else [])])
        for n, one in numbered
    ]
    of_city = [clauses[n * CLAUSES : (n + 1) * CLAUSES] for n in range(INSTRUMENTS)]
    link(Activity, "partnerships", with_whom)
    link(Activity, "topics", ((one, random.sample(topics, 1 + n % 2)) for n, one in numbered))
    link(Activity, "departments", ((one, [units[1 + n % 23]]) for n, one in numbered))
    link(Activity, "clauses", ((one, [random.choice(of_city[n % PARTNERS])]) for n, one in numbered if n % 3))
    link(Activity, "contacts", ((one, [contacts[n % CONTACTS]]) for n, one in numbered if n % 2))
    Promise.objects.bulk_create(
        Promise(
            partnership=partnerships[n % PARTNERS],
            activity=activities[n],
            side=list(Promise.Side)[n % 3],
            unit=units[0],
            what=f"Unterlagen Nr. {n} schicken",
            due_on=date(2026, 1 + n % 12, 1 + n % 28),
            state="open" if n % 4 == 0 else "kept",
            closed_on=None if n % 4 == 0 else date(2026, 1, 2),
        )
        for n in range(PROMISES)
    )
    return activities


def activity(random: Random, n: int, units: Sequence[Unit]) -> Activity:
    begins = FIRST_DAY + timedelta(days=n * 2)
    formats = list(Format)
    is_past = begins < date(2026, 11, 1)
    heads = random.randrange(3, 40) if n % 5 else None
    return Activity(
        format=formats[n % len(formats)],
        title=invented.title(random, n, random.randrange(len(invented.TOPICS))),
        unit=units[0],
        direction=list(Direction)[n % 3],
        state=State.DONE if is_past else State.PLANNED,
        number=n % 40 if n % 9 == 0 else None,
        begins=PartialDate.of(begins),
        ends=PartialDate.of(begins + timedelta(days=n % 6)),
        heads_planned=heads,
        heads=heads if is_past else None,
        nights=heads * (n % 6) if heads and is_past else None,
        places=written_in("de", "Rathaus", en="Town hall"),
        outcome=written_in("de", "Ein Bericht liegt vor.", en="There is a report.")
        if is_past
        else written_in("de", ""),
        source=SOURCES[n % 4],
        is_published=True,
    )


def link(model: type[Model], name: str, pairs: Iterable[tuple[Model, Sequence[Model]]]) -> None:
    """Many-to-many rows in bulk."""
    field: Any = model._meta.get_field(name)
    through, ours, theirs = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = [
        through(**{f"{ours}_id": record.pk, f"{theirs}_id": other.pk}) for record, others in pairs for other in others
    ]
    through.objects.bulk_create(rows, batch_size=2_000)


def disputes(
    random: Random, partnerships: Sequence[Partnership], activities: Sequence[Activity], users: Sequence[User]
) -> None:
    """On 300 activities and every partnership two sources differ."""
    facts: list[tuple[Model, str, str, list[str]]] = [
        (one, "since", "date", [str(one.since), str(one.since.year)]) for one in partnerships if one.since
    ]
    for one in random.sample(list(activities), 300):
        facts.append((one, "heads", "count", [str(one.heads or ""), str((one.heads or 0) + 2)]))
    Claim.objects.bulk_create(
        Claim(
            kind=reference(record).kind,
            key=reference(record).key,
            fact=fact,
            shape=shape,
            value=value,
            source=SOURCES[place],
            in_use=place == 0,
            position=place,
            stated_by=users[0],
            stated_at=timezone.now(),
        )
        for record, fact, shape, values in facts
        for place, value in enumerate(values)
    )


def happenings(records: Sequence[Model], users: Sequence[User]) -> None:
    """One event for each record, two for every third: a chain that holds, as `record` would have written it."""
    chain, last, at = [], events.GENESIS, timezone.now() - timedelta(days=900)
    for n, record in enumerate([*records, *records[::3]]):
        kind, key = reference(record)
        event = Event(
            at=at + timedelta(minutes=100 * n),
            code=f"{record._meta.model_name}.{'created' if n < len(records) else 'edited'}",
            actor=users[n % 5],
            kind=kind,
            key=key,
            facts={},
            previous_hash=last,
        )
        event.hash = last = events.digest(event)
        chain.append(event)
    Event.objects.bulk_create(chain, batch_size=1_000)
    Mention.objects.bulk_create(
        (Mention(event=event, kind=event.kind, key=event.key) for event in chain), batch_size=2_000
    )


def words(models: Sequence[type[Model]]) -> None:
    """The search words of every record, as core.search writes them."""
    for model in models:
        records: list[Any] = list(model._default_manager.all())
        entries = SearchEntry.objects.bulk_create(
            (SearchEntry(**reference(one)._asdict(), title=one.search_title()[:300]) for one in records),
            batch_size=1_000,
        )
        rows = []
        for one, entry in zip(records, entries, strict=True):
            in_title = index_terms(texts={"und": entry.title})
            rows += [SearchWord(entry=entry, word=word[:60], weight=3) for word in sorted(in_title)]
            others = index_terms(texts=one.search_texts()) - in_title
            rows += [SearchWord(entry=entry, word=word[:60]) for word in sorted(others)]
        SearchWord.objects.bulk_create(rows, batch_size=5_000)


def last_touches(partnerships: Sequence[Partnership], by: User) -> None:
    for partnership in partnerships:
        events.record("partnership.edited", partnership, by=by)
    if (broken := events.first_broken()) is not None:
        raise SystemExit(f"The chain of the invented events breaks at {broken}.")


@transaction.atomic
def rename(city: str, title: str) -> None:
    """What the office does when it edits: the latest activity with a city gets another title."""
    activity = Activity.objects.filter(partnerships__key=city, state=State.DONE).order_by("-begins", "-id")[0]
    activity.title = written_in("de", title)
    activity.save(update_fields=["title", "title_key"])
    events.record("activity.edited", activity, by=User.objects.get(email=OFFICER))
