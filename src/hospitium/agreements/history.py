"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "instrument.created": _("An instrument was entered."),
    "instrument.changed": _("An instrument was changed."),
    "instrument.stepped": _("An instrument took a step in its life."),
    "instrument.document_attached": _("The scanned file of an instrument was attached."),
    "instrument.fact_chosen": _("Another statement about the signing was taken into use."),
    "clause.created": _("A clause was added."),
    "clause.changed": _("A clause was changed."),
}
