"""Partnerships: their kind, who looks after them, and their status over time."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.claims import Disputable
from hospitium.core.fields import MultilingualField, PartialDateField
from hospitium.core.models import Claim, Versioned
from hospitium.partners.models.places import Partner


class Kind(models.TextChoices):
    """The four kinds of the German register of municipal partnerships (RGRE)."""

    PARTNERSHIP = "partnership", _("Partnership")
    FRIENDSHIP = "friendship", _("Friendship")
    CONTACT = "contact", _("Contact")
    PROJECT = "project", _("Project partnership")


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, user: Somebody, row: str = "partnership.read") -> PartnershipQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        wanted = Q(unit__in=scope.units) | Q(partner__key__in=scope.partners)
        return self.filter(wanted | Q(is_published=True) if scope.published else wanted)

    def published(self) -> PartnershipQuerySet:
        return self.filter(is_published=True)


class Partnership(Versioned):
    """A relation between our city, or one of its districts, and one partner."""

    key = models.SlugField(_("short name"), max_length=120, unique=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("partner")
    )
    home_district = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="district_partnerships",
        verbose_name=_("our district"),
        help_text=_("Empty when the whole city is the partner."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PARTNERSHIP)
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partnerships",
        verbose_name=_("looked after by"),
    )
    since = PartialDateField(_("since"), null=True, blank=True)
    renewed = PartialDateField(_("renewed"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    origin = MultilingualField(_("why it was begun"))
    cost_rule = MultilingualField(_("who bears which cost"))
    sensitivities = models.TextField(
        _("sensitivities"), blank=True, help_text=_("For the office alone; goes into the handover note.")
    )
    is_published = models.BooleanField(_("released for publication"), default=False)

    objects = PartnershipQuerySet.as_manager()
    disputable = (Disputable("since", Claim.Shape.DATE, _("since")),)

    class Meta:
        ordering = ["partner__name_key", "home_district_id", "id"]

    def __str__(self) -> str:
        if self.home_district_id and self.home_district:
            return f"{self.home_district} – {self.partner}"
        return str(self.partner)

    def get_absolute_url(self) -> str:
        return reverse("desk:partnership", args=[self.key])

    @property
    def is_suspended(self) -> bool:
        return self.status == Status.SUSPENDED

    def search_title(self) -> str:
        return str(self)

    def search_texts(self) -> dict[str, str]:
        texts = dict(self.partner.name.texts)
        if self.partner.part_of:
            for language, name in self.partner.part_of.name.texts.items():
                texts[language] = f"{texts.get(language, '')} {name}"
        return {**texts, "und": f"{self.partner.own_name} {self.home_district or ''}"}


class StatusChange(models.Model):
    """From when a partnership had which status, why, and by which decision."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    since = PartialDateField(_("since"), null=True)
    reason = MultilingualField(_("reason"))
    reference = models.CharField(_("reference of the decision"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.since or ''}"


class PlanningException(models.Model):
    """The head of office allows one thing with a suspended partnership, with a reason, until a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="exceptions")
    purpose = models.CharField(_("what is allowed"), max_length=200)
    reason = models.TextField(_("reason"))
    valid_until = models.DateField(_("until"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-granted_at", "-id"]

    def __str__(self) -> str:
        return self.purpose

    def is_valid_on(self, day: date) -> bool:
        return self.withdrawn_at is None and day <= self.valid_until
