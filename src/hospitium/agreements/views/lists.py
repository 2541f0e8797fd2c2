"""The list of instruments."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.agreements.lists import INSTRUMENTS
from hospitium.core.http import Request


def instruments(request: Request) -> HttpResponse:
    new = {"label": _("New instrument"), "url": reverse("agreements:instrument_new"), "icon": "plus", "main": True}
    return answer_list(request, INSTRUMENTS, context={"acts": [new] if may(request.user, "instrument.create") else []})
