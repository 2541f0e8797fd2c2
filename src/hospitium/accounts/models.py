"""Units of the administration, and who has which role in them until when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.roles import Role
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned


class Unit(Versioned):
    """A part of our own administration: an office, a department, a district."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("International office")
        DEPARTMENT = "department", _("Department")
        DISTRICT = "district", _("District")

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    name = MultilingualField(_("name"))
    name_key = FoldedField(of="name")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("belongs to"),
    )

    class Meta:
        ordering = ["name_key", "id"]

    def __str__(self) -> str:
        return str(self.name)


class GrantQuerySet(models.QuerySet["Grant"]):
    def valid_on(self, day: date) -> GrantQuerySet:
        return self.filter(Q(begins_on=None) | Q(begins_on__lte=day), ends_on__gte=day, withdrawn_at=None)


class Grant(models.Model):
    """A role that somebody has, in one unit or towards one partner, until a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="grants", verbose_name=_("unit")
    )
    partner_key = models.CharField(
        _("partner"), max_length=80, blank=True, help_text=_("For guests: the partner whose officer this is.")
    )
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"))
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="grant_guest_has_a_partner",
                condition=~Q(role=Role.GUEST) & Q(partner_key="") | Q(role=Role.GUEST) & ~Q(partner_key=""),
            ),
            models.CheckConstraint(
                name="grant_officer_has_a_unit",
                condition=~Q(role__in=[Role.OFFICER, Role.HEAD, Role.DEPARTMENT_CONTACT]) | Q(unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"

    @property
    def is_valid(self) -> bool:
        today = timezone.localdate()
        return (
            self.withdrawn_at is None and self.ends_on >= today and (self.begins_on is None or self.begins_on <= today)
        )


class SavedFilter(models.Model):
    """A list with its filters, under a name of its owner's."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    list_name = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(name="saved_filter_name_once", fields=["user", "list_name", "name"])]

    def __str__(self) -> str:
        return self.name


class GuestLinkQuerySet(models.QuerySet["GuestLink"]):
    def open_on(self, day: date) -> GuestLinkQuerySet:
        return self.filter(ends_on__gte=day, revoked_at=None)


class GuestLink(models.Model):
    """One person without an account may do one thing (`purpose`) with one record (`kind` and `key`) until a day.

    The link itself is kept as a hash alone. It opens only for whoever knows the mail address that it was sent to.
    """

    purpose = models.CharField(_("purpose"), max_length=30)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guest_links")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="guest_links")
    ends_on = models.DateField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key"], name="guest_link_of_record")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kind}:{self.key}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.ends_on >= timezone.localdate()


class GuestSession(models.Model):
    """A browser in which a guest link was opened, for a short time."""

    link = models.ForeignKey(GuestLink, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.link_id}: {self.ends_at:%Y-%m-%d %H:%M}"


class GuestUse(models.Model):
    """What was done with a guest link, for the officer who gave it out."""

    link = models.ForeignKey(GuestLink, on_delete=models.CASCADE, related_name="uses")
    at = models.DateTimeField()
    what = models.CharField(max_length=30)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.what}"
