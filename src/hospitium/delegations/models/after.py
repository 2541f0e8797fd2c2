"""Who was there, and what the guests thought of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned
from hospitium.delegations.models.delegations import Delegation, Member


class Attendance(models.Model):
    """Whether somebody was there on one day."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        PARTLY = "partly", _("partly")
        ABSENT = "absent", _("absent")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="attendance")
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=8, choices=State)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(name="attendance_once", fields=["member", "day"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.day}"


class Evaluation(Versioned):
    """The sheet with which a delegation is asked how it was; answers are shown from the fifth on."""

    delegation = models.OneToOneField(Delegation, on_delete=models.CASCADE, related_name="evaluation")
    opened_on = models.DateField(_("open since"), null=True, blank=True)
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # How many were asked; the tickets go when the evaluation closes.
    invited = models.PositiveSmallIntegerField(_("persons asked"), null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return str(self.delegation)


class Question(Versioned):
    """One question of a sheet: a scale of 1 to 5, or free text."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("scale of 1 to 5")
        TEXT = "text", _("free text")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.SCALE)
    text = MultilingualField(_("question"))

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.text)


class EvaluationTicket(models.Model):
    """Who was asked and whether an answer has come in; which one it is, nobody can tell from it."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="tickets")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tickets")
    is_used = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="evaluation_ticket_once", fields=["evaluation", "member"])]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def delegation(self) -> Delegation:
        """What leads a guest link from the ticket to the unit in charge."""
        return self.evaluation.delegation


class Answer(models.Model):
    """One answer to one question. `sheet` is a random number that holds the answers of one person together.

    Neither a moment nor an order is kept: the key is random, too.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    sheet = models.UUIDField()
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="answer_mark_is_on_the_scale", condition=Q(mark__isnull=True) | Q(mark__gte=1, mark__lte=5)
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
