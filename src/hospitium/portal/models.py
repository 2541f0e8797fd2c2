"""Editorial pages of the public site."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned


class EditorialPageQuerySet(models.QuerySet["EditorialPage"]):
    def visible_to(self, user: Somebody, row: str = "editorial.read") -> EditorialPageQuerySet:
        return self if access_of(user).scope(row).anything else self.none()

    def published(self) -> EditorialPageQuerySet:
        return self.filter(is_published=True)


class EditorialPage(Versioned):
    """A page that the office writes itself."""

    key = models.SlugField(_("address"), max_length=60, unique=True)
    title = MultilingualField(_("title"))
    lead = MultilingualField(pgettext_lazy("of a page", "lead"))
    body = MultilingualField(_("text"))
    is_published = models.BooleanField(_("released for publication"), default=False)

    objects = EditorialPageQuerySet.as_manager()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.title) or self.key

    def get_absolute_url(self) -> str:
        return reverse("portal:page", args=[get_language(), self.key])
