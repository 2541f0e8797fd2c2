"""The roles that a person can have. What each may do is the policy table's business (policy.toml)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    EMPLOYEE = "employee", _("Employee")
    DEPARTMENT_CONTACT = "department_contact", _("Department contact")
    OFFICER = "international_officer", _("International officer")
    HEAD = "head_of_office", _("Head of office")
    GUEST = "partner_officer", _("Partner-city officer")
    INTERPRETER = "interpreter", _("Interpreter")
    AUDITOR = "auditor", _("Auditor, data protection")
    ADMINISTRATOR = "administrator", _("Administrator")


VISITOR = "visitor"
# These see personal data and therefore need a second factor.
SENSITIVE = frozenset({Role.OFFICER, Role.HEAD, Role.DEPARTMENT_CONTACT, Role.AUDITOR, Role.ADMINISTRATOR})
EVERYBODY = (VISITOR, *Role.values)
