"""Protocol: ranks of the office's own list, seating at table and in cars, gifts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned
from hospitium.partners.models import Partner
from hospitium.visits.models import Item, Visit


class Rank(Versioned):
    """A place in the office's own order of precedence; the lower the position, the higher the rank."""

    position = models.PositiveSmallIntegerField(_("position"))
    name = MultilingualField(_("rank"))

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(name="rank_position_once", fields=["position"])]

    def __str__(self) -> str:
        return str(self.name)


class SeatingPlanQuerySet(models.QuerySet["SeatingPlan"]):
    def visible_to(self, user: Somebody, row: str = "delegation.read") -> SeatingPlanQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class SeatingPlan(Versioned):
    """Who sits where: at a table of one item, or in a car."""

    class Shape(models.TextChoices):
        LONG = "long", _("long table, sides facing each other")
        ROUND = "round", _("round table")
        U = "u", _("tables in a U")
        ROWS = "rows", _("rows of chairs")
        CAR = "car", _("car")
        MINIBUS = "minibus", _("minibus")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="seating_plans")
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="seating_plans", verbose_name=_("item")
    )
    name = models.CharField(_("name"), max_length=120)
    shape = models.CharField(_("form"), max_length=8, choices=Shape, default=Shape.LONG)
    size = models.PositiveSmallIntegerField(_("seats"), default=12)

    objects = SeatingPlanQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(name="seating_plan_has_seats", condition=Q(size__gte=1, size__lte=200))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("delegations:seating", args=[self.pk])


class Seat(models.Model):
    """A seat that is taken: by a member, a speaker of ours, or somebody by name. Seat 1 is the place of honour."""

    plan = models.ForeignKey(SeatingPlan, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    member = models.ForeignKey(
        "delegations.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="seats"
    )
    speaker = models.ForeignKey("visits.Speaker", null=True, blank=True, on_delete=models.CASCADE, related_name="seats")
    interpreter = models.ForeignKey(
        "visits.Interpreter", null=True, blank=True, on_delete=models.CASCADE, related_name="seats"
    )
    name = models.CharField(max_length=150, blank=True)
    is_by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="seat_once", fields=["plan", "number"]),
            models.UniqueConstraint(
                name="seat_of_member_once", fields=["plan", "member"], condition=Q(member__isnull=False)
            ),
            models.CheckConstraint(
                name="seat_is_of_somebody",
                condition=Q(member__isnull=False)
                | Q(speaker__isnull=False)
                | Q(interpreter__isnull=False)
                | ~Q(name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


class GiftQuerySet(models.QuerySet["Gift"]):
    def visible_to(self, user: Somebody, row: str = "gift.read") -> GiftQuerySet:
        scope = access_of(user).scope(row)
        return self if scope.anything else self.filter(unit__in=scope.units)


class Gift(Versioned):
    """A gift given or received: what, its value as far as known, on which occasion, who approved it, where it is."""

    class Direction(models.TextChoices):
        GIVEN = "given", _("given")
        RECEIVED = "received", _("received")

    class State(models.TextChoices):
        FREE = "free", _("no approval needed")
        ASKED = "asked", _("approval asked for")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="gifts", verbose_name=_("unit"))
    direction = models.CharField(_("given or received"), max_length=8, choices=Direction)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="gifts", verbose_name=_("partner")
    )
    visit = models.ForeignKey(
        Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="gifts", verbose_name=_("visit")
    )
    on = models.DateField(_("on"))
    what = models.CharField(_("what"), max_length=200)
    count = models.PositiveSmallIntegerField(_("number"), default=1)
    value = models.DecimalField(_("value of one"), max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    giver = models.CharField(_("from whom"), max_length=150, help_text=_("Office and function; a name only if needed."))
    receiver = models.CharField(_("to whom"), max_length=150)
    occasion = models.CharField(_("occasion"), max_length=200)
    whereabouts = models.CharField(_("where it is now"), max_length=200, blank=True)
    state = models.CharField(_("approval"), max_length=8, choices=State, default=State.FREE)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)

    objects = GiftQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="gift_is_decided_on_a_day",
                condition=Q(state__in=["approved", "refused"], decided_on__isnull=False)
                | Q(state__in=["free", "asked"], decided_on__isnull=True),
            ),
            models.CheckConstraint(name="gift_counts_at_least_one", condition=Q(count__gte=1)),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("delegations:gift", args=[self.pk])


class GiftLimit(Versioned):
    """From which value on an office's gifts need approval, and what one giver may give in a calendar year.

    Empty: the office has no such limit.
    """

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="gift_limit")
    approval_from = models.DecimalField(_("approval from"), max_digits=9, decimal_places=2, null=True, blank=True)
    most_a_year = models.DecimalField(
        _("most from one giver in a year"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gift_limits_are_in_order",
                condition=(Q(approval_from__isnull=True) | Q(approval_from__gte=0))
                & (
                    Q(most_a_year__isnull=True) | Q(approval_from__isnull=True) | Q(most_a_year__gte=F("approval_from"))
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


class CardShift(Versioned):
    """How far an office's cards are moved on their sheet, because its printer is off: millimetres right and down."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="card_shift")
    right = models.DecimalField(_("to the right, in mm"), max_digits=4, decimal_places=1, default=0)
    down = models.DecimalField(_("down, in mm"), max_digits=4, decimal_places=1, default=0)

    def __str__(self) -> str:
        return str(self.unit)
