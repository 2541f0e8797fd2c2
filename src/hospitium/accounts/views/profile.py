"""One's own account, and what is stored on oneself."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts import actions, forms, policy, queries
from hospitium.core.events import lines
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import Event


def profile(request: Request) -> HttpResponse:
    """Name, language, roles and the ways to sign in."""
    grants = list(request.user.grants.select_related("unit"))
    queries.name_partners(grants, by=request.user)
    form = forms.Profile.of(request.user, request.POST or None)

    def act() -> str:
        actions.change_own_profile(**form.values, by=request.user)
        messages.success(request, _("Saved."))
        return reverse("accounts:profile")

    return answer_form(
        request,
        form,
        act,
        template="accounts/profile.html",
        context={
            "grants": grants,
            "has_second_factor": is_mfa_enabled(request.user),
            "needs_second_factor": policy.needs_second_factor(request.user),
            "has_single_sign_on": bool(settings.SOCIALACCOUNT_PROVIDERS),
        },
    )


def my_data(request: Request) -> HttpResponse:
    """What is stored on me, in words, with the way to take it along."""
    own = Event.objects.filter(actor=request.user).select_related("actor").order_by("-id")[:50]
    return render(
        request,
        "accounts/my_data.html",
        {
            "stored": queries.stored_on(user=request.user),
            "events": list(lines(own, dict(queries.sentences()))),
        },
    )


def my_data_export(request: Request) -> JsonResponse:
    """Everything that is stored on me, as a file."""
    return JsonResponse(
        queries.stored_on(user=request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )
