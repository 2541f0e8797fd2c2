"""Rounds before this installation, as sources tell of them; without persons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.claims import Disputable
from hospitium.core.fields import MultilingualField
from hospitium.core.models import Claim, Versioned
from hospitium.partners.models import Partner
from hospitium.topics.models import Topic


class HistoricRoundQuerySet(models.QuerySet["HistoricRound"]):
    def visible_to(self, user: Somebody, row: str = "exchange_statistics.read") -> HistoricRoundQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class HistoricRound(Versioned):
    """The figures of a year of a programme. Empty means unknown; where sources differ, each is kept as a claim."""

    programme = models.SlugField(_("programme"), max_length=40)
    name = MultilingualField(_("name of the programme"))
    year = models.PositiveSmallIntegerField(_("year"))
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    persons = models.PositiveIntegerField(_("persons"), null=True, blank=True)
    is_about = models.BooleanField(_("about so many"), default=False)
    places = models.PositiveIntegerField(_("host places"), null=True, blank=True)
    europasses = models.PositiveIntegerField(_("Europass Mobility"), null=True, blank=True)
    units_count = models.PositiveIntegerField(_("sending units"), null=True, blank=True)
    hosts = models.ManyToManyField(Partner, blank=True, related_name="historic_rounds", verbose_name=_("host cities"))
    # As the source names them, in its order; those that are among our partners are in `hosts`, too.
    host_names = models.JSONField(default=list, blank=True)
    units_note = MultilingualField(_("sending units in words"))
    # One in each line.
    lessons = MultilingualField(_("lessons named"))
    note = MultilingualField(_("note"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = HistoricRoundQuerySet.as_manager()
    disputable = (
        Disputable("persons", Claim.Shape.COUNT, _("persons")),
        Disputable("places", Claim.Shape.COUNT, _("host places")),
        Disputable("europasses", Claim.Shape.COUNT, _("Europass Mobility")),
    )
    # The note of a claim whose number is a round one in its source.
    ABOUT = "about"

    class Meta:
        ordering = ["-year", "programme", "id"]
        constraints = [
            models.UniqueConstraint(name="historic_round_once", fields=["programme", "year"]),
            models.CheckConstraint(name="historic_round_year", condition=Q(year__gte=1945, year__lte=2100)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:past_round", args=[self.pk])


class HistoricPlacement(models.Model):
    """A city that hosted somebody in a year, and for which topic."""

    round = models.ForeignKey(HistoricRound, on_delete=models.CASCADE, related_name="placements")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="historic_placements"
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    about = MultilingualField(_("topic"))
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.partner or self.city}: {self.about}"
