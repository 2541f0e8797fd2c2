"""What the events of the vault say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "vault.sealed": _("Details were put into the vault."),
    "vault.read": _("Details were read from the vault."),
    "vault.erased": _("Details were erased from the vault."),
}
