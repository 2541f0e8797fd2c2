"""The door of a guest link, and the officer's view of the links that were given out."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hospitium.accounts import actions, guests, queries
from hospitium.accounts.models import GuestLink
from hospitium.accounts.purposes import PURPOSES
from hospitium.core.http import Request, public, safe_next


@public
def guest_door(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask for the mail address; reading this page changes nothing and uses nothing up, so scanners do no harm."""
    link = queries.guest_link_of(token=token)
    if link is None:
        return guests.shut(request)
    language = guests.language_of(request, link.language)
    with translation.override(language):
        guests.prepare(request, language)
        response = knock(request, link)
    return guests.in_language(response, language)


def knock(request: HttpRequest, link: GuestLink) -> HttpResponseBase:
    error = ""
    if request.method == "POST":
        key = guests.let_in(request, link)
        if isinstance(key, HttpResponse):
            return key
        if key:
            inside = guests.address_of(link, guests.language_asked(request))
            return guests.with_cookie(HttpResponseRedirect(inside), link, key)
        error = guests.wrong_address()
    context = {"words": PURPOSES[link.purpose].on_the_door, "error": error}
    return render(request, "accounts/guest_door.html", context, status=422 if error else 200)


def guest_links(request: Request) -> HttpResponse:
    """Every link to records that this person looks after: those that hold, or all."""
    found = queries.guest_links(user=request.user)
    shows_all = "all" in request.GET
    if not shows_all:
        found = found.filter(pk__in=GuestLink.objects.open_on(timezone.localdate()).order_by().values("pk"))
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    return render(
        request, "accounts/guest_links_page.html", {"page": page, "links": list(page), "shows_all": shows_all}
    )


def guest_link_revoke(request: Request, pk: int) -> HttpResponse:
    """End one link."""
    link = get_object_or_404(queries.guest_links(user=request.user), pk=pk)
    actions.revoke_link(link_id=link.pk, by=request.user)
    messages.success(request, _("The link no longer opens."))
    return HttpResponseRedirect(safe_next(request, reverse("accounts:guest_links")))


def guest_link_renew(request: Request, pk: int) -> HttpResponse:
    """Mail a new link in the place of an old one."""
    link = get_object_or_404(queries.guest_links(user=request.user), pk=pk)
    actions.renew_link(link_id=link.pk, by=request.user)
    messages.success(request, _("A new link is on its way; the old one no longer opens."))
    return HttpResponseRedirect(safe_next(request, reverse("accounts:guest_links")))
