"""What lies in the vault, and who has read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import Somebody, access_of
from hospitium.vault.fields import Purpose


class Sealed(models.Model):
    """One encrypted value: that of `field` of the record that `kind` and `key` name.

    The row knows which key of the keyring opens it, and who gave the value when: a user, a guest, or the program.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    # No index, ever: § 16 (4) PassG forbids finding or linking records by such a number.
    ciphertext = models.BinaryField()
    key_id = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    given_with = models.ForeignKey(GuestLink, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sealed_once", fields=["kind", "key", "field"]),
            models.CheckConstraint(
                name="sealed_by_one", condition=Q(given_by__isnull=True) | Q(given_with__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.field}"

    @property
    def place(self) -> str:
        """Goes into the encryption: a ciphertext that is copied to another row does not open there."""
        return f"{self.kind}|{self.key}|{self.field}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: Somebody, row: str = "vault.log") -> ReadingQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class Reading(models.Model):
    """Somebody read some fields of one record for one purpose. The values never stand here."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key"], name="reading_of_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.purpose}"
