"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "partner.created": _("The partner was entered."),
    "partner.changed": _("The partner's data were changed."),
    "partner.unit_added": _("An office of the partner was entered."),
    "partner.unit_changed": _("An office of the partner was changed."),
    "partnership.created": _("The file of the partnership was begun."),
    "partnership.changed": _("The file of the partnership was changed."),
    "partnership.assigned": _("Another unit looks after the partnership."),
    "partnership.status_changed": _("The status of the partnership changed."),
    "partnership.handed_over": _("A handover note was made."),
    "partnership.fact_chosen": _("Another statement about the beginning was taken into use."),
    "exception.granted": _("The head of office granted an exception."),
    "exception.withdrawn": _("An exception was withdrawn."),
    "contact.created": _("A contact was entered."),
    "contact.changed": _("A contact's data were changed."),
    "contact.confirmed": _("A contact was confirmed."),
    "contact.function_added": _("A contact has another function."),
    "contact.function_ended": _("A contact's function ended."),
    "contact.acquaintance_noted": _("Who knows a contact was noted."),
    "interest.created": _("A need or an offer was entered."),
    "interest.changed": _("A need or an offer was changed."),
    "interest.withdrawn": _("A need or an offer was withdrawn."),
}
