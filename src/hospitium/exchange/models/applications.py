"""Who applies, with which question and which wishes, and who has to agree."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import FoldedField
from hospitium.core.models import User, Versioned
from hospitium.documents.models import StoredFile
from hospitium.exchange.models.offers import HostOffer
from hospitium.exchange.models.rounds import PanelMember, Round, Window
from hospitium.partners.models import Partner
from hospitium.topics.models import Topic


class Level(models.TextChoices):
    """Levels of the Common European Framework of Reference for Languages, the lowest first."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class Applicant(models.Model):
    """A person who applies: a colleague of ours (`unit`), or of a partner (`partner`). Everything here is personal."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="applicant"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="applicants", verbose_name=_("unit")
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="applicants", verbose_name=_("city")
    )
    name = models.CharField(_("name"), max_length=150)
    name_key = FoldedField(of="name")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="applicant_of_one_side",
                condition=Q(unit__isnull=True, partner__isnull=False) | Q(unit__isnull=False, partner__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Somebody, row: str = "application.read") -> ApplicationQuerySet:
        """A draft is seen by the applicant alone; what the panel may assess comes with the rows of assessment."""
        scope = access_of(user).scope(row)
        sent = self.exclude(state=Application.State.DRAFT, entered_by=None)
        if scope.anything:
            return sent
        if row.startswith("assessment.") and isinstance(user, User) and scope.is_self:
            panels = PanelMember.objects.filter(user=user).values("round")
            return sent.filter(Q(round__in=panels) | Q(round__unit__in=scope.units)).exclude(applicant__user=user)
        wanted = Q(round__unit__in=scope.units) | Q(unit__in=scope.department_units)
        seen = Q(pk__in=sent.order_by().filter(wanted).values("pk"))
        if scope.is_self and isinstance(user, User):
            seen |= Q(applicant__user=user)
        return self.filter(seen)

    def standing(self) -> ApplicationQuerySet:
        """Applications that were sent and not withdrawn."""
        return self.exclude(state__in=[Application.State.DRAFT, Application.State.WITHDRAWN])

    def named_with(self, offer: HostOffer, email: str) -> ApplicationQuerySet:
        """Whom an office of a partner has named with the link to this offer, or with another of its links."""
        own = HostOffer.objects.filter(round=offer.round_id, partner=offer.partner_id, contact_email__iexact=email)
        mine = Q(nominated_with=offer.pk) | Q(nominated_with__in=own.order_by().values("pk"))
        return self.filter(mine, round=offer.round_id)


class Application(Versioned):
    """One person's application in one round: topic and question first, the wishes after.

    `code` is the name under which the application is shown where the person must not be known. `languages` maps
    ISO 639 codes to levels. A colleague of ours belongs to a `unit`, an applicant of a partner to a `partner`; both
    are kept as they were then. Whom a partner's office named by its own link has the offer of that link in
    `nominated_with`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", pgettext_lazy("application", "sent")
        CONSENTED = "consented", _("complete, with all consents")
        ASSESSED = "assessed", _("assessed, views differ")
        YES = "yes", _("yes")
        NO = "no", _("no")
        DEFERRED = "deferred", _("deferred")
        WITHDRAWN = "withdrawn", _("withdrawn")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="applications")
    code = models.CharField(_("code"), max_length=8)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="exchange_applications"
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="exchange_applications"
    )
    nominated_with = models.ForeignKey(
        HostOffer, null=True, on_delete=models.PROTECT, related_name="nominations", editable=False
    )
    organisation = models.CharField(_("department there"), max_length=200, blank=True)
    title = models.CharField(_("topic in one line"), max_length=200, blank=True)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="applications", verbose_name=_("topic")
    )
    question = models.TextField(_("question"), blank=True, help_text=_("What do you want to find out, and what for?"))
    benefit = models.TextField(_("benefit for your department"), blank=True)
    function = models.CharField(_("function"), max_length=160, blank=True)
    years = models.PositiveSmallIntegerField(_("years of service"), null=True, blank=True)
    languages = models.JSONField(_("languages"), default=dict, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks wished"), null=True, blank=True)
    windows = models.ManyToManyField(Window, blank=True, related_name="applications", verbose_name=_("windows"))
    earlier = models.TextField(_("earlier stays abroad for work"), blank=True)
    earlier_year = models.PositiveSmallIntegerField(_("year of the last stay"), null=True, blank=True)
    together_with = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="companions",
        verbose_name=_("only together with"),
    )
    saved_at = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    import_key = models.CharField(max_length=120, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(name="application_code_once", fields=["round", "code"]),
            models.UniqueConstraint(name="application_once_in_a_round", fields=["round", "applicant"]),
            models.UniqueConstraint(
                name="application_import_key_once", fields=["round", "import_key"], condition=~Q(import_key="")
            ),
            models.CheckConstraint(
                name="application_of_one_side",
                condition=Q(unit__isnull=True, partner__isnull=False) | Q(unit__isnull=False, partner__isnull=True),
            ),
            models.CheckConstraint(
                name="application_nominated_by_a_partner",
                condition=Q(nominated_with__isnull=True) | Q(partner__isnull=False),
            ),
            models.CheckConstraint(
                name="application_sent_has_its_moment", condition=Q(state="draft") | Q(submitted_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="application_of_round")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("exchange:application", args=[self.pk])

    @property
    def is_incoming(self) -> bool:
        """Does this person come to us?"""
        return self.partner_id is not None


class WishQuerySet(models.QuerySet["Wish"]):
    def visible_to(self, user: Somebody, row: str = "application.read") -> WishQuerySet:
        return self.filter(application__in=Application.objects.visible_to(user, row))


class Wish(models.Model):
    """Where somebody would like to go. Equal ranks are ties; a city stands for all its offers at this rank."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("this offer")
        CITY = "city", _("this city")
        TOPIC = "topic", _("whoever fits the topic")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=6, choices=Kind)
    offer = models.ForeignKey(HostOffer, null=True, blank=True, on_delete=models.CASCADE, related_name="wishes")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"))

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(
                name="wish_names_what_it_is_for",
                condition=Q(kind="offer", offer__isnull=False, partner__isnull=True)
                | Q(kind="city", offer__isnull=True, partner__isnull=False)
                | Q(kind="topic", offer__isnull=True, partner__isnull=True),
            ),
            models.CheckConstraint(name="wish_rank_from_one", condition=Q(rank__gte=1)),
            models.UniqueConstraint(
                name="wish_for_offer_once", fields=["application", "offer"], condition=Q(offer__isnull=False)
            ),
            models.UniqueConstraint(
                name="wish_for_city_once", fields=["application", "partner"], condition=Q(partner__isnull=False)
            ),
            models.UniqueConstraint(name="wish_for_topic_once", fields=["application"], condition=Q(kind="topic")),
        ]

    def __str__(self) -> str:
        return f"{self.rank}: {self.offer or self.partner or self.get_kind_display()}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: Somebody, row: str = "application.read") -> ConsentQuerySet:
        return self.filter(application__in=Application.objects.visible_to(user, row))


class Consent(Versioned):
    """Somebody who has to agree to an application, by a personal link, or by word that the office notes."""

    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", _("supervisor")
        SUBSTITUTE = "substitute", _("substitute")
        HUMAN_RESOURCES = "human_resources", _("human resources office")
        DEPARTMENT = "department", _("department")
        PERSON = "person", _("the person")

    class Answer(models.TextChoices):
        OPEN = "open", _("not answered yet")
        YES = "yes", pgettext_lazy("consent", "agreed")
        NO = "no", _("refused")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("who"), max_length=16, choices=Kind)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, default=Answer.OPEN)
    remark = models.TextField(_("remark"), blank=True)
    asked_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="consent_once", fields=["application", "kind"]),
            models.CheckConstraint(
                name="consent_answered_has_its_moment",
                condition=Q(answer="open", answered_at__isnull=True) | ~Q(answer="open") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"


class AnnexQuerySet(models.QuerySet["Annex"]):
    def visible_to(self, user: Somebody, row: str = "application.read") -> AnnexQuerySet:
        # The panel reads annexes, too.
        applications = Application.objects.visible_to(user, row)
        assessed = Application.objects.visible_to(user, "assessment.write")
        return self.filter(
            Q(application__in=applications.order_by().values("pk"))
            | Q(application__in=assessed.order_by().values("pk"))
        )


class Annex(models.Model):
    """A file that belongs to an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="annexes")
    label = models.CharField(_("what it is"), max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = AnnexQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label
