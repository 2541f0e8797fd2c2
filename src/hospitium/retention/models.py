"""The rules of keeping as the office set them, what was offered to the archive, and the proofs of erasing."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned

ARCHIVE_DAYS, LONGEST = 180, 36_500


class Rule(Versioned):
    """How long a class of data is kept here, where the office has set something else than the program proposes."""

    data_class = models.SlugField(max_length=60, unique=True)
    purpose = MultilingualField(_("purpose"), help_text=_("Leave empty for the wording of the program."))
    legal_ground = MultilingualField(_("legal ground"), help_text=_("Leave empty for the wording of the program."))
    days = models.PositiveIntegerField(_("days"), validators=[MaxValueValidator(LONGEST)])
    archive_days = models.PositiveIntegerField(
        _("days for the archive to answer"), default=ARCHIVE_DAYS, validators=[MaxValueValidator(LONGEST)]
    )
    is_active = models.BooleanField(_("data are erased when their time is over"), default=True)

    class Meta:
        ordering = ["data_class"]

    def __str__(self) -> str:
        return self.data_class


class Change(models.Model):
    """Why a rule was changed, by whom, and what it said before."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    days_before = models.PositiveIntegerField()
    days = models.PositiveIntegerField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.days_before} → {self.days}"


class Run(models.Model):
    """One going through all classes. Without an end it is still running, or it was broken off."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_broken = models.BooleanField(default=False)
    erased = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: Somebody, row: str = "retention.read") -> OfferQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class Offer(models.Model):
    """A record that must be offered to the archive before it may be erased (archive act, section 5)."""

    class State(models.TextChoices):
        KEPT = "kept", _("kept")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        HANDED_OVER = "handed_over", _("handed over")
        DECLINED = "declined", _("declined")
        TERM_OVER = "term_over", _("term over")
        ERASED = "erased", _("erased")

    data_class = models.SlugField(max_length=60)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    anchor = models.DateField()
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.KEPT)
    offered_on = models.DateField(_("offered on"))
    term_ends_on = models.DateField(_("answer until"))
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    archive_reference = models.CharField(_("reference of the archive"), max_length=120, blank=True)
    handed_over_on = models.DateField(null=True)
    erased_on = models.DateField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["term_ends_on", "id"]
        constraints = [models.UniqueConstraint(name="offer_once", fields=["data_class", "kind", "key"])]

    def __str__(self) -> str:
        return f"{self.data_class} {self.kind}:{self.key}"

    def is_late(self, today: date) -> bool:
        return self.state == self.State.OFFERED and self.term_ends_on < today


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, user: Somebody, row: str = "retention.prove") -> ErasureQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class Erasure(models.Model):
    """The proof that data were erased, without the data: which class of which record, when, and how many."""

    data_class = models.SlugField(max_length=60)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    anchor = models.DateField()
    counts = models.JSONField(default=dict)
    erased_at = models.DateTimeField()
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="erasures")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key"], name="erasure_of_record")]
        constraints = [models.CheckConstraint(name="erasure_names_a_record", condition=~Q(key=""))]

    def __str__(self) -> str:
        return f"{self.data_class} {self.kind}:{self.key}"
