"""Topics, the fields of urban action, on two levels at most."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: Somebody, row: str = "topic.read") -> TopicQuerySet:
        return self if access_of(user).scope(row).anything else self.none()


class Topic(Versioned):
    """A field of urban action, such as mobility."""

    key = models.SlugField(_("short name"), max_length=40, unique=True)
    name = MultilingualField(_("name"))
    name_key = FoldedField(of="name")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("belongs to"),
    )
    position = models.PositiveSmallIntegerField(default=0)
    eurovoc = models.JSONField(_("EuroVoc concepts"), default=list, blank=True)
    sdg = models.JSONField(_("sustainable development goals"), default=list, blank=True)
    cofog = models.JSONField(_("COFOG groups"), default=list, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="topics", verbose_name=_("answered for by"))

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="topic_is_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("topics:topic", args=[self.key])

    def search_title(self) -> str:
        return str(self.name)

    def search_texts(self) -> dict[str, str]:
        return dict(self.name.texts)
