"""A round of staff exchange: its dates, who may apply, what is assessed by whom, quotas, balance and rates."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core import wording
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import User, Versioned
from hospitium.partners.models import Partner


class Programme(models.TextChoices):
    """From where a programme of staff exchange comes; no rule depends on it."""

    IN_HOUSE = "in_house", _("programme of our own")
    DISTRICTS = "districts", _("programme of the districts")
    ERASMUS = "erasmus", _("Erasmus+")
    PACE = "pace", _("PACE")
    OTHER = "other", _("another programme")


class Phase(models.TextChoices):
    """Where a round stands on a day. It follows from the dates of the round and is never stored."""

    PREPARED = "prepared", _("in preparation")
    OPEN = "open", _("open for applications")
    COLLECTING = "collecting", _("consents and offers come in")
    ASSESSING = "assessing", _("assessment")
    DECIDING = "deciding", _("results are prepared")
    ANSWERING = "answering", _("participants answer")
    AGREEING = "agreeing", _("stays are prepared")
    UNDER_WAY = "under_way", _("stays are under way")
    OVER = "over", _("over")


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: Somebody, row: str = "round.read") -> RoundQuerySet:
        """Rounds of the own units, "published" those whose call is out, "self" those on whose panel one is."""
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        wanted = Q(unit__in=scope.units)
        if scope.published:
            wanted |= Q(call_on__lte=timezone.localdate())
        if scope.is_self and isinstance(user, User):
            wanted |= Q(pk__in=PanelMember.objects.filter(user=user).values("round"))
        return self.filter(wanted)

    def published(self, day: date) -> RoundQuerySet:
        """Rounds whose call everybody may read."""
        return self.filter(visibility=Round.Visibility.PUBLIC, call_on__lte=day)


class Round(Versioned):
    """One year of a programme of staff exchange, in both directions.

    `call_on` publishes the call; each deadline is the last day on which something can be done.
    """

    class Visibility(models.TextChoices):
        INTERNAL = "internal", _("for signed-in colleagues")
        PUBLIC = "public", _("for everybody")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("lead"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rounds",
        verbose_name=_("in charge"),
    )
    programme = models.CharField(_("kind of programme"), max_length=12, choices=Programme, default=Programme.IN_HOUSE)
    name = MultilingualField(_("name of the programme"))
    name_key = FoldedField(of="name")
    year = models.PositiveSmallIntegerField(_("year"))
    funder = models.CharField(_("funder"), max_length=200, blank=True)
    visibility = models.CharField(_("who reads the call"), max_length=10, choices=Visibility, default="internal")
    call = MultilingualField(_("text of the call"))
    call_on = models.DateField(_("call published on"), null=True, blank=True)
    applications_until = models.DateField(_("applications until"), null=True, blank=True)
    consents_until = models.DateField(_("consents until"), null=True, blank=True)
    offers_until = models.DateField(_("offers of hosts until"), null=True, blank=True)
    assessed_until = models.DateField(_("assessment until"), null=True, blank=True)
    results_on = models.DateField(_("results on"), null=True, blank=True)
    accepted_until = models.DateField(_("acceptance until"), null=True, blank=True)
    stays_from = models.DateField(_("stays from"), null=True, blank=True)
    stays_until = models.DateField(_("stays until"), null=True, blank=True)
    weeks_min = models.PositiveSmallIntegerField(_("weeks at least"), default=1, validators=[MinValueValidator(1)])
    weeks_max = models.PositiveSmallIntegerField(_("weeks at most"), default=4, validators=[MinValueValidator(1)])
    wants_host_ranking = models.BooleanField(
        _("hosts may rank applicants"), default=True, help_text=_("By their codes alone, without names.")
    )
    wishes_at_most = models.PositiveSmallIntegerField(_("wishes at most"), default=5, validators=[MinValueValidator(1)])
    file_reference = models.CharField(_("file reference"), max_length=80, blank=True)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies", editable=False
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "name_key", "id"]
        constraints = [
            models.CheckConstraint(name="round_year", condition=Q(year__gte=1945, year__lte=2100)),
            models.CheckConstraint(
                name="round_weeks", condition=Q(weeks_min__gte=1) & Q(weeks_min__lte=F("weeks_max"))
            ),
            models.CheckConstraint(
                name="round_stays_end_after_they_begin",
                condition=Q(stays_from__isnull=True)
                | Q(stays_until__isnull=True)
                | Q(stays_from__lte=F("stays_until")),
            ),
            models.CheckConstraint(
                name="round_call_has_a_deadline",
                condition=Q(call_on__isnull=True) | Q(applications_until__gte=F("call_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:round", args=[self.pk])

    @property
    def deadlines(self) -> list[tuple[Phase, date | None]]:
        """Each phase with its last day; a phase without a day is passed over."""
        both = [day for day in (self.consents_until, self.offers_until) if day]
        return [
            (Phase.OPEN, self.applications_until),
            (Phase.COLLECTING, max(both, default=None)),
            (Phase.ASSESSING, self.assessed_until),
            (Phase.DECIDING, self.results_on),
            (Phase.ANSWERING, self.accepted_until),
            (Phase.AGREEING, self.stays_from),
            (Phase.UNDER_WAY, self.stays_until),
        ]

    def phase_on(self, day: date) -> Phase:
        """Where the round stands on that day."""
        if self.call_on is None or day < self.call_on:
            return Phase.PREPARED
        for phase, last in self.deadlines:
            if last is not None and (day < last if phase == Phase.AGREEING else day <= last):
                return phase
        return Phase.OVER

    @property
    def phase(self) -> Phase:
        return self.phase_on(timezone.localdate())

    def is_open_on(self, day: date) -> bool:
        """Can applications be sent on that day?"""
        return self.phase_on(day) == Phase.OPEN

    def search_title(self) -> str:
        return str(self)

    def search_texts(self) -> dict[str, str]:
        return {**self.name.texts, "und": f"{self.year} {self.file_reference}"}


def whole_weeks(first: date, last: date) -> int:
    """The weeks that fit between two days. From Monday to Friday of a fourth week are four."""
    return ((last - first).days + 3) // 7


class Window(models.Model):
    """A time in which stays of a round can lie. Applicants and hosts choose among them; no choice means any."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="windows")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(name="window_ends_after_it_starts", condition=Q(starts_on__lte=F("ends_on"))),
            models.UniqueConstraint(name="window_once", fields=["round", "starts_on", "ends_on"]),
        ]

    def __str__(self) -> str:
        return wording.period(self.starts_on, self.ends_on, language=get_language() or "en", style="table")


class Rate(models.Model):
    """What is paid, to where, from which day of a stay on. No countries means everywhere else."""

    class Kind(models.TextChoices):
        DAY = "day", _("for each day")
        TRAVEL = "travel", _("for the journey")
        LUMP = "lump", _("once")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="rates")
    kind = models.CharField(_("what for"), max_length=8, choices=Kind, default=Kind.DAY)
    countries = models.JSONField(_("countries"), default=list, blank=True, help_text=_("ISO 3166, such as PL"))
    from_day = models.PositiveSmallIntegerField(_("from day"), default=1)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    class Meta:
        ordering = ["kind", "from_day", "id"]
        constraints = [models.CheckConstraint(name="rate_is_not_negative", condition=Q(amount__gte=0))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.currency}"


class Eligibility(models.TextChoices):
    """The rules of eligibility that a round can choose from; see exchange/eligibility.py for each of them."""

    YEARS_OF_SERVICE = "years_of_service", _("at least so many years of service")
    LANGUAGE = "language", _("a language at a level at least")
    NO_STAY_FOR = "no_stay_for", _("no earlier stay within so many years")
    SUPERVISOR = "supervisor", _("consent of the supervisor")
    SUBSTITUTE = "substitute", _("a substitute who agreed")
    HUMAN_RESOURCES = "human_resources", _("consent of the human resources office")
    QUESTION = "question", _("a question of at least so many characters")


class EligibilityRule(models.Model):
    """A rule of eligibility that holds in a round, with its parameters (years, language, level, length)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="eligibility_rules")
    code = models.CharField(_("rule"), max_length=20, choices=Eligibility)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.get_code_display())


class Criterion(models.Model):
    """What the panel looks at: a point of a checklist, or a scale from 0 to `top` that counts `weight` times."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("scale")
        CHECK = "check", _("checklist")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.SCALE)
    name = MultilingualField(_("name"))
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    top = models.PositiveSmallIntegerField(_("best mark"), default=5)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [models.CheckConstraint(name="criterion_scale_has_marks", condition=Q(top__gte=1, top__lte=100))]

    def __str__(self) -> str:
        return str(self.name)


class PanelMember(models.Model):
    """Somebody who assesses applications of a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="panel")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panels", verbose_name=_("person")
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="panel_member_once", fields=["round", "user"])]

    def __str__(self) -> str:
        return str(self.user)


class Quota(models.Model):
    """How many of a unit, or how many to a city, are placed at most and should be placed at least."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city")
    )
    least = models.PositiveSmallIntegerField(_("at least"), default=0)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="quota_of_a_unit_or_a_city",
                condition=Q(unit__isnull=True, partner__isnull=False) | Q(unit__isnull=False, partner__isnull=True),
            ),
            models.CheckConstraint(name="quota_order", condition=Q(most__isnull=True) | Q(least__lte=F("most"))),
            models.UniqueConstraint(name="quota_of_unit_once", fields=["round", "unit"]),
            models.UniqueConstraint(name="quota_of_city_once", fields=["round", "partner"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.partner}"


class WishedBalance(models.Model):
    """What the round aims at with one city: persons sent minus persons received, and how far off it may end."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="balances")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    wished = models.SmallIntegerField(_("sent minus received"), default=0)
    tolerance = models.PositiveSmallIntegerField(_("tolerance"), default=1)

    class Meta:
        ordering = ["partner__name_key", "id"]
        constraints = [models.UniqueConstraint(name="wished_balance_once", fields=["round", "partner"])]

    def __str__(self) -> str:
        return f"{self.partner} {self.wished:+d} ± {self.tolerance}"
