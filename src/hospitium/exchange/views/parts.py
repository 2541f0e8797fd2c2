"""What belongs to a round: windows, rates, rules of eligibility, criteria, panel, quotas, balances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.exchange import rules
from hospitium.exchange.actions import rounds as actions
from hospitium.exchange.forms.rounds import Nothing, PartForms
from hospitium.exchange.models import Round
from hospitium.exchange.queries.parts import lines_of
from hospitium.exchange.tabs import frame_of

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """A kind of part in words: the title of its panel, of its forms, and what an empty panel says."""

    key: str
    title: Text
    new: Text
    empty: Text


KINDS = (
    Kind(
        "eligibility",
        gettext_lazy("Rules of eligibility"),
        gettext_lazy("New rule"),
        gettext_lazy("Everybody is eligible. Rules such as the consent of the supervisor say who is not."),
    ),
    Kind(
        "criterion",
        gettext_lazy("Criteria"),
        gettext_lazy("New criterion"),
        gettext_lazy("Without criteria the panel has nothing to give marks for."),
    ),
    Kind(
        "panel",
        gettext_lazy("Panel"),
        gettext_lazy("New member"),
        gettext_lazy("Two members assess each application, independently of each other."),
    ),
    Kind(
        "window",
        gettext_lazy("Windows"),
        gettext_lazy("New window"),
        gettext_lazy("Without windows a stay can lie anywhere between the first and the last day."),
    ),
    Kind(
        "quota",
        gettext_lazy("Quotas"),
        gettext_lazy("New quota"),
        gettext_lazy("Without quotas a unit can send, and a city can take, as many as there are places."),
    ),
    Kind(
        "balance",
        gettext_lazy("Balance with cities"),
        gettext_lazy("New balance"),
        gettext_lazy("Without a wished balance nobody looks at how many are sent and received."),
    ),
    Kind("rate", gettext_lazy("Rates"), gettext_lazy("New rate"), gettext_lazy("Costs are planned without rates.")),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def round_settings(request: Request, pk: int) -> HttpResponse:
    """All parts of a round, panel by panel."""
    record = get_object_or_404(Round.objects.visible_to(request.user).select_related("unit", "officer"), pk=pk)
    verdict = rules.may_edit_round(request.user, record)
    panels = [
        {
            "kind": kind,
            "lines": lines_of(record, kind.key, is_editable=bool(verdict)),
            "new_url": reverse(f"exchange:{kind.key}_new", args=[pk]) if verdict else "",
        }
        for kind in KINDS
    ]
    context = {**frame_of(record, request.user, "round_settings"), "panels": panels, "verdict": verdict}
    return render(request, "exchange/round_settings.html", context)


def new(kind: str) -> Callable[..., HttpResponse]:
    """The page on which a part of this kind is added to a round."""

    def page(request: Request, pk: int) -> HttpResponse:
        record = get_object_or_404(Round.objects.visible_to(request.user, "round.update"), pk=pk)
        form = PartForms.OF[kind](request.POST or None)
        form.limit_to(request.user)

        def act() -> str:
            actions.add_part(kind=kind, round_id=pk, values=form.values, by=request.user)
            return settings_address(record, kind)

        return answer_form(request, form, act, context=words(record, BY_KEY[kind].new, kind))

    return page


def edit(kind: str) -> Callable[..., HttpResponse]:
    """The page on which a part of this kind is changed; it can be taken away from here, too."""

    def page(request: Request, pk: int) -> HttpResponse:
        part = part_of(request, kind, pk)
        form = PartForms.OF[kind].of(part, request.POST or None)
        form.limit_to(request.user)

        def act() -> str:
            actions.edit_part(kind=kind, part_id=pk, values=form.values, by=request.user)
            return settings_address(part.round, kind)

        return answer_form(request, form, act, context=words(part.round, BY_KEY[kind].title, kind))

    return page


def remove(kind: str) -> Callable[..., HttpResponse]:
    """Asks before a part is taken away."""

    def page(request: Request, pk: int) -> HttpResponse:
        part = part_of(request, kind, pk)
        back = settings_address(part.round, kind)

        def act() -> str:
            actions.remove_part(kind=kind, part_id=pk, by=request.user)
            return back

        return answer_form(
            request,
            Nothing(request.POST or None),
            act,
            template="confirm.html",
            context={
                "page_title": part.round,
                "title": f"{BY_KEY[kind].title}: {part}",
                "will": [_("It no longer holds in this round.")],
                "stays": [_("Other rounds stay as they are.")],
                "submit_label": _("Remove"),
                "cancel_url": back,
            },
        )

    return page


def part_of(request: Request, kind: str, pk: int) -> Any:
    """A part of a round that this person may change; else 404."""
    model, _once = actions.PARTS[kind]
    rounds = Round.objects.visible_to(request.user, "round.update")
    return get_object_or_404(model._default_manager.select_related("round"), pk=pk, round__in=rounds)


def settings_address(record: Round, kind: str) -> str:
    return f"{reverse('exchange:round_settings', args=[record.pk])}#{kind}"


def words(record: Round, title: Text, kind: str) -> dict[str, Any]:
    return {"page_title": title, "lead": record, "cancel_url": settings_address(record, kind)}
