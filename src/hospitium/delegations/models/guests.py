"""A table that somebody uploaded and has not taken over yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hospitium.accounts.models import GuestLink
from hospitium.delegations.models.delegations import Delegation


class MemberList(models.Model):
    """A list of members between its upload and the yes, with what was said about its columns.

    It belongs to the link or the person that uploaded it, and goes when it was taken over, or after two days: it is
    kept in the database, so that nothing of it stays behind as a file.
    """

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="lists")
    link = models.ForeignKey(GuestLink, null=True, on_delete=models.CASCADE, related_name="lists")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    choices = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="member_list_has_one_owner",
                condition=models.Q(link__isnull=True, user__isnull=False)
                | models.Q(link__isnull=False, user__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.pk}"
