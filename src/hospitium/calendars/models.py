"""Feeds with a token of their own, and invitations with what came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.models import User
from hospitium.visits.models import Visit


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, user: Somebody, row: str = "calendar.use") -> SubscriptionQuerySet:
        scope = access_of(user).scope(row)
        return self.filter(user=user) if scope and isinstance(user, User) else self.none()


class Subscription(models.Model):
    """The address of a feed, for one person's calendar program. It shows what this person may see, as long as that."""

    class What(models.TextChoices):
        PERSON = "person", _("all that concerns me")
        VISIT = "visit", _("one visit")
        PARTNERSHIP = "partnership", _("one partnership")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    what = models.CharField(_("what"), max_length=12, choices=What)
    key = models.CharField(max_length=40, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Somebody, row: str = "calendar.invite") -> InvitationQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class Invitation(models.Model):
    """An entry sent to one person's calendar by mail: one UID for its whole life, a sequence that only grows.

    `kind` and `key` name the item; it may be gone, so `content` holds what was sent last.
    """

    class Role(models.TextChoices):
        """As what the person is invited: a speaker or interpreter who drops out is told so."""

        SPEAKER = "speaker", _("speaker or host")
        INTERPRETER = "interpreter", _("interpreter")
        OTHER = "other", _("someone else")

    class Status(models.TextChoices):
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    class Reply(models.TextChoices):
        NONE = "none", _("no answer yet")
        ACCEPTED = "accepted", _("accepted")
        TENTATIVE = "tentative", _("perhaps")
        DECLINED = "declined", _("declined")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="invitations")
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    role = models.CharField(_("invited as"), max_length=12, choices=Role, default=Role.OTHER)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.SENT)
    reply = models.CharField(_("answer"), max_length=10, choices=Reply, default=Reply.NONE)
    reply_text = models.CharField(max_length=500, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="invitation_once", fields=["kind", "key", "email"])]

    def __str__(self) -> str:
        return self.name or self.email


class Mailbox(models.Model):
    """How far the mailbox for answers was read, and what went wrong the last time. `key` is a hash of its address."""

    key = models.CharField(max_length=64, unique=True)
    validity = models.BigIntegerField(default=0)
    latest = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.key[:8]


class ReadMail(models.Model):
    """A mail with a calendar part that was read, so that no answer counts twice."""

    class Outcome(models.TextChoices):
        ANSWER = "answer", _("an answer")
        STALE = "stale", _("an answer to an earlier version")
        STRANGE = "strange", _("not an answer to us")
        UNREADABLE = "unreadable", _("unreadable")

    message_id = models.CharField(max_length=300, unique=True)
    read_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.STRANGE)

    def __str__(self) -> str:
        return self.message_id
