"""The public page that says of a check code whether its letter is valid, revoked or unknown, and nothing else."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from hospitium.accounts.guests import language_asked
from hospitium.core.http import public
from hospitium.delegations.checkcodes import in_groups, read_code
from hospitium.delegations.forms.papers import CheckCode
from hospitium.delegations.queries.checking import Answer, answer_to

TONES = {
    Answer.VALID: ("success", "circle-check"),
    Answer.REVOKED: ("danger", "octagon-alert"),
    Answer.UNKNOWN: ("warning", "circle-help"),
}


@public
def check(request: HttpRequest) -> HttpResponse:
    """The field for a code. What was typed leads to an address that can be kept and compared with the paper."""
    typed = request.GET.get("code", "")
    if typed:
        code = in_groups(read_code(typed)) or "-"
        language = language_asked(request)
        address = reverse("delegations:check_code", args=[code])
        return HttpResponseRedirect(f"{address}?lang={language}" if language else address)
    return shown(request, reverse("delegations:check"), None)


@public
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """The answer for one code. Whatever it is, the page looks the same and costs the same."""
    # The public form of this function leaves GET alone; here GET is what somebody would guess with.
    if consume(request, app="allauth.account", action="letter_check", limit_get=True) is None:
        return render(request, "429.html", status=429)
    return shown(request, request.path, answer_to(code, timezone.localdate()), in_groups(read_code(code)))


def shown(request: HttpRequest, path: str, answer: Answer | None, code: str = "") -> HttpResponse:
    language = language_asked(request) or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        context: dict[str, Any] = {
            "form": CheckCode(),
            "code": code,
            "answer": answer,
            "tone": TONES[answer] if answer else (),
            "today": timezone.localdate(),
            "languages": languages_of(path, language),
            "language": language_asked(request),
            "language_action": "",
        }
        response = render(request, "delegations/check.html", context)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def languages_of(path: str, current: str) -> list[dict[str, Any]]:
    """The same page in each language, by its address: nothing is kept in the browser."""
    return [
        {
            "code": code,
            "name": LANG_INFO[code]["name_local"].capitalize(),
            "url": f"{path}?lang={code}",
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]
