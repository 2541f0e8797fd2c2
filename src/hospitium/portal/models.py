"""Editorial pages of the public site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitium.core.fields import MultilingualField
from hospitium.core.models import Versioned


class EditorialPage(Versioned):
    """A page that the office writes itself."""

    key = models.SlugField(_("address"), max_length=60, unique=True)
    title = MultilingualField(_("title"))
    lead = MultilingualField(_("lead"))
    body = MultilingualField(_("text"))
    is_published = models.BooleanField(_("released for publication"), default=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.title) or self.key
