"""Records of the vault and of retention for the matrix: sealed documents, readings, offers to the archive, proofs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from hospitium.documents.models import Document, StoredFile
from hospitium.retention.models import Erasure, Offer
from hospitium.vault.models import Reading

DAY = date(2020, 5, 9)


def build(world: Any) -> None:
    """A sealed letter about each visit; an offer to the archive, a proof and a line of the vault's log."""
    for thing in list(world.things["visit"]):
        build_sealed(world, thing.record, thing.marks)
    place = {"data_class": "letter", "kind": "documents.document", "key": "1", "anchor": DAY}
    offer = Offer.objects.create(**place, state=Offer.State.OFFERED, offered_on=DAY, term_ends_on=DAY)
    world.add("archive_offer", offer, row="retention.read", marks=type(world.things["visit"][0].marks)())
    Erasure.objects.create(**place, counts={"documents": 1}, erased_at=timezone.now())
    reader = world.users["officer_a"]
    Reading.objects.create(
        kind="documents.document", key="1", fields=["file"], purpose="hotel", at=timezone.now(), by=reader
    )


def build_sealed(world: Any, visit: Any, marks: Any) -> None:
    """The file itself is asked for in tests/documents/test_sealed.py."""
    officer = world.users["officer_b" if "b" in marks.units else "officer_a"]
    stored = StoredFile.objects.create(
        name="x.pdf", media_type="application/pdf", size=5, sha256="0" * 64, stored_as=f"matrix-sealed-{visit.pk}",
        uploaded_at=timezone.now(),
    )  # fmt: skip
    document = Document.objects.create(
        year=2025, number=visit.pk, template="visa_invitation", format="pdf", language="de", as_of=DAY,
        kind="visits.visit", key=str(visit.pk), unit=visit.unit, file=stored, is_sealed=True, made_by=officer,
        made_at=timezone.now(),
    )  # fmt: skip
    world.add("sealed_document", document, row="document.read", marks=marks)
