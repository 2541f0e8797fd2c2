"""What stands around every public page: languages, navigation, foot, and its address in all languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.desk.context import installation
from hospitium.exchange.queries.calls import public_calls
from hospitium.exchange.queries.stays import public_notes
from hospitium.portal import queries, words
from hospitium.portal.models import EditorialPage
from hospitium.portal.stored import canonical

Crumb = dict[str, str]
FOOT_FIRST = ("imprint", "privacy", "accessibility", "sources")
# These have places of their own: the start page, the list of cities, the navigation.
NOT_IN_FOOT = frozenset({"start", "partnerships", "cooperation", "europe"})


def absolute(path: str) -> str:
    """The address as it is known outside; never made from the Host header."""
    return f"{settings.BASE_URL}{path}"


def here(name: str, *arguments: str) -> str:
    """An address of the public site in the language of the page."""
    return reverse(f"portal:{name}", args=[get_language(), *arguments])


def around(request: HttpRequest, *, current: str = "", crumbs: Sequence[Crumb] = ()) -> dict[str, Any]:
    """The frame. `current` is the entry of the navigation under which the page stands."""
    pages = {page.key: page for page in EditorialPage.objects.published().only("key", "title")}
    languages, day = addresses(request), queries.as_of()
    return {
        # Not the day of the newest entry of all, which may be a sign-in.
        "installation": {**installation(), "as_of": day},
        "as_of_text": words.when_words(day) if day else "",
        "home_url": here("start"),
        "languages": languages,
        "canonical_url": next(language["absolute_url"] for language in languages if language["current"]),
        "default_url": next(one["absolute_url"] for one in languages if one["code"] == settings.LANGUAGE_CODE),
        "public_nav": navigation(pages, current),
        "foot_links": foot(pages),
        "crumbs": [{"label": _("Start page"), "url": here("start")}, *crumbs] if crumbs else [],
    }


def addresses(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in every language, for the language switch and for search engines."""
    match = request.resolver_match
    if match is None:
        return []
    arguments = {name: value for name, value in match.kwargs.items() if name != "language"}
    return in_all_languages(match.view_name, arguments, canonical(request.META.get("QUERY_STRING", "")) or "")


def in_all_languages(name: str, arguments: Mapping[str, str], query: str = "") -> list[dict[str, Any]]:
    found = []
    for code, _name in settings.LANGUAGES:
        path = reverse(name, kwargs={**arguments, "language": code})
        url = f"{path}?{query}" if query else path
        found.append(
            {
                "code": code,
                "name": LANG_INFO[code]["name_local"].capitalize(),
                "url": url,
                "absolute_url": absolute(url),
                "current": code == get_language(),
            }
        )
    return found


def navigation(pages: dict[str, EditorialPage], current: str) -> list[dict[str, Any]]:
    entries = [("cities", _("Partner cities"), here("cities"))]
    entries += [
        (key, label, here("page", key))
        for key, label in (("cooperation", _("Cooperation")), ("europe", _("European Union")))
        if key in pages
    ]
    entries.append(("activities", _("Seminars and visits"), here("activities")))
    if public_calls(timezone.localdate()).exists() or public_notes().exists():
        entries.append(("calls", _("Staff exchange"), here("calls")))
    return [{"label": label, "url": url, "current": key == current} for key, label, url in entries]


def foot(pages: dict[str, EditorialPage]) -> list[dict[str, str]]:
    keys = [key for key in FOOT_FIRST if key in pages]
    keys += [key for key in pages if key not in NOT_IN_FOOT and key not in FOOT_FIRST]
    return [{"label": str(pages[key].title), "url": here("page", key)} for key in keys]
