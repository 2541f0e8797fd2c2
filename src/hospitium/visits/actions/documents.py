"""Documents of a visit: booklet, run sheet, briefing, letters; each gets its place in the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.documents.actions import make_document
from hospitium.documents.kinds import KINDS
from hospitium.documents.models import Document, Letterhead
from hospitium.visits import rules
from hospitium.visits.documents import booklet_data, briefing_data, letter_data, recipients_of, run_sheet_data
from hospitium.visits.documents.words import name_of, said
from hospitium.visits.models import Visit

MOST_LETTERS = 60


@transaction.atomic
def make_booklet(*, visit_id: int, languages: Sequence[str], paper: str, by: User) -> Document:
    """The programme booklet in one or two languages. Raises Refused."""
    visit = asked(visit_id)
    second = languages[1] if len(languages) > 1 else ""
    data = booklet_data(visit, languages=languages, paper=paper)
    return kept(visit, "booklet", data, language=languages[0], second_language=second, by=by)


@transaction.atomic
def make_run_sheet(*, visit_id: int, language: str, by: User) -> Document:
    """The internal run sheet. Raises Refused."""
    visit = asked(visit_id)
    require(rules.may_read_internal(by, visit))
    return kept(visit, "run_sheet", run_sheet_data(visit, language=language), language=language, by=by)


@transaction.atomic
def make_briefing(*, visit_id: int, language: str, by: User) -> Document:
    """The briefing folder for the leadership, with what `by` may see. Raises Refused."""
    visit = asked(visit_id)
    require(rules.may_read_internal(by, visit))
    return kept(visit, "briefing", briefing_data(visit, language=language, by=by), language=language, by=by)


@transaction.atomic
def make_letters(
    *,
    visit_id: int,
    letter: str,
    recipients: Sequence[str],
    format: str,
    letterhead: Letterhead | None,
    by: User,
) -> list[Document]:
    """One letter for each receiver, in the language of each. Raises Refused."""
    visit = asked(visit_id)
    require(rules.may_write_letter(by, visit, letter))
    chosen = [one for one in recipients_of(visit, letter, by) if one.key in set(recipients)]
    if not chosen:
        raise Refused(_("Choose at least one receiver."))
    if len(chosen) > MOST_LETTERS:
        raise Refused(_("Choose at most %(limit)s receivers at once.") % {"limit": MOST_LETTERS})
    return [
        kept(
            visit,
            letter,
            letter_data(visit, letter, one),
            language=one.language,
            name=one.name,
            recipient=one.key,
            format=format,
            letterhead=letterhead,
            by=by,
        )
        for one in chosen
    ]


def asked(visit_id: int) -> Visit:
    return Visit.objects.select_related("activity", "unit", "officer", "lodging").get(pk=visit_id)


def kept(
    visit: Visit,
    template: str,
    data: Mapping[str, Any],
    *,
    language: str,
    by: User,
    second_language: str = "",
    name: str = "",
    recipient: str = "",
    format: str = "pdf",
    letterhead: Letterhead | None = None,
) -> Document:
    label = said(KINDS[template].label, language)
    title = f"{label}: {name_of(visit, language)}"
    return make_document(
        template=template,
        data=data,
        subject=visit,
        unit=visit.unit,
        title=f"{title} – {name}" if name else title,
        language=language,
        second_language=second_language,
        file_reference=visit.file_reference,
        format=format,
        letterhead=letterhead,
        recipient=recipient,
        by=by,
    )
