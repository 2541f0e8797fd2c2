"""Placements and stays: the agreement of three, notes, report, feedback, costs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import MultilingualField
from hospitium.core.models import User, Versioned
from hospitium.documents.models import Document, StoredFile
from hospitium.exchange.models.applications import Application
from hospitium.exchange.models.offers import HostOffer
from hospitium.exchange.models.rounds import Rate, Round, Window
from hospitium.exchange.models.runs import Run
from hospitium.exchange.usual_tasks import LABELS
from hospitium.programme.models import LearningPoint


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: Somebody, row: str = "placement.read") -> PlacementQuerySet:
        """A proposal is the office's alone; the person and the departments see a placement once it is announced."""
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        told = ~Q(state=Placement.State.PROPOSED) & ~Q(state=Placement.State.WITHDRAWN, announced_at=None)
        departments = Q(application__unit__in=scope.department_units) | Q(offer__unit__in=scope.department_units)
        # A department that hosts learns who comes once the person has accepted.
        wanted = Q(round__unit__in=scope.units) | told & Q(application__unit__in=scope.department_units)
        wanted |= departments & Q(state__in=KNOWN_TO_HOST)
        if scope.is_self and isinstance(user, User):
            wanted |= told & Q(application__applicant__user=user)
        return self.filter(wanted)

    def standing(self) -> PlacementQuerySet:
        """Placements that take a place."""
        return self.exclude(state__in=GONE)


class Placement(Versioned):
    """One person with one host, from the proposal to the end of the stay.

    `marks` holds codes of what is particular (corrected by hand, what became of a place that was given back);
    `answer` is the reason why it is gone, of the person, the office or the host; `skills` maps the five
    parts of a Europass Mobility (job, language, digital, organisational, social) to texts.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ANNOUNCED = "announced", _("announced")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        AGREED = "agreed", _("agreed")
        UNDER_WAY = "under_way", _("under way")
        FINISHED = "finished", _("finished")
        BROKEN_OFF = "broken_off", _("broken off")
        DROPPED = "dropped", _("taken back")
        WITHDRAWN = "withdrawn", _("place withdrawn by the host")

    class Origin(models.TextChoices):
        RUN = "run", _("by a run")
        HAND = "hand", _("by hand")
        WAITING_LIST = "waiting_list", _("from the waiting list")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="placements")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="placements")
    offer = models.ForeignKey(HostOffer, on_delete=models.PROTECT, related_name="placements")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    origin = models.CharField(_("how it came about"), max_length=12, choices=Origin, default=Origin.HAND)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="placements")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    marks = models.JSONField(default=list, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    answer_until = models.DateField(_("answer until"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(_("reason of the answer"), max_length=300, blank=True)
    window = models.ForeignKey(
        Window, null=True, blank=True, on_delete=models.PROTECT, related_name="placements", verbose_name=_("window")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    # ---- the agreement of person, sender and host
    goals = MultilingualField(_("learning goals"))
    tasks_there = MultilingualField(_("tasks"))
    mentor_name = models.CharField(_("mentor"), max_length=150, blank=True)
    mentor_function = models.CharField(_("function of the mentor"), max_length=160, blank=True)
    mentor_email = models.EmailField(_("e-mail address of the mentor"), blank=True)
    hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    language = models.CharField(_("working language"), max_length=5, blank=True, help_text=_("ISO 639, such as pl"))
    preparation = MultilingualField(_("preparation in language and culture"))
    insurance = models.CharField(_("insurance"), max_length=300, blank=True)
    a1_until = models.DateField(_("A1 certificate valid until"), null=True, blank=True)
    accommodation = models.CharField(_("accommodation"), max_length=300, blank=True)
    cost_rule = MultilingualField(_("who bears which cost"))
    agreement = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person_signed_on = models.DateField(_("signed by the person on"), null=True, blank=True)
    sender_signed_on = models.DateField(_("signed by the sender on"), null=True, blank=True)
    host_signed_on = models.DateField(_("signed by the host on"), null=True, blank=True)
    host_accepted_at = models.DateTimeField(null=True, editable=False)
    host_asked_at = models.DateTimeField(null=True, editable=False)
    host_wish = models.CharField(_("what the host wants changed"), max_length=1000, blank=True)
    feedback_asked_at = models.DateTimeField(null=True, editable=False)
    reminded_on = models.DateField(null=True, editable=False)
    # ---- after the stay
    talk_back_on = models.DateField(_("report to the own department on"), null=True, blank=True)
    skills = models.JSONField(_("skills gained"), default=dict, blank=True)
    europass_number = models.CharField(_("number of the Europass Mobility"), max_length=60, blank=True)
    europass_on = models.DateField(_("Europass Mobility issued on"), null=True, blank=True)
    certificate = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_blog_released = models.BooleanField(_("weekly notes may be public"), default=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-round__year", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="placement_one_standing",
                fields=["application"],
                condition=~Q(state__in=["declined", "broken_off", "dropped", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="placement_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
            ),
            models.CheckConstraint(name="placement_by_hand_says_why", condition=~Q(origin="hand") | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["round", "state"], name="placement_of_round")]

    def __str__(self) -> str:
        return f"{self.application} – {self.offer}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:placement", args=[self.pk])


GONE = (
    Placement.State.DECLINED,
    Placement.State.BROKEN_OFF,
    Placement.State.DROPPED,
    Placement.State.WITHDRAWN,
)
KNOWN_TO_HOST = (
    Placement.State.ACCEPTED,
    Placement.State.AGREED,
    Placement.State.UNDER_WAY,
    Placement.State.FINISHED,
    Placement.State.BROKEN_OFF,
)


class OfPlacementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Somebody, row: str = "placement.read") -> OfPlacementQuerySet:
        return self.filter(placement__in=Placement.objects.visible_to(user, row))


class StayTask(Versioned):
    """What somebody must do for a placement until a day: an approval, or a point of the list before the stay."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("approval")
        PREPARATION = "preparation", _("before the stay")
        AFTER = "after", _("after the stay")

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PREPARATION)
    code = models.CharField(max_length=30, blank=True)
    what = models.CharField(_("what"), max_length=300, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stay_tasks",
        verbose_name=_("in charge"),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What is to be done; a line of the usual list in the language of the reader."""
        return self.what or str(LABELS.get(self.code, self.code))


class WeeklyNote(Versioned):
    """What somebody writes about one week of a stay; public only when both the person and the office released it."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="notes")
    week = models.PositiveSmallIntegerField(_("week"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    is_meant_public = models.BooleanField(_("may be public"), default=False)
    released_on = models.DateField(null=True, blank=True, editable=False)

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["week", "id"]
        constraints = [models.UniqueConstraint(name="weekly_note_once", fields=["placement", "week"])]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.week}"


class StayReport(Versioned):
    """What came of a stay: the question answered, the comparison, and how the person found it."""

    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="report")
    answer = models.TextField(_("answer to your question"), blank=True)
    comparison = models.TextField(_("what is different there, and why"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    evaluation = models.JSONField(_("evaluation"), default=dict, blank=True)
    remark = models.TextField(_("for the next participants"), blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = OfPlacementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.placement_id}"


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, user: Somebody, row: str = "placement.read") -> SuggestionQuerySet:
        return self.filter(report__placement__in=Placement.objects.visible_to(user, row))


class Suggestion(models.Model):
    """What could be done at home after a stay; it becomes a learning point with somebody in charge."""

    report = models.ForeignKey(StayReport, on_delete=models.CASCADE, related_name="suggestions")
    what = models.CharField(_("suggestion"), max_length=300)
    learning_point = models.ForeignKey(
        LearningPoint, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class HostFeedback(models.Model):
    """What the host says after a stay."""

    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="feedback")
    marks = models.JSONField(default=dict, blank=True)
    text = models.TextField(_("feedback"), blank=True)
    hosts_again = models.BooleanField(_("would host again"), null=True, blank=True)
    days_present = models.PositiveSmallIntegerField(_("days present"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    name = models.CharField(_("name"), max_length=150, blank=True)
    at = models.DateTimeField()

    objects = OfPlacementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.placement_id}"


class CostLine(Versioned):
    """One cost of a stay: by rate or free, planned and actual, who pays, where it is booked. Empty means unknown."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="costs")
    what = models.CharField(_("what for"), max_length=200)
    rate = models.ForeignKey(Rate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    quantity = models.PositiveSmallIntegerField(_("quantity"), null=True, blank=True)
    funder = models.CharField(_("funder"), max_length=120, blank=True)
    planned = models.DecimalField(_("planned"), max_digits=12, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("actual"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    chapter = models.CharField(_("chapter"), max_length=20, blank=True)
    title = models.CharField(_("budget title"), max_length=20, blank=True)
    receipt = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("receipt")
    )

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what
