"""The office's own letter paper: list, upload, replacement, test print, and our usual one to begin with."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.policy import may
from hospitium.core.forms import answer_form
from hospitium.core.http import Request, new_form_key
from hospitium.core.verdicts import Refused
from hospitium.documents import actions, forms
from hospitium.documents.kinds import MEDIA_TYPES
from hospitium.documents.letters import MARKS, fill, sample, usual_paper
from hospitium.documents.models import Letterhead


def letterheads(request: Request) -> HttpResponse:
    found = Letterhead.objects.visible_to(request.user).select_related("unit", "file")
    context = {
        "letterheads": found.order_by("-is_active", "name", "-pk"),
        "marks": [(f"«{name}»", meaning) for name, meaning in MARKS.items()],
        "may_edit": may(request.user, "letterhead.update"),
        "form_key": new_form_key(),
        "crumbs": [{"label": _("Documents"), "url": reverse("documents:documents")}, {"label": _("Letterheads")}],
    }
    return render(request, "documents/letterheads.html", context)


def letterhead_new(request: Request) -> HttpResponse:
    form = forms.AddLetterhead(request.POST or None, request.FILES or None)
    form.limit_to(request.user)

    def act() -> str:
        data = form.cleaned_data
        actions.add_letterhead(name=data["name"], unit=data["unit"], upload=data["file"], by=request.user)
        return taken_in(request)

    return answer_form(request, form, act, template="documents/letterhead_form.html", context=page(_("New letterhead")))


def letterhead_replace(request: Request, pk: int) -> HttpResponse:
    visible = Letterhead.objects.visible_to(request.user, "letterhead.update")
    record = get_object_or_404(visible.select_related("unit"), pk=pk)
    form = forms.ReplaceLetterhead(request.POST or None, request.FILES or None)

    def act() -> str:
        actions.replace_letterhead(letterhead_id=pk, upload=form.cleaned_data["file"], by=request.user)
        return taken_in(request)

    title = _("Replace the letterhead “%(name)s”") % {"name": record.name}
    return answer_form(request, form, act, template="documents/letterhead_form.html", context=page(title))


def page(title: str) -> dict[str, object]:
    return {
        "page_title": title,
        "cancel_url": reverse("documents:letterheads"),
        "marks": [(f"«{name}»", meaning) for name, meaning in MARKS.items()],
        "crumbs": [{"label": _("Letterheads"), "url": reverse("documents:letterheads")}, {"label": title}],
    }


def taken_in(request: Request) -> str:
    messages.success(request, _("The letterhead was taken in. Look at the test print before you send letters on it."))
    return reverse("documents:letterheads")


def letterhead_use(request: Request, pk: int) -> HttpResponse:
    """Take a letterhead out of use, or put it in use again."""
    get_object_or_404(Letterhead.objects.visible_to(request.user, "letterhead.update"), pk=pk)
    if request.method == "POST":
        try:
            actions.set_letterhead_in_use(letterhead_id=pk, in_use=request.POST.get("in_use") == "yes", by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("documents:letterheads"))


def letterhead_test(request: Request, pk: int) -> HttpResponse:
    """The letterhead with every mark filled with its own meaning."""
    record = get_object_or_404(Letterhead.objects.visible_to(request.user).select_related("file"), pk=pk)
    if not default_storage.exists(record.file.stored_as):
        raise Http404
    with default_storage.open(record.file.stored_as) as file:
        return download(fill(file.read(), sample()), record.format, "letterhead-test")


def letterhead_usual(request: Request, format: str) -> HttpResponse:
    """Our usual paper with its marks: something to begin with."""
    if format not in Letterhead.Format.values:
        raise Http404
    return download(usual_paper(format, language=get_language() or "en"), format, "letterhead")


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=headers)
