"""The user, the event log, claims, the outbox, one-time form keys and the words of the search."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.core.fields import FoldedField, PartialDateField, PlainOrder


class Users(BaseUserManager["User"]):
    def create_user(self, *, email: str, name: str, language: str = "de", password: str | None = None) -> User:
        user = self.model(email=email.strip().lower(), name=name, language=language)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in. What they may do stands in accounts.Grant."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, permission: str, record: Any = None) -> bool:
        """Django's permissions are not used; see accounts/policy.toml."""
        return False


class Versioned(models.Model):
    """A record that two people may edit at the same time; see core/locking.py."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("The event log is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The event log is append-only.")


class Event(models.Model):
    """What happened: when, by whom, to what. Facts hold ids, codes, numbers and dates, never personal data."""

    at = models.DateTimeField()
    code = models.CharField(max_length=60, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}:{self.key}"


class Mention(models.Model):
    """An event belongs into the history of this record, too."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "-event"], name="mention_of_record")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind}:{self.key}"


class Claim(models.Model):
    """What one source says about one fact of one record. At most one claim of a fact is in use."""

    class Shape(models.TextChoices):
        DATE = "date", _("date")
        COUNT = "count", _("number")
        WORD = "word", _("text")

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    fact = models.CharField(max_length=40)
    shape = models.CharField(max_length=10, choices=Shape)
    value = models.CharField(_("value"), max_length=200, blank=True, help_text=_("Leave empty for “unknown”."))
    source = models.CharField(_("source"), max_length=300)
    as_of = PartialDateField(_("as of"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    in_use = models.BooleanField(_("in use"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="claim_one_in_use_per_fact", fields=["kind", "key", "fact"], condition=Q(in_use=True)
            )
        ]
        indexes = [models.Index(fields=["kind", "key"], name="claim_of_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.fact} = {self.value or '?'}"


class Mail(models.Model):
    """A message to one person, in that person's language, waiting to be sent or sent."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    to = models.EmailField()
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["status", "due_at"], name="mail_waiting")]

    def __str__(self) -> str:
        return str(self.message_id)


class FormKey(models.Model):
    """A form that was sent: the second sending of the same form is answered with the first one's outcome."""

    key = models.CharField(max_length=40, unique=True)
    # None for a guest, whose key begins with the number of the link.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    location = models.CharField(max_length=500, blank=True)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class SearchEntry(models.Model):
    """One findable record."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    title_key = FoldedField(of="title")

    class Meta:
        constraints = [models.UniqueConstraint(name="search_entry_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A folded word or stem of a findable record."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="words")
    word = PlainOrder(max_length=60)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["word"], name="search_word")]

    def __str__(self) -> str:
        return str(self.word)
