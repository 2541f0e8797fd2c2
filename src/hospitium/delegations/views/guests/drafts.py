"""Where a form that is being typed is kept, and where a draft is thrown away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from hospitium.accounts.guests import Guest
from hospitium.core.http import is_typing
from hospitium.delegations import drafts
from hospitium.delegations.actions import drafts as actions
from hospitium.delegations.views.guests.delegation import with_draft
from hospitium.delegations.views.guests.frame import address, is_too_often, list_page, own_page


@list_page
def guest_delegation_draft(request: HttpRequest, guest: Guest, form: str) -> HttpResponseBase:
    """A draft of the focal point: of a new member, or of one whose number is the form's name."""
    page = ("guest_delegation_member_new",) if form == "new" else ("guest_delegation_member", form)
    return keep(request, guest, form, page)


@own_page
def guest_member_draft(request: HttpRequest, guest: Guest, form: str) -> HttpResponseBase:
    """A draft of a member's own page."""
    return keep(request, guest, form, ("guest_member",))


def keep(request: HttpRequest, guest: Guest, form: str, page: tuple[str, ...]) -> HttpResponseBase:
    """Keep what was typed, or throw it away; a GET does neither."""
    if not drafts.fields_of(guest.link.purpose, form):
        raise Http404
    back = address(request, guest, *page)
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if too_often := is_too_often(request, guest, "guest_draft"):
        return too_often
    if "discard" in request.POST:
        actions.discard_draft(link_id=guest.link.pk, form=form)
        return HttpResponseRedirect(guest.here)
    typed = {name: request.POST.getlist(name) for name in request.POST}
    key = request.POST.get("form_key", "")
    saved = actions.save_draft(link_id=guest.link.pk, form=form, form_key=key, typed=typed)
    if is_typing(request):
        at = timezone.localtime(saved.saved_at) if saved else None
        return JsonResponse({"text": f"{at.hour}:{at.minute:02}"}) if at else HttpResponse(status=204)
    return HttpResponseRedirect(with_draft(back))
