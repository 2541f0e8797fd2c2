"""Venues, and the ways between them that the office has measured."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: Somebody, row: str = "venue.read") -> VenueQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class Venue(Versioned):
    """A place where items of a programme happen, with what a guest and a driver must know."""

    name = MultilingualField(_("name"))
    name_key = FoldedField(of="name")
    address = models.CharField(_("address"), max_length=200, blank=True)
    entrance = MultilingualField(_("entrance"), help_text=_("Which door, which floor, where to report."))
    way_there = MultilingualField(_("way there"), help_text=_("For the booklet: line, stop, walk."))
    contact = models.CharField(_("contact on site"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    names_due = models.PositiveSmallIntegerField(
        _("name list, days before"),
        null=True,
        blank=True,
        help_text=_("How many days before the house wants the list of names. Empty: it wants none."),
    )
    dress_code = MultilingualField(_("dress code"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    hours = models.JSONField(
        _("opening hours"), default=list, blank=True, help_text=_("One line for each stretch: Mo 09:00-16:00.")
    )
    is_office = models.BooleanField(
        _("public office"), default=False, help_text=_("Offices are empty on Friday afternoons; the check says so.")
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="venues", verbose_name=_("house of")
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="venue_position_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("visits:venue", args=[self.pk])

    def search_title(self) -> str:
        return str(self.name)

    def search_texts(self) -> dict[str, str]:
        return {**self.name.texts, "und": self.address}


class Way(models.Model):
    """How long it takes from one venue to another, door to door, as the office knows it."""

    class Mode(models.TextChoices):
        WALK = "walk", _("on foot")
        BUS = "bus", _("coach")
        TRANSIT = "transit", _("public transport")
        CAR = "car", _("car")
        BOAT = "boat", _("boat")

    origin = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="ways_out", verbose_name=_("from"))
    target = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="ways_in", verbose_name=_("to"))
    mode = models.CharField(_("how"), max_length=8, choices=Mode, default=Mode.BUS)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        ordering = ["origin_id", "target_id"]
        constraints = [
            models.UniqueConstraint(name="way_once", fields=["origin", "target"]),
            models.CheckConstraint(name="way_leads_elsewhere", condition=~Q(origin=F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.origin} – {self.target}: {self.minutes}"
