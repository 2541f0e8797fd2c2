"""What tests of pages do again and again."""

from __future__ import annotations

from django.urls import reverse

# What a form with a button alone sends: its token.
YES = {"csrfmiddlewaretoken": "x"}


def at(view, *args):
    return reverse(f"exchange:{view}", args=args)
