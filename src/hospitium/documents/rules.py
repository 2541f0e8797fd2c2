"""Who may make documents and keep letterheads, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, judge
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.documents.kinds import FORMATS, KINDS
from hospitium.documents.models import Document, Letterhead


def may_make(user: Somebody, unit: Unit) -> Verdict:
    """Whoever works for the unit in whose name the document goes out."""
    return judge(user, "document.create", unit=unit)


def can_be_made_again(document: Document) -> Verdict:
    """Only what was kept can be used again: not what came from the vault, and nothing of an erased document."""
    if document.erased_on is not None:
        return Verdict(_("This document was erased."))
    if document.is_sealed:
        return Verdict(_("This document holds details from the vault, which are kept nowhere else. Make a new one."))
    return ALLOWED


def may_edit_letterheads(user: Somebody, unit: Unit) -> Verdict:
    """The letter paper is a matter of the head of the office."""
    return judge(user, "letterhead.update", unit=unit)


def can_be_made(template: str, format: str, letterhead: Letterhead | None, unit: Unit) -> Verdict:
    """A letter has three formats, everything else is a PDF; the paper fits the format and belongs to the unit."""
    kind = KINDS.get(template)
    if kind is None or format not in FORMATS or (format != "pdf" and not kind.is_letter):
        return Verdict(_("There is no such document in this format."))
    if letterhead is None:
        return ALLOWED
    if letterhead.format != format:
        return Verdict(_("This letterhead is made for another format. Choose the format of the letterhead."))
    if letterhead.unit_id != unit.pk or not letterhead.is_active:
        return Verdict(_("This letterhead is not in use any more. Choose another one."))
    return ALLOWED
