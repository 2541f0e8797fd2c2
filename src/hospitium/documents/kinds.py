"""The documents that can be made: what each is called, and which of our templates and formats it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document; `typst` names its PDF template, a letter can also be made on the office's own paper."""

    label: str | Promise
    typst: str
    is_letter: bool = False


KINDS: Mapping[str, DocumentKind] = {
    "year_programme": DocumentKind(_("Year programme"), "year_programme"),
    "booklet": DocumentKind(_("Programme booklet"), "booklet"),
    "run_sheet": DocumentKind(_("Run sheet"), "run_sheet"),
    "briefing": DocumentKind(_("Briefing folder"), "briefing"),
    "invitation": DocumentKind(_("Invitation"), "letter", is_letter=True),
    "topic_request": DocumentKind(_("Topic request"), "letter", is_letter=True),
    "speaker_request": DocumentKind(_("Speaker request"), "letter", is_letter=True),
    "confirmation": DocumentKind(_("Confirmation"), "letter", is_letter=True),
    "thanks": DocumentKind(_("Thanks"), "letter", is_letter=True),
    # ---- delegations -------------------------------------------------------------
    "visa_invitation": DocumentKind(_("Invitation for the consulate"), "letter", is_letter=True),
    "personal_invitation": DocumentKind(_("Personal invitation"), "letter", is_letter=True),
    "cost_commitment": DocumentKind(_("Statement of costs"), "letter", is_letter=True),
    "participants": DocumentKind(_("List of participants"), "participants"),
    "participants_internal": DocumentKind(_("List of participants, internal"), "participants"),
    "venue_names": DocumentKind(_("List of names for a venue"), "participants"),
    "interpreter_terms": DocumentKind(_("Names and terms for the interpreters"), "participants"),
    "rooming_list": DocumentKind(_("Rooming list"), "rooming_list"),
    "wishes": DocumentKind(_("Catering and access"), "participants"),
    "emergency_sheet": DocumentKind(_("Emergency sheet"), "emergency_sheet"),
    "attendance_list": DocumentKind(_("List of attendance"), "participants"),
    "settlement": DocumentKind(_("Settlement of the costs"), "participants"),
    "travel_request": DocumentKind(_("Request for a business trip"), "travel_request"),
    "badges": DocumentKind(_("Badges"), "badges"),
    "place_cards": DocumentKind(_("Place cards"), "place_cards"),
    "stay_agreement": DocumentKind(_("Agreement on a stay"), "stay_agreement"),
    "stay_certificate": DocumentKind(_("Certificate of a stay"), "stay_certificate"),
    "seating_plan": DocumentKind(_("Seating plan"), "seating_plan"),
    "attendance_certificate": DocumentKind(_("Certificate of attendance"), "certificate"),
    "evaluation_summary": DocumentKind(_("Summary of the evaluation"), "evaluation"),
    "guest_thanks": DocumentKind(_("Thanks to the guests"), "letter", is_letter=True),
    "visit_report": DocumentKind(_("Report on a visit"), "visit_report"),
    # ---- keeping and erasing ------------------------------------------------------
    "processing_record": DocumentKind(_("Record of processing activities"), "processing_record"),
    # ---- staff exchange ----------------------------------------------------------
}
FORMATS = {"pdf": "PDF", "docx": "DOCX", "odt": "ODT"}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


def label_of(template: str) -> str:
    """What a document is called; of one whose kind is gone, its short name."""
    kind = KINDS.get(template)
    return str(kind.label) if kind else template
