"""Records of the vault and of retention for the matrix: sealed fields and documents, readings, offers, proofs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from hospitium.accounts.roles import VISITOR, Role
from hospitium.documents.models import Document, StoredFile
from hospitium.retention.models import Erasure, Offer
from hospitium.vault.actions import seal
from hospitium.vault.fields import FIELDS
from hospitium.vault.keys import FILE_KEY
from hospitium.vault.models import Reading

DAY = date(2020, 5, 9)
EVERYBODY = frozenset({VISITOR, *Role})


def build(world: Any) -> None:
    """A sealed letter about each visit, sealed fields of each member; an offer to the archive, a proof, a reading."""
    for thing in list(world.things["member"]):
        build_fields(world, thing.record, thing.marks)
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


def build_fields(world: Any, member: Any, marks: Any) -> None:
    """A canary in every field of the vault. No page that is only read shows it to anybody, whoever may ask for it."""
    secret, values = type(next(iter(world.secrets.values()))), {}
    for code in sorted(set(FIELDS) - {FILE_KEY}):
        number = len(world.secrets) + 1
        world.secrets[number] = secret(
            number, f"sealed {member.pk} {code}", "vault.read", marks, is_public=False, never=EVERYBODY
        )
        values[code] = f"qz{number:04d}zq"
    seal(subject=member, fields=values, by=member.delegation.visit.officer)


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
