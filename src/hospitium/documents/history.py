"""What the events of stored files say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "file.stored": _("A file was stored."),
    "file.removed": _("A file was removed."),
}
