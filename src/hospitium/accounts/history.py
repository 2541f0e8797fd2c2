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
    "mail.retried": _("A message was put back into the outbox."),
}
