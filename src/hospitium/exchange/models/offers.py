"""Places that departments here and partners there offer in a round."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned
from hospitium.exchange.models.rounds import Round, Window
from hospitium.partners.models import Partner
from hospitium.topics.models import Topic


class HostOfferQuerySet(models.QuerySet["HostOffer"]):
    def visible_to(self, user: Somebody, row: str = "host_offer.read") -> HostOfferQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        wanted = Q(round__unit__in=scope.units) | Q(unit__in=scope.department_units)
        if scope.published:
            out = Q(round__call_on__lte=timezone.localdate())
            wanted |= out & Q(state__in=[HostOffer.State.OFFERED, HostOffer.State.CONFIRMED])
        return self.filter(wanted)

    def standing(self) -> HostOfferQuerySet:
        """Offers that somebody made and nobody has taken back."""
        return self.filter(state__in=[HostOffer.State.OFFERED, HostOffer.State.CONFIRMED])


class HostOffer(Versioned):
    """Places with one host: with a department here (`unit`) for guests, or with a partner (`partner`) for ours.

    `languages` maps ISO 639 codes to the level needed. Fewer than `minimum` participants, and the offer does not open.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OFFERED = "offered", _("offered")
        CONFIRMED = "confirmed", _("confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="offers")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="host_offers", verbose_name=_("department")
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="host_offers", verbose_name=_("city")
    )
    organisation = models.CharField(_("department there"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    title = MultilingualField(_("title"))
    title_key = FoldedField(of="title")
    task = MultilingualField(_("what the guest sees and does"))
    topics = models.ManyToManyField(Topic, blank=True, related_name="host_offers", verbose_name=_("topics"))
    windows = models.ManyToManyField(Window, blank=True, related_name="offers", verbose_name=_("windows"))
    capacity = models.PositiveSmallIntegerField(pgettext_lazy("for persons", "places"), default=1)
    minimum = models.PositiveSmallIntegerField(
        _("participants at least"), default=0, help_text=_("With fewer the offer does not open.")
    )
    languages = models.JSONField(_("languages needed"), default=dict, blank=True)
    desk = models.CharField(_("place to work"), max_length=200, blank=True)
    clearance = models.CharField(
        _("security clearance"), max_length=200, blank=True, help_text=_("Empty when none is needed.")
    )
    accommodation = models.CharField(_("accommodation"), max_length=300, blank=True)
    mentor_name = models.CharField(_("mentor"), max_length=150, blank=True)
    mentor_function = models.CharField(_("function of the mentor"), max_length=160, blank=True)
    mentor_email = models.EmailField(_("e-mail address of the mentor"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail address of the contact"), blank=True)
    contact_language = models.CharField(
        _("language of the contact"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    ranked_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    import_key = models.CharField(max_length=120, blank=True, editable=False)

    objects = HostOfferQuerySet.as_manager()

    class Meta:
        ordering = ["title_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="host_offer_of_one_side",
                condition=Q(unit__isnull=True, partner__isnull=False) | Q(unit__isnull=False, partner__isnull=True),
            ),
            models.CheckConstraint(name="host_offer_has_a_place", condition=Q(capacity__gte=1)),
            models.CheckConstraint(name="host_offer_can_open", condition=Q(minimum__lte=models.F("capacity"))),
            models.CheckConstraint(
                name="host_offer_withdrawn_says_why", condition=~Q(state="withdrawn") | ~Q(reason="")
            ),
            models.UniqueConstraint(
                name="host_offer_import_key_once", fields=["round", "import_key"], condition=~Q(import_key="")
            ),
        ]

    def __str__(self) -> str:
        return self.title.here.as_title.text or self.organisation or str(self.unit or self.partner)

    def get_absolute_url(self) -> str:
        return reverse("exchange:offer", args=[self.pk])

    @property
    def is_here(self) -> bool:
        """Do guests come to us?"""
        return self.unit_id is not None
