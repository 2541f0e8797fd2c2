"""What the panel and the hosts think of applications."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.models import User, Versioned
from hospitium.exchange.models.applications import Application
from hospitium.exchange.models.offers import HostOffer
from hospitium.exchange.models.rounds import PanelMember


class Recommendation(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    DEFERRED = "deferred", _("deferred")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Somebody, row: str = "assessment.read") -> AssessmentQuerySet:
        """Each member sees their own; the office sees what was sent. Never one's own application's."""
        scope = access_of(user).scope(row)
        if not isinstance(user, User):
            return self.none()
        wanted = Q(application__round__unit__in=scope.units) & ~Q(submitted_at=None)
        if scope.is_self:
            wanted |= Q(member__user=user)
        return self.filter(wanted).exclude(application__applicant__user=user)

    def sent(self) -> AssessmentQuerySet:
        """Assessments that count: sent, and without a conflict of interest."""
        return self.filter(submitted_at__isnull=False, has_conflict=False)


class Assessment(Versioned):
    """What one member of the panel thinks of one application. `marks` maps the ids of criteria to marks."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="assessments")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="assessments")
    marks = models.JSONField(default=dict, blank=True)
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation, blank=True)
    note = models.TextField(_("note"), blank=True)
    has_conflict = models.BooleanField(_("conflict of interest"), default=False)
    conflict = models.CharField(_("which conflict"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="assessment_once", fields=["application", "member"]),
            models.CheckConstraint(
                name="assessment_sent_has_a_recommendation",
                condition=Q(submitted_at__isnull=True) | Q(has_conflict=True) | ~Q(recommendation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.recommendation}"


class Settlement(models.Model):
    """How differing assessments were settled, and why; the latest counts."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="settlements")
    decision = models.CharField(_("decision"), max_length=10, choices=Recommendation)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.decision}"


class HostRanking(models.Model):
    """Where an application stands with one offer. Equal ranks are ties.

    `rank` is the host's own word, empty where the host has none; `corrected` is the office's, with its reason, and
    goes before.
    """

    offer = models.ForeignKey(HostOffer, on_delete=models.CASCADE, related_name="rankings")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="rankings")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    corrected = models.PositiveSmallIntegerField(_("corrected rank"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(name="host_ranking_once", fields=["offer", "application"]),
            models.CheckConstraint(
                name="host_ranking_correction_says_why", condition=Q(corrected__isnull=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.application_id}"
