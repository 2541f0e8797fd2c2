"""People with their roles, the log, the outbox, and what is stored on one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Model, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from hospitium.accounts.models import Grant, GuestLink, GuestSession, GuestUse, SavedFilter
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core import events
from hospitium.core.histories import sentences as sentences
from hospitium.core.models import Event, Mail, User
from hospitium.core.references import model_of, reference

PAGE = 100


# ---- people ------------------------------------------------------------------
def people() -> QuerySet[User]:
    """Everybody who has an account, by name, with all their roles."""
    grants = Grant.objects.select_related("unit")
    return User.objects.order_by("name", "id").prefetch_related(Prefetch("grants", queryset=grants))


def name_partners(grants: Sequence[Grant], *, by: User) -> None:
    """Give the roles of guests the name of their partner as `partner_name`; its short name to whom it is not shown."""
    keys = {grant.partner_key for grant in grants if grant.partner_key}
    partner: Any = model_of("partners.partner")
    found = partner.objects.visible_to(by).filter(key__in=keys) if partner and keys else ()
    names = {one.key: str(one) for one in found}
    for grant in grants:
        grant.partner_name = names.get(grant.partner_key, grant.partner_key)  # type: ignore[attr-defined]


def partner_exists(key: str) -> bool:
    """Is there a partner of this short name? The partners stand above this app, so they are asked for by name."""
    partner = model_of("partners.partner")
    return partner is None or partner._default_manager.filter(key=key).exists()


# ---- the log -----------------------------------------------------------------
@dataclass(frozen=True)
class LogFilter:
    """What part of the log is asked for; empty fields ask for everything."""

    since: date | None = None
    until: date | None = None
    person: int | None = None
    code: str = ""
    kind: str = ""

    @property
    def events(self) -> QuerySet[Event]:
        found = Event.objects.select_related("actor").order_by("-id")
        if self.since:
            found = found.filter(at__gte=midnight(self.since))
        if self.until:
            found = found.filter(at__lt=midnight(self.until + timedelta(days=1)))
        wanted = {"actor": self.person, "code": self.code, "kind": self.kind}
        return found.filter(**{name: value for name, value in wanted.items() if value})


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


@dataclass(frozen=True)
class LogLine:
    """One event in words, with the record's kind and key and nothing of its content."""

    number: int
    at: datetime
    who: str
    sentence: str
    code: str
    kind: str
    key: str

    @property
    def about(self) -> str:
        """The kind of record in words, and its number."""
        return log_record(self.kind, self.key)


@dataclass(frozen=True)
class LogPage:
    """A page of the log and the number of the event before which the next page begins."""

    lines: list[LogLine]
    older_than: int | None


def log_page(*, wanted: LogFilter, before: int | None) -> LogPage:
    """The latest hundred events that are older than the event `before`."""
    found = wanted.events
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    return LogPage([in_words(event) for event in shown], shown[-1].pk if len(rows) > PAGE else None)


def in_words(event: Event) -> LogLine:
    return LogLine(
        number=event.pk,
        at=event.at,
        who=event.actor.name if event.actor else "",
        sentence=str(sentences().get(event.code, event.code)),
        code=event.code,
        kind=event.kind,
        key=event.key,
    )


def log_lines(*, wanted: LogFilter) -> Iterator[LogLine]:
    """Every event that is asked for, the latest first."""
    for event in wanted.events.iterator(2000):
        yield in_words(event)


def log_codes() -> list[str]:
    return sorted(set(Event.objects.order_by().values_list("code", flat=True).distinct()))


def log_kinds() -> list[str]:
    return sorted(set(Event.objects.order_by().values_list("kind", flat=True).distinct()))


@dataclass(frozen=True)
class Chain:
    """How far the hash chain of the log holds: up to `last`, or not at `broken_at`."""

    last: int
    broken_at: int | None


def chain() -> Chain:
    """The whole log computed anew; some seconds for a hundred thousand events."""
    return Chain(events.clock(), events.first_broken())


# ---- the outbox --------------------------------------------------------------
def outbox(*, status: str = "") -> QuerySet[Mail]:
    """Messages without subject and text, the latest first."""
    found = Mail.objects.defer("subject", "body").order_by("-id")
    return found.filter(status=status) if status else found


# ---- guests ------------------------------------------------------------------
# What was done with a link, in words; a code that is not here is shown as it is.
USES: Mapping[str, Any] = {
    "opened": gettext_lazy("opened"),
    "refused": gettext_lazy("wrong mail address"),
    "answered": gettext_lazy("answered"),
    "confirmed": gettext_lazy("confirmed"),
    "declined": gettext_lazy("declined"),
    "proposed": gettext_lazy("another time proposed"),
    "named": gettext_lazy("named a member"),
    "changed": gettext_lazy("changed data"),
    "withdrawn": gettext_lazy("withdrew a member"),
    "wished": gettext_lazy("gave wishes"),
    "wishes_revoked": gettext_lazy("took wishes back"),
    "handed_in": gettext_lazy("handed the list in"),
    "passed_on": gettext_lazy("passed on to a member"),
    "sealed": gettext_lazy("passport data given"),
    "unsealed": gettext_lazy("passport data removed"),
    "exported": gettext_lazy("own data fetched"),
}


def digest_of(secret: str) -> str:
    """How tokens and keys of guests are kept; they are long and random, so that a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()


def guest_link_of(*, token: str) -> GuestLink | None:
    """The link with this token, if it still holds."""
    link = GuestLink.objects.filter(token_hash=digest_of(token)).first()
    return link if link and link.is_open else None


def guest_session(*, link: int, purpose: str, key: str) -> GuestSession | None:
    """The session of a browser for this link, running or over, as long as the link holds."""
    found = (
        GuestSession.objects.select_related("link")
        .filter(link__pk=link, link__purpose=purpose, key_hash=digest_of(key))
        .first()
    )
    return found if found and found.link.is_open else None


def guest_links(*, user: Somebody) -> QuerySet[GuestLink]:
    """The links of the records that this person looks after, the latest first, with all their uses."""
    scope = access_of(user).scope("guest_link.read")
    found = GuestLink.objects.all() if scope.anything else GuestLink.objects.filter(unit__in=scope.units)
    return found.select_related("created_by").prefetch_related(Prefetch("uses", GuestUse.objects.order_by("-id")))


def guest_links_of(subjects: Iterable[Model], *, user: Somebody) -> list[GuestLink]:
    """The links to these records of one kind, for `accounts/guest_links.html`."""
    places = [reference(subject) for subject in subjects]
    if not places:
        return []
    return list(guest_links(user=user).filter(kind=places[0].kind, key__in=[place.key for place in places]))


# ---- one person --------------------------------------------------------------
def stored_on(*, user: User) -> dict[str, Any]:
    """Everything that is stored on one person, as plain data (GDPR, Article 15)."""
    kind, key = reference(user)
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "is_active": user.is_active,
            "created_at": user.created_at,
            "last_sign_in_at": user.last_login,
        },
        "roles": list(
            Grant.objects.filter(user=user).values(
                "role", "unit__key", "partner_key", "begins_on", "ends_on", "withdrawn_at"
            )
        ),
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified")),
        "second_factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "single_sign_on": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined")),
        "saved_filters": list(SavedFilter.objects.filter(user=user).values("list_name", "name", "query")),
        "messages_to_me": list(Mail.objects.filter(to=user.email).values("subject", "status", "sent_at")),
        "records_that_name_me": naming(user),
        "my_actions": told(Event.objects.filter(actor=user)),
        "actions_on_me": told(Event.objects.filter(mentions__kind=kind, mentions__key=key)),
    }


def naming(user: User) -> dict[str, list[Any]]:
    """Model and field → keys of the records in which the person stands."""
    found: dict[str, list[Any]] = {}
    for relation in user._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model.__module__.startswith("hospitium.") and model is not Event:
            keys = list(model._default_manager.filter(**{name: user}).values_list("pk", flat=True))
            if keys:
                found[f"{model._meta.label_lower}.{name}"] = keys
    return found


def told(happened: QuerySet[Event]) -> list[dict[str, Any]]:
    return [dict(row) for row in happened.order_by("id").values("at", "code", "kind", "key")]


# What an event was about, in the words of the navigation.
KINDS: Mapping[str, Any] = {
    "partners.partner": gettext_lazy("Partners"),
    "partners.partnership": gettext_lazy("Partnerships"),
    "partners.contact": gettext_lazy("Contacts"),
    "partners.interest": gettext_lazy("Needs and offers"),
    "partners.home": gettext_lazy("The record as a whole"),
    "agreements.instrument": gettext_lazy("Instruments"),
    "programme.activity": gettext_lazy("Activities"),
    "programme.promise": gettext_lazy("Promises"),
    "programme.yearprogramme": gettext_lazy("Year programmes"),
    "programme.line": gettext_lazy("Lines of year programmes"),
    "exchange.round": gettext_lazy("Rounds of staff exchange"),
    "exchange.application": gettext_lazy("Applications"),
    "exchange.consent": gettext_lazy("Consents to applications"),
    "exchange.assessment": gettext_lazy("Assessments"),
    "exchange.hostoffer": gettext_lazy("Offers of hosts"),
    "documents.storedfile": gettext_lazy("Files"),
    "documents.document": gettext_lazy("Documents"),
    "calendars.invitation": gettext_lazy("Invitations to calendars"),
    "visits.notice": gettext_lazy("Notices"),
    "interchange.upload": gettext_lazy("Uploaded tables"),
    "vault.reading": gettext_lazy("Readings from the vault"),
    "retention.rule": gettext_lazy("Rules of keeping"),
    "retention.offer": gettext_lazy("Offers to the archive"),
    "retention.erasure": gettext_lazy("Proofs of erasing"),
    "portal.editorialpage": gettext_lazy("Editorial pages"),
    "core.user": gettext_lazy("People"),
    "accounts.unit": gettext_lazy("Units"),
    "accounts.grant": gettext_lazy("Roles of accounts"),
    "topics.topic": gettext_lazy("Topics"),
    "core.mail": gettext_lazy("Mails"),
    "accounts.guestlink": gettext_lazy("Guest links"),
    "visits.visit": gettext_lazy("Visits"),
    "visits.item": gettext_lazy("Items"),
    "visits.venue": gettext_lazy("Venues"),
    "visits.speaker": gettext_lazy("Speakers and hosts"),
    "visits.interpreter": gettext_lazy("Interpreters"),
    "visits.task": gettext_lazy("Tasks"),
    "visits.cost": gettext_lazy("Costs"),
    "delegations.delegation": gettext_lazy("Delegations"),
    "delegations.member": gettext_lazy("Members"),
    "delegations.issuedletter": gettext_lazy("Letters with check code"),
    "delegations.countryrule": gettext_lazy("Rules of the countries"),
    "delegations.evaluation": gettext_lazy("Evaluation"),
    "delegations.rank": gettext_lazy("Ranks"),
    "delegations.seatingplan": gettext_lazy("Seating plans"),
    "delegations.gift": gettext_lazy("Gifts"),
    "delegations.giftlimit": gettext_lazy("Limits for gifts"),
    "delegations.journey": gettext_lazy("Journeys"),
    "delegations.room": gettext_lazy("Rooms"),
    "delegations.travelrequest": gettext_lazy("Travel requests"),
    "delegations.mandatequestion": gettext_lazy("Questions to bring answers to"),
}


def log_kind(kind: str) -> str:
    """What an event was about, in words; a kind that is not listed is shown as it is."""
    return str(KINDS.get(kind, kind))


def log_record(kind: str, key: str) -> str:
    """One record by its kind and number, for whoever must not read its name: "Members, no. 15"."""
    return gettext("%(kind)s, no. %(number)s") % {"kind": log_kind(kind), "number": key}
