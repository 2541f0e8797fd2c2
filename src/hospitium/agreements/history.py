"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "instrument.created": _("An instrument was entered."),
    "instrument.changed": _("An instrument was changed."),
    "instrument.submitted": _("An instrument was submitted for review."),
    "instrument.returned": _("An instrument was returned as a draft."),
    "instrument.signed": _("An instrument was signed."),
    "instrument.expired": _("An instrument was marked as expired."),
    "instrument.superseded": _("An instrument was marked as superseded."),
    "instrument.terminated": _("An instrument was terminated."),
    "instrument.document_attached": _("The scanned file of an instrument was attached."),
    "instrument.fact_chosen": _("Another statement about the signing was taken into use."),
    "instrument.reminded": _("Its keepers were reminded of a deadline."),
    "clause.created": _("A clause was added."),
    "clause.changed": _("A clause was changed."),
}
