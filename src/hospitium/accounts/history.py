"""One sentence for each event that accounts records."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "user.created": _("The account was opened."),
    "user.changed": _("The account was changed."),
    "user.closed": _("The account was closed."),
    "user.reopened": _("The account was opened again."),
    "user.password_set": _("A password was set for the account."),
    "grant.given": _("A role was given."),
    "grant.withdrawn": _("A role was withdrawn."),
    "unit.created": _("A unit was entered."),
    "unit.changed": _("A unit was changed."),
    "filter.saved": _("A search was saved."),
    "filter.deleted": _("A saved search was deleted."),
    "list.exported": _("A list was taken out as a file."),
    "guest_link.given": _("A personal link was given to a guest."),
    "guest_link.renewed": _("A guest got a new link; the old one ended."),
    "guest_link.revoked": _("A guest link was revoked."),
    "guest_link.used": _("A guest link was used."),
    "mail.retried": _("A message was put back into the outbox."),
}
