"""Speakers and hosts by function, and interpreters with their language pairs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.algorithms.timetable import Mode as InterpretingMode
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned
from hospitium.topics.models import Topic


class Mode(models.TextChoices):
    """How something is interpreted; the same words as in algorithms.timetable."""

    NONE = InterpretingMode.NONE.value, _("no interpreting")
    CONSECUTIVE = InterpretingMode.CONSECUTIVE.value, _("consecutive")
    SIMULTANEOUS = InterpretingMode.SIMULTANEOUS.value, _("simultaneous")
    WHISPERED = InterpretingMode.WHISPERED.value, _("whispered")


class PoolQuerySet(models.QuerySet["Speaker"]):
    def visible_to(self, user: Somebody, row: str = "speaker.read") -> PoolQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class Speaker(Versioned):
    """Somebody of our side who speaks or hosts, known by the function."""

    name = models.CharField(_("name"), max_length=150)
    name_key = FoldedField(of="name")
    salutation = models.CharField(
        _("form of address"), max_length=120, blank=True, help_text=_("As a letter begins: Sehr geehrte Frau Dr. Berg")
    )
    function = MultilingualField(_("function"))
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="speakers", verbose_name=_("our unit")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language of letters"), max_length=5, default="de")
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="speakers", verbose_name=_("topics"))
    hours = models.JSONField(
        _("hours"), default=list, blank=True, help_text=_("When this person can be had; one line: Mo 09:00-16:00.")
    )
    remark = models.TextField(_("internal remark"), blank=True, help_text=_("Never leaves the house."))

    objects = PoolQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("visits:speaker", args=[self.pk])

    def search_title(self) -> str:
        return self.name

    def search_texts(self) -> dict[str, str]:
        return {**self.function.texts, "und": self.organisation}


class InterpreterQuerySet(models.QuerySet["Interpreter"]):
    def visible_to(self, user: Somebody, row: str = "interpreter.read") -> InterpreterQuerySet:
        scope = access_of(user).scope(row)
        return self if scope.anything else self.none()


class Interpreter(Versioned):
    """An interpreter of the office's pool."""

    name = models.CharField(_("name"), max_length=150)
    name_key = FoldedField(of="name")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language of letters"), max_length=5, default="de")
    modes = models.JSONField(_("modes"), default=list, blank=True)
    minutes_a_day = models.PositiveSmallIntegerField(_("minutes a day"), null=True, blank=True)
    rate = models.DecimalField(_("rate a day"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    remark = models.TextField(_("internal remark"), blank=True, help_text=_("Never leaves the house."))

    objects = InterpreterQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("visits:interpreter", args=[self.pk])


class LanguagePair(models.Model):
    """One direction in which an interpreter works."""

    interpreter = models.ForeignKey(Interpreter, on_delete=models.CASCADE, related_name="pairs")
    origin = models.CharField(_("from"), max_length=5)
    target = models.CharField(_("into"), max_length=5)

    class Meta:
        ordering = ["origin", "target"]
        constraints = [
            models.UniqueConstraint(name="language_pair_once", fields=["interpreter", "origin", "target"]),
            models.CheckConstraint(name="language_pair_has_two", condition=~Q(origin=F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.target}"
