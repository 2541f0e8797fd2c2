"""The office's own list of ranks, the highest first."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.delegations.actions import ranks as actions
from hospitium.delegations.forms.protocol import EditRank
from hospitium.delegations.models import Rank
from hospitium.delegations.rules import protocol as rules
from hospitium.delegations.usual_ranks import usual_ranks
from hospitium.visits.forms.visits import Nothing


def ranks(request: Request) -> HttpResponse:
    context = {
        "ranks": Rank.objects.annotate(member_count=Count("members")).order_by("position", "pk"),
        "may_edit": rules.may_edit_ranks(request.user),
        "usual": [name.here for name in usual_ranks()],
    }
    return render(request, "delegations/ranks.html", context)


def rank_new(request: Request) -> HttpResponse:
    form, back = EditRank(request.POST or None), reverse("delegations:ranks")

    def act() -> str:
        actions.create_rank(values=form.values, by=request.user)
        return back

    return answer_form(request, form, act, context={"page_title": _("New rank"), "cancel_url": back})


def ranks_usual(request: Request) -> HttpResponse:
    """The usual list, after a question."""
    back = reverse("delegations:ranks")

    def act() -> str:
        count = actions.add_usual_ranks(by=request.user)
        messages.success(
            request, ngettext("%(count)d rank was added.", "%(count)d ranks were added.", count) % {"count": count}
        )
        return back

    context = {
        "page_title": _("Ranks"),
        "title": _("Begin with the usual list"),
        "will": [str(name) for name in usual_ranks()],
        "submit_label": _("Add these ranks"),
        "cancel_url": back,
        "verdict": rules.may_add_usual_ranks(request.user),
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


def rank_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Rank, pk=pk)
    form, back = EditRank.of(record, request.POST or None), reverse("delegations:ranks")

    def act() -> str:
        actions.edit_rank(rank_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    return answer_form(request, form, act, context={"page_title": record, "cancel_url": back})


def rank_move(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Rank, pk=pk)
    step = actions.Step.UP if request.POST.get("step") == actions.Step.UP else actions.Step.DOWN
    actions.move_rank(rank_id=pk, step=step, by=request.user)
    return HttpResponseRedirect(f"{reverse('delegations:ranks')}#rank-{record.pk}")


def rank_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Rank, pk=pk)
    back = reverse("delegations:ranks")

    def act() -> str:
        actions.remove_rank(rank_id=pk, by=request.user)
        return back

    context = {
        "page_title": _("Ranks"),
        "title": _("Remove the rank “%(rank)s”") % {"rank": record},
        "will": [_("It disappears from the list. The order of the others stays.")],
        "submit_label": _("Remove"),
        "cancel_url": back,
        "verdict": rules.may_remove_rank(request.user, record),
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)
