"""Mails to whoever applied."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from hospitium.core import mails
from hospitium.exchange.models import Application, Placement


def write_to_applicant(
    application: Application, template: str, *, about: Application | Placement, **context: Any
) -> int:
    """One mail in the language of the person; 0 where they left no address, else 1."""
    person = application.applicant
    if not person.email:
        return 0
    mails.post(
        to=person.email,
        language=person.language,
        template=template,
        context={
            "application": application,
            "round": application.round,
            "name": person.name,
            "officer": application.round.officer,
            "has_account": person.user_id is not None,
            "base_url": settings.BASE_URL,
            **context,
        },
        about=about,
    )
    return 1
