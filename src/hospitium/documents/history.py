"""What the events of files, letterheads and documents say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "file.stored": _("A file was stored."),
    "file.removed": _("A file was removed."),
    "document.made": _("A document was made."),
    "document.erased": _("What a document said was erased."),
    "letterhead.added": _("A letterhead was added."),
    "letterhead.put_in_use": _("A letterhead was put in use again."),
    "letterhead.taken_out_of_use": _("A letterhead was taken out of use."),
}
