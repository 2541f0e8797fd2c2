"""The pages as schema.org data. A block of data is never run, so the content security policy needs no exception."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from hospitium.partners.models import Home, Partnership
from hospitium.portal import frame, maps
from hospitium.programme.models import Activity, Direction

Data = dict[str, Any]
# As Django's json_script does it: no text can end the script element or begin a comment in it.
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(*things: Data) -> SafeString:
    """One script element with everything that the page is about."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(things)}, ensure_ascii=False)
    element = f'<script type="application/ld+json">{text.translate(HARMLESS)}</script>'
    return mark_safe(element)  # noqa: S308 - nothing in it can end the element


def site(home: Home | None) -> Data:
    publisher = {"@type": "GovernmentOrganization", "name": str(home.office)} if home and home.office else None
    return without_gaps(
        {
            "@type": "WebSite",
            "name": settings.INSTALLATION["name"],
            "url": frame.absolute(frame.here("start")),
            "publisher": publisher,
        }
    )


def city(partnership: Partnership) -> Data:
    partner = partnership.partner
    place = maps.point(partnership)
    geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon} if place else None
    return without_gaps(
        {
            "@type": "City" if partner.level == "city" else "AdministrativeArea",
            "name": str(partner),
            "alternateName": partner.own_name if partner.own_name != str(partner) else "",
            "url": frame.absolute(frame.here("city", partnership.key)),
            "geo": geo,
            "address": {"@type": "PostalAddress", "addressCountry": partner.country},
        }
    )


def events(activities: Iterable[Activity], home: Home | None) -> list[Data]:
    """Activities with a known day: a search engine cannot be told that a day is unknown."""
    return [event(one, home) for one in activities if one.begins and one.begins.precision == "day"]


def event(activity: Activity, home: Home | None) -> Data:
    return without_gaps(
        {
            "@type": "Event",
            "name": str(activity),
            "startDate": str(activity.begins),
            "endDate": str(activity.ends) if activity.ends and activity.ends.precision == "day" else "",
            "location": location(activity, home),
        }
    )


def location(activity: Activity, home: Home | None) -> Data | None:
    partners = [one.partner for one in activity.partnerships.all()]
    if activity.direction == Direction.IN and home:
        return {"@type": "City", "name": str(home.name)}
    if activity.direction == Direction.OUT and len(partners) == 1:
        return {"@type": "City", "name": str(partners[0])}
    return None


def without_gaps(thing: Data) -> Data:
    """What is unknown is left out."""
    return {name: value for name, value in thing.items() if value not in (None, "")}
