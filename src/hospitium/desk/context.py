"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.core.models import User
from hospitium.desk.kept import Kept, Reading, reading
from hospitium.desk.navigation import address, finds_anything, is_open, navigation
from hospitium.partners.models import Home

_homes: Kept[tuple[Home | None]] = Kept(2)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Installation, navigation, languages and the person's own pages.

    The public pages bring their own frame (portal/frame.py), so that they cost nothing here.
    """
    match = request.resolver_match
    if match is not None and match.app_name == "portal" and not request.path.startswith("/desk/"):
        return {}
    here = match.view_name if match else ""
    user = getattr(request, "user", None)
    is_known = isinstance(user, User)
    now = reading()
    return {
        "installation": installation(now),
        "nav": navigation(user, here, now) if is_known and user else [],
        "public_nav": [],
        "languages": languages(),
        "language_action": address("core:set_language"),
        "home_url": address("desk:today") if is_known else address("portal:root") or "/",
        "search_url": address("desk:find") if is_known and user and finds_anything(user) else "",
        "foot_links": [],
        "user_links": own_pages(user) if is_known and user else [],
    }


def installation(now: Reading | None = None) -> dict[str, Any]:
    """Whose desk this is, and the day of the newest entry; `now` is the log, where it was looked at already."""
    now = now or reading()
    home = home_city(now)
    return {
        "name": settings.INSTALLATION["name"],
        "has_logo": bool(settings.INSTALLATION["logo"]),
        "has_colours": bool(settings.INSTALLATION["colour"] or settings.INSTALLATION["colour_dark"]),
        "city": str(home.name) if home else "",
        "office": str(home.office) if home else "",
        "is_demonstration": settings.INSTALLATION["demonstration"],
        "as_of": timezone.localtime(now.at).date() if now.at else None,
    }


def home_city(now: Reading) -> Home | None:
    """The installing city; None before it is entered."""
    return _homes.get(now, "home", lambda: (Home.objects.first(),))[0]


def languages() -> list[dict[str, Any]]:
    """The languages of the interface. No address here names a language: the choice is sent to `language_action`."""
    here = get_language()
    return [
        {
            "code": code,
            "name": LANG_INFO[code]["name_local"].capitalize(),
            "current": code == here,
        }
        for code, _name in settings.LANGUAGES
    ]


def own_pages(user: User) -> list[dict[str, str]]:
    pages = (
        ("accounts:profile", _("Profile and sign-in"), "user-round"),
        ("calendars:calendars", _("Calendars"), "calendar-days"),
        ("accounts:my_data", _("My data"), "contact"),
    )
    return [
        {"label": label, "url": address(view), "icon": icon}
        for view, label, icon in pages
        if address(view) and is_open(user, view)
    ]
