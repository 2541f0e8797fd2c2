"""The lists of partnerships and of contacts."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of
from hospitium.algorithms.collation import sorting_key
from hospitium.core import wording
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    by_country,
    chip,
    choice,
    days,
    facts,
    link,
    plain,
    text_filter,
    unknown,
    words,
)
from hospitium.core.models import User
from hospitium.partners.models import Contact, ContactFunction, Partner, Partnership
from hospitium.partners.models.places import NOWHERE
from hospitium.partners.models.relations import Kind, Status

STATUS_CHIPS = {
    Status.PLANNED: ("open", ""),
    Status.ACTIVE: ("success", ""),
    Status.DORMANT: ("warning", "moon-star"),
    Status.SUSPENDED: ("paused", ""),
    Status.ENDED: ("", "history"),
}


# ---- partnerships --------------------------------------------------------------
def partnerships(user: User, row: str) -> Any:
    """With the partner and the day of the last activity that took place, as far as the person may see activities."""
    through = Partnership.activities.through
    took_place = through.objects.filter(partnership=OuterRef("pk"), activity__state="done")
    if not access_of(user).scope("activity.read").anything:
        took_place = took_place.filter(activity__is_published=True)
    latest = took_place.order_by("-activity__begins").exclude(activity__begins=None).values("activity__begins")[:1]
    return (
        Partnership.objects.visible_to(user, row)
        .select_related("partner", "home_district", "unit")
        .annotate(last_activity=Subquery(latest), country_place=by_country("partner__country", countries()))
    )


def countries() -> list[str]:
    return list(Partner.objects.order_by().values_list("country", flat=True).distinct())


def country(record: Partnership) -> str | None:
    """None where nobody knows it."""
    code = record.partner.country
    return None if code == NOWHERE else wording.country(code, language=get_language() or "en")


def country_cell(record: Partnership) -> SafeString:
    found = country(record)
    return plain(found) if found else unknown()


def partner_cell(record: Partnership) -> SafeString:
    partner = record.partner
    own = partner.own_name if partner.own_name != str(partner.name) else ""
    below = f"{record.home_district} · {own}".strip(" ·") if record.home_district_id else own
    return link(words(partner.name, partner.own_name), address("desk:partnership", record.key), below)


def status_cell(record: Partnership) -> SafeString:
    tone, icon = STATUS_CHIPS[Status(record.status)]
    return chip(choice(Status, record.status), tone, icon)


def country_choices(user: User) -> list[tuple[str, str]]:
    language = get_language() or "en"
    codes = Partner.objects.visible_to(user).order_by().values_list("country", flat=True).distinct()
    named = ((code, wording.country(code, language=language)) for code in codes if code != NOWHERE)
    return sorted(named, key=lambda pair: sorting_key(pair[1], language))


def unit_choices(user: User) -> list[tuple[str, Any]]:
    looked_after = Partnership.objects.visible_to(user).order_by().values("unit")
    return [(unit.key, str(unit)) for unit in Unit.objects.filter(pk__in=looked_after)]


def partner_choices(user: User) -> list[tuple[str, Any]]:
    visible = Partner.objects.visible_to(user).only("key", "name", "own_name")
    return [(partner.key, str(partner)) for partner in visible]


PARTNERSHIPS = ListSpec(
    name="partnerships",
    title=_("Partnerships"),
    records=partnerships,
    order="partner",
    read_row="partnership.read",
    export_row="partner.export",
    counted=lambda count: ngettext("%(count)s partnership", "%(count)s partnerships", count) % {"count": count},
    empty_title=_("Here the partnerships of the city will stand"),
    empty_text=_("Each has a file with its agreements, contacts and activities. Begin with the first partner."),
    columns=(
        Column("partner", _("Partner"), partner_cell, str, ("partner__name_key",)),
        Column("own_name", _("Name in its own language"), None, lambda record: record.partner.own_name),
        Column("country", _("Country"), country_cell, country, ("country_place",)),
        Column(
            "kind",
            _("Kind"),
            lambda record: choice(Kind, record.kind),
            lambda record: choice(Kind, record.kind),
            ("kind",),
        ),
        Column("status", _("Status"), status_cell, lambda record: choice(Status, record.status), ("status",)),
        Column("since", _("Since"), lambda record: days(record.since), lambda record: record.since, ("since",)),
        Column(
            "unit",
            _("Looked after by"),
            lambda record: plain(record.unit) if record.unit_id else unknown(),
            lambda record: str(record.unit) if record.unit_id else None,
            ("unit__name_key",),
        ),
        Column(
            "last",
            _("Last activity"),
            lambda record: days(record.last_activity),
            lambda record: record.last_activity,
            ("last_activity",),
        ),
    ),
    filters=(
        text_filter(folded=["partner__name_key"], plain=["partner__own_name"]),
        Filter("kind", _("Kind"), lambda records, value: records.filter(kind=value), lambda user: Kind.choices),
        Filter("status", _("Status"), lambda records, value: records.filter(status=value), lambda user: Status.choices),
        Filter(
            "country",
            _("Country"),
            lambda records, value: records.filter(partner__country=value),
            country_choices,
        ),
        Filter("unit", _("Looked after by"), lambda records, value: records.filter(unit__key=value), unit_choices),
    ),
)


# ---- contacts ------------------------------------------------------------------
def contacts(user: User, row: str) -> Any:
    return (
        Contact.objects.visible_to(user, row)
        .select_related("partner", "owner")
        .prefetch_related("functions")
        .defer("note", "partner__responsibilities")
    )


def function_of(record: Contact) -> ContactFunction | None:
    """The function that the person has today: the one that has not ended."""
    current = [function for function in record.functions.all() if function.ends is None]
    return current[-1] if current else None


def function_cell(record: Contact) -> SafeString:
    function = function_of(record)
    return facts(plain(function.function), function.organisation) if function else unknown()


def owner_choices(user: User) -> list[tuple[str, str]]:
    owners = Contact.objects.visible_to(user).exclude(owner=None).order_by().values_list("owner", "owner__name")
    return [(str(pk), name) for pk, name in sorted(set(owners), key=lambda owner: owner[1])]


CONTACTS = ListSpec(
    name="contacts",
    title=_("Contacts"),
    records=contacts,
    order="name",
    read_row="contact.read",
    export_row="contact.export",
    counted=lambda count: ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": count},
    empty_title=_("Here the people at your partners will stand"),
    empty_text=_("Enter whom you know there, or take over the list that your office keeps."),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda record: link(plain(record), address("partners:contact", record.pk)),
            str,
            ("name_key",),
        ),
        Column(
            "function",
            _("Function"),
            function_cell,
            lambda record: getattr(function_of(record), "function", None),
        ),
        Column(
            "organisation",
            _("Organisation"),
            None,
            lambda record: getattr(function_of(record), "organisation", ""),
        ),
        Column(
            "partner",
            _("Partner"),
            lambda record: plain(record.partner),
            lambda record: str(record.partner),
            ("partner__name_key", "name_key"),
        ),
        Column(
            "languages",
            _("Languages"),
            lambda record: plain(record.languages) if record.languages else unknown(),
            lambda record: record.languages or None,
        ),
        Column("email", _("E-mail address"), None, lambda record: record.email),
        Column("phone", _("Telephone"), None, lambda record: record.phone),
        Column(
            "last",
            _("Last contact"),
            lambda record: days(record.last_contact),
            lambda record: record.last_contact,
            ("last_contact",),
        ),
        Column(
            "owner",
            _("Who keeps the relation"),
            lambda record: plain(record.owner) if record.owner_id else unknown(),
            lambda record: str(record.owner) if record.owner_id else None,
            ("owner__name",),
        ),
    ),
    filters=(
        text_filter(folded=["name_key"], plain=["partner__own_name"]),
        Filter("partner", _("Partner"), lambda records, value: records.filter(partner__key=value), partner_choices),
        Filter(
            "owner",
            _("Who keeps the relation"),
            lambda records, value: records.filter(owner=int(value)),
            owner_choices,
        ),
    ),
)
