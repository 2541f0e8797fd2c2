"""The programme of a year with one partner: lines, what each side proposed, and the versions of the whole."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned
from hospitium.partners.models import Interest, Partnership
from hospitium.programme.models.activities import Activity, Direction, Format
from hospitium.topics.models import Topic


class Side(models.TextChoices):
    OURS = "ours", _("we")
    THEIRS = "theirs", _("the partner")


class YearProgrammeQuerySet(models.QuerySet["YearProgramme"]):
    def visible_to(self, user: Somebody, row: str = "year_programme.read") -> YearProgrammeQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        return self.filter(Q(partnership__unit__in=scope.units) | Q(lines__unit__in=scope.department_units)).distinct()


class YearProgramme(Versioned):
    """What we and one partner want to do together in one year."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("with the partner")
        AGREED = "agreed", _("agreed")
        CLOSED = "closed", _("closed")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="year_programmes", verbose_name=_("partnership")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    preamble = MultilingualField(_("preamble"))
    file_reference = models.CharField(_("file reference"), max_length=80, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    basis = models.CharField(
        _("agreed by"), max_length=200, blank=True, help_text=_("The letter or the minutes in which both sides agreed.")
    )

    objects = YearProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "partnership__partner__name_key", "id"]
        constraints = [
            models.UniqueConstraint(name="year_programme_once", fields=["partnership", "year"]),
            models.CheckConstraint(name="year_programme_year", condition=Q(year__gte=1945, year__lte=2100)),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("programme:year_programme", args=[self.pk])


class Line(Versioned):
    """One line of a year programme. Its columns hold what is on the table now; `Counter` tells how it came there."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        COUNTERED = "countered", _("counter-proposed")
        AGREED = "agreed", _("agreed")
        DONE = "done", _("done")
        POSTPONED = "postponed", _("postponed")
        DROPPED = "dropped", _("dropped")

    programme = models.ForeignKey(YearProgramme, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.CharField(_("proposed by"), max_length=6, choices=Side, default=Side.OURS)
    title = MultilingualField(_("title"))
    title_key = FoldedField(of="title")
    format = models.CharField(_("format"), max_length=30, choices=Format, default=Format.SEMINAR)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="lines", verbose_name=_("topic")
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.UNKNOWN)
    place = models.CharField(_("place"), max_length=120, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="lines", verbose_name=_("our unit")
    )
    our_lead = models.CharField(_("lead on our side"), max_length=150, blank=True)
    their_lead = models.CharField(_("lead on the partner's side"), max_length=150, blank=True)
    persons = models.PositiveSmallIntegerField(_("persons"), null=True, blank=True)
    cost_share = MultilingualField(_("who bears which cost"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    postponed_to = models.PositiveSmallIntegerField(_("postponed to"), null=True, blank=True)
    need = models.ForeignKey(
        Interest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("need")
    )
    offer = models.ForeignKey(
        Interest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("offer")
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="lines", verbose_name=_("activity")
    )

    class Meta:
        ordering = [F("month").asc(nulls_last=True), "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="line_month_is_a_month", condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12)
            ),
            models.CheckConstraint(
                name="line_off_the_table_says_why",
                condition=~Q(state__in=["postponed", "dropped"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title.here.text or str(self.get_format_display())


class Counter(models.Model):
    """What one side put on the table for a line: the columns it changed, before and after, and a remark."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="counters")
    side = models.CharField(max_length=6, choices=Side)
    answer = models.CharField(max_length=10, choices=Line.State)
    changes = models.JSONField(default=dict)
    remark = models.TextField(_("remark"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    guest_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.answer}"


class YearVersion(models.Model):
    """A year programme as it was sent or agreed, and what changed since the version before."""

    programme = models.ForeignKey(YearProgramme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=YearProgramme.State)
    content = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="year_version_number_once", fields=["programme", "number"])]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"
