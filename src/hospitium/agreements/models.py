"""Instruments, from the declaration to the memorandum, and their clauses."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.claims import Disputable
from hospitium.core.fields import FoldedField, MultilingualField, PartialDateField
from hospitium.core.models import Claim, Versioned
from hospitium.documents.models import StoredFile
from hospitium.partners.models import Partnership
from hospitium.topics.models import Topic


class InstrumentKind(models.TextChoices):
    JOINT_DECLARATION = "joint_declaration", _("Joint declaration")
    AGREEMENT = "agreement", _("Agreement")
    FRIENDSHIP = "agreement_on_friendship", _("Agreement on friendship")
    FRAMEWORK_AGREEMENT = "framework_agreement", _("Framework agreement")
    FRAMEWORK_PROGRAMME = "framework_programme", _("Framework programme")
    DEPARTMENTAL = "departmental_arrangement", _("Departmental arrangement")
    SECTORAL = "sectoral_agreement", _("Agreement on one field")
    MEMORANDUM = "memorandum", _("Memorandum")
    LETTER_OF_INTENT = "letter_of_intent", _("Letter of intent")
    RENEWAL = "renewal", _("Renewal")
    OTHER = "other", _("Other instrument")
    EARLIER = "earlier_partnership", _("Earlier partnership")


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SIGNED = "signed", _("signed")
    EXPIRED = "expired", _("expired")
    SUPERSEDED = "superseded", _("superseded")
    TERMINATED = "terminated", _("terminated")


IN_FORCE_ONCE = (Status.SIGNED, Status.EXPIRED, Status.SUPERSEDED, Status.TERMINATED)


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: Somebody, row: str = "instrument.read") -> InstrumentQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        wanted = Q(partnership__unit__in=scope.units)
        if scope.published:
            wanted |= Q(is_published=True, partnership__is_published=True)
        return self.filter(wanted)

    def published(self) -> InstrumentQuerySet:
        return self.filter(is_published=True, partnership__is_published=True, status__in=IN_FORCE_ONCE)


class Instrument(Versioned):
    """A written commitment between our side and a partner's."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="instruments", verbose_name=_("partnership")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=InstrumentKind)
    title = MultilingualField(_("title"))
    title_key = FoldedField(of="title")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    signed = PartialDateField(_("signed"), null=True, blank=True)
    signed_at = models.CharField(_("signed at"), max_length=200, blank=True, help_text=_("the place"))
    signatories = models.JSONField(
        _("signatories"), default=list, blank=True, help_text=_("One office in each line, ours first.")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_tacitly_renewed = models.BooleanField(_("renewed tacitly"), default=False)
    renewal_months = models.PositiveSmallIntegerField(_("renewed by (months)"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("notice period (months)"), null=True, blank=True)
    file_reference = models.CharField(_("file reference"), max_length=100, blank=True)
    document = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("scanned file"),
    )
    predecessor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
        verbose_name=_("follows on"),
    )
    note = MultilingualField(_("note"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_published = models.BooleanField(_("released for publication"), default=False)
    record_key = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    objects = InstrumentQuerySet.as_manager()
    disputable = (Disputable("signed", Claim.Shape.DATE, _("signed")),)

    class Meta:
        ordering = [F("signed").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="instrument_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
            ),
            models.CheckConstraint(
                name="instrument_renewal_names_its_length",
                condition=Q(is_tacitly_renewed=False) | Q(renewal_months__isnull=False),
            ),
            models.CheckConstraint(
                name="instrument_does_not_follow_itself",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.title.here.as_title.text or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("agreements:instrument", args=[self.pk])

    def search_title(self) -> str:
        return str(self)

    def search_texts(self) -> dict[str, str]:
        clauses = list(self.clauses.all())
        texts: dict[str, str] = {"und": f"{self.file_reference} {self.partnership.partner.own_name}"}
        for part in (self.title, self.partnership.partner.name, *(clause.text for clause in clauses)):
            for language, text in part.texts.items():
                texts[language] = f"{texts.get(language, '')} {text}"
        return texts


class Clause(Versioned):
    """What an instrument says on one theme."""

    class Obligation(models.TextChoices):
        THEME = "theme", _("field of cooperation")
        MEETING = "meeting", _("meeting")
        EXCHANGE = "exchange", _("exchange")
        INFORMATION = "information", _("information")
        COST = "cost", _("cost rule")
        REPORTING = "reporting", _("reporting")

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(_("number"), max_length=20, blank=True)
    text = MultilingualField(_("text"))
    topics = models.ManyToManyField(Topic, blank=True, related_name="clauses", verbose_name=_("topics"))
    obligation = models.CharField(_("kind of obligation"), max_length=12, choices=Obligation, default=Obligation.THEME)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, str(self.text)) if part)
