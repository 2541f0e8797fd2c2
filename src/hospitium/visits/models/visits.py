"""A visit, its groups, items and who takes part in them, and its published versions."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.algorithms.timetable import Answer as AnswerCode
from hospitium.algorithms.timetable import Kind as KindCode
from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned
from hospitium.programme.models import Activity
from hospitium.visits.models.people import Interpreter, Mode, Speaker
from hospitium.visits.models.places import Venue, Way


def zone_of_the_house() -> str:
    """Where most visits take place."""
    return settings.TIME_ZONE


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Somebody, row: str = "visit.read") -> VisitQuerySet:
        scope = access_of(user).scope(row)
        if scope.anything:
            return self
        involved = Activity.departments.through.objects.filter(unit__in=scope.department_units)
        return self.filter(Q(unit__in=scope.units) | Q(activity__in=involved.values("activity")))


class Visit(Versioned):
    """The working place of one activity. Times are wall times of the host city; `zone` says where that is."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="visit")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="visits", verbose_name=_("lead"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("in charge"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    zone = models.CharField(_("time zone of the host city"), max_length=40, default=zone_of_the_house)
    series = models.CharField(_("series"), max_length=80, blank=True)
    host_language = models.CharField(_("our language"), max_length=5, default="de")
    guest_language = models.CharField(_("language of the guests"), max_length=5, default="en")
    understood = models.JSONField(_("languages that all guests understand"), default=list, blank=True)
    arrival = models.TimeField(_("arrival, first day"), null=True, blank=True)
    departure = models.TimeField(_("departure, last day"), null=True, blank=True)
    lodging = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="lodges", verbose_name=_("hotel")
    )
    cost_rule = MultilingualField(_("who bears which cost"))
    greeting = MultilingualField(_("greeting"))
    hints = MultilingualField(_("practical hints"))
    names_known = models.BooleanField(_("the list of names is complete"), default=False)
    diets_known = models.BooleanField(_("all catering wishes are known"), default=False)
    file_reference = models.CharField(_("file reference"), max_length=80, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(name="visit_ends_after_it_starts", condition=Q(starts_on__lte=F("ends_on")))
        ]

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("visits:visit", args=[self.pk])

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def search_title(self) -> str:
        return " ".join(part for part in (str(self.activity), self.series, str(self.activity.number or "")) if part)

    def search_texts(self) -> dict[str, str]:
        texts: dict[str, str] = {"und": self.file_reference}
        partnerships = self.activity.partnerships.select_related("partner")
        parts = [self.activity.title, *(partnership.partner.name for partnership in partnerships)]
        for part in (*parts, *(item.title for item in self.items.only("title"))):
            for language, text in part.texts.items():
                texts[language] = f"{texts.get(language, '')} {text}"
        return texts


class Group(models.Model):
    """A part of the guests that can have a programme of its own: heads, group A, group B."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="groups")
    key = models.SlugField(_("short name"), max_length=20)
    name = MultilingualField(_("name"))
    heads = models.PositiveSmallIntegerField(_("persons"), null=True, blank=True)
    is_apart = models.BooleanField(
        _("apart from the other groups"), default=True, help_text=_("No guest is in two groups of this kind.")
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="group_key_once", fields=["visit", "key"])]

    def __str__(self) -> str:
        return str(self.name) or self.key


class Item(Versioned):
    """One item of the programme, on a day and at a wall time of the host city; without them it is not placed yet."""

    class Kind(models.TextChoices):
        LECTURE = KindCode.LECTURE.value, _("lecture")
        STATION = KindCode.STATION.value, _("station")
        DISCUSSION = KindCode.DISCUSSION.value, _("discussion")
        RECEPTION = KindCode.RECEPTION.value, _("reception")
        MEAL = KindCode.MEAL.value, _("meal")
        TRANSFER = KindCode.TRANSFER.value, _("transfer")
        SIGHTSEEING = KindCode.SIGHTSEEING.value, _("sightseeing")
        FREE = KindCode.FREE.value, _("free time")
        PRESS = KindCode.PRESS.value, _("press")
        COMMEMORATION = KindCode.COMMEMORATION.value, _("commemoration")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.STATION)
    title = MultilingualField(_("title"))
    content = MultilingualField(_("what it is about"))
    day = models.DateField(_("day"), null=True, blank=True)
    starts = models.TimeField(_("begins"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="items", verbose_name=_("venue")
    )
    room = models.CharField(_("room"), max_length=80, blank=True)
    contact = models.CharField(_("contact on site"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    dress_code = MultilingualField(_("dress code"))
    language = models.CharField(_("language"), max_length=5, blank=True)
    mode = models.CharField(_("interpreting"), max_length=12, choices=Mode, default=Mode.NONE)
    speech = models.PositiveSmallIntegerField(
        _("time of speech, minutes"), null=True, blank=True, help_text=_("What the speakers were given.")
    )
    groups = models.ManyToManyField(
        Group, blank=True, related_name="items", verbose_name=_("who takes part"), help_text=_("Empty: all.")
    )
    interpreters = models.ManyToManyField(Interpreter, blank=True, related_name="items", verbose_name=_("interpreters"))
    transfer = models.CharField(_("how"), max_length=8, choices=Way.Mode, blank=True)
    responsible = models.CharField(_("responsible"), max_length=150, blank=True)
    plan_b = models.TextField(_("plan B"), blank=True)
    remark = models.TextField(_("internal remark"), blank=True, help_text=_("Never leaves the house."))
    is_obligatory = models.BooleanField(_("must be in the programme"), default=True)
    is_fixed = models.BooleanField(_("time is fixed"), default=False)
    wish = models.CharField(
        _("wish for the time"),
        max_length=12,
        blank=True,
        choices=[("morning", _("in the morning")), ("afternoon", _("in the afternoon")), ("evening", _("evening"))],
    )

    class Meta:
        ordering = [F("day").asc(nulls_last=True), F("starts").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="item_is_placed_wholly_or_not",
                condition=Q(day__isnull=True, starts__isnull=True) | Q(day__isnull=False, starts__isnull=False),
            ),
            models.CheckConstraint(
                name="item_lasts_five_minutes_to_a_day", condition=Q(minutes__gte=5, minutes__lte=1440)
            ),
        ]

    def __str__(self) -> str:
        return self.title.here.text or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("visits:item_edit", args=[self.pk])

    @property
    def begins_at(self) -> datetime | None:
        """Wall time of the host city, without a zone."""
        return datetime.combine(self.day, self.starts) if self.day and self.starts else None


class Part(Versioned):
    """A speaker or host in one item, and whether this person has confirmed."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        HOST = "host", _("host")
        MODERATOR = "moderator", _("moderator")

    class State(models.TextChoices):
        OPEN = AnswerCode.OPEN.value, _("open")
        ASKED = AnswerCode.ASKED.value, _("asked")
        CONFIRMED = AnswerCode.CONFIRMED.value, _("confirmed")
        DECLINED = AnswerCode.DECLINED.value, _("declined")
        REPLACED = AnswerCode.REPLACED.value, _("replaced")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="parts")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="parts", verbose_name=_("who"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SPEAKER)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    level = models.CharField(_("level of the guests"), max_length=150, blank=True)
    material_due = models.DateField(_("material until"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answer_text = models.TextField(_("answer"), blank=True)
    proposed_day = models.DateField(_("other day"), null=True, blank=True)
    proposed_time = models.TimeField(_("other time"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by", editable=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="part_once", fields=["item", "speaker"])]

    def __str__(self) -> str:
        return str(self.speaker)


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: Somebody, row: str = "visit.read_internal") -> BookingQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class Booking(Versioned):
    """An interpreter for a visit: asked, held, booked; what it costs."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        HELD = "held", _("on hold")
        BOOKED = "booked", _("booked")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="bookings")
    interpreter = models.ForeignKey(
        Interpreter, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("interpreter")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint(name="booking_once", fields=["visit", "interpreter"]),
            models.CheckConstraint(name="booking_ends_after_it_starts", condition=Q(first_day__lte=F("last_day"))),
        ]

    def __str__(self) -> str:
        return f"{self.interpreter}: {self.get_state_display()}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: Somebody, row: str = "visit.read") -> ReleaseQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class Release(models.Model):
    """A published state of the programme: what the guests were told, and what changed since the one before."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    note = models.CharField(_("note"), max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="release_number_once", fields=["visit", "number"])]

    def __str__(self) -> str:
        return f"{self.visit} {self.number}"


class Notice(models.Model):
    """What one person is to be told of a release; notices of ten minutes become one mail."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="notices")
    email = models.EmailField()
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=150, blank=True)
    changes = models.JSONField(default=list)
    due_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["posted_at", "due_at"], name="notice_waiting")]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.pk}"
