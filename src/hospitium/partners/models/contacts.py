"""The people at the partner's, their functions over time, and who of us knows them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import FoldedField, PartialDateField
from hospitium.core.models import Versioned
from hospitium.partners.models.places import Partner, PartnerUnit
from hospitium.partners.models.relations import Partnership


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: Somebody, row: str = "contact.read") -> ContactQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        # Two small sets instead of joins over all contacts, which every page would pay for.
        partners = Partnership.objects.filter(unit__in=scope.units)
        known = Acquaintance.objects.filter(user__grants__unit__in=scope.department_units)
        return self.filter(
            Q(partner__in=partners.order_by().values("partner")) | Q(pk__in=known.order_by().values("contact"))
        )


class Contact(Versioned):
    """A person at a partner's. Functions change, the person stays."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("partner"))
    family_name = models.CharField(_("family name"), max_length=120)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    name_key = FoldedField(of="sorting_name")
    title = models.CharField(_("title"), max_length=60, blank=True)
    languages = models.CharField(_("languages"), max_length=60, blank=True, help_text=_("ISO 639, such as pl, en"))
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    met_at = models.CharField(_("where we met"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relations",
        verbose_name=_("who keeps the relation"),
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    last_contact = PartialDateField(_("last contact"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)

    def get_absolute_url(self) -> str:
        return reverse("partners:contact", args=[self.pk])

    @property
    def sorting_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    def search_title(self) -> str:
        return str(self)

    def search_texts(self) -> dict[str, str]:
        functions = " ".join(f"{row.function} {row.organisation}" for row in self.functions.all())
        return {"und": f"{self.sorting_name} {functions}"}


class ContactFunction(models.Model):
    """What somebody was from when to when."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="functions")
    function = models.CharField(_("function"), max_length=160)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    unit = models.ForeignKey(PartnerUnit, null=True, blank=True, on_delete=models.SET_NULL, related_name="functions")
    begins = PartialDateField(_("from"), null=True, blank=True)
    ends = PartialDateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = [F("ends").asc(nulls_last=True), F("begins").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.function


class Acquaintance(models.Model):
    """Somebody of ours knows somebody there."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="acquaintances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="acquaintances",
        verbose_name=_("colleague"),
    )
    last_contact = PartialDateField(_("last contact"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="acquaintance_once", fields=["contact", "user"])]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.contact_id}"
