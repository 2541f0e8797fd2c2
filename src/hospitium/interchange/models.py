"""What a record carries and no app of ours knows yet, kept as it came; and uploads between preview and confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hospitium.documents.models import StoredFile


class KeptSection(models.Model):
    """A section of an imported record that is handed back unchanged at the next export."""

    name = models.CharField(max_length=60, unique=True)
    content = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A table or record that somebody uploaded and has not confirmed yet, with the chosen mapping of its columns."""

    class Target(models.TextChoices):
        RECORD = "record"
        ACTIVITIES = "activities"
        CONTACTS = "contacts"

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=12, choices=Target)
    choices = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.target} {self.pk}"
