"""The addresses of the installation, and three pages that behave as no page of ours should.

Their names begin like those of the sign-in library, so that the door lets them pass.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hospitium.config.urls import handler400, handler403, handler404, handler500
from hospitium.config.urls import urlpatterns as ours
from hospitium.core.http import public, safe_next
from hospitium.core.verdicts import Refused

SECRET = "a secret of the program"

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


@public
def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("Only <b>signatories</b> may sign.")


@public
def onward(request: HttpRequest) -> HttpResponse:
    return HttpResponse(safe_next(request, "/fallback"))


urlpatterns = [
    path("test/broken/", broken, name="account_test_broken"),
    path("test/refused/", refused, name="account_test_refused"),
    path("test/onward/", onward, name="account_test_onward"),
    *ours,
]
