"""Activities with one or several partnerships, and promises."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.agreements.models import Clause, Instrument
from hospitium.core.claims import Disputable
from hospitium.core.fields import FoldedField, MultilingualField, PartialDateField
from hospitium.core.models import Claim, Versioned
from hospitium.partners.models import Contact, Partnership
from hospitium.topics.models import Topic


class Format(models.TextChoices):
    SEMINAR = "seminar", _("Seminar")
    WORKING_VISIT = "working_visit", _("Working visit")
    POLITICAL_VISIT = "political_visit", _("Political visit")
    DELEGATION = "delegation", _("Delegation")
    PARLIAMENTARY = "parliamentary_delegation", _("Parliamentary delegation")
    STEERING = "steering_meeting", _("Steering meeting")
    RECEPTION = "reception", _("Reception")
    CITY_DAYS = "city_days", _("City days")
    RETURN_VISIT = "return_visit", _("Return visit")


class Direction(models.TextChoices):
    IN = "in", _("guests with us")
    OUT = "out", _("we are guests")
    ONLINE = "online", _("online")
    THIRD = "third", _("at a third place")
    UNKNOWN = "unknown", _("direction unknown")


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("took place")
    CANCELLED = "cancelled", _("cancelled")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: Somebody, row: str = "activity.read") -> ActivityQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        # Sets of ids instead of joins over all activities, which every page would pay for.
        theirs = Activity.partnerships.through.objects.filter(
            Q(partnership__unit__in=scope.units) | Q(partnership__partner__key__in=scope.partners)
        )
        involved = Activity.departments.through.objects.filter(unit__in=scope.department_units)
        wanted = Q(unit__in=scope.units) | Q(pk__in=theirs.values("activity")) | Q(pk__in=involved.values("activity"))
        return self.filter(wanted | Q(pk__in=Activity.objects.published().values("pk")) if scope.published else wanted)

    def published(self) -> ActivityQuerySet:
        """What the public may see: released, of released partnerships, and nothing planned with a suspended one."""
        hidden = Activity.objects.filter(
            Q(partnerships__is_published=False) | Q(partnerships__status="suspended", state=State.PLANNED)
        )
        return self.filter(is_published=True).exclude(state=State.CANCELLED).exclude(pk__in=hidden.values("pk"))


class Activity(Versioned):
    """A seminar, a visit, a meeting: what was or will be done together."""

    format = models.CharField(_("format"), max_length=30, choices=Format)
    title = MultilingualField(_("title"))
    title_key = FoldedField(of="title")
    partnerships = models.ManyToManyField(Partnership, related_name="activities", verbose_name=_("partnerships"))
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("lead"),
    )
    departments = models.ManyToManyField(
        Unit, blank=True, related_name="activities_as_department", verbose_name=_("departments involved")
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.UNKNOWN)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    number = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    begins = PartialDateField(_("from"), null=True, blank=True)
    ends = PartialDateField(_("until"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, help_text=_("When only the length is known.")
    )
    count = models.PositiveSmallIntegerField(
        _("number of visits"), default=1, help_text=_("More than one when a source counts several together.")
    )
    heads_planned = models.PositiveIntegerField(_("persons planned"), null=True, blank=True)
    heads = models.PositiveIntegerField(_("persons"), null=True, blank=True)
    officials = models.PositiveIntegerField(_("of these officials"), null=True, blank=True)
    elected = models.PositiveIntegerField(_("of these elected"), null=True, blank=True)
    civil_society = models.PositiveIntegerField(_("of these civil society"), null=True, blank=True)
    nights = models.PositiveIntegerField(_("nights, persons together"), null=True, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    places = MultilingualField(_("places"))
    stations = MultilingualField(_("stations"))
    reception = MultilingualField(_("reception"))
    topics = models.ManyToManyField(Topic, blank=True, related_name="activities", verbose_name=_("topics"))
    clauses = models.ManyToManyField(
        Clause, blank=True, related_name="activities", verbose_name=_("clauses that it lives")
    )
    basis = models.ForeignKey(
        Instrument,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="activities",
        verbose_name=_("basis"),
    )
    contacts = models.ManyToManyField(Contact, blank=True, related_name="activities", verbose_name=_("contacts met"))
    outcome = MultilingualField(_("outcome"))
    remark = models.TextField(_("internal remark"), blank=True, help_text=_("Never leaves the house."))
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_published = models.BooleanField(_("released for publication"), default=False)
    record_key = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    objects = ActivityQuerySet.as_manager()
    disputable = (
        Disputable("begins", Claim.Shape.DATE, _("from")),
        Disputable("ends", Claim.Shape.DATE, _("until")),
        Disputable("heads", Claim.Shape.COUNT, _("persons")),
        Disputable("direction", Claim.Shape.WORD, _("direction")),
    )

    class Meta:
        ordering = [F("begins").desc(nulls_last=True), "-id"]
        indexes = [models.Index(fields=["-begins", "-id"], name="activity_latest")]
        constraints = [
            models.CheckConstraint(
                name="activity_ends_after_it_begins",
                condition=Q(begins__isnull=True) | Q(ends__isnull=True) | Q(begins__lte=F("ends")),
            ),
            models.CheckConstraint(name="activity_counts_at_least_once", condition=Q(count__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title.here.as_title.text or self.get_format_display()

    def get_absolute_url(self) -> str:
        return reverse("programme:activity", args=[self.pk])

    def search_title(self) -> str:
        return str(self)

    def search_texts(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        parts = [self.title, self.places, self.stations, self.reception, self.outcome]
        parts += [partnership.partner.name for partnership in self.partnerships.select_related("partner")]
        for part in parts:
            for language, text in part.texts.items():
                texts[language] = f"{texts.get(language, '')} {text}"
        return texts


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: Somebody, row: str = "promise.read") -> PromiseQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        return self.filter(Q(partnership__unit__in=scope.units) | Q(unit__in=scope.department_units))


class Promise(Versioned):
    """Who promised what until when, and whether it was kept."""

    class Side(models.TextChoices):
        OURS = "ours", _("we")
        THEIRS = "theirs", _("the partner")
        BOTH = "both", _("both sides")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("not kept")
        DROPPED = "dropped", _("dropped")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="promises")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises")
    side = models.CharField(_("who"), max_length=8, choices=Side)
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="promises",
        verbose_name=_("our unit"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("in charge"),
    )
    what = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="promise_is_closed_exactly_when_not_open",
                condition=Q(state="open", closed_on__isnull=True) | ~Q(state="open") & Q(closed_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.what

    def search_title(self) -> str:
        return self.what

    def search_texts(self) -> dict[str, str]:
        return {"und": str(self.partnership)}
