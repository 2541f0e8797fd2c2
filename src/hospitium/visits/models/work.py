"""Templates, tasks, costs, the rules of the check and what was accepted, runs of the proposal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import MultilingualField
from hospitium.core.leases import Leased
from hospitium.core.models import Versioned
from hospitium.documents.models import StoredFile
from hospitium.programme.models import Format
from hospitium.visits.models.visits import Item, Visit


class Anchor(models.TextChoices):
    """From where the days of a task are counted."""

    START = "start", _("begin of the visit")
    END = "end", _("end of the visit")
    CONFIRMATION = "confirmation", _("confirmation of all items")


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, user: Somebody, row: str = "template.read") -> TemplateQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class Template(Versioned):
    """How a visit of this kind usually runs: items by day, tasks by T minus. The office changes it as it likes.

    `items`: mappings with day (from 1), starts ("09:00"), minutes, kind, title (language → text), mode, obligatory.
    """

    key = models.SlugField(_("short name"), max_length=40, unique=True)
    name = MultilingualField(_("name"))
    format = models.CharField(_("format"), max_length=30, choices=Format)
    days = models.PositiveSmallIntegerField(_("days"))
    items = models.JSONField(_("items"), default=list, blank=True)
    is_outgoing = models.BooleanField(_("we travel"), default=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["format", "days", "id"]
        constraints = [models.CheckConstraint(name="template_has_days", condition=Q(days__gte=1, days__lte=31))]

    def __str__(self) -> str:
        return str(self.name)


class TemplateTask(models.Model):
    """A task that every visit of this kind has; `days` before (negative) or after the anchor."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="tasks")
    what = MultilingualField(_("what"))
    anchor = models.CharField(_("counted from"), max_length=12, choices=Anchor, default=Anchor.START)
    days = models.SmallIntegerField(_("days"), help_text=_("−90: three months before."))

    class Meta:
        ordering = ["anchor", "days", "id"]

    def __str__(self) -> str:
        return str(self.what)


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: Somebody, row: str = "visit.read") -> TaskQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class Task(Versioned):
    """What somebody must do for a visit until a day that moves with the visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="tasks")
    what = models.CharField(_("what"), max_length=300)
    anchor = models.CharField(_("counted from"), max_length=12, choices=Anchor, default=Anchor.START)
    days = models.SmallIntegerField(_("days"), default=0)
    due_on = models.DateField(_("until"), null=True, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visit_tasks",
        verbose_name=_("in charge"),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.what


class CostQuerySet(models.QuerySet["Cost"]):
    def visible_to(self, user: Somebody, row: str = "visit.read_internal") -> CostQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class Cost(Versioned):
    """One position of the cost plan: planned and actual, who pays, where it is booked."""

    class Payer(models.TextChoices):
        HOST = "host", _("host")
        GUEST = "guest", _("guest")
        FUNDER = "funder", _("funder")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="costs")
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="costs", verbose_name=_("item")
    )
    what = models.CharField(_("what for"), max_length=200)
    payer = models.CharField(_("payer"), max_length=8, choices=Payer, default=Payer.HOST)
    funder = models.CharField(_("which funder"), max_length=120, blank=True)
    planned = models.DecimalField(_("planned"), max_digits=12, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("actual"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    chapter = models.CharField(_("chapter"), max_length=20, blank=True)
    title = models.CharField(_("budget title"), max_length=20, blank=True)
    receipt = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("receipt")
    )

    objects = CostQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class Acceptance(models.Model):
    """A finding of the check that somebody accepts, and why."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="acceptances")
    finding = models.CharField(max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="acceptance_once", fields=["visit", "finding"])]

    def __str__(self) -> str:
        return self.finding


class CheckLimits(Versioned):
    """The limits of the check and the rules that are switched off, for one office; without a row the usual hold."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="check_limits")
    limits = models.JSONField(default=dict, blank=True)
    off = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return str(self.unit)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Somebody, row: str = "visit.read") -> ProposalQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class Proposal(Leased):
    """One run of the proposal: the question, how far it is, and the answer, both kept as they were."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="proposals")
    seconds = models.PositiveSmallIntegerField(_("seconds at most"), default=20)
    seed = models.PositiveIntegerField(default=1)
    question = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.get_state_display()}"
