"""What tests of pages do again and again."""

from __future__ import annotations

from django.urls import reverse


def page(name, *keys):
    return reverse(f"delegations:{name}", args=keys)


def press(desk, address):
    """The yes on a page that asks first; a browser always sends something along."""
    return desk.post(address, {"csrfmiddlewaretoken": "x"})


def text_of(response):
    return response.content.decode()


def names_in_order(response):
    return [row.name for row in response.context["rows"]]
