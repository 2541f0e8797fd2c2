"""Who has an account, and who may do what until when."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts import actions, forms, policy, queries, rules
from hospitium.accounts.models import Grant
from hospitium.core.events import lines, timeline
from hospitium.core.forms import answer_form
from hospitium.core.http import Request


def users(request: Request) -> HttpResponse:
    """Everybody who has an account, with the roles that hold today."""
    people = list(queries.people())
    queries.name_partners([grant for person in people for grant in person.grants.all()], by=request.user)
    return render(
        request,
        "accounts/users.html",
        {"people": people, "may_create": policy.may(request.user, "user.create")},
    )


def user(request: Request, pk: int) -> HttpResponse:
    """One account: its roles and what happened to it."""
    person = get_object_or_404(queries.people(), pk=pk)
    grants = list(person.grants.all())
    queries.name_partners(grants, by=request.user)
    return render(
        request,
        "accounts/user.html",
        {
            "person": person,
            "grants": [(grant, rules.may_withdraw(request.user, grant)) for grant in grants],
            "may_update": policy.may(request.user, "user.update"),
            "may_give": rules.may_give(request.user, person, ends_on=timezone.localdate(), today=timezone.localdate()),
            "events": list(lines(timeline(person)[:50], dict(queries.sentences()))),
        },
    )


def user_new(request: Request) -> HttpResponse:
    """Open an account and send the invitation."""
    form = forms.UserNew(request.POST or None)

    def act() -> str:
        person = actions.create_user(**form.cleaned_data, by=request.user)
        return reverse("accounts:user", args=[person.pk])

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("New account"),
            "lead": _("The person gets a message with the way to sign in. Give a role afterwards."),
            "submit_label": _("Open the account"),
            "cancel_url": reverse("accounts:users"),
        },
    )


def user_edit(request: Request, pk: int) -> HttpResponse:
    """Change name, language, or close and open the account."""
    person = get_object_or_404(queries.people(), pk=pk)
    form = forms.UserEdit.of(person, request.POST or None)
    address = reverse("accounts:user", args=[pk])

    def act() -> str:
        actions.change_user(user_id=pk, **form.values, by=request.user)
        return address

    return answer_form(
        request, form, act, context={"page_title": person.name, "lead": person.email, "cancel_url": address}
    )


def grant_new(request: Request, pk: int) -> HttpResponse:
    """Give somebody a role."""
    person = get_object_or_404(queries.people(), pk=pk)
    form = forms.GrantNew(request.POST or None, initial=forms.GrantNew.start())
    address = reverse("accounts:user", args=[pk])

    def act() -> str:
        actions.give_grant(user_id=pk, **form.cleaned_data, by=request.user)
        return address

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Give a role"),
            "lead": person.name,
            "submit_label": _("Give the role"),
            "cancel_url": address,
        },
    )


def grant_withdraw(request: Request, pk: int, grant: int) -> HttpResponse:
    """Ask once more, then take the role back."""
    given = get_object_or_404(Grant.objects.select_related("user", "unit"), pk=grant, user__pk=pk)
    address = reverse("accounts:user", args=[pk])

    def act() -> str:
        actions.withdraw_grant(grant_id=grant, by=request.user)
        return address

    return answer_form(
        request,
        forms.Nothing(request.POST if request.method == "POST" else None),
        act,
        template="accounts/grant_withdraw.html",
        context={"grant": given, "cancel_url": address},
    )
