"""The lists of rounds, applications and offers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from hospitium.accounts.models import Unit
from hospitium.algorithms.dates import PartialDate
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    chip,
    choice,
    days,
    facts,
    link,
    nothing,
    number,
    plain,
    text_filter,
    unknown,
    words,
)
from hospitium.core.models import User
from hospitium.exchange.models import Application, HostOffer, Programme, Round
from hospitium.exchange.queries import applications as applied
from hospitium.exchange.queries import offers as offered
from hospitium.exchange.queries.calls import Call
from hospitium.partners.models import Partner


# ---- rounds --------------------------------------------------------------------
def rounds(user: User, row: str) -> Any:
    sent = ~Q(applications__state__in=[Application.State.DRAFT, Application.State.WITHDRAWN])
    return (
        Round.objects.visible_to(user, row)
        .select_related("unit", "officer")
        .annotate(application_count=Count("applications", filter=sent, distinct=True))
        .defer("call")
    )


def phase_cell(record: Round) -> SafeString:
    shown = Call(record, record.phase, []).chip
    return chip(shown["text"], shown["tone"], shown["icon"])


def day_cell(day: Any) -> SafeString:
    return days(PartialDate.of(day)) if day else nothing()


ROUNDS = ListSpec(
    name="rounds",
    title=_("Staff exchange"),
    records=rounds,
    order="-year",
    read_row="round.read",
    export_row="application.export",
    counted=lambda count: ngettext("%(count)s round", "%(count)s rounds", count) % {"count": count},
    empty_title=_("Here the rounds of staff exchange will stand"),
    empty_text=_("A round holds the call, applications, offers of hosts, assessment and placements of one year."),
    columns=(
        Column(
            "name",
            _("Round"),
            lambda record: link(words(record.name), address("exchange:round", record.pk), record.year),
            lambda record: str(record),
            ("name_key",),
        ),
        Column("year", _("Year"), None, lambda record: record.year, ("year", "name_key")),
        Column(
            "programme",
            _("Programme"),
            lambda record: choice(Programme, record.programme),
            lambda record: choice(Programme, record.programme),
        ),
        Column(
            "unit", _("Lead"), lambda record: plain(record.unit), lambda record: str(record.unit), ("unit__name_key",)
        ),
        Column("phase", _("Phase"), phase_cell, lambda record: str(record.phase.label)),
        Column(
            "until",
            _("Applications until"),
            lambda record: day_cell(record.applications_until),
            lambda record: record.applications_until,
            ("applications_until",),
        ),
        Column(
            "applications",
            _("Applications"),
            lambda record: number(record.application_count),
            lambda record: record.application_count,
            ("application_count",),
            is_numeric=True,
        ),
    ),
    filters=(
        text_filter(folded=["name_key"], plain=["funder", "file_reference"]),
        Filter(
            "programme",
            _("Programme"),
            lambda records, value: records.filter(programme=value),
            lambda user: Programme.choices,
        ),
    ),
)


# ---- applications --------------------------------------------------------------
def applications(user: User, row: str) -> Any:
    # Those of one's own stand on the page with the calls, where nothing is said before the results.
    return (
        Application.objects.visible_to(user, row)
        .exclude(applicant__user=user)
        .select_related("round", "applicant", "unit", "partner", "topic")
        .defer("question", "benefit", "earlier", "round__call")
    )


def application_cell(record: Application) -> SafeString:
    return link(plain(record.applicant.name), address("exchange:application", record.pk), record.code)


def application_state_cell(record: Application) -> SafeString:
    shown = applied.chip_of(record.state)
    return chip(shown["text"], shown["tone"], shown["icon"])


def from_where(record: Application) -> str:
    return str(record.unit or record.partner)


def round_choices(user: User, row: str, model: Any) -> list[tuple[str, str]]:
    known = model.objects.visible_to(user, row).order_by().values("round")
    return [(str(one.pk), str(one)) for one in Round.objects.filter(pk__in=known).defer("call")]


def application_rounds(user: User) -> list[tuple[str, str]]:
    """Rounds with applications, and those whose applications one runs, be they empty."""
    own = Round.objects.visible_to(user, "application.enter").defer("call")
    found = {str(one.pk): str(one) for one in own}
    return list({**found, **dict(round_choices(user, "application.read", Application))}.items())


def application_units(user: User) -> list[tuple[str, str]]:
    known = Application.objects.visible_to(user).order_by().values("unit")
    return [(str(one.pk), str(one)) for one in Unit.objects.filter(pk__in=known)]


def application_partners(user: User) -> list[tuple[str, str]]:
    known = Application.objects.visible_to(user).order_by().values("partner")
    return [(one.key, str(one)) for one in Partner.objects.filter(pk__in=known)]


def in_direction(records: QuerySet[Any], value: str) -> QuerySet[Any]:
    return records.filter(partner__isnull=value == "out")


DIRECTIONS = [("out", _("we go there")), ("in", _("they come to us"))]

APPLICATIONS = ListSpec(
    name="applications",
    title=_("Applications"),
    records=applications,
    order="name",
    read_row="application.read",
    export_row="application.export",
    counted=lambda count: ngettext("%(count)s application", "%(count)s applications", count) % {"count": count},
    empty_title=_("No applications yet"),
    empty_text=_("They come in once the call is out. Those on paper or from partners can be entered or imported."),
    columns=(
        Column(
            "name",
            _("Person"),
            application_cell,
            lambda record: record.applicant.name,
            ("applicant__name_key",),
        ),
        Column("code", _("Code"), None, lambda record: record.code, ("code",)),
        Column("title", _("Topic"), lambda record: topic_cell(record), lambda record: record.title, ("title",)),
        Column("from", _("From"), lambda record: plain(from_where(record)), from_where),
        Column(
            "sent",
            _("Sent"),
            lambda record: day_cell(record.submitted_at and record.submitted_at.date()),
            lambda record: record.submitted_at and record.submitted_at.date(),
            ("submitted_at",),
        ),
        Column("round", _("Round"), lambda record: plain(record.round), lambda record: str(record.round)),
        Column(
            "state",
            _("State"),
            application_state_cell,
            lambda record: choice(Application.State, record.state),
            ("state",),
        ),
    ),
    filters=(
        text_filter(folded=["applicant__name_key"], plain=["title", "code"]),
        Filter("round", _("Round"), lambda records, value: records.filter(round=value), application_rounds),
        Filter(
            "state",
            _("State"),
            lambda records, value: records.filter(state=value),
            lambda user: Application.State.choices,
        ),
        Filter("unit", _("Unit"), lambda records, value: records.filter(unit=value), application_units),
        Filter("city", _("City"), lambda records, value: records.filter(partner__key=value), application_partners),
        Filter("direction", _("Direction"), in_direction, lambda user: DIRECTIONS),
    ),
)


def topic_cell(record: Application) -> SafeString:
    return facts(plain(record.title), str(record.topic or "")) if record.title or record.topic else unknown()


# ---- offers --------------------------------------------------------------------
def offers(user: User, row: str) -> Any:
    return (
        HostOffer.objects.visible_to(user, row)
        .select_related("round", "unit", "partner")
        .prefetch_related("topics", "windows")
        .annotate(wish_count=Count("wishes", distinct=True))
        .defer("task", "round__call")
    )


def offer_cell(record: HostOffer) -> SafeString:
    return link(plain(record), address("exchange:offer", record.pk), record.organisation)


def offer_state_cell(record: HostOffer) -> SafeString:
    shown = offered.chip_of(record)
    return chip(shown["text"], shown["tone"], shown["icon"])


def topics_in_words(record: HostOffer) -> str:
    return ", ".join(str(topic) for topic in record.topics.all())


def offer_rounds(user: User) -> list[tuple[str, str]]:
    own = Round.objects.visible_to(user, "round.read").defer("call")
    found = {str(one.pk): str(one) for one in own}
    return list({**found, **dict(round_choices(user, "host_offer.read", HostOffer))}.items())


def offer_partners(user: User) -> list[tuple[str, str]]:
    known = HostOffer.objects.visible_to(user).order_by().values("partner")
    return [(one.key, str(one)) for one in Partner.objects.filter(pk__in=known)]


OFFERS = ListSpec(
    name="offers",
    title=_("Offers of hosts"),
    records=offers,
    order="title",
    read_row="host_offer.read",
    export_row="host_offer.export",
    counted=lambda count: ngettext("%(count)s offer", "%(count)s offers", count) % {"count": count},
    empty_title=_("No offers yet"),
    empty_text=_("Enter one for each host and send the host its link; departments here enter theirs themselves."),
    columns=(
        Column("title", _("Offer"), offer_cell, lambda record: str(record), ("title_key",)),
        Column(
            "where",
            _("Where"),
            lambda record: plain(record.unit or record.partner),
            lambda record: str(record.unit or record.partner),
            ("partner__name_key", "unit__name_key"),
        ),
        Column("topics", _("Topics"), lambda record: plain(topics_in_words(record)), topics_in_words),
        Column(
            "places",
            pgettext_lazy("for people", "Places"),
            lambda record: number(record.capacity),
            lambda record: record.capacity,
            ("capacity",),
            is_numeric=True,
        ),
        Column(
            "languages",
            _("Languages needed"),
            lambda record: plain(offered.languages_of(record)) if record.languages else nothing(),
            offered.languages_of,
        ),
        Column("round", _("Round"), lambda record: plain(record.round), lambda record: str(record.round)),
        Column("state", _("State"), offer_state_cell, lambda record: choice(HostOffer.State, record.state), ("state",)),
    ),
    filters=(
        text_filter(folded=["title_key"], plain=["organisation"]),
        Filter("round", _("Round"), lambda records, value: records.filter(round=value), offer_rounds),
        Filter(
            "state",
            _("State"),
            lambda records, value: records.filter(state=value),
            lambda user: HostOffer.State.choices,
        ),
        Filter("city", _("City"), lambda records, value: records.filter(partner__key=value), offer_partners),
        Filter(
            "direction",
            _("Direction"),
            lambda records, value: records.filter(unit__isnull=value == "out"),
            lambda user: DIRECTIONS,
        ),
    ),
)
