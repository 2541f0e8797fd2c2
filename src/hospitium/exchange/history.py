"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "historicround.fact_stated": _("What another source says about a past round was noted."),
    "historicround.fact_chosen": _("Another statement about a past round was taken into use."),
}
