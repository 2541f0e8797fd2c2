"""Runs of the matching, and who waits for which offer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.core.leases import Leased
from hospitium.exchange.models.applications import Application
from hospitium.exchange.models.offers import HostOffer
from hospitium.exchange.models.rounds import Round


class LockQuerySet(models.QuerySet["Lock"]):
    def visible_to(self, user: Somebody, row: str = "run.read") -> LockQuerySet:
        return self.filter(round__in=Round.objects.visible_to(user, row))


class Lock(models.Model):
    """A pair that every run of a round must make, or must not make, and why."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("must be placed there")
        FORBIDDEN = "forbidden", _("must not be placed there")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="locks")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="locks")
    offer = models.ForeignKey(HostOffer, on_delete=models.CASCADE, related_name="locks")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LockQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="lock_once", fields=["application", "offer"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind} {self.offer_id}"


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: Somebody, row: str = "run.read") -> RunQuerySet:
        return self.filter(round__in=Round.objects.visible_to(user, row))


class Run(Leased):
    """One run of the matching: the problem and the outcome as they were, so that it can be computed again years later.

    Both hold ids, codes and numbers, never names. A what-if is a run with a `base`, and `changes` says what was
    asked differently. `message` is a code, `message_facts` its figures.
    """

    class Mechanism(models.TextChoices):
        STABLE = "stable", _("stable")
        BALANCED = "balanced", _("balanced")
        OPTIMAL = "optimal", _("optimal")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField(_("number"))
    mechanism = models.CharField(_("mechanism"), max_length=10, choices=Mechanism, default=Mechanism.STABLE)
    problem = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    proof = models.JSONField(default=dict)
    code_version = models.CharField(max_length=40, blank=True)
    seed = models.PositiveIntegerField(default=1)
    seconds = models.PositiveSmallIntegerField(_("seconds at most"), default=30)
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="what_ifs")
    changes = models.JSONField(default=list, blank=True)
    message = models.CharField(max_length=40, blank=True)
    message_facts = models.JSONField(default=dict, blank=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(name="run_number_once", fields=["round", "number"])]
        indexes = [models.Index(fields=["state", "taken_until"], name="run_waiting")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:run", args=[self.pk])


class WaitingEntry(models.Model):
    """An application that moves up when a place with this offer becomes free; the lowest position first."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MOVED_UP = "moved_up", _("moved up")
        LEFT = "left", _("off the list")

    offer = models.ForeignKey(HostOffer, on_delete=models.CASCADE, related_name="waiting_entries")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="waiting_entries")
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="waiting_entries")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    reason_facts = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["offer", "position", "id"]
        constraints = [models.UniqueConstraint(name="waiting_entry_once", fields=["offer", "application"])]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.position}: {self.application_id}"
