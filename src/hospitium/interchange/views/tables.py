"""Tables of an office."""

from django.http import HttpResponse

from hospitium.core.http import Request


def import_table(request: Request) -> HttpResponse:
    return HttpResponse("")
