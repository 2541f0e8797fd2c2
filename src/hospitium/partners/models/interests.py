"""Needs and offers of both sides on a topic, and where they meet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned
from hospitium.partners.models.places import Partner
from hospitium.topics.models import Topic


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, user: Somebody, row: str = "interest.read") -> InterestQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        return self.filter(Q(partner__key__in=scope.partners) | Q(unit__in=scope.department_units))


class Interest(Versioned):
    """What a department or a partner needs or offers on a topic."""

    class Kind(models.TextChoices):
        NEED = "need", _("need")
        OFFER = "offer", _("offer")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="interests", verbose_name=_("topic"))
    partner = models.ForeignKey(
        Partner,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="interests",
        verbose_name=_("partner"),
    )
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="interests",
        verbose_name=_("our unit"),
    )
    text = MultilingualField(_("what it is about"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["topic__position", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                name="interest_is_of_one_side",
                condition=Q(partner__isnull=True, unit__isnull=False) | Q(partner__isnull=False, unit__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.topic}"
