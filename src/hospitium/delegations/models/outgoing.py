"""What only our own journeys have: the travel request with its claim, and the questions to bring answers to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.core.models import Versioned
from hospitium.delegations.models.delegations import Delegation, Member


class TravelRequestQuerySet(models.QuerySet["TravelRequest"]):
    def visible_to(self, user: Somebody, row: str = "delegation.update") -> TravelRequestQuerySet:
        return self.filter(member__in=Member.objects.visible_to(user, row))


class TravelRequest(Versioned):
    """The request of one traveller, approved before the journey; the claim lapses after six months (BRKG § 3)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ASKED = "asked", _("approval asked for")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="travel_request")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    why_in_person = models.CharField(
        _("why a video conference is not enough"), max_length=300, blank=True, help_text=_("Travel law asks for it.")
    )
    estimate = models.DecimalField(_("estimated cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    claim_due_on = models.DateField(_("claim until"), null=True, blank=True)
    claimed_on = models.DateField(_("claimed on"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)

    objects = TravelRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="travel_request_is_decided_on_a_day",
                condition=Q(state__in=["approved", "refused"], decided_on__isnull=False)
                | Q(state__in=["draft", "asked"], decided_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.member)


class MandateQuestionQuerySet(models.QuerySet["MandateQuestion"]):
    def visible_to(self, user: Somebody, row: str = "delegation.update") -> MandateQuestionQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user, row))


class MandateQuestion(Versioned):
    """A question that somebody travels with, and the answer that came back."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="questions")
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions", verbose_name=_("who asks")
    )
    question = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"), blank=True)

    objects = MandateQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.question
