"""What was learnt from a visit or a stay, who takes it up until when, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.models import Versioned
from hospitium.partners.models import Partnership
from hospitium.programme.models.activities import Activity


class LearningPointQuerySet(models.QuerySet["LearningPoint"]):
    def visible_to(self, user: Somebody, row: str = "learning_point.read") -> LearningPointQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        mine = Q(partnership__unit__in=scope.units) | Q(activity__unit__in=scope.units)
        return self.filter(mine | Q(unit__in=scope.units | scope.department_units))


class LearningPoint(Versioned):
    """One observation that somebody of ours takes up until a day; it may also be rejected, with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ADOPTED = "adopted", _("taken over")
        ADAPTED = "adapted", _("taken over in part")
        REJECTED = "rejected", _("rejected")

    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="learning_points"
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="learning_points"
    )
    what = models.CharField(_("what was learnt"), max_length=300)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="learning_points", verbose_name=_("unit")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("in charge"),
    )
    due_on = models.DateField(_("asked again on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("result, or why not"), max_length=300, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = LearningPointQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="learning_point_is_closed_with_a_reason",
                condition=Q(state="open", closed_on__isnull=True)
                | ~Q(state="open") & Q(closed_on__isnull=False) & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("programme:learning_point", args=[self.pk])
