"""The list of activities."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.core.http import Request
from hospitium.programme.lists import ACTIVITIES


def activities(request: Request) -> HttpResponse:
    new = {"label": _("New activity"), "url": reverse("programme:activity_new"), "icon": "plus", "main": True}
    table: dict[str, object] = {
        "label": _("Import a table"),
        "url": f"{reverse('interchange:import_table')}?target=activities",
        "icon": "file-up",
    }
    acts = [new] if may(request.user, "activity.create") else []
    acts += [table] if may(request.user, "table.import") else []
    return answer_list(request, ACTIVITIES, context={"acts": acts})
