"""Stored files, the office's letter paper, and the register of documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.models import Versioned
from hospitium.documents.kinds import label_of


class StoredFile(models.Model):
    """One uploaded file. It is handed out as a download only, never shown in our own pages."""

    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    def visible_to(self, user: Somebody, row: str = "letterhead.read") -> LetterheadQuerySet:
        scope = access_of(user).scope(row)
        return self if scope.anything else self.filter(unit__in=scope.units)


class Letterhead(Versioned):
    """The office's own letter paper as a DOCX or ODT file with «fields» from a fixed list."""

    class Format(models.TextChoices):
        DOCX = "docx", "DOCX"
        ODT = "odt", "ODT"

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letterheads", verbose_name=_("unit"))
    format = models.CharField(max_length=4, choices=Format)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(_("in use"), default=True)

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Somebody, row: str = "document.read") -> DocumentQuerySet:
        scope = access_of(user).scope(row)
        return self if scope.anything else self.filter(unit__in=scope.units)


class Document(models.Model):
    """A document that was made: its number in the register, its version, and the data that it was made from.

    `kind` and `key` name the record that it is about, `recipient` the record that a letter goes to. The same template
    with the same data gives the same document. The file of a sealed one is encrypted, and what came from the vault
    stands in that file alone. Of an erased one, number, kind and days are left.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    template = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=300)
    format = models.CharField(max_length=4)
    language = models.CharField(max_length=5)
    second_language = models.CharField(max_length=5, blank=True)
    file_reference = models.CharField(_("file reference"), max_length=80, blank=True)
    as_of = models.DateField(_("as of"))
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    recipient = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    data = models.JSONField(default=dict)
    # None once the document was erased; its row stays in the register.
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    is_sealed = models.BooleanField(default=False)
    erased_on = models.DateField(_("erased on"), null=True)
    letterhead = models.ForeignKey(Letterhead, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number", "-version"]
        constraints = [
            models.UniqueConstraint(name="document_number_once", fields=["year", "number", "version"]),
            models.CheckConstraint(
                name="document_has_a_file_until_erased",
                condition=Q(file__isnull=False, erased_on__isnull=True) | Q(file__isnull=True, erased_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["kind", "key"], name="document_of_record")]

    def __str__(self) -> str:
        return f"{self.sign} {self.heading}"

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.pk])

    @property
    def sign(self) -> str:
        """Number and version as they stand on the paper: 2026/0012-1."""
        return f"{self.year}/{self.number:04d}-{self.version}"

    @property
    def heading(self) -> str:
        """The title; of an erased document, whose title could name somebody, the kind."""
        return self.title or label_of(self.template)

    @property
    def download_url(self) -> str:
        """Where its file is handed out; empty once it was erased."""
        if self.file_id is None:
            return ""
        if self.is_sealed:
            return reverse("documents:document_sealed", args=[self.pk])
        return reverse("documents:file", args=[self.file_id])
