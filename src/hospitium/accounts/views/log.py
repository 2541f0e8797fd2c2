"""What happened, by whom, when: without content."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hospitium.accounts import actions, forms, policy, queries
from hospitium.core import tables
from hospitium.core.http import Request


def log(request: Request) -> HttpResponse:
    """A page of the log, the latest first; the next one begins before the last event of this one."""
    form = forms.LogFilter(request.GET or None)
    before = request.GET.get("before", "")
    page = queries.log_page(wanted=form.wanted, before=int(before) if before.isdecimal() and len(before) < 18 else None)
    query = request.GET.copy()
    query.pop("before", None)
    return render(
        request,
        "accounts/log.html",
        {
            "form": form,
            "page": page,
            "is_first": not before,
            "query": query.urlencode(),
            "clear_url": reverse("accounts:log"),
            "may_export": policy.may(request.user, "log.export"),
        },
    )


def log_check(request: Request) -> HttpResponse:
    """Does the chain hold? Every event is computed anew."""
    return render(request, "accounts/log_check.html", {"chain": queries.chain()})


def log_export(request: Request) -> HttpResponse:
    """The log that the filters ask for, as a table for Excel; taking it out leaves a trace in it."""
    lines = list(queries.log_lines(wanted=forms.LogFilter(request.GET or None).wanted))
    actions.note_export(list_name="log", kind="csv-excel", count=len(lines), by=request.user)
    content = tables.write_csv_for_excel(
        title=_("Log"),
        header=[
            pgettext("of an event", "Number"),
            _("Time"),
            _("Who"),
            _("Event"),
            _("What"),
            _("Kind of record"),
            _("Key"),
        ],
        rows=[
            [line.number, line.at.isoformat(), line.who, line.code, line.sentence, line.kind, line.key]
            for line in lines
        ],
        unknown=_("unknown"),
    )
    return HttpResponse(
        content,
        content_type=tables.MEDIA_TYPES["csv"],
        headers={"Content-Disposition": 'attachment; filename="log.csv"', "X-Content-Type-Options": "nosniff"},
    )
