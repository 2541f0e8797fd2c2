"""What the events of keeping and erasing say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "retention.rule_set": _("The rule for keeping was changed."),
    "retention.offered": _("The record was offered to the archive."),
    "retention.archive_accepted": _("The archive has accepted the record."),
    "retention.archive_declined": _("The archive has declined the record."),
    "retention.archive_term_over": _("The term of the archive is over."),
    "retention.handed_over": _("The record was handed over to the archive."),
    "retention.offer_closed": _("The offer to the archive was closed."),
    "retention.erased": _("Data were erased because their time was over."),
}
