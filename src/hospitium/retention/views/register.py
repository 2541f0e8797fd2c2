"""The register: what is kept how long and why, what is due when, and the proofs of erasing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.accounts.queries import log_record
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.kept import Kept, reading
from hospitium.core.records import Button, fact, history, known
from hospitium.retention import actions, forms, queries
from hospitium.retention.history import SENTENCES
from hospitium.retention.lists import PROOFS
from hospitium.retention.paper import archive_of, term_of
from hospitium.retention.queries import Forecast, InForce
from hospitium.retention.rules import may_change
from hospitium.retention.tabs import tabs_of

SHOWN_NEXT = 50
_forecasts: Kept[list[Forecast]] = Kept(8)


def register(request: Request) -> HttpResponse:
    """Every class of data with what holds for it, and how many records are due when."""
    today = timezone.localdate()
    found = _forecasts.get(reading(), (today, request.LANGUAGE_CODE), lambda: queries.forecast(today))
    latest = queries.latest_run()
    context = {
        **tabs_of(request.user, "register"),
        "forecasts": found,
        "most": max((one.total for one in found), default=0),
        "latest": latest,
        "is_late": latest is None or (timezone.now() - latest.started_at).days >= 2,
        "may_print": may(request.user, "document.create"),
    }
    return render(request, "retention/register.html", context)


def due_next(request: Request) -> HttpResponse:
    """What is erased or offered next, by number of the record: no names."""
    today = timezone.localdate()
    rows = [
        {
            "on": one.on,
            "is_due": one.on <= today,
            "label": one.held.data_class.label,
            "name": one.held.data_class.key,
            "record": log_record(one.due.kind, one.due.key),
            "is_offered": one.held.data_class.must_be_offered_to_archive,
        }
        for one in queries.due_next(limit=SHOWN_NEXT)
    ]
    context = {**tabs_of(request.user, "due_next"), "rows": rows, "is_cut": len(rows) == SHOWN_NEXT}
    return render(request, "retention/due_next.html", context)


def proofs(request: Request) -> HttpResponse:
    return answer_list(request, PROOFS, context=tabs_of(request.user, "proofs"))


# ---- one class ---------------------------------------------------------------------
def held_or_404(name: str) -> InForce:
    held = queries.rule_in_force(name)
    if held is None:
        raise Http404
    return held


def crumbs_to(held: InForce, *further: str) -> list[dict[str, str]]:
    path = [
        {"label": _("Data and retention"), "url": reverse("retention:register")},
        {"label": str(held.data_class.label), "url": reverse("retention:rule", args=[held.data_class.key])},
    ]
    return [*path, *({"label": one} for one in further)]


def rule(request: Request, name: str) -> HttpResponse:
    """One class of data: what for, on which ground, how long, and who has changed that why."""
    held = held_or_404(name)
    edit = reverse("retention:rule_edit", args=[name])
    buttons = [Button(_("Change the rule"), edit, "pencil", may_change(request.user), main=True)]
    context = {
        "heading": held.data_class.label,
        "crumbs": [crumbs_to(held)[0], {"label": str(held.data_class.label)}],
        "chips": chips_of(held),
        "buttons": buttons,
        "reasons": [str(button.verdict.reason) for button in buttons if not button.verdict],
        "facts": facts_of(held),
        "changes": held.rule.changes.select_related("by") if held.rule else [],
        "history_lines": history(held.rule, SENTENCES) if held.rule else [],
    }
    return render(request, "retention/rule.html", context)


def chips_of(held: InForce) -> list[dict[str, Any]]:
    chips: list[dict[str, Any]] = [{"text": term_of(held), "icon": "clock"}]
    if held.data_class.must_be_offered_to_archive:
        chips.append({"text": _("Archive first"), "icon": "landmark"})
    if not held.is_active:
        chips.append({"text": _("switched off"), "tone": "warning"})
    return chips


def facts_of(held: InForce) -> list[Any]:
    one = held.data_class
    return known(
        [
            fact(_("Purpose"), str(held.purpose)),
            fact(_("Legal ground"), str(held.legal_ground)),
            fact(_("Persons"), str(one.persons)),
            fact(_("Categories of data"), str(one.details)),
            fact(_("Recipients"), str(one.recipients)),
            fact(_("Time runs from"), str(one.anchor)),
            fact(_("Kept for"), term_of(held)),
            fact(_("Archive"), archive_of(held)),
        ]
    )


def rule_edit(request: Request, name: str) -> HttpResponse:
    held = held_or_404(name)
    form = forms.EditRule(request.POST or None, initial=forms.EditRule.starting_from(held))
    if not held.data_class.must_be_offered_to_archive:
        form.fields["archive_days"].required = False
        form.fields["archive_days"].widget = form.fields["archive_days"].hidden_widget()

    def act() -> str:
        values = {"archive_days": held.archive_days, **{k: v for k, v in form.values.items() if v is not None}}
        actions.set_rule(data_class=name, version=form.version_seen, by=request.user, **values)
        return reverse("retention:rule", args=[name])

    context = {
        "page_title": _("Change the rule: %(name)s") % {"name": held.data_class.label},
        "lead": _("The time runs from: %(anchor)s.") % {"anchor": held.data_class.anchor},
        "crumbs": crumbs_to(held, _("Change the rule")),
        "cancel_url": reverse("retention:rule", args=[name]),
    }
    return answer_form(request, form, act, context=context)
