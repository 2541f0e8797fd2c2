"""How members come and go, who picks them up, and where they sleep."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.core.models import Versioned
from hospitium.delegations.models.delegations import Delegation, Member
from hospitium.visits.models import Venue


class JourneyQuerySet(models.QuerySet["Journey"]):
    def visible_to(self, user: Somebody, row: str = "delegation.read") -> JourneyQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user, row))


class Journey(Versioned):
    """An arrival or a departure that several members share; day and time are wall time of the host city."""

    class Direction(models.TextChoices):
        ARRIVAL = "arrival", _("arrival")
        DEPARTURE = "departure", _("departure")

    class Mode(models.TextChoices):
        PLANE = "plane", _("plane")
        TRAIN = "train", _("train")
        BUS = "bus", _("coach")
        CAR = "car", _("car")
        OTHER = "other", _("other")

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="journeys")
    direction = models.CharField(_("direction"), max_length=9, choices=Direction)
    mode = models.CharField(_("how"), max_length=6, choices=Mode, default=Mode.PLANE)
    number = models.CharField(_("flight or train"), max_length=40, blank=True)
    day = models.DateField(_("day"))
    time = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("airport, station or place"), max_length=120, blank=True)
    members = models.ManyToManyField(Member, blank=True, related_name="journeys", verbose_name=_("members"))
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    objects = JourneyQuerySet.as_manager()

    class Meta:
        ordering = ["day", F("time").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.place) if part) or str(self.get_mode_display())


class Pickup(Versioned):
    """Who meets an arrival, or brings to a departure, when and with what."""

    journey = models.OneToOneField(Journey, on_delete=models.CASCADE, related_name="pickup")
    time = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("meeting point"), max_length=150, blank=True)
    responsible = models.CharField(_("responsible"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    vehicle = models.CharField(_("vehicle"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.place


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: Somebody, row: str = "delegation.update") -> RoomQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user, row))


class Room(Versioned):
    """A room of the hotel and who sleeps in it from when to when."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("single room")
        DOUBLE = "double", _("double room")
        TWIN = "twin", _("twin room")
        SUITE = "suite", _("suite")

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="rooms")
    hotel = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("hotel"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.SINGLE)
    number = models.CharField(_("room number"), max_length=20, blank=True)
    first_night = models.DateField(_("from"))
    last_night = models.DateField(_("last night"))
    remark = models.CharField(_("remark for the hotel"), max_length=200, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["hotel_id", "number", "id"]
        constraints = [
            models.CheckConstraint(name="room_ends_after_it_begins", condition=Q(first_night__lte=F("last_night")))
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_kind_display())


class RoomGuest(models.Model):
    """Somebody in a room."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="guests")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="beds")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="room_guest_once", fields=["room", "member"])]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.member_id}"
