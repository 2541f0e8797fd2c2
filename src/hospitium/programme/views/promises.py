"""Pages of promises."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.partners.models import Partnership
from hospitium.programme import actions, forms
from hospitium.programme.models import Activity, Promise


def promise_new(request: Request) -> HttpResponse:
    partnership = (
        Partnership.objects.visible_to(request.user, "promise.update")
        .filter(key=request.GET.get("partnership", ""))
        .first()
    )
    asked = request.GET.get("activity", "")
    activity = (
        Activity.objects.visible_to(request.user, "activity.update")
        .filter(pk=asked if asked.isdecimal() and len(asked) < 10 else 0)
        .first()
    )
    if activity and partnership is None:
        partnership = activity.partnerships.first()
    form = forms.NewPromise(request.POST or None, initial={"partnership": partnership, "activity": activity})
    form.limit_to(request.user)
    return answer_form(
        request,
        form,
        lambda: actions.create_promise(values=form.values, by=request.user).partnership,
        context={
            "page_title": _("New promise"),
            "cancel_url": partnership.get_absolute_url() if partnership else reverse("desk:today"),
        },
    )


def promise_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Promise.objects.visible_to(request.user, "promise.update"), pk=pk)
    form = forms.EditPromise.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: (
            actions.edit_promise(
                promise_id=pk, version=form.version_seen, values=form.values, by=request.user
            ).partnership
        ),
        context={"page_title": record, "cancel_url": record.partnership.get_absolute_url()},
    )


def promise_close(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Promise.objects.visible_to(request.user, "promise.update"), pk=pk)
    form = forms.ClosePromise(request.POST or None, initial={"on": timezone.localdate()})
    return answer_form(
        request,
        form,
        lambda: actions.close_promise(promise_id=pk, by=request.user, **form.cleaned_data).partnership,
        context={"page_title": record, "cancel_url": record.partnership.get_absolute_url()},
    )


def promise_reopen(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Promise.objects.visible_to(request.user, "promise.update"), pk=pk)
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.reopen_promise(promise_id=pk, by=request.user).partnership,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Open this promise again"),
            "will": [_("The promise is shown as open.")],
            "submit_label": _("Open again"),
            "cancel_url": record.partnership.get_absolute_url(),
        },
    )
