"""The home city of the installation, partner cities and authorities, and their units."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned

# Member states, for what depends on it (data transfer, visa): ISO 3166-1.
# ISO 3166 leaves it to its users: the country of a partner of which nobody has said it.
NOWHERE = "XX"
EUROPEAN_UNION = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]


class Level(models.TextChoices):
    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    LAND = "land", _("federal state or region")
    AUTHORITY = "authority", _("authority")


class Home(models.Model):
    """The installing city; there is one row."""

    name = MultilingualField(_("city"))
    office = MultilingualField(_("authority"))
    unit_name = MultilingualField(_("unit"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    subdivision = models.CharField(_("federal state or region, for holidays"), max_length=8, blank=True)
    latitude = models.FloatField(_("latitude"), validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), validators=LONGITUDE)

    def __str__(self) -> str:
        return str(self.name)


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: Somebody, row: str = "partner.read") -> PartnerQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        wanted = Q(partnerships__unit__in=scope.units) | Q(key__in=scope.partners)
        if scope.units:
            # A partner without any partnership belongs to all officers; see rules.may_edit_partner.
            wanted |= Q(partnerships=None)
        if scope.published:
            wanted |= Q(partnerships__is_published=True)
        return self.filter(pk__in=self.model._default_manager.filter(wanted).values("pk"))


class Partner(Versioned):
    """A city or an authority with which we work or could work."""

    key = models.SlugField(_("short name"), max_length=80, unique=True)
    name = MultilingualField(_("name"))
    name_key = FoldedField(of="name")
    own_name = models.CharField(_("name in its own language"), max_length=200, blank=True)
    own_language = models.CharField(_("its own language"), max_length=8, blank=True, help_text=_("ISO 639, such as pl"))
    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$")],
        help_text=_("ISO 3166, such as PL"),
    )
    subdivision = models.CharField(_("federal state or region, for holidays"), max_length=8, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.CITY)
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    responsibilities = MultilingualField(
        _("who is responsible for what there"), help_text=_("Schools, police, transport: needed to compare.")
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="partner_is_not_part_of_itself", condition=Q(part_of__isnull=True) | ~Q(part_of=F("id"))
            ),
            models.CheckConstraint(
                name="partner_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or self.own_name

    @property
    def is_in_the_union(self) -> bool:
        return self.country in EUROPEAN_UNION

    def search_title(self) -> str:
        return str(self.name) or self.own_name

    def search_texts(self) -> dict[str, str]:
        return {**self.name.texts, "und": self.own_name}


class PartnerUnit(models.Model):
    """An office or department of a partner, with its title there."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="units")
    name = MultilingualField(_("name"))
    own_name = models.CharField(_("name in its own language"), max_length=200, blank=True)

    class Meta:
        ordering = ["own_name", "id"]

    def __str__(self) -> str:
        return str(self.name) or self.own_name
