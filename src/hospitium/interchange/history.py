"""What the events of the interchange say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "record.imported": _("A record was taken over."),
    "record.exported": _("The record was exported."),
    "table.imported": _("A table was taken over."),
}
