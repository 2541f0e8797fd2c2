"""The steps of a delegation: which are open, why not, and what is asked before each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hospitium.accounts.policy import judge
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import User
from hospitium.core.records import Button
from hospitium.core.retention import days_in_force
from hospitium.delegations.actions import delegations as actions
from hospitium.delegations.models import Delegation
from hospitium.delegations.queries.closing import consequences
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.retention import CLASSES
from hospitium.delegations.rules import steps as rules
from hospitium.delegations.states import DELEGATION
from hospitium.visits.forms.visits import Nothing

STEPS: Mapping[str, tuple[str | Promise, str]] = {
    "name": (pgettext_lazy("step of a delegation", "List is complete"), "send"),
    "confirm": (pgettext_lazy("step of a delegation", "Confirm"), "circle-check"),
    "return": (pgettext_lazy("step of a delegation", "Give back"), "undo-2"),
    "arrive": (pgettext_lazy("step of a delegation", "Has arrived"), "map-pin"),
    "close": (pgettext_lazy("step of a delegation", "Close"), "lock"),
}
DONE: Mapping[str, str | Promise] = {
    "name": gettext_lazy("The list counts as handed in. From now on each change is a version."),
    "confirm": gettext_lazy("The list is confirmed."),
    "return": gettext_lazy("The list is open again for the partner."),
    "arrive": gettext_lazy("The arrival is noted."),
    "close": gettext_lazy("The delegation is closed."),
}


def step_buttons(record: Delegation, user: User) -> list[Button]:
    """The steps that lead on from here, each with the reason why not."""
    if not judge(user, "delegation.update", unit=record.visit.unit):
        return []
    return [
        Button(
            str(STEPS[step][0]),
            reverse("delegations:delegation_step", args=[record.pk, step]),
            STEPS[step][1],
            rules.may_step(user, record, step),
        )
        for step in DELEGATION.open_steps(record.state)
    ]


def stages_of(record: Delegation) -> list[dict[str, Any]]:
    """The whole life with where it stands, for components/steps.html."""
    states = list(Delegation.State)
    now = states.index(Delegation.State(record.state))
    words = {number: "done" if number < now else "current" if number == now else "" for number in range(len(states))}
    return [{"label": state.label, "state": words[number]} for number, state in enumerate(states)]


def delegation_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Says what the step does, then takes it."""
    if step not in STEPS:
        raise Http404
    record = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)

    def act() -> Delegation:
        done = actions.step_delegation(delegation_id=pk, step=step, by=request.user)
        messages.success(request, str(DONE[step]))
        return done

    will, stays = said_before(record, step)
    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": STEPS[step][0],
            "will": will,
            "stays": stays,
            "submit_label": STEPS[step][0],
            "danger": step == "close",
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_step(request.user, record, step),
        },
    )


def said_before(record: Delegation, step: str) -> tuple[list[str], list[str]]:
    if step == "close":
        days = {one.key: days_in_force(one) for one in CLASSES}
        return consequences(record, on=timezone.localdate(), days=days)
    return {
        "name": (
            [_("The list is kept as a version; from now on each change can be seen.")],
            [_("It can still be changed.")],
        ),
        "confirm": (
            [_("The partner sees that the list is confirmed."), _("The number of people goes into the plan.")],
            [_("It can still be changed; each change is a version.")],
        ),
        "return": ([_("The list counts as not handed in until the partner does so again.")], [_("All members stay.")]),
        "arrive": ([_("The partner and the members cannot change anything with their links any more.")], []),
    }[step]
