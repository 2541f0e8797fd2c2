"""A link of each purpose into the world of look-alikes, for either office, and the records that its pages name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.test import Client
from django.utils import timezone

from hospitium.accounts.actions import open_session
from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestLink, GuestSession
from hospitium.accounts.queries import digest_of
from hospitium.core.references import reference
from hospitium.delegations.models import Delegation, EvaluationTicket, MemberList
from hospitium.exchange.models import Application, Consent, HostOffer, Placement
from tests.exchange import factories
from tests.matrix.addresses import Route, patterns
from tests.matrix.world import World

# Which link opens a page, by the first words of its name.
PURPOSE_OF = {
    "delegations:guest_delegation": "delegation",
    "delegations:guest_member": "member",
    "delegations:guest_evaluation": "evaluation",
    "exchange:guest_consent": "consent",
    "exchange:guest_substitute": "substitute",
    "exchange:guest_application": "own_application",
    "exchange:guest_offer": "host_offer",
    "exchange:guest_ranking": "host_offer",
    "exchange:guest_people": "host_offer",
    "exchange:guest_person": "host_offer",
    "exchange:guest_placement": "placement",
    "exchange:guest_feedback": "host_feedback",
    "programme:guest_year": "year_programme",
    "visits:guest_confirmation": "confirmation",
}
WORDS = {"form": {"delegation": "new", "member": "own"}, "kind": {"delegation": "xlsx", "member": "pdf"}}
EMAIL = "guest@example.org"


@dataclass(frozen=True)
class Door:
    """A link with the record that it opens, whose it is, and the numbers that its addresses name besides."""

    link: GuestLink
    subject: Model
    holder: str
    numbers: dict[str, int] = field(default_factory=dict)
    key: str = ""

    def browser(self) -> Client:
        """A browser in which the link is open."""
        client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        client.cookies[cookie_name(self.link.pk)] = open_session(link_id=self.link.pk)
        return client


def guest_routes() -> list[Route]:
    """Every page that a guest link opens, read from the resolver."""
    found = {route for _pattern, route in patterns() if route.name and "link" in route.arguments}
    return sorted(found, key=lambda route: route.name)


def purpose_of(route: Route) -> str:
    return next(purpose for name, purpose in PURPOSE_OF.items() if route.name.startswith(name))


def words_of(route: Route) -> dict[str, str]:
    return {name: WORDS[name][purpose_of(route)] for name in route.arguments if name in WORDS}


def numbers_of(route: Route) -> list[str]:
    """The arguments that name a record besides the link."""
    return [name for name in route.arguments if name not in {"link", *WORDS}]


def first(world: World, kind: str, holder: str, **looks: Any) -> Any:
    """The first record of a kind of this office, in which these columns have these values."""
    for thing in world.things[kind]:
        if thing.marks.units == {holder} and all(getattr(thing.record, key) == value for key, value in looks.items()):
            return thing.record
    raise LookupError(f"no {kind} of {holder} with {looks}")


def subjects(world: World, holder: str) -> dict[str, tuple[Model, dict[str, int]]]:
    """For each purpose the record of this office, and what its addresses name."""
    delegation = first(world, "delegation", holder, side="incoming")
    Delegation.objects.filter(pk=delegation.pk).update(asks_passport=True, quota=9)
    member = delegation.members.first()
    evaluation = delegation.evaluation
    today = timezone.localdate()
    evaluation.opened_on, evaluation.closes_on = today, today + timedelta(days=9)
    evaluation.save()
    ticket, _is_new = EvaluationTicket.objects.get_or_create(evaluation=evaluation, member=member)
    named = next(
        one.record
        for one in world.things["application"]
        if one.marks.units == {holder} and one.record.nominated_with_id and one.record.state != "draft"
    )
    tell_place(named, first(world, "offer", holder))
    applied = first(world, "application", holder, nominated_with=None)
    programme = first(world, "year_programme", holder)
    placement = first(world, "placement", holder)
    part = first(world, "part", holder)
    return {
        "delegation": (delegation, {"member": member.pk}),
        "member": (member, {}),
        "evaluation": (ticket, {}),
        "consent": (applied.consents.get(kind="supervisor"), {}),
        "substitute": (substitute_of(applied), {}),
        "own_application": (named.consents.get(kind="person"), {}),
        "host_offer": (named.nominated_with, {"pk": named.pk}),
        "placement": (placement, {}),
        "host_feedback": (placement, {}),
        "year_programme": (programme, {"line": programme.lines.first().pk}),
        "confirmation": (part, {}),
    }


def tell_place(application: Application, offer: HostOffer) -> None:
    """Whoever was named is told of a place, so that there is one to take or not."""
    now = timezone.now()
    Placement.objects.create(
        round=application.round, application=application, offer=offer, state="announced", origin="hand",
        reason="fits", placed_at=now, announced_at=now, answer_until=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip


def substitute_of(application: Application) -> Consent:
    found = application.consents.filter(kind="substitute").first()
    return found or factories.make_consent(application, "substitute")


def open_doors(world: World, holder: str) -> dict[str, Door]:
    """A link of each purpose for records of one office."""
    doors = {}
    for purpose, (subject, numbers) in subjects(world, holder).items():
        link = make_link(world, holder, purpose, subject)
        if purpose == "delegation":
            kept = MemberList.objects.create(
                delegation=subject, link=link, name="list.csv", content=b"Nachname;Vorname\nx;y\n",
                choices={"header": 1, "columns": {"0": "family_name", "1": "given_name"}, "language": "de"},
                uploaded_at=timezone.now(),
            )  # fmt: skip
            numbers = {**numbers, "pk": kept.pk}
        doors[purpose] = Door(link, subject, holder, numbers)
    return doors


def make_link(world: World, holder: str, purpose: str, subject: Model) -> GuestLink:
    kind, key = reference(subject)
    return GuestLink.objects.create(
        purpose=purpose, kind=kind, key=key, name="x", email=EMAIL, language="en", unit=world.units[holder],
        token_hash=digest_of(f"token-{holder}-{purpose}"), created_at=timezone.now(),
        created_by=world.users[f"officer_{holder}"], ends_on=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip


def run_out(door: Door, **ago: int) -> None:
    """Let the sessions of a link have ended some time ago."""
    GuestSession.objects.filter(link=door.link).update(ends_at=timezone.now() - timedelta(**ago))


__all__ = ["EMAIL", "Door", "guest_routes", "numbers_of", "open_doors", "purpose_of", "run_out", "words_of"]
