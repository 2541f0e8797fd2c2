"""The record of processing activities (GDPR, Article 30) as plain data for its template, in one language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.models import Unit
from hospitium.core import wording
from hospitium.core.retention import Text
from hospitium.retention.queries import InForce, in_force


def processing_record(unit: Unit, *, language: str) -> dict[str, Any]:
    """What the template shows: who is responsible, and each class of data with what holds for it."""
    with translation.override(language):
        installation = settings.INSTALLATION
        return {
            "language": language,
            "title": _("Record of processing activities"),
            "lead": _("According to Article 30 GDPR, made from the rules that the program goes by."),
            "office": installation["name"],
            "unit": unit.name.in_language(language).text,
            "reference": "",
            "as_of": _("As of %(day)s") % {"day": wording.day(timezone.localdate(), language=language)},
            "facts": [
                {"label": _("Responsible"), "value": unit.name.in_language(language).text or None},
                {"label": _("Contact"), "value": installation["contact"] or None},
                {"label": _("Data protection officer"), "value": installation["data_protection_officer"] or None},
                {"label": _("Supervisory authority"), "value": installation["supervisory_authority"] or None},
                {"label": _("Security"), "value": security()},
            ],
            "entries": [entry(held) for held in in_force()],
            "unknown": _("unknown"),
            "foot": installation["name"],
            "page_word": _("Page"),
        }


def security() -> str:
    return _(
        "Roles and rights from one table, second factor for everybody who sees personal data, passport and visa fields "
        "encrypted one by one, a log that cannot be changed unnoticed, erasing every night with a proof."
    )


def entry(held: InForce) -> dict[str, Any]:
    one = held.data_class
    return {
        "title": str(one.label),
        "facts": [
            {"label": _("Purpose"), "value": plain(held.purpose)},
            {"label": _("Legal ground"), "value": plain(held.legal_ground)},
            {"label": _("Persons"), "value": plain(one.persons)},
            {"label": _("Categories of data"), "value": plain(one.details)},
            {"label": _("Recipients"), "value": plain(one.recipients)},
            {"label": _("Time runs from"), "value": plain(one.anchor)},
            {"label": _("Kept for"), "value": term_of(held)},
            {"label": _("Archive"), "value": archive_of(held)},
        ],
    }


def plain(text: Text) -> str | None:
    return str(text) or None


def term_of(held: InForce) -> str:
    """How long in words: "90 days", or that erasing is switched off."""
    if not held.is_active:
        return _("Not erased for the time being")
    return ngettext("%(count)s day", "%(count)s days", held.days) % {"count": held.days}


def archive_of(held: InForce) -> str:
    if not held.data_class.must_be_offered_to_archive:
        return _("Not offered")
    return ngettext(
        "Offered before erasing; the archive answers within %(count)s day",
        "Offered before erasing; the archive answers within %(count)s days",
        held.archive_days,
    ) % {"count": held.archive_days}
