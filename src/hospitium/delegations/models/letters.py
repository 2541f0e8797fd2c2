"""Letters that know the country: what each country wants, and the register with its check codes."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core import wording
from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned
from hospitium.delegations.models.delegations import Delegation, Member
from hospitium.documents.models import Document


class CountryRuleQuerySet(models.QuerySet["CountryRule"]):
    def visible_to(self, user: Somebody, row: str = "delegation.issue_letter") -> CountryRuleQuerySet:
        """What a country wants is the same for every unit that writes letters."""
        scope = access_of(user).scope(row)
        return self if scope.anything or scope.units else self.none()


class CountryRule(Versioned):
    """What the consulate for the nationals of one country wants in an invitation."""

    class Signer(models.TextChoices):
        OFFICER = "officer", _("the officer in charge")
        HEAD = "head", _("the head of office")
        LEADERSHIP = "leadership", _("the leadership of the house")

    country = models.CharField(_("country"), max_length=2, unique=True, help_text=_("ISO 3166, such as UA"))
    needs_visa = models.BooleanField(_("nationals need a visa"), default=True)
    language = models.CharField(_("language of the letter"), max_length=5, choices=settings.LANGUAGES, default="de")
    second_language = models.CharField(
        _("second language"), max_length=5, choices=settings.LANGUAGES, blank=True, default=""
    )
    signer = models.CharField(_("who signs"), max_length=10, choices=Signer, default=Signer.HEAD)
    fields = models.JSONField(_("what the letter names"), default=list, blank=True)
    needs_cost_statement = models.BooleanField(_("with a statement of costs (§§ 66–68 AufenthG)"), default=False)
    days_before = models.PositiveSmallIntegerField(_("at the latest, days before the visit"), default=42)
    original = models.BooleanField(_("original on paper wanted"), default=True)
    note = MultilingualField(_("what else to know"))
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = CountryRuleQuerySet.as_manager()

    class Meta:
        ordering = ["country"]

    def __str__(self) -> str:
        return wording.country(self.country, language=get_language() or settings.LANGUAGE_CODE)

    def get_absolute_url(self) -> str:
        return reverse("delegations:country_rule_edit", args=[self.pk])

    @property
    def languages(self) -> list[str]:
        """The languages of the letter, the one that counts first."""
        return [code for code in (self.language, self.second_language) if code]


class IssuedLetterQuerySet(models.QuerySet["IssuedLetter"]):
    def visible_to(self, user: Somebody, row: str = "delegation.read") -> IssuedLetterQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user, row))


class IssuedLetter(models.Model):
    """A letter or certificate with a check code. Whoever has the code learns whether it is valid, and nothing else."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="letters")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="letters")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="issued_letter")
    code = models.CharField(_("check code"), max_length=32, unique=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = IssuedLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="issued_letter_is_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.document.sign

    def get_absolute_url(self) -> str:
        return reverse("delegations:letter", args=[self.pk])

    def is_valid_on(self, day: date) -> bool:
        """Neither revoked nor past its last day."""
        return self.revoked_at is None and (self.valid_until is None or day <= self.valid_until)
