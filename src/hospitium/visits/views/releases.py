"""Published versions of a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.visits import rules
from hospitium.visits.actions import releases as actions
from hospitium.visits.forms.work import Publish
from hospitium.visits.models import Release
from hospitium.visits.queries.release_words import sentences_of
from hospitium.visits.queries.releases import (
    changes_since_last,
    concerned_by,
    content_of,
    days_of,
    differences,
    digest_of,
)
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of


def releases(request: Request, pk: int) -> HttpResponse:
    """All versions, the latest first, and what is different in the programme since then."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    since = changes_since_last(record)
    context = {
        **frame_of(record, request.user, "releases"),
        "releases": list(record.releases.select_related("published_by").defer("content")),
        "since": since,
        "sentences": sentences_of(since.changes) if since else [],
        "may_publish": rules.may_publish_visit(request.user, record),
    }
    return render(request, "visits/releases.html", context)


def release_new(request: Request, pk: int) -> HttpResponse:
    """What is different and who will be told; then publish."""
    record = get_object_or_404(workspaces(request.user, "visit.publish"), pk=pk)
    back = reverse("visits:releases", args=[pk])
    content = content_of(record)
    form = Publish(request.POST or None, initial={"seen": digest_of(content)})

    def act() -> str:
        done = actions.publish_programme(visit_id=pk, by=request.user, **form.cleaned_data)
        tell(request, done)
        return back

    latest = record.releases.first()
    changes = differences(latest.content, content) if latest else []
    concerned = concerned_by(record, latest.content, content, changes) if latest else []
    return answer_form(
        request,
        form,
        act,
        template="visits/release_new.html",
        context={
            **frame_of(record, request.user, "releases"),
            "latest": latest,
            "sentences": sentences_of(changes),
            "told": [one for one in concerned if one.email],
            "without_address": [one for one in concerned if not one.email],
            "is_empty": not content["items"],
            "verdict": rules.may_publish_visit(request.user, record),
            "cancel_url": back,
        },
    )


def tell(request: Request, done: actions.Published) -> None:
    messages.success(request, _("Version %(number)s is published.") % {"number": done.release.number})
    if done.told:
        text = ngettext(
            "%(count)d person gets a mail in ten minutes.",
            "%(count)d people get a mail in ten minutes.",
            len(done.told),
        )
        messages.info(request, text % {"count": len(done.told)})
    for one in done.without_address:
        messages.warning(request, _("%(name)s has no mail address. Please call.") % {"name": one.name})


def release(request: Request, pk: int) -> HttpResponse:
    """The programme as it was published."""
    found = Release.objects.visible_to(request.user).select_related("published_by")
    shown = get_object_or_404(found, pk=pk)
    record = get_object_or_404(workspaces(request.user), pk=shown.visit_id)
    notices = list(shown.notices.all()) if rules.may_read_internal(request.user, record) else []
    context = {
        **frame_of(record, request.user, "releases"),
        "release": shown,
        "sentences": sentences_of(shown.changes),
        "days": days_of(shown.content),
        "notices": notices,
    }
    return render(request, "visits/release.html", context)
