"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "topic.created": _("The topic was entered."),
    "topic.changed": _("The topic was changed."),
}
