"""What the events of this app say."""

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, object] = {
    "subscription.made": _("A calendar feed was made."),
    "subscription.revoked": _("A calendar feed was revoked."),
    "invitation.sent": _("An item was sent to somebody's calendar."),
    "invitation.changed": _("A changed item was sent to somebody's calendar."),
    "invitation.cancelled": _("An item was taken out of somebody's calendar."),
    "invitation.answered": _("Somebody answered an invitation by calendar."),
}
