"""What happened, by whom, when: without content."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from hospitium.accounts import forms, policy, queries
from hospitium.accounts.exports import log_as_csv
from hospitium.core.http import Request


def log(request: Request) -> HttpResponse:
    """A page of the log, the latest first; the next one begins before the last event of this one."""
    form = forms.LogFilter(request.GET or None)
    before = request.GET.get("before", "")
    page = queries.log_page(wanted=form.wanted, before=int(before) if before.isdecimal() else None)
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


def log_export(request: Request) -> StreamingHttpResponse:
    """The log that the filters ask for, as a table."""
    wanted = forms.LogFilter(request.GET or None).wanted
    return StreamingHttpResponse(
        log_as_csv(queries.log_lines(wanted=wanted)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="log.csv"'},
    )
