"""Letterheads, letters, check codes and rules of countries in the world of look-alikes; called by world.py."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.delegations.models import Attendance, CountryRule, Delegation, IssuedLetter
from hospitium.documents.letters import usual_paper
from hospitium.documents.models import Document, Letterhead, StoredFile

if TYPE_CHECKING:
    from tests.matrix.world import Marks, World


def build_papers(world: World, visit: Any, officer: User, marks: Marks) -> None:
    """A letterhead of the office, and a letter that was made on it."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    stored: dict[str, Any] = {"media_type": "application/zip", "size": 5, "sha256": "0" * 64}
    stored["uploaded_at"] = timezone.now()
    paper = StoredFile.objects.create(name="x.docx", stored_as=f"matrix-paper-{visit.pk}", **stored)
    (folder / paper.stored_as).write_bytes(usual_paper("docx", language="de"))
    letterhead = Letterhead.objects.create(unit=visit.unit, format="docx", file=paper)
    world.add("letterhead", letterhead, row="letterhead.read", marks=marks)
    made = StoredFile.objects.create(name="x.docx", stored_as=f"matrix-letter-{visit.pk}", **stored)
    world.add("file", made, row="document.read", marks=marks)
    kind, key = reference(visit)
    document = Document.objects.create(
        year=2026,
        number=visit.pk,
        template="invitation",
        format="docx",
        language="de",
        as_of=timezone.localdate(),
        kind=kind,
        key=key,
        unit=visit.unit,
        file=made,
        letterhead=letterhead,
        made_by=officer,
        made_at=timezone.now(),
    )
    world.add("document", document, row="document.read", marks=marks)


def build_letters(world: World, visit: Any, officer: User, marks: Marks) -> None:
    """A letter with a check code for a member, who was there; and what one country wants."""
    delegation = Delegation.objects.filter(visit=visit, side="incoming").first()
    member = delegation.members.first()
    own = type(marks)(units=marks.units)
    Attendance.objects.create(
        member=member, day=visit.starts_on, state="present", noted_at=timezone.now(), noted_by=officer
    )
    rule = CountryRule.objects.create(country=f"X{visit.pk % 10}")
    # What a country wants is the same for every office that writes letters; the table calls that "own".
    world.add("country_rule", rule, row="delegation.issue_letter", marks=type(marks)(units=frozenset({"a", "b"})))
    kind, key = reference(member)
    file = StoredFile.objects.get(stored_as=f"matrix-letter-{visit.pk}")
    document = Document.objects.create(
        year=2026,
        number=10_000 + visit.pk,
        template="visa_invitation",
        format="docx",
        language="de",
        as_of=timezone.localdate(),
        kind=kind,
        key=key,
        unit=visit.unit,
        file=file,
        made_by=officer,
        made_at=timezone.now(),
    )
    world.add("document", document, row="document.read", marks=own)
    letter = IssuedLetter.objects.create(
        delegation=delegation,
        member=member,
        document=document,
        code=f"MATRIX{visit.pk:010}",
        issued_at=timezone.now(),
        issued_by=officer,
    )
    world.add("letter", letter, row="delegation.issue_letter", marks=own)


__all__ = ["build_letters", "build_papers"]
