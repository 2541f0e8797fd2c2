"""The lists of partnerships and contacts."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.core.http import Request
from hospitium.partners.lists import CONTACTS, PARTNERSHIPS


def partnerships(request: Request) -> HttpResponse:
    new = {"label": _("New partnership"), "url": reverse("partners:partnership_new"), "icon": "plus", "main": True}
    return answer_list(
        request, PARTNERSHIPS, context={"acts": [new] if may(request.user, "partnership.create") else []}
    )


def contacts(request: Request) -> HttpResponse:
    new = {"label": _("New contact"), "url": reverse("partners:contact_new"), "icon": "plus", "main": True}
    table: dict[str, object] = {
        "label": _("Import a table"),
        "url": f"{reverse('interchange:import_table')}?target=contacts",
        "icon": "file-up",
    }
    acts = [new] if may(request.user, "contact.create") else []
    acts += [table] if may(request.user, "table.import") else []
    return answer_list(request, CONTACTS, context={"acts": acts})
