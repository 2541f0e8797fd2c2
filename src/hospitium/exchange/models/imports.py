"""A table of applications between its upload and the yes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hospitium.exchange.models.rounds import Round


class ApplicationList(models.Model):
    """A table of applications, with what was said about its columns.

    It belongs to whoever uploaded it, and goes when it was taken over, or after the days that retention has for it:
    it is kept in the database, so that nothing of it stays behind as a file.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="lists")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    choices = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.pk}"
