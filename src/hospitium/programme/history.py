"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "activity.created": _("An activity was entered."),
    "activity.changed": _("An activity was changed."),
    "activity.published": _("An activity was released for publication."),
    "activity.unpublished": _("An activity was taken off the public site."),
    "activity.fact_stated": _("What another source says about an activity was noted."),
    "activity.fact_chosen": _("Another statement about an activity was taken into use."),
    "instrument.fact_stated": _("What another source says about an instrument was noted."),
    "partnership.fact_stated": _("What another source says about the partnership was noted."),
    "promise.created": _("A promise was noted."),
    "promise.changed": _("A promise was changed."),
    "promise.closed": _("A promise was closed."),
    "promise.reminded": _("Whoever is in charge was reminded of a promise."),
    "promise.reopened": _("A promise was opened again."),
}
