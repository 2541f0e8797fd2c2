"""The feeds that calendar programs read, and the page on which people make and revoke their own."""

from __future__ import annotations

from hashlib import blake2b

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from hospitium.calendars.actions import subscriptions as actions
from hospitium.calendars.entries import calendar
from hospitium.calendars.forms import NewSubscription
from hospitium.calendars.models import Subscription
from hospitium.calendars.queries.feeds import feed_of, subscription_of, subscriptions_of
from hospitium.core.http import Request, public
from hospitium.core.verdicts import Refused
from hospitium.visits.models import Visit


@public
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind an address. Whoever has the address reads it, so it is kept by nobody in between."""
    subscription = subscription_of(token)
    if subscription is None:
        raise Http404
    with translation.override(subscription.user.language):
        shown = feed_of(subscription, today=timezone.localdate())
        body = calendar(shown.entries, title=shown.title, note=shown.note)
    actions.note_use(subscription_id=subscription.pk)
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    response = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="calendar.ics"',
            "Cache-Control": "private, no-cache",
            "X-Robots-Tag": "noindex, nofollow",
            "Referrer-Policy": "no-referrer",
            "Content-Language": subscription.user.language,
            "ETag": etag,
        },
    )
    return get_conditional_response(request, etag=etag, response=response) or response


def calendars(request: Request) -> HttpResponse:
    """One's own feeds, and a form for a new one."""
    return page(request, NewSubscription(user=request.user))


def page(request: Request, form: NewSubscription, *, address: str = "", status: int = 200) -> HttpResponse:
    context = {
        "feeds": subscriptions_of(request.user),
        "form": form,
        "address": address,
        "program_address": f"webcal://{address.partition('://')[2]}" if address else "",
    }
    return render(request, "calendars/calendars.html", context, status=status)


def subscription_new(request: Request) -> HttpResponse:
    """Make a feed and show its address, this once: it is stored nowhere, so there is no page to lead on to."""
    form = NewSubscription(request.POST, user=request.user)
    if not form.is_valid():
        return page(request, form, status=422)
    return made(request, form, form.cleaned_data["what"], form.key)


def visit_subscription_new(request: Request, pk: int) -> HttpResponse:
    """The same for one visit, from its page."""
    get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    return made(request, NewSubscription(user=request.user), Subscription.What.VISIT, str(pk))


def made(request: Request, form: NewSubscription, what: str, key: str) -> HttpResponse:
    try:
        _subscription, address = actions.subscribe(what=what, key=key, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return page(request, form, status=409)
    return page(request, NewSubscription(user=request.user), address=address)


def subscription_revoke(request: Request, pk: int) -> HttpResponse:
    """End one feed."""
    found = get_object_or_404(Subscription.objects.visible_to(request.user), pk=pk)
    actions.revoke_subscription(subscription_id=found.pk, by=request.user)
    messages.success(request, _("The feed no longer opens. A calendar program that still asks for it gets nothing."))
    return HttpResponseRedirect(reverse("calendars:calendars"))
