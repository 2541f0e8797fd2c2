"""What happened to the editorial pages, in sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "page.created": _("The page was created."),
    "page.changed": _("The page was changed."),
    "page.published": _("The page was published."),
    "page.withdrawn": _("The page was withdrawn from the public site."),
}
